"""The picture desk: which renditions and crops of a picture are made, and their names. No pixel is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from math import ceil
from pathlib import Path
from zlib import ZLIB_RUNTIME_VERSION

import PIL

from ssg.digest import DIGEST_SIZE, digest
from ssg.engine import version_of
from ssg.model import StaticFile
from ssg.pages.page import MIDDLE, Artwork, Crop, Reproduction
from ssg.problems import Problem
from ssg.settings import Settings
from ssg.theme.structured_data.articles import SMALLEST_IN_SEARCH
from ssg.urls import page_url, slugify
from ssg.views import Renditions, Tone

FOLDER = "/assets/renditions/"
"""Where pictures that we make stand: each with a fingerprint in its name, so that hosts can keep them for ever."""
RECIPE = 2
"""Raise it when pictures are made in another way that people can see: they get other addresses then."""
CROP_WIDTH = 1200
"""The width that search engines and social sites ask for."""
SOCIAL_RATIO = "16x9"
LARGE_IN_POSTS = (600, 315)
"""Width and height from which social sites show a picture above a post's words, and not as a stamp beside them."""
SMALLEST_IN_POSTS = (200, 200)
"""Width and height from which they show it at all."""
_RATIOS = {"1x1": (1, 1), "4x3": (4, 3), "16x9": (16, 9)}
# A picture's own format among the renditions; what no browser was ever without stays, and AVIF comes down to WebP.
_OWN = {"jpeg": "jpg", "png": "png", "webp": "webp", "avif": "webp", "bmp": "png", "tiff": "jpg"}
_CLEANED = frozenset({"jpeg", "png", "webp", "avif", "gif"})
"""Formats that are published without what a camera noted."""
_CLOSE = 0.9
"""A rendition that is nearly as wide as the next one is not worth its place."""


@cache
def image_engine() -> bytes:
    """Return the digest of all that the bytes of a picture depend on besides what it is made from."""
    own = blake2b(digest_size=DIGEST_SIZE)
    for name in ("images.py", "cards.py", "lettering.py", "icons.py"):
        source = Path(__file__).parents[1] / "output" / name
        own.update(source.read_bytes())
    return digest((PIL.__version__, version_of("resvg-py"), _codecs(), own.digest()))


def _codecs() -> list[str | None]:
    """Return what tells the libraries apart that Pillow decodes, encodes and draws letters with."""
    # On Linux, Pillow brings them in a folder beside it, with a digest in the name of each; zlib alone is the system's.
    # To ask it for their versions loads all of them, which takes ten times as long as everything else here.
    bundled = Path(PIL.__file__).parents[1] / "pillow.libs"
    if bundled.is_dir():
        return [ZLIB_RUNTIME_VERSION, *sorted(file.name for file in bundled.iterdir())]
    from PIL import features  # noqa: PLC0415

    return [features.version(name) for name in ("avif", "webp", "jpg", "libjpeg_turbo", "zlib", "freetype2")]


FindTone = Callable[[Reproduction], str]
"""Looks at a picture and says its tone: empty where it has none, or cannot be looked at."""


class PictureDesk:
    """Plans the renditions and crops of the pictures that pages show, into `artwork`. Made once a plan."""

    def __init__(self, settings: Settings, find_tone: FindTone | None = None) -> None:
        self.artwork: dict[str, Artwork] = {}
        self._find_tone = find_tone
        self._settings = settings
        self._base = settings.base
        self._recipe = digest((RECIPE, settings.images))
        self._known: dict[str, tuple[Reproduction, Renditions] | None] = {}

    def renditions(self, file: StaticFile | None) -> Renditions | None:
        """Return the renditions of a picture, None for one that gets none."""
        if file is None or not self._settings.images.responsive:
            return None
        found = self._reproduction(file)
        return found[1] if found else None

    def crops(self, file: StaticFile | None, focus: tuple[float, float] | None) -> Mapping[str, tuple[str, Crop]]:
        """Return page URL and crop for each ratio in which a picture is large enough, around the point to keep."""
        if file is None or not self._settings.images.responsive or self._reproduction(file) is None:
            return {}
        known: Artwork = self.artwork[file.path]
        assert isinstance(known, Reproduction)  # noqa: S101  # `_reproduction` has just put it there
        wanted = {ratio: _crop(file, ratio, focus or MIDDLE) for ratio in _RATIOS}
        crops = {ratio: crop for ratio, crop in wanted.items() if crop.width * crop.height >= SMALLEST_IN_SEARCH}
        added = tuple(crop for crop in crops.values() if crop not in known.crops)
        if added:
            self.artwork[file.path] = replace(known, crops=(*known.crops, *added))
        return {ratio: (page_url(self._base, known.base + crop.name), crop) for ratio, crop in crops.items()}

    def _reproduction(self, file: StaticFile) -> tuple[Reproduction, Renditions] | None:
        if file.path not in self._known:
            self._known[file.path] = found = self._plan(file)
            if found:
                self.artwork[file.path] = found[0]
        return self._known[file.path]

    def _plan(self, file: StaticFile) -> tuple[Reproduction, Renditions] | None:
        if file.format not in _OWN or file.moves or not file.width:
            return None
        images = self._settings.images
        own = _OWN[file.format]
        formats = (*(name for name in images.formats if name != own), own)
        widths = _widths(file.width, images.widths)
        key = digest((image_engine(), self._recipe, file.content))
        stem = slugify(file.path.rpartition("/")[2].rpartition(".")[0])[:40].strip("-") or "picture"
        base = f"{FOLDER}{stem}-{digest((self._recipe, file.content)).hex()[:10]}-"
        needed = max(widths[-1], *(_needed(file, ratio) for ratio in _RATIOS))
        made = Reproduction(file.path, file.content, base, key, widths, formats, (), file.width, file.height, needed)
        return made, Renditions(page_url(self._base, base), widths, formats, self._tone(made))

    def _tone(self, made: Reproduction) -> Tone:
        find = self._find_tone
        return Tone(made.tone_key, lambda: find(made) if find else "")


def _widths(own: int, wanted: tuple[int, ...]) -> tuple[int, ...]:
    """Return the widths of a picture's renditions: those wanted that are smaller than it, and its own if none is wider.

    Nothing is ever made wider than it is.
    """
    steps = sorted(set(wanted)) or [own]
    widest = min(own, steps[-1])
    return (*(width for width in steps if width < widest * _CLOSE), widest)


def _crop(file: StaticFile, ratio: str, focus: tuple[float, float]) -> Crop:
    across, down = _RATIOS[ratio]
    width = min(CROP_WIDTH, file.width, file.height * across // down)
    return Crop(ratio, max(1, width), max(1, round(width * down / across)), focus)


def _needed(file: StaticFile, ratio: str) -> int:
    """Return how wide the whole picture has to be for a crop of it to have the size that it gets."""
    crop = _crop(file, ratio, MIDDLE)
    return ceil(file.width / min(file.width / crop.width, file.height / crop.height))


def is_as_large(width: int, height: int, least: tuple[int, int]) -> bool:
    """Tell whether a picture has at least a width and height; one whose size nobody knows may have any."""
    return not width or not height or (width >= least[0] and height >= least[1])


def fault_of(file: StaticFile, src: str, path: str) -> Problem:
    """Return why a picture that the front matter of the file at `path` names cannot be shown."""
    message, _, hint = f'the picture "{src}" {file.fault}'.partition("; ")
    return Problem(message, hint, path, at=("image", "src"))


def original_format(file: StaticFile) -> str:
    """Return the format of a file that is written without what its camera noted; empty for one written as it is."""
    return file.format if file.format in _CLEANED else ""
