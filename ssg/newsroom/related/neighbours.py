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

from ssg.newsroom.related.ragged import Ints, spans, starts_of, sums
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
    terms: Ints
    documents: Ints
    weights: Ints

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
    """For each document its candidates and the nearest of them.

    `candidates` (n, 64) are in no order and `least` (n,) is what the last of them shares, 0 where there are fewer.
    `nearest` (n, 16) are the nearest first, and `cosines` are in units of `UNIT` squared.
    """

    candidates: Documents
    least: Ints
    nearest: Documents
    cosines: Documents


def index(vectors: Vectors, terms: NDArray[np.bool_] | None = None) -> Index:
    """Return the inverted index of documents; of some terms alone, if they are marked in `terms`."""
    slots = vectors.slots[:, :SEARCHED].astype(np.int64)
    weights = vectors.weights[:, :SEARCHED].astype(np.int64)
    wanted = weights > 0
    if terms is not None:
        wanted &= terms[slots]
    documents, columns = np.nonzero(wanted)
    packed = slots[documents, columns] << 40 | (UNIT - weights[documents, columns]) << 25 | documents
    packed.sort()
    found, first, lengths = np.unique(packed >> 40, return_index=True, return_counts=True)
    lengths = np.minimum(lengths, POSTING)
    packed = packed[spans(first, lengths)]
    return Index(found, starts_of(lengths), packed >> 40, packed & _DOCUMENT, UNIT - (packed >> 25 & UNIT))


def nearest(vectors: Vectors, index: Index, documents: Ints) -> Neighbours:
    """Return the neighbours of some documents. Blocks of them are worked on at once, since numpy frees the processors
    while it sorts; each writes rows of its own."""
    number = len(documents)
    found = Neighbours(
        np.full((number, CANDIDATES), NONE, np.int32),
        np.zeros(number, np.int64),
        np.full((number, KEPT), NONE, np.int32),
        np.zeros((number, KEPT), np.int32),
    )

    def fill(begin: int) -> None:
        block = documents[begin : begin + _BLOCK]
        rows = slice(begin, begin + len(block))
        _find_candidates(vectors, index, block, found.candidates[rows], found.least[rows])
        _compare(vectors, block, found.candidates[rows], found.nearest[rows], found.cosines[rows])

    with ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1)) as pool:
        for _ in pool.map(fill, range(0, number, _BLOCK)):
            pass
    return found


def _find_candidates(vectors: Vectors, index: Index, block: Ints, candidates: Documents, least: Ints) -> None:
    """Fill in the documents that share most with those of a block."""
    slots = vectors.slots[block, :SEARCHED].astype(np.int64).ravel()
    weights = vectors.weights[block, :SEARCHED].astype(np.int64).ravel()
    rows = np.repeat(np.arange(len(block)), SEARCHED)[weights > 0]
    first, lengths = index.postings(slots[weights > 0])
    entries = spans(first, lengths)
    rows = np.repeat(rows, lengths)
    products = np.repeat(weights[weights > 0], lengths) * index.weights[entries]
    others = index.documents[entries]
    other = others != block[rows]
    packed = (rows[other] << 25 | others[other]) << 30 | products[other]
    packed.sort()
    pairs = packed >> 30
    begins = np.flatnonzero(np.diff(pairs, prepend=-1))
    shared = sums(packed & _PRODUCT, np.append(begins, len(packed)))
    rows, others = pairs[begins] >> 25, pairs[begins] & _DOCUMENT
    # The most shared first, and of equals the newer, which has the lower number.
    order = np.sort(rows << 55 | (_PRODUCT - shared) << 25 | others)
    starts = starts_of(np.bincount(rows, minlength=len(block)))
    kept = np.minimum(np.diff(starts), CANDIDATES)
    order = order[spans(starts[:-1], kept)]
    candidates[order >> 55, spans(np.zeros_like(kept), kept)] = order & _DOCUMENT
    full = kept == CANDIDATES
    least[full] = _PRODUCT - (order[np.cumsum(kept)[full] - 1] >> 25 & _PRODUCT)


def _compare(vectors: Vectors, block: Ints, candidates: Documents, found: Documents, cosines: Documents) -> None:
    """Fill in the nearest of the candidates."""
    query = np.zeros(SLOTS, np.int32)
    products = np.zeros(candidates.shape, np.int64)
    for row, document in enumerate(block):
        others = candidates[row]
        query[vectors.slots[document]] = vectors.weights[document]
        terms, weights = query[vectors.slots[others]], vectors.weights[others]
        products[row] = np.einsum("ij,ij->i", terms, weights, dtype=np.int32)
        query[vectors.slots[document]] = 0
    there = candidates != NONE
    order = np.sort(np.where(there, (_PRODUCT - products) << 25 | candidates, _LAST), axis=1)[:, : found.shape[1]]
    found[:] = np.where(order == _LAST, NONE, order & _DOCUMENT)
    cosines[:] = np.where(order == _LAST, 0, _PRODUCT - (order >> 25))
