"""Where things are published: path URLs from the patterns of the settings."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import ZoneInfo

from ssg.model import Article, Term, Vocabulary
from ssg.settings import Permalinks

_DATED = ("{year}", "{month}", "{day}")


def article_url(article: Article, section: Term | None, patterns: Permalinks, zone: ZoneInfo) -> str:
    """Return the path URL of an article. A part of the pattern that is empty, such as the section, leaves no gap."""
    pattern = patterns.article
    names = {"section": section.slug if section else "", "slug": article.slug, "id": article.id}
    if _is_dated(pattern):
        local = article.date.astimezone(zone)
        names |= {"year": f"{local:%Y}", "month": f"{local:%m}", "day": f"{local:%d}"}
    filled = pattern.format_map(names)
    return re.sub(r"/{2,}", "/", filled) if "//" in filled else filled


@cache
def _is_dated(pattern: str) -> bool:
    return any(dated in pattern for dated in _DATED)


def author_url(slug: str, patterns: Permalinks) -> str:
    """Return the path URL of an author's page."""
    return patterns.author.format(slug=slug)


def term_url(term: Term, patterns: Permalinks) -> str:
    """Return the path URL of the listing of a section, tag or series."""
    pattern = {
        Vocabulary.SECTIONS: patterns.section,
        Vocabulary.TAGS: patterns.tag,
        Vocabulary.SERIES: patterns.series,
    }[term.vocabulary]
    return pattern.format(slug=term.slug)


def month_url(year: int, month: int) -> str:
    """Return the path URL of a month's archive."""
    return f"/archive/{year:04d}/{month:02d}/"
