"""`ssg schedule`: what is due, and when."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from ssg.checks.calendars import as_calendar, as_cron, as_json, as_text
from ssg.checks.schedule import schedule
from ssg.cli.console import print_problems
from ssg.cli.site_options import clock, read_moment, site_folder


@click.command()
@click.option("--next", "first", is_flag=True, help="Print only the next moment, in UTC; nothing where there is none.")
@click.option("--since", type=read_moment, metavar="DATE-TIME", help="What happened since then, instead of what will.")
@click.option("--cron", is_flag=True, help="Print the times of the coming year as lines of a cron table, in UTC.")
@click.option("--format", "form", type=click.Choice(["text", "json", "ical"]), default="text", help="How to print.")
@site_folder
@clock
def command(first: bool, since: datetime | None, cron: bool, form: str, root: Path, now: datetime) -> None:
    """List what will be published, expire, be withdrawn or stop being news, and when.

    At each of these moments a build gives another site from the same files.
    """
    if first + cron + (form != "text") > 1:
        raise click.UsageError("choose one of --next, --cron and --format")
    found = schedule(root, since, now) if since else schedule(root, now)
    if found.problems:
        print_problems(found.problems)
    if first:
        for event in found.events[:1]:
            click.echo(f"{event.moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
    elif cron:
        click.echo(as_cron(found, now), nl=False)
    elif form == "ical":
        click.echo(as_calendar(found, now), nl=False)
    else:
        click.echo(as_json(found) if form == "json" else as_text(found), nl=False)
