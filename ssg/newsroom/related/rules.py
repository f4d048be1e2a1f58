"""The editorial rules of You May Also Like: what an editor decides goes before what is near.

In this order: pinned articles; the next part of the series; the nearest, blended with a mild preference for what is of
the same time, and with few of one author or section; the nearest in other languages; what is left of the section and
then of the site, the closest in time first. Never the article itself, a hidden or retracted one, a translation of it,
or an advertisement under journalism.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from ssg.model import Article, NoteKind
from ssg.newsroom.related.memory import Memory
from ssg.newsroom.related.neighbours import NONE
from ssg.newsroom.related.pins import Pins
from ssg.newsroom.site import Reason, Story, Suggestion
from ssg.problems import Problem, Severity
from ssg.settings import RelatedSettings

OTHER_LANGUAGE = "it is in another language"
_DAY = 86_400
_FARTHEST = 200
"""Articles on each side in time that may fill a list."""


@dataclass(frozen=True)
class Facts:
    """What the rules ask of an article. `origin` is the id of what it is a translation of, or its own."""

    story: Story
    moment: int
    language: str
    origin: str
    authors: frozenset[str]
    section: str
    barred: str
    """Why it is suggested nowhere, or empty."""


def facts_of(story: Story, language: str) -> Facts:
    """Return what the rules ask of an article; `language` is the site's."""
    article = story.article
    return Facts(
        story,
        moment_of(story),
        article.language or language,
        str(article.extra.get("translation_of") or article.id),
        frozenset(credit.author.slug for credit in story.credits),
        story.section.slug if story.section else "",
        _barred(article),
    )


def _barred(article: Article) -> str:
    if article.noindex:
        return "it is hidden from search engines (noindex)"
    notes = (*article.corrections, *article.updates)
    if notes and any(note.kind is NoteKind.RETRACTION for note in notes):
        return "it was retracted"
    return ""


def unfit(reader: Facts, other: Facts) -> str:
    """Return why one article must not suggest another, or an empty text."""
    if other.story is reader.story:
        return "it is the article itself"
    if other.barred:
        return other.barred
    if other.origin == reader.origin:
        return "it is a translation"
    if other.story.article.sponsor and not reader.story.article.sponsor:
        return "it is sponsored"
    return ""


def blend(memory: Memory, moments: NDArray[np.int64], settings: RelatedSettings) -> NDArray[np.float64]:
    """Return the scores with the preference for what is of the same time: -1 where there is no document.

    Half of `settings.recency` is taken off at a distance of `settings.half_life` days, and never more than all of it.
    """
    nearest, scores = memory.neighbours.nearest, memory.scores
    if settings.half_life:
        gap = np.abs(moments[nearest] - moments[:, None])
        scores = scores * (1 - settings.recency * (gap / (gap + settings.half_life * _DAY)))
    return np.where(nearest == NONE, -1.0, scores)


