"""What the recommender remembers from one run to the next: a plain value, which may be lost at any time.

It can be written as bytes and read again. Bytes that are damaged, or of another version, give nothing, and the next
run begins from nothing. There is no code in them: only numbers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from ssg.newsroom.related.neighbours import CANDIDATES, KEPT, Neighbours
from ssg.newsroom.related.ragged import Ragged
from ssg.newsroom.related.terms import SLOTS, Counts
from ssg.newsroom.related.vectors import KEPT as TERMS_KEPT
from ssg.newsroom.related.vectors import UNIT, Vectors

VERSION = b"standfirst related 1\n"
_DIGEST = 16


@dataclass(frozen=True)
class Memory:
    """The state after a run: of each document, newest first, its key, terms, vector, neighbours and scores.

    `marks` tell whether a vector still holds (see `vectors.marks_of`), and `subjects` is the weight of tags that the
    terms were counted with.
    """

    keys: tuple[bytes, ...]
    subjects: int
    counts: Counts
    marks: NDArray[np.uint64]
    vectors: Vectors
    neighbours: Neighbours
    scores: NDArray[np.float64]

    def to_bytes(self) -> bytes:
        """Return the memory as bytes, about 2 KB for each document."""
        arrays = self._arrays()
        shapes = [list(shape) for shape in (array.shape for array in arrays)]
        head = json.dumps({"subjects": self.subjects, "keys": len(self.keys), "shapes": shapes}).encode()
        packed = b"".join(np.ascontiguousarray(array).tobytes() for array in arrays)
        payload = len(head).to_bytes(4, "big") + head + b"".join(self.keys) + packed
        return VERSION + blake2b(payload, digest_size=_DIGEST).digest() + payload

    def _arrays(self) -> tuple[NDArray[np.generic], ...]:
        found = self.neighbours
        return (
            self.counts.slots.starts, self.counts.slots.values, self.counts.counts, self.marks, self.vectors.slots,
            self.vectors.weights, found.candidates, found.least, found.nearest, found.cosines, self.scores,
        )  # fmt: skip


_TYPES = ("<i8", "<u4", "u1", "<u8", "<u4", "<u2", "<i4", "<i8", "<i4", "<i4", "<f8")


def from_bytes(data: bytes) -> Memory | None:
    """Return the memory that was written as these bytes, or None when they are damaged or of another version."""
    payload = memoryview(data)[len(VERSION) + _DIGEST :]
    if data[: len(VERSION)] != VERSION or len(payload) < 4:
        return None
    if blake2b(payload, digest_size=_DIGEST).digest() != data[len(VERSION) : len(VERSION) + _DIGEST]:
        return None
    try:
        return _read(payload)
    except (ValueError, KeyError, TypeError, IndexError):
        # Whoever made these bytes made their digest too. What they hold is checked all the same.
        return None


def _read(payload: memoryview) -> Memory | None:
    at = 4 + int.from_bytes(payload[:4], "big")
    head = json.loads(bytes(payload[4:at]))
    number = int(head["keys"])
    keys = tuple(bytes(payload[at + 16 * index : at + 16 * (index + 1)]) for index in range(number))
    at += 16 * number
    arrays = []
    for name, shape in zip(_TYPES, head["shapes"], strict=True):
        kind = np.dtype(name)
        length = int(np.prod(shape)) * kind.itemsize
        arrays.append(np.frombuffer(payload[at : at + length], kind).reshape(shape))
        at += length
    starts, slots, counts, marks, vector_slots, weights, candidates, least, nearest, cosines, scores = arrays
    memory = Memory(
        keys,
        int(head["subjects"]),
        Counts(Ragged(starts, slots), counts),
        marks,
        Vectors(vector_slots, weights),
        Neighbours(candidates, least, nearest, cosines),
        scores,
    )
    return memory if at == len(payload) and _is_sound(memory) else None


def _is_sound(memory: Memory) -> bool:
    """Tell whether all shapes fit together and all numbers are in range, so that no use of them can fail."""
    number = len(memory.keys)
    slots, found = memory.counts.slots, memory.neighbours
    return (
        slots.starts.shape == (number + 1,)
        and slots.starts[0] == 0
        and bool((slots.lengths >= 0).all())
        and slots.starts[-1] == len(slots.values) == len(memory.counts.counts)
        and memory.marks.shape == found.least.shape == (number,)
        and memory.vectors.slots.shape == memory.vectors.weights.shape == (number, TERMS_KEPT)
        and found.candidates.shape == (number, CANDIDATES)
        and found.nearest.shape == found.cosines.shape == memory.scores.shape == (number, KEPT)
        and all(_below(array, SLOTS) for array in (slots.values, memory.vectors.slots))
        and _below(memory.vectors.weights, UNIT + 1)
        and all(_below(array + 1, number + 1) for array in (found.candidates, found.nearest))
        and _below(found.cosines, UNIT * UNIT + 1)
        and bool(((memory.scores >= 0) & (memory.scores <= 1)).all())
    )


def _below(array: NDArray[np.integer], limit: int) -> bool:
    return not array.size or (int(array.min()) >= 0 and int(array.max()) < limit)
