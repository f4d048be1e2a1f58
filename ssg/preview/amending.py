"""Amending a proof: one article was edited, and its words are on the screen before the whole site is read again.

What an article says - headline, standfirst, text, picture - stands on its own page, on cards and in feeds, and decides
nothing else but what it suggests. So these are exchanged in the views that show them, and everything else stays. The
whole way follows when there is time for it; it settles the suggestions, and whatever else is amended here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import cached_property, partial
from typing import Any

from ssg.content.reading import read
from ssg.content.snapshot import Entry, Snapshot
from ssg.digest import Marked
from ssg.frozen import frozen
from ssg.machine_views import Feed, FeedItem, Sitemap, SitemapEntry
from ssg.model import Article
from ssg.newsroom.links import Linker
from ssg.newsroom.site import Story
from ssg.page_views import ArticlePage, CorrectedArticle, RedirectPage
from ssg.pages.articles import Around, article_page
from ssg.pages.artwork import artwork_of
from ssg.pages.keys import Keys
from ssg.pages.page import Page, Plan, Shown, View
from ssg.pages.presenting import StoryPresenter
from ssg.pages.sitemaps import images_of
from ssg.preview.proof import Proof, in_order, tones_in
from ssg.problems import Problem, Severity
from ssg.views import Card, Picture, Ref, SeriesBox, SeriesEntry

SPOKEN = frozenset(
    {"title", "standfirst", "kicker", "dateline", "text", "image", "key_points", "editors_note", "extra"}
)
"""The fields that are what an article says. All others decide where it stands, or among what."""
MOST_SHOWING = 500
"""Pages that may show an article for amending to be worth while."""


class Index:
    """Which pages show an article: their path URLs by its page URL, and by its absolute URL for feeds."""

    def __init__(self, plan: Plan, last: Index | None = None) -> None:
        """Index a plan. What is known of the pages of the last index is taken over: the same key shows the same."""
        self._plan = plan
        self._known: Mapping[bytes, tuple[str, ...]] = last.shown_by if last else {}

    def pages(self, url: str) -> set[str]:
        """Return the path URLs of the pages that show the article at a URL."""
        return self._found.get(url, set())

    def make(self) -> None:
        """Find out now what will be asked for later."""
        _ = self._found

    @cached_property
    def shown_by(self) -> Mapping[bytes, tuple[str, ...]]:
        """Return the URLs of the articles that a page shows, by its key."""
        known, self._known = self._known, {}
        pages = self._plan.pages.values()
        return {page.key: known[page.key] if page.key in known else tuple(_shown(page.view)) for page in pages}

    @cached_property
    def _found(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for page in self._plan.pages.values():
            for url in self.shown_by[page.key]:
                found[url].add(page.url)
        return found


def _shown(view: View) -> Iterator[str]:
    page: Any = view.page
    if isinstance(page, Feed):
        yield from (item.url for item in page.items)
        return
    if isinstance(page, Sitemap):
        yield from (entry.url for entry in page.entries)
        return
    if isinstance(page, RedirectPage):
        yield page.target
    for name in ("cards", "related"):
        yield from (card.url for card in getattr(page, name, ()))
    for name in ("lead", "newer", "older"):
        if isinstance(ref := getattr(page, name, None), Card | Ref):
            yield ref.url
    if isinstance(box := getattr(page, "series", None), SeriesBox):
        yield from (entry.url for entry in box.entries)
    for entry in getattr(page, "entries", ()):
        if isinstance(entry, CorrectedArticle):
            yield entry.article.url
    for cards in view.lists.values():
        yield from (card.url for card in cards)


def amend(last: Proof, index: Index, entries: Iterable[Entry]) -> Proof | None:
    """Return the last proof with some articles as they are now, or None where that cannot be said so quickly.

    `entries` are of files that were there and have changed. What has an error is added to the problems.
    """
    amended: Proof | None = last
    for entry in entries:
        amended = _amend(amended, index, entry) if amended else None
    return amended


def _amend(last: Proof, index: Index, entry: Entry) -> Proof | None:
    old = next((story for story in last.site.stories if story.article.path == entry.path), None)
    if old is None or _is_wrong_in_itself(last, entry.path):
        return None
    snapshot = replace(last.snapshot, entries={**last.snapshot.entries, entry.path: entry})
    kept = tuple(problem for problem in last.problems if problem.path != entry.path and problem not in last.failures)
    content, problems = read(replace(last.snapshot, entries={entry.path: entry}, problems=()), last.settings)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return _with_errors(last, entry.path, snapshot, (*kept, *problems))
    if len(content.articles) != 1 or not _only_speaks(old.article, content.articles[0]):
        return None
    new = replace(old, article=content.articles[0])
    # What it suggests stays as it was until there is time to settle it.
    words = last.theme.words(last.settings.language)
    numbers, tones = last.site.section_numbers, tones_in(last.snapshot, last.settings)
    presenter = StoryPresenter(last.settings, words, Linker(last.site), numbers, last.theme.card, find_tone=tones)
    exchange = _Exchange.of(presenter, old, new)
    if presenter.problems:
        return _with_errors(last, entry.path, snapshot, (*kept, *problems, *presenter.problems))
    urls = {old.url, *index.pages(exchange.url), *index.pages(exchange.absolute)}
    if len(urls) > MOST_SHOWING:
        return None
    stories, suggestions = _with(last.site.stories, old, new), last.site.suggestions.exchanged(old, new)
    site = replace(last.site, stories=stories, suggestions=suggestions)
    keys = Keys(last.theme, last.settings)
    pages = {url: _exchanged(last.plan.pages[url], exchange, keys, old.url) for url in urls if url in last.plan.pages}
    # Whether an article waits is nothing that it says: that stays as well.
    return replace(
        last,
        snapshot=snapshot,
        content=replace(last.content, articles=_with(last.content.articles, old.article, new.article)),
        site=site,
        plan=Plan({**last.plan.pages, **pages}, last.plan.files, partial(artwork_of, site, last.theme)),
        problems=in_order(snapshot, (*kept, *problems)),
        held=last.held - {entry.path},
        settled=False,
    )


def _is_wrong_in_itself(last: Proof, path: str) -> bool:
    """Tell whether the article that is shown has an error, other than one that came up when it was rendered."""
    return path not in last.held and any(problem not in last.failures for problem in last.errors.get(path, ()))


def _with_errors(last: Proof, path: str, snapshot: Snapshot, problems: Iterable[Problem]) -> Proof:
    """Return the last proof, whose version of the file stays, with what is wrong with the file now."""
    found = in_order(snapshot, problems)
    return replace(last, snapshot=snapshot, problems=found, held=last.held | {path}, settled=False)


def _only_speaks(old: Article, new: Article) -> bool:
    names = (field.name for field in fields(Article) if field.name not in SPOKEN)
    return all(getattr(old, name) == getattr(new, name) for name in names)


def _with(items: tuple[Any, ...], old: object, new: object) -> tuple[Any, ...]:
    # Comparing tens of thousands of articles one by one takes longer than all the rest of an edit.
    place = list(map(id, items)).index(id(old))
    return (*items[:place], new, *items[place + 1 :])


@frozen
class _Exchange:
    """What stands for an article in the views, as it is now."""

    url: str
    absolute: str
    page: ArticlePage
    card: Card
    enclosure: Picture | None
    """What feeds show of it."""
    pictures: tuple[str, ...]
    """What a sitemap names of it."""

    @classmethod
    def of(cls, presenter: StoryPresenter, old: Story, new: Story) -> _Exchange:
        url = presenter.url(old.url)
        # Without what stands around it in a series and in time: that is taken over from the page as it was.
        page = article_page(presenter, new, Around())
        return cls(
            url,
            presenter.absolute(url),
            page,
            presenter.card(new),
            presenter.enclosed(page.image),
            images_of(presenter, new),
        )

    def own(self, before: ArticlePage) -> ArticlePage:
        """Return the article's own page: what it says is new, and its surroundings are those of before."""
        around = {name: getattr(before, name) for name in ("related", "newer", "older")}
        return replace(self.page, **around, series=self.value(before.series))

    def value(self, value: Any) -> Any:
        """Return a part of a view with the article exchanged in it."""
        match value:
            case Card() if value.url == self.url:
                return self.card
            case Ref() if value.url == self.url:
                return Ref(self.url, self.page.title)
            case SeriesEntry() if value.url == self.url:
                return replace(value, title=self.page.title)
            case SeriesBox():
                return replace(value, entries=self.value(value.entries))
            case CorrectedArticle():
                return replace(value, article=self.value(value.article))
            case FeedItem() if value.url == self.absolute:
                return self._item(value)
            case SitemapEntry() if value.url == self.absolute and value.news:
                return replace(value, news=replace(value.news, title=self.page.title))
            case SitemapEntry() if value.url == self.absolute:
                return replace(value, images=self.pictures)
            case tuple():
                return tuple(self.value(item) for item in value)
            case _:
                return value

    def _item(self, item: FeedItem) -> FeedItem:
        return replace(
            item,
            title=self.page.title,
            standfirst=self.page.standfirst if item.body else self.page.description,
            body=self.page.body if item.body else None,
            image=self.enclosure,
        )


_PLACES = ("cards", "lead", "related", "newer", "older", "series", "entries", "items")
"""The fields of page views that show articles."""


def _exchanged(page: Page, exchange: _Exchange, keys: Keys, own_url: str) -> Page:
    before: Any = page.view.page
    now: Marked
    if page.url == own_url and isinstance(before, ArticlePage):
        now = exchange.own(before)
        bodies = (exchange.page.body, *page.bodies[1:])
    elif isinstance(before, RedirectPage):
        now, bodies = replace(before, title=exchange.page.title), page.bodies
    else:
        changed = {name: exchange.value(getattr(before, name)) for name in _PLACES if hasattr(before, name)}
        now = replace(before, **changed)
        bodies = tuple(item.body for item in now.items if item.body) if isinstance(now, Feed) else page.bodies
    lists = {name: exchange.value(cards) for name, cards in page.view.lists.items()}
    view = View(now, page.view.site, lists)
    key = keys.key(page.template, view, bodies, page.language)
    return replace(page, key=key, show=Shown(view, bodies), plain_texts=None)