class Rules:
    """Applies the rules to the articles of a site. `facts` are in the order of the memory's documents."""

    def __init__(self, facts: Sequence[Facts], pins: Pins, memory: Memory, settings: RelatedSettings) -> None:
        self._facts = facts
        self._pins = pins
        self._settings = settings
        blended = blend(memory, np.array([fact.moment for fact in facts], np.int64), settings)
        # Of equally near articles the newer comes first: its number is lower.
        order = np.lexsort((memory.neighbours.nearest, -blended), axis=1)
        ranked = np.take_along_axis(memory.neighbours.nearest, order, 1)
        scores = np.take_along_axis(blended, order, 1)
        self._ranked, self._scores = ranked.tolist(), scores.tolist()
        self._fit = np.where(self._are_fit(ranked, scores), ranked, NONE).tolist()
        self._number = {id(fact.story): number for number, fact in enumerate(facts)}
        self._next = _next_parts(facts)
        self._in_section: dict[str, list[int]] = {}
        for number, fact in enumerate(facts):
            self._in_section.setdefault(fact.section, []).append(number)

    def _are_fit(self, ranked: NDArray[np.int32], scores: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which of the nearest may be suggested as such: what `near` asks of one, for all at once."""
        barred = np.array([bool(fact.barred) for fact in self._facts], bool)
        sponsored = np.array([bool(fact.story.article.sponsor) for fact in self._facts], bool)
        languages, origins = (_numbered(getattr(fact, name) for fact in self._facts) for name in ("language", "origin"))
        fit: NDArray[np.bool_] = (scores > 0) & (scores >= self._settings.minimum) & ~barred[ranked]
        fit &= ~sponsored[ranked] | sponsored[:, None]
        fit &= (languages[ranked] == languages[:, None]) & (origins[ranked] != origins[:, None])
        return fit

    def suggestions(self, number: int, problems: list[Problem]) -> tuple[Suggestion, ...]:
        """Return what an article suggests, best first. A pin that the rules forbid is a warning."""
        facts, fact, count = self._facts, self._facts[number], self._settings.count
        chosen = self._pinned(number, problems)
        if fact.story.article.no_related:
            return ()
        if len(chosen) < count and self._settings.series and number in self._next:
            part = self._next[number]
            if not unfit(fact, facts[part]):
                chosen.setdefault(part, Suggestion(facts[part].story, 1.0, Reason.SERIES))
        if len(chosen) < count:
            self._choose_near(number, chosen)
        if len(chosen) < count:
            for other, score, wrong in self.near(number):
                if wrong == OTHER_LANGUAGE and len(chosen) < count:
                    chosen.setdefault(other, Suggestion(facts[other].story, score, Reason.NEAR))
        if len(chosen) < count and self._settings.fill:
            for other in self._fillers(number):
                if other not in chosen and not unfit(fact, facts[other]):
                    chosen[other] = Suggestion(facts[other].story, 0.0, Reason.FILLED)
                    if len(chosen) == count:
                        break
        return tuple(chosen.values())

    def _pinned(self, number: int, problems: list[Problem]) -> dict[int, Suggestion]:
        fact = self._facts[number]
        chosen: dict[int, Suggestion] = {}
        if not fact.story.article.related:
            return chosen
        for place, story in self._pins.of(fact.story.article, problems):
            other = self._number[id(story)]
            if wrong := unfit(fact, self._facts[other]):
                message = f'"{story.article.title}" is not suggested: {wrong}'
                path, at = fact.story.article.path, ("related", place)
                problems.append(Problem(message, "remove it", path, at=at, severity=Severity.WARNING))
            else:
                chosen.setdefault(other, Suggestion(story, 1.0, Reason.PINNED))
        return chosen

    def near(self, number: int) -> Iterator[tuple[int, float, str]]:
        """Yield the nearest articles, their blended scores and why each must not be suggested, if so."""
        fact = self._facts[number]
        for other, score in zip(self._ranked[number], self._scores[number], strict=True):
            if other == NONE:
                return
            wrong = unfit(fact, self._facts[other])
            if not wrong and (score <= 0 or score < self._settings.minimum):
                wrong = "it is not near enough"
            if not wrong and self._facts[other].language != fact.language:
                wrong = OTHER_LANGUAGE
            yield other, score, wrong

    def _choose_near(self, number: int, chosen: dict[int, Suggestion]) -> None:
        """Add the nearest, an author or section with many already giving way to another almost as near."""
        left = [
            (other, score)
            for other, score in zip(self._fit[number], self._scores[number], strict=True)
            if other != NONE and other not in chosen
        ]
        taken = [self._facts[other] for other in chosen]
        while left and len(chosen) < self._settings.count:
            place = 0
            if not self._has_room(self._facts[left[0][0]], taken):
                least = left[0][1] * (1 - self._settings.close)
                close = (place for place, (_, score) in enumerate(left) if score >= least)
                place = next((place for place in close if self._has_room(self._facts[left[place][0]], taken)), 0)
            other, score = left.pop(place)
            taken.append(self._facts[other])
            chosen[other] = Suggestion(self._facts[other].story, score, Reason.NEAR)

    def _has_room(self, other: Facts, taken: Iterable[Facts]) -> bool:
        authors, sections = self._settings.per_author, self._settings.per_section
        return not (
            (authors and sum(not other.authors.isdisjoint(fact.authors) for fact in taken) >= authors)
            or (sections and sum(other.section == fact.section for fact in taken) >= sections)
        )

    def _fillers(self, number: int) -> Iterator[int]:
        """Yield articles to fill a list: those in its language first, of its section before others."""
        fact = self._facts[number]
        group = self._in_section[fact.section]
        for own in (True, False):
            everywhere = _around(range(len(self._facts)), number)
            for other in chain(_around(group, bisect_left(group, number)), everywhere):
                if (self._facts[other].language == fact.language) is own:
                    yield other


def _numbered(names: Iterable[str]) -> NDArray[np.int64]:
    """Return a number for each name, the same for the same."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int64)


def moment_of(story: Story) -> int:
    """Return when an article was published, in seconds since 1970."""
    return int(story.article.date.timestamp())


def _around(indexes: Sequence[int], place: int) -> Iterator[int]:
    """Yield what is around a place, the closest first, and of two the newer."""
    for distance in range(1, min(len(indexes), _FARTHEST + 1)):
        if place >= distance:
            yield indexes[place - distance]
        if place + distance < len(indexes):
            yield indexes[place + distance]


def _next_parts(facts: Sequence[Facts]) -> dict[int, int]:
    """Return for each numbered part of a series the next one."""
    series: dict[str, list[tuple[int, int]]] = {}
    for index, fact in enumerate(facts):
        part = fact.story.article.series
        if fact.story.series and part and part.part:
            series.setdefault(fact.story.series.slug, []).append((part.part, index))
    following: dict[int, int] = {}
    for parts in series.values():
        # Of two articles of one part the newer counts.
        numbered = dict(sorted(parts, reverse=True))
        numbers = sorted(numbered)
        after = dict(pairwise(numbers))
        following.update({index: numbered[after[number]] for number, index in parts if number in after})
    return following
