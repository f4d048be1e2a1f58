"""Write the outputs: only files that differ, each in one step, and nothing that is not ours.

A manifest in the output folder lists the files that a build wrote. It says what may be removed later, and that the
folder is ours at all: a folder with other files and no manifest is refused. It is written before the first file and
after the last, so that files of a build that was cut short are known as well.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ssg.frozen import frozen
from ssg.output.stage import Waiting, make_folder, write_whole
from ssg.output.store import Stamp
from ssg.problems import Problem, ProblemError
from ssg.settings import SETTINGS_FILE, SOURCE_FOLDERS

MANIFEST = ".standfirst.json"
_FORMAT = 1
_TEMPORARY = ".standfirst"
_IN_THE_WAY: Mapping[type[OSError], str] = {
    FileExistsError: "move away the file that stands where a folder belongs",
    NotADirectoryError: "move away the file that stands where a folder belongs",
    IsADirectoryError: "move away the folder that stands where a file belongs",
}


class Output(NamedTuple):
    """One file to be written: its path in the output folder, the key of its bytes, and how to get them.

    Where a file that has them is `waiting`, and in nobody's way, it is moved to its place.
    """

    path: str
    key: bytes
    read: Callable[[], bytes]
    waiting: Waiting | None = None


@frozen
class Written:
    """What writing did, as numbers of files, and what is known of every file now."""

    written: int
    unchanged: int
    removed: int
    stamps: Mapping[str, Stamp] = field(default_factory=dict, compare=False)


def output_folder(root: Path, name: str) -> Path:
    """Return the folder to write. Raises ProblemError when it holds the site's sources, or files of somebody else."""
    folder = root / name
    place, site = folder.resolve(), root.resolve()
    sources = [site / source for source in (*SOURCE_FOLDERS, SETTINGS_FILE)]
    if place == site or place in site.parents or any(place.is_relative_to(source) for source in sources):
        raise ProblemError([Problem(f"the output folder {name} holds the site's sources", "choose another")])
    check_folder(folder)
    return folder


