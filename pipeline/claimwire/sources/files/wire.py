"""Stories as agencies send them over a line (IPTC 7901, ANPA 1312): each a header, the text and a trailer."""

from __future__ import annotations

import re

_FILL = r"[\x00\x16\x7f\s]*"
"""What a line sends while it has nothing to say; SYN stands before a story."""

_STORY = r"\x01[^\x01-\x03]{0,1000}\x02"
_TEXT = re.compile(rf"{_STORY}(?P<text>[^\x01\x03]*)")
_BEGINS = re.compile(rf"{_FILL}{_STORY}")
_BEGINS_BYTES = re.compile(_BEGINS.pattern.encode())
_SLUGS = re.compile(r"\s*(?:\^(?:\*\d+|[A-Z]{2,4}-\S[^\n<]*)<\s*)+")
"""The lines of ANPA that name a story for desks: `^BC-US--Weir,1st Ld,466<`."""

_ENDS_LINE = re.compile(r"(?<![ \t])[ \t]*(?:<[ \t]*\^|[<=][ \t]*\r?(?=\n|\Z))")
"""The marks of a line that is a paragraph: a headline, a byline. Each run of spaces is looked at once."""

_OPENS_LINE = re.compile(r"^\^", re.MULTILINE)
_DASH = re.compile(r"(?<=\s)_(?=\s)")


def is_wire(head: bytes) -> bool:
    """Tell whether a stream begins as a story from a line does."""
    return _BEGINS_BYTES.match(head) is not None


def wire_stories(text: str) -> list[str] | None:
    r"""Return the texts of the stories in what came over a line, but for blank ones; None for any other text.

    >>> wire_stories("\x16\x16\x01tar062 4 i\n\x02Weir shut=\nIt is _ she said _ safe.\n\x031137 GMT\n\x04")
    ['Weir shut\n\nIt is — she said — safe.\n']
    """
    if _BEGINS.match(text) is None:
        return None
    stories = (_plain(story["text"]) for story in _TEXT.finditer(text))
    return [story for story in stories if story.strip()]


def _plain(text: str) -> str:
    """Return the text of a story without the marks that set it."""
    text = text.replace("\x16", "")
    if slugs := _SLUGS.match(text):
        text = text[slugs.end() :]
    text = _OPENS_LINE.sub("", _ENDS_LINE.sub("\n", text))
    return _DASH.sub("—", text)
