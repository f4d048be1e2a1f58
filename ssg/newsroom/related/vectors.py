"""Term vectors: what each document is about, in 150 weighted terms.

The weight of a term is ln(1 + count) * idf^0.7, a milder idf than usual, which keeps the words of a running story from
drowning in rare names. Vectors have unit length. All weights are whole numbers, so that sums are exact and no order of
adding them, and no processor, gives another result.

How frequent a term is, is counted in a sample of the older documents, and rounded down, the more so in a large archive.
So a new document changes no weight of a term that two others have, an edit of an older one seldom does, and neither
costs more the larger the archive is.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ssg.frozen import frozen
from ssg.newsroom.related.ragged import Ints, spans, starts_of, sums
from ssg.newsroom.related.terms import MOST, SLOTS, Counts

KEPT = 150
"""Heaviest terms of a document that make its vector."""
UNIT = (1 << 15) - 1
"""The length of a vector."""
ENOUGH = 1024
"""Documents that a sample has at least, where there are as many."""
FEWEST = 32
"""Where there are fewer documents, all are in the sample."""
_CLOSE = tuple(sorted({0, *(int(2 ** (step / 2)) for step in range(60))}))
"""Two rungs of an octave, and 0."""
_FAR_APART = (0, 8, 128)
_FINE = 1 << 10
_BLOCK = 4096
"""Documents that are weighed at once; memory grows with it."""

Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]


@frozen
class Vectors:
    """A row for each document, heaviest term first; rows that are shorter end in terms of weight 0."""

    slots: NDArray[np.uint32]
    weights: NDArray[np.uint16]

    def take(self, rows: Ints) -> Vectors:
        """Return some of the rows."""
        return Vectors(self.slots[rows], self.weights[rows])


class Sample(NamedTuple):
    """Where the frequency of terms is counted: in the oldest `oldest` documents, in one of `share` of them."""

    oldest: int
    share: int

    @property
    def size(self) -> int:
        """Return about how many documents the sample has: 1,024 to 2,047, or fewer where there are fewer."""
        return self.oldest // self.share

    def has(self, ranks: Ints, chances: NDArray[np.uint32], number: int) -> Mask:
        """Return which documents are in the sample: `ranks` count from the newest of all `number`, and `chances` are
        numbers without a pattern."""
        chosen: Mask = (ranks >= number - self.oldest) & (chances % self.share == 0)
        return chosen


def sample_of(number: int) -> Sample:
    """Return the sample of so many documents.

    It grows in steps of a third of an octave, so that the newest documents are seldom in it: one more changes no
    weight of others. From 1,024 documents to 100,000 there are 20 steps.
    """
    if number < FEWEST:
        return Sample(number, 1)
    step = max(step for step in range(3 * number.bit_length()) if int(FEWEST * 2 ** (step / 3)) <= number)
    oldest = int(FEWEST * 2 ** (step / 3))
    return Sample(oldest, 2 ** max(0, (oldest // ENOUGH).bit_length() - 1))


def chance_of(name: str) -> int:
    """Return a number below 2^32 without a pattern, the same for the same name."""
    return crc32(name.encode("utf-8", "surrogatepass"))


def levels_of(everywhere: NDArray[np.integer], sampled: NDArray[np.integer], size: int) -> Bytes:
    """Return the levels of terms that stand in so many documents in all, and in a sample of that size: 0 for a term of
    one document alone, and otherwise 1 and the number of rungs that its frequency in the sample has climbed."""
    levels = np.searchsorted(np.array(_rungs(size)), sampled, side="right").astype(np.uint8)
    levels[everywhere < 2] = 0
    return levels


def _rungs(size: int) -> tuple[int, ...]:
    """Return the numbers that frequencies in a sample of that size are rounded down to.

    One document more that has a term can be the one by which that climbs a rung, and then every vector with the term
    is another: of a large archive so many that there are few rungs, four octaves apart.
    """
    return _CLOSE if size < ENOUGH else _FAR_APART


def weigh(counts: Counts, levels: Bytes, size: int) -> Vectors:
    """Return the vectors of documents. `levels` (SLOTS,) are those of all terms, in a sample of that size."""
    number = len(counts)
    vectors = Vectors(np.zeros((number, KEPT), np.uint32), np.zeros((number, KEPT), np.uint16))
    table = _weights(_rungs(size), size)
    for first in range(0, number, _BLOCK):
        last = min(first + _BLOCK, number)
        begin, end = counts.slots.starts[first], counts.slots.starts[last]
        slots, lengths = counts.slots.values[begin:end], np.diff(counts.slots.starts[first : last + 1])
        rows = np.repeat(np.arange(last - first), lengths)
        fine = table[levels[slots], counts.counts[begin:end]]
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


@lru_cache(maxsize=16)
def _weights(rungs: tuple[int, ...], size: int) -> Ints:
    """Return the weight of a term by its level and its count, in a sample of that size."""
    table = np.zeros((len(rungs) + 1, MOST + 1), np.int64)
    fine = [_FINE * math.log1p(times) for times in range(MOST + 1)]
    for level, frequency in enumerate(rungs, 1):
        # A term of nearly all documents can stand in more of them than the sample has about.
        idf = (math.log((1 + size) / (1 + min(frequency, size))) + 1) ** 0.7
        table[level] = [round(weight * idf) for weight in fine]
    table.flags.writeable = False
    return table
