"""What is published: decided once, by one clock, before anything else looks at an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter

from ssg.frozen import frozen
from ssg.model import Article, PlainPage, Withheld
from ssg.newsroom.withheld import WithheldArticle
from ssg.problems import Problem
from ssg.settings import Settings

NEWS_WINDOW = timedelta(days=2)
"""For how long an article is news to Google News."""
LONGEST_NEWS = NEWS_WINDOW + timedelta(days=1)
"""After this it is not, wherever the clocks were changed meanwhile: to know that of most articles, nothing is added."""


_by_path = attrgetter("path")


@frozen
class Edition:
    """Which articles a build shows: those that are due at `now`, and, for a look ahead, drafts or the future too."""

    now: datetime
    """Aware. The only clock of a build."""
    drafts: bool = False
    future: bool = False
    embargoed: bool = False
    """Whether what is under embargo is shown too. Only for eyes of the newsroom: a preview on this computer."""


def withheld_because(article: Article, edition: Edition) -> WithheldArticle | None:
    """Return why an article is in no output, or None when it is published."""
    reason, moment = None, None
    if article.draft and not edition.drafts:
        reason = Withheld.DRAFT
    elif article.expires is not None and article.expires <= edition.now:
        reason, moment = Withheld.EXPIRED, article.expires
    elif article.date > edition.now and not edition.future:
        reason, moment = Withheld.SCHEDULED, article.date
    elif under_embargo(article, edition.now) and not edition.embargoed:
        reason, moment = Withheld.EMBARGOED, article.embargo.until if article.embargo else None
    if reason is None:
        return None
    return WithheldArticle(article.path, article.title, reason, moment, (article.slug, article.id))


def under_embargo(article: Article, now: datetime) -> bool:
    """Tell whether nobody may publish an article yet."""
    return article.embargo is not None and article.embargo.until > now


def is_withdrawn(article: Article, now: datetime) -> bool:
    """Tell whether an article is withdrawn by then: its page is a notice."""
    return article.withdrawn is not None and article.withdrawn.date <= now


class Change(StrEnum):
    """What time alone does to an article."""

    PUBLISHED = "published"
    EXPIRED = "expired"
    EMBARGO_ENDS = "embargo ends"
    WITHDRAWN = "withdrawn"
    FRONT_NO_MORE = "front no more"
    """It is pinned to the front page no longer."""
    NEWS_NO_MORE = "news no more"
    """It leaves the sitemap of news."""


def changes_of(article: Article) -> Iterator[tuple[datetime, Change]]:
    """Yield the moments at which a build makes something else of an article, and what, in no order."""
    yield article.date, Change.PUBLISHED
    if article.expires:
        yield article.expires, Change.EXPIRED
    if article.embargo:
        yield article.embargo.until, Change.EMBARGO_ENDS
    if article.withdrawn:
        yield article.withdrawn.date, Change.WITHDRAWN
    if article.front and article.front.until:
        yield article.front.until, Change.FRONT_NO_MORE
    if can_be_news(article):
        yield article.date + NEWS_WINDOW, Change.NEWS_NO_MORE


Steady = tuple[datetime | None, datetime | None]
"""The moment since which, and the one before which, no clock changes what is made of the same files."""


def steady(articles: Iterable[Article], settings: Settings, now: datetime) -> Steady:
    """Return from when and until when the same files give the site, and the warnings, that they give at `now`."""
    since, until, settled = None, None, None
    for article in articles:
        # Most of an archive is older than what is known already, and has nothing but its date.
        if settled and article.date <= settled and not _is_timed(article):
            continue
        for moment, _ in changes_of(article):
            if moment > now:
                until = moment if until is None or moment < until else until
            elif since is None or moment > since:
                since, settled = moment, moment - LONGEST_NEWS
    # From then on security.txt does not hold.
    if expires := settings.security.expires:
        if expires > now:
            until = expires if until is None or expires < until else until
        else:
            since = expires if since is None or expires > since else since
    return since, until


def _is_timed(article: Article) -> bool:
    """Tell whether time does more to an article than to publish it and to make it old."""
    return bool(article.expires or article.embargo or article.withdrawn or article.front)


@frozen
class Division:
    """All articles, each in one of three places: `published` newest first, `withdrawn` and `withheld` by path."""

    published: tuple[Article, ...]
    withdrawn: tuple[Article, ...]
    withheld: tuple[WithheldArticle, ...]


def divide(articles: Iterable[Article], edition: Edition) -> Division:
    """Return what is published, what is withdrawn and what is withheld.

    Articles of one moment are ordered by path, so that the order never depends on the disk.
    """
    published: list[Article] = []
    withdrawn: list[Article] = []
    withheld: list[WithheldArticle] = []
    for article in articles:
        reason = withheld_because(article, edition)
        if reason is not None:
            withheld.append(reason)
        elif is_withdrawn(article, edition.now):
            withdrawn.append(article)
        else:
            published.append(article)
    published.sort(key=_by_path)
    published.sort(key=attrgetter("date"), reverse=True)
    withdrawn.sort(key=_by_path)
    return Division(tuple(published), tuple(withdrawn), tuple(sorted(withheld, key=_by_path)))


def broken_embargoes(articles: Iterable[Article], edition: Edition) -> Iterator[Problem]:
    """Yield a problem for each article that is due before its embargo ends: publishing it would break a promise."""
    for article in articles:
        embargo = article.embargo
        # Most have none.
        if embargo and not article.draft and article.date <= edition.now < embargo.until:
            until = f"{embargo.until:%Y-%m-%d %H:%M %Z}"
            message = f"this article is due, and under embargo until {until}"
            hint = "set its date to then or later, or draft: true"
            yield Problem(message, hint, article.path, at=("embargo", "until"))


def divide_pages(
    pages: Iterable[PlainPage], edition: Edition
) -> tuple[tuple[PlainPage, ...], tuple[WithheldArticle, ...]]:
    """Return the published pages and the drafts among them, both in the order given."""
    published = tuple(page for page in pages if not page.draft or edition.drafts)
    drafts = tuple(
        WithheldArticle(page.path, page.title, Withheld.DRAFT) for page in pages if page.draft and not edition.drafts
    )
    return published, drafts


def can_be_news(article: Article) -> bool:
    """Tell whether an article belongs into a sitemap of news while it is new: it is ours, to be found and not paid
    for."""
    return not article.noindex and not article.canonical and not article.paid


def is_fresh(article: Article, now: datetime) -> bool:
    """Tell whether an article is news at a moment: it was published within `NEWS_WINDOW` before."""
    return now - LONGEST_NEWS < article.date <= now < article.date + NEWS_WINDOW and can_be_news(article)


def next_change(articles: Iterable[Article], settings: Settings, now: datetime) -> datetime | None:
    """Return the first moment after `now` at which the same files may give another site, or another warning.

    Until then a build gives what a build at `now` gave. None where time alone changes nothing any more.
    """
    return steady(articles, settings, now)[1]
