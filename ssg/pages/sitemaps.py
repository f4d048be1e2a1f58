"""Sitemaps: one for each month of articles and one for all else, under an index. One more article changes one of
them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ssg.newsroom.permalinks import author_url, term_url
from ssg.newsroom.site import Month
from ssg.pages.draft import Draft
from ssg.pages.page import SITEMAP, TEXT
from ssg.pages.presenting import ARCHIVE, AUTHORS, CORRECTIONS, HOME, TAGS, Presenter
from ssg.views import PlainText, Sitemap, SitemapEntry

INDEX = "/sitemap.xml"


def sitemap_drafts(presenter: Presenter) -> Iterator[Draft]:
    """Yield the sitemap index, its sitemaps and robots.txt. What search engines shall not list is in none."""
    maps = {"/sitemaps/pages.xml": _pages(presenter)}
    for month in presenter.site.months:
        sitemap = _month(presenter, month)
        if sitemap.entries:
            maps[f"/sitemaps/{month.year:04d}-{month.month:02d}.xml"] = sitemap
    for url, sitemap in maps.items():
        yield Draft(url, SITEMAP, sitemap, f"the sitemap {url}")
    entries = tuple(
        SitemapEntry(presenter.absolute(presenter.url(url)), _last_change(sitemap)) for url, sitemap in maps.items()
    )
    yield Draft(INDEX, SITEMAP, Sitemap(entries, index=True), "the sitemap index")
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {presenter.absolute(presenter.url(INDEX))}\n"
    yield Draft("/robots.txt", TEXT, PlainText(robots), "robots.txt")


def _last_change(sitemap: Sitemap) -> datetime | None:
    return max((entry.modified for entry in sitemap.entries if entry.modified), default=None)


def _month(presenter: Presenter, month: Month) -> Sitemap:
    return Sitemap(
        tuple(
            SitemapEntry(presenter.absolute(presenter.url(story.url)), story.article.updated or story.article.date)
            for story in month.stories
            if not story.article.noindex and not story.article.canonical
        )
    )


def _pages(presenter: Presenter) -> Sitemap:
    site = presenter.site
    patterns = site.settings.permalinks
    urls = [
        HOME,
        *(term_url(term, patterns) for term in (*site.sections, *site.series, *site.tags)),
        AUTHORS,
        *(author_url(author.slug, patterns) for author in site.authors),
        *(page.url for page in site.pages if not page.noindex),
        ARCHIVE,
        TAGS,
        CORRECTIONS,
    ]
    return Sitemap(tuple(SitemapEntry(presenter.absolute(presenter.url(url))) for url in urls))
