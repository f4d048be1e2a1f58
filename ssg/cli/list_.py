"""`ssg list`: what the newsroom has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from ssg.building.consulting import consult
from ssg.building.edit import Edit
from ssg.building.options import Options
from ssg.cli.site_options import edition, site_folder
from ssg.model import Withheld

_WITHHELD = {
    "drafts": Withheld.DRAFT,
    "scheduled": Withheld.SCHEDULED,
    "embargoed": Withheld.EMBARGOED,
    "expired": Withheld.EXPIRED,
}


@click.command()
@click.argument("what", type=click.Choice([*_WITHHELD, "withdrawn", "authors", "tags"]))
@site_folder
@edition
def command(what: str, root: Path, now: datetime, drafts: bool, future: bool) -> None:
    """List articles that wait or are gone, authors or tags, one on each line, for people and for scripts."""
    lines, _ = consult(root, Options(now, drafts, future), lambda edit, _: list(_lines(what, edit)))
    for line in lines:
        click.echo(line)


def _lines(what: str, edit: Edit) -> Iterator[str]:
    site = edit.site
    if what == "authors":
        for author in site.authors:
            yield f"{author.slug}\t{author.name}\t{len(site.by_author.get(author.slug, ()))}"
    elif what == "tags":
        for tag in site.tags:
            yield f"{tag.slug}\t{tag.title}\t{len(site.by_tag[tag.slug])}"
    elif what == "withdrawn":
        for story in site.withdrawn:
            moment = story.article.withdrawn.date.isoformat(timespec="minutes") if story.article.withdrawn else "-"
            yield f"{story.article.path}\t{story.article.title}\t{moment}"
    else:
        for item in site.withheld:
            if item.reason is _WITHHELD[what]:
                moment = item.moment.isoformat(timespec="minutes") if item.moment else "-"
                yield f"{item.path}\t{item.title}\t{moment}"
