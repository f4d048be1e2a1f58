"""Which system an archive is from, found out by its own marks, and its reader."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ssg.importers.archives.hugo import HugoSite, is_hugo
from ssg.importers.archives.items import Archive
from ssg.importers.archives.jekyll import JekyllSite, is_jekyll
from ssg.problems import Problem, ProblemError

FORMATS = ("text", "hugo", "jekyll")
"""Everything that can be imported, by the names of `--from`."""

_FOLDERS: dict[str, tuple[Callable[[Path], bool], Callable[[Path], Archive]]] = {
    "hugo": (is_hugo, HugoSite),
    "jekyll": (is_jekyll, JekyllSite),
}


def detect(path: Path) -> str:
    """Return the format of a file or folder; `text` for a file with no marks of another.

    Raises ProblemError for a folder that is no site of a system that we know.
    """
    if not path.is_dir():
        return "text"
    found = next((name for name, (fits, _) in _FOLDERS.items() if fits(path)), "")
    if not found:
        hint = f"say with --from what it is: {', '.join(_FOLDERS)}"
        raise ProblemError([Problem("this folder is no site of a generator that we know", hint, str(path))])
    return found


def open_archive(path: Path, name: str) -> Archive:
    """Return the reader of an archive. Raises ProblemError when the path is not of that format."""
    if name in _FOLDERS:
        if not path.is_dir():
            raise ProblemError([Problem(f"a {name.capitalize()} site is a folder", "name its root folder", str(path))])
        return _FOLDERS[name][1](path)
    raise ProblemError([Problem(f'there is no format "{name}"', f"the formats are {', '.join(FORMATS)}")])
