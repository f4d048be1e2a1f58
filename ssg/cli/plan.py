"""`ssg plan`: every file that a build would write, and from what."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from ssg.build import Options, prepare
from ssg.cli.console import print_problems
from ssg.cli.site_options import edition, site_folder


@click.command()
@site_folder
@edition
def command(root: Path, now: datetime, drafts: bool, future: bool) -> None:
    """List every file that a build would write: its URL, its template or format, and what it is made from."""
    edit = prepare(root, Options(now, drafts, future))
    rows = [(page.url, page.template, page.source) for page in edit.plan.pages.values()]
    rows += [(file.url, "copy", file.source) for file in edit.plan.files.values()]
    rows.sort()
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for url, template, source in rows:
        click.echo(f"{url:<{widths[0]}}  {template:<{widths[1]}}  {source}")
    if edit.warnings:
        print_problems(edit.warnings)
