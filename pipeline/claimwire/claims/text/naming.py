"""Names put for the pronouns and descriptions that mean them, and the words that stay open."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence, Set

from claimwire.claims.text.draft import Draft
from claimwire.claims.text.words import CONTRACTED
from claimwire.english import syntax
from claimwire.english.closed_class import DEMONSTRATIVES, PRONOUNS
from claimwire.english.document import Document, Word
from claimwire.resolve.antecedent import Antecedent
from claimwire_schemas import Span

_TELLING = ("nmod", "amod", "compound", "nummod", "acl", "appos", "flat")
"""Relations of what tells which one a noun means."""

_JOINING = frozenset("-–/")
"""Signs that join a word to the next: a town’s name before one is that of a line or a pair."""

_NICKNAME_ENDS = frozenset(("”", '"', "’", ")", "''"))
"""Marks before a last name behind which the rest of its name stands: `“Al” Vane`."""

_INDEFINITE = re.compile(r"(?:a|an)\s+", re.IGNORECASE)


def put_names(draft: Draft, who: Mapping[int, Antecedent], *, quoted: bool) -> Set[int]:
    """Put each antecedent's name once, for the first word in a draft that means it.

    Inside quotation marks the name stands in square brackets. Nothing is put where the draft names it before,
    nor for a pronoun behind one like it that stays: that would make two of `she fell when she ran`. Returns
    the indexes of the pronouns that stay so. In `after her fall, Vane left`, `Vane` becomes `Ada Vane` and
    `her` stays: naming both would suggest two people.
    """
    named, kinds, left = set[str](), set[tuple[str | None, str]](), set[int]()
    for word in _words(draft):
        one, kind = who.get(word.i), _likeness(word)
        if kind is not None and (one is None or kind in kinds):
            kinds.add(kind)
            left.add(word.i)
            continue
        if one is None or one.name in named or syntax.person(word) != 3:
            continue
        if _is_named_behind(draft, word, one, who):
            continue
        named.add(one.name)
        if not _is_named_before(draft, word, one.name):
            is_marked = quoted and not _is_bracketed(draft.document, word)
            _put(draft, word, one, quoted=is_marked or has_quoted(draft, word))
    return left


def _likeness(word: Word) -> tuple[str | None, str] | None:
    """Return gender and number of a pronoun of the third person that means somebody or something."""
    pronoun = PRONOUNS.get(word.lower) if word.relation != "expl" else None
    if pronoun is None or pronoun["person"] != 3:
        return None
    return pronoun.get("gender"), pronoun["number"]


def speaks_of_itself(draft: Draft) -> bool:
    """Tell whether a draft has an `I`, `we` or `you` of a quotation whose marks it does not have."""
    return any(
        syntax.person(word) != 3 and draft.document.quotation_at(word.start) and not has_quoted(draft, word)
        for word in _words(draft)
    )


def _words(draft: Draft) -> Iterator[Word]:
    """Give the words of the article that a draft still has, in its order."""
    return (piece.word for piece in draft.pieces if piece.word and piece.text and not piece.rules)


def _is_named_before(draft: Draft, word: Word, name: str) -> bool:
    """Tell whether a name's last word, or its first as a name, stands in a draft before a word of no name."""
    first, last = name.partition(" ")[0].lower(), name.rpartition(" ")[2].rpartition("-")[2].lower()
    for piece in draft.pieces:
        if piece.word is word:
            return False
        if piece.word is None or piece.rules:
            continue
        spelling = piece.text.lower()
        if spelling == last or (spelling == first and _is_name_alone(draft.document, piece.word)):
            return True
    return False


def _is_name_alone(document: Document, word: Word) -> bool:
    """Tell whether a word is a name by itself: not of `a Mark`, nor of `Mark Holt`."""
    after = document.words[word.i + 1 : word.i + 2]
    goes_on = bool(after) and after[0].tag == "PROPN"
    return word.tag == "PROPN" and not goes_on and syntax.child(document, word, "det") is None


def _is_named_behind(draft: Draft, word: Word, one: Antecedent, who: Mapping[int, Antecedent]) -> bool:
    """Tell whether a name of the same antecedent stands behind a pronoun or a description.

    For a pronoun, it must not stand under its head: in `he said that Vane left`, others are meant.
    """
    document, is_pronoun = draft.document, word.tag == "PRON"
    behind = document.sentence_of(word) if is_pronoun or word.tag == "NOUN" else ()
    for other in behind:
        means = who.get(other.i) == one or document.text.startswith(one.name, other.start)
        if other.i > word.i and other.tag == "PROPN" and means and draft.has(other):
            above = syntax.ancestors(document, other) if is_pronoun else ()
            if all(verb.i != word.head for verb in above):
                return True
    return False


def has_quoted(draft: Draft, word: Word) -> bool:
    """Tell whether a draft has a word in quotation marks, and not in brackets already."""
    if _is_bracketed(draft.document, word):
        return False
    around = draft.document.quotation_at(word.start)
    opening = draft.document.at(around.start) if around else None
    return opening is not None and draft.has(opening)


def _is_bracketed(document: Document, word: Word) -> bool:
    """Tell whether a word stands in square brackets of its sentence."""
    before = [one.text for one in document.sentence_of(word) if one.i < word.i]
    return before.count("[") > before.count("]")


