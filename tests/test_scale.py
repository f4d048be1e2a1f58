"""A thousand articles: the corpus is what it says it is, and a build of it is whole."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

import pytest

from benchmarks.build import measure, table
from benchmarks.corpus import AUTHORS, SECTIONS, Corpus, write

ARTICLES = 1000


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    root = tmp_path / "newsroom"
    write(Corpus(ARTICLES), root)
    return root


def test_a_thousand_articles_are_built(newsroom: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = Corpus(ARTICLES)
    measured = measure(newsroom)
    assert [phase.name for phase in measured.phases] == [
        *("scan", "index", "theme", "read", "relate", "plan", "images", "render", "write")
    ]
    assert {phase.name: phase.count for phase in measured.phases}["relate"] == corpus.published == ARTICLES - 5
    for number in range(ARTICLES):
        opening = corpus.opening(number)
        page = newsroom / "public" / opening.topic.section / opening.slug / "index.html"
        assert page.is_file() is not opening.is_draft
    with capsys.disabled():
        # To standard error, since what a worker of xdist says on standard output is lost.
        sys.stderr.write(f"\n{table('1,000 articles', measured)}\n")


def test_a_corpus_is_the_same_in_every_run_and_grows_at_its_end() -> None:
    small, large = dict(Corpus(50).files()), dict(Corpus(70).files())
    assert small == dict(Corpus(50).files())
    assert small.items() <= large.items()
    assert len(large) - len(small) == 20
    assert small != dict(Corpus(50, seed=2).files())


def test_a_corpus_has_the_shape_that_it_promises() -> None:
    files = dict(Corpus(300).files())
    articles = [data.decode() for path, data in files.items() if path.startswith("content/articles/")]
    assert len(articles) == 300
    assert 400 < statistics.mean(len(text.split()) for text in articles) < 500
    assert 0.6 < sum("\nimage: " in text for text in articles) / 300 < 0.8
    assert sum(path.startswith("content/authors/") for path in files) == AUTHORS == 30
    assert {path.split("/")[2] for path in files if path.startswith("content/articles/")} == set(SECTIONS)
