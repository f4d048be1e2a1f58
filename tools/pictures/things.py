"""Pictures of things: routers, chips, reels, receivers, letterboxes."""

from __future__ import annotations

import math
from random import Random

from pictures.motifs import sunburst, waves
from pictures.press import (
    CORAL,
    NAVY,
    NIGHT,
    OCHRE,
    PAPER,
    SKY,
    TEAL,
    Sheet,
    across,
    around,
    bezier,
    curve,
    down,
    polar,
)


def router() -> Sheet:
    """Draw a dormouse asleep on a warm router."""
    sheet = Sheet(paper=OCHRE)
    sheet.screen(sheet.all(), CORAL, around(800, 560, 900, 0.0, 0.62), cell=34, cover=True)
    sheet.cover(sheet.shape().circle(800, 520, 330), "#f9dd98")
    sheet.cover(sheet.shape().box(0, 720, 1600, 180), NAVY)
    aerials = sheet.shape()
    for x, lean in ((470, -46), (590, -16), (1010, 16), (1130, 46)):
        aerials.line([(x, 610), (x + lean, 240)], 26)
    sheet.cover(aerials, NIGHT)
    arcs = waves(waves(sheet.shape(), 424, 240, 3, 44, 10), 1176, 240, 3, 44, 10)
    sheet.cover(arcs, PAPER)
    case = sheet.shape().box(390, 580, 820, 150, 34)
    sheet.cover(case, PAPER)
    sheet.screen(case, SKY, down(590, 730, 0.0, 1.0), cell=15)
    lamps = sheet.shape()
    for n in range(6):
        lamps.circle(470 + 44 * n, 665, 10)
    sheet.cover(lamps, TEAL)
    sheet.cover(sheet.shape().circle(470, 665, 10), CORAL)
    grille = sheet.shape()
    for n in range(9):
        grille.line([(900 + 26 * n, 640), (900 + 26 * n, 692)], 7)
    sheet.cover(grille, NAVY)
    fur, dark = "#c9803f", "#8d5426"
    tail = bezier((660, 560), (560, 600), (560, 480), (690, 486))
    sheet.cover(sheet.shape().line(tail, 44), dark)
    body = sheet.shape().ellipse(800, 484, 176, 106).box(640, 500, 330, 84, 42)
    sheet.cover(body, fur)
    sheet.screen(body, dark, around(760, 420, 220, 0.0, 0.75), cell=15)
    head = sheet.shape().ellipse(918, 520, 92, 70).polygon([(960, 470), (1030, 548), (960, 580)])
    sheet.cover(sheet.shape().circle(872, 448, 38), dark)
    sheet.cover(sheet.shape().circle(872, 448, 22), "#f0b79a")
    sheet.cover(head, fur)
    sheet.cover(sheet.shape().circle(924, 444, 42), dark)
    sheet.cover(sheet.shape().circle(924, 446, 25), "#f0b79a")
    face = sheet.shape().arc(944, 506, 24, 20, 160, 7).circle(1026, 548, 11)
    face.line([(990, 556), (1060, 540)], 2.5).line([(990, 562), (1064, 562)], 2.5).line([(990, 566), (1056, 584)], 2.5)
    sheet.cover(face, NIGHT)
    sheet.cover(sheet.shape().ellipse(880, 576, 40, 15).ellipse(760, 580, 44, 14), "#f0b79a")
    snores = sheet.shape()
    for x, y, size in ((946, 388, 28), (904, 318, 40), (844, 236, 54)):
        snores.line([(x, y), (x + size, y), (x, y + size), (x + size, y + size)], size / 5)
    sheet.cover(snores, NAVY)
    return sheet


