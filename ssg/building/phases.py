"""The phases of a build: what each did, how long it took, and who is told meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from ssg.frozen import frozen

Step = Callable[[], None]
"""Called after each item of a phase."""


class Progress(Protocol):
    """Where a build says how far it is."""

    def phase(self, name: str, total: int) -> AbstractContextManager[Step]:
        """Return the context of a phase over `total` items, 0 where the number is not known before."""


class NoProgress:
    """Says nothing."""

    @contextmanager
    def phase(self, _name: str, _total: int) -> Iterator[Step]:
        yield lambda: None


@frozen
class Phase:
    """What a phase did: its name, how many of what, and the wall time in seconds."""

    name: str
    count: int
    unit: str
    seconds: float


class Stopwatch:
    """Notes how long each phase took."""

    def __init__(self, progress: Progress) -> None:
        self.phases: list[Phase] = []
        self._progress = progress

    @contextmanager
    def phase(self, name: str, unit: str, total: int = 0) -> Iterator[Callable[[int], None]]:
        """Time a phase. The context is a function that is told the number of items; with `total`, it is called for
        each."""
        count = 0
        began = time.perf_counter()
        with self._progress.phase(name, total) as step:

            def advance(items: int = 1) -> None:
                nonlocal count
                count += items
                step()

            yield advance
        self.phases.append(Phase(name, count, unit, time.perf_counter() - began))
