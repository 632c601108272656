"""Measure claims as readers get them: `python -m tests.eval.claim_texts [DATA.jsonl] [--show KIND]`.

With no file, on `tests/gold`. A line of the data is an article: `doc_id`, `text`, `attributions` (spans,
and of the claim its `form`, reference `texts` and `splits`, `claimant`, `stance`, `accused`, `type`,
`certainty`, `negated`, `worth`) and `own`, the sentences of the outlet that should become claims. Texts are
compared by token F1, after SQuAD (Rajpurkar et al. 2016); a claim counts for the annotation with whose
content it shares most words.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

from claimwire.english.closed_class import ARTICLES, DEMONSTRATIVES, PRONOUNS
from claimwire.enrich import enrich
from claimwire_schemas import Claim, EnrichedArticle
from tests.eval import floors
from tests.eval.articles import article_of
from tests.eval.claim_runs import gold_article
from tests.eval.gold_claims import read_gold_claims
from tests.eval.gold_texts import line_of

WORD = re.compile(r"\w+(?:['’.]\w+)*")
OPEN = frozenset((*PRONOUNS, *DEMONSTRATIVES, "there"))
"""Words that mean nothing to who has not read the article."""

IN_NAMES = ARTICLES | frozenset(("of", "in", "for", "and", "to", "s", "on", "at", "by", "with", "from"))
TITLES = frozenset(("mr", "mrs", "ms", "dr"))
SAME, NEAR = 0.5, 0.3
"""Shares of words by which contents are the same, and by which a claim is of something annotated at all."""

GOOD, BROKEN = 0.85, 0.6
"""Token F1 from which a text may be good, and below which it is no wording of its claim."""

WORTH = 2
PEOPLE = {
    "found": 95.5,
    "spurious": 2.2,
    "text": 91.3,
    "good": 50.6,
    "broken": 0.0,
    "claimant": 100.0,
    "stance": 92.9,
    "type": 90.6,
    "accused": 97.6,
    "worth": 71.6,
    "own recall": 77.0,
    "own precision": 77.0,
}
"""One trained annotator scored against another."""

LOWER_IS_BETTER = frozenset(("spurious", "broken"))
Places = frozenset[int]
"""Numbers of a text's words."""


@dataclass
class Tally:
    """What was counted: hits and cases by figure, texts' scores, and how worth ranks."""

    hits: Counter[str] = field(default_factory=Counter)
    cases: Counter[str] = field(default_factory=Counter)
    texts: list[float] = field(default_factory=list)
    worth: list[tuple[float, bool]] = field(default_factory=list)
    rules: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """By the rule of an edit, the scores of the texts that it helped to make."""

    wrong: list[tuple[str, str]] = field(default_factory=list)
    """Figure and description of each case that counts against it."""

    def count(self, figure: str, *, hit: bool, told: str) -> None:
        """Count a case of a figure."""
        self.cases[figure] += 1
        self.hits[figure] += hit
        if hit == (figure in LOWER_IS_BETTER):
            self.wrong.append((figure, told))

    def figures(self) -> dict[str, float]:
        """Return all figures in per cent."""
        rates = {name: 100 * self.hits[name] / number for name, number in self.cases.items()}
        texts = {"text": 100 * sum(self.texts) / len(self.texts)} if self.texts else {}
        ranked = {} if (auc := _auc(self.worth)) is None else {"worth": 100 * auc}
        found = rates | texts | ranked
        return {name: found[name] for name in (*PEOPLE, "certainty", "negated") if name in found}


def words(text: str) -> list[str]:
    """Return the words of a text as they are compared.

    >>> words("Ms Vane’s pier, in 2019.")
    ['ms', 'vane', 'pier', 'in', '2019']
    """
    return [match[0].lower().replace("’", "'").removesuffix("'s") for match in WORD.finditer(text)]


