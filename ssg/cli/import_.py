"""`ssg import`: the plain text of article pages, and the archives of other systems, into the site."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path

import click

from ssg.cli.console import Bars, print_problems
from ssg.cli.site_options import clock, site_folder
from ssg.importers.archives.detecting import FORMATS, detect, open_archive
from ssg.importers.archives.importing import ArchiveOptions, import_archive
from ssg.importers.archives.report import ArchiveReport
from ssg.importers.article import Given
from ssg.importers.dates import read_date
from ssg.importers.importing import Imported, ImportOptions, Source, import_texts
from ssg.importers.writing import Outcome
from ssg.problems import printable


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
@click.option(
    "--from",
    "format_name",
    type=click.Choice(FORMATS),
    help="What FILE is; found out when absent. A folder is a whole site of another generator.",
)
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
@click.option("--language", default="", help="Import only what is in this language, of an archive with several.")
@click.option(
    "--media",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A copy of the old site's pictures, such as wp-content/uploads.",
)
@click.option("--download", is_flag=True, help="Fetch pictures that are missing from the old site.")
@click.option("--force", is_flag=True, help="Overwrite articles and biographies that are there already.")
@click.option("--dry-run", is_flag=True, help="Print the Markdown instead of writing it.")
@clock
def command(
    files: tuple[str, ...],
    root: Path,
    format_name: str | None,
    section: str,
    title: str,
    authors: tuple[str, ...],
    moment: date | None,
    given_tags: tuple[str, ...],
    propose: str,
    draft: bool,
    language: str,
    media: Path | None,
    download: bool,
    force: bool,
    dry_run: bool,
    now: datetime,
) -> None:
    """Import the plain text of article pages, or the archive of another system; FILE may be - for standard input.

    Each text becomes content/articles/SECTION/SLUG.md, and each new author content/authors/SLUG.md. A whole site of
    Hugo, Jekyll, Pelican or Zola is imported by its folder, an export of WordPress or Ghost by its file, and so are a
    feed and pages of HTML. Everything that had to be guessed, and everything that was lost, is reported. Nothing is
    overwritten without --force.

    Exit codes: 0 everything is in the site, 1 some could not be imported, 2 wrong usage.
    """
    name = format_name or (detect(Path(files[0])) if files[0] != "-" else "text")
    if name != "text":
        if len(files) > 1:
            raise click.UsageError("an archive is imported by itself: name one")
        if title or authors or moment or given_tags or draft:
            raise click.UsageError("--title, --author, --date, --tag and --draft are for raw texts only")
        options = ArchiveOptions(section, language, force, dry_run, media, download)
        report = import_archive(root, open_archive(Path(files[0]), name), options, now, Bars())
        print_report(report)
        sys.exit(1 if report.failures else 0)
    if title and len(files) > 1:
        raise click.UsageError("--title is for one file only")
    results = import_texts(
        root,
        _sources(files),
        ImportOptions(section, Given(title, authors, moment, draft), given_tags, propose, force, dry_run),
        now,
    )
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
            say(f"  cut{f' from line {cut.line}' if cut.line else ''}, {cut.what}: {_short(cut.text, 70)}")
    if result.problems:
        print_problems(result.problems)


def print_report(report: ArchiveReport) -> None:
    """Print what became of an archive: counts, one line for each kind of note, and where all of them stand."""
    found = ", ".join(f"{count:,} {what}" for what, count in report.found.items())
    click.echo(f"{report.format}: {found}")
    for what, made in report.outcomes.items():
        click.echo(f"{what:>9}  " + ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(made.items())))
    for note in report.notes:
        first = note.examples[0]
        where = f"{first.path}:{first.line}" if first.line and first.path else first.path
        example = printable(": ".join(part for part in (where, first.detail) if part))
        click.echo(f"{note.kind:>9}  {note.count:,} × {note.what}" + (f" ({_short(example, 90)})" if example else ""))
    if report.problems:
        print_problems(report.problems)
    if report.failures > len(report.problems):
        click.echo(f"and {report.failures - len(report.problems):,} more", err=True)
    if report.path:
        click.echo(f"all of this, by file and line: {report.path}")


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
