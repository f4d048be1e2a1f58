"""Executors: where work is done. In this process, in a pool of processes, and, some day, on a cluster.

An executor has one method. It is given a function of a context and an item, and yields the results in the order of the
items. The context (a `Renderer`, say) is made once in each worker, from what the executor was made with.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.reduction import ForkingPickler
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

if TYPE_CHECKING:
    # Only for the types: see `Processes`.
    from concurrent.futures import Future, ProcessPoolExecutor

Context = TypeVar("Context")
Context_co = TypeVar("Context_co", covariant=True)
Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 64
"""Items that go to a worker at once: with one at a time a pool is slower than no pool."""
_GARBAGE = 50_000
"""New values after which a worker looks for garbage."""
BREAK_EVEN = 300
"""Items below which starting processes costs more than it saves."""
_LOOK = 0.5
"""Seconds between two looks at whether all workers are there."""


class Executor(Protocol[Context_co]):
    """Does the same work on many items."""

    inherits: bool
    """Whether the context knows what this process knows: an item can be a number then, where it would be large."""

    def map(self, work: Callable[[Context_co, Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Return `work(context, item)` for each item, in order, as it comes. Work may begin at once, or when somebody
        first asks for a result. Raises WorkerKilledError."""


class WorkerKilledError(Exception):
    """A worker process ended before its time. `suspects` are the numbers of the items that were being worked on."""

    def __init__(self, suspects: Sequence[int]) -> None:
        super().__init__(tuple(suspects))
        self.suspects = tuple(suspects)