def chip_die() -> Sheet:
    """Draw a chip as a city seen from above, with a river of silt across it."""
    sheet = Sheet(paper=NAVY)
    sheet.screen(sheet.all(), "#33587f", around(800, 450, 900, 0.1, 0.8), cell=30, cover=True)
    pins = sheet.shape()
    for n in range(13):
        along = 470 + n * 55
        pins.box(along - 9, 50, 18, 60, 4).box(along - 9, 790, 18, 60, 4)
    for n in range(11):
        along = 175 + n * 55
        pins.box(365, along - 9, 60, 18, 4).box(1175, along - 9, 60, 18, 4)
    sheet.cover(pins, OCHRE)
    sheet.cover(sheet.shape().box(405, 90, 790, 720, 16), NIGHT)
    chance = Random(71)  # noqa: S311  # not a secret
    colours = [TEAL, SKY, CORAL, OCHRE, TEAL, "#58708c", "#f6d99a"]
    for row, (top, height) in enumerate([(112, 132), (252, 96), (356, 168), (532, 84), (624, 164)]):
        left = 427.0
        while left < 1160:
            width = min(chance.choice([48, 70, 96, 130, 180]), 1173 - left)
            if width >= 30:
                cell = sheet.shape().box(left, top, width - 8, height, 5)
                sheet.cover(cell, chance.choice(colours))
                ribs = sheet.shape()
                if chance.random() < 0.5:
                    for n in range(1, int(width / 14)):
                        ribs.line([(left + 14 * n, top + 12), (left + 14 * n, top + height - 12)], 4)
                elif (row + int(left)) % 2:
                    for n in range(1, int(height / 16)):
                        ribs.line([(left + 10, top + 16 * n), (left + width - 18, top + 16 * n)], 4)
                sheet.cover(ribs.within(cell), NIGHT)
            left += width
    bank = curve(-20, 1620, lambda x: 560 - 0.2 * x + 70 * math.sin(x / 170))
    sheet.cover(sheet.shape().line(bank, 128), NIGHT)
    river = sheet.shape().line(bank, 104)
    sheet.cover(river, "#c98a4b")
    flow = sheet.shape()
    for n, shift in enumerate((-30, -6, 18, 38)):
        lane = [(x, y + shift) for x, y in bank[n * 9 :]]
        flow.line(lane, 5, dash=34 + 9 * n)
    sheet.cover(flow, "#f3d3a0")
    return sheet


def fibre_reel() -> Sheet:
    """Draw a reel of duct in a field at evening."""
    sheet = Sheet()
    sheet.screen(sheet.all(), SKY, down(640, 0, 0.0, 1.0), cell=32)
    sheet.cover(sheet.shape().polygon([(0, 640), (1600, 560), (1600, 900), (0, 900)]), TEAL)
    furrows = sheet.shape()
    for n in range(-6, 14):
        furrows.line([(760 + n * 34, 590), (500 + n * 260, 920)], 9)
    ground = sheet.shape().polygon([(0, 640), (1600, 560), (1600, 900), (0, 900)])
    sheet.cover(furrows.within(ground), "#2d7f7b")
    sheet.cover(sheet.shape().ellipse(830, 822, 400, 30), "#22605f")
    duct = bezier((560, 500), (420, 860), (200, 840), (-30, 800))
    for x in (700, 960):
        sheet.cover(sheet.shape().ellipse(x, 490, 300 if x == 700 else 330, 330), "#9c6a3a" if x == 700 else "#c58b4d")
        if x == 700:
            drum = sheet.shape().box(700, 250, 260, 480).ellipse(700, 490, 218, 240)
            sheet.cover(drum, CORAL)
            turns = sheet.shape()
            for n in range(1, 11):
                turns.arc(640 + n * 24, 490, 238, 90, 270, 4)
            sheet.cover(turns.within(drum), "#b8402d")
    sheet.cover(sheet.shape().line(duct, 22), CORAL)
    face = sheet.shape().ellipse(960, 490, 330, 330)
    planks = sheet.shape()
    for n in range(-4, 5):
        planks.line([(960 + n * 74, 140), (960 + n * 74, 840)], 5)
    sheet.cover(planks.within(face), "#8d5c30")
    sheet.screen(face, "#8d5c30", across(700, 1290, 0.0, 0.6), cell=22)
    ring = sheet.shape().circle(960, 490, 330).circle(960, 490, 300, cut=True)
    sheet.cover(ring, "#8d5c30")
    sheet.cover(sheet.shape().circle(960, 490, 84), "#8d5c30")
    sheet.cover(sheet.shape().circle(960, 490, 46), NIGHT)
    bolts = sheet.shape()
    for n in range(8):
        bolts.circle(*polar(960, 490, 200, n * 45), 12)
    sheet.cover(bolts, NIGHT)
    return sheet


