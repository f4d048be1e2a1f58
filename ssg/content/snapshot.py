"""The list of a site's files, and the only way to read them.

Paths are relative to the site's root, have forward slashes on every system and are in Unicode's composed form (NFC), so
that a link finds its file no matter which system named it. Hidden files and what editors leave behind are not listed.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from functools import cached_property
from io import FileIO
from pathlib import Path
from typing import NamedTuple

from ssg.digest import digest_of_file
from ssg.frozen import frozen
from ssg.problems import Problem, ProblemError
from ssg.settings import SETTINGS_FILE, SOURCE_FOLDERS

_LEFTOVERS = re.compile(r".*~|#.*#|.*\.sw[a-p]|thumbs\.db|desktop\.ini", re.IGNORECASE)
# A line break in a name would break reports, and a backslash is a folder on some systems and a letter on others.
_UNUSABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\\]")


class Entry(NamedTuple):
    """One file as it was when it was listed: `location` on disk, size in bytes, time of change in nanoseconds.

    `ctime_ns`, when the entry of the file was changed, and `inode`, its number, tell of changes that keep the others,
    and change with more than the content.
    """

    path: str
    location: str
    size: int
    mtime_ns: int
    ctime_ns: int = 0
    inode: int = 0
    is_link: bool = False

    def seen_as(self, status: os.stat_result) -> Entry:
        """Return the entry of the same file, which is no link, as it is now."""
        return Entry(self.path, self.location, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


@frozen
class Snapshot:
    """Files by path, sorted, and what kept others from being listed."""

    root: Path
    entries: Mapping[str, Entry]
    problems: tuple[Problem, ...] = field(default=())

    def __contains__(self, path: object) -> bool:
        return path in self.entries

    @cached_property
    def _sorted(self) -> list[str]:
        return list(self.entries)

    def paths(self, prefix: str = "") -> list[str]:
        """Return the paths that start with `prefix`, sorted."""
        first = bisect_left(self._sorted, prefix)
        last = bisect_left(self._sorted, True, first, key=lambda path: not path.startswith(prefix))
        return self._sorted[first:last]

    def location(self, path: str) -> str:
        """Return where a file lies on disk, for those who read it in another process."""
        return self.entries[path].location

    def read(self, path: str) -> bytes:
        """Return a file's bytes. Raises ProblemError when it is not listed, has vanished or cannot be read."""
        with self._opened(path) as file:
            return file.readall()

    def digest(self, path: str) -> bytes:
        """Return the digest of a file's bytes, not all of which are in memory at a time. Raises what `read` raises."""
        with self._opened(path) as file:
            return digest_of_file(file)

    @contextmanager
    def _opened(self, path: str) -> Iterator[FileIO]:
        entry = self.entries.get(path)
        if entry is None:
            raise ProblemError([Problem("there is no such file", path=path)])
        try:
            with FileIO(entry.location) as file:
                yield file
        except OSError as error:
            raise ProblemError([_unreadable(path, error)]) from None


def scan(root: Path) -> Snapshot:
    """List the files of the site at `root`. Raises ProblemError when there is no such folder."""
    if not root.is_dir():
        raise ProblemError([Problem(f'there is no folder "{root}"', "name the folder that holds site.toml")])
    sources = [root / name for name in (*SOURCE_FOLDERS, SETTINGS_FILE)]
    return _listed(root, (found for source in sources for found in _source(source)))


def scan_folder(folder: Path, prefix: str) -> Snapshot:
    """List the files of any folder, their paths under `prefix` (`themes/broadsheet`)."""
    return _listed(folder, _walk(str(folder), prefix))


def _source(source: Path) -> Iterator[Entry | Problem]:
    """List one of the sources of a site: a folder, or the settings file."""
    if source.name in SOURCE_FOLDERS:
        if source.is_dir():
            yield from _walk(str(source), source.name)
        elif os.path.lexists(source):
            yield Problem("this must be a folder", "rename the file", source.name)
    elif os.path.lexists(source):
        yield _file(source.name, str(source))


