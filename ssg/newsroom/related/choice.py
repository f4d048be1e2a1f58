"""What was chosen for each article, in numbers: small, quick to keep and to read again, and without numpy."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import pairwise

from ssg.frozen import frozen

_BYTES = 8


@frozen
class Choice:
    """The articles that each article suggests, best first.

    Article i suggests the articles `others[starts[i] : starts[i + 1]]`, which are numbers of articles; `scores` and
    `reasons` (places in a list of reasons) go with them. Nobody changes the arrays.
    """

    starts: array[int]
    others: array[int]
    scores: array[float]
    reasons: bytes

    def __len__(self) -> int:
        return len(self.starts) - 1

    def of(self, number: int) -> Iterator[tuple[int, float, int]]:
        """Yield what an article suggests: the number, the score and the reason of each."""
        for at in range(self.starts[number], self.starts[number + 1]):
            yield self.others[at], self.scores[at], self.reasons[at]

    def numbers(self, number: int) -> array[int]:
        """Return the numbers of what an article suggests."""
        return self.others[self.starts[number] : self.starts[number + 1]]

    def to_bytes(self) -> bytes:
        """Return the choice as bytes; how many articles it is of has to be known to read them."""
        return b"".join((self.starts.tobytes(), self.others.tobytes(), self.scores.tobytes(), self.reasons))


NOTHING = Choice(array("q", [0]), array("q"), array("d"), b"")
"""The choice of no articles."""


def choice_from(data: bytes, articles: int, reasons: int) -> Choice | None:
    """Return the choice of so many articles that was written as these bytes, or None when they cannot be one."""
    head = _BYTES * (articles + 1)
    total, rest = divmod(len(data) - head, 2 * _BYTES + 1)
    if total < 0 or rest:
        return None
    ends = (head, head + _BYTES * total, head + 2 * _BYTES * total)
    choice = Choice(
        array("q", data[: ends[0]]),
        array("q", data[ends[0] : ends[1]]),
        array("d", data[ends[1] : ends[2]]),
        data[ends[2] :],
    )
    return choice if _is_sound(choice, articles, total, reasons) else None


def _is_sound(choice: Choice, articles: int, total: int, reasons: int) -> bool:
    starts = choice.starts
    return (
        starts[0] == 0
        and starts[-1] == total
        and all(one <= other for one, other in pairwise(starts))
        and (not total or (min(choice.others) >= 0 and max(choice.others) < articles))
        and all(0 <= score <= 1 for score in choice.scores)
        and max(choice.reasons, default=0) < reasons
    )
