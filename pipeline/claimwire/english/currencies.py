"""Currencies: the signs and codes that stand before an amount."""

from __future__ import annotations

import re

from claimwire.data import read_json

CURRENCIES = read_json("claimwire.english", "currencies.json", dict[str, str])
"""What a quantity's unit is called, by the sign or code."""

_SIGN = "|".join(map(re.escape, sorted(CURRENCIES, key=len, reverse=True)))
SIGN_PATTERN = rf"(?:{_SIGN})(?=[ \u00a0]?[0-9½¼¾⅓⅔])"
"""A sign or code before an amount, as a regular expression without groups; a space may follow it."""
