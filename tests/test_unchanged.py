"""Nothing has changed: nothing is read, related or planned, and whatever does change is noticed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ssg import engine
from ssg.build import build
from ssg.building import unchanged
from ssg.building.options import Options
from ssg.building.report import Report
from ssg.output.writing import MANIFEST
from tests.conftest import MakeSite, WrittenSite
from tests.edits import EDITS
from tests.golden.site import GOLDEN_SITE
from tests.newsrooms import NOW, article, plain
from tests.trees import tree


def stood(report: Report) -> bool:
    """Tell whether a build found that nothing had changed."""
    return [phase.name for phase in report.phases] == ["scan", "compare"]


def test_a_second_build_finds_nothing_changed_and_says_the_same(site: MakeSite) -> None:
    root = site(GOLDEN_SITE).root
    first = build(root, Options(NOW))
    before = tree(first.folder)
    second = build(root, Options(NOW))
    assert stood(second)
    assert not stood(first)
    assert tree(second.folder) == before
    assert (second.written.written, second.written.removed, second.production.rendered) == (0, 0, 0)
    assert second.written.unchanged == first.written.written
    assert (second.pages, second.withheld, second.warnings) == (first.pages, first.withheld, first.warnings)
    assert second.withheld
    assert second.edit.plan.pages.keys() == first.edit.plan.pages.keys()


@pytest.mark.parametrize("name", [name for name in EDITS if name != "shadow removed"])
def test_every_edit_is_noticed(site: MakeSite, name: str) -> None:
    written = site(GOLDEN_SITE)
    build(written.root, Options(NOW))
    EDITS[name](written)
    assert not stood(build(written.root, Options(NOW)))
    assert stood(build(written.root, Options(NOW)))
    cold = build(written.root, Options(NOW, output="cold", store=False))
    assert tree(written.root / "public") == tree(cold.folder)


OPTIONS = (
    replace(Options(NOW), drafts=True),
    replace(Options(NOW), future=True),
    replace(Options(NOW), url="https://preview.example"),
    replace(Options(NOW), output="elsewhere"),
    replace(Options(NOW), index=False),
    replace(Options(NOW), strict=True),
    replace(Options(NOW), store=False),
)


@pytest.mark.parametrize("options", OPTIONS)
def test_other_options_are_another_build(site: MakeSite, options: Options) -> None:
    root = site(GOLDEN_SITE).root
    build(root, Options(NOW))
    assert not stood(build(root, options))


def test_the_number_of_jobs_is_no_matter(site: MakeSite) -> None:
    root = site(GOLDEN_SITE).root
    build(root, Options(NOW, jobs=2))
    assert stood(build(root, Options(NOW, jobs=1)))


@pytest.mark.parametrize("key", ["date", "expires"])
def test_the_clock_matters_at_the_moments_at_which_something_changes(site: MakeSite, key: str) -> None:
    moment = datetime(2026, 7, 1, tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)
    dates = {"date": "2026-07-01"} if key == "date" else {"date": "2026-01-01", "expires": "2026-07-01"}
    root = site(plain({"content/articles/a.md": article("A", **dates)})).root
    build(root, Options(NOW))
    assert stood(build(root, Options(NOW - timedelta(days=2))))
    assert stood(build(root, Options(moment - timedelta(seconds=1))))
    assert not stood(build(root, Options(moment)))
    assert stood(build(root, Options(moment + timedelta(hours=9))))
    assert not stood(build(root, Options(NOW)))


def edited(folder: Path) -> None:
    (folder / "index.html").write_text("mine")


def touched(folder: Path) -> None:
    os.utime(folder / "index.html", (1, 1))


def removed(folder: Path) -> None:
    (folder / "index.html").unlink()


def forgotten(folder: Path) -> None:
    (folder / MANIFEST).write_text('{"format": 1, "files": ["index.html"]}')


@pytest.mark.parametrize("meddle", [edited, touched, removed, forgotten])
def test_a_folder_that_somebody_touched_is_written_again(site: MakeSite, meddle: Callable[[Path], None]) -> None:
    root = site(GOLDEN_SITE).root
    folder = build(root, Options(NOW)).folder
    before = tree(folder)
    meddle(folder)
    assert not stood(build(root, Options(NOW)))
    assert tree(folder) == before
    assert stood(build(root, Options(NOW)))


@pytest.mark.parametrize("name", ["own_code", "libraries", "themes"])
def test_another_version_builds_again(site: MakeSite, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    root = site(GOLDEN_SITE).root
    build(root, Options(NOW))
    monkeypatch.setattr(unchanged, name, lambda: b"other")
    assert not stood(build(root, Options(NOW)))


def test_our_own_code_is_known_by_its_bytes_and_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(engine, "_PACKAGE", tmp_path)
    digests = set()
    for name, text in (("a.py", "one"), ("a.py", "two"), ("b.py", "two"), ("sub/c.py", "")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
        digests.add(engine.own_code.__wrapped__())
    assert len(digests) == 4


def test_a_problem_is_said_again_in_every_build(site: MakeSite) -> None:
    written: WrittenSite = site(plain({"content/articles/a.md": article("A")}, 'sections = ["none"]\n'))
    first, second = build(written.root, Options(NOW)), build(written.root, Options(NOW))
    assert stood(second)
    assert [str(problem) for problem in first.warnings] == [str(problem) for problem in second.warnings] != []


def test_nothing_heavy_is_imported_to_find_out(site: MakeSite) -> None:
    root = site(GOLDEN_SITE).root
    build(root, Options(NOW))
    program = (
        "import sys; from ssg.cli import main\n"
        f"main(['build', '--site', {str(root)!r}, '--now', '{NOW.isoformat()}'], standalone_mode=False)\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    heavy = {"numpy", "jinja2", "markdown", "PIL", "babel", "yaml", "rich", "pygments", "multiprocessing", "nh3"}
    assert said.splitlines()[1].split()[0] == "compare"
    assert heavy.isdisjoint(said.splitlines()[-1].split())
