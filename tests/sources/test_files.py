"""Files that people have: each gives its text, headline and identifier, or a reason."""

from __future__ import annotations

import re

import pytest

from claimwire.normalize.page.parse import read_page
from claimwire.sources.files.dated import stated_date
from claimwire.sources.files.garbled import is_garbled
from claimwire.sources.files.read import read_file
from claimwire.sources.files.rows import columns_of, item_of_row
from claimwire.sources.items import DocumentError, FileKind, Item
from tests.sources.files_data import (
    MAIL,
    MARKDOWN,
    NEWSLETTER,
    PAPER,
    RELEASE,
    WXR,
    docx,
    paragraph,
    pdf,
)


def item(data: bytes, kind: FileKind) -> Item:
    (found,) = read_file(data, kind=kind, name="a").items
    return found


def shown(found: Item) -> str:
    return read_page(found.body, url=None).text if found.content_type == "text/html" else found.body


def test_a_word_document_gives_its_title_headings_lists_and_tables_without_deletions() -> None:
    found = item(RELEASE, "docx")
    assert found.headline == "Dunmarsh to close its mill"
    assert "<h2>Why now</h2>" in found.body
    assert "<li>Forty jobs &amp; two kilns</li>" in found.body
    assert "Costs rose,<br>she said.</p>" in found.body
    assert "In a table" in found.body
    assert "never" not in found.body


def test_a_word_document_may_have_its_text_elsewhere_and_styles_in_any_language() -> None:
    styles = '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    styles += '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    body = paragraph("Dunmarsh to close its mill", "Titel") + paragraph("Why now", "berschrift1")
    found = item(docx(body + paragraph(SAYS), main="word/document2.xml", styles=styles), "docx")
    assert found.headline == "Dunmarsh to close its mill"
    assert "<h2>Why now</h2>" in found.body
    assert f"<p>{SAYS}</p>" in found.body


def test_a_pdf_gives_paragraphs_with_hyphens_joined_and_no_page_furniture() -> None:
    found = item(PAPER, "pdf")
    assert found.headline == "County to repair the Tarn bridge"
    first, second, *rest = found.body.split("\n\n")
    assert first.startswith("The bridge over the Tarn")
    assert "and engineers will work at night" in first
    assert second == "It is the first closure since the flood of 1931."
    assert rest == ["Lorries will go through Eskdale.", "Buses will stop at the eastern bank."]


SAVED = "<dcterms:created>2019-01-07T08:00:00Z</dcterms:created><dcterms:modified>{}</dcterms:modified>"
SAYS = "The mill will close in May 2027, Orla Finch said."


@pytest.mark.parametrize(
    ("paragraphs", "properties", "date"),
    [
        ([SAYS], SAVED.format("2026-03-04T09:12:00Z"), "2026-03-04T09:12:00Z"),
        ([SAYS], SAVED.format(""), "2019-01-07T08:00:00Z"),
        (["Press release, 5 March 2026", SAYS], SAVED.format("2026-03-04T09:12:00Z"), "5 March 2026"),
        (["It began on 1 May 2020.", SAYS], "", None),
        ([SAYS], "", None),
    ],
)
def test_a_word_document_is_dated_by_a_line_on_top_or_by_when_it_was_saved(
    paragraphs: list[str], properties: str, date: str | None
) -> None:
    data = docx("".join(map(paragraph, paragraphs)), properties=properties)
    assert item(data, "docx").published_at == date


@pytest.mark.parametrize(
    ("top", "made", "date"),
    [
        ("Tarn Council", "D:20260304091200+01'00'", "2026-03-04T09:12:00+01:00"),
        ("Tarn Council | March 5, 2026", "D:20260304091200Z", "March 5, 2026"),
        ("Tarn Council", "D:", None),
        ("Tarn Council", "yesterday", None),
        ("Tarn Council", "", None),
    ],
)
def test_a_pdf_is_dated_by_a_line_on_top_or_by_when_it_was_made(
    top: str, made: str, date: str | None
) -> None:
    assert item(pdf([[(9, 780, top), (11, 720, SAYS)]], made=made), "pdf").published_at == date


