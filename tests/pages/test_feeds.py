"""Which feeds there are, and what the settings make of them."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import feedparser
import pytest
from PIL import Image

from ssg.build import build
from ssg.building.edit import Edit
from ssg.building.options import Options
from ssg.output.rendering import Renderer
from tests.conftest import SITE_TOML, MakeSite
from tests.newsrooms import NOW, article, author, plain, prepared
from tests.photographs import photograph

FILES = {
    "content/authors/ana.md": author("Ana"),
    "content/articles/news/a.md": article(
        "A", body="The *whole* text.", author="ana", tags="[t]", series="{name: s}", standfirst="In short."
    ),
    "content/articles/news/b.md": article("B", "2026-03-02", "Only a text. It goes on.", author="ana"),
}


def feeds(edit: Edit) -> set[str]:
    """Return the URLs of all feeds."""
    return {url for url in edit.plan.pages if url.endswith(("feed.xml", "atom.xml", "feed.json"))}


def made(edit: Edit, url: str) -> bytes:
    """Return the bytes of the page at a URL."""
    return Renderer(edit.theme, edit.settings).render(edit.plan.pages[url])


def test_the_site_and_its_sections_have_every_format_and_the_rest_has_rss(site: MakeSite) -> None:
    edit = prepared(site(plain(FILES)).root)
    assert feeds(edit) == {
        *("/feed.xml", "/atom.xml", "/feed.json"),
        *("/news/feed.xml", "/news/atom.xml", "/news/feed.json"),
        *("/tags/t/feed.xml", "/series/s/feed.xml", "/authors/ana/feed.xml"),
    }


def test_the_settings_choose_formats_and_pages_offer_what_there_is(site: MakeSite) -> None:
    settings = '[feeds]\nsite = "json"\nsections = []\ntags = ["atom", "rss", "rss"]\nseries = []\nauthors = "atom"\n'
    edit = prepared(site(plain(FILES, settings)).root)
    assert feeds(edit) == {"/feed.json", "/tags/t/feed.xml", "/tags/t/atom.xml", "/authors/ana/atom.xml"}
    offered = {
        url: tuple(feed.url for feed in getattr(page.view.page, "feeds", ()))
        for url, page in edit.plan.pages.items()
        if url in {"/", "/news/", "/news/a/", "/tags/t/", "/series/s/", "/authors/ana/"}
    }
    assert offered == {
        "/": ("/feed.json",),
        "/news/": (),
        "/news/a/": (),
        "/tags/t/": ("/tags/t/feed.xml", "/tags/t/atom.xml"),
        "/series/s/": (),
        "/authors/ana/": ("/authors/ana/atom.xml",),
    }
    profile = getattr(edit.plan.pages["/authors/ana/"].view.page, "profile", None)
    assert profile is not None
    assert profile.feed == "/authors/ana/atom.xml"
    site_view = edit.plan.pages["/404.html"].view.site
    assert site_view is not None
    assert [site_view.pages[name] for name in ("rss", "atom", "json")] == ["", "", "/feed.json"]


@pytest.mark.parametrize("file", ["/feed.xml", "/atom.xml"])
def test_feeds_of_summaries_have_the_standfirst_or_the_beginning_and_no_text(site: MakeSite, file: str) -> None:
    edit = prepared(site(plain(FILES, '[feeds]\ntext = "summary"\n')).root)
    assert edit.plan.pages[file].bodies == ()
    parsed = feedparser.parse(made(edit, file))
    assert not parsed.bozo
    assert [entry.summary for entry in parsed.entries] == ["Only a text. It goes on.", "In short."]
    assert b"whole" not in made(edit, file)
    items = json.loads(made(edit, "/feed.json"))["items"]
    assert [item["content_text"] for item in items] == ["Only a text. It goes on.", "In short."]


def test_feeds_name_the_hub(site: MakeSite) -> None:
    edit = prepared(site(plain(FILES, '[feeds]\nhub = "https://hub.example/"\n')).root)
    for file in ("/feed.xml", "/atom.xml"):
        links = feedparser.parse(made(edit, file)).feed.links
        assert [link.href for link in links if link.rel == "hub"] == ["https://hub.example/"]


def test_ids_stay_when_an_article_gets_another_address(site: MakeSite) -> None:
    ids = []
    for name, path in (("one", "news/a.md"), ("two", "other/b.md")):
        files = plain({f"content/articles/{path}": article("A", id="stable-7")})
        parsed = feedparser.parse(made(prepared(site(files, name).root), "/feed.xml"))
        ids += [entry.id for entry in parsed.entries]
    assert ids == ["https://meridian.example/#stable-7"] * 2


def test_a_new_article_touches_its_own_feeds_only(site: MakeSite) -> None:
    written = site(plain({**FILES, "content/articles/other/c.md": article("C", "2026-01-01", tags="[u]")}))

    def keys() -> dict[str, bytes]:
        edit = prepared(written.root)
        return {url: edit.plan.pages[url].key for url in feeds(edit)}

    before = keys()
    written.write({"content/articles/other/d.md": article("D", "2026-04-01", tags="[u]")})
    after = keys()
    assert {url for url in after if after[url] != before.get(url)} == {
        *("/feed.xml", "/atom.xml", "/feed.json"),
        *("/other/feed.xml", "/other/atom.xml", "/other/feed.json"),
        "/tags/u/feed.xml",
    }


SAID = {
    "content/articles/paid.md": article("Buy", "2026-02-01", "See [them](https://acme.example/).", sponsor="Acme"),
    "content/articles/gone.md": article(
        "Gone", "2026-02-02 08:00", corrections="[{date: 2026-02-02 10:30, text: All wrong., kind: retraction}]"
    ),
    "content/articles/plain.md": article("Plain", "2026-02-03"),
}


@pytest.mark.parametrize("file", ["/feed.xml", "/atom.xml", "/feed.json"])
def test_what_was_paid_for_or_retracted_says_so_in_every_format(site: MakeSite, file: str) -> None:
    settings = SITE_TOML + '[feeds]\nsite = ["rss", "atom", "json"]\n'
    folder = build(site({"site.toml": settings, **SAID}).root, Options(NOW)).folder
    if file.endswith("json"):
        items = json.loads((folder / file[1:]).read_text())["items"]
        told = {
            item["title"]: (item["summary"], item["content_html"], item.get("tags", []))
            for item in items
            if "summary" in item
        }
    else:
        entries = feedparser.parse((folder / file[1:]).read_bytes()).entries
        told = {
            entry.title: (entry.summary, entry.content[0].value, [tag.term for tag in entry.get("tags", ())])
            for entry in entries
            if entry.title != "Plain"
        }
    assert {title: (summary, tags) for title, (summary, _, tags) in told.items()} == {
        "Buy": ("Sponsored by Acme.", ["Sponsored"]),
        "Gone": ("This article has been retracted.", []),
    }
    assert told["Buy"][1].startswith("<p><strong>Sponsored by Acme</strong></p>")
    assert 'rel="sponsored"' in told["Buy"][1]
    assert told["Gone"][1].startswith("<p><strong>This article has been retracted.</strong></p>")


def test_a_correction_is_a_change_for_every_machine(site: MakeSite) -> None:
    folder = build(site({"site.toml": SITE_TOML, **SAID}).root, Options(NOW)).folder
    moment = "2026-02-02T10:30:00+00:00"
    assert f"<updated>{moment}</updated>" in (folder / "atom.xml").read_text()
    assert f"<lastmod>{moment}</lastmod>" in (folder / "sitemaps/2026-02.xml").read_text()
    page = (folder / "gone/index.html").read_text()
    assert f'"dateModified":"{moment}"' in page
    assert f'<meta property="article:modified_time" content="{moment}">' in page
    # Whoever sees a card of it is told.
    assert '<p class="kicker">Retraction</p>' in (folder / "index.html").read_text()


def test_programs_of_others_get_a_picture_of_a_size_that_is_shown(site: MakeSite) -> None:
    files: dict[str, str | bytes] = {
        "site.toml": SITE_TOML,
        "content/articles/a.md": article("A", image="{src: /a.jpg, alt: A}"),
        "content/a.jpg": photograph(2000, 1000),
    }
    folder = build(site(files).root, Options(NOW)).folder
    (entry,) = feedparser.parse((folder / "feed.xml").read_bytes()).entries
    (media,) = entry.media_content
    with Image.open(folder / urlsplit(media["url"]).path[1:]) as picture:
        assert picture.size == (int(media["width"]), int(media["height"])) == (1440, 720)
    assert f"<image:loc>{media['url']}</image:loc>" in (folder / "sitemaps/2026-03.xml").read_text()
