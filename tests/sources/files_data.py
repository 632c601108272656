"""Files as people have them, made here: Word documents, PDFs, mail, exports of a site."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

_RELS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_OFFICE = 'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
_CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dcterms="http://purl.org/dc/terms/"'
)


def docx(body: str, *, properties: str = "", main: str = "word/document.xml", styles: str = "") -> bytes:
    """Return a Word document with a body in WordprocessingML, core properties, and styles beside the body."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        if properties:
            archive.writestr(
                "docProps/core.xml", f"<cp:coreProperties {_CORE}>{properties}</cp:coreProperties>"
            )
        if main != "word/document.xml":
            archive.writestr(
                "_rels/.rels",
                f'<Relationships {_RELS}<Relationship {_OFFICE} Target="/{main}"/></Relationships>',
            )
        if styles:
            archive.writestr("word/styles.xml", f"<w:styles {_W}>{styles}</w:styles>")
        archive.writestr(main, f"<w:document {_W}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def paragraph(text: str, style: str = "") -> str:
    """Return a paragraph in WordprocessingML."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(pages: Sequence[Sequence[tuple[int, int, str]]], *, made: str = "") -> bytes:
    """Return a PDF whose pages have lines: size of type, height on the page, text. `made` is a PDF date."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        drawn = "\n".join(f"BT /F1 {size} Tf 1 0 0 1 72 {y} Tm ({text}) Tj ET" for size, y, text in lines)
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append(f"<< /CreationDate ({made}) >>")
    out, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"<< /Size {size} /Root 1 0 R /Info {len(objects)} 0 R >>"
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n{trailer}\n"
    return f"{out}startxref\n{out.index('xref')}\n%%EOF\n".encode("latin-1")


RELEASE = docx(
    paragraph("Press office", "Header")
    + paragraph("Dunmarsh to close its mill", "Title")
    + paragraph("The mill will close in May, Orla Finch said.")
    + paragraph("Why now", "Heading1")
    + "<w:p><w:r><w:t>Costs rose,</w:t><w:br/><w:t>she said.</w:t></w:r>"
    "<w:del><w:r><w:delText>never</w:delText></w:r></w:del></w:p>"
    + "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>Forty jobs &amp; two kilns</w:t></w:r></w:p>"
    + "<w:tbl><w:tr><w:tc>"
    + paragraph("In a table")
    + "</w:tc></w:tr></w:tbl>"
)
PAPER = pdf(
    [
        [
            (9, 780, "Tarn County Council - 4 March 2026"),
            (20, 720, "County to repair the"),
            (20, 696, "Tarn bridge"),
            (11, 660, "The bridge over the Tarn will be closed for nine weeks from Monday, and engi-"),
            (11, 647, "neers will work at night, the county engineer said on Tuesday."),
            (11, 620, "It is the first closure since the flood of 1931."),
            (9, 40, "Page 1 of 3"),
        ],
        [
            (9, 780, "Tarn County Council - 4 March 2026"),
            (11, 720, "Lorries will go through Eskdale."),
            (9, 40, "Page 2 of 3"),
        ],
        [
            (9, 780, "Tarn County Council - 4 March 2026"),
            (11, 720, "Buses will stop at the eastern bank."),
            (9, 40, "Page 3 of 3"),
        ],
    ]
)
MAIL = b"""Received: by mx.tarn.example; Wed, 4 Mar 2026 09:12:00 +0100
From: Tarn Ferry Press Office <press@ferry.example>
To: desk@courier.example
Subject: Fwd: [press] =?utf-8?q?Ferry_=E2=80=9Csafe=E2=80=9D_again?=
Date: Wed, 4 Mar 2026 09:12:00 +0100
Message-ID: <a17.4@ferry.example>
Content-Type: multipart/alternative; boundary="zz"

--zz
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

View this email in your browser
The ferry is safe again, Captain Nils Ekberg said on Wednesday. The crew
replaced both shafts, and the county passed it on Tuesday night
(https://ferry.example/x). It will sail on Friday morning, he said, an hour
before the school bus.

> What was asked before.
--\x20
Lise Vik, +47 00 00
--zz
Content-Type: text/html; charset=utf-8

<html><body><p>The ferry is safe again.</p></body></html>
--zz--
"""
NEWSLETTER = b"""From: news@courier.example
Subject: Morning briefing
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<html><head><title>x</title><style>p {}</style></head><body><div style="display:none">Preview</div>
<table><tr><td><a href="https://c.example">View in browser</a></td></tr>
<tr><td><p>The council will vote on Friday, Mayor Odo Lund said.</p></td></tr>
<tr><td>You received this because you signed up. Unsubscribe</td></tr></table></body></html>
"""
WXR = b"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Tarn Blog</title><language>en-GB</language>
<wp:author><wp:author_login>ida</wp:author_login><wp:author_display_name>Ida Holm</wp:author_display_name>
</wp:author>
<item><title>Bridge &amp; road</title><link>https://blog.example/bridge</link><dc:creator>ida</dc:creator>
<guid>https://blog.example/?p=3</guid><wp:post_date_gmt>2026-03-04 06:31:12</wp:post_date_gmt>
<content:encoded><![CDATA[It will close, the mayor said.

[gallery ids="1,2"]It is old.]]></content:encoded><wp:status>publish</wp:status>
<wp:post_type>post</wp:post_type></item>
<item><title>Draft</title><wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>Photo</title><wp:status>inherit</wp:status><wp:post_type>attachment</wp:post_type></item>
</channel></rss>"""
MARKDOWN = b"""---
title: "Mill to close"
author: Ida Holm
date: 2026-03-04
---
# Mill to close

The mill *will* close, Orla Finch said.

- Forty jobs
"""
