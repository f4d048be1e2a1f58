"""The recommender's state after a run, in numbers. It can be written as bytes and read again; there is no code in them.

A document keeps its row as long as it is in the state, and a row is not used twice: so one document more, changed or
removed leaves the others where they are. What is written has only rows that are in use, the newest document first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ssg.frozen import frozen
from ssg.newsroom.related.memory import STATE, Pieces, sealed
from ssg.newsroom.related.neighbours import KEPT, NONE, Documents, Neighbours, Order
from ssg.newsroom.related.ragged import Ints, Ragged, starts_of
from ssg.newsroom.related.terms import SLOTS, Counts, CountsInParts
from ssg.newsroom.related.vectors import KEPT as TERMS_KEPT
from ssg.newsroom.related.vectors import UNIT, Bytes, Mask, Vectors, levels_of, sample_of


@frozen
class Vocabulary:
    """The terms of all documents, ascending, and in how many documents each stands: of all, and of the sample."""

    terms: NDArray[np.uint32]
    everywhere: NDArray[np.int32]
    sampled: NDArray[np.int32]

    def levels(self, size: int, terms: NDArray[np.uint32] | None = None) -> Bytes:
        """Return the level of each term in a sample of that size, (SLOTS,); or of some of them alone."""
        terms = self.terms if terms is None else terms
        levels = np.zeros(SLOTS, np.uint8)
        at = np.searchsorted(self.terms, terms)
        levels[terms] = levels_of(self.everywhere[at], self.sampled[at], size)
        return levels

    def frequencies(self, terms: Ints) -> tuple[Ints, Ints]:
        """Return in how many documents of all some terms stand, and in how many of the sample; 0 for unknown ones."""
        at, known = self._find(terms)
        return np.where(known, np.append(self.everywhere, 0)[at], 0), np.where(known, np.append(self.sampled, 0)[at], 0)

    def changed(self, terms: Ints, everywhere: Ints, sampled: Ints) -> Vocabulary:
        """Return the same with other frequencies of some terms, ascending, which may be new."""
        at, known = self._find(terms)
        all_, some = self.everywhere.copy(), self.sampled.copy()
        all_[at[known]], some[at[known]] = everywhere[known], sampled[known]
        return Vocabulary(
            np.insert(self.terms, at[~known], terms[~known]),
            np.insert(all_, at[~known], everywhere[~known]),
            np.insert(some, at[~known], sampled[~known]),
        )

    def _find(self, terms: Ints) -> tuple[Ints, Mask]:
        """Return where some terms stand, or would, and which of them are known."""
        at = np.searchsorted(self.terms, terms)
        return at, np.append(self.terms, SLOTS)[at] == terms


@frozen
class Changed:
    """What is other in a state than in the one that was kept last, which it began with."""

    kept: bytes
    """The checksum of what was kept."""
    rows: int
    """How many rows that had. Later ones are new."""
    vectors: Mask
    """Rows with another vector, (n,); those that nobody stands in any more are among them."""
    near: Mask
    """Rows with other neighbours, or other scores."""
    terms: Ints
    """Terms of which the frequency may be another, ascending."""

    @staticmethod
    def nothing(kept: bytes, rows: int) -> Changed:
        """Return what has changed in a state of so many rows that is as it was kept."""
        return Changed(kept, rows, np.zeros(rows, bool), np.zeros(rows, bool), np.zeros(0, np.int64))


@frozen
class State:
    """The state after a run. All but `keys` and `order` have an entry for each row, in use or not."""

    keys: tuple[bytes, ...]
    """Of the documents, newest first."""
    subjects: int
    """The weight of tags that the terms were counted with."""
    order: Order
    chances: NDArray[np.uint32]
    """Numbers that decide which documents are in the sample."""
    counts: CountsInParts
    vocabulary: Vocabulary
    vectors: Vectors
    neighbours: Neighbours
    near: Documents
    """The nearest of each, older and newer."""
    scores: NDArray[np.float64]
    """How near these are, from 0 to 1."""
    changed: Changed | None = None
    """What is other than in the state that was kept last; None where rows are others too."""

    def sampled(self) -> Mask:
        """Return which rows are in the sample."""
        number = len(self.keys)
        return (self.order.ranks >= 0) & sample_of(number).has(self.order.ranks, self.chances, number)

    def ranking(self) -> tuple[Documents, NDArray[np.float64]]:
        """Return for each document, newest first, the numbers of those nearest to it, (n, 16), -1 for none, and their
        scores from 0 to 1. They are in no order."""
        rows = self.order.rows
        return _renumbered(self.near[rows], self.order), self.scores[rows]

    def vector(self, number: int) -> dict[int, int]:
        """Return the terms of a document and their weights."""
        row = self.order.rows[number]
        slots, weights = self.vectors.slots[row].tolist(), self.vectors.weights[row].tolist()
        return {slot: weight for slot, weight in zip(slots, weights, strict=True) if weight}

    def compact(self) -> State:
        """Return the same with only the rows that are in use, the newest document first."""
        rows = self.order.rows
        if len(rows) == len(self.order.ranks) and (rows == np.arange(len(rows))).all():
            return self
        there, found = self.vocabulary.everywhere > 0, self.neighbours.take(rows)
        return replace(
            self,
            order=Order.of(np.arange(len(rows)), len(rows)),
            chances=self.chances[rows],
            counts=CountsInParts.of(self.counts.take(rows)),
            vocabulary=Vocabulary(
                self.vocabulary.terms[there], self.vocabulary.everywhere[there], self.vocabulary.sampled[there]
            ),
            vectors=self.vectors.take(rows),
            neighbours=found._replace(
                nearest=_renumbered(found.nearest, self.order), last=_renumbered(found.last, self.order)
            ),
            near=_renumbered(self.near[rows], self.order),
            scores=self.scores[rows],
            changed=None,
        )

    def to_bytes(self) -> bytes:
        """Return the state as bytes, about 2.2 KB for each document."""
        return b"".join(self.pieces())

    def pieces(self) -> Pieces:
        """Return the same in pieces, the larger of which are those that the state has in memory."""
        return sealed(STATE, packed({"subjects": self.subjects}, self.compact().arrays()))

    def arrays(self) -> tuple[NDArray[np.generic], ...]:
        """Return the arrays that are written."""
        counts = self.counts.together()
        return *packed_keys(self.keys), counts.slots.starts, counts.slots.values, counts.counts, *self._others()

    @property
    def nbytes(self) -> int:
        """Return how many bytes it takes, but for the keys."""
        return self.counts.kept.nbytes + self.counts.more.nbytes + sum(array.nbytes for array in self._others())

    def _others(self) -> tuple[NDArray[np.generic], ...]:
        terms = self.vocabulary
        return (
            self.chances, terms.terms, terms.everywhere, terms.sampled, self.vectors.slots, self.vectors.weights,
            *self.neighbours, self.near, self.scores,
        )  # fmt: skip


_TYPES = (
    "<i8",
    "u1",
    "<i8",
    "<u4",
    "u1",
    "<u4",
    "<u4",
    "<i4",
    "<i4",
    "<u4",
    "<u2",
    "<i4",
    "<i4",
    "<i4",
    "<i4",
    "<i4",
    "<f8",
)


def from_payload(payload: memoryview, checksum: bytes) -> State | None:
    """Return the state that was written and sealed with that checksum, or None when it cannot be one."""
    try:
        return _read(payload, checksum)
    except DAMAGES:
        # Whoever made these bytes made their checksum too. What they hold is checked all the same.
        return None


DAMAGES = (ValueError, KeyError, TypeError, IndexError, OverflowError, MemoryError)
"""What can come of bytes that are not what they should be."""


def packed(head: dict[str, object], arrays: Iterable[NDArray[np.generic]]) -> Pieces:
    """Return plain data and arrays as bytes, in pieces, the larger of which are the arrays in memory."""
    contiguous = [np.ascontiguousarray(array) for array in arrays]
    written = json.dumps({**head, "shapes": [array.shape for array in contiguous]}).encode()
    return [len(written).to_bytes(4, "big"), written, *(array.data for array in contiguous)]


def unpacked(payload: memoryview, types: Iterable[str]) -> tuple[dict[str, Any], list[NDArray[Any]]]:
    """Return what was packed, the arrays of these types. Raises one of `DAMAGES`."""
    at = 4 + int.from_bytes(payload[:4], "big")
    head = json.loads(bytes(payload[4:at]))
    arrays = []
    for name, shape in zip(types, head["shapes"], strict=True):
        kind = np.dtype(name)
        length = int(np.prod(shape)) * kind.itemsize
        arrays.append(np.frombuffer(payload[at : at + length], kind).reshape(shape))
        at += length
    if at != len(payload):
        raise ValueError("there is more than the arrays")
    return head, arrays


def packed_keys(keys: Sequence[bytes]) -> tuple[Ints, Bytes]:
    """Return where each key begins in all of them, and all of them."""
    return starts_of(np.fromiter(map(len, keys), np.int64, len(keys))), np.frombuffer(b"".join(keys), np.uint8)


def unpacked_keys(starts: Ints, together: Bytes) -> tuple[bytes, ...]:
    """Return the keys that were packed."""
    joined = together.tobytes()
    return tuple([joined[begin:end] for begin, end in pairwise(starts.tolist())])


def _renumbered(rows: Documents, order: Order) -> Documents:
    # The last entry keeps NONE what is NONE.
    return np.append(order.ranks, NONE)[rows].astype(np.int32)


def _read(payload: memoryview, checksum: bytes) -> State | None:
    head, arrays = unpacked(payload, _TYPES)
    (
        key_starts, key_bytes, starts, slots, counts, chances, terms, everywhere, sampled, vector_slots, weights,
        nearest, cosines, last, least, near, scores,
    ) = arrays  # fmt: skip
    number = len(key_starts) - 1
    state = State(
        unpacked_keys(key_starts, key_bytes),
        int(head["subjects"]),
        Order.of(np.arange(number), number),
        chances,
        CountsInParts.of(Counts(Ragged(starts, slots), counts)),
        Vocabulary(terms, everywhere, sampled),
        Vectors(vector_slots, weights),
        Neighbours(nearest, cosines, last, least),
        near,
        scores,
        Changed.nothing(checksum, number),
    )
    return state if is_sound(state) else None


def is_sound(state: State) -> bool:
    """Tell whether all shapes fit together and all numbers are in range, so that no use of them can fail."""
    number, rows = len(state.keys), len(state.order.ranks)
    found, terms = state.neighbours, state.vocabulary
    return (
        len(state.counts) == rows
        and _are_counts(state.counts.kept)
        and _are_counts(state.counts.more)
        and terms.terms.shape == terms.everywhere.shape == terms.sampled.shape == (len(terms.terms),)
        and bool((terms.terms[1:] > terms.terms[:-1]).all())
        and state.chances.shape == (rows,)
        and state.vectors.slots.shape == state.vectors.weights.shape == (rows, TERMS_KEPT)
        and found.nearest.shape == found.cosines.shape == state.near.shape == state.scores.shape == (rows, KEPT)
        and found.last.shape == found.least.shape == (rows,)
        and all(below(array, SLOTS) for array in (state.vectors.slots, terms.terms))
        and below(state.vectors.weights, UNIT + 1)
        and all(below(array, number + 1) for array in (terms.everywhere, terms.sampled))
        and all(below(array, rows, NONE) for array in (found.nearest, found.last, state.near))
        and all(below(array, UNIT * UNIT + 1) for array in (found.cosines, found.least))
        and bool(((state.scores >= 0) & (state.scores <= 1)).all())
    )


def _are_counts(counts: Counts) -> bool:
    starts, slots = counts.slots.starts, counts.slots.values
    return (
        starts.ndim == slots.ndim == counts.counts.ndim == 1
        and starts[0] == 0
        and bool((np.diff(starts) >= 0).all())
        and starts[-1] == len(slots) == len(counts.counts)
        and below(slots, SLOTS)
    )


def below(array: NDArray[np.integer], limit: int, least: int = 0) -> bool:
    """Tell whether all numbers are below a limit, and none is below the least."""
    has_sign = array.dtype.kind != "u"
    return not array.size or ((not has_sign or int(array.min()) >= least) and int(array.max()) < limit)
