"""The nearest neighbours of documents: candidates from an inverted index, compared in full.

A document finds candidates by its 30 heaviest terms, each in a posting of at most 100 documents, those that it weighs
most in. The 64 candidates that share most are compared by the exact cosine of their vectors.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ssg.newsroom.related.ragged import Ints, spans, starts_of
from ssg.newsroom.related.terms import SLOTS
from ssg.newsroom.related.vectors import UNIT, Vectors

SEARCHED = 30
"""Heaviest terms of a document by which candidates are found."""
POSTING = 100
"""Documents in the posting of a term at the most."""
CANDIDATES = 64
"""Documents that are compared in full."""
KEPT = 16
"""Nearest documents that are kept of each."""
NONE = -1
"""Stands where there are fewer documents than places."""
_BLOCK = 256
_MANY = 8
"""One document in so many is compared, and it pays to number the terms anew, close together."""
_DOCUMENT = (1 << 25) - 1
_PRODUCT = (1 << 30) - 1
_LAST = (1 << 62) - 1
_THREADS = 4

Documents = NDArray[np.int32]


@dataclass(frozen=True)
class Index:
    """An inverted index: the posting of `slots[i]` begins at `starts[i]`, the document that weighs it most first.

    `terms`, `documents` and `weights` have one entry for each document of each posting.
    """

    slots: Ints
    starts: Ints
    terms: NDArray[np.uint32]
    documents: Documents
    weights: Documents

    def postings(self, slots: Ints) -> tuple[Ints, Ints]:
        """Return where the postings of terms begin, and their lengths: 0 for a term that has none."""
        at = np.searchsorted(self.slots, slots)
        at[at == len(self.slots)] = 0
        found = self.slots[at] == slots if len(self.slots) else np.zeros(len(slots), bool)
        first = np.where(found, self.starts[at], 0) if len(self.slots) else np.zeros(len(slots), np.int64)
        length = np.where(found, self.starts[at + 1] - first, 0) if len(self.slots) else first
        return first, length


@dataclass(frozen=True)
class Neighbours:
    """For each document its candidates and the nearest of them, as rows.

    `candidates` (n, 64) share most first, and `least` (n,) is what the last of them shares, 0 where there are fewer.
    `nearest` (n, 16) are the nearest first, and `cosines` are in units of `UNIT` squared.
    """

    candidates: Documents
    least: Ints
    nearest: Documents
    cosines: Documents


@dataclass(frozen=True)
class Order:
    """Which row each document stands in, newest first, and the place in that order of each row: -1 for a row that no
    document stands in any more. Rows are where documents are kept; the order decides between equals."""

    rows: Ints
    ranks: Ints

    @staticmethod
    def of(rows: Ints, number: int) -> Order:
        """Return the order in which documents stand in these of `number` rows."""
        ranks = np.full(number, NONE, np.int64)
        ranks[rows] = np.arange(len(rows))
        return Order(rows, ranks)

    def __len__(self) -> int:
        return len(self.rows)


def index(vectors: Vectors, order: Order, terms: NDArray[np.bool_] | None = None) -> Index:
    """Return the inverted index of documents; of some terms alone, if they are marked in `terms`."""
    wanted = vectors.weights[:, :SEARCHED] > 0
    wanted[order.ranks < 0] = False
    if terms is not None:
        wanted &= terms[vectors.slots[:, :SEARCHED]]
    rows, columns = np.nonzero(wanted)
    packed = vectors.slots[rows, columns].astype(np.int64) << 40
    packed |= (UNIT - vectors.weights[rows, columns].astype(np.int64)) << 25 | order.ranks[rows]
    del rows, columns
    packed.sort()
    first = np.flatnonzero(np.diff(packed >> 40, prepend=-1))
    lengths = np.minimum(np.diff(first, append=len(packed)), POSTING)
    packed = packed[spans(first, lengths)]
    starts = starts_of(lengths)
    return Index(
        packed[starts[:-1]] >> 40,
        starts,
        (packed >> 40).astype(np.uint32),
        order.rows[packed & _DOCUMENT].astype(np.int32),
        (UNIT - (packed >> 25 & UNIT)).astype(np.int32),
    )


def nearest(vectors: Vectors, order: Order, index: Index, documents: Ints) -> Neighbours:
    """Return the neighbours of some documents. Blocks of them are worked on at once, since numpy frees the processors
    for most of it; each writes rows of its own."""
    number = len(documents)
    found = Neighbours(
        np.full((number, CANDIDATES), NONE, np.int32),
        np.zeros(number, np.int64),
        np.full((number, KEPT), NONE, np.int32),
        np.zeros((number, KEPT), np.int32),
    )
    close, terms = _close_together(vectors) if number * _MANY > len(order) else (vectors, SLOTS)

    def fill(begin: int) -> None:
        block = documents[begin : begin + _BLOCK]
        rows = slice(begin, begin + len(block))
        part = Neighbours(found.candidates[rows], found.least[rows], found.nearest[rows], found.cosines[rows])
        _find_candidates(vectors, order, index, block, part)
        _compare(close, terms, order, block, part)

    with ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1)) as pool:
        for _ in pool.map(fill, range(0, number, _BLOCK)):
            pass
    return found


def _close_together(vectors: Vectors) -> tuple[Vectors, int]:
    """Return the vectors with their terms numbered anew, from 0 and without gaps, and how many terms there are: a table
    of them is so small that the processor has it at hand."""
    there = np.zeros(SLOTS, bool)
    there[vectors.slots] = True
    terms = np.flatnonzero(there)
    numbers = np.zeros(SLOTS, np.uint32)
    numbers[terms] = np.arange(len(terms))
    return Vectors(numbers[vectors.slots], vectors.weights), len(terms)


def _find_candidates(vectors: Vectors, order: Order, index: Index, block: Ints, found: Neighbours) -> None:
    """Fill in the documents that share most with those of a block."""
    weights = vectors.weights[block, :SEARCHED].astype(np.int64)
    first, lengths = index.postings(vectors.slots[block, :SEARCHED].astype(np.int64).ravel())
    first, lengths = first.reshape(weights.shape), np.where(weights > 0, lengths.reshape(weights.shape), 0)
    # What each document shares with this one, and where it was met last: both are wiped after each.
    shares = np.zeros(len(order.ranks), np.int64)
    places = np.zeros(len(order.ranks), np.int64)
    counting = np.arange(SEARCHED * POSTING)
    for row, document in enumerate(block):
        entries = spans(first[row], lengths[row])
        others = index.documents[entries]
        np.add.at(shares, others, index.weights[entries] * np.repeat(weights[row], lengths[row]))
        shares[document] = 0
        met = counting[: len(others)]
        places[others] = met
        # Each once.
        others = others[places[others] == met]
        shared = shares[others]
        shares[others] = 0
        # The most shared first, and of equals the newer, which has the lower rank.
        packed = ((_PRODUCT - shared) << 25 | order.ranks[others])[shared > 0]
        if len(packed) > CANDIDATES:
            packed = np.partition(packed, CANDIDATES - 1)[:CANDIDATES]
        packed.sort()
        found.candidates[row, : len(packed)] = order.rows[packed & _DOCUMENT]
        if len(packed) == CANDIDATES:
            found.least[row] = _PRODUCT - (packed[-1] >> 25)


def _compare(vectors: Vectors, terms: int, order: Order, block: Ints, found: Neighbours) -> None:
    """Fill in the nearest of the candidates. `vectors` have so many terms, numbered from 0."""
    query = np.zeros(terms, np.int32)
    products = np.zeros(found.candidates.shape, np.int64)
    for row, document in enumerate(block):
        others = found.candidates[row]
        query[vectors.slots[document]] = vectors.weights[document]
        products[row] = np.einsum(
            "ij,ij->i", query.take(vectors.slots[others]), vectors.weights[others], dtype=np.int32
        )
        query[vectors.slots[document]] = 0
    there = found.candidates != NONE
    packed = np.where(there, (_PRODUCT - products) << 25 | order.ranks[found.candidates], _LAST)
    packed = np.sort(packed, axis=1)[:, : found.nearest.shape[1]]
    some = packed != _LAST
    found.nearest[some] = order.rows[packed[some] & _DOCUMENT]
    found.cosines[some] = _PRODUCT - (packed[some] >> 25)
