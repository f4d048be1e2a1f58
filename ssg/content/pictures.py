"""What planning has to know of a picture, from its header alone: format, size, whether it moves, what is wrong."""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from ssg.digest import Value
from ssg.frozen import frozen

if TYPE_CHECKING:
    # Only for the type: Pillow takes a while to import, and most builds look at no picture.
    from PIL import Image

SVG = "svg"
# What browsers show, by Pillow's names and ours. The bytes decide: many a picture has the ending of another format.
# An MPO is a JPEG behind which a second one stands: what telephones write, and browsers show the first of.
_FORMATS = {"JPEG": "jpeg", "MPO": "jpeg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
# What not all of them show, and we can read: pages show renditions.
_READ = {"BMP": "bmp", "TIFF": "tiff"}
_READABLE = [name for name in (*_FORMATS, *_READ) if name != "MPO"]
"""An MPO is found where a JPEG is looked for."""
_ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".bmp", ".tif", ".tiff")
_ORIENTATION = 0x0112
_ON_ITS_SIDE = frozenset({5, 6, 7, 8})
MOST_PIXELS = 64_000_000
"""More than any camera of a newsroom makes. A file of a few kilobytes can say that it has a thousand times as many."""

_SVG_TAG = re.compile(r"<svg\b[^>]*>", re.IGNORECASE)
_SVG_HEAD = 65_536
_LENGTH = re.compile(r"""\s(width|height)\s*=\s*["']\s*(\d{1,6}(?:\.\d{1,6})?)(?:px)?\s*["']""")
_VIEW_BOX = re.compile(
    r"""\sviewBox\s*=\s*["']\s*-?[\d.]+[\s,]+-?[\d.]+[\s,]+(\d{1,6}(?:\.\d{1,6})?)[\s,]+(\d{1,6}(?:\.\d{1,6})?)"""
)


@frozen
class PictureFacts(Value):
    """A picture as a browser shows it: width and height in pixels, zeros where it has none or none is said.

    `format` is `jpeg`, `png`, `gif`, `webp`, `avif`, `svg`, `bmp`, `tiff` or empty. `fault` says why it cannot be
    shown, if it cannot.
    """

    format: str = ""
    width: int = 0
    height: int = 0
    moves: bool = False
    fault: str = ""


NO_PICTURE = PictureFacts()
_TOO_LARGE = PictureFacts(fault=f"has more than {MOST_PIXELS // 1_000_000} megapixels; make it smaller")


def is_picture(path: str) -> bool:
    """Tell whether a file is a picture by its name."""
    return path.lower().endswith((".svg", *_ENDINGS))


def look_at(data: bytes, path: str) -> PictureFacts:
    """Return the facts of a picture, `NO_PICTURE` for a file that is none by its name."""
    suffix = path[path.rfind(".") :].lower()
    if suffix == ".svg":
        return PictureFacts(SVG, *_svg_size(data))
    return _raster(data) if suffix in _ENDINGS else NO_PICTURE


def _raster(data: bytes) -> PictureFacts:
    from PIL import Image  # noqa: PLC0415  # as above

    try:
        with warnings.catch_warnings():
            # Only the header is read: a picture of any size is harmless here.
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=_READABLE) as picture:
                picture_format = (_FORMATS | _READ)[picture.format or ""]
                width, height = picture.size
                turned = turned_in(picture) in _ON_ITS_SIDE
                # For a GIF this would read all of it, and none is made smaller.
                moves = picture_format in {"png", "webp", "avif"} and bool(getattr(picture, "is_animated", False))
    except Image.DecompressionBombError:
        return _TOO_LARGE
    except Exception:  # a broken picture makes Pillow's readers raise almost anything
        return PictureFacts(fault="is no picture that can be read; export it anew")
    if width * height > MOST_PIXELS:
        return _TOO_LARGE
    return PictureFacts(picture_format, *((height, width) if turned else (width, height)), moves)


def turned_in(picture: Image.Image) -> int:
    """Return how browsers turn a picture of which only the header was read: 1 to 8, as cameras note it.

    They obey the note in every format but WebP, and in a PNG only where it stands before the pixels. A TIFF is turned
    by whoever decodes it.
    """
    return 1 if picture.format == "WEBP" else noted_turn(picture.info.get("exif", b""))


def noted_turn(notes: bytes) -> int:
    """Return what a camera's notes (Exif) say about how a picture is turned: 1 to 8, and 1 where they say nothing."""
    from PIL import Image  # noqa: PLC0415  # as above

    exif = Image.Exif()
    try:
        exif.load(notes)
        turned = exif.get(_ORIENTATION, 1)
    except Exception:  # what a camera or a program wrote there can be wrong in any way
        return 1
    return turned if isinstance(turned, int) and 1 <= turned <= 8 else 1


def _svg_size(data: bytes) -> tuple[int, int]:
    # Two attributes of the first tag are all that is wanted: no XML parser, and so none of its traps.
    tag = _SVG_TAG.search(data[:_SVG_HEAD].decode("utf-8", "replace"))
    if not tag:
        return (0, 0)
    lengths = dict(_LENGTH.findall(tag[0]))
    if "width" in lengths and "height" in lengths:
        return (round(float(lengths["width"])), round(float(lengths["height"])))
    box = _VIEW_BOX.search(tag[0])
    return (round(float(box[1])), round(float(box[2]))) if box else (0, 0)
