"""The time of a text by its length: where it is linear, a thousand characters always take the same.

The shortest texts take less, since windows of the tagger overlap and they have few.
"""

from __future__ import annotations

from rich.table import Table

from claimwire.extract import Extractor
from tests.bench.texts import english_texts
from tests.cpu import cpu_s
from tests.eval.articles import article_of

CHARACTERS = 2000
FACTORS = (1, 2, 4, 8, 16)
MARKS = "“‘\"'’” "


def table() -> Table:
    """Return CPU milliseconds per 1,000 characters, by shape and length of the text."""
    extractor = Extractor.load()
    extractor.extract(article_of("Warm."))
    lengths = [factor * CHARACTERS for factor in FACTORS]
    made = Table("CPU ms/1,000 chars", *(f"{length:,}" for length in lengths), "last to first")
    for name, shape in shapes().items():
        times = [
            ms_per_1000(extractor, filled(shape, length), repeat=max(FACTORS) // factor + 1)
            for factor, length in zip(FACTORS, lengths, strict=True)
        ]
        made.add_row(name, *(f"{time:.1f}" for time in times), f"{times[-1] / times[0]:.2f}")
    return made


def shapes() -> dict[str, str]:
    """Return what the texts are made of: each is repeated to the length that is measured."""
    news = "\n\n".join(english_texts())[:CHARACTERS]
    return {
        "article repeated": f"{news}\n\n",
        "one paragraph": f"{' '.join(news.split())} ",
        "tiny paragraphs": "".join(f"{word}\n\n" for word in news.split()),
        "quotation marks": MARKS,
    }


def filled(shape: str, length: int) -> str:
    """Return a text of exactly that length."""
    return (shape * (length // len(shape) + 1))[:length]


def ms_per_1000(extractor: Extractor, text: str, *, repeat: int) -> float:
    """Return the least CPU milliseconds that 1,000 characters of a text take, of so many runs."""
    article = article_of(text)
    least = min(cpu_s(lambda: extractor.extract(article)) for _ in range(repeat))
    return 1000 * least / (len(text) / 1000)
