"""`claimwire subscribe` and `claimwire dead-letters` against a broker."""

from __future__ import annotations

import asyncio
import signal

import orjson
import pytest
from aiokafka import AIOKafkaProducer

from claimwire.dead_letters import REDRIVE, redriven
from claimwire.envelope import RECEIVED, REDRIVE_OF
from claimwire.settings import Settings
from claimwire.subscribe.snapshot import snapshot
from claimwire_schemas import DeadLetter, Header, Message
from claimwire_schemas.ids import dead_letter_id
from claimwire_schemas.topics import CLAIMS, DEAD_LETTERS, RAW, Topic
from tests.builders import a_claim, a_claimant, a_dead_letter
from tests.cli.wired import claimwire, process, running

pytestmark = pytest.mark.broker
ODD = b'\xff\x00\x1b[31m{"body"'


async def publish(producer: AIOKafkaProducer, topic: Topic, *records: Message | bytes) -> None:
    for record in records:
        await producer.send_and_wait(topic.name, record if isinstance(record, bytes) else record.encode())


def a_letter(number: int, **changes: object) -> DeadLetter:
    return a_dead_letter(dead_letter_id=dead_letter_id(RAW.name, 0, number, 0), offset=number, **changes)


async def test_json_lines_are_what_is_on_the_wire(wire: Settings, producer: AIOKafkaProducer) -> None:
    claims = [a_claim(text=text) for text in ("one", "two", "three")]
    await publish(producer, CLAIMS, *claims)
    done = claimwire("subscribe", "claims", "--from", "beginning", "--json", "--limit", "3", settings=wire)
    assert done.returncode == 0
    assert sorted(done.out.splitlines()) == sorted(claim.encode() for claim in claims)


async def test_a_time_before_kafkas_first_is_the_beginning(
    wire: Settings, producer: AIOKafkaProducer
) -> None:
    await publish(producer, CLAIMS, a_claim(text="one"))
    done = claimwire("subscribe", "claims", "--from", "1969-12-31", "--json", "--limit", "1", settings=wire)
    assert (done.returncode, done.out) == (0, a_claim(text="one").encode() + b"\n"), done.err
    shown = claimwire("replay", "--from", "1969-12-31", "--dry-run", settings=wire)
    assert b"would send 0" in shown.err


async def test_rows_fit_the_width_and_obey_nothing(wire: Settings, producer: AIOKafkaProducer) -> None:
    await publish(producer, CLAIMS, a_claim(text="[red]no\x1b[2J markup[/red] " + "word " * 50))
    done = claimwire("subscribe", "claims", "--from", "beginning", "--limit", "1", settings=wire)
    head, row = done.stdout.splitlines()
    assert head.split() == ["date", "who", "how", "what", "article"]
    assert "[red]no�[2J markup[/red]" in row
    assert "\x1b" not in row
    assert len(row) <= 100


async def test_what_is_asked_for_is_shown_and_what_is_no_record_is_reported(
    wire: Settings, producer: AIOKafkaProducer
) -> None:
    await publish(producer, CLAIMS, b"{}", a_claim(text="one"), a_claim(text="two", stance="denies"))
    options = ("--from", "beginning", "--json", "--stance", "denies", "--text", "TWO", "--limit", "1")
    done = claimwire("subscribe", "claims", *options, "--source", "olund", "--cue", "say", settings=wire)
    assert done.out == a_claim(text="two", stance="denies").encode() + b"\n"


async def test_a_line_comes_as_soon_as_its_record(wire: Settings, producer: AIOKafkaProducer) -> None:
    """Also into a pipe; and a reader that leaves ends it quietly."""
    await publish(producer, CLAIMS, a_claim(text="first"))
    async with running(wire, "subscribe", "claims", "--from", "beginning", "--json") as following:
        assert following.stdout
        assert following.stderr
        assert b"first" in await asyncio.wait_for(following.stdout.readline(), 30)
        following.stdout._transport.close()  # type: ignore[attr-defined] # as `head -1` does
        for number in range(20):
            await publish(producer, CLAIMS, a_claim(text=f"unread {number}"))
        assert await asyncio.wait_for(following.wait(), 30) == 0
        assert await following.stderr.read() == b""


