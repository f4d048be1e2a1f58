"""Recommend: which documents are nearest to each, and how near.

A run from nothing and one that goes on from the state of an earlier run give the same, always. The second only does
again what can have changed; see `updating`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from ssg.newsroom.related import neighbours as near
from ssg.newsroom.related.neighbours import NONE, Order
from ssg.newsroom.related.ragged import Ints
from ssg.newsroom.related.smoothing import near_of, rescore
from ssg.newsroom.related.state import State, Vocabulary
from ssg.newsroom.related.terms import SLOTS, Counts, CountsInParts, Document, count
from ssg.newsroom.related.updating import updated
from ssg.newsroom.related.vectors import chance_of, sample_of, weigh

_FEW = 8
"""One document in so many may have changed before beginning from nothing costs less."""

Read = Callable[[int], Document]
"""Gives the document of a number. Only new ones are read."""


def recommend(keys: Sequence[bytes], read: Read, subjects: int, state: State | None = None) -> State:
    """Return the state after relating documents, newest first.

    Documents of one of the `keys` are equal, and of one moment. `subjects` is how often a word
    would have to stand in a text to count as much as a shared tag.
    """
    keys = tuple(keys)
    if state is None or state.subjects != subjects:
        counts, chances = _counted(read, range(len(keys)), subjects)
        return _begun(keys, subjects, counts, chances)
    if state.keys == keys:
        return state
    row_of = dict(zip(state.keys, state.order.rows.tolist(), strict=True))
    # Each row is given away once.
    rows = np.fromiter(map(row_of.pop, keys, repeat(NONE)), np.int64, len(keys))
    new = np.flatnonzero(rows == NONE)
    counts, chances = _counted(read, new.tolist(), subjects)
    every = state.counts.followed_by(counts)
    chances = np.concatenate((state.chances, chances))
    most_holds = _most_holds(state, rows)
    rows[new] = len(state.chances) + np.arange(len(new))
    if most_holds:
        return updated(state, keys, Order.of(rows, len(chances)), every, chances)
    return _begun(keys, subjects, every.take(rows), chances[rows])


def _counted(read: Read, numbers: Sequence[int], subjects: int) -> tuple[Counts, NDArray[np.uint32]]:
    """Return the terms of some documents and their chances. No more than one of them is held at a time."""
    chances = np.zeros(len(numbers), np.uint32)

    def documents() -> Iterator[Document]:
        for place, number in enumerate(numbers):
            document = read(number)
            chances[place] = chance_of(document.id)
            yield document

    return count(documents(), subjects), chances


def _most_holds(state: State, rows: Ints) -> bool:
    """Tell whether most of a state holds for documents that have these rows in it, -1 for those that are new."""
    kept = rows[rows != NONE]
    changed = len(rows) + len(state.keys) - 2 * len(kept)
    in_order = bool((np.diff(state.order.ranks[kept]) > 0).all())
    return changed * _FEW <= len(rows) and in_order and sample_of(len(rows)) == sample_of(len(state.keys))


def _begun(keys: tuple[bytes, ...], subjects: int, counts: Counts, chances: NDArray[np.uint32]) -> State:
    """Return the state after relating documents of which only the terms are known."""
    number = len(keys)
    sample = sample_of(number)
    everywhere = np.zeros(SLOTS, np.int32)
    for begin in range(0, len(counts.slots.values), SLOTS):
        everywhere += np.bincount(counts.slots.values[begin : begin + SLOTS], minlength=SLOTS).astype(np.int32)
    chosen = np.flatnonzero(sample.has(np.arange(number), chances, number))
    sampled = np.bincount(counts.slots.take(chosen).values, minlength=SLOTS).astype(np.int32)
    terms = np.flatnonzero(everywhere)
    vocabulary = Vocabulary(terms.astype(np.uint32), everywhere[terms], sampled[terms])
    vectors = weigh(counts, vocabulary.levels(sample.size), sample.size)
    order = Order.of(np.arange(number), number)
    found = near.nearest(vectors, order, near.index(vectors, order), order.rows)
    close = near_of(found, order, order.rows)
    scores = np.zeros(close.shape)
    rescore(found, order, close, scores, np.ones(close.shape, bool))
    return State(keys, subjects, order, chances, CountsInParts.of(counts), vocabulary, vectors, found, close, scores)
