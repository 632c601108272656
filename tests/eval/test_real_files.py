"""Each real file is counted by how it ended."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from tests.eval.real_files import main

_FEED = '<rss version="2.0"><channel><title>Tarn Echo</title>{}</channel></rss>'
_ITEM = (
    "<item><link>https://echo.example/{}</link><description>The weir at Tarn is shut.</description></item>"
)


def test_files_are_counted_by_their_best_end(tmp_path: Path) -> None:
    """A feed of two articles, one of none, an empty file and an unknown one; and a list of feeds."""
    texts = {
        "feeds/two.rss": _FEED.format(_ITEM.format("a") + _ITEM.format("b")),
        "feeds/none.rss": _FEED.format(""),
        "feeds/empty.rss": "",
        "feeds/odd.bin": "\x01\x02",
        "feeds/story.txt": "The weir at Tarn is shut.",
        "opml/list.opml": '<opml><body><outline xmlUrl="https://echo.example/rss"/></body></opml>',
    }
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    log = tmp_path / "log.jsonl"
    result = CliRunner().invoke(main, [str(tmp_path / "feeds"), str(tmp_path / "opml"), "--log", str(log)])
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[1:] == ["| feeds | 5 | 2 | 1 | 2 | 3 |", "| opml | 1 | 1 | 0 | 0 | 1 |"]
    ends = {(Path(one["file"]).name, one["kind"]) for one in map(json.loads, log.read_text().splitlines())}
    assert ends == {
        ("two.rss", "article"),
        ("none.rss", "nothing new"),
        ("empty.rss", "named error"),
        ("odd.bin", "named error"),
        ("story.txt", "article"),
        ("list.opml", "article"),
    }
