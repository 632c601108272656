"""The article's own phrases that tell a thing from others, and where something happened.

`A fire in a warehouse in Wend` may tell which fire `the fire` is (Vieira and Poesio 2000); whether it does,
`context.py` judges.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import takewhile
from typing import Literal, NamedTuple

from claimwire.claims.text.naming import is_bare
from claimwire.english import syntax
from claimwire.english.closed_class import FUNCTION_WORDS, MONTHS, WEEKDAYS
from claimwire.english.document import Document, Word
from claimwire.english.inflection import base
from claimwire.english.senses import sense
from claimwire.entities.nouns import countries
from claimwire.words import words_of

Kind = Literal["thing", "place", "aside"]
Counts = Iterable[tuple[str, float]]

FIRST = 6
"""Sentences that tell what an article is about, the headline and a date line included."""

MENTIONS = 8
"""First mentions of a noun that are told from others: work on a claim does not grow with the article."""

LONGEST = 16
"""Words of a phrase at most."""

BEFORE = ("compound", "amod", "nmod:desc")
AFTER = ("nmod", "acl", "nmod:unmarked")
ASIDES = ("appos", "parataxis")
WHERE = ("in", "at", "on", "near", "off", "outside", "of")
DAYS = frozenset((*MONTHS, *WEEKDAYS, "yesterday", "today", "tomorrow"))


class Phrase(NamedTuple):
    """Words of the article before and behind a noun."""

    kind: Kind
    before: Sequence[Word]
    head: Word
    """The noun that they belong to; of a place, that behind its preposition."""

    after: Sequence[Word]
    joined: str = ""
    """What joins the words behind to the noun, if not the article: `that`."""

    @property
    def told(self) -> Sequence[Word]:
        """The words that it adds."""
        return (*self.before, *self.after)

    @property
    def place(self) -> tuple[int, int]:
        """Where its words stand in the article, the noun between them included."""
        return self.told[0].start, self.told[-1].end


class Phrases:
    """What a document tells of things and places."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._end = document.sentences[:FIRST][-1].stop if document.words else 0

    def text(self, words: Sequence[Word]) -> str:
        """Return words of the article, white space between them as one space."""
        return " ".join(self._document.exact(words).split())

    def content(self, phrase: Phrase) -> frozenset[str]:
        """Return the words that it adds and that carry content, as searches compare them."""
        parts = (phrase.before, phrase.after)
        return frozenset(word for part in parts for word in words_of(self.text(part))) - FUNCTION_WORDS

    def of(self, lemma: str) -> Sequence[Phrase]:
        """Return what the article tells of the things that it calls by a noun."""
        return self._things[lemma]

    @cached_property
    def _things(self) -> defaultdict[str, list[Phrase]]:
        found, mentions = defaultdict[str, list[Phrase]](list), Counter[str]()
        for word in self._document.words:
            lemma = noun(word) if self._is_told(word) else None
            if lemma is not None and mentions[lemma] < MENTIONS:
                phrases = list(self._described(word))
                found[lemma] += phrases
                mentions[lemma] += bool(phrases)
        return found

    def _is_told(self, word: Word) -> bool:
        """Tell whether a noun stands in a sentence and is nobody's: `his own party` is no `own party`."""
        is_owned = syntax.child(self._document, word, "nmod:poss") is not None
        return word.tag == "NOUN" and self._is_running(word) and not is_owned

    def _is_running(self, word: Word) -> bool:
        """Tell whether a word stands in a sentence: trees of headlines are often wrong."""
        return self._document.sentence_of(word)[-1].tag == "PUNCT"

    def _described(self, head: Word) -> Iterator[Phrase]:
        before = self._before(head)
        if before:
            yield Phrase("thing", before, head, ())
        for after in self._after(head):
            yield Phrase("thing", (), head, after)
            if before:
                yield Phrase("thing", before, head, after)
        for after in self._done(head):
            yield Phrase("thing", before, head, after, "that ")

    def _before(self, head: Word) -> Sequence[Word]:
        """Return the compounds and adjectives right before a noun."""
        document = self._document
        branches = (one for one in syntax.children(document, head, *BEFORE) if one.i < head.i)
        below = {word.i for one in branches for word in syntax.subtree(document, one)}
        first = head.i
        while first - 1 in below:
            first -= 1
        while document.words[first].tag in ("DET", "CCONJ", "PUNCT", "ADP"):
            first += 1
        return document.words[first : head.i]

    def _after(self, head: Word) -> Iterator[Sequence[Word]]:
        """Give the words behind a noun that tell which it is, up to the end of each of its phrases."""
        last, ends = head.i, set[int]()
        for one in syntax.children(self._document, head, *AFTER):
            run = self._run(last + 1, one) if one.i > last else ()
            if run:
                last = run[-1].i
                ends |= {last, self._with_country(last)}
        yield from self._upto(head.i + 1, ends)

    def _done(self, head: Word) -> Iterator[Sequence[Word]]:
        """Give what a subject in the first sentences did: `crashed into houses in Wend`."""
        document, verb = self._document, syntax.head(self._document, head)
        is_first = head.i < self._end and syntax.is_relation(head, "nsubj")
        if verb is None or not is_first or verb.tag != "VERB" or not syntax.is_finite(document, verb):
            return
        first = min([verb.i, *(one.i for one in syntax.auxiliaries(document, verb))])
        last, ends = verb.i, set[int]()
        for one in syntax.children(document, verb, "obj", "obl"):
            run = self._run(last + 1, one) if one.i > last and one.lower not in DAYS else ()
            if run:
                last = run[-1].i
                ends |= {last, self._with_country(last)}
        yield from self._upto(first, ends)

    def _upto(self, first: int, ends: Iterable[int]) -> Iterator[Sequence[Word]]:
        yield from (self._document.words[first : end + 1] for end in sorted(ends) if end - first < LONGEST)

    def _run(self, first: int, top: Word) -> Sequence[Word]:
        """Return the words from one on that are of a branch, if its top is among them, without its marks."""
        document = self._document
        inside = {word.i for word in syntax.subtree(document, top, without=ASIDES)}
        run = list(takewhile(lambda word: word.i in inside, document.words[first : first + LONGEST]))
        while run and (run[-1].tag == "PUNCT" or syntax.is_relation(run[-1], "cc", "case", "det")):
            run.pop()
        return run if run and run[-1].i >= top.i else ()

    def _with_country(self, last: int) -> int:
        """Return the index of the last word of what goes on from a place's name: `Wend, Karvonia`."""
        document, words = self._document, self._document.words
        while words[last + 1 : last + 2] and self._goes_on(words[last], words[last + 1]):
            last += 1
        while words[last + 1 : last + 2] and words[last + 1].text == "," and words[last + 2 : last + 3]:
            here, there = document.name_at(words[last]), document.name_at(words[last + 2])
            if here is None or there is None or there.kind != "place" or words[last + 2].tag != "PROPN":
                break
            last = document.within(there.start, there.end)[-1].i
        return last

    def _goes_on(self, word: Word, after: Word) -> bool:
        """Tell whether a name that may be cut goes on: `Port` with `Ellery`."""
        is_one = word.sentence == after.sentence and word.tag == after.tag == "PROPN"
        return is_one and after.lower not in DAYS

    @cached_property
    def places(self) -> Sequence[Phrase]:
        """The phrases of the first sentences that tell where, each once."""
        return list({self.text(one.after).lower(): one for one in self._places()}.values())

    def _places(self) -> Iterator[Phrase]:
        document = self._document
        for name in document.names:
            words = document.within(name.start, name.end)
            if name.kind == "place" and words and words[-1].i < self._end:
                last, head = self._with_country(words[-1].i), next(document.heads(words), words[-1])
                for one in self._nouns_above(head) if self._is_running(head) else (head,):
                    yield from self._where(one, last)

    def _nouns_above(self, head: Word) -> Iterator[Word]:
        """Give a noun and those before it whose phrases it is in."""
        return takewhile(
            lambda word: word.i <= head.i and word.tag in ("NOUN", "PROPN"),
            (head, *syntax.ancestors(self._document, head)),
        )

    def _where(self, head: Word, last: int) -> Iterator[Phrase]:
        case = next(iter(syntax.children(self._document, head, "case")), head)
        words = self._document.words[case.i : last + 1]
        is_plain = all(word.tag != "PUNCT" or word.text in ",-'’" for word in words)
        is_owner = case.lower != "of" or self.text(words[1:]).lower().removeprefix("the ") in countries()
        if case.i < head.i and case.lower in WHERE and is_owner and len(words) <= LONGEST and is_plain:
            yield Phrase("place", (), head, words)

    @cached_property
    def names(self) -> Sequence[Phrase]:
        """The names of these places, as an aside has them: without what stands before."""
        return [
            one._replace(kind="aside", after=_from_name(one))
            for one in self.places
            if one.head.tag == "PROPN" and one.after[0].lower != "of"
        ]

    def features(self, phrase: Phrase) -> Counts:
        """Give the features of a phrase by itself: numbers of words, mentions and sentences, and shares."""
        content, head = self.content(phrase), phrase.head
        size = max(1, len(content))
        yield "sentence", head.sentence
        yield "words", len(phrase.told)
        yield "before", len(phrase.before)
        yield "after", len(phrase.after)
        yield "joined", bool(phrase.joined)
        yield "content", len(content)
        yield "headline", len(content & self.headline) / size
        yield "of headline", len(content & self.headline) / max(1, len(self.headline))
        yield "lead", len(content & self.lead) / size
        yield "often", sum(map(self._often.__getitem__, content)) / size
        yield from self._of_head(head)
        yield from self._of_words(phrase)

    def _of_head(self, head: Word) -> Counts:
        lemma = noun(head)
        yield head.tag, 1
        yield f"head {sense(lemma)}", 1
        yield "head often", self._often[head.lower]
        yield "head bare", self._bare[lemma]
        yield "head in headline", head.lower in self.headline
        yield "head done", lemma in self._verbs
        yield "head indefinite", _is_indefinite(self._document, head)

    def _of_words(self, phrase: Phrase) -> Counts:
        names = {word.i: name.kind for word in phrase.told if (name := self._document.name_at(word))}
        yield from Counter(names.values()).items()
        yield "comma", any(word.text == "," for word in phrase.after)
        yield "numbers", any(word.tag == "NUM" for word in phrase.told)
        yield "pronouns", any(word.tag == "PRON" for word in phrase.told)
        yield "bare", sum(is_bare(self._document, word) for word in phrase.after)
        yield "ends in name", bool(phrase.after) and phrase.after[-1].i in names
        if phrase.after and phrase.after[0].lower in WHERE:
            yield f"opens {phrase.after[0].lower}", 1

    @cached_property
    def headline(self) -> frozenset[str]:
        """The content words of the first sentence."""
        return self._content(0, 1)

    @cached_property
    def lead(self) -> frozenset[str]:
        """The content words of the next two sentences."""
        return self._content(1, 3)

    def _content(self, first: int, after: int) -> frozenset[str]:
        sentences = self._document.sentences[first:after]
        words = self._document.words[sentences[0].start : sentences[-1].stop] if sentences else ()
        return frozenset(words_of(self._document.exact(words))) - FUNCTION_WORDS

    @cached_property
    def _often(self) -> Counter[str]:
        return Counter(words_of(self._document.text))

    @cached_property
    def _verbs(self) -> frozenset[str]:
        verbs = (word for word in self._document.words if word.tag == "VERB")
        return frozenset(base(word.text, word.form).lower() for word in verbs)

    @cached_property
    def _bare(self) -> Counter[str]:
        """How often each noun has a mere `the`."""
        return Counter(noun(word) for word in self._document.words if is_bare(self._document, word))

    def bare(self, lemma: str) -> int:
        """Return how often a noun has a mere `the`."""
        return self._bare[lemma]


def _from_name(phrase: Phrase) -> Sequence[Word]:
    return phrase.after[2:] if phrase.after[1].lower == "the" else phrase.after[1:]


def _is_indefinite(document: Document, word: Word) -> bool:
    return any(one.lower in ("a", "an") for one in syntax.children(document, word, "det"))


def noun(word: Word) -> str:
    """Return the base form of a noun, in lower case."""
    return base(word.text, word.form).lower()
