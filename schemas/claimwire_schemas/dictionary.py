"""The field dictionary, `docs/records.md`: prose from a template, tables from the models."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from string import Template

from claimwire_schemas.claims import STANCES
from claimwire_schemas.example import TEXT, examples, place
from claimwire_schemas.field_types import field_type
from claimwire_schemas.headers import event_headers, trace_headers
from claimwire_schemas.ids import NAMESPACE
from claimwire_schemas.json_schema import Json, json_schema
from claimwire_schemas.message import Message
from claimwire_schemas.reasons import REASONS
from claimwire_schemas.spans import Span
from claimwire_schemas.topics import ARTICLES, DAY, MIB, TOPICS, Topic

_TEMPLATE = Path(__file__).with_name("records.template.md")
_FIELD_HEAD = "| Field | Type | Required | Meaning |\n|---|---|---|---|\n"
_TOPIC_HEAD = "| Topic | Record | What | Kept for | Largest message |\n|---|---|---|---|---|\n"


def dictionary() -> str:
    """Return the document, in Markdown."""
    template = Template(_TEMPLATE.read_text(encoding="utf-8"))
    return template.substitute(_parts(), **_utf16_example(), **_json_examples())


def _parts() -> dict[str, str]:
    titles = [topic.record.__name__ for topic in TOPICS]
    return {
        "record_links": ", ".join(f"[{title}](#{title.lower()})" for title in titles),
        "topics": _topics(),
        "headers": "\n".join(_header_rows()),
        "events": "\n".join(_event_rows()),
        "namespace": str(NAMESPACE),
        "id_rows": "\n".join(_id_rows()),
        "reasons": "\n".join(f"| `{code}` | {meaning} |" for code, meaning in REASONS.items()),
        "stances": ", ".join(f"`{stance}`" for stance in STANCES),
        "records": _records(),
    }


def _topics() -> str:
    return _TOPIC_HEAD + "\n".join(
        f"| `{topic.name}` | [{topic.record.__name__}](#{topic.record.__name__.lower()}) | {topic.summary} "
        f"| {_kept(topic)} | {topic.max_message_bytes // MIB} MiB |"
        for topic in TOPICS
    )


def _kept(topic: Topic) -> str:
    return "the last of each key" if topic.retention_s is None else f"{topic.retention_s // DAY} days"


def _header_rows() -> Iterable[str]:
    """Return the headers of an article's records; what differs between topics is in another table."""
    for name, schema in (event_headers(ARTICLES) | trace_headers()).items():
        value = f"`{schema['const']}`" if "const" in schema else schema["description"]
        yield f"| `{name}` | {'See below.' if name in {'ce_id', 'ce_type'} else value} |"


def _event_rows() -> Iterable[str]:
    for topic in TOPICS:
        yield f"| `{topic.name}` | `{topic.event_type}` | {event_headers(topic)['ce_id']['description']} |"


def _records() -> str:
    """Return a section for each record, then one for each part that records are made of."""
    sections, parts = [], dict[str, Json]()
    for topic in TOPICS:
        schema = json_schema(topic.record)
        parts |= schema.get("$defs", {})
        sections.append(_section("##", schema, f"On `{topic.name}`."))
    records = {topic.record.__name__ for topic in TOPICS}
    sections.append("## Parts of records")
    sections += [_section("###", parts[name]) for name in sorted(parts.keys() - records)]
    return "\n\n".join(sections)


def _section(mark: str, schema: Json, where: str = "") -> str:
    intro = f"{schema['description']} {where}".strip()
    return f"{mark} {schema['title']}\n\n{intro}\n\n{_FIELD_HEAD}" + "\n".join(_field_rows(schema))


def _field_rows(schema: Json) -> Iterable[str]:
    for name, field in schema["properties"].items():
        required = "yes" if name in schema["required"] else f"no: `{json.dumps(field['default'])}`"
        yield f"| `{name}` | {field_type(field)} | {required} | {field['description']} |"


def _utf16_example() -> dict[str, str | int]:
    cue = place("said")
    before = _utf16_length(TEXT[: cue.start])
    return {
        "cue": cue.exact,
        "cue_start": cue.start,
        "cue_end": cue.end,
        "cue_utf16_start": before,
        "cue_utf16_end": before + _utf16_length(cue.exact),
    }


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _id_rows() -> Iterable[str]:
    found = examples()
    article, attribution, letter = found.article, found.attribution, found.dead_letter
    cues = attribution.cue.spans if attribution.cue else ()
    spans = f"{_written(cues)};{_written(attribution.content)}"
    milliseconds = int(letter.timestamp.timestamp() * 1000)
    position = f"{letter.topic}⏎{letter.partition}⏎{letter.offset}⏎{milliseconds}"
    yield f"| Article | `{article.url}` | `{article.article_id}` |"
    yield f"| Attribution | `attribution⏎{article.text_digest}⏎{spans}` | `{attribution.attribution_id}` |"
    yield f"| Claim | `claim` | `{found.claim.claim_id}` |"
    yield f"| Dead letter | `dead-letter⏎{position}` | `{letter.dead_letter_id}` |"


def _written(spans: Iterable[Span]) -> str:
    return ",".join(f"{span.start}-{span.end}" for span in spans)


def _json_examples() -> dict[str, str]:
    found = examples()
    return {
        "raw_example": _indented(found.raw),
        "article_example": _indented(found.article),
        "claim_example": _indented(found.claim),
    }


def _indented(record: Message) -> str:
    return json.dumps(json.loads(record.encode()), ensure_ascii=False, indent=2)
