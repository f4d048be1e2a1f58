"""The committed reference says what the schemas say; with `--update-golden` this file rewrites it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ssg.content.reference import front_matter_reference, json_schemas, settings_reference

DOCS = Path(__file__).parents[2] / "docs"
Golden = Callable[[Path, str], None]


def test_front_matter_page(golden: Golden) -> None:
    golden(DOCS / "front-matter.md", front_matter_reference())


def test_settings_page(golden: Golden) -> None:
    golden(DOCS / "settings.md", settings_reference())


@pytest.mark.parametrize("name", sorted(json_schemas()))
def test_json_schemas(name: str, golden: Golden) -> None:
    golden(DOCS / "schemas" / f"{name}.schema.json", json.dumps(json_schemas()[name], indent=2) + "\n")
