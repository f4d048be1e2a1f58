"""Pictures in a build: what is made, what is made again, and how what is broken is reported."""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.building.report import Report
from ssg.output.rendering import Renderer
from ssg.preview.preview import Preview, PreviewOptions
from ssg.preview.proof import Proof
from ssg.problems import ProblemError
from ssg.views import SharedImage
from tests.conftest import MakeSite, WrittenSite
from tests.newsrooms import NOW, article, prepared
from tests.photographs import SECRET, camera_notes, opened, photograph
from tests.trees import tree

LEAD = "{src: /images/ship.jpg, alt: A ship, focus: [10, 20]}"
SMALL = '\n[images]\nwidths = [40, 80]\nformats = ["webp"]\nsocial_cards = false\n'
_SITE = 'title = "The Meridian"\nurl = "https://meridian.example/blog/"\n'


def built(written: WrittenSite, **options: Any) -> Report:
    return build(written.root, Options(NOW, **options))


def illustrated(site: MakeSite, more: str = SMALL, name: str = "site") -> WrittenSite:
    """Write a site with a photograph in front matter, two in a text, a drawing and a film."""
    ship = photograph(640, 480, exif=camera_notes())
    film = photograph(160, 120, "WEBP", save_all=True, append_images=[opened(photograph(160, 120)).rotate(180)])
    text = (
        "![Deck](deck.png)\n\n"
        '![Hold](/images/hold.jpg "In the hold.")\n\n'
        '{{< figure src="hold.jpg" alt="Hold" >}}\n\n![Film](film.webp)\n\n![Mark](/images/mark.svg)\n'
    )
    return site(
        {
            "site.toml": _SITE + more,
            "content/articles/news/a/index.md": article("A", body=text, image=LEAD),
            "content/articles/news/a/deck.png": photograph(100, 100, "PNG"),
            "content/articles/news/a/hold.jpg": photograph(60, 40),
            "content/articles/news/a/film.webp": film,
            "content/images/ship.jpg": ship,
            "content/images/hold.jpg": photograph(90, 60, exif=camera_notes()),
            "content/images/unseen.jpg": photograph(90, 60, exif=camera_notes()),
            "content/images/mark.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>',
        },
        name,
    )


def renditions(root: Path) -> list[str]:
    """Return the names of all pictures that were made, without their fingerprints."""
    found = (root / "public/assets/renditions").iterdir()
    return sorted(f"{path.name.split('-')[0]}-{path.name.partition('-')[2].partition('-')[2]}" for path in found)


def test_what_is_made(site: MakeSite) -> None:
    written = illustrated(site)
    built(written)
    assert renditions(written.root) == [
        *("deck-40.png", "deck-40.webp", "deck-80.png", "deck-80.webp"),
        *("hold-40.jpg", "hold-40.jpg", "hold-40.webp", "hold-40.webp"),
        *("hold-60.jpg", "hold-60.webp", "hold-80.jpg", "hold-80.webp"),
        *("ship-16x9-640-10-20.jpg", "ship-1x1-480-10-20.jpg"),
        *("ship-40.jpg", "ship-40.webp", "ship-4x3-640-10-20.jpg", "ship-80.jpg", "ship-80.webp"),
    ]


@pytest.mark.parametrize(("ending", "own"), [("bmp", "png"), ("tiff", "jpg")])
def test_what_browsers_do_not_show_is_shown_by_its_renditions(site: MakeSite, ending: str, own: str) -> None:
    written = illustrated(site)
    scan = photograph(100, 60, ending.upper())
    written.write({"content/articles/news/b.md": article("B", body="![Scan](/images/scan." + ending + ")")})
    (written.root / f"content/images/scan.{ending}").write_bytes(scan)
    built(written)
    page = written.text("public/news/b/index.html")
    assert [name for name in renditions(written.root) if name.startswith("scan")] == [
        *(f"scan-{width}.{made}" for width in (40, 80) for made in (own, "webp")),
    ]
    picture = page.partition("<picture>")[2].partition("</picture>")[0]
    assert 'width="100"' in picture
    assert 'height="60"' in picture
    assert f"scan.{ending}" not in picture
    # Its own address stays what it was: somebody may want to download it.
    assert (written.root / f"public/images/scan.{ending}").read_bytes() == scan


