"""Dead letters: refused messages, whole, with where they were and why."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from claimwire_schemas.attributions import RecordId
from claimwire_schemas.message import Base64, Message, Timestamp, Value


class Header(Value):
    """A Kafka header of the refused message."""

    name: str = Field(description="The header's name.")
    value: Base64 | None = Field(description="Its value, byte for byte.")


class DeadLetter(Message):
    """A message that a stage refused."""

    schema_version: Literal[1] = Field(
        default=1, description="Of this record's schema; 1 under every `.v1` topic."
    )
    dead_letter_id: RecordId = Field(description="UUIDv5 of topic, partition, offset and timestamp.")
    stage: Literal["normalize", "extract", "register"] = Field(description="Which stage refused it.")
    reason: str = Field(pattern=r"^[a-z0-9_]+$", description="A code; the field dictionary lists them.")
    detail: str = Field(description="What was wrong and where, in words.")
    topic: str = Field(description="The refused message's topic.")
    partition: int = Field(ge=0, description="Its partition.")
    offset: int = Field(ge=0, description="Its offset.")
    timestamp: Timestamp = Field(description="Its Kafka timestamp.")
    key: Base64 | None = Field(description="Its key, byte for byte; null if it has none.")
    headers: Annotated[tuple[Header, ...], Field(strict=False, description="Its headers, in order.")]
    complete: bool = Field(
        default=True,
        description="False if headers, key or value were left out to keep the letter within its limit.",
    )
    value: Base64 | None = Field(description="Its value, byte for byte; null if it has none.")
