"""Start a site: copy the starter, a small newsroom that builds at once, into an empty folder."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ssg.content.composing import create
from ssg.problems import Problem, ProblemError

# A file of that name would already have a meaning inside the package.
_RENAMED = {"gitignore": ".gitignore"}
# What a fresh repository or a desktop puts into a folder does not make it somebody's.
_IGNORED = {".git", ".gitkeep", ".DS_Store", ".idea", ".vscode", ".venv"}


def init(folder: Path) -> list[Path]:
    """Write the starter site into a folder and return the files, sorted.

    The folder is made when it is missing. Raises ProblemError when there is something in it already, so that nothing of
    anybody's is mixed with the starter.
    """
    if folder.exists() and not folder.is_dir():
        raise ProblemError([Problem(f'"{folder}" is a file, not a folder', "choose another name")])
    try:
        there = sorted(path.name for path in folder.iterdir() if path.name not in _IGNORED) if folder.exists() else []
    except OSError as error:
        raise ProblemError([Problem(f'"{folder}" cannot be read: {error.strerror or error}')]) from None
    if there:
        found = ", ".join(there[:3]) + (" and more" if len(there) > 3 else "")
        raise ProblemError([Problem(f'the folder "{folder}" is not empty: it has {found}', "choose an empty folder")])
    written = []
    for path, data in _starter_files(files("ssg.starter") / "site"):
        create(folder, path, data)
        written.append(folder / path)
    return sorted(written)


def _starter_files(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield the path and the bytes of each file of the starter."""
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        path = f"{prefix}{_RENAMED.get(item.name, item.name)}"
        if item.is_dir():
            yield from _starter_files(item, f"{path}/")
        else:
            yield path, item.read_bytes()
