"""The store is never trusted: what is damaged, foreign or held by another is noticed, and no build fails for it."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.building.report import Report
from ssg.digest import digest
from ssg.output.store import DAMAGED, STORE_FILE, STORE_FOLDER, Stamp, Store, pack
from tests.conftest import MakeSite
from tests.golden.site import GOLDEN_SITE
from tests.newsrooms import NOW
from tests.trees import tree

KEYS = [bytes([number]) * 16 for number in range(4)]
ANEW = "the store was damaged or of another version; it is begun anew"


def notices(report: Report) -> list[str]:
    return [problem.message for problem in report.warnings]


def test_values_come_back_as_they_were_saved(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save((key, pack(b"value %d" % number)) for number, key in enumerate(KEYS[:3]))
    store.close()
    store = Store(tmp_path)
    assert store.has(KEYS) == set(KEYS[:3])
    assert store.load(KEYS) == {key: b"value %d" % number for number, key in enumerate(KEYS[:3])}
    assert store.notices == []


@pytest.mark.parametrize("asked", [1, 7, 40])
def test_values_are_found_however_many_are_asked_for(tmp_path: Path, asked: int) -> None:
    kept = [digest(number) for number in range(100)]
    # Half of them are there, or one that is asked for alone.
    begin = len(kept) - (asked + 1) // 2
    wanted = [digest(number) for number in range(begin, begin + asked)]
    with closing(Store(tmp_path)) as store:
        store.save([(key, pack(b"a page")) for key in kept])
        assert store.has(wanted) == {*kept} & {*wanted}
        assert store.has([]) == set()


def test_a_value_that_was_changed_is_not_given_out(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save([(KEYS[0], pack(b"good")), (KEYS[1], pack(b"fine"))])
    store.close()
    connection = sqlite3.connect(tmp_path / STORE_FILE)
    with connection:
        connection.execute("UPDATE packed SET data = ? WHERE key = ?", (pack(b"evil"), KEYS[0]))
    connection.close()
    assert Store(tmp_path).load(KEYS) == {KEYS[1]: b"fine"}


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"no frame",
        pack(b"cut short " * 9)[:-4],
        b"\x28\xb5\x2f\xfd\xe0" + (1 << 40).to_bytes(8, "little") + b"\x01\x00\x00",
    ],
    ids=["empty", "nothing", "cut", "a terabyte, as it says"],
)
def test_a_value_that_cannot_be_unpacked_is_not_given_out(tmp_path: Path, packed: bytes) -> None:
    store = Store(tmp_path)
    store.save([(KEYS[0], packed), (KEYS[1], pack(b"fine"))])
    assert store.load(KEYS) == {KEYS[1]: b"fine"}


def test_the_oldest_values_are_dropped_when_there_is_too_much(tmp_path: Path) -> None:
    for key in KEYS:
        store = Store(tmp_path)
        store.save([(key, os.urandom(1000))])
        store.collect(lambda: [key], largest=2500)  # noqa: B023  # called at once
        store.close()
    assert Store(tmp_path).has(KEYS) == set(KEYS[1:])


def test_what_is_used_is_kept_however_old(tmp_path: Path) -> None:
    for key in KEYS:
        store = Store(tmp_path)
        store.save([(key, os.urandom(1000))])
        store.collect(lambda: [KEYS[0], key], largest=1500)  # noqa: B023  # called at once
        store.close()
    assert Store(tmp_path).has(KEYS) == {KEYS[0], *KEYS[2:]}


def test_what_is_used_is_not_asked_for_while_there_is_room(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save([(KEYS[0], os.urandom(1000))])
    store.collect(lambda: pytest.fail("nobody needs to know"), largest=1000)


def test_states_are_kept_as_they_are_and_not_given_out_when_damaged(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save_state("one", b"first")
    store.save_state("one", b"second")
    store.close()
    store = Store(tmp_path)
    assert (store.state("one"), store.state("other")) == (b"second", None)
    store.close()
    connection = sqlite3.connect(tmp_path / STORE_FILE)
    with connection:
        connection.execute("UPDATE states SET data = x'00'")
    connection.close()
    assert Store(tmp_path).state("one") is None


def test_stamps_are_kept_by_folder(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save_stamps("one", {"a": Stamp(KEYS[0], 1, 2)})
    store.save_stamps("other", {"a": Stamp(KEYS[1], 3, 4)})
    store.save_stamps("one", {"b": Stamp(KEYS[2], 5, 6)})
    assert store.stamps("one") == {"b": Stamp(KEYS[2], 5, 6)}
    assert store.stamps("other") == {"a": Stamp(KEYS[1], 3, 4)}


def test_a_large_state_is_a_file_beside_the_store_and_as_little_trusted(tmp_path: Path) -> None:
    store = Store(tmp_path)
    data = bytes(range(256)) * 1024
    store.save_state("large", data)
    store.save_state("other", data[1:])
    store.close()
    files = sorted(tmp_path.glob("*.state"))
    assert {file.stat().st_size for file in files} == {len(data), len(data) - 1}
    store = Store(tmp_path)
    assert (store.state("large"), store.state("other")) == (data, data[1:])
    one, other = (file.read_bytes() for file in files)
    # One for the other, a bit of it, less of it, and nothing.
    for harmed in (other, one[:-1] + b"x", one[:-1], b""):
        files[0].write_bytes(harmed)
        assert [store.state("large"), store.state("other")].count(None) == 1
    files[0].unlink()
    assert [store.state("large"), store.state("other")].count(None) == 1
    store.save_state("large", b"small now")
    store.save_state("other", data)
    assert (store.state("large"), store.state("other")) == (b"small now", data)
    store.discard()
    assert not list(tmp_path.iterdir())


def test_a_large_state_of_a_store_without_a_folder_is_forgotten() -> None:
    store = Store(None)
    store.save_state("large", bytes(1 << 20))
    assert store.state("large") is None


def damaged(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes(4096) + data[middle + 4096 :]


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda _: b"this is no database",
        lambda data: data[: len(data) // 3],
        lambda data: bytes(100) + data[100:],
        lambda data: data[:60] + b"\0\0\0\x63" + data[64:],  # The version that SQLite keeps at this offset.
        damaged,
    ],
    ids=["empty", "text", "cut off", "no header", "newer", "a page of zeros"],
)
def test_a_damaged_store_does_no_harm(site: MakeSite, damage: object) -> None:
    root = site(GOLDEN_SITE).root
    folder = build(root, Options(NOW)).folder
    before = tree(folder)
    file = root / STORE_FOLDER / STORE_FILE
    file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]
    report = build(root, Options(NOW))
    assert tree(folder) == before
    assert notices(report) in ([ANEW], [DAMAGED.message], [])
    again = build(root, Options(NOW))
    assert (again.production.rendered, again.written.written, notices(again)) == (0, 0, [])


def test_a_database_of_something_else_is_no_store(site: MakeSite) -> None:
    root = site(GOLDEN_SITE).root
    (root / STORE_FOLDER).mkdir()
    connection = sqlite3.connect(root / STORE_FOLDER / STORE_FILE)
    with connection:
        connection.execute("CREATE TABLE packed (key TEXT)")
    connection.close()
    assert notices(build(root, Options(NOW))) == [ANEW]


def test_a_second_build_at_the_same_time_waits_and_then_goes_without(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ssg.output.store.PATIENCE", 0.2)
    root = site(GOLDEN_SITE).root
    first = Store(root / STORE_FOLDER)
    report = build(root, Options(NOW))
    assert notices(report) == ["another build is using the store; this one goes without"]
    first.close()
    assert notices(build(root, Options(NOW))) == []


def test_a_second_build_makes_and_writes_nothing(site: MakeSite) -> None:
    root = site(GOLDEN_SITE).root
    first = build(root, Options(NOW))
    second = build(root, Options(NOW))
    assert (first.production.rendered, first.written.unchanged) == (first.pages, 0)
    assert (second.production.rendered, second.production.converted, second.written.written) == (0, 0, 0)


def test_without_a_store_nothing_is_kept(site: MakeSite) -> None:
    root = site(GOLDEN_SITE).root
    build(root, Options(NOW, store=False))
    assert not (root / STORE_FOLDER).exists()


def test_builds_of_one_site_at_the_same_time_do_not_disturb_each_other(site: MakeSite) -> None:
    root = site(GOLDEN_SITE).root
    command = [sys.executable, "-m", "ssg", "build", "--now", NOW.isoformat(), "--site", str(root)]
    builds = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(3)]
    said = [running.communicate(timeout=100)[0] for running in builds]
    assert [running.returncode for running in builds] == [0, 0, 0], said
    assert tree(root / "public") == tree(build(site(GOLDEN_SITE, "clean").root, Options(NOW)).folder)


def test_a_store_that_cannot_be_made_is_done_without(site: MakeSite) -> None:
    root = site(GOLDEN_SITE).root
    (root / STORE_FOLDER).write_text("a file")
    assert notices(build(root, Options(NOW))) == ["the store cannot be used (File exists); this build goes without"]


def test_a_value_that_is_missing_is_made_again(site: MakeSite) -> None:
    root = site(GOLDEN_SITE).root
    folder = build(root, Options(NOW)).folder
    before = tree(folder)
    connection = sqlite3.connect(root / STORE_FOLDER / STORE_FILE)
    with connection:
        connection.execute("UPDATE packed SET data = x'00'")
    connection.close()
    shutil.rmtree(folder)
    build(root, Options(NOW))
    assert tree(folder) == before


def test_files_with_new_times_are_compared_by_their_bytes(site: MakeSite) -> None:
    root = site(GOLDEN_SITE).root
    folder = build(root, Options(NOW)).folder
    for path in [*folder.rglob("*.html"), *(root / "content").rglob("*.md")]:
        os.utime(path, (1, 1))
    report = build(root, Options(NOW))
    assert (report.production.rendered, report.written.written) == (0, 0)


def test_a_store_with_a_log_beside_it_as_earlier_versions_kept_one_is_taken_over(tmp_path: Path) -> None:
    Store(tmp_path).close()
    earlier = sqlite3.connect(tmp_path / STORE_FILE)
    earlier.execute("PRAGMA journal_mode = WAL")
    earlier.execute("INSERT INTO states VALUES ('a', x'01', 0)")
    earlier.commit()
    # As one that was killed leaves it.
    shutil.copytree(tmp_path, tmp_path / "left")
    earlier.close()
    assert (tmp_path / "left" / f"{STORE_FILE}-wal").stat().st_size
    store = Store(tmp_path / "left")
    store.save([(KEYS[0], pack(b"value"))])
    store.close()
    assert store.notices == []
    with sqlite3.connect(tmp_path / "left" / STORE_FILE) as connection:
        assert connection.execute("SELECT name FROM states").fetchall() == [("a",)]
    connection.close()
    assert not (tmp_path / "left" / f"{STORE_FILE}-wal").exists()


@pytest.mark.parametrize("delay", [0.05, 0.2, 0.4, 0.6, 0.8, 1.0])
def test_a_build_that_is_killed_leaves_nothing_wrong(site: MakeSite, delay: float) -> None:
    root = site(GOLDEN_SITE).root
    command = [sys.executable, "-m", "ssg", "build", "--quiet", "--now", NOW.isoformat(), "--site", str(root)]
    killed = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(delay)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    build(root, Options(NOW))
    clean = build(site(GOLDEN_SITE, "clean").root, Options(NOW))
    assert tree(root / "public") == tree(clean.folder)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="builds are forked here, which this system cannot")
def test_fifty_builds_that_are_killed_leave_nothing_wrong(site: MakeSite) -> None:
    root = site(GOLDEN_SITE).root
    killed = 0
    for seed in range(5):
        command = [sys.executable, "-m", "tests.killing", str(root), str(seed), "10"]
        said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
        killed += int(said.stdout)
        report = build(root, Options(NOW))
        assert notices(report) == []
        assert tree(report.folder) == tree(build(root, Options(NOW, output="clean", store=False)).folder)
    assert killed >= 25


def test_records_of_files_that_are_gone_are_dropped_whatever_else_changed(tmp_path: Path) -> None:
    records = {path: (KEYS[0], path.encode()) for path in "abc"}
    with closing(Store(tmp_path)) as store:
        store.save_records(records, records.keys())
        # As many as before.
        store.save_records({"d": records["a"]}, {"a", "b", "d"})
        assert store.records() == {"a": records["a"], "b": records["b"], "d": records["a"]}
        store.save_records({}, {"a"})
        assert store.records() == {"a": records["a"]}
