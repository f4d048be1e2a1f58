"""Pictures of places and of people at work in them."""

from __future__ import annotations

import math

from pictures.motifs import block, hill, mast, rack, stars, steam, swell, waves
from pictures.press import (
    CORAL,
    NAVY,
    NIGHT,
    OCHRE,
    PAPER,
    SKY,
    TEAL,
    Shape,
    Sheet,
    across,
    around,
    bezier,
    curve,
    down,
    polar,
)


def swimming_pool() -> Sheet:
    """Draw a pool in the snow, warmed by the racks behind it."""
    sheet = Sheet(paper="#dfe9e6")
    sheet.screen(sheet.all(), SKY, down(420, 0, 0.0, 1.0), cell=30)
    for n in range(9):
        rack(sheet, 60 + n * 166, 70 + (n % 3) * 14, 148, 340 - (n % 3) * 14, 40 + n)
    sheet.cover(sheet.shape().box(0, 404, 1600, 40), PAPER)
    pool = sheet.shape().polygon([(210, 500), (1390, 500), (1640, 910), (-40, 910)])
    sheet.cover(sheet.shape().polygon([(180, 476), (1420, 476), (1700, 940), (-100, 940)]), PAPER)
    sheet.cover(pool, TEAL)
    sheet.screen(pool, NAVY, down(500, 900, 0.6, 0.0), cell=24)
    ropes = sheet.shape()
    for n in range(1, 5):
        ropes.line([(210 + 236 * n, 500), (-40 + 336 * n, 910)], 9, dash=20)
    sheet.cover(ropes.within(pool), OCHRE)
    pipe = sheet.shape()
    for x in (390, 1210):
        pipe.line([(x, 380), (x, 462), (x + (18 if x < 800 else -18), 540)], 30)
    sheet.cover(pipe, CORAL)
    for x, y, cap in ((470, 790, CORAL), (1060, 650, OCHRE)):
        wake = (
            sheet.shape().line([(x + 40, y + 8), (x - 150, y - 26)], 7).line([(x + 40, y + 30), (x - 150, y + 62)], 7)
        )
        sheet.cover(wake, SKY)
        sheet.cover(sheet.shape().ellipse(x - 30, y + 18, 92, 26), "#c98a5a")
        sheet.cover(
            sheet.shape().line(bezier((x + 6, y + 6), (x + 20, y - 74), (x + 84, y - 84), (x + 128, y + 14)), 22),
            "#c98a5a",
        )
        sheet.cover(sheet.shape().circle(x + 56, y + 14, 30), "#c98a5a")
        sheet.cover(sheet.shape().circle(x + 56, y + 8, 32).box(x + 20, y + 16, 80, 40, cut=True), cap)
        sheet.cover(sheet.shape().arc(x + 128, y + 26, 24, 190, 350, 7), PAPER)
    for n, (x, y) in enumerate([(330, 640), (700, 590), (860, 720), (1240, 760), (250, 800), (1100, 560)]):
        steam(sheet, x, y, 190 + 30 * (n % 3), 13)
    flakes = stars(sheet.shape(), 60, 5, 470)
    sheet.cover(flakes, PAPER)
    return sheet


