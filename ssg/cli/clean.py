"""`ssg clean`: remove what builds left behind."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from ssg.cli.site_options import site_folder
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import scan
from ssg.output.store import STORE_FOLDER
from ssg.output.writing import empty, output_folder


@click.command()
@site_folder
@click.option("--output", default="", help="The folder that was written, instead of that of site.toml.")
def command(root: Path, output: str) -> None:
    """Remove the store, and from the output folder the files that builds wrote; other files stay."""
    folder = output_folder(root, output or read_settings(scan(root)).output)
    removed = empty(folder)
    shutil.rmtree(root / STORE_FOLDER, ignore_errors=True)
    click.echo(f"removed {removed:,} files from {folder} and the store")
