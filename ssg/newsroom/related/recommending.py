"""Recommend: which documents are nearest to each, and how near.

A run from nothing and a run with the memory of an earlier one give the same, always. With a memory, only what can have
changed is done again: terms of new texts; vectors with a term whose frequency changed level; neighbours of documents
that gained or lost a candidate; scores of documents with other neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ssg.newsroom.related import neighbours as near
from ssg.newsroom.related.memory import Memory
from ssg.newsroom.related.neighbours import NONE, SEARCHED, Documents, Index, Neighbours
from ssg.newsroom.related.ragged import Ints
from ssg.newsroom.related.smoothing import READ_TOGETHER, smooth
from ssg.newsroom.related.terms import SLOTS, Counts, Document, count, merge
from ssg.newsroom.related.vectors import Frequencies, Vectors, frequencies_of, marks_of, sample, weigh

_DOCUMENT_BITS = 25
_DOCUMENT = (1 << _DOCUMENT_BITS) - 1
_FEW = 8
"""One document in so many may have changed before beginning from nothing costs less."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Ranking:
    """The nearest documents of each, as indexes (n, 16), -1 for none, and their scores from 0 to 1. In no order."""

    nearest: Documents
    scores: NDArray[np.float64]


def recommend(documents: Sequence[Document], subjects: int, memory: Memory | None = None) -> Memory:
    """Return the state after relating these documents, newest first; its ranking is in `neighbours` and `scores`.

    `subjects` is how often a word would have to stand in a text to count as much as a shared tag.
    """
    known = _Known(documents, memory if memory and memory.keys and memory.subjects == subjects else None)
    counts = _counts(documents, subjects, known)
    frequencies = frequencies_of(counts.slots, sample(documents))
    marks = marks_of(counts.slots, frequencies)
    fresh, vectors = _vectors(counts, frequencies, marks, known)
    found, altered = _neighbours(vectors, fresh, known)
    scores = _scores(found, altered, known)
    return Memory(tuple(document.key for document in documents), subjects, counts, marks, vectors, found, scores)


class _Known:
    """What a memory knows of the documents: `rows` (n,) has the row of each in the memory, or -1."""

    def __init__(self, documents: Sequence[Document], memory: Memory | None) -> None:
        self.memory = memory
        keys = memory.keys if memory else ()
        row_of = {key: row for row, key in enumerate(keys)}
        self.rows: Ints = np.array([row_of.get(document.key, NONE) for document in documents], np.int64)
        # Where each row of the memory is now. The last entry keeps NONE what was NONE.
        self.moved: Ints = np.full(len(keys) + 1, NONE, np.int64)
        self.moved[self.rows[self.rows >= 0]] = np.flatnonzero(self.rows >= 0)


def _counts(documents: Sequence[Document], subjects: int, known: _Known) -> Counts:
    new = count((document for document, row in zip(documents, known.rows, strict=True) if row < 0), subjects)
    return merge(known.memory.counts, new, known.rows) if known.memory else new


def _vectors(
    counts: Counts, frequencies: Frequencies, marks: NDArray[np.uint64], known: _Known
) -> tuple[Mask, Vectors]:
    """Return which documents are new or have another vector than before, and all vectors."""
    memory = known.memory
    if memory is None:
        return np.ones(len(known.rows), bool), weigh(counts, frequencies)
    fresh = (known.rows < 0) | (marks != memory.marks[known.rows])
    chosen = np.flatnonzero(fresh)
    some = weigh(counts.take(chosen), frequencies)
    vectors = memory.vectors.take(known.rows)
    vectors.slots[chosen], vectors.weights[chosen] = some.slots, some.weights
    return fresh, vectors


def _neighbours(vectors: Vectors, fresh: Mask, known: _Known) -> tuple[Neighbours, Mask]:
    """Return the neighbours of all documents, and whose nearest are others than before."""
    number = len(fresh)
    memory = known.memory
    kept = number - np.count_nonzero(fresh)
    if memory is None or (number + len(memory.keys) - 2 * kept) * _FEW > number:
        return near.nearest(vectors, near.index(vectors), np.arange(number)), np.ones(number, bool)
    before = memory.neighbours
    old = Neighbours(
        _moved(before.candidates, known)[known.rows],
        before.least[known.rows],
        _moved(before.nearest, known)[known.rows],
        before.cosines[known.rows],
    )
    index = near.index(vectors)
    again = np.flatnonzero(fresh | _stirred(vectors, fresh, old, index, known))
    new = near.nearest(vectors, index, again)
    altered = fresh.copy()
    altered[again] |= (new.nearest != old.nearest[again]).any(axis=1) | (new.cosines != old.cosines[again]).any(axis=1)
    old.candidates[again], old.least[again] = new.candidates, new.least
    old.nearest[again], old.cosines[again] = new.nearest, new.cosines
    return old, altered


