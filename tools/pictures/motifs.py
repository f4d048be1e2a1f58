"""Motifs that several pictures share: masts, waves, stars, windows, racks."""

# ruff: noqa: PLR0917  # coordinates read best in their usual order, without names

from __future__ import annotations

import math
from itertools import pairwise
from random import Random

from pictures.press import CORAL, NAVY, OCHRE, PAPER, Point, Shape, Sheet, curve, polar


def mast(shape: Shape, x: float, base: float, height: float, width: float = 0, stroke: float = 5) -> Shape:
    """Draw a lattice mast with a spike and three panel aerials; `x` is its middle, `base` its foot."""
    width = width or height / 5
    top, half, neck = base - height, width / 2, width / 9

    def side(level: float, sign: int) -> Point:
        return x + sign * (half + (neck - half) * level), base - height * level

    shape.line([side(0, -1), side(1, -1)], stroke).line([side(0, 1), side(1, 1)], stroke)
    levels = [1 - (1 - n / 7) ** 1.25 for n in range(8)]
    for low, high in pairwise(levels):
        shape.line([side(low, -1), side(high, 1)], stroke * 0.6).line([side(low, 1), side(high, -1)], stroke * 0.6)
        shape.line([side(high, -1), side(high, 1)], stroke * 0.6)
    shape.line([(x, top), (x, top - height / 6)], stroke)
    for offset in (-1, 0, 1):
        shape.box(x + offset * width / 3.4 - width / 18, top + 2, width / 9, height / 7, 3)
    return shape.line([(x - width / 3.2, top + height / 14), (x + width / 3.2, top + height / 14)], stroke * 0.8)


def waves(shape: Shape, x: float, y: float, count: int, gap: float, width: float, middle: float = -90) -> Shape:
    """Draw radio waves: arcs round a point, opening towards the angle `middle`."""
    for n in range(1, count + 1):
        shape.arc(x, y, n * gap, middle - 38, middle + 38, width)
    return shape


def swell(sheet: Sheet, y: float, lift: float, length: float, phase: float = 0) -> Shape:
    """Return the sea below a wavy line."""
    width, height = sheet.size
    top = curve(0, width, lambda x: y + lift * math.sin(x / length * math.tau + phase))
    return sheet.shape().polygon([*top, (width, height), (0, height)])


def hill(sheet: Sheet, points: list[Point]) -> Shape:
    """Return the ground below a smooth line through the points."""
    width, height = sheet.size

    def level(x: float) -> float:
        for (x0, y0), (x1, y1) in pairwise(points):
            if x <= x1:
                share = (1 - math.cos(math.pi * (x - x0) / (x1 - x0))) / 2
                return y0 + (y1 - y0) * share
        return points[-1][1]

    return sheet.shape().polygon([*curve(0, width, level), (width, height), (0, height)])


def stars(shape: Shape, count: int, seed: int, height: float) -> Shape:
    """Scatter stars over the upper part of the sheet."""
    chance = Random(seed)  # noqa: S311  # not a secret
    for _ in range(count):
        shape.circle(chance.uniform(20, shape.size[0] - 20), chance.uniform(20, height), chance.uniform(1.2, 3.4))
    return shape


def block(sheet: Sheet, x: float, base: float, width: float, height: float, colour: str, lit: int, seed: int) -> None:
    """Print a building with a grid of windows, `lit` of them lit."""
    sheet.cover(sheet.shape().box(x, base - height, width, height), colour)
    panes = [
        (x + 14 + 26 * column, base - height + 18 + 34 * row)
        for row in range(int((height - 20) / 34))
        for column in range(int((width - 14) / 26))
    ]
    Random(seed).shuffle(panes)  # noqa: S311  # not a secret
    bright = sheet.shape()
    dark = sheet.shape()
    for n, (left, top) in enumerate(panes):
        (bright if n < lit else dark).box(left, top, 12, 18)
    sheet.cover(bright, OCHRE)
    sheet.cover(dark, "#203a59" if colour != "#203a59" else NAVY)


def rack(sheet: Sheet, x: float, y: float, width: float, height: float, seed: int) -> None:
    """Print a rack of servers with their lamps."""
    chance = Random(seed)  # noqa: S311  # not a secret
    sheet.cover(sheet.shape().box(x, y, width, height, 6), NAVY)
    grooves, amber, red = sheet.shape(), sheet.shape(), sheet.shape()
    unit = y + 12
    while unit + 18 < y + height:
        grooves.box(x + 10, unit, width - 20, 16, 2)
        for n in range(3):
            (amber if chance.random() < 0.8 else red).circle(x + width - 22 - 14 * n, unit + 8, 3.4)
        unit += 26
    sheet.cover(grooves, "#2c4a6b")
    sheet.cover(amber, OCHRE)
    sheet.cover(red, CORAL)


def sunburst(shape: Shape, x: float, y: float, inner: float, outer: float, count: int, width: float) -> Shape:
    """Draw rays round a point."""
    for n in range(count):
        shape.line([polar(x, y, inner, n * 360 / count), polar(x, y, outer, n * 360 / count)], width)
    return shape


def steam(sheet: Sheet, x: float, y: float, height: float, width: float = 10, colour: str = PAPER) -> None:
    """Print a wisp that rises from a point."""
    wisp = [(x + 16 * math.sin(n / 9), y - height * n / 40) for n in range(41)]
    sheet.cover(sheet.shape().line(wisp, width), colour)
