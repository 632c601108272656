"""Re-drive: dead letters' messages are sent to their topics again, each letter's at most once.

What was sent again before is not remembered anywhere: it is looked up. The message that was sent names its
letter in a header, and stands on its topic for as long as that keeps messages; a message that was refused
again has a new letter, which names the letter before it. So it does not matter who sent it or whether they
were interrupted. What a topic no longer has may be sent twice, which is harmless: ids are the same.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from claimwire.dead_letters import Selection, former_of, redriven, redrives
from claimwire.envelope import redrive_of
from claimwire.errors import InputError, NotDelivered
from claimwire.kafka import KafkaPublisher, Outgoing, start_producer
from claimwire.outbox import REFUSED_BY_BROKER
from claimwire.settings import Settings
from claimwire.subscribe.snapshot import messages_in, snapshot, stretch_since
from claimwire.subscribe.subscription import decoded
from claimwire_schemas import DeadLetter, DecodeError
from claimwire_schemas.topics import DEAD_LETTERS, TOPICS

Fate = Literal["send", "sent before", "too often", "cannot be"]
Report = Callable[[str], None]


class Planned(NamedTuple):
    """What is to become of a dead letter's message: where it is to be sent, the message, or else why not."""

    letter: DeadLetter
    fate: Fate
    message: Outgoing | None = None
    problem: str = ""


@dataclass
class _Survey:
    """What a first look at the dead letters tells: letters before others, and where the chosen came from."""

    done: set[str] = field(default_factory=set)
    oldest: dict[str, datetime] = field(default_factory=dict)

    def note(self, letter: DeadLetter, *, chosen: bool) -> None:
        if before := former_of(letter):
            self.done.add(before)
        if chosen:
            self.oldest[letter.topic] = min(letter.timestamp, self.oldest.get(letter.topic, letter.timestamp))


async def letters(settings: Settings, report: Report) -> AsyncGenerator[DeadLetter, None]:
    """Yield all dead letters, each once; a message that is none is reported. Raises `BrokerError`."""
    seen: set[str] = set()
    async with aclosing(snapshot(DEAD_LETTERS, settings)) as messages:
        async for message in messages:
            try:
                letter = decoded(DeadLetter, message)
            except DecodeError as error:
                report(str(error))
                continue
            if letter.dead_letter_id not in seen:
                seen.add(letter.dead_letter_id)
                yield letter


async def plan(
    settings: Settings, selection: Selection, *, most: int, report: Report
) -> AsyncGenerator[Planned, None]:
    """Yield the selected dead letters with what is to become of each.

    A message that was sent again `most` times is left: it would be refused once more. Raises `BrokerError`.
    """
    survey = _Survey()
    async with aclosing(letters(settings, lambda _: None)) as found:
        async for letter in found:
            survey.note(letter, chosen=letter in selection)
    for topic, oldest in survey.oldest.items():
        survey.done |= await _sent_again(topic, oldest, settings)
    async with aclosing(letters(settings, report)) as found:
        async for letter in found:
            if letter in selection:
                yield _planned(letter, survey.done, most=most)


class Sender:
    """Sends letters' messages one after the other; `aclose` it in the end."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._producer: AIOKafkaProducer | None = None

    async def send(self, planned: Planned) -> Planned:
        """Send a letter's message, if any; return its fate, `cannot be` where the broker refuses it.

        Raises `NotDelivered` when the broker takes no more, `BrokerError` when there is none.
        """
        if planned.message is None:
            return planned
        name = f"dead letter {planned.letter.dead_letter_id}"
        self._producer = self._producer or await start_producer(self._settings, idempotent=False)
        try:
            await (await KafkaPublisher(self._producer).send(planned.message))
        except REFUSED_BY_BROKER as error:
            return Planned(planned.letter, "cannot be", problem=f"{name}: refused by the broker: {error}")
        except KafkaError as error:
            raise NotDelivered(f"{name}: not delivered: {error!r}") from None
        return planned

    async def aclose(self) -> None:
        """Disconnect, where there was anything to send."""
        if self._producer:
            await self._producer.stop()


def _planned(letter: DeadLetter, done: set[str], *, most: int) -> Planned:
    if letter.dead_letter_id in done:
        return Planned(letter, "sent before")
    if redrives(letter) >= most:
        return Planned(letter, "too often")
    try:
        return Planned(letter, "send", redriven(letter))
    except InputError as error:
        return Planned(letter, "cannot be", problem=str(error))


async def _sent_again(name: str, oldest: datetime, settings: Settings) -> set[str]:
    """Return the letters whose messages were sent to a topic again."""
    topic = next((topic for topic in TOPICS if topic.name == name), None)
    if topic is None:
        return set()
    stretch = await stretch_since(topic, settings, oldest)
    async with aclosing(messages_in(stretch, settings)) as messages:
        return {letter async for message in messages if (letter := redrive_of(message.headers))}
