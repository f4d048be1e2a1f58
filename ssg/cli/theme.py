"""`ssg theme`: which themes there are, and which file of a theme wins."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ssg.cli.site_options import site_folder
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import scan
from ssg.problems import did_you_mean
from ssg.theme.loading import load_theme
from ssg.theme.provenance import known_themes, names, provenance


@click.group()
def command() -> None:
    """Say what the site's theme is made of."""


@command.command("list")
@site_folder
def list_(root: Path) -> None:
    """List the themes that a site can name; the one in use and its parents are marked."""
    snapshot = scan(root)
    chain = load_theme(snapshot, read_settings(snapshot)).chain
    for theme in known_themes(snapshot):
        mark = "*" if theme.name == chain[0] else "^" if theme.name in chain else " "
        parent = f" (on {theme.parent})" if theme.parent else ""
        place = f"themes/{theme.name}/" if theme.own else "comes with Standfirst"
        click.echo(f"{mark} {theme.name}{parent}\t{place}\t{theme.description}".rstrip())


@command.command()
@click.argument("name", required=False)
@site_folder
def why(name: str | None, root: Path) -> None:
    """Say which file wins for the template or asset NAME, what it shadows, and which pages use it.

    Without a NAME: the file of every template and asset.
    """
    snapshot = scan(root)
    theme = load_theme(snapshot, read_settings(snapshot))
    if name is None:
        for known in names(theme):
            found = provenance(theme, known)
            shadowing = f" over {', '.join(found.shadowed)}" if found and found.shadowed else ""
            click.echo(f"{known}\t{found.file if found else ''}{shadowing}")
        return
    found = provenance(theme, name)
    if found is None:
        hint = did_you_mean(name, names(theme)) or "ssg theme why lists them all"
        click.echo(f"there is no template or asset {name}; {hint}", err=True)
        sys.exit(1)
    click.echo(f"{found.name} is {found.file}")
    for path in found.shadowed:
        click.echo(f"  over {path}")
    click.echo(f"used by {', '.join(found.used_by)}" if found.used_by else "used by nothing")
