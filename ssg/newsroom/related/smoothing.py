"""Neighbour smoothing: each document is read together with its 8 nearest older ones.

Two articles of one story may use other words; their neighbours tie them together. A document counts once, and each of
its neighbours for an eighth of the cosine to it: how near another document is to them is the mean of its cosines. The
score of two documents is the geometric mean of how near each is to the other, and so never above 1, however many
neighbours there are: an old article has few.

What is read together with a document was there before it. So a score never changes while only newer documents come.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ssg.newsroom.related.neighbours import NONE, Documents, Neighbours, Order, closest
from ssg.newsroom.related.ragged import Ints
from ssg.newsroom.related.vectors import Mask

READ_TOGETHER = 8
"""Nearest documents that a document is read together with."""
_OWN = 8
"""A document counts as much as so many neighbours that say the same."""
_SHIFT = 16
_ONE = 1 << (30 - _SHIFT)
"""A cosine of 1; products of two of them are summed without rounding."""
_BLOCK = 1 << 11
"""Pairs that are looked at together: what is compared for them should be at hand in the processor."""


def near_of(found: Neighbours, order: Order, documents: Ints) -> Documents:
    """Return what is near to some documents, (n, 16), as rows and -1 where there is none: the nearest of those that are
    nearest to them of all older ones, and of those to which they are so. Of equals the newer comes first."""
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
    return closest(readers, suggested, values, order, len(documents))[0]


def rescore(found: Neighbours, order: Order, near: Documents, scores: NDArray[np.float64], wanted: Mask) -> None:
    """Find the scores of documents and those that are near to them, where `wanted` marks these, (n, 16), and write them
    into `scores`."""
    ones, columns = np.nonzero(wanted & (near != NONE))
    scores[ones, columns] = scores_of(found, order, ones.astype(np.int32), near[ones, columns])


def scores_of(found: Neighbours, order: Order, ones: Documents, others: Documents) -> NDArray[np.float64]:
    """Return the scores of pairs of documents, from 0 to 1. One of each two is among the nearest of the other."""
    scores = np.zeros(len(ones))
    for begin in range(0, len(ones), _BLOCK):
        block = slice(begin, begin + _BLOCK)
        one, other = ones[block], others[block]
        own = _OWN * _ONE * _known(found, order, one, other[:, None])[:, 0]
        products = _means(found, order, one, other, own) * _means(found, order, other, one, own)
        # Cosines are rounded, and less than a thousandth tells nobody which of two is nearer: time decides then.
        scores[block] = np.sqrt(products).round(3)
    return scores


def _means(found: Neighbours, order: Order, documents: Documents, others: Documents, own: Ints) -> NDArray[np.float64]:
    """Return how near others are to each document and those that it is read together with, in the mean. `own` is how
    near they are to the document itself, as much as that counts."""
    shares = found.cosines[documents, :READ_TOGETHER].astype(np.int64) >> _SHIFT
    cosines = _known(found, order, others, found.nearest[documents, :READ_TOGETHER])
    means: NDArray[np.float64] = (own + np.einsum("ij,ij->i", cosines, shares)) / (
        _ONE * (_OWN * _ONE + shares.sum(axis=1))
    )
    return means


def _known(found: Neighbours, order: Order, documents: Documents, others: Documents) -> Ints:
    """Return the cosines between each document and the others in its row, (n, k), as far as they are known: of those of
    which one is among the nearest of the other. The rest is 0, and what stands for `NONE` means nothing."""
    ones, others = np.repeat(documents, others.shape[1]), others.ravel()
    is_newer = order.ranks[ones] < order.ranks[others]
    newer, older = np.where(is_newer, ones, others), np.where(is_newer, others, ones)
    there = found.nearest.take(newer, axis=0) == older[:, None]
    places, columns = np.divmod(np.flatnonzero(there), there.shape[1])
    cosines = np.zeros(len(ones), np.int64)
    cosines[places] = found.cosines[newer[places], columns] >> _SHIFT
    cosines[ones == others] = _ONE - 1
    return cosines.reshape(len(documents), -1)