def _put(draft: Draft, word: Word, one: Antecedent, *, quoted: bool) -> None:
    chunk = (word,) if word.tag == "PRON" else _own_chunk(draft.document, word, one.name)
    if not chunk or not all(draft.has(part) for part in chunk) or _is_cut(draft.document, chunk):
        return
    if word.tag == "NOUN" and any(part.tag == "PROPN" and part.text in one.name.split() for part in chunk):
        return
    if word.tag == "PROPN" and one.name in draft.document.text[max(0, word.start - len(one.name)) : word.end]:
        return  # the `Bay` of `Port of Wend Bay`
    name = spoken_name(one.name)
    if word.tag != "PROPN":
        name = one.article + name
    if _is_possessive(word):
        name += "’" if name.endswith("s") else "’s"
    rule = "pronoun" if word.tag == "PRON" else "name" if word.tag == "PROPN" else "description"
    draft.put(chunk, f"[{name}]" if quoted else name, rule, entity_id=one.entity_id)
    _write_out(draft, chunk[-1])


def _write_out(draft: Draft, word: Word) -> None:
    """Write out the auxiliary that a word had grown together with: `he’s` as `Ada Vane is`."""
    after = draft.document.words[word.i + 1 : word.i + 2]
    if not after or after[0].start != word.end or after[0].tag != "AUX" or not draft.has(after[0]):
        return
    usual, before_participle = CONTRACTED.get(after[0].lower.lstrip("'’"), ("", ""))
    if usual:
        is_perfect = _is_before_participle(draft.document, after[0])
        draft.put(after, f" {before_participle if is_perfect else usual}", "auxiliary")


def _is_before_participle(document: Document, auxiliary: Word) -> bool:
    """Tell whether an auxiliary makes a perfect of the next verb: `he’s been`, but not `he’s accused`."""
    behind = (one for one in document.sentence_of(auxiliary) if one.i > auxiliary.i)
    verb = next((one for one in behind if one.tag not in ("ADV", "PART")), auxiliary)
    is_passive = auxiliary.relation == "aux:pass" and verb.lower != "been"
    return verb.form in ("VBN", "VBD") and not is_passive


def _is_cut(document: Document, chunk: Sequence[Word]) -> bool:
    """Tell whether some words begin or end within a longer one or a name: `2bn`, `Lee–Vane`, `“Al” Vane`."""
    start, end = chunk[0].start, chunk[-1].end
    before, after = document.text[max(0, start - 1) : start], document.text[end : end + 1]
    if any(one.isalnum() or (one and one in _JOINING) for one in (before, after)):
        return True
    return chunk[0].tag == "PROPN" and _ends_nickname(document, chunk[0])


def _ends_nickname(document: Document, word: Word) -> bool:
    """Tell whether a mark that closes stands before a word of the same sentence."""
    mark = document.words[word.i - 1] if word.i else None
    if mark is None or mark.sentence != word.sentence or mark.text not in _NICKNAME_ENDS:
        return False
    return not document.text[max(0, mark.start - 1) : mark.start].isspace() and mark.start > 0


def _own_chunk(document: Document, word: Word, name: str) -> Sequence[Word]:
    """Return the words that a name stands for: a part of it without its title, or a description.

    None if more follows a description: `the mayor of Wend`.
    """
    chunk = syntax.noun_chunk(document, word)
    if word.tag == "PROPN":
        is_office = word.text not in name.split()
        return [part for part in chunk if part.i >= word.i or (is_office and part.relation == "det")]
    further = syntax.children(document, word, "nmod", "acl", "appos")
    return () if any(one.i > word.i for one in further) else chunk


def _is_possessive(word: Word) -> bool:
    return word.form == "PRP$" or (word.tag == "PRON" and word.relation == "nmod:poss")


def spoken_name(name: str) -> str:
    """Return a name as a sentence has it: `A police spokesman` gives `the police spokesman`."""
    return _INDEFINITE.sub("the ", name, count=1) if _INDEFINITE.match(name) else name


def open_words(
    draft: Draft, who: Mapping[int, Antecedent], left: Set[int], *, spoken: bool
) -> tuple[Span, ...]:
    """Return the pronouns and bare descriptions in a draft that nothing in it explains, those in `left` too.

    An `I` or `we` is explained if the text names who speaks.
    """
    document, found, numbers, nouns = draft.document, list[Span](), set[str](), set[str]()
    for word in _words(draft):
        is_pronoun = word.lower in PRONOUNS and word.tag == "PRON"
        is_open = _is_open_pronoun(document, word, numbers) if is_pronoun else _is_open(document, word, nouns)
        is_told = spoken if syntax.person(word) != 3 else word.i in who and word.i not in left
        if is_open and not is_told:
            found.append(Span.of(document.text, word.start, word.end))
        if syntax.is_nominal(word) and word.tag != "PRON":
            numbers.add(syntax.number(document, word))
            nouns.add(word.lower)
    return tuple(found)


def _is_open_pronoun(document: Document, word: Word, numbers: Container[str]) -> bool:
    """Tell whether a pronoun is `I` or has no noun of its number before it; an empty `it` needs none."""
    if syntax.person(word) != 3:
        return True
    return word.relation != "expl" and syntax.number(document, word) not in numbers


def _is_open(document: Document, word: Word, nouns: Container[str]) -> bool:
    """Tell whether a word is `this`, or a noun with a mere `the` that the article has before."""
    if word.lower in DEMONSTRATIVES and word.tag in ("DET", "PRON"):
        return word.form == "DT" and word.relation != "mark"
    if word.lower in nouns or document.firsts[word.lower] == word.i:
        return False
    return is_bare(document, word)


def is_bare(document: Document, word: Word) -> bool:
    """Tell whether a word is a noun with a mere `the`, and nothing that tells which one it means."""
    if word.tag != "NOUN":
        return False
    below = document.dependents[word.i]
    has_the = any(one.lower == "the" and one.relation == "det" for one in below)
    return has_the and not any(syntax.is_relation(one, *_TELLING) for one in below)
