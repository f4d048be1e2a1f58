"""The settings of a site: the typed schema of `site.toml`, declared once.

Reading the file is the content floor's task; here stand what may be in it, what it means, and what holds without it.
`docs/settings.md` and the JSON Schema are derived from `SETTINGS`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ssg.digest import FrozenDict, Value
from ssg.frozen import frozen
from ssg.image_settings import IMAGES, ImageSettings
from ssg.model import ArticleType, Link
from ssg.schema import REQUIRED, Anything, Breaks, Choice, Field, Flag, ListOf, Number, Record, TableOf, Text
from ssg.syndication import (
    FEEDS,
    ROBOTS,
    SECURITY,
    SITEMAPS,
    FeedSettings,
    RobotsSettings,
    SecuritySettings,
    SitemapSettings,
)
from ssg.urls import base_path

SETTINGS_FILE = "site.toml"


@frozen
class MarkdownSettings(Value):
    """How Markdown is turned into HTML."""

    extensions: tuple[str, ...]
    options: Mapping[str, Any]
    raw_html: str


@frozen
class ListSettings(Value):
    """A declared list: which articles a template gets as `lists.<name>`. Empty fields do not filter.

    With `same` it is a list of the page's own, and empty on pages that are no articles.
    """

    section: str = ""
    tag: str = ""
    author: str = ""
    type: str = ""
    without: tuple[str, ...] = ()
    each: str = ""
    same: str = ""
    limit: int = 10
    sort: str = "newest"


@frozen
class OrganisationSettings(Value):
    """Who publishes the site."""

    name: str = ""
    url: str = ""
    logo: str = ""
    icon: str = ""
    email: str = ""
    telephone: str = ""
    contact: str = ""
    founded: str = ""
    same_as: tuple[str, ...] = ()
    masthead: str = ""
    mission: str = ""
    ethics_policy: str = ""
    corrections_policy: str = ""
    fact_checking_policy: str = ""
    unnamed_sources_policy: str = ""
    diversity_policy: str = ""
    feedback_policy: str = ""
    ownership: str = ""


@frozen
class RelatedSettings(Value):
    """How "You May Also Like" is filled."""

    count: int = 3
    minimum: float = 0.0
    tags: int = 3
    half_life: int = 365
    recency: float = 0.1
    per_author: int = 2
    per_section: int = 0
    close: float = 0.1
    series: bool = True
    fill: bool = True


@frozen
class CheckSettings(Value):
    """What `ssg check` holds the newsroom to."""

    rules: Mapping[str, str] = field(default_factory=FrozenDict)
    headline_length: int = 110
    paragraph_words: int = 180
    image_width: int = 1200
    old_domains: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@frozen
class SearchSettings(Value):
    """Search on the site's own pages."""

    enabled: bool = False


@frozen
class Permalinks(Value):
    """Patterns of path URLs."""

    article: str = "/{section}/{slug}/"
    author: str = "/authors/{slug}/"
    tag: str = "/tags/{slug}/"
    section: str = "/{slug}/"
    series: str = "/series/{slug}/"


@frozen
class Settings(Value):
    """A site's settings, complete and checked."""

    title: str
    url: str
    language: str
    timezone: str
    description: str
    tagline: str
    theme: str
    output: str
    sections: tuple[str, ...]
    menus: Mapping[str, tuple[Link, ...]]
    permalinks: Permalinks
    page_size: int
    feeds: FeedSettings
    sitemaps: SitemapSettings
    robots: RobotsSettings
    security: SecuritySettings
    related: RelatedSettings
    images: ImageSettings
    markdown: MarkdownSettings
    lists: Mapping[str, ListSettings]
    options: Mapping[str, Any]
    organisation: OrganisationSettings
    search: SearchSettings
    words_per_minute: int
    index: bool
    checks: CheckSettings
    extra: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def base(self) -> str:
        """Return the base path that every page URL starts with, with a slash at both ends."""
        return base_path(self.url)

    @property
    def zone(self) -> ZoneInfo:
        """Return the site's time zone."""
        return ZoneInfo(self.timezone)


