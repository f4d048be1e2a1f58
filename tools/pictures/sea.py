"""Pictures of cables, ships and the sea."""

# ruff: noqa: PLR0917  # coordinates read best in their usual order, without names

from __future__ import annotations

import math

from pictures.motifs import hill, stars, swell, waves
from pictures.press import (
    CORAL,
    NAVY,
    NIGHT,
    OCHRE,
    PAPER,
    SKY,
    TEAL,
    Point,
    Shape,
    Sheet,
    across,
    around,
    bezier,
    down,
    polar,
)


def _island(shape: Shape, x: float, y: float, radius: float, seed: float, squash: float = 0.7) -> Shape:
    """Draw an island with an uneven coast."""
    outline: list[Point] = []
    for degrees in range(0, 360, 4):
        turn = math.radians(degrees)
        uneven = 1 + 0.16 * math.sin(3 * turn + seed) + 0.1 * math.sin(5 * turn + 2 * seed) + 0.05 * math.sin(9 * turn)
        point = polar(0, 0, radius * uneven, degrees)
        outline.append((x + point[0], y + point[1] * squash))
    return shape.polygon(outline)


def _coast(x: float, seed: float, sign: int) -> list[Point]:
    """Return an uneven coast from the top of the sheet to the bottom."""
    return [
        (x + sign * (70 * math.sin(y / 170 + seed) + 30 * math.sin(y / 61 + seed) + 9 * math.sin(y / 17)), y)
        for y in range(-10, 920, 6)
    ]


def _chart(sheet: Sheet) -> None:
    """Print the sea of a chart with its grid."""
    sheet.cover(sheet.all(), SKY)
    sheet.screen(sheet.all(), TEAL, around(760, 470, 620, 0.8, 0.0), cell=36)
    grid = sheet.shape()
    for n in range(1, 9):
        grid.line([(n * 180, 0), (n * 180, 900)], 1.6).line([(0, n * 120), (1600, n * 120)], 1.6)
    sheet.cover(grid, "#e4efe9")


def _land(sheet: Sheet, shape: Shape, colour: str = PAPER) -> None:
    sheet.cover(shape, colour)
    sheet.screen(shape, OCHRE, lambda _x, _y: 0.25, cell=42, degrees=15)


def cable_map() -> Sheet:
    """Draw the map of the break: islands, a mainland, two cables, a cross."""
    sheet = Sheet()
    _chart(sheet)
    mainland = sheet.shape().polygon([*_coast(1290, 0.6, 1), (1610, 910), (1610, -10)])
    north = sheet.shape().polygon([(-10, -10), (760, -10), (640, 60), (430, 70), (260, 130), (110, 110), (-10, 190)])
    islands = _island(sheet.shape(), 270, 520, 120, 1.0)
    _island(islands, 420, 640, 62, 2.0)
    _island(islands, 170, 690, 46, 4.0)
    _island(islands, 400, 410, 30, 0.4)
    for land in (mainland, north, islands):
        _land(sheet, land)
    old = bezier((330, 560), (560, 830), (930, 820), (1262, 720))
    new = bezier((340, 500), (600, 300), (900, 330), (1328, 420))
    sheet.cover(sheet.shape().line(old, 6, dash=16), NAVY)
    sheet.cover(sheet.shape().line(new, 20), PAPER)
    sheet.cover(sheet.shape().line(new, 11), NAVY)
    x, y = new[46]
    for radius in (118, 84):
        sheet.cover(sheet.shape().arc(x, y, radius, 0, 360, 5), CORAL)
    sheet.cover(sheet.shape().circle(x, y, 50), SKY)
    sheet.cover(sheet.shape().line([(x - 40, y - 40), (x + 40, y + 40)], 20), CORAL)
    sheet.cover(sheet.shape().line([(x - 40, y + 40), (x + 40, y - 40)], 20), CORAL)
    for px, py in ((340, 500), (330, 560), (1328, 420), (1262, 720)):
        sheet.cover(sheet.shape().circle(px, py, 17), NAVY)
        sheet.cover(sheet.shape().circle(px, py, 8), PAPER)
    rose = sheet.shape()
    for n in range(8):
        tip, left, right = (
            polar(1020, 160, r, 45 * n - 90 + d) for r, d in ((76 if n % 2 == 0 else 44, 0), (16, 45), (16, -45))
        )
        rose.polygon([tip, left, (1020, 160), right])
    sheet.cover(rose, NAVY)
    return sheet


