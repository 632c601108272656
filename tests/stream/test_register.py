"""The stage of the feeder: feeds are added and removed, other messages refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.errors import Refused
from claimwire.polling.states import FeedStates
from claimwire.stream.delivery import Delivery
from claimwire.stream.register import Register
from claimwire_schemas import Feed
from claimwire_schemas.topics import FEEDS
from tests.polling.world import NOON, KeptTable, Wire
from tests.stream.staged import outcome_of

URL = "https://courier.example/rss"


def tombstone(key: bytes | None) -> Delivery:
    return Delivery(FEEDS.name, 0, 0, int(NOON.timestamp() * 1000), key, None, [])


async def test_a_message_without_a_value_removes_its_feed() -> None:
    wire = Wire()
    states = FeedStates(KeptTable(), wire, changelog="feeds")
    await states.add(Feed(url=URL), partition=0, at=NOON)
    outcome = await outcome_of(Register(states), tombstone(URL.encode()))
    assert outcome.label == "registered"
    assert len(states) == 0
    assert (wire.sent[-1].key, wire.sent[-1].value) == (URL.encode(), None)


@given(key=st.none() | st.binary() | st.text().map(str.encode) | st.just(b"https://" + b"x" * 4090))
async def test_a_message_without_a_value_whose_key_is_no_feeds_url_is_refused(key: bytes | None) -> None:
    """It is not written down: a byte that is no text would be three, and the changelog takes no more."""
    wire = Wire()
    with pytest.raises(Refused) as refused:
        await Register(FeedStates(KeptTable(), wire, changelog="feeds")).work(tombstone(key))
    assert refused.value.reason == "wrong_key"
    assert wire.sent == []
