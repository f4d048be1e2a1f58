"""`ssg serve`: show the site on this computer."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from ssg.cli.console import print_problems
from ssg.cli.site_options import read_moment, site_folder
from ssg.preview.preview import Preview, PreviewOptions
from ssg.preview.reporting import Reporter
from ssg.preview.server import Server, bind
from ssg.preview.watching import Watcher


@click.command()
@site_folder
@click.option("--port", default=8000, show_default=True, help="The port, or the next one that is free.")
@click.option("--production", is_flag=True, help="Show what would be published, without drafts and scheduled articles.")
@click.option("--now", type=read_moment, metavar="DATE-TIME", help="Work as if it were then.")
@click.option("--poll", is_flag=True, help="Look at the files again and again, where changes are not announced.")
@click.option("--open", "open_browser", is_flag=True, help="Open the browser.")
def command(root: Path, port: int, production: bool, now: datetime | None, poll: bool, open_browser: bool) -> None:
    """Show the site on this computer. Ends with Ctrl-C."""
    reporter = Reporter(print_problems, click.echo)
    preview = Preview(root, PreviewOptions(production, now), reporter)
    server = Server(preview, bind("127.0.0.1", port), Watcher(root, preview, poll, click.echo))
    url = f"http://127.0.0.1:{server.port}/"
    click.echo(f"{url} shows {root.resolve().name}. Ctrl-C ends it.")
    if open_browser:
        click.launch(url)
    try:
        server.run()
    except KeyboardInterrupt:
        click.echo("\nEnded.")