async def test_until_the_end_or_a_time_and_no_further(wire: Settings, producer: AIOKafkaProducer) -> None:
    """What comes later is not shown, and it ends by itself, also where nothing is there."""
    none = claimwire("subscribe", "claims", "--until", "end", "--json", settings=wire)
    assert (none.returncode, none.out, none.err) == (0, b"", b"")
    for number in range(5):
        claim = a_claim(text=f"number {number}", claimant=a_claimant(name=f"Speaker {number % 3}"))
        await producer.send_and_wait(CLAIMS.name, claim.encode(), timestamp_ms=1_000_000 + number * 1000)
    options = ("--claimant", "speaker 0", "--claimant", "SPEAKER 2", "--json")
    done = claimwire("subscribe", "claims", "--until", "end", *options, settings=wire)
    assert (done.returncode, len(done.out.splitlines())) == (0, 3)
    until = ("--from", "beginning", "--until", "1970-01-01T00:16:43Z", "--json")
    some = claimwire("subscribe", "claims", *until, settings=wire)
    texts = sorted(orjson.loads(line)["text"] for line in some.out.splitlines())
    assert (some.returncode, texts) == (0, ["number 0", "number 1", "number 2"])
    one = claimwire("subscribe", "claims", "--until", "end", "-n", "1", settings=wire)
    assert len(one.stdout.splitlines()) == 2


async def test_a_group_goes_on_after_the_limit(wire: Settings, producer: AIOKafkaProducer) -> None:
    """What was shown is finished, the last one too."""
    await publish(producer, CLAIMS, *(a_claim(text=text) for text in ("one", "two", "three")))
    options = ("--from", "beginning", "--json", "--group", "readers", "--limit")
    first = claimwire("subscribe", "claims", *options, "1", settings=wire)
    rest = claimwire("subscribe", "claims", *options, "2", settings=wire)
    shown = (first.out + rest.out).splitlines()
    assert sorted(shown) == sorted(a_claim(text=text).encode() for text in ("one", "two", "three"))


async def test_ctrl_c_ends_it_without_a_word(wire: Settings, producer: AIOKafkaProducer) -> None:
    await publish(producer, CLAIMS, a_claim())
    async with running(wire, "subscribe", "claims", "--from", "beginning", "--json") as following:
        assert following.stdout
        assert following.stderr
        await asyncio.wait_for(following.stdout.readline(), 30)
        following.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(following.wait(), 30) == 130
        assert await following.stderr.read() == b""


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("claims", "--from", "yesterday"), 2, "neither beginning, end nor a time"),
        (("claims", "--until", "soon"), 2, "neither end nor a time"),
        (("claims", "--text", "—"), 1, "--text: '—' has no words"),
        (("rumours",), 2, "'rumours' is not one of 'claims'"),
        (("articles", "--stance", "denies"), 1, "articles have no source, cue or stance"),
        (("attributions", "--stance", "denies"), 1, "attributions have no stance"),
        (("dead-letters", "--outlet", "x"), 1, "dead letters have no outlet"),
    ],
)
async def test_what_cannot_be_asked_is_said(
    bootstrap: str, arguments: tuple[str, ...], status: int, message: str
) -> None:
    done = claimwire("subscribe", *arguments, settings=Settings(bootstrap_servers=bootstrap))
    assert done.returncode == status
    assert message in done.stderr


async def test_a_missing_topic_is_one_line(bootstrap: str) -> None:
    for command in (("subscribe", "claims"), ("dead-letters", "list"), ("dead-letters", "redrive", "--all")):
        done = claimwire(*command, settings=Settings(bootstrap_servers=bootstrap))
        assert done.returncode == 1
        (line,) = done.stderr.splitlines()
        assert line.endswith(f" is not on {bootstrap}: run `claimwire topics create`")


async def test_dead_letters_are_listed_once_each_and_chosen(
    wire: Settings, producer: AIOKafkaProducer
) -> None:
    """A worker that was killed may have written a dead letter twice; its id is the same."""
    first, second = a_letter(1), a_letter(2, reason="empty_body")
    await publish(producer, DEAD_LETTERS, first, first, second, b"no letter")
    listed = claimwire("dead-letters", "list", "--json", settings=wire)
    assert sorted(listed.out.splitlines()) == sorted([first.encode(), second.encode()])
    assert b"not JSON" in listed.err
    chosen = claimwire("dead-letters", "list", "--reason", "empty_body", settings=wire)
    assert chosen.stdout.splitlines()[1].startswith(second.dead_letter_id[:8])
    one = claimwire("dead-letters", "list", "--json", "--limit", "1", settings=wire)
    assert len(one.out.splitlines()) == 1


