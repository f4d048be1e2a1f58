"""Pictures that are made when they are asked for: they are there after whatever was edited, and beside any problem."""

from __future__ import annotations

import re

from tests.conftest import Files, MakeSite
from tests.newsrooms import article
from tests.photographs import photograph
from tests.preview.serving import Visitor, eventually, serving

SHIP = "{src: /images/ship.jpg, alt: A ship}"
ILLUSTRATED: Files = {
    "site.toml": 'title = "The Meridian"\nurl = "https://meridian.example/blog/"\n',
    "content/images/ship.jpg": photograph(480, 320),
    "content/articles/news/a.md": article("A", image=SHIP),
    "content/articles/news/b.md": article("B"),
}


def pictures(visitor: Visitor) -> dict[str, int]:
    """Return the status of the favicon and of each rendition on an article's page."""
    found = re.findall(r'/blog/assets/renditions/[^\s",]+', visitor.get("/blog/news/a/").text)
    assert found
    return {path: visitor.get(path).status for path in ("/blog/favicon.ico", *found)}


def is_shown(visitor: Visitor, path: str, text: str) -> None:
    """Wait until a page has a text and nothing is left to be read anew."""
    eventually(lambda: text in visitor.get(path).text and visitor.preview.is_settled)


def test_after_an_edit(site: MakeSite) -> None:
    written = site(ILLUSTRATED)
    with serving(written.root) as visitor:
        made = pictures(visitor)
        assert set(made.values()) == {200}
        written.write({"content/articles/news/b.md": article("B", body="Another text.")})
        is_shown(visitor, "/blog/news/b/", "Another text.")
        assert pictures(visitor) == made
        written.write({"content/articles/news/c.md": article("C")})
        is_shown(visitor, "/blog/news/c/", "Text.")
        assert pictures(visitor) == made


def test_beside_a_broken_link_that_was_there_at_the_start(site: MakeSite) -> None:
    written = site({**ILLUSTRATED, "content/articles/news/b.md": article("B", body="[Gone](none.md)")})
    with serving(written.root) as visitor:
        eventually(lambda: "none.md" in visitor.get("/_standfirst/problems").text)
        assert set(pictures(visitor).values()) == {200}
