"""A claim's text can be read alone, and says nothing that the content or a name in it does not."""

from __future__ import annotations

import pytest

from claimwire.claims.edits import replayed
from claimwire.claims.naming import Antecedent, spoken_name
from claimwire.claims.text import Proposition, text_of
from claimwire_schemas import Claimant, Entity, Kind, Span, Stance
from tests.marked import unmarked

AMA = Entity(
    entity_id="5b2b5b0e-8d2e-5f0a-9f5e-0b9e7f6c1a10",
    name="Ama Brandt",
    kind="person",
    mentions=(Span(start=9000, end=9010, exact="Ama Brandt"),),
    role=None,
    affiliation=None,
)
UNNAMED = AMA.model_copy(update={"name": "A police spokesman", "kind": "unnamed"})


def read(marked: str) -> tuple[str, tuple[Span, ...]]:
    """Return a text without its braces, and the spans that were in them."""
    text, places = unmarked(marked)
    return text, tuple(Span.of(text, *place[:2]) for place in places)


def claimant(entity: Entity) -> Claimant:
    return Claimant(
        entity_id=entity.entity_id,
        name=entity.name,
        kind=entity.kind,
        resolution="name",
        role=None,
        affiliation=None,
        confidence=1,
    )


def text_from(
    marked: str,
    *,
    kind: Kind = "indirect",
    stance: Stance | None = "asserts",
    subject: Entity | None = None,
    means: dict[str, Entity] | None = None,
    lemma: str = "",
) -> str:
    """Return the text made of the content in braces; each edit is checked."""
    article, content = read(marked)
    antecedents = [
        Antecedent(Span.of(article, at, at + len(word)), entity, "pronoun")
        for word, entity in (means or {}).items()
        for at in [article.index(word, content[0].start)]
    ]
    given = Proposition(content, kind, stance, claimant(subject) if subject else None, lemma=lemma)
    text, edits = text_of(article, given, antecedents)
    assert replayed(content, edits) == text
    assert list(edits) == sorted(edits, key=lambda edit: edit.span.start)
    assert all(article[edit.span.start : edit.span.end] == edit.span.exact for edit in edits)
    return text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("{“We will rebuild,”} he said, {“starting today.”}", "We will rebuild starting today."),
        ('{"No,"} she said', "No."),
        ("{``No,''} she said", "No."),
        ("{‘It’s late,’} he said", "It’s late."),
        ("{“Why?”} he asked", "Why?"),
        ("{“No” means “no”}", "“No” means “no”."),
        ("called {the decision “an act of vandalism”}", "The decision “an act of vandalism”."),
        ("{“First.}\n\n{“Second.”}", "First. Second."),
        ("{“It rained,”} he said. {“We left.”}", "It rained. We left."),
        ("{“In May,”} he said, {“I left.”}", "In May I left."),
        ("{two\n lines}", "Two lines."),
        ("{“”}", "“”."),
        ("{it rains,} he said", "It rains."),
        ("{iPads are dear}", "iPads are dear."),
        ("{she works for Sedge Inc.}", "She works for Sedge Inc."),
        ("{x}", "X."),
    ],
)
def test_content_becomes_a_sentence_without_outer_marks(content: str, text: str) -> None:
    assert text_from(content, kind="direct") == text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("{that it rains}", "It rains."),
        ("{that the bridge would close}", "The bridge would close."),
        ("{that Ferries stopped}", "Ferries stopped."),
        ("{that boats stopped}", "Boats stopped."),
        ("{that older boats stopped}", "Older boats stopped."),
        ("{that wine was dear}", "Wine was dear."),
        ("{that decision was wrong}", "That decision was wrong."),
        ("{that was wrong}", "That was wrong."),
        ("{“that old bridge”}", "That old bridge."),
        ("{that “the bridge is old”}", "“The bridge is old”."),
    ],
)
def test_the_conjunction_is_left_out_but_not_the_demonstrative(content: str, text: str) -> None:
    assert text_from(content) == text


