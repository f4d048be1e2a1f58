"""Exactly the pages that show what was edited are rendered, and exactly the texts that changed are converted."""

from __future__ import annotations

import pytest

from ssg.build import build
from ssg.building.options import Options
from tests.conftest import MakeSite, WrittenSite
from tests.edits import Edit, edit, remove
from tests.newsrooms import NOW, article, author, plain

A, B = "content/articles/news/a.md", "content/articles/news/b.md"
FILES = plain(
    {
        A: article("Alpha", "2026-03-03", "Text of A.", authors="[ana]", tags="[masts]", standfirst="First"),
        B: article("Beta", "2026-03-02", "Text of B.", authors="[ana]", tags="[wires]"),
        "content/articles/policy/c.md": article("Gamma", "2026-02-01", "Text of C.", authors="[bo]", tags="[masts]"),
        "content/authors/ana.md": author("Ana"),
        "content/authors/bo.md": author("Bo", bio=""),
        "content/tags/masts.md": "---\ntitle: Masts\n---\nAn intro.\n",
        "content/pages/about.md": "---\ntitle: About\n---\nUs.\n",
    },
    "[related]\ncount = 0\n",
)
SHOWING_A = {"/", "/news/", "/tags/masts/", "/archive/2026/03/", "/authors/ana/", "/404.html"}
"""The pages with the card of A."""
BY_ANA = {"/news/a/", "/news/b/", "/", "/news/", "/tags/masts/", "/tags/wires/", "/archive/2026/03/"}
INDEXES = {"/tags/", "/authors/", "/archive/"}
OTHERS = {"/policy/", "/policy/c/", "/archive/2026/02/", "/authors/bo/", "/about/", "/corrections/"}
EVERY_PAGE = SHOWING_A | BY_ANA | INDEXES | OTHERS

CASES: dict[str, tuple[Edit, set[str], int]] = {
    "nothing": (lambda _: None, set(), 0),
    "a text": (lambda site: edit(site, A, "Text of A", "Words of A"), {"/news/a/"}, 1),
    "a standfirst": (lambda site: edit(site, A, "First", "Second"), {"/news/a/", *SHOWING_A}, 0),
    "a headline": (lambda site: edit(site, A, "Alpha", "Omega"), {"/news/a/", "/news/b/", *SHOWING_A}, 0),
    "a tag's intro": (lambda site: edit(site, "content/tags/masts.md", "An intro", "The intro"), {"/tags/masts/"}, 1),
    "a tag's title": (
        lambda site: edit(site, "content/tags/masts.md", "Masts", "Towers"),
        {"/tags/masts/", "/tags/", "/news/a/", "/policy/c/"},
        0,
    ),
    "a person's name": (
        lambda site: edit(site, "content/authors/ana.md", "Ana", "Ann"),
        {*BY_ANA, "/authors/ana/", "/authors/", "/404.html"},
        0,
    ),
    "a biography": (
        lambda site: edit(site, "content/authors/ana.md", "Bio.", "Life."),
        {"/news/a/", "/news/b/", "/authors/ana/", "/authors/"},
        1,
    ),
    "a page": (lambda site: edit(site, "content/pages/about.md", "Us.", "We."), {"/about/"}, 1),
    "a template": (
        lambda site: edit(site, "themes/plain/layouts/article.html", "<h1>", "<h1 class='t'>"),
        {"/news/a/", "/news/b/", "/policy/c/"},
        0,
    ),
    "the frame": (lambda site: edit(site, "themes/plain/layouts/frame.html", "<title>", "<title>T"), EVERY_PAGE, 0),
    "a word": (
        lambda site: edit(site, "themes/plain/i18n/en.toml", '"Tags"', '"Topics"'),
        {"/tags/", "/tags/masts/", "/tags/wires/"},
        0,
    ),
    "an article removed": (
        lambda site: remove(site, "content/articles/policy/c.md"),
        {"/", "/tags/masts/", "/authors/bo/", "/404.html", *INDEXES},
        0,
    ),
    "a file": (lambda site: site.write({"content/files/x.txt": b"x"}), set(), 0),
}


@pytest.mark.parametrize("name", CASES)
def test_an_edit_renders_what_shows_it(site: MakeSite, name: str) -> None:
    change, expected, converted = CASES[name]
    written: WrittenSite = site(FILES)
    build(written.root, Options(NOW))
    change(written)
    report = build(written.root, Options(NOW))
    made = {url for url in report.production.seconds if url.endswith(("/", ".html"))}
    assert made == expected
    assert report.production.converted == converted
    again = build(written.root, Options(NOW))
    assert (again.production.rendered, again.production.converted, again.written.written) == (0, 0, 0)
