"""A small printing press: flat shapes in a few inks on cream paper, overprinted and screened like a cheap good print.

Lengths are pixels of the finished picture. Everything is drawn `SCALE` times larger and reduced at the end, which gives
clean edges. No call depends on the clock or on unseeded chance, so that the same program gives the same bytes.
"""

# ruff: noqa: PLR0917  # coordinates read best in their usual order, without names

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Self

from PIL import ExifTags, Image, ImageChops, ImageColor, ImageDraw

SCALE = 2
LIMIT = 90_000

PAPER = "#f4ecdb"
NAVY = "#1b3350"
CORAL = "#ea5a42"
OCHRE = "#f3b53c"
TEAL = "#3f9d97"
SKY = "#b9d8d6"
NIGHT = "#14263d"

Point = tuple[float, float]
Tone = Callable[[float, float], float]


def polar(x: float, y: float, radius: float, degrees: float) -> Point:
    """Return the point at a distance and an angle (clockwise from the right) from another."""
    angle = math.radians(degrees)
    return x + radius * math.cos(angle), y + radius * math.sin(angle)


def curve(x0: float, x1: float, height: Callable[[float], float], step: float = 4) -> list[Point]:
    """Return the points of a function's graph from x0 to x1."""
    count = max(2, int(abs(x1 - x0) / step))
    xs = [x0 + (x1 - x0) * n / count for n in range(count + 1)]
    return [(x, height(x)) for x in xs]


def bezier(start: Point, bend: Point, bend2: Point, end: Point, count: int = 60) -> list[Point]:
    """Return the points of a cubic Bézier curve."""
    points = []
    for n in range(count + 1):
        t = n / count
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        pairs = (start, bend, bend2, end)
        points.append(
            (
                sum(w * p[0] for w, p in zip(weights, pairs, strict=True)),
                sum(w * p[1] for w, p in zip(weights, pairs, strict=True)),
            )
        )
    return points