def mole_plough() -> Sheet:
    """Draw a tractor that ploughs a duct into a striped field."""
    sheet = Sheet(paper="#fbe3b0")
    sheet.screen(sheet.all(), OCHRE, down(520, 0, 0.0, 0.9), cell=34)
    sheet.cover(sheet.shape().circle(330, 300, 130), CORAL)
    sheet.cover(hill(sheet, [(0, 500), (500, 430), (1050, 500), (1600, 420)]), "#7fbab0")
    sheet.cover(hill(sheet, [(0, 540), (700, 520), (1600, 500)]), TEAL)
    field = sheet.shape().polygon([(0, 600), (1600, 600), (1600, 900), (0, 900)])
    sheet.cover(field, "#6d4426")
    for n, colour in enumerate(["#8a5a33", "#7a4d2b", "#693f22"]):
        sheet.cover(
            sheet.shape().polygon(
                [*curve(0, 1600, lambda x, n=n: 600 + 62 * n + 5 * math.sin(x / 36 + n)), (1600, 900), (0, 900)]
            ),
            colour,
        )  # type: ignore[misc]
    trench = sheet.shape().line([(-20, 826), (420, 826)], 20)
    sheet.cover(trench.line(bezier((420, 826), (500, 826), (500, 780), (520, 700)), 20), CORAL)
    sheet.cover(sheet.shape().polygon([(510, 560), (566, 560), (560, 846), (470, 846)]), NIGHT)
    sheet.cover(sheet.shape().line([(540, 566), (800, 566)], 26).line([(540, 560), (640, 440), (780, 520)], 16), NIGHT)
    sheet.cover(sheet.shape().circle(470, 470, 128), "#9c6a3a")
    for radius, colour in ((104, CORAL), (84, "#b8402d"), (78, CORAL), (60, "#b8402d"), (54, CORAL), (34, "#9c6a3a")):
        sheet.cover(sheet.shape().circle(470, 470, radius), colour)
    sheet.cover(sheet.shape().circle(470, 470, 12).line([(470, 470), (590, 560)], 12), NIGHT)
    sheet.cover(sheet.shape().line(bezier((366, 480), (380, 620), (520, 560), (524, 700)), 16), CORAL)
    body = sheet.shape().polygon([(760, 470), (940, 470), (940, 420), (1280, 440), (1290, 600), (760, 610)])
    sheet.cover(body, NAVY)
    sheet.screen(body, NIGHT, down(430, 610, 0.0, 0.8), cell=18)
    cab = sheet.shape().polygon([(766, 470), (790, 270), (958, 270), (968, 470)])
    sheet.cover(cab, NAVY)
    sheet.cover(sheet.shape().polygon([(792, 452), (810, 296), (938, 296), (944, 452)]), SKY)
    sheet.cover(sheet.shape().circle(868, 366, 34).polygon([(822, 452), (840, 400), (900, 400), (918, 452)]), NIGHT)
    sheet.cover(sheet.shape().box(752, 252, 232, 26, 8).box(1150, 330, 22, 110, 4), NIGHT)
    steam(sheet, 1161, 316, 110, 16)
    grille = sheet.shape()
    for n in range(5):
        grille.line([(1110 + n * 30, 480), (1110 + n * 30, 560)], 8)
    sheet.cover(grille, OCHRE)
    for x, y, radius in ((840, 620, 150), (1230, 668, 100)):
        tyre = sheet.shape()
        for n in range(24):
            tyre.line([polar(x, y, radius - 20, 15 * n), polar(x, y, radius + 10, 15 * n + 5)], 16)
        sheet.cover(tyre.circle(x, y, radius), NIGHT)
        sheet.cover(sheet.shape().circle(x, y, radius * 0.58), CORAL)
        sheet.cover(sheet.shape().circle(x, y, radius * 0.2), NIGHT)
    return sheet


def rocket() -> Sheet:
    """Draw a rocket that climbs over a cape in the evening."""
    sheet = Sheet(paper="#f7a98f")
    sheet.screen(sheet.all(), CORAL, down(0, 700, 0.95, 0.0), cell=34)
    sheet.cover(sheet.shape().circle(1150, 640, 150), OCHRE)
    sheet.cover(swell(sheet, 690, 6, 240), TEAL)
    sheet.screen(swell(sheet, 690, 6, 240), NAVY, down(690, 900, 0.1, 0.9), cell=24)
    sheet.cover(hill(sheet, [(0, 700), (360, 690), (760, 770), (1000, 900), (1600, 905)]), NIGHT)
    plume = sheet.shape().polygon(
        [(640, 330), *bezier((628, 350), (600, 560), (580, 620), (470, 800)), (780, 800), (660, 350)]
    )
    for n in range(10):
        x, y = 640 - 8 * n, 470 + 34 * n
        plume.circle(x + 30 * math.sin(n * 2.1), y, 34 + 9 * n)
    for x, y, radius in (
        (330, 800, 110),
        (480, 800, 130),
        (650, 790, 140),
        (800, 812, 104),
        (910, 850, 80),
        (220, 850, 80),
    ):
        plume.circle(x, y, radius)
    sheet.cover(plume, PAPER)
    sheet.screen(plume, SKY, across(430, 820, 0.0, 1.0), cell=22)
    sheet.cover(sheet.shape().polygon([(614, 330), (672, 330), (643, 500)]), OCHRE)
    sheet.cover(sheet.shape().polygon([(628, 330), (658, 330), (643, 420)]), CORAL)
    body = (
        sheet.shape()
        .box(606, 120, 74, 214, 6)
        .polygon(
            [
                (606, 124),
                (680, 124),
                *bezier((680, 124), (676, 60), (656, 34), (643, 20)),
                *bezier((643, 20), (630, 34), (610, 60), (606, 124)),
            ]
        )
    )
    sheet.cover(body, PAPER)
    sheet.screen(body, NAVY, across(640, 690, 0.0, 0.7), cell=12)
    sheet.cover(sheet.shape().box(606, 150, 74, 22).box(606, 286, 74, 14), NAVY)
    sheet.cover(
        sheet.shape().polygon([(606, 250), (560, 340), (606, 332)]).polygon([(680, 250), (726, 340), (680, 332)]), NAVY
    )
    tower = mast(sheet.shape(), 180, 705, 330, 74, stroke=6)
    sheet.cover(tower, NIGHT)
    return sheet


