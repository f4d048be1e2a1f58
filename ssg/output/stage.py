"""The stage: pages that were made and wait until all are, each in a file that only has to be moved to its place.

A worker writes the page that it made here, which it can do while others are made; the writer then gives the file
another name. It lies beside the store, so that a build that fails has written nothing into the output folder.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ssg.frozen import frozen
from ssg.output.store import STORE_FOLDER

STAGE_FOLDER = "made"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


SizeAndTime = tuple[int, int]
"""Of a file: its bytes, and when it was last written, in nanoseconds since 1970."""


class Waiting(NamedTuple):
    """A file that waits to be moved to its place: where it is, its size, and when it was written."""

    location: str
    size: int
    mtime_ns: int


@frozen
class Stage:
    """Where pages wait, by key. It is the folder of one build that holds the store."""

    folder: str

    def put(self, key: bytes, data: bytes) -> SizeAndTime | None:
        """Keep the bytes of a page in a file. Return its size and time, or None if that was not possible: the store has
        them."""
        try:
            return write_whole(f"{self.folder}/{key.hex()}", data)
        except OSError:
            return None

    def waiting(self, key: bytes, there: SizeAndTime) -> Waiting:
        """Return the file in which the page of a key waits."""
        return Waiting(f"{self.folder}/{key.hex()}", *there)


def write_whole(location: str, data: bytes) -> SizeAndTime:
    """Write a file, and return its size and time. Raises OSError."""
    # `open` would ask of each file whether it is a terminal.
    descriptor = os.open(location, _NEW, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        status = os.fstat(descriptor)
        return status.st_size, status.st_mtime_ns
    finally:
        os.close(descriptor)


@contextmanager
def open_stage(root: Path | None) -> Iterator[Stage | None]:
    """Give an empty stage for the site at `root`, and remove it in the end; none where there can be no folder.

    Only the build that holds the store may ask for it. What one that was killed left behind is removed.
    """
    folder = root / STORE_FOLDER / STAGE_FOLDER if root else None
    if folder is None:
        yield None
        return
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    except OSError:
        yield None
        return
    try:
        yield Stage(str(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
