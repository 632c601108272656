"""The quality of claims, counted by outlet once an article's records are delivered."""

from __future__ import annotations

from collections import Counter as Tally

from prometheus_client import CollectorRegistry

from claimwire.extract import Reading
from claimwire.extract.extractor import default_extractor
from claimwire.stream.quality import MOST_OUTLETS, OTHERS, Quality, QualityMetrics
from claimwire.stream.stages import Extract
from claimwire_schemas import Article
from claimwire_schemas.topics import ARTICLES, CLAIMS
from tests.builders import OUTLET, an_article
from tests.stream.staged import delivered, outcome_of

TEXTS = (
    "Petra Olund, the chief fire officer, said that Ashby had closed its mill.",
    "Officials said that Norda Steel would close its plant in Tarn in May.",
    "The owner of it denied that they had failed.",
)


def counted(registry: CollectorRegistry) -> dict[tuple[str, str, str], float]:
    return {
        (sample.labels["outlet"], sample.labels["speaker"], sample.labels["standalone"]): sample.value
        for family in registry.collect()
        for sample in family.samples
        if sample.name == "claimwire_claims_total"
    }


async def test_claims_are_counted_when_they_are_delivered() -> None:
    """Under the article's outlet, by who speaks and whether the text can be read alone."""
    extractor, registry = default_extractor(), CollectorRegistry()

    async def extract(article: Article) -> Reading:
        return extractor.read(article)

    stage = Extract(
        extract=extract,
        extractor=extractor.name,
        max_characters=1000,
        count=QualityMetrics(registry).count,
    )
    outcome = await outcome_of(stage, delivered(an_article(*TEXTS), topic=ARTICLES.name))
    assert counted(registry) == {}
    outcome.delivered()
    found = counted(registry)
    claims = sum(one.topic == CLAIMS.name for one in outcome.messages)
    assert sum(found.values()) == claims == len(TEXTS)
    assert {outlet for outlet, *_ in found} == {OUTLET}
    assert found[OUTLET, "unnamed", "true"] == 1, "officials"
    assert found[OUTLET, "unnamed", "false"] == 1, "an owner of whom nobody knows the name, and they"
    assert sum(number for (_, speaker, _), number in found.items() if speaker == "named") == 1


def test_the_number_of_outlets_has_an_end() -> None:
    """A feed may name any outlet; later ones are counted together."""
    registry = CollectorRegistry()
    metrics = QualityMetrics(registry)
    for number in range(MOST_OUTLETS + 50):
        metrics.count(Quality(f"outlet {number}", Tally({("named", True): 2})))
    metrics.count(Quality("outlet 0", Tally({("named", True): 2})))
    metrics.count(Quality("silent", Tally()))
    found = counted(registry)
    assert len(found) == MOST_OUTLETS + 1
    assert found[OTHERS, "named", "true"] == 100
    assert found["outlet 0", "named", "true"] == 4
