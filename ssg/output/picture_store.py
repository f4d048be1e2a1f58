"""The store of pictures: what was made before, by key, each in a file of its own.

Pictures are large and many, and a build copies them one after the other: files suit them better than a database,
several processes can write them at once, and a build and a preview can share them. A key is the digest of everything
that the bytes depend on. What is read is verified: a folder may come from a cache that others can write to.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from ssg.output.store import STORE_FOLDER
from ssg.problems import Problem, ProblemError

PICTURES_FOLDER = "pictures"
LARGEST = 4 * 1024**3
"""Bytes of pictures that are kept beyond those of the last build."""

_MARK = 16


class PictureStore:
    """Pictures in a folder, by key. It holds no file open, and any process and thread may use it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, keys: Iterable[bytes]) -> set[bytes]:
        """Return those of the keys that have a picture."""
        names = {name for place in self._places() for name in os.listdir(place)}  # noqa: PTH208  # names are all
        return {key for key in keys if key.hex() in names}

    def load(self, key: bytes) -> bytes | None:
        """Return the picture of a key, or None when it is missing or not what was saved."""
        try:
            data = self._file(key).read_bytes()
        except OSError:
            return None
        return data[_MARK:] if data[:_MARK] == _mark(key, data[_MARK:]) else None

    def save(self, key: bytes, picture: bytes) -> None:
        """Keep a picture. Raises ProblemError when it cannot be written."""
        target = self._file(key)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            # In one step: two processes may make the same, and a build may be killed.
            with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as partial:
                partial.write(_mark(key, picture) + picture)
            Path(partial.name).replace(target)
        except OSError as error:
            message = f"the store of pictures cannot be written: {error.strerror}"
            raise ProblemError([Problem(message, "try --no-store")]) from None

    def collect(self, used: Set[bytes], largest: int = LARGEST) -> None:
        """Drop the oldest of the pictures that are not used while there is too much of them."""
        names = {key.hex() for key in used}
        unused = [item for place in self._places() for item in os.scandir(place) if item.name not in names]
        ages = sorted(((item.stat().st_mtime_ns, item.stat().st_size, item.path) for item in unused), reverse=True)
        kept = 0
        for _, size, path in ages:
            kept += size
            if kept > largest:
                Path(path).unlink(missing_ok=True)

    def _places(self) -> list[Path]:
        return [place for place in self._folder.iterdir() if place.is_dir()] if self._folder.is_dir() else []

    def _file(self, key: bytes) -> Path:
        name = key.hex()
        return self._folder / name[:2] / name


def site_picture_store(root: Path) -> PictureStore:
    """Return the store of pictures of the site at `root`."""
    return PictureStore(root / STORE_FOLDER / PICTURES_FOLDER)


@contextmanager
def open_picture_store(root: Path | None) -> Iterator[PictureStore]:
    """Give the store of pictures of the site at `root`, or without one a temporary one."""
    if root is not None:
        yield site_picture_store(root)
        return
    with tempfile.TemporaryDirectory(prefix="standfirst-") as folder:
        yield PictureStore(Path(folder))


def _mark(key: bytes, picture: bytes) -> bytes:
    return blake2b(picture, digest_size=_MARK, key=key).digest()
