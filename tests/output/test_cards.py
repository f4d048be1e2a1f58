"""Social cards: what they show, for which articles, and that no letter becomes a box."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PIL import Image

from ssg.build import build
from ssg.building.options import Options
from ssg.building.report import Report
from ssg.output.cards import CardPainter
from ssg.pages.social_cards import CardText, SocialCard
from ssg.theme.card_design import CardDesign
from ssg.views import SharedImage
from tests.conftest import MakeSite, WrittenSite
from tests.machine import REPOSITORY
from tests.newsrooms import NOW, article, author
from tests.photographs import opened, photograph

FONTS = REPOSITORY / "themes/broadsheet/fonts"
DESIGN = CardDesign(
    "#ffffff", "#000000", "#00694f", (FONTS / "headline.ttf").read_bytes(), (FONTS / "text.ttf").read_bytes()
)
SAID = CardText("The Meridian", "News", "The cable is mended", ("Ana Ruiz",), False, date(2026, 6, 9), "en", "ltr")


def drawn(**said: Any) -> Image.Image:
    return opened(CardPainter(DESIGN).draw(replace(SAID, **said))).convert("L")


def inked(card: Image.Image, top: int, bottom: int) -> tuple[int, int, int, int] | None:
    """Return the box around all that is not paper between two heights."""
    strip = card.crop((0, top, card.width, bottom))
    return strip.point([255 if value < 200 else 0 for value in range(256)]).getbbox()


HEADLINE = (150, 515)
FOOT = (545, 630)


@pytest.mark.parametrize(
    "words", ["Short", "A headline of sixty words " + "and more " * 55, "x" * 300, "Ω μέγα", "Жук"]
)
def test_headlines_fit(words: str) -> None:
    card = drawn(headline=words)
    assert card.size == (1200, 630)
    box = inked(card, *HEADLINE)
    assert box is not None
    assert box[0] >= 70
    assert box[2] <= 1200 - 70
    # Nothing runs into the line above the foot.
    assert inked(card, 520, 536) is None


def test_a_script_that_the_fonts_do_not_have_is_left_out() -> None:
    foreign, named = drawn(headline="电缆修好了"), drawn(headline="The Meridian")
    assert inked(foreign, *HEADLINE) == inked(named, *HEADLINE)
    # The name of the publication stands there, and is not said twice.
    assert inked(foreign, 40, 105) is None
    assert inked(named, 40, 105) is not None
    assert drawn(names=("王",)).tobytes() == drawn(names=()).tobytes()
    assert drawn(names=("Ana Ruiz", "王")).tobytes() == drawn(more_names=True).tobytes()
    # Nothing at all can be said but the day: the card is still one, with its band and its line.
    empty = drawn(**dict.fromkeys(("publication", "section", "headline"), "電"), names=("電",), language="zh")
    assert inked(empty, *HEADLINE) is None
    assert inked(empty, *FOOT) is not None
    assert inked(empty, 0, 14) == (0, 0, 1200, 14)


def test_right_to_left_begins_at_the_right() -> None:
    # The letters are there; only the language says that it runs the other way.
    left, right = inked(drawn(headline="Abc"), *HEADLINE), inked(drawn(headline="Abc", direction="rtl"), *HEADLINE)
    assert left is not None
    assert right is not None
    assert (left[0] < 100, right[2] > 1100) == (True, True)


@pytest.mark.parametrize(
    "change",
    [
        {"headline": "x"},
        {"names": ("x",)},
        {"more_names": True},
        {"section": "x"},
        {"publication": "x"},
        {"day": date(2026, 6, 10)},
    ],
)
def test_everything_is_shown(change: dict[str, Any]) -> None:
    assert drawn(**change).tobytes() != drawn().tobytes()


def test_the_same_card_has_the_same_bytes_and_is_small() -> None:
    card = CardPainter(DESIGN).draw(SAID)
    painter = CardPainter(DESIGN)
    painter.draw(CardText("X", "Y", "Ζ" * 400, ("W",), True, date(2026, 1, 1), "fr", "rtl"))
    assert painter.draw(SAID) == card
    assert len(card) < 25_000


def built(written: WrittenSite) -> Report:
    return build(written.root, Options(NOW))


def published(site: MakeSite, settings: str = "") -> WrittenSite:
    return site(
        {
            "site.toml": f'title = "The Meridian"\nurl = "https://meridian.example"\n{settings}',
            "content/authors/ana-ruiz.md": author("Ana Ruiz"),
            "content/articles/news/plain.md": article("Plain", author="Ana Ruiz"),
            "content/articles/news/shown.md": article("Shown", image="/a.png"),
            "content/articles/news/drawing.md": article("Drawing", image="/a.svg"),
            "content/articles/news/elsewhere.md": article("Elsewhere", image="https://pictures.example/a.jpg"),
            "content/a.png": photograph(600, 400, "PNG"),
            "content/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>',
        }
    )


def card_of(report: Report, url: str) -> SharedImage | None:
    view: Any = report.edit.plan.pages[url].view.page
    image = view.social_image
    assert image is None or isinstance(image, SharedImage)
    return image if image and "/card-" in image.url else None


def test_which_articles_have_one(site: MakeSite) -> None:
    written = published(site)
    report = built(written)
    with_card = {name for name in ("plain", "shown", "drawing", "elsewhere") if card_of(report, f"/news/{name}/")}
    assert with_card == {"plain", "drawing"}
    made = {path.name for path in (written.root / "public/assets/renditions").glob("card-*")}
    card = card_of(report, "/news/plain/")
    assert card is not None
    assert (card.width, card.height, card.alt) == (1200, 630, "Plain")
    assert len(made) == 2
    assert card.url.rpartition("/")[2] in made
    assert f'<meta property="og:image" content="{card.url}">' in written.text("public/news/plain/index.html")


@pytest.mark.parametrize(
    ("size", "shared", "in_search"),
    [
        # Nobody could see anything in it: the card stands in its place.
        ((12, 8), (1200, 630), [(1200, 630)]),
        # Large enough for a search result, but beside the words of a post, and not above them.
        ((599, 600), (1200, 630), [(599, 599), (599, 449), (599, 337)]),
        ((600, 400), (600, 338), [(400, 400), (533, 400), (600, 338)]),
    ],
)
def test_a_picture_that_is_too_small_has_one(
    site: MakeSite, size: tuple[int, int], shared: tuple[int, int], in_search: list[tuple[int, int]]
) -> None:
    written = published(site).write({"content/a.png": photograph(*size, "PNG")})
    view: Any = built(written).edit.plan.pages["/news/shown/"].view.page
    assert (view.social_image.width, view.social_image.height) == shared
    page = written.text("public/news/shown/index.html")
    assert '<meta name="twitter:card" content="summary_large_image">' in page
    said = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    (images,) = [node["image"] for node in said["@graph"] if node["@type"] == "NewsArticle"]
    images = images if isinstance(images, list) else [images]
    assert [(image["width"], image["height"]) for image in images] == in_search
    assert (written.root / "public" / view.social_image.url.removeprefix("https://meridian.example/")).exists()


@pytest.mark.parametrize(("size", "card"), [((400, 400), "summary"), ((199, 300), "summary"), ((600, 600), "large")])
def test_a_small_portrait_is_shown_beside_the_words_of_a_post(site: MakeSite, size: tuple[int, int], card: str) -> None:
    written = published(site, "[images]\nsocial_cards = false\n")
    written.write({"content/a.png": photograph(*size, "PNG")})
    built(written)
    page = written.text("public/news/shown/index.html")
    assert f'<meta name="twitter:card" content="{"summary_large_image" if card == "large" else card}">' in page
    (shown,) = re.findall(r'<meta property="og:image" content="([^"]+)">', page)
    # Below that, the icon of the site stands in.
    assert ("touch-icon" in shown) is (size[0] < 200)


def test_only_what_it_shows_makes_it_anew(site: MakeSite) -> None:
    written = published(site)
    before = card_of(built(written), "/news/plain/")
    written.write({"content/articles/news/plain.md": article("Plain", author="Ana Ruiz", body="Other.", tags="[x]")})
    assert card_of(built(written), "/news/plain/") == before
    written.write(
        {"content/authors/ana-ruiz.md": author("Ana Maria Ruiz"), "content/authors/ruiz.md": author("Ana Ruiz")}
    )
    written.delete("content/authors/ana-ruiz.md")
    assert card_of(built(written), "/news/plain/") == before
    written.write({"content/articles/news/plain.md": article("Plainer", author="Ana Ruiz")})
    report = built(written)
    assert card_of(report, "/news/plain/") != before
    assert [phase.count for phase in report.phases if phase.name == "images"] == [1]
    assert len(list((written.root / "public/assets/renditions").glob("card-*"))) == 2


def test_the_card_of_what_was_paid_for_says_so(site: MakeSite) -> None:
    written = published(site)
    written.write({"content/articles/news/plain.md": article("Plain", kicker="Exclusive", sponsor="Acme")})
    edit = built(written).edit
    cards = [made for made in edit.plan.artwork.values() if isinstance(made, SocialCard)]
    assert {card.text.headline: card.text.section for card in cards} == {
        "Plain": "Sponsored by Acme",
        "Drawing": "News",
    }


def test_switched_off(site: MakeSite) -> None:
    report = built(published(site, "[images]\nsocial_cards = false\n"))
    assert [card_of(report, f"/news/{name}/") for name in ("plain", "drawing")] == [None, None]


def test_a_theme_without_its_font_is_refused(site: MakeSite) -> None:
    toml = 'parent = "broadsheet"\n[social_card]\nheadline = "fonts/a.ttf"\ntext = "fonts/b.ttf"\n'
    written = published(site, 'theme = "own"\n').write({"themes/own/theme.toml": toml})
    with pytest.raises(Exception, match=r"themes/own/theme.toml:3:12: there is no font themes/own/fonts/a.ttf"):
        built(written)
