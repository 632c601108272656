"""What a cue tells hangs on it, not on a cue behind it."""

from __future__ import annotations

from claimwire.extract.hanging import hung
from claimwire.extract.segments import Link
from tests.extract.treed import segment, treed

DOCUMENT = treed(
    """
    They 2 nsubj PRON PRP
    write 0 root VERB VBP
    that 5 mark SCONJ IN
    it 5 nsubj PRON PRP
    rains 7 ccomp VERB VBZ
    and 7 cc CCONJ CC
    blame 2 conj VERB VBP
    clouds 7 obj NOUN NNS
    """
)
WRITE = Link(
    segment(DOCUMENT, "They", "source"),
    segment(DOCUMENT, "write", "cue"),
    (segment(DOCUMENT, "that it rains", "content"),),
)
BLAME = Link(
    segment(DOCUMENT, "They", "source"),
    segment(DOCUMENT, "blame", "cue"),
    (segment(DOCUMENT, "clouds", "content"),),
)


def test_a_clause_hangs_on_the_cue_before_it() -> None:
    words = hung(DOCUMENT, [WRITE, BLAME]).words
    assert [word.head for word in words] == [1, -1, 4, 4, 1, 6, 1, 6]
    assert words[4].relation == words[4].type == "ccomp"


def test_a_clause_stays_on_a_verb_that_is_no_cue() -> None:
    assert hung(DOCUMENT, [WRITE]) == DOCUMENT


def test_the_subject_of_another_cue_stays() -> None:
    document = treed(
        """
        It 2 nsubj PRON PRP
        claimed 0 root VERB VBD
        thefts 2 obj NOUN NNS
        police 5 nsubj NOUN NNS
        believe 3 acl:relcl VERB VBP
        happened 5 ccomp VERB VBD
        """
    )
    claim = Link(None, segment(document, "claimed", "cue"), (segment(document, "thefts police", "content"),))
    belief = Link(None, segment(document, "believe", "cue"), (segment(document, "happened", "content"),))
    assert hung(document, [claim, belief]) is document


def test_a_tree_stays_without_rings() -> None:
    document = treed(
        """
        They 2 nsubj PRON PRP
        say 4 advcl VERB VBP
        it 4 nsubj PRON PRP
        rains 5 ccomp VERB VBZ
        blame 0 root VERB VBP
        """
    )
    say = Link(None, segment(document, "say", "cue"), (segment(document, "it rains", "content"),))
    blame = Link(None, segment(document, "blame", "cue"), (segment(document, "They", "content"),))
    assert hung(document, [say, blame]) == document
