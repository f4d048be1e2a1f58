"""`ssg init`: a site that builds at once, in an empty folder only."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from ssg import __version__
from ssg.cli.main import main
from ssg.content.reading import read
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import scan
from ssg.problems import ProblemError
from ssg.starter.init import init
from tests.machine import REPOSITORY

STARTER = REPOSITORY / "ssg" / "starter" / "site"


def test_the_starter_is_a_site_without_problems(tmp_path: Path) -> None:
    folder = tmp_path / "mysite"
    written = init(folder)
    assert written == sorted(path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix() for path in written}
    assert {"site.toml", ".gitignore", "README.md", "netlify.toml", "requirements.txt"} <= names
    assert {"netlify/cache/index.js", "netlify/cache/manifest.yml"} <= names
    snapshot = scan(folder)
    content, problems = read(snapshot, read_settings(snapshot))
    assert problems == ()
    assert len(content.articles) == 3
    # Whoever starts today must see them: none of them lies in the future.
    assert max(article.date for article in content.articles) < datetime(2026, 1, 1, tzinfo=UTC)
    assert [(file.width, file.height) for file in content.files] == [(1200, 675)]


def test_the_starter_builds(tmp_path: Path) -> None:
    init(tmp_path)
    command = [sys.executable, "-m", "ssg", "build", "--quiet", "--strict"]
    finished = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert "The lamps come back on in Wickhaven" in (tmp_path / "public/index.html").read_text()


def test_netlify_is_told_the_same_as_by_this_repository() -> None:
    ours, theirs = (tomllib.loads((folder / "netlify.toml").read_text("utf-8")) for folder in (REPOSITORY, STARTER))
    assert theirs == ours
    for name in ("index.js", "manifest.yml"):
        plugin = Path("netlify/cache", name)
        assert (STARTER / plugin).read_bytes() == (REPOSITORY / plugin).read_bytes()


def test_the_starter_is_pinned_to_the_standfirst_that_it_comes_with() -> None:
    lines = (STARTER / "requirements.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [f"standfirst=={__version__}"]
    assert f"standfirst=={__version__}`" in (REPOSITORY / "docs/deploying.md").read_text("utf-8")


def test_an_empty_repository_is_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert init(tmp_path)


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(ProblemError) as caught:
        init(tmp_path)
    assert str(caught.value) == f'the folder "{tmp_path}" is not empty: it has letter.txt; choose an empty folder'
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("mine")
    with pytest.raises(ProblemError, match="is a file, not a folder; choose another name"):
        init(file)


def test_the_command_says_what_comes_next(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["init", str(tmp_path / "mysite")])
    assert result.exit_code == 0
    assert result.stdout.endswith(f"next: cd {tmp_path / 'mysite'} && ssg build\n")
    assert CliRunner().invoke(main, ["init", str(tmp_path / "mysite")]).exit_code == 1
