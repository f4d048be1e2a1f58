"""Sizes of pictures, as browsers show them."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ssg.content.pictures import look_at


def picture_size(data: bytes, path: str) -> tuple[int, int]:
    facts = look_at(data, path)
    return facts.width, facts.height


def picture(picture_format: str, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = BytesIO()
    Image.new("RGB", (40, 30)).save(out, picture_format, **({"exif": exif} if orientation != 1 else {}))
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.jpg", "a.JPEG", "a.png", "a.gif", "a.webp", "a.avif"])
def test_raster(name: str) -> None:
    picture_format = name.rpartition(".")[2].upper().replace("JPG", "JPEG")
    assert picture_size(picture(picture_format), name) == (40, 30)


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "AVIF"])
def test_turned_by_the_camera(picture_format: str) -> None:
    assert picture_size(picture(picture_format, orientation=6), "a.jpg") == (30, 40)
    assert picture_size(picture(picture_format, orientation=3), "a.jpg") == (40, 30)


def test_a_turn_that_no_browser_obeys() -> None:
    assert picture_size(picture("WEBP", orientation=6), "a.webp") == (40, 30)
    turned, upright = picture("PNG", orientation=6), picture("PNG")
    note = turned[turned.index(b"eXIf") - 4 : turned.index(b"IDAT") - 4]
    end = upright.index(b"IEND") - 4
    assert picture_size(upright[:end] + note + upright[end:], "a.png") == (40, 30)


def test_a_telephone_writes_two_pictures_into_one_file() -> None:
    out = BytesIO()
    Image.new("RGB", (40, 30)).save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (40, 30))])
    facts = look_at(out.getvalue(), "a.jpg")
    assert (facts.format, facts.width, facts.height, facts.moves, facts.fault) == ("jpeg", 40, 30, False, "")


@pytest.mark.parametrize(
    ("tag", "size"),
    [
        ('<svg width="40" height="30">', (40, 30)),
        ("<?xml version='1.0'?><!-- x --><svg\n width='40.4px'\n height='30'>", (40, 30)),
        ('<svg viewBox="-10 -10 40 30">', (40, 30)),
        ('<svg width="100%" viewBox="0,0,40,30">', (40, 30)),
        ('<svg stroke-width="4" height="30">', (0, 0)),
        ('<svg width="1e9" height="30">', (0, 0)),
        ("<html>", (0, 0)),
    ],
)
def test_svg(tag: str, size: tuple[int, int]) -> None:
    assert picture_size(tag.encode(), "a.svg") == size


@given(st.binary(), st.sampled_from(["a.jpg", "a.png", "a.gif", "a.webp", "a.avif", "a.svg", "a.txt", "a"]))
def test_anything_else_has_no_size(data: bytes, name: str) -> None:
    assert picture_size(data, name) == (0, 0)


@given(st.sampled_from(["JPEG", "PNG", "GIF", "WEBP"]), st.data())
def test_broken_pictures_have_a_size_or_none(picture_format: str, draw: st.DataObject) -> None:
    whole = bytearray(picture(picture_format))
    for _ in range(3):
        whole[draw.draw(st.integers(0, len(whole) - 1))] = draw.draw(st.integers(0, 255))
    end = draw.draw(st.integers(0, len(whole)))
    width, height = picture_size(bytes(whole[:end]), f"a.{picture_format.lower()}")
    assert min(width, height) >= 0