@pytest.mark.parametrize("half", ["&#xD800;", "&#xdfff", "&#055296;", "&#57343;"])
def test_half_of_a_surrogate_pair_is_a_replacement_character(half: str) -> None:
    told = item(docx(paragraph(f"The mill {half} shut.")), "docx").body
    assert told.strip() == "<p>The mill \ufffd shut.</p>"
    exported = item(WXR.replace(b"Bridge &amp; road", f"Bridge {half} road".encode()), "feed")
    assert exported.headline == "Bridge \ufffd road"


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("4 March 2026", "4 March 2026"),
        ("4. ožujka 2026.", "4. ožujka 2026."),
        ("Tarn, den 4. März 2026", "den 4. März 2026"),
        ("Wednesday, 4 March 2026, 10:15", "Wednesday, 4 March 2026, 10:15"),
        ("Weir to reopen – 4 March 2026", "4 March 2026"),
        ("Weir to reopen (4 March 2026)", "4 March 2026"),
        ("For immediate release 4 March 2026", "4 March 2026"),
        ("Embargoed until 4 March 2026, 10:00", "4 March 2026, 10:00"),
        ("Not for release before 4 March 2026", "4 March 2026"),
        ("EMBARGOED UNTIL noon on 4 March 2026", "on 4 March 2026"),
        ("First published on 4 March 2026", "First published on 4 March 2026"),
        ("Statement issued on 4 March 2026", "on 4 March 2026"),
        ("Date: 4/13/2026", "4/13/2026"),
        ("Public inquiry opened on 1 May 1926", None),
        ("Release of prisoners on 1 May 1945", None),
        ("Publishers met on 3 May 2020", None),
        ("Embargoed goods seized on 1 May 1945", None),
        ("Call for quick release of prisoners on 1 May 1945", None),
        ("Mill opened on 1 May 1926 to close", None),
        ("Mill opened on 1 May 1926", None),
        ("Statement on the flood of 1 May 2020", None),
        ("Weir shut since 4 March 2026", None),
        ("Le barrage rompu le 4 mars 2026", None),
        ("The 4 March 2026 flood", None),
        ("No. 20261231", None),
        ("4 March", None),
    ],
)
def test_a_line_is_dated_by_what_stands_apart_in_it(line: str, date: str | None) -> None:
    assert stated_date([line]) == date


def test_a_date_in_a_headline_dates_a_pdf_only_where_it_stands_apart() -> None:
    def dated(title: str) -> str | None:
        return item(pdf([[(18, 740, title), (11, 700, SAYS)]]), "pdf").published_at

    assert dated("Mill opened on 1 May 1926 to close") is None
    assert dated("Mill to close | 4 March 2026") == "4 March 2026"


def test_a_date_inside_a_sentence_of_a_pdf_does_not_date_it() -> None:
    wrapped = ["The mill, which was opened on 1 May 1926 by the", "mayor, will close, Orla Finch said."]
    lines = [(18, 740, "Mill to close"), *((11, 700 - 13 * n, text) for n, text in enumerate(wrapped))]
    assert item(pdf([lines]), "pdf").published_at is None
    assert item(pdf([[*lines, (9, 780, "5 March 2026")]]), "pdf").published_at == "5 March 2026"


@pytest.mark.parametrize(
    ("text", "garbled"),
    [
        ("The mill will close in May 2027.", False),
        ("• The mill \uf0b7 will close in May, Orla Finch said, and reopen in June.", False),
        ("水車は閉まる。ミル는 닫힌다. The mill will close.", False),
        ("English: mill Русский: мельница العربية: مطحنة 中文: 磨坊 हिन्दी: चक्की Ελληνικά: μύλος", False),
        ("NHKによると、データは東京のサーバーに。人々が", False),
        ("东京都的GDP增长了，他说。每颗 5 µm。", False),
        ("\uf0b7 Ann Lee\n\uf0b7Tom Reed: \uf0a7 “Mill”", False),
        ("/G43/G24/G14/G44 /G13/G22/G22 /G7/G15/G23", True),
        ("Lines /A1/B2/C3 of the mill will close in May, Orla Finch said.", False),
        ("\ue001he mill \ue001hat \ue001hey \ue001hut", True),
        ("\ue001 \ue002 \ue003 \ue004", True),
        ("The grains are 5 µm wide, she said, and the café is shut.", False),
        ("7KH\x03PLOO\x03ZLOO\x03FORVH\x03LQ\x030D\\", True),
        ("\ue001\ue002\ue003 \ue004\ue005", True),
        ("ͻͱͭ ഊ໌ ৽ফࣄ ɹɹং ߹ମỜ ෩ܠ Θͨ͘͠", True),
    ],
)
def test_a_pdf_whose_fonts_do_not_say_their_letters_is_refused(text: str, *, garbled: bool) -> None:
    assert is_garbled(text) == garbled


def test_a_pdf_whose_pages_all_say_the_same_is_read() -> None:
    assert (
        item(pdf([[(11, 720, SAYS), (9, 20, f"Page {n}")] for n in range(1, 4)]), "pdf").body.count(SAYS) == 3
    )


def test_a_pdf_of_glyph_numbers_says_so() -> None:
    with pytest.raises(DocumentError, match="its fonts do not say which letters they show"):
        item(pdf([[(11, 720, "7KH\x03PLOO\x03ZLOO\x03FORVH")]]), "pdf")


@pytest.mark.parametrize("info", [b"/Info 99 0 R", b"/Info 3", b"/Info [1]", b"/Info (x)"])
def test_a_pdf_with_damaged_information_is_read(info: bytes) -> None:
    data = re.sub(rb"/Info \d+ 0 R", info, pdf([[(11, 720, SAYS)]]))
    assert info in data
    found = item(data, "pdf")
    assert (found.body, found.published_at) == (SAYS, None)


