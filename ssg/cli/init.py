"""`ssg init`: start a site."""

from __future__ import annotations

from pathlib import Path

import click

from ssg.starter.init import init


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=".")
def command(folder: Path) -> None:
    """Start a small complete site in FOLDER, which must be empty or missing; the current folder when absent."""
    written = init(folder)
    click.echo(f"{len(written)} files written to {folder}")
    click.echo(f"next: {'' if folder == Path() else f'cd {folder} && '}ssg build")
