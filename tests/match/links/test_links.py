"""Claims are linked by what they say, with reasons; look-alikes and short claims are held back."""

from __future__ import annotations

import pytest

from claimwire.match.links import marks, packed, score, unpacked
from claimwire.match.links.blocks import DAYS, MOST, best, may_link
from claimwire.match.links.features import features
from claimwire.match.links.judge import Sort, model, possible
from claimwire.match.links.pair import pair_of
from claimwire.match.links.wording import turns_of
from claimwire_schemas.ids import claim_link_id
from tests.match.links.conftest import Say

BASE = "Rolf Aken said that the Ostby mill would close its old paper machine in April."


@pytest.mark.parametrize(
    ("later", "kind"),
    [
        ("The Ostby mill will close its old paper machine in April, Rolf Aken said.", "repeats"),
        ("Greta Holm said that the Ostby mill would close its old paper machine in April.", "agrees"),
        (
            "Greta Holm said that the Ostby mill would not close its old paper machine in April.",
            "contradicts",
        ),
        ("Rolf Aken denied that the Ostby mill would close its old paper machine.", "contradicts"),
        ("Rolf Aken said that the Ostby mill had hired forty new drivers.", None),
    ],
)
def test_a_later_claim_is_linked_by_what_it_says(say: Say, later: str, kind: str | None) -> None:
    link = score(say(BASE, 2), say(later, 4))
    assert (link.kind if link else None) == kind


def test_who_says_no_agrees_with_who_denies(say: Say) -> None:
    one = say("Doctors said that no traces of poison were found in the blood of Ivo Petrov.", 2)
    link = score(
        one, say("Rolf Aken said that no traces of poison were found in the blood of Ivo Petrov.", 3)
    )
    assert link is not None
    assert link.kind == "agrees"
    denied = say("Rolf Aken denied that traces of poison were found in the blood of Ivo Petrov.", 3)
    assert one.negations == denied.negations == 1


def test_a_link_is_the_same_from_both_sides_and_leads_from_the_earlier(say: Say) -> None:
    one, other = say(BASE, 2), say(BASE.replace("Rolf Aken", "Greta Holm"), 4)
    link = score(other, one)
    assert link is not None
    assert link == score(one, other)
    assert (link.earlier.claim_id, link.later.claim_id) == (one.claim_id, other.claim_id)
    assert link.link_id == claim_link_id((one.claim_id, other.claim_id), "agrees")


def test_reasons_can_be_read(say: Say) -> None:
    link = score(say(BASE, 2), say(BASE.replace("would close", "would not close"), 2))
    assert link is not None
    told = {one.code: one.text for one in link.reasons}
    assert told["negation"] == "one is negated"
    assert [one.weight for one in link.reasons] == sorted((one.weight for one in link.reasons), reverse=True)


def test_large_numbers_are_written_out_in_reasons(say: Say) -> None:
    one = "Rolf Aken said that the Ostby mill would spend $275 billion on its old paper machine in April."
    link = score(say(one, 2), say(one.replace("275", "75"), 4))
    assert link is not None
    told = " ".join(reason.text for reason in link.reasons)
    assert "275,000,000,000 USD against 75,000,000,000 USD" in told


def test_a_short_claim_is_never_confirmed(say: Say) -> None:
    one = say("Rolf Aken said that the Ostby mill would close.", 2)
    link = score(one, say("The Ostby mill will close, Rolf Aken said.", 3))
    assert link is not None
    assert link.tier == "suggested"


def test_the_same_words_of_one_source_are_confirmed_however_short(say: Say) -> None:
    short = "Rolf Aken said that the Ostby mill would close."
    link = score(say(short, 2), say(f"{short} Nobody was told.", 3))
    assert link is not None
    assert (link.kind, link.tier) == ("repeats", "confirmed")
    assert [one.text for one in link.reasons] == ["the same words of Rolf Aken"]


@pytest.mark.parametrize(
    ("later", "day"),
    [
        ("Greta Holm said that the Ostby mill would close on Friday.", 12),
        ("Rolf Aken denied that the Ostby mill would close on Friday.", 12),
        ("Rolf Aken said that the Ostby mill would close on Friday.", 22),
    ],
)
def test_another_source_stance_or_day_makes_no_copy(say: Say, later: str, day: int) -> None:
    one = say("Rolf Aken said that the Ostby mill would close on Friday.", 12)
    assert pair_of(
        one, say(f"{one.speaker.title()} said that the Ostby mill would close on Friday.", 13)
    ).is_copy
    assert not pair_of(one, say(later, day)).is_copy


