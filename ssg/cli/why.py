"""`ssg why`: what a page is made from, and what of it changed since it was last made."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from ssg.building.consulting import consult
from ssg.building.edit import Edit
from ssg.building.options import Options
from ssg.cli.console import print_problems
from ssg.cli.site_options import edition, site_folder
from ssg.output.store import Store
from ssg.pages.keys import Keys, Parts
from ssg.pages.page import Page
from ssg.problems import did_you_mean
from ssg.urls import page_url

Named = Mapping[str, str]
"""The parts of a key, by their names."""


@click.command()
@click.argument("url")
@click.option("--all", "show_all", is_flag=True, help="Show the parts that did not change too.")
@site_folder
@edition
def command(url: str, show_all: bool, root: Path, now: datetime, drafts: bool, future: bool) -> None:
    """Say why the page at URL would be made again: each part of its key, as it was and as it is now."""
    answer, notices = consult(root, Options(now, drafts, future), partial(_ask, url))
    if answer is None:
        sys.exit(1)
    page, parts, before, made = answer
    click.echo(f"{page.url} is made from {page.source} with {page.template}")
    for name in sorted(parts.keys() | before.keys()):
        old, new = before.get(name, "-"), parts.get(name, "-")
        if show_all or (old != new and before):
            click.echo(f"{'changed' if old != new else 'same':>9}  {name:<28} {old:<12} {new}")
    if made:
        click.echo("It is in the store: a build would not make it again.")
    elif before:
        click.echo("A build would make it again.")
    else:
        click.echo("It was not made before: a build would make it.")
    if notices:
        print_problems(notices)


def _ask(url: str, edit: Edit, store: Store) -> tuple[Page, Named, Named, bool] | None:
    """Return the page at a path URL, the parts of its key as they are now and as they were when it was last made, and
    whether it is in the store; None, with a word about it, where there is no such page."""
    page = _find(edit, url)
    if page is None:
        hint = did_you_mean(url, edit.plan.pages)
        click.echo(f"there is no page {url}; {hint or 'ssg plan lists them all'}", err=True)
        return None
    kept = store.parts(page.url)
    before = Parts(*kept).named() if kept else {}
    return page, Keys(edit.theme, edit.settings).parts(page).named(), before, bool(store.has([page.key]))


def _find(edit: Edit, url: str) -> Page | None:
    """Return the page at a path URL, with or without the base path and the last slash."""
    pages = edit.plan.pages
    by_page_url = {page_url(edit.settings.base, path_url): page for path_url, page in pages.items()}
    for spelling in (url, f"{url}/", f"/{url}", f"/{url}/"):
        if spelling in pages:
            return pages[spelling]
        if spelling in by_page_url:
            return by_page_url[spelling]
    return None