def receiver() -> Sheet:
    """Draw a telephone receiver that hangs off the hook, before concentric rings."""
    sheet = Sheet(paper=CORAL)
    rings = sheet.shape()
    for n in range(1, 9):
        rings.arc(1010, 450, 110 * n, 0, 360, 30)
    sheet.cover(rings, "#d94a34")
    cord = [(320 + 520 * n / 400, 150 + 560 * n / 400) for n in range(401)]
    coil = [
        (
            x + 34 * math.cos(n / 400 * math.tau * 17),
            y + 34 * math.sin(n / 400 * math.tau * 17) + 190 * math.sin(n / 400 * math.pi),
        )
        for n, (x, y) in enumerate(cord)
    ]
    sheet.cover(sheet.shape().line(coil, 15), NIGHT)
    sheet.cover(sheet.shape().box(90, -30, 320, 220, 26), NIGHT)
    sheet.cover(sheet.shape().box(150, -30, 200, 150, 16), NAVY)
    handle = bezier((900, 720), (1200, 760), (1330, 420), (1130, 190), 80)
    sheet.cover(sheet.shape().line(handle, 96), NIGHT)
    for x, y, degrees in ((872, 690, 248), (1100, 196, 172)):
        left, right = polar(x, y, 84, degrees - 90), polar(x, y, 84, degrees + 90)
        mouth = polar(x, y, 74, degrees)
        cup = sheet.shape().line([left, right], 74)
        cup.polygon(
            [
                polar(*left, 37, degrees - 90),
                polar(*right, 37, degrees + 90),
                polar(*mouth, 96, degrees + 90),
                polar(*mouth, 96, degrees - 90),
            ]
        )
        sheet.cover(cup, NIGHT)
        sheet.cover(sheet.shape().line([polar(*mouth, 86, degrees - 90), polar(*mouth, 86, degrees + 90)], 28), OCHRE)
    shine = bezier((960, 700), (1170, 700), (1250, 440), (1120, 250), 80)
    sheet.cover(sheet.shape().line(shine[10:60], 9), "#4a6a8d")
    return sheet


def letterbox() -> Sheet:
    """Draw a pillar box that has grown an aerial."""
    sheet = Sheet(paper=SKY)
    sheet.screen(sheet.all(), TEAL, down(900, 0, 0.0, 0.7), cell=34)
    sheet.cover(sunburst(sheet.shape(), 800, 250, 150, 1200, 28, 22), "#d6eae6")
    sheet.cover(sheet.shape().box(0, 780, 1600, 120), NAVY)
    kerb = sheet.shape()
    for n in range(9):
        kerb.box(n * 190 - 30, 800, 176, 100, 4)
    sheet.cover(kerb, "#2a4a6d")
    sheet.cover(waves(sheet.shape(), 800, 118, 2, 46, 12), NAVY)
    sheet.cover(sheet.shape().line([(800, 200), (800, 118)], 14).circle(800, 118, 16), NAVY)
    pillar = sheet.shape().box(610, 230, 380, 570)
    sheet.cover(pillar, CORAL)
    sheet.screen(pillar, "#8e2c22", across(720, 1000, 0.0, 0.9), cell=20)
    cap = sheet.shape().ellipse(800, 212, 220, 62).box(574, 208, 452, 48, 14)
    sheet.cover(cap, CORAL)
    sheet.screen(cap, "#8e2c22", across(760, 1030, 0.0, 0.9), cell=20)
    sheet.cover(sheet.shape().box(590, 256, 420, 14).box(590, 740, 420, 60), "#8e2c22")
    sheet.cover(sheet.shape().box(660, 330, 280, 40, 12), NIGHT)
    letter = sheet.shape().polygon([(700, 352), (700, 262), (900, 262), (900, 352)])
    sheet.cover(letter, PAPER)
    sheet.cover(sheet.shape().line([(702, 264), (800, 326), (898, 264)], 5), NAVY)
    sheet.cover(sheet.shape().circle(872, 282, 9), OCHRE)
    plate = sheet.shape().box(700, 430, 200, 240, 10)
    sheet.cover(plate, PAPER)
    bars = sheet.shape()
    for n in range(4):
        bars.box(730 + n * 38, 600 - n * 40, 26, 40 + n * 40, 3)
    sheet.cover(bars, NAVY)
    return sheet


