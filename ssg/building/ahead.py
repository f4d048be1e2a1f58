"""Read ahead: the articles that no earlier build has read, by several processes, before the site is read.

Reading then finds them in the index, as it finds what an earlier build kept. A file with something wrong in it is not
among them: it is read again where problems gather, so they are the same and in the same order.
"""

from __future__ import annotations

from functools import partial

from ssg.content.index import Index, Read
from ssg.content.reading import ArticleReader
from ssg.content.snapshot import Snapshot
from ssg.output.executors import Processes, WorkerKilledError
from ssg.problems import Problem, ProblemError
from ssg.settings import Settings

ENOUGH = 500
"""Articles below which starting processes costs more than it saves."""


def read_ahead(snapshot: Snapshot, settings: Settings, index: Index, jobs: int) -> None:
    """Let the index know the articles that it does not, where that pays. Raises ProblemError."""
    paths = [path for path in snapshot.paths("content/articles/") if path.endswith(".md") and path not in index]
    if jobs < 2 or len(paths) < ENOUGH:
        return
    processes = Processes(partial(ArticleReader, snapshot, settings), jobs)
    try:
        for path, read in zip(paths, processes.map(_read, paths), strict=True):
            if read is not None:
                index.add(path, read)
    except WorkerKilledError as error:
        names = " or ".join(paths[number] for number in error.suspects) or "the articles"
        message = f"a worker process was killed while it read {names}"
        raise ProblemError([Problem(message, "is there enough memory? try --jobs 1")]) from None
    finally:
        processes.close()


def _read(reader: ArticleReader, path: str) -> Read | None:
    return reader.read(path)
