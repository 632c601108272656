"""Every error that Claimwire raises on purpose.

    ClaimwireError
    ├── Refused             an article that cannot be processed: it becomes a dead letter
    ├── SettingsError       a missing or wrong setting
    ├── InputError          an unreadable file, folder, feed or argument
    │   └── TooBroad        a search that takes too long
    ├── ModelError          the extractor's model is missing or not the one expected
    ├── DataError           a data file of the package is missing or malformed
    ├── StoreError          the store cannot be opened, or has tables of another version
    ├── BrokerError         no broker, no topic, or a refusal by the broker
    └── NotDelivered        the broker did not accept some messages

Each message says what went wrong, where, and what to do. `claimwire_schemas.DecodeError` is not in this tree.
"""

from __future__ import annotations


class ClaimwireError(Exception):
    """An error that a user can understand, shown in one line."""


class Refused(ClaimwireError):
    """An article that cannot be processed: `reason` is a code for programs, the message is for people."""

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
    """A search took too long and was stopped."""


class StoreError(ClaimwireError):
    """The store cannot be opened, or has tables of another version."""


class BrokerError(ClaimwireError):
    """No broker answers, a topic is missing, or the broker refuses."""


class NotDelivered(ClaimwireError):
    """The broker did not accept some messages."""
