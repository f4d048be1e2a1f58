"""Neighbour smoothing: each document is read together with its 8 nearest, at half weight.

Two articles of one story may use other words; their neighbours tie them together. With x' = x + 1/2 * sum of s * x_k
over the neighbours k of x, and s the cosine to each, the cosine of x' and y' follows from the cosines that are known of
the nearest. The product of two neighbourhoods is left out: it measured no gain. A document and itself score 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ssg.newsroom.related.neighbours import NONE, Documents
from ssg.newsroom.related.ragged import Ints, Ragged, spans, starts_of

READ_TOGETHER = 8
"""Nearest documents that a document is read together with."""
_SHIFT = 16
_ONE = 1 << (30 - _SHIFT)
"""A cosine of 1; products of two of them are summed without rounding."""
_CELLS = 1 << 21
"""Numbers in the table of a block."""


@dataclass(frozen=True)
class _Graph:
    """The known cosines between documents: of each with its nearest, with those it is nearest to, and with itself."""

    others: Ragged[np.int32]
    cosines: Ragged[np.int32]


def smooth(nearest: Documents, cosines: Documents, documents: Ints) -> NDArray[np.float64]:
    """Return the scores of some documents with their nearest, (len(documents), 16), 0 where there is none."""
    graph = _graph(nearest, cosines)
    together = np.where(nearest[:, :READ_TOGETHER] == NONE, 0, nearest[:, :READ_TOGETHER])
    shares = (cosines[:, :READ_TOGETHER] >> _SHIFT).astype(np.int64)
    lengths = _ONE * _ONE + (shares * shares).sum(axis=1)
    scores = np.zeros((len(documents), nearest.shape[1]))
    size = max(1, _CELLS // max(1, len(nearest)))
    for first in range(0, len(documents), size):
        block = documents[first : first + size]
        others = nearest[block]
        there = others != NONE
        others = np.where(there, others, 0)
        rows = np.arange(len(block))[:, None]
        own = 2 * _ONE * (cosines[block] >> _SHIFT).astype(np.int64)
        theirs = _neighbours_of(graph, together[block], shares[block], len(nearest))[rows, others]
        row = _table(graph, block, len(nearest))
        mine = (row[rows[:, :, None], together[others]] * shares[others]).sum(axis=2)
        products = lengths[block][:, None].astype(np.float64) * lengths[others]
        scores[first : first + len(block)] = np.where(there, (own + theirs + mine) / (2 * np.sqrt(products)), 0)
    return np.minimum(scores, 1.0)


def _graph(nearest: Documents, cosines: Documents) -> _Graph:
    number = len(nearest)
    rows, columns = np.nonzero(nearest != NONE)
    others, values = nearest[rows, columns].astype(np.int64), cosines[rows, columns].astype(np.int64) >> _SHIFT
    own = np.arange(number, dtype=np.int64)
    pairs = np.concatenate((rows << 25 | others, others << 25 | rows, own << 25 | own))
    # A pair that each has in its list has the same cosine in both.
    packed = np.unique(pairs << 14 | np.concatenate((values, values, np.full(number, _ONE - 1))))
    starts = starts_of(np.bincount(packed >> 39, minlength=number))
    return _Graph(
        Ragged(starts, (packed >> 14 & (1 << 25) - 1).astype(np.int32)),
        Ragged(starts, (packed & (1 << 14) - 1).astype(np.int32)),
    )


def _table(graph: _Graph, block: Ints, number: int) -> Ints:
    """Return the known cosines of a block's documents with all documents."""
    table = np.zeros((len(block), number), np.int64)
    others = graph.others.take(block)
    table[np.repeat(np.arange(len(block)), others.lengths), others.values] = graph.cosines.take(block).values
    return table


def _neighbours_of(graph: _Graph, together: Ints, shares: Ints, number: int) -> Ints:
    """Return the cosines of all documents with what each document of a block is read together with, in sum."""
    table = np.zeros(len(together) * number, np.int64)
    rows, columns = np.nonzero(shares)
    near = together[rows, columns]
    lengths = graph.others.lengths[near]
    entries = spans(graph.others.starts[near], lengths)
    cells = np.repeat(rows * number, lengths) + graph.others.values[entries]
    np.add.at(table, cells, graph.cosines.values[entries] * np.repeat(shares[rows, columns], lengths))
    return table.reshape(len(together), number)
