"""Who is accused is who the cue takes for its object, and nobody where that is a thing."""

from __future__ import annotations

import pytest

from claimwire.extract import default_extractor
from claimwire.resolve.accused import stands_accused
from tests.builders import an_article
from tests.claims.marked import read, resolved


@pytest.mark.parametrize(
    ("marked", "accused"),
    [
        ("{S:She} {C:accused} {X:Ama Brandt of lying}", "Ama Brandt"),
        ("{S:She} {C:accused} {X:the treasurer, Ama Brandt, of lying to Odo Lund}", "Ama Brandt"),
        ("{S:She} {C:blamed} {X:Ama Brandt for the loss on Odo Lund’s watch}", "Ama Brandt"),
        ("{S:She} {C:has blamed} {X:the loss on Ama Brandt}", "Ama Brandt"),
        ("{S:She} {C:has blamed} {X:the loss, which hurt Odo Lund,} {C:on} {X:Ama Brandt}", "Ama Brandt"),
        ("{S:She} {C:blamed} {X:the loss on Friday on Ama Brandt}", "Ama Brandt"),
        ("Ama Brandt {C:was accused} by {S:Odo Lund} {X:of lying}", "Ama Brandt"),
        ("Ama Brandt was {C:accused} by {S:Odo Lund} {X:of lying}", "Ama Brandt"),
        ("{X:Ama Brandt} {S:she} {C:blamed} {X:for the loss}", "Ama Brandt"),
        ("{S:She} {C:alleged} {X:that Ama Brandt lied to Odo Lund}", "Ama Brandt"),
        ("{S:She} {C:alleged} {X:that the police think Ama Brandt lied}", "Ama Brandt"),
        ("{S:She} {C:alleged} {X:that the police do not think Ama Brandt lied}", "the police"),
        ("{S:She} {C:alleged} {X:that money went to Ama Brandt}", None),
        ("{S:She} {C:pointed the finger at} {X:Ama Brandt}", "Ama Brandt"),
        ("{S:Her} {C:allegations} {X:against Ama Brandt}", "Ama Brandt"),
        ("{S:She} {C:blamed} {X:armed groups for the loss}", "armed groups"),
        ("{S:She} {C:blames} {X:federal regulators for the disaster}", "federal regulators"),
        ("{S:She} {C:will sue} {X:the clerks over access to the rolls}", "the clerks"),
        ("{S:She} {C:accused} {X:the head of the board of lying}", "the head of the board"),
        ("{S:She} {C:accused} {X:the alliance with Rome of causing the war}", "the alliance with Rome"),
        ("{S:She} {C:blamed} {X:the loss on Meridian armed groups}", "Meridian armed groups"),
        ("{S:She} {C:accused} {X:the ministry of lying}", "the ministry"),
        ("{S:She} {C:blamed} {X:weak orders}", None),
        ("{S:She} {C:blamed} {X:France for the attack}", "France"),
        ("{S:She} {C:said} {X:the board had blamed Ama Brandt for the loss}", "Ama Brandt"),
        ("{S:They} {C:said} {X:prosecutors charged Ama Brandt with fraud}", "Ama Brandt"),
        ("{S:She} {C:alleged} {X:the Wend Board had charged Ama Brandt twice}", "Wend Board"),
        ("{S:The minister} was more forceful in {C:blaming} {X:Iran for the attack}", "Iran"),
        ("{S:She} {C:blamed} {X:poor weather in France for the loss}", None),
        ("{S:She} {C:blamed} {X:the flood in France}", None),
        ("the ministry, {X:which} {S:she} {C:accused} {X:of lying}", "the ministry"),
        ("Ama Brandt, {X:whom} {S:she} {C:accused} {X:of lying}", "Ama Brandt"),
        ("Ama Brandt, whom {S:she} {C:accused of} {X:lying}", "Ama Brandt"),
        ("{X:Ama Brandt}, {C:accused of} {X:lying}", "Ama Brandt"),
        ("{X:The ministry} {C:was accused} by {S:Odo Lund} {X:of lying}", "the ministry"),
        ("{S:She} {C:blamed} {X:poor weather for the loss to Ama Brandt}", None),
        ("{S:She} {C:accused} {X:him of lying}", None),
        ("{S:She} {C:condemned} {X:the act of the Wend Board}", "Wend Board"),
        ("{S:She} {C:called} {X:Ama Brandt’s conduct a sham}", "Ama Brandt"),
        ("{S:She} {C:said} {X:the strikes were carried out by the Salt Front}", "Salt Front"),
        ("{S:She} {C:said} {X:Odo Lund was beaten}", None),
        ("{S:She} {C:said} {X:“Our ministry has no lights”}", None),
        ("{S:Ama Brandt} {C:said} {X:Brandt had lied}", None),
        ("{X:“They lied,”} {S:she} {C:alleged}", None),
        ("{X:It rained}", None),
    ],
)
def test_accused(marked: str, accused: str | None) -> None:
    article, attribution = read(marked)
    found = resolved(article, [attribution]).accused.get(attribution.attribution_id)
    assert (found.name if found else None) == accused


@pytest.mark.parametrize(
    ("marked", "accused"),
    [
        ("Odo Lund met reporters on Monday. {S:He} {C:complained} {X:that he had been tired}.", None),
        ("Odo Lund met reporters on Monday. {S:He} {C:accused} {X:Ama Brandt of lying}.", "Ama Brandt"),
    ],
)
def test_nobody_accuses_himself(marked: str, accused: str | None) -> None:
    article, attribution = read(marked)
    found = resolved(article, [attribution])
    assert found.chains[attribution.attribution_id][-1].name == "Odo Lund"
    target = found.accused.get(attribution.attribution_id)
    assert (target.name if target else None) == accused


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("Odo Lund was charged with theft.", True),
        ("Police arrested Odo Lund on Friday.", True),
        ("They saw Odo Lund, who was jailed in May.", True),
        ("Odo Lund pleaded guilty.", True),
        ("Odo Lund denied nine counts of fraud.", True),
        ("Ada Vane was sentenced by Odo Lund.", False),
        ("Odo Lund was not charged.", False),
        ("Odo Lund denied the motion.", False),
        ("Odo Lund charged Ada Vane with theft.", False),
    ],
)
def test_a_clause_tells_that_somebody_stands_accused(text: str, accused: bool) -> None:  # noqa: FBT001
    document = default_extractor().read(an_article(text)).document
    name = document.at(document.text.index("Odo"))
    assert name is not None
    assert stands_accused(document, name) is accused
