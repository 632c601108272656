"""Words that stand where a source or a cue's subject does belong to that."""

from __future__ import annotations

import pytest

from claimwire.extract import Extractor
from claimwire.extract.segments import Link
from claimwire.extract.strays import without_strays
from tests.eval.articles import article_of
from tests.extract.treed import segment, treed


def parts(extractor: Extractor, text: str) -> list[tuple[str | None, str, str]]:
    """Return source, cue and content of each attribution of a text that nothing is around."""
    return [
        (
            one.source.exact if one.source else None,
            one.cue.spans[0].exact if one.cue else "",
            " … ".join(span.exact for span in one.content),
        )
        for one in extractor.extract(article_of(text))
        if not one.nested
    ]


def test_a_quotation_goes_on_without_the_next_paragraph(extractor: Extractor) -> None:
    text = (
        "Whales may pass on routes, study finds\n\n“A route is a kind of recipe,” Hana Ostrowe said.\n\n"
        "“You can follow it without knowing why it works. You can even follow it after it has stopped "
        "working, and that is what worries us.\n\n“If the fish move north, a whole family can go hungry.”\n\n"
        "Not everyone is persuaded."
    )
    assert [cue for _, cue, content in parts(extractor, text) if "worries us" in content] == [""]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (
            "According to the town’s hospital director, Yusef Lammat, three civilians were among the dead.",
            (
                "the town’s hospital director, Yusef Lammat",
                "According to",
                "three civilians were among the dead",
            ),
        ),
        (
            "Officials privately blamed a late leaflet which alleged that Ms Penrose had backed a toll.",
            ("which", "alleged", "that Ms Penrose had backed a toll"),
        ),
        (
            "Staff had been told by email an hour before the meeting, a spokesman said. The union that "
            "represents them did not respond to a request for comment.",
            ("a spokesman", "said", "Staff had been told by email an hour before the meeting"),
        ),
    ],
)
def test_a_word_goes_where_it_belongs(extractor: Extractor, text: str, part: tuple[str, str, str]) -> None:
    assert part in parts(extractor, text)


def test_a_which_that_the_source_is_before_stays_the_sources() -> None:
    document = treed(
        """
        Officials 2 nsubj NOUN NNS
        praised 0 root VERB VBD
        aides 2 obj NOUN NNS
        who 5 nsubj PRON WP
        said 3 acl:relcl VERB VBD
        it 7 nsubj PRON PRP
        rained 5 ccomp VERB VBD
        """
    )
    cue, content = segment(document, "said", "cue"), (segment(document, "it rained", "content"),)
    by_aides = Link(segment(document, "aides", "source"), cue, content)
    by_officials = Link(segment(document, "Officials", "source"), cue, content)
    assert without_strays(document, [by_aides]) == [by_aides]
    (found,) = without_strays(document, [by_officials])
    assert found.source == segment(document, "who", "source")
