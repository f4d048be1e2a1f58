"""Pictures for columns and small stories: a gull, a drawer, a card held up, four chairs."""

from __future__ import annotations

import math

from pictures.motifs import sunburst, swell
from pictures.press import CORAL, NAVY, NIGHT, OCHRE, PAPER, SKY, TEAL, Shape, Sheet, around, bezier, down


def gull() -> Sheet:
    """Draw a gull on the arm of a launch tower, and the rocket that waits for it."""
    sheet = Sheet(paper="#fbe3b0")
    sheet.screen(sheet.all(), CORAL, down(900, 0, 0.0, 0.7), cell=40)
    sheet.cover(sheet.shape().circle(420, 690, 180), OCHRE)
    sheet.cover(swell(sheet, 740, 7, 240), TEAL)
    sheet.screen(swell(sheet, 740, 7, 240), NAVY, down(740, 900, 0.1, 0.8), cell=26)
    body = sheet.shape().box(1060, 90, 250, 840)
    sheet.cover(
        body.polygon([(1060, 96), (1310, 96), *bezier((1310, 96), (1300, -60), (1250, -150), (1185, -200))]), PAPER
    )
    sheet.screen(body, NAVY, lambda x, _y: (x - 1170) / 200, cell=20)
    sheet.cover(sheet.shape().box(1060, 250, 250, 54).box(1060, 690, 250, 26), NAVY)
    tower = sheet.shape().box(1440, 0, 26, 900).box(1570, 0, 40, 900)
    for n in range(7):
        tower.line([(1453, 150 * n - 40), (1590, 150 * n + 110)], 12).line(
            [(1453, 150 * n + 110), (1590, 150 * n - 40)], 12
        )
    arm = tower.line([(1453, 460), (560, 460)], 22).line([(1453, 560), (600, 560)], 14)
    for n in range(6):
        arm.line([(600 + 144 * n, 556), (672 + 144 * n, 464), (744 + 144 * n, 556)], 9)
    sheet.cover(arm, NIGHT)
    legs = sheet.shape().line([(690, 380), (686, 450)], 8).line([(726, 380), (730, 450)], 8)
    sheet.cover(legs.line([(664, 450), (700, 450)], 7).line([(712, 450), (748, 450)], 7), NIGHT)
    bird = sheet.shape().polygon(
        [
            *bezier((520, 372), (600, 420), (780, 430), (822, 300)),
            *bezier((822, 300), (840, 180), (730, 180), (724, 256)),
            *bezier((724, 256), (700, 300), (600, 320), (520, 372)),
        ]
    )
    sheet.cover(bird, PAPER)
    wing = sheet.shape().polygon(
        [
            *bezier((760, 300), (720, 390), (600, 380), (470, 396)),
            *bezier((470, 396), (560, 330), (660, 280), (760, 300)),
        ]
    )
    sheet.cover(wing, "#8fa3b0")
    sheet.cover(sheet.shape().polygon([(470, 396), (548, 356), (560, 388)]), NIGHT)
    sheet.cover(sheet.shape().polygon([(818, 226), (892, 252), (818, 264)]), OCHRE)
    sheet.cover(sheet.shape().circle(786, 232, 9), NIGHT)
    return sheet


def drawer() -> Sheet:
    """Draw an open drawer with a tangle of old cables."""
    sheet = Sheet(paper=TEAL)
    sheet.screen(sheet.all(), "#2c827d", around(800, 330, 900, 0.0, 0.9), cell=32, cover=True)
    inside = sheet.shape().polygon([(250, 330), (1350, 330), (1480, 600), (120, 600)])
    sheet.cover(sheet.shape().polygon([(220, 300), (1380, 300), (1530, 610), (70, 610)]), "#9c6a3a")
    sheet.cover(inside, "#3a2617")
    for n, colour in enumerate([CORAL, SKY, OCHRE, PAPER, "#5f8fb5", CORAL, OCHRE, SKY, PAPER]):
        loop = [
            (
                790 + (430 - 22 * n) * math.sin(t / 40 * (1 + n % 3) + n * 1.7) * (0.62 + 0.3 * math.sin(t / 31 + n)),
                440 + 150 * math.sin(t / 40 * (2 + n % 2) + n * 0.9),
            )
            for t in range(0, 252, 2)
        ]
        sheet.cover(sheet.shape().line(loop, 25), "#24170e")
        sheet.cover(sheet.shape().line(loop, 15), colour)
        x, y = loop[-1]
        sheet.cover(sheet.shape().box(x - 30, y - 22, 60, 44, 8), NIGHT)
        sheet.cover(sheet.shape().box(x + 28, y - 13, 24, 26, 3), "#a9b6bd")
    front = sheet.shape().box(60, 590, 1480, 250, 14)
    sheet.cover(front, "#c58b4d")
    sheet.screen(front, "#8d5c30", down(600, 850, 0.0, 0.7), cell=24)
    sheet.cover(sheet.shape().box(640, 660, 320, 110, 10), PAPER)
    sheet.cover(sheet.shape().box(652, 672, 296, 86, 6).box(658, 678, 284, 74, 4, cut=True), NAVY)
    label = sheet.shape()
    label.line([(744, 704), (764, 740), (784, 704)], 10).line([(842, 740), (842, 690), (808, 726), (858, 726)], 10)
    sheet.cover(label, NAVY)
    return sheet