@pytest.mark.parametrize(
    ("content", "stance", "text"),
    [
        ("to rebuild the bridge", "promises", "Ama Brandt will rebuild the bridge."),
        ("not to resign", "promises", "Ama Brandt will not resign."),
        ("taking bribes", "denies", "Ama Brandt taking bribes."),
        ("having taken bribes", "denies", "Ama Brandt has taken bribes."),
        ("to have met her", "confirms", "Ama Brandt has met her."),
        ("to meet her", "confirms", "Ama Brandt to meet her."),
        ("to meet her", "believes", "Ama Brandt to meet her."),
        ("to meet her and to go", "promises", "Ama Brandt to meet her and to go."),
        ("responsibility for killing the lamp", "claims_responsibility", "Ama Brandt killing the lamp."),
        ("responsibility for the attack", "claims_responsibility", "Responsibility for the attack."),
        ("nothing of the sort", "denies", "Nothing of the sort."),
        ("killing of a lamb", "claims_responsibility", "Killing of a lamb."),
        ("to act at once", "demands", "To act at once."),
    ],
)
def test_a_verb_without_a_subject_gets_it(content: str, stance: Stance, text: str) -> None:
    assert text_from(f"{{{content}}}", stance=stance, subject=AMA) == text


@pytest.mark.parametrize(
    ("content", "lemma", "text"),
    [
        ("The ferry is believed {to have sunk}", "believe", "To have sunk."),
        ("{The ferry} is believed {to have sunk}", "believe", "The ferry has sunk."),
        ("{The ferries} are said by divers {to have sunk}", "say", "The ferries have sunk."),
        ("{The ferry} was thought {to be sinking}", "think", "The ferry was sinking."),
        ("{The ferry} has been reported {not to be safe}", "report", "The ferry is not safe."),
        ("{The ferry} is expected {to sink}", "expect", "The ferry will sink."),
        ("{The firm} is known {to owe millions}", "know", "The firm owes millions."),
        ("{The firms} are known {to owe millions}", "know", "The firms owe millions."),
        ("{The firm} was known {to owe millions}", "know", "The firm to owe millions."),
        ("{Ama Brandt} is known {to carry a knife}", "know", "Ama Brandt carries a knife."),
        ("{What} is believed {to be a bomb} was found", "believe", "What to be a bomb."),
        ("{The paintings}, believed {to be worth millions}", "believe", "The paintings are worth millions."),
        ("{The boy} is believed {to not be hurt}", "believe", "The boy is not hurt."),
        ("{The firm} is known {to both own and run it}", "know", "The firm to both own and run it."),
        ("{The army} is expected {to retreat and to sue}", "expect", "The army to retreat and to sue."),
        ("{The match} was expected {to be abandoned}", "expect", "The match would be abandoned."),
        ("{Ama Brandt} is known {to boldly go}", "know", "Ama Brandt to boldly go."),
        ("{the crew} it has told {to leave}", "say", "The crew to leave."),
    ],
)
def test_a_raised_subject_gets_its_verb(content: str, lemma: str, text: str) -> None:
    assert text_from(content, lemma=lemma) == text


