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
    # It takes time, and is not needed to find out that nothing has changed.
    from importlib.metadata import version  # noqa: PLC0415

    return digest((sys.version_info[:2], [version(name) for name in _LIBRARIES], own_code()))


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
    return tuple(
        sorted(
            name
            for place in sys.path
            if os.path.isdir(place)  # noqa: PTH112  # a Path for each would take longer than all of this
            for name in os.listdir(place)  # noqa: PTH208  # the same
            if name.endswith((".dist-info", ".egg-info"))
        )
    )


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
