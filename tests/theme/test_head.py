"""What the head of Broadsheet's pages says to programs, for articles with everything, with nothing, with odd titles."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from lxml import html

from ssg.building.edit import Edit
from ssg.output.rendering import Renderer
from tests.conftest import MakeSite
from tests.newsrooms import article, author, prepared

SITE = """\
title = "The <Meridian> & Co"
url = "https://meridian.example/paper"
language = "en-GB"
page_size = 2
"""


def head(edit: Edit, url: str) -> html.HtmlElement:
    """Return the parsed head of the page at a path URL."""
    data = Renderer(edit.theme, edit.settings).render(edit.plan.pages[url])
    return html.document_fromstring(data).find("head")


def metas(found: html.HtmlElement) -> dict[str, list[str]]:
    """Return the contents of meta elements by their names or properties."""
    said: dict[str, list[str]] = {}
    for meta in found.iter("meta"):
        said.setdefault(meta.get("name") or meta.get("property") or "", []).append(meta.get("content") or "")
    return said


def article_in(found: html.HtmlElement) -> Mapping[str, Any]:
    """Return what the page says of its article in JSON-LD."""
    (script,) = found.xpath("script[@type='application/ld+json']")
    thing: dict[str, Any] = json.loads(script.text)["@graph"][0]
    return thing


def test_an_article_with_everything(site: MakeSite) -> None:
    files = {
        "site.toml": SITE,
        "content/authors/ana.md": author("Ana Ruiz"),
        "content/authors/bo.md": author("Bo Lind"),
        "content/articles/policy/a.md": article(
            "A",
            "2026-03-01 09:30",
            standfirst="In short.",
            authors="[ana, bo]",
            tags="[5G, Masts]",
            updated="2026-03-02 10:00",
            image="{src: https://x.example/m.jpg, alt: A mast}",
        ),
    }
    said = metas(head(prepared(site(files).root), "/policy/a/"))
    kinds = ("article:", "og:", "twitter:", "author", "robots")
    assert {name: said[name] for name in said if name.startswith(kinds)} == {
        "author": ["Ana Ruiz", "Bo Lind"],
        "robots": ["max-image-preview:large"],
        "og:site_name": ["The <Meridian> & Co"],
        "og:locale": ["en_GB"],
        "og:title": ["A"],
        "og:description": ["In short."],
        "og:url": ["https://meridian.example/paper/policy/a/"],
        "og:image": ["https://x.example/m.jpg"],
        "og:image:alt": ["A mast"],
        "og:type": ["article"],
        "twitter:card": ["summary_large_image"],
        "article:author": [
            "https://meridian.example/paper/authors/ana/",
            "https://meridian.example/paper/authors/bo/",
        ],
        "article:published_time": ["2026-03-01T09:30:00+00:00"],
        "article:modified_time": ["2026-03-02T10:00:00+00:00"],
        "article:section": ["Policy"],
        "article:tag": ["5G", "Masts"],
    }


def test_an_article_with_nothing(site: MakeSite) -> None:
    files = {"site.toml": SITE, "content/articles/a.md": article("A", body="")}
    found = head(prepared(site(files).root), "/a/")
    said = metas(found)
    assert not {"author", "article:author", "article:section", "article:tag", "article:modified_time"} & said.keys()
    assert article_in(found)["author"][0]["@type"] == "NewsMediaOrganization"


TITLES = [
    '</title></script><script>alert("1")</script>',
    "<!-- & --> \"quoted\" 'and' `ticked`",
    "عنوان «بالعربية» في 2026",
    "\U0001f469\U0001f3fd\u200d\U0001f680 at ½ ℃",
    " ".join(["word"] * 60),
]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_stays_what_it_is_wherever_it_stands(site: MakeSite, title: str) -> None:
    quoted = json.dumps(title, ensure_ascii=False)
    files = {"site.toml": SITE, "content/articles/a.md": article(quoted, slug="a", kicker=quoted)}
    found = head(prepared(site(files).root), "/a/")
    assert found.findtext("title") == f"{title} – The <Meridian> & Co"
    assert metas(found)["og:title"] == [title]
    assert article_in(found)["headline"] == title
    assert [script.get("type") for script in found.iter("script")] == ["application/ld+json"]


def test_listings_name_their_newer_and_older_pages(site: MakeSite) -> None:
    files = {
        f"content/articles/news/{n}.md": article(f"Article {n}", f"2026-03-0{n}", slug=f"a{n}") for n in range(1, 8)
    }
    edit = prepared(site({"site.toml": SITE, **files}).root)

    def around(url: str) -> dict[str, str]:
        links = head(edit, url).xpath("link[@rel='prev' or @rel='next']")
        return {link.get("rel"): link.get("href") for link in links}

    assert around("/news/") == {"next": "/paper/news/page/2/"}
    assert around("/news/page/2/") == {"prev": "/paper/news/", "next": "/paper/news/page/1/"}
    assert around("/news/page/1/") == {"prev": "/paper/news/page/2/"}


def test_a_preview_asks_not_to_be_listed_and_nothing_else(site: MakeSite) -> None:
    files = {"site.toml": SITE, "content/articles/a.md": article("A")}
    edit = prepared(site(files).root, index=False)
    for url in ("/", "/a/", "/tags/"):
        assert metas(head(edit, url))["robots"] == ["noindex"]


def test_the_colour_of_the_frame_is_that_of_the_paper(site: MakeSite) -> None:
    edit = prepared(site({"site.toml": SITE, "content/articles/a.md": article("A")}).root)
    paper = re.findall(r"--paper:(#\w+)", edit.theme.contents["base.css"].decode())
    assert metas(head(edit, "/"))["theme-color"] == paper[:2]