# Names of any script, and IPv6 addresses in brackets; the port, whose number is checked for itself.
_HOST = re.compile(r"(?:[\w-]+(?:\.[\w-]+)*\.?|\[[0-9a-fA-F:.]+\])(?::[0-9]+)?")


def check_url(text: str) -> str:
    """Return what is wrong with the address of a site, or an empty text."""
    if re.search(r"""[\s<>"'`\\^{|}]""", text):
        return "an address has no spaces, quotes, brackets or backslashes"
    try:
        parts = urlsplit(text)
    except ValueError:
        return "the host is not well formed"
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return "write an address with https:// and a host"
    if "@" in parts.netloc:
        return "the address of a site has no user and no password"
    if not _HOST.fullmatch(parts.netloc):
        return "the host is not well formed"
    try:
        _ = parts.port
    except ValueError:
        return "a port is a number up to 65535"
    return "the address cannot have ? or #" if parts.query or parts.fragment else ""


def check_link(text: str) -> str:
    """Return what is wrong with a link that somebody wrote, a path or an address, or an empty text."""
    return check_scheme(text) or ("an address has no spaces: write %20" if re.search(r"\s", text) else "")


def check_scheme(text: str) -> str:
    """Return what is wrong with a link that may be the name of a file, with spaces, or an empty text."""
    try:
        scheme = urlsplit(text).scheme
    except ValueError:
        return "the host is not well formed"
    if scheme not in {"", "http", "https", "mailto", "tel"}:
        return "a link is an address with https://, mailto: or tel:, or a path"
    return ""


def _check_zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        return "use a name of the IANA time zone database, such as Europe/London"
    return ""


def check_language(text: str) -> str:
    """Return what is wrong with a language tag, or an empty text."""
    # It takes time, and is not needed to find out that nothing has changed.
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        Locale.parse(text, sep="-")
    except (UnknownLocaleError, ValueError):
        return "use a language tag such as en, en-GB or fr"
    return ""


def _check_output(text: str) -> str:
    parts = text.rstrip("/").split("/")
    if "\\" in text or any(part in {"", ".", ".."} for part in parts):
        return "name a folder inside the site, such as public"
    return "this folder holds the site's sources" if parts[0] in SOURCE_FOLDERS else ""


SOURCE_FOLDERS = ("content", "layouts", "themes")
"""The folders of a site that are read."""


def _permalink_check(*names: str) -> Text:
    def check(text: str) -> str:
        if re.search(r"[{}]", re.sub(rf"\{{(?:{'|'.join(names)})\}}", "", text)):
            return f"the names to use are {', '.join('{' + name + '}' for name in names)}"
        if not text.startswith("/") or not text.endswith("/"):
            return "a permalink starts and ends with a slash"
        if re.search(r"//|/\.\.?/|[?#%\\\s]", text):
            return "write the path alone, without empty parts, dots as parts, spaces or ? # % \\"
        return "" if "{slug}" in text or "{id}" in text else "without {slug} all pages would have one address"

    return Text("a permalink pattern", check)


LIST_SETTINGS = Record(
    ListSettings,
    (
        Field("section", Text(), "only articles of this section (slug or name)", ""),
        Field("tag", Text(), "only articles with this tag (slug or name)", ""),
        Field("author", Text(), "only articles by this author (slug or name)", ""),
        Field("type", Choice(tuple(ArticleType)), "only articles of this type", ""),
        Field("without", ListOf(Choice(tuple(ArticleType))), "no articles of these types", ()),
        Field("each", Choice(("section",)), "section: the limit counts for each section", ""),
        Field(
            "same",
            Choice(("author", "tag", "section")),
            "a list of an article's own: what has its first author, first tag or section, the closest in time first",
            "",
        ),
        Field("limit", Number(1, 1000), "how many articles at the most", 10),
        Field(
            "sort",
            Choice(("newest", "oldest", "updated", "title", "front")),
            "the order; front has what is pinned to the front page first, then the newest",
            "newest",
        ),
    ),
)

