"""A place in a normalized text is known in the text as it was given, whatever was done in between."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import partial
from itertools import accumulate, pairwise
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from claimwire.normalize import align, normalize
from claimwire_schemas import RawArticle
from tests.cpu import cpu_s, takes_less
from tests.strategies import examples

RECEIVED = datetime(2026, 3, 5, 9, tzinfo=UTC)
TOKEN = re.compile(r"\w+|[^\w\s]")


def normalized(text: str) -> str:
    return normalize(RawArticle(body=text), page=None, received_at=RECEIVED).text


def pairs(text: str) -> list[tuple[str, str]]:
    """Return each word or mark of the normalized text, and what the given text has there."""
    article = normalized(text)
    alignment = align(text, article)
    places = [(match[0], alignment.given(*match.span())) for match in TOKEN.finditer(article)]
    return [(token, text[start:end]) for token, (start, end) in places]


CASES = [
    ("nothing to do", "“No,” she said.", "“|No|,|”|she|said|."),
    ("white space", " “No,” \n she\u2003\u2003said.\t", "“|No|,|”|she|said|."),
    ("mojibake", "â€œItâ€™s shut,â€\x9d she said", "â€œ|It|â€™|s|shut|,|â€\x9d|she|said"),
    ("mojibake twice", "FranÃ\x83Â§ois said", "FranÃ\x83Â§ois|said"),
    ("mojibake with a space", "a Ã\x20 la Ã\xa0 propos", "a|Ã\x20|la|Ã\xa0|propos"),
    ("mojibake of a space", "one wordÂ\xa0next", "one|word|next"),
    (
        "references",
        "AT&amp;T&rsquo;s caf&eacute;&nbsp;&amp;#8220;bar&#8221;",
        "AT|&|amp|;|T|&rsquo;|s|caf&eacute;|&amp;#8220;|bar|&#8221;",
    ),
    ("mojibake in references", "it&acirc;&euro;&trade;s shut", "it|&acirc;&euro;&trade;|s|shut"),
    ("composed", "Mu\u0308ller e\u0301\u0316x said", "Mu\u0308ller|e\u0301|\u0316|x|said"),
    ("invisible", "\ufeffIt \u200b \xadis\u200b, she\u200bsaid\x00.", "It|is|,|she\u200bsaid|."),
    ("lone surrogate", "It is \ud800shut\udfff", "It|is|shut"),
    ("terminal escape", "It \x1b[31mis\x1b[0m shut", "It|is|shut"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_words_and_marks_are_found_as_they_were_given(text: str, expected: str) -> None:
    assert "|".join(found for _, found in pairs(text)) == expected


def test_what_is_left_out_shifts_nothing() -> None:
    text = "Bridge shut\n\nBy Ana Kovač\n\nBridge  shut\n\n\n The bridge\n is shut, she\nsaid.\r\n\r\nEnd."
    article = normalized(text)
    assert article == "Bridge shut\n\nThe bridge is shut, she said.\n\nEnd."
    assert all(found == token for token, found in pairs(text))
    start, end = align(text, article).given(article.index("The"), len(article))
    assert (start, end) == (text.index("The"), len(text))


def test_a_place_of_white_space_alone_is_nowhere() -> None:
    alignment = align("It rains", "It rains")
    with pytest.raises(ValueError, match="nothing but white space at 2:3"):
        alignment.given(2, 3)


def test_a_text_that_was_not_given_is_no_match() -> None:
    with pytest.raises(ValueError, match="not of the given text: 'It snows'"):
        align("It rains", "It snows")


class Letter(NamedTuple):
    """A character of a clean text and how the given text spells it; one of them may be nothing."""

    clean: str
    spelled: str


def mojibake(character: str) -> str:
    return character.encode().decode("cp1252", "ignore")


MARKS = [Letter(mark, mark) for mark in "“”‘’\"',.;:—–-()&é"]
SPELLED = [
    *(Letter(mark, mojibake(mark)) for mark in "“‘’—–éü"),
    *(Letter("“", spelling) for spelling in ("&ldquo;", "&#8220;", "&amp;#8220;", "&#x201C;")),
    *(Letter("’", spelling) for spelling in ("&rsquo;", "&amp;rsquo;")),
    *(Letter("é", spelling) for spelling in ("e\u0301", "&eacute;")),
    Letter("Å", "\u212b"),
    Letter("ǻ", "a\u030a\u0301"),
    *(Letter("", nothing) for nothing in "\u200b\xad\ufeff\x00\u200e\ud800"),
]
SPACES = st.sampled_from([" ", "  ", "\xa0", "\t", " \n", "\r\n", "\u2003", "&nbsp;", " \u200b "])
LETTERS = st.sampled_from([*(Letter(letter, letter) for letter in "abstABST"), *MARKS]) | st.sampled_from(
    SPELLED
)
WORDS = st.lists(LETTERS, min_size=1, max_size=6)


@st.composite
def spelled_texts(draw: st.DrawFn) -> list[Letter]:
    """Return a text letter by letter, white space as letters of nothing."""
    letters: list[Letter] = []
    for word in draw(st.lists(WORDS, min_size=1, max_size=12)):
        letters += [*word, Letter("", draw(SPACES | st.sampled_from(["\n\n", "\u2029"])))]
    return [
        *letters,
        Letter("", "\n\n"),
        *(Letter(letter, letter) for letter in "She said that it rained in Ashby."),
    ]


@examples(150)
@given(spelled_texts(), st.data())
def test_each_place_is_exactly_where_it_was_spelled(letters: list[Letter], data: st.DataObject) -> None:
    """Wherever the spelling is one that normalizing undoes, any stretch is mapped to its own spelling."""
    text = "".join(letter.spelled for letter in letters)
    ends = list(accumulate(len(letter.spelled) for letter in letters))
    places = [
        (end - len(letter.spelled), end)
        for letter, end in zip(letters, ends, strict=True)
        if letter.clean.strip()
    ]
    article = normalized(text)
    visible = [i for i, character in enumerate(article) if not character.isspace()]
    clean = "".join(letter.clean for letter in letters)
    assume("".join(article.split()) == "".join(clean.split()))
    alignment = align(text, article)
    for i, place in zip(visible, places, strict=True):
        assert alignment.given(i, i + 1) == place
    first = data.draw(st.integers(0, len(visible) - 1))
    last = data.draw(st.integers(first, len(visible) - 1))
    assert alignment.given(visible[first], visible[last] + 1) == (places[first][0], places[last][1])


ODD = st.text(
    alphabet=st.sampled_from([*"aB.&;#x39amp“”’éÃ©â€™œ \n\t", *"\u200b\xad\u0301\u0316\ud800\xa0\x85\x1b"])
    | st.characters(),
    max_size=120,
)


@given(ODD)
def test_any_text_has_its_places_in_order(text: str) -> None:
    """Also where a repair is not understood, every place is one of the given text, after the one before."""
    text = f"{text}\n\nShe said that it rained in Ashby."
    article = normalized(text)
    alignment = align(text, article)
    visible = [i for i, character in enumerate(article) if not character.isspace()]
    places = [alignment.given(i, i + 1) for i in visible]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(one[0] <= other[0] and one[1] <= other[1] for one, other in pairwise(places))


LONG = [
    "word ",
    "â€œx ",
    "â€œx",
    "Ã ",
    "&nbsp;said",
    "e\u0301",
    "“",
    "&",
    "&amp;",
    "\x00a",
    "\x1b[3 ",
    "日本â€œ ",
    "\n\nNo.",
]


@pytest.mark.parametrize("unit", LONG)
def test_twice_the_text_takes_twice_the_time(unit: str) -> None:
    texts = ["It rains. " + unit * (characters // len(unit)) for characters in (30_000, 15_000)]
    articles = [normalized(text) for text in texts]
    longer, shorter = (partial(cpu_s, partial(align, *pair)) for pair in zip(texts, articles, strict=True))
    assert takes_less(longer, shorter, times=4)
