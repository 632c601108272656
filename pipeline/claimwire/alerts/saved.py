"""Saved searches: what they look for, and where what they find is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Annotated, Any, Literal
from uuid import uuid4

import structlog
from pydantic import Field

from claimwire.alerts.signing import new_secret, secret_key
from claimwire.errors import InputError
from claimwire.settings import Settings
from claimwire.store import Saved, Search, Store, plan_claims
from claimwire.store.words import instant, milliseconds
from claimwire.web.addresses import is_public
from claimwire.web.redirects import parsed
from claimwire_schemas.message import Value

log = structlog.get_logger(__name__)

_MOST = 1_000
Format = Literal["standard", "slack"]
Every = Literal["at_once", "hour", "day"]
When = Literal["new", "contradicted", "denied", "repeated"]
"""What happens to a claim that a search tells of: it comes, or matching finds another claim."""
Address = Annotated[
    str,
    Field(max_length=254, pattern=r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$"),
]


class Webhook(Value):
    """Where messages are posted to, and what they are signed with."""

    url: str
    secret: str
    format: Format = "standard"


class Delivery(Value):
    """Who is told, and when; nobody where nothing is set."""

    webhook: Webhook | None = None
    emails: Annotated[tuple[Address, ...], Field(strict=False)] = ()
    every: Every = "at_once"

    @property
    def targets(self) -> list[tuple[str, str]]:
        """The channel and target of each receiver. A webhook's address is looked up when it is sent to."""
        hooks = [("webhook", "")] if self.webhook else []
        return hooks + [("email", address) for address in self.emails]


class WebhookDraft(Value):
    """A webhook to save."""

    url: str | None = Field(
        default=None, max_length=4096, description="http or https; null keeps the one that is saved."
    )
    secret: str | None = Field(
        default=None,
        max_length=120,
        description="`whsec_` and base64 of 24 to 64 bytes; null keeps the one that is saved, or makes one.",
    )
    format: Format = Field(
        default="standard", description="`standard`: JSON, signed; `slack`: what hooks of chats take."
    )


class DeliveryDraft(Value):
    """Who is to be told, and when."""

    webhook: WebhookDraft | None = Field(default=None, description="Where to post to.")
    emails: Annotated[
        tuple[Address, ...], Field(strict=False, max_length=20, description="Whom to write to.")
    ] = ()
    every: Every = Field(
        default="at_once", description="`at_once`, or what came in an `hour` or a `day` together."
    )


class SearchDraft(Value):
    """A search to save."""

    name: str = Field(min_length=1, max_length=200, description="What people call it.")
    search: Search = Field(description="What claims must have.")
    when: When = Field(
        default="new",
        description="Tells of claims that are `new`, `contradicted`, `denied`, or `repeated` by others.",
    )
    sources: int = Field(
        default=2, ge=2, le=100, description="For `repeated`: in how many independent texts."
    )
    suggested: bool = Field(
        default=False, description="For `contradicted` and `denied`: suggested links too, not only sure ones."
    )
    delivery: DeliveryDraft = Field(default=DeliveryDraft(), description="Who is told of what it finds.")


class _Body(Value):
    """A saved search as the store has it."""

    search: Search
    when: When = "new"
    sources: int = 2
    suggested: bool = False
    delivery: Delivery = Delivery()
    since_ms: int | None = None


@dataclass(frozen=True)
class SavedSearch:
    """A saved search. It tells of articles that came at `since_ms` or later."""

    id: str
    name: str
    search: Search
    delivery: Delivery
    since_ms: int
    created: datetime
    updated: datetime
    when: When = "new"
    sources: int = 2
    suggested: bool = False

    @property
    def told_of(self) -> str:
        """What it tells of, in words that go before or after `claims`."""
        return f"repeated in {self.sources} texts" if self.when == "repeated" else self.when

    @classmethod
    def of(cls, saved: Saved) -> SavedSearch:
        """Return a saved search that the store has; raises `ValueError` for another version's."""
        body = _Body.model_validate_json(saved.body, strict=False)
        return cls(
            id=saved.id,
            name=saved.name,
            delivery=body.delivery,
            since_ms=saved.created_ms if body.since_ms is None else body.since_ms,
            created=instant(saved.created_ms),
            updated=instant(saved.updated_ms),
            search=body.search,
            when=body.when,
            sources=body.sources,
            suggested=body.suggested,
        )


