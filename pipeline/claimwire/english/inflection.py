"""Inflection both ways: a word's lemma by its Penn Treebank tag, and a lemma's form for one.

Rules give the regular forms; `inflection.json` has what they get wrong. `training/inflections.py` makes it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from typing_extensions import TypedDict

from claimwire.data import read_json

Category = Literal["verb", "noun", "adjective", "adverb"]

FORMS: dict[Category, tuple[str, ...]] = {
    "verb": ("VBD", "VBN", "VBG", "VBZ"),
    "noun": ("NNS",),
    "adjective": ("JJR", "JJS"),
    "adverb": ("RBR", "RBS"),
}
"""The inflected forms of each category, as the Penn Treebank names them."""

CATEGORIES = {form: category for category, forms in FORMS.items() for form in forms} | {"NNPS": "noun"}

_ENDINGS = {"VBD": "ed", "VBN": "ed", "VBG": "ing", "JJR": "er", "JJS": "est", "RBR": "er", "RBS": "est"}
_SIBILANT = re.compile(r".*(?:s|x|z|ch|sh)")
_SHORT = re.compile(r"(?:qu|[^aeiou])*[aeiou][^aeiouhwxy]")
"""A short syllable doubles its last letter: `slam`, `slammed`."""

_E_STEM = re.compile(
    r".*(?:[cuvz]|[^s]s|dg|[lr]g|ang|[bcdfgkptz]l|(?:[^aeiouy]|qu)[aeiouy][bdgkmnprt]|[iu]at|[ltrn]ag)"
)
"""A stem that has lost its -e: `announc-`, `accus-`, `declin-`."""

_WHOLE_STEM = re.compile(r".{2,}(?:er|en|on|it|in|et|or|ot|ip|om)|.{3,}op|.+zz")
LONGEST = 40
"""Characters of a word that may be inflected: a longer one is kept as it is, and no cache holds it."""

_DOUBLED = re.compile(r".+([bdgkmnprtv])\1")


class _Data(TypedDict):
    doubling: list[str]
    """Lemmas that double their last letter and look otherwise: `admit`."""

    single: list[str]
    """Lemmas that look like a short syllable, and double nothing."""

    irregular: dict[str, dict[str, str]]
    """By Penn Treebank tag: a lemma and its irregular form."""

    regular: dict[Category, list[str]]
    """Lemmas with regular forms that the rules take back to another lemma: `hope`."""

    bases: dict[Category, dict[str, str]]
    """All other forms that are taken back to another lemma."""

    helpers: dict[str, str]
    """Auxiliaries and `not` that have another form in a tag without an ending."""


@cache
def _data() -> _Data:
    return read_json("claimwire.english", "inflection.json", _Data)


@cache
def _doubling() -> frozenset[str]:
    return frozenset(_data()["doubling"])


@cache
def _single() -> frozenset[str]:
    return frozenset(_data()["single"])


@cache
def _bases(category: Category) -> dict[str, str]:
    """Return the lemmas of a category's forms that the rules do not tell."""
    data = _data()
    regular = {inflect(lemma, form): lemma for lemma in data["regular"][category] for form in FORMS[category]}
    irregular = {word: lemma for form in FORMS[category] for lemma, word in data["irregular"][form].items()}
    return regular | irregular | data["bases"][category]


def forget() -> None:
    """Read the tables anew when they are next asked."""
    for kept in (_data, _doubling, _single, _bases, _base):
        kept.cache_clear()


def base(word: str, form: str) -> str:
    """Return the lemma of a word that has a Penn Treebank tag, in lower case.

    >>> base("denied", "VBD"), base("Mice", "NNS"), base("left", "JJ")
    ('deny', 'mouse', 'left')
    """
    word = word.lower()
    return word if len(word) > LONGEST else _base(word, form)


@lru_cache(maxsize=1 << 14)
def _base(word: str, form: str) -> str:
    category = CATEGORIES.get(form)
    if category is None:
        return _data()["helpers"].get(word, word) if form in ("VB", "VBP", "MD", "RB") else word
    return _bases(category).get(word) or base_by_rule(word, category)


def inflect(lemma: str, form: str) -> str:
    """Return the form of a lemma that a Penn Treebank tag names: the lemma itself where that has no ending.

    >>> inflect("deny", "VBZ"), inflect("mouse", "NNS"), inflect("admit", "VBG"), inflect("deny", "VB")
    ('denies', 'mice', 'admitting', 'deny')
    """
    if form not in CATEGORIES:
        return lemma
    form = form.replace("NNPS", "NNS")
    doubles = lemma in _doubling() or (looks_short(lemma) and lemma not in _single())
    return _data()["irregular"][form].get(lemma) or inflect_by_rule(lemma, form, doubles=doubles)


def looks_short(lemma: str) -> bool:
    """Tell whether a lemma is one short syllable."""
    return _SHORT.fullmatch(lemma) is not None


def inflect_by_rule(lemma: str, form: str, *, doubles: bool) -> str:
    """Return the regular form of a lemma."""
    if re.search(r"(?:[^aeiou]|qu)y$", lemma) and form != "VBG":
        lemma = lemma[:-1] + ("ie" if form in ("VBZ", "NNS") else "i")
    if form in ("VBZ", "NNS"):
        return lemma + ("es" if _SIBILANT.fullmatch(lemma) else "s")
    if form == "VBG" and lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not (form == "VBG" and lemma.endswith(("ee", "oe", "ye"))):
        lemma = lemma[:-1]
    return lemma + (lemma[-1] if doubles else "") + _ENDINGS[form]


def base_by_rule(word: str, category: Category) -> str:
    """Return the likeliest lemma of a form that the tables do not have."""
    if category == "noun" and word.endswith("men"):
        return word[:-2] + "an"
    if category == "noun" and word.endswith("people"):
        return word.removesuffix("people") + "person"
    if category in ("noun", "verb") and word.endswith("s"):
        return _without_s(word)
    endings = {"verb": ("ing", "ed"), "noun": ()}.get(category, ("est", "er"))
    for ending in endings:
        stem = word.removesuffix(ending)
        if stem != word and re.search("[aeiouy]", stem):
            return _lemma_of_stem(stem, y=ending != "ing")
    return word


def _without_s(word: str) -> str:
    if word.endswith(("ss", "us", "is")) or len(word) < 3:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if re.search(r"(?:ss|x|ch|sh|zz|[^aeiou]o)es$", word) else word[:-1]


def _lemma_of_stem(stem: str, *, y: bool) -> str:
    if y and stem.endswith("i") and len(stem) > 1:
        return stem[:-1] + "y"
    if _DOUBLED.fullmatch(stem):
        return stem[:-1]
    return stem + "e" if _E_STEM.fullmatch(stem) and not _WHOLE_STEM.fullmatch(stem) else stem
