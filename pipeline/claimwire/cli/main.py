"""The root command: its subcommands, imported on use, and the shared options."""

from __future__ import annotations

import signal
from contextlib import suppress
from importlib import import_module
from typing import NamedTuple

import click

from claimwire import __version__
from claimwire.cli.run import CommandGroup
from claimwire.log import configure_logs
from claimwire.settings import load_settings


class _Lazy(NamedTuple):
    module: str
    """In this package; the command in it has its own name."""
    summary: str


COMMANDS: dict[str, dict[str, _Lazy]] = {
    "Try it": {
        "demo": _Lazy("demo", "Watch claims arrive from fourteen sample articles."),
        "extract": _Lazy("extract", "Show who said what in a file, without a broker."),
        "completion": _Lazy("completion", "Print the completion script for your shell."),
    },
    "Run": {
        "up": _Lazy("up", "Run everything on this machine, with the desk in your browser."),
        "worker": _Lazy("worker", "Normalize articles and extract their claims."),
        "broker": _Lazy("worker", "Run the embedded broker alone."),
        "topics": _Lazy("topics", "Create or list the topics."),
        "config": _Lazy("config", "Show the settings."),
        "doctor": _Lazy("doctor", "Find out what is wrong and how to fix it."),
    },
    "Feed": {
        "feed": _Lazy("feed", "Feed files, folders, web pages or standard input."),
        "feeds": _Lazy("feeds", "Add, list and poll feeds."),
        "push": _Lazy("push", "Accept articles over HTTP."),
    },
    "Read": {
        "subscribe": _Lazy("subscribe", "Follow a topic, filtered."),
        "dead-letters": _Lazy("dead_letters", "Inspect refused messages and send them again."),
        "desk": _Lazy("desk", "Store claims and serve the desk: search, follow, API."),
        "match": _Lazy("match", "Find copies, people, repeated and contradicted claims, and stories."),
        "alerts": _Lazy("alerts", "Save searches and send what they find."),
        "feedback": _Lazy("feedback", "Export readers' verdicts on claims."),
        "actors": _Lazy("actors", "List, merge and split people and bodies across articles."),
        "search": _Lazy("search", "Search the desk's claims."),
        "export": _Lazy("export", "Export claims, articles, attributions, links or clusters to a file."),
        "archive": _Lazy("replay", "Save a topic's messages to a file."),
    },
    "Reprocess": {
        "replay": _Lazy("replay", "Send articles again, after live news."),
        "reprocess": _Lazy("worker", "Extract every article again into a second set of topics."),
        "compare": _Lazy("compare", "Compare two sets of extracted records."),
    },
}


class _Root(CommandGroup):
    """The group of all commands. Help lists them by task; only the called one is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 # click's
        """Return every command's name."""
        return [name for section in COMMANDS.values() for name in section]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 # click's
        """Import a command."""
        found = next((section[cmd_name] for section in COMMANDS.values() if cmd_name in section), None)
        if found is None:
            return None
        module = import_module(f"claimwire.cli.{found.module}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands' summaries, by task."""
        widest = max(map(len, self.list_commands(ctx)))
        for title, section in COMMANDS.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(widest), lazy.summary) for name, lazy in section.items()])


_EPILOG = """\
Exit status: 0 success; 1 an error, or bad items in the input; 2 wrong usage; 3 (extract) an article is
not in English; 130 Ctrl-C.

English only: articles in other languages pass through without claims.
"""


@click.group(cls=_Root, context_settings={"help_option_names": ["-h", "--help"]}, epilog=_EPILOG)
@click.version_option(__version__, "-V", "--version")
@click.option("--debug", is_flag=True, help="Show tracebacks and log everything.")
@click.pass_context
def main(ctx: click.Context, *, debug: bool) -> None:
    """Extract who said what from English news, as a Kafka pipeline with a desk to read it on."""
    with suppress(ValueError):  # only the main thread may
        signal.signal(signal.SIGINT, signal.default_int_handler)  # in place of the one during imports
    settings = load_settings()
    configure_logs(settings, debug=debug)
    ctx.obj = settings
