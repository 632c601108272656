"""Who stands behind an attribution: by name, pronoun, description, metonym, or nobody."""

from __future__ import annotations

import pytest

from tests.claims.marked import speakers

WIRE = """\
{1S:Black Tide} {1C:claims} {1X:killing of Orlish guards in Tesmar}

{2S:Black Tide} {2C:has claimed} {2X:responsibility for killing 31 Orlish guards in Tesmar last week}, \
{3C:saying} {3X:their presence proved that the Tesmari government had sold the country}.

{4X:“Our companies left nothing of the column,”} \
{4S:Black Tide’s Tesmari wing, Army of the Salt Coast,} \
{4C:said in a statement posted online}. \
{5X:Orland is the closest ally that Tesmar has}, {5S:Reuters} {5C:reports}.

{6X:“Our boats waited for two nights at the ford,”} {6S:it} {6C:said}.

{7S:The group} {7C:said} {7X:the guards’ route showed the “firm hand” of Orland}.

{8S:Tesmar’s Interior Ministry} {8C:has blamed} \
{8X:the attack on armed bands {9S:it} {9C:said} {9X:had crossed the river}}.

{0S:Tesmar} {0C:says} {0X:it takes no side in the war}. The prime minister, Nuri Vand, is close to Orland.
"""


def test_a_wire_story_has_the_right_speakers_throughout() -> None:
    """The shape of the story that the project was begun for: a wing, its statement, `it`, `the group`."""
    found = {number: (one[-1].name, one[-1].resolution) for number, one in speakers(WIRE).items()}
    assert found == {
        1: ("Black Tide", "name"),
        2: ("Black Tide", "name"),
        3: ("Black Tide", "elided"),
        4: ("Army of the Salt Coast", "name"),
        5: ("Reuters", "name"),
        6: ("Army of the Salt Coast", "pronoun"),
        7: ("Army of the Salt Coast", "description"),
        8: ("Tesmar’s Interior Ministry", "name"),
        9: ("Tesmar’s Interior Ministry", "pronoun"),
        0: ("Tesmar", "metonym"),
    }


