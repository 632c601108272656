"""Whatever names articles have, reading them gives records that can be written, the same each time."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from claimwire.match.actors import Actors
from claimwire.match.actors.names import body_name, person_name
from claimwire_schemas import Actor
from tests.match.actors.sighted import Told, sighted

WORDS = st.sampled_from(
    ("Ada", "Vane", "B.", "Jr.", "Mayor", "Wend", "Port", "Board", "WPB", "U.S.", "of", "the", "Inc")
)
NAMES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join) | st.text(
    st.characters(codec="utf-8", exclude_characters="|\0\r\n"), min_size=1, max_size=30
)
TOLD: st.SearchStrategy[Told] = st.tuples(
    st.lists(NAMES, min_size=1, max_size=3).map("|".join),
    st.sampled_from(("person", "organization", "outlet")),
)


@given(st.text(st.characters(codec="utf-8"), max_size=60))
@example("’s")
@example("(")
@example("İ")
@example("-\u0301")
def test_any_text_is_a_name_or_none(text: str) -> None:
    """A name has words, without white space around them, and the same words when it is read again."""
    for named in (person_name, body_name):
        found = named(text)
        if found is not None:
            assert all(found.words)
            assert found.written == found.written.strip() != ""


@given(st.lists(st.lists(TOLD, min_size=1, max_size=4), min_size=1, max_size=5))
def test_articles_of_any_names_give_actors_that_can_be_written(articles: list[list[Told]]) -> None:
    """Each sighting has one actor at most, and a second index has the same."""
    one, other = Actors(), Actors()
    for at, told in enumerate(articles):
        sightings = sighted(str(at), *told, days=at)
        outcome = one.read(sightings)
        assert other.read(sightings) == outcome
        joined = [it.entity_id for it in outcome.past.joined]
        assert len(joined) == len(set(joined))
        assert {it.actor_id for it in outcome.past.joined} <= one.by_id.keys()
        assert one.read(sightings, before=outcome.past).changed == ()
    for actor in one.by_id.values():
        assert Actor.decode(actor.encode()) == actor
