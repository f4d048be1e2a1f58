"""Term vectors: what each document is about, in 150 weighted terms.

The weight of a term is ln(1 + count) * idf^0.7, a milder idf than usual, which keeps the words of a running story from
drowning in rare names. Vectors have unit length. All weights are whole numbers, so that sums are exact and no order of
adding them, and no processor, gives another result.

How frequent a term is, is counted in a sample of the older documents, and rounded down to half octaves. So a new
article seldom changes the weights of others, and what it costs to add one does not grow with the archive.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ssg.newsroom.related.ragged import Ints, Ragged, spans, starts_of, sums
from ssg.newsroom.related.terms import MOST, SLOTS, Counts, Document

KEPT = 150
"""Heaviest terms of a document that make its vector."""
UNIT = (1 << 15) - 1
"""The length of a vector."""
_FINE = 1 << 10
_ENOUGH = 1024
_QUARTER = 91 * 86_400
_BLOCK = 16_384
"""Documents that are weighed at once; memory grows with it."""

Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Vectors:
    """A row for each document, heaviest term first; rows that are shorter end in terms of weight 0."""

    slots: NDArray[np.uint32]
    weights: NDArray[np.uint16]

    def take(self, rows: Ints) -> Vectors:
        """Return some of the rows."""
        return Vectors(self.slots[rows], self.weights[rows])


@dataclass(frozen=True)
class Frequencies:
    """How frequent terms are. `levels` (SLOTS,) are numbers of rungs plus 1, and 0 for a term of one document alone.

    `size` is in how many documents it was counted, rounded down to quarter octaves, so that it seldom changes.
    """

    levels: Bytes
    size: int


def sample(documents: Sequence[Document]) -> NDArray[np.bool_]:
    """Return in which documents frequencies are counted: at least 1,024, if there are as many, chosen by their ids.

    They are from before the quarter of the newest document, unless most documents are younger.
    """
    moments = np.array([document.moment for document in documents], np.int64)
    older: NDArray[np.bool_] = moments < moments.max(initial=0) // _QUARTER * _QUARTER
    if np.count_nonzero(older) * 2 < len(documents):
        older[:] = True
    share = 1
    while share * 2 * _ENOUGH <= np.count_nonzero(older):
        share *= 2
    if share > 1:
        older &= np.array([crc32(document.id.encode("utf-8", "surrogatepass")) % share == 0 for document in documents])
    return older


def _rungs(of_an_octave: int = 2) -> list[int]:
    """Return the numbers that others are rounded down to: so many of an octave, and 0."""
    return sorted({0, *(int(2 ** (step / of_an_octave)) for step in range(30 * of_an_octave))})


def frequencies_of(slots: Ragged[np.uint32], sampled: NDArray[np.bool_]) -> Frequencies:
    """Return how frequent terms are; `slots` are the terms of all documents, `sampled` what `sample` returned."""
    everywhere = np.bincount(slots.values, minlength=SLOTS)
    frequency = np.bincount(slots.take(np.flatnonzero(sampled)).values, minlength=SLOTS)
    levels = np.zeros(SLOTS, np.uint8)
    shared = np.flatnonzero(everywhere > 1)
    levels[shared] = np.searchsorted(np.array(_rungs()), frequency[shared], side="right")
    size = np.count_nonzero(sampled)
    return Frequencies(levels, max((rung for rung in _rungs(4) if rung <= size), default=0))


def marks_of(slots: Ragged[np.uint32], frequencies: Frequencies) -> NDArray[np.uint64]:
    """Return a number for each document that changes when the weight of one of its terms does."""
    # Multiplied by odd numbers without a pattern, so that two changes do not cancel out but by chance of 1 in 2^64.
    mixed = slots.values.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    mixed *= (np.arange(1, 257, dtype=np.uint64) * np.uint64(0x94D049BB133111EB))[frequencies.levels[slots.values]]
    return sums(mixed, slots.starts) + np.uint64(frequencies.size)


def weigh(counts: Counts, frequencies: Frequencies) -> Vectors:
    """Return the vectors of documents."""
    number = len(counts.slots)
    vectors = Vectors(np.zeros((number, KEPT), np.uint32), np.zeros((number, KEPT), np.uint16))
    table = _weights(frequencies.size)
    for first in range(0, number, _BLOCK):
        last = min(first + _BLOCK, number)
        begin, end = counts.slots.starts[first], counts.slots.starts[last]
        slots, lengths = counts.slots.values[begin:end], np.diff(counts.slots.starts[first : last + 1])
        rows = np.repeat(np.arange(last - first), lengths)
        fine = table[frequencies.levels[slots], counts.counts[begin:end]]
        # One number for row, weight (heaviest first) and term: sorting whole numbers is the fastest way to sort.
        packed = rows[fine > 0] << 42 | (0xFFFFF - fine[fine > 0]) << 22 | slots[fine > 0].astype(np.int64)
        packed.sort()
        kept = np.bincount(packed >> 42, minlength=last - first)
        starts = starts_of(kept)
        kept = np.minimum(kept, KEPT)
        packed = packed[spans(starts[:-1], kept)]
        fine = 0xFFFFF - (packed >> 22 & 0xFFFFF)
        squares = sums(fine * fine, starts_of(kept))
        rows, columns = packed >> 42, spans(np.zeros_like(kept), kept)
        vectors.slots[first + rows, columns] = packed & (SLOTS - 1)
        vectors.weights[first + rows, columns] = fine * UNIT / np.sqrt(squares[rows])
    return vectors


def _weights(size: int) -> Ints:
    """Return the weight of a term by its level and its count."""
    rungs = _rungs()
    table = np.zeros((len(rungs) + 1, MOST + 1), np.int64)
    for level, frequency in enumerate(rungs, 1):
        if frequency <= size:
            idf = (math.log((1 + size) / (1 + frequency)) + 1) ** 0.7
            table[level] = [round(_FINE * math.log1p(times) * idf) for times in range(MOST + 1)]
    return table
