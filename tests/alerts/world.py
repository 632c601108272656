"""A desk's alerts without a desk: saved searches, claims that come, a sender with a clock that tests move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from claimwire.alerts.alerting import Alerting
from claimwire.alerts.channels import Channel
from claimwire.alerts.saved import SavedSearch, SearchDraft, save
from claimwire.alerts.sender import Sender
from claimwire.desk.records import claim_item
from claimwire.settings import load_settings
from claimwire.store import Store
from claimwire_schemas import EnrichedArticle
from tests.store.articles import Said, enriched

NOW = datetime.now(UTC).replace(microsecond=0)
SETTINGS = load_settings(
    alert_allow_private=True, smtp_host="127.0.0.1", smtp_from="desk@claimwire.example", desk_url="http://d"
)
HOOK = "http://127.0.0.1:1/hook"


@dataclass
class World:
    """Alerts over a store."""

    store: Store
    now: datetime = NOW
    alerting: Alerting = field(init=False)

    def __post_init__(self) -> None:
        self.alerting = Alerting(claim_item, now=lambda: self.now)

    def save(self, q: str | None = None, **given: Any) -> SavedSearch:
        """Save a search that tells a webhook unless something else is given."""
        fields = {"name": "Mill", "search": {"q": q} if q else {}, "delivery": {"webhook": {"url": HOOK}}}
        draft = SearchDraft.model_validate(fields | given, strict=False)
        return save(self.store, draft, SETTINGS, now=self.now - timedelta(hours=1))

    def come(self, *articles: EnrichedArticle) -> None:
        """Store articles as a desk does."""
        self.store.write(articles, alert=self.alerting)

    def sender(self, channels: dict[str, Channel], **given: Any) -> Sender:
        """Return a sender that lives in this world's time."""

        def now_s() -> float:
            return self.now.timestamp()

        return Sender(self.store.deliveries, channels, now_s=now_s, chance=lambda: 1.0, **given)

    def waiting(self) -> list[list[str]]:
        """Return the texts in each message that waits, by message."""
        return [texts(row.body) for row in self.store.deliveries.listed(state="waiting", limit=10_000)]


def story(number: int, *said: str, seen: datetime = NOW, **given: Any) -> EnrichedArticle:
    """Return an article that says some things, seen now."""
    return enriched(number, *map(Said, said), seen=seen, **given)


def texts(body: str) -> list[str]:
    """Return what the claims of a message say."""
    return [one["claim"]["text"] for one in orjson.loads(f"[{body}]")]


def all_texts(found: Sequence[Sequence[str]]) -> list[str]:
    """Return what all messages say, in order of the alphabet."""
    return sorted(text for some in found for text in some)
