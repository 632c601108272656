"""Messages: what a delivery says, as JSON for programs, as a line of chat, and as an e-mail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cached_property
from typing import Any

import orjson

from claimwire.alerts.saved import SavedSearch, When
from claimwire.stances import how, who
from claimwire.store.deliveries import DeliveryRow
from claimwire_schemas import Claim

_MOST_IN_CHAT = 20
_LONGEST_TEXT = 500
_LONGEST_NAME = 120
_LABELS: dict[When, str] = {
    "contradicted": "contradicted by",
    "denied": "denied by",
    "repeated": "also said by",
}


@dataclass(frozen=True)
class Item:
    """A claim that is told of, and of a match the other claim, with what goes before it."""

    claim: Claim
    other: Claim | None = None
    label: str = ""


@dataclass(frozen=True)
class Told:
    """A delivery as it is told; `desk` is where its pages are, if anybody has said."""

    id: str
    created: datetime
    search: SavedSearch
    claims: str
    """JSON objects by commas."""
    more: int
    desk: str | None = None

    @classmethod
    def of(cls, row: DeliveryRow, search: SavedSearch, *, desk: str | None) -> Told:
        """Return a row of the outbox as it is told."""
        return cls(row.id, row.created, search, row.body, row.more, desk)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The claims themselves."""
        return tuple(map(_item, orjson.loads(f"[{self.claims}]")))

    @property
    def title(self) -> str:
        """How many claims which search has found."""
        count, what = len(self.items) + self.more, self.search.told_of
        claims = "claim" if count == 1 else "claims"
        told = f"{claims} {what}" if self.search.when == "repeated" else f"{what} {claims}"
        return f"{_line(self.search.name, _LONGEST_NAME)}: {count:,} {told}"

    def page(self, path: str) -> str | None:
        """Return the address of a page of the desk."""
        return None if self.desk is None else self.desk.rstrip("/") + path


def _item(item: Mapping[str, Any]) -> Item:
    why = item.get("why")
    if why is None:
        return Item(_claim(item))
    return Item(_claim(item), _claim(why["claim"]), label(why["when"], suggested=why["suggested"]))


def _claim(item: Mapping[str, Any]) -> Claim:
    return Claim.decode(orjson.dumps(item["claim"]))


def as_json(told: Told) -> bytes:
    """Return the body of a webhook; the same delivery always has the same bytes."""
    search = {
        "id": told.search.id,
        "name": told.search.name,
        "page": told.page(f"/searches/{told.search.id}"),
    }
    data = {"search": search, "claims": orjson.Fragment(f"[{told.claims}]"), "more": told.more}
    whole = {"type": "claims.matched", "timestamp": told.created, "data": data}
    return orjson.dumps(whole, option=orjson.OPT_UTC_Z)


def as_chat(told: Told) -> bytes:
    """Return the body for a hook of Slack, or of what takes the same: Mattermost, Discord, Rocket.Chat."""
    lines = [line for item in told.items[:_MOST_IN_CHAT] for line in _chat_lines(item)]
    left = max(len(told.items) - _MOST_IN_CHAT, 0) + told.more
    return orjson.dumps({"text": "\n".join([f"*{_chat(told.title)}*", *lines, *_rest(told, left)])})


def as_mail(told: Told, *, sender: str, to: str) -> EmailMessage:
    """Return an e-mail, in plain text."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = sender, to
    mail["Subject"] = told.title
    mail["Date"] = format_datetime(told.created)
    mail["Message-ID"] = f"<{told.id}@{sender.rpartition('@')[2].strip('> ') or 'claimwire'}>"
    mail["Auto-Submitted"] = "auto-generated"
    parts = ["\n".join(_mail_lines(told, item)) for item in told.items]
    mail.set_content("\n\n".join([*parts, *_rest(told, told.more)]) + "\n")
    return mail


def _who_how(claim: Claim) -> str:
    accused = claim.accused.name if claim.accused else None
    return _line(" ".join(filter(None, [who(claim), how(claim), accused])), _LONGEST_NAME)


def label(when: When, *, suggested: bool) -> str:
    """Return what goes before the other claim of a match."""
    said = _LABELS[when]
    return f"Perhaps {said}:" if suggested else f"{said.capitalize()}:"


def _chat_lines(item: Item) -> Iterable[str]:
    yield f"• {_chat_said(item.claim)}"
    if item.other:
        yield f"    {item.label} {_chat_said(item.other)}"


def _chat_said(claim: Claim) -> str:
    article = claim.article
    said = f"*{_chat(_who_how(claim))}:* {_chat(_line(claim.text, _LONGEST_TEXT))}"
    headline = _chat(_line(article.headline or "article", _LONGEST_NAME))
    url = _web(article.url)
    where = f"<{url}|{headline}>" if url else headline
    outlet = f", {_chat(_line(article.outlet, _LONGEST_NAME))}" if article.outlet else ""
    return f"{said} ({where}{outlet})"


def _mail_lines(told: Told, item: Item) -> Iterable[str]:
    yield from _mail_said(told, item.claim)
    if item.other:
        yield f"  {item.label}"
        yield from (f"  {line}" for line in _mail_said(told, item.other))


def _mail_said(told: Told, claim: Claim) -> Iterable[str]:
    article = claim.article
    yield f"{_who_how(claim)}: {_line(claim.text, _LONGEST_TEXT)}"
    yield "  " + ", ".join(_line(part, _LONGEST_NAME) for part in (article.headline, article.outlet) if part)
    for address in (_web(article.url), told.page(f"/claims/{claim.claim_id}")):
        if address:
            yield f"  {address}"


def _rest(told: Told, left: int) -> Iterable[str]:
    """Say how many there are beside those shown, and where all of them are."""
    if left > 0:
        yield f"and {left:,} more"
    if page := told.page(f"/searches/{told.search.id}"):
        yield page


def _web(url: str | None) -> str | None:
    """Return an article's address where it is one of the web that ends no link."""
    fits = url and url.isascii() and url.startswith(("http://", "https://")) and not set(url) & set("<>|\"' ")
    return url if fits else None


def _line(text: str, most: int) -> str:
    """Return text as one line, without what a terminal or a mail reader would obey."""
    one = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return one if len(one) <= most else one[: most - 1] + "…"


def _chat(text: str) -> str:
    """Return text that a chat shows: it links nowhere, and calls nobody."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("@", "@\u200b").replace("](", "]\u200b(")
