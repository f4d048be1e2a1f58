"""`ssg plan`: every file that a build would write, and from what."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from ssg.building.consulting import consult
from ssg.building.edit import Edit
from ssg.building.options import Options
from ssg.cli.console import print_problems
from ssg.cli.site_options import edition, site_folder
from ssg.output.store import Store


@click.command()
@site_folder
@edition
def command(root: Path, now: datetime, drafts: bool, future: bool) -> None:
    """List every file that a build would write: whether it must be made, its URL, its template, what it is made from.

    `hit` is in the store and would not be made again, `miss` would be; `copy` is copied as it is.
    """
    (edit, made), notices = consult(root, Options(now, drafts, future), _ask)
    pages = edit.plan.pages.values()
    rows = [(page.url, "hit" if page.key in made else "miss", page.template, page.source) for page in pages]
    rows += [(file.url, "copy", "", file.source) for file in edit.plan.files.values()]
    rows.sort()
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for url, state, template, source in rows:
        click.echo(f"{state:<{widths[1]}}  {url:<{widths[0]}}  {template:<{widths[2]}}  {source}")
    if warnings := (*edit.warnings, *notices):
        print_problems(warnings)


def _ask(edit: Edit, store: Store) -> tuple[Edit, set[bytes]]:
    """Return the plan, and the keys of those pages that are in the store."""
    return edit, store.has(page.key for page in edit.plan.pages.values())
