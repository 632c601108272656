"""Make `english/inflection.json` again: what the rules of `english/inflection.py` get wrong.

    pip install lemminflect==0.2.3
    python -m training.inflections

LemmInflect (MIT) has the tables, which derive from the SPECIALIST Lexicon of the US National Library of
Medicine: 32,000 lemmas in lower case and their forms, the likeliest first. A form that the rules give is
left out, and so is a lemma that they give back. A sample of the tables goes to the tests.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from claimwire.english import inflection
from claimwire.english.inflection import CATEGORIES, FORMS, Category, base, inflect, looks_short

ROOT = Path(__file__).parent.parent
TABLES = ROOT / "pipeline/claimwire/english/inflection.json"
SAMPLE = ROOT / "tests/english/inflections.tsv"
SAMPLED = 1000
NAMES: dict[str, Category] = {"verb": "verb", "noun": "noun", "adj": "adjective", "adv": "adverb"}
WORD = re.compile(r"[a-z]{2,}")
ODD = re.compile(r".*(?:uee|iee|icer|icest|ouse)(?:r|st)")
"""Forms of LemmInflect's rules that nobody writes: `blueer`, `famouser`."""

PREFERRED: dict[str, dict[str, str]] = {
    "NNS": {"person": "people", "leaf": "leaves", "medium": "mediums", "datum": "datums"},
    "VBZ": {"fulfil": "fulfils", "distil": "distils", "instil": "instils", "instal": "instals"},
    "VBN": {"get": "got", "leap": "leaped", "spell": "spelled", "burn": "burned"},
}
"""Where news has another first form."""

INVARIABLE = frozenset(
    (
        *(
            "aircraft",
            "barracks",
            "cod",
            "crossroads",
            "deer",
            "fish",
            "gallows",
            "headquarters",
            "hovercraft",
        ),
        *("hovercraft", "means", "moose", "offspring", "salmon", "series", "sheep", "shrimp", "spacecraft"),
        *("species", "squid", "swine", "trout", "works"),
    )
)
"""Nouns with a plural that is as their singular; the tables have many more, mass nouns with them."""

LEMMAS: dict[Category, dict[str, str]] = {
    "noun": {"people": "person", "leaves": "leaf", "data": "data", "media": "media", "police": "police"},
    "verb": {"'s": "be", "’s": "be", "'d": "have", "’d": "have", "is": "be", "has": "have"},
    "adjective": {"further": "far"},
    "adverb": {},
}
"""Where news has another first lemma, and the clitics with a curly apostrophe."""

HELPERS = {
    **dict.fromkeys(("am", "are", "'m", "’m", "'re", "’re"), "be"),
    **dict.fromkeys(("'ve", "’ve"), "have"),
    **dict.fromkeys(("'ll", "’ll", "wo"), "will"),
    **dict.fromkeys(("'d", "’d"), "would"),
    **dict.fromkeys(("n't", "n’t"), "not"),
    "ca": "can",
    "sha": "shall",
}
Forms = dict[Category, dict[str, dict[str, list[str]]]]


def main() -> None:
    """Write the tables and the sample."""
    forms = _forms()
    lemmas = _lemmas()
    tables = _tables(forms, lemmas)
    _write(tables)
    tables["regular"] = {kind: _untold(forms[kind], lemmas[kind]) for kind in FORMS}
    _write(tables)
    tables["bases"] = {kind: _bases(forms[kind], lemmas[kind], kind) for kind in FORMS}
    _write(tables)
    SAMPLE.write_text("".join(f"{line}\n" for line in _sample(forms, lemmas)), "utf-8")


def _rows(name: str) -> Iterator[list[str]]:
    with gzip.open(str(files("lemminflect") / "resources" / name), "rt", encoding="utf-8") as file:
        yield from csv.reader(file)


def _forms() -> Forms:
    """Return each lemma's spellings by form, the likeliest first."""
    found: Forms = {kind: {} for kind in FORMS}
    for lemma, name, *columns in _rows("infl_lu.csv.gz"):
        if name in NAMES and WORD.fullmatch(lemma):
            kind = NAMES[name]
            found[kind][lemma] = {
                form: _spellings(lemma, form, column)
                for form, column in zip(FORMS[kind], columns, strict=False)
            }
    return found


def _spellings(lemma: str, form: str, column: str) -> list[str]:
    told = [one for one in column.split("/") if WORD.fullmatch(one) and not ODD.fullmatch(one)]
    preferred = PREFERRED.get(form, {}).get(lemma)
    if preferred:
        return [preferred, *(one for one in told if one != preferred)]
    return [one for one in told if form != "NNS" or one != lemma or lemma in INVARIABLE]


