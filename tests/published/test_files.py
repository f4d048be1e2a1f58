"""The files of the demonstration: the same in every build, with nothing in them that is withheld, and what the host is
told."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import ExifTags

from ssg.build import build
from ssg.building.options import Options
from ssg.content.reading import read
from ssg.pages.hosting import POLICY, SEARCHING_POLICY
from ssg.urls import output_path
from tests.demonstration import copy_demonstration, link_pictures
from tests.machine import REPOSITORY
from tests.photographs import opened
from tests.published.conftest import NOW, Published
from tests.published.host import Redirect, parse_headers, parse_redirects
from tests.trees import differences, tree


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the demonstration, its files made in another order than they were written in."""
    root = tmp_path / "copied"
    copy_demonstration(root)
    return root


@pytest.mark.usefixtures("kept_pictures")
def test_files_made_in_another_order_and_elsewhere_give_the_same_bytes(published: Published, copied: Path) -> None:
    report = build(copied, Options(NOW, jobs=1, store=False))
    assert differences(tree(report.folder), tree(published.folder)) == []


def test_more_processes_and_what_is_stored_give_the_same_bytes(published: Published, copied: Path) -> None:
    shown = tree(published.folder)
    # Here every picture is made anew.
    for output, jobs in (("cold", 2), ("warm", 1), ("warmer", 2)):
        report = build(copied, Options(NOW, output=output, jobs=jobs))
        assert differences(tree(report.folder), shown) == []
        assert (report.production.rendered == 0) is (output != "cold")


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_the_order_of_hashes_gives_the_same_bytes(published: Published, copied: Path, seed: str) -> None:
    link_pictures(copied)
    command = [sys.executable, "-m", "ssg", "build", "--quiet", "--now", NOW.isoformat()]
    # Another zone and language of the machine are no reason for other bytes either.
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Pacific/Auckland", "LC_ALL": "C", "LANG": "tr_TR.UTF-8"}
    subprocess.run([*command, "--site", str(copied)], env=environment, check=True)
    assert differences(tree(copied / "public"), tree(published.folder)) == []


@pytest.mark.usefixtures("kept_pictures")
def test_a_second_build_writes_nothing(published: Published, tmp_path: Path) -> None:
    folder = tmp_path / "public"
    options = Options(NOW, output=str(folder), jobs=1, store=False)
    first = build(REPOSITORY, options).written
    assert (first.unchanged, first.removed) == (0, 0)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    second = build(REPOSITORY, options).written
    assert (second.written, second.unchanged, second.removed) == (0, first.written, 0)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()} == before


def test_nothing_of_what_is_withheld_is_in_any_file(published: Published) -> None:
    content, _ = read(published.edit.snapshot, published.edit.settings)
    withheld = {item.path for item in published.edit.site.withheld}
    articles = [article for article in content.articles if article.path in withheld]
    assert len(articles) >= 3
    shown = tree(published.folder)
    for article in articles:
        # The title and slug, a sentence of the text, and the standfirst.
        paragraph = max(article.text.source.split("\n\n"), key=len)
        words = [article.title, article.slug, article.standfirst, " ".join(paragraph.split()[:6])]
        for word in filter(None, words):
            found = [path for path, data in shown.items() if word.encode() in data or word in path]
            assert found == [], f"{word!r} of {article.path}"


@pytest.mark.usefixtures("kept_pictures")
def test_a_preview_shows_them_and_asks_search_engines_to_stay_away(published: Published, tmp_path: Path) -> None:
    preview = Options(NOW, drafts=True, future=True, url="https://deploy-1.example/", index=False, jobs=1, store=False)
    report = build(REPOSITORY, replace(preview, output=str(tmp_path / "preview")))
    assert {item.reason.value for item in report.withheld} == {"expired"}
    shown = tree(report.folder)
    titles = [item.title for item in published.edit.site.withheld if item.reason.value != "expired"]
    for title in titles:
        assert any(title.encode() in data for path, data in shown.items() if path.endswith("index.html"))
    assert b"X-Robots-Tag: noindex" in shown["_headers"]
    home = published.edit.settings.url.encode()
    assert [path for path, data in shown.items() if path.endswith((".html", ".xml", ".txt")) and home in data] == []


