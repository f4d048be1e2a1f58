"""Feeds: of the site, and of every section, tag, series and author."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

from ssg.frozen import frozen
from ssg.machine_views import Feed, FeedItem
from ssg.model import Article, Term
from ssg.newsroom.permalinks import author_url, term_url
from ssg.newsroom.site import Story
from ssg.pages.draft import Draft, Sketch
from ssg.pages.presenting import HOME, Presenter, StoryPresenter
from ssg.theme.theme import Theme
from ssg.theme.words import paid_label
from ssg.views import Byline

STYLESHEET = "feed.css"
"""The theme's stylesheet for feeds. A theme need not have one."""


def feed_drafts(presenter: Presenter, theme: Theme) -> Iterator[Sketch]:
    """Yield every feed in the formats that the settings want. Articles that search engines shall not list are in
    none."""
    items: dict[str, FeedItem] = {}
    asset = theme.assets.get(STYLESHEET)
    stylesheet = presenter.url(asset.url) if asset else ""
    for subject in _subjects(presenter):
        listed = (story for story in subject.stories if not story.article.noindex)
        newest = tuple(islice(listed, presenter.settings.feeds.limit))
        shown = b"".join(map(presenter.recipes.story, newest))
        for file, form in presenter.feed_formats(subject.kind):
            url = subject.listing + file
            named = (subject.listing, file, subject.title, subject.description, stylesheet)
            recipe = presenter.recipes.page("feed", *named, shown)
            draft = partial(_feed, presenter, items, subject, file, form, stylesheet, newest)
            yield Sketch(url, form, f"the feed {url}", recipe, draft)


@frozen
class _Subject:
    """What a feed is about. `listing` is the path URL of the page that lists the same."""

    kind: str
    listing: str
    title: str
    description: str
    stories: Sequence[Story]


def _subjects(presenter: Presenter) -> Iterator[_Subject]:
    site = presenter.site
    patterns = site.settings.permalinks
    title = site.settings.title
    yield _Subject("site", HOME, title, "", site.stories)
    terms: list[tuple[Term, Sequence[Story]]] = [
        *((section, site.by_section.get(section.slug, ())) for section in site.sections),
        *((tag, site.by_tag[tag.slug]) for tag in site.tags),
        *((series, _newest_first(site.by_series[series.slug])) for series in site.series),
    ]
    for term, stories in terms:
        name = f"{term.title} – {title}"
        yield _Subject(term.vocabulary, term_url(term, patterns), name, term.description, stories)
    for author in site.authors:
        stories = site.by_author.get(author.slug, ())
        yield _Subject("authors", author_url(author.slug, patterns), f"{author.name} – {title}", "", stories)


def _newest_first(stories: Sequence[Story]) -> Sequence[Story]:
    """Return the parts of a series, which come in reading order, in the order of a feed."""
    return sorted(stories, key=lambda story: story.article.date, reverse=True)


def _feed(  # noqa: PLR0917  # a feed has this many parts
    presenter: StoryPresenter,
    made: dict[str, FeedItem],
    subject: _Subject,
    file: str,
    form: str,
    stylesheet: str,
    stories: tuple[Story, ...],
) -> Draft:
    # An article is in a dozen feeds, some of them in three formats.
    for story in stories:
        if story.article.path not in made:
            made[story.article.path] = _item(presenter, story)
    items = tuple(made[story.article.path] for story in stories)
    settings = presenter.settings
    feed = Feed(
        title=subject.title,
        description=subject.description or settings.description,
        url=presenter.absolute(presenter.url(subject.listing + file)),
        home=presenter.absolute(presenter.url(subject.listing)),
        language=settings.language,
        items=items,
        updated=max((item.updated or item.date for item in items), default=None),
        hub=settings.feeds.hub,
        stylesheet=stylesheet,
        hint=presenter.phrase("feed_hint"),
    )
    url = subject.listing + file
    return Draft(url, form, feed, f"the feed {url}", tuple(item.body for item in items if item.body))


def _notices(presenter: StoryPresenter, article: Article) -> tuple[str, ...]:
    """Return what a reader of an article must know first. A theme need not have a word for a retraction."""
    retracted = presenter.phrase("retracted") if article.retracted else ""
    paid = paid_label(presenter.words, article.sponsor) if article.paid else ""
    return tuple(filter(None, (retracted, paid)))


def _item(presenter: StoryPresenter, story: Story) -> FeedItem:
    article = story.article
    url = presenter.absolute(presenter.url(story.url))
    picture = presenter.picture(article.image, article.path)
    full = presenter.settings.feeds.text == "full"
    return FeedItem(
        id=f"{presenter.settings.url.rstrip('/')}/#{article.id}",
        url=url,
        title=article.title,
        date=article.date,
        body=presenter.body(article.text, article.language, paid=article.paid) if full else None,
        updated=article.changed if article.changed > article.date else None,
        notices=_notices(presenter, article),
        # A feed of summaries has to say something of every article.
        standfirst=article.standfirst or ("" if full else presenter.description(article.text)),
        bylines=tuple(
            Byline(byline.name, presenter.absolute(byline.url), byline.role)
            for byline in presenter.bylines(story.credits)
        ),
        # A reader that sorts by category can leave out what was paid for.
        tags=(*((paid_label(presenter.words, ""),) if article.paid else ()), *(tag.title for tag in story.tags)),
        section=story.section.title if story.section else "",
        language=article.language or presenter.settings.language,
        image=presenter.enclosed(picture),
    )
