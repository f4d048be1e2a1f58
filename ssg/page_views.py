"""The pages that a template can be made for: the view of each, with what all have in common.

A template gets `page`, one of these, besides `site`, `lists` and `theme`. What they are made of is in `views`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from ssg.digest import Marked, Value
from ssg.frozen import frozen
from ssg.views import (
    Body,
    Byline,
    Card,
    Count,
    NoteView,
    Pagination,
    Picture,
    Profile,
    Ref,
    Section,
    SeriesBox,
    SharedImage,
)


@frozen(kw_only=True)
class PageView(Marked):
    """What all pages have in common."""

    url: str
    canonical: str
    """Absolute."""
    title: str
    description: str = ""
    language: str = ""
    """Of this page: the article's own, otherwise the site's."""
    direction: str = "ltr"
    """Writing direction of that language: `ltr` or `rtl`."""
    noindex: bool = False
    section: Section | None = None
    """The section that the page is filed in, or that it is the front of."""
    crumbs: tuple[Ref, ...] = ()
    """From the home page down to the page's parent."""
    feeds: tuple[Ref, ...] = ()
    """Feeds about this page's subject, for `<link rel="alternate">`."""
    image: Picture | None = None
    image_url: str = ""
    """The same picture's absolute URL; empty where there is none."""
    social_image: SharedImage | None = None
    """What posts and messages show of the page: a crop of its picture, or the drawn card of an article without one."""
    image_ratios: tuple[SharedImage, ...] = ()
    """The page's picture cropped to 1:1, 4:3 and 16:9, for structured data; empty where it has none of ours."""
    extra: Mapping[str, Any] = field(default_factory=dict)


@frozen
class Verdict(Value):
    """What a review is of, and what it thinks of it. `kind` is one of those of the front matter.

    `url` is a page URL or an address, empty where there is none; `rating` of `best` is 0 of 0 where it gives none.
    """

    name: str
    kind: str
    url: str = ""
    rating: float = 0
    best: int = 0


@frozen(kw_only=True)
class ArticlePage(PageView):
    """An article. Template `article.html`, `article-<type>.html` where it exists, or `<layout>.html`."""

    id: str
    date: datetime
    updated: datetime | None = None
    modified: datetime | None = None
    """When anything of it last changed: an update, a correction. None where nothing has since it was published."""
    body: Body
    kicker: str = ""
    standfirst: str = ""
    dateline: str = ""
    """The place that it is reported from."""
    type: str = "news"
    bylines: tuple[Byline, ...] = ()
    minutes: int = 1
    words: int = 0
    tags: tuple[Ref, ...] = ()
    corrections: tuple[NoteView, ...] = ()
    updates: tuple[NoteView, ...] = ()
    editors_note: str = ""
    key_points: tuple[str, ...] = ()
    sponsor: str = ""
    review: Verdict | None = None
    series: SeriesBox | None = None
    profiles: tuple[Profile, ...] = ()
    related: tuple[Card, ...] = ()
    newer: Ref | None = None
    older: Ref | None = None


@frozen(kw_only=True)
class HomePage(PageView):
    """The front page. Template `home.html`; what it shows comes from declared lists and the latest cards."""

    cards: tuple[Card, ...] = ()
    pagination: Pagination = Pagination()


@frozen(kw_only=True)
class ListingPage(PageView):
    """Cards of one subject, newest first: a section, tag, series or month, or an older page of the home page.

    Templates `section.html`, `tag.html`, `series.html`, `month.html`, `latest.html`. `kind` is that name without its
    ending.
    """

    kind: str
    cards: tuple[Card, ...]
    lead: Card | None = None
    """What leads a section's front: pinned, or the newest that nobody paid for. It may be older than the cards."""
    pagination: Pagination = Pagination()
    intro: Body | None = None


@frozen(kw_only=True)
class AuthorPage(PageView):
    """A person's bio and articles. Template `author.html`."""

    profile: Profile
    cards: tuple[Card, ...]
    pagination: Pagination = Pagination()


@frozen(kw_only=True)
class AuthorsPage(PageView):
    """Everybody who writes, by name. Template `authors.html`."""

    profiles: tuple[Profile, ...]


@frozen(kw_only=True)
class TagsPage(PageView):
    """All tags by name, with their numbers. Template `tags.html`."""

    tags: tuple[Count, ...]


@frozen
class MonthCount(Value):
    """A link to a month of the archive, the month's first day, and how many articles it has."""

    url: str
    date: datetime
    count: int


@frozen
class Year(Value):
    """The months of a year that have articles, newest first."""

    year: int
    months: tuple[MonthCount, ...]


@frozen(kw_only=True)
class ArchivePage(PageView):
    """All months that have articles, newest first. Template `archive.html`."""

    years: tuple[Year, ...]


@frozen
class CorrectedArticle(Value):
    """One note of the corrections log and the article it stands under."""

    article: Ref
    note: NoteView


@frozen(kw_only=True)
class CorrectionsPage(PageView):
    """Every correction, newest first. Template `corrections.html`."""

    entries: tuple[CorrectedArticle, ...]


@frozen(kw_only=True)
class TextPage(PageView):
    """A page that is no article: about, masthead, policies. Template `page.html` or `<layout>.html`."""

    body: Body


@frozen(kw_only=True)
class SearchPage(PageView):
    """The search page, where `[search]` is enabled. Template `search.html`."""

    index: str
    """The URL of the folder with Pagefind's index, for the theme's script."""
    filters: tuple[str, ...] = ("section", "author", "tag", "year")
    """What results can be narrowed to: the names that `article.html` gives its values under."""


@frozen(kw_only=True)
class NotFoundPage(PageView):
    """The page a host shows for an address that does not exist. Template `404.html`."""

    cards: tuple[Card, ...]


@frozen(kw_only=True)
class WithdrawnPage(PageView):
    """The notice that stands where a withdrawn article was. Template `withdrawn.html`.

    It has nothing of the article, whose headline may be what was wrong. `reason` is Markdown, or empty.
    """

    date: datetime
    reason: str = ""


@frozen(kw_only=True)
class RedirectPage(PageView):
    """A page that leads on to `target`, for hosts that do not read `_redirects`. Template `redirect.html`."""

    target: str


PAGE_VIEWS: Mapping[str, type[PageView]] = {
    "home.html": HomePage,
    "latest.html": ListingPage,
    "article.html": ArticlePage,
    "author.html": AuthorPage,
    "authors.html": AuthorsPage,
    "section.html": ListingPage,
    "tag.html": ListingPage,
    "tags.html": TagsPage,
    "series.html": ListingPage,
    "month.html": ListingPage,
    "archive.html": ArchivePage,
    "corrections.html": CorrectionsPage,
    "page.html": TextPage,
    "search.html": SearchPage,
    "404.html": NotFoundPage,
    "withdrawn.html": WithdrawnPage,
    "redirect.html": RedirectPage,
}
"""The page templates that every theme has, and the view of each; `search.html` is needed where search is on."""
