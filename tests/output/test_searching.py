"""Search without a server: what is indexed, when the index is made, and what a site without Pagefind is told."""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.building.report import Report
from ssg.output import searching
from ssg.problems import ProblemError
from tests.conftest import MakeSite
from tests.newsrooms import NOW, article
from tests.published.host import parse_headers
from tests.trees import tree

SITE = {
    "site.toml": 'title = "A"\nurl = "https://a.example"\nlanguage = "en-GB"\n[search]\nenabled = true\n',
    "content/articles/n/mast.md": article("The mast", body="It fell at noon.", tags="[a, b, c, d, e, f, g, h]"),
    "content/articles/p/cable.md": article("The cable", body="It was cut.", tags="[i, j, k]"),
    "content/articles/n/quiet.md": article("Quiet", noindex="true"),
    "content/articles/n/draft.md": article("Not yet", draft="true"),
    "content/pages/about.md": "---\ntitle: About\n---\nWho we are.\n",
}


def searched(report: Report) -> int:
    """Return how many pages were indexed anew."""
    return next((phase.count for phase in report.phases if phase.name == "search"), 0)


def index_files(folder: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(folder).items() if path.startswith("pagefind/")}


def test_articles_and_pages_are_indexed_and_nothing_that_is_withheld_or_asks_to_be_left_out(site: MakeSite) -> None:
    report = build(site(SITE).root, Options(NOW))
    files = index_files(report.folder)
    entry = json.loads(files["pagefind/pagefind-entry.json"])
    assert {language: found["page_count"] for language, found in entry["languages"].items()} == {"en": 3}
    assert "pagefind/pagefind.js" in files
    # Pagefind's own interface stays at home.
    assert [path for path in files if path.endswith(".css") or "ui" in Path(path).stem] == []


def test_the_index_is_made_again_only_when_a_page_has_changed(site: MakeSite) -> None:
    written = site(SITE)
    first = build(written.root, Options(NOW))
    before = index_files(first.folder)
    assert searched(first) == 3
    second = build(written.root, Options(NOW))
    assert (searched(second), second.written.written) == (0, 0)
    written.write({"content/articles/n/mast.md": article("The mast", body="It fell at midnight.")})
    third = build(written.root, Options(NOW))
    assert searched(third) == 3
    assert index_files(third.folder).keys() != before.keys()
    # What only the old index had is gone.
    manifest = json.loads((third.folder / ".standfirst.json").read_text())["files"]
    assert sorted(index_files(third.folder)) == sorted(path for path in manifest if path.startswith("pagefind/"))


def test_two_builds_make_the_same_index(site: MakeSite) -> None:
    one, two = (build(site(SITE, name).root, Options(NOW, jobs=jobs)) for name, jobs in (("one", 1), ("two", 2)))
    assert index_files(one.folder) == index_files(two.folder)


def test_a_site_without_search_has_no_page_no_index_and_the_stricter_policy(site: MakeSite) -> None:
    written = site(SITE)
    build(written.root, Options(NOW))
    written.write({"site.toml": SITE["site.toml"].replace("true", "false")})
    report = build(written.root, Options(NOW))
    assert index_files(report.folder) == {}
    assert not (report.folder / "search").exists()
    assert "wasm" not in (report.folder / "_headers").read_text()
    shown = (report.folder / "n/mast/index.html").read_text()
    assert "pagefind" not in shown
    assert [phase.name for phase in report.phases if phase.name == "search"] == []


def test_only_the_search_page_may_run_webassembly(site: MakeSite) -> None:
    folder = build(site(SITE).root, Options(NOW)).folder
    rules = dict(parse_headers((folder / "_headers").read_text()))
    allowed = [path for path, headers in rules.items() if "wasm-unsafe-eval" in str(headers)]
    # The later of two rules for one page holds.
    assert allowed == ["/search/", "/pagefind/*"]
    assert list(rules).index("/*") == 0


def test_a_missing_pagefind_is_a_warning_with_what_to_install(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(searching, "version", nowhere)
    report = build(site(SITE).root, Options(NOW))
    assert "\n".join(map(str, report.warnings)) == (
        "search is on, but Pagefind is not installed: the search page leads to the archive; "
        "pip install 'standfirst[search]', or take [search] out of site.toml"
    )
    assert index_files(report.folder) == {}
    assert (report.folder / "search/index.html").is_file()
    with pytest.raises(ProblemError, match="Pagefind is not installed"):
        build(site(SITE, "strict").root, Options(NOW, strict=True))