def test_a_message_gives_its_plain_text_without_quotation_signature_and_addresses() -> None:
    found = item(MAIL, "mail")
    assert (found.headline, found.outlet, found.guid) == (
        "Ferry “safe” again",
        "Tarn Ferry Press Office",
        "a17.4@ferry.example",
    )
    assert found.published_at == "Wed, 04 Mar 2026 09:12:00 +0100"
    assert found.content_type == "text/plain"
    assert found.body.startswith("The ferry is safe again, Captain")
    assert found.body.endswith("before the school bus.")
    assert "https" not in found.body


def test_a_newsletter_gives_what_its_html_shows_without_its_footer() -> None:
    assert shown(item(NEWSLETTER, "mail")) == "The council will vote on Friday, Mayor Odo Lund said."


def test_an_export_of_wordpress_gives_published_posts_and_counts_the_rest() -> None:
    document = read_file(WXR, kind="feed", name="a")
    (found,) = document.items
    assert (found.headline, found.byline, found.url) == (
        "Bridge & road",
        "Ida Holm",
        "https://blog.example/bridge",
    )
    assert found.published_at == "2026-03-04 06:31:12Z"
    assert found.body == "<p>It will close, the mayor said.</p><p>It is old.</p>"
    assert document.passed == (("with status draft", 1), ("of type attachment", 1))


def test_markdown_gives_its_fields_and_its_text_as_html() -> None:
    found = item(MARKDOWN, "markdown")
    assert (found.headline, found.byline, found.published_at) == ("Mill to close", "Ida Holm", "2026-03-04")
    assert "<h1>" not in found.body
    assert "<em>will</em> close, Orla Finch said." in found.body
    assert "<li>Forty jobs</li>" in found.body


@pytest.mark.parametrize(
    ("kind", "data", "problem"),
    [
        ("docx", b"PK\x03\x04 damaged", "not a readable DOCX file"),
        ("docx", b"\xd0\xcf\x11\xe0 old", "an old Word file"),
        ("docx", docx(paragraph(" ")), "no text in the document"),
        ("docx", RELEASE.replace(b"word/document.xml", b"word/documents.xm"), "without a Word document"),
        ("pdf", b"%PDF-1.4 damaged", "not a readable PDF"),
        ("pdf", pdf([[]]), "no text in the PDF"),
        ("mail", b"Just a text.\n", "not a mail message"),
        ("mail", b"From: a@b.example\nSubject: Nothing\n\n", "no text in the message"),
        ("mail", b"From: a@b.example\nAuto-Submitted: auto-replied\n\nI am away.", "an automatic reply"),
        ("mail", b"From: MAILER-DAEMON@b.example\n\nNot delivered.", "a delivery report"),
        ("mail", b"From: a@b.example\nContent-Type: multipart/report; boundary=z\n\n", "a delivery report"),
        ("feed", b"<x/>", "its first element is <x>"),
    ],
)
def test_what_cannot_be_read_says_why(kind: FileKind, data: bytes, problem: str) -> None:
    with pytest.raises(DocumentError, match=problem):
        read_file(data, kind=kind, name="a")


def test_columns_are_known_by_their_names_or_as_told() -> None:
    assert columns_of(["Title", "Full Text", "doc id", "x"], {}) == {
        "Full Text": "body",
        "Title": "headline",
        "doc id": "guid",
    }
    assert columns_of(["title", "text", "said"], {"said": "body"}) == {"said": "body", "title": "headline"}
    with pytest.raises(ValueError, match=r"no text column among 'a', 'b': give --map"):
        columns_of(["a", "b"], {})
    with pytest.raises(ValueError, match="no column 'c'"):
        columns_of(["a", "b"], {"c": "body"})


def test_a_row_is_html_only_if_it_has_markup() -> None:
    assert item_of_row({"text": "3 < 4, he said.", "id": 7}) == Item(guid="7", body="3 < 4, he said.")
    assert item_of_row({"text": "<p>No.</p>"}).content_type == "text/html"


def test_a_mail_whose_html_names_control_characters_is_read() -> None:
    head = b"From: a@b.example\nContent-Type: text/html\n\n"
    mail = head + b"<p>Shut.<b style='display: none'>x</b>&#1; Yes.<style>p</style>\x01</p>"
    assert "Shut." in shown(item(mail, "mail"))


@pytest.mark.parametrize(
    ("subject", "headline"), [("Mühle „zu“", "Mühle „zu“"), ("=?utf-8?q?M=C3=BChle?=", "Mühle")]
)
@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_a_header_in_bytes_is_read_in_their_charset(subject: str, headline: str, charset: str) -> None:
    mail = f"From: Ferry <a@b.example>\nSubject: {subject}\n\nIt will close.".encode(charset)
    assert item(mail, "mail").headline == headline
