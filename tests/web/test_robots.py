"""Robots: what a site says of us is kept to, whatever it writes and whether or not it answers."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego
from yarl import URL

from claimwire.web import robots as module
from claimwire.web.answers import Answer, FetchError
from claimwire.web.robots import AGAIN_S, DAY_S, Robots, rules_for_us
from tests.web.clock import Clock

PAGE = URL("https://quenby.example/news/1?x=2")


class Web:
    """Answers for robots.txt, and counts who was asked."""

    def __init__(
        self, text: str = "", *, status: int = 200, failing: bool = False, retry_after_s: float | None = None
    ) -> None:
        self.text, self.status, self.failing, self.retry_after_s = text, status, failing, retry_after_s
        self.asked: list[str] = []

    async def __call__(self, url: str) -> Answer:
        self.asked.append(url)
        if self.failing:
            raise FetchError("timeout", "no answer")
        data = self.text.encode("utf-8", "surrogatepass")
        return Answer(url, url, self.status, data, retry_after_s=self.retry_after_s)


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /news", False),
        ("User-agent: *\nDisallow: /\nAllow: /news/", True),
        ("User-agent: *\nDisallow: /*?x=", False),
        ("User-agent: *\nDisallow: /news/1$", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: claimwire\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: *\nDisallow: /\n\nuser-agent : ClaimWire # hello\nAllow: /", True),
        ("User-agent: otherbot\nDisallow: /", True),
        ("User-agent: otherbot\nUser-agent: claimwire\nDisallow: /", False),
        ("User-agent: claimwire\nUser-agent: otherbot\nDisallow: /", False),
        ("User-agent: claimwirebot\nDisallow: /", True),
        ("User-agent: otherbot\nDisallow: /a\nUser-agent: *\nCrawl-delay: 4\nDisallow: /news", False),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("User-agent: *\r\nDisallow: /\r\n", False),
        ("<html><body>User-agent: * Disallow: /</body></html>", True),
    ],
)
async def test_the_rules_are_those_for_us(text: str, *, allowed: bool) -> None:
    assert await Robots(Web(text)).allowed(PAGE) is allowed


@pytest.mark.parametrize(
    ("web", "allowed", "again_s"),
    [
        (Web(status=404), True, DAY_S),
        (Web(status=403), True, DAY_S),
        (Web(status=410), True, DAY_S),
        (Web(status=500), False, AGAIN_S),
        (Web(status=503), False, AGAIN_S),
        (Web(status=429), False, AGAIN_S),
        (Web(status=503, retry_after_s=7200.0), False, 7200),
        (Web(failing=True), False, AGAIN_S),
        (Web(), True, DAY_S),
    ],
)
async def test_where_there_are_no_rules_all_is_allowed_and_where_they_cannot_be_had_nothing(
    web: Web, again_s: float, *, allowed: bool
) -> None:
    clock = Clock()
    robots = Robots(web, clock=clock)
    assert await robots.allowed(PAGE) is allowed
    clock.now += again_s - 1
    await robots.allowed(PAGE)
    assert web.asked == ["https://quenby.example/robots.txt"]
    clock.now += 2
    await robots.allowed(PAGE)
    assert len(web.asked) == 2


async def test_each_scheme_host_and_port_has_rules_of_its_own() -> None:
    web = Web()
    robots = Robots(web)
    for url in ("http://a.example/1", "http://a.example/2", "https://a.example/", "http://a.example:81/"):
        await robots.allowed(URL(url))
    assert len(web.asked) == 3


async def test_a_delay_and_sitemaps_are_told() -> None:
    robots = Robots(Web("Sitemap: https://q.example/a\nUser-agent: *\nCrawl-delay: 7.5\nsitemap: /b\n"))
    assert await robots.crawl_delay(PAGE) == 7.5
    assert await robots.sitemaps(PAGE) == ("https://q.example/a", "/b")


@pytest.mark.parametrize("delay", ["soon", "-1", "nan", "inf", "1e999", ""])
async def test_a_delay_that_is_none_is_none(delay: str) -> None:
    assert await Robots(Web(f"User-agent: *\nCrawl-delay: {delay}")).crawl_delay(PAGE) is None


async def test_the_longest_unused_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1000)
    web = Web("User-agent: *\nDisallow: /" + "x" * 370)
    robots = Robots(web)
    for host in "abacac":
        await robots.allowed(URL(f"http://{host}.example/"))
    assert [url[7] for url in web.asked] == ["a", "b", "c"]


HOSTILE: list[Callable[[], str]] = [
    lambda: "".join(f"User-agent: a{n}\n" for n in range(13_000)) + "Allow: /\n" * 30_000,
    lambda: "User-agent: *\n" + "Disallow: /*a*b*c\n" * 28_000,
    lambda: "User-agent: *\nDisallow: /" + "*a" * 250_000,
    lambda: "User-agent: *\nDisallow: /" + "$" * 500_000,
    lambda: "Sitemap: /x\n" * 40_000,
    lambda: "User-agent:" + " " * 500_000 + "x",
]


@pytest.mark.parametrize("make", HOSTILE)
async def test_hostile_rules_cost_little(make: Callable[[], str]) -> None:
    """Protego alone takes minutes and gigabytes for the first: rules times agents."""
    robots = Robots(Web(make()))
    begun = time.process_time()
    await robots.allowed(PAGE)
    assert time.process_time() - begun < 5


LINES = """\
User-agent: *
user agent claimwire
User-agent: other
Disallow: /n
Allow: /news
Disallow:
# note
Crawl-delay: 3
Host: x
Sitemap: /s
dissallow: /news/1
Noindex: /
x
"""


@given(st.lists(st.sampled_from(LINES.splitlines()), max_size=15))
def test_what_is_left_out_changes_nothing_for_us(lines: list[str]) -> None:
    text = "\n".join(lines)
    whole, ours = Protego.parse(text), Protego.parse(rules_for_us(text))
    for url in ("https://q.example/news/1", "https://q.example/n", "https://q.example/"):
        assert whole.can_fetch(url, "claimwire") == ours.can_fetch(url, "claimwire")
    assert whole.crawl_delay("claimwire") == ours.crawl_delay("claimwire")
    assert list(whole.sitemaps) == list(ours.sitemaps)


@given(st.text(max_size=200))
async def test_any_text_allows_or_forbids(text: str) -> None:
    assert await Robots(Web(text)).allowed(PAGE) in {True, False}
