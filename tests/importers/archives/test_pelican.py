"""Pelican sites: metadata above Markdown, reStructuredText and HTML, settings that are read and never run."""

from __future__ import annotations

import pytest

from tests.conftest import Files, MakeSite, WrittenSite
from tests.importers.archives.moving import PNG, body, built, head, move, new_site, notes

SETTINGS = """
import os
SITEURL = "https://old.example"
AUTHOR = "Tove Lindqvall"
DEFAULT_CATEGORY = "news"
ARTICLE_URL = "{date:%Y}/{slug}/"
os.remove("/nowhere")
"""
MARKDOWN = "Title: A mast\nDate: 2020-01-02 09:30\nCategory: Networks\nTags: wind, sea\nAuthors: Ode Meer, Edda Wren\n"


def pelican(site: MakeSite, files: Files) -> WrittenSite:
    archive = site({"pelicanconf.py": SETTINGS, **files}, "pelican").delete("site.toml")
    there = new_site(site)
    move(there, archive.root)
    return there


HEAD = (
    "title: A mast\nstandfirst: It held.\ndate: 2020-01-02 09:30:00\nauthors:\n  - Ode Meer\n  - Edda Wren\n"
    "tags:\n  - wind\n  - sea\nsection: Networks\naliases:\n  - /2020/a-mast/"
)


RESTRUCTURED = """\
A mast
######

:date: 2020-01-02 09:30
:category: Networks
:tags: wind, sea
:authors: Ode Meer, Edda Wren
:summary: It held.

It **holds**.
"""
HTML = """\
<html><head><title>A mast</title><meta name="date" content="2020-01-02 09:30"><meta name="category" content="Networks">
<meta name="tags" content="wind, sea"><meta name="authors" content="Ode Meer, Edda Wren">
<meta name="summary" content="It held."></head><body>It <b>holds</b>.</body></html>
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.md", f"{MARKDOWN}Summary: It held.\n\nIt **holds**.\n"), ("a.rst", RESTRUCTURED), ("a.html", HTML)],
)
def test_three_kinds_of_source_say_the_same(site: MakeSite, name: str, text: str) -> None:
    there = pelican(site, {f"content/{name}": text})
    assert head(there, "content/articles/networks/a-mast.md") == HEAD
    assert body(there, "content/articles/networks/a-mast.md") == "It **holds**."
    built(there)


def test_links_of_pelican_lead_to_files(site: MakeSite) -> None:
    there = pelican(
        site,
        {
            "content/a.md": MARKDOWN + "\n[b]({filename}posts/b.md#x) ![p]({static}/images/p.png) [t]({tag}Wind)\n",
            "content/posts/b.md": "Title: B\nDate: 2021-02-03\n\n[a](|filename|../a.md)\n",
            "content/images/p.png": PNG,
        },
    )
    assert body(there, "content/articles/networks/a-mast.md") == (
        "[b](articles/posts/b.md#x) ![p](/images/p.png) [t](/tags/wind/)"
    )
    assert body(there, "content/articles/posts/b.md") == "[a](articles/networks/a-mast.md)"
    built(there)


def test_states_languages_and_pages(site: MakeSite) -> None:
    there = pelican(
        site,
        {
            "content/d.md": f"{MARKDOWN}Slug: d\nStatus: draft\n\nNot yet\n",
            "content/h.md": f"{MARKDOWN}Slug: h\nStatus: hidden\n\nHidden\n",
            "content/s.md": f"{MARKDOWN}Slug: s\nStatus: skip\n\nSkipped\n",
            "content/f.md": f"{MARKDOWN}Slug: f\nLang: fr\n\nFrançais\n",
            "content/pages/about.md": "Title: About\n\nWe.\n",
            "content/notes.md": "# no metadata\n",
        },
    )
    files = sorted(path.relative_to(there.root).as_posix() for path in (there.root / "content").rglob("*.md"))
    assert [name for name in files if "authors" not in name] == [
        "content/articles/networks/d.md",
        "content/articles/networks/f-fr.md",
        "content/articles/networks/h.md",
        "content/pages/pages/about.md",
    ]
    assert "draft: true" in head(there, "content/articles/networks/h.md")
    assert {what for what, _, _ in notes(there) if what.startswith("lost")} == {
        "lost: text without metadata",
        "lost: text that Pelican skips",
        "lost: hidden article, kept as a draft",
    }
    built(there)


def test_restructured_text_with_what_it_can_have(site: MakeSite) -> None:
    source = """
        A mast
        ######

        :date: 2020-01-02

        Part one
        ========

        It `holds <https://x.example>`_ [1]_ and ``more``.

        .. code-block:: python

            print("x")

        .. image:: {static}/p.png
            :alt: A mast

        - one
        - two

        .. include:: /etc/passwd

        .. [1] The note.
        """
    there = pelican(site, {"content/a.rst": source, "content/p.png": PNG})
    assert body(there, "content/articles/news/a-mast.md") == (
        '## Part one\n\nIt [holds](https://x.example)[^1] and `more`.\n\n```python\nprint("x")\n```\n\n'
        "![A mast](/p.png)\n\n- one\n- two\n\n[^1]: The note."
    )
    built(there)