async def test_one_is_shown_escaped_or_raw(wire: Settings, producer: AIOKafkaProducer) -> None:
    letter = a_letter(1, value=ODD + b"x" * 5000, detail="bad \x1b[31m")
    await publish(producer, DEAD_LETTERS, letter, a_letter(2))
    shown = claimwire("dead-letters", "show", letter.dead_letter_id[:8], settings=wire).stdout
    assert f"{RAW.name}/2/1" in shown
    assert "traceparent: 00-0af7-01" in shown
    assert "5,014 bytes (the first 2,048 shown)" in shown
    assert r'\xff\x00\x1b[31m{"body"' in shown
    assert "\x1b" not in shown
    raw = process("dead-letters", "show", letter.dead_letter_id, "--raw", settings=wire)
    assert raw.out == letter.value
    missing = claimwire("dead-letters", "show", "00000000", settings=wire)
    assert missing.returncode == 1
    assert b"no dead letter '00000000'" in missing.err


async def test_a_message_is_sent_again_byte_for_byte(wire: Settings, producer: AIOKafkaProducer) -> None:
    """Key, value and headers, a null one too, come back to the topic; the count goes up."""
    headers = (
        Header(name="a", value=None),
        Header(name=REDRIVE, value=b"1"),
        Header(name="b", value=b"\x00"),
    )
    letter = a_letter(1, key=None, value=ODD, headers=headers)
    other = a_letter(2, reason="empty_body")
    await publish(producer, DEAD_LETTERS, letter, letter, other)
    done = claimwire("dead-letters", "redrive", letter.dead_letter_id, "00000000-0000", settings=wire)
    assert done.returncode == 1
    assert b"sent again: 1" in done.out
    assert b"not found: 00000000-0000" in done.err
    (message,) = [message async for message in snapshot(RAW, wire)]
    assert (message.key, message.value) == (None, ODD)
    assert message.headers[:2] == (("a", None), ("b", b"\x00"))
    assert message.headers[2:] == (
        (RECEIVED, letter.timestamp.isoformat().encode()),
        (REDRIVE, b"2"),
        (REDRIVE_OF, letter.dead_letter_id.encode()),
    )


@pytest.mark.parametrize(
    ("options", "sent"), [(("--all",), 3), (("--reason", "empty_body"), 1), (("--reason", "none_such"), 0)]
)
async def test_many_are_sent_again(
    wire: Settings, producer: AIOKafkaProducer, options: tuple[str, ...], sent: int
) -> None:
    await publish(producer, DEAD_LETTERS, a_letter(1), a_letter(2), a_letter(3, reason="empty_body"))
    done = claimwire("dead-letters", "redrive", *options, settings=wire)
    assert done.returncode == 0
    assert len([message async for message in snapshot(RAW, wire)]) == sent


async def test_nothing_is_sent_again_unless_something_is_selected(bootstrap: str) -> None:
    settings = Settings(bootstrap_servers=bootstrap)
    for arguments, message in [((), "nothing selected"), (("--all", "--reason", "x"), "leave out")]:
        done = claimwire("dead-letters", "redrive", *arguments, settings=settings)
        assert done.returncode == 1
        assert message in done.stderr


async def test_a_letter_for_a_foreign_topic_is_reported_and_the_rest_sent(
    wire: Settings, producer: AIOKafkaProducer
) -> None:
    await publish(producer, DEAD_LETTERS, a_letter(1, topic="payments"), a_letter(2))
    done = claimwire("dead-letters", "redrive", "--all", settings=wire)
    assert done.returncode == 1
    assert b"sent again: 1; could not be: 1" in done.out
    assert b"'payments' is not a topic of Claimwire" in done.err


