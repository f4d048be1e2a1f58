"""Where things stand in a file's front matter, for edits that mend it."""

from __future__ import annotations

import json

from ssg.checks.rule import Edit
from ssg.content.decoding import decode
from ssg.content.front_matter import FrontMatter, Json, Toml, read_front_matter
from ssg.content.places import offset_of, problem_at
from ssg.content.snapshot import Snapshot
from ssg.frozen import frozen
from ssg.problems import ProblemError
from ssg.schema import Fault, Place


@frozen
class FirstKey:
    """The line of a file on which the first key of its front matter may stand."""

    number: int
    front: FrontMatter

    def has(self, key: str) -> bool:
        """Tell whether the front matter has a key."""
        return key in self.front.data

    def written(self, key: str, text: str) -> str:
        """Return the line that gives a key a text, in the format of the front matter."""
        if isinstance(self.front.handler, Toml):
            return f"{key} = {json.dumps(text)}\n"
        return f"{key}: {text}\n" if text.replace("-", "").isalpha() else f"{key}: {json.dumps(text)}\n"


def first_key(snapshot: Snapshot, path: str) -> FirstKey | None:
    """Return where a first key can be put into a file, or None for a file whose format has no lines for keys."""
    front = _front_matter(snapshot, path)
    if front is None or isinstance(front.handler, Json):
        return None
    return FirstKey(front.text.count("\n", 0, front.begin) + 2, front)


def has_key(snapshot: Snapshot, path: str, key: str) -> bool:
    """Tell whether the front matter of a file has a key."""
    front = _front_matter(snapshot, path)
    return front is not None and key in front.data


def value_edit(snapshot: Snapshot, path: str, at: Place, old: str, new: str) -> tuple[Edit, ...]:
    """Return the edit that writes a text of the front matter in another way; none where it cannot be found as it is."""
    front = _front_matter(snapshot, path)
    if front is None or any(sign in new for sign in "'\"\\\n:#[]{},"):
        return ()
    offset = offset_of(front.handler.places(front.source), Fault(at, ""))
    if offset is None:
        return ()
    start = front.offset + offset
    start += front.text[start : start + 1] in {"'", '"'}
    if not front.text.startswith(old, start):
        return ()
    place = problem_at(front.text, start, path, "")
    return (Edit(place.line, place.column, old, new),)


def _front_matter(snapshot: Snapshot, path: str) -> FrontMatter | None:
    try:
        return read_front_matter(decode(snapshot.read(path), path), path)
    except ProblemError:
        # It was read before, so it has changed since; then nothing is mended.
        return None