@pytest.mark.parametrize(
    ("content", "lemma", "text"),
    [
        ("{the plan as unfair}", "describe", "The plan is unfair."),
        ("{the plans as “unfair”}", "describe", "The plans are “unfair”."),
        ("{the night as a nightmare}", "describe", "The night is a nightmare."),
        ("{The plan} was described {as unfair}", "describe", "The plan is unfair."),
        ("{him as being ill}", "describe", "He is ill."),
        ("{them as having lied}", "describe", "They have lied."),
        ("{the plan as they left}", "describe", "The plan as they left."),
        ("{his time as mayor as happy}", "describe", "His time as mayor as happy."),
        ("{the moment as Pell left}", "describe", "The moment as Pell left."),
        ("{her a threat}", "consider", "She is a threat."),
        ("{her work as head as vital}", "describe", "Her work as head as vital."),
        ("{him as not having known}", "describe", "He has not known."),
        ("{The plan} was described {as unfair by a clerk}", "describe", "The plan as unfair by a clerk."),
        ("{the tax unfair and the mayor a coward}", "call", "The tax unfair and the mayor a coward."),
        ("{The film} was dubbed {badly}", "dub", "The film badly."),
        ("{the evidence a day}", "consider", "The evidence a day."),
        ("{building a dam}", "consider", "Building a dam."),
        ("{me an idiot}", "call", "Me an idiot."),
        ("{it a disgrace}", "call", "It is a disgrace."),
        ("{them brave}", "call", "They are brave."),
        ("{it off}", "call", "It off."),
        ("{the plan a disgrace}", "call", "The plan is a disgrace."),
        ("{the plan “a disgrace”}", "call", "The plan is “a disgrace”."),
        ("{a member of the board a liar}", "call", "A member of the board is a liar."),
        ("{the plan of a board}", "call", "The plan of a board."),
        ("{The plan} was called {historic}", "call", "The plan is historic."),
        ("{her claims «a song»}", "call", "Her claims are «a song»."),
        ("{a meeting}", "call", "A meeting."),
        ("{him fit despite a broken arm}", "deem", "He is fit despite a broken arm."),
        ("{himself fit despite a broken arm}", "deem", "Himself fit despite a broken arm."),
        ("{residents to leave}", "urge", "Residents should leave."),
        ("{farmers to bring in their sheep}", "urge", "Farmers should bring in their sheep."),
        ("{them not to return}", "warn", "They should not return."),
        ("{her son to go}", "ask to", "Her son should go."),
        ("{delegates to the summit to act}", "urge", "Delegates to the summit to act."),
        ("{Residents} were told {to leave}", "tell", "Residents should leave."),
        ("{to be quiet}", "tell", "To be quiet."),
        ("{of attempts to flee}", "warn", "Of attempts to flee."),
        (
            "{people with links to terrorism to surrender}",
            "urge",
            "People with links to terrorism to surrender.",
        ),
        ("{travellers to northern Spain to take care}", "warn", "Travellers to northern Spain to take care."),
        ("{workers exposed to asbestos to seek help}", "urge", "Workers exposed to asbestos to seek help."),
        ("{a return to talks}", "urge", "A return to talks."),
        ("{the truth to investigators}", "tell", "The truth to investigators."),
        ("{12 new frigates to replace the fleet}", "order", "12 new frigates to replace the fleet."),
        ("{two officers to resign}", "order", "Two officers should resign."),
        ("{caution to avoid a war}", "urge", "Caution to avoid a war."),
        ("{the use of force to end it}", "urge", "The use of force to end it."),
        ("{the state for funds to repair it}", "beg", "The state for funds to repair it."),
        ("{anyone with a boat to help}", "ask", "Anyone with a boat should help."),
        ("{Ostby to help}", "ask", "Ostby should help."),
        ("{people not to panic and to stay}", "urge", "People not to panic and to stay."),
        ("{fresh efforts to rebuild}", "encourage", "Fresh efforts to rebuild."),
        ("{Toronto act}", "urge", "Toronto act."),
        ("{access to information}", "demand", "Access to information."),
    ],
)
def test_what_is_said_of_an_object_is_its_predicate(content: str, lemma: str, text: str) -> None:
    assert text_from(content, kind="mixed", lemma=lemma) == text


def test_what_is_denied_of_an_object_is_not() -> None:
    assert text_from("{it a sham}", stance=None, lemma="call") == "It a sham."
    assert text_from("{the plan as unfair}", stance="denies", lemma="describe") == "The plan as unfair."


def test_who_hopes_to_is_the_subject() -> None:
    assert text_from("{to win}", subject=AMA, stance="believes", lemma="hope") == "Ama Brandt will win."


