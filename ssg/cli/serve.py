"""`ssg serve`: show the site on this computer."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

import click

from ssg.cli.console import print_problems
from ssg.cli.site_options import read_moment, site_folder
from ssg.preview.error_page import EDITORS, editor_pattern
from ssg.preview.preview import Preview, PreviewOptions
from ssg.preview.reporting import Reporter
from ssg.preview.server import Server, address, address_elsewhere, bind, is_loopback
from ssg.preview.watching import Watcher


@click.command()
@site_folder
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port, or the next one that is free.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--production", is_flag=True, help="Show what would be published, without drafts and scheduled articles.")
@click.option("--now", type=read_moment, metavar="DATE-TIME", help="Work as if it were then.")
@click.option("--open", "open_browser", is_flag=True, help="Open the browser.")
@click.option("--navigate-to-changed", "navigate", is_flag=True, help="Have open pages go to what is edited.")
@click.option("--editor", default="", help=f"Link problems to an editor: {', '.join(EDITORS)}, or a URL with {{path}}.")
@click.option("--poll", is_flag=True, help="Look at the files again and again, where changes are not announced.")
def command(
    root: Path,
    port: int,
    host: str,
    production: bool,
    now: datetime | None,
    open_browser: bool,
    navigate: bool,
    editor: str,
    poll: bool,
) -> None:
    """Show the site on this computer, with every change as soon as it is saved. Ends with Ctrl-C."""
    options = PreviewOptions(production, now, navigate, editor_pattern(editor))
    preview = Preview(root, options, Reporter(print_problems, click.echo))
    server = Server(preview, bind(host, port), Watcher(root, preview, poll, click.echo), (host,), click.echo)
    url = address(host, server.port)
    click.echo(f"{url} shows {root.resolve().name}, {url}_desk/ what waits and what is missing. Ctrl-C ends it.")
    if not is_loopback(host):
        place = address_elsewhere(host, server.port)
        at = f" at {place}" if place else ""
        click.secho(f"Everybody on this network can see it{at}, drafts too.", fg="yellow", err=True)
    if open_browser:
        click.launch(url)
    server.run()
    with suppress(OSError):
        # The terminal may be what has gone.
        click.echo("Ended.")
