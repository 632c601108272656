"""Dead letters: selected by what they are, sent again as they were."""

from __future__ import annotations

import asyncio
from asyncio import Future
from contextlib import aclosing
from datetime import timedelta

import pytest
from aiokafka.errors import MessageSizeTooLargeError
from hypothesis import given

from claimwire.dead_letters import OURS, REDRIVE, Selection, former_of, redriven, redrives
from claimwire.envelope import RECEIVED, REDRIVE_OF, REPLAY, first_received
from claimwire.errors import InputError
from claimwire.redrive import Planned, Sender
from claimwire.settings import Settings
from claimwire_schemas import DeadLetter, Header
from claimwire_schemas.ids import dead_letter_id
from tests import strategies
from tests.builders import RECEIVED as CAME
from tests.builders import a_dead_letter

LETTER = a_dead_letter()
ID = LETTER.dead_letter_id
FIRST = (RECEIVED, CAME.isoformat().encode())


@pytest.mark.parametrize(
    ("selection", "selected"),
    [
        (Selection(), True),
        (Selection(reason="bad_json"), True),
        (Selection(reason="empty_body"), False),
        (Selection(stage="normalize"), True),
        (Selection(stage="extract"), False),
        (Selection(ids=(ID,)), True),
        (Selection(ids=(ID[:8].upper(),)), True),
        (Selection(ids=("00000000",)), False),
        (Selection(ids=("00000000", ID)), True),
        (Selection(ids=(ID,), reason="empty_body"), False),
        (Selection(topic=LETTER.topic), True),
        (Selection(topic="news.articles.v1"), False),
        (Selection(since=LETTER.timestamp), True),
        (Selection(until=LETTER.timestamp), False),
        (Selection(since=LETTER.timestamp + timedelta(milliseconds=1)), False),
        (Selection(outlet="courier"), False),
    ],
)
def test_a_letter_is_selected_by_all_that_is_asked(selection: Selection, *, selected: bool) -> None:
    assert (LETTER in selection) is selected


def test_an_id_of_few_characters_selects_nothing() -> None:
    with pytest.raises(InputError, match="at least 6 characters"):
        Selection(ids=("a",))


def test_a_message_goes_back_as_it_was_with_a_count() -> None:
    message = redriven(LETTER)
    assert (message.topic, message.key, message.value) == (LETTER.topic, b"key", b"{")
    assert message.headers == [
        ("traceparent", b"00-0af7-01"),
        FIRST,
        (REDRIVE, b"1"),
        (REDRIVE_OF, ID.encode()),
    ]
    assert message.timestamp_ms is None


def test_a_letter_may_be_named_twice() -> None:
    """Whoever asks by a short id and a whole one is told that neither is missing."""
    assert Selection(ids=("00000000", ID, ID[:8].upper())).named(LETTER) == {ID, ID[:8].upper()}


@pytest.mark.parametrize(
    ("value", "count"), [(b"1", 1), (b"41", 41), (b"", 0), (None, 0), (b"-3", 0), (b"x", 0), (b"9" * 400, 0)]
)
def test_the_count_is_of_earlier_tries(value: bytes | None, count: int) -> None:
    letter = a_dead_letter(headers=(Header(name=REDRIVE, value=value),))
    assert redrives(letter) == count
    assert redriven(letter).headers == [FIRST, (REDRIVE, b"%d" % (count + 1)), (REDRIVE_OF, ID.encode())]


@pytest.mark.parametrize(
    ("value", "selected"),
    [
        (b'{"outlet": "The Courier", "url": "https://a.example/x"}', True),
        (b'{"outlet": "The Courier"}', False),
        (b'{"outlet": 7, "url": ["courier"]}', False),
        (b"[]", False),
        (b"{", False),
        (None, False),
    ],
)
def test_what_a_message_says_selects_it_where_it_can_be_read(value: bytes | None, *, selected: bool) -> None:
    assert (a_dead_letter(value=value) in Selection(outlet="courier", url="A.EXAMPLE")) is selected


def test_a_letter_names_the_one_before_it() -> None:
    """What is sent again has the letter's id among its headers, and so has the letter of its next refusal."""
    headers = tuple(Header(name=name, value=value) for name, value in redriven(LETTER).headers)
    again = a_dead_letter(headers=headers, dead_letter_id=dead_letter_id(LETTER.topic, 2, 99, 0))
    assert (former_of(LETTER), former_of(again)) == (None, ID)
    assert redriven(again).headers[-1] == (REDRIVE_OF, again.dead_letter_id.encode())
    assert redrives(again) == 1


@pytest.mark.parametrize("mark", [(REDRIVE_OF, b"a letter"), (REPLAY, b"march")])
def test_what_was_sent_again_before_keeps_the_time_at_which_it_first_came(mark: tuple[str, bytes]) -> None:
    """The letter's own time is then that of the last try."""
    headers = tuple(Header(name=name, value=value) for name, value in (mark, FIRST))
    message = redriven(a_dead_letter(headers=headers, timestamp=CAME + timedelta(days=3)))
    assert first_received(message.headers) == CAME
    assert [name for name, _ in message.headers].count(RECEIVED) == 1


def test_a_time_that_live_news_claims_is_not_believed() -> None:
    said = Header(name=RECEIVED, value=b"2001-01-01T00:00:00Z")
    assert first_received(redriven(a_dead_letter(headers=(said,))).headers) == CAME


def test_nothing_is_sent_to_a_topic_that_is_not_ours() -> None:
    """A dead letter may be written by anybody; its topic is not to be trusted."""
    with pytest.raises(InputError, match="is not a topic of Claimwire"):
        redriven(a_dead_letter(topic="payments"))


def test_a_message_with_neither_key_nor_value_cannot_be_sent() -> None:
    """A producer would fail over it. With a key alone, it says that something is gone."""
    with pytest.raises(InputError, match="neither key nor value"):
        redriven(a_dead_letter(key=None, value=None))
    assert redriven(a_dead_letter(value=None)).key == b"key"


class Producer:
    """A producer whose broker refuses one value."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.stopped = False

    async def send(self, topic: str, *, value: bytes, **others: object) -> Future[object]:
        done: Future[object] = asyncio.get_running_loop().create_future()
        if value == b"too large":
            done.set_exception(MessageSizeTooLargeError())
        else:
            self.sent.append(value)
            done.set_result(None)
        return done

    async def stop(self) -> None:
        self.stopped = True


async def test_what_the_broker_refuses_does_not_stop_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a letter that cannot be sent, and says why."""
    producer = Producer()

    async def started(settings: Settings, *, idempotent: bool) -> Producer:
        assert not idempotent  # or a broker would take nothing after the gap
        return producer

    monkeypatch.setattr("claimwire.redrive.start_producer", started)
    fates = []
    async with aclosing(Sender(Settings())) as sender:
        for value in (b"first", b"too large", b"second"):
            letter = a_dead_letter(value=value)
            fates.append(await sender.send(Planned(letter, "send", redriven(letter))))
    assert [fate.fate for fate in fates] == ["send", "cannot be", "send"]
    assert ID in fates[1].problem
    assert "MessageSizeTooLarge" in fates[1].problem
    assert (producer.sent, producer.stopped) == ([b"first", b"second"], True)


@given(strategies.dead_letters())
def test_value_key_and_headers_come_back_byte_for_byte(letter: DeadLetter) -> None:
    try:
        message = redriven(letter)
    except InputError:
        return
    assert (message.value, message.key) == (letter.value, letter.key)
    others = [(header.name, header.value) for header in letter.headers if header.name not in OURS]
    assert message.headers[:-3] == others