def _moved(documents: Documents, known: _Known) -> Documents:
    return known.moved[documents].astype(np.int32)


def _stirred(vectors: Vectors, fresh: Mask, old: Neighbours, index: Index, known: _Known) -> Mask:
    """Return which documents may have other candidates than before, because of documents that are fresh or gone.

    A document finds others through the postings of its terms. It is stirred when one of its candidates left such a
    posting, and when a document that entered one shares at least as much with it as the last of its candidates.
    """
    memory = known.memory
    assert memory is not None  # noqa: S101 - for the type checker
    # The last entry is for NONE. What is fresh has left all of its old postings, as what is gone has.
    left = np.ones(len(memory.keys) + 1, bool)
    left[known.rows[~fresh]] = left[-1] = False
    leaving, arriving = memory.vectors.take(np.flatnonzero(left)), vectors.take(np.flatnonzero(fresh))
    terms = np.zeros(SLOTS, bool)
    terms[leaving.slots[:, :SEARCHED]] = terms[arriving.slots[:, :SEARCHED]] = True
    before = near.index(memory.vectors, terms)
    stay = ~left[before.documents]
    old_pairs = (before.terms << _DOCUMENT_BITS | known.moved[before.documents])[stay]
    new_pairs = (index.terms << _DOCUMENT_BITS | index.documents)[terms[index.terms]]
    stirred = left[memory.neighbours.candidates[known.rows]].any(axis=1)
    stirred |= _lost(vectors, old, np.setdiff1d(old_pairs, new_pairs, assume_unique=True))
    return stirred | _gained(vectors, old, index, np.setdiff1d(new_pairs, old_pairs, assume_unique=True))


def _lost(vectors: Vectors, old: Neighbours, pairs: Ints) -> Mask:
    """Return who lost a candidate: it has the term of a pair, and the document of the pair among its candidates."""
    stirred = np.zeros(len(old.least), bool)
    searched = vectors.slots[:, :SEARCHED]
    for pair in pairs:
        had = np.flatnonzero((old.candidates == (pair & _DOCUMENT)).any(axis=1))
        stirred[had] |= (searched[had] == pair >> _DOCUMENT_BITS).any(axis=1)
    return stirred


def _gained(vectors: Vectors, old: Neighbours, index: Index, pairs: Ints) -> Mask:
    """Return who may gain a candidate: what it shares with the document of a pair is enough."""
    stirred = np.zeros(len(old.least), bool)
    searched, weights = vectors.slots[:, :SEARCHED], vectors.weights[:, :SEARCHED].astype(np.int64)
    posted = np.zeros(SLOTS, np.int64)
    for document in np.unique(pairs & _DOCUMENT):
        postings = index.documents == document
        terms = index.terms[postings]
        posted[terms] = index.weights[postings]
        shared = (posted[searched] * weights).sum(axis=1)
        posted[terms] = 0
        stirred |= (shared > 0) & (shared >= old.least)
    return stirred


def _scores(found: Neighbours, altered: Mask, known: _Known) -> NDArray[np.float64]:
    """Return the scores. They are those of before where neither a document nor one of its nearest, or of those they
    are read together with, has other neighbours."""
    if known.memory is None or altered.all():
        return smooth(found.nearest, found.cosines, np.arange(len(altered)))
    # The last entry is for NONE.
    near_altered = np.append(altered, False)
    near_altered[:-1] |= near_altered[found.nearest[:, :READ_TOGETHER]].any(axis=1)
    stale = altered | near_altered[found.nearest].any(axis=1)
    again = np.flatnonzero(stale)
    scores = np.zeros(found.nearest.shape)
    kept = ~stale
    scores[kept] = known.memory.scores[known.rows[kept]]
    scores[again] = smooth(found.nearest, found.cosines, again)
    return scores