def _goat(shape: Shape, x: float, y: float, size: float, facing: int) -> None:
    """Draw the outline of a goat that stands at a point."""

    def at(dx: float, dy: float) -> tuple[float, float]:
        return x + facing * dx * size, y + dy * size

    shape.polygon([at(-44, -70), at(30, -74), at(40, -52), at(32, -34), at(-40, -34), at(-50, -52)])
    shape.polygon([at(20, -70), at(44, -108), at(62, -114), at(84, -92), at(78, -84), at(58, -84), at(40, -50)])
    shape.line([at(48, -110), at(40, -130), at(26, -138)], 6 * size).line(
        [at(56, -112), at(52, -134), at(40, -144)], 6 * size
    )
    shape.line([at(70, -84), at(68, -68)], 6 * size).line([at(-46, -64), at(-58, -78)], 8 * size)
    for dx in (-40, -26, 20, 32):
        shape.line([at(dx, -40), at(dx + 2, 0)], 8 * size)


def ground_station() -> Sheet:
    """Draw dishes on a hillside, and the goats that keep the grass short."""
    sheet = Sheet(paper="#f9d88f")
    sheet.screen(sheet.all(), CORAL, down(620, 0, 0.0, 0.7), cell=36)
    sheet.cover(hill(sheet, [(0, 600), (500, 520), (1000, 600), (1600, 470)]), "#7fbab0")
    sheet.cover(hill(sheet, [(0, 700), (620, 640), (1600, 720)]), TEAL)
    for x, y, size in ((560, 400, 1.0), (1130, 500, 0.56)):
        foot = sheet.shape().polygon(
            [
                (x - 30 * size, y + 40 * size),
                (x + 50 * size, y + 40 * size),
                (x + 110 * size, y + 300 * size),
                (x - 90 * size, y + 300 * size),
            ]
        )
        sheet.cover(foot, NAVY)
        centre = polar(x, y, 60 * size, -50)
        rim = [polar(0, 0, 1, d) for d in range(0, 360, 4)]
        turn = math.radians(40)
        dish, inner = sheet.shape(), sheet.shape()
        for shape, long, short in ((dish, 260 * size, 120 * size), (inner, 236 * size, 98 * size)):
            shape.polygon(
                [
                    (
                        centre[0] + px * long * math.cos(turn) - py * short * math.sin(turn),
                        centre[1] + px * long * math.sin(turn) + py * short * math.cos(turn),
                    )
                    for px, py in rim
                ]
            )
        back = sheet.shape().polygon(
            [
                polar(*centre, 258 * size, 40),
                polar(*centre, 258 * size, 220),
                polar(*centre, 190 * size, 150),
                polar(*centre, 190 * size, 110),
            ]
        )
        sheet.cover(back, NAVY)
        sheet.cover(dish, NIGHT)
        sheet.cover(inner, PAPER)
        sheet.screen(inner, SKY, across(x - 200 * size, x + 200 * size, 1.0, 0.0), cell=18)
        focus = polar(*centre, 210 * size, -50)
        arms = sheet.shape().line([polar(*centre, 200 * size, 40), focus], 8 * size)
        arms.line([polar(*centre, 200 * size, 220), focus], 8 * size).line([centre, focus], 8 * size)
        sheet.cover(arms.circle(*focus, 22 * size), NIGHT)
        sheet.cover(waves(sheet.shape(), *focus, 4, 46 * size, 9 * size, -50), CORAL)
    flock = sheet.shape()
    _goat(flock, 890, 760, 1.15, 1)
    _goat(flock, 330, 790, 1.5, -1)
    _goat(flock, 1290, 760, 1.0, -1)
    sheet.cover(hill(sheet, [(0, 780), (700, 750), (1600, 760)]), "#2d7f7b")
    sheet.cover(flock, NIGHT)
    return sheet


