"""What a site offers to programs: the typed schema of feeds, sitemaps, crawlers and the contact for security.

These are parts of `site.toml`, declared as the others in `settings` are.
"""

from __future__ import annotations

import re
from datetime import datetime

from ssg.digest import Value
from ssg.frozen import frozen
from ssg.schema import REQUIRED, Choice, Field, Flag, ListOf, Moment, Number, Record, Text

FEED_FORMATS = ("rss", "atom", "json")


@frozen
class FeedSettings(Value):
    """Which feeds there are, and what is in them."""

    limit: int = 20
    text: str = "full"
    site: tuple[str, ...] = FEED_FORMATS
    sections: tuple[str, ...] = FEED_FORMATS
    tags: tuple[str, ...] = ("rss",)
    series: tuple[str, ...] = ("rss",)
    authors: tuple[str, ...] = ("rss",)
    hub: str = ""


@frozen
class CrawlerRule(Value):
    """What some crawlers may read. A crawler obeys the one rule that names it, and no other."""

    agents: tuple[str, ...]
    disallow: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()


@frozen
class RobotsSettings(Value):
    """What crawlers are asked in robots.txt."""

    ai_training: bool = True
    ai_answers: bool = True
    rules: tuple[CrawlerRule, ...] = ()


@frozen
class SitemapSettings(Value):
    """What is in the sitemaps."""

    images: bool = True
    news: bool = True


@frozen
class SecuritySettings(Value):
    """Whom to tell of a hole in the site, for security.txt (RFC 9116). Without a contact there is no such file."""

    contact: tuple[str, ...] = ()
    expires: datetime | None = None
    policy: str = ""
    encryption: str = ""
    acknowledgments: str = ""
    languages: tuple[str, ...] = ()


def _check_agent(text: str) -> str:
    # RFC 9309 knows letters, hyphens and underscores; crawlers in use have digits, dots and spaces too.
    return "" if re.fullmatch(r"\*|[A-Za-z0-9][A-Za-z0-9 ._-]*", text) else "write the crawler's name, such as GPTBot"


def _check_path(text: str) -> str:
    return "" if re.fullmatch(r"/[^\s#]*", text) else "a path begins with a slash and has no spaces and no #"


def _check_contact(text: str) -> str:
    if re.fullmatch(r"(?:https://|mailto:|tel:)[^\s]+", text):
        return ""
    return "a contact begins with mailto:, https:// or tel:"


def _check_https(text: str) -> str:
    return "" if re.fullmatch(r"https://[^\s]+", text) else "write an address with https://"


_ADDRESS = Text("an address with https://", _check_https)
_FORMATS = ListOf(Choice(FEED_FORMATS))

FEEDS = Record(
    FeedSettings,
    (
        Field("limit", Number(1, 1000), "articles in a feed", FeedSettings.limit),
        Field("text", Choice(("full", "summary")), "whole articles, or their standfirsts only", FeedSettings.text),
        Field("site", _FORMATS, "formats of the feed of all articles; none for []", FeedSettings.site),
        Field("sections", _FORMATS, "formats of the feeds of sections", FeedSettings.sections),
        Field("tags", _FORMATS, "formats of the feeds of tags", FeedSettings.tags),
        Field("series", _FORMATS, "formats of the feeds of series", FeedSettings.series),
        Field("authors", _FORMATS, "formats of the feeds of authors", FeedSettings.authors),
        Field("hub", _ADDRESS, "a WebSub hub that feeds name; tell it after each deploy", ""),
    ),
)

_RULE = Record(
    CrawlerRule,
    (
        Field("agents", ListOf(Text("a crawler's name", _check_agent)), "whom it is for; * for all others", REQUIRED),
        Field("disallow", ListOf(Text("a path", _check_path)), "what they shall not read; / for everything", ()),
        Field("allow", ListOf(Text("a path", _check_path)), "what they may read all the same", ()),
    ),
)

ROBOTS = Record(
    RobotsSettings,
    (
        Field("ai_training", Flag(), "whether crawlers that gather texts for language models may read", True),
        Field("ai_answers", Flag(), "whether crawlers that read for answers and search with AI may read", True),
        Field("rules", ListOf(_RULE), "rules for single crawlers", ()),
    ),
)

SITEMAPS = Record(
    SitemapSettings,
    (
        Field("images", Flag(), "whether they name the pictures of articles", True),
        Field("news", Flag(), "whether there is one for Google News: the articles of the last two days", True),
    ),
)

SECURITY = Record(
    SecuritySettings,
    (
        Field("contact", ListOf(Text("a contact", _check_contact)), "whom to tell of a hole in the site", ()),
        Field("expires", Moment(), "until when this holds: less than a year ahead", None),
        Field("policy", _ADDRESS, "how reports are dealt with", ""),
        Field("encryption", _ADDRESS, "the key to encrypt a report with", ""),
        Field("acknowledgments", _ADDRESS, "where those who reported are thanked", ""),
        Field("languages", ListOf(Text("a language tag")), "languages of the people who read reports", ()),
    ),
)
