"""Every target holds on its seeds, and on every input that once broke it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.__main__ import TARGET_NAMES
from tests.fuzz.seeds import CRASHES, SEEDS, seeds_of
from tests.fuzz.targets import TARGETS
from tests.strategies import examples


@pytest.mark.parametrize("target", TARGET_NAMES)
def test_a_target_holds_on_its_seeds(target: str) -> None:
    """Without atheris: what it found stays found."""
    assert seeds_of(target)
    for data in seeds_of(target):
        TARGETS[target](data)


@pytest.mark.parametrize("target", ["page", "feed", "news-item", "file", "stream"])
@examples(60)
@given(st.data())
def test_a_reader_holds_on_damaged_seeds(target: str, data: st.DataObject) -> None:
    """A cut and some noise anywhere in a good input end in articles or a named error."""
    seed = data.draw(st.sampled_from(SEEDS[target]))
    at, cut = data.draw(st.integers(0, len(seed))), data.draw(st.integers(0, 60))
    TARGETS[target](seed[:at] + data.draw(st.binary(max_size=40)) + seed[at + cut :])


def test_every_target_is_named_and_seeded() -> None:
    """The command offers what there is."""
    assert tuple(TARGETS) == tuple(SEEDS) == TARGET_NAMES


def test_a_kept_crash_is_of_a_target() -> None:
    """A folder with a wrong name would be run by nothing."""
    assert {path.name for path in CRASHES.iterdir()} <= set(TARGET_NAMES) if CRASHES.is_dir() else True
