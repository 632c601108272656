"""The command's root: its subcommands, each imported when it is called, and the options that all share."""

from __future__ import annotations

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


_COMMANDS: dict[str, dict[str, _Lazy]] = {
    "Try it": {
        "demo": _Lazy("demo", "Watch claims arrive from twelve sample articles."),
        "extract": _Lazy("extract", "Show who said what in a file, without a broker."),
    },
    "Run the wire": {
        "up": _Lazy("up", "Run everything on this machine, with a page to read it on."),
        "worker": _Lazy("worker", "Normalize articles and extract their claims."),
        "broker": _Lazy("worker", "Run the embedded broker alone."),
        "topics": _Lazy("topics", "Create the topics."),
        "config": _Lazy("config", "Show the settings in force."),
        "doctor": _Lazy("doctor", "Find out what is wrong, and what to do."),
    },
    "Feed it": {
        "feed": _Lazy("feed", "Feed files, folders, standard input or one RSS feed."),
        "feeds": _Lazy("feeds", "Add, list and poll feeds."),
        "push": _Lazy("push", "Accept articles over HTTP."),
    },
    "Read it": {
        "subscribe": _Lazy("subscribe", "Follow a topic, filtered."),
        "dead-letters": _Lazy("dead_letters", "Look at refused messages, and send them again."),
        "desk": _Lazy("desk", "Store claims, and search and follow them over HTTP."),
        "alerts": _Lazy("alerts", "Save searches, and say who is told of what they find."),
        "actors": _Lazy("actors", "List, merge and split people and bodies across articles."),
        "feedback": _Lazy("feedback", "Export what readers say of claims."),
        "search": _Lazy("search", "Search the desk's claims."),
        "export": _Lazy("export", "Take claims, articles or attributions away in a file."),
        "archive": _Lazy("replay", "Save a topic's messages to a file."),
    },
    "Do it again": {
        "replay": _Lazy("replay", "Send articles again, after live news."),
        "reprocess": _Lazy("worker", "Extract every article again, into topics beside."),
        "compare": _Lazy("compare", "Compare two sets of extracted records."),
    },
}


class _Root(CommandGroup):
    """The group of all commands: help lists them by task, and only the one that is called is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 # click's
        """Return every command's name."""
        return [name for section in _COMMANDS.values() for name in section]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 # click's
        """Import a command."""
        found = next((section[cmd_name] for section in _COMMANDS.values() if cmd_name in section), None)
        if found is None:
            return None
        module = import_module(f"claimwire.cli.{found.module}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands' summaries, by task."""
        widest = max(map(len, self.list_commands(ctx)))
        for title, section in _COMMANDS.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(widest), lazy.summary) for name, lazy in section.items()])


@click.group(cls=_Root, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version")
@click.option("--debug", is_flag=True, help="Show tracebacks, and log everything.")
@click.pass_context
def main(ctx: click.Context, *, debug: bool) -> None:
    """News articles in, who said what out: a claims wire on Kafka."""
    settings = load_settings()
    configure_logs(settings, debug=debug)
    ctx.obj = settings
