"""Where an article stands on its way to readers, and what it still lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum

from ssg.frozen import frozen
from ssg.model import Article
from ssg.newsroom.publishing import is_withdrawn, under_embargo


class Standing(StrEnum):
    """Where an article stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    EMBARGOED = "embargoed"
    PUBLISHED = "published"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@frozen
class Standpoint:
    """Where an article stands, and since or until when: None where that says nothing."""

    standing: Standing
    moment: datetime | None = None


def standpoint(article: Article, now: datetime) -> Standpoint:
    """Return where an article stands at a moment: the first reason that keeps it from readers, or that none does."""
    if article.draft:
        return Standpoint(Standing.DRAFT)
    if article.expires and article.expires <= now:
        return Standpoint(Standing.EXPIRED, article.expires)
    if article.embargo and under_embargo(article, now):
        return Standpoint(Standing.EMBARGOED, article.embargo.until)
    if article.date > now:
        return Standpoint(Standing.SCHEDULED, article.date)
    if article.withdrawn and is_withdrawn(article, now):
        return Standpoint(Standing.WITHDRAWN, article.withdrawn.date)
    return Standpoint(Standing.PUBLISHED, article.date)


def _lacks_alternative_text(article: Article) -> bool:
    return bool(article.image and not article.image.alt) or "![](" in article.text.source


GAPS: Mapping[str, tuple[str, Callable[[Article], bool]]] = {
    "image": ("picture", lambda article: article.image is None),
    "alt": ("alternative text", _lacks_alternative_text),
    "standfirst": ("standfirst", lambda article: not article.standfirst),
    "tags": ("tags", lambda article: not article.tags),
    "byline": ("byline", lambda article: not article.authors),
}
"""What an article can lack, by name: in words, and how to tell."""


def gaps(article: Article) -> tuple[str, ...]:
    """Return the names of what an article lacks."""
    return tuple(name for name, (_, lacks) in GAPS.items() if lacks(article))


def ahead(moment: datetime, now: datetime) -> str:
    """Return how far a moment lies ahead, in words."""
    minutes = round((moment - now).total_seconds() / 60)
    for size, unit in ((60 * 24, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            number = round(minutes / size)
            return f"in {number:,} {unit}{'s' if number != 1 else ''}"
    return "now"
