"""`claimwire extract`: text, HTML and standard input become claims, for people and for programs."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import orjson

from claimwire_schemas import EnrichedArticle, text_digest
from tests.cli.wired import claimwire, process, the_error

TEXT = (
    "Ferry fares to rise\n\n"
    "The office of Port Ellery will raise ferry fares in spring, director Amaya Lind said on Monday.\n\n"
    "“We cannot run the winter boats at a loss,” Lind told reporters.\n\n"
    "The island council denied that it had been asked."
)
PAGE = (
    "<html><head><title>Ferry fares to rise</title></head><body><nav>Home | Subscribe</nav><article>"
    "<h1>Ferry fares to rise</h1>"
    + "".join(f"<p>{part}</p>" for part in TEXT.split("\n\n")[1:])
    + "</article><script>alert('who said')</script></body></html>"
)
FRENCH = (
    "Le directeur du port a déclaré lundi que les tarifs du bac allaient augmenter au printemps. « Nous ne "
    "pouvons pas faire naviguer les bateaux à perte tout l'hiver », a dit Jeanne Marchais aux habitants."
)


def enriched(stdout: str) -> EnrichedArticle:
    """Decode what `--json` printed, one line, and check that its spans hold."""
    (line,) = stdout.splitlines()
    record = EnrichedArticle.decode(line.encode())
    assert record.article.text_digest == text_digest(record.article.text)
    for attribution in record.attributions:
        for span in (*attribution.content, *([attribution.source] if attribution.source else [])):
            assert record.article.text[span.start : span.end] == span.exact
    return record


def test_who_said_what_is_found_in_a_text_and_in_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    for name in ("a.txt", "a.html"):
        done = claimwire("extract", "--json", name, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        check(done.stdout)


def check(stdout: str) -> None:
    record = enriched(stdout)
    assert record.status == "extracted"
    assert "alert" not in record.article.text
    said = {(claim.source.exact if claim.source else None, claim.stance) for claim in record.claims}
    assert {
        ("director Amaya Lind", "predicts"),
        ("Lind", "asserts"),
        ("The island council", "denies"),
    } <= said
    quoted = [claim for claim in record.claims if claim.content[0].exact.startswith("“We cannot run")]
    assert ["cannot run the winter boats at a loss" in claim.text for claim in quoted] == [True]


def test_standard_input_is_a_text_shown_with_its_claims() -> None:
    done = process("extract", "-", data=TEXT.encode())
    assert (done.returncode, done.stderr) == (0, "")
    counts, *lines = [line.strip() for line in done.stdout.splitlines()]
    assert "language en" in counts
    assert "Ferry fares to rise" in lines
    said = "cannot run the winter boats at a loss"
    [quoted] = [i for i, line in enumerate(lines) if said in line and not line.startswith("“")]
    assert lines[quoted - 1].split()[-2:] == ["Lind", "asserted"]
    assert "The island council denied that it had been asked." in re.sub(r"\[\d+\]", "", done.stdout)


def test_a_page_is_written_as_it_is_shown(tmp_path: Path) -> None:
    """One document in UTF-8 on standard output, the same whatever the terminal's encoding."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    one, other = (
        claimwire("extract", "--html", "a.txt", cwd=tmp_path, settings=settings)
        for settings in ({}, {"log_level": "debug"})
    )
    assert (one.returncode, one.stderr) == (0, "")
    assert one.stdout == other.stdout
    assert one.stdout.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert '<mark class="content">“We cannot run the winter boats at a loss,”</mark>' in one.stdout
    assert '<mark class="source">Lind</mark>' in one.stdout


def test_one_form_at_a_time() -> None:
    done = claimwire("extract", "--json", "--html", "-")
    assert (done.returncode, done.stdout) == (2, "")
    assert "give one of --json, --csv and --html" in done.stderr


def test_a_text_in_another_language_says_that_it_was_not_extracted(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(FRENCH, encoding="utf-8")
    shown, as_json = claimwire("extract", file), claimwire("extract", "--json", file)
    record = enriched(as_json.stdout)
    assert (shown.returncode, as_json.returncode) == (3, 3)
    assert "the language is fr (" in shown.stderr
    assert "sure); only English is extracted" in shown.stderr
    assert "language fr, not extracted: " in shown.stdout
    assert (record.status, record.article.language.tag, record.claims) == ("language_not_supported", "fr", ())


def test_a_page_without_a_text_is_refused_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "a.page").write_bytes(b"<html><body></body></html>")
    error = the_error(claimwire("extract", "--format", "html", "a.page", cwd=tmp_path))
    assert error.startswith("a.page: ")
    assert error.endswith(")")


def test_many_files_and_folders_become_lines_or_rows_each_with_its_file(tmp_path: Path) -> None:
    """Also several articles of a file; what is bad is told, and the rest done."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in" / "b.html").write_text(PAGE, encoding="utf-8")
    line = orjson.dumps({"body": TEXT, "headline": "=1+1"}).decode()
    (tmp_path / "c.jsonl").write_text(f"{line}\nno article\n{line}\n", encoding="utf-8")
    done = claimwire("extract", "--json", "in", "c.jsonl", cwd=tmp_path)
    assert (done.returncode, len(done.stdout.splitlines())) == (1, 4)
    for one in done.stdout.splitlines():
        check(one)
    assert done.stderr.startswith("claimwire: c.jsonl:2: ")
    done = claimwire("extract", "--csv", "in", "c.jsonl", cwd=tmp_path)
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert [*dict.fromkeys(row["from"] for row in rows)] == [
        "in/a.txt",
        "in/b.html",
        "c.jsonl:1",
        "c.jsonl:3",
    ]
    assert {(row["claimant"], row["stance"]) for row in rows} >= {("Amaya Lind", "asserts")}
    assert {row["headline"] for row in rows} == {"Ferry fares to rise", "'=1+1"}
