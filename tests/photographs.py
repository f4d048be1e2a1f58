"""Pictures made for tests: of known colours, with what a camera notes, broken in known ways."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image

SECRET = b"SecretCamera"
PLACE = (51.0, 30.0, 26.0)
_ORIENTATION, _MAKER, _GPS = 0x0112, 0x010F, 0x8825


def camera_notes(turned: int = 1) -> Image.Exif:
    """Return what a camera notes: how it was held, its name, and where it was."""
    notes = Image.Exif()
    notes[_ORIENTATION] = turned
    notes[_MAKER] = SECRET.decode()
    notes[_GPS] = {1: "N", 2: PLACE, 3: "W", 4: PLACE}
    return notes


def quarters(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Return a picture whose quarters are red, green, blue and yellow, from left to right and from the top down."""
    picture = Image.new(mode, (width, height))
    across, down = width // 2, height // 2
    for colour, corner in (("red", (0, 0)), ("lime", (across, 0)), ("blue", (0, down)), ("yellow", (across, down))):
        picture.paste(Image.new(mode, (width - across, height - down), colour), corner)
    return picture


def photograph(width: int = 1600, height: int = 1200, picture_format: str = "JPEG", **options: Any) -> bytes:
    """Return such a picture as a file."""
    out = BytesIO()
    quarters(width, height).save(out, picture_format, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    """Return a picture that was made, decoded to its end."""
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def colour_at(picture: Image.Image, across: float, down: float) -> str:
    """Return which of the four colours, or `white` or `other`, stands at a point, in parts of width and height."""
    point = (int(across * (picture.width - 1)), int(down * (picture.height - 1)))
    pixel = picture.convert("RGB").getpixel(point)
    assert isinstance(pixel, tuple)
    bright = tuple(value > 128 for value in pixel)
    names: dict[tuple[bool, ...], str] = {
        (True, False, False): "red",
        (False, True, False): "lime",
        (False, False, True): "blue",
        (True, True, False): "yellow",
        (True, True, True): "white",
    }
    return names.get(bright, "other")
