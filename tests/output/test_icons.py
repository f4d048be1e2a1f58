"""Icons and the web manifest: from the theme's picture, or from the site's own."""

from __future__ import annotations

import json

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.problems import ProblemError
from tests.conftest import MakeSite, WrittenSite
from tests.newsrooms import NOW, article
from tests.photographs import colour_at, opened, photograph

_SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="4" height="8" fill="{}"/></svg>'


def published(site: MakeSite, settings: str = "", **files: str | bytes) -> WrittenSite:
    toml = f'title = "The Meridian"\nurl = "https://meridian.example/blog/"\n{settings}'
    paths = {f"content/{name.replace('_', '.')}": data for name, data in files.items()}
    written = site({"site.toml": toml, "content/articles/news/a.md": article("A"), **paths})
    build(written.root, Options(NOW))
    return written


def test_icons_of_the_theme(site: MakeSite) -> None:
    public = published(site).root / "public"
    sizes = {name: opened((public / name).read_bytes()).size for name in ("apple-touch-icon.png", "icon-512.png")}
    assert sizes == {"apple-touch-icon.png": (180, 180), "icon-512.png": (512, 512)}
    favicon = opened((public / "favicon.ico").read_bytes())
    assert (favicon.format, sorted(favicon.info["sizes"])) == ("ICO", [(16, 16), (32, 32), (48, 48)])
    manifest = json.loads((public / "site.webmanifest").read_text())
    assert (manifest["name"], manifest["start_url"]) == ("The Meridian", "/blog/")
    assert [(icon["src"], icon["sizes"]) for icon in manifest["icons"]] == [
        ("/blog/icon-192.png", "192x192"),
        ("/blog/icon-512.png", "512x512"),
    ]
    head = (public / "index.html").read_text()
    assert '<link rel="icon" href="/blog/favicon.ico" sizes="32x32">' in head
    assert '<link rel="apple-touch-icon" href="/blog/apple-touch-icon.png">' in head
    assert '<link rel="manifest" href="/blog/site.webmanifest">' in head


def test_icons_of_the_site(site: MakeSite) -> None:
    written = published(site, '[organisation]\nicon = "/mark.svg"\n', mark_svg=_SQUARE.format("lime"))
    icon = opened((written.root / "public/icon-192.png").read_bytes())
    assert (icon.mode, colour_at(icon, 0.2, 0.5), icon.getchannel("A").getpixel((150, 90))) == ("RGBA", "lime", 0)
    touch = opened((written.root / "public/apple-touch-icon.png").read_bytes())
    assert (touch.mode, colour_at(touch, 0.2, 0.5), colour_at(touch, 0.8, 0.5)) == ("RGB", "lime", "white")
    assert '<link rel="icon" href="/blog/mark.svg" type="image/svg+xml">' in written.text("public/index.html")


def test_icons_from_a_png_and_files_of_the_sites_own(site: MakeSite) -> None:
    own = photograph(20, 20, "PNG")
    written = published(
        site,
        '[organisation]\nicon = "/mark.png"\n',
        mark_png=photograph(600, 600, "PNG"),
        favicon_ico=own,
        site_webmanifest="{}",
    )
    public = written.root / "public"
    assert colour_at(opened((public / "icon-192.png").read_bytes()), 0.9, 0.9) == "yellow"
    assert (public / "favicon.ico").read_bytes() == own
    assert (public / "site.webmanifest").read_text() == "{}"
    assert "image/svg+xml" not in (public / "index.html").read_text().partition("<body")[0]


@pytest.mark.parametrize(
    ("icon", "problem"),
    [
        ("/none.svg", '"/none.svg" is no file of this site'),
        ("/mark.jpg", 'the icon "/mark.jpg" is neither SVG nor PNG; draw it as a square SVG'),
        ("/wide.png", 'the icon "/wide.png" is not square; draw it as wide as it is high'),
    ],
)
def test_icons_that_cannot_be(site: MakeSite, icon: str, problem: str) -> None:
    with pytest.raises(ProblemError) as caught:
        published(
            site,
            f'[organisation]\nicon = "{icon}"\n',
            mark_jpg=photograph(20, 20),
            wide_png=photograph(30, 20, "PNG"),
        )
    assert [str(found) for found in caught.value.problems] == [f"site.toml:4:8: {problem}"]


def test_an_icon_that_cannot_be_drawn_is_named(site: MakeSite) -> None:
    with pytest.raises(ProblemError) as caught:
        published(site, '[organisation]\nicon = "/mark.png"\n', mark_png=photograph(300, 300, "PNG")[:90])
    assert [problem.path for problem in caught.value.problems] == ["content/mark.png"]
