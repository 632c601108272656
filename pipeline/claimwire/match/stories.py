"""Stories: articles about one event, by the claims that they share.

Articles have enough in common if there is a sure link between their claims, if there are three links of any
sort, or if their text is the same. An article joins the story of the last three days in which it has most in
common with others; it never joins two stories, so that one article about both does not make them one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pydantic import TypeAdapter

from claimwire.store import Matching, StoryRow
from claimwire.store.words import instant, milliseconds
from claimwire_schemas import Article, ArticleRef, ClaimLink, Story
from claimwire_schemas.ids import story_id
from claimwire_schemas.topics import STORIES

_LASTS_MS = 3 * 24 * 3600 * 1000
_ENOUGH = 3
_SHOWN = 200
_REFERENCE = TypeAdapter(ArticleRef)


def place_in_story(
    article: Article, links: Iterable[ClaimLink], relatives: Iterable[str], matching: Matching
) -> None:
    """Put an article into a story, where a revision stays; `relatives` are the articles of its families."""
    if matching.groups.stories_of([article.article_id]):
        return
    shared = _shared(article.article_id, links, relatives)
    seen_ms, common = milliseconds(article.received_at), Counter[str]()
    for row in matching.groups.stories_of(shared):
        if abs(seen_ms - row.seen_ms) <= _LASTS_MS:
            common[row.story_id] += shared[row.article_id]
    own = story_id(article.article_id)
    chosen = min(common, key=lambda story: (-common[story], story), default=own)
    body = _REFERENCE.dump_json(article.ref()).decode()
    matching.groups.put_story_article(StoryRow(article.article_id, chosen, seen_ms, body))
    if chosen != own:
        _tell(chosen, matching)


def _shared(article_id: str, links: Iterable[ClaimLink], relatives: Iterable[str]) -> dict[str, int]:
    """Return the articles that share enough with one, with how much."""
    shared = Counter[str]()
    for link in links:
        ends = {link.earlier.article.article_id, link.later.article.article_id} - {article_id}
        shared.update(dict.fromkeys(ends, _ENOUGH if link.tier == "confirmed" else 1))
    shared.update(dict.fromkeys(set(relatives) - {article_id}, _ENOUGH))
    return {one: much for one, much in shared.items() if much >= _ENOUGH}


def _tell(one: str, matching: Matching) -> None:
    """Write a story's record, and let it wait for its topic."""
    rows = matching.groups.articles_of(one, most=_SHOWN)
    families = matching.groups.families_of(row.article_id for row in rows)
    record = story_of(one, rows, len({families.get(row.article_id, row.article_id) for row in rows}))
    body = record.encode().decode()
    last_ms = milliseconds(record.last_seen)
    matching.groups.put_story(one, body, families=record.families, last_ms=last_ms)
    matching.outgoing.put(STORIES.name, [(one, body)])


def story_of(one: str, rows: Sequence[StoryRow], families: int) -> Story:
    """Return the record of a story from its articles, in the order in which they came."""
    members = [_REFERENCE.validate_json(row.body) for row in rows]
    published = [it.published_at for it in members if it.published_at]
    return Story(
        story_id=one,
        headline=next((it.headline for it in members if it.headline), None),
        articles=len(members),
        families=families,
        outlets=len({it.outlet for it in members if it.outlet}),
        first_published=min(published, default=None),
        first_seen=instant(min(row.seen_ms for row in rows)),
        last_seen=instant(max(row.seen_ms for row in rows)),
        members=tuple(members),
    )
