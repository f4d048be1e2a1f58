"""The editorial rules of You May Also Like: what an editor decides goes before what is near.

In this order: pinned articles; the next part of the series; the nearest, blended with a mild preference for what is of
the same time, and with few of one author or section; the nearest in other languages; what is left of the section and
then of the site, the closest in time first. Never the article itself, a hidden or retracted one, a translation of it
or of what is suggested already, or an advertisement under journalism.

Most articles are plain: nothing is pinned, enough is near, and no author or section has too many. Their lists are found
all at once, in columns; the others one by one.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from ssg.newsroom.related.choice import Choice
from ssg.newsroom.related.facts import DAY, UNDATED_MOMENT, Facts, around
from ssg.newsroom.related.neighbours import NONE
from ssg.newsroom.related.ragged import Ints, spans, starts_of
from ssg.newsroom.site import REASONS, Reason
from ssg.settings import RelatedSettings

OTHER_LANGUAGE = "it is in another language"
_ONE = 1 << 30
"""A score of 1. Scores are whole numbers while they are compared, so that equal means equal."""
_DOCUMENT_BITS = 25
_CODES = {reason: code for code, reason in enumerate(REASONS)}
_MARKS = 63

Chosen = dict[int, tuple[float, Reason]]
"""What an article suggests, best first: numbers of articles, each with its score and the reason."""
Mask = NDArray[np.bool_]


class Rules:
    """Applies the rules to the articles of a site.

    `nearest` (n, 16) has for each article the numbers of those nearest to it, in any order and -1 for none, and
    `scores` how near they are, from 0 to 1. `pinned` are the pins of the articles that have some.
    """

    def __init__(
        self,
        facts: Facts,
        pinned: Mapping[int, Sequence[int]],
        nearest: NDArray[np.int32],
        scores: NDArray[np.float64],
        settings: RelatedSettings,
    ) -> None:
        self._facts = facts
        self._pinned = pinned
        self._settings = settings
        self._ranked, self._levels = _ranked(nearest, scores, np.array(facts.moments, np.int64), settings)
        self._next = _next_parts(facts) if settings.series else {}

    def choose(self) -> Choice:
        """Return what each article suggests."""
        number, count = len(self._facts), self._settings.count
        fit = self._fit
        # The places of the nearest that are fit, in their order.
        places = np.argsort(~fit, axis=1, kind="stable")[:, :count]
        picked = np.take_along_axis(self._ranked, places, 1)
        plain = (fit.sum(axis=1) >= count) & ~self._is_crowded(picked)
        plain[np.array([*self._pinned, *self._next], np.int64)] = False
        plain[np.array(self._facts.alone, bool)] = False
        others = {int(row): self.chosen(int(row)) for row in np.flatnonzero(~plain)}
        lengths = np.full(number, min(count, picked.shape[1]), np.int64)
        lengths[list(others)] = [len(chosen) for chosen in others.values()]
        starts = starts_of(lengths)
        chosen = np.zeros(starts[-1], np.int64)
        scores = np.zeros(starts[-1], np.float64)
        reasons = np.zeros(starts[-1], np.uint8)
        at = spans(starts[:-1][plain], lengths[plain])
        chosen[at] = picked[plain].ravel()
        scores[at] = np.take_along_axis(self._levels, places, 1)[plain].ravel() / _ONE
        reasons[at] = _CODES[Reason.NEAR]
        at = spans(starts[:-1][~plain], lengths[~plain])
        found = [(other, *rest) for row in others.values() for other, rest in row.items()]
        chosen[at] = [other for other, _, _ in found]
        scores[at] = [score for _, score, _ in found]
        reasons[at] = [_CODES[reason] for _, _, reason in found]
        return Choice(
            array("q", starts.tobytes()), array("q", chosen.tobytes()), array("d", scores.tobytes()), reasons.tobytes()
        )

    @cached_property
    def _fit(self) -> Mask:
        """Return which of the nearest may be suggested as such: what `near` asks of one, for all at once."""
        facts, ranked, levels = self._facts, self._ranked, self._levels
        barred = np.array([bool(barred) for barred in facts.barred], bool)
        sponsored = np.array(facts.sponsored, bool)
        languages, origins = _numbered(facts.languages), self._origins
        fit: Mask = (levels > 0) & (levels >= self._settings.minimum * _ONE) & ~barred[ranked]
        fit &= ~sponsored[ranked] | sponsored[:, None]
        fit &= (languages[ranked] == languages[:, None]) & (origins[ranked] != origins[:, None])
        return fit

    @cached_property
    def _origins(self) -> Ints:
        return _numbered(self._facts.origins)

    def _is_crowded(self, picked: NDArray[np.int32]) -> Mask:
        """Return of which articles one author or section may have too many among those picked, or a text stands there
        in two languages. It may be wrong about authors, on the safe side: it only sees a mark of each, and many share
        one."""
        crowded = np.zeros(len(picked), bool)
        origins = self._origins[picked]
        for place in range(1, picked.shape[1]):
            crowded |= (origins[:, :place] == origins[:, place, None]).any(axis=1)
        if self._settings.per_author:
            authors = np.array([_mark(names) for names in self._facts.authors], np.int64)[picked]
            for place in range(1, picked.shape[1]):
                same = (authors[:, :place] & authors[:, place, None]) != 0
                crowded |= same.sum(axis=1) >= self._settings.per_author
        if self._settings.per_section:
            sections = _numbered(self._facts.sections)[picked]
            for place in range(1, picked.shape[1]):
                same = sections[:, :place] == sections[:, place, None]
                crowded |= same.sum(axis=1) >= self._settings.per_section
        return crowded

    def chosen(self, number: int) -> Chosen:
        """Return what one article suggests."""
        facts, count = self._facts, self._settings.count
        if facts.alone[number] or not count:
            return {}
        chosen: Chosen = dict.fromkeys(self._pinned.get(number, ()), (1.0, Reason.PINNED))
        if len(chosen) < count and number in self._next:
            part = self._next[number]
            if not facts.is_told(part, chosen):
                chosen[part] = (1.0, Reason.SERIES)
        if len(chosen) < count:
            self._choose_near(number, chosen)
        if len(chosen) < count:
            for other, score, wrong in self.near(number):
                if wrong == OTHER_LANGUAGE and len(chosen) < count and not facts.is_told(other, chosen):
                    chosen[other] = (score, Reason.NEAR)
        if len(chosen) < count and self._settings.fill:
            self._fill(number, chosen)
        return chosen

    def near(self, number: int) -> Iterator[tuple[int, float, str]]:
        """Yield the nearest articles, their blended scores and why each must not be suggested, if so."""
        facts = self._facts
        for other, level in zip(self._ranked[number].tolist(), self._levels[number].tolist(), strict=True):
            if level < 0:
                return
            wrong = facts.unfit(number, other)
            if not wrong and (level <= 0 or level < self._settings.minimum * _ONE):
                wrong = "it is not near enough"
            if not wrong and facts.languages[other] != facts.languages[number]:
                wrong = OTHER_LANGUAGE
            yield other, level / _ONE, wrong

    def passed_over(self, number: int, shown: Sequence[int]) -> Iterator[tuple[int, float, str]]:
        """Yield what is near to an article and not among what it suggests, the score and the rule that says so; an
        empty text where others are nearer."""
        taken = dict.fromkeys(shown, (1.0, Reason.NEAR))
        near = list(self.near(number))
        last = max((place for place, (other, _, _) in enumerate(near) if other in taken), default=0)
        for place, (other, score, wrong) in enumerate(near):
            if other in taken:
                continue
            why = wrong
            if not wrong and self._facts.is_told(other, shown):
                why = "it is a translation of one of these"
            elif not wrong and place < last and not self._has_room(other, taken):
                why = "one of another author or section is almost as near"
            yield other, score, why

    def _choose_near(self, number: int, chosen: Chosen) -> None:
        """Add the nearest, an author or section with many already giving way to another almost as near."""
        fit = self._fit[number]
        candidates = zip(self._ranked[number][fit].tolist(), self._levels[number][fit].tolist(), strict=True)
        # What `is_told` asks, of each of the nearest of thousands of articles.
        origins = self._facts.origins
        told = {origins[other] for other in chosen}
        left = [(other, level) for other, level in candidates if origins[other] not in told]
        while left and len(chosen) < self._settings.count:
            place = 0
            if not self._has_room(left[0][0], chosen):
                least = left[0][1] * (1 - self._settings.close)
                close = (place for place, (_, level) in enumerate(left) if level >= least)
                place = next((place for place in close if self._has_room(left[place][0], chosen)), 0)
            other, level = left.pop(place)
            if origins[other] not in told:
                chosen[other] = (level / _ONE, Reason.NEAR)
                told.add(origins[other])

    def _has_room(self, other: int, chosen: Chosen) -> bool:
        facts, settings = self._facts, self._settings
        names = set(facts.authors[other])
        return not (
            (
                settings.per_author
                and names
                and sum(not names.isdisjoint(facts.authors[taken]) for taken in chosen) >= settings.per_author
            )
            or (
                settings.per_section
                and sum(facts.sections[taken] == facts.sections[other] for taken in chosen) >= settings.per_section
            )
        )

    def _fill(self, number: int, chosen: Chosen) -> None:
        """Add what is left: articles in its language before others, of its section before others, and of those the
        closest in time."""
        facts, moment = self._facts, self._facts.moments[number]
        language, section = facts.languages[number], facts.sections[number]
        pools = ((language, section), (language, None), (None, section), (None, None))
        groups = [self._pools[facts.sponsored[number]].get(pool, ()) for pool in pools]
        closest = chain.from_iterable(around(group, number, moment, facts.moments) for group in groups)
        for other in closest:
            if len(chosen) >= self._settings.count:
                return
            if not facts.unfit(number, other) and not facts.is_told(other, chosen):
                chosen[other] = (0.0, Reason.FILLED)

    @cached_property
    def _pools(self) -> tuple[dict[tuple[str | None, str | None], list[int]], ...]:
        """Return what may fill a list, by language and section, ascending: under journalism, and under advertising."""
        facts = self._facts
        pools: tuple[dict[tuple[str | None, str | None], list[int]], ...] = ({}, {})
        for number, (language, section) in enumerate(zip(facts.languages, facts.sections, strict=True)):
            if facts.barred[number]:
                continue
            for pool in pools[1:] if facts.sponsored[number] else pools:
                for key in ((language, section), (language, None), (None, section), (None, None)):
                    pool.setdefault(key, []).append(number)
        return pools


def _ranked(
    nearest: NDArray[np.int32], scores: NDArray[np.float64], moments: Ints, settings: RelatedSettings
) -> tuple[NDArray[np.int32], Ints]:
    """Return the nearest, the best first, and their scores with the preference for what is of the same time: -1 where
    there is no document.

    Half of `recency` is taken off at a distance of `half_life` days, and never more than all of it.
    """
    if settings.half_life:
        gap = np.abs(moments[nearest] - moments[:, None])
        gap[(moments[nearest] == UNDATED_MOMENT) | (moments[:, None] == UNDATED_MOMENT)] = 0
        scores = scores * (1 - settings.recency * (gap / (gap + settings.half_life * DAY)))
    levels = np.where(nearest == NONE, -1, np.rint(scores * _ONE).astype(np.int64))
    # Of equally near articles the newer comes first: its number is lower.
    order = np.sort((_ONE - levels) << _DOCUMENT_BITS | np.maximum(nearest, 0), axis=1)
    return (order & ((1 << _DOCUMENT_BITS) - 1)).astype(np.int32), _ONE - (order >> _DOCUMENT_BITS)


def _numbered(names: Sequence[str]) -> Ints:
    """Return a number for each name, the same for the same."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int64)


@lru_cache(maxsize=4096)
def _mark(names: tuple[str, ...]) -> int:
    """Return a number that has a bit in common with that of every list of names that shares one."""
    mark = 0
    for name in names:
        mark |= 1 << sum(name.encode()) % _MARKS
    return mark


def _next_parts(facts: Facts) -> dict[int, int]:
    """Return for each numbered part of a series the next one that it may suggest."""
    series: dict[str, list[tuple[int, int]]] = {}
    for number, numbered in enumerate(facts.parts):
        if numbered:
            series.setdefault(numbered[0], []).append((numbered[1], number))
    following: dict[int, int] = {}
    for parts in series.values():
        # Of two articles of one part the newer comes first.
        parts.sort()
        for part, number in parts:
            later = range(bisect_left(parts, (part + 1, 0)), len(parts))
            fit = (parts[at][1] for at in later if not facts.unfit(number, parts[at][1]))
            if (first := next(fit, None)) is not None:
                following[number] = first
    return following