@pytest.mark.parametrize(
    ("marked", "name", "resolution"),
    [
        ("{1S:Ama Brandt} {1C:said} {1X:no}.", "Ama Brandt", "name"),
        ("{1S:Ama Brandt’s} {1C:claim} {1X:that it rained}.", "Ama Brandt", "name"),
        ("{1S:Ama Brandt’s spokesman, Odo Lund,} {1C:said} {1X:no}.", "Odo Lund", "name"),
        ("{1S:Brandt Mi-kyung} {1C:said} {1X:no}.", "Brandt Mi-kyung", "name"),
        (
            "{1S:An Upland Workers’ Front (UWF) report on Friday} {1C:said} {1X:no}.",
            "Upland Workers’ Front",
            "name",
        ),
        ("{1S:The WHO} {1C:said} {1X:no}.", "WHO", "name"),
        ("{1S:Wend’s Ama Brandt} {1C:said} {1X:no}.", "Ama Brandt", "name"),
        ("{1S:Meridian’s Odo Lund} {1C:said} {1X:no}.", "Odo Lund", "name"),
        ("{1S:one of the family’s lawyers, Odo Lund,} {1C:said} {1X:no}.", "Odo Lund", "name"),
        ("{1S:Twenty-seven states} {1C:said} {1X:no}.", "twenty-seven states", "unnamed"),
        ("{1S:Aides to Mr. Vane} {1C:said} {1X:no}. Mr. Vane left.", "aides to Mr. Vane", "unnamed"),
        ("{1S:Some in the “Vane or Bust” crowd} {1C:said} {1X:no}. Ada Vane left.", "some", "unnamed"),
        (
            "{1X:Most are against it}, {1C:according to} {1S:a report Tuesday from the institute}.",
            "a report",
            "description",
        ),
        (
            "Paul Vane met Mary Vane. Paul Vane left. {1S:Mrs. Vane} {1C:said} {1X:no}.",
            "Mary Vane",
            "name",
        ),
        (
            "The winner’s team was calm. {1S:The loser’s team} {1C:said} {1X:no}.",
            "the loser’s team",
            "description",
        ),
        ("{1S:Mr Brandt} {1C:said} {1X:no}. It was Odo Brandt who had asked.", "Odo Brandt", "name"),
        ("{1S:The mayor, Ama Brandt,} {1C:said} {1X:no}.", "Ama Brandt", "name"),
        ("{1S:Council leader Ama Brandt (Reform)} {1C:said} {1X:no}.", "Ama Brandt", "name"),
        ("{1S:Ama Brandt (Reform), who came late,} {1C:said} {1X:no}.", "Ama Brandt", "name"),
        ("{1S:Around 4,500 nurses} {1C:said} {1X:no}.", "around 4,500 nurses", "unnamed"),
        ("{1S:Harbour spokesman Odo Lund} {1C:said} {1X:no}.", "Odo Lund", "name"),
        ("{1S:A driver named Odo Lund} {1C:said} {1X:no}.", "Odo Lund", "name"),
        ("{1S:The first witness, a driver named Odo Lund,} {1C:said} {1X:no}.", "Odo Lund", "name"),
        ("{1C:According to} {1S:Wend’s first selectman, Odo Lund}, {1X:it rains}.", "Odo Lund", "name"),
        ("Odo Lund, 34, lost. {1S:The 34-year-old} {1C:said} {1X:no}.", "Odo Lund", "description"),
        ("Odo Lund, the mayor, sat down. {1S:The mayor} {1C:said} {1X:no}.", "Odo Lund", "description"),
        (
            "Wend Foods and the Salt Board met. {1S:The company} {1C:said} {1X:no}.",
            "Wend Foods",
            "description",
        ),
        ("{1S:The family of a nurse, Ama Brandt,} {1C:said} {1X:no}.", "the family of a nurse", "unnamed"),
        ("Wend Foods fell. {1S:The company} {1C:said} {1X:no}.", "Wend Foods", "description"),
        ("Renzo Calvi lost. {1S:The Italian} {1C:said} {1X:no}.", "Renzo Calvi", "description"),
        (
            "The Italian Renzo Calvi met Odo Lund. {1S:The Italian} {1C:said} {1X:no}.",
            "Renzo Calvi",
            "description",
        ),
        (
            "Renzo Calvi met Odo Lund, a Danish rider. {1S:The Italian} {1C:said} {1X:no}.",
            "Renzo Calvi",
            "description",
        ),
        ("Renzo Calvi lost. {1S:The French} {1C:said} {1X:no}.", "the French", "unnamed"),
        ("{1S:The army} {1C:said} {1X:no}.", "the army", "description"),
        ("{1S:The White House} {1C:said} {1X:no}.", "White House", "metonym"),
        ("{1S:Paris} {1C:said} {1X:no}.", "Paris", "metonym"),
        ("{1S:France} {1C:said} {1X:no}.", "France", "metonym"),
        ("{1S:Officials} {1C:said} {1X:no}.", "officials", "unnamed"),
        ("{1S:A source close to the talks} {1C:said} {1X:no}.", "a source close to the talks", "unnamed"),
        ("{1S:A police spokesman} {1C:said} {1X:no}.", "a police spokesman", "unnamed"),
        ("{1S:Analysts at Brandt & Lund} {1C:said} {1X:no}.", "analysts at Brandt & Lund", "unnamed"),
        ("{1S:Residents of Qasr Belan} {1C:said} {1X:no}.", "residents of Qasr Belan", "unnamed"),
        ("{1S:Wend Foods today} {1C:announced} {1X:a new mill}.", "Wend Foods", "name"),
        ("In it, {1S:New Lund primary voters} {1C:said} {1X:no}.", "New Lund primary voters", "unnamed"),
        (
            "{1S:The Senate Minority Leader, Odo Lund}, {1C:said} on Friday “{1X:We told them to stop}.”",
            "Odo Lund",
            "name",
        ),
        (
            "Ada Vane was jailed on Friday by Judge Mia Lund. {1S:The defendant} {1C:said} {1X:no}.",
            "Ada Vane",
            "description",
        ),
        (
            "Ada Vane denies theft. Her sister, Mia Lund, sat by. {1S:The defendant} {1C:said} {1X:no}.",
            "Ada Vane",
            "description",
        ),
        ("{1S:A report on the fire} {1C:says} {1X:no}.", "a report on the fire", "description"),
    ],
)
def test_a_source_is_who_its_words_mean(marked: str, name: str, resolution: str) -> None:
    claimant = speakers(marked)[1][-1]
    assert (claimant.name, claimant.resolution) == (name, resolution)


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("{1S:Ama Brandt} {1C:said} {1X:no}. {2S:She} {2C:said} {2X:yes}.", "Ama Brandt"),
        ("{1S:Mr Lund} {1C:said} {1X:no}. Mrs Brandt rose. {2S:She} {2C:said} {2X:yes}.", "Brandt"),
        ("{1S:The ministry} {1C:said} {1X:no}. {2S:It} {2C:said} {2X:yes}.", "the ministry"),
        ("{1S:Two officers} {1C:said} {1X:no}. {2S:They} {2C:said} {2X:yes}.", "two officers"),
        ("{1S:Officers in Wend} {1C:said} {1X:no}. {2S:They} {2C:said} {2X:yes}.", "officers in Wend"),
        ("{1S:The family of Odo} {1C:said} {1X:no}. {2S:They} {2C:said} {2X:yes}.", "the family of Odo"),
        ("{1S:, two officers} {1C:said} {1X:no}. {2S:They} {2C:said} {2X:yes}.", "two officers"),
        ("{1S:A teacher} {1C:said} {1X:no}. {2X:“Yes,”} {2S:she} {2C:said}.", "a teacher"),
        (
            "{1S:Ama Brandt} {1C:said} {1X:no}. Peter Lund left the hall. {2S:She} {2C:said} {2X:yes}.",
            "Ama Brandt",
        ),
        (
            "{1S:The union} {1C:said} {1X:no}. {3X:It is late}, {3S:Reuters} {3C:reports}. "
            "{2X:“Yes,”} {2S:it} {2C:said}.",
            "the union",
        ),
    ],
)
def test_a_pronoun_is_who_comes_to_mind(marked: str, name: str) -> None:
    claimant = speakers(marked)[2][-1]
    assert (claimant.name, claimant.resolution) == (name, "pronoun")


