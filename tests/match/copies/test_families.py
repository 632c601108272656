"""Families: which articles are put together, on both databases, and what their records say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from claimwire.match.copies.families import place
from claimwire.store import Store
from claimwire_schemas import Article, Credit, Family
from claimwire_schemas.ids import article_id, family_id
from claimwire_schemas.topics import FAMILIES
from tests.builders import an_article, span

SEEN = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
FERRY = tuple(
    f"On day {day} the ferry to Skerry island was held back at pier {day + 3}, and its master, Odd Larsen, "
    f"told the {day * 7} passengers aboard that the north storm would last until evening number {day}."
    for day in range(1, 9)
)
MILL = tuple(
    f"Worker {number} of the Ashby mill said the looms of hall {number} stood idle for {number * 5} hours "
    f"while the owner looked for a buyer in town {number}, and nobody was paid for shift {number * 2}."
    for number in range(1, 9)
)
LOCAL = tuple(
    f"Councillor {number} wants bench {number} in Tarn park painted green before fair {number} opens in May."
    for number in range(1, 7)
)


def article(
    name: str, *paragraphs: str, outlet: str | None = None, minute: int = 0, revision: int = 1
) -> Article:
    url = f"https://news.example/{name}"
    made = an_article(
        *paragraphs,
        title=f"The story of {name}",
        url=url,
        outlet=outlet or f"The {name}",
        article_id=article_id(url=url, outlet=None, body=""),
        received_at=SEEN + timedelta(minutes=minute),
        revision=revision,
        supersedes=revision - 1 or None,
        published=None,
    )
    if "(AP)" not in made.text:
        return made
    return made.model_copy(update={"credits": (Credit(span=span(made, "AP"), agency="AP"),)})


def placed(store: Store, *articles: Article) -> dict[str, set[str]]:
    """Place articles; return the families as names."""
    names = {one.article_id: (one.url or "").rpartition("/")[2] for one in articles}
    with store.matching() as matching:
        for one in articles:
            place(one, matching.window)
    return {
        names[family.origin.article_id]: {names[one.article.article_id] for one in family.relatives}
        for family in records(store)
    }


def records(store: Store) -> list[Family]:
    return [Family.decode(row.body.encode()) for row in store.outgoing.first(FAMILIES.name)]


def test_copies_excerpts_and_reordered_texts_are_one_family(store: Store) -> None:
    found = placed(
        store,
        article("first", *FERRY),
        article("copy", *FERRY, minute=1),
        article("excerpt", *FERRY[:4], minute=2),
        article("reordered", *reversed(FERRY), minute=3),
        article("local", *FERRY[:4], *LOCAL, minute=4),
        article("other", *MILL, minute=5),
    )
    assert found == {"first": {"first", "copy", "excerpt", "reordered", "local"}}
    kinds = [one.kinship for one in records(store)[0].relatives]
    assert kinds == ["first", "copy", "excerpt", "copy", "part"]


def test_a_round_up_is_in_both_families_and_joins_them_in_neither_order(store: Store) -> None:
    """Two stories have nothing to do with each other because somebody printed both on one page."""
    placed(
        store,
        article("round-up", *FERRY, *MILL),
        article("ferry", *FERRY, minute=1),
        article("mill", *MILL, minute=2),
        article("mill-again", *MILL, minute=3),
    )
    families = [
        {(one.article.url or "").rpartition("/")[2] for one in family.relatives} for family in records(store)
    ]
    assert sorted(map(sorted, families)) == [["ferry", "round-up"], ["mill", "mill-again", "round-up"]]


def test_the_agencys_own_article_is_the_origin_though_it_came_later(store: Store) -> None:
    placed(
        store,
        article("post", f"SKERRY (AP) — {FERRY[0]}", *FERRY[1:]),
        article("wire", f"SKERRY (AP) — {FERRY[0]}", *FERRY[1:], outlet="Associated Press", minute=9),
    )
    (family,) = records(store)
    assert (family.origin.outlet, family.agency) == ("Associated Press", "AP")
    assert family.evidence == ("shared_text", "same_agency", "is_agency")


def test_a_footer_that_many_stories_have_joins_none(store: Store) -> None:
    footer = " ".join(LOCAL[:3])
    words = " ".join(FERRY + MILL).split()
    draw = Random(18)
    briefs = [article(f"brief-{n}", " ".join(draw.choices(words, k=70)), footer, minute=n) for n in range(8)]
    assert placed(store, *briefs) == {}


def test_an_article_that_comes_again_changes_nothing_and_a_revision_stays(store: Store) -> None:
    first, copy = article("first", *FERRY), article("copy", *FERRY, minute=1)
    placed(store, first, copy)
    before = records(store)
    with store.matching() as matching:
        assert place(copy, matching.window) is None
        assert place(article("copy", *MILL, minute=2, revision=2), matching.window) == family_id(
            first.article_id
        )
    assert [one.articles for one in before] == [one.articles for one in records(store)] == [2]


def test_what_is_forgotten_leads_to_no_family(store: Store) -> None:
    placed(store, article("first", *FERRY), article("copy", *FERRY, minute=1))
    with store.matching() as matching:
        matching.window.forget(int((SEEN + timedelta(days=1)).timestamp() * 1000))
        for part in range(4):
            matching.window.forget_marks(part=part, parts=4)
    assert store.groups.family_of(article("first", *FERRY).article_id) == []
    late = article("late", *FERRY, minute=20_000)
    with store.matching() as matching:
        assert place(late, matching.window) == family_id(late.article_id)
