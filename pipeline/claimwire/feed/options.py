"""What is said of all entries of a feed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claimwire.feed.files import InputFile
from claimwire.raw_messages import MAX_BYTES
from claimwire.sources.fields import line
from claimwire_schemas import RawArticle


@dataclass(frozen=True)
class FeedOptions:
    """The outlet of those that name none, the most bytes of one, and the fields of a table's columns.

    `unknown` is what standard input is where nothing in it tells.
    """

    outlet: str | None = None
    max_bytes: int = MAX_BYTES
    columns: tuple[tuple[str, str], ...] = ()
    unknown: Literal["jsonl", "text"] = "jsonl"


def from_file(article: RawArticle, file: InputFile, *, is_whole: bool) -> RawArticle:
    """Return an article with the file that it is from, by which it is known if nothing else says.

    An identifier that is not the world's (`7`) is made one of its file. `is_whole` tells that the file holds
    no other article.
    """
    place = line(file.place)
    if place is None:
        return article
    guid = article.guid
    if guid is None:
        guid = f"file:{place}" if is_whole else None
    elif not {":", "@"} & set(guid):
        guid = f"file:{place}#{guid}"
    return article.model_copy(update={"file": place, "guid": line(guid)})
