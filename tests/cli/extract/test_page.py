"""The page: the article's text and the claims, with nothing that runs, is fetched, or became markup."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from claimwire.cli.extract.page import page_of
from claimwire.cli.rows import harmless
from claimwire_schemas import EnrichedArticle, Feature, Span
from tests.builders import a_claim, a_claimant, an_article, an_enriched_article, span
from tests.cli.extract.shown import CLOSED, an_article_of_claims

VOID = {"meta"}
TAGS = re.compile(
    "html|head|meta|title|style|body|header|main|section|article|h1|h2|p|a|ul|li|mark|bdi|sup|div|dl|dt|dd|"
    "span|ins|details|summary|meter"
)
ATTRIBUTES = re.compile(
    "lang|charset|http-equiv|content|name|class|aria-label|href|id|dir|title|min|max|value"
)
HOSTILE = "</style></title><script>alert(1)</script><img src=x onerror=alert(2)> \"' & ]]> <!-- &lt; -->"


class Page(HTMLParser):
    """A page as a browser reads it: elements, their attributes, and the text in each."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: dict[int, str] = {}
        self._open: list[tuple[str, int]] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append((tag, len(self.elements)))
        self.text[len(self.elements)] = ""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self._open.pop()
        assert opened == tag

    def handle_data(self, data: str) -> None:
        inside = {tag for tag, _ in self._open}
        for _, index in self._open:
            if "sup" not in inside:
                self.text[index] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def texts(self, tag: str, **attributes: str) -> list[str]:
        """Return the text of each element with just these attributes, without the claims' numbers."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [
            self.text[i] for i, (found, has) in enumerate(self.elements) if found == tag and wanted == has
        ]

    def values(self, attribute: str) -> list[str]:
        """Return an attribute's values, in order."""
        return [has[attribute] or "" for _, has in self.elements if attribute in has]


def test_the_article_is_there_word_for_word_with_its_marks() -> None:
    page = Page(page_of(an_article_of_claims()))
    paragraphs = an_article_of_claims().article.text.split("\n\n")
    [headline] = page.texts("h1")
    assert headline == paragraphs[0]
    assert page.texts("p") == paragraphs[1:]
    marked = page.texts("mark", class_="source")
    assert marked[1:] == ["The Korvan Front", "it", "Orst’s Interior Ministry", "Officials"]
    assert page.texts("mark", class_="content source") == ["it"]
    assert "The pass has been closed since December." in page.texts("mark", class_="statement")


def test_each_claim_has_a_card_that_the_text_leads_to_and_back() -> None:
    enriched = an_article_of_claims()
    page = Page(page_of(enriched))
    ids, links = page.values("id"), page.values("href")
    assert max(Counter(ids).values()) == 1
    inner = {link.removeprefix("#") for link in links if link.startswith("#")}
    assert inner == set(ids)
    assert len(ids) == 2 * len(enriched.claims)
    said = [text.strip() for text in page.texts("p", class_="said", dir="auto")]
    assert said == [claim.text for claim in enriched.claims]
    assert page.texts("ins", title="in the article: Our") == ["The Korvan Front’s"]
    assert page.values("value") == [f"{claim.check_worthiness:.2f}" for claim in enriched.claims]


def test_a_card_is_its_sentence_until_it_is_opened() -> None:
    html = page_of(an_article_of_claims())
    assert html.count("</p><details><summary>worth checking") == len(an_article_of_claims().claims)


def test_its_policy_allows_its_own_style_and_nothing_else() -> None:
    page = Page(page_of(an_article_of_claims()))
    [style] = page.texts("style")
    [policy] = [value for value in page.values("content") if "default-src" in value]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"url\(|@import|expression|</", style)
    assert [link for link in page.values("href") if not link.startswith("#")] == [
        "https://tarn-valley-echo.example/news/mill-fire"
    ]


def test_an_article_in_another_language_has_its_text_and_no_claims() -> None:
    enriched = an_enriched_article(an_article(), status="language_not_supported", attributions=(), claims=())
    page = Page(page_of(enriched))
    assert "not an English text" in page.texts("header")[0]
    assert page.values("id") == []


def test_a_paragraph_in_another_language_says_which() -> None:
    article = an_article()
    paragraphs = [one.model_copy(update={"language": "de"}) for one in article.paragraphs[:1]]
    told = article.model_copy(update={"paragraphs": (*paragraphs, *article.paragraphs[1:])})
    page = Page(page_of(an_enriched_article(told, attributions=(), claims=())))
    assert "not extracted: 1 paragraph in de" in page.texts("header")[0]
    assert page.values("lang") == ["en", "de"]


def test_only_addresses_of_the_web_are_links() -> None:
    for url in ("javascript:alert(1)", "data:text/html,x", " https://example.org"):
        page = Page(page_of(an_enriched_article(an_article(an_article().text, url=url))))
        assert url not in page.values("href")


def hostile_article(text: str) -> EnrichedArticle:
    """Return an article that has a text in every place where a record takes any."""
    quote = f"“Nobody was inside,” said Petra Olund, the chief fire officer {text}"
    article = an_article(quote, text, title=f"Fire {text}", outlet=f"o{text}", byline=f"b{text}")
    claimant = a_claimant(name=text, role=text, affiliation=text)
    end = len(article.text)
    claim = a_claim(
        text=text,
        claimant=claimant,
        chain=(claimant, claimant),
        accused=claimant,
        source=Span.of(article.text, end - len(text), end),
        hedges=(span(article, text),),
        certainty="possible",
        medium=span(article, text),
        features=(Feature(name=text, weight=1),),
    )
    return an_enriched_article(article, claims=(claim,))


def check_is_inert(enriched: EnrichedArticle) -> None:
    page = Page(page_of(enriched))
    assert all(TAGS.fullmatch(tag) for tag, _ in page.elements)
    assert all(ATTRIBUTES.fullmatch(name) for _, attributes in page.elements for name in attributes)
    assert all(link.startswith(("#", "https://")) for link in page.values("href"))
    article = enriched.article
    assert page.texts("h1") == [harmless(article.headline.exact if article.headline else "")]
    shown = [harmless(article.text[place.start : place.end]) for place in article.paragraphs]
    assert page.texts("p") == shown


def test_markup_in_a_record_is_text() -> None:
    assert "<b>" in CLOSED
    check_is_inert(an_article_of_claims())
    check_is_inert(hostile_article(HOSTILE))


@given(st.text(min_size=1, max_size=300).filter(lambda text: not text.isspace()))
def test_any_text_is_text(text: str) -> None:
    check_is_inert(hostile_article(text))


def test_the_same_article_gives_the_same_page() -> None:
    assert page_of(an_article_of_claims()) == page_of(an_article_of_claims())
