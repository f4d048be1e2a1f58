"""Produce: from a plan to the bytes of its pages, taking from the store what is there and making only the rest.

A page and the texts that it is the first to show are made in one piece of work, wherever an executor has it done. Both
end in the store, from which the writer reads: a build that fails has written nothing, and a large site does not have
to fit into memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from ssg.output.executors import BREAK_EVEN, Executor, Processes, Serial, WorkerKilledError
from ssg.output.production import Production
from ssg.output.stage import SizeAndTime, Stage
from ssg.output.standby import Standby
from ssg.output.store import Store
from ssg.output.work import Job, Made, Supplies, Worker, make
from ssg.pages.keys import Keys, Parts
from ssg.pages.page import Page, Plan
from ssg.problems import Problem, ProblemError
from ssg.settings import Settings
from ssg.theme.theme import Theme

_AHEAD = 256
"""Pages whose texts are fetched from the store at once."""


@contextmanager
def executor_for(  # noqa: PLR0917  # what to make, with what, how
    theme: Theme, settings: Settings, stage: Stage | None, jobs: int, supplies: Supplies, standby: Standby
) -> Iterator[Executor[Worker]]:
    """Give an executor for pages: processes where they pay, and where `jobs` is more than 1."""

    def ready() -> Supplies:
        return replace(supplies, renderer=standby.hand_over(theme, settings))

    if jobs < 2 or len(supplies.pages) < BREAK_EVEN:
        yield standby.process or Serial(partial(Worker, theme, settings, stage, ready()))
        return
    # Workers that are forked have it imported then.
    import ssg.output.rendering  # noqa: F401, PLC0415

    processes = Processes(partial(Worker, theme, settings, stage), jobs, inherited=ready())
    try:
        yield processes
    finally:
        processes.close()


def produce(  # noqa: PLR0917  # what to make, with what, where to, how
    plan: Plan,
    theme: Theme,
    settings: Settings,
    store: Store,
    jobs: int,
    step: Callable[[], object],
    stage: Stage | None = None,
    texts: Mapping[bytes, bytes] | None = None,
    standby: Standby | None = None,
    beside: Callable[[], object] = lambda: None,
) -> Production:
    """Bring the bytes of every page of the plan into the store. `step` is called for each page.

    Pages that are made wait on the `stage` too, where there is one. `texts` are those that were converted just now,
    packed, by key; `standby` has been got ready to render. What is to be done `beside` is done while others work.

    Raises ProblemError with the problems of all texts and pages.
    """
    standby = standby or Standby()
    pages = list(plan.pages.values())
    known = store.has(page.key for page in pages)
    missing = [page for page in pages if page.key not in known]
    for _ in range(len(pages) - len(missing)):
        step()
    converted = dict(texts or {})
    keys = Keys(theme, settings)
    body_keys: dict[bytes, bytes] = {}
    for page in missing:
        body_keys |= keys.text_keys(page)
    packed = store.load_packed(body_keys.values() - converted.keys()) | converted
    packed_texts = {digest: packed[key] for digest, key in body_keys.items() if key in packed}
    supplies = Supplies(missing, packed_texts)
    there = {digest: body_keys[digest] for digest in supplies.texts}
    keeper = _Keeper(store, missing, body_keys, there, step)
    with executor_for(theme, settings, stage, jobs, supplies, standby) as executor:
        inherited = supplies if executor.inherits else None
        if not executor.inherits:
            # Workers are sent them, from the store.
            store.save(converted.items())
        made = executor.map(make, _jobs(missing, there, inherited, store))
        # Where there is a pool, it has begun: what this process has to do besides is done now.
        if executor.inherits:
            store.save(converted.items())
        beside()
        keeper.keep(made)
    templates = {page.url: page.template for page in missing}
    return Production(keeper.converted + len(converted), len(missing), keeper.seconds, templates, keeper.staged)


def keys_in_use(plan: Plan, theme: Theme, settings: Settings) -> Iterator[bytes]:
    """Yield the keys of every page and of every text of a plan, some of them more than once."""
    keys = Keys(theme, settings)
    for page in plan.pages.values():
        yield page.key
        yield from keys.text_keys(page).values()


def _jobs(
    pages: Sequence[Page], texts: Mapping[bytes, bytes], supplies: Supplies | None, store: Store
) -> Iterator[Job]:
    """Yield each page with the HTML of those of its texts that are in the store, by `texts`, when its turn comes.

    With `supplies`, workers have the pages, and texts, and are not sent them.
    """
    supplied: Mapping[bytes, bytes] = supplies.texts if supplies else {}
    for start in range(0, len(pages), _AHEAD):
        chunk = pages[start : start + _AHEAD]
        wanted = {digest for page in chunk for digest in page.texts} - supplied.keys()
        html = store.load(texts[digest] for digest in wanted if digest in texts)
        for number, page in enumerate(chunk, start):
            # A value that did not survive the store is converted again.
            found = ((digest, html.get(texts.get(digest, b""))) for digest in page.texts)
            there = {digest: text.decode() for digest, text in found if text is not None}
            yield number if supplies else page, there


class _Keeper:
    """Keeps what workers make, and gathers what is wrong."""

    def __init__(  # where to, of what, by which keys
        self,
        store: Store,
        pages: Sequence[Page],
        body_keys: Mapping[bytes, bytes],
        texts: dict[bytes, bytes],
        step: Callable[[], object],
    ) -> None:
        self.seconds: dict[str, float] = {}
        self.converted = 0
        self.staged: dict[bytes, SizeAndTime] = {}
        self._parts: dict[str, Parts] = {}
        self._store = store
        self._pages = pages
        self._body_keys = body_keys
        self._texts = texts
        self._step = step

    def keep(self, results: Iterable[Made]) -> None:
        """Keep every page and every text under its key. Raises ProblemError with everything that came up."""
        problems: dict[Problem, None] = {}
        batch: dict[bytes, bytes] = {}
        fresh: dict[bytes, bytes] = {}
        try:
            for page, made in zip(self._pages, results, strict=True):
                self.seconds[page.url] = made.seconds
                if made.parts:
                    self._parts[page.url] = made.parts
                problems |= dict.fromkeys(made.problems)
                for digest, packed in made.texts:
                    # Two workers may have come upon the same text.
                    if digest not in self._texts and digest not in fresh:
                        self.converted += 1
                        key = fresh[digest] = self._body_keys[digest]
                        batch[key] = packed
                if not made.problems:
                    batch[page.key] = made.packed
                if made.staged:
                    self.staged[page.key] = made.staged
                if len(batch) >= _AHEAD:
                    self._save(batch, fresh)
                self._step()
            self._save(batch, fresh)
        except WorkerKilledError as error:
            names = " or ".join(self._pages[number].url for number in error.suspects) or "its work"
            message = f"a worker process was killed while it made {names}"
            raise ProblemError([Problem(message, "is there enough memory? try --jobs 1")]) from None
        if problems:
            raise ProblemError(problems)

    def _save(self, batch: dict[bytes, bytes], fresh: dict[bytes, bytes]) -> None:
        self._store.save(batch.items())
        self._store.save_parts(self._parts)
        self._parts.clear()
        # From now on others can have these from the store.
        self._texts.update(fresh)
        batch.clear()
        fresh.clear()
