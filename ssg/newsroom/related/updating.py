"""Go on from an earlier state of the recommender, so that what has changed costs its neighbourhood, not the archive.

Done again are: vectors with a term whose frequency changed level; neighbours of documents that look at one that came,
changed or went, where they cannot be mended; scores around those with other neighbours. Everything else is as it was,
in the rows in which it was.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ssg.newsroom.related import neighbours as near
from ssg.newsroom.related.mending import Archive, mend
from ssg.newsroom.related.neighbours import NONE, Documents, Neighbours, Order
from ssg.newsroom.related.ragged import Ints, distinct, longer
from ssg.newsroom.related.smoothing import READ_TOGETHER, near_of, rescore
from ssg.newsroom.related.state import Changed, State, Vocabulary
from ssg.newsroom.related.terms import SLOTS, CountsInParts
from ssg.newsroom.related.vectors import Mask, Sample, Vectors, levels_of, sample_of, weigh

_MANY = 16
"""Where one document in so many has another vector, all are compared again: it takes no longer."""
_EMPTY = 4
"""One row in so many may be empty."""


class _Step(NamedTuple):
    """From a state to the next, which has a sample of the same size: masks of the rows that stay in use, are new, and
    are not used any more."""

    old: State
    order: Order
    sample: Sample
    stayed: Mask
    arrived: Mask
    gone: Mask


def updated(
    old: State, keys: tuple[bytes, ...], order: Order, counts: CountsInParts, chances: NDArray[np.uint32]
) -> State:
    """Return the state after relating documents that stand in the rows of an earlier state, or in new ones after them.

    Those of the earlier state must be in the same order as there, and few may have come or gone.
    """
    there, was = order.ranks >= 0, longer(old.order.ranks >= 0, len(order.ranks), False)
    number = len(keys)
    step = _Step(old, order, sample_of(number), there & was, there & ~was, was & ~there)
    sampled = there & step.sample.has(order.ranks, chances, number)
    vocabulary, terms, moved = _recounted(step, counts, sampled)
    fresh, vectors = _reweighed(step, counts, vocabulary, moved)
    found = _compared(step, vectors, fresh)
    near, scores = _scored(step, found)
    state = State(keys, old.subjects, order, chances, counts, vocabulary, vectors, found, near, scores)
    state = replace(state, changed=_changed(step, state, fresh, terms))
    return state if len(keys) * (_EMPTY + 1) > len(order.ranks) * _EMPTY else state.compact()


def _changed(step: _Step, new: State, fresh: Mask, terms: Ints) -> Changed | None:
    """Return what has changed since the state was kept that the earlier one began with. `fresh` are rows with another
    vector, and `terms` those that were counted again."""
    old, before, number = step.old, step.old.changed, len(new.order.ranks)
    if before is None:
        return None
    near = longer(before.near, number, True)
    rows = len(before.near)
    were: list[NDArray[Any]] = [*old.neighbours, old.near, old.scores]
    are: list[NDArray[Any]] = [*new.neighbours, new.near, new.scores]
    for one, other in zip(were, are, strict=True):
        differs = one != other[:rows]
        near[:rows] |= differs.any(axis=1) if differs.ndim > 1 else differs
    return Changed(
        before.kept,
        before.rows,
        longer(before.vectors, number, True) | fresh | step.gone,
        near,
        distinct(np.concatenate((before.terms, terms))),
    )


def _recounted(step: _Step, counts: CountsInParts, sampled: Mask) -> tuple[Vocabulary, Ints, Ints]:
    """Return how frequent terms are now, the terms that were counted for it, and those of them that have another level
    than before."""
    before = longer(step.old.sampled(), len(sampled), False)
    columns = [step.arrived, step.gone, sampled & ~before, before & ~sampled]
    touched = [counts.take(np.flatnonzero(rows)).slots.values.astype(np.int64) for rows in columns]
    terms = distinct(np.concatenate(touched))
    more, less, more_sampled, less_sampled = (
        np.bincount(np.searchsorted(terms, slots), minlength=len(terms)) for slots in touched
    )
    old = step.old.vocabulary
    had, had_sampled = old.frequencies(terms)
    has, has_sampled = had + more - less, had_sampled + more_sampled - less_sampled
    size = step.sample.size
    moved = terms[levels_of(had, had_sampled, size) != levels_of(has, has_sampled, size)]
    return old.changed(terms, has, has_sampled), terms, moved


def _reweighed(step: _Step, counts: CountsInParts, vocabulary: Vocabulary, moved: Ints) -> tuple[Mask, Vectors]:
    """Return which documents are new or have another vector than before, and all vectors."""
    number, size = len(step.order.ranks), step.sample.size
    changes = step.arrived.copy()
    if len(moved):
        marked = np.zeros(SLOTS, bool)
        marked[moved] = True
        changes |= step.stayed & counts.having(marked)
    rows = np.flatnonzero(changes)
    again = counts.take(rows)
    some = weigh(again, vocabulary.levels(size, again.slots.values), size)
    old = step.old.vectors
    vectors = Vectors(longer(old.slots, number, 0), longer(old.weights, number, 0))
    other = (vectors.slots[rows] != some.slots).any(axis=1) | (vectors.weights[rows] != some.weights).any(axis=1)
    vectors.slots[rows], vectors.weights[rows] = some.slots, some.weights
    vectors.slots[step.gone] = vectors.weights[step.gone] = 0
    fresh = step.arrived.copy()
    fresh[rows[other]] = True
    return fresh, vectors


def _compared(step: _Step, vectors: Vectors, fresh: Mask) -> Neighbours:
    """Return the neighbours of all documents."""
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
    return found


def _before(step: _Step) -> Neighbours:
    """Return the neighbours of before, and after them those of new documents, which have none. It is a copy."""
    before = step.old.neighbours
    return before.followed_by(Neighbours.none(len(step.order.ranks) - len(before.nearest)))


def _scored(step: _Step, found: Neighbours) -> tuple[Documents, NDArray[np.float64]]:
    """Return what is near to each document, and the scores. The score of two is that of before where neither is read
    together with others, which moves it as well, and none of those has moved with regard to the other."""
    number, old = len(step.order.ranks), step.old
    close, scores = longer(old.near, number, NONE), longer(old.scores, number, 0)
    moved, read = _moved(_before(step), found)
    rows = np.flatnonzero(moved)
    close[rows], scores[rows] = near_of(found, step.order, rows), 0
    # The last entries are for NONE.
    moved, read = np.append(moved, False), np.append(read, False)
    beside: Mask = np.any(moved[found.nearest[:, :READ_TOGETHER]], axis=1)
    stale = moved[:-1, None] | read[close] | (moved[close] & beside[:, None])
    rescore(found, step.order, close, scores, stale)
    return close, scores


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
