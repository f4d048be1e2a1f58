"""The size in pixels of a picture, from its header alone."""

from __future__ import annotations

import re
import warnings
from io import BytesIO

from PIL import Image

_FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".gif": "GIF", ".webp": "WEBP", ".avif": "AVIF"}
_ORIENTATION = 0x0112
_SVG_TAG = re.compile(r"<svg\b[^>]*>", re.IGNORECASE)
_SVG_HEAD = 65_536
_LENGTH = re.compile(r"""\s(width|height)\s*=\s*["']\s*(\d{1,6}(?:\.\d{1,6})?)(?:px)?\s*["']""")
_VIEW_BOX = re.compile(
    r"""\sviewBox\s*=\s*["']\s*-?[\d.]+[\s,]+-?[\d.]+[\s,]+(\d{1,6}(?:\.\d{1,6})?)[\s,]+(\d{1,6}(?:\.\d{1,6})?)"""
)


def picture_size(data: bytes, path: str) -> tuple[int, int]:
    """Return width and height as a browser shows the picture; zeros where there is none or none is said."""
    suffix = path[path.rfind(".") :].lower()
    if suffix == ".svg":
        return _svg_size(data)
    return _raster_size(data, _FORMATS[suffix]) if suffix in _FORMATS else (0, 0)


def _raster_size(data: bytes, picture_format: str) -> tuple[int, int]:
    try:
        with warnings.catch_warnings():
            # Only the header is read: a picture of any size is harmless here.
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=[picture_format]) as picture:
                width, height = picture.size
                # Cameras turn a picture by a note in its header, which browsers obey.
                turned = picture_format == "JPEG" and picture.getexif().get(_ORIENTATION, 1) in {5, 6, 7, 8}
    except Exception:  # a broken picture makes Pillow's readers raise almost anything
        return (0, 0)
    return (height, width) if turned else (width, height)


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
