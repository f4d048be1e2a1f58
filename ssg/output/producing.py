"""Produce: from a plan to the bytes of its pages, taking from the store what is there and making only the rest.

Texts are converted first, each once, though an article's stands on its page and in a dozen feeds; then pages are
rendered. Both go through one executor, and both end in the store, from which the writer reads: a build that fails has
written nothing, and a large site does not have to fit into memory.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from ssg.output.converting import Converter
from ssg.output.executors import BREAK_EVEN, Executor, Processes, Serial, WorkerKilledError
from ssg.output.production import Production
from ssg.output.rendering import Renderer, Texts
from ssg.output.store import Store, pack
from ssg.pages.keys import Keys
from ssg.pages.page import Page, Plan
from ssg.problems import Problem, ProblemError
from ssg.settings import Settings
from ssg.theme.theme import Theme
from ssg.views import Body

_AHEAD = 256
"""Pages whose texts are fetched from the store at once."""


class Worker:
    """What a worker holds: a converter, a renderer, and what takes keys apart."""

    def __init__(self, theme: Theme, settings: Settings) -> None:
        self.converter = Converter(theme, settings)
        self.renderer = Renderer(theme, settings)
        self.keys = Keys(theme, settings)


@dataclass(frozen=True)
class Made:
    """A value that a worker made, packed for the store, with the seconds it took; or what is wrong instead."""

    packed: bytes
    seconds: float
    problems: tuple[Problem, ...] = ()
    parts: str = ""
    """The parts of a page's key, as JSON, for those who will ask why it was made again."""


def convert(worker: Worker, body: Body) -> Made:
    """Return a text's HTML, packed."""
    return _timed(lambda: worker.converter.convert(body).encode())


def render(worker: Worker, job: tuple[Page, Texts]) -> Made:
    """Return a page's bytes, packed."""
    made = _timed(lambda: worker.renderer.render(*job))
    return replace(made, parts=json.dumps(worker.keys.parts(job[0])))


def _timed(make: Callable[[], bytes]) -> Made:
    began = time.perf_counter()
    try:
        packed = pack(make())
    except ProblemError as error:
        return Made(b"", time.perf_counter() - began, error.problems)
    return Made(packed, time.perf_counter() - began)


@contextmanager
def executor_for(theme: Theme, settings: Settings, jobs: int, items: int) -> Iterator[Executor[Worker]]:
    """Give an executor for a number of items: processes where they pay, and where `jobs` is more than 1."""
    make = partial(Worker, theme, settings)
    if jobs < 2 or items < BREAK_EVEN:
        yield Serial(make)
        return
    processes = Processes(make, jobs)
    try:
        yield processes
    finally:
        processes.close()


def produce(  # noqa: PLR0917  # what to make, with what, where to, how
    plan: Plan, theme: Theme, settings: Settings, store: Store, jobs: int, step: Callable[[], object]
) -> Production:
    """Bring the bytes of every page of the plan into the store. `step` is called for each page.

    Raises ProblemError with the problems of all texts and pages.
    """
    pages = list(plan.pages.values())
    known = store.has(page.key for page in pages)
    missing = [page for page in pages if page.key not in known]
    for _ in range(len(pages) - len(missing)):
        step()
    keys = Keys(theme, settings)
    body_keys = {body.digest: (keys.body_key(body), body) for page in missing for body in page.bodies}
    known = store.has(key for key, _ in body_keys.values())
    bodies = [(key, body) for key, body in body_keys.values() if key not in known]
    with executor_for(theme, settings, jobs, len(bodies) + len(missing)) as executor:
        converted = _Keeper(store, [key for key, _ in bodies], [body.path for _, body in bodies])
        converted.keep(partial(executor.map, convert, (body for _, body in bodies)))
        rendered = _Keeper(store, [page.key for page in missing], [page.url for page in missing], step)
        # Pages whose text has a problem would only say the same again.
        converted.stop_on_problems()
        keys_of = {digest: key for digest, (key, _) in body_keys.items()}
        rendered.keep(partial(executor.map, render, _with_texts(missing, keys_of, store)))
        rendered.stop_on_problems()
    urls = [page.url for page in missing]
    store.save_parts(dict(zip(urls, rendered.parts, strict=True)))
    seconds = dict(zip(urls, rendered.seconds, strict=True))
    return Production(len(bodies), len(missing), seconds, {page.url: page.template for page in missing})


def keys_in_use(plan: Plan, theme: Theme, settings: Settings) -> Iterator[bytes]:
    """Yield the keys of every page and of every text of a plan, some of them more than once."""
    keys = Keys(theme, settings)
    for page in plan.pages.values():
        yield page.key
        yield from (keys.body_key(body) for body in page.bodies)


def _with_texts(
    pages: Sequence[Page], keys_of: dict[bytes, bytes], store: Store
) -> Iterator[tuple[Page, dict[bytes, str]]]:
    """Yield each page with the HTML of its texts."""
    for start in range(0, len(pages), _AHEAD):
        chunk = pages[start : start + _AHEAD]
        html = store.load({keys_of[body.digest] for page in chunk for body in page.bodies})
        for page in chunk:
            # A value that did not survive the store is converted again by the renderer.
            found = ((body.digest, html.get(keys_of[body.digest])) for body in page.bodies)
            yield page, {digest: text.decode() for digest, text in found if text is not None}


class _Keeper:
    """Keeps what workers make, and gathers what is wrong."""

    def __init__(
        self, store: Store, keys: Sequence[bytes], names: Sequence[str], step: Callable[[], object] = lambda: None
    ) -> None:
        self.seconds: list[float] = []
        self.parts: list[str] = []
        self._store = store
        self._keys = keys
        self._names = names
        self._step = step
        self._problems: list[Problem] = []

    def keep(self, results: Callable[[], Iterable[Made]]) -> None:
        """Keep every result under its key."""
        try:
            batch: list[tuple[bytes, bytes]] = []
            for key, made in zip(self._keys, results(), strict=True):
                self.seconds.append(made.seconds)
                self.parts.append(made.parts)
                self._problems += made.problems
                if not made.problems:
                    batch.append((key, made.packed))
                if len(batch) >= _AHEAD:
                    self._store.save(batch)
                    batch = []
                self._step()
            self._store.save(batch)
        except WorkerKilledError as error:
            names = " or ".join(self._names[number] for number in error.suspects) or "its work"
            message = f"a worker process was killed while it made {names}"
            raise ProblemError([Problem(message, "is there enough memory? try --jobs 1")]) from None

    def stop_on_problems(self) -> None:
        """Raise ProblemError with everything that came up."""
        if self._problems:
            raise ProblemError(self._problems)
