"""Patch: what has changed in a state since it was kept. So a run need not keep all of it anew, and the next one does
nothing again.

A patch is of the state that was kept, not of the patch before it: it grows with what has changed since then.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ssg.newsroom.related.memory import PATCH, Pieces, sealed
from ssg.newsroom.related.neighbours import NONE, Neighbours, Order
from ssg.newsroom.related.ragged import Ragged, distinct, longer
from ssg.newsroom.related.state import (
    DAMAGES,
    Changed,
    State,
    below,
    is_sound,
    packed,
    packed_keys,
    unpacked,
    unpacked_keys,
)
from ssg.newsroom.related.terms import Counts
from ssg.newsroom.related.vectors import Vectors

_SMALL = 8
"""A patch is written as long as it is smaller than one in so many parts of the state."""
_TYPES = (
    "<i4", "<i8", "u1", "<u4", "<i8", "<u4", "u1", "<i4", "<u4", "<u2", "<i4", "<i4", "<i4", "<i4", "<i4", "<i4", "<f8",
    "<u4", "<i4", "<i4",
)  # fmt: skip


def patch(state: State) -> Pieces:
    """Return what has changed in a state since it was kept, in pieces; none where that is too much, or all is new."""
    changed = state.changed
    if changed is None:
        return ()
    ranks = state.order.ranks[changed.rows :]
    keys = [state.keys[rank] if rank != NONE else b"" for rank in ranks.tolist()]
    added = state.counts.take(np.arange(changed.rows, len(state.order.ranks)))
    terms, vectors, near = changed.terms, np.flatnonzero(changed.vectors), np.flatnonzero(changed.near)
    others = state.vectors.take(vectors)
    everywhere, sampled = state.vocabulary.frequencies(terms)
    arrays = (
        state.order.rows.astype(np.int32), *packed_keys(keys), state.chances[changed.rows :],
        added.slots.starts, added.slots.values, added.counts,
        vectors.astype(np.int32), others.slots, others.weights,
        near.astype(np.int32), *state.neighbours.take(near), state.near[near], state.scores[near],
        terms.astype(np.uint32), everywhere.astype(np.int32), sampled.astype(np.int32),
    )  # fmt: skip
    if sum(array.nbytes for array in arrays) * _SMALL > state.nbytes:
        return ()
    return sealed(PATCH, packed({"kept": changed.kept.hex()}, arrays))


def patched(kept: State, payload: memoryview) -> State:
    """Return a state that was kept with what changed since then; the state as it is where the patch is not of it, or
    cannot be one."""
    try:
        return _patched(kept, payload) or kept
    except DAMAGES:
        return kept


def _patched(kept: State, payload: memoryview) -> State | None:
    head, arrays = unpacked(payload, _TYPES)
    (
        order, key_starts, key_bytes, chances, starts, slots, counts, vector_rows, vector_slots, weights,
        near_rows, nearest, cosines, last, least, near, scores, terms, everywhere, sampled,
    ) = arrays  # fmt: skip
    if kept.changed is None or head["kept"] != kept.changed.kept.hex():
        return None
    before = kept.changed.rows
    number = before + len(key_starts) - 1
    rows = order.astype(np.int64)
    is_whole = all(below(some, number) for some in (order, vector_rows, near_rows))
    if not is_whole or len(distinct(rows)) != len(rows) or not (terms[1:] > terms[:-1]).all():
        return None
    keys = (*kept.keys, *unpacked_keys(key_starts, key_bytes))
    vectors = Vectors(longer(kept.vectors.slots, number, 0), longer(kept.vectors.weights, number, 0))
    vectors.slots[vector_rows], vectors.weights[vector_rows] = vector_slots, weights
    neighbours = kept.neighbours.followed_by(Neighbours.none(number - before))
    neighbours.put(near_rows, Neighbours(nearest, cosines, last, least))
    around, scored = longer(kept.near, number, NONE), longer(kept.scores, number, 0)
    around[near_rows], scored[near_rows] = near, scores
    changed = Changed(kept.changed.kept, before, np.zeros(number, bool), np.zeros(number, bool), terms.astype(np.int64))
    changed.vectors[vector_rows] = changed.near[near_rows] = True
    state = replace(
        kept,
        keys=tuple([keys[row] for row in rows.tolist()]),
        order=Order.of(rows, number),
        chances=np.concatenate((kept.chances, chances)),
        counts=kept.counts.followed_by(Counts(Ragged(starts, slots), counts)),
        vocabulary=kept.vocabulary.changed(changed.terms, everywhere, sampled),
        vectors=vectors,
        neighbours=neighbours,
        near=around,
        scores=scored,
        changed=changed,
    )
    return state if is_sound(state) else None