@pytest.mark.parametrize(
    "marked",
    [
        "{1X:The bridge} {1C:reportedly} fell.",
        "{1C:It is alleged} {1X:that he fled}.",
        "{1S:Nobody} {1C:said} {1X:that}.",
        "{1S:No one} {1C:claimed} {1X:the prize}.",
        "{1S:A court} {1C:heard} {1X:that he fled}.",
        "{1S:Wend North Crown Court} {1C:heard} {1X:that he fled}.",
        "{1S:Wend North Crown Court} {1C:was told} {1X:that he fled}.",
        "{1S:Two nurses} {1C:were told} {1X:that he fled}.",
        "{1S:I} {1C:suspect} {1X:that he fled}.",
        "{1S:We} {1C:were told} {1X:that he fled}.",
        "{1S:He} {1C:said} {1X:no}.",
        "The council met. {1S:She} {1C:said} {1X:no}.",
    ],
)
def test_where_nobody_is_found_it_says_so(marked: str) -> None:
    claimant = speakers(marked)[1][-1]
    assert (claimant.entity_id, claimant.name, claimant.resolution, claimant.confidence) == (
        None,
        None,
        "unresolved",
        0,
    )


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("{1S:Ama Brandt} {1C:denied} {1X:it}, {2C:adding} {2X:that she was at home}.", "Ama Brandt"),
        ("{1X:“No,”} {1S:Ama Brandt} {1C:said}. {2X:“Never.”}", "Ama Brandt"),
        ("{1S:Ama Brandt} {1C:said} {1X:no}. The hall was quiet, {2C:meaning} {2X:that all agreed}.", None),
        ("{1S:Ama Brandt} {1C:said} {1X:no}. {2X:The bridge} {2C:reportedly} fell.", None),
    ],
)
def test_a_source_left_out_is_carried_over_where_the_speaker_goes_on(marked: str, name: str | None) -> None:
    assert speakers(marked)[2][-1].name == name


def test_an_unnamed_source_is_never_a_named_person() -> None:
    marked = "Odo Lund is the police spokesman. {1S:A police spokesman} {1C:said} {1X:no}."
    claimant = speakers(marked)[1][-1]
    assert (claimant.name, claimant.kind) == ("a police spokesman", "unnamed")


