"""What the editorial rules ask of articles: a column for each question, with an entry for each article."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import repeat
from typing import Any

from ssg.model import UNDATED, Article
from ssg.newsroom.related.pins import Pins
from ssg.newsroom.related.words import base_language
from ssg.newsroom.site import Story
from ssg.urls import slugify


class Facts:
    """The columns. `language` is the site's.

    What is in them comes from the articles, from `language`, and from what the names in an article stand for: its
    authors, section, tags and series. Nothing else.
    """

    stories: Sequence[Story]
    """Newest first, and those of one moment by their ids: so that names of files do not matter."""
    articles: Sequence[Article]
    keys: Sequence[bytes]
    """What the recommender sees of each, and what decides their order: articles with one key are the same to it."""
    languages: Sequence[str]
    """Without their regions."""
    authors: Sequence[tuple[str, ...]]
    """Slugs."""
    sections: Sequence[str]
    """Slugs; an empty text where there is none."""
    parts: Sequence[tuple[str, int] | None]
    """Of the numbered parts of a series its slug and the number."""
    pins: Sequence[tuple[str, ...]]
    """What each says itself that it is to suggest."""
    translated: Sequence[str]
    """What each says that it is a translation of, or an empty text."""
    barred: Sequence[str]
    """Why an article is suggested nowhere, or an empty text."""
    sponsored: Sequence[bool]
    """Which are paid for by somebody."""
    alone: Sequence[bool]
    """Which are to suggest nothing."""

    def __init__(self, stories: Sequence[Story], language: str) -> None:
        rows = [_row(place, story, language) for place, story in enumerate(stories)]
        # The place is another for each, and nothing after it is compared.
        rows.sort()
        (
            moments, ids, _places, paths, self.stories, self.articles, self.keys, self.languages, self.authors,
            self.sections, self.parts, self.pins, self.translated, self.barred, self.sponsored, self.alone,
        ) = zip(*rows, strict=True) if rows else repeat((), 16)  # fmt: skip
        self._ids: Sequence[str] = ids
        self.numbers = dict(zip(paths, range(len(paths)), strict=True))
        """The number of each article, by its path."""
        self.moments = [-moment for moment in moments]
        """When each was published, in seconds since 1970."""

    def __len__(self) -> int:
        return len(self.stories)

    def unfit(self, reader: int, other: int) -> str:
        """Return why one article must not suggest another, or an empty text."""
        if other == reader:
            return "it is the article itself"
        if self.barred[other]:
            return self.barred[other]
        if self.origins[other] == self.origins[reader]:
            return "it is a translation"
        if self.sponsored[other] and not self.sponsored[reader]:
            return "it is sponsored"
        return ""

    def is_told(self, other: int, chosen: Iterable[int]) -> bool:
        """Tell whether one article is a translation of one of others, or one of them of it."""
        origins = self.origins
        return any(origins[other] == origins[taken] for taken in chosen)

    @cached_property
    def origins(self) -> list[str]:
        """Return the id of what an article is a translation of, in the end, or its own."""
        originals: dict[int, int] = {}
        found = [*self._ids]
        pins = Pins(self.stories, ())
        for number, name in enumerate(self.translated):
            if name:
                original = pins.find(name, number)
                if original is None:
                    # It is not published: other translations of it say the same name.
                    found[number] = slugify(name) or name
                else:
                    originals[number] = original
        for number in originals:
            followed = [number]
            while (last := followed[-1]) in originals and originals[last] not in followed:
                followed.append(originals[last])
            # Where articles are said to be translations of each other, all of them have the same first.
            circle = followed.index(originals[last]) if last in originals else -1
            found[number] = min(found[other] for other in followed[circle:])
        return found


def _row(place: int, story: Story, language: str) -> tuple[Any, ...]:
    """Return what the columns have of one article. All is asked of it at once: a large archive is not at hand in the
    processor, and to fetch an article takes longer than to ask it."""
    article = story.article
    language = base_language(article.language or language)
    seen = [language, *[tag.slug for tag in story.tags]]
    if story.series:
        seen.append(f"series/{story.series.slug}")
    return (
        -int(article.date.timestamp()),
        article.id,
        place,
        article.path,
        story,
        article,
        article.digest + "\0".join(seen).encode(),
        language,
        tuple([credit.author.slug for credit in story.credits]),
        story.section.slug if story.section else "",
        _part_of(story) if story.series else None,
        article.related,
        translation_of(article) if article.extra else "",
        _barred(article) if article.noindex or article.corrections or article.updates else "",
        article.paid,
        article.no_related,
    )


def translation_of(article: Article) -> str:
    """Return what an article says that it is a translation of, or an empty text."""
    name = article.extra.get("translation_of") if article.extra else None
    return "" if name is None else str(name)


DAY = 86_400
"""Seconds."""
UNDATED_MOMENT = int(UNDATED.timestamp())
"""The moment of articles without a date, which are of no time and as close to one as to another."""


def moment_of(story: Story) -> int:
    """Return when an article was published, in seconds since 1970."""
    return int(story.article.date.timestamp())


def days_apart(one: Story, other: Story) -> int | None:
    """Return how many whole days lie between two articles, or None where one of them has no date."""
    moments = (moment_of(one), moment_of(other))
    return None if UNDATED_MOMENT in moments else abs(moments[0] - moments[1]) // DAY


def _barred(article: Article) -> str:
    if article.noindex:
        return "it is hidden from search engines (noindex)"
    return "it was retracted" if article.retracted else ""


def _part_of(story: Story) -> tuple[str, int] | None:
    part = story.article.series
    return (story.series.slug, part.part) if story.series and part and part.part else None


def around(group: Sequence[int], number: int, moment: int, moments: Sequence[int]) -> Iterator[int]:
    """Yield the other articles of a group, the closest in time to an article first, and of two the newer.

    `group` are numbers of articles, ascending, with the article's own or without it.
    """
    newer = older = bisect_left(group, number)
    if older < len(group) and group[older] == number:
        older += 1
    while newer > 0 or older < len(group):
        gap = moments[group[newer - 1]] - moment if newer > 0 else None
        other = moment - moments[group[older]] if older < len(group) else None
        if other is None or (gap is not None and gap <= other):
            newer -= 1
            yield group[newer]
        else:
            older += 1
            yield group[older - 1]
