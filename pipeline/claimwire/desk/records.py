"""What the API answers with, typed: the OpenAPI document is made from these."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import orjson
from pydantic import Field
from yarl import URL

from claimwire.alerts.saved import SavedSearch, When
from claimwire.desk.queries import By, Cursor
from claimwire.store import ArticleRow, ClaimRow, Name, Revision, Search
from claimwire.store.deliveries import DeliveryRow
from claimwire.store.difference import difference
from claimwire.store.ranking import MOST_RANKED
from claimwire_schemas import Article, Attribution, Claim, ClaimVerdict, Entity, LinkVerdict
from claimwire_schemas.feedback import Note
from claimwire_schemas.message import Timestamp, Value


class ClaimItem(Value):
    """A claim in the store."""

    position: int = Field(description="Its place in the order of storing: the id in the stream.")
    seen: Timestamp = Field(description="When the raw article came.")
    published: Timestamp | None = Field(description="When the article was published.")
    headline: str | None = Field(description="The article's.")
    language: str = Field(description="The article's.")
    speaker: str | None = Field(description="The claimant's key.")
    accused_key: str | None = Field(description="The key of who is accused or criticized.")
    outlet_key: str | None = Field(description="The outlet's key.")
    entities: tuple[str, ...] = Field(description="The names of those mentioned in it.")
    change: Literal["added", "changed", "same"] = Field(description="Beside the revision before.")
    replaces: str | None = Field(description="The claim of the revision before that it changes or repeats.")
    superseded: bool = Field(description="Whether the article has a later revision.")
    claim: Claim = Field(description="The record.")


class ClaimPage(Value):
    """Some claims, newest or best first."""

    claims: tuple[ClaimItem, ...] = Field(description="The claims.")
    next: Cursor | None = Field(description="The cursor of the next page; null at the end.")
    ranked: int | None = Field(
        description=f"How many hits `order=best` ranked, the newest {MOST_RANKED:,} at most; else null."
    )


class ClaimBatch(Value):
    """What an event of the stream has: claims, oldest first."""

    claims: tuple[ClaimItem, ...] = Field(description="The claims.")
    more: int = Field(description="How many more there were, of a brief stream.")


class ArticleItem(Value):
    """A revision of an article in the store."""

    position: int = Field(description="Its place in the order of storing.")
    article_id: str = Field(description="Its id.")
    revision: int = Field(description="Its number.")
    text_digest: str = Field(description="Of its text.")
    headline: str | None = Field(description="Its headline.")
    url: str | None = Field(description="Its canonical URL.")
    outlet: str | None = Field(description="Who publishes it.")
    outlet_key: str | None = Field(description="The outlet's key.")
    seen: Timestamp = Field(description="When the raw article came.")
    published: Timestamp | None = Field(description="When it was published.")
    language: str = Field(description="Its language.")
    status: str = Field(description="Whether anything was looked for in it.")
    claims: int = Field(description="How many claims it has.")
    superseded: bool = Field(description="Whether there is a later revision.")


class ArticlePage(Value):
    """Some articles, newest first."""

    articles: tuple[ArticleItem, ...] = Field(description="The articles.")
    next: Cursor | None = Field(description="The cursor of the next page; null at the end.")


class ChangeItem(Value):
    """A claim of one revision and what it became in the next."""

    before: ClaimItem = Field(description="The claim before.")
    after: ClaimItem = Field(description="The claim after.")


class RevisionItem(Value):
    """A revision, its claims, and how they differ from those of the revision before."""

    article: ArticleItem = Field(description="The revision.")
    claims: tuple[ClaimItem, ...] = Field(description="Its claims, in order of the text.")
    added: tuple[ClaimItem, ...] = Field(description="Claims that the revision before did not have.")
    changed: tuple[ChangeItem, ...] = Field(description="Claims that it had in other words.")
    dropped: tuple[ClaimItem, ...] = Field(description="Claims that only the revision before had.")


class ArticleDetail(Value):
    """An article: its text, what is in it, and its revisions."""

    article: Article = Field(description="The current revision's record.")
    attributions: tuple[Attribution, ...] = Field(description="Who said what in it.")
    entities: tuple[Entity, ...] = Field(description="Who and what it speaks of.")
    revisions: tuple[RevisionItem, ...] = Field(description="All revisions, the current one first.")


class NameItem(Value):
    """A speaker or an outlet."""

    key: str = Field(description="What it is asked for by.")
    name: str = Field(description="As it was first written.")
    kind: str | None = Field(description="Such as `person`; null where nothing tells.")
    claims: int = Field(description="How many current claims it stands behind, or has published.")
    accused: int = Field(description="How many current claims accuse or criticize it.")
    first_seen: Timestamp = Field(description="Of its claims.")
    last_seen: Timestamp = Field(description="Of its claims.")


class NamePage(Value):
    """Some speakers or outlets, those with most claims first."""

    names: tuple[NameItem, ...] = Field(description="The names.")
    next: Cursor | None = Field(description="The cursor of the next page; null at the end.")


class CountItem(Value):
    """How many claims there are of one kind."""

    key: str = Field(description="An hour or day (RFC 3339), stance or key; empty where a claim has none.")
    claims: int = Field(description="How many.")


class CountTable(Value):
    """How many claims there are of each kind, the most first; hours in order."""

    by: By = Field(description="What was counted.")
    counts: tuple[CountItem, ...] = Field(description="The counts.")
    complete: bool = Field(description="False where only the newest claims that match were counted.")


class SpeakerDetail(Value):
    """A speaker: how much they said, how, whom they accuse or criticize, and who does so to them."""

    speaker: NameItem = Field(description="The speaker.")
    stances: CountTable = Field(description="Their claims by stance.")
    accuses: CountTable = Field(description="Whom they accuse or criticize.")
    accused_by: CountTable = Field(description="Who accuses or criticizes them.")


class WebhookItem(Value):
    """Where a saved search posts to. Its whole address may be a secret."""

    at: str = Field(description="The address without its path.")
    format: Literal["standard", "slack"] = Field(description="What is posted.")


class DeliveryPlan(Value):
    """Who is told of what a saved search finds, and when."""

    webhook: WebhookItem | None = Field(description="Where it posts to.")
    emails: tuple[str, ...] = Field(description="Whom it writes to.")
    every: Literal["at_once", "hour", "day"] = Field(description="When.")


class SearchItem(Value):
    """A saved search."""

    id: str = Field(description="Its id.")
    name: str = Field(description="What people call it.")
    search: Search = Field(description="What claims must have.")
    when: When = Field(description="What happens to claims that it tells of.")
    sources: int = Field(description="For `repeated`: in how many independent texts.")
    suggested: bool = Field(description="Whether it tells of links that are only suggested too.")
    delivery: DeliveryPlan = Field(description="Who is told.")
    created: Timestamp = Field(description="When it was saved first.")
    updated: Timestamp = Field(description="When it was saved last.")


class SavedItem(SearchItem):
    """A search that was just saved."""

    secret: str | None = Field(description="What its webhook is signed with; told here alone.")


class SearchPage(Value):
    """All saved searches."""

    searches: tuple[SearchItem, ...] = Field(description="In the order in which they were saved first.")


class DayItem(Value):
    """A day in the store."""

    day: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")] = Field(description="In UTC.")
    articles: int = Field(description="Current articles.")
    claims: int = Field(description="Current claims.")


class DeliveryItem(Value):
    """A message to one receiver of a saved search."""

    id: str = Field(description="Its id; a webhook has it as `webhook-id`.")
    search_id: str = Field(description="The saved search.")
    channel: Literal["webhook", "email"] = Field(description="How it goes out.")
    target: str = Field(description="The e-mail address; empty for a webhook.")
    claims: int = Field(description="How many claims it tells of.")
    state: Literal["waiting", "sent", "dead"] = Field(description="What became of it.")
    attempts: int = Field(description="How often it was tried.")
    trouble: str = Field(description="What it failed with last.")
    created: Timestamp = Field(description="When it was made.")
    due: Timestamp | None = Field(description="When it is tried next.")
    done: Timestamp | None = Field(description="When it was sent or given up.")


class DeliveryPage(Value):
    """Some messages, the newest first."""

    deliveries: tuple[DeliveryItem, ...] = Field(description="The messages.")


GivenBy = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")]


class FeedbackDraft(Value):
    """What somebody says of a claim."""

    verdict: ClaimVerdict = Field(description="What is right or wrong with it.")
    note: Note | None = Field(default=None, description="What there is to add.")
    given_by: GivenBy | None = Field(
        default=None, description="Who says so; a session that has a name says its own."
    )


class LinkFeedbackDraft(Value):
    """What somebody says of a link."""

    verdict: LinkVerdict = Field(description="Whether it is right or wrong; `link_undone` takes that back.")
    note: Note | None = Field(default=None, description="What there is to add.")
    given_by: GivenBy | None = Field(
        default=None, description="Who says so; a session that has a name says its own."
    )


class LanguageItem(Value):
    """Articles in a language."""

    language: str = Field(description="Its tag, such as `de`; `und` if that is not known.")
    articles: int = Field(description="Current articles.")


class State(Value):
    """How the desk is."""

    position: int = Field(description="The newest claim's.")
    waits_for: str | None = Field(description="Why nothing is stored at present; null while all is well.")
    lag: int = Field(description="Articles on the topic that are not stored yet.")
    days: tuple[DayItem, ...] = Field(description="What is in the store, the latest first.")
    languages: tuple[LanguageItem, ...] = Field(description="Articles by language, the most first.")


class ProblemItem(Value):
    """What went wrong (RFC 9457)."""

    type: str = Field(description="`about:blank`.")
    title: str = Field(description="The status in words.")
    status: int = Field(description="The HTTP status.")
    reason: str = Field(description="A code for programs.")
    detail: str = Field(description="For people.")


def claim_item(row: ClaimRow) -> dict[str, Any]:
    """Return a claim as the API has it; the record is passed on as it was stored."""
    return {
        "position": row.position,
        "seen": row.seen,
        "published": row.published,
        "headline": row.headline,
        "language": row.language,
        "speaker": row.claimant_key,
        "accused_key": row.accused_key,
        "outlet_key": row.outlet_key,
        "entities": orjson.Fragment(row.entities),
        "change": row.change,
        "replaces": row.replaces,
        "superseded": row.superseded,
        "claim": orjson.Fragment(row.record),
    }


def article_item(row: ArticleRow) -> dict[str, Any]:
    """Return an article as the API lists it."""
    return {name: getattr(row, name) for name in ArticleItem.model_fields}


_SAVED = ("when", "sources", "suggested", "created", "updated")


def search_item(saved: SavedSearch) -> dict[str, Any]:
    """Return a saved search as the API has it."""
    hook = saved.delivery.webhook
    told = {
        "webhook": None if hook is None else {"at": str(URL(hook.url).origin()), "format": hook.format},
        "emails": saved.delivery.emails,
        "every": saved.delivery.every,
    }
    search = saved.search.model_dump(mode="json", exclude_defaults=True)
    fields = {"id": saved.id, "name": saved.name, "search": search, "delivery": told}
    return fields | {name: getattr(saved, name) for name in _SAVED}


def delivery_item(row: DeliveryRow) -> dict[str, Any]:
    """Return a message as the API has it."""
    item = {name: getattr(row, name) for name in DeliveryItem.model_fields}
    return item | {"claims": row.claims + row.more}


def name_item(name: Name) -> dict[str, Any]:
    """Return a speaker or an outlet as the API has it."""
    return {item: getattr(name, item) for item in NameItem.model_fields}


def revision_items(revisions: list[Revision]) -> list[dict[str, Any]]:
    """Return revisions, each with how it differs from the one before; `revisions` has the latest first."""
    earlier = [*revisions[1:], None]
    return [_revision_item(one, before) for one, before in zip(revisions, earlier, strict=True)]


def _revision_item(revision: Revision, before: Revision | None) -> dict[str, Any]:
    told = difference(before.claims if before else (), revision.claims)
    old = {row.claim_id: row for row in before.claims} if before else {}
    changed = [(old[row.replaces or ""], row) for row in told.rows if row.change == "changed"]
    return {
        "article": article_item(revision.article),
        "claims": list(map(claim_item, revision.claims)),
        "added": [claim_item(row) for row in told.rows if before and row.change == "added"],
        "changed": [{"before": claim_item(was), "after": claim_item(now)} for was, now in changed],
        "dropped": list(map(claim_item, told.dropped)),
    }
