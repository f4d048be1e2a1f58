"""Read ahead: the articles that no earlier build has read, by several processes, before the site is read.

Reading then finds them in the index, as it finds what an earlier build kept. A file with something wrong in it is not
among them: it is read again where problems gather, so they are the same and in the same order. The terms of their
texts, by which related articles are found, are counted on the way.
"""

from __future__ import annotations

from collections.abc import Mapping
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


def read_ahead(snapshot: Snapshot, settings: Settings, index: Index, jobs: int) -> Mapping[bytes, Counted]:
    """Let the index know the articles that it does not, where that pays, and return the terms of their texts, by the
    digests of the articles. Raises ProblemError."""
    paths = [path for path in snapshot.paths("content/articles/") if path.endswith(".md") and path not in index]
    terms: dict[bytes, Counted] = {}
    if jobs < 2 or len(paths) < ENOUGH:
        return terms
    from ssg.newsroom.related.terms import TermCounter  # noqa: PLC0415 - brings numpy

    processes = Processes(partial(_Worker, snapshot, settings, TermCounter()), jobs)
    try:
        for path, read in zip(paths, processes.map(_read, paths), strict=True):
            if read is not None:
                known, article, counted = read
                index.add(path, known)
                terms[article] = counted
    except WorkerKilledError as error:
        names = " or ".join(paths[number] for number in error.suspects) or "the articles"
        message = f"a worker process was killed while it read {names}"
        raise ProblemError([Problem(message, "is there enough memory? try --jobs 1")]) from None
    finally:
        processes.close()
    return terms


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
