"""Count how real files end: `python -m tests.eval.real_files FOLDER... [--log OUT.jsonl]`.

A folder holds files of one kind. They are read as `feed` and a worker read them, lists of feeds (`.opml`) as
`feeds import` does. Each ends in articles, in nothing new or in a named error; exits with 1 if one crashed.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import click

from claimwire.enrich import with_page
from claimwire.errors import InputError, Refused
from claimwire.feed import Entry, FeedOptions, InputFile, Parsed, Position, find_files, read_files
from claimwire.normalize import PageReader, normalize
from claimwire.sources.items import DocumentError
from claimwire.sources.opml import read_opml
from claimwire_schemas import RawArticle

_AT = datetime(2026, 11, 29, tzinfo=UTC)
_PAGE_S = 30
_ARTICLE, _NOTHING, _ERROR, _CRASH = "article", "nothing new", "named error", "crash"
_BEST_FIRST = (_CRASH, _ARTICLE, _NOTHING, _ERROR)
_LISTS = "opml"
"""A folder of lists of feeds."""

_TEXT = FeedOptions(unknown="text")


@dataclass(frozen=True)
class Outcome:
    """What one article of a file came to; `told` is its error or its text, `seconds` the time it took."""

    file: str
    kind: str
    told: str
    seconds: float
    headline: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str | None = None


@click.command()
@click.argument(
    "folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--log", type=click.File("w", lazy=False), help="Write each outcome, as JSON Lines.")
def main(folders: tuple[Path, ...], log: click.utils.LazyFile | None) -> None:
    """Count how real files end, by folder."""
    crashed = False
    click.echo(f"| {' | '.join(('kind', 'files', *_BEST_FIRST[1:], 'articles'))} |")
    for folder in folders:
        ends: dict[str, Counter[str]] = defaultdict(Counter)
        paths = sorted(str(path) for path in folder.rglob("*") if path.is_file())
        for outcome in asyncio.run(_outcomes(paths)):
            ends[outcome.file][outcome.kind] += 1
            if log:
                log.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")
        best = Counter(next(kind for kind in _BEST_FIRST if end[kind]) for end in ends.values())
        articles = sum(end[_ARTICLE] for end in ends.values())
        cells = (len(ends), *(best[kind] for kind in _BEST_FIRST[1:]), articles)
        click.echo(f"| {folder.name} | {' | '.join(map(str, cells))} |")
        crashed = crashed or bool(best[_CRASH])
    sys.exit(crashed)


async def _outcomes(paths: Sequence[str]) -> list[Outcome]:
    """Return what each article of the files came to."""
    lists = [path for path in paths if f"/{_LISTS}/" in path]
    reader = PageReader(timeout_s=_PAGE_S)
    try:
        read = [
            await _settled(*one, reader) for one in _entries([path for path in paths if path not in lists])
        ]
    finally:
        await reader.close()
    found = [*map(_feeds, lists), *read]
    silent = set(paths) - {outcome.file for outcome in found}
    return found + [Outcome(path, _CRASH, "nothing was said of it", 0) for path in sorted(silent)]


def _feeds(path: str) -> Outcome:
    start = monotonic()
    try:
        found = read_opml(Path(path).read_bytes(), name=path)
    except DocumentError as error:
        return Outcome(path, _ERROR, str(error), monotonic() - start)
    except Exception as error:  # noqa: BLE001 - it is what is looked for
        return Outcome(path, _CRASH, repr(error), monotonic() - start)
    told = f"{len(found.subscriptions)} feeds, {len(found.problems)} problems: {found.problems[:3]}"
    return Outcome(path, _ARTICLE if found.subscriptions else _NOTHING, told, monotonic() - start)


def _entries(paths: Sequence[str]) -> Iterator[tuple[str, RawArticle | tuple[str, str], float]]:
    """Yield each file's articles, or else its outcome and why, with the seconds that it took."""
    files: list[InputFile] = []
    for path in paths:
        try:
            files += find_files([path], form="auto").files
        except InputError as error:
            yield path, (_ERROR, str(error)), 0
    at, before = 0, monotonic()
    while at < len(files):
        try:
            for entry in read_files(files, _TEXT, start=Position(at)):
                seconds, at = monotonic() - before, _file_of(entry, files)
                if isinstance(entry, Parsed):
                    yield files[at].name, entry.article, seconds
                else:
                    kind = _CRASH if "crashed twice" in entry.problem else _ERROR if entry.bad else _NOTHING
                    yield files[at].name, (kind, f"{entry.where}: {entry.problem}"), seconds
                before = monotonic()
            at = len(files)
        except Exception as error:  # noqa: BLE001 - it is what is looked for
            yield files[at].name, (_CRASH, repr(error)), monotonic() - before
            at += 1


def _file_of(entry: Entry, files: Sequence[InputFile]) -> int:
    """Return the index of an entry's file: a file that cannot be read is behind its entry's position."""
    at = entry.after.file
    return at - 1 if at == len(files) or (at and entry.where == files[at - 1].name) else at


async def _settled(
    path: str, entry: RawArticle | tuple[str, str], seconds: float, reader: PageReader
) -> Outcome:
    if isinstance(entry, tuple):
        return Outcome(path, *entry, seconds)
    start = monotonic()
    try:
        raw, page = await with_page(entry, reader=reader)
        article = normalize(raw, page=page, received_at=_AT)
    except Refused as refused:
        kind = _CRASH if refused.reason == "page_crashed" else _ERROR
        return Outcome(path, kind, f"{refused.reason}: {refused}", seconds + monotonic() - start)
    except Exception as error:  # noqa: BLE001 - it is what is looked for
        return Outcome(path, _CRASH, repr(error), seconds + monotonic() - start)
    return Outcome(
        path,
        _ARTICLE,
        article.text,
        seconds + monotonic() - start,
        headline=article.headline.exact if article.headline else None,
        byline=article.byline,
        published=str(article.published.at) if article.published else None,
        language=article.language.tag,
    )


if __name__ == "__main__":
    main()
