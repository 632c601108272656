"""What tests of the extraction share."""

from __future__ import annotations

import pytest

from claimwire.extract import Extractor
from claimwire.extract.extractor import default_extractor


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The shipped extractor, which is loaded once."""
    return default_extractor()
