"""Measure feeds: `python -m benchmarks.feeds` builds one newsroom with different feeds and prints what each costs.

Each build starts with an empty store, in a process of its own. Structured data is measured beside them, since every
page has it: how long the function takes for all pages of the site.
"""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.build import NOW
from benchmarks.corpus import Corpus, write
from ssg.build import build
from ssg.building.edit import prepare
from ssg.building.options import Options
from ssg.page_views import PageView
from ssg.theme.structured_data.pages import structured_data

_EVERYWHERE = 'tags = ["rss", "atom", "json"]\nseries = ["rss", "atom", "json"]\nauthors = ["rss", "atom", "json"]\n'
CHOICES = {
    "no feeds": "site = []\nsections = []\ntags = []\nseries = []\nauthors = []\n",
    "as it comes": "",
    "three formats of everything": _EVERYWHERE,
    "summaries, three formats of everything": f'text = "summary"\n{_EVERYWHERE}',
}


@dataclass(frozen=True)
class Cost:
    """What a choice of feeds cost: their number and megabytes, and the processor's seconds for a whole build."""

    feeds: int
    megabytes: float
    seconds: float


def measure(root: Path) -> Cost:
    """Build the site at `root` from nothing."""
    began = time.process_time()
    folder = build(root, Options(NOW, jobs=1, store=False)).folder
    seconds = time.process_time() - began
    sizes = [path.stat().st_size for name in ("feed.xml", "atom.xml", "feed.json") for path in folder.rglob(name)]
    return Cost(len(sizes), sum(sizes) / 1e6, seconds)


def describe(root: Path) -> tuple[int, float]:
    """Return how many pages the site at `root` has, and the milliseconds that structured data takes for each."""
    pages = [page for page in prepare(root, Options(NOW)).plan.pages.values() if page.template.endswith(".html")]
    views = [(page.view.page, page.view.site) for page in pages]
    began = time.process_time()
    made = [structured_data(page, site) for page, site in views if isinstance(page, PageView) and site]
    return len(made), (time.process_time() - began) * 1000 / len(made)


@click.command()
@click.option("--articles", type=click.IntRange(min=1), default=1000, show_default=True, help="The size of the corpus.")
def command(articles: int) -> None:
    """Build a made-up newsroom once for each choice of feeds and print what they cost."""
    spawn = multiprocessing.get_context("spawn")
    click.echo("| feeds | number | MB | build, CPU s |\n|---|--:|--:|--:|")
    for name, settings in CHOICES.items():
        with tempfile.TemporaryDirectory() as temporary:
            root = Path(temporary) / "newsroom"
            write(Corpus(articles), root)
            with (root / "site.toml").open("a", encoding="utf-8") as file:
                file.write(f"\n[feeds]\n{settings}")
            with ProcessPoolExecutor(1, spawn) as process:
                cost = process.submit(measure, root).result()
                click.echo(f"| {name} | {cost.feeds} | {cost.megabytes:.1f} | {cost.seconds:.1f} |")
                pages, milliseconds = process.submit(describe, root).result()
    click.echo(f"\nStructured data: {pages:,} pages, {milliseconds:.3f} ms each.")


if __name__ == "__main__":
    command()
