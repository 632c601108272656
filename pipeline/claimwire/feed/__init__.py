"""Feed files, folders, standard input and single feeds to the raw topic."""

from __future__ import annotations

from claimwire.feed.entries import Entry, Parsed, Position, Tally, Unreadable
from claimwire.feed.feeding import Listener, feed_entries, feed_files
from claimwire.feed.file_reader import read_files, read_lines
from claimwire.feed.files import STDIN, Format, InputFile, InputFiles, LeftOut, find_files, total_bytes
from claimwire.feed.options import FeedOptions
from claimwire.feed.waiting import Sent, count_dead_letters, nothing_sent, wait_for_workers
from claimwire.feed.watching import Watch, watch_folders
from claimwire.feed.web_feed import fetch_feed, is_address, read_address, read_feed
from claimwire.raw_messages import MAX_BYTES

__all__ = [
    "MAX_BYTES",
    "STDIN",
    "Entry",
    "FeedOptions",
    "Format",
    "InputFile",
    "InputFiles",
    "LeftOut",
    "Listener",
    "Parsed",
    "Position",
    "Sent",
    "Tally",
    "Unreadable",
    "Watch",
    "count_dead_letters",
    "feed_entries",
    "feed_files",
    "fetch_feed",
    "find_files",
    "is_address",
    "nothing_sent",
    "read_address",
    "read_feed",
    "read_files",
    "read_lines",
    "total_bytes",
    "wait_for_workers",
    "watch_folders",
]