def every_search(store: Store) -> list[SavedSearch]:
    """Return all saved searches, in the order in which they were saved first."""
    return readable(store.saved())


def readable(every: Iterable[Saved]) -> list[SavedSearch]:
    """Return those saved searches that this version can read."""
    found = []
    for saved in every:
        try:
            found.append(SavedSearch.of(saved))
        except ValueError:
            log.warning("alert_search_unreadable", search=saved.id)
    return found


def one_search(store: Store, search_id: str) -> SavedSearch | None:
    """Return a saved search; None where there is none."""
    saved = store.saved_search(search_id)
    return None if saved is None else SavedSearch.of(saved)


def redrafted(saved: SavedSearch) -> SearchDraft:
    """Return the draft that saves a search as it is."""
    delivery = saved.delivery
    hook = WebhookDraft(format=delivery.webhook.format) if delivery.webhook else None
    kept = DeliveryDraft(webhook=hook, emails=delivery.emails, every=delivery.every)
    return SearchDraft.model_validate({"name": saved.name, "delivery": kept, **_choices(saved)})


def _choices(one: SearchDraft | SavedSearch) -> dict[str, Any]:
    return {"search": one.search, "when": one.when, "sources": one.sources, "suggested": one.suggested}


def _asked(one: SearchDraft | SavedSearch) -> dict[str, Any]:
    """Return what a search asks for: of its choices those that count for its kind of match."""
    left_out = {"new": ("sources", "suggested"), "repeated": ("suggested",)}.get(one.when, ("sources",))
    return {name: value for name, value in _choices(one).items() if name not in left_out}


def save(
    store: Store,
    draft: SearchDraft,
    settings: Settings,
    *,
    before: SavedSearch | None = None,
    now: datetime | None = None,
) -> SavedSearch:
    """Save a search, in place of an earlier one if there is one.

    Raises `InputError` for what is no query, for an address that is refused, and if there are too many.
    """
    plan_claims(draft.search)
    if before is None and len(store.saved()) >= _MOST:
        raise InputError(f"there are {_MOST:,} saved searches already: remove one")
    delivery = _delivery(draft.delivery, before.delivery if before else Delivery(), settings)
    goes_on = before and before.delivery.targets and _asked(before) == _asked(draft)
    since_ms = before.since_ms if before and goes_on else milliseconds(now or datetime.now(UTC))
    body = _Body.model_validate({**_choices(draft), "delivery": delivery, "since_ms": since_ms})
    search_id = before.id if before else str(uuid4())
    name = " ".join(draft.name.replace("\0", "").split()) or "Search"
    return SavedSearch.of(store.save(search_id, name, body.model_dump_json(exclude_defaults=True)))


def _delivery(draft: DeliveryDraft, before: Delivery, settings: Settings) -> Delivery:
    if draft.emails and not settings.smtp_host:
        raise InputError("emails: no mail server is set: set CLAIMWIRE_SMTP_HOST")
    hook = _webhook(draft.webhook, before.webhook, settings) if draft.webhook else None
    return Delivery(webhook=hook, emails=tuple(dict.fromkeys(draft.emails)), every=draft.every)


def _webhook(draft: WebhookDraft, before: Webhook | None, settings: Settings) -> Webhook:
    url = draft.url or (before.url if before else None)
    if url is None:
        raise InputError("webhook: give a URL")
    if draft.secret:
        secret_key(draft.secret)
    # One receiver must not learn the secret of another by being put in its place.
    kept = before.secret if before and before.url == url else None
    _refuse_private(url, settings)
    return Webhook(url=url, secret=draft.secret or kept or new_secret(), format=draft.format)


def _refuse_private(url: str, settings: Settings) -> None:
    """Refuse what is plainly not public; names are looked up when a message is sent."""
    host = parsed(url).host or ""
    try:
        is_private = not is_public(str(ip_address(host)))
    except ValueError:
        is_private = host == "localhost"
    if is_private and not settings.alert_allow_private:
        raise InputError(
            f"webhook: {host} is not a public address: CLAIMWIRE_ALERT_ALLOW_PRIVATE=true allows it"
        )
