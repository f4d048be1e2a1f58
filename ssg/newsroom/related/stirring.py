"""Which documents may have other candidates than before, because of documents that are new, changed or gone.

A document finds others through the postings of its terms. It is stirred when one of its candidates left such a posting,
and when a document that entered one shares at least as much with it as the last of its candidates.
"""

from __future__ import annotations

import numpy as np

from ssg.newsroom.related import neighbours as near
from ssg.newsroom.related.neighbours import Index, Neighbours, Order
from ssg.newsroom.related.ragged import Ints
from ssg.newsroom.related.state import State
from ssg.newsroom.related.terms import SLOTS
from ssg.newsroom.related.vectors import Mask, Vectors

_ROW_BITS = 25
_ROW = (1 << _ROW_BITS) - 1


def stirred(old: State, order: Order, vectors: Vectors, found: Neighbours, fresh: Mask) -> Mask:
    """Return a mask of the rows that are stirred. `vectors` are those of now, `found` the neighbours of before, and
    `fresh` marks the rows of new and changed documents."""
    number = len(order.ranks)
    # What is fresh has left all of its old postings, as what is gone has. The last entry is for NONE.
    left = np.append(fresh | (order.ranks < 0), False)
    before, now = old.vectors.slots[left[: len(old.chances)]], vectors.slots[fresh]
    terms = np.zeros(SLOTS, bool)
    terms[before[:, : near.SEARCHED]] = terms[now[:, : near.SEARCHED]] = True
    old_pairs = _pairs(near.index(old.vectors, old.order, terms))
    old_pairs = old_pairs[~left[old_pairs & _ROW]]
    new_pairs = _pairs(near.index(vectors, order, terms))
    mask = np.zeros(number, bool)
    mask[left[found.candidates].any(axis=1)] = True
    _lose(mask, vectors, found, np.setdiff1d(old_pairs, new_pairs, assume_unique=True))
    _gain(mask, vectors, order, found, np.setdiff1d(new_pairs, old_pairs, assume_unique=True))
    return mask


def _pairs(index: Index) -> Ints:
    """Return a number for each document of each posting."""
    return index.terms.astype(np.int64) << _ROW_BITS | index.documents


def _lose(mask: Mask, vectors: Vectors, found: Neighbours, pairs: Ints) -> None:
    """Mark who lost a candidate: it has the term of a pair, and the document of the pair among its candidates."""
    # The last entry is for NONE.
    moved = np.zeros(len(mask) + 1, bool)
    moved[pairs & _ROW] = True
    rows, columns = np.nonzero(moved[found.candidates])
    candidates = found.candidates[rows, columns].astype(np.int64)
    cells = vectors.slots[rows, : near.SEARCHED].astype(np.int64) << _ROW_BITS | candidates[:, None]
    mask[rows[np.isin(cells, pairs).any(axis=1)]] = True


def _gain(mask: Mask, vectors: Vectors, order: Order, found: Neighbours, pairs: Ints) -> None:
    """Mark who may gain a candidate: what it shares with the document of a pair is enough."""
    documents = np.unique(pairs & _ROW)
    if not len(documents):
        return
    entered = np.zeros(SLOTS, bool)
    entered[pairs >> _ROW_BITS] = True
    terms = entered.copy()
    terms[vectors.slots[documents, : near.SEARCHED]] = True
    index = near.index(vectors, order, terms)
    slots = vectors.slots[:, : near.SEARCHED]
    rows, columns = np.nonzero(terms[slots])
    # Who has none of the terms that a posting is new for cannot have gained by it.
    concerned = np.zeros(len(mask), bool)
    concerned[rows[entered[slots[rows, columns]]]] = True
    rows, columns = rows[concerned[rows]], columns[concerned[rows]]
    slots, weights = slots[rows, columns], vectors.weights[rows, columns].astype(np.int64)
    for document in documents:
        postings = index.documents == document
        posted, weighed = index.terms[postings], np.append(index.weights[postings], 0)
        at = np.searchsorted(posted, slots)
        at[np.append(posted, SLOTS)[at] != slots] = len(posted)
        shared = np.bincount(rows, weighed[at] * weights, len(mask)).astype(np.int64)
        mask |= concerned & (shared > 0) & (shared >= found.least)
