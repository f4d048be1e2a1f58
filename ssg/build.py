"""Build a site: the whole way from a folder of Markdown to a folder of files, on one page."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Protocol

from ssg.content.locating import locate
from ssg.content.reading import read
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import Snapshot, scan
from ssg.digest import digest
from ssg.newsroom.links import Linker
from ssg.newsroom.publishing import Edition
from ssg.newsroom.related.memory import Memory, recall
from ssg.newsroom.relating import relate
from ssg.newsroom.showing import blame
from ssg.newsroom.site import Site, WithheldArticle
from ssg.output.developing import Darkroom, Developed, develop
from ssg.output.originals import without_private_data
from ssg.output.picture_store import PictureStore, open_picture_store
from ssg.output.producing import Production, keys_in_use, produce
from ssg.output.store import STORE_FOLDER, Store, StoreDamagedError
from ssg.output.writing import Output, Written, check_folder, write
from ssg.pages.memo import Memo
from ssg.pages.page import CopiedFile, Page, Plan
from ssg.pages.planning import plan
from ssg.problems import Problem, ProblemError, Severity
from ssg.settings import SETTINGS_FILE, SOURCE_FOLDERS, Settings, check_url
from ssg.theme.loading import load_theme
from ssg.theme.theme import Theme
from ssg.urls import output_path

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


@dataclass(frozen=True)
class Options:
    """What the caller of a build decides. `now` is aware, and the only clock of the build."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    drafts: bool = False
    future: bool = False
    url: str = ""
    """The address to build for, where it is not that of the settings: a preview's."""
    output: str = ""
    index: bool = True
    strict: bool = False
    jobs: int = 1
    """Processes that convert and render; 0 means one for each processor. More than 1 needs a main module that can be
    imported, as all of `multiprocessing` does."""
    store: bool = True
    """Whether what was made before is taken from the store, and kept there."""


@dataclass(frozen=True)
class Phase:
    """What a phase did: its name, how many of what, and the wall time in seconds."""

    name: str
    count: int
    unit: str
    seconds: float


@dataclass(frozen=True)
class Edit:
    """A site ready to be rendered: everything that was read, related and planned, and the warnings about it."""

    settings: Settings
    site: Site
    theme: Theme
    plan: Plan
    snapshot: Snapshot
    warnings: tuple[Problem, ...]


@dataclass(frozen=True)
class Report:
    """What a build did."""

    folder: Path
    edit: Edit
    production: Production
    written: Written
    warnings: tuple[Problem, ...]
    phases: tuple[Phase, ...]

    @property
    def pages(self) -> int:
        """Return how many pages the site has."""
        return len(self.edit.plan.pages)

    @property
    def withheld(self) -> tuple[WithheldArticle, ...]:
        """Return what is in no output, and why."""
        return self.edit.site.withheld


class _Stopwatch:
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


def build(root: Path, options: Options, progress: Progress | None = None) -> Report:
    """Build the site at `root`.

    Raises ProblemError with everything that is wrong, before a single file is written.
    """
    try:
        return _build(root, options, _Stopwatch(progress or NoProgress()))
    except StoreDamagedError:
        # It is removed by now, and the next build begins a new one.
        return _build(root, replace(options, store=False), _Stopwatch(progress or NoProgress()))


def _build(root: Path, options: Options, watch: _Stopwatch) -> Report:
    with ExitStack() as held:
        # A store that is there helps to relate. One that is not is made when it is clear that the site can be built.
        begun = options.store and (root / STORE_FOLDER).is_dir()
        store = held.enter_context(open_store(root, options)) if begun else None
        memo = Memo.from_bytes(store.state(_MEMO) if store else None)
        edit = prepare(root, options, watch, _memory(store) if store else None, memo)
        folder = output_folder(root, options.output or edit.settings.output)
        store = store or held.enter_context(open_store(root, options))
        pictures = held.enter_context(open_picture_store(root if options.store else None))
        production, developed = _make(edit, store, pictures, options, watch)
        files = len(edit.plan.pages) + len(edit.plan.files) + len(developed.used)
        with watch.phase("write", "files", files) as done, _uninterrupted():
            place = str(folder.resolve())
            alone = options.store and store.alone
            outputs = (*_pictures(edit, pictures), *_outputs(edit, store))
            written = write(outputs, folder, store.stamps(place), partial(done, 1), alone)
            store.save_stamps(place, written.stamps)
            for name, data in edit.site.memory.parts():
                store.save_state(_RELATED.format(name), data)
            if memo.has_changed:
                store.save_state(_MEMO, memo.to_bytes())
            store.collect(partial(keys_in_use, edit.plan, edit.theme, edit.settings))
            pictures.collect(developed.used)
        warnings = (*edit.warnings, *store.notices)
    return Report(folder, edit, production, written, warnings, tuple(watch.phases))


_RELATED, _MEMO = "related: {}", "plan"
"""Names of what one build keeps for the next: parts of what relating remembers, and what sketches of pages came to."""


def _memory(store: Store) -> Memory:
    """Return what relating remembers of the last build."""
    return recall(lambda name: store.state(_RELATED.format(name)))


@contextmanager
def open_store(root: Path, options: Options) -> Iterator[Store]:
    """Give the store of the site at `root`, or a temporary one."""
    store = Store(root / STORE_FOLDER if options.store else None)
    try:
        yield store
    finally:
        store.close()


