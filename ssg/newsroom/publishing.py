"""What is published: decided once, by one clock, before anything else looks at an article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ssg.model import Article, PlainPage, Withheld
from ssg.newsroom.site import WithheldArticle


@dataclass(frozen=True)
class Edition:
    """Which articles a build shows: those that are due at `now`, and, for a look ahead, drafts or the future too."""

    now: datetime
    """Aware. The only clock of a build."""
    drafts: bool = False
    future: bool = False


def withheld_because(article: Article, edition: Edition) -> WithheldArticle | None:
    """Return why an article is in no output, or None when it is published."""
    reason, moment = None, None
    if article.draft and not edition.drafts:
        reason = Withheld.DRAFT
    elif article.expires is not None and article.expires <= edition.now:
        reason, moment = Withheld.EXPIRED, article.expires
    elif article.date > edition.now and not edition.future:
        reason, moment = Withheld.SCHEDULED, article.date
    return WithheldArticle(article.path, article.title, reason, moment) if reason else None


def divide(articles: Iterable[Article], edition: Edition) -> tuple[tuple[Article, ...], tuple[WithheldArticle, ...]]:
    """Return the published articles, newest first, and the withheld ones, by path.

    Articles of one moment are ordered by path, so that the order never depends on the disk.
    """
    published: list[Article] = []
    withheld: list[WithheldArticle] = []
    for article in articles:
        reason = withheld_because(article, edition)
        if reason is None:
            published.append(article)
        else:
            withheld.append(reason)
    published.sort(key=lambda article: article.path)
    published.sort(key=lambda article: article.date, reverse=True)
    return tuple(published), tuple(sorted(withheld, key=lambda item: item.path))


def divide_pages(
    pages: Iterable[PlainPage], edition: Edition
) -> tuple[tuple[PlainPage, ...], tuple[WithheldArticle, ...]]:
    """Return the published pages and the drafts among them, both in the order given."""
    published = tuple(page for page in pages if not page.draft or edition.drafts)
    drafts = tuple(
        WithheldArticle(page.path, page.title, Withheld.DRAFT) for page in pages if page.draft and not edition.drafts
    )
    return published, drafts
