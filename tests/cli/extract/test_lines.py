"""`claimwire extract --jsonl`: each text gives a line, whose spans are places in the text as it was given."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import orjson
import pytest

from claimwire_schemas import EnrichedArticle
from tests.cli.extract.test_command import FRENCH, TEXT
from tests.cli.wired import COMMAND, claimwire, environment, the_error

WRAPPED = (
    "Ferry fares to rise\r\n\r\nBy Nils Okoro\r\n\r\nFerry fares to rise\r\n\r\n"
    "    â€œWe can&rsquo;t run the\u200b winter boats at a loss,â€\x9d harbour di\xadrector\r\n"
    "    Amaya Lind said&nbsp;on Monday, after the council had met in the\r\n"
    "    village hall of Port Ellery for most of the day.\r\n"
)
NOTHING = "The ferry runs twice a day in winter. It has forty seats. It is painted blue."


def jsonl(*records: object) -> bytes:
    return b"".join(orjson.dumps(record) + b"\n" for record in records)


def lines(data: bytes | str) -> list[dict[str, Any]]:
    """Decode what was written: whole lines, each an object."""
    text = data if isinstance(data, str) else data.decode()
    assert text == "" or text.endswith("\n")
    return [orjson.loads(line) for line in text.splitlines()]


def said(text: str, attribution: dict[str, Any]) -> tuple[list[str], ...]:
    """Return an attribution's source, cue and content, as they stand in the text that was given."""
    return tuple(
        [text[start:end] for start, end in attribution[role]] for role in ("source", "cue", "content")
    )


