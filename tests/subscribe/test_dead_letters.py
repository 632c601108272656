"""Dead letters: selected by what they are, sent again as they were."""

from __future__ import annotations

import pytest
from hypothesis import given

from pipeline.dead_letters import REDRIVE, Selection, redriven, redrives
from pipeline.errors import InputError
from schemas import DeadLetter, Header
from tests import strategies
from tests.builders import a_dead_letter

LETTER = a_dead_letter()
ID = LETTER.dead_letter_id


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
    assert message.headers == [("traceparent", b"00-0af7-01"), (REDRIVE, b"1")]
    assert message.timestamp_ms is None


@pytest.mark.parametrize(
    ("value", "count"), [(b"1", 1), (b"41", 41), (b"", 0), (None, 0), (b"-3", 0), (b"x", 0), (b"9" * 400, 0)]
)
def test_the_count_is_of_earlier_tries(value: bytes | None, count: int) -> None:
    letter = a_dead_letter(headers=(Header(name=REDRIVE, value=value),))
    assert redrives(letter) == count
    assert redriven(letter).headers == [(REDRIVE, str(count + 1).encode())]


def test_nothing_is_sent_to_a_topic_that_is_not_ours() -> None:
    """A dead letter may be written by anybody; its topic is not to be trusted."""
    with pytest.raises(InputError, match="is not a topic of Claimwire"):
        redriven(a_dead_letter(topic="payments"))


@given(strategies.dead_letters())
def test_value_key_and_headers_come_back_byte_for_byte(letter: DeadLetter) -> None:
    try:
        message = redriven(letter)
    except InputError:
        return
    assert (message.value, message.key) == (letter.value, letter.key)
    others = [(header.name, header.value) for header in letter.headers if header.name != REDRIVE]
    assert message.headers[:-1] == others
