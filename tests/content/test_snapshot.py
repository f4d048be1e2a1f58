"""The list of a site's files: what is in it, what is not, and what happens when the disk does not play along."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from ssg.content.snapshot import scan, scan_folder
from ssg.problems import ProblemError
from tests.conftest import MakeSite


def test_sources_are_listed_sorted(site: MakeSite) -> None:
    made = site({"layouts/b.html": "", "content/z.txt": "", "content/a/b.txt": "abc", "README.md": "", "public/x": ""})
    snapshot = scan(made.root)
    assert snapshot.paths() == ["content/a/b.txt", "content/z.txt", "layouts/b.html", "site.toml"]
    assert snapshot.paths("content/a") == ["content/a/b.txt"]
    assert snapshot.paths("themes/") == []
    assert "content/z.txt" in snapshot
    assert "README.md" not in snapshot
    entry = snapshot.entries["content/a/b.txt"]
    assert (entry.size, entry.mtime_ns) == (3, (made.root / entry.path).stat().st_mtime_ns)
    assert snapshot.problems == ()


def test_hidden_files_and_leftovers_are_not_listed(site: MakeSite) -> None:
    kept = ["content/.well-known/security.txt", "content/#1.txt", "content/a.txt"]
    skipped = [".git/x", ".DS_Store", "a.md~", ".a.md.swp", "a.swp", "#a.md#", "Thumbs.db", ".well-known/.DS_Store"]
    made = site(dict.fromkeys(kept, "") | {f"content/{path}": "" for path in skipped})
    assert scan(made.root).paths("content/") == sorted(kept)


def test_names_are_composed(site: MakeSite) -> None:
    made = site({"content/" + unicodedata.normalize("NFD", "café.txt"): "ok"})
    assert scan(made.root).read("content/café.txt") == b"ok"


def test_linked_folders_are_followed_and_circles_are_not(site: MakeSite, tmp_path: Path) -> None:
    made = site({"content/a/x.txt": ""})
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "y.txt").write_text("y")
    (made.root / "content/linked").symlink_to(elsewhere)
    (made.root / "content/a/up").symlink_to(made.root / "content")
    snapshot = scan(made.root)
    assert snapshot.paths("content/") == ["content/a/x.txt", "content/linked/y.txt"]
    assert [str(problem) for problem in snapshot.problems] == [
        "content/a/up: this link leads back to a folder that it is in; remove the link"
    ]


def test_links_that_lead_nowhere_are_problems(site: MakeSite) -> None:
    made = site({"content/a.txt": ""})
    (made.root / "content/gone.txt").symlink_to("nothing")
    (made.root / "content/self.txt").symlink_to("self.txt")
    assert [str(problem) for problem in scan(made.root).problems] == [
        "content/gone.txt: this link leads nowhere; remove it, or restore the file that it leads to",
        "content/self.txt: this link leads nowhere; remove it, or restore the file that it leads to",
    ]


def test_names_that_are_not_utf_8_are_problems(site: MakeSite) -> None:
    made = site({})
    (made.root / "content").mkdir()
    (made.root / "content" / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"")
    snapshot = scan(made.root)
    assert [str(problem) for problem in snapshot.problems] == [
        "content/caf\\xe9.txt: the name of this file is not UTF-8; rename it"
    ]
    assert snapshot.paths("content/") == []


def test_pipe_is_a_problem_and_is_not_opened(site: MakeSite) -> None:
    made = site({"content/a.txt": ""})
    os.mkfifo(made.root / "content/pipe")
    assert [problem.message for problem in scan(made.root).problems] == ["this is neither a file nor a folder"]


def test_file_in_place_of_a_folder(site: MakeSite) -> None:
    assert [str(problem) for problem in scan(site({"content": "x"}).root).problems] == [
        "content: this must be a folder; rename the file"
    ]


def test_vanished_file_is_a_problem(site: MakeSite) -> None:
    made = site({"content/a.txt": ""})
    snapshot = scan(made.root)
    made.delete("content/a.txt")
    with pytest.raises(
        ProblemError, match=r"^content/a\.txt: the file vanished while the site was read; restore it, or try again$"
    ):
        snapshot.read("content/a.txt")


def test_unlisted_file_is_a_problem(site: MakeSite) -> None:
    with pytest.raises(ProblemError, match="there is no such file"):
        scan(site({}).root).read("../secret")


def test_unreadable_file_and_folder_are_problems(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    made = site({"content/a.txt": "", "content/closed/b.txt": ""})
    snapshot = scan(made.root)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    # The tests may run as a user whom no permission stops.
    monkeypatch.setattr("ssg.content.snapshot.FileIO", refuse)
    with pytest.raises(ProblemError, match="no permission to read this; change its permissions"):
        snapshot.read("content/a.txt")
    monkeypatch.setattr(os, "scandir", refuse)
    assert [str(problem) for problem in scan(made.root).problems] == [
        "content: there is no permission to read this; change its permissions"
    ]


def test_any_folder_can_be_listed_under_a_prefix(tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts/page.html").write_text("x")
    snapshot = scan_folder(tmp_path, "themes/plain")
    assert snapshot.paths() == ["themes/plain/layouts/page.html"]
    assert snapshot.read("themes/plain/layouts/page.html") == b"x"
