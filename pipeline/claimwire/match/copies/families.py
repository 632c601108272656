"""Families: puts an article among those that it shares its text with, and says so in their record."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import orjson

from claimwire.match.copies.kinship import Candidate, Kin, kin_of
from claimwire.match.copies.sketch import Sketch, packed, sketch_of, unpacked
from claimwire.normalize.agencies import agency_named
from claimwire.store.window import CoreRow, Marked, TextRow, Window
from claimwire.store.words import milliseconds
from claimwire_schemas import Article, Family, Relative
from claimwire_schemas.families import Evidence
from claimwire_schemas.ids import family_id
from claimwire_schemas.topics import FAMILIES

_COMMON = 6
"""What so many families have is a phrase or a footer, and leads to none of them."""
_OF_A_FAMILY, _CANDIDATES = 2, 8
_SHOWN = 200
_FIRST = {"kinship": "first", "like": None, "own_share": 1.0, "other_share": 1.0}
_OTHER_WAY: dict[str, str] = {"excerpt": "extended", "extended": "excerpt"}


def place(article: Article, window: Window) -> str | None:
    """Put an article into its families; return the first of them, None where its text was placed before.

    A revision stays in the family of the one before, whatever it was rewritten to.
    """
    before = window.text_of(article.article_id)
    if before is not None and before.text_digest == article.text_digest:
        return None
    sketch, agency = sketch_of(article), agency_of(article)
    near = [one for one in _near(sketch, window) if one.article_id != article.article_id]
    families = _families(sketch, agency, near, window)
    first = families[0].candidate.id if families else family_id(article.article_id)
    own = before.family_id if before else first
    row = _row(article, sketch, agency, window, own)
    window.put_text(row)
    window.mark({row.number: sketch.marks})
    relative = _relative(article, row, _most_like(sketch, agency, near))
    if before is None and not families:
        _found(relative, row, sketch, near, window)
        return own
    for family in dict.fromkeys((own, *(one.candidate.id for one in families))):
        is_first = family == family_id(article.article_id)
        _join(family, relative.model_copy(update=_FIRST) if is_first else relative, row, window)
    return own


def _found(relative: Relative, row: TextRow, sketch: Sketch, near: Sequence[TextRow], window: Window) -> None:
    """Found a family; an article that has the text among others, such as a round-up, is in it too."""
    window.put_core(CoreRow(row.family_id, row.seen_ms, 0, packed(sketch.shingles)))
    _join(row.family_id, relative.model_copy(update=_FIRST), row, window)
    for kin in kin_of(sketch.shingles, row.agency or None, [_candidate(one) for one in near]):
        other = next(one for one in near if one.article_id == kin.candidate.id)
        known = next(iter(window.kin_of(other.article_id).values()))
        update = {
            "kinship": _OTHER_WAY.get(kin.kind, kin.kind),
            "like": row.article_id,
            "own_share": round(kin.other_share, 3),
            "other_share": round(kin.own_share, 3),
        }
        _join(row.family_id, _read(known).model_copy(update=update), other, window)


def _families(sketch: Sketch, agency: str | None, near: Sequence[TextRow], window: Window) -> list[Kin]:
    """Return the families whose articles share with each other what an article shares with them."""
    agencies = {one.family_id: one.agency or None for one in near}
    cores = [
        Candidate(core.family_id, agencies.get(core.family_id), unpacked(core.shingles))
        for core in window.cores(window.families_with([one.article_id for one in near]))
    ]
    return kin_of(sketch.shingles, agency, cores)


def _most_like(sketch: Sketch, agency: str | None, near: Sequence[TextRow]) -> Kin | None:
    kin = kin_of(sketch.shingles, agency, [_candidate(one) for one in near])
    return kin[0] if kin else None


def _candidate(row: TextRow) -> Candidate:
    return Candidate(row.article_id, row.agency or None, unpacked(row.shingles))


def agency_of(article: Article) -> str | None:
    """Return the wire agency that an article's dateline or first credit names; None where none does."""
    if article.dateline is not None and article.dateline.agency is not None:
        return article.dateline.agency
    return article.credits[0].agency if article.credits else None


def _near(sketch: Sketch, window: Window) -> list[TextRow]:
    """Return the articles with which a text shares most of its marks, a few of each family."""
    return window.texts(_most_shared(window.marked(sketch.marks)))


