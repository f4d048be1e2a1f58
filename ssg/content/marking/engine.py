"""What HTML depends on beside its text. Keys need it, and no Markdown: nothing here imports that."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from ssg.digest import DIGEST_SIZE, digest
from ssg.engine import entry_points, version_of
from ssg.settings import MarkdownSettings

_CONTENT = Path(__file__).parents[1]


def engine_version(settings: MarkdownSettings, language: str = "") -> tuple[str, ...]:
    """Return everything but the text that HTML depends on: versions, our own code and the options, each as words."""
    others = [f"{name} {made_by}" for name in settings.extensions if (made_by := _extension_version(name))]
    return (
        f"Python {sys.version_info.major}.{sys.version_info.minor}",
        *(f"{name} {version_of(name)}" for name in ("Markdown", "Pygments", "nh3")),
        *others,
        f"marking {_own_digest()}",
        f"options {digest((settings, language)).hex()}",
    )


@cache
def _extension_version(name: str) -> str:
    """Return what tells versions of an extension apart; an empty text where that of Markdown does, which it is part of.

    A module that this process has imported stays as it is, so one answer holds for as long.
    """
    found = entry_points("markdown.extensions").get(name)
    if found is None:
        return _module_digest(name)
    return " ".join(library for library in found if not library.lower().startswith("markdown-"))


@cache
def _own_digest() -> str:
    """Return the digest of our own code that turns Markdown into HTML."""
    files = [_CONTENT / name for name in ("code_spans.py", "markdown.py", "scanning.py", "shortcodes.py")]
    return _digest_of(file.read_bytes() for file in (*files, *sorted((_CONTENT / "marking").glob("*.py"))))


def _module_digest(name: str) -> str:
    """Return the digest of the source of an extension that is a module, such as one that lies beside the site."""
    found = find_spec(name.partition(":")[0])
    origin = found.origin if found else None
    return _digest_of([Path(origin).read_bytes()]) if origin and Path(origin).is_file() else ""


def _digest_of(contents: Iterable[bytes]) -> str:
    total = blake2b(digest_size=DIGEST_SIZE)
    for content in contents:
        total.update(blake2b(content, digest_size=DIGEST_SIZE).digest())
    return total.hexdigest()
