"""Read ahead: the articles that no earlier build has read, by several processes, before the site is read.

Reading then finds them in the index, as it finds what an earlier build kept. A file with something wrong in it is not
among them: it is read again where problems gather, so they are the same and in the same order. The terms of their
texts, by which related articles are found, are counted on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from ssg.content.index import Index, Read
from ssg.content.reading import ArticleReader
from ssg.content.snapshot import Snapshot
from ssg.newsroom.related.relating import text_of
from ssg.output.executors import Processes, WorkerKilledError
from ssg.problems import Problem, ProblemError
from ssg.settings import Settings

if TYPE_CHECKING:
    # Only for the types: they bring numpy, which a build of few new articles may do without.
    from ssg.newsroom.related.terms import Counted, TermCounter

ENOUGH = 500
"""Articles below which starting processes costs more than it saves."""


class Ahead:
    """What is being read ahead, begun when it is made: the articles that the index does not know, where that pays."""

    def __init__(self, snapshot: Snapshot, settings: Settings, index: Index | None, jobs: int) -> None:
        self._index = index
        self._processes: Processes[_Worker] | None = None
        self._paths: list[str] = []
        if index is not None:
            articles = (path for path in snapshot.paths("content/articles/") if path.endswith(".md"))
            self._paths = [path for path in articles if path not in index]
        if jobs > 1 and len(self._paths) >= ENOUGH:
            from ssg.newsroom.related.terms import TermCounter  # noqa: PLC0415 - brings numpy

            self._processes = Processes(partial(_Worker, snapshot, settings, TermCounter()), jobs)
            self._processes.begin(_read, self._paths)

    @property
    def is_busy(self) -> bool:
        """Whether anything is being read ahead."""
        return self._processes is not None

    def finish(self) -> dict[bytes, Counted]:
        """Let the index know what was read, and return the terms of the texts, by the digests of the articles.

        Raises ProblemError when a worker is killed.
        """
        terms: dict[bytes, Counted] = {}
        if self._index is None or self._processes is None:
            return terms
        try:
            for path, read in zip(self._paths, self._processes.results(), strict=True):
                if read is not None:
                    known, article, counted = read
                    self._index.add(path, known)
                    terms[article] = counted
        except WorkerKilledError as error:
            names = " or ".join(self._paths[number] for number in error.suspects) or "the articles"
            message = f"a worker process was killed while it read {names}"
            raise ProblemError([Problem(message, "is there enough memory? try --jobs 1")]) from None
        self.close()
        return terms

    def close(self) -> None:
        """End the processes."""
        if self._processes is not None:
            self._processes.close()
            self._processes = None


@contextmanager
def reading_ahead(snapshot: Snapshot, settings: Settings, index: Index | None, jobs: int) -> Iterator[Ahead]:
    """Give what is being read ahead while something else is done, and end it. Without an index nothing is."""
    ahead = Ahead(snapshot, settings, index, jobs)
    try:
        yield ahead
    finally:
        ahead.close()


class _Worker:
    def __init__(self, snapshot: Snapshot, settings: Settings, counter: TermCounter) -> None:
        self._reader = ArticleReader(snapshot, settings)
        self._counter = counter
        self._language = settings.language

    def read(self, path: str) -> tuple[Read, bytes, Counted] | None:
        """Return what is in a file, the digest of the article and the terms of its text; None as the reader does."""
        found = self._reader.read(path)
        if found is None:
            return None
        article, read = found
        return read, article.digest, self._counter.count(text_of(article, self._language))


def _read(worker: _Worker, path: str) -> tuple[Read, bytes, Counted] | None:
    return worker.read(path)