def test_two_people_of_one_surname_are_two(say: Say) -> None:
    one = say("The paper reported that Hillary Marrow had sold her shares in the mill.", 2)
    other = say("The paper reported that Bill Marrow had sold his shares in the mill.", 3)
    same = say("The paper reported that Hillary Marrow had sold her shares in that mill.", 3)
    sure, unsure = score(one, same), score(one, other)
    assert sure is not None
    assert unsure is None or unsure.score < sure.score


def test_a_statement_is_stored_and_read_again(say: Say) -> None:
    one = say(BASE, 2)
    assert unpacked(packed(one)) == one


def test_candidates_are_of_other_articles_in_the_window(say: Say) -> None:
    first, last = say(BASE, 2), say(BASE, 2 + DAYS)
    assert may_link(first, last)
    assert may_link(say(BASE, 3 + DAYS), last)
    assert not may_link(first, say(BASE, 3 + DAYS))
    assert not may_link(first, first)


def test_the_candidates_are_a_few_that_share_most_marks() -> None:
    holders = {mark: [f"claim {one:02}" for one in range(mark, 30)] for mark in range(1, 30)}
    assert best(holders, range(1, 30)) == [f"claim {one:02}" for one in range(29, 29 - MOST, -1)]
    assert best(holders, [99]) == []


def test_marks_are_numbers_that_a_database_takes(say: Say) -> None:
    assert all(-(2**63) <= mark < 2**63 for mark in marks(say(BASE, 2)))


def test_the_bounds_are_of_every_sort_and_in_order() -> None:
    sorts: tuple[Sort, ...] = ("agrees", "contradicts", "updates")
    for sort in sorts:
        bound = model()["bounds"][sort]
        assert 0 < bound["suggested"] <= bound["confirmed"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Echo said that Ada Vane won the Tarn Democratic primary.", {"vane": "ada vane", "tarn": "tarn"}),
        (
            "The paper said that President Sara Quill met Bo Lindh.",
            {"quill": "sara quill", "lindh": "bo lindh"},
        ),
        ("Sara Quill said that Jim Price met Ada White.", {"price": "jim price", "white": "ada white"}),
        (
            "Sara Quill said: “Bo Lindh Wanted Campaign Money From Tarn.”",
            {"lindh": "bo lindh", "tarn": "tarn"},
        ),
    ],
)
def test_titles_and_parties_are_of_no_name(say: Say, text: str, names: dict[str, str]) -> None:
    assert say(text, 2).name_of.items() >= names.items()


def test_a_negation_in_what_one_adds_turns_nothing(say: Say) -> None:
    one = say("Rolf Aken said that the Ostby mill would close its old paper machine in April.", 2)
    more = say(f"{BASE[:-1]} and that nobody would leave.", 3)
    turned = say(BASE.replace("would close", "would not close"), 3)
    assert (len(more.negated), len(turned.negated)) == (1, 1)
    assert not pair_of(one, more).turned
    assert pair_of(one, turned).turned


@pytest.mark.parametrize("manner", ["actually", "fully", "12"])
def test_a_negation_is_of_what_follows_the_manner(say: Say, manner: str) -> None:
    one = say("Rolf Aken said that the mill would sell its boats.", 2)
    other = say(f"Rolf Aken said that the mill would not {manner} sell its boats.", 3)
    assert pair_of(one, other).turned


def test_both_may_add_something_though_one_of_it_is_negated(say: Say) -> None:
    one = say(f"{BASE[:-1]} and sell the rolls to Tarn.", 2)
    other = say(f"{BASE[:-1]} and that no pensioners would be hurt.", 3)
    assert not pair_of(one, other).turned


def test_words_that_are_alike_tell_as_much(say: Say) -> None:
    one = say("Rolf Aken said that Ada Vane was fit for the presidency.", 2)
    other = say("Rolf Aken said that Ada Vane was fit to be president.", 3)
    assert pair_of(one, other).overlap == 1.0


@pytest.mark.parametrize("text", ["It was nothing but a rumor.", "Not only the mill in Ostby would close."])
def test_nothing_but_and_not_only_negate_nothing(say: Say, text: str) -> None:
    assert say(f"Rolf Aken said: “{text}”", 2).negated == ()