class Shape:
    """A stencil: what is drawn on it lets ink through, what is cut from it (`cut=True`) does not."""

    def __init__(self, size: tuple[int, int], stencil: Image.Image | None = None) -> None:
        self.size = size
        self.stencil = stencil or Image.new("L", (size[0] * SCALE, size[1] * SCALE))
        self._draw = ImageDraw.Draw(self.stencil)

    def polygon(self, points: Iterable[Point], cut: bool = False) -> Self:
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=0 if cut else 255)
        return self

    def circle(self, x: float, y: float, radius: float, cut: bool = False) -> Self:
        return self.ellipse(x, y, radius, radius, cut)

    def ellipse(self, x: float, y: float, rx: float, ry: float, cut: bool = False) -> Self:
        box = [(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE]
        self._draw.ellipse(box, fill=0 if cut else 255)
        return self

    def box(self, x: float, y: float, width: float, height: float, radius: float = 0, cut: bool = False) -> Self:
        corners = [x * SCALE, y * SCALE, (x + width) * SCALE - 1, (y + height) * SCALE - 1]
        self._draw.rounded_rectangle(corners, radius * SCALE, fill=0 if cut else 255)
        return self

    def line(self, points: Sequence[Point], width: float, cut: bool = False, dash: float = 0) -> Self:
        """Draw a line with round ends and joints; with `dash`, in strokes of that length with gaps as long."""
        fill = 0 if cut else 255
        for part in _dashes(points, dash) if dash else [list(points)]:
            scaled = [(x * SCALE, y * SCALE) for x, y in part]
            self._draw.line(scaled, fill=fill, width=round(width * SCALE), joint="curve")
            # Wide lines have notches at close joints: a round pen leaves none.
            for x, y in part if width > 30 else (part[0], part[-1]):
                self.circle(x, y, width / 2, cut)
        return self

    def arc(self, x: float, y: float, radius: float, start: float, end: float, width: float, cut: bool = False) -> Self:
        count = max(8, int(abs(end - start) / 2))
        points = [polar(x, y, radius, start + (end - start) * n / count) for n in range(count + 1)]
        return self.line(points, width, cut)

    def within(self, other: Shape) -> Shape:
        """Return what both shapes have in common."""
        return Shape(self.size, ImageChops.multiply(self.stencil, other.stencil))

    def without(self, other: Shape) -> Shape:
        """Return this shape less the other."""
        return Shape(self.size, ImageChops.multiply(self.stencil, ImageChops.invert(other.stencil)))


class Sheet:
    """A sheet of paper on the press."""

    def __init__(self, width: int = 1600, height: int = 900, paper: str = PAPER) -> None:
        self.size = (width, height)
        self._image = Image.new("RGB", (width * SCALE, height * SCALE), paper)

    def shape(self) -> Shape:
        """Return an empty stencil of the sheet's size."""
        return Shape(self.size)

    def all(self) -> Shape:
        """Return a stencil of the whole sheet."""
        return self.shape().box(0, 0, *self.size)

    def ink(self, shape: Shape, colour: str) -> None:
        """Print transparent ink: it darkens what lies under it."""
        plate = Image.new("RGB", self._image.size, "white")
        plate.paste(ImageColor.getrgb(colour), mask=shape.stencil)
        self._image = ImageChops.multiply(self._image, plate)

    def cover(self, shape: Shape, colour: str = PAPER) -> None:
        """Print opaque ink, as cut paper would lie."""
        self._image.paste(ImageColor.getrgb(colour), mask=shape.stencil)

    def paste(self, other: Sheet, shape: Shape) -> None:
        """Take over from another sheet what the shape shows of it."""
        self._image.paste(other._image, mask=shape.stencil)

    def screen(
        self, shape: Shape, colour: str, tone: Tone, cell: float = 22, degrees: float = 30, cover: bool = False
    ) -> None:
        """Print a halftone: dots on a turned grid, as large as `tone` at that place (0 to 1) says."""
        dots = self.shape()
        width, height = self.size
        angle = math.radians(degrees)
        reach = int(math.hypot(width, height) / cell / 2) + 1
        for row in range(-reach, reach + 1):
            for column in range(-reach, reach + 1):
                x = width / 2 + cell * (column * math.cos(angle) - row * math.sin(angle))
                y = height / 2 + cell * (column * math.sin(angle) + row * math.cos(angle))
                if -cell < x < width + cell and -cell < y < height + cell:
                    radius = cell * 0.72 * math.sqrt(min(1.0, max(0.0, tone(x, y))))
                    if radius > cell * 0.12:
                        dots.circle(x, y, radius)
        (self.cover if cover else self.ink)(dots.within(shape), colour)

    def save(self, path: Path) -> None:
        """Reduce to the final size and write WebP, in the best quality that stays below `LIMIT` bytes."""
        picture = self._image.resize(self.size, Image.Resampling.LANCZOS)
        path.parent.mkdir(parents=True, exist_ok=True)
        for quality in (72, 64, 56, 48, 40, 32):
            packed = BytesIO()
            picture.save(packed, "WEBP", quality=quality, method=6)
            if packed.tell() <= LIMIT:
                break
        path.write_bytes(packed.getvalue())

    def save_held_sideways(self, path: Path) -> None:
        """Write JPEG as a camera would that was held sideways: turned, with a note of it, and of where it was."""
        picture = self._image.resize(self.size, Image.Resampling.LANCZOS).transpose(Image.Transpose.ROTATE_90)
        notes = Image.Exif()
        notes[ExifTags.Base.Orientation] = 6
        notes[ExifTags.Base.Make] = "Standfirst"
        notes[ExifTags.Base.Model] = "a program that draws"
        notes[ExifTags.IFD.GPSInfo] = {1: "N", 2: (0.0, 0.0, 0.0), 3: "W", 4: (0.0, 0.0, 0.0)}
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.save(path, "JPEG", quality=80, optimize=True, exif=notes)


def down(top: float, bottom: float, first: float = 0.0, last: float = 1.0) -> Tone:
    """Return a tone that changes from `first` at the height `top` to `last` at `bottom`."""
    return lambda _x, y: first + (last - first) * min(1.0, max(0.0, (y - top) / (bottom - top)))


def across(left: float, right: float, first: float = 0.0, last: float = 1.0) -> Tone:
    """Return a tone that changes from `first` at `left` to `last` at `right`."""
    return lambda x, _y: first + (last - first) * min(1.0, max(0.0, (x - left) / (right - left)))


def around(x: float, y: float, radius: float, first: float = 1.0, last: float = 0.0) -> Tone:
    """Return a tone that changes from `first` at a point to `last` at a distance from it."""
    return lambda px, py: first + (last - first) * min(1.0, math.hypot(px - x, py - y) / radius)


def _dashes(points: Sequence[Point], length: float) -> list[list[Point]]:
    """Return the pieces of a line that are drawn, each `length` long with gaps as long between them."""
    pieces: list[list[Point]] = []
    travelled, piece = 0.0, [points[0]]
    for (x0, y0), (x1, y1) in pairwise(points):
        count = max(1, int(math.hypot(x1 - x0, y1 - y0) / 2))
        stride = math.hypot(x1 - x0, y1 - y0) / count
        for n in range(1, count + 1):
            drawn = int(travelled / length) % 2 == 0
            travelled += stride
            here = (x0 + (x1 - x0) * n / count, y0 + (y1 - y0) * n / count)
            if drawn:
                piece.append(here)
            else:
                if len(piece) > 1:
                    pieces.append(piece)
                piece = [here]
    return [*pieces, piece] if len(piece) > 1 else pieces