def test_spans_are_places_in_the_text_as_it_was_given(tmp_path: Path) -> None:
    """Mojibake, references, invisible characters, line ends and a byline left out shift nothing."""
    texts = {"plain": TEXT, "wrapped": WRAPPED, "French": FRENCH, "nothing said": NOTHING}
    (tmp_path / "in.jsonl").write_bytes(
        jsonl(*({"doc_id": name, "text": text, "desk": {"more": 1}} for name, text in texts.items()))
    )
    done = claimwire("extract", "--jsonl", "in.jsonl", "out.jsonl", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    answers = {line["doc_id"]: line["attributions"] for line in lines((tmp_path / "out.jsonl").read_bytes())}
    assert list(answers) == list(texts)
    assert (answers["French"], answers["nothing said"]) == ([], [])
    heard = [said(TEXT, one) for one in answers["plain"]]
    assert (["Lind"], ["“We cannot run the winter boats at a loss,”"]) in [
        (who, what) for who, _, what in heard
    ]
    [quoted] = answers["wrapped"]
    (source,), (cue,), content = said(WRAPPED, quoted)
    assert content == ["â€œWe can&rsquo;t run the\u200b winter boats at a loss,â€\x9d"]
    assert source.endswith("di\xadrector\r\n    Amaya Lind")
    assert cue.startswith("said")
    assert (quoted["kind"], quoted["nested"], 0 <= quoted["confidence"] <= 1) == ("direct", False, True)


def test_it_finds_what_extract_finds(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in.jsonl").write_bytes(jsonl({"doc_id": 7, "text": TEXT}))
    one = claimwire("extract", "--json", "a.txt", cwd=tmp_path)
    many = claimwire("extract", "--jsonl", "in.jsonl", "-", cwd=tmp_path)
    assert (one.returncode, one.stderr, many.returncode, many.stderr) == (0, "", 0, "")
    article = EnrichedArticle.decode(one.out)
    [line] = lines(many.out)
    assert line["doc_id"] == 7
    assert [(tuple(map(tuple, found["content"])), found["confidence"]) for found in line["attributions"]] == [
        (tuple((span.start, span.end) for span in found.content), found.confidence)
        for found in article.attributions
    ]
    assert len(line["attributions"]) > 2


BAD = [
    (b'{"doc_id": "cut", "te', "not JSON: "),
    (b'{"doc_id": "\xff", "text": "x"}', "not JSON: "),
    (b'{"doc_id": "surrogate", "text": "\\ud800"}', "not JSON: "),
    (b"[" * 20_000, "not JSON: "),
    (b"[1]", "not an object with doc_id and text (invalid_record)"),
    (b'{"text": "It rains."}', "doc_id: neither a string nor a whole number (invalid_record)"),
    (b'{"doc_id": "no text"}', "text: not a string (invalid_record)"),
    (b'{"doc_id": "number", "text": 1}', "text: not a string (invalid_record)"),
    (b'{"doc_id": "empty", "text": ""}', "the body has no text (empty_body)"),
    (b'{"doc_id": "blank", "text": "\\u200b \\n\\u0000"}', "the body has no text (empty_body)"),
    (
        jsonl({"doc_id": "long", "text": "No. " * 400}).strip(),
        "1,599 characters; the limit is 1,000 (text_too_long)",
    ),
    (jsonl({"doc_id": "larger", "text": "é" * 1100}).strip(), "the body has at least 2,200 bytes in UTF-8"),
    (b'{"doc_id": "largest", "text": "' + b"x" * 34_000_000 + b'"}', "longer than "),
]


def test_bad_lines_are_reported_with_their_numbers_and_the_rest_is_done(tmp_path: Path) -> None:
    good = {"doc_id": "a", "text": "“No,” Ida Holm said."}, {"doc_id": "b", "text": "It rains, she said."}
    data = [
        b"\xef\xbb\xbf" + jsonl(good[0]),
        b"\n",
        *(line + b"\r\n" for line, _ in BAD),
        jsonl(good[1])[:-1],
    ]
    (tmp_path / "in.jsonl").write_bytes(b"".join(data))
    settings = {"max_extract_characters": "1000", "max_article_bytes": "2000"}
    done = claimwire("extract", "--jsonl", "in.jsonl", "out.jsonl", settings=settings, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    reported = done.stderr.splitlines()
    assert len(reported) == len(BAD)
    for number, (line, (_, problem)) in enumerate(zip(reported, BAD, strict=True), start=3):
        assert line.startswith(f"claimwire: in.jsonl:{number}: {problem}"), line
        assert line.endswith(")")
    assert [line["doc_id"] for line in lines((tmp_path / "out.jsonl").read_bytes())] == ["a", "b"]


def test_the_input_is_never_written_over(tmp_path: Path) -> None:
    """Not under another name either."""
    source = tmp_path / "in.jsonl"
    data = jsonl({"doc_id": "a", "text": TEXT})
    source.write_bytes(data)
    (tmp_path / "link.jsonl").symlink_to(source)
    os.link(source, tmp_path / "hard.jsonl")
    names = ("in.jsonl", "link.jsonl", "hard.jsonl")
    for name in names:
        done = claimwire("extract", "--jsonl", "in.jsonl", name, cwd=tmp_path)
        assert the_error(done) == f"{name}: is the input: name another output file"
    with source.open("rb") as stdin, source.open("ab") as stdout:
        redirected = subprocess.run(
            [*COMMAND, "extract", "--jsonl", "-", "-"],
            env=environment(),
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert (redirected.returncode, b"is the input" in redirected.stderr) == (1, True)
    assert source.read_bytes() == data


FAILS = {
    "missing.jsonl out.jsonl": "missing.jsonl: no such file or directory",
    "folder out.jsonl": "folder: is a directory",
    "in.jsonl folder": "folder: is a directory",
    "in.jsonl missing/out.jsonl": "missing/out.jsonl: no such file or directory",
}


def test_files_that_cannot_be_read_or_written_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(jsonl({"doc_id": "a", "text": TEXT}))
    (tmp_path / "folder").mkdir()
    for names, said in FAILS.items():
        assert the_error(claimwire("extract", "--jsonl", *names.split(), cwd=tmp_path)) == said
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is full")
def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(jsonl({"doc_id": "a", "text": TEXT}))
    error = the_error(claimwire("extract", "--jsonl", "in.jsonl", "/dev/full", cwd=tmp_path))
    assert error == "/dev/full: no space left on device"


@pytest.mark.parametrize("more", [["article.txt"], ["--json"], ["--html"], ["--format", "text"]])
def test_what_is_of_one_article_does_not_go_with_many(more: list[str]) -> None:
    done = claimwire("extract", "--jsonl", "in.jsonl", "out.jsonl", *more)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--jsonl takes IN and OUT: leave out FILE" in done.stderr


def test_ctrl_c_leaves_whole_lines(tmp_path: Path) -> None:
    """What is done is on the disk, the status is that of an interrupted command, and nothing is said."""
    out = tmp_path / "out.jsonl"
    records = ({"doc_id": i, "text": TEXT * 5} for i in range(2_000))
    (tmp_path / "in.jsonl").write_bytes(jsonl(*records))
    process = subprocess.Popen(
        [*COMMAND, "extract", "--jsonl", "in.jsonl", "out.jsonl"],
        cwd=tmp_path,
        env=environment(),
        stderr=subprocess.PIPE,
    )
    deadline = monotonic() + 60
    while not (out.exists() and out.stat().st_size):
        assert monotonic() < deadline
        sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (130, b"")
    done = lines(out.read_bytes())
    assert [line["doc_id"] for line in done] == list(range(len(done)))
    assert 0 < len(done) < 2_000


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    process = subprocess.Popen(
        [*COMMAND, "extract", "--jsonl", "-", "-"],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdin.write(jsonl({"doc_id": 1, "text": TEXT}))
    process.stdin.flush()
    assert lines(process.stdout.readline())[0]["doc_id"] == 1
    process.stdout.close()
    process.stdin.write(jsonl({"doc_id": 2, "text": TEXT}))
    process.stdin.close()
    with process.stderr as errors:
        assert (errors.read(), process.wait(60)) == (b"", 0)


@pytest.mark.slow
def test_progress_is_shown_on_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(jsonl({"doc_id": "a", "text": TEXT}, {"doc_id": "b"}))
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "extract", "--jsonl", "in.jsonl", "out.jsonl"],
        cwd=tmp_path,
        env=environment() | {"TERM": "xterm-256color"},
        stdout=subprocess.PIPE,
        stderr=theirs,
    ) as extracting:
        os.close(theirs)
        shown = all_of(ours).decode()
        assert extracting.stdout
        assert (extracting.stdout.read(), extracting.wait(60)) == (b"", 1)
    assert "1 texts, 1 bad" in shown
    assert "in.jsonl:2: text: not a string" in shown


def all_of(terminal: int) -> bytes:
    """Read what is written to a terminal until nobody has it open: Linux says so with an error."""
    shown = b""
    with suppress(OSError):
        while more := os.read(terminal, 1 << 16):
            shown += more
    os.close(terminal)
    return shown
