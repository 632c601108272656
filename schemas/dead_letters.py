"""Dead letters: refused messages, whole, with where they were and why."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from schemas.attributions import RecordId
from schemas.message import Base64, Message, Timestamp, Value


class Header(Value):
    """A Kafka header of the refused message."""

    name: str
    value: Base64 | None


class DeadLetter(Message):
    """A message that a stage refused."""

    schema_version: Literal[1] = 1
    dead_letter_id: RecordId = Field(description="From topic, partition, offset and timestamp.")
    stage: Literal["normalize", "extract"]
    reason: str = Field(pattern=r"^[a-z0-9_]+$", description="A code; the field dictionary lists them.")
    detail: str = Field(description="What was wrong and where, for people.")
    topic: str
    partition: int = Field(ge=0)
    offset: int = Field(ge=0)
    timestamp: Timestamp = Field(description="Of the refused message.")
    key: Base64 | None
    headers: Annotated[tuple[Header, ...], Field(strict=False)]
    value: Base64 | None = Field(description="The refused message's value, byte for byte.")
