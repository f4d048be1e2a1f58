"""What every test room shares: a site written from text inside the test, and golden files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any, Protocol

import pytest

from ssg.theme.templates import QuickEnvironment
from tests.browsing import axe, browser

__all__ = ["axe", "browser"]

SITE_TOML = """\
title = "The Meridian"
url = "https://meridian.example"
timezone = "Europe/London"
"""

Files = Mapping[str, str | bytes]
"""Files of a site by their paths: text is dedented and written as UTF-8, bytes are written as they are."""


@dataclass(frozen=True)
class WrittenSite:
    """A site on disk, made for one test."""

    root: Path

    def write(self, files: Files) -> WrittenSite:
        """Write files, making their folders; return the same site."""
        for path, content in files.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else unindented(content).encode())
        return self

    def delete(self, path: str) -> WrittenSite:
        """Delete one file; return the same site."""
        (self.root / path).unlink()
        return self

    def text(self, path: str) -> str:
        """Return what a file of the site says."""
        return (self.root / path).read_bytes().decode()


class MakeSite(Protocol):
    """Writes a site: `site({"content/articles/a.md": "..."})`. A minimal site.toml is supplied unless one is given."""

    def __call__(self, files: Files, name: str = "site") -> WrittenSite: ...


def unindented(text: str) -> str:
    """Return text as it would stand in a file: without the indentation of the test and its first line break."""
    return dedent(text.removeprefix("\n"))


@pytest.fixture
def site(tmp_path: Path) -> MakeSite:
    """Give a function that writes a site in a folder of its own; `name` tells several sites of one test apart."""

    def make(files: Files, name: str = "site") -> WrittenSite:
        root = tmp_path / name
        root.mkdir()
        return WrittenSite(root).write({"site.toml": SITE_TOML, **files})

    return make


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files instead of comparing them")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str | bytes], None]:
    """Give a function that compares what was made with a committed file, or writes it with `--update-golden`."""

    def compare(path: Path, made: str | bytes) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made.encode() if isinstance(made, str) else made)
        committed = path.read_bytes() if path.exists() else b""
        if isinstance(made, str):
            assert made == committed.decode(), f"{path.name} differs: look at it, then run pytest --update-golden"
        else:
            assert made == committed, f"{path.name} differs: look at it, then run pytest --update-golden"

    return compare


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Gather the names of templates that this process compiles."""
    names: list[str | None] = []
    compiling = QuickEnvironment.compile

    def noted(environment: QuickEnvironment, source: Any, name: str | None = None, *more: Any) -> Any:
        names.append(name)
        return compiling(environment, source, name, *more)

    monkeypatch.setattr(QuickEnvironment, "compile", noted)
    return names
