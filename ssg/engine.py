"""Everything outside a site that its bytes depend on: Python, libraries, our own code, and the themes that we bring."""

from __future__ import annotations

import os
import sys
from functools import cache
from hashlib import blake2b
from pathlib import Path

from ssg.digest import DIGEST_SIZE, digest

_LIBRARIES = ("anyascii", "babel", "jinja2", "markupsafe", "nh3")
_PACKAGE = Path(__file__).parent

# In a wheel the themes that we bring lie beside the code; in a checkout they are the folder at its top.
THEME_FOLDERS = (_PACKAGE / "theme" / "builtin", _PACKAGE.parent / "themes")


@cache
def engine() -> bytes:
    """Return the digest of Python, of the libraries that make pages, and of our own code."""
    return digest((sys.version_info[:2], [version_of(name) for name in _LIBRARIES], own_code()))


@cache
def own_code() -> bytes:
    """Return the digest of our own code."""
    return _digest_of(_PACKAGE, ".py")


@cache
def libraries() -> bytes:
    """Return the digest of Python and of every library that is installed: of more than any bytes depend on."""
    return digest((sys.version, installed()))


@cache
def installed() -> tuple[str, ...]:
    """Return the names of the folders that say which libraries are installed, and in which versions, sorted. To ask
    for a version takes longer than to read them all."""
    return tuple(sorted(name for _, name in _installed()))


@cache
def version_of(library: str) -> str:
    """Return the version of a library. Raises PackageNotFoundError where it is not installed."""
    wanted = _normalized(library)
    for _, name in _installed():
        found, _, version = name.rpartition(".")[0].partition("-")
        if version and _normalized(found) == wanted:
            return version
    # It is installed in some other way, as a library is that somebody works on.
    from importlib.metadata import version as version_in_metadata  # noqa: PLC0415  # it brings a parser of e-mails

    return version_in_metadata(library)


@cache
def entry_points(group: str) -> dict[str, tuple[str, ...]]:
    """Return the names that libraries offer something under in a group, and which libraries those are, each with its
    version. `importlib.metadata` takes ten times as long."""
    found: dict[str, list[str]] = {}
    for place, name in _installed():
        try:
            with open(f"{place}/{name}/entry_points.txt", encoding="utf-8") as file:  # noqa: PTH123  # as below
                text = file.read()
        except OSError:
            continue
        _, _, section = text.partition(f"[{group}]")
        for line in section.partition("\n[")[0].splitlines():
            key, equals, _ = line.partition("=")
            if equals and not key.lstrip().startswith(("#", ";")):
                found.setdefault(key.strip(), []).append(name.rpartition(".")[0])
    return {key: tuple(libraries) for key, libraries in found.items()}


@cache
def _installed() -> tuple[tuple[str, str], ...]:
    """Return where the folder of each library is that says what is installed, and its name. The first of a name is the
    one that is imported."""
    return tuple(
        (place, name)
        for place in sys.path
        if os.path.isdir(place)  # noqa: PTH112  # a Path for each would take longer than all of this
        for name in os.listdir(place)  # noqa: PTH208  # the same
        if name.endswith((".dist-info", ".egg-info"))
    )


def _normalized(library: str) -> str:
    return library.lower().replace("-", "_").replace(".", "_")


@cache
def themes() -> bytes:
    """Return the digest of the themes that we bring."""
    return digest([_digest_of(folder) for folder in THEME_FOLDERS])


def _digest_of(folder: Path, ending: str = "") -> bytes:
    """Return the digest of the files in a folder with an ending: their names and their bytes."""
    total = blake2b(digest_size=DIGEST_SIZE)
    files = [
        os.path.join(place, name)  # noqa: PTH118  # hundreds of files, in every build
        for place, folders, names in os.walk(folder)
        if "__pycache__" not in place
        for name in names
        if name.endswith(ending)
    ]
    for file in sorted(files):
        with open(file, "rb") as stream:  # noqa: PTH123  # the same
            content = stream.read()
        total.update(digest((os.path.relpath(file, folder), content)))
    return total.digest()
