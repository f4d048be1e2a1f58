"""Proofs: the site as it stands in its files now, ready to be rendered, with all that is wrong with it.

A build stops at the first phase with an error. A proof goes on: where a file cannot be read, its last good version
stands in, so that one broken article never hides what was changed in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from ssg.content.contents import Contents, Known, Stamp
from ssg.content.index import Index
from ssg.content.locating import locate
from ssg.content.reading import read
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import Snapshot
from ssg.frozen import frozen
from ssg.model import Content
from ssg.newsroom.links import Linker
from ssg.newsroom.publishing import Edition, next_change
from ssg.newsroom.related.memory import Memory
from ssg.newsroom.relating import relate
from ssg.newsroom.site import Site
from ssg.output.developing import Tones
from ssg.output.picture_store import site_picture_store
from ssg.output.sources import version_of_records
from ssg.pages.memo import Memo
from ssg.pages.page import Page, Plan, Shown
from ssg.pages.planning import plan
from ssg.problems import Problem, ProblemError, Severity
from ssg.settings import SETTINGS_FILE, Settings
from ssg.theme.loading import load_theme
from ssg.theme.theme import Theme
from ssg.urls import page_url

T = TypeVar("T")


@frozen
class Beginning:
    """What reading, relating and planning may begin with: it saves time and changes nothing."""

    version: bytes = b""
    """Of the records."""
    records: Known = field(default_factory=dict)
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    memo: Memo = field(default_factory=Memo)


NOTHING_YET = Beginning()


@frozen
class Proof:
    """One state of the site. `snapshot` is of the files as they are, even where an earlier version stands in."""

    snapshot: Snapshot
    settings: Settings
    theme: Theme
    content: Content
    site: Site
    plan: Plan
    edition: Edition
    problems: tuple[Problem, ...] = ()
    failures: tuple[Problem, ...] = ()
    """Those of the problems that came up when pages were rendered."""
    held: frozenset[str] = frozenset()
    """The files of which an earlier version stands in, since what they say now is wrong."""
    next_moment: datetime | None = None
    """When something becomes due or expires next, without a change to any file."""
    settled: bool = True
    """Whether the whole site was read for it. Otherwise some articles were amended since."""
    waiting: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """Why a page is not published yet, in words, by its path URL."""
    beginning: Beginning = field(default=NOTHING_YET, compare=False, repr=False)
    """What the next proof may begin with."""

    @cached_property
    def errors(self) -> Mapping[str, tuple[Problem, ...]]:
        """Return the errors by the file that they are in; those of no file under an empty text."""
        found: dict[str, list[Problem]] = {}
        for problem in self.problems:
            if problem.severity is Severity.ERROR:
                found.setdefault(problem.path, []).append(problem)
        return {path: tuple(problems) for path, problems in found.items()}

    @cached_property
    def waiting_addresses(self) -> frozenset[bytes]:
        """Return the page URLs of what is not published yet, as pages link to it."""
        return frozenset(page_url(self.settings.base, url).encode() for url in self.waiting)

    def with_problems(self, problems: tuple[Problem, ...]) -> Proof:
        """Return the same site, with other problems."""
        return replace(self, problems=problems)

    def errors_of(self, page: Page) -> tuple[Problem, ...]:
        """Return the errors in the file that a page is made from, and in the templates that it is made with.

        A template in which another page failed is no reason to hide this one: that comes up when it is rendered.
        """
        if not self.errors:
            return ()
        found = (problem for file in sorted(self.files_of(page)) for problem in self.errors.get(file, ()))
        return tuple(problem for problem in found if problem.path == page.source or problem not in self.failures)

    def files_of(self, page: Page) -> set[str]:
        """Return the file that a page is made from, and those of the templates that it is made with."""
        files = {page.source}
        if page.template in self.theme.templates:
            closure = self.theme.closure(page.template)
            files |= {self.theme.templates[name].path for name in closure.templates}
        return files


def with_known_views(plan: Plan, last: Plan) -> Plan:
    """Return a plan whose pages show what is known from the last one to be shown under their keys.

    What an edit changes in them is asked for in the next moment, and making it again takes longer than all the rest.
    """
    return replace(plan, pages={url: _with_known_view(page, last.pages.get(url)) for url, page in plan.pages.items()})


def _with_known_view(page: Page, known: Page | None) -> Page:
    if known is None or known.key != page.key or not (isinstance(known.show, Shown) or "shown" in vars(known)):
        return page
    # What is shown, and not what made it: that would hold the whole site that it was made from.
    return replace(page, show=known.shown)


@frozen
class NoProof:
    """There is nothing to show yet: the settings or the theme have never been without an error."""

    snapshot: Snapshot | None
    problems: tuple[Problem, ...]


def pull(
    snapshot: Snapshot, edition: Edition, last: Proof | None = None, beginning: Beginning = NOTHING_YET
) -> Proof | NoProof:
    """Return the proof of a site's files. What cannot be read is taken from the last one.

    Without a last one, `beginning` is what the first may begin with.
    """
    begin = last.beginning if last else beginning
    memo = begin.memo.next()
    problems: list[Problem] = []
    settings: Settings | None
    theme: Theme | None
    if last and not last.errors and _same_files(last.snapshot, snapshot, _DESIGN):
        settings, theme = last.settings, last.theme
    else:
        settings = _attempt(lambda: read_settings(snapshot), last.settings if last else None, problems)
        if settings is None:
            return NoProof(snapshot, in_order(snapshot, problems))
        theme = _attempt(lambda: load_theme(snapshot, settings), last.theme if last else None, problems)
        if theme is None:
            return NoProof(snapshot, in_order(snapshot, problems))
    content, unreadable, begin = _read(snapshot, settings, last, begin)
    before = last.content if last else content
    held = _paths(before) & {path for path in content.unread if path in snapshot}
    content = _with_last_good(content, before, held)
    site, unrelated = relate(content, settings, edition, theme.lists, begin.memory)
    tones = tones_in(snapshot, settings)
    planned, unplanned = plan(site, theme, memo, tones)
    wrong = {problem.path for problem in (*unrelated, *unplanned) if problem.severity is Severity.ERROR}
    good = _with_last_good(content, before, wrong)
    if wrong and good != content:
        # What these files are to say is known by now, and wrong; what they said stands on other pages too.
        held |= {path for path in wrong & _paths(before) if path not in held}
        content = good
        site, _ = relate(content, settings, edition, theme.lists, site.memory)
        planned, _ = plan(site, theme, memo, tones)
    problems += (*unreadable, *unrelated, *map(Linker(site).suggest, unplanned))
    found = in_order(snapshot, problems)
    return Proof(
        snapshot,
        settings,
        theme,
        content,
        site,
        planned,
        edition,
        found,
        held=frozenset(held),
        next_moment=next_change(content.articles, settings, edition.now),
        waiting=_waiting(site, settings, edition),
        beginning=replace(begin, memory=site.memory, memo=memo),
    )


def _waiting(site: Site, settings: Settings, edition: Edition) -> dict[str, str]:
    found = {page.url: "Draft" for page in site.pages if page.draft}
    for story in site.stories:
        article = story.article
        if article.draft:
            found[story.url] = "Draft"
        elif article.embargo and article.embargo.until > edition.now:
            found[story.url] = f"Under embargo until {article.embargo.until:%Y-%m-%d %H:%M}"
        elif article.date > edition.now:
            found[story.url] = f"Scheduled for {article.date.astimezone(settings.zone):%Y-%m-%d %H:%M}"
    return found


def tones_in(snapshot: Snapshot, settings: Settings) -> Tones:
    """Return what finds the tones of a site's pictures, and keeps them for its builds."""
    return Tones(settings, snapshot.location, site_picture_store(snapshot.root))


