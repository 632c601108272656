"""A paragraph while its structure is looked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from claimwire_schemas import Paragraph, ParagraphKind, Role, Span, Speaker


@dataclass(frozen=True)
class Part:
    """A paragraph with its place in the article's text; `kind` is what is known so far."""

    text: str
    start: int
    kind: ParagraphKind = "text"
    strong: bool = False
    speaker: Speaker | None = None
    role: Role | None = None

    @property
    def is_plain(self) -> bool:
        """Whether nothing sets it apart yet."""
        return self.kind == "text" and self.role is None

    def as_kind(self, kind: ParagraphKind) -> Part:
        """Return the part as a paragraph of that kind."""
        return replace(self, kind=kind)

    def spoken(self, speaker: Speaker | None, *, role: Role | None) -> Part:
        """Return the part as speech; a list item in a speech stays one."""
        kind = self.kind if self.kind == "list_item" else "turn"
        return replace(self, kind=kind, speaker=speaker, role=role)

    def named(self, start: int, end: int) -> Speaker:
        """Return the speaker whose name stands at `start:end` of the part."""
        name = self.text[start:end]
        place = self.start + start
        return Speaker(name=name, span=Span(start=place, end=place + len(name), exact=name))

    def paragraph(self) -> Paragraph:
        """Return what the article says of it."""
        return Paragraph(
            start=self.start,
            end=self.start + len(self.text),
            kind=self.kind,
            speaker=self.speaker,
            role=self.role,
        )
