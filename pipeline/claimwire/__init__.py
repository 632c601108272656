"""Claimwire: news articles in on a Kafka topic, who said what out on others.

>>> from claimwire import Claim, subscribe
>>> async for claim in subscribe(Claim, group="newsroom"):
...     print(claim.claimant.name, "–", claim.text)

`enrich` and `normalize` do the same work without a broker; they need the extra `worker`.
"""

import sys
from importlib import import_module
from importlib.metadata import version
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimwire.enrich import enrich
    from claimwire.normalize import normalize
    from claimwire.subscribe import Filter, subscribe
    from claimwire_schemas import (
        Article,
        Attribution,
        Claim,
        Claimant,
        DeadLetter,
        DecodeError,
        EnrichedArticle,
        Entity,
        Feed,
        RawArticle,
        Span,
    )

__all__ = [
    "Article",
    "Attribution",
    "Claim",
    "Claimant",
    "DeadLetter",
    "DecodeError",
    "EnrichedArticle",
    "Entity",
    "Feed",
    "Filter",
    "RawArticle",
    "Span",
    "enrich",
    "normalize",
    "subscribe",
]

__version__ = version("claimwire")


def _verb(name: str, module: str) -> property:
    """Return an attribute that is imported when it is first asked for."""

    def get(_: ModuleType) -> Any:
        try:
            return getattr(import_module(module), name)
        except ModuleNotFoundError as error:
            needs = f"claimwire.{name}: {error.name} is not installed: run pip install 'claimwire[worker]'"
            raise ImportError(needs, name=error.name) from error

    def keep(_: ModuleType, __: object) -> None:
        """Leave the verb where the import system would put the module of the same name."""

    return property(get, keep)


class _Package(ModuleType):
    """This package, with verbs that modules of the same names do not hide.

    What those modules hold is imported by `from claimwire.normalize import …`.
    """

    enrich = _verb("enrich", "claimwire.enrich")
    normalize = _verb("normalize", "claimwire.normalize")
    subscribe = _verb("subscribe", "claimwire.subscribe")
    Filter = _verb("Filter", "claimwire.subscribe")

    def __getattr__(self, name: str) -> Any:
        """Return a record's class: the command must be able to catch Ctrl-C before pydantic is imported."""
        if name in __all__:
            return getattr(import_module("claimwire_schemas"), name)
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")


sys.modules[__name__].__class__ = _Package