def test_who_claims_to_be_is_the_subject() -> None:
    assert text_from("{to be a doctor}", subject=AMA, lemma="claim") == "Ama Brandt is a doctor."
    assert text_from("{to be a doctor}", subject=AMA, lemma="say") == "To be a doctor."


@pytest.mark.parametrize(
    ("content", "lemma", "text"),
    [
        ("{the mayor of taking bribes}", "accuse", "The mayor is guilty of taking bribes."),
        ("{the mayor of Ostby of taking bribes}", "accuse", "The mayor of Ostby is guilty of taking bribes."),
        ("{the mayor of Ostby of neglect}", "accuse", "The mayor of Ostby is guilty of neglect."),
        ("{the mayors of not acting}", "accuse", "The mayors are guilty of not acting."),
        ("{Odo Lund, the mayor, of lying}", "accuse", "Odo Lund, the mayor, is guilty of lying."),
        ("{Odo Lund of neglect}", "accuse", "Odo Lund is guilty of neglect."),
        ("{the head of department}", "accuse", "The head of department."),
        ("{the mayor of Ostby}", "accuse", "The mayor of Ostby."),
        ("{them of “wilful neglect”}", "accuse", "They are guilty of “wilful neglect”."),
        ("{me of lying}", "accuse", "Me of lying."),
        ("{Neither of the men} was accused {of theft}", "accuse", "Neither of the men of theft."),
        ("{the head of the fund of lying}", "accuse", "The head of the fund is guilty of lying."),
        ("{the director of planning of lying}", "accuse", "The director of planning is guilty of lying."),
        (
            "{the editor of the Harrowmere Post of libel}",
            "accuse",
            "The editor of the Harrowmere Post is guilty of libel.",
        ),
        (
            "{the health and safety inspector of lying}",
            "accuse",
            "The health and safety inspector is guilty of lying.",
        ),
        ("{two of the guards of lying}", "accuse", "Two of the guards are guilty of lying."),
        ("{one of the guards of lying}", "accuse", "One of the guards is guilty of lying."),
        ("{a group of guards of lying}", "accuse", "A group of guards are guilty of lying."),
        (
            "{Odo, a clerk and Ama of lying}",
            "accuse",
            "Odo, a clerk and Ama are guilty of lying.",
        ),
        ("{many of her colleagues of lying}", "accuse", "Many of her colleagues are guilty of lying."),
        ("{most of the claims of fraud}", "accuse", "Most of the claims of fraud."),
        ("{the United States of lying}", "accuse", "The United States is guilty of lying."),
        ("{Odo Lund and Ama Brandt of lying}", "accuse", "Odo Lund and Ama Brandt are guilty of lying."),
        ("{himself of lying}", "accuse", "Himself of lying."),
        ("{him and his son of lying}", "accuse", "Him and his son of lying."),
        ("{Odo Lund, 34}, was charged {with theft}", "charge", "Odo Lund, 34, is guilty of theft."),
        (
            "{Odo Lund} was accused {of cheating by his captain}",
            "accuse",
            "Odo Lund of cheating by his captain.",
        ),
        ("{two guards with theft}", "charge", "Two guards are guilty of theft."),
        ("{Odo Lund} was accused {of lying}", "accuse", "Odo Lund is guilty of lying."),
        ("{Odo Lund} was charged with {theft}", "charge", "Odo Lund is guilty of theft."),
        ("{of taking bribes}", "accuse", "Ama Brandt is guilty of taking bribes."),
        ("was accused of {neglect}", "accuse", "Ama Brandt is guilty of neglect."),
        ("she accused {a colleague}", "accuse", "A colleague."),
        ("{that the mayor had lied}", "charge", "The mayor had lied."),
        ("{of taking bribes}", "denounce", "Of taking bribes."),
    ],
)
def test_a_charge_becomes_a_sentence(content: str, lemma: str, text: str) -> None:
    assert text_from(content, kind="mixed", stance="accuses", subject=AMA, lemma=lemma) == text


