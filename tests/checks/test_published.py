"""Rules over the built site: each finds its fault on a page, at the line it stands on, and a sound site has none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ssg.build import build
from ssg.building.options import Options
from ssg.checks.published import PUBLISHED, check_built
from ssg.cli import main
from ssg.problems import ProblemError
from tests.conftest import MakeSite
from tests.newsrooms import NOW, article, plain

SOUND = '<!doctype html>\n<html lang="en"><head><title>A</title></head>\n<body><h1 id="a">A</h1>\n{}\n</body></html>\n'

# What stands on line 4 of a page, and the rule that speaks of it.
FAULTS = {
    '<a href="/nowhere/">x</a>': "built-link",
    '<a href="nowhere.html">x</a>': "built-link",
    '<a href="../out/">x</a>': "built-link",
    '<a href="http://[">x</a>': "built-link",
    '<img src="/nowhere.png" alt="">': "built-link",
    '<link rel="stylesheet" href="/nowhere.css">': "built-link",
    '<a href="https://quay.example/nowhere/">x</a>': "built-link",
    '<a href="#nowhere">x</a>': "built-fragment",
    '<a href="/blog/b/#nowhere">x</a>': "built-fragment",
    '<p id="a">x</p>': "built-id",
    "<h1>B</h1>": "built-heading",
    '<img src="/blog/a.png">': "built-alt",
    '<script src="http://other.example/x.js"></script>': "built-insecure",
}
WELL = (
    '<a href="/blog/b/#b">x</a>',
    '<a href="b/">x</a>',
    '<a href="/blog/b">x</a>',
    '<a href="#top">x</a>',
    '<a href="#">x</a>',
    '<a href="https://other.example/nowhere/#x">x</a>',
    '<a href="mailto:jo@quay.example">x</a>',
    '<a href="https://quay.example/blog/a.png">x</a>',
    '<a href="/blog/b/#:~:text=x">x</a>',
    '<a href="/blog/caf%C3%A9/">x</a>',
    '<img src="data:image/gif;base64,R0" alt="">',
)


def folder_with(tmp_path: Path, line: str) -> Path:
    (tmp_path / "b").mkdir()
    (tmp_path / "café").mkdir()
    (tmp_path / "a.png").write_bytes(b"")
    (tmp_path / "index.html").write_text(SOUND.format(line))
    (tmp_path / "b" / "index.html").write_text(SOUND.format('<p id="b">x</p>'))
    (tmp_path / "café" / "index.html").write_text(SOUND.format(""))
    return tmp_path


@pytest.mark.parametrize("line", FAULTS)
def test_a_fault_is_found(line: str, tmp_path: Path) -> None:
    found, pages = check_built(folder_with(tmp_path, line), "https://quay.example/blog/", "public")
    assert pages == 3
    assert [(finding.rule, finding.problem.path) for finding in found] == [(FAULTS[line], "public/index.html")]
    assert found[0].problem.line in ({0} if FAULTS[line] in {"built-id", "built-heading"} else {4})


@pytest.mark.parametrize("line", WELL)
def test_what_is_well_is_left_alone(line: str, tmp_path: Path) -> None:
    found, _ = check_built(folder_with(tmp_path, line), "https://quay.example/blog/", "public")
    assert [str(finding.problem) for finding in found] == []


def test_a_page_without_title_and_language(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<html><body><h1>A</h1></body></html>")
    found, _ = check_built(tmp_path, "https://quay.example/", "public")
    assert [finding.rule for finding in found] == ["built-title", "built-language"]
    assert {*FAULTS.values(), "built-title", "built-language"} == set(PUBLISHED)


def test_there_must_be_a_built_site(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match="there is no built site in public; run ssg build first"):
        check_built(tmp_path / "public", "https://quay.example/", "public")


def test_a_built_site_of_ours_is_sound_and_a_damaged_one_is_not(site: MakeSite) -> None:
    root = site({"content/articles/news/a.md": article("A", body="## Part\n\n[x](a.md#part)")}).root
    build(root, Options(NOW))

    def built() -> list[str]:
        arguments = ["check", "--site", str(root), "--built", "--format", "json", "--now", "2026-06-01"]
        findings = json.loads(CliRunner().invoke(main, arguments).stdout)["findings"]
        return [f"{item['rule']} {item['path']}" for item in findings if item["rule"].startswith("built")]

    assert built() == []
    (root / "public/news/a/index.html").unlink()
    assert "built-link public/index.html" in built()


def test_the_plain_theme_is_held_to_the_same(site: MakeSite) -> None:
    root = site(plain({"content/articles/a.md": article("A")})).root
    found, _ = check_built(build(root, Options(NOW)).folder, "https://meridian.example/", "public")
    assert {finding.rule for finding in found} == {"built-language", "built-heading"}