def maintainer() -> Sheet:
    """Draw somebody at a desk at night, with a shelf of routers."""
    sheet = Sheet(paper=NIGHT)
    sheet.screen(sheet.all(), "#3b6288", around(900, 520, 640, 0.95, 0.0), cell=28, cover=True)
    sheet.cover(sheet.shape().box(0, 250, 1600, 22), "#58708c")
    lamps, reds = sheet.shape(), sheet.shape()
    for n in range(13):
        x = 40 + n * 122
        tall = 58 + 18 * (n * 7 % 4)
        sheet.cover(
            sheet.shape()
            .box(x, 250 - tall, 96, tall, 8)
            .line([(x + 16, 250 - tall), (x + 8, 190 - tall)], 8)
            .line([(x + 80, 250 - tall), (x + 88, 190 - tall)], 8),
            NAVY,
        )
        for lamp in range(3):
            (reds if (n + lamp) % 6 == 0 else lamps).circle(x + 24 + 22 * lamp, 234, 6)
    sheet.cover(lamps, OCHRE)
    sheet.cover(reds, CORAL)
    sheet.cover(sheet.shape().box(0, 740, 1600, 170), "#6d4426")
    sheet.cover(sheet.shape().box(0, 740, 1600, 18), "#9c6a3a")
    torso = sheet.shape().polygon(
        [
            *bezier((420, 745), (430, 560), (520, 500), (600, 496)),
            *bezier((640, 496), (760, 510), (800, 600), (830, 745)),
        ]
    )
    sheet.cover(torso, CORAL)
    sheet.screen(torso, "#7c2a20", across(820, 420, 0.0, 0.95), cell=20)
    sheet.cover(sheet.shape().box(592, 430, 66, 90, 24), "#b87548")
    sheet.cover(sheet.shape().ellipse(634, 380, 82, 98).polygon([(704, 372), (738, 404), (704, 414)]), "#c98a5a")
    hair = sheet.shape().ellipse(606, 342, 98, 82).ellipse(556, 410, 56, 100)
    hair.polygon([(640, 330), (724, 330), (716, 366), (650, 380), (640, 420), (600, 420)])
    sheet.cover(hair, NIGHT)
    sheet.cover(sheet.shape().arc(688, 382, 24, 0, 360, 6).line([(660, 380), (612, 372)], 6), PAPER)
    sheet.cover(sheet.shape().line([(600, 600), (700, 726), (900, 724)], 56), CORAL)
    sheet.cover(sheet.shape().box(880, 698, 76, 42, 20), "#c98a5a")
    sheet.cover(sheet.shape().polygon([(1010, 430), (1350, 400), (1350, 690), (1010, 664)]), "#0b1626")
    screen = sheet.shape().polygon([(1000, 440), (1030, 436), (1030, 660), (1000, 656)])
    sheet.cover(screen, SKY)
    glow = sheet.shape().polygon([(1000, 440), (1000, 656), (740, 620), (736, 430)])
    sheet.screen(glow, SKY, across(1000, 740, 0.5, 0.0), cell=18, cover=True)
    sheet.cover(sheet.shape().box(1150, 660, 60, 84).box(1080, 724, 200, 20, 8).box(900, 724, 150, 14, 6), "#0b1626")
    sheet.cover(sheet.shape().box(270, 664, 90, 78, 12).arc(270, 700, 28, 90, 270, 12), TEAL)
    steam(sheet, 315, 650, 120, 9, SKY)
    return sheet


