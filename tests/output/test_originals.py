"""What is left of a picture when its private data is taken off: every pixel, and nothing else."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from ssg.content.pictures import look_at
from ssg.output.originals import without_private_data
from tests.photographs import SECRET, camera_notes, opened, photograph

_XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
_NOTED: dict[str, dict[str, Any]] = {
    "jpeg": {"exif": camera_notes(6), "comment": SECRET, "xmp": _XMP, "progressive": True},
    "png": {"exif": camera_notes(6)},
    "webp": {"exif": camera_notes(), "xmp": _XMP},
    "avif": {"exif": camera_notes(), "xmp": _XMP},
    "gif": {"comment": SECRET},
}


@pytest.mark.parametrize("picture_format", sorted(_NOTED))
def test_no_note_and_every_pixel(picture_format: str) -> None:
    noted = photograph(64, 48, picture_format.upper(), **_NOTED[picture_format])
    cleaned = without_private_data(noted, picture_format)
    assert SECRET in noted
    assert SECRET not in cleaned
    assert opened(cleaned).tobytes() == opened(noted).tobytes()
    assert dict(opened(cleaned).getexif().get_ifd(0x8825)) == {}
    assert look_at(cleaned, "a.jpg") == look_at(noted, "a.jpg")


@pytest.mark.parametrize("picture_format", ["jpeg", "png"])
def test_how_it_is_turned_stays(picture_format: str) -> None:
    turned, upright = (photograph(64, 48, picture_format.upper(), exif=camera_notes(turn)) for turn in (6, 1))
    assert dict(opened(without_private_data(turned, picture_format)).getexif()) == {0x0112: 6}
    assert dict(opened(without_private_data(upright, picture_format)).getexif()) == {}


@pytest.mark.parametrize("picture_format", ["jpeg", "png", "webp", "avif"])
def test_the_colour_profile_stays(picture_format: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = photograph(64, 48, picture_format.upper(), icc_profile=profile, exif=camera_notes())
    assert opened(without_private_data(data, picture_format)).info["icc_profile"] == profile


def test_a_preview_behind_the_end_goes_too() -> None:
    whole = photograph(64, 48)
    assert without_private_data(whole + photograph(32, 24, exif=camera_notes()), "jpeg") == whole


@pytest.mark.parametrize("picture_format", ["gif", "webp", "png"])
def test_what_moves_goes_on_moving(picture_format: str) -> None:
    out = BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue", "lime")]
    frames[0].save(out, picture_format.upper(), save_all=True, append_images=frames[1:], loop=0, duration=100)
    cleaned = opened(without_private_data(out.getvalue(), picture_format))
    assert (getattr(cleaned, "n_frames", 1), cleaned.info.get("loop")) == (3, 0)


@settings(deadline=None)
@given(st.sampled_from(sorted(_NOTED)), st.data())
def test_broken_pictures_break_nothing(picture_format: str, draw: st.DataObject) -> None:
    whole = bytearray(photograph(16, 12, picture_format.upper()))
    for _ in range(3):
        whole[draw.draw(st.integers(0, len(whole) - 1))] = draw.draw(st.integers(0, 255))
    end = draw.draw(st.integers(0, len(whole)))
    assert isinstance(without_private_data(bytes(whole[:end]), picture_format), bytes)