def _most_shared(marked: Iterable[Marked]) -> list[int]:
    families, of_mark = dict[int, str](), defaultdict[int, list[Marked]](list)
    for one in marked:
        families[one.number] = one.family_id
        of_mark[one.mark].append(one)
    shared = Counter(
        one.number
        for found in of_mark.values()
        if len({one.family_id for one in found}) <= _COMMON
        for one in found
    )
    chosen, of_family = list[int](), Counter[str]()
    for number in sorted(shared, key=lambda number: (-shared[number], number)):
        if of_family[families[number]] < _OF_A_FAMILY and len(chosen) < _CANDIDATES:
            of_family[families[number]] += 1
            chosen.append(number)
    return chosen


def _row(article: Article, sketch: Sketch, agency: str | None, window: Window, family: str) -> TextRow:
    return TextRow(
        article_id=article.article_id,
        number=window.numbers(1)[0],
        text_digest=article.text_digest,
        seen_ms=milliseconds(article.received_at),
        family_id=family,
        agency=agency or "",
        shingles=packed(sketch.shingles),
    )


def _join(family: str, relative: Relative, row: TextRow, window: Window) -> None:
    """Put an article into a family, and have its record published if there are two."""
    body = orjson.dumps(relative.model_dump(), option=orjson.OPT_UTC_Z).decode()
    if family not in window.kin_of(row.article_id):  # a revision is no further article
        _narrow(family, row, window)
    window.put_kin(family, row.article_id, body, seen_ms=row.seen_ms)
    relatives = [_read(body) for body in window.kin(family)]
    if len(relatives) > 1:
        record = family_of(family, relatives)
        body = record.encode().decode()
        last_ms = milliseconds(record.last_seen)
        window.put_family(family, body, articles=record.articles, last_ms=last_ms)
        window.outgoing.put(FAMILIES.name, [(family, body)])


def _narrow(family: str, row: TextRow, window: Window) -> None:
    """Keep of a family's text what its first two articles share: of a round-up, the one story of the two."""
    for core in window.cores([family]):
        shared = unpacked(core.shingles) & unpacked(row.shingles) if core.articles == 1 else None
        window.put_core(
            CoreRow(
                family,
                max(core.seen_ms, row.seen_ms),
                core.articles + 1,
                core.shingles if shared is None else packed(shared),
            )
        )


def _read(body: str) -> Relative:
    return Relative.model_validate(orjson.loads(body))


def _relative(article: Article, row: TextRow, kin: Kin | None) -> Relative:
    return Relative(
        article=article.ref(),
        seen_at=article.received_at,
        kinship=kin.kind if kin else "first",
        like=kin.candidate.id if kin else None,
        own_share=round(kin.own_share, 3) if kin else 1.0,
        other_share=round(kin.other_share, 3) if kin else 1.0,
        agency=row.agency or None,
    )


def family_of(family: str, relatives: Sequence[Relative]) -> Family:
    """Return the record of a family, of its articles in the order in which they came."""
    credited = Counter(one.agency for one in relatives if one.agency)
    agency = min(credited, key=lambda name: (-credited[name], name)) if credited else None
    own = next((one for one in relatives if agency and _is_by(one, agency)), None)
    origin = own or min(relatives, key=_time)
    published = [one.article.published_at for one in relatives if one.article.published_at]
    return Family(
        family_id=family,
        origin=origin.article,
        agency=agency,
        evidence=tuple(_evidence(credited, origin_is_agency=own is not None)),
        articles=len(relatives),
        outlets=len({one.article.outlet for one in relatives if one.article.outlet}),
        first_published=min(published, default=None),
        first_seen=min(one.seen_at for one in relatives),
        last_seen=max(one.seen_at for one in relatives),
        relatives=tuple(relatives[:_SHOWN]),
    )


def _time(one: Relative) -> tuple[object, ...]:
    """Return what the earliest is told by: a time of publication, else when it came."""
    return one.article.published_at or one.seen_at, one.seen_at, one.article.article_id


def _is_by(one: Relative, agency: str) -> bool:
    outlet = one.article.outlet or ""
    return outlet.casefold() == agency.casefold() or agency_named(outlet) == agency


def _evidence(credited: Counter[str], *, origin_is_agency: bool) -> Iterable[Evidence]:
    yield "shared_text"
    if any(count > 1 for count in credited.values()):
        yield "same_agency"
    yield "is_agency" if origin_is_agency else "earliest"
