"""`claimwire extract --jsonl`: many texts, one a line, with spans in each text as it was given."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import click
import orjson
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from claimwire.cli.rows import printable
from claimwire.errors import InputError, Refused
from claimwire.feed import MAX_BYTES, STDIN, InputFile, find_files, read_lines
from claimwire.feed.complaints import complaints
from claimwire.settings import Settings
from claimwire_schemas import Attribution, RawArticle, Span

Answer = Callable[[bytes], bytes]


@dataclass
class Tally:
    """How many lines were answered, and how many could not be."""

    answered: int = 0
    bad: int = 0

    def as_text(self) -> str:
        """Return the counts in a line."""
        return f"{self.answered:,} texts" + (f", {self.bad:,} bad" if self.bad else "")


def extract_lines(source: str, target: str, settings: Settings) -> Tally:
    """Answer each line of `source` with one in `target`, and report those that cannot be.

    Raises `InputError` where the files cannot be read or written, or are one.
    """
    file = _input(source)
    with _output(target, file) as out:
        return _answer_lines(file, out, _answerer(settings))


def _answer_lines(file: InputFile, out: BinaryIO, answer: Answer) -> Tally:
    tally = Tally()
    console = Console(stderr=True, highlight=False)
    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())

    def said(line: str) -> None:
        console.print(f"claimwire: {printable(line)}", markup=False, soft_wrap=True)

    with (
        Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress,
        complaints(said) as complain,
    ):
        task = progress.add_task("reading", total=file.size)
        for line in read_lines(file):
            try:
                out.write(answer(_within_limit(line.data)))
                out.flush()
                tally.answered += 1
            except Refused as refused:
                complain(f"{file.name}:{line.number}", f"{refused} ({refused.reason})")
                tally.bad += 1
            progress.update(task, completed=line.end, description=tally.as_text())
    return tally


def _within_limit(data: bytes | None) -> bytes:
    if data is None:
        raise Refused("line_too_long", f"longer than {MAX_BYTES:,} bytes")
    return data


def _answerer(settings: Settings) -> Answer:
    """Return what makes of a line that holds a text the line that holds its attributions."""
    from claimwire.enrich import check_length, is_extracted  # noqa: PLC0415 - the model's libraries take a while
    from claimwire.extract import Extractor  # noqa: PLC0415
    from claimwire.normalize import align, normalize  # noqa: PLC0415

    extractor = Extractor.load(threads=settings.extract_threads)

    def answer(data: bytes) -> bytes:
        doc_id, text = _doc_id_and_text(data)
        raw = RawArticle(body=text)
        now, most = datetime.now(UTC), settings.max_article_bytes
        article = normalize(raw, page=None, received_at=now, max_bytes=most)
        check_length(article, most=settings.max_extract_characters)
        found = extractor.extract(article) if is_extracted(article) else ()
        place = align(text, article.text).given
        attributions = [_attribution(one, place) for one in found]
        return orjson.dumps({"doc_id": doc_id, "attributions": attributions}) + b"\n"

    return answer


def _doc_id_and_text(data: bytes) -> tuple[str | int, str]:
    try:
        fields = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise Refused("bad_json", f"not JSON: {error}") from None
    if not isinstance(fields, dict):
        raise Refused("invalid_record", "not an object with doc_id and text")
    doc_id, text = fields.get("doc_id"), fields.get("text")
    if not isinstance(doc_id, str | int) or isinstance(doc_id, bool):
        raise Refused("invalid_record", "doc_id: neither a string nor a whole number")
    if not isinstance(text, str):
        raise Refused("invalid_record", "text: not a string")
    return doc_id, text


def _attribution(one: Attribution, place: Callable[[int, int], tuple[int, int]]) -> dict[str, object]:
    def places(spans: Iterable[Span]) -> list[tuple[int, int]]:
        return [place(span.start, span.end) for span in spans]

    return {
        "source": places([one.source] if one.source else []),
        "cue": places(one.cue.spans if one.cue else []),
        "content": places(one.content),
        "kind": one.kind,
        "nested": one.nested,
        "confidence": one.confidence,
    }


def _input(source: str) -> InputFile:
    if Path(source).is_dir():
        raise InputError(f"{source}: is a directory")
    (file,) = find_files([source], form="jsonl").files
    return file


@contextmanager
def _output(target: str, source: InputFile) -> Iterator[BinaryIO]:
    """Give what to write to; a file is emptied only where it is not the one that is read."""
    path = Path(target)
    if _is_one_file(source.path, path):
        raise InputError(f"{target}: is the input: name another output file")
    try:
        with path.open("wb") if path != STDIN else _standard_output() as out:
            yield out
    except OSError as error:
        raise InputError(f"{target}: {(error.strerror or str(error)).lower()}") from None


@contextmanager
def _standard_output() -> Iterator[BinaryIO]:
    try:
        yield sys.stdout.buffer
    except BrokenPipeError:
        # Whoever read this has seen enough. Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(0) from None


def _is_one_file(source: Path, target: Path) -> bool:
    with suppress(OSError):
        one = os.fstat(0) if source == STDIN else source.stat()
        other = os.fstat(1) if target == STDIN else target.stat()
        return stat.S_ISREG(one.st_mode) and os.path.samestat(one, other)
    return False
