"""Only files that differ are touched, and nothing that is not ours."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ssg.output.stage import Waiting, write_whole
from ssg.output.writing import MANIFEST, Output, Written, is_untouched, write
from ssg.problems import ProblemError


def outputs(files: dict[str, str]) -> list[Output]:
    return [Output(path, text.encode(), text.encode) for path, text in files.items()]


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def test_a_second_writing_touches_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    assert write(outputs({"a/index.html": "A", "b.txt": "B"}), folder) == Written(2, 0, 0)
    stamps = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.name != MANIFEST}
    assert write(outputs({"a/index.html": "A", "b.txt": "B"}), folder) == Written(0, 2, 0)
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps


def test_a_file_that_somebody_changed_is_mended(tmp_path: Path) -> None:
    write(outputs({"a.txt": "A"}), tmp_path / "public")
    (tmp_path / "public/a.txt").write_text("X")
    assert write(outputs({"a.txt": "A"}), tmp_path / "public") == Written(1, 0, 0)
    assert tree(tmp_path / "public") == {"a.txt": "A"}


def test_a_file_of_the_same_time_and_another_size_is_mended(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    known = write(outputs({"a.txt": "A", "b.txt": "B"}), folder).stamps
    status = (folder / "a.txt").stat()
    (folder / "a.txt").write_text("longer")
    os.utime(folder / "a.txt", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert not is_untouched(folder, known)
    assert write(outputs({"a.txt": "A", "b.txt": "B"}), folder, known) == Written(1, 1, 0)
    assert tree(folder) == {"a.txt": "A", "b.txt": "B"}


def test_stale_files_go_and_foreign_files_stay(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    write(outputs({"old/deep/index.html": "A", "kept.txt": "K", "shared/one.txt": "1"}), folder)
    (folder / "shared/foreign.txt").write_text("F")
    assert write(outputs({"kept.txt": "K"}), folder) == Written(0, 1, 2)
    assert tree(folder) == {"kept.txt": "K", "shared/foreign.txt": "F"}
    assert not (folder / "old").exists()


def test_a_file_can_become_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    write(outputs({"a": "file", "b/index.html": "B"}), folder)
    write(outputs({"a/index.html": "A", "b": "file"}), folder)
    assert tree(folder) == {"a/index.html": "A", "b": "file"}


def test_a_folder_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "holiday.jpg").write_text("x")
    with pytest.raises(ProblemError) as raised:
        write(outputs({"a.txt": "A"}), folder)
    assert str(raised.value) == (
        "the folder photos holds files that Standfirst did not write; empty it, or choose another with --output"
    )
    assert tree(folder) == {"holiday.jpg": "x"}


@pytest.mark.parametrize("target", ["file", "symlink"])
def test_what_is_no_folder_is_refused(tmp_path: Path, target: str) -> None:
    path = tmp_path / "public"
    if target == "file":
        path.write_text("x")
    else:
        path.symlink_to(tmp_path)
    with pytest.raises(ProblemError, match="the output folder public is no folder"):
        write(outputs({"a.txt": "A"}), path)


@pytest.mark.parametrize("manifest", ["", "[]", '{"format": 9}', '{"format": 1, "files": 3}', "\x00"])
def test_a_damaged_manifest_is_rebuilt(tmp_path: Path, manifest: str) -> None:
    folder = tmp_path / "public"
    write(outputs({"a.txt": "A"}), folder)
    (folder / MANIFEST).write_text(manifest)
    write(outputs({"a.txt": "A"}), folder)
    assert json.loads((folder / MANIFEST).read_text()) == {"format": 1, "files": ["a.txt"]}


def test_a_manifest_cannot_reach_outside_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    write(outputs({"a.txt": "A"}), folder)
    precious = tmp_path / "precious.txt"
    precious.write_text("P")
    files = ["../precious.txt", str(precious), "x/../../precious.txt", 7]
    (folder / MANIFEST).write_text(json.dumps({"format": 1, "files": files}))
    write(outputs({"a.txt": "A"}), folder)
    assert precious.read_text() == "P"


def test_stamps_tell_what_is_stale_as_the_manifest_does_and_reach_no_further(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    written = write(outputs({"a.txt": "A", "b.txt": "B"}), folder)
    precious = tmp_path / "precious.txt"
    precious.write_text("P")
    stamps = {**written.stamps, "../precious.txt": written.stamps["a.txt"], str(precious): written.stamps["a.txt"]}
    assert write(outputs({"a.txt": "A"}), folder, stamps) == Written(0, 1, 1)
    assert (tree(folder), precious.read_text()) == ({"a.txt": "A"}, "P")


def test_another_manifest_than_that_of_the_stamps_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    before = write(outputs({"a.txt": "A"}), folder)
    # By a build without a store, say.
    write(outputs({"a.txt": "A", "b.txt": "B"}), folder)
    assert write(outputs({"a.txt": "A"}), folder, before.stamps) == Written(0, 1, 1)
    assert tree(folder) == {"a.txt": "A"}


def test_files_of_a_writing_that_was_cut_short_are_known_to_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "public"

    def fail() -> bytes:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write([Output("new.txt", b"N", lambda: b"N"), Output("never.txt", b"X", fail)], folder)
    write(outputs({"a.txt": "A"}), folder)
    assert tree(folder) == {"a.txt": "A"}


def test_a_name_that_was_too_long_stops_no_later_writing(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    name = "x" * 300
    with pytest.raises(ProblemError, match=f"public/{name} cannot be written: File name too long"):
        write(outputs({f"{name}/index.html": "X"}), folder)
    write(outputs({"a.txt": "A"}), folder)
    assert tree(folder) == {"a.txt": "A"}


@pytest.mark.parametrize(
    ("wanted", "message", "hint"),
    [
        (
            {"b.txt": "B"},
            "public/b.txt cannot be written: Is a directory",
            "move away the folder that stands where a file belongs",
        ),
        (
            {"c/d.txt": "D"},
            "public/c cannot be written: File exists",
            "move away the file that stands where a folder belongs",
        ),
    ],
)
def test_what_stands_in_the_way_is_an_error_that_says_what_to_do(
    tmp_path: Path, wanted: dict[str, str], message: str, hint: str
) -> None:
    folder = tmp_path / "public"
    write(outputs({"a.txt": "A"}), folder)
    (folder / "b.txt").mkdir()
    (folder / "c").touch()
    with pytest.raises(ProblemError) as raised:
        write(outputs(wanted), folder)
    assert [(problem.message, problem.hint) for problem in raised.value.problems] == [(message, hint)]


def test_a_file_that_waits_is_moved_to_its_place(tmp_path: Path) -> None:
    waiting = waiting_file(tmp_path)
    outputs = [Output("a/index.html", b"A", unasked, waiting)]
    written = write(outputs, tmp_path / "public")
    assert written == Written(1, 0, 0)
    assert tree(tmp_path / "public") == {"a/index.html": "A"}
    assert not Path(waiting.location).exists()
    # What is known of it then is what the disk says.
    assert is_untouched(tmp_path / "public", written.stamps)


def test_a_file_that_waits_is_left_where_the_same_bytes_are_there(tmp_path: Path) -> None:
    write(outputs({"a.txt": "A"}), tmp_path / "public")
    there = (tmp_path / "public/a.txt").stat().st_ino
    output = Output("a.txt", b"another key", lambda: b"A", waiting_file(tmp_path))
    assert write([output], tmp_path / "public") == Written(0, 1, 0)
    assert (tmp_path / "public/a.txt").stat().st_ino == there


def test_a_file_that_does_not_wait_after_all_is_written(tmp_path: Path) -> None:
    output = Output("a.txt", b"A", lambda: b"A", Waiting(str(tmp_path / "gone"), 1, 0))
    assert write([output], tmp_path / "public") == Written(1, 0, 0)
    assert tree(tmp_path / "public") == {"a.txt": "A"}


def test_a_folder_in_which_a_build_was_killed_at_once_is_ours(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    folder.mkdir()
    (folder / ".standfirst.part").write_text('{"format": 1, "fil')
    assert write(outputs({"a.txt": "A"}), folder) == Written(1, 0, 0)
    assert tree(folder) == {"a.txt": "A"}


def waiting_file(folder: Path) -> Waiting:
    location = str(folder / "waiting")
    return Waiting(location, *write_whole(location, b"A"))


def unasked() -> bytes:
    raise AssertionError("the bytes are in a file already")
