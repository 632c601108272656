"""Private parts of Faust and aiokafka: touched in one file, explained there, and still what they were."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

from aiokafka import client as aiokafka_client
from aiokafka.consumer import consumer as aiokafka_consumer
from aiokafka.producer import producer as aiokafka_producer
from faust.transport import consumer as faust_consumer
from faust.transport.drivers import aiokafka as faust_aiokafka

import claimwire
from claimwire.stream import faust_internals

SOURCE = Path(faust_internals.__file__)


def touched() -> set[str]:
    """Return the private attributes of other objects than `self` that the file names."""
    nodes = list(ast.walk(ast.parse(SOURCE.read_text("utf-8"))))
    names = {
        node.attr for node in nodes if isinstance(node, ast.Attribute) and ast.unparse(node.value) != "self"
    }
    names |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {name for name in names if re.fullmatch(r"_[a-z]\w*", name)}


def test_each_private_attribute_is_explained() -> None:
    assert set(re.findall(r"`(_\w+)`", faust_internals.__doc__ or "")) == touched()


def test_no_other_file_reaches_into_private_parts() -> None:
    """Ruff forbids it; nowhere is that switched off."""
    package = Path(claimwire.__file__).parent
    assert [path for path in package.rglob("*.py") if "SLF001" in path.read_text("utf-8")] == []


def test_faust_and_aiokafka_still_have_them() -> None:
    """A release that renames one would not be bent any more, and lose messages unnoticed."""
    owners = (faust_consumer, faust_aiokafka, aiokafka_consumer, aiokafka_client, aiokafka_producer)
    source = "\n".join(map(inspect.getsource, owners))
    assert {name for name in touched() if not re.search(rf"(self\.|def ){name}\b", source)} == set()
