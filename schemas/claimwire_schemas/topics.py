"""Topics: their records and their retention."""

from __future__ import annotations

from dataclasses import dataclass, replace

from claimwire_schemas.actors import Actor
from claimwire_schemas.articles import Article, RawArticle
from claimwire_schemas.attributions import Attribution
from claimwire_schemas.claim_links import ClaimLink
from claimwire_schemas.claims import Claim
from claimwire_schemas.clusters import ClaimCluster, Story
from claimwire_schemas.dead_letters import DeadLetter
from claimwire_schemas.enriched import EnrichedArticle
from claimwire_schemas.families import Family
from claimwire_schemas.feedback import Feedback
from claimwire_schemas.feeds import Feed
from claimwire_schemas.message import Message

DAY = 24 * 3600
MIB = 1024 * 1024


@dataclass(frozen=True)
class Topic:
    """A topic of the wire: its name, its record, and its configuration.

    Without a retention, it is compacted: the last record of each key is kept forever.
    """

    name: str
    record: type[Message]
    summary: str
    retention_s: int | None
    max_message_bytes: int

    @property
    def event_type(self) -> str:
        """CloudEvents `type` of its records."""
        return f"dev.claimwire.{self.record.__name__}.v1"

    @property
    def configs(self) -> dict[str, str | int]:
        """Its configuration on a broker."""
        kept: dict[str, str | int] = (
            {"cleanup.policy": "compact"}
            if self.retention_s is None
            else {"cleanup.policy": "delete", "retention.ms": self.retention_s * 1000}
        )
        return kept | {"max.message.bytes": self.max_message_bytes}

    def suffixed(self, suffix: str) -> Topic:
        """Return the same topic in another set of records; topics that are not extracted have only one."""
        return replace(self, name=self.name + suffix) if self in _EXTRACTED else self


RAW = Topic("news.articles.raw.v1", RawArticle, "Raw articles.", 7 * DAY, 32 * MIB)
ARTICLES = Topic("news.articles.v1", Article, "Normalized articles.", 30 * DAY, 16 * MIB)
ATTRIBUTIONS = Topic("news.attributions.v1", Attribution, "Attributions: who said what.", 30 * DAY, 16 * MIB)
CLAIMS = Topic("news.claims.v1", Claim, "Claims, with claimant and stance.", 30 * DAY, 16 * MIB)
ENRICHED = Topic(
    "news.articles.enriched.v1", EnrichedArticle, "Articles with all records.", 30 * DAY, 32 * MIB
)
DEAD_LETTERS = Topic("news.dead-letters.v1", DeadLetter, "Refused messages and reasons.", 90 * DAY, 48 * MIB)
FEEDS = Topic("news.feeds.v1", Feed, "Polled feeds.", None, MIB)
FEEDBACK = Topic("news.feedback.v1", Feedback, "Readers' verdicts on claims.", 365 * DAY, MIB)
FAMILIES = Topic("news.families.v1", Family, "Articles that share their text.", None, MIB)
ACTORS = Topic("news.actors.v1", Actor, "People and bodies, across articles.", None, MIB)
CLAIM_LINKS = Topic(
    "news.claim-links.v1", ClaimLink, "Claims that repeat, contradict or update others.", 30 * DAY, MIB
)
CLAIM_CLUSTERS = Topic(
    "news.claim-clusters.v1", ClaimCluster, "Claims that say the same, together.", None, MIB
)
STORIES = Topic("news.stories.v1", Story, "Articles about one event, together.", None, MIB)
MATCHED = (FAMILIES, ACTORS, CLAIM_LINKS, CLAIM_CLUSTERS, STORIES)
"""What matching writes."""

TOPICS = (RAW, ARTICLES, ATTRIBUTIONS, CLAIMS, ENRICHED, DEAD_LETTERS, FEEDS, FEEDBACK, *MATCHED)
_EXTRACTED = (ATTRIBUTIONS, CLAIMS, ENRICHED)
"""The output of extraction. A second set may exist, under names with a suffix."""
TOPIC_OF: dict[type[Message], Topic] = {topic.record: topic for topic in TOPICS}
"""Topics by record."""