def check_folder(folder: Path) -> None:
    """Raise ProblemError when the output folder holds files of somebody else."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise ProblemError([Problem(f"the output folder {folder.name} is no folder", "choose another with --output")])
    # A build that was killed may have left the beginning of its first manifest.
    if folder.is_dir() and not (folder / MANIFEST).is_file() and {*folder.iterdir()} - {*_left_behind(folder)}:
        message = f"the folder {folder.name} holds files that Standfirst did not write"
        raise ProblemError([Problem(message, "empty it, or choose another with --output")])


def write(  # noqa: PLR0917  # what, where to, and what is known of that
    outputs: Iterable[Output],
    folder: Path,
    stamps: Mapping[str, Stamp] | None = None,
    step: Callable[[], object] = lambda: None,
    alone: bool = True,
    laid_out: Path | None = None,
) -> Written:
    """Write the outputs into a folder, in their order, and then remove files of earlier builds that are none any more.

    `stamps` are those that the last writing returned: a file whose key is the same and that nobody touched since is not
    even read. `alone` says that no other build can be writing. Where there is no folder yet, and files are waiting at
    their paths in one that is `laid_out`, the others are written there, and it becomes the folder in one step. Raises
    ProblemError when the folder is not ours or a file cannot be written.
    """
    check_folder(folder)
    wanted = {output.path: output for output in outputs}
    if laid_out is not None and not folder.exists():
        written = _write(wanted, laid_out, {}, step, alone, folder.name)
        try:
            laid_out.rename(folder)
        except OSError:
            # Somebody has made it by now, say: then each file is moved there, and has been counted.
            return _write(wanted, folder, {}, lambda: None, alone, folder.name)
        return written
    return _write(wanted, folder, stamps or {}, step, alone, folder.name)


def _write(  # noqa: PLR0917  # the same
    wanted: Mapping[str, Output],
    folder: Path,
    known: Mapping[str, Stamp],
    step: Callable[[], object],
    alone: bool,
    name: str,
) -> Written:
    """Write the outputs, by path, into a folder that is told of by a name."""
    place = str(folder)
    before = _written_before(folder, known)
    temporary = f"{_TEMPORARY}.part" if alone else f"{_TEMPORARY}.{os.getpid()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if alone:
            for left_behind in _left_behind(folder):
                left_behind.unlink()
        stale = {path for path in before - wanted.keys() if _is_inside(path)}
        if before != wanted.keys():
            _write_manifest(folder, before | wanted.keys(), temporary)
        in_the_way = _in_the_way(stale, wanted.keys()) if stale else set()
        removed = sum(_remove(folder, path) for path in sorted(in_the_way))
        now = dict(_laid_out(wanted, place))
        written = len(now)
        now |= _untouched(wanted, known, place)
        folders: set[str] = set()
        for path, output in wanted.items():
            if path in now:
                step()
                continue
            parent = path.rpartition("/")[0]
            is_new = False
            if path not in known and parent not in folders:
                # In a folder that has just been made there is nothing, and most files of a first build are in one.
                is_new = make_folder(f"{place}/{parent}")
                folders.add(parent)
            stamp = None if is_new else _stamp(f"{place}/{path}", output.key)
            if stamp is None and parent not in folders:
                make_folder(f"{place}/{parent}")
                folders.add(parent)
            waiting = output.waiting
            if waiting and _move_file(place, path, waiting, stamp):
                written += 1
                stamp = Stamp(output.key, waiting.size, waiting.mtime_ns)
            else:
                written += _write_file(place, path, output.read(), temporary, stamp)
                stamp = _stamp(f"{place}/{path}", output.key)
            if stamp is not None:
                now[path] = stamp
            step()
        # Last, when nothing links to them any more.
        removed += sum(_remove(folder, path) for path in sorted(stale - in_the_way))
        if before != wanted.keys():
            _write_manifest(folder, wanted.keys(), temporary)
        manifest = _stamp(f"{place}/{MANIFEST}", b"")
        if manifest is not None:
            now[MANIFEST] = manifest
    except OSError as error:
        # A failed replacement names the partial file first and the file it was meant for second.
        file = error.filename2 or error.filename
        name += str(file).removeprefix(place) if file else ""
        message = f"{name} cannot be written: {error.strerror or error}"
        raise ProblemError([Problem(message, _IN_THE_WAY.get(type(error), ""))]) from None
    return Written(written, len(wanted) - written, removed, now)


def _laid_out(wanted: Mapping[str, Output], place: str) -> Iterator[tuple[str, Stamp]]:
    """Yield the paths and stamps of files that wait where they are wanted."""
    for path, output in wanted.items():
        waiting = output.waiting
        if waiting and waiting.location == f"{place}/{path}":
            yield path, Stamp(output.key, waiting.size, waiting.mtime_ns)


def _untouched(wanted: Mapping[str, Output], known: Mapping[str, Stamp], place: str) -> Iterator[tuple[str, Stamp]]:
    """Yield the paths and stamps of files that are as they are wanted: most files of most builds."""
    for path, output in wanted.items():
        stamp = known.get(path)
        if stamp is not None and stamp.key == output.key and _is_still(f"{place}/{path}", stamp):
            yield path, stamp


def _left_behind(folder: Path) -> Iterator[Path]:
    """Yield the files that builds were writing when they were killed."""
    return folder.glob(f"{_TEMPORARY}*.part")


def is_untouched(folder: Path, stamps: Mapping[str, Stamp]) -> bool:
    """Tell whether all files of the last writing are as it left them, and no other writing began since."""
    place = str(folder)
    return MANIFEST in stamps and all(_is_still(f"{place}/{path}", stamp) for path, stamp in stamps.items())


def _is_still(path: str, stamp: Stamp) -> bool:
    """Tell whether a file is as it was when it was given its stamp."""
    try:
        status = os.stat(path)  # noqa: PTH116  # a Path for each file would double the time of a build
    except OSError:
        return False
    return status.st_size == stamp.size and status.st_mtime_ns == stamp.mtime_ns


def _in_the_way(stale: Set[str], wanted: Set[str]) -> set[str]:
    """Return the stale files that stand where a folder is needed now, or in a folder where a file is needed."""
    folders = {str(parent) for path in wanted for parent in PurePosixPath(path).parents}
    return {
        path
        for path in stale
        if path in folders or any(str(parent) in wanted for parent in PurePosixPath(path).parents)
    }


def empty(folder: Path) -> int:
    """Remove every file that builds wrote into a folder, and the folder if nothing else is in it. Return their number.

    Raises ProblemError when the folder is not ours.
    """
    check_folder(folder)
    if not folder.is_dir():
        return 0
    removed = sum(_remove(folder, path) for path in sorted(_read_manifest(folder)))
    if {path.name for path in folder.iterdir()} - {MANIFEST}:
        # Files of somebody else stay, and so does the sign that the folder is ours.
        _write_manifest(folder, frozenset(), f"{_TEMPORARY}.part")
    else:
        (folder / MANIFEST).unlink(missing_ok=True)
        folder.rmdir()
    return removed


def _stamp(path: str, key: bytes) -> Stamp | None:
    """Return the stamp of a file that holds the bytes of `key`, or None when there is no such file."""
    try:
        status = os.stat(path)  # noqa: PTH116  # as above
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Stamp(key, status.st_size, status.st_mtime_ns)


def _written_before(folder: Path, known: Mapping[str, Stamp]) -> Set[str]:
    """Return the files that earlier builds wrote. As long as nobody wrote another manifest, stamps tell as well, in a
    tenth of the time."""
    manifest = known.get(MANIFEST)
    if manifest is not None and _is_still(f"{folder}/{MANIFEST}", manifest):
        return known.keys() - {MANIFEST}
    return _read_manifest(folder)


def _read_manifest(folder: Path) -> frozenset[str]:
    """Return the files that earlier builds wrote; none when the manifest cannot be understood."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        files = manifest["files"] if manifest["format"] == _FORMAT else []
        return frozenset(path for path in files if _is_inside(path))
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def _is_inside(path: object) -> bool:
    """Tell whether a path of a manifest stays in the folder: a manifest is a file, and anybody can edit it."""
    if not isinstance(path, str) or not path or path.startswith("/") or "\\" in path or ":" in path:
        return False
    return ".." not in path.split("/")


