"""Who is meant in an article: its entities, who stands behind what is said, and what its words mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from claimwire.english.closed_class import PRONOUNS
from claimwire.english.document import Document, Word
from claimwire.english.syntax import antecedent
from claimwire.entities.clusters import drafts_of
from claimwire.entities.names import Names
from claimwire.resolve.accused import accused_words, blames
from claimwire.resolve.citing import Citation, citations
from claimwire.resolve.discourse import Discourse
from claimwire.resolve.features import Speech
from claimwire.resolve.kinds import BODY, PERSON, PLACE
from claimwire.resolve.mentions import Sort, sort_of
from claimwire.resolve.records import Entities
from claimwire.resolve.source_word import source_word
from claimwire.resolve.sources import Sources, claimant_of
from claimwire_schemas import Article, Attribution, Claimant, Entity

_THRESHOLDS: Mapping[Sort, float] = {"he": 0.85, "it": 0.95, "they": 0.96, "description": 0.9}
"""How likely an antecedent must be: so that 95 of 100 that are given are right."""

_ABLE = 0.5
"""How likely it is that one who is accused is a person or a body."""

OF_HIMSELF = 0.7
"""The same, for the subject of what somebody says of himself."""

_SPEAKER = 0.97
"""How likely the first person in a quotation is its speaker."""


class Antecedent(NamedTuple):
    """Whom or what a word means."""

    name: str
    entity_id: str | None
    confidence: float
    article: str = ""
    """`the `, where the name of a body has it."""


@dataclass(frozen=True)
class Resolved:
    """Who and what is meant in an article."""

    entities: tuple[Entity, ...] = ()
    chains: Mapping[str, tuple[Claimant, ...]] = field(default_factory=dict)
    """By the ids of attributions, who stands behind each: those who pass it on, then the claimant."""

    antecedents: Mapping[int, Antecedent] = field(default_factory=dict)
    """By the index of a mention's head word, what it means; only where that is sure enough."""

    accused: Mapping[str, Claimant] = field(default_factory=dict)
    """By the ids of attributions, whom each is directed against, if it accuses or criticizes."""

    citations: Mapping[str, Citation] = field(default_factory=dict)
    """By the ids of attributions, whom those who pass them on cite."""


def resolve(article: Article, document: Document, attributions: Sequence[Attribution]) -> Resolved:
    """Return who and what is meant in an article."""
    passed_on = citations(article.text, attributions)
    discourse = Discourse(
        document,
        drafts_of(document.text, Names(document).find()),
        list(speeches(document, attributions)),
        headline_end=article.headline.end if article.headline is not None else 0,
    )
    targets = {
        one.attribution_id: next(
            (word for word in accused_words(document, one) if _may_be_accused(discourse, word, one)), None
        )
        for one in attributions
    }
    used = {discourse.head_of(word) for word in _used(document, attributions, passed_on)}
    used |= {
        discourse.head_of(word)
        for one in attributions
        if blames(one) and (word := targets[one.attribution_id]) is not None
    }
    entities = Entities(article, discourse, used)
    sources = Sources(article, attributions, discourse, entities, passed_on)
    chains = sources.chains()
    accused = {
        key: claimant_of(entity, "unnamed" if entity.kind == "unnamed" else "name", 0.8)
        for key, word in targets.items()
        if word is not None and (entity := entities.at(word)) is not None
        if entity.entity_id != chains[key][-1].entity_id or _is_surer(word, chains[key][-1])
    }
    means = dict(_antecedents(discourse, entities)) | dict(_first_persons(document, attributions, chains))
    return Resolved(entities.all, chains, means, accused, passed_on)


def _may_be_accused(discourse: Discourse, word: Word, attribution: Attribution) -> bool:
    """Tell whether a word is for somebody; a country acts too, where a cue blames it."""
    one = discourse.of.get(discourse.head_of(word))
    if one is None:
        return False
    able = one.kinds[PERSON] + one.kinds[BODY]
    return able > _ABLE or (word.tag == "PROPN" and blames(attribution) and able + one.kinds[PLACE] > _ABLE)


def _is_surer(accused: Word, claimant: Claimant) -> bool:
    """Tell whether a name is accused by somebody whom only a pronoun or a description takes for the same."""
    return accused.tag == "PROPN" and claimant.resolution != "name"


def speeches(document: Document, attributions: Sequence[Attribution]) -> Iterator[Speech]:
    """Give each stretch of text that an attribution puts to somebody."""
    for one in attributions:
        word = source_word(document, one.source) if one.source is not None else None
        for span in one.content:
            yield Speech(span.start, span.end, word.i if word is not None else None)


def _used(
    document: Document, attributions: Sequence[Attribution], cited: Mapping[str, Citation]
) -> Iterator[Word]:
    """Give the words for who says something or is accused of it."""
    spans = [one.source for one in attributions if one.source is not None]
    spans += [one.cited for one in cited.values()]
    found = [source_word(document, span) for span in spans]
    for word in filter(None, found):
        yield word
        gone_on_from = antecedent(document, word)
        if gone_on_from is not None:
            yield gone_on_from


def _antecedents(discourse: Discourse, entities: Entities) -> Iterator[tuple[int, Antecedent]]:
    for i, answer in discourse.answers.items():
        mention, one = discourse.mentions[i], answer.one
        if one is None or (mention.form == "description" and not one.is_named):
            continue
        if sort_of(mention) == "he" and one.kinds[PERSON] < _ABLE:
            continue  # an elephant is `she`, too
        name, sure = entities.name_of(one), discourse.trust[i]
        least = OF_HIMSELF if i in discourse.of_himself else _THRESHOLDS[sort_of(mention)]
        if name is not None and sure >= least:
            entity = entities.by_referent.get(id(one))
            yield i, Antecedent(name, entity.entity_id if entity else None, round(sure, 3))


def _first_persons(
    document: Document, attributions: Sequence[Attribution], chains: Mapping[str, tuple[Claimant, ...]]
) -> Iterator[tuple[int, Antecedent]]:
    """Give the words of the first person in quotations with their speakers."""
    for one in sorted(attributions, key=lambda it: it.nested):
        speaker = chains[one.attribution_id][-1]
        if speaker.name is None or speaker.entity_id is None:
            continue
        for span in one.content:
            for word in document.within(span.start, span.end):
                pronoun = PRONOUNS.get(word.lower)
                if pronoun is not None and pronoun["person"] == 1 and _is_its(document, word.start):
                    yield word.i, Antecedent(speaker.name, speaker.entity_id, _SPEAKER)


def _is_its(document: Document, place: int) -> bool:
    """Whether a place is in a quotation, and in none within that."""
    return document.quotation_at(place) is not None and document.inner_quotation_at(place) is None
