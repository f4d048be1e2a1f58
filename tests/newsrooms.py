"""Sites made from front matter alone, for tests of the floors above content."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ssg.building.edit import Edit, prepare
from ssg.building.options import Options
from tests.plain_theme import PLAIN_SITE, PLAIN_THEME

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def article(title: str, date: str = "2026-03-01", body: str = "Text.", **front_matter: Any) -> str:
    """Return an article's file. Values of the front matter are written as YAML's flow style reads them."""
    keys = {"title": title, "date": date, **front_matter}
    lines = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return f"---\n{lines}---\n{body}\n"


def author(name: str, bio: str = "Bio.", **front_matter: Any) -> str:
    """Return an author's file."""
    lines = "".join(f"{key}: {value}\n" for key, value in {"name": name, **front_matter}.items())
    return f"---\n{lines}---\n{bio}\n"


def plain(files: dict[str, str], settings: str = "") -> dict[str, str]:
    """Return the files of a site in the plain theme; `settings` are added to its site.toml."""
    return {**PLAIN_THEME, "site.toml": f"{PLAIN_SITE}{settings}", **files}


def prepared(root: Path, now: datetime = NOW, **options: Any) -> Edit:
    """Return the site at `root`, read, related and planned at a fixed moment."""
    return prepare(root, Options(now, **options))