def _make(
    edit: Edit, store: Store, pictures: PictureStore, options: Options, watch: _Stopwatch
) -> tuple[Production, Developed]:
    """Bring pages and pictures into their stores. Raises ProblemError with the problems of all of them."""
    problems: list[Problem] = []
    try:
        production = _produce(edit, store, options, watch)
    except ProblemError as error:
        problems += error.problems
    jobs = options.jobs or os.cpu_count() or 1
    with watch.phase("images", "images", len(edit.plan.artwork)) as done:
        place = edit.snapshot.location
        developed = develop(edit.plan.artwork, edit.settings, pictures, place, jobs, lambda: done(0))
        done(developed.made)
    problems += locate(edit.snapshot, blame(edit.site, developed.faults))
    if problems:
        raise ProblemError(problems)
    return production, developed


def _produce(edit: Edit, store: Store, options: Options, watch: _Stopwatch) -> Production:
    """Bring the bytes of every page into the store. Raises ProblemError with the problems of all pages."""
    jobs = options.jobs or os.cpu_count() or 1
    suggest = Linker(edit.site).suggest
    with _located(edit.snapshot, suggest), watch.phase("render", "pages", len(edit.plan.pages)) as done:
        production = produce(edit.plan, edit.theme, edit.settings, store, jobs, lambda: done(0))
        done(production.rendered)
    return production


def _pictures(edit: Edit, store: PictureStore) -> Iterator[Output]:
    """Yield every picture that was made."""
    darkroom = Darkroom(edit.settings)
    for artwork in edit.plan.artwork.values():
        for url, key in artwork.outputs.items():
            yield Output(output_path(url), key, partial(darkroom.picture, store, artwork, url, edit.snapshot.location))


def _outputs(edit: Edit, store: Store) -> Iterator[Output]:
    """Yield every output, what is linked to before what links to it: a folder that is being served stays whole."""
    for file in edit.plan.files.values():
        yield Output(file.path, file.key or file.content, partial(_copied, edit.snapshot, file))
    # The plan has articles first, then listings, then feeds and sitemaps.
    for page in edit.plan.pages.values():
        yield Output(page.path, page.key, partial(_made, store, page))


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put Ctrl-C off until the files are written, which takes a moment; a second one is obeyed at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed = False

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            signal.default_int_handler(number, frame)
        pressed = True

    before = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def _made(store: Store, page: Page) -> bytes:
    """Return a page's bytes from the store. Raises StoreDamagedError when they are not there any more."""
    value = store.load([page.key]).get(page.key)
    if value is None:
        store.discard()
        raise StoreDamagedError
    return value


def _copied(snapshot: Snapshot, file: CopiedFile) -> bytes:
    """Return a file's bytes. Raises ProblemError when they are not those that were planned."""
    data = snapshot.read(file.source) if file.data is None else file.data
    if digest(data) != file.content:
        raise ProblemError([Problem("this file was changed while the site was built", "build again", file.source)])
    return without_private_data(data, file.format) if file.format else data


def prepare(
    root: Path,
    options: Options,
    watch: _Stopwatch | None = None,
    memory: Memory | None = None,
    memo: Memo | None = None,
) -> Edit:
    """Read, relate and plan the site at `root`. Raises ProblemError with everything that is wrong.

    `memory` and `memo` are those of a site related and planned before: they save time and change nothing.
    """
    watch = watch or _Stopwatch(NoProgress())
    with watch.phase("scan", "files") as done:
        snapshot = scan(root)
        done(len(snapshot.entries))
    with _located(snapshot), watch.phase("theme", "templates") as done:
        settings = _chosen(read_settings(snapshot), options)
        theme = load_theme(snapshot, settings)
        done(len(theme.templates))
    with watch.phase("read", "articles") as done:
        content, unreadable = read(snapshot, settings)
        done(len(content.articles))
    with watch.phase("relate", "published") as done:
        edition = Edition(options.now, options.drafts, options.future)
        site, unrelated = relate(content, settings, edition, theme.lists, memory)
        done(len(site.stories))
    with watch.phase("plan", "pages") as done:
        planned, unplanned = plan(site, theme, memo)
        done(len(planned.pages))
    linker = Linker(site)
    suggested = (linker.suggest(problem) for problem in unplanned)
    warnings = _stop_on((*unreadable, *unrelated, *suggested), snapshot, options)
    return Edit(settings, site, theme, planned, snapshot, warnings)


def output_folder(root: Path, name: str) -> Path:
    """Return the folder to write. Raises ProblemError when it holds the site's sources, or files of somebody else."""
    folder = root / name
    place, site = folder.resolve(), root.resolve()
    sources = [site / source for source in (*SOURCE_FOLDERS, SETTINGS_FILE)]
    if place == site or place in site.parents or any(place.is_relative_to(source) for source in sources):
        raise ProblemError([Problem(f"the output folder {name} holds the site's sources", "choose another")])
    check_folder(folder)
    return folder


def _chosen(settings: Settings, options: Options) -> Settings:
    """Return the settings with what the caller decided over them. Raises ProblemError for an address that is none."""
    if options.url and (wrong := check_url(options.url)):
        raise ProblemError([Problem(f'"{options.url}" cannot be the address of a site', wrong)])
    return replace(settings, url=options.url or settings.url, index=settings.index and options.index)


def _stop_on(problems: Iterable[Problem], snapshot: Snapshot, options: Options) -> tuple[Problem, ...]:
    """Return the warnings. Raises ProblemError with all problems if one is an error, or any in a strict build."""
    found = locate(snapshot, problems)
    if any(problem.severity is Severity.ERROR or options.strict for problem in found):
        raise ProblemError(found)
    return found


@contextmanager
def _located(snapshot: Snapshot, suggest: Callable[[Problem], Problem] = lambda problem: problem) -> Iterator[None]:
    try:
        yield
    except ProblemError as error:
        raise ProblemError(locate(snapshot, map(suggest, error.problems))) from None
