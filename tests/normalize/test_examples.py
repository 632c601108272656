"""The examples in the docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import claimwire

FOLDER = f"{claimwire.__path__[0]}/normalize"
MODULES = [module.name for module in pkgutil.walk_packages([FOLDER], "claimwire.normalize.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    modules = (importlib.import_module(name) for name in MODULES)
    assert sum(doctest.testmod(module).attempted for module in modules) >= 8
