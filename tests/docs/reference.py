"""`python -m tests.docs.reference` writes docs/reference.md from the code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import click
from prometheus_client import CollectorRegistry
from pydantic_core import PydanticUndefined

from claimwire.cli import main
from claimwire.cli.main import COMMANDS
from claimwire.desk.app import desk_app
from claimwire.desk.consumer import Consumer
from claimwire.desk.metrics import Metrics
from claimwire.settings import Settings, secret_names
from claimwire_schemas.topics import TOPICS

PAGE = Path(__file__).parents[2] / "docs/reference.md"
_HEAD = """\
# Reference

Written by `make reference` from the code. `claimwire COMMAND --help` and `claimwire config` say the same.

- Metrics are in [Operate](operations.md#metrics), alerts and runbooks too.
- Fields of records are in [Records](records.md).

## Exit status

| status | means |
|---|---|
| 0 | success; a reader that closes the pipe (`\\| head`) is success too, except for `export` |
| 1 | an error, or bad items in the input; `doctor`: something fails; `topics list`: a topic is missing |
| 2 | wrong usage: an unknown command, option or value |
| 3 | `extract`: an article is not in English |
| 130 | Ctrl-C; a service that stops in order ends with 0 |
"""
OTHERS = (
    ("worker, feeder", "GET", "/healthz", "whether the process is alive"),
    ("worker, feeder", "GET", "/readyz", "whether it takes articles; 503 with the reason if not"),
    ("worker, feeder", "GET", "/metrics", "Prometheus metrics"),
    ("push", "POST", "/articles", "accept one article, or many as NDJSON"),
    ("push", "GET", "/healthz", "whether the process is alive"),
    ("push", "GET", "/metrics", "Prometheus metrics; needs the token"),
)


def page() -> str:
    """Return the page."""
    return "\n".join([_HEAD, *_commands(), *_settings(), *_topics(), *_endpoints()])


def _commands() -> Iterator[str]:
    yield "## Commands\n"
    yield "All take `-h`. `claimwire --debug COMMAND` shows tracebacks, `claimwire -V` the version."
    yield "Results come as JSON with `--json`; for `demo`, use `up --json` and `subscribe --json`.\n"
    for title, section in COMMANDS.items():
        yield f"### {title}\n"
        for name in section:
            command = main.get_command(click.Context(main), name)
            assert command
            yield from _described(command, f"claimwire {name}")


def _described(command: click.Command, words: str) -> Iterator[str]:
    context = click.Context(command, info_name=words)
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"#### `{words}`\n"
    yield f"`{words} {usage}`\n"
    yield f"{_prose(command.help or '')}\n"
    options = [one for one in command.params if isinstance(one, click.Option)]
    if options:
        yield "| option | |\n|---|---|"
        yield from (f"| {_named(one)} | {_cell(_meaning(one))} |" for one in options)
        yield ""
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found
            yield from _described(found, f"{words} {name}")


def _prose(text: str) -> str:
    paragraphs = text.split("\n\n")
    return "\n\n".join(" ".join(_cell(one).split()) for one in paragraphs)


def _named(option: click.Option) -> str:
    metavar = option.make_metavar(click.Context(click.Command("_"))) if not option.is_flag else ""
    names = ", ".join(f"`{name}`" for name in option.opts)
    return names + (f" `{_cell(metavar)}`" if metavar else "")


def _meaning(option: click.Option) -> str:
    default = f" Default: `{option.default}`." if option.show_default else ""
    several = " May be repeated." if option.multiple else ""
    return f"{option.help or ''}{default}{several}".strip()


def _settings() -> Iterator[str]:
    yield "## Settings\n"
    yield "In the environment as `CLAIMWIRE_NAME`, or in `claimwire.toml` ([Configure](configure.md)).\n"
    yield "A setting marked *secret* can be in a file named by `CLAIMWIRE_NAME_FILE`.\n"
    yield "| setting | default | |\n|---|---|---|"
    for name, field in Settings.model_fields.items():
        value = "" if field.default in (None, PydanticUndefined) else f"`{field.default}`"
        secret = " *Secret.*" if name in secret_names() else ""
        yield f"| `{name}` | {_cell(value)} | {_cell(field.description or '')}{secret} |"
    yield ""


def _topics() -> Iterator[str]:
    yield "## Topics\n"
    yield "| topic | record | holds | kept |\n|---|---|---|---|"
    for topic in TOPICS:
        kept = f"{topic.retention_s // 86_400} days" if topic.retention_s else "the last of each key"
        yield f"| `{topic.name}` | `{topic.record.__name__}` | {topic.summary} | {kept} |"
    yield ""


def _endpoints() -> Iterator[str]:
    yield "## Endpoints\n"
    yield "| service | method | path | |\n|---|---|---|---|"
    for service, method, path, meaning in (*OTHERS, *_desk()):
        yield f"| {service} | {method} | `{path}` | {_cell(meaning)} |"
    yield ""


def _desk() -> Iterator[tuple[str, str, str, str]]:
    """Give the desk's routes, from an app that never runs."""
    nothing: Any = None
    consumer = Consumer(Settings(), nothing, nothing)
    app = desk_app(nothing, nothing, consumer, Metrics(CollectorRegistry()), nothing)
    routers = [one.original_router for one in cast(list[Any], app.routes) if hasattr(one, "original_router")]
    yield "desk", "GET", "/api/openapi.json", "the API, as OpenAPI 3.1"
    for route in (route for router in routers for route in router.routes):
        said = (getattr(route.endpoint, "__doc__", None) or "").strip().split("\n\n")[0]
        for method in sorted((getattr(route, "methods", None) or {"GET"}) - {"HEAD"}):
            yield "desk", method, route.path, " ".join(said.split())


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    PAGE.write_text(page())
