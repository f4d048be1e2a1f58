"""The stage: pages that were made and wait until all are, each in a file that only has to be moved to its place.

A worker writes the page that it made here, which it can do while others are made; the writer then gives the file
another name. It lies beside the store, so that a build that fails has written nothing into the output folder.

Where there is no output folder yet, the files are laid out here as they will be there: to become the output folder, the
whole stage only has to be given that name.
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
    """Where pages wait. It is the folder of one build that holds the store."""

    folder: str
    is_laid_out: bool = False
    """Whether files lie at their paths in the output folder, which is not there yet; else they are named by key."""

    def put(self, path: str, key: bytes, data: bytes) -> SizeAndTime | None:
        """Keep the bytes of a page in a file. Return its size and time, or None if that was not possible: the store has
        them. `path` is that in the output folder."""
        location = self._location(path, key)
        try:
            if self.is_laid_out:
                make_folder(location.rpartition("/")[0])
            return write_whole(location, data)
        except OSError:
            return None

    def waiting(self, path: str, key: bytes, there: SizeAndTime) -> Waiting:
        """Return the file in which a page waits."""
        return Waiting(self._location(path, key), *there)

    def _location(self, path: str, key: bytes) -> str:
        return f"{self.folder}/{path if self.is_laid_out else key.hex()}"


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


def make_folder(location: str) -> bool:
    """Make a folder, and return whether it is new. Raises OSError."""
    try:
        # Most often the one above is there, which `makedirs` would look at first.
        os.mkdir(location)  # noqa: PTH102  # a Path for each file would double the time of a build
    except OSError:
        os.makedirs(location, exist_ok=True)  # noqa: PTH103
        return False
    return True


@contextmanager
def open_stage(root: Path | None, output: Path | None = None) -> Iterator[Stage | None]:
    """Give an empty stage for the site at `root`, and remove it in the end; none where there can be no folder.

    It is laid out as the `output` folder is going to be, if there is none and the stage can be moved there. Only the
    build that holds the store may ask for it. What one that was killed left behind is removed.
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
        yield Stage(str(folder), output is not None and _can_become(folder, output))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _can_become(folder: Path, other: Path) -> bool:
    """Tell whether a folder can be given the name of another, which must not be there, and on the same disk."""
    try:
        return not os.path.lexists(other) and folder.stat().st_dev == other.parent.stat().st_dev
    except OSError:
        return False
