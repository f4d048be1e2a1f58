"""What the files looked like at one moment, to be compared with what they look like at another."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping

from ssg.content.snapshot import Entry, Snapshot
from ssg.problems import ProblemError

TICK = 50_000_000
"""Nanoseconds within which a file can change twice and bear the same time."""


class Sight:
    """The files as they were listed, and the bytes of those that were so new that their time says little."""

    def __init__(self, snapshot: Snapshot, among: Iterable[str] | None = None) -> None:
        """See the files as they were listed. `among` are those that can be new, where that is known."""
        self.snapshot = snapshot
        self._moment = time.time_ns()
        # Looked at before anybody reads them: what is written from now on makes a difference.
        entries = snapshot.entries
        self._new = self._contents([path for path in among or entries if self._is_new(entries[path])])

    def is_still(self, other: Sight) -> bool:
        """Tell whether the files are the same at another, later moment."""
        if self.snapshot.entries != other.snapshot.entries or self.snapshot.problems != other.snapshot.problems:
            return False
        if self._contents(self._new) != self._new:
            return False
        if time.time_ns() - self._moment > TICK:
            # From here on a change would bear another time.
            self._new = {}
        return True

    def _is_new(self, entry: Entry) -> bool:
        return min(abs(entry.mtime_ns - self._moment), abs(entry.ctime_ns - self._moment)) < TICK

    def _contents(self, paths: Mapping[str, bytes] | list[str]) -> dict[str, bytes]:
        return {path: self._content(path) for path in paths}

    def _content(self, path: str) -> bytes:
        try:
            return self.snapshot.digest(path)
        except ProblemError:
            return b""
