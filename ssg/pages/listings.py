"""Pages that list: the home page, sections, tags, series, months, authors, and the indexes over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from ssg.model import Term
from ssg.newsroom.permalinks import author_url, month_url, term_url
from ssg.newsroom.site import Month, Story
from ssg.pages.articles import feeds_of
from ssg.pages.draft import Draft
from ssg.pages.pagination import numbered, page_of, paginate
from ssg.pages.presenting import ARCHIVE, AUTHORS, CORRECTIONS, HOME, TAGS, Presenter
from ssg.theme.words import INDEXES, month_in_words
from ssg.views import (
    ArchivePage,
    AuthorPage,
    AuthorsPage,
    CorrectedArticle,
    CorrectionsPage,
    Count,
    HomePage,
    ListingPage,
    MonthCount,
    NotFoundPage,
    Ref,
    TagsPage,
    Year,
)

NOT_FOUND = "/404.html"


def listing_drafts(presenter: Presenter) -> Iterator[Draft]:
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


def _pages(presenter: Presenter, front: str, stories: Sequence[Story]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the path URL of each page of a listing, with its cards and its place among the others."""
    pages = list(paginate(stories, presenter.settings.page_size))
    for number, chunk in pages:
        cards = tuple(presenter.card(story) for story in chunk)
        path_url = numbered(front, number) if number else front
        pagination = page_of(number, len(pages) - 1, presenter.url(front))
        yield path_url, {"cards": cards, "pagination": pagination}


def _home(presenter: Presenter) -> Iterator[Draft]:
    title = presenter.settings.title
    for path_url, shown in _pages(presenter, HOME, presenter.site.stories):
        common = presenter.common(path_url, title)
        feeds = feeds_of(presenter.url(HOME), title)
        common.update(feeds=feeds, description=presenter.settings.description)
        if path_url == HOME:
            yield Draft(path_url, "home.html", HomePage(**common, **shown), "the home page")
        else:
            page = ListingPage(**common, **shown, kind="latest")
            yield Draft(path_url, "latest.html", page, "the latest articles")


def _term(
    presenter: Presenter, term: Term, kind: str, stories: Sequence[Story], above: Ref | None = None
) -> Iterator[Draft]:
    front = term_url(term, presenter.settings.permalinks)
    picture = presenter.picture(term.image, term.path)
    for path_url, shown in _pages(presenter, front, stories):
        common = presenter.common(path_url, term.title, *((above,) if above else ()), picture=picture)
        common.update(
            description=term.description or (presenter.description(term.text) if term.text else ""),
            feeds=feeds_of(presenter.url(front), term.title),
            extra=term.extra,
        )
        has_intro = term.text is not None and term.text.source.strip() and path_url == front
        intro = presenter.body(term.text) if term.text and has_intro else None
        page = ListingPage(**common, **shown, kind=kind, intro=intro)
        source = term.path or f'the {kind} "{term.title}"'
        yield Draft(path_url, f"{kind}.html", page, source, (intro,) if intro else ())


def _months(presenter: Presenter) -> Iterator[Draft]:
    above = Ref(presenter.url(ARCHIVE), presenter.words.translate("archive_title"))
    for month in presenter.site.months:
        title = month_in_words(_first_day(presenter, month), presenter.words.locale)
        front = month_url(month.year, month.month)
        for path_url, shown in _pages(presenter, front, month.stories):
            page = ListingPage(**presenter.common(path_url, title, above), **shown, kind="month")
            yield Draft(path_url, "month.html", page, f"the articles of {title}")


def _first_day(presenter: Presenter, month: Month) -> datetime:
    return datetime(month.year, month.month, 1, tzinfo=presenter.settings.zone)


def _authors(presenter: Presenter) -> Iterator[Draft]:
    above = Ref(presenter.url(AUTHORS), presenter.words.translate("authors_title"))
    for author in presenter.site.authors:
        front = author_url(author.slug, presenter.settings.permalinks)
        for path_url, shown in _pages(presenter, front, presenter.site.by_author.get(author.slug, ())):
            # Older pages do without the number of articles: they would change with each one.
            profile = presenter.profile(author, with_count=path_url == front)
            common = presenter.common(path_url, author.name, above, picture=profile.image)
            common.update(
                description=presenter.description(author.text),
                feeds=feeds_of(presenter.url(front), author.name),
                extra=author.extra,
            )
            page = AuthorPage(**common, **shown, profile=profile)
            yield Draft(path_url, "author.html", page, author.path, (profile.bio,) if profile.bio else ())


def _indexes(presenter: Presenter) -> Iterator[Draft]:
    site = presenter.site
    profiles = tuple(presenter.profile(author, with_count=True) for author in site.authors)
    bios = tuple(profile.bio for profile in profiles if profile.bio)
    titles = {name: presenter.words.translate(f"{name}_title") for name in INDEXES}
    people = AuthorsPage(**presenter.common(AUTHORS, titles["authors"]), profiles=profiles)
    yield Draft(AUTHORS, "authors.html", people, "the list of authors", bios)
    tags = tuple(Count(presenter.term(tag).url, tag.title, len(site.by_tag[tag.slug])) for tag in site.tags)
    yield Draft(TAGS, "tags.html", TagsPage(**presenter.common(TAGS, titles["tags"]), tags=tags), "the list of tags")
    months = [
        MonthCount(presenter.url(month_url(month.year, month.month)), _first_day(presenter, month), len(month.stories))
        for month in site.months
    ]
    years = tuple(Year(year, tuple(group)) for year, group in groupby(months, lambda month: month.date.year))
    archive = ArchivePage(**presenter.common(ARCHIVE, titles["archive"]), years=years)
    yield Draft(ARCHIVE, "archive.html", archive, "the archive")
    noted = [(note, story) for story in site.stories for note in story.article.corrections]
    noted.sort(key=lambda pair: pair[0].date, reverse=True)
    entries = tuple(CorrectedArticle(presenter.ref(story), presenter.note(note)) for note, story in noted)
    log = CorrectionsPage(**presenter.common(CORRECTIONS, titles["corrections"]), entries=entries)
    yield Draft(CORRECTIONS, "corrections.html", log, "the corrections log")
    latest = tuple(presenter.card(story) for story in site.stories[:4])
    lost = NotFoundPage(**presenter.common(NOT_FOUND, titles["not_found"], noindex=True), cards=latest)
    yield Draft(NOT_FOUND, "404.html", lost, "the page for missing addresses")