def raised_hands() -> Sheet:
    """Draw a meeting that votes: hands, and sleeves of all kinds."""
    sheet = Sheet(paper="#f9dd98")
    sheet.screen(sheet.all(), OCHRE, around(800, 900, 900, 1.0, 0.0), cell=34)
    sleeves = [NAVY, CORAL, TEAL, "#6d4426", NAVY, CORAL, TEAL, NAVY]
    skins = ["#8a5a3a", "#e2b08a", "#c98a5a", "#f0c9a4", "#6b432b", "#d9a074", "#f0c9a4", "#8a5a3a"]
    for n, (colour, skin) in enumerate(zip(sleeves, skins, strict=True)):
        x, top = 120 + n * 196, 210 + (n * 97) % 190
        arm = sheet.shape().polygon([(x - 62, 920), (x - 48, top + 230), (x + 48, top + 230), (x + 62, 920)])
        sheet.cover(sheet.shape().box(x - 34, top + 120, 68, 140), skin)
        hand = sheet.shape().box(x - 52, top + 40, 104, 118, 40)
        for finger in range(4):
            drop = (16, 0, 4, 22)[finger]
            hand.box(x - 52 + finger * 26.5, top - 62 + drop, 24, 150, 12)
        hand.line([(x + 40, top + 120), (x + 76, top + 52)], 26)
        sheet.cover(hand, skin)
        sheet.cover(arm, colour)
        if n % 3 == 0:
            sheet.screen(arm, PAPER, lambda _x, _y: 0.22, cell=26, degrees=45, cover=True)
        if n % 3 == 1:
            stripes = sheet.shape()
            for row in range(20):
                stripes.box(x - 70, top + 290 + 46 * row, 140, 14)
            sheet.cover(stripes.within(arm), PAPER)
        sheet.cover(sheet.shape().box(x - 54, top + 222, 108, 34, 8), PAPER)
    return sheet


def last_dial_tone() -> Sheet:
    """Draw an exchange in the snow with its last wire, and a dial for a sun."""
    sheet = Sheet(paper=SKY)
    sheet.screen(sheet.all(), TEAL, down(700, 0, 0.0, 0.75), cell=34)
    sheet.cover(sheet.shape().circle(1090, 310, 230), OCHRE)
    holes = sheet.shape()
    for n in range(10):
        holes.circle(*polar(1090, 310, 158, 70 + n * 28), 33)
    sheet.cover(holes.circle(1090, 310, 88), "#f9dd98")
    sheet.cover(sheet.shape().line([polar(1090, 310, 190, 30), polar(1090, 310, 240, 30)], 20), CORAL)
    sheet.cover(hill(sheet, [(0, 560), (380, 380), (760, 570), (1200, 470), (1600, 590)]), "#8fb4bd")
    sheet.cover(hill(sheet, [(0, 700), (800, 650), (1600, 710)]), PAPER)
    block(sheet, 210, 710, 430, 330, "#a8432f", 1, 3)
    sheet.cover(sheet.shape().polygon([(180, 384), (425, 270), (670, 384)]), NAVY)
    sheet.cover(sheet.shape().polygon([(180, 384), (425, 270), (670, 384), (640, 384), (425, 300), (210, 384)]), PAPER)
    sheet.cover(sheet.shape().box(388, 590, 74, 120, 6), NAVY)
    poles = sheet.shape()
    for x, base, height in ((860, 720, 330), (1250, 740, 390)):
        poles.line([(x, base), (x, base - height)], 16)
        for level in (26, 74):
            poles.line([(x - 70, base - height + level), (x + 70, base - height + level)], 10)
    wires = sheet.shape()
    wires.line(bezier((640, 430), (720, 470), (780, 450), (860, 416)), 5)
    wires.line(bezier((860, 416), (1000, 470), (1120, 430), (1250, 376)), 5)
    wires.line(bezier((1250, 376), (1330, 470), (1370, 560), (1352, 650)), 5)
    for x, base, height in ((790, 720, 330), (930, 720, 330), (1180, 740, 390), (1320, 740, 390)):
        poles.box(x - 6, base - height + 4, 12, 22, 3).box(x - 6, base - height + 52, 12, 22, 3)
    sheet.cover(wires, "#a8432f")
    sheet.cover(poles, NIGHT)
    flakes = stars(sheet.shape(), 110, 21, 880)
    sheet.cover(flakes, PAPER)
    sheet.cover(stars(sheet.shape(), 40, 33, 640), "#e7f1ee")
    return sheet
