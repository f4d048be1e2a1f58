"""The edit: a site ready to be rendered, from its files to the plan of its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field, replace
from pathlib import Path

from ssg.building.ahead import ENOUGH, reading_ahead
from ssg.building.kept import Kept
from ssg.building.meanwhile import meanwhile
from ssg.building.options import Options
from ssg.building.phases import NoProgress, Stopwatch
from ssg.content.locating import locate
from ssg.content.reading import read
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import Snapshot, scan
from ssg.frozen import frozen
from ssg.newsroom.links import Linker
from ssg.newsroom.publishing import Edition, Steady, steady
from ssg.newsroom.related.relating import at_once
from ssg.newsroom.relating import relate
from ssg.newsroom.showing import unreadable_pictures
from ssg.newsroom.site import Site
from ssg.output.developing import Tones
from ssg.output.picture_store import PictureStore
from ssg.output.standby import Standby
from ssg.pages.page import Plan
from ssg.pages.planning import plan
from ssg.problems import Problem, ProblemError, Severity
from ssg.settings import Settings, check_url
from ssg.theme.loading import load_theme
from ssg.theme.theme import Theme


@frozen
class Edit:
    """A site ready to be rendered: everything that was read, related and planned, and the warnings about it."""

    settings: Settings
    site: Site
    theme: Theme
    plan: Plan
    snapshot: Snapshot
    warnings: tuple[Problem, ...]
    steady: Steady
    """From when and until when the same files make the same site."""
    texts: Mapping[bytes, bytes] = field(default_factory=dict)
    """Texts that were converted meanwhile: their HTML as the store keeps it, by key."""


def prepare(  # noqa: PLR0917  # of what, how, and what saves time
    root: Path,
    options: Options,
    watch: Stopwatch | None = None,
    kept: Kept | None = None,
    pictures: PictureStore | None = None,
    standby: Standby | None = None,
) -> Edit:
    """Read, relate and plan the site at `root`. Raises ProblemError with everything that is wrong.

    `kept` is what an earlier build kept, and the snapshot of the files; `pictures` are those that were made before.
    Both save time and change nothing. `standby` is got ready to render on the way, for those who will.
    """
    watch = watch or Stopwatch(NoProgress())
    snapshot = kept.snapshot if kept else scanned(root, watch)
    with located(snapshot), watch.phase("index", "records") as done:
        settings = _chosen(read_settings(snapshot), options)
        index = kept.index(settings) if kept else None
        done(index.size if index else 0)
    with reading_ahead(snapshot, settings, index, options.processes) as ahead:
        with located(snapshot), watch.phase("theme", "templates") as done:
            theme = load_theme(snapshot, settings, kept.analyses if kept else None)
            done(len(theme.templates))
        if standby:
            # Where others read, this process would only wait.
            standby.begin(theme, settings, here=ahead.is_busy)
        with watch.phase("read", "articles") as done:
            counted = ahead.finish()
            content, unreadable = read(snapshot, settings, index)
            done(len(content.articles))
    with meanwhile(theme, settings, options.processes) as background:
        with watch.phase("relate", "published") as done:
            edition = Edition(options.now, options.drafts, options.future)
            memory = replace(kept.memory(), counted=counted) if kept else None
            aside = background.aside if len(content.articles) >= ENOUGH else at_once
            site, unrelated = relate(content, settings, edition, theme.lists, memory, aside)
            # Who finds out what is related has them, in this process or in another. Should that be killed, they are
            # counted again.
            counted.clear()
            background.convert(site, index.new if index else frozenset())
            done(len(site.stories))
        with watch.phase("plan", "pages") as done:
            tones = Tones(settings, snapshot.location, pictures)
            planned, unplanned = plan(site, theme, kept.memo if kept else None, tones)
            done(len(planned.pages))
        background.finish()
    linker = Linker(site)
    suggested = (linker.suggest(problem) for problem in unplanned)
    problems = [*unreadable, *unrelated, *suggested]
    if any(problem.severity is Severity.ERROR for problem in problems):
        # Rendering would find those in texts, but nothing is rendered now.
        problems += [problem for problem in unreadable_pictures(site) if problem not in problems]
    warnings = _stop_on(problems, snapshot, options)
    return Edit(
        settings,
        site,
        theme,
        planned,
        snapshot,
        warnings,
        steady(content.articles, settings, options.now),
        background.texts,
    )


def scanned(root: Path, watch: Stopwatch) -> Snapshot:
    """Return the list of a site's files."""
    with watch.phase("scan", "files") as done:
        snapshot = scan(root)
        done(len(snapshot.entries))
    return snapshot


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
def located(snapshot: Snapshot, suggest: Callable[[Problem], Problem] = lambda problem: problem) -> Iterator[None]:
    """Give problems that are raised meanwhile their lines and excerpts."""
    try:
        yield
    except ProblemError as error:
        raise ProblemError(locate(snapshot, map(suggest, error.problems))) from None
