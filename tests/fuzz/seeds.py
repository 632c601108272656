"""What fuzzing starts from: for each target, inputs that reach far into it, and those that once broke it."""

from __future__ import annotations

import gzip
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from claimwire_schemas import RawArticle
from claimwire_schemas.example import examples
from claimwire_schemas.topics import TOPICS
from tests.sources import files_data
from tests.sources.news_items import newsml_1, nitf

CRASHES = Path(__file__).with_name("crashes")
"""Inputs that broke a target once: a folder for each, `name` for the target."""

STORY = (
    "SALTMERE, March 4 (Tern Press) — “The cables are worn through,” said Ama Brandt, the harbour "
    "engineer. “We told the council in 2019.”\n\nOfficials denied that 48 boats, worth $2.1bn, would be "
    "lost; the mayor, Odo Lund, said she “never saw ‘the report’” before Monday.\n\nAccording to the "
    "ministry, it rose 3.4 per cent."
)
MARKS = (
    "„Nein“ «non» ``no'' ‘s’ s’ “a ‘b c’ d” 'tis \"x\" He said: “No.\n\n“Yes,” she lied. "
    "&ldquo;Z&rdquo; â€œqâ€\x9d"
)
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bridge to close - Courier</title>
<link rel="canonical" href="https://courier.example/bridge"><meta name="author" content="By Ida Holm">
<meta property="article:published_time" content="2026-03-04T06:31:12+01:00">
<script type="application/ld+json">
{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Bridge to close",
"author": [{{"@type": "Person", "name": "Ida Holm"}}], "datePublished": "2026-03-04", "inLanguage": "en",
"publisher": {{"name": "Courier"}}}}</script></head><body><nav><a href="/">Home</a></nav><article>
<h1>Bridge to close</h1><p>{STORY}</p><ul><li>One</li></ul><table><tr><td>2</td></tr></table>
<blockquote><p>It is safe.</p></blockquote><p>{STORY}</p></article><footer>© Courier</footer></body></html>"""
FRAGMENT = "<p>It rains, &amp; <b>Ida Holm</b> said so.<br>Twice.</p><p>“No,” she said.</p>"
RSS = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Courier &amp; Post</title><link>https://courier.example/</link><language>en-gb</language><item>
<title>Bridge &lt;b&gt;to close&lt;/b&gt;</title><link>https://courier.example/bridge</link><guid>b-1</guid>
<pubDate>Wed, 04 Mar 2026 06:31:12 GMT</pubDate><dc:creator>Ida Holm</dc:creator>
<description>It will close.</description><content:encoded><![CDATA[{FRAGMENT}]]></content:encoded></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title type="html">Courier</title>
<entry><id>tag:courier.example,2026:1</id><title type="text">Bridge</title>
<updated>2026-03-04T06:31:12Z</updated>
<link href="/bridge"/><author><name>Ida Holm</name></author><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>It will close.</p></div></content></entry></feed>"""
NEWSML = f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="tag:courier.example,2026:b-1"
version="2" xml:lang="en-GB"><itemMeta><versionCreated>2026-03-04T06:31:12Z</versionCreated><pubStatus
qcode="stat:usable"/></itemMeta><contentMeta><headline>Bridge to close</headline><by>Ida Holm</by><language
tag="en"/></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>
{FRAGMENT.replace("<br>", "<br/>")}</body></html></inlineXML></contentSet></newsItem>"""
NINJS = """{"uri": "https://courier.example/bridge", "type": "text", "pubstatus": "usable", "language": "en",
"headlines": [{"role": "main", "value": "Bridge to close"}], "versioncreated": "2026-03-04T06:31:12Z",
"bodies": [{"contenttype": "text/html", "value": "<p>It will close.</p>"}], "by": "Ida Holm"}"""
WARC = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:6a1c0f0e-0000-4000-8000-000000000001>\r\n"
    "WARC-Target-URI: https://courier.example/bridge\r\nWARC-Date: 2026-03-04T06:31:12Z\r\n"
    "Content-Type: application/http; msgtype=response\r\nContent-Length: 73\r\n\r\n"
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>It will close, he said.\r\n\r\n\r\n"
)
RAW = RawArticle(body=STORY, headline="Bridge to close", url="https://courier.example/bridge").encode()
DATES = [
    "2026-03-04T06:31:12+01:00",
    "Wed, 04 Mar 2026 06:31 EST",
    "4 March 2026",
    "March 4, 2026 at 6 a.m.",
    "1772605872",
]
URLS = [
    "https://Courier.example:443/2026/03/04/a%20b/../c?utm_source=x&id=1#top",
    "http://bücher.example/ä",
    "//x",
]


def _zipped(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


TEXTS = [
    STORY.encode(),
    MARKS.encode(),
    "Поезда поедут, сказала мэр. 列車は走る。".encode(),
    b"\xff\xfe\x00n\x00o",
]
SEEDS: dict[str, list[bytes]] = {
    "decode": [examples().of(topic.record).encode() for topic in TOPICS],
    "normalize": [
        "\0".join((STORY, "Bridge to close", "By Ida Holm", url, date)).encode()
        for url in URLS
        for date in DATES
    ],
    "charset": [
        b"text/html; charset=koi8-r\0" + "Поезда поедут, сказала мэр.".encode("koi8-r"),
        b"windows-1252\0\x93No,\x94 she said.",
        b"\0<meta charset=shift_jis>" + "列車は走る。".encode("shift_jis"),
        b"\0\xef\xbb\xbfNo.",
        b"utf-16\0\xff\xfeN\x00o\x00",
    ],
    "page": [PAGE.encode(), FRAGMENT.encode(), b"<div><p>No</div><p>Yes<table><td>x"],
    "extract": TEXTS,
    "align": [*TEXTS, b"a&amp;amp;#8221; b&nbsp;c\r\n\r\n d\xc2\xad e\xcc\x81"],
    "feed": [RSS.encode(), ATOM.encode(), RSS.replace("utf-8", "koi8-r").encode("koi8-r", "replace")],
    "news-item": [NEWSML.encode(), NINJS.encode(), WARC.encode(), nitf().encode(), newsml_1().encode()],
    "file": [
        files_data.RELEASE,
        files_data.PAPER,
        files_data.MAIL,
        files_data.NEWSLETTER,
        files_data.WXR,
        files_data.MARKDOWN,
        b"id;title;text\n7;Mill;It shut.\n",
        gzip.compress(b"text,url\nIt shut.,x\n", mtime=0),
    ],
    "stream": [
        *(data[:4_000] for data in (NEWSML.encode(), NINJS.encode(), nitf().encode(), newsml_1().encode())),
        b"From press Wed Mar  4 09:12:00 2026\n" + files_data.MAIL + b"\n\nFrom a\n" + files_data.NEWSLETTER,
        gzip.compress(files_data.WXR, mtime=0),
        files_data.MAIL,
        b"\x16\x16\x01W28\n\x02^BC-LT--Weir,466<\r\n^Weir shut=\r\n\tIt _ she said _ is safe.\x03QW\x04",
        b'[{"body": "It rains."}, {"uri": "urn:b:2", "body_text": "It is shut."}, 7]',
        b"\x01qwa062 4 i\r\n\x02Weir to reopen =\r\nIt is safe.\r\n\x03131137 GMT\r\n",
        _zipped(
            {
                "a.docx": files_data.RELEASE,
                "b/c.pdf": files_data.PAPER,
                "d.csv": b"text\nIt shut.\n",
                "e.zip": b"",
            }
        ),
    ],
    "push": [
        b"\0" + RAW,
        b"\x80" + RAW + b"\n\n{}\r\n" + RAW,
        b"\1" + gzip.compress(RAW, mtime=0),
        b"\x81" + gzip.compress(RAW + b"\n" + RAW, mtime=0),
    ],
}


def seeds_of(target: str) -> list[bytes]:
    """Return a target's seeds, then the inputs that broke it once."""
    folder = CRASHES / target
    crashes = [path.read_bytes() for path in sorted(folder.iterdir())] if folder.is_dir() else []
    return SEEDS[target] + crashes