def token_f1(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the harmonic mean of precision and recall of the words of two texts."""
    shared = (Counter(one) & Counter(other)).total()
    return 2 * shared / (len(one) + len(other)) if shared else 0.0


def same_name(given: str | None, gold: str | None) -> bool:
    """Tell whether two names can be one's: both absent, or enough words shared."""
    if not given or not gold:
        return not given and not gold
    one, other = _in_name(given), _in_name(gold)
    if not one or not other:
        return given.lower() == gold.lower()
    contained = (one <= other and 3 * len(one) >= len(other)) or other <= one
    return contained or 2 * len(one & other) >= max(len(one), len(other))


def _in_name(name: str) -> set[str]:
    return set(words(name)) - IN_NAMES - TITLES


def is_good(text: str, references: Sequence[str]) -> bool:
    """Tell whether a text can stand for its claim: close to a reference, nothing open, a sentence."""
    spoken = {word for one in references for word in words(one)}
    names = min((_names(one) for one in references), key=len, default=set())
    got = words(text)
    return (
        max(token_f1(got, words(one)) for one in references) >= GOOD
        and all(word in spoken for word in got if word in OPEN)
        and names <= set(got)
        and re.match(r"[\W_]*[A-Z0-9]", text) is not None
        and re.search(r"[.?!…][”’\"'»)\]]*$", text.strip()) is not None
    )


def _names(text: str) -> set[str]:
    found = list(WORD.finditer(text))[1:]
    return {word for match in found if match[0][0].isupper() for word in words(match[0])} - {"i"}


def tally(articles: Iterable[dict[str, Any]]) -> Tally:
    """Enrich annotated articles, or the `article` that one has beside its text, and compare their claims."""
    found = Tally()
    for one in articles:
        _count(found, one, enrich(one.get("article") or article_of(one["text"])))
    return found


def _count(found: Tally, gold: dict[str, Any], enriched: EnrichedArticle) -> None:
    text = gold["text"]
    said = [one for one in enriched.claims if one.attribution_id is not None]
    places = [_places(text, [(span.start, span.end) for span in one.content]) for one in said]
    golds = gold["attributions"]
    pairs = _pairs(places, [_places(text, one["content"]) for one in golds])
    for number, claim in enumerate(said):
        match, share = pairs.get(number, (None, 0.0))
        _count_claim(found, gold["doc_id"], claim, golds[match] if match is not None else None, share)
    taken = {match for match, share in pairs.values() if match is not None and share >= SAME}
    for number, one in enumerate(golds):
        if one["form"] != "none":
            found.count("found", hit=number in taken, told=f"{gold['doc_id']}: {one['texts'][0]}")
    _count_own(found, gold, [one for one in enriched.claims if one.attribution_id is None])


def _count_claim(found: Tally, name: str, claim: Claim, gold: dict[str, Any] | None, share: float) -> None:
    is_spurious = (gold is None and share < NEAR) or (gold is not None and gold["form"] == "none")
    found.count("spurious", hit=is_spurious, told=f"{name}: {claim.text}")
    if is_spurious:
        found.worth.append((claim.check_worthiness, False))
    if is_spurious or gold is None:
        return
    references = [*gold["texts"], *gold.get("splits", ())]
    value = max((token_f1(words(claim.text), words(one)) for one in references), default=0.0)
    found.texts.append(value)
    for rule in {edit.reason for edit in claim.edits}:
        found.rules[rule].append(value)
    for figure, hit, got, want in _judged(claim, gold, references, value):
        found.count(figure, hit=hit, told=f"{name}: {got} | {want} | {claim.text}")
    found.worth.append((claim.check_worthiness, gold["worth"] >= WORTH))


def _judged(
    claim: Claim, gold: dict[str, Any], references: Sequence[str], value: float
) -> Iterator[tuple[str, bool, object, object]]:
    accused = claim.accused.name if claim.accused else None
    yield "good", is_good(claim.text, references), "", references
    yield "broken", value < BROKEN, "", references
    yield "claimant", same_name(claim.claimant.name, gold["claimant"]), claim.claimant.name, gold["claimant"]
    yield "accused", same_name(accused, gold["accused"]), accused, gold["accused"]
    for figure, got, key in (
        ("stance", claim.stance, "stance"),
        ("type", claim.claim_type, "type"),
        ("certainty", claim.certainty, "certainty"),
        ("negated", claim.negated, "negated"),
    ):
        yield figure, got == gold[key], got, gold[key]


def _count_own(found: Tally, gold: dict[str, Any], own: Sequence[Claim]) -> None:
    text, name = gold["text"], gold["doc_id"]
    wanted = [_places(text, [one["sentence"]]) for one in gold.get("own", ())]
    taken = set()
    for claim in own:
        place = _places(text, [(span.start, span.end) for span in claim.content])
        best = max(range(len(wanted)), key=lambda number: _share(place, wanted[number]), default=None)
        hit = best is not None and _share(place, wanted[best]) >= SAME
        taken |= {best} if hit else set()
        found.count("own precision", hit=hit, told=f"{name}: {claim.text}")
        found.worth.append((claim.check_worthiness, hit))
    for number, one in enumerate(gold.get("own", ())):
        found.count("own recall", hit=number in taken, told=f"{name}: {one['texts'][0]}")


def _places(text: str, spans: Iterable[Sequence[int]]) -> Places:
    wanted = list(spans)
    return frozenset(
        number
        for number, match in enumerate(WORD.finditer(text))
        if any(match.start() < end and match.end() > start for start, end in wanted)
    )


def _share(one: Places, other: Places) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _pairs(given: Sequence[Places], golds: Sequence[Places]) -> dict[int, tuple[int | None, float]]:
    """Return for each claim its annotation, paired one to one from the best on, and the best share it has."""
    shares = sorted(
        ((_share(one, gold), i, j) for i, one in enumerate(given) for j, gold in enumerate(golds)),
        reverse=True,
    )
    pairs: dict[int, tuple[int | None, float]] = {}
    taken: set[int] = set()
    for share, i, j in shares:
        match, best = pairs.get(i, (None, share))
        if match is None and share >= SAME and j not in taken:
            match = j
            taken.add(j)
        pairs[i] = match, max(best, share)
    return pairs


def _auc(scored: Sequence[tuple[float, bool]]) -> float | None:
    """Return the chance that what is worth checking is ranked above what is not."""
    high, low = [score for score, hit in scored if hit], [score for score, hit in scored if not hit]
    if not high or not low:
        return None
    return sum((a > b) + 0.5 * (a == b) for a in high for b in low) / (len(high) * len(low))


def report(found: Tally) -> str:
    """Return all figures beside those of people, and how the texts came out that each rule helped to make."""
    figures = found.figures()
    lines = [f"{'per cent':<16}{'found':>8}{'people':>8}{'cases':>8}"]
    for name, value in figures.items():
        people = f"{PEOPLE[name]:.1f}" if name in PEOPLE else "–"
        cases = found.cases[name] or len(found.worth if name == "worth" else found.texts)
        lines.append(f"{name:<16}{value:>8.1f}{people:>8}{cases:>8,}")
    lines += ["", f"{'rule':<24}{'fired':>8}{'text':>8}{'broken':>8}"]
    for rule, values in sorted(found.rules.items(), key=lambda item: -len(item[1])):
        broken = 100 * sum(value < BROKEN for value in values) / len(values)
        lines.append(f"{rule:<24}{len(values):>8,}{100 * sum(values) / len(values):>8.1f}{broken:>8.1f}")
    return "\n".join(lines)


def _floored(figures: dict[str, float]) -> floors.Figures:
    """Return figures as floors take them: higher is better."""
    return {name: 100 - value if name in LOWER_IS_BETTER else value for name, value in figures.items()}


def _read(data: Path | None) -> tuple[floors.Key, list[dict[str, Any]]]:
    """Return annotated articles, and the key to their floors."""
    if data:
        raw = data.read_bytes()
        lines = [json.loads(line) for line in raw.decode("utf-8").split("\n") if line.strip()]
        name = f"{data.resolve().parent.name}/{data.name}, claim texts"
        return floors.Key(sha256(b"claim texts" + raw).hexdigest(), name), lines
    gold = read_gold_claims().articles
    lines = [line_of(one) for one in gold]
    key = floors.Key(sha256(json.dumps(lines).encode()).hexdigest(), "tests/gold, claim texts")
    return key, [line | {"article": gold_article(one)} for line, one in zip(lines, gold, strict=True)]


@click.command()
@click.argument("data", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--show", help="List what is wrong in this figure.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures for programs.")
@click.option("--require-floors", is_flag=True, help="Fail where the corpus has no floors.")
@click.option("--pin", is_flag=True, help="Make the figures, rounded down to 0.1, this corpus' floors.")
@click.option("--allow-lower", is_flag=True, help="With --pin: though a floor falls.")
def main(
    data: Path | None,
    show: str | None,
    *,
    as_json: bool,
    require_floors: bool,
    pin: bool,
    allow_lower: bool,
) -> None:
    """Measure claims on annotated articles; with no DATA, on tests/gold."""
    key, articles = _read(data)
    found = tally(articles)
    figures = found.figures()
    click.echo(json.dumps(figures) if as_json else report(found))
    for figure, told in found.wrong if show else ():
        if figure == show:
            click.echo(f"{figure}: {told}")
    if pin:
        outcome = floors.pin(floors.FLOORS, key, _floored(figures), allow_lower=allow_lower)
    else:
        outcome = floors.check(floors.FLOORS, key, _floored(figures), required=require_floors)
    click.echo("\n".join(outcome.lines), err=as_json)
    sys.exit(not outcome.passed)


if __name__ == "__main__":
    main()
