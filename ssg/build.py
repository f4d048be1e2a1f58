"""Build a site: the whole way from a folder of Markdown to a folder of files, on one page."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from ssg.content.locating import locate
from ssg.content.reading import read
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import Snapshot, scan
from ssg.newsroom.publishing import Edition
from ssg.newsroom.relating import relate
from ssg.newsroom.site import Site, WithheldArticle
from ssg.output.rendering import Renderer
from ssg.output.writing import Output, Written, check_folder, write
from ssg.pages.page import CopiedFile, Page, Plan
from ssg.pages.planning import plan
from ssg.problems import Problem, ProblemError, Severity
from ssg.settings import SETTINGS_FILE, SOURCE_FOLDERS, Settings, check_url
from ssg.theme.loading import load_theme
from ssg.theme.theme import Theme

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
    pages: int
    written: Written
    withheld: tuple[WithheldArticle, ...]
    warnings: tuple[Problem, ...]
    phases: tuple[Phase, ...]


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
    watch = _Stopwatch(progress or NoProgress())
    edit = prepare(root, options, watch)
    folder = _output_folder(root, options.output or edit.settings.output)
    rendered = _render(edit, watch)
    with watch.phase("write", "files", len(rendered)) as done:
        written = write(rendered, folder, partial(done, 1))
    return Report(folder, len(edit.plan.pages), written, edit.site.withheld, edit.warnings, tuple(watch.phases))


def prepare(root: Path, options: Options, watch: _Stopwatch | None = None) -> Edit:
    """Read, relate and plan the site at `root`. Raises ProblemError with everything that is wrong."""
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
        site, unrelated = relate(content, settings, edition, theme.lists)
        done(len(site.stories))
    with watch.phase("plan", "pages") as done:
        planned, unplanned = plan(site, theme)
        done(len(planned.pages))
    warnings = _stop_on((*unreadable, *unrelated, *unplanned), snapshot, options)
    return Edit(settings, site, theme, planned, snapshot, warnings)


def _output_folder(root: Path, name: str) -> Path:
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


def _render(edit: Edit, watch: _Stopwatch) -> list[Output]:
    """Return every output. Raises ProblemError with the problems of all pages."""
    renderer = Renderer(edit.theme, edit.settings)
    outputs: list[Output] = []
    problems: list[Problem] = []
    with watch.phase("render", "pages", len(edit.plan.pages)) as done:
        for page in edit.plan.pages.values():
            try:
                outputs.append(_rendered(page, renderer))
            except ProblemError as error:
                problems += error.problems
            done(1)
    if problems:
        raise ProblemError(locate(edit.snapshot, problems))
    return [*outputs, *(_copied(file, edit.snapshot) for file in edit.plan.files.values())]


def _rendered(page: Page, renderer: Renderer) -> Output:
    data = renderer.render(page)
    return Output(page.path, lambda: data)


def _copied(file: CopiedFile, snapshot: Snapshot) -> Output:
    return Output(file.path, lambda: snapshot.read(file.source) if file.data is None else file.data)


def _stop_on(problems: Iterable[Problem], snapshot: Snapshot, options: Options) -> tuple[Problem, ...]:
    """Return the warnings. Raises ProblemError with all problems if one is an error, or any in a strict build."""
    found = locate(snapshot, problems)
    if any(problem.severity is Severity.ERROR or options.strict for problem in found):
        raise ProblemError(found)
    return found


@contextmanager
def _located(snapshot: Snapshot) -> Iterator[None]:
    try:
        yield
    except ProblemError as error:
        raise ProblemError(locate(snapshot, error.problems)) from None
