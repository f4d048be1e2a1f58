"""Tags found in texts."""

from __future__ import annotations

import re

import pytest

from ssg.importers import tags
from ssg.importers.importing import ImportOptions
from tests.conftest import MakeSite
from tests.importers.specimen import SPECIMEN
from tests.importers.test_importing import OTHER, run


def test_what_finds_a_tag_is_made_once_a_run(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    pattern = tags._pattern

    def counting(tag: str) -> re.Pattern[str]:
        made.append(tag)
        return pattern(tag)

    monkeypatch.setattr(tags, "_pattern", counting)
    there = site({"content/tags/tides.md": "---\n---\n", "content/tags/q-and-a.md": "---\ntitle: Q&A\n---\n"})
    results = run(there, SPECIMEN, OTHER, options=ImportOptions("news"))
    assert [result.failed for result in results] == [False, False]
    assert sorted(made) == ["Q&A", "Tides"]


def test_tags_are_found_by_words() -> None:
    patterns = tags.tag_patterns(["Open RAN", "operator", "US", "!!!", "Bran"])
    assert tags.known_tags("The operators’ open-RAN; open ran. Tell us.", patterns) == ("Open RAN", "operator")
