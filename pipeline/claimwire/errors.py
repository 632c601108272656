"""Every error that Claimwire raises on purpose.

    ClaimwireError
    ├── Refused             an article that cannot be taken: it goes to the dead letters
    ├── SettingsError       a setting that is missing or wrong
    ├── InputError          a file, folder, feed or argument that cannot be read
    │   └── TooBroad        a search that takes too long
    ├── ModelError          the extractor's model is missing or not the one expected
    ├── DataError           a data file of the package is missing or malformed
    ├── StoreError          the store cannot be opened, or has another version's tables
    ├── BrokerError         no broker, no topic, or one that says no
    └── NotDelivered        some messages were not taken by the broker

A message names what, where, and what to do. `claimwire_schemas.DecodeError` stands outside the tree.
"""

from __future__ import annotations


class ClaimwireError(Exception):
    """Something went wrong that the user can understand; shown in one line."""


class Refused(ClaimwireError):
    """An article that cannot be taken: `reason` is a code for programs, the message is for people."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class SettingsError(ClaimwireError):
    """A setting is missing or wrong."""


class InputError(ClaimwireError):
    """A file, folder, feed or argument cannot be read."""


class ModelError(ClaimwireError):
    """The extractor's model is missing, or not the one that this version was built with."""


class DataError(ClaimwireError):
    """A data file of the package is missing or malformed."""


class TooBroad(InputError):
    """A search takes too long, and was ended."""


class StoreError(ClaimwireError):
    """The store cannot be opened, or has the tables of another version."""


class BrokerError(ClaimwireError):
    """No broker answers, a topic is not there, or the broker refuses."""


class NotDelivered(ClaimwireError):
    """The broker did not take some messages."""
