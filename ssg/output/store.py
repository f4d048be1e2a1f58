"""The store: what was converted and rendered before, by key, in one SQLite file that one build holds at a time.

A key is the digest of everything that its value depends on, so a value never goes stale; it only stops being asked
for. Values are verified when they are read. A store that is damaged, or of another format, is thrown away and begun
anew; one that another build holds is left alone, and a temporary one takes its place. Nothing in it is ever executed:
it may come from a cache that others can write to.
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import msgspec

from ssg.digest import digest
from ssg.problems import Problem, ProblemError, Severity

STORE_FOLDER = ".standfirst"
STORE_FILE = "store.db"
LARGEST = 2 * 1024**3
"""Bytes of values that the store keeps beyond those of the last build."""

PATIENCE = 60.0
"""Seconds that a build waits for another one of the same site."""

_LARGE = 1 << 16
"""Bytes of a state that is kept in a file of its own."""
_STATE_ENDING = ".state"

_STAMPS = "stamps of "
"""Begins the name of what is known of the files in an output folder."""
_COLLECTED = "collected"
"""Names the size of all values after the last collection."""
_LARGEST_VALUE = 1 << 28
"""Bytes of a value: more than any page has, and not all memory, whatever a file says of itself."""
_APPLICATION = 0x5374616E  # "Stan"
_BATCH = 500
"""Keys in one query; SQLite's own limit is higher."""

_SPARSE = 5
"""How many keys there are for each that is asked for where it takes as long to look for these as to look at all."""

_TABLES = """
CREATE TABLE IF NOT EXISTS packed (key BLOB PRIMARY KEY, data BLOB NOT NULL, mark INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS uses (key BLOB PRIMARY KEY, build INTEGER NOT NULL, size INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS states (name TEXT PRIMARY KEY, data BLOB NOT NULL, mark INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS records (path TEXT PRIMARY KEY, content BLOB, record BLOB, mark INTEGER);
CREATE TABLE IF NOT EXISTS parts (url TEXT PRIMARY KEY, common BLOB NOT NULL, own BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS common (name BLOB PRIMARY KEY, parts TEXT NOT NULL);
"""


# The version is the digest of the tables, so that nobody can change them and forget it.
_FORMAT = zlib.crc32(_TABLES.encode()) & 0x7FFFFFFF
_SCHEMA = f"PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {_FORMAT}; {_TABLES}"


class StoreDamagedError(Exception):
    """The store cannot be read after all. It has been removed; what was done with it must be done again."""


DAMAGED = Problem("the store was damaged; the next build begins it anew", severity=Severity.WARNING)
"""What people are told then."""


class Stamp(NamedTuple):
    """A file as it was after it was written: the key of its bytes, size in bytes, time of change in nanoseconds."""

    key: bytes
    size: int
    mtime_ns: int


