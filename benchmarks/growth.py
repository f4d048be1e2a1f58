"""Show how builds grow with the archive: `python -m benchmarks.growth` builds newsrooms of several sizes.

Each goes through the edits of `benchmarks.compare`, and the table has the sizes side by side: what each more article
that changed costs should not grow, nor the number of files that are written for one. That is a hundredth of what 101
edits cost more than one does, and of a build that looks at 100,000 articles a hundredth is as much as the machine does
not run evenly. So both are built several times in turn, with other articles each time, and the middle one counts.

Each edit adds a sentence: one of an article's own topic, as most edits do; or one of words that no other article has,
which are the rarer the larger the archive is, and bring the articles that have them nearer to one another.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean, median

import click

from benchmarks.compare import CACHE, Cost, Generator, compare, generators
from benchmarks.corpus import Corpus

_MORE = 100
_NEWEST, _ANYWHERE, _STRANGE = "of the newest", "anywhere", "anywhere, in words of no other"
_WHERE = (_NEWEST, _ANYWHERE, _STRANGE)


def measure(articles: int, root: Path, jobs: int, rounds: int) -> dict[str, tuple[Cost, float]]:
    """Return what each build of a newsroom of that size costs, and how many files it writes."""
    corpus = Corpus(articles)
    site = next(generators(root / str(articles), ("standfirst",), CACHE, jobs))
    site.export(corpus, site.folder)
    costs, written = defaultdict[str, list[Cost]](list), defaultdict[str, list[int]](list)
    begun = time.time()
    for name, cost in _builds(corpus, site, rounds):
        output = (site.folder / site.outputs[0]).rglob("*")
        files = sum(file.is_file() and file.stat().st_mtime >= begun for file in output)
        click.echo(f"{articles:,}: {name} {cost.wall:.2f} s, {files:,} files", err=True)
        costs[name].append(cost)
        written[name].append(files)
        begun = time.time()
    found = {name: (_middle(of_name), fmean(written[name])) for name, of_name in costs.items()}
    for where in _WHERE:
        (one, few), (many, more) = found[_one(where)], found[_many(where)]
        each = Cost((many.wall - one.wall) / _MORE, (many.cpu - one.cpu) / _MORE, many.peak)
        found[f"each more {where}"] = each, (more - few) / _MORE
    return found


def _middle(costs: Sequence[Cost]) -> Cost:
    """Return the median times and the largest peak of several builds."""
    walls, cpus = [cost.wall for cost in costs], [cost.cpu for cost in costs]
    return Cost(median(walls), median(cpus), max(cost.peak for cost in costs))


def _one(where: str) -> str:
    return f"one body edited, {where}"


def _many(where: str) -> str:
    return f"{_MORE + 1} bodies edited, {where}"


def _builds(corpus: Corpus, site: Generator, rounds: int) -> Iterator[tuple[str, Cost]]:
    """Yield what each build costs: those of the comparison, and some in which one and many articles were edited."""
    for name, _, cost in compare(corpus, [site], rounds=1, cold_only=False):
        yield name, cost
    newest = range(corpus.articles)[-_MORE - 1 :]
    anywhere = range(0, corpus.articles, corpus.articles // (_MORE + 1))[: _MORE + 1]
    # In the next turn those before them where they are the newest, and of the others those beside them.
    edits = {
        _NEWEST: (newest, -len(newest)),
        _ANYWHERE: (anywhere, 2),
        _STRANGE: ([number + 1 for number in anywhere], 2),
    }
    for turn in range(rounds):
        for where, (numbers, step) in edits.items():
            others = [(number + turn * step) % corpus.articles for number in numbers]
            for name, edited in ((_one(where), [others[turn % len(others)]]), (_many(where), others)):
                for number in edited:
                    if where == _STRANGE:
                        site.edit_body(corpus, number)
                    else:
                        site.edit_body(corpus, number, corpus.addition(number, turn))
                yield name, site.run(site.build)


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
@click.option("--rounds", type=click.IntRange(min=1), default=5, show_default=True, help="How often one and many.")
@click.option("--jobs", "-j", default=0, show_default=True, help="Processes; 0 is one for each processor.")
def command(sizes: str, rounds: int, jobs: int) -> None:
    """Build made-up newsrooms of several sizes, cold and after each kind of edit."""
    found = {}
    for size in sizes.split(","):
        with tempfile.TemporaryDirectory() as folder:
            found[int(size)] = measure(int(size), Path(folder), jobs, rounds)
    click.echo(f"{os.cpu_count()} processors\n\n{table(found)}")


if __name__ == "__main__":
    command()
