"""Relate what was read: from articles to a site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import takewhile

from ssg.model import Article, Content, StaticFile, Term, Vocabulary, Withheld
from ssg.newsroom.fronts import lead_of
from ssg.newsroom.lists import select
from ssg.newsroom.names import People, Terms
from ssg.newsroom.permalinks import article_url, author_url, term_url
from ssg.newsroom.publishing import LONGEST_NEWS, Edition, broken_embargoes, divide, divide_pages, is_fresh
from ssg.newsroom.related.memory import Memory
from ssg.newsroom.related.relating import Aside, at_once, relate_stories
from ssg.newsroom.site import Filed, Month, Site, Story
from ssg.problems import Problem, Severity, did_you_mean
from ssg.settings import SETTINGS_FILE, ListSettings, Settings
from ssg.urls import slugify


def relate(  # noqa: PLR0917  # what was read, how it is to be related, and what helps
    content: Content,
    settings: Settings,
    edition: Edition,
    declared: Mapping[str, ListSettings],
    memory: Memory | None = None,
    aside: Aside = at_once,
) -> tuple[Site, tuple[Problem, ...]]:
    """Return the site and what is wrong with how its parts name each other.

    `declared` are the lists of the theme and the settings together; `memory` is that of a site related before, which
    saves time and changes nothing. What is related is found out `aside`, and waited for when somebody asks. An article
    with a problem stays in the site, so that one run finds every problem; a build with problems writes nothing.
    """
    problems: list[Problem] = []
    division = divide(content.articles, edition)
    published, withheld = division.published, division.withheld
    if not edition.embargoed:
        problems += broken_embargoes(content.articles, edition)
    pages, draft_pages = divide_pages(content.pages, edition)
    people = People(content.authors, content.unread)
    vocabularies = _vocabularies(content, (*published, *division.withdrawn))

    resolver = _Resolver(settings, people, vocabularies, problems)

    filing = _Filing(settings)
    for article in published:
        filing.add(resolver.story(article))
    stories = tuple(filing.stories)
    withdrawn = tuple([resolver.story(article) for article in division.withdrawn])
    # Withheld articles are checked as well: an unknown author is better found now than on the day of publication.
    held_back = {item.path for item in withheld}
    waiting = tuple(article for article in content.articles if article.path in held_back)
    for article in waiting:
        people.credits(article, problems)
    expired = {item.path for item in withheld if item.reason is Withheld.EXPIRED}
    not_shown = [(article, "it has expired" if article.path in expired else "") for article in waiting]
    not_shown += [(article, "it is withdrawn") for article in division.withdrawn]
    # As soon as it can begin: what is found out aside takes longest.
    unrelated: list[Problem] = []
    related = relate_stories(stories, not_shown, settings, unrelated, memory, aside)
    by_section, by_tag, by_series, by_author = filing.groups(stories)
    pinned = Filed(stories, filing.pinned)
    problems += _unknown_sections(settings, vocabularies[Vocabulary.SECTIONS])
    problems += _outdated_contact(settings, edition)
    sections = _ordered_sections(vocabularies[Vocabulary.SECTIONS], by_section, settings)
    tags = _used(vocabularies[Vocabulary.TAGS], by_tag)
    series = _used(vocabularies[Vocabulary.SERIES], by_series)
    files = _published_files(content.files, stories)
    lists = select(
        declared,
        stories,
        people,
        vocabularies,
        by_section.keys(),
        pinned=pinned,
        now=edition.now,
        problems=unrelated,
    )
    problems += unrelated
    return Site(
        settings=settings,
        stories=stories,
        withdrawn=withdrawn,
        withheld=(*withheld, *draft_pages),
        authors=tuple(sorted(content.authors, key=lambda author: (author.name.casefold(), author.slug))),
        sections=sections,
        tags=tags,
        series=series,
        pages=pages,
        files=files,
        by_author=by_author,
        by_section=by_section,
        by_tag=by_tag,
        by_series=by_series,
        months=filing.months(stories),
        fresh=tuple(story for story in _recent(stories, edition.now) if is_fresh(story.article, edition.now)),
        suggestions=related.suggestions,
        memory=related.memory,
        unread=content.unread,
        leads={slug: lead for slug, of in by_section.items() if (lead := lead_of(slug, of, pinned, edition.now))},
        declared=declared,
        lists=lists,
        urls={
            **filing.urls,
            **{story.article.path: story.url for story in withdrawn},
            **{author.path: author_url(author.slug, settings.permalinks) for author in content.authors},
            **{term.path: term_url(term, settings.permalinks) for term in (*sections, *tags, *series) if term.path},
            **{page.path: page.url for page in pages},
            **{file.path: file.url for file in files},
        },
    ), tuple(problems)


def _vocabularies(content: Content, published: Iterable[Article]) -> dict[Vocabulary, Terms]:
    sections: list[str] = []
    tags: list[str] = []
    series: list[str] = []
    for article in published:
        tags += article.tags
        if article.section:
            sections.append(article.section)
        if article.series:
            series.append(article.series.name)
    names = {Vocabulary.SECTIONS: sections, Vocabulary.TAGS: tags, Vocabulary.SERIES: series}
    return {vocabulary: Terms(vocabulary, content.terms, named) for vocabulary, named in names.items()}


class _Resolver:
    """Resolves the names in articles. What is wrong gathers in `problems`."""

    def __init__(
        self, settings: Settings, people: People, vocabularies: Mapping[Vocabulary, Terms], problems: list[Problem]
    ) -> None:
        self._permalinks = settings.permalinks
        self._zone = settings.zone
        self._people = people
        # Looked up once: to look up a member of an enumeration takes as long as to resolve a name.
        self._tags = vocabularies[Vocabulary.TAGS]
        self._sections = vocabularies[Vocabulary.SECTIONS]
        self._series = vocabularies[Vocabulary.SERIES]
        self._problems = problems

    def story(self, article: Article) -> Story:
        """Return an article with its names resolved."""
        problems = self._problems
        resolve = self._tags.resolve
        tags = {tag.slug: tag for name in article.tags if (tag := resolve(name, article, "tags", problems))}
        section = series = None
        if article.section:
            section = self._sections.resolve(article.section, article, "section", problems)
        if article.series:
            series = self._series.resolve(article.series.name, article, "series", problems)
        url = article_url(article, section, self._permalinks, self._zone)
        return Story(article, url, self._people.credits(article, problems), tuple(tags.values()), section, series)


_Groups = dict[str, Filed]
"""The stories that are filed under each slug of one kind."""


class _Filing:
    """Files stories, added newest first. All is asked of a story at once: to come back to each of a large archive takes
    longer than to ask it."""

    def __init__(self, settings: Settings) -> None:
        self.stories: list[Story] = []
        self.urls: dict[str, str] = {}
        """The path URL of each, by the path of its file."""
        self.pinned: list[int] = []
        """The numbers of those that an editor pinned to a front."""
        self._zone = settings.zone
        self._sections: dict[str, list[int]] = defaultdict(list)
        self._tags: dict[str, list[int]] = defaultdict(list)
        self._series: dict[str, list[int]] = defaultdict(list)
        self._authors: dict[str, list[int]] = defaultdict(list)
        self._months: dict[tuple[int, int], list[int]] = defaultdict(list)

    def add(self, story: Story) -> None:
        """File the next story."""
        article, number = story.article, len(self.stories)
        self.stories.append(story)
        self.urls[article.path] = story.url
        if article.front:
            self.pinned.append(number)
        local = article.date.astimezone(self._zone)
        self._months[local.year, local.month].append(number)
        if story.section:
            self._sections[story.section.slug].append(number)
        for tag in story.tags:
            self._tags[tag.slug].append(number)
        if story.series:
            self._series[story.series.slug].append(number)
        for credit in story.credits:
            self._authors[credit.author.slug].append(number)

    def groups(self, stories: Sequence[Story]) -> tuple[_Groups, _Groups, _Groups, _Groups]:
        """Return the stories of each section, tag, series and author; those of a series in reading order."""
        for parts in self._series.values():
            parts.sort(key=lambda number: _reading_order(stories[number]))
        by_section, by_tag, by_series, by_author = (
            {slug: Filed(stories, numbers) for slug, numbers in group.items()}
            for group in (self._sections, self._tags, self._series, self._authors)
        )
        return by_section, by_tag, by_series, by_author

    def months(self, stories: Sequence[Story]) -> tuple[Month, ...]:
        """Return the stories of each month, newest first."""
        return tuple(Month(*month, Filed(stories, numbers)) for month, numbers in self._months.items())


def _reading_order(story: Story) -> tuple[bool, int, object, str]:
    """Order the parts of a series: numbered ones by number, the others after them by date."""
    part = story.article.series.part if story.article.series else 0
    return (part == 0, part, story.article.date, story.article.path)


def _used(terms: Terms, groups: Mapping[str, Filed]) -> tuple[Term, ...]:
    used = [term for slug, term in terms.all().items() if slug in groups]
    return tuple(sorted(used, key=lambda term: (term.title.casefold(), term.slug)))


def _unknown_sections(settings: Settings, terms: Terms) -> Iterator[Problem]:
    """Yield a warning for each section of the settings that no article and no file has: it may be misspelt."""
    for number, name in enumerate(settings.sections):
        if terms.find(name) is None:
            hint = did_you_mean(name, terms.all()) or f"add content/sections/{slugify(name)}.md, or take it out"
            message = f'no article is in the section "{name}"'
            yield Problem(message, hint, SETTINGS_FILE, at=("sections", number), severity=Severity.WARNING)


def _outdated_contact(settings: Settings, edition: Edition) -> Iterator[Problem]:
    """Yield a warning where security.txt says of itself that it does not hold any more."""
    expires = settings.security.expires
    if expires and expires <= edition.now:
        message = f"security.txt does not hold any more since {expires:%Y-%m-%d}"
        hint = "check the contact, and set a date less than a year ahead"
        yield Problem(message, hint, SETTINGS_FILE, at=("security", "expires"), severity=Severity.WARNING)


def _ordered_sections(terms: Terms, groups: Mapping[str, Filed], settings: Settings) -> tuple[Term, ...]:
    """Return the sections of the navigation: those named in the settings first, in that order."""
    shown = [term for term in terms.all().values() if term.slug in groups or term.path]
    first = [terms.find(name) for name in settings.sections]
    rank = {term.slug: number for number, term in enumerate(first) if term}
    return tuple(sorted(shown, key=lambda term: (rank.get(term.slug, len(rank)), term.title.casefold(), term.slug)))


def _recent(stories: Iterable[Story], now: datetime) -> Iterator[Story]:
    """Return the stories, newest first, among which those are that are news."""
    return takewhile(lambda story: story.article.date > now - LONGEST_NEWS, stories)


def _published_files(files: Sequence[StaticFile], stories: Iterable[Story]) -> tuple[StaticFile, ...]:
    """Return the files with their path URLs; those beside a withheld article are withheld with it."""
    owners = {file.owner for file in files if file.owner}
    urls = {story.article.path: story.url for story in stories if story.article.path in owners} if owners else {}
    return tuple(
        replace(file, url=urls[file.owner] + file.url) if file.owner else file
        for file in files
        if not file.owner or file.owner in urls
    )
