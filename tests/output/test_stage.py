"""Pages wait in files of their own, and nothing of that is left in the end."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.output.stage import STAGE_FOLDER, Stage, open_stage
from ssg.output.store import STORE_FOLDER
from ssg.problems import ProblemError
from tests.conftest import MakeSite
from tests.newsrooms import NOW, article, plain
from tests.trees import tree


def test_what_is_put_can_be_found(tmp_path: Path) -> None:
    (tmp_path / STORE_FOLDER).mkdir()
    with open_stage(tmp_path) as stage:
        assert stage is not None
        status = stage.put("a/index.html", b"key", b"bytes")
        assert status is not None
        waiting = stage.waiting("a/index.html", b"key", status)
        found = Path(waiting.location)
        assert found.read_bytes() == b"bytes"
        assert (found.stat().st_size, found.stat().st_mtime_ns) == (waiting.size, waiting.mtime_ns) == status
    assert not (tmp_path / STORE_FOLDER / STAGE_FOLDER).exists()


def test_where_there_is_no_output_folder_files_are_laid_out_as_in_one(tmp_path: Path) -> None:
    (tmp_path / STORE_FOLDER).mkdir()
    output = tmp_path / "public"
    with open_stage(tmp_path, output) as stage:
        assert stage is not None
        folder = tmp_path / STORE_FOLDER / STAGE_FOLDER
        for path in ("a/b/index.html", "a/index.html", "a/b/feed.xml", "feed.xml"):
            status = stage.put(path, b"key", path.encode())
            assert status is not None
            assert stage.waiting(path, b"key", status).location == str(folder / path)
            assert (folder / path).read_text() == path
        # A file stands where a folder is wanted: the store has the page.
        assert stage.put("feed.xml/index.html", b"key", b"") is None
    output.mkdir()
    with open_stage(tmp_path, output) as stage:
        assert stage == Stage(str(folder))
    with open_stage(tmp_path, tmp_path / "nowhere" / "public") as stage:
        assert stage == Stage(str(folder))


def test_a_first_build_moves_all_files_at_once(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"content/articles/a{number}.md": article(f"A {number}") for number in range(3)}
    root = site(plain(files)).root
    moved: list[str] = []
    replace = os.replace

    def noting(source: str, target: str) -> None:
        moved.append(Path(target).name)
        replace(source, target)

    monkeypatch.setattr(os, "replace", noting)
    first = build(root, Options(NOW))
    made = tree(root / "public")
    assert "a1/index.html" in {path.partition("/")[2] for path in made} | made.keys()
    assert "index.html" not in moved
    assert first.written.written == len(made) - 1
    assert not (root / STORE_FOLDER / STAGE_FOLDER).exists()
    second = build(root, Options(NOW))
    assert (second.production.rendered, second.written.written) == (0, 0)
    # What others see is the same where the folder is there already.
    shutil.rmtree(root / "public")
    shutil.rmtree(root / STORE_FOLDER)
    (root / "public").mkdir()
    build(root, Options(NOW))
    assert "index.html" in moved
    assert tree(root / "public") == made


def test_where_somebody_makes_the_output_folder_meanwhile_files_are_moved_one_by_one(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = site(plain({"content/articles/a.md": article("A")})).root
    rename = Path.rename

    def late(self: Path, target: Path) -> Path:
        target.mkdir()
        (target / ".standfirst.part").write_text("what a killed build left")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", late)
    steps = build(root, Options(NOW)).phases[-1].count
    made = tree(root / "public")
    shutil.rmtree(root / "public")
    monkeypatch.undo()
    assert build(root, Options(NOW)).phases[-1].count == steps
    assert tree(root / "public") == made


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
    assert Stage(str(tmp_path / "nowhere")).put("a/index.html", b"key", b"bytes") is None


def test_a_build_that_fails_writes_nothing_and_leaves_nothing_waiting(site: MakeSite) -> None:
    files = {f"content/articles/a{number}.md": article(f"A {number}") for number in range(3)}
    root = site(plain({**files, "content/articles/wrong.md": article("Wrong", body="{{< nothing >}}")})).root
    with pytest.raises(ProblemError, match='unknown shortcode "nothing"'):
        build(root, Options(NOW))
    assert not (root / "public").exists()
    assert not (root / STORE_FOLDER / STAGE_FOLDER).exists()
