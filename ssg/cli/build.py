"""`ssg build`: write the site."""

from __future__ import annotations

import gc
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import click

from ssg.build import build
from ssg.building.options import Options
from ssg.building.report import Report
from ssg.cli.console import Bars, counted_as, print_problems
from ssg.cli.ending import hold
from ssg.cli.site_options import edition, site_folder
from ssg.settings import check_url


def _address(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """Hold an address to the rule of the settings; one that breaks it is wrong usage."""
    wrong = check_url(value) if value else ""
    if wrong:
        raise click.BadParameter(f'"{value}" cannot be the address of a site; {wrong}')
    return value


@click.command()
@site_folder
@edition
@click.option("--output", default="", help="The folder to write, instead of that of site.toml.")
@click.option("--url", default="", callback=_address, help="The address to build for, instead of that of site.toml.")
@click.option("--no-index", is_flag=True, help="Ask search engines to stay away: for previews.")
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--jobs", "-j", default=0, help="Processes to work in; 0 is one for each processor.", show_default=True)
@click.option("--no-store", is_flag=True, help="Make everything anew, and keep nothing for the next build.")
@click.option("--profile", is_flag=True, help="Show which pages and templates took longest.")
@click.option("--quiet", "-q", is_flag=True, help="Print problems only.")
def command(
    root: Path,
    now: datetime,
    drafts: bool,
    future: bool,
    output: str,
    url: str,
    no_index: bool,
    strict: bool,
    jobs: int,
    no_store: bool,
    profile: bool,
    quiet: bool,
) -> None:
    """Build the site into its output folder.

    Nothing is written when anything is wrong. Exit codes: 0 built, 1 something is wrong with the site, 2 wrong usage.
    """
    # A large site is hundreds of thousands of values that live until the end: to look through them for garbage, again
    # and again, takes a fifth of the time. There is next to none, and workers look for theirs themselves.
    gc.disable()
    options = Options(now, drafts, future, url, output, not no_index, strict, jobs, not no_store)
    report = build(root, options, Bars())
    hold(report)
    if report.warnings:
        print_problems(report.warnings)
    if not quiet:
        print_report(report)
    if profile:
        print_profile(report)


def print_report(report: Report) -> None:
    """Print one line a phase, what was withheld, and where the site is."""
    for phase in report.phases:
        click.echo(f"{phase.name:>8}  {phase.count:>7,} {phase.unit:<10} {phase.seconds:7.2f} s")
    for item in report.withheld:
        when = f" {item.moment:%Y-%m-%d %H:%M %Z}" if item.moment else ""
        click.echo(f"withheld  {item.path} ({item.reason}{when})")
    written = report.written
    changes = [
        counted_as(written.written, "file written", "files written"),
        counted_as(written.unchanged, "unchanged", "unchanged"),
        counted_as(written.removed, "removed", "removed"),
    ]
    click.echo(f"{counted_as(report.pages, 'page')} in {report.folder}: {', '.join(part for part in changes if part)}")


def print_profile(report: Report, most: int = 10) -> None:
    """Print the pages and the templates that took longest to render, in milliseconds."""
    seconds = report.production.seconds
    click.echo(f"\nslowest of {len(seconds):,} pages rendered")
    for url in sorted(seconds, key=lambda url: (-seconds[url], url))[:most]:
        click.echo(f"{seconds[url] * 1000:10.1f} ms  {url}")
    by_template: dict[str, list[float]] = defaultdict(list)
    for url, taken in seconds.items():
        by_template[report.production.templates[url]].append(taken)
    click.echo("\ntemplates and formats, by the sum of their pages")
    for template, times in sorted(by_template.items(), key=lambda item: -sum(item[1]))[:most]:
        mean = sum(times) / len(times)
        click.echo(f"{sum(times) * 1000:10.1f} ms  {template} ({len(times):,} pages, {mean * 1000:.2f} ms each)")