@pytest.mark.kafka
@pytest.mark.usefixtures("small_raw")
@pytest.mark.parametrize("bootstrap", ["kafka"], indirect=True)
async def test_a_message_that_its_topic_no_longer_takes_is_reported_and_the_rest_sent(
    wire: Settings, producer: AIOKafkaProducer
) -> None:
    """Its topic's limit is lower meanwhile; a message with neither key nor value is none either."""
    large, empty = a_letter(2, value=b"x" * 9000), a_letter(4, key=None, value=None)
    await publish(producer, DEAD_LETTERS, a_letter(1), large, a_letter(3), empty, a_letter(5))
    done = claimwire("dead-letters", "redrive", "--all", settings=wire)
    assert done.returncode == 1
    assert b"sent again: 3; could not be: 2" in done.out
    assert f"{large.dead_letter_id}: refused by the broker" in done.stderr
    assert f"{empty.dead_letter_id}: its message has neither key nor value" in done.stderr
    assert len([message async for message in snapshot(RAW, wire)]) == 3


async def test_the_same_command_sends_nothing_twice(wire: Settings, producer: AIOKafkaProducer) -> None:
    """Also where it was interrupted after the first; a message that was refused again has a new letter."""
    first, second, third = a_letter(1), a_letter(2), a_letter(3)
    await publish(producer, DEAD_LETTERS, first, second, third)
    one = claimwire("dead-letters", "redrive", "--all", "--limit", "1", settings=wire)
    assert b"sent again: 1" in one.out
    rest = claimwire("dead-letters", "redrive", "--all", "--rate", "100", settings=wire)
    assert b"sent again: 2; could not be: 0; not found: 0; sent before: 1" in rest.out
    none = claimwire("dead-letters", "redrive", "--all", settings=wire)
    assert b"sent again: 0; could not be: 0; not found: 0; sent before: 3" in none.out
    assert len([message async for message in snapshot(RAW, wire)]) == 3
    headers = tuple(Header(name=name, value=value) for name, value in redriven(first).headers)
    await publish(producer, DEAD_LETTERS, a_letter(9, headers=headers))
    again = claimwire("dead-letters", "redrive", "--all", settings=wire)
    assert b"sent again: 1; could not be: 0; not found: 0; sent before: 3" in again.out


async def test_what_was_sent_before_the_topic_forgot_it_is_told_by_the_next_letter(
    wire: Settings, producer: AIOKafkaProducer
) -> None:
    first = a_letter(1)
    headers = tuple(Header(name=name, value=value) for name, value in redriven(first).headers)
    await publish(producer, DEAD_LETTERS, first, a_letter(2, headers=headers))
    done = claimwire("dead-letters", "redrive", "--all", settings=wire)
    assert b"sent again: 1; could not be: 0; not found: 0; sent before: 1" in done.out


async def test_what_was_refused_too_often_is_left(wire: Settings, producer: AIOKafkaProducer) -> None:
    headers = (Header(name=REDRIVE, value=b"3"),)
    await publish(producer, DEAD_LETTERS, a_letter(1, headers=headers), a_letter(2))
    done = claimwire("dead-letters", "redrive", "--all", settings=wire)
    assert b"sent again: 1; could not be: 0; not found: 0; too often: 1" in done.out
    assert b"left, sent again 3 times before (--most)" in done.err
    more = claimwire("dead-letters", "redrive", "--all", "--most", "4", settings=wire)
    assert b"sent again: 1;" in more.out


async def test_a_dry_run_shows_every_fate_and_sends_nothing(
    wire: Settings, producer: AIOKafkaProducer
) -> None:
    often = (Header(name=REDRIVE, value=b"3"),)
    letters = [a_letter(1), a_letter(2, headers=often), a_letter(3, topic="payments")]
    await publish(producer, DEAD_LETTERS, *letters)
    shown = claimwire("dead-letters", "redrive", "--all", "--dry-run", "--json", settings=wire)
    fates = {fields["dead_letter_id"]: fields["fate"] for fields in map(orjson.loads, shown.out.splitlines())}
    told = ("send", "too often", "cannot be")
    assert fates == dict(zip((letter.dead_letter_id for letter in letters), told, strict=True))
    rows = claimwire("dead-letters", "redrive", "--all", "--dry-run", settings=wire).stdout
    assert rows.count("would be sent") == 2, "a row, and the count"
    assert [message async for message in snapshot(RAW, wire)] == []
