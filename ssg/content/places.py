"""Places in a text: from offsets to lines and columns, and from keys to offsets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ssg.frozen import frozen
from ssg.problems import Problem, printable
from ssg.schema import Fault, Place

Places = Mapping[Place, tuple[int, int]]
"""Where each key and its value begin, as offsets in characters. A list item has its own offset twice."""

_EXCERPT = 160


@frozen
class Misreading:
    """A fault in the syntax of a data format: an offset in characters, what is wrong, what to do."""

    offset: int
    message: str
    hint: str = ""


class MisreadError(Exception):
    """A text is not what its format allows. Carries every fault that was found, never none."""

    def __init__(self, faults: Iterable[Misreading]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)


def problem_at(text: str, offset: int, path: str, message: str, hint: str = "") -> Problem:
    """Return a problem at an offset in the text of a file, with line, column and excerpt."""
    begin = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    excerpt = printable(text[begin : end if end >= 0 else len(text)][:_EXCERPT])
    return Problem(message, hint, path, text.count("\n", 0, offset) + 1, offset - begin + 1, excerpt)


def offset_of(places: Places, fault: Fault) -> int | None:
    """Return where a fault stands: at its key, its value, or the nearest thing around it that was written, if any."""
    for length in range(len(fault.at), 0, -1):
        found = places.get(fault.at[:length])
        if found:
            key, value = found
            return key if fault.on_key and length == len(fault.at) else value
    return None
