"""`ssg import`: the plain text of article pages into the site."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path

import click

from ssg.cli.console import print_problems
from ssg.cli.site_options import clock, site_folder
from ssg.importers.article import Given
from ssg.importers.dates import read_date
from ssg.importers.importing import Imported, ImportOptions, Source, import_texts
from ssg.importers.writing import Outcome


def _read_date_line(value: str | date) -> date:
    """Return a date or date-time in any spelling that the text of a page could have. Raises click.BadParameter."""
    if isinstance(value, date):
        return value
    found = read_date(value)
    if found is None or found.doubt:
        raise click.BadParameter(f"{value!r} is no date such as 2026-03-01 or 2026-03-01 09:30")
    return found.moment


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@site_folder
@click.option("--section", default="", help="The section of the articles; news when absent.")
@click.option("--title", default="", help="The headline, instead of that of the text.")
@click.option("--author", "authors", multiple=True, help="An author, instead of those of the text. May be repeated.")
@click.option("--date", "moment", type=_read_date_line, metavar="DATE", help="The date, instead of that of the text.")
@click.option("--tag", "given_tags", multiple=True, help="A tag. May be repeated.")
@click.option(
    "--tags",
    "propose",
    type=click.Choice(["known", "all", "none"]),
    default="known",
    show_default=True,
    help="Which proposed tags are written: known ones, that the site uses already and the text mentions; all, key"
    " phrases of the text too; or none. Key phrases that are not written are listed in the report.",
)
@click.option("--draft", is_flag=True, help="Mark the articles as drafts.")
@click.option("--force", is_flag=True, help="Overwrite articles and biographies that are there already.")
@click.option("--dry-run", is_flag=True, help="Print the Markdown instead of writing it.")
@clock
def command(
    files: tuple[str, ...],
    root: Path,
    section: str,
    title: str,
    authors: tuple[str, ...],
    moment: date | None,
    given_tags: tuple[str, ...],
    propose: str,
    draft: bool,
    force: bool,
    dry_run: bool,
    now: datetime,
) -> None:
    """Import the plain text of article pages; FILE may be - for standard input.

    Each text becomes content/articles/SECTION/SLUG.md, and each new author content/authors/SLUG.md. Everything that had
    to be guessed, and everything that was cut, is reported. Nothing is overwritten without --force.

    Exit codes: 0 all texts are in the site, 1 some could not be imported, 2 wrong usage.
    """
    if title and len(files) > 1:
        raise click.UsageError("--title is for one file only")
    options = ImportOptions(section, Given(title, authors, moment, draft), given_tags, propose, force, dry_run)
    results = import_texts(root, _sources(files), options, now)
    for result in results:
        print_result(result)
    if any(result.failed for result in results):
        sys.exit(1)


def _read_stdin() -> bytes:
    return sys.stdin.buffer.read()


def _sources(files: Sequence[str]) -> list[Source]:
    return [("standard input", _read_stdin) if name == "-" else (name, Path(name).read_bytes) for name in files]


def print_result(result: Imported) -> None:
    """Print what became of one text: Markdown that was not written to standard output, the report to standard error."""
    say = partial(click.echo, err=True)
    for document, outcome in result.documents:
        if outcome is Outcome.PRINTED:
            say(f"--- {document.path}")
            click.echo(document.text)
        else:
            say(f"{document.path}: {outcome}")
    if result.documents:
        for what, items in (
            ("tags", tuple(tag for tag in result.tags if tag not in result.proposed)),
            ("tags proposed and written", result.proposed),
            ("tags proposed, not written", result.proposals),
            ("related", result.related),
            ("suggested, but not in the site", result.unmatched),
        ):
            if items:
                say(f"  {what}: {', '.join(items)}")
        for cut in result.article.cuts if result.article else ():
            text = cut.text if len(cut.text) <= 70 else f"{cut.text[:69]}…"
            say(f"  cut{f' from line {cut.line}' if cut.line else ''}, {cut.what}: {text}")
    if result.problems:
        print_problems(result.problems)
