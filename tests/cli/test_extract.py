"""`claimwire extract`: text, HTML and standard input become claims, for people and for programs."""

from __future__ import annotations

from pathlib import Path

from schemas import EnrichedArticle, text_digest
from tests.cli.wired import claimwire, claimwire_each, the_error

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
    for done in claimwire_each([["extract", "--json", name] for name in ("a.txt", "a.html")], cwd=tmp_path):
        assert (done.returncode, done.stderr) == (0, "")
        check(done.stdout)


def check(stdout: str) -> None:
    record = enriched(stdout)
    assert record.status == "extracted"
    assert "alert" not in record.article.text
    said = {(claim.source.exact if claim.source else None, claim.stance) for claim in record.claims}
    assert {("director Amaya Lind", "asserts"), ("Lind", "asserts"), ("The island council", "denies")} <= said
    assert any(claim.text == "We cannot run the winter boats at a loss" for claim in record.claims)


def test_standard_input_is_a_text_shown_in_rows() -> None:
    done = claimwire("extract", "-", data=TEXT.encode())
    assert (done.returncode, done.stderr) == (0, "")
    title, counts, *rows = done.stdout.splitlines()
    assert title == "Ferry fares to rise"
    assert "language en" in counts
    (quotation,) = [row for row in rows if "We cannot run the winter boats" in row]
    assert quotation.split()[:2] == ["Lind", "asserts"]


def test_a_text_in_another_language_says_that_it_was_not_extracted(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(FRENCH, encoding="utf-8")
    shown, as_json = claimwire_each([["extract", file], ["extract", "--json", file]])
    record = enriched(as_json.stdout)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "language fr, not extracted: " in shown.stdout
    assert (record.status, record.article.language.tag, record.claims) == ("language_not_supported", "fr", ())


def test_a_page_without_a_text_is_refused_with_its_reason() -> None:
    error = the_error(claimwire("extract", "--format", "html", "-", data=b"<html><body></body></html>"))
    assert error.startswith("-: ")
    assert error.endswith(")")
