"""Where the store is."""

from __future__ import annotations

from pathlib import Path

from claimwire.settings import Settings
from claimwire.state import state_folder, up_folder


def store_url(settings: Settings) -> str:
    """Return where the store is: by default a file in the user's state folder."""
    if settings.store:
        return settings.store.get_secret_value()
    return f"sqlite:///{_own()}"


def filled_store_url(settings: Settings) -> str:
    """Return where the store is that a desk has filled: by default that of `claimwire up` if it is alone."""
    filled = up_folder() / "desk.db"
    if settings.store or _own().exists() or not filled.exists():
        return store_url(settings)
    return f"sqlite:///{filled}"


def _own() -> Path:
    return state_folder() / "desk.db"
