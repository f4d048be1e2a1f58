"""The committed page says what the rules say; with `--update-golden` this file rewrites it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ssg.checks.reference import checks_reference

DOCS = Path(__file__).parents[2] / "docs"


def test_page_of_the_rules(golden: Callable[[Path, str], None]) -> None:
    golden(DOCS / "checks.md", checks_reference())