def _write_manifest(folder: Path, files: Set[str], temporary: str) -> None:
    manifest = {"format": _FORMAT, "files": sorted(files)}
    # A file on each line, without the indentation that json would write itself, ten times as slowly.
    data = json.dumps(manifest, ensure_ascii=False, separators=(",\n", ": ")).encode()
    _write_file(str(folder), MANIFEST, data, temporary, _stamp(f"{folder}/{MANIFEST}", b""))


def _write_file(place: str, path: str, data: bytes, temporary: str, there: Stamp | None) -> bool:
    """Write a file in one step, unless it has these bytes already. Return whether it was written.

    `there` is the stamp of the file that stands there now, if there is one.
    """
    # Paths are texts here for the reason above.
    target, partial = f"{place}/{path}", f"{place}/{temporary}"
    if there is not None and there.size == len(data) and Path(target).read_bytes() == data:
        return False
    write_whole(partial, data)
    os.replace(partial, target)  # noqa: PTH105
    return True


def _move_file(place: str, path: str, waiting: Waiting, there: Stamp | None) -> bool:
    """Move a file to its place, if that is possible and no file of that size is there, which might be the same."""
    if there is not None and waiting.size == there.size:
        return False
    try:
        os.replace(waiting.location, f"{place}/{path}")  # noqa: PTH105
    except OSError:
        # It is on another disk, say. If writing fails as well, that says what is wrong.
        return False
    return True


def _remove(folder: Path, path: str) -> bool:
    """Remove a file and the folders that it leaves empty. Return whether it was there."""
    target = folder / path
    try:
        target.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        # A build that could not write it for its name has listed it before, and must not stop all that follow.
        if error.errno == errno.ENAMETOOLONG:
            return False
        raise
    for parent in target.relative_to(folder).parents:
        if parent == Path():
            break
        try:
            (folder / parent).rmdir()
        except OSError:
            break
    return True
