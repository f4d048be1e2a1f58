"""Icons: from one picture to those that browsers and telephones ask for. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from io import BytesIO

import resvg_py
from PIL import Image

from ssg.content.pictures import SVG
from ssg.output.picture_error import PictureError
from ssg.pages.icons import FAVICON, FAVICON_SIZES, SIZES, TOUCH


def draw_icons(data: bytes, picture_format: str, only: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Yield path URL and bytes of each icon that is asked for. Raises PictureError."""
    try:
        picture = partial(_from_svg, data.decode()) if picture_format == SVG else partial(_from_png, data)
        for url, size in SIZES.items():
            if url in only:
                # A telephone puts it on black where it can be seen through.
                icon = _on_white(picture(size)) if url == TOUCH else picture(size)
                yield url, _saved(icon, "PNG")
        if FAVICON in only:
            icons = [picture(size) for size in FAVICON_SIZES]
            sizes = [(size, size) for size in FAVICON_SIZES]
            yield FAVICON, _saved(icons[-1], "ICO", sizes=sizes, append_images=icons[:-1])
    except (OSError, ValueError) as error:
        raise PictureError(f"cannot be drawn as an icon: {error}") from None


def _from_svg(source: str, size: int) -> Image.Image:
    # No fonts of this computer: an icon has none, and another computer has others.
    png = resvg_py.svg_to_bytes(svg_string=source, width=size, height=size, skip_system_fonts=True)
    return Image.open(BytesIO(bytes(png))).convert("RGBA")


def _from_png(data: bytes, size: int) -> Image.Image:
    return Image.open(BytesIO(data), formats=["PNG"]).convert("RGBA").resize((size, size), Image.Resampling.LANCZOS)


def _on_white(icon: Image.Image) -> Image.Image:
    paper = Image.new("RGB", icon.size, "white")
    paper.paste(icon, mask=icon.getchannel("A"))
    return paper


def _saved(icon: Image.Image, form: str, **options: object) -> bytes:
    out = BytesIO()
    icon.info = {}
    icon.save(out, form, **options)
    return out.getvalue()
