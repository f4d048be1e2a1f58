"""Measure what Lighthouse makes of pages: `python -m benchmarks.lighthouse`, after `make site` and `make tools`.

A page with nothing but a heading and a sentence is measured in the same run: on a machine where others work too, the
marks of that page say how much of ours are the machine's. At the end stand the medians. It needs a Chromium and Node.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from statistics import median_low

import click

from tests.published.host import serve
from tests.published.test_lighthouse import report_on

PAGES = ("/plain/", "/", "/networks/brayline-goes-dark/", "/opinion/turn-it-off-on-thursdays/")
PLAIN = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>Plain</title><h1>Plain</h1><p>Nothing but a sentence.</p></html>"
)
_FIGURES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")


def measure(url: str) -> list[str]:
    """Return the mark of a page for speed, and the figures that it is made of, as Lighthouse writes them."""
    report = report_on(url, ["performance"])
    mark = round(report["categories"]["performance"]["score"] * 100)
    return [str(mark), *(report["audits"][name]["displayValue"].replace("\xa0", " ") for name in _FIGURES)]


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default="public")
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True)
def command(folder: Path, rounds: int) -> None:
    """Print the marks of a plain page and of three pages of the demonstration, built into FOLDER."""
    click.echo("| page | mark | first paint | largest paint | blocking | shift |\n|---|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "public"
        shutil.copytree(folder, copy)
        (copy / "plain").mkdir()
        (copy / "plain" / "index.html").write_text(PLAIN)
        with serve(copy) as host:
            marks: dict[str, list[int]] = {url: [] for url in PAGES}
            for _ in range(rounds):
                for url in PAGES:
                    mark, *figures = measure(host.url + url)
                    marks[url].append(int(mark))
                    click.echo(f"| {url} | {' | '.join((mark, *figures))} |")
    click.echo("\nmedian marks: " + ", ".join(f"{url} {median_low(found)}" for url, found in marks.items()))


if __name__ == "__main__":
    command()
