"""The site: published articles, everything that they are filed under, and how they relate."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from hashlib import blake2b
from typing import overload

from ssg.frozen import frozen
from ssg.model import Article, Author, PlainPage, StaticFile, Term
from ssg.newsroom.related.choice import NOTHING, Choice
from ssg.newsroom.related.memory import Memory
from ssg.newsroom.withheld import WithheldArticle
from ssg.settings import ListSettings, Settings


@frozen
class Credit:
    """One resolved name of a byline."""

    author: Author
    role: str = ""


@frozen
class Story:
    """A published article with its names resolved and its path URL."""

    article: Article
    url: str
    credits: tuple[Credit, ...] = ()
    tags: tuple[Term, ...] = ()
    section: Term | None = None
    series: Term | None = None


class Reason(StrEnum):
    """Why an article is suggested under another."""

    PINNED = "pinned"
    SERIES = "series"
    NEAR = "near"
    FILLED = "filled"


@frozen
class Suggestion:
    """An article suggested under another, how near it is, from 0 to 1, and why it is there."""

    story: Story
    score: float
    reason: Reason


REASONS = tuple(Reason)
"""What the codes of a `Choice` stand for."""


class Suggestions(Mapping[str, tuple[Suggestion, ...]]):
    """You May Also Like: what each article suggests, best first, by its path. It is made when it is asked for."""

    def __init__(
        self,
        stories: Sequence[Story] = (),
        choose: Callable[[], Choice] = lambda: NOTHING,
        places: Mapping[str, int] | None = None,
    ) -> None:
        """Take what will be chosen for each of these stories, of which the numbers in it are places.

        `places` are those of the stories by their paths, for who has them.
        """
        self._stories = stories
        self._choose = choose
        self._places = places or {story.article.path: place for place, story in enumerate(stories)}

    @cached_property
    def _choice(self) -> Choice:
        return self._choose()

    def __getitem__(self, path: str) -> tuple[Suggestion, ...]:
        """Return what an article suggests."""
        found = self._choice.of(self._places[path])
        return tuple([Suggestion(self._stories[number], score, REASONS[code]) for number, score, code in found])

    def __iter__(self) -> Iterator[str]:
        """Return the paths of all articles."""
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    @property
    def ordered(self) -> Sequence[Story]:
        """Return all articles by their numbers."""
        return self._stories

    def numbers(self, path: str) -> Sequence[int]:
        """Return the numbers of the articles that an article suggests; none for an article that is unknown."""
        place = self._places.get(path)
        return () if place is None else self._choice.numbers(place)

    def stories(self, path: str) -> tuple[Story, ...]:
        """Return the articles that an article suggests; none for an article that is unknown."""
        return tuple([self._stories[number] for number in self.numbers(path)])

    def exchanged(self, old: Story, new: Story) -> Suggestions:
        """Return the same suggestions, with another version of an article wherever it is among them."""
        place = self._places.get(old.article.path)
        if place is None:
            return self
        stories = list(self._stories)
        stories[place] = new
        return Suggestions(stories, self._choose, self._places)

    def digest(self, path: str) -> bytes:
        """Return a digest, 16 bytes, of which articles an article suggests, and in which order."""
        ids = "\0".join([story.article.id for story in self.stories(path)])
        return blake2b(ids.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class Filed(Sequence[Story]):
    """Some of a site's articles, by their numbers among all: what is known of each article of a site is looked up by
    number ten times as quickly as by article, and a listing of a large archive has a million of them."""

    def __init__(self, among: Sequence[Story], numbers: Sequence[int]) -> None:
        self.among = among
        self.numbers = numbers

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[Story]:
        return map(self.among.__getitem__, self.numbers)

    @overload
    def __getitem__(self, place: int) -> Story: ...
    @overload
    def __getitem__(self, place: slice) -> Filed: ...
    def __getitem__(self, place: int | slice) -> Story | Filed:
        if isinstance(place, slice):
            return Filed(self.among, self.numbers[place])
        return self.among[self.numbers[place]]

    def where(self, fits: Callable[[Article], bool]) -> Filed:
        """Return those of which the article fits."""
        return Filed(self.among, [number for number in self.numbers if fits(self.among[number].article)])


@frozen
class Month:
    """A month of the archive and its articles, newest first."""

    year: int
    month: int
    stories: Filed


@frozen
class Site:
    """Everything that is published, related. Nothing withheld is reachable from here, except by name in `withheld`.

    Stories are newest first, unless a list says otherwise.
    """

    settings: Settings
    stories: tuple[Story, ...]
    withdrawn: tuple[Story, ...]
    """By path. Their pages are notices; nothing else shows them."""
    withheld: tuple[WithheldArticle, ...]
    authors: tuple[Author, ...]
    """By name."""
    sections: tuple[Term, ...]
    """In the order of the navigation; only those with articles or a file of their own."""
    tags: tuple[Term, ...]
    """By name; only those with articles."""
    series: tuple[Term, ...]
    pages: tuple[PlainPage, ...]
    files: tuple[StaticFile, ...]
    """With the path URLs that they are published at."""
    by_author: Mapping[str, Filed]
    by_section: Mapping[str, Filed]
    by_tag: Mapping[str, Filed]
    by_series: Mapping[str, Filed]
    """In reading order."""
    months: tuple[Month, ...]
    """Newest first."""
    fresh: tuple[Story, ...]
    """What is news to Google News at the moment of the edition."""
    suggestions: Suggestions
    """You May Also Like, by the article's path."""
    memory: Memory
    """What relating the next site may begin with; see `related.memory`."""
    leads: Mapping[str, Story]
    """The article that leads each section's front, by the section's slug."""
    lists: Mapping[str, tuple[Story, ...]]
    """The declared lists, by name. Those of one article's own are empty here."""
    declared: Mapping[str, ListSettings]
    """How the lists were declared."""
    unread: frozenset[str]
    """Paths of content files that have errors."""
    urls: Mapping[str, str]
    """The path URL of each content file that is published, by its path."""

    @cached_property
    def section_numbers(self) -> Mapping[str, int]:
        """Return the place of each section in the navigation, from 1, by its slug."""
        return {section.slug: number for number, section in enumerate(self.sections, 1)}

    @cached_property
    def related(self) -> Mapping[str, tuple[Story, ...]]:
        """Return the articles of You May Also Like, by the article's path."""
        return {path: self.suggestions.stories(path) for path in self.suggestions}