def test_who_is_named_in_the_content_is_not_named_again() -> None:
    named = AMA.model_copy(update={"mentions": (Span(start=0, end=6, exact="Brandt"),)})
    assert text_from("{Brandt says she left}", means={"she": named}) == "Brandt says she left."


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("{Odo Lund} was blamed {for the delay}", "Odo Lund is to blame for the delay."),
        ("{Odo Lund} was blamed for {the delay}", "Odo Lund is to blame for the delay."),
        ("{the delay on Odo Lund}", "The delay is the fault of Odo Lund."),
        ("{the delays on foreign contractors}", "The delays are the fault of foreign contractors."),
        (
            "{the raid, which hurt two guards, on armed men}",
            "The raid, which hurt two guards, is the fault of armed men.",
        ),
        ("{the delay} on {Odo Lund}", "The delay is the fault of Odo Lund."),
        ("{rebels for the raid on the base}", "Rebels are to blame for the raid on the base."),
        ("{the raid on the base on rebels}", "The raid on the base on rebels."),
        ("{the need for cuts on Odo Lund}", "The need for cuts is the fault of Odo Lund."),
        ("{Nobody} was blamed {for the delay}", "Nobody for the delay."),
        ("{Odo Lund} was blamed {for the delay by a clerk}", "Odo Lund for the delay by a clerk."),
        ("{a lack of cash for schools for the strike}", "A lack of cash for schools for the strike."),
        ("{it on them}", "It on them."),
        ("{Odo Lund for the delay}", "Odo Lund is to blame for the delay."),
        ("{Odo Lund and his aides for the delay}", "Odo Lund and his aides are to blame for the delay."),
        ("{weak orders}", "Weak orders are to blame."),
        ("{a cut in the grant}", "A cut in the grant is to blame."),
        ("{cough syrup as his medal hangs on a hearing}", "Cough syrup as his medal hangs on a hearing."),
        ("{the delay on Friday}", "The delay on Friday is to blame."),
    ],
)
def test_blame_becomes_a_sentence(content: str, text: str) -> None:
    assert text_from(content, stance="accuses", lemma="blame") == text


@pytest.mark.parametrize(
    ("content", "kind", "word", "text"),
    [
        ("he would go and he would stay", "indirect", "he", "Ama Brandt would go and he would stay."),
        ("his house fell", "indirect", "his", "Ama Brandt’s house fell."),
        ("nobody told her that", "indirect", "her", "Nobody told Ama Brandt that."),
        ("nobody told her.", "indirect", "her", "Nobody told Ama Brandt."),
        ("her house fell", "indirect", "her", "Ama Brandt’s house fell."),
        ("“I will go,”", "direct", "I", "I [Ama Brandt] will go."),
        ("“My house fell,”", "direct", "My", "My [Ama Brandt’s] house fell."),
        ("“She lied,”", "direct", "She", "[Ama Brandt] lied."),
        ("the law “helps her most”", "mixed", "her", "The law “helps [Ama Brandt’s] most”."),
        ("she called it “sad”", "mixed", "she", "Ama Brandt called it “sad”."),
        ("that she’d go", "indirect", "she", "Ama Brandt’d go."),
        ("it harms her", "indirect", "her", "It harms Ama Brandt."),
    ],
)
def test_a_name_stands_for_what_means_it(content: str, kind: Kind, word: str, text: str) -> None:
    assert text_from(f"{{{content}}}", kind=kind, means={word: AMA}) == text


def test_an_unnamed_source_has_a_definite_article() -> None:
    assert text_from("{he saw smoke}", means={"he": UNNAMED}) == "The police spokesman saw smoke."


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("police spokesman", "the police spokesman"),
        ("A police spokesman", "the police spokesman"),
        ("her lawyers", "her lawyers"),
        ("the two of them", "the two of them"),
    ],
)
def test_whoever_has_no_name_is_spoken_of_by_one_article(name: str, spoken: str) -> None:
    assert spoken_name(name, "unnamed") == spoken
