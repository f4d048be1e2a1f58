"""Images: from the bytes of a picture to those of its renditions and crops. Pure functions.

A picture is decoded once for all its copies, and only as large as the largest that could be wanted needs it. Colours
are brought to sRGB, which is what a picture without a profile is taken for; nothing that stood beside the pixels goes
on.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Collection, Iterator
from io import BytesIO

from PIL import Image, ImageCms

from ssg.content.pictures import turned_in
from ssg.image_settings import ImageSettings
from ssg.output.picture_error import PictureError
from ssg.pages.page import TONE, Crop, Reproduction

_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "BMP", "TIFF")
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What sets a picture upright, by how a camera noted that it is turned."""
_PNG_GAIN = 12
"""What a PNG is of shows losses most: maps, charts, screens."""
_STEPS = 8
"""Steps of red, green and blue that a tone has."""


def reproduce(
    data: bytes, wanted: Reproduction, settings: ImageSettings, only: Collection[str] = ()
) -> Iterator[tuple[str, bytes]]:
    """Yield path URL and bytes of each rendition and crop and of the tone, or `only` of some. Raises PictureError."""
    urls = only or {**wanted.outputs, **wanted.notes}.keys()
    picture, drawn = _decode(data, wanted.needed / wanted.width)
    if wanted.base + TONE in urls:
        yield wanted.base + TONE, tone(picture).encode()
    for crop in wanted.crops:
        url = wanted.base + crop.name
        if url in urls:
            yield url, encode(_on_white(_cropped(picture, crop)), "jpg", settings)
    for width in wanted.widths:
        endings = [ending for ending in wanted.formats if f"{wanted.base}{width}.{ending}" in urls]
        # Each from the picture itself and not from a larger rendition, so that it is the same when it is made alone.
        size = (width, max(1, round(wanted.height * width / wanted.width)))
        smaller = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0) if endings else picture
        for ending in endings:
            yield f"{wanted.base}{width}.{ending}", encode(smaller, ending, settings, drawn)


def tone(picture: Image.Image) -> str:
    """Return the colour that is most of a picture, in eight steps: `r6 g5 b2`; empty where one can see through it."""
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() != (255, 255):
        return ""
    small = picture.convert("RGB").resize((64, 64), Image.Resampling.BOX)
    reduced = small.quantize(6, Image.Quantize.MEDIANCUT)
    counted: list[tuple[int, int]] = reduced.getcolors()  # type: ignore[assignment]  # a palette has few, and numbers
    _, most = max(counted)
    red, green, blue = (reduced.getpalette() or [])[most * 3 : most * 3 + 3]
    return f"r{red * _STEPS // 256} g{green * _STEPS // 256} b{blue * _STEPS // 256}"


def _cropped(picture: Image.Image, crop: Crop) -> Image.Image:
    box = crop_box(picture.size, crop)
    return picture.resize((crop.width, crop.height), Image.Resampling.LANCZOS, box, reducing_gap=3.0)


def crop_box(size: tuple[int, int], crop: Crop) -> tuple[float, float, float, float]:
    """Return the part of a picture that a crop shows: the largest of its shape, its focus as central as it can be."""
    width, height = size
    scale = min(width / crop.width, height / crop.height)
    across, down = crop.width * scale, crop.height * scale
    left = min(max(crop.focus[0] / 100 * width - across / 2, 0.0), width - across)
    top = min(max(crop.focus[1] / 100 * height - down / 2, 0.0), height - down)
    return (left, top, left + across, top + down)


def encode(picture: Image.Image, ending: str, settings: ImageSettings, drawn: bool = False) -> bytes:
    """Return a picture in the format of an ending. `drawn` says that it is no photograph: edges are kept sharper."""
    out = BytesIO()
    gain = _PNG_GAIN if drawn else 0
    match ending:
        case "avif":
            # One thread: the others make other pictures, and the bytes must not depend on how many there are.
            quality = min(100, settings.avif_quality + gain)
            subsampling = "4:4:4" if drawn else "4:2:0"
            picture.save(
                out, "AVIF", quality=quality, speed=settings.avif_speed, subsampling=subsampling, max_threads=1
            )
        case "webp":
            picture.save(out, "WEBP", quality=min(100, settings.webp_quality + gain), method=2)
        case "png":
            picture.save(out, "PNG", compress_level=6)
        case _:
            picture.save(out, "JPEG", quality=settings.jpeg_quality, optimize=True, progressive=True)
    return out.getvalue()


def _decode(data: bytes, scale: float) -> tuple[Image.Image, bool]:
    """Return a picture upright and in sRGB, at least `scale` of its size, and whether it is a PNG."""
    try:
        with warnings.catch_warnings():
            # Its size was looked at when the site was read.
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=_FORMATS) as opened:
                turned, is_png = turned_in(opened), opened.format == "PNG"
                # A JPEG can be decoded at a half, a quarter or an eighth of its size, in as much less time and memory.
                opened.draft("RGB", tuple(math.ceil(side * scale) for side in opened.size))  # type: ignore[arg-type]  # two
                opened.load()
                picture = _in_srgb(opened.transpose(_UPRIGHT[turned]) if turned in _UPRIGHT else opened)
    except Exception as error:  # a broken picture makes Pillow's readers raise almost anything
        raise PictureError(_in_words(error)) from None
    picture.info = {}
    return picture, is_png


def _in_words(error: Exception) -> str:
    if "truncated" in str(error).lower():
        return "is cut short; copy or export it anew"
    return "is damaged and cannot be read to its end; export it anew"


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Return a picture in sRGB, with its transparency if it has any."""
    profile = picture.info.get("icc_profile")
    transparent = "A" in picture.getbands() or "transparency" in picture.info
    if picture.mode.startswith("I;16") or picture.mode == "I":
        # Grey of sixteen bits: its upper eight.
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        picture = _converted(picture, profile)
    mode = "RGBA" if transparent else "RGB"
    return picture if picture.mode == mode else picture.convert(mode)


def _converted(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return a picture with the colours of its profile brought to sRGB; as it is where the profile says nothing."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return picture
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode) or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def _on_white(picture: Image.Image) -> Image.Image:
    """Return a picture without transparency, as paper would show it."""
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper
