"""Pictures that are made when they are asked for: they are there after whatever was edited, and beside any problem."""

from __future__ import annotations

import re
import threading

import pytest

from ssg.preview.preview import Preview
from tests.conftest import Files, MakeSite
from tests.newsrooms import article
from tests.photographs import photograph
from tests.preview.serving import PATIENCE, Visitor, eventually, serving

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


def test_where_none_can_be_kept(site: MakeSite) -> None:
    written = site({**ILLUSTRATED, ".standfirst": "A file where the folder would be."})
    with serving(written.root) as visitor:
        assert set(pictures(visitor).values()) == {200}


def test_no_page_waits_for_pictures_that_are_made(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    may_end = threading.Event()

    def slow(_preview: Preview, *about: object) -> bytes:
        begun.append(str(about[-1]))
        assert may_end.wait(PATIENCE)
        return b"a picture"

    monkeypatch.setattr(Preview, "picture", slow)
    with serving(site(ILLUSTRATED).root) as visitor:
        (path, *_) = re.findall(r'/blog/assets/renditions/[^\s",]+', visitor.get("/blog/news/a/").text)
        statuses: list[int] = []
        # More than there are threads for pages.
        asking = [threading.Thread(target=lambda: statuses.append(visitor.get(path).status)) for _ in range(60)]
        try:
            for thread in asking:
                thread.start()
            eventually(lambda: len(begun) == 2)
            assert visitor.get("/blog/news/b/").status == 200
            assert len(begun) == 2
        finally:
            may_end.set()
            for thread in asking:
                thread.join(PATIENCE)
        assert statuses == [200] * 60