def test_what_pages_say(site: MakeSite) -> None:
    written = illustrated(site)
    report = built(written)
    page = written.text("public/news/a/index.html")
    ship = next(path.name for path in (written.root / "public/assets/renditions").glob("ship-*-40.webp"))
    base = f"/blog/assets/renditions/{ship.removesuffix('40.webp')}"
    assert f'<source type="image/webp" srcset="{base}40.webp 40w, {base}80.webp 80w"' in page
    assert f'src="{base}80.jpg" srcset="{base}40.jpg 40w, {base}80.jpg 80w"' in page
    assert 'width="640" height="480" fetchpriority="high" decoding="async"' in page
    assert page.count("<picture>") == 4
    assert page.count('loading="lazy"') >= 4
    view: Any = report.edit.plan.pages["/news/a/"].view.page
    assert [(image.width, image.height, image.alt) for image in view.image_ratios] == [
        *((480, 480, "A ship"), (640, 480, "A ship"), (640, 360, "A ship")),
    ]
    assert view.social_image == view.image_ratios[2]
    assert view.social_image.url == f"https://meridian.example{base}16x9-640-10-20.jpg"
    # Until they are there, their colour is: one of four that are of one size.
    assert f'data-tone="r0 g0 b7" src="{base}80.jpg"' in page
    assert page.count('data-tone="') == 4
    assert "img[data-tone]" in next((written.root / "public/assets").glob("site.*.css")).read_text()
    # Films and drawings are shown as they are.
    assert (
        '<img alt="Film" decoding="async" height="120" loading="lazy" src="/blog/news/a/film.webp" width="160">' in page
    )
    assert '<img alt="Mark" decoding="async" height="3" loading="lazy" src="/blog/images/mark.svg" width="4">' in page
    feed = json.loads(written.text("public/feed.json"))["items"][0]["content_html"]
    assert "<picture" not in feed
    assert "<source" not in feed
    assert 'src="https://meridian.example/blog/assets/renditions/deck-' in feed


def test_no_output_says_where_a_photograph_was_taken(site: MakeSite) -> None:
    written = illustrated(site)
    built(written)
    pictures = [path for path in (written.root / "public").rglob("*.*") if path.suffix in {".jpg", ".webp", ".png"}]
    assert len(pictures) == 28
    for path in pictures:
        assert SECRET not in path.read_bytes()
        assert dict(opened(path.read_bytes()).getexif()) == {}
    assert opened((written.root / "public/images/unseen.jpg").read_bytes()).size == (90, 60)


def test_the_second_build_makes_nothing(site: MakeSite) -> None:
    written = illustrated(site)
    first = built(written)
    assert [phase.count for phase in first.phases if phase.name == "images"] == [23]
    again = built(written)
    assert [phase.count for phase in again.phases if phase.name == "images"] == []
    assert again.written.written == 0
    # Nor does one that has to look at the site, since a text was changed.
    written.write({"content/articles/news/b.md": article("B")})
    assert [phase.count for phase in built(written).phases if phase.name == "images"] == [0]
    # Another article shows a known picture: only its crops are new.
    written.write({"content/articles/news/b.md": article("B", image="{src: /images/ship.jpg, alt: x}")})
    assert [phase.count for phase in built(written).phases if phase.name == "images"] == [3]


def test_warm_cold_jobs_and_preview_agree(site: MakeSite) -> None:
    warm = illustrated(site)
    built(warm)
    warm.write(
        {"content/images/ship.jpg": photograph(640, 400), "content/articles/news/b.md": article("B", image=LEAD)}
    )
    built(warm)
    cold = illustrated(site, name="cold")
    cold.write(
        {"content/images/ship.jpg": photograph(640, 400), "content/articles/news/b.md": article("B", image=LEAD)}
    )
    built(cold, jobs=2, store=False)
    made = tree(warm.root / "public")
    assert made == tree(cold.root / "public")
    preview = Preview(illustrated(site, name="preview").root, PreviewOptions(now=NOW))
    shown = preview.root / "content"
    (shown / "images/ship.jpg").write_bytes(photograph(640, 400))
    (shown / "articles/news/b.md").write_text(article("B", image=LEAD))
    preview.look()
    assert preview.issue is not None
    proof = preview.issue.proof
    assert isinstance(proof, Proof)
    for url in ("/news/a/", "/news/b/", "/"):
        page = proof.plan.pages[url]
        assert preview.print(proof, page) == made[page.path]
        assert b'data-tone="' in made[page.path]
    for url, artwork in proof.plan.pictures.items():
        assert preview.picture(proof, artwork, url) == made[url.lstrip("/")]


def test_damaged_pictures_are_made_again(site: MakeSite) -> None:
    written = illustrated(site)
    built(written)
    before = tree(written.root / "public")
    for path in (written.root / ".standfirst/pictures").rglob("*/*"):
        path.write_bytes(path.read_bytes()[:-1])
    for path in (written.root / "public/assets/renditions").iterdir():
        path.unlink()
    built(written)
    assert tree(written.root / "public") == before


