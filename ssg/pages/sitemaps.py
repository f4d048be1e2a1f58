"""Sitemaps: one for each month of articles and one for all else, under an index. One more article changes one of
them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from ssg.newsroom.permalinks import author_url, term_url
from ssg.newsroom.site import Story
from ssg.pages.draft import Draft, Sketch
from ssg.pages.page import SITEMAP, TEXT
from ssg.pages.presenting import ARCHIVE, AUTHORS, CORRECTIONS, HOME, TAGS, Presenter, StoryPresenter
from ssg.views import PlainText, Sitemap, SitemapEntry

INDEX = "/sitemap.xml"


def sitemap_drafts(presenter: Presenter) -> Iterator[Draft | Sketch]:
    """Yield the sitemap index, its sitemaps and robots.txt. What search engines shall not list is in none."""
    pages = "/sitemaps/pages.xml"
    yield Draft(pages, SITEMAP, _pages(presenter), f"the sitemap {pages}")
    changed: dict[str, datetime | None] = {pages: None}
    for month in presenter.site.months:
        stories = [story for story in month.stories if not story.article.noindex and not story.article.canonical]
        if stories:
            url = f"/sitemaps/{month.year:04d}-{month.month:02d}.xml"
            changed[url] = max(_last_change(story) for story in stories)
            recipe = presenter.recipes.page("sitemap", url, presenter.recipes.stories(stories))
            yield Sketch(url, SITEMAP, f"the sitemap {url}", recipe, partial(_month, presenter, url, stories))
    entries = tuple(SitemapEntry(presenter.absolute(presenter.url(url)), moment) for url, moment in changed.items())
    yield Draft(INDEX, SITEMAP, Sitemap(entries, index=True), "the sitemap index")
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {presenter.absolute(presenter.url(INDEX))}\n"
    yield Draft("/robots.txt", TEXT, PlainText(robots), "robots.txt")


def _last_change(story: Story) -> datetime:
    return story.article.updated or story.article.date


def _month(presenter: StoryPresenter, url: str, stories: Sequence[Story]) -> Draft:
    entries = tuple(
        SitemapEntry(presenter.absolute(presenter.url(story.url)), _last_change(story)) for story in stories
    )
    return Draft(url, SITEMAP, Sitemap(entries), f"the sitemap {url}")


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
