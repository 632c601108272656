"""Mail: a press release or newsletter in a message becomes an item, without what is quoted or below it."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from functools import cache

from lxml import etree, html
from typing_extensions import TypedDict

from claimwire.data import read_json
from claimwire.errors import Refused
from claimwire.normalize import decode_bytes
from claimwire.sources.fields import line
from claimwire.sources.items import ContentType, DocumentError, Item

_MARKS = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|sv|antw)\s*:\s*|\[[^\[\]]{1,40}\]\s*)+", re.IGNORECASE)
_SHORTEST = 200
"""Characters of a plain text that says all of what the HTML beside it does."""

_SHARE = 0.5
_ADDRESS = re.compile(r"[<\[(]?https?://[^\s<>\[\]()]+[>\])]?")
_RULE = re.compile(r"^[\s*=_~#.·•-]{3,}$")

_HIDDEN = etree.XPath("//*[contains(translate(@style, ' ', ''), 'display:none')]")


class _Words(TypedDict):
    ends: list[str]
    lines: list[str]


def read_mail(data: bytes) -> Item:
    """Return the text of a message: its subject is the headline, who it is from the outlet.

    Raises `DocumentError` for what is no message, is about another message, or has no text.
    """
    message = message_from_bytes(data.lstrip(b"\r\n\t "), policy=policy.default)
    if not any(_header(message, name) for name in ("From", "Subject", "Message-ID", "Received")):
        raise DocumentError("malformed", "not a mail message: it has no From, Subject or Message-ID")
    if _is_report(message):
        raise DocumentError("empty", "a delivery report or an automatic reply, not an article")
    body, content_type = _text(message)
    if not body.strip():
        raise DocumentError("empty", "no text in the message")
    name, address = parseaddr(_header(message, "From"))
    return Item(
        guid=line(_header(message, "Message-ID").strip("<> \t")),
        headline=line(_MARKS.sub("", _header(message, "Subject").strip())),
        body=body,
        content_type=content_type,
        extent="full",
        outlet=line(name) or line(address.rpartition("@")[2]),
        published_at=line(_header(message, "Date")),
        language=line(_header(message, "Content-Language").partition(",")[0]),
    )


def _header(message: EmailMessage, name: str) -> str:
    """Return a header's value, in the charset that its bytes seem to have if it does not say one."""
    try:
        written = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
        if not written.isascii():
            return decode_bytes(written.encode("utf-8", "surrogateescape"), declared=None)
        return str(message.get(name, "") or "")
    except Exception:  # noqa: BLE001 # damaged headers make the library raise whatever it stumbles over
        return ""


def _is_report(message: EmailMessage) -> bool:
    """Tell whether a program says what became of another message, or answers it."""
    return (
        message.get_content_type() == "multipart/report"
        or _header(message, "Return-Path").strip() == "<>"
        or _header(message, "Auto-Submitted").strip().lower() == "auto-replied"
        or parseaddr(_header(message, "From"))[1].partition("@")[0].lower() == "mailer-daemon"
    )


def _text(message: EmailMessage) -> tuple[str, ContentType]:
    plain, markup = _part(message, "plain"), _part(message, "html")
    written = _without_tail(plain)
    shown = _shown(markup) if markup else ""
    if markup and (len(written) < _SHORTEST or len(written) < _SHARE * len(shown)):
        return _fragment(markup), "text/html"
    return written, "text/plain"


def _part(message: EmailMessage, kind: str) -> str:
    """Return the first part of a kind that is no attachment, in the charset that it says or seems to have."""
    for part in message.walk():
        if part.get_content_maintype() != "text" or part.get_content_subtype() != kind:
            continue
        if part.get_content_disposition() == "attachment":
            continue
        try:
            payload = part.get_payload(decode=True)
            return (
                decode_bytes(payload, declared=part.get_content_charset())
                if isinstance(payload, bytes)
                else ""
            )
        except (Refused, LookupError, ValueError, AssertionError):
            continue
    return ""


def _without_tail(text: str) -> str:
    """Return a plain text without quoted lines, addresses, rules, and from the signature or footer on."""
    kept: list[str] = []
    for written in text.splitlines():
        said = written.strip()
        words = said.casefold()
        if said == "--" or any(end in words for end in _words()["ends"]):
            break
        if not said.startswith(">") and not _RULE.match(said or "x") and words not in _words()["lines"]:
            kept.append(_ADDRESS.sub("", written).rstrip())
    return "\n".join(kept).strip()


def _shown(markup: str) -> str:
    tree = _tree(markup)
    return "" if tree is None else " ".join(str(tree.text_content()).split())


def _fragment(markup: str) -> str:
    """Return what a mail's HTML shows, without its head, and from its footer on."""
    tree = _tree(markup)
    if tree is None:
        return ""
    lines = [
        element
        for element in tree.iter("p", "td", "div", "li", "h1", "h2", "h3", "h4", "a", "span", "center")
        if not len(element.xpath(".//p|.//td|.//div|.//li"))
    ]
    for element in lines:
        said = " ".join(str(element.text_content()).split()).casefold()
        if said in _words()["lines"] or any(end in said for end in _words()["ends"]):
            element.clear(keep_tail=True)
    body = tree if tree.tag == "div" else next(iter(tree.iter("body")), tree)
    body.tag = "div"
    return str(html.tostring(body, encoding="unicode", with_tail=False))


def _tree(markup: str) -> html.HtmlElement | None:
    try:
        tree = html.fromstring(markup.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return None
    # Cleared, not dropped: lxml refuses to move a text with control characters, which references may name.
    for element in (*tree.iter("script", "style", "head", "title", "meta"), *_HIDDEN(tree)):
        element.clear(keep_tail=True)
    return tree


@cache
def _words() -> _Words:
    return read_json("claimwire.sources", "data/mail.json", _Words)
