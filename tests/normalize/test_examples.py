"""The examples in the docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import claimwire

ROOMS = {
    name: f"{claimwire.__path__[0]}/{name.replace('.', '/')}" for name in ("normalize", "normalize.page")
}
MODULES = [
    module.name
    for room, folder in ROOMS.items()
    for module in pkgutil.iter_modules([folder], f"claimwire.{room}.")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    modules = (importlib.import_module(name) for name in MODULES)
    assert sum(doctest.testmod(module).attempted for module in modules) >= 8