class Store:
    """An open store. Close it after use."""

    def __init__(self, folder: Path | None, patience: float | None = None) -> None:
        """Open the store in a folder, which is made where it is missing; without a folder, a temporary one.

        `patience` is for how many seconds another build is waited for.
        """
        self.notices: list[Problem] = []
        self.alone = True
        """Whether no other build can be at work on the site."""
        self._path = folder / STORE_FILE if folder else None
        self._patience = PATIENCE if patience is None else patience
        self._connection = self._open()
        with self._guarded():
            self._build: int = self._connection.execute("SELECT ifnull(max(build), 0) + 1 FROM uses").fetchone()[0]

    def has(self, keys: Iterable[bytes]) -> set[bytes]:
        """Return those of the keys that have a value."""
        wanted = set(keys)
        found: set[bytes] = set()
        # Each value has a use, and a table without the values is looked through in a tenth of the time.
        with self._guarded():
            there: int = self._connection.execute("SELECT count(*) FROM uses").fetchone()[0]
            if there < _SPARSE * len(wanted):
                return wanted.intersection(chain.from_iterable(self._connection.execute("SELECT key FROM uses")))
            for batch in _batches(wanted):
                query = f"SELECT key FROM uses WHERE key IN ({_marks(batch)})"  # noqa: S608  # question marks alone
                found.update(key for (key,) in self._connection.execute(query, batch))
        return found

    def load(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return the values of the keys. One that is missing, or not what was saved, is not among them."""
        unpacked = ((key, unpack(packed)) for key, packed in self.load_packed(keys).items())
        return {key: value for key, value in unpacked if value is not None}

    def load_packed(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return the values of the keys as they were saved, for those who unpack them elsewhere."""
        found: dict[bytes, bytes] = {}
        with self._guarded():
            for batch in _batches(keys):
                query = f"SELECT key, data, mark FROM packed WHERE key IN ({_marks(batch)})"  # noqa: S608  # the same
                found |= {
                    key: data
                    for key, data, mark in self._connection.execute(query, batch)
                    if isinstance(data, bytes) and _mark(key, data) == mark
                }
        return found

    def save(self, values: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep values by their keys, packed by `pack`."""
        rows = [(key, packed, _mark(key, packed)) for key, packed in values]
        uses = [(key, self._build, len(packed)) for key, packed, _ in rows]
        with self._guarded(), self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO packed VALUES (?, ?, ?)", rows)
            self._connection.executemany("INSERT OR REPLACE INTO uses VALUES (?, ?, ?)", uses)

    def state(self, name: str) -> bytes | None:
        """Return what was kept under a name for the next build, or None when there is nothing, or not what was kept."""
        with self._guarded():
            row = self._connection.execute("SELECT data, mark FROM states WHERE name = ?", (name,)).fetchone()
        if row is None:
            return None
        data, mark = row
        try:
            data = data or self._file_of(name).read_bytes()
        except OSError:
            return None
        return data if isinstance(data, bytes) and _mark(digest(name), data) == mark else None

    def save_state(self, name: str, data: bytes | Sequence[bytes | memoryview]) -> None:
        """Keep something for the next build, as it is, in one piece or in several. It only saves time: a build without
        it comes to the same.

        What is large is kept in a file of its own: a database is slow to read what it has in thousands of pages.
        """
        pieces = (data,) if isinstance(data, bytes) else data
        length = sum(memoryview(piece).nbytes for piece in pieces)
        kept = b"".join(pieces) if length < _LARGE else b""
        row = (name, kept, _mark(digest(name), *pieces))
        with self._guarded(), self._connection:
            if not kept and self._path is not None:
                self._write(name, pieces)
            self._connection.execute("INSERT OR REPLACE INTO states VALUES (?, ?, ?)", row)

    def _write(self, name: str, pieces: Iterable[bytes | memoryview]) -> None:
        file = self._file_of(name)
        partial = file.with_suffix(".part")
        try:
            with partial.open("wb") as opened:
                opened.writelines(pieces)
            partial.replace(file)
        except OSError as error:
            raise ProblemError([Problem(f"the store cannot be written: {error}", "try --no-store")]) from None

    def _file_of(self, name: str) -> Path:
        return (self._path or Path(STORE_FILE)).with_name(f"{digest(name).hex()}{_STATE_ENDING}")

    def records(self) -> dict[str, tuple[bytes, bytes]]:
        """Return what was read from each file: the content that it had, and the record of it."""
        with self._guarded():
            rows = self._connection.execute("SELECT path, content, record, mark FROM records")
            return {
                path: (content, record)
                for path, content, record, mark in rows
                if isinstance(content, bytes) and isinstance(record, bytes) and _mark(content, record) == mark
            }

    def save_records(self, records: Mapping[str, tuple[bytes, bytes]], kept: Set[str]) -> None:
        """Keep what was read from files over what was read before, and drop the records of all but the `kept` paths."""
        rows = [(path, content, record, _mark(content, record)) for path, (content, record) in records.items()]
        with self._guarded(), self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)", rows)
            # All that are kept are there by now: to count takes no time, and mostly there are no others.
            if self._connection.execute("SELECT count(*) FROM records").fetchone()[0] != len(kept):
                known = {path for (path,) in self._connection.execute("SELECT path FROM records")}
                gone = [(path,) for path in known - kept]
                self._connection.executemany("DELETE FROM records WHERE path = ?", gone)

    def stamps(self, folder: str) -> dict[str, Stamp]:
        """Return what is known of the files in an output folder, by their paths."""
        data = self.state(_STAMPS + folder)
        try:
            return msgspec.msgpack.decode(data, type=dict[str, Stamp]) if data else {}
        except msgspec.DecodeError:
            return {}

    def save_stamps(self, folder: str, stamps: Mapping[str, Stamp]) -> None:
        """Keep what is known of the files in an output folder, and only that."""
        self.save_state(_STAMPS + folder, msgspec.msgpack.encode(stamps))

    def parts(self, url: str) -> tuple[str, bytes] | None:
        """Return the parts of a page's key when it was last made, as they were saved, or None."""
        query = "SELECT common.parts, own FROM parts JOIN common ON common.name = parts.common WHERE url = ?"
        with self._guarded():
            row: tuple[str, bytes] | None = self._connection.execute(query, (url,)).fetchone()
        return row

    def save_parts(self, parts: Mapping[str, tuple[str, bytes]]) -> None:
        """Keep the parts of the keys of pages that were made, over those of earlier builds. The first of each are those
        that many pages have in common, which are kept once."""
        if not parts:
            return
        names = {common: digest(common) for common in {common for common, _ in parts.values()}}
        rows = [(url, names[common], own) for url, (common, own) in parts.items()]
        with self._guarded(), self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO common VALUES (?, ?)", [(name, common) for common, name in names.items()]
            )
            self._connection.executemany("INSERT OR REPLACE INTO parts VALUES (?, ?, ?)", rows)

    def collect(self, used: Callable[[], Iterable[bytes]], largest: int = LARGEST) -> None:
        """Drop what the parts of keys had in common and none has any more, and what was made longest ago and is not
        `used` now, while there is more of that than `largest` bytes.

        What is used is only asked for when there may be too much: finding out takes a look at every page.
        """
        with self._guarded(), self._connection:
            self._connection.execute("DELETE FROM common WHERE name NOT IN (SELECT common FROM parts)")
            total = self._connection.execute("SELECT ifnull(sum(size), 0) FROM uses").fetchone()[0]
            # Not again before it has grown by a quarter, or a large site would pay for this in every build.
            if total <= max(largest, 1.25 * int(self.state(_COLLECTED) or b"0")):
                return
            now = set(used())
            kept = 0
            dropped = []
            for key, size in self._connection.execute("SELECT key, size FROM uses ORDER BY build DESC").fetchall():
                if key not in now:
                    kept += size
                    if kept > largest:
                        dropped.append((key, size))
            keys = [(key,) for key, _ in dropped]
            self._connection.executemany("DELETE FROM packed WHERE key = ?", keys)
            self._connection.executemany("DELETE FROM uses WHERE key = ?", keys)
        self.save_state(_COLLECTED, b"%d" % (total - sum(size for _, size in dropped)))

    def discard(self) -> None:
        """Close the store and remove its file: something in it is not what it should be."""
        self._connection.close()
        self._remove()

    def close(self) -> None:
        """Close the store."""
        self._connection.close()

    def _open(self) -> sqlite3.Connection:
        if self._path is None:
            return _connected("")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return _connected(str(self._path), self._patience)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                self.alone = False
                return self._go_without("another build is using the store; this one goes without")
            return self._go_without(f"the store cannot be used ({error}); this build goes without")
        except sqlite3.DatabaseError:
            return self._begin_anew()
        except OSError as error:
            return self._go_without(f"the store cannot be used ({error.strerror}); this build goes without")

    def _begin_anew(self) -> sqlite3.Connection:
        try:
            self._remove()
            connection = _connected(str(self._path), self._patience)
        except (OSError, sqlite3.DatabaseError) as error:
            return self._go_without(f"the store cannot be used ({error}); this build goes without")
        self._notice("the store was damaged or of another version; it is begun anew")
        return connection

    def _go_without(self, notice: str) -> sqlite3.Connection:
        self._path = None
        self._notice(notice)
        return _connected("")

    def _remove(self) -> None:
        if self._path is not None:
            for ending in ("", "-wal", "-shm", "-journal"):
                self._path.with_name(STORE_FILE + ending).unlink(missing_ok=True)
            for state in self._path.parent.glob(f"*{_STATE_ENDING}"):
                state.unlink()

    def _notice(self, message: str) -> None:
        self.notices.append(Problem(message, severity=Severity.WARNING))

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            # A full disk, say: the store may be quite well, and is left as it is.
            raise ProblemError([Problem(f"the store cannot be written: {error}", "try --no-store")]) from None
        except sqlite3.DatabaseError as error:
            self.discard()
            raise StoreDamagedError(str(error)) from None


def has_store(root: Path) -> bool:
    """Tell whether the site at `root` has a store."""
    return (root / STORE_FOLDER).is_dir()


@contextmanager
def open_store(root: Path | None) -> Iterator[Store]:
    """Give the store of the site at `root`, or a temporary one."""
    store = Store(root / STORE_FOLDER if root else None)
    try:
        yield store
    finally:
        store.close()


def pack(value: bytes) -> bytes:
    """Return a value as the store keeps it. Workers do this, since it takes time."""
    return _codec().compress(value)


def unpack(packed: bytes) -> bytes | None:
    """Return the value that was packed, or None when these bytes are none."""
    return _codec().decompress(packed)


class _Codec(threading.local):
    """Packs and unpacks, in each thread with what it has made for that: making it takes as long as using it."""

    def __init__(self) -> None:
        import zstandard  # noqa: PLC0415  # a build in which nothing has changed does without

        self._size_of = zstandard.frame_content_size
        self._error = zstandard.ZstdError
        self._decompressor = zstandard.ZstdDecompressor()
        self.compress = zstandard.ZstdCompressor(level=1).compress

    def decompress(self, packed: bytes) -> bytes | None:
        try:
            size = self._size_of(packed)
            return self._decompressor.decompress(packed) if 0 <= size <= _LARGEST_VALUE else None
        except self._error:
            return None


_codec = cache(_Codec)


def _connected(path: str, patience: float = PATIENCE) -> sqlite3.Connection:
    """Open a database and take it for this process alone. Raises sqlite3.DatabaseError for one that is not ours."""
    connection = sqlite3.connect(path, timeout=patience)
    try:
        # A page of ours is some kilobytes: with the usual pages of a database it would be in two or three pieces.
        connection.execute("PRAGMA page_size = 16384")
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        # What is added is written once; a log of it would be written beside it. A build that is killed leaves a
        # journal, by which the next one takes back what was begun.
        connection.execute("PRAGMA journal_mode = TRUNCATE")
        # Nothing waits for the disk. Should the power fail, what is damaged is found out and made again.
        connection.execute("PRAGMA synchronous = OFF")
        begun = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        identity = (
            connection.execute("PRAGMA application_id").fetchone()[0],
            connection.execute("PRAGMA user_version").fetchone()[0],
        )
        if begun and identity != (_APPLICATION, _FORMAT):
            raise sqlite3.DatabaseError("this is a database of something else")
        connection.executescript(_SCHEMA)
        connection.execute("BEGIN EXCLUSIVE")
        connection.commit()
    except BaseException:
        connection.close()
        raise
    return connection


def _mark(key: bytes, *pieces: bytes | memoryview) -> int:
    """Return what a value, in one piece or in several, is verified by: that it is whole, and the one of its key."""
    mark = zlib.crc32(key)
    for piece in pieces:
        mark = zlib.crc32(piece, mark)
    return mark


def _batches(keys: Iterable[bytes]) -> Iterator[list[bytes]]:
    ordered = list(keys)
    for start in range(0, len(ordered), _BATCH):
        yield ordered[start : start + _BATCH]


def _marks(batch: Sequence[bytes]) -> str:
    return ",".join("?" * len(batch))
