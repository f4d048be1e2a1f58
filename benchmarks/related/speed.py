"""Measure speed: `python -m benchmarks.related.speed --articles 10000` relates made-up articles of about 400 words.

First from nothing, then with one article more, one changed and one removed, each with the memory of the run before and
again from nothing, to prove that both give the same. Wall time, CPU time and the peak memory; made in a process of its
own, so that the peak is its own.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import click

from benchmarks.corpus import FIRST, PACE, Corpus
from ssg.newsroom.related.memory import Memory, from_bytes
from ssg.newsroom.related.recommending import recommend
from ssg.newsroom.related.terms import Document

SUBJECTS = 3


def documents(number: int) -> list[Document]:
    """Return made-up articles, newest first."""
    corpus = Corpus(number)
    made = []
    for index in range(number):
        opening = corpus.opening(index)
        body = corpus.article(index).split("---\n", 2)[2]
        moment = int((FIRST + index * PACE).timestamp())
        made.append(Document(opening.slug, moment, "en", opening.title, body, (f"tags/{opening.topic.tag}",)))
    return made[::-1]


class _Run:
    """Times runs of the recommender and prints a line for each."""

    def timed(self, name: str, work: Callable[[], Memory]) -> Memory:
        """Print wall and CPU time of one run, and the peak memory so far."""
        wall, cpu = time.perf_counter(), time.process_time()
        memory = work()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        click.echo(f"| {name} | {wall:.2f} | {cpu:.2f} | {peak:,.0f} |")
        return memory

    def change(self, name: str, articles: list[Document], memory: Memory, check: bool) -> Memory:
        """Time a run after a change, with the memory of the run before it."""
        found = self.timed(name, lambda: recommend(articles, SUBJECTS, memory))
        if check and found.to_bytes() != recommend(articles, SUBJECTS).to_bytes():
            click.echo("| another result than from nothing! | | | |")
        return found


def measure(number: int, check: bool) -> None:
    """Print what runs over so many articles cost."""
    articles = documents(number + 1)
    # As they come from reading: nothing about them is known yet.
    articles = [replace(article) for article in articles]
    newest, rest, middle = articles[0], articles[1:], number // 2
    run = _Run()
    click.echo(f"| {number:,} articles | wall seconds | CPU seconds | peak MiB |\n|---|--:|--:|--:|")
    memory = run.timed("from nothing", lambda: recommend(rest, SUBJECTS))
    memory = run.change("nothing changed", rest, memory, check)
    memory = run.change("the newest added", [newest, *rest], memory, check)
    changed = [*articles[:middle], replace(articles[middle], title="Corrected headline"), *articles[middle + 1 :]]
    memory = run.change("one in the middle changed", changed, memory, check)
    memory = run.change("one in the middle removed", [*changed[:middle], *changed[middle + 1 :]], memory, check)
    size = len(memory.to_bytes()) / 1024**2
    wall = time.perf_counter()
    from_bytes(memory.to_bytes())
    click.echo(f"| memory: {size:,.0f} MiB as bytes, written and read | {time.perf_counter() - wall:.2f} | | |\n")


@click.command()
@click.option("--articles", multiple=True, type=click.IntRange(min=10), default=(1000, 10_000), show_default=True)
@click.option("--check", is_flag=True, help="Compare each run with one from nothing.")
def command(articles: tuple[int, ...], check: bool) -> None:
    """Print what relating so many made-up articles costs."""
    for number in articles:
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
            process.submit(measure, number, check).result()


if __name__ == "__main__":
    command()
