"""The corpus as sites of other generators: the same articles, in the form that each of them reads."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

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
        "series": ["The masts"],
        "draft": False,
        "params": {"kind": "analysis", "updated": "2026-01-03T04:05:00Z", "part": 2},
    }
    assert body == "As [it](/space/other-7/) showed.\n"


def test_an_article_for_pelican_has_everything_and_links_to_files() -> None:
    assert pelican_article(taken_apart(PATH, TEXT)) == (
        "Title: A headline\nSlug: a-headline-8\nDate: 2026-01-02 03:04\nAuthors: Ada Example; Bo Example\n"
        "Tags: 5g masts, chips\nDescription: What it says.\nKind: analysis\nModified: 2026-01-03 04:05\n\n"
        "As [it]({filename}/articles/space/other-7.md) showed.\n"
    )


def test_hugo_gets_every_file_and_settings_that_can_be_read(corpus: Corpus, tmp_path: Path) -> None:
    write_hugo(corpus, tmp_path / "site")
    articles = [path for section in SECTIONS for path in (tmp_path / "site/content" / section).glob("*.md")]
    assert len(articles) == 30
    assert len(list((tmp_path / "site/content/authors").glob("*/_index.md"))) == AUTHORS
    assert len(list((tmp_path / "site/static/images").iterdir())) == PICTURES
    assert tomllib.loads((tmp_path / "site/hugo.toml").read_text("utf-8"))["params"]["sections"] == list(SECTIONS)


def test_pelican_gets_every_file_and_the_biographies(corpus: Corpus, tmp_path: Path) -> None:
    write_pelican(corpus, tmp_path / "site")
    assert len(list((tmp_path / "site/content/articles").glob("*/*.md"))) == 30
    assert len(list((tmp_path / "site/content/images").iterdir())) == PICTURES
    settings: dict[str, dict[str, str]] = {}
    exec((tmp_path / "site/pelicanconf.py").read_text("utf-8"), settings)  # noqa: S102  # settings of ours
    assert len(settings["BIOGRAPHIES"]) == AUTHORS
