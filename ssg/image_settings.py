"""The settings of pictures: `[images]` in `site.toml`."""

from __future__ import annotations

from ssg.digest import Value
from ssg.frozen import frozen
from ssg.schema import Choice, Field, Flag, ListOf, Number, Record


@frozen
class ImageSettings(Value):
    """How smaller and lighter copies of pictures are made, their renditions, and cards for articles without one."""

    responsive: bool = True
    widths: tuple[int, ...] = (360, 760, 1440)
    formats: tuple[str, ...] = ("avif", "webp")
    avif_quality: int = 55
    avif_speed: int = 8
    webp_quality: int = 76
    jpeg_quality: int = 80
    social_cards: bool = True


IMAGES = Record(
    ImageSettings,
    (
        Field("responsive", Flag(), "whether pictures get renditions: smaller copies in lighter formats", True),
        Field("widths", ListOf(Number(16, 8000)), "the widths of renditions in pixels", ImageSettings.widths),
        Field(
            "formats",
            ListOf(Choice(("avif", "webp"))),
            "formats of renditions beside the picture's own",
            ImageSettings.formats,
        ),
        Field("avif_quality", Number(1, 100), "the quality of AVIF", ImageSettings.avif_quality),
        Field("avif_speed", Number(0, 10), "0 makes the smallest AVIF and takes longest", ImageSettings.avif_speed),
        Field("webp_quality", Number(1, 100), "the quality of WebP", ImageSettings.webp_quality),
        Field("jpeg_quality", Number(1, 95), "the quality of JPEG", ImageSettings.jpeg_quality),
        Field("social_cards", Flag(), "whether a card is drawn for each article without a picture", True),
    ),
)
