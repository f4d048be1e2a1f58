"""Feeds: of the site, and of every section, tag, series and author."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from ssg.newsroom.permalinks import author_url, term_url
from ssg.newsroom.site import Story
from ssg.pages.draft import Draft, Sketch
from ssg.pages.page import ATOM, JSON_FEED, RSS
from ssg.pages.presenting import ATOM_FILE, HOME, JSON_FILE, RSS_FILE, Presenter, StoryPresenter
from ssg.views import Byline, Feed, FeedItem

_FORMATS = ((RSS_FILE, RSS), (ATOM_FILE, ATOM), (JSON_FILE, JSON_FEED))


def feed_drafts(presenter: Presenter) -> Iterator[Sketch]:
    """Yield every feed in every format. Articles that search engines shall not list are in none."""
    site = presenter.site
    patterns = site.settings.permalinks
    title = site.settings.title
    subjects: list[tuple[str, str, str, Sequence[Story]]] = [(HOME, title, "", site.stories)]
    for term, group in (
        *((section, site.by_section.get(section.slug, ())) for section in site.sections),
        *((tag, site.by_tag[tag.slug]) for tag in site.tags),
        *((series, _newest_first(site.by_series[series.slug])) for series in site.series),
    ):
        subjects.append((term_url(term, patterns), f"{term.title} – {title}", term.description, group))
    for author in site.authors:
        group = site.by_author.get(author.slug, ())
        subjects.append((author_url(author.slug, patterns), f"{author.name} – {title}", "", group))
    items: dict[str, FeedItem] = {}
    for listing, name, description, stories in subjects:
        listed = (story for story in stories if not story.article.noindex)
        newest = tuple(islice(listed, site.settings.feeds.limit))
        shown = presenter.recipes.stories(newest)
        for file, form in _FORMATS:
            recipe = presenter.recipes.page("feed", listing, file, name, description, shown)
            draft = partial(_feed, presenter, items, listing, file, form, name, description, newest)
            yield Sketch(listing + file, form, f"the feed {listing}{file}", recipe, draft)


def _newest_first(stories: Sequence[Story]) -> Sequence[Story]:
    """Return the parts of a series, which come in reading order, in the order of a feed."""
    return sorted(stories, key=lambda story: story.article.date, reverse=True)


def _feed(  # noqa: PLR0917  # a feed has this many parts
    presenter: StoryPresenter,
    made: dict[str, FeedItem],
    listing: str,
    file: str,
    form: str,
    title: str,
    description: str,
    stories: tuple[Story, ...],
) -> Draft:
    # An article is in a dozen feeds of three formats each.
    for story in stories:
        if story.article.path not in made:
            made[story.article.path] = _item(presenter, story)
    items = tuple(made[story.article.path] for story in stories)
    feed = Feed(
        title=title,
        description=description or presenter.settings.description,
        url=presenter.absolute(presenter.url(listing + file)),
        home=presenter.absolute(presenter.url(listing)),
        language=presenter.settings.language,
        items=items,
        updated=max((item.updated or item.date for item in items), default=None),
    )
    return Draft(listing + file, form, feed, f"the feed {listing}{file}", tuple(item.body for item in items))


def _item(presenter: StoryPresenter, story: Story) -> FeedItem:
    article = story.article
    url = presenter.absolute(presenter.url(story.url))
    picture = presenter.picture(article.image, article.path)
    return FeedItem(
        id=f"{presenter.settings.url.rstrip('/')}/#{article.id}",
        url=url,
        title=article.title,
        date=article.date,
        body=presenter.body(article.text, article.language),
        updated=article.updated,
        standfirst=article.standfirst,
        bylines=tuple(
            Byline(byline.name, presenter.absolute(byline.url), byline.role)
            for byline in presenter.bylines(story.credits)
        ),
        tags=tuple(tag.title for tag in story.tags),
        section=story.section.title if story.section else "",
        language=article.language or presenter.settings.language,
        image=replace(picture, src=presenter.absolute(picture.src)) if picture else None,
    )
