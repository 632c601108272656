"""How a plain text ends: with a sentence, in a pause, or with a statement, in any script that marks it."""

from __future__ import annotations

_STOPS = tuple(".…。｡．।॥۔።։။។")
_ASKING = tuple("!?！？؟‽⁇⁈⁉‼՞፧")
_PAUSES = tuple(",;:،؛、，；：")
_QUOTES = "\"'”’“»›」』"
_CLOSING = f"{_QUOTES})]）］】 "


def ends_sentence(text: str) -> bool:
    """Tell whether text ends as a sentence or a quotation does.

    >>> [ends_sentence(text) for text in ("It is shut.)", "वह बंद है।", "“So be it”", "Weir shut (again)")]
    [True, True, True, False]
    """
    bare = text.rstrip(_CLOSING)
    return bare.endswith(_STOPS + _ASKING) or any(mark in _QUOTES for mark in text[len(bare) :])


def ends_in_pause(text: str) -> bool:
    """Tell whether text ends with a comma, a colon or a semicolon."""
    return text.endswith(_PAUSES)


def ends_statement(text: str) -> bool:
    """Tell whether text ends with a full stop or a pause, as bodies do; headlines ask and exclaim.

    >>> ends_statement("It is shut.”"), ends_statement("Is it shut?")
    (True, False)
    """
    return text.rstrip(_CLOSING).endswith(_STOPS + _PAUSES)
