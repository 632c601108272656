"""`python -m tests.chaos.faulty_worker worker`: a worker as it is, but for one fault in what it stands on.

CHAOS_MODEL names a folder whose model is taken instead of the package's. CHAOS_FAILS_ON is a word: an article
that has it makes the extraction of its whole batch fail, as a bug would.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from claimwire.cli import main
from claimwire.extract import Extractor, Reading, extractor
from claimwire.extract.model import checked_files
from claimwire_schemas import Article

MODEL = "CHAOS_MODEL"
FAILS_ON = "CHAOS_FAILS_ON"


def take_model_from(folder: Path) -> None:
    """Make the extractor load its model from another folder."""
    extractor.checked_files = partial(checked_files, folder)  # type: ignore[attr-defined]


def fail_on(word: str) -> None:
    """Make the extraction of a batch fail where an article has a word in it."""
    read_batch = Extractor.read_batch

    def failing(self: Extractor, articles: Sequence[Article]) -> list[Reading]:
        if any(word in article.text for article in articles):
            raise ZeroDivisionError(f"a bug over {word}")
        return read_batch(self, articles)

    Extractor.read_batch = failing  # type: ignore[method-assign]


if __name__ == "__main__":
    if MODEL in os.environ:
        take_model_from(Path(os.environ[MODEL]))
    if FAILS_ON in os.environ:
        fail_on(os.environ[FAILS_ON])
    main()
