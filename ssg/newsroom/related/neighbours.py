"""The nearest older neighbours of documents: candidates from an inverted index, compared in full.

A document finds candidates by its 30 heaviest terms: for each, the 100 documents before it in time that weigh the term
among theirs. The 64 candidates that share most are compared by the exact cosine of their vectors.

It looks at older documents alone, and so one document more changes nothing for those that were there.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ssg.frozen import frozen
from ssg.newsroom.related.ragged import Ints, spans, starts_of
from ssg.newsroom.related.terms import SLOTS
from ssg.newsroom.related.vectors import UNIT, Vectors

SEARCHED = 30
"""Heaviest terms of a document by which candidates are found."""
POSTING = 100
"""Documents that are looked at for each of these terms at the most."""
CANDIDATES = 64
"""Documents that are compared in full."""
KEPT = 16
"""Nearest documents that are kept of each."""
NONE = -1
"""Stands where there are fewer documents than places."""
_BLOCK = 256
_MANY = 8
"""One document in so many is compared, and it pays to number the terms anew, close together."""
BITS = 25
"""A document is a number of so many bits, below something else in one whole number."""
DOCUMENT = (1 << BITS) - 1
_PRODUCT = (1 << 30) - 1
_LAST = (1 << 62) - 1
_THREADS = 4

Documents = NDArray[np.int32]


class Index(NamedTuple):
    """An inverted index: for each term a posting, the documents that have it among their heaviest, newest first.

    `places` are ascending: the number of a term, and below it the rank of a document. `documents` and `weights` go with
    them.
    """

    places: Ints
    documents: Documents
    weights: Documents

    def older(self, slots: Ints, ranks: Ints) -> tuple[Ints, Ints]:
        """Return where in the posting of each term the documents begin that are older than one of a rank, and how many
        of them are looked at."""
        first = np.searchsorted(self.places, slots << BITS | ranks, side="right")
        return first, np.minimum(np.searchsorted(self.places, slots + 1 << BITS) - first, POSTING)

    def newer(self, slots: Ints, ranks: Ints) -> tuple[Ints, Ints]:
        """Return where in the posting of each term the documents begin that look at one of a rank, and their number."""
        last = np.searchsorted(self.places, slots << BITS | ranks)
        first = np.maximum(np.searchsorted(self.places, slots << BITS), last - POSTING)
        return first, last - first

    def looks(self, slots: Ints, ranks: Ints, others: Ints) -> NDArray[np.bool_]:
        """Return whether a document of a rank looks for a term at one of another rank, which has that term too."""
        first, lengths = self.older(slots, ranks)
        at = np.searchsorted(self.places, slots << BITS | others)
        found: NDArray[np.bool_] = (at >= first) & (at < first + lengths)
        return found


class Neighbours(NamedTuple):
    """For each document those nearest to it of all older ones."""

    nearest: Documents
    """Their rows, (n, 16), the nearest first."""
    cosines: Documents
    """How near they are, in units of `UNIT` squared."""
    last: Documents
    """The row of the last of its candidates, (n,), where there are as many as are compared."""
    least: Documents
    """What it shares with that one, in the same units; 0 where there are fewer candidates."""

    @staticmethod
    def none(number: int) -> Neighbours:
        """Return the neighbours of so many documents that have none."""
        nearest, cosines = np.full((number, KEPT), NONE, np.int32), np.zeros((number, KEPT), np.int32)
        return Neighbours(nearest, cosines, np.full(number, NONE, np.int32), np.zeros(number, np.int32))

    def take(self, rows: Ints) -> Neighbours:
        """Return some of the rows."""
        return Neighbours(*(part[rows] for part in self))

    def put(self, rows: Ints | NDArray[np.bool_], others: Neighbours) -> None:
        """Write others into some of the rows."""
        for part, values in zip(self, others, strict=True):
            part[rows] = values

    def followed_by(self, others: Neighbours) -> Neighbours:
        """Return these and others after them, as a copy."""
        return Neighbours(*map(np.concatenate, zip(self, others, strict=True)))


@frozen
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
    slots, weights = vectors.slots[:, :SEARCHED].ravel(), vectors.weights[:, :SEARCHED].ravel()
    entries = np.flatnonzero(weights > 0 if terms is None else terms[slots])
    packed = slots[entries].astype(np.int64) << BITS
    packed |= order.ranks[entries // SEARCHED]
    # The weight goes below, since it is what nothing is ordered by.
    packed <<= 15
    packed |= weights[entries]
    # Rows that nobody stands in, and terms of weight 0, are none.
    packed = packed[(packed > 0) & (packed & UNIT > 0)]
    packed.sort()
    places = packed >> 15
    return Index(places, order.rows.astype(np.int32)[places & DOCUMENT], (packed & UNIT).astype(np.int32))


def nearest(vectors: Vectors, order: Order, index: Index, documents: Ints) -> Neighbours:
    """Return the neighbours of some documents. Blocks of them are worked on at once, since numpy frees the processors
    for most of it; each writes rows of its own."""
    number = len(documents)
    found = Neighbours.none(number)
    close, terms = _close_together(vectors) if number * _MANY > len(order) else (vectors, SLOTS)

    def fill(begin: int) -> None:
        block = documents[begin : begin + _BLOCK]
        rows = Neighbours(*(part[begin : begin + len(block)] for part in found))
        candidates = _find_candidates(vectors, order, index, block, rows)
        _compare(close, terms, order, block, candidates, rows)

    blocks = range(0, number, _BLOCK)
    with ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1)) as pool:
        for _ in (map if len(blocks) < 2 else pool.map)(fill, blocks):
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


def _find_candidates(vectors: Vectors, order: Order, index: Index, block: Ints, found: Neighbours) -> Documents:
    """Return the documents that share most with those of a block, (n, 64), those that share most first. Fill in which
    of them are the last, and what they share."""
    candidates = np.full((len(block), CANDIDATES), NONE, np.int32)
    weights = vectors.weights[block, :SEARCHED].astype(np.int64)
    slots = vectors.slots[block, :SEARCHED].astype(np.int64).ravel()
    first, lengths = index.older(slots, np.repeat(order.ranks[block], weights.shape[1]))
    first, lengths = first.reshape(weights.shape), np.where(weights > 0, lengths.reshape(weights.shape), 0)
    # What each document shares with this one, and where it was met last: both are wiped after each.
    shares = np.zeros(len(order.ranks), np.int64)
    places = np.zeros(len(order.ranks), np.int64)
    counting = np.arange(SEARCHED * POSTING)
    for row in range(len(block)):
        entries = spans(first[row], lengths[row])
        others = index.documents[entries]
        np.add.at(shares, others, index.weights[entries] * np.repeat(weights[row], lengths[row]))
        met = counting[: len(others)]
        places[others] = met
        # Each once.
        others = others[places[others] == met]
        # The most shared first, and of equals the newer, which has the lower rank.
        packed = (_PRODUCT - shares[others]) << BITS | order.ranks[others]
        shares[others] = 0
        if len(packed) > CANDIDATES:
            packed = np.partition(packed, CANDIDATES - 1)[:CANDIDATES]
        packed.sort()
        candidates[row, : len(packed)] = order.rows[packed & DOCUMENT]
        if len(packed) == CANDIDATES:
            found.last[row], found.least[row] = candidates[row, -1], _PRODUCT - (packed[-1] >> BITS)
    return candidates


def _compare(  # noqa: PLR0917  # what is compared, with what, and where it goes
    vectors: Vectors, terms: int, order: Order, block: Ints, candidates: Documents, found: Neighbours
) -> None:
    """Fill in the nearest of the candidates. `vectors` have so many terms, numbered from 0."""
    query = np.zeros(terms, np.uint16)
    cosines = np.zeros(candidates.shape, np.int64)
    for row, document in enumerate(block):
        query[vectors.slots[document]] = vectors.weights[document]
        cosines[row] = products(query, vectors, candidates[row])
        query[vectors.slots[document]] = 0
    packed = (_PRODUCT - cosines) << BITS | order.ranks[candidates]
    packed = np.sort(np.where(candidates != NONE, packed, _LAST), axis=1)[:, : found.nearest.shape[1]]
    some = packed != _LAST
    found.nearest[some] = order.rows[packed[some] & DOCUMENT]
    found.cosines[some] = _PRODUCT - (packed[some] >> BITS)


def products(query: NDArray[np.uint16], vectors: Vectors, documents: Ints | Documents) -> Documents:
    """Return the products of a vector with those of some documents: their cosines, in units of `UNIT` squared. `query`
    has the weight of each term, (terms,)."""
    slots, weights = vectors.slots[documents], vectors.weights[documents]
    found: Documents = np.einsum("ij,ij->i", query.take(slots), weights, dtype=np.int32)
    return found


def closest(
    readers: Ints, others: Ints, values: NDArray[np.integer], order: Order, number: int
) -> tuple[Documents, Documents]:
    """Return the documents nearest to each of `number` readers, (n, 16), and how near they are, the nearest first and
    of equals the newer: of pairs of readers, counted from 0, and others."""
    rows, found = np.full((number, KEPT), NONE, np.int32), np.zeros((number, KEPT), np.int32)
    best = np.lexsort(((_PRODUCT - values.astype(np.int64)) << BITS | order.ranks[others], readers))
    starts = starts_of(np.bincount(readers, minlength=number))
    lengths = np.minimum(np.diff(starts), KEPT)
    best = best[spans(starts[:-1], lengths)]
    columns = spans(np.zeros_like(lengths), lengths)
    rows[readers[best], columns], found[readers[best], columns] = others[best], values[best]
    return rows, found
