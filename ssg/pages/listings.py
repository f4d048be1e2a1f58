"""Pages that list: the home page, sections, tags, series, months, authors, and the indexes over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any

from ssg.frozen import frozen
from ssg.model import Author, Term
from ssg.newsroom.permalinks import author_url, month_url, term_url
from ssg.newsroom.site import Filed, Month, Story
from ssg.page_views import (
    ArchivePage,
    AuthorPage,
    AuthorsPage,
    CorrectedArticle,
    CorrectionsPage,
    HomePage,
    ListingPage,
    MonthCount,
    NotFoundPage,
    SearchPage,
    TagsPage,
    Year,
)
from ssg.pages.draft import Draft, Sketch
from ssg.pages.pagination import numbered, page_of, paginate
from ssg.pages.presenting import (
    ARCHIVE,
    AUTHORS,
    CORRECTIONS,
    HOME,
    SEARCH,
    SEARCH_INDEX,
    TAGS,
    Presenter,
    StoryPresenter,
)
from ssg.pages.recipes import NONE, Recipes
from ssg.theme.words import INDEXES, month_in_words
from ssg.views import Count, Ref

NOT_FOUND = "/404.html"


def listing_drafts(presenter: Presenter) -> Iterator[Draft | Sketch]:
    """Yield every page that lists articles or people."""
    site = presenter.site
    yield from _home(presenter)
    for term in site.sections:
        yield from _term(presenter, term, "section", site.by_section.get(term.slug, ()))
    for term in site.tags:
        yield from _term(
            presenter,
            term,
            "tag",
            site.by_tag[term.slug],
            above=Ref(presenter.url(TAGS), presenter.words.translate("tags_title")),
        )
    for term in site.series:
        yield from _term(presenter, term, "series", site.by_series[term.slug])
    yield from _months(presenter)
    yield from _authors(presenter)
    yield from _indexes(presenter)


@frozen
class _Part:
    """One page of a listing: which of its articles are on it, and its place among the others, the front being 0."""

    front: str
    number: int
    full: int
    stories: Sequence[Story]

    @property
    def url(self) -> str:
        """Return the path URL."""
        return numbered(self.front, self.number) if self.number else self.front

    def shown(self, presenter: StoryPresenter) -> dict[str, Any]:
        """Return the cards, and the links to the other pages."""
        cards = tuple(presenter.card(story) for story in self.stories)
        return {"cards": cards, "pagination": page_of(self.number, self.full, presenter.url(self.front))}

    def recipe(self, recipes: Recipes, kind: str, *subject: bytes) -> bytes:
        """Return the recipe of a page that shows this part, and of its subject what is named by its digest."""
        # Of the pages above it, a numbered page only knows whether there is one.
        above = self.number < self.full if self.number else self.full
        return recipes.listing(kind, self.front, f"{self.number} {above}", self.stories, *subject)


def _parts(presenter: Presenter, front: str, stories: Sequence[Story]) -> Iterator[_Part]:
    pages = list(paginate(stories, presenter.settings.page_size))
    for number, chunk in pages:
        yield _Part(front, number, len(pages) - 1, chunk)


def _home(presenter: Presenter) -> Iterator[Sketch]:
    stories = presenter.site.stories
    for part in _parts(presenter, HOME, Filed(stories, range(len(stories)))):
        template, source = ("latest.html", "the latest articles") if part.number else ("home.html", "the home page")
        recipe = part.recipe(presenter.recipes, "latest")
        yield Sketch(part.url, template, source, recipe, partial(_latest, presenter, part, template, source))


def _latest(presenter: StoryPresenter, part: _Part, template: str, source: str) -> Draft:
    title = presenter.settings.title
    common = presenter.common(part.url, title)
    common.update(feeds=presenter.feeds("site", presenter.url(HOME), title), description=presenter.settings.description)
    shown = part.shown(presenter)
    page = ListingPage(**common, **shown, kind="latest") if part.number else HomePage(**common, **shown)
    return Draft(part.url, template, page, source)


def _term(
    presenter: Presenter, term: Term, kind: str, stories: Sequence[Story], above: Ref | None = None
) -> Iterator[Sketch]:
    front = term_url(term, presenter.settings.permalinks)
    source = term.path or f'the {kind} "{term.title}"'
    subject = presenter.recipes.term(term)
    pinned = presenter.site.leads.get(term.slug) if kind == "section" else None
    for part in _parts(presenter, front, stories):
        lead = None if part.number else pinned
        led_by = presenter.recipes.card(lead) if lead else NONE
        recipe = part.recipe(presenter.recipes, kind, subject, led_by)
        draft = partial(_of_term, presenter, term, kind, part, lead, above, source)
        yield Sketch(part.url, f"{kind}.html", source, recipe, draft)


def _of_term(  # noqa: PLR0917  # what is on the page, and what it is about
    presenter: StoryPresenter, term: Term, kind: str, part: _Part, lead: Story | None, above: Ref | None, source: str
) -> Draft:
    picture = presenter.picture(term.image, term.path)
    common = presenter.common(part.url, term.title, *((above,) if above else ()), picture=picture)
    common.update(
        description=term.description or (presenter.description(term.text) if term.text else ""),
        feeds=presenter.feeds(term.vocabulary, presenter.url(part.front), term.title),
        extra=term.extra,
        section=presenter.section(term) if kind == "section" else None,
    )
    has_intro = term.text is not None and term.text.source.strip() and not part.number
    intro = presenter.body(term.text) if term.text and has_intro else None
    page = ListingPage(
        **common, **part.shown(presenter), kind=kind, lead=presenter.card(lead) if lead else None, intro=intro
    )
    return Draft(part.url, f"{kind}.html", page, source, (intro,) if intro else ())


def _months(presenter: Presenter) -> Iterator[Sketch]:
    for month in presenter.site.months:
        source = f"the articles of {month.year}-{month.month:02}"
        for part in _parts(presenter, month_url(month.year, month.month), month.stories):
            recipe = part.recipe(presenter.recipes, "month")
            yield Sketch(part.url, "month.html", source, recipe, partial(_of_month, presenter, month, part, source))


def _of_month(presenter: StoryPresenter, month: Month, part: _Part, source: str) -> Draft:
    above = Ref(presenter.url(ARCHIVE), presenter.words.translate("archive_title"))
    title = month_in_words(_first_day(presenter, month), presenter.words.locale)
    described = presenter.phrase("describe_month", name=presenter.settings.title, month=title)
    common = presenter.common(part.url, title, above)
    page = ListingPage(**common, **part.shown(presenter), description=described, kind="month")
    return Draft(part.url, "month.html", page, source)


def _first_day(presenter: StoryPresenter, month: Month) -> datetime:
    return datetime(month.year, month.month, 1, tzinfo=presenter.settings.zone)


def _authors(presenter: Presenter) -> Iterator[Sketch]:
    for author in presenter.site.authors:
        front = author_url(author.slug, presenter.settings.permalinks)
        stories = presenter.site.by_author.get(author.slug, ())
        subject = presenter.recipes.author(author)
        for part in _parts(presenter, front, stories):
            # Older pages do without the number of articles: they would change with each one.
            number = 0 if part.number else len(stories)
            recipe = part.recipe(presenter.recipes, "author", subject, b"%d" % number)
            draft = partial(_of_author, presenter, author, part, number)
            yield Sketch(part.url, "author.html", author.path, recipe, draft)


def _of_author(presenter: StoryPresenter, author: Author, part: _Part, number: int) -> Draft:
    above = Ref(presenter.url(AUTHORS), presenter.words.translate("authors_title"))
    profile = replace(presenter.profile(author), articles=number)
    common = presenter.common(part.url, author.name, above, picture=profile.image)
    common.update(
        description=presenter.description(author.text)
        or presenter.phrase("describe_author", author=author.name, name=presenter.settings.title),
        feeds=presenter.feeds("authors", presenter.url(part.front), author.name),
        extra=author.extra,
    )
    page = AuthorPage(**common, **part.shown(presenter), profile=profile)
    return Draft(part.url, "author.html", page, author.path, (profile.bio,) if profile.bio else ())


_DESCRIPTIONS = {
    "authors": "describe_authors",
    "tags": "describe_tags",
    "archive": "describe_archive",
    "corrections": "corrections_intro",
}
"""The words of the catalogue for what such a page is. A theme need not have them."""


def _indexes(presenter: Presenter) -> Iterator[Draft]:
    site = presenter.site
    profiles = tuple(presenter.counted_profile(author) for author in site.authors)
    bios = tuple(profile.bio for profile in profiles if profile.bio)
    titles = {name: presenter.words.translate(f"{name}_title") for name in INDEXES}
    described = {index: presenter.phrase(word, name=presenter.settings.title) for index, word in _DESCRIPTIONS.items()}
    common = presenter.common(AUTHORS, titles["authors"])
    people = AuthorsPage(**common, description=described["authors"], profiles=profiles)
    yield Draft(AUTHORS, "authors.html", people, "the list of authors", bios)
    tags = tuple(Count(presenter.term(tag).url, tag.title, len(site.by_tag[tag.slug])) for tag in site.tags)
    subjects = TagsPage(**presenter.common(TAGS, titles["tags"]), description=described["tags"], tags=tags)
    yield Draft(TAGS, "tags.html", subjects, "the list of tags")
    months = [
        MonthCount(presenter.url(month_url(month.year, month.month)), _first_day(presenter, month), len(month.stories))
        for month in site.months
    ]
    years = tuple(Year(year, tuple(group)) for year, group in groupby(months, lambda month: month.date.year))
    archive = ArchivePage(**presenter.common(ARCHIVE, titles["archive"]), description=described["archive"], years=years)
    yield Draft(ARCHIVE, "archive.html", archive, "the archive")
    noted = [(note, story) for story in site.stories for note in story.article.corrections]
    noted.sort(key=lambda pair: pair[0].date, reverse=True)
    entries = tuple(CorrectedArticle(presenter.ref(story), presenter.note(note)) for note, story in noted)
    common = presenter.common(CORRECTIONS, titles["corrections"])
    log = CorrectionsPage(**common, description=described["corrections"], entries=entries)
    yield Draft(CORRECTIONS, "corrections.html", log, "the corrections log")
    if presenter.settings.search.enabled:
        title = presenter.words.translate("search_title")
        search = SearchPage(**presenter.common(SEARCH, title, noindex=True), index=presenter.url(SEARCH_INDEX))
        yield Draft(SEARCH, "search.html", search, "the search page")
    latest = tuple(presenter.card(story) for story in site.stories[:4])
    lost = NotFoundPage(**presenter.common(NOT_FOUND, titles["not_found"], noindex=True), cards=latest)
    yield Draft(NOT_FOUND, "404.html", lost, "the page for missing addresses")