def _lemmas() -> dict[Category, dict[str, str]]:
    """Return the likeliest lemma of each form: of `saw` as a verb, `see`."""
    found: dict[Category, dict[str, str]] = defaultdict(dict)
    for word, name, lemmas in _rows("lemma_lu.csv.gz"):
        first = lemmas.split("/")[0]
        if name in NAMES and WORD.fullmatch(word) and WORD.fullmatch(first) and not word.endswith("people"):
            found[NAMES[name]][word] = first
    return {kind: found[kind] | LEMMAS[kind] for kind in FORMS}


def _tables(forms: Forms, lemmas: dict[Category, dict[str, str]]) -> dict[str, object]:
    """Return the tables but for what needs these to be found."""
    doubling, single = _doubling(forms)
    irregular: dict[str, dict[str, str]] = {form: {} for form in CATEGORIES if form != "NNPS"}
    for lemma, form, word in _firsts(forms):
        doubles = lemma in doubling or (looks_short(lemma) and lemma not in single)
        told = lemmas[CATEGORIES[form]].get(word)
        if told == lemma and word != inflection.inflect_by_rule(lemma, form, doubles=doubles):
            irregular[form][lemma] = word
    for form, word in (("VBD", "was"), ("VBZ", "is"), ("VBN", "been")):
        irregular[form]["be"] = word
    return {
        "doubling": sorted(doubling),
        "single": sorted(single),
        "irregular": irregular,
        "regular": {kind: [] for kind in FORMS},
        "bases": {kind: {} for kind in FORMS},
        "helpers": HELPERS,
    }


def _doubling(forms: Forms) -> tuple[set[str], set[str]]:
    """Return the lemmas that double their last letter, or do not, against the look of them."""
    doubling: set[str] = set()
    single: set[str] = set()
    for lemma, form, word in _firsts(forms):
        bare, doubled = (inflection.inflect_by_rule(lemma, form, doubles=told) for told in (False, True))
        if word in (bare, doubled) and bare != doubled and (word == doubled) != looks_short(lemma):
            (doubling if word == doubled else single).add(lemma)
    return doubling, single


def _firsts(forms: Forms) -> Iterator[tuple[str, str, str]]:
    for lemmas in forms.values():
        for lemma, by_form in lemmas.items():
            yield from ((lemma, form, words[0]) for form, words in by_form.items() if words)


def _untold(forms: dict[str, dict[str, list[str]]], lemmas: dict[str, str]) -> list[str]:
    """Return the lemmas of which a form, got by rule, is taken back to another lemma."""
    return sorted(
        lemma
        for lemma, by_form in forms.items()
        if any(_is_untold(lemma, inflect(lemma, form), lemmas, form) for form in by_form)
    )


def _is_untold(lemma: str, word: str, lemmas: dict[str, str], form: str) -> bool:
    return lemmas.get(word) == lemma and base(word, form) != lemma


def _bases(forms: dict[str, dict[str, list[str]]], lemmas: dict[str, str], kind: Category) -> dict[str, str]:
    """Return all other forms that are taken back to a wrong lemma."""
    form = FORMS[kind][0]
    spelled = {word for by_form in forms.values() for words in by_form.values() for word in words}
    return {
        word: lemma
        for word, lemma in sorted(lemmas.items())
        if base(word, form) != lemma
        and (word in spelled or word not in forms or word in LEMMAS[kind] or word == lemma)
    }


def _sample(forms: Forms, lemmas: dict[Category, dict[str, str]]) -> Iterable[str]:
    """Give lines of lemma, form and word, as the tables have them, the preferences aside."""
    told = [
        f"{lemma}\t{form}\t{word}"
        for lemma, form, word in _firsts(forms)
        if lemmas[CATEGORIES[form]].get(word) == lemma
    ]
    return sorted(random.Random(1).sample(told, SAMPLED))


def _write(tables: dict[str, object]) -> None:
    TABLES.write_text(_lines(tables) + "\n", "utf-8")
    inflection.forget()


def _lines(tables: dict[str, object], *, depth: int = 0) -> str:
    """Return JSON with a line for each innermost table."""
    if depth == 2 or not any(isinstance(one, dict | list) for one in tables.values()):
        return json.dumps(tables, ensure_ascii=False)
    lines = (
        f"{json.dumps(name)}: "
        + (_lines(one, depth=depth + 1) if isinstance(one, dict) else json.dumps(one, ensure_ascii=False))
        for name, one in tables.items()
    )
    return "{\n" + ",\n".join(lines) + "\n}"


if __name__ == "__main__":
    main()