def test_the_spokesman_is_the_one_that_was_quoted() -> None:
    marked = "{1S:A spokesman} {1C:said} {1X:no}. The rain went on. {2S:The spokesman} {2C:said} {2X:yes}."
    found = speakers(marked)
    assert found[1][-1].entity_id == found[2][-1].entity_id


def test_the_company_stays_who_it_was() -> None:
    """Though another body spoke in between."""
    marked = (
        "Wend Foods closed. {1S:The company} {1C:said} {1X:no}. "
        "Tarn Rail fell. {2S:Tarn Rail} {2C:said} {2X:yes}. Tarn Rail rose. Tarn Rail met. "
        "{3S:The company} {3C:said} {3X:no}."
    )
    assert speakers(marked)[3][-1].name == "Wend Foods"


def test_we_in_a_quotation_is_its_speaker() -> None:
    found = speakers("{1S:Ama Brandt} {1C:said}: {1X:“{2S:We} {2C:think} {2X:it is over}.”}")
    assert (found[2][-1].name, found[2][-1].resolution) == ("Ama Brandt", "pronoun")


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("The boy’s mother, {1S:who} {1C:said} {1X:no}, left.", "the boy’s mother"),
        ("They met a neighbour {1S:who} {1C:said} {1X:no}.", "a neighbour"),
        ("They met two young nurses {1S:who} {1C:said} {1X:no}.", "two young nurses"),
        (
            "Ama Brandt, a nurse {1S:who} {1C:said} {1X:no}, left. {2S:Ama Brandt} {2C:left}{2X:.}",
            "Ama Brandt",
        ),
        ("They met a friend of the driver {1S:who} {1C:said} {1X:no}.", "a friend of the driver"),
        ("They saw a man in a red coat, {1S:who} {1C:said} {1X:no}.", None),
        ("They have a plan, {1S:who} {1C:said} {1X:no}.", None),
    ],
)
def test_who_is_the_people_that_it_goes_on_from(marked: str, name: str | None) -> None:
    """And nobody where the noun before it may only belong to them."""
    assert speakers(marked)[1][-1].name == name


def test_who_was_told_in_a_quotation_did_not_say_so() -> None:
    found = speakers("{1S:Ama Brandt} {1C:said}: {1X:“{2S:I} {2C:was told} {2X:that it is over}.”}")
    assert found[2][-1].resolution == "unresolved"


def test_others_pass_it_on() -> None:
    marked = (
        "{1X:{2S:The ministry} {2C:said} {2X:that {3S:a witness} {3C:saw} {3X:it}}}, "
        "{1S:Reuters} {1C:reports}."
    )
    assert [one.name for one in speakers(marked)[3]] == ["Reuters", "the ministry", "a witness"]


@pytest.mark.parametrize(
    ("marked", "chain"),
    [
        (
            "{1X:{2S:Ama Brandt} {2C:called} {2X:it a sham}}, {1C:according to} {1S:NBC}.",
            ["NBC", "Ama Brandt"],
        ),
        ("{1X:{2S:Ama Brandt} {2C:fears} {2X:the worst}}, {1C:according to} {1S:NBC}.", ["NBC"]),
        (
            "{1X:{2X:It rained}, {2S:Ama Lund} {2C:said}, and left}, {1C:according to} {1S:the police}.",
            ["the police"],
        ),
        ("{1S:The police} {1C:said} {1X:{2S:Ama Brandt} {2C:denied} {2X:it}}.", ["the police"]),
        (
            "{1S:Wend Foods} {1C:said} {1X:{2S:Ama Brandt} {2C:denied} {2X:it}}.",
            ["Wend Foods"],
        ),
        ("{1S:NBC} {1C:said} {1X:{2S:Ama Brandt} {2C:planned} {2X:to resign}}.", ["NBC"]),
    ],
)
def test_who_only_passes_another_on_makes_no_claim_of_that(marked: str, chain: list[str]) -> None:
    assert [one.name for one in speakers(marked)[1]] == chain


def test_nobody_passes_on_his_own_words() -> None:
    found = speakers("{1S:The ministry} {1C:said} {1X:that {2S:it} {2C:believed} {2X:the reports}}.")
    assert [one.name for one in found[2]] == ["the ministry"]


