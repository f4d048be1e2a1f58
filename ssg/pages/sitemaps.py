"""Sitemaps: one for each month of articles and one for all else, under an index, and one for Google News beside it.

One more article changes that of its month, the index and the news.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from ssg.machine_views import NewsItem, Sitemap, SitemapEntry
from ssg.newsroom.permalinks import author_url, term_url
from ssg.newsroom.site import Story
from ssg.pages.draft import Draft, Sketch
from ssg.pages.page import SITEMAP
from ssg.pages.presenting import ARCHIVE, AUTHORS, CORRECTIONS, HOME, TAGS, Presenter, StoryPresenter

INDEX = "/sitemap.xml"
NEWS = "/news-sitemap.xml"
_MOST_NEWS = 1000
"""Articles that Google reads in a sitemap of news."""


def sitemap_drafts(presenter: Presenter) -> Iterator[Draft | Sketch]:
    """Yield the sitemap index, its sitemaps, and that of the news. What search engines shall not list is in none."""
    pages = "/sitemaps/pages.xml"
    yield Draft(pages, SITEMAP, _pages(presenter), f"the sitemap {pages}")
    changed: dict[str, datetime | None] = {pages: None}
    for month in presenter.site.months:
        stories = month.stories.where(lambda article: not article.noindex and not article.canonical)
        if stories:
            url = f"/sitemaps/{month.year:04d}-{month.month:02d}.xml"
            changed[url] = max(story.article.changed for story in stories)
            recipe = presenter.recipes.page("sitemap", url, presenter.recipes.cards(stories))
            yield Sketch(url, SITEMAP, f"the sitemap {url}", recipe, partial(_month, presenter, url, stories))
    entries = tuple(SitemapEntry(presenter.absolute(presenter.url(url)), moment) for url, moment in changed.items())
    yield Draft(INDEX, SITEMAP, Sitemap(entries, index=True), "the sitemap index")
    if presenter.settings.sitemaps.news:
        # It is there on quiet days too, since Google comes back to its address; it is then empty.
        news = tuple(_news(presenter, story) for story in presenter.site.fresh[:_MOST_NEWS])
        yield Draft(NEWS, SITEMAP, Sitemap(news), "the sitemap of news")


def _news(presenter: Presenter, story: Story) -> SitemapEntry:
    article = story.article
    settings = presenter.settings
    item = NewsItem(settings.title, _news_language(article.language or settings.language), article.title, article.date)
    return SitemapEntry(presenter.absolute(presenter.url(story.url)), news=item)


def _news_language(tag: str) -> str:
    """Return a language as Google News names it: two or three letters, and Chinese by its writing."""
    language, *rest = tag.lower().split("-")
    if language == "zh":
        return "zh-tw" if {"hant", "tw", "hk", "mo"} & set(rest) else "zh-cn"
    return language


def _month(presenter: StoryPresenter, url: str, stories: Sequence[Story]) -> Draft:
    entries = tuple(
        SitemapEntry(presenter.absolute(presenter.url(story.url)), story.article.changed, images_of(presenter, story))
        for story in stories
    )
    return Draft(url, SITEMAP, Sitemap(entries), f"the sitemap {url}")


def images_of(presenter: StoryPresenter, story: Story) -> tuple[str, ...]:
    """Return the absolute URLs of the pictures that sitemaps name of an article."""
    image = presenter.enclosed(presenter.card(story).image) if presenter.settings.sitemaps.images else None
    return (image.src,) if image and image.src else ()


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
