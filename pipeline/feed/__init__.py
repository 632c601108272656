"""Feeding: files, folders, standard input and single RSS or Atom feeds become raw articles on the wire."""

from __future__ import annotations

from pipeline.feed.documents import read_feed
from pipeline.feed.entries import Entry, Parsed, Position, Unreadable
from pipeline.feed.feeding import Listener, feed_entries, feed_files
from pipeline.feed.files import STDIN, Format, Found, InputFile, find_files, total_bytes
from pipeline.feed.reading import MAX_BYTES, FeedOptions, read_files, read_lines
from pipeline.feed.tally import Tally
from pipeline.feed.web import fetch_feed

__all__ = [
    "MAX_BYTES",
    "STDIN",
    "Entry",
    "FeedOptions",
    "Format",
    "Found",
    "InputFile",
    "Listener",
    "Parsed",
    "Position",
    "Tally",
    "Unreadable",
    "feed_entries",
    "feed_files",
    "fetch_feed",
    "find_files",
    "read_feed",
    "read_files",
    "read_lines",
    "total_bytes",
]