def birds() -> Sheet:
    """Draw a kittiwake and a burgee whose shapes overlap."""
    sheet = Sheet()
    sheet.screen(sheet.all(), SKY, around(800, 450, 850, 0.0, 0.9), cell=36)
    flag = sheet.shape().polygon([(640, 190), (1420, 270), (1170, 440), (1420, 610), (640, 690)])
    sheet.ink(flag, OCHRE)
    sheet.screen(flag, CORAL, across(640, 1450, 0.1, 0.95), cell=24)
    sheet.cover(sheet.shape().line([(632, 90), (632, 860)], 24).circle(632, 84, 24), NAVY)
    body = sheet.shape()
    body.polygon(
        [
            *bezier((240, 640), (430, 650), (660, 560), (850, 416)),
            *bezier((892, 492), (800, 640), (560, 720), (240, 640)),
        ]
    )
    body.circle(852, 454, 62).polygon([(260, 640), (120, 590), (186, 654), (130, 716), (320, 668)])
    near = [
        *bezier((720, 520), (700, 330), (560, 190), (330, 110)),
        *bezier((330, 110), (400, 330), (440, 500), (560, 640)),
    ]
    far = [
        *bezier((640, 560), (700, 330), (860, 170), (1090, 80)),
        *bezier((1090, 80), (1010, 300), (930, 420), (800, 560)),
    ]
    body.polygon(near).polygon(far)
    sheet.ink(body, TEAL)
    tips = sheet.shape().box(0, 0, 1600, 232).within(body)
    sheet.ink(tips, "#35506e")
    sheet.cover(sheet.shape().polygon([(906, 424), (1010, 462), (900, 492)]), CORAL)
    sheet.cover(sheet.shape().circle(868, 436, 15), PAPER)
    sheet.cover(sheet.shape().circle(871, 436, 9), NIGHT)
    return sheet


def hourglass() -> Sheet:
    """Draw shelves almost empty of boxes, and an hourglass where the stock should be."""
    sheet = Sheet(paper="#23405f")
    sheet.screen(sheet.all(), NIGHT, around(800, 450, 950, 0.0, 0.9), cell=32)
    shelves = sheet.shape()
    for y in (330, 600, 870):
        shelves.box(0, y, 1600, 26)
    for x in (60, 520, 1060, 1516):
        shelves.box(x, 0, 24, 900)
    sheet.cover(shelves, "#58708c")
    chips = [(120, 330, OCHRE), (270, 330, CORAL), (1130, 600, TEAL), (120, 870, TEAL), (1330, 870, OCHRE)]
    for x, base, colour in chips:
        sheet.cover(sheet.shape().box(x, base - 120, 128, 120, 6), colour)
        sheet.cover(sheet.shape().box(x + 16, base - 66, 60, 44, 3), PAPER)
        sheet.cover(sheet.shape().box(x + 54, base - 120, 20, 36), NIGHT)
    frame = sheet.shape().box(600, 92, 400, 44, 12).box(600, 826, 400, 44, 12)
    for x in (630, 960):
        frame.box(x, 120, 16, 720)
    left = bezier((672, 136), (672, 380), (780, 400), (788, 481))
    lower = bezier((788, 481), (780, 562), (672, 580), (672, 826))
    right = [(1600 - x, y) for x, y in reversed([*left, *lower])]
    glass = sheet.shape().polygon([*left, *lower, *right])
    sheet.cover(frame, "#c58b4d")
    sheet.cover(glass, SKY)
    sand = sheet.shape().polygon([(600, 330), (800, 372), (1000, 330), (1000, 481), (600, 481)]).within(glass)
    heap = (
        sheet.shape().polygon(curve(600, 1000, lambda x: 826 - 170 * math.exp(-(((x - 800) / 110) ** 2)))).within(glass)
    )
    sheet.cover(sand, OCHRE)
    sheet.cover(heap, OCHRE)
    sheet.cover(sheet.shape().box(795, 470, 10, 250), OCHRE)
    crumbs = sheet.shape()
    for n in range(14):
        crumbs.box(690 + (n * 53) % 220, 770 - (n * 37) % 60, 15, 15, 2)
    sheet.cover(crumbs.within(heap), NIGHT)
    sheet.cover(sheet.shape().line([(706, 180), (716, 300)], 10).line([(712, 700), (706, 790)], 10), PAPER)
    return sheet