LINK = Record(
    Link,
    (
        Field("title", Text(), "what the link says", REQUIRED),
        Field(
            "url",
            Text("an address or a path", check_link),
            "where it goes: a URL, a site path (/about/) or a content file",
            REQUIRED,
        ),
    ),
)

DEFAULT_EXTENSIONS = ("extra", "sane_lists", "smarty", "toc", "codehilite")

_MARKDOWN = Record(
    MarkdownSettings,
    (
        Field("extensions", ListOf(Text()), "Python-Markdown extensions, by name", DEFAULT_EXTENSIONS),
        Field("options", TableOf(Anything()), "options of the extensions: a table for each, by its name", FrozenDict()),
        Field(
            "raw_html",
            Choice(("allow", "escape", "sanitize")),
            "HTML in articles: as it is, shown as text, or reduced to what is harmless",
            "allow",
        ),
    ),
)

_PLACE = Text("an address or a path", check_link)
_ORGANISATION = Record(
    OrganisationSettings,
    (
        Field("name", Text(), "the publisher's name; the site's title when absent", ""),
        Field("url", Text("an address", check_url), "the publisher's own site", ""),
        Field("logo", Text("an address or a path", check_link), "a picture: a site path or an address", ""),
        Field("icon", Text("a path", check_link), "a square SVG or PNG: icons are made from it", ""),
        Field("email", Text(), "the newsroom's e-mail address", ""),
        Field("telephone", Text(), "the newsroom's telephone number, with the code of the country", ""),
        Field("contact", _PLACE, "the page that says how to reach the newsroom", ""),
        Field("founded", Text(), "a year or date, in quotes", ""),
        Field(
            "same_as",
            ListOf(Text("an address", check_url)),
            "addresses of the publication's own pages elsewhere: social media, an encyclopedia",
            (),
        ),
        Field("masthead", _PLACE, "the page that names who writes and edits", ""),
        Field("mission", _PLACE, "the page that says what is covered, and why", ""),
        Field("ethics_policy", _PLACE, "the page with the code of ethics", ""),
        Field("corrections_policy", _PLACE, "the page that says how errors are corrected", ""),
        Field("fact_checking_policy", _PLACE, "the page that says how facts are checked", ""),
        Field("unnamed_sources_policy", _PLACE, "the page that says when a source may stay unnamed", ""),
        Field("diversity_policy", _PLACE, "the page about diversity among staff and sources", ""),
        Field("feedback_policy", _PLACE, "the page that says how readers take part", ""),
        Field("ownership", _PLACE, "the page that says who owns and funds the publication", ""),
    ),
)

_PERMALINKS = Record(
    Permalinks,
    (
        Field(
            "article",
            _permalink_check("section", "slug", "id", "year", "month", "day"),
            "of articles: {section} {slug} {id} {year} {month} {day}",
            Permalinks.article,
        ),
        Field("author", _permalink_check("slug"), "of authors", Permalinks.author),
        Field("tag", _permalink_check("slug"), "of tags", Permalinks.tag),
        Field("section", _permalink_check("slug"), "of sections", Permalinks.section),
        Field("series", _permalink_check("slug"), "of series", Permalinks.series),
    ),
)

_RELATED = Record(
    RelatedSettings,
    (
        Field("count", Number(0, 50), "how many articles under You May Also Like; 0 for none, pinned ones included", 3),
        Field("minimum", Number(0, 1, whole=False), "the least score, from 0 to 1, of what is suggested as near", 0.0),
        Field("tags", Number(0, 20), "a shared tag counts like a word that stands so often in the text", 3),
        Field(
            "half_life", Number(0, 36500), "days between two articles that take off half of recency; 0 for never", 365
        ),
        Field("recency", Number(0, 1, whole=False), "the part of a score that distance in time can take off", 0.1),
        Field("per_author", Number(0, 50), "articles of one author, if others are almost as near; 0 for any number", 2),
        Field("per_section", Number(0, 50), "articles of one section, if others are almost as near; 0 for any", 0),
        Field("close", Number(0, 1, whole=False), "the part of a score that another author or section may lack", 0.1),
        Field("series", Flag(), "whether the next part of a series comes first", True),
        Field("fill", Flag(), "whether lists are filled with articles of the section that are close in time", True),
    ),
)