def _listed(root: Path, found: Iterable[Entry | Problem]) -> Snapshot:
    """Sort what was found; two names that are one name in composed form are a problem."""
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for item in found:
        if isinstance(item, Problem):
            problems.append(item)
        elif item.path in entries:
            message = "two files have this name, once with composed and once with combining letters"
            problems.append(Problem(message, "rename one of them", item.path))
        else:
            entries[item.path] = item
    return Snapshot(
        root,
        {path: entries[path] for path in sorted(entries)},
        tuple(sorted(problems, key=lambda problem: problem.sort_key)),
    )


def _walk(location: str, path: str) -> Iterator[Entry | Problem]:
    """List a folder and all below it. Linked folders are followed, except back to a folder they are in."""
    pending: list[tuple[str, str, frozenset[tuple[int, int]]]] = [(location, path, frozenset())]
    while pending:
        location, path, above = pending.pop()
        try:
            status = Path(location).stat()
            identity = (status.st_dev, status.st_ino)
            if identity in above:
                yield Problem("this link leads back to a folder that it is in", "remove the link", path)
                continue
            with os.scandir(location) as listing:
                items = list(listing)
        except OSError as error:
            yield _unreadable(path, error)
            continue
        for item in items:
            if _is_skipped(item.name):
                continue
            name, wrong = _readable_name(item.name)
            if wrong:
                yield Problem(wrong, "rename it", f"{path}/{name}")
            elif _is_folder(item):
                pending.append((item.path, f"{path}/{name}", above | {identity}))
            else:
                yield _file(f"{path}/{name}", item)


def _is_skipped(name: str) -> bool:
    return (name.startswith(".") and name != ".well-known") or _LEFTOVERS.fullmatch(name) is not None


def _readable_name(name: str) -> tuple[str, str]:
    """Return a name in composed form that can be printed, and what is wrong with the name, if anything."""
    if name.isascii() and not _UNUSABLE.search(name):
        return name, ""
    try:
        name.encode()
    except UnicodeEncodeError:
        printable = os.fsencode(name).decode("utf-8", "backslashreplace")
        return printable, "the name of this file is not UTF-8"
    if _UNUSABLE.search(name):
        printable = _UNUSABLE.sub(lambda match: f"\\x{ord(match[0]):02x}", name)
        return printable, "the name of this file has a backslash or a control character in it"
    return unicodedata.normalize("NFC", name), ""


def _is_folder(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir()
    except OSError:
        # A link that leads to itself: `_file` says what is wrong with it.
        return False


def _file(path: str, item: os.DirEntry[str] | str) -> Entry | Problem:
    """Return the entry of a file, given as it was listed or by its location."""
    location = item if isinstance(item, str) else item.path
    try:
        status = Path(item).stat() if isinstance(item, str) else item.stat()
    except OSError as error:
        if os.path.islink(location):  # noqa: PTH114 - a Path for each file would double the time of a scan
            return Problem("this link leads nowhere", "remove it, or restore the file that it leads to", path)
        return _unreadable(path, error)
    # Opening a pipe or a device would wait for ever.
    if not stat.S_ISREG(status.st_mode):
        return Problem("this is neither a file nor a folder", "remove it", path)
    is_link = Path(item).is_symlink() if isinstance(item, str) else item.is_symlink()
    return Entry(path, location, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, is_link)


def _unreadable(path: str, error: OSError) -> Problem:
    """Return the problem of a file or folder that the system would not give us."""
    match error:
        case FileNotFoundError():
            return Problem("the file vanished while the site was read", "restore it, or try again", path)
        case PermissionError():
            return Problem("there is no permission to read this", "change its permissions", path)
        case _:
            return Problem(f"this cannot be read: {error.strerror or error}", "", path)
