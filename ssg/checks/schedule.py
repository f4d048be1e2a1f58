"""What time alone will change, and when: a build then gives another site from the same files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ssg.content.reading import read
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import scan
from ssg.frozen import frozen
from ssg.model import Article
from ssg.newsroom.publishing import Change, changes_of
from ssg.problems import Problem


@dataclass(frozen=True, order=True)
class Event:
    """One change: when, to which file, what happens to it, its headline, and what the newsroom noted about it."""

    moment: datetime
    path: str
    change: Change
    title: str
    note: str = ""


@frozen
class Schedule:
    """What happens, in order, in the site's time zone; the site's title, and what is wrong with files left out."""

    events: tuple[Event, ...]
    zone: ZoneInfo
    title: str
    problems: tuple[Problem, ...] = ()


def schedule(root: Path, after: datetime, until: datetime | None = None) -> Schedule:
    """Return what happens to the site at `root` after a moment: up to and with another, or for ever.

    Raises ProblemError for settings that cannot be read.
    """
    snapshot = scan(root)
    settings = read_settings(snapshot)
    content, problems = read(snapshot, settings)
    return Schedule(events(content.articles, after, until), settings.zone, settings.title, problems)


def events(articles: Iterable[Article], after: datetime, until: datetime | None = None) -> tuple[Event, ...]:
    """Return what happens to articles after a moment, in order.

    Drafts are not due. An article is published when its date and the end of its embargo have both come; before that
    nothing happens to it, nor when it has expired or is withdrawn.
    """
    found = [
        Event(moment, article.path, change, article.title, article.embargo.note if article.embargo else "")
        for article in articles
        if not article.draft
        for moment, change in changes_of(article)
        if moment > after and (until is None or moment <= until) and _has_effect(article, moment, change)
    ]
    return tuple(sorted(found))


def _has_effect(article: Article, moment: datetime, change: Change) -> bool:
    """Tell whether a change is one of the site: the article is published by then, or just then, and still there."""
    embargo = article.embargo.until if article.embargo else article.date
    published = max(article.date, embargo)
    if change in {Change.PUBLISHED, Change.EMBARGO_ENDS}:
        is_last = change is (Change.EMBARGO_ENDS if embargo > article.date else Change.PUBLISHED)
        return is_last and _is_there(article, moment)
    return moment > published and _is_there(article, moment)


def _is_there(article: Article, moment: datetime) -> bool:
    withdrawn = article.withdrawn.date if article.withdrawn else None
    return all(end is None or moment <= end for end in (article.expires, withdrawn))
