"""Where the store is."""

from __future__ import annotations

from claimwire.settings import Settings
from claimwire.state import state_folder


def store_url(settings: Settings) -> str:
    """Return where the store is: by default a file in the user's state folder."""
    if settings.store:
        return settings.store.get_secret_value()
    return f"sqlite:///{state_folder() / 'desk.db'}"
