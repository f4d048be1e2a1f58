"""Neighbour smoothing: each document is read together with its 8 nearest older ones.

Two articles of one story may use other words; their neighbours tie them together. A document counts once, and each of
its neighbours for an eighth of the cosine to it: how near another document is to them is the mean of its cosines. The
score of two documents is the geometric mean of how near each is to the other, and so never above 1, however many
neighbours there are: an old article has few.

What is read together with a document was there before it. So a score never changes while only newer documents come.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ssg.newsroom.related.neighbours import NONE, Documents, Neighbours, Order, closest
from ssg.newsroom.related.ragged import Ints, Ragged, spans, starts_of

READ_TOGETHER = 8
"""Nearest documents that a document is read together with."""
_OWN = 8
"""A document counts as much as so many neighbours that say the same."""
_SHIFT = 16
_ONE = 1 << (30 - _SHIFT)
"""A cosine of 1; products of two of them are summed without rounding."""
_CELLS = 1 << 21
"""Numbers in the table of a block."""


class _Graph(NamedTuple):
    """The known cosines between documents: of each with its nearest, with those it is nearest to, and with itself."""

    others: Ragged[np.int32]
    cosines: Ragged[np.int32]


def smooth(found: Neighbours, order: Order, documents: Ints) -> tuple[Documents, NDArray[np.float64]]:
    """Return what is near to some documents, (n, 16), older or newer, as rows and -1 where there is none; and the
    scores of these, from 0 to 1."""
    nearest, number = found.nearest, len(found.nearest)
    graph = _graph(nearest, found.cosines, documents)
    near, cosines = _near(found, order, documents)
    together = np.where(nearest[:, :READ_TOGETHER] == NONE, 0, nearest[:, :READ_TOGETHER])
    shares = (found.cosines[:, :READ_TOGETHER] >> _SHIFT).astype(np.int64)
    counted = _ONE * (_OWN * _ONE + shares.sum(axis=1)).astype(np.float64)
    scores = np.zeros(near.shape)
    size = max(1, min(len(documents), _CELLS // max(1, number)))
    tables = _Tables(graph, size, number)
    for first in range(0, len(documents), size):
        block = documents[first : first + size]
        others = near[first : first + size].astype(np.int64)
        there = others != NONE
        others[~there] = 0
        own = _OWN * _ONE * (cosines[first : first + size] >> _SHIFT).astype(np.int64)
        theirs = tables.of_neighbours(together[block], shares[block], others)
        mine = (tables.of_documents(block, together[others]) * shares[others]).sum(axis=2)
        products = (own + theirs) / counted[block][:, None] * ((own + mine) / counted[others])
        # Cosines are rounded, and less than a thousandth tells nobody which of two is nearer: time decides then.
        scores[first : first + len(block)] = np.where(there, np.sqrt(products), 0).round(3)
    return near, scores


def _near(found: Neighbours, order: Order, documents: Ints) -> tuple[Documents, Documents]:
    """Return the nearest of some documents, as rows, and their cosines: of those that are nearest to them of all older
    ones, and of those to which they are so. The nearest come first, and of equals the newer."""
    # The last entry is for NONE.
    places = np.full(len(found.nearest) + 1, NONE, np.int64)
    places[documents] = np.arange(len(documents))
    of = places[:-1, None]
    rows, columns = np.nonzero((found.nearest != NONE) & ((of != NONE) | (places[found.nearest] != NONE)))
    others, values = found.nearest[rows, columns].astype(np.int64), found.cosines[rows, columns]
    forth, back = places[rows] != NONE, places[others] != NONE
    readers = np.concatenate((places[rows[forth]], places[others[back]]))
    suggested = np.concatenate((others[forth], rows[back]))
    values = np.concatenate((values[forth], values[back]))
    return closest(readers, suggested, values, order, len(documents))


def _graph(nearest: Documents, cosines: Documents, documents: Ints) -> _Graph:
    """Return the cosines that are looked up for some documents: their own, and those of what they are read with."""
    number = len(nearest)
    # The last entry is for NONE.
    wanted = np.zeros(number + 1, bool)
    wanted[documents] = True
    wanted[nearest[documents, :READ_TOGETHER]] = True
    wanted[-1] = False
    rows, columns = np.nonzero((nearest != NONE) & (wanted[nearest] | wanted[:-1, None]))
    others, values = nearest[rows, columns].astype(np.int64), cosines[rows, columns].astype(np.int64) >> _SHIFT
    own = np.arange(number, dtype=np.int64)
    pairs = np.concatenate(
        ((rows << 25 | others)[wanted[rows]], (others << 25 | rows)[wanted[others]], own << 25 | own)
    )
    # A pair that each has in its list has the same cosine in both.
    packed = pairs << 14 | np.concatenate((values[wanted[rows]], values[wanted[others]], np.full(number, _ONE - 1)))
    packed.sort()
    packed = packed[np.diff(packed, prepend=-1) != 0]
    starts = starts_of(np.bincount(packed >> 39, minlength=number))
    return _Graph(
        Ragged(starts, (packed >> 14 & (1 << 25) - 1).astype(np.int32)),
        Ragged(starts, (packed & (1 << 14) - 1).astype(np.int32)),
    )


class _Tables:
    """Looks cosines up in a table with a row for each document of a block, which is all zeros between two uses."""

    def __init__(self, graph: _Graph, size: int, number: int) -> None:
        self._graph = graph
        self._number = number
        # The sum of 8 products of two cosines is less than 2^31.
        self._table = np.zeros(size * number, np.int32)

    def of_documents(self, block: Ints, wanted: Ints) -> Ints:
        """Return the known cosines of a block's documents with others: `wanted` has a row of them for each."""
        others = self._graph.others.take(block)
        cells = np.repeat(np.arange(len(block)) * self._number, np.diff(others.starts)) + others.values
        self._table[cells] = self._graph.cosines.take(block).values
        return self._look_up(cells, wanted)

    def of_neighbours(self, together: Ints, shares: Ints, wanted: Ints) -> Ints:
        """Return the cosines of others with what each document of a block is read together with, in sum."""
        rows, columns = np.nonzero(shares)
        near = together[rows, columns]
        lengths = self._graph.others.lengths(near)
        entries = spans(self._graph.others.starts[near], lengths)
        cells = np.repeat(rows * self._number, lengths) + self._graph.others.values[entries]
        products = self._graph.cosines.values[entries] * np.repeat(shares[rows, columns].astype(np.int32), lengths)
        np.add.at(self._table, cells, products)
        return self._look_up(cells, wanted)

    def _look_up(self, cells: Ints, wanted: Ints) -> Ints:
        rows = np.arange(len(wanted)).reshape(-1, *[1] * (wanted.ndim - 1))
        found: Ints = self._table[rows * self._number + wanted].astype(np.int64)
        self._table[cells] = 0
        return found