def test_a_page_without_a_store_has_the_same_tones(site: MakeSite) -> None:
    written = illustrated(site)
    built(written)
    edit = prepared(written.root)
    page = edit.plan.pages["/news/a/"]
    assert Renderer(edit.theme, edit.settings).render(page).decode() == written.text("public/news/a/index.html")
    # Another way of making pictures is another page: its tones may be others.
    before = {url: page.key for url, page in edit.plan.pages.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ssg.pages.pictures.image_engine", lambda: b"another")
        after = {url: page.key for url, page in prepared(written.root).plan.pages.items()}
    assert {"/news/a/", "/"} <= {url for url, key in before.items() if after[url] != key}
    assert before["/authors/"] == after["/authors/"]


def test_a_new_library_of_pictures_finds_nothing_in_the_memo(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    written = illustrated(site)
    warm = built(written).edit.plan.pages["/news/a/"].key
    for place in ("ssg.pages.pictures.image_engine", "ssg.pages.recipes.image_engine"):
        monkeypatch.setattr(place, lambda: b"another")
    written.write({"content/articles/news/b.md": article("B")})
    assert built(written).edit.plan.pages["/news/a/"].key == prepared(written.root).plan.pages["/news/a/"].key != warm


def test_switched_off(site: MakeSite) -> None:
    written = illustrated(site, "\n[images]\nresponsive = false\nsocial_cards = false\n")
    report = built(written)
    assert report.edit.plan.artwork.keys() == {"/favicon.ico"}
    assert not (written.root / "public/assets/renditions").exists()
    page = written.text("public/news/a/index.html")
    assert (
        '<img alt="Deck" decoding="async" height="100" loading="lazy" src="/blog/news/a/deck.png" width="100">' in page
    )
    view: Any = report.edit.plan.pages["/news/a/"].view.page
    assert view.social_image == SharedImage("https://meridian.example/blog/images/ship.jpg", 640, 480, "A ship")
    assert SECRET not in (written.root / "public/images/ship.jpg").read_bytes()


def _cut(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


def _bomb(side: int) -> bytes:
    """Return a PNG of a few bytes that says it is as wide and as high as that."""
    head = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((13, head), (0, b"IDAT"), (0, b"IEND"))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", length) + data + struct.pack(">I", zlib.crc32(data)) for length, data in chunks
    )


def test_broken_pictures_of_front_matter_and_of_texts_are_reported_together(site: MakeSite) -> None:
    written = illustrated(site)
    written.write(
        {
            "content/images/ship.jpg": b"no picture",
            "content/articles/news/b.md": article("B", body="Two ![x](/images/ship.jpg).\n", image="/nowhere.jpg"),
        }
    )
    with pytest.raises(ProblemError) as caught:
        built(written)
    fault = 'the picture "/images/ship.jpg" is no picture that can be read; export it anew'
    found = [str(replace(problem, excerpt="")) for problem in caught.value.problems]
    assert found == [
        f"content/articles/news/a/index.md:4:14: {fault}",
        *(text for text in found if text.startswith("content/articles/news/b.md:4:") and "nowhere.jpg" in text),
        *(text for text in found if text.startswith("content/articles/news/b.md:") and text.endswith(fault)),
    ]
    assert len(found) == 3


@pytest.mark.parametrize(
    ("picture", "what"),
    [
        (_cut(photograph(160, 120)), "is cut short; copy or export it anew"),
        (b"\xff\xd8\xff\xe0 no picture", "is no picture that can be read; export it anew"),
        (b"", "is no picture that can be read; export it anew"),
        (_bomb(8001), "has more than 64 megapixels; make it smaller"),
        (_bomb(1_000_000), "has more than 64 megapixels; make it smaller"),
    ],
)
def test_broken_pictures_are_reported_where_they_are_shown(site: MakeSite, picture: bytes, what: str) -> None:
    written = illustrated(site)
    written.write(
        {
            "content/images/ship.jpg": picture,
            "content/articles/news/b.md": article("B", body='Text.\n\n{{< figure src="/images/ship.jpg" alt="x" >}}\n'),
            "content/articles/news/c.md": article("C", body="One.\n\nTwo ![x](/images/ship.jpg).\n"),
            "content/pages/about.md": "---\ntitle: About\n---\n[No page](nowhere.md)\n",
        }
    )
    with pytest.raises(ProblemError) as caught:
        built(written)
    fault = f'the picture "/images/ship.jpg" {what}'
    found = [str(replace(problem, excerpt="")) for problem in caught.value.problems]
    assert [text for text in found if "ship" in text] == [
        f"content/articles/news/a/index.md:4:14: {fault}",
        *(text for text in found if text.startswith("content/articles/news/b.md:7:") and text.endswith(fault)),
        *(text for text in found if text.startswith("content/articles/news/c.md:7:") and text.endswith(fault)),
    ]
    assert not (written.root / "public").exists()
