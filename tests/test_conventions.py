"""A module-level constant that no other module names is private: `_MONTHS`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
CODE = [file for part in ("pipeline", "schemas", "tests", "training") for file in (ROOT / part).rglob("*.py")]
LATER = re.compile(r"pipeline/claimwire/(?:claims|extract)/")
"""Rooms that are about to be rebuilt."""


def _constants(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = (name.id for one in targets for name in ast.walk(one) if isinstance(name, ast.Name))
            yield from (name for name in names if re.fullmatch(r"[A-Z][A-Z0-9_]+", name))


def _named(tree: ast.Module) -> Iterator[str]:
    """Give the names that a module imports, or reads or patches in another one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_constants_that_no_other_module_names_are_private() -> None:
    trees = {file.relative_to(ROOT).as_posix(): ast.parse(file.read_bytes()) for file in CODE}
    named = {name for tree in trees.values() for name in _named(tree)}
    ours = (path for path in trees if path.startswith(("pipeline", "schemas")) and not LATER.match(path))
    assert [f"{path}: {name}" for path in ours for name in _constants(trees[path]) if name not in named] == []
