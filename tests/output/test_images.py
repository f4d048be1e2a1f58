"""Renditions and crops: their sizes, colours and formats, and what is refused."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageOps

from ssg.content.pictures import look_at
from ssg.digest import digest
from ssg.image_settings import ImageSettings
from ssg.model import StaticFile
from ssg.output.images import reproduce, tone
from ssg.output.picture_error import PictureError
from ssg.pages.page import TONE, Reproduction
from ssg.pages.pictures import PictureDesk
from ssg.settings import SETTINGS, Settings
from tests.photographs import SECRET, camera_notes, colour_at, opened, photograph, quarters


def settings(**images: Any) -> Settings:
    made = SETTINGS.read({"title": "T", "url": "https://t.example", "images": images}, (), [])
    assert made is not None
    return made


def made(data: bytes, name: str = "ship.jpg", *foci: tuple[float, float], **images: Any) -> dict[str, Image.Image]:
    """Return everything that is made of a picture, by the end of its URL."""
    chosen = settings(**images)
    facts = look_at(data, name)
    path = f"content/images/{name}"
    file = StaticFile(path, f"/images/{name}", digest(data), facts.width, facts.height, "", facts.format, facts.moves)
    desk = PictureDesk(chosen)
    assert desk.renditions(file) is not None
    for focus in foci:
        desk.crops(file, focus)
    planned = desk.artwork[path]
    assert isinstance(planned, Reproduction)
    found = dict(reproduce(data, planned, chosen.images))
    seen = found.pop(planned.base + TONE)
    assert dict(reproduce(data, planned, chosen.images, (planned.base + TONE,))) == {planned.base + TONE: seen}
    assert found.keys() == planned.outputs.keys()
    for url, picture in found.items():
        # One that is made alone, as in the preview, is the same.
        assert dict(reproduce(data, planned, chosen.images, (url,))) == {url: picture}
        assert SECRET not in picture
        assert dict(opened(picture).getexif()) == {}
    return {url.removeprefix(planned.base): opened(picture) for url, picture in found.items()}


def test_sizes_and_formats() -> None:
    found = made(photograph(1600, 1200))
    assert {name: (picture.format, picture.size) for name, picture in found.items()} == {
        f"{width}.{ending}": (form, (width, width * 3 // 4))
        for width in (360, 760, 1440)
        for ending, form in (("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG"))
    }
    for picture in found.values():
        corners = [colour_at(picture, *point) for point in ((0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8))]
        assert corners == ["red", "lime", "blue", "yellow"]


def test_the_tone_is_the_colour_that_is_most_of_a_picture() -> None:
    picture = Image.new("RGB", (300, 200), (250, 130, 20))
    assert tone(picture) == "r7 g4 b0"
    picture.paste((10, 10, 120), (0, 0, 140, 200))
    assert tone(picture) == "r7 g4 b0"
    # Not what lies between two colours, which is in neither.
    picture.paste((10, 10, 120), (0, 0, 170, 200))
    assert tone(picture) == "r0 g0 b3"
    assert tone(Image.new("RGBA", (10, 10), (250, 130, 20, 255))) == "r7 g4 b0"
    # A colour would go on shining through it.
    assert tone(Image.new("RGBA", (10, 10), (250, 130, 20, 254))) == ""


@pytest.mark.parametrize(
    ("width", "widths"),
    [(100, {100}), (360, {360}), (380, {380}), (700, {360, 700}), (1450, {360, 760, 1440}), (4000, {360, 760, 1440})],
)
def test_nothing_is_made_wider_than_it_is(width: int, widths: set[int]) -> None:
    found = made(photograph(width, 90), formats=[])
    assert {picture.width for picture in found.values()} == widths


def test_settings() -> None:
    assert made(photograph(300, 200), formats=["webp"], widths=[40, 80]).keys() == {
        *("40.webp", "40.jpg", "80.webp", "80.jpg"),
    }


@pytest.mark.parametrize(
    ("picture_format", "endings"),
    [("PNG", {"avif", "webp", "png"}), ("WEBP", {"avif", "webp"}), ("AVIF", {"avif", "webp"})],
)
def test_the_own_format(picture_format: str, endings: set[str]) -> None:
    found = made(photograph(200, 100, picture_format), "a.jpg")
    assert found.keys() == {f"200.{ending}" for ending in endings}


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG"])
def test_it_is_upright(picture_format: str) -> None:
    found = made(photograph(400, 200, picture_format, exif=camera_notes(6)))
    assert {picture.size for picture in found.values()} == {(200, 400)}
    # Held upright, the left of the picture is the top: what the sensor saw at the lower left is at the upper left.
    assert {colour_at(picture, 0.1, 0.1) for picture in found.values()} == {"blue"}


@pytest.mark.parametrize("turn", range(1, 9))
def test_it_is_turned_as_another_library_turns_it(turn: int) -> None:
    data = photograph(400, 200, exif=camera_notes(turn))
    corners = [(0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9)]
    upright = ImageOps.exif_transpose(opened(data))
    expected = [colour_at(upright, *corner) for corner in corners]
    assert [[colour_at(picture, *corner) for corner in corners] for picture in made(data).values()] == [expected] * 3


@pytest.mark.parametrize(
    ("focus", "colours"),
    [((0.0, 0.0), {"red"}), ((100.0, 100.0), {"yellow"}), ((50.0, 50.0), {"red", "lime", "blue", "yellow"})],
)
def test_crops_keep_their_focus(focus: tuple[float, float], colours: set[str]) -> None:
    # Four times as wide as high: a square of it is within one quarter's width, and at the middle on the border.
    found = made(photograph(4000, 1000), "a.jpg", focus)
    square = next(picture for name, picture in found.items() if name.startswith("1x1"))
    seen = {colour_at(square, across, 0.1 if focus[1] < 50 else 0.9) for across in (0.1, 0.9)}
    assert seen <= colours
    assert square.size == (1000, 1000)


def test_crops_have_the_sizes_that_are_asked_for_and_are_never_larger() -> None:
    found = made(photograph(2400, 1800), "a.jpg", (30, 40.5))
    sizes = {name: picture.size for name, picture in found.items() if "x" in name}
    assert sizes == {
        "1x1-1200-30-40.5.jpg": (1200, 1200),
        "4x3-1200-30-40.5.jpg": (1200, 900),
        "16x9-1200-30-40.5.jpg": (1200, 675),
    }
    small = made(photograph(320, 300), "a.jpg", (50, 50))
    sizes = {name: picture.size for name, picture in small.items() if "x" in name}
    assert sorted(sizes.values()) == [(300, 300), (320, 180), (320, 240)]


def test_another_crop_changes_no_other_bytes() -> None:
    data = photograph(3000, 1000)
    assert made(data)["760.jpg"].tobytes() == made(data, "ship.jpg", (0, 0), (100, 0))["760.jpg"].tobytes()


def test_transparency() -> None:
    out = BytesIO()
    picture = quarters(240, 240, "RGBA")
    picture.putalpha(Image.new("L", (240, 240), 0))
    picture.save(out, "PNG")
    found = made(out.getvalue(), "a.png", (50, 50))
    assert {picture.getchannel("A").getextrema() for name, picture in found.items() if "x" not in name} == {(0, 0)}
    assert colour_at(found["1x1-240.jpg"], 0.2, 0.2) == "white"


def test_colours_come_to_srgb() -> None:
    # A profile that takes every picture for twice as bright: a picture that kept it, or lost it, would look wrong.
    linear = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    out = BytesIO()
    Image.new("CMYK", (90, 60), (0, 255, 255, 0)).save(out, "JPEG")
    assert colour_at(made(out.getvalue())["90.webp"], 0.5, 0.5) == "red"
    tagged = made(photograph(90, 60, icc_profile=linear))
    assert all("icc_profile" not in picture.info for picture in tagged.values())


@pytest.mark.parametrize("mode", ["L", "1", "P", "I;16", "LA"])
def test_every_kind_of_png(mode: str) -> None:
    out = BytesIO()
    picture = Image.new("L", (40, 30), 255)
    (picture.convert("I").point(lambda value: value * 257) if mode == "I;16" else picture).convert(mode).save(
        out, "PNG"
    )
    assert colour_at(made(out.getvalue(), "a.png")["40.png"], 0.5, 0.5) == "white"


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_cut_short(picture_format: str) -> None:
    noise = Image.effect_noise((400, 300), 80).convert("RGB")
    out = BytesIO()
    noise.save(out, picture_format)
    data = out.getvalue()[: len(out.getvalue()) * 2 // 3]
    if picture_format in {"WEBP", "AVIF"}:
        # Their readers look at the whole file at once.
        assert look_at(data, "a.jpg").fault == "is no picture that can be read; export it anew"
    else:
        with pytest.raises(PictureError, match=r"is cut short; copy or export it anew"):
            made(data, "a.jpg")


def test_settings_have_defaults() -> None:
    assert settings().images == ImageSettings()