def card() -> Sheet:
    """Draw a hand that holds up a card with a heap of coins on it, in a blaze of glory."""
    sheet = Sheet(paper=OCHRE)
    sheet.cover(sunburst(sheet.shape(), 800, 340, 60, 1300, 24, 44), "#f8cf7a")
    sheet.screen(sheet.all(), CORAL, around(800, 340, 950, 0.0, 0.75), cell=36)
    sheet.cover(sheet.shape().polygon([(640, 920), (668, 770), (932, 770), (960, 920)]), NAVY)
    sheet.cover(sheet.shape().box(664, 744, 272, 52, 8), PAPER)
    sheet.cover(sheet.shape().box(700, 600, 200, 156), "#e2b08a")
    sheet.cover(sheet.shape().box(664, 500, 280, 170, 60), "#e2b08a")
    sheet.cover(sheet.shape().polygon([(470, 90), (1150, 130), (1120, 570), (440, 530)]), PAPER)
    coins = [(600, 1), (690, 2), (780, 3), (870, 5), (960, 7)]
    for x, count in coins:
        for n in range(count):
            y = 470 + (x - 600) * 0.06 - 42 * n
            sheet.cover(sheet.shape().ellipse(x, y + 9, 46, 20).box(x - 46, y - 8, 92, 18), "#c07c1d")
            sheet.cover(sheet.shape().ellipse(x, y - 8, 46, 20), OCHRE)
            sheet.cover(sheet.shape().ellipse(x, y - 8, 30, 11), "#f8cf7a")
    fingers = sheet.shape()
    for n in range(4):
        fingers.box(650 + 76 * n, 496 + 8 * n, 66, 104, 32)
    sheet.cover(fingers, "#e2b08a")
    nails = sheet.shape()
    for n in range(4):
        nails.box(666 + 76 * n, 506 + 8 * n, 34, 34, 14)
    sheet.cover(nails, "#f3d3bb")
    return sheet


def _chair(shape: Shape, x: float, y: float, lean: float = 0) -> Shape:
    """Draw a plain chair from the front, turned about its seat by an angle in degrees."""
    turn = math.radians(lean)

    def at(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * math.cos(turn) - dy * math.sin(turn), y + dx * math.sin(turn) + dy * math.cos(turn)

    for dx in (-92, 92):
        shape.line([at(dx, -310), at(dx, 210)], 24)
    shape.polygon([at(-92, -300), at(92, -300), at(92, -228), at(-92, -228)])
    shape.line([at(-92, -150), at(92, -150)], 18).line([at(-84, 110), at(84, 110)], 14)
    return shape.polygon([at(-124, -14), at(124, -14), at(104, 34), at(-104, 34)])


def chairs() -> Sheet:
    """Draw three chairs in a row, and a fourth that is about to be taken away or to fall."""
    sheet = Sheet(paper=SKY)
    sheet.screen(sheet.all(), TEAL, down(700, 0, 0.0, 0.6), cell=36)
    floor = sheet.shape().box(0, 660, 1600, 240)
    sheet.cover(floor, NAVY)
    boards = sheet.shape()
    for n in range(-4, 14):
        boards.line([(800 + (n - 5) * 130, 660), (800 + (n - 5) * 250, 910)], 5)
    sheet.cover(boards.within(floor), "#2a4a6d")
    for n, colour in enumerate([CORAL, PAPER, OCHRE]):
        sheet.cover(sheet.shape().ellipse(250 + 320 * n, 772, 150, 18), NIGHT)
        sheet.cover(_chair(sheet.shape(), 250 + 320 * n, 556), colour)
    sheet.cover(sheet.shape().ellipse(1330, 790, 170, 18), NIGHT)
    sheet.cover(_chair(sheet.shape(), 1300, 560, 24), NIGHT)
    return sheet