def test_a_number_with_many_digits_is_much_in_common(say: Say) -> None:
    one, other = (
        say(f"Rolf Aken said that it takes {number} workers to run the mill.", day)
        for number, day in (("2,383", 2), ("2,383", 3))
    )
    round_one, round_other = (
        say(f"Rolf Aken said that it takes {number} workers to run the mill.", day)
        for number, day in (("2,000", 2), ("2,000", 3))
    )
    assert pair_of(one, other).common > pair_of(round_one, round_other).common


def test_what_people_say_of_themselves_is_another_claim_of_others(say: Say) -> None:
    one, other = (
        say(f"{who} said: “We will vote for the Green Party in May.”", 2) for who in ("Ada Vane", "Bo Lindh")
    )
    assert "of_themselves" in features(pair_of(one, other))
    assert "of_themselves" not in features(pair_of(one, one))


def test_claims_that_share_little_are_told_before_they_are_looked_at(say: Say) -> None:
    one = say(BASE, 2)
    assert pair_of(one, say(BASE.replace("would close", "would not close"), 3)).is_near
    assert not pair_of(
        one, say("Rolf Aken said that the town of Ostby had bought forty new buses.", 3)
    ).is_near


def test_a_negated_opposite_says_the_same(say: Say) -> None:
    """Who will not allow lorries bans them: that is no contradiction, whatever the score."""
    one = say("Rolf Aken said that the council would ban heavy lorries from the Ostby bridge in April.", 2)
    other = say("Greta Holm said the council would not allow heavy lorries on the Ostby bridge in April.", 3)
    pair = pair_of(one, other)
    assert pair.restored
    assert "contradicts" not in possible(features(pair))


def test_a_speaker_is_only_meant_by_a_pronoun(say: Say) -> None:
    """Two candidates that each call the other unfit speak of two people."""
    one = say("Greta Holm said that Rolf Aken was not fit to lead the Ostby council.", 2)
    other = say("Rolf Aken said that Greta Holm was fit to lead the Ostby council.", 3)
    assert "names_differ" in features(pair_of(one, other))
    of_itself = say("Rolf Aken said that he was fit to lead the Ostby council.", 3)
    assert "names_differ" not in features(pair_of(one, of_itself))


@pytest.mark.parametrize(
    ("later", "seen"),
    [
        ("Rolf Aken said that the Ostby mill would close its old steel machine in April.", "substituted"),
        ("Rolf Aken said that the old paper machine would close the Ostby mill in April.", None),
    ],
)
def test_another_object_in_one_place_is_seen(say: Say, later: str, seen: str | None) -> None:
    found = features(pair_of(say(BASE, 2), say(later, 2)))
    assert ("substituted" in found) == (seen is not None)


@pytest.mark.parametrize("change", [("April", "May"), ("paper", "steel")])
def test_another_day_or_object_is_never_confirmed(say: Say, change: tuple[str, str]) -> None:
    link = score(say(BASE, 2), say(BASE.replace(*change), 2))
    assert link is None or link.tier == "suggested"


def test_numbers_belong_to_the_names_before_them(say: Say) -> None:
    one = say("The poll said that Marta Ruiz had 46 percent and Jan Kowal had 41 percent.", 2)
    assert {name: set(numbers) for name, numbers in one.owned.items()} == {"ruiz": {"46"}, "kowal": {"41"}}
    other = say("The poll said that Marta Ruiz had 41 percent and Jan Kowal had 46 percent.", 3)
    assert "owned_differ" in features(pair_of(one, other))


def test_a_negative_prefix_turns_a_word() -> None:
    assert "aware" in turns_of("unaware")
    assert "unaware" in turns_of("aware")
    assert "der" not in turns_of("under")


def test_no_longer_negates_what_follows(say: Say) -> None:
    assert say("Rolf Aken said that he no longer supported the mining law.", 2).negated == ("support",)


def test_quoted_words_are_found_in_the_other(say: Say) -> None:
    one = say("Rolf Aken called the handling of the Ostby mill papers “extremely careless” in May.", 2)
    other = say("Greta Holm said that the council had been extremely careless with papers.", 3)
    assert one.quoted == [["extremely", "careless"]]
    assert features(pair_of(one, other))["quoted_alike"] > 0
