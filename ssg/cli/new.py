"""`ssg new`: start an article, an author or a page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from ssg.cli.site_options import clock, site_folder
from ssg.starter.new import new_article, new_author, new_page


@click.group()
def command() -> None:
    """Start an article, an author or a page, with its front matter filled in. Nothing is overwritten."""


@command.command()
@click.argument("title")
@site_folder
@click.option("--section", default="", help="The section; the first one of site.toml when absent.")
@click.option("--author", default="", help="Who writes it: a name or the name of a file in content/authors/.")
@clock
def article(title: str, root: Path, section: str, author: str, now: datetime) -> None:
    """Start an article with the headline TITLE, as a draft dated today."""
    click.echo(new_article(root, title, now, section, author))


@command.command()
@click.argument("name")
@site_folder
def author(name: str, root: Path) -> None:
    """Start an author of that NAME; the body is for the biography."""
    click.echo(new_author(root, name))


@command.command()
@click.argument("title")
@site_folder
def page(title: str, root: Path) -> None:
    """Start a page such as "About us", as a draft."""
    click.echo(new_page(root, title))
