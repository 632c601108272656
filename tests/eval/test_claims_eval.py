"""The gold of claims is read as noted, and a field of a claim is right only where it says the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from claimwire_schemas import Claim, Claimant, Entity, Quantity, Resolution, Span, Time
from tests.eval.claim_figures import claim_figures, claim_report, floored_claims, mistakes
from tests.eval.claim_findings import findings_of
from tests.eval.claim_runs import Made, attributions_of, gold_article, made_of
from tests.eval.corpus import GOLD, read_gold
from tests.eval.finding import Finding
from tests.eval.gold_claims import GoldArticle, GoldClaims, read_gold_claims

TEXT = """Harbour to close, mayor says

Mayor Ada Vane said on Monday that the pilots claimed 40 boats would sink by June. Vane was calm.

She blamed the pilots. Eleven boats sank."""
ATTRIBUTIONS = [
    {"paragraph": 0, "source": ["mayor"], "cue": ["says"], "content": ["Harbour to close"]},
    {
        "paragraph": 1,
        "source": ["Mayor Ada Vane"],
        "cue": ["said"],
        "content": ["that the pilots claimed 40 boats would sink by June"],
    },
    {
        "paragraph": 1,
        "source": ["the pilots"],
        "cue": ["claimed"],
        "content": ["40 boats would sink by June"],
        "nested": True,
    },
    {"paragraph": 2, "source": ["She"], "cue": ["blamed"], "content": ["the pilots"]},
    {"invented": "calm"},
]
SINK = {
    "quantities": [{"text": "40", "low": 40, "counted": "boats"}],
    "times": [{"text": "by June", "first_day": None, "last_day": "2021-06-30"}],
}
WORDED: dict[str, Any] = {"form": "report", "texts": ["Ada Vane spoke."], "worth": 2}
ADA: dict[str, Any] = {"claimant": "Ada Vane", "stance": "asserts"} | WORDED
NOTES: dict[str, Any] = {
    "published": "2021-05-04T09:00:00Z",
    "entities": [
        {"name": "Ada Vane", "kind": "person", "mentions": ["Mayor Ada Vane", "Vane", ["mayor", 0]]},
        {"name": "the pilots", "kind": "unnamed", "mentions": ["the pilots"]},
    ],
    "claims": [
        ADA | {"attribution": 0, "resolution": "description", "type": "prediction"},
        ADA
        | {
            "attribution": 1,
            "resolution": "name",
            "said": {"text": "on Monday", "first_day": "2021-05-03"},
        }
        | SINK,
        {
            "attribution": 2,
            "claimant": "the pilots",
            "resolution": "unnamed",
            "chain": ["Ada Vane"],
            "stance": "asserts",
        }
        | SINK
        | WORDED,
        ADA | {"attribution": 3, "resolution": "pronoun", "stance": "accuses", "accused": "the pilots"},
    ],
    "outlet": ["Eleven boats sank."],
    "own": [{"sentence": "Eleven boats sank.", "texts": ["Eleven boats sank."], "type": "event", "worth": 3}],
}


def read(folder: Path, notes: dict[str, Any] = NOTES) -> GoldArticle:
    """Return the notes of one article, written to a folder and read."""
    (folder / "a.txt").write_text(TEXT + "\n", "utf-8")
    (folder / "a.json").write_text(json.dumps(ATTRIBUTIONS), "utf-8")
    (folder / "a.claims.json").write_text(json.dumps(notes), "utf-8")
    return read_gold_claims(folder).articles[0]


def at(words: str, start: int = 0) -> Span:
    place = TEXT.index(words, start)
    return Span.of(TEXT, place, place + len(words))


def entity(number: int, name: str, *mentions: Span) -> Entity:
    return Entity(
        entity_id=f"{number:08}-0000-0000-0000-000000000000",
        name=name,
        kind="person",
        mentions=mentions,
        role=None,
        affiliation=None,
    )


PILOTS = entity(2, "pilots", at("pilots"), at("pilots", TEXT.index("blamed")))
VANE = entity(1, "Ada Vane", at("mayor"), at("Ada Vane"), at("Vane was"), at("She"))
NUMBER = Quantity(span=at("40 boats"), low=40, high=40, bound="exactly", unit=None, counted=at("boats"))
JUNE = Time(span=at("June"), first_day=None, last_day="2021-06-30")
MONDAY = Time(span=at("on Monday"), first_day="2021-05-03", last_day="2021-05-03")


def claimant(one: Entity | None, resolution: Resolution = "name") -> Claimant:
    return Claimant(
        entity_id=one.entity_id if one else None,
        name=one.name if one else None,
        kind=one.kind if one else None,
        resolution=resolution,
        role=None,
        affiliation=None,
        confidence=0.9,
    )


def perfect(claim: Claim) -> Claim:
    """Return a claim with its fields as they are noted."""
    cue = claim.cue.lemma if claim.cue else ""
    nested = cue == "claim"
    who = claimant(PILOTS, "unnamed") if nested else claimant(VANE, "pronoun" if cue == "blame" else "name")
    sinks = "sink" in claim.content[0].exact
    return claim.model_copy(
        update={
            "claimant": who if claim.content[0].start else claimant(VANE, "description"),
            "chain": (claimant(VANE), who) if nested else (),
            "stance": "accuses" if cue == "blame" else "asserts",
            "accused": claimant(PILOTS) if cue == "blame" else None,
            "claim_type": "event" if claim.content[0].start else "prediction",
            "certainty": "certain",
            "negated": False,
            "medium": None,
            "said": MONDAY if sinks and not nested else None,
            "quantities": (NUMBER,) if sinks else (),
            "times": (JUNE,) if sinks else (),
        }
    )


def made(gold: GoldArticle, change: dict[str, Any], entities: tuple[Entity, ...] = (VANE, PILOTS)) -> Made:
    """Return the enriched gold, made perfect, then changed in the claim of `said`."""
    [whole] = made_of(GoldClaims((gold,), "0"), "given")
    noted = [perfect(one) for one in whole.enriched.claims if one.attribution_id]
    claims = [one.model_copy(update=change) if one.cue and one.said else one for one in noted]
    outlet = claims[0].model_copy(update={"attribution_id": None, "content": (at("Eleven boats sank."),)})
    update = {"claims": (*claims, outlet), "entities": entities}
    return Made(gold, whole.enriched.model_copy(update=update))


def test_all_gold_articles_have_a_claim_for_each_attribution() -> None:
    corpus, gold = read_gold(), read_gold_claims()
    assert [one.name for one in gold.articles] == [one.name for one in corpus.articles]
    assert [len(one.claims) for one in gold.articles] == [
        len(one.attributions) + len(one.nested) for one in corpus.articles
    ]
    assert (
        sum(len(claim.quantities) + len(claim.times) for one in gold.articles for claim in one.claims) > 150
    )


@pytest.mark.parametrize("gold", read_gold_claims().articles, ids=lambda one: one.name)
def test_the_annotated_attributions_are_records_of_the_normalized_article(gold: GoldArticle) -> None:
    """Ids are distinct, spans hold, and each that is nested is within another."""
    article = gold_article(gold)
    records = attributions_of(article, [one.attribution for one in gold.claims], extractor="test")
    assert len({one.attribution_id for one in records}) == len(gold.claims)
    assert all(span.exact == article.text[span.start : span.end] for one in records for span in one.content)
    assert [one.nested for one in records] == [one.within is not None for one in records]


def test_what_is_left_out_of_a_note_is_the_default(tmp_path: Path) -> None:
    gold = read(tmp_path)
    one = gold.claims[1].note
    assert (one.type, one.negated, one.certainty, one.chain, one.accused) == (
        "event",
        False,
        "certain",
        (),
        None,
    )
    assert (one.quantities[0].bound, one.said and one.said.days) == ("exactly", ("2021-05-03", "2021-05-03"))
    assert one.times[0].days == (None, "2021-06-30")
    assert [TEXT[slice(*place)] for place in gold.claims[1].quantities + gold.outlet] == [
        "40",
        "Eleven boats sank.",
    ]


def test_a_mention_is_every_occurrence_of_its_words_and_of_two_forms_the_longer(tmp_path: Path) -> None:
    found = read(tmp_path).mentions
    assert [TEXT[slice(*place)] for place in found["Ada Vane"]] == ["mayor", "Mayor Ada Vane", "Vane"]
    assert len(found["the pilots"]) == 2


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("outlet", ["Twelve boats sank."], "substring not found"),
        ("claims", NOTES["claims"][:3], "each of the 4 attributions needs its claim"),
        ("entities", NOTES["entities"][:1], "none of these: {'the pilots'}"),
        ("entities", [*NOTES["entities"], NOTES["entities"][0]], "named twice"),
        ("published", "yesterday", "published"),
        ("claims", [NOTES["claims"][0] | {"stance": "mumbles"}], "stance"),
        ("claims", [NOTES["claims"][0] | {"form": "poem"}], "form"),
        ("claims", [NOTES["claims"][0] | {"form": "none"}], "no texts go with form none"),
        ("claims", [NOTES["claims"][0] | {"texts": []}], "no texts go with form none"),
        ("claims", [NOTES["claims"][0] | {"worth": 4}], "worth"),
        ("own", [NOTES["own"][0] | {"sentence": "Twelve boats sank."}], "substring not found"),
        ("own", [NOTES["own"][0] | {"texts": []}], "texts"),
    ],
)
def test_a_note_that_is_not_as_it_should_be_is_refused(
    tmp_path: Path, key: str, value: Any, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        read(tmp_path, NOTES | {key: value})


def test_the_annotation_itself_has_no_mistakes(tmp_path: Path) -> None:
    findings = list(findings_of(made(read(tmp_path), {})))
    wrong = [one for one in findings if not one.right and one.figure != "entity kind"]
    assert wrong == []
    counts = {name: values["gold"] for name, values in claim_figures(findings).items()}
    assert {
        name: counts[name] for name in ("claimant", "quantities", "times", "said", "chain", "accused")
    } == {
        "claimant": 4,
        "quantities": 2,
        "times": 2,
        "said": 1,
        "chain": 1,
        "accused": 1,
    }
    assert (counts["mentions found"], counts["mentions grouped"], counts["outlet"]) == (5, 5, 1)


ABOUT = NUMBER.model_copy(update={"bound": "about"})
BOATS = NUMBER.model_copy(update={"counted": at("pilots")})
JULY = JUNE.model_copy(update={"last_day": "2021-07-31"})
VAGUE = Time(span=at("would"), first_day=None, last_day=None)
STRAY = Time(span=at("would"), first_day="2021-05-04", last_day="2021-05-04")


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"claimant": claimant(PILOTS)}, ["claimant"]),
        ({"claimant": claimant(None, "unresolved")}, ["claimant", "resolution"]),
        ({"claimant": claimant(VANE, "pronoun")}, ["resolution"]),
        ({"chain": (claimant(PILOTS), claimant(VANE))}, ["chain"]),
        ({"accused": claimant(PILOTS)}, ["accused"]),
        ({"stance": None}, ["stance"]),
        (
            {"claim_type": "opinion", "certainty": "possible", "negated": True},
            ["claim type", "certainty", "negated"],
        ),
        ({"medium": at("on Monday")}, ["medium"]),
        ({"said": JUNE}, ["said"]),
        ({"said": None}, ["said"]),
        ({"quantities": ()}, ["quantities"]),
        ({"quantities": (ABOUT,)}, ["quantities"]),
        ({"quantities": (ABOUT, NUMBER)}, ["quantities"]),
        ({"quantities": (BOATS,)}, ["counted"]),
        ({"times": (JULY,)}, ["times"]),
        ({"times": (JUNE, STRAY)}, ["times"]),
        ({"times": (JUNE, VAGUE)}, []),
    ],
)
def test_a_field_that_says_something_else_is_a_mistake(
    tmp_path: Path, change: dict[str, Any], wrong: list[str]
) -> None:
    findings = [one for one in findings_of(made(read(tmp_path), change)) if one.figure != "entity kind"]
    assert [one.figure for one in findings if not one.right] == wrong


def test_an_entity_is_the_one_that_most_of_its_mentions_are_of(tmp_path: Path) -> None:
    """Two entities found as one are the larger of them; the other has nobody."""
    both = entity(1, "Ada Vane", *VANE.mentions, PILOTS.mentions[0])
    findings = list(findings_of(made(read(tmp_path), {}, entities=(both,))))
    lost = [one.place for one in findings if one.figure == "entities" and not one.right]
    assert lost == ["a: the pilots"]
    assert [one.found for one in findings if one.figure == "mentions grouped" and not one.right] == [
        "Ada Vane"
    ]
    assert [one.place for one in findings if one.figure == "claimant" and not one.right] == ["a 2"]


def test_a_name_inside_a_longer_mention_is_no_mention_of_it(tmp_path: Path) -> None:
    """`Monday` is not who is meant by a mention that has it inside, `Ada Vane` is."""
    notes = json.loads(json.dumps(NOTES).replace('"Mayor Ada Vane"', '"Mayor Ada Vane said on Monday"'))
    monday = entity(3, "Monday", at("Monday"))
    findings = list(
        findings_of(made(read(tmp_path, notes), {"claimant": claimant(monday)}, (VANE, PILOTS, monday)))
    )
    assert [one.place for one in findings if one.figure == "claimant" and not one.right] == ["a 1"]


def test_end_to_end_a_claim_is_paired_by_its_content_and_one_that_is_not_found_is_told(
    tmp_path: Path,
) -> None:
    whole = made(read(tmp_path), {})
    kept = whole.enriched.attributions[:1]
    short = Made(whole.gold, whole.enriched.model_copy(update={"attributions": kept}))
    findings = [one for one in findings_of(short) if one.figure in ("claims", "claimant")]
    assert [(one.figure, one.right) for one in findings] == [
        ("claims", True),
        ("claimant", True),
        *[("claims", False)] * 3,
    ]


def test_figures_are_told_with_their_counts_and_have_floors() -> None:
    findings = [
        Finding("times", "a 1", "on Monday", "on Monday", right=True),
        Finding("times", "a 2", None, "in May", right=False),
        Finding("times", "a 2", "by June", None, right=False),
        Finding("times", "a 3", "today", None, right=False),
    ]
    figures = claim_figures(findings)
    assert [round(figures["times"][part]) for part in ("p", "r", "f1")] == [50, 33, 40]
    assert floored_claims({"given": figures}) == {"given times F1": 40}
    assert "1          2          3" in claim_report({"given": figures})
    assert mistakes(findings)[0] == "times\ta 2\t–\tin May"


@pytest.mark.parametrize("gold", read_gold_claims().articles, ids=lambda one: one.name)
def test_every_wording_is_a_sentence_with_marks_in_pairs(gold: GoldArticle) -> None:
    claims = [text for one in gold.notes.claims for text in (*one.texts, *one.splits)]
    wordings = [*claims, *(text for one in gold.notes.own for text in one.texts)]
    assert all(text[-1] in ".?!”’»\"'" and not text[0].islower() for text in wordings)
    assert all(text.count(a) == text.count(b) for text in wordings for a, b in ("“”", "[]", "«»"))


def test_every_article_of_the_gold_has_its_three_files() -> None:
    names = {path.name.split(".")[0] for path in GOLD.iterdir()}
    assert {path.name for path in GOLD.iterdir()} == {
        f"{name}{ending}" for name in names for ending in (".txt", ".json", ".claims.json")
    }
