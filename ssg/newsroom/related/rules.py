"""The editorial rules of You May Also Like: what an editor decides goes before what is near.

In this order: pinned articles; the next part of the series; the nearest, blended with a mild preference for what is of
the same time, and with few of one author or section; the nearest in other languages; what is left of the section and
then of the site, the closest in time first. Never the article itself, a hidden or retracted one, a translation of it,
or an advertisement under journalism.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice, pairwise

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
        self._ranked = np.take_along_axis(memory.neighbours.nearest, order, 1).tolist()
        self._scores = np.take_along_axis(blended, order, 1).tolist()
        self._next = _next_parts(facts)
        self._in_section: dict[str, list[int]] = {}
        for index, fact in enumerate(facts):
            self._in_section.setdefault(fact.section, []).append(index)
        self._place = {index: place for group in self._in_section.values() for place, index in enumerate(group)}

    def suggestions(self, index: int, problems: list[Problem]) -> tuple[Suggestion, ...]:
        """Return what an article suggests, best first. A pin that the rules forbid is a warning."""
        fact, most = self._facts[index], self._settings.count
        pinned = self._pinned(fact, problems)
        if fact.story.article.no_related:
            return ()
        chosen = {id(pin): Suggestion(pin, 1.0, Reason.PINNED) for pin in pinned}
        if len(chosen) < most and self._settings.series and index in self._next:
            part = self._facts[self._next[index]]
            if not unfit(fact, part):
                chosen.setdefault(id(part.story), Suggestion(part.story, 1.0, Reason.SERIES))
        if len(chosen) < most:
            for other, score in self._diverse(index, chosen):
                chosen[id(other.story)] = Suggestion(other.story, score, Reason.NEAR)
        for other, score, wrong in self.near(index) if len(chosen) < most else ():
            if wrong == OTHER_LANGUAGE and len(chosen) < most:
                chosen.setdefault(id(other.story), Suggestion(other.story, score, Reason.NEAR))
        if len(chosen) < most and self._settings.fill:
            for other in self._fillers(index):
                if id(other.story) not in chosen and not unfit(fact, other):
                    chosen[id(other.story)] = Suggestion(other.story, 0.0, Reason.FILLED)
                    if len(chosen) == most:
                        break
        return tuple(chosen.values())

    def _pinned(self, fact: Facts, problems: list[Problem]) -> list[Story]:
        if not fact.story.article.related:
            return []
        found = []
        for number, story in self._pins.of(fact.story.article, problems):
            # Its own language does not matter here: nobody pins by accident.
            other = facts_of(story, fact.language)
            if wrong := unfit(fact, other):
                message = f'"{story.article.title}" is not suggested: {wrong}'
                at = ("related", number)
                problems.append(
                    Problem(message, "remove it", fact.story.article.path, at=at, severity=Severity.WARNING)
                )
            elif story not in found:
                found.append(story)
        return found

    def near(self, index: int) -> Iterator[tuple[Facts, float, str]]:
        """Yield the nearest articles, their blended scores and why each must not be suggested, if so."""
        fact = self._facts[index]
        for other, score in zip(self._ranked[index], self._scores[index], strict=True):
            if score < 0:
                return
            found = self._facts[other]
            wrong = unfit(fact, found)
            if not wrong and (score <= 0 or score < self._settings.minimum):
                wrong = "it is not near enough"
            if not wrong and found.language != fact.language:
                wrong = OTHER_LANGUAGE
            yield found, score, wrong

    def _diverse(self, index: int, chosen: Mapping[int, Suggestion]) -> list[tuple[Facts, float]]:
        """Return the nearest for the places left, an author or section giving way to another almost as near."""
        places = self._settings.count - len(chosen)
        # Read no further than needed: most lists are settled by their first three.
        ranked = (
            (other, score) for other, score, wrong in self.near(index) if not wrong and id(other.story) not in chosen
        )
        if not (self._settings.per_author or self._settings.per_section):
            return list(islice(ranked, places))
        taken = [facts_of(suggestion.story, "") for suggestion in chosen.values()]
        picked: list[tuple[Facts, float]] = []
        waiting: list[tuple[Facts, float]] = []
        while len(picked) < places:
            found = self._with_room(ranked, waiting, taken)
            if found is None:
                break
            picked.append(found)
            taken.append(found[0])
        return picked

    def _with_room(
        self, ranked: Iterator[tuple[Facts, float]], waiting: list[tuple[Facts, float]], taken: Sequence[Facts]
    ) -> tuple[Facts, float] | None:
        """Return the best whose author and section have room, if it is close to the best of all, and else the best.

        `waiting` are those that were read from `ranked` and not taken yet.
        """
        for place in count(0):
            if place == len(waiting):
                following = next(ranked, None)
                if following is None:
                    break
                waiting.append(following)
            other, score = waiting[place]
            if score < waiting[0][1] * (1 - self._settings.close):
                break
            if self._has_room(other, taken):
                return waiting.pop(place)
        return waiting.pop(0) if waiting else None

    def _has_room(self, other: Facts, taken: Iterable[Facts]) -> bool:
        authors, sections = self._settings.per_author, self._settings.per_section
        return not (
            (authors and sum(not other.authors.isdisjoint(fact.authors) for fact in taken) >= authors)
            or (sections and sum(other.section == fact.section for fact in taken) >= sections)
        )

    def _fillers(self, index: int) -> Iterator[Facts]:
        """Yield articles to fill a list: those in its language first, of its section before others."""
        fact = self._facts[index]
        group = self._in_section[fact.section]
        close = [*_around(group, self._place[index]), *_around(range(len(self._facts)), index)]
        for own in (True, False):
            for other in close:
                if (self._facts[other].language == fact.language) is own:
                    yield self._facts[other]


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
