"""Listings over several pages, numbered from the oldest, so that a page once full never changes again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from ssg.views import Pagination, Ref

T = TypeVar("T")


def paginate(items: Sequence[T], size: int) -> Iterator[tuple[int, Sequence[T]]]:
    """Yield the number and items of each page, newest first; the front page has number 0.

    Numbered pages hold exactly `size` items, and page 1 the oldest of all. The front floats above them and holds what
    is left: between `size` and `2 * size - 1` items, or all there are. One more item changes the front alone, and
    once in `size` times adds a numbered page below it.
    """
    full = max(0, (len(items) - size) // size)
    front = len(items) - full * size
    yield 0, items[:front]
    for number in range(full, 0, -1):
        start = front + (full - number) * size
        yield number, items[start : start + size]


def page_of(number: int, full: int, front: str) -> Pagination:
    """Return where a page stands: its number, and links to the newer and older ones.

    `full` is the number of numbered pages, `front` the page URL of the front page. The links say the number of the page
    they lead to, as text; empty for the front page.
    """
    newer = None
    if number:
        newer = Ref(numbered(front, number + 1), str(number + 1)) if number < full else Ref(front, "")
    older_number = number - 1 if number else full
    older = Ref(numbered(front, older_number), str(older_number)) if older_number else None
    return Pagination(number, newer, older)


def numbered(front: str, number: int) -> str:
    """Return the URL of a numbered page of the listing whose front page is at `front`."""
    return f"{front}page/{number}/"
