"""The content of every file as a digest, without opening those that were left alone since the last build."""

from __future__ import annotations

import time
from collections.abc import Mapping
from hashlib import blake2b

from ssg.content.snapshot import Entry, Snapshot
from ssg.digest import DIGEST_SIZE, digest

YOUNG = 3_000_000_000
"""Nanoseconds that a file must have been left alone before it was looked at for its stamp to be believed.

A file can be written twice within one tick of the clock that stamps it, with the same size. Two seconds are the longest
tick of a file system in use."""

LARGE = 2**20
"""Bytes of a file from which on it is not kept in memory: mostly it is a film, whose bytes nobody asks for."""

Stamp = tuple[int, int, int, int, int, bytes]
"""Size, time of change, time of change of the entry, and number of the file; when it was looked at; its content."""

Known = Mapping[str, tuple[bytes, bytes]]
"""What was read from files before: the content that a record was made of, and the record, by the path of the file."""


class Contents:
    """Looks at the files of a snapshot. `known` are the stamps of the last build, by path; they only save reading."""

    def __init__(self, snapshot: Snapshot, known: Mapping[str, Stamp] | None = None) -> None:
        self.stamps: dict[str, Stamp] = {}
        """Those of the files that were looked at, as they are now."""
        self._snapshot = snapshot
        self.known = known or {}
        self._looked = time.time_ns()
        self._last: tuple[str, bytes] = ("", b"")
        self._digest = b""

    @property
    def digest(self) -> bytes:
        """Return the digest of all paths and contents. Raises ProblemError when one cannot be read."""
        if not self._digest:
            paths = self._snapshot.entries
            contents = b"".join([self.content(path) for path in paths])
            # No path has a line break in it, so that two end the paths, and all contents are of one length.
            listed = "\n".join([*paths, "\n"]).encode()
            self._digest = blake2b(listed + contents, digest_size=DIGEST_SIZE).digest()
        return self._digest

    def note(self, path: str, stamp: Stamp) -> None:
        """Note a file as it is now."""
        before = self.stamps.get(path)
        if before is None or before[-1] != stamp[-1]:
            self._digest = b""
        self.stamps[path] = stamp

    def content(self, path: str) -> bytes:
        """Return the digest of a file's bytes. Raises ProblemError when it cannot be read."""
        stamp = self.stamps.get(path)
        if stamp is None:
            known = self.known.get(path)
            entry = self._snapshot.entries[path]
            if known is not None and is_still(entry, known):
                stamp = self.stamps[path] = known
            elif entry.size > LARGE:
                self.note(path, self._stamp(path, self._snapshot.digest(path)))
                stamp = self.stamps[path]
            else:
                self.data(path)
                stamp = self.stamps[path]
        return stamp[-1]

    def data(self, path: str) -> bytes:
        """Return a file's bytes. Raises ProblemError when it cannot be read."""
        if self._last[0] != path:
            data = self._snapshot.read(path)
            self.note(path, self._stamp(path, digest(data)))
            # Who asks for the content of a new file mostly asks for its bytes next.
            self._last = (path, data)
        return self._last[1]

    def _stamp(self, path: str, content: bytes) -> Stamp:
        entry = self._snapshot.entries[path]
        return (entry.size, entry.mtime_ns, entry.ctime_ns, entry.inode, self._looked, content)


def is_still(entry: Entry, stamp: Stamp) -> bool:
    """Tell whether a file has the stamp that it had, and had been left alone when it was given it."""
    size, mtime, ctime, inode, looked, _ = stamp
    same = entry.size == size and entry.mtime_ns == mtime and entry.ctime_ns == ctime and entry.inode == inode
    return same and max(mtime, ctime) + YOUNG <= looked