def test_the_headers_are_those_of_a_careful_host(published: Published) -> None:
    rules = dict(parse_headers((published.folder / "_headers").read_text("utf-8")))
    everywhere = dict(rules.pop("/*"))
    assert everywhere["Content-Security-Policy"] == POLICY
    for searching in ("/search/", "/pagefind/*"):
        assert rules.pop(searching) == [("Content-Security-Policy", SEARCHING_POLICY)]
    assert everywhere["X-Content-Type-Options"] == "nosniff"
    assert everywhere["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "X-Robots-Tag" not in everywhere
    assert rules, "files with a fingerprint are kept for ever"
    for path, headers in rules.items():
        assert [file for file in published.folder.glob(path.lstrip("/")) if file.is_file()], path
        assert headers == [("Cache-Control", "public, max-age=31536000, immutable")]


def test_the_policy_allows_nothing_inline() -> None:
    directives = dict(part.split(" ", maxsplit=1) for part in POLICY.split("; "))
    assert directives["default-src"] == "'none'"
    assert "unsafe" not in POLICY
    assert "*" not in POLICY
    for name in ("script-src", "style-src"):
        assert directives[name] == "'self'"


def test_every_alias_has_its_redirect_and_its_page(published: Published) -> None:
    site = published.edit.site
    aliases = {alias: story.url for story in site.stories for alias in story.article.aliases}
    aliases |= {alias: page.url for page in site.pages for alias in page.aliases}
    redirects = parse_redirects((published.folder / "_redirects").read_text("utf-8"))
    gone = [Redirect(story.url, f"{story.url}index.html", 410) for story in site.withdrawn]
    assert gone
    assert redirects == [*(Redirect(alias, aliases[alias], 301) for alias in sorted(aliases)), *gone]
    assert redirects
    for alias, target in aliases.items():
        page = published.pages[output_path(alias if alias.endswith((".html", "/")) else f"{alias}/")]
        (refresh,) = page.xpath("//meta[@http-equiv='refresh' or @http-equiv='Refresh']/@content")
        assert refresh.lower().replace(" ", "") == f"0;url={target}"
        assert page.xpath("//link[@rel='canonical']/@href") == [published.edit.settings.url.rstrip("/") + target]
        assert page.xpath("//body//a/@href") == [target]


@pytest.mark.parametrize(
    "text",
    ["Cache-Control: x\n", "/a\n", "/a\n  No colon\n", "/a b\n  X: y\n", "/a*b\n  X: y\n", "/*\n  X: y\n  x: z\n"],
)
def test_the_parser_of_headers_refuses_what_a_host_would_misread(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_headers(text)


@pytest.mark.parametrize("text", ["/a /b\n", "a /b 301\n", "/a /b 200\n", "/a  /b 301\n", "/a /b 301\n/a /c 301\n"])
def test_the_parser_of_redirects_refuses_what_a_host_would_misread(text: str) -> None:
    with pytest.raises(ValueError, match=r"line \d"):
        parse_redirects(text)


def test_the_files_are_those_of_the_plan(published: Published) -> None:
    plan = published.edit.plan
    planned = {page.path for page in plan.pages.values()} | {file.path for file in plan.files.values()}
    planned |= {output_path(url) for url in plan.pictures}
    written = {path for path in tree(published.folder) if not path.startswith("pagefind/")}
    assert written == planned | {".standfirst.json"}


def test_a_photograph_held_sideways_is_shown_upright(published: Published) -> None:
    # It is stored lying: 1250 pixels wide, with a note that says which way is up.
    folder = "networks/aboard-the-patient-edda"
    stored = opened((REPOSITORY / "content/articles" / folder / "wheel.jpg").read_bytes())
    assert (stored.size, stored.getexif()[ExifTags.Base.Orientation]) == ((1250, 1000), 6)
    assert stored.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    (image,) = published.page(f"/{folder}/").xpath("//img[contains(@src, '/wheel-')]")
    assert (image.get("width"), image.get("height")) == ("1000", "1250")
    for name in re.findall(r"\S+(?= \d+w)", image.get("srcset")):
        rendition = opened((published.folder / name.lstrip("/")).read_bytes())
        assert rendition.width * 5 == rendition.height * 4
        assert dict(rendition.getexif()) == {}
    # The file itself stays as it was held, and tells no more than that.
    original = opened((published.folder / folder / "wheel.jpg").read_bytes())
    assert dict(original.getexif()) == {ExifTags.Base.Orientation: 6}
