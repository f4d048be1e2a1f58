"""Rows of different lengths in flat arrays."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from ssg.frozen import frozen

Ints = NDArray[np.int64]
Scalar = TypeVar("Scalar", bound=np.generic)


@frozen
class Ragged(Generic[Scalar]):
    """Rows: `starts` has one entry more than there are rows, and row i is `values[starts[i] : starts[i + 1]]`."""

    starts: Ints
    values: NDArray[Scalar]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def lengths(self, rows: Ints) -> Ints:
        """Return the lengths of some of the rows."""
        return self.starts[rows + 1] - self.starts[rows]

    def take(self, rows: Ints) -> Ragged[Scalar]:
        """Return some of the rows, in the order given."""
        lengths = self.lengths(rows)
        return Ragged(starts_of(lengths), self.values[spans(self.starts[rows], lengths)])


def starts_of(lengths: NDArray[Any]) -> Ints:
    """Return where rows of these lengths begin, and where the last one ends."""
    starts = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def spans(first: Ints, lengths: Ints) -> Ints:
    """Return the indexes first[0], first[0] + 1, ... of runs of the given lengths, one run after another."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    found: Ints = np.arange(total) + np.repeat(first - (ends - lengths), lengths)
    return found


def longer(values: NDArray[Any], number: int, filler: float) -> NDArray[Any]:
    """Return the rows, and after them rows of a filler, as many as make it `number`. It is a copy."""
    more = np.full((number - len(values), *values.shape[1:]), filler, values.dtype)
    return np.concatenate((values, more))


def distinct(values: NDArray[Any]) -> Ints:
    """Return whole numbers from 0 on, each once and ascending.

    `np.unique` does the same, and brings masked arrays with it, which take longer to load than all of an update takes.
    """
    ascending = np.sort(values).astype(np.int64)
    return ascending[np.diff(ascending, prepend=-1) > 0]


def sums(values: NDArray[Any], starts: Ints) -> NDArray[Any]:
    """Return the sum of each row of integers; of an empty row it is 0."""
    running = np.zeros(len(values) + 1, values.dtype)
    np.cumsum(values, out=running[1:])
    return running[starts[1:]] - running[starts[:-1]]
