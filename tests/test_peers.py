"""The corpus as sites of other generators: the same articles, in the form that each of them reads."""

from __future__ import annotations

import json
import runpy
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.compare import generators
from benchmarks.corpus import AUTHORS, PICTURES, SECTIONS, Corpus
from benchmarks.peers.exporting import (
    hugo_article,
    pelican_article,
    taken_apart,
    write_hugo,
    write_pelican,
)

TEXT = """\
---
title: "A headline"
standfirst: "What it says."
date: "2026-01-02 03:04"
authors: ["Ada Example", "Bo Example"]
tags: ["5g masts", "chips"]
type: "analysis"
image: {"src": "/images/picture-3.png", "alt": "A mast.", "credit": "Cy Example"}
corrections: [{"date": "2026-01-04", "text": "It was another mast."}]
updated: "2026-01-03 04:05"
series: {"name": "The masts", "part": 2}
---
As [it](../space/other-7.md) showed.
"""
PATH = "content/articles/networks/a-headline-8.md"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus(30)


def test_an_article_for_hugo_has_everything_and_links_to_pages() -> None:
    header, body = hugo_article(taken_apart(PATH, TEXT)).split("\n\n", 1)
    assert json.loads(header) == {
        "title": "A headline",
        "description": "What it says.",
        "date": "2026-01-02T03:04:00Z",
        "lastmod": "2026-01-03T04:05:00Z",
        "authors": ["Ada Example", "Bo Example"],
        "tags": ["5g masts", "chips"],
        "archive": ["January 2026"],
        "series": ["The masts"],
        "draft": False,
        "params": {
            "kind": "analysis",
            "image": {
                "src": "/images/picture-3.png",
                "alt": "A mast.",
                "credit": "Cy Example",
                "width": 640,
                "height": 360,
            },
            "corrections": [{"date": "2026-01-04", "text": "It was another mast."}],
            "part": 2,
        },
    }
    assert body == "As [it](/space/other-7/) showed.\n"


def test_an_article_for_pelican_has_everything_and_links_to_files() -> None:
    assert pelican_article(taken_apart(PATH, TEXT)) == (
        "Title: A headline\nSlug: a-headline-8\nDate: 2026-01-02 03:04\nAuthors: Ada Example; Bo Example\n"
        "Tags: 5g masts, chips\nSummary: What it says.\nKind: analysis\n"
        "Image: /images/picture-3.png\nImage_Alt: A mast.\nImage_Credit: Cy Example\n"
        "Modified: 2026-01-03 04:05\nSeries: The masts\nSeries_Index: 2\n"
        "Correction: It was another mast.\nCorrection_Date: 2026-01-04\n\n"
        "As [it]({filename}/articles/space/other-7.md) showed.\n"
    )


def test_hugo_gets_every_file_and_settings_that_can_be_read(corpus: Corpus, tmp_path: Path) -> None:
    write_hugo(corpus, tmp_path / "site")
    articles = [
        path
        for section in SECTIONS
        for path in (tmp_path / "site/content" / section).glob("*.md")
        if path.name != "_index.md"
    ]
    assert len(articles) == 30
    assert len(list((tmp_path / "site/content/authors").glob("*/_index.md"))) == AUTHORS
    assert len(list((tmp_path / "site/static/images").iterdir())) == PICTURES
    settings = tomllib.loads((tmp_path / "site/hugo.toml").read_text("utf-8"))
    assert [entry["pageRef"] for entry in settings["menus"]["main"]] == [f"/{section}" for section in SECTIONS]
    policy = json.loads((tmp_path / "site/content/policy/_index.md").read_text("utf-8"))
    assert policy == {"title": "Policy", "weight": 2}


def test_pelican_gets_every_file_the_sections_and_the_profiles(corpus: Corpus, tmp_path: Path) -> None:
    write_pelican(corpus, tmp_path / "site")
    assert len(list((tmp_path / "site/content/articles").glob("*/*.md"))) == 30
    assert len(list((tmp_path / "site/content/images").iterdir())) == PICTURES
    known = runpy.run_path(str(tmp_path / "site/pelicanconf.py"))["JINJA_GLOBALS"]
    assert known["SECTIONS"]["policy"] == {"title": "Policy", "number": 2}
    assert len(known["PROFILES"]) == AUTHORS
    for profile in known["PROFILES"].values():
        assert profile["job"] == "Correspondent"
        assert profile["biography"].startswith(profile["description"])


def test_every_plugin_and_stylesheet_that_pelican_is_told_of_is_there(corpus: Corpus, tmp_path: Path) -> None:
    write_pelican(corpus, tmp_path / "site")
    settings = runpy.run_path(str(tmp_path / "site/pelicanconf.py"))
    assert sorted(settings["PLUGINS"]) == sorted(path.stem for path in (tmp_path / "site/plugins").glob("*.py"))
    stylesheets = {path.name for path in (tmp_path / "site/theme/static/css").iterdir()}
    assert settings["JINJA_GLOBALS"]["INTEGRITY"].keys() == stylesheets
    for path in settings["EXTRA_PATH_METADATA"]:
        assert (tmp_path / "site/content" / path).is_file()


@pytest.mark.parametrize("write", [write_hugo, write_pelican])
def test_icons_that_pages_link_to_are_there(
    corpus: Corpus, tmp_path: Path, write: Callable[[Corpus, Path], None]
) -> None:
    write(corpus, tmp_path / "site")
    written = {path.name for path in (tmp_path / "site").rglob("*") if path.is_file()}
    icons = {"favicon.ico", "icon.svg", "apple-touch-icon.png", "icon-192.png", "icon-512.png"}
    assert icons | {"site.webmanifest", "robots.txt"} <= written


def test_pelican_reads_the_cache_that_it_wrote_after_an_edit_and_none_from_nothing(tmp_path: Path) -> None:
    (pelican,) = generators(tmp_path, ["pelican"], tmp_path / "peers", jobs=1)
    assert {"CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true"} <= set(pelican.build)
    assert not any("CACHE" in word for word in pelican.build_once)