_CHECKS = Record(
    CheckSettings,
    (
        Field(
            "rules",
            TableOf(Choice(("error", "warning", "off"))),
            "how much each rule of `ssg check` matters, by its id, over what it is otherwise",
            FrozenDict(),
        ),
        Field("headline_length", Number(20, 300), "characters of a headline that is not too long", 110),
        Field("paragraph_words", Number(20, 1000), "words of a paragraph that is not too long", 180),
        Field("image_width", Number(1, 10000), "pixels across of a main picture that is not too small", 1200),
        Field("old_domains", ListOf(Text()), "domains that were this site's: links to them are found", ()),
        Field("words", ListOf(Text()), "words that the spelling check lets pass", ()),
    ),
)

_SEARCH = Record(
    SearchSettings,
    (
        Field(
            "enabled",
            Flag(),
            "whether there is a search page, and an index that Pagefind makes at the end of a build "
            "(pip install 'standfirst[search]')",
            False,
        ),
    ),
)

SETTINGS = Record(
    Settings,
    (
        Field("title", Text(), "the publication's name", REQUIRED),
        Field("url", Text("an address", check_url), "where the site will be published, with https://", REQUIRED),
        Field("language", Text("a language tag", check_language), "the language of the site", "en"),
        Field("timezone", Text("a time zone", _check_zone), "the time zone of dates without one", "UTC"),
        Field(
            "description",
            Text(breaks=Breaks.FOLDED),
            "one sentence about the publication, for search engines and feeds",
            "",
        ),
        Field("tagline", Text(breaks=Breaks.FOLDED), "a few words under the title", ""),
        Field("theme", Text(), "the theme's folder in themes/, or a theme that Standfirst brings", "broadsheet"),
        Field("output", Text("a folder", _check_output), "the folder that is written", "public"),
        Field("sections", ListOf(Text()), "the sections in the order of the navigation; all when absent", ()),
        Field("menus", TableOf(ListOf(LINK)), "lists of links for the theme, by name", FrozenDict()),
        Field("permalinks", _PERMALINKS, "patterns of addresses", Permalinks()),
        Field("page_size", Number(1, 1000), "articles on a listing page", 12),
        Field("feeds", FEEDS, "which feeds there are", FeedSettings()),
        Field("sitemaps", SITEMAPS, "what sitemaps tell", SitemapSettings()),
        Field("robots", ROBOTS, "what crawlers are asked, in robots.txt", RobotsSettings()),
        Field("security", SECURITY, "whom to tell of a hole in the site, in security.txt", SecuritySettings()),
        Field("related", _RELATED, "You May Also Like", RelatedSettings()),
        Field("images", IMAGES, "renditions of pictures, and social cards", ImageSettings()),
        Field(
            "markdown", _MARKDOWN, "how Markdown is read", MarkdownSettings(DEFAULT_EXTENSIONS, FrozenDict(), "allow")
        ),
        Field("lists", TableOf(LIST_SETTINGS), "declared lists, by name, over those of the theme", FrozenDict()),
        Field("options", TableOf(Anything()), "options of the theme, over its defaults", FrozenDict()),
        Field("search", _SEARCH, "search without a server", SearchSettings()),
        Field("organisation", _ORGANISATION, "who publishes the site", OrganisationSettings()),
        Field("words_per_minute", Number(50, 1000), "reading speed for the reading time", 230),
        Field("index", Flag(), "whether search engines may list the site", True),
        Field("checks", _CHECKS, "what `ssg check` looks for", CheckSettings()),
        Field("extra", TableOf(Anything()), "anything that templates of yours need: site.extra", FrozenDict()),
    ),
)
