"""Show how builds grow with the archive: `python -m benchmarks.growth` builds newsrooms of several sizes.

Each goes through the edits of `benchmarks.compare`, and the table has the sizes side by side: what a change costs
beyond a build in which nothing changed should not grow.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

from benchmarks.compare import CACHE, Cost, compare, generators
from benchmarks.corpus import Corpus


def measure(articles: int, root: Path, jobs: int) -> dict[str, Cost]:
    """Return what each build of a newsroom of that size costs."""
    corpus = Corpus(articles)
    site = next(generators(root / str(articles), ("standfirst",), CACHE, jobs))
    site.export(corpus, site.folder)
    costs = {}
    for name, _, cost in compare(corpus, [site], rounds=1, cold_only=False):
        click.echo(f"{articles:,}: {name} {cost.wall:.2f} s", err=True)
        costs[name] = cost
    return costs


def table(found: dict[int, dict[str, Cost]]) -> str:
    """Return the costs as a Markdown table, a column group for each size."""
    head = "".join(f" {articles:,}: wall s | CPU s | peak MiB |" for articles in found)
    lines = [f"| build |{head}", "|---|" + "--:|--:|--:|" * len(found)]
    for name in next(iter(found.values())):
        cells = "".join(
            f" {costs[name].wall:.2f} | {costs[name].cpu:.2f} | {costs[name].peak:,.0f} |" for costs in found.values()
        )
        lines.append(f"| {name} |{cells}")
    return "\n".join(lines)


@click.command()
@click.option("--sizes", default="1000,10000", show_default=True, help="Numbers of articles.")
@click.option("--jobs", "-j", default=0, show_default=True, help="Processes; 0 is one for each processor.")
def command(sizes: str, jobs: int) -> None:
    """Build made-up newsrooms of several sizes, cold and after each kind of edit."""
    found = {}
    for size in sizes.split(","):
        with tempfile.TemporaryDirectory() as folder:
            found[int(size)] = measure(int(size), Path(folder), jobs)
    click.echo(f"{os.cpu_count()} processors\n\n{table(found)}")


if __name__ == "__main__":
    command()