def test_he_in_somebody_elses_words_is_not_that_speaker() -> None:
    found = speakers("Odo Lund left. {1S:Ama Brandt} {1C:said}: {1X:“{2S:He} {2C:said} {2X:it was over}.”}")
    assert found[2][-1].name == "Odo Lund"


def test_an_obituary_stays_with_the_dead() -> None:
    """Though a daughter who bears her name is the last who was named."""
    found = speakers(
        "Josephine Lund, who saved the Salt Fen, dies at 93\n\n"
        "Josephine Lund, the botanist who walked the Salt Fen for 46 years, has died at the age of 93.\n\n"
        "Her daughter, Maud Lund, {1C:said} {1X:that she died at home on Sunday}.\n\n"
        "She came to the fen in 1957 to cover a teacher’s sick leave. {2X:“I had no boots,”} "
        "{2S:she} {2C:recalled} in 1998.\n\n"
        "Engineers told her that the fen would be gone by 1980. {3S:She} {3C:doubted} {3X:it}."
    )
    assert [found[number][-1].name for number in (2, 3)] == ["Josephine Lund"] * 2


@pytest.mark.parametrize("source", ["The Tarn Valley Echo", "this newspaper"])
def test_the_outlet_itself_has_no_entity(source: str) -> None:
    claimant = speakers(f"{{1S:{source}}} {{1C:reported}} {{1X:the fire}}.", outlet="Tarn Valley Echo")[1][-1]
    assert (claimant.entity_id, claimant.name, claimant.resolution) == (None, "Tarn Valley Echo", "outlet")


def test_a_role_and_an_affiliation_go_with_the_claimant() -> None:
    claimant = speakers("{1S:Ama Brandt, chief engineer at Lund Rail,} {1C:said} {1X:no}.")[1][-1]
    assert (claimant.role, claimant.affiliation) == ("chief engineer", "Lund Rail")


@pytest.mark.parametrize(
    ("marked", "claimant"),
    [
        (
            "A man was charged with the murder of Helen Marsh, a teacher who was found dead in Ostby.\n\n"
            "Helen Marsh, 43, had taught for ten years. {1S:The suspect} {1C:denies} {1X:the charge}.",
            "the suspect",
        ),
        (
            "Nine workers died in a fire at a garment factory in Dorn.\n\nRina Begum, who jumped from a "
            "window, screamed. {1S:The government} {1C:promised} {1X:compensation for the families}.",
            "the government",
        ),
    ],
)
def test_a_description_is_not_the_last_who_was_named(marked: str, claimant: str) -> None:
    """Who is accused is not the victim, and a government is no survivor."""
    assert speakers(marked)[1][-1].name == claimant


def test_who_is_named_beside_a_description_goes_on_as_it() -> None:
    found = speakers(
        "{1S:A driver named Odo Lund} {1C:said} {1X:no}. {2S:The driver} {2C:said} {2X:it rained}."
    )
    assert [one[-1].name for one in found.values()] == ["Odo Lund", "Odo Lund"]


@pytest.mark.parametrize(
    ("before", "office", "after", "name"),
    [
        ("", "the salt minister", "{2X:“Bring a coat,”} {2S:Ama Lund} {2C:said}", "Ama Lund"),
        ("", "its salt minister", "{2X:“Bring a coat,”} {2S:Ama Lund} {2C:said}", "Ama Lund"),
        ("", "the salt minister", "{2X:“Bring it,”} {2C:said} {2S:Ama Lund, a driver}", "the salt minister"),
        ("Ama Lund left. ", "the salt minister", "{2X:“Go,”} {2S:Ama Lund} {2C:said}", "the salt minister"),
        ("", "a salt minister", "{2X:“Bring a coat,”} {2S:Ama Lund} {2C:said}", "a salt minister"),
        ("", "the salt minister", "{2S:Ama Lund} {2C:said} {2X:it will not}", "the salt minister"),
    ],
)
def test_an_office_is_whose_bare_name_is_quoted_next(before: str, office: str, after: str, name: str) -> None:
    found = speakers(f"{before}{{1X:It will rain}}, {{1S:{office}}} {{1C:said}}.\n\n{after}.")
    assert [one[-1].name for one in found.values()] == [name, "Ama Lund"]
