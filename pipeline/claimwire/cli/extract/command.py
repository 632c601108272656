"""`claimwire extract`: the attributions and claims of articles, or of many texts, with no broker."""

from __future__ import annotations

import click
from rich.console import Console

from claimwire.cli.extract.lines import extract_lines
from claimwire.cli.extract.many import Show, extract_all, shown_as_csv
from claimwire.cli.extract.page import page_of
from claimwire.cli.extract.terminal import show
from claimwire.cli.run import run
from claimwire.errors import InputError
from claimwire.feed import InputFile, find_files
from claimwire.settings import Settings
from claimwire_schemas import EnrichedArticle


@click.command()
@click.argument("paths", metavar="FILE...", nargs=-1)
@click.option("--format", "form", type=click.Choice(["auto", "text", "html"]), default="auto")
@click.option("--json", "as_json", is_flag=True, help="The enriched articles, one a line, as on the wire.")
@click.option("--csv", "as_csv", is_flag=True, help="The claims, one a row, with the file of each.")
@click.option("--html", "as_html", is_flag=True, help="A page: the article marked up, claims beside it.")
@click.option("--jsonl", "files", nargs=2, metavar="IN OUT", help="Extract from many texts, one a line.")
@click.pass_context
def extract(  # noqa: PLR0913 # one for each option
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    form: str,
    as_json: bool,
    as_csv: bool,
    as_html: bool,
    files: tuple[str, str] | None,
) -> None:
    """Show who said what in FILEs and folders of them (as `feed` reads them; `-` for standard input).

    In the text it marks who speaks, how, and what is said; the claims stand beside it where the terminal is
    wide, or else below. --json, --csv and --html write to standard output too; a page has one article.
    What is bad is reported and the rest done; the exit status is then 1.

    With --jsonl, each line of IN is an object with a doc_id and a text, and each of OUT one with the doc_id
    and the text's attributions, whose spans are places in the text as given (code points, end exclusive).
    `-` is standard input or output.
    """
    if files is None:
        if not paths:
            raise click.MissingParameter(ctx=ctx, param_type="argument", param_hint="'FILE...'")
        if as_json + as_csv + as_html > 1:
            raise click.UsageError("--json or --csv or --html, not both", ctx)
        if as_html:
            click.echo(page_of(_the_one(ctx.obj, paths, form)).encode(), nl=False)
            return
        shows = shown_as_csv() if as_csv else _json if as_json else _shown(Console(highlight=False))
        bad = run(extract_all(_found(paths, form), ctx.obj, shows))
        ctx.exit(1 if bad else 0)
    if paths or as_json or as_csv or as_html or form != "auto":
        raise click.UsageError(
            "--jsonl takes IN and OUT, and no FILE, --format, --json, --csv or --html", ctx
        )
    tally = extract_lines(*files, ctx.obj)
    ctx.exit(1 if tally.bad else 0)


def _found(paths: tuple[str, ...], form: str) -> tuple[InputFile, ...]:
    is_text = (paths, form) == (("-",), "auto")
    files = find_files(paths, form="text" if is_text else form).files  # type: ignore[arg-type]
    if not files:
        raise InputError(f"{' '.join(paths)}: 0 articles")
    return files


def _the_one(settings: Settings, paths: tuple[str, ...], form: str) -> EnrichedArticle:
    """Return the only article of the files; raises `InputError` where there is another, or none."""
    found: list[EnrichedArticle] = []
    bad = run(extract_all(_found(paths, form), settings, lambda _, one: found.append(one)))
    if bad or len(found) != 1:
        raise InputError(f"{' '.join(paths)}: {len(found)} articles; a page shows one")
    return found[0]


def _json(_where: str, enriched: EnrichedArticle) -> None:
    click.echo(enriched.encode())


def _shown(console: Console) -> Show:
    return lambda _where, enriched: show(enriched, console)
