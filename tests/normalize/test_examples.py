"""The examples in the docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import claimwire

MODULES = [module.name for module in pkgutil.iter_modules([f"{claimwire.__path__[0]}/normalize"])]


@pytest.mark.parametrize("name", [name for name in MODULES if name != "page_reader_child"])
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"claimwire.normalize.{name}")).failed == 0


def test_there_are_examples() -> None:
    modules = (importlib.import_module(f"claimwire.normalize.{name}") for name in MODULES)
    assert sum(doctest.testmod(module).attempted for module in modules) >= 8