_DESIGN = ("layouts/", "themes/", SETTINGS_FILE)


def _same_files(one: Snapshot, other: Snapshot, prefixes: tuple[str, ...]) -> bool:
    return all(
        one.paths(prefix) == other.paths(prefix)
        and all(one.entries[path] == other.entries[path] for path in other.paths(prefix))
        for prefix in prefixes
    )


def _read(
    snapshot: Snapshot, settings: Settings, last: Proof | None, begin: Beginning
) -> tuple[Content, tuple[Problem, ...], Beginning]:
    """Return the content, what is wrong with it, and what reading may begin with the next time."""
    edited = _read_edited(snapshot, settings, last)
    if edited:
        return *edited, begin
    version = version_of_records(settings)
    contents = Contents(snapshot, begin.stamps)
    # The texts too: the last good version of an article is shown when its file has no text any more.
    known = begin.records if begin.version == version else {}
    index = Index(snapshot, contents, settings.zone, known, texts=True)
    content, problems = read(snapshot, settings, index)
    stamps = {**begin.stamps, **contents.stamps}
    return content, problems, replace(begin, version=version, records=index.records, stamps=stamps)


def _read_edited(
    snapshot: Snapshot, settings: Settings, last: Proof | None
) -> tuple[Content, tuple[Problem, ...]] | None:
    """Return the content with only those articles read that were edited, or None where more than that was changed.

    Which files there are, and which of them belong to a bundle, must be as it was, and nothing may have been wrong.
    """
    if last is None or last.errors or last.content.unread or last.settings != settings or snapshot.problems:
        return None
    if snapshot.paths("content/") != last.snapshot.paths("content/"):
        return None
    edited = {path: entry for path, entry in snapshot.entries.items() if entry != last.snapshot.entries.get(path)}
    found, problems = read(Snapshot(snapshot.root, edited), settings)
    if problems or len(found.articles) != sum(path.startswith("content/") for path in edited):
        return None
    now = {article.path: article for article in found.articles}
    articles = tuple(now.get(article.path, article) for article in last.content.articles)
    if len({article.id for article in articles}) != len(articles) or not now.keys() <= {a.path for a in articles}:
        return None
    return replace(last.content, articles=articles), ()


def _attempt(make: Callable[[], T], otherwise: T | None, problems: list[Problem]) -> T | None:
    try:
        return make()
    except ProblemError as error:
        problems += error.problems
        return otherwise


_KINDS = ("articles", "authors", "terms", "pages", "files")


def _paths(content: Content) -> set[str]:
    return {item.path for kind in _KINDS for item in getattr(content, kind)}


def _with_last_good(content: Content, last: Content, paths: Set[str]) -> Content:
    """Return the content with the last good version of some files, as far as there is one."""
    if not paths:
        return content
    merged: dict[str, Any] = {kind: _merged(getattr(content, kind), getattr(last, kind), paths) for kind in _KINDS}
    return replace(content, **merged)


def _merged(now: Iterable[Any], before: Iterable[Any], paths: Set[str]) -> tuple[Any, ...]:
    kept = {item.path: item for item in before if item.path in paths}
    if not kept:
        return tuple(now)
    others = [item for item in now if item.path not in kept]
    return tuple(sorted((*others, *kept.values()), key=lambda item: item.path))


def in_order(snapshot: Snapshot, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems with lines and excerpts: errors first, then by file."""
    return tuple(sorted(locate(snapshot, problems), key=lambda problem: problem.severity is Severity.WARNING))


def edition_of(now: datetime, production: bool) -> Edition:
    """Return the edition that a preview shows: everything that waits as well, or with `production` what is due."""
    return Edition(now, drafts=not production, future=not production, embargoed=not production)
