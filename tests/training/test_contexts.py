"""The fit of what an article is about sees what the package sees."""

from __future__ import annotations

from claimwire.extract import default_extractor
from tests.eval.articles import article_of
from training.annotated import Annotated
from training.contexts import Read, Recorder

TEXT = """Fire destroys grain warehouse in Ostrava Bay

A fire in a grain warehouse in Ostrava Bay killed two guards on Monday night, officials said.

The warehouse had no sprinklers, fire chief Mara Lindqvist told reporters.
"""


def test_training_reads_the_drafts_that_the_package_words() -> None:
    article = article_of(TEXT)
    read = Read(Annotated(TEXT, ()), article, default_extractor().read(article))
    recorder = Recorder(read.reading.document)
    assert list(read.claims(recorder)) == []
    [told] = [one for one in recorder.told.values() if "sprinklers" in one.lemmas]
    assert told.words == {"the", "warehouse", "had", "no", "sprinklers", "mara", "lindqvist"}
    assert [word.text for word in told.nouns] == ["warehouse", "sprinklers"]
    assert told.last is not None
    assert told.last.text == "sprinklers"
