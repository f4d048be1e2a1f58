"""Proofs: the site as it stands in its files now, ready to be rendered, with all that is wrong with it.

A build stops at the first phase with an error. A proof goes on: where a file cannot be read, its last good version
stands in, so that one broken article never hides what was changed in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from ssg.content.locating import locate
from ssg.content.reading import read
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import Snapshot
from ssg.model import Content
from ssg.newsroom.publishing import Edition
from ssg.newsroom.relating import relate
from ssg.newsroom.site import Site
from ssg.pages.page import Page, Plan
from ssg.pages.planning import plan
from ssg.problems import Problem, ProblemError, Severity
from ssg.settings import Settings
from ssg.theme.loading import load_theme
from ssg.theme.theme import Theme

T = TypeVar("T")


@dataclass(frozen=True)
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

    @cached_property
    def errors(self) -> Mapping[str, tuple[Problem, ...]]:
        """Return the errors by the file that they are in; those of no file under an empty text."""
        found: dict[str, list[Problem]] = {}
        for problem in self.problems:
            if problem.severity is Severity.ERROR:
                found.setdefault(problem.path, []).append(problem)
        return {path: tuple(problems) for path, problems in found.items()}

    @cached_property
    def next_moment(self) -> datetime | None:
        """Return when something becomes due or expires next, without a change to any file."""
        moments = (moment for article in self.content.articles for moment in (article.date, article.expires) if moment)
        return min((moment for moment in moments if moment > self.edition.now), default=None)

    @cached_property
    def waiting(self) -> Mapping[str, str]:
        """Return why a page is not published yet, in words, by its path URL."""
        found = {page.url: "Draft" for page in self.site.pages if page.draft}
        for story in self.site.stories:
            article = story.article
            if article.draft:
                found[story.url] = "Draft"
            elif article.date > self.edition.now:
                found[story.url] = f"Scheduled for {article.date.astimezone(self.settings.zone):%Y-%m-%d %H:%M}"
        return found

    def with_problems(self, problems: tuple[Problem, ...]) -> Proof:
        """Return the same site, with other problems."""
        return replace(self, problems=problems)

    def errors_of(self, page: Page) -> tuple[Problem, ...]:
        """Return the errors in the file that a page is made from, and in the templates that it is made with."""
        if not self.errors:
            return ()
        files = [page.source]
        if page.template in self.theme.templates:
            closure = self.theme.closure(page.template)
            files += sorted({self.theme.templates[name].path for name in closure.templates})
        return tuple(problem for file in files for problem in self.errors.get(file, ()))


@dataclass(frozen=True)
class NoProof:
    """There is nothing to show yet: the settings or the theme have never been without an error."""

    snapshot: Snapshot | None
    problems: tuple[Problem, ...]


def pull(snapshot: Snapshot, edition: Edition, last: Proof | None = None) -> Proof | NoProof:
    """Return the proof of a site's files. What cannot be read is taken from the last one."""
    problems: list[Problem] = []
    settings = _attempt(lambda: read_settings(snapshot), last.settings if last else None, problems)
    if settings is None:
        return NoProof(snapshot, _in_order(snapshot, problems))
    theme = _attempt(lambda: load_theme(snapshot, settings), last.theme if last else None, problems)
    if theme is None:
        return NoProof(snapshot, _in_order(snapshot, problems))
    content, unreadable = read(snapshot, settings)
    before = last.content if last else content
    content = _with_last_good(content, before, {path for path in content.unread if path in snapshot})
    site, unrelated = relate(content, settings, edition, theme.lists, last.site.memory if last else None)
    planned, unplanned = plan(site, theme)
    wrong = {problem.path for problem in (*unrelated, *unplanned) if problem.severity is Severity.ERROR}
    good = _with_last_good(content, before, wrong)
    if good != content:
        # What these files are to say is known by now, and wrong; what they said stands on other pages too.
        content = good
        site, _ = relate(content, settings, edition, theme.lists, site.memory)
        planned, _ = plan(site, theme)
    problems += (*unreadable, *unrelated, *unplanned)
    return Proof(snapshot, settings, theme, content, site, planned, edition, _in_order(snapshot, problems))


def _attempt(make: Callable[[], T], otherwise: T | None, problems: list[Problem]) -> T | None:
    try:
        return make()
    except ProblemError as error:
        problems += error.problems
        return otherwise


def _with_last_good(content: Content, last: Content, paths: Set[str]) -> Content:
    """Return the content with the last good version of some files, as far as there is one."""
    if not paths:
        return content
    kinds = ("articles", "authors", "terms", "pages", "files")
    merged: dict[str, Any] = {kind: _merged(getattr(content, kind), getattr(last, kind), paths) for kind in kinds}
    return replace(content, **merged)


def _merged(now: Iterable[Any], before: Iterable[Any], paths: Set[str]) -> tuple[Any, ...]:
    kept = {item.path: item for item in before if item.path in paths}
    if not kept:
        return tuple(now)
    others = [item for item in now if item.path not in kept]
    return tuple(sorted((*others, *kept.values()), key=lambda item: item.path))


def _in_order(snapshot: Snapshot, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems with lines and excerpts: errors first, then by file."""
    return tuple(sorted(locate(snapshot, problems), key=lambda problem: problem.severity is Severity.WARNING))


def edition_of(now: datetime, production: bool) -> Edition:
    """Return the edition that a preview shows: everything that waits as well, or with `production` what is due."""
    return Edition(now, drafts=not production, future=not production)
