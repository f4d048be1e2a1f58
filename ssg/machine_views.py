"""What programs read: feeds, sitemaps and files of plain text, as frozen views that no theme's template sees."""

from __future__ import annotations

from datetime import datetime

from ssg.digest import Marked, Value
from ssg.frozen import frozen
from ssg.views import Body, Byline, Picture


@frozen
class FeedItem(Value):
    """An article in a feed. URLs are absolute; `body` is the full text, None in feeds of summaries."""

    id: str
    url: str
    title: str
    date: datetime
    body: Body | None
    updated: datetime | None = None
    standfirst: str = ""
    bylines: tuple[Byline, ...] = ()
    tags: tuple[str, ...] = ()
    section: str = ""
    language: str = ""
    image: Picture | None = None
    notices: tuple[str, ...] = ()
    """What stands before the text, in words: who paid for it, that it was retracted."""


@frozen
class Feed(Marked):
    """A feed in no format yet. URLs are absolute."""

    title: str
    description: str
    url: str
    home: str
    language: str
    items: tuple[FeedItem, ...]
    updated: datetime | None
    """When the newest item was published or updated; None for a feed without items."""
    hub: str = ""
    """The WebSub hub that passes news of this feed on."""
    stylesheet: str = ""
    """The page URL of the stylesheet that a browser shows the feed with."""
    hint: str = ""
    """What somebody should know who looks at the feed in a browser."""


@frozen
class NewsItem(Value):
    """What Google News wants to know of an article: the publication, its language, headline and date."""

    publication: str
    language: str
    title: str
    date: datetime


@frozen
class SitemapEntry(Value):
    """A page in a sitemap: absolute URL, when it last changed (None when unknown), absolute URLs of its pictures."""

    url: str
    modified: datetime | None = None
    images: tuple[str, ...] = ()
    news: NewsItem | None = None


@frozen
class Sitemap(Marked):
    """A sitemap of pages, or, with `index`, a list of other sitemaps."""

    entries: tuple[SitemapEntry, ...]
    index: bool = False


@frozen
class PlainText(Marked):
    """A file of plain text that the build writes: robots.txt, _headers, _redirects."""

    text: str
