"""Show how builds grow with the archive: `python -m benchmarks.growth` builds newsrooms of several sizes.

Each goes through the edits of `benchmarks.compare`, and the table has the sizes side by side: what each more article
that changed costs should not grow, nor the number of files that are written for one.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import click

from benchmarks.compare import CACHE, Cost, Generator, compare, generators
from benchmarks.corpus import Corpus

_MORE = 100
_NEWEST, _ANYWHERE = "of the newest", "anywhere"


def measure(articles: int, root: Path, jobs: int) -> dict[str, tuple[Cost, float]]:
    """Return what each build of a newsroom of that size costs, and how many files it writes."""
    corpus = Corpus(articles)
    site = next(generators(root / str(articles), ("standfirst",), CACHE, jobs))
    site.export(corpus, site.folder)
    found: dict[str, tuple[Cost, float]] = {}
    begun = time.time()
    for name, cost in _builds(corpus, site):
        output = (site.folder / site.outputs[0]).rglob("*")
        files = sum(file.is_file() and file.stat().st_mtime >= begun for file in output)
        click.echo(f"{articles:,}: {name} {cost.wall:.2f} s, {files:,} files", err=True)
        found[name] = cost, files
        begun = time.time()
    for where in (_NEWEST, _ANYWHERE):
        (one, written), (many, written_by_many) = found[_one(where)], found[_many(where)]
        each = Cost((many.wall - one.wall) / _MORE, (many.cpu - one.cpu) / _MORE, many.peak)
        found[f"each more {where}"] = each, (written_by_many - written) / _MORE
    return found


def _one(where: str) -> str:
    return f"one body edited, {where}"


def _many(where: str) -> str:
    return f"{_MORE + 1} bodies edited, {where}"


def _builds(corpus: Corpus, site: Generator) -> Iterator[tuple[str, Cost]]:
    """Yield what each build costs: those of the comparison, and some in which one and many articles were edited."""
    for name, _, cost in compare(corpus, [site], rounds=1, cold_only=False):
        yield name, cost
    newest = range(corpus.articles)[-_MORE - 1 :]
    anywhere = range(0, corpus.articles, corpus.articles // (_MORE + 1))[: _MORE + 1]
    for where, numbers in ((_NEWEST, newest), (_ANYWHERE, anywhere)):
        site.edit_body(corpus, numbers[1])
        yield _one(where), site.run(site.build)
        for number in numbers:
            site.edit_body(corpus, number)
        yield _many(where), site.run(site.build)


def table(found: dict[int, dict[str, tuple[Cost, float]]]) -> str:
    """Return the costs as a Markdown table, a column group for each size."""
    head = "".join(f" {articles:,}: wall s | CPU s | peak MiB | files |" for articles in found)
    lines = [f"| build |{head}", "|---|" + "--:|--:|--:|--:|" * len(found)]
    for name in next(iter(found.values())):
        cells = "".join(
            f" {cost.wall:.3f} | {cost.cpu:.3f} | {cost.peak:,.0f} | {files:,.6g} |"
            for cost, files in (builds[name] for builds in found.values())
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
