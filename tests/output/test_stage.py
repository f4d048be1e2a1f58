"""Pages wait in files of their own, and nothing of that is left in the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.output.stage import STAGE_FOLDER, Stage, open_stage
from ssg.output.store import STORE_FOLDER
from ssg.problems import ProblemError
from tests.conftest import MakeSite
from tests.newsrooms import NOW, article, plain


def test_what_is_put_can_be_found(tmp_path: Path) -> None:
    (tmp_path / STORE_FOLDER).mkdir()
    with open_stage(tmp_path) as stage:
        assert stage is not None
        status = stage.put(b"key", b"bytes")
        assert status is not None
        waiting = stage.waiting(b"key", status)
        found = Path(waiting.location)
        assert found.read_bytes() == b"bytes"
        assert (found.stat().st_size, found.stat().st_mtime_ns) == (waiting.size, waiting.mtime_ns) == status
    assert not (tmp_path / STORE_FOLDER / STAGE_FOLDER).exists()


def test_what_a_killed_build_left_is_removed(tmp_path: Path) -> None:
    left = tmp_path / STORE_FOLDER / STAGE_FOLDER
    left.mkdir(parents=True)
    (left / "6b").write_text("half")
    with open_stage(tmp_path):
        assert list(left.iterdir()) == []


def test_without_a_folder_nothing_waits(tmp_path: Path) -> None:
    with open_stage(None) as stage:
        assert stage is None
    with open_stage(tmp_path / "nowhere") as stage:
        assert stage is None
    assert Stage(str(tmp_path / "nowhere")).put(b"key", b"bytes") is None


def test_a_build_that_fails_writes_nothing_and_leaves_nothing_waiting(site: MakeSite) -> None:
    files = {f"content/articles/a{number}.md": article(f"A {number}") for number in range(3)}
    root = site(plain({**files, "content/articles/wrong.md": article("Wrong", body="{{< nothing >}}")})).root
    with pytest.raises(ProblemError, match='unknown shortcode "nothing"'):
        build(root, Options(NOW))
    assert not (root / "public").exists()
    assert not (root / STORE_FOLDER / STAGE_FOLDER).exists()