class Serial(Generic[Context]):
    """Works in this process."""

    inherits = True

    def __init__(self, make: Callable[[], Context]) -> None:
        self._make = make
        self._context: Context | None = None

    def map(self, work: Callable[[Context, Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        if self._context is None:
            self._context = self._make()
        for item in items:
            yield work(self._context, item)


class Processes(Generic[Context]):
    """Works in a pool of processes. `make` and all items and results must be picklable. Close it after use.

    `chunk` items go to a worker at once. `inherited` is handed to `make` where processes are forked from this one, and
    have it without being sent it.
    """

    def __init__(
        self,
        make: Callable[..., Context],
        jobs: int,
        method: str = "",
        chunk: int = CHUNK,
        inherited: object = None,
    ) -> None:
        # They take a while to import, and most builds need no pool.
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

        self._make_pool, self._broken = ProcessPoolExecutor, BrokenProcessPool
        self._chunk = chunk
        self._jobs = jobs
        self._multiprocessing: BaseContext = multiprocessing.get_context(method or _start_method())
        self.inherits = inherited is not None and self._multiprocessing.get_start_method() == "fork"
        self._make = partial(make, inherited) if self.inherits else make
        self._pool: ProcessPoolExecutor | None = None
        self._current: Any = None
        self._dropped: Any = None
        self._closed = threading.Event()
        self._watch: threading.Thread | None = None
        self._begun: list[Future[list[Any]]] = []

    def begin(self, work: Callable[[Context, Item], Result], items: Sequence[Item]) -> None:
        """Begin to work on items while this process does something else. `results` has what comes of it, and `finish`
        what has come of it by then."""
        for start in range(0, len(items), self._chunk):
            self._begun.append(self._submit(work, items[start : start + self._chunk], start))

    def finish(self) -> Iterator[Any]:
        """Yield, in order, the results of what is done or being done, and drop all else. Raises WorkerKilledError."""
        # Workers are told, and nothing that waits for them is cancelled. Should one be killed now, Python 3.11 would
        # fail over what is, leave the others, and wait for them when this process ends.
        if self._pool is not None:
            self._dropped.value = 1
        return self.results()

    def results(self) -> Iterator[Any]:
        """Yield, in order, the results of what was begun. Raises WorkerKilledError."""
        begun, self._begun = deque(self._begun), []
        # No result is held longer than it takes.
        return self._results(begun, iter(()))

    def map(self, work: Callable[[Context, Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Begin to work on the items, and return the results to come."""
        remaining = iter(items)
        chunks = enumerate(iter(lambda: list(islice(remaining, self._chunk)), []))
        submitted = (self._submit(work, chunk, number * self._chunk) for number, chunk in chunks)
        with self._noticing():
            # A few chunks ahead and no more: the items of a large site would not fit into memory all at once.
            waiting = deque(islice(submitted, 2 * self._jobs))
        return self._results(waiting, submitted)

    def _results(
        self, waiting: deque[Future[list[Result]]], submitted: Iterator[Future[list[Result]]]
    ) -> Iterator[Result]:
        with self._noticing():
            while waiting:
                results = waiting.popleft().result()
                waiting.extend(islice(submitted, 1))
                yield from results

    @contextmanager
    def _noticing(self) -> Iterator[None]:
        """Raise WorkerKilledError when a worker has ended before its time."""
        try:
            yield
        except self._broken:
            raise WorkerKilledError([item - 1 for item in self._current if item]) from None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._current = self._multiprocessing.Array("l", self._jobs, lock=False)
            self._dropped = self._multiprocessing.Value("l", 0, lock=False)
            free = self._multiprocessing.Value("l", 0)
            self._pool = self._make_pool(
                self._jobs, self._multiprocessing, _begin_work, (self._make, self._current, self._dropped, free)
            )
        return self._pool

    def _submit(
        self, work: Callable[[Context, Item], Result], chunk: Sequence[Item], number: int
    ) -> Future[list[Result]]:
        pool = self._started()
        with _without_warning():
            future = pool.submit(_work_on, work, chunk, number)
        if self._watch is None:
            # Not before the first work, with which workers are forked: from a process without threads.
            self._closed.clear()
            self._watch = threading.Thread(target=_watch, args=(pool, self._closed), daemon=True)
            self._watch.start()
        return future

    def close(self) -> None:
        """End the workers. What they have not begun is dropped."""
        pool, self._pool = self._pool, None
        if pool is not None:
            # The pool forgets them when it is told to end.
            workers = [*(pool._processes or {}).values()]  # noqa: SLF001  # as in `_watch`
            try:
                pool.shutdown(wait=True, cancel_futures=True)
            except BaseException:
                # Whoever presses Ctrl-C once more does not want to wait; Python 3.11 would then wait for ever.
                for worker in workers:
                    worker.kill()
                raise
        if self._watch is not None:
            self._closed.set()
            self._watch.join()
            self._watch = None


class Forked(Generic[Context]):
    """Works in one process, which is forked when this is made and gets ready while this process does something else: it
    makes its context and takes the steps of `warm_up`, as many as there is time for before the first item comes.

    All items and results must be picklable. Close it after use.
    """

    inherits = False

    def __init__(
        self, make: Callable[[], Context], warm_up: Callable[[Context], Iterable[object]] = lambda _context: ()
    ) -> None:
        context = multiprocessing.get_context("fork")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(make, warm_up, theirs, self._connection), daemon=True)
        self._process.start()
        # Nobody else holds that end, so that its end is noticed here.
        theirs.close()

    def map(self, work: Callable[[Context, Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Begin with the first item, and return the results to come."""
        requests = (ForkingPickler.dumps((work, item)) for item in items)
        first = next(requests, None)
        if first is not None:
            self._send(first)
        return self._results(first, requests)

    def _results(self, request: memoryview | None, requests: Iterator[memoryview]) -> Iterator[Any]:
        """Yield the result of a request that was sent, and those of others."""
        number = 0
        while request is not None:
            # Put together while the item before it is worked on, and not sent before its result is there: where both
            # sides send at once, each can wait for the other.
            request = next(requests, None)
            result = self.result(number)
            if request is not None:
                self._send(request)
            yield result
            number += 1

    def begin(self, work: Callable[[Context, Item], object], item: Item) -> None:
        """Begin to work on an item while this process does something else. `result` has what comes of it."""
        self._send(ForkingPickler.dumps((work, item)))

    def _send(self, request: memoryview) -> None:
        # Where the process is gone, so is its result.
        with suppress(OSError):
            self._connection.send_bytes(request)

    def result(self, number: int = 0) -> Any:
        """Return the result of what was begun. Raises WorkerKilledError, with the number of the item."""
        try:
            result, error = self._connection.recv()
        except (EOFError, OSError):
            raise WorkerKilledError([number]) from None
        if error is not None:
            raise error
        return result

    def close(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self._connection.close()


def _serve(
    make: Callable[[], Any], warm_up: Callable[[Any], Iterable[object]], requests: Connection, other_end: Connection
) -> None:
    """Do what is asked for until nobody can ask any more."""
    # Ctrl-C reaches the whole group; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    other_end.close()
    context = make()
    for _ in warm_up(context):
        # That nobody can ask any more is noticed as well.
        if requests.poll():
            break
    with suppress(EOFError, OSError):
        while True:
            work, item = requests.recv()
            answer: tuple[Any, Exception | None]
            try:
                answer = work(context, item), None
            except Exception as error:  # whoever asked is told, as if it had been done there
                answer = None, error
            requests.send(answer)


def _watch(pool: ProcessPoolExecutor, closed: threading.Event) -> None:
    """End all workers when one has ended, until the pool is closed.

    The pool notices that itself, except while it takes a result: when the worker is killed in the middle of handing it
    over, the pool waits for the rest for ever, and the other workers for their turn.
    """
    # There is no other way to them than these names; the pool forgets what they name when it is closed.
    workers, results = pool._processes, cast("Any", pool._result_queue)  # noqa: SLF001
    while not closed.wait(_LOOK):
        there = list(workers.values())
        if connection.wait([worker.sentinel for worker in there], 0):
            for worker in there:
                worker.kill()
            # Nobody can write any more, and that ends what is read.
            results._writer.close()  # noqa: SLF001
            return


@contextmanager
def _without_warning() -> Iterator[None]:
    with warnings.catch_warnings():
        # The first one may fork, and this is the thread that does; those of numpy's are ready for it.
        warnings.filterwarnings("ignore", ".*fork.*", DeprecationWarning)
        yield


def can_fork() -> bool:
    """Tell whether this process can be forked now, which is there at once and has read everything already."""
    # A process that has threads of its own can lock up the child, and on macOS the system's libraries have some.
    return sys.platform == "linux" and threading.active_count() == 1


def _start_method() -> str:
    if can_fork():
        return "fork"
    return "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


class _Worker:
    """What a worker process knows: its context, and the slot in which it notes the item that it works on."""

    context: Any
    current: Any
    dropped: Any
    slot: int


_worker = _Worker()


def _begin_work(make: Callable[[], Any], current: Any, dropped: Any, free: Any) -> None:
    # Ctrl-C reaches the whole group; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    with free.get_lock():
        _worker.slot = free.value % len(current)
        free.value += 1
    _worker.current = current
    _worker.dropped = dropped
    _worker.context = make()
    # What is there by now lives as long as the worker: it need not be looked through for garbage, nor copied for that
    # where it is shared with the parent.
    gc.freeze()
    gc.set_threshold(_GARBAGE)
    gc.enable()


def _end_with(parent: Any) -> None:
    """End this process when its parent is gone: nobody waits for its results."""
    parent.join()
    os._exit(1)


def _work_on(work: Callable[[Any, Any], Any], items: Sequence[Any], first: int) -> list[Any]:
    results: list[Any] = []
    if _worker.dropped.value:
        return results
    for number, item in enumerate(items, first):
        _worker.current[_worker.slot] = number + 1
        results.append(work(_worker.context, item))
    _worker.current[_worker.slot] = 0
    return results
