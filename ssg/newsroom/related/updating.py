"""Go on from an earlier state of the recommender, so that what has changed costs its neighbourhood, not the archive.

Done again are: vectors with a term whose frequency changed level; neighbours of documents that look at one that came,
changed or went, where they cannot be mended; scores around those with other neighbours. Everything else is as it was,
in the rows in which it was.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ssg.newsroom.related import neighbours as near
from ssg.newsroom.related.mending import Archive, mend
from ssg.newsroom.related.neighbours import NONE, Documents, Neighbours, Order
from ssg.newsroom.related.ragged import Ints, distinct
from ssg.newsroom.related.smoothing import READ_TOGETHER, near_of, rescore
from ssg.newsroom.related.state import State, Vocabulary
from ssg.newsroom.related.terms import SLOTS, Counts
from ssg.newsroom.related.vectors import Mask, Vectors, levels_of, sample_of, weigh

_MANY = 16
"""Where one document in so many has another vector, all are compared again: it takes no longer."""
_EMPTY = 4
"""One row in so many may be empty."""


class _Step(NamedTuple):
    """From a state to the next: masks of the rows that stay in use, are new, and are not used any more."""

    old: State
    order: Order
    stayed: Mask
    arrived: Mask
    gone: Mask


def updated(old: State, keys: tuple[bytes, ...], order: Order, counts: Counts, chances: NDArray[np.uint32]) -> State:
    """Return the state after relating documents that stand in the rows of an earlier state, or in new ones after them.

    Those of the earlier state must be in the same order as there, and few may have come or gone.
    """
    there, was = order.ranks >= 0, _longer(old.order.ranks >= 0, len(order.ranks), False)
    step = _Step(old, order, there & was, there & ~was, was & ~there)
    number = len(keys)
    sampled = there & sample_of(number).has(order.ranks, chances, number)
    vocabulary, changed = _recounted(step, counts, sampled)
    fresh, vectors = _reweighed(step, counts, vocabulary, changed)
    found, compared = _compared(step, vectors, fresh)
    near, scores, scored = _scored(step, found)
    age = old.age + compared + scored
    state = State(keys, old.subjects, order, chances, counts, vocabulary, vectors, found, near, scores, age)
    return state if len(keys) * (_EMPTY + 1) > len(order.ranks) * _EMPTY else state.compact()


def _longer(values: NDArray[Any], number: int, filler: float) -> NDArray[Any]:
    """Return the rows, and after them rows of a filler, as many as make it `number`. It is a copy."""
    more = np.full((number - len(values), *values.shape[1:]), filler, values.dtype)
    return np.concatenate((values, more))


def _recounted(step: _Step, counts: Counts, sampled: Mask) -> tuple[Vocabulary, Ints]:
    """Return how frequent terms are now, and the terms that have another level than before."""
    before = _longer(step.old.sampled(), len(sampled), False)
    columns = [step.arrived, step.gone, sampled & ~before, before & ~sampled]
    touched = [counts.slots.take(np.flatnonzero(rows)).values.astype(np.int64) for rows in columns]
    terms = distinct(np.concatenate(touched))
    more, less, more_sampled, less_sampled = (
        np.bincount(np.searchsorted(terms, slots), minlength=len(terms)) for slots in touched
    )
    old = step.old.vocabulary
    at = np.searchsorted(old.terms, terms)
    known = np.append(old.terms, SLOTS)[at] == terms
    had = np.where(known, np.append(old.everywhere, 0)[at], 0)
    had_sampled = np.where(known, np.append(old.sampled, 0)[at], 0)
    has, has_sampled = had + more - less, had_sampled + more_sampled - less_sampled
    changed = terms[levels_of(had, had_sampled) != levels_of(has, has_sampled)]
    everywhere, in_sample = old.everywhere.copy(), old.sampled.copy()
    everywhere[at[known]], in_sample[at[known]] = has[known], has_sampled[known]
    return Vocabulary(
        np.insert(old.terms, at[~known], terms[~known]),
        np.insert(everywhere, at[~known], has[~known]),
        np.insert(in_sample, at[~known], has_sampled[~known]),
    ), changed


def _reweighed(step: _Step, counts: Counts, vocabulary: Vocabulary, changed: Ints) -> tuple[Mask, Vectors]:
    """Return which documents are new or have another vector than before, and all vectors."""
    number = len(step.order.ranks)
    has_changed = np.zeros(number, bool)
    if len(changed):
        marked = np.zeros(SLOTS, bool)
        marked[changed] = True
        hits = np.flatnonzero(marked[counts.slots.values])
        has_changed[np.searchsorted(counts.slots.starts, hits, side="right") - 1] = True
    rows = np.flatnonzero(step.arrived | (step.stayed & has_changed))
    again = counts.take(rows)
    some = weigh(again, vocabulary.levels(again.slots.values), sample_of(len(step.order)).size)
    old = step.old.vectors
    vectors = Vectors(_longer(old.slots, number, 0), _longer(old.weights, number, 0))
    other = (vectors.slots[rows] != some.slots).any(axis=1) | (vectors.weights[rows] != some.weights).any(axis=1)
    vectors.slots[rows], vectors.weights[rows] = some.slots, some.weights
    vectors.slots[step.gone] = vectors.weights[step.gone] = 0
    fresh = step.arrived.copy()
    fresh[rows[other]] = True
    return fresh, vectors


def _compared(step: _Step, vectors: Vectors, fresh: Mask) -> tuple[Neighbours, int]:
    """Return the neighbours of all documents, and how many documents were compared to find them."""
    found = _before(step)
    found.put(step.gone, Neighbours.none(int(step.gone.sum())))
    if np.count_nonzero(fresh) * _MANY > len(step.order):
        again = step.order.rows
    else:
        old, new = Archive(step.old.vectors, step.old.order), Archive(vectors, step.order)
        again = mend(found, old, new, fresh, step.gone)
    terms = np.zeros(SLOTS, bool)
    terms[vectors.slots[again, : near.SEARCHED]] = True
    found.put(again, near.nearest(vectors, step.order, near.index(vectors, step.order, terms), again))
    return found, len(again)


def _before(step: _Step) -> Neighbours:
    """Return the neighbours of before, and after them those of new documents, which have none. It is a copy."""
    before = step.old.neighbours
    return before.followed_by(Neighbours.none(len(step.order.ranks) - len(before.nearest)))


def _scored(step: _Step, found: Neighbours) -> tuple[Documents, NDArray[np.float64], int]:
    """Return what is near to each document, the scores, and for how many documents' worth of pairs these were found
    anew. The score of two is that of before where neither is read together with others, which moves it as well, and
    none of those has moved with regard to the other."""
    number, old = len(step.order.ranks), step.old
    close, scores = _longer(old.near, number, NONE), _longer(old.scores, number, 0)
    moved, read = _moved(_before(step), found)
    rows = np.flatnonzero(moved)
    close[rows], scores[rows] = near_of(found, step.order, rows), 0
    # The last entries are for NONE.
    moved, read = np.append(moved, False), np.append(read, False)
    beside: Mask = np.any(moved[found.nearest[:, :READ_TOGETHER]], axis=1)
    stale = moved[:-1, None] | read[close] | (moved[close] & beside[:, None])
    return close, scores, rescore(found, step.order, close, scores, stale) // close.shape[1]


def _moved(before: Neighbours, found: Neighbours) -> tuple[Mask, Mask]:
    """Return which documents have moved: others came among their nearest, or went, or are nearer or farther, and these
    others too. And which are read together with others than before, or with nearer or farther ones."""
    differs: Mask = (found.nearest != before.nearest) | (found.cosines != before.cosines)
    rows = np.flatnonzero(differs.any(axis=1))
    was, now = before.take(rows), found.take(rows)
    same = (was.nearest[:, :, None] == now.nearest[:, None, :]) & (was.cosines[:, :, None] == now.cosines[:, None, :])
    moved = np.zeros(len(differs), bool)
    for part, stays in ((was, same.any(axis=2)), (now, same.any(axis=1))):
        places, columns = np.nonzero(~stays & (part.nearest != NONE))
        moved[rows[places]] = moved[part.nearest[places, columns]] = True
    read: Mask = np.any(differs[:, :READ_TOGETHER], axis=1)
    return moved, read