def cable_ring() -> Sheet:
    """Draw the ring of cable whose last quarter is only planned."""
    sheet = Sheet(paper=NAVY)
    sheet.screen(sheet.all(), "#2f5379", around(800, 450, 760, 0.8, 0.0), cover=True)
    mainland = sheet.shape().polygon([*_coast(1330, 2.2, 1), (1610, 910), (1610, -10)])
    west = sheet.shape().polygon([*_coast(240, 0.2, 1), (-10, 910), (-10, -10)])
    islands = _island(sheet.shape(), 760, 720, 110, 1.0)
    _island(islands, 930, 790, 48, 2.0)
    _island(islands, 620, 800, 36, 4.0)
    for land in (mainland, west, islands):
        sheet.cover(land, TEAL)
        sheet.screen(land, NAVY, lambda _x, _y: 0.16, cell=34, degrees=15)
    built = sheet.shape().arc(800, 450, 300, -200, 62, 17)
    planned = sheet.shape()
    for start in range(70, 156, 8):
        planned.arc(800, 450, 300, start, start + 3.4, 13)
    sheet.cover(built, OCHRE)
    sheet.cover(planned, PAPER)
    for degrees in (-200, -130, -60, 10, 66):
        x, y = polar(800, 450, 300, degrees)
        sheet.cover(sheet.shape().circle(x, y, 30), NAVY)
        sheet.cover(sheet.shape().circle(x, y, 21), PAPER)
        sheet.cover(sheet.shape().circle(x, y, 10), CORAL)
    return sheet


def ship() -> Sheet:
    """Draw a cable ship with her bow wheel, and the cable to the sea bed."""
    sheet = Sheet()
    sheet.screen(sheet.all(), CORAL, down(0, 470, 0.6, 0.0), cell=36)
    sheet.ink(sheet.shape().circle(430, 330, 170), OCHRE)
    sheet.cover(swell(sheet, 520, 9, 200, 1.0), SKY)
    hull = sheet.shape().polygon([(330, 400), (1270, 400), (1330, 372), (1400, 372), (1330, 560), (390, 560)])
    sheet.cover(hull, NAVY)
    sheet.cover(sheet.shape().polygon([(372, 500), (1352, 500), (1330, 560), (390, 560)]), CORAL)
    house = sheet.shape().box(430, 290, 330, 112).box(470, 214, 240, 80).box(530, 164, 130, 54)
    sheet.cover(house, PAPER)
    sheet.screen(house, SKY, across(430, 760, 0.0, 0.9), cell=15)
    panes = sheet.shape().box(484, 236, 212, 22, 4).box(544, 178, 102, 18, 4)
    for n in range(9):
        panes.circle(456 + n * 35, 340, 9)
    sheet.cover(panes, NAVY)
    funnel = sheet.shape().polygon([(760, 402), (772, 250), (850, 250), (862, 402)])
    sheet.cover(funnel, OCHRE)
    sheet.cover(funnel.within(sheet.shape().box(740, 276, 140, 30)), NAVY)
    rigging = sheet.shape().line([(595, 164), (595, 70)], 7).line([(560, 100), (630, 100)], 5)
    rigging.line([(595, 80), (330, 396)], 2.5).line([(595, 80), (1100, 320)], 2.5)
    rigging.line([(1100, 402), (1100, 300)], 9).line([(1100, 306), (960, 396)], 7)
    sheet.cover(rigging, NAVY)
    sheet.cover(sheet.shape().box(905, 344, 150, 58, 6), TEAL)
    x, y = 1408, 352
    sheet.cover(sheet.shape().line([(1250, 402), (x, y)], 18), NAVY)
    sheet.cover(sheet.shape().circle(x, y, 64), NAVY)
    sheet.cover(sheet.shape().circle(x, y, 48), PAPER)
    spokes = sheet.shape()
    for n in range(4):
        spokes.line([polar(x, y, 50, 45 * n), polar(x, y, -50, 45 * n)], 6)
    sheet.cover(spokes.circle(x, y, 13), NAVY)
    near = swell(sheet, 548, 12, 260)
    sheet.cover(near, TEAL)
    sheet.screen(near, NAVY, down(548, 900, 0.05, 1.0), cell=28)
    bed = hill(sheet, [(0, 850), (500, 800), (1100, 846), (1600, 800)])
    cable = [(x + 64, y), *bezier((x + 64, y), (x + 70, 760), (1180, 820), (600, 816))]
    sheet.cover(sheet.shape().line(cable, 9), OCHRE)
    sheet.cover(sheet.shape().line([*bezier((600, 816), (430, 812), (180, 836), (-20, 832))], 9), OCHRE)
    sheet.cover(bed, NIGHT)
    return sheet


def wheel() -> Sheet:
    """Draw the wheel at the bow with the cable on it, upright."""
    sheet = Sheet(1000, 1250)
    sheet.screen(sheet.all(), OCHRE, down(0, 700, 0.7, 0.05), cell=34)
    sea = swell(sheet, 800, 12, 330, 0.6)
    sheet.cover(sea, TEAL)
    sheet.screen(sea, NAVY, down(800, 1250, 0.1, 1.0), cell=28)
    hull = sheet.shape().polygon([(-20, 640), (420, 640), (640, 560), (560, 980), (380, 1260), (-20, 1260)])
    sheet.cover(hull, NAVY)
    sheet.cover(hull.within(sheet.shape().box(-20, 1060, 700, 220)), CORAL)
    x, y = 590, 430
    sheet.cover(sheet.shape().polygon([(300, 650), (400, 650), (x + 30, y), (x - 30, y)]), NIGHT)
    sheet.cover(sheet.shape().circle(x, y, 300), NIGHT)
    sheet.cover(sheet.shape().circle(x, y, 262), CORAL)
    sheet.screen(sheet.shape().circle(x, y, 262), NIGHT, around(x - 90, y - 90, 420, 0.0, 0.9), cell=20)
    sheet.cover(sheet.shape().circle(x, y, 214), PAPER)
    spokes = sheet.shape()
    for n in range(5):
        spokes.line([polar(x, y, 220, 36 * n + 9), polar(x, y, -220, 36 * n + 9)], 22)
    sheet.cover(spokes.circle(x, y, 54), NIGHT)
    sheet.cover(sheet.shape().circle(x, y, 22), OCHRE)
    over = [polar(x, y, 292, degrees) for degrees in range(-150, 1, 3)]
    cable = sheet.shape().line([(-20, 560), *over, (x + 292, 1270)], 26)
    sheet.cover(cable, NIGHT)
    sheet.screen(cable, OCHRE, lambda _x, _y: 0.5, cell=13, cover=True)
    return sheet


