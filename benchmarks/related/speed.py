"""Measure speed: `python -m benchmarks.related.speed --articles 10000` relates the articles of a made-up newsroom.

First from nothing; then with the newest article added, one changed, one removed, and with nothing changed. Each run is
that of a build: a process of its own, which knows only what the store kept. What is timed is all that relating adds to
a build: to load what is remembered, numpy included where it is needed, to count terms, to find what is near, to apply
the editors' rules to all articles, to make every list, and to keep what is to be kept. From nothing, terms are counted
by a process for each processor, as builds do. With `--check`, each result is compared with that of a run from nothing.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from benchmarks.build import NOW
from benchmarks.corpus import Corpus, write
from ssg.content.reading import read
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import scan
from ssg.model import Passage
from ssg.newsroom.publishing import Edition
from ssg.newsroom.related.memory import recall
from ssg.newsroom.related.relating import relate_stories, text_of
from ssg.newsroom.relating import relate
from ssg.newsroom.site import Story
from ssg.output.executors import Processes
from ssg.output.store import Store

if TYPE_CHECKING:
    from ssg.newsroom.related.terms import Counted, TermCounter

Stories = Sequence[Story]
CHANGES: dict[str, Callable[[Stories], Stories]] = {
    "from nothing": lambda stories: stories[1:],
    "nothing changed": lambda stories: stories[1:],
    "the newest added": lambda stories: stories,
    "one in the middle changed": lambda stories: _edited(stories, len(stories) // 2),
    "one in the middle removed": lambda stories: [*stories[: len(stories) // 2], *stories[len(stories) // 2 + 1 :]],
    "nothing changed again": lambda stories: [*stories[: len(stories) // 2], *stories[len(stories) // 2 + 1 :]],
}
"""What is run, and on which articles: in this order, each after the one before."""


def _edited(stories: Stories, place: int) -> Stories:
    edited = replace(stories[place], article=replace(stories[place].article, title="Corrected headline"))
    return [*stories[:place], edited, *stories[place + 1 :]]


def make(folder: Path, number: int) -> None:
    """Write a made-up newsroom and keep its articles as values, as they come from the index of content: with their
    digests, which planning needs anyway, and their texts in a file until somebody asks for one."""
    write(Corpus(number + 1 + number // 150), folder / "site")
    snapshot = scan(folder / "site")
    settings = read_settings(snapshot)
    site, _ = relate(read(snapshot, settings)[0], settings, Edition(NOW), {})
    stories = site.stories[: number + 1]
    for story in stories:
        assert story.article.digest  # noqa: S101 - computed once, and kept with the article
    with (folder / "articles").open("wb") as file, (folder / "texts").open("wb") as texts:
        _Pickler(file, texts).dump((stories, settings))


class _Pickler(pickle.Pickler):
    """Keeps the texts of articles in a file of their own."""

    def __init__(self, file: IO[bytes], texts: IO[bytes]) -> None:
        super().__init__(file)
        self._texts = texts

    def reducer_override(self, value: object) -> Any:
        """Return how to make a passage again."""
        if not isinstance(value, Passage):
            return NotImplemented
        begin = self._texts.tell()
        return _passage, (value.digest, self._texts.name, begin, self._texts.write(value.peek().encode()))


def _passage(digest: bytes, file: str, begin: int, length: int) -> Passage:
    return Passage(digest, partial(_text, file, begin, length))


def _text(file: str, begin: int, length: int) -> str:
    with Path(file).open("rb") as texts:
        texts.seek(begin)
        return texts.read(length).decode()


def measure(folder: Path, name: str, check: bool) -> None:
    """Print what a run costs after a change: wall and CPU time, peak memory, and how much is kept after it."""
    articles, settings = pickle.loads((folder / "articles").read_bytes())  # noqa: S301 - made by ourselves
    stories = CHANGES[name](articles)
    del articles
    # Builds search for no garbage, and what one holds anyway is none on account of relating.
    gc.collect()
    gc.freeze()
    gc.disable()
    store = Store(folder / "store")
    assert "numpy" not in sys.modules  # noqa: S101 - or its loading would not be counted
    wall, cpu = time.perf_counter(), _cpu_time()
    memory = recall(store.state)
    if not memory.inputs:
        memory = replace(memory, counted=count_apart(stories, settings.language))
    related = relate_stories(stories, (), settings, [], memory)
    lists = {path: related.suggestions.stories(path) for path in related.suggestions}
    size = 0
    for part, data in related.memory.parts():
        store.save_state(part, data)
        size += sum(memoryview(piece).nbytes for piece in data)
    wall, cpu = time.perf_counter() - wall, _cpu_time() - cpu
    store.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    click.echo(f"| {name} | {wall:.2f} | {cpu:.2f} | {peak:,.0f} | {size / 1024**2:,.1f} |")
    if check:
        anew = relate_stories(stories, (), settings, []).suggestions
        assert lists == {path: anew.stories(path) for path in anew}  # noqa: S101 - what is asked for
        assert lists.keys() == {story.article.path for story in stories}  # noqa: S101 - the same


def count_apart(stories: Stories, language: str) -> dict[bytes, Counted]:
    """Return the terms of texts by the digests of their articles, counted as a build does it where many articles are
    new: by a process for each processor."""
    from ssg.newsroom.related.terms import TermCounter  # noqa: PLC0415 - brings numpy, whose loading counts

    processes = Processes(partial(_Worker, TermCounter(), language), os.cpu_count() or 1, inherited=stories)
    try:
        digests = (story.article.digest for story in stories)
        return dict(zip(digests, processes.map(_count, range(len(stories))), strict=True))
    finally:
        processes.close()


class _Worker:
    def __init__(self, counter: TermCounter, language: str, stories: Stories) -> None:
        self.counter = counter
        self.language = language
        self.stories = stories


def _count(worker: _Worker, number: int) -> Counted:
    return worker.counter.count(text_of(worker.stories[number].article, worker.language))


def _cpu_time() -> float:
    """Return the processor time of this process and of those of its own that have ended, in seconds."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@click.command()
@click.option("--articles", multiple=True, type=click.IntRange(min=10), default=(1000, 10_000), show_default=True)
@click.option("--check", is_flag=True, help="Compare each run with one from nothing.")
def command(articles: tuple[int, ...], check: bool) -> None:
    """Print what relating so many made-up articles costs."""
    # What is installed has been compiled, and so is what is measured.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    spawn = multiprocessing.get_context("spawn")
    for number in articles:
        click.echo(f"| {number:,} articles | wall seconds | CPU seconds | peak MiB | kept MiB |\n|---|--:|--:|--:|--:|")
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            with ProcessPoolExecutor(1, spawn) as process:
                process.submit(make, folder, number).result()
            for name in CHANGES:
                with ProcessPoolExecutor(1, spawn) as process:
                    process.submit(measure, folder, name, check).result()
        click.echo()


if __name__ == "__main__":
    command()