def splice() -> Sheet:
    """Draw a cable cut back in steps to its fibres."""
    sheet = Sheet(paper="#e9efe6")
    sheet.screen(sheet.all(), SKY, across(1600, 0, 0.0, 1.0), cell=26)
    layers = [(620, 150, NIGHT), (800, 118, OCHRE), (960, 92, "#8fa3b0"), (1080, 62, CORAL), (1180, 36, PAPER)]
    for end, half, colour in reversed(layers):
        tube = sheet.shape().box(-40, 450 - half, end + 40, 2 * half, 10)
        sheet.cover(tube, colour)
        sheet.screen(tube, NIGHT, down(450 - half * 0.1, 450 + half, 0.0, 0.55), cell=18)
    steel = sheet.shape().box(-40, 450 - 92, 1000, 184, 10)
    strands = sheet.shape()
    for n in range(12):
        strands.line([(790 + n * 22, 350), (720 + n * 22, 550)], 3)
    sheet.ink(strands.within(steel.without(sheet.shape().box(-40, 0, 840, 900))), NAVY)
    colours = [NAVY, CORAL, TEAL, OCHRE]
    for n in range(16):
        y = 430 + 2.7 * n
        fan = bezier((1170, y), (1290, y), (1330, 70 + 50 * n), (1640, 60 + 52 * n))
        sheet.cover(sheet.shape().line(fan, 5), colours[n % 4])
    rings = sheet.shape().box(560, 300, 14, 300).box(520, 300, 14, 300)
    sheet.cover(rings, OCHRE)
    return sheet


def fishing_boat() -> Sheet:
    """Draw a small boat at night in the beam of a satellite."""
    sheet = Sheet(paper=NIGHT)
    sheet.screen(sheet.all(), "#2d4f76", down(0, 640, 0.1, 0.9), cover=True)
    sheet.cover(stars(sheet.shape(), 70, 8, 480), SKY)
    beam = sheet.shape().polygon([(1130, 150), (1170, 150), (960, 640), (560, 640)])
    sheet.screen(beam, OCHRE, down(150, 640, 0.9, 0.25), cell=18, cover=True)
    body = sheet.shape().box(1110, 92, 80, 62, 8)
    wings = sheet.shape().box(950, 102, 140, 42, 3).box(1210, 102, 140, 42, 3)
    sheet.cover(wings, TEAL)
    bars = sheet.shape()
    for n in range(8):
        bars.box((984 if n < 4 else 1244) + (n % 4) * 30, 100, 4, 46)
    sheet.cover(bars.line([(1090, 123), (1210, 123)], 8), PAPER)
    sheet.cover(body, PAPER)
    sheet.cover(sheet.shape().ellipse(1150, 164, 32, 14), CORAL)
    far = swell(sheet, 622, 14, 330, 0.5)
    sheet.cover(far, "#2f6f7a")
    hull = sheet.shape().polygon([(520, 560), (1010, 548), (1050, 520), (985, 680), (580, 690)])
    sheet.cover(hull, CORAL)
    sheet.cover(
        sheet.shape().polygon([(520, 560), (1010, 548), (1050, 520), (1042, 545), (1006, 572), (526, 584)]), PAPER
    )
    sheet.cover(sheet.shape().polygon([(640, 560), (656, 420), (800, 414), (812, 556)]), PAPER)
    sheet.cover(sheet.shape().polygon([(636, 420), (820, 412), (812, 390), (648, 398)]), NAVY)
    sheet.cover(sheet.shape().box(682, 446, 96, 54, 6), OCHRE)
    rig = (
        sheet.shape()
        .line([(860, 552), (860, 330)], 9)
        .line([(860, 350), (985, 470)], 6)
        .line([(860, 334), (1046, 522)], 3)
    )
    sheet.cover(rig.line([(730, 394), (730, 320)], 6), PAPER)
    sheet.cover(waves(sheet.shape(), 730, 318, 3, 28, 6), CORAL)
    near = swell(sheet, 668, 20, 400, 2.2)
    sheet.cover(near, TEAL)
    sheet.screen(near, NIGHT, down(660, 900, 0.1, 1.0), cell=23)
    return sheet
