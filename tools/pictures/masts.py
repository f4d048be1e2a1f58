"""Pictures of masts, signals and the city."""

from __future__ import annotations

import math

from pictures.motifs import block, hill, mast, stars, swell, waves
from pictures.press import (
    CORAL,
    NAVY,
    NIGHT,
    OCHRE,
    PAPER,
    SKY,
    TEAL,
    Sheet,
    around,
    curve,
    down,
    polar,
)


def dark_mast() -> Sheet:
    """Draw a mast over a city without light."""
    sheet = Sheet(paper=NIGHT)
    sheet.screen(sheet.all(), "#35557a", around(980, 760, 900, 0.85, 0.0), cover=True)
    sheet.cover(sheet.shape().circle(980, 560, 190), CORAL)
    sheet.screen(sheet.shape().circle(980, 560, 190), OCHRE, down(370, 740, 0.65, 0.0), cover=True)
    sheet.cover(stars(sheet.shape(), 46, 3, 330), SKY)
    for n, (x, width, height) in enumerate(
        [
            *[(40, 120, 200), (170, 90, 290), (270, 150, 170), (430, 100, 250), (540, 130, 150)],
            *[(1120, 110, 190), (1240, 90, 300), (1340, 140, 210), (1490, 100, 260)],
        ]
    ):
        block(sheet, x, 780, width, height, "#0d1b2e", 1 if n in {1, 6} else 0, n)
    ground = hill(sheet, [(0, 770), (420, 760), (980, 640), (1600, 790)])
    sheet.cover(ground, "#0a1626")
    sheet.cover(mast(sheet.shape(), 980, 680, 360, stroke=8), "#0a1626")
    broken = sheet.shape()
    for radius in (112, 160, 208):
        for start in (-128, -96, -64):
            broken.arc(980, 250, radius, start, start + 12, 9)
    sheet.cover(broken, PAPER)
    sheet.cover(sheet.shape().line([(922, 192), (1038, 308)], 17).line([(1038, 192), (922, 308)], 17), CORAL)
    return sheet


def sleeping_masts() -> Sheet:
    """Draw masts asleep under a patchwork blanket of fields, by a large moon."""
    sheet = Sheet(paper="#274467")
    sheet.screen(sheet.all(), NIGHT, down(0, 620, 0.95, 0.0), cover=True)
    sheet.cover(stars(sheet.shape(), 60, 12, 420), SKY)
    sheet.cover(sheet.shape().circle(1240, 250, 150), "#f8dc9a")
    sheet.screen(sheet.shape().circle(1240, 250, 150), OCHRE, around(1180, 200, 260, 0.0, 0.9), cell=16)
    for x, base, height in ((330, 700, 400), (720, 690, 470), (1090, 700, 330)):
        sheet.cover(mast(sheet.shape(), x, base, height, stroke=8), PAPER)
        top = base - height
        sheet.cover(sheet.shape().polygon([(x - 46, top - 4), (x + 46, top - 4), (x + 96, top - 128)]), CORAL)
        sheet.cover(sheet.shape().box(x - 56, top - 16, 112, 26, 13).circle(x + 96, top - 128, 20), PAPER)
    sheet.cover(hill(sheet, [(0, 620), (500, 540), (1000, 610), (1600, 540)]), PAPER)
    blanket = hill(sheet, [(0, 660), (500, 580), (1000, 650), (1600, 580)])
    colours = [TEAL, OCHRE, CORAL, SKY, NAVY]
    for row in range(3):
        for column in range(11):
            patch = sheet.shape().box(column * 150 - 40 * (row % 2) - 10, 560 + row * 118, 150, 118)
            colour = colours[(column * 2 + row * 3) % 5]
            sheet.cover(patch.within(blanket), colour)
            if (column + row) % 2:
                sheet.screen(patch.within(blanket), NIGHT, lambda _x, _y: 0.12, cell=30, degrees=45)
    seams = sheet.shape()
    for row in range(1, 3):
        seams.line([(0, 560 + row * 118), (1600, 560 + row * 118)], 4, dash=14)
    for row in range(3):
        for column in range(12):
            x = column * 150 - 40 * (row % 2) - 10
            seams.line([(x, 562 + row * 118), (x, 678 + row * 118)], 4, dash=14)
    sheet.cover(seams.within(blanket), PAPER)
    return sheet


def timer() -> Sheet:
    """Draw a crowd of telephones that all call one cabinet at once, before a clock."""
    sheet = Sheet()
    face = sheet.shape().circle(1130, 450, 380)
    sheet.screen(face, OCHRE, around(1130, 450, 400, 0.1, 1.0), cell=23)
    sector = [(1130, 450), *(polar(1130, 450, 380, -90 + degrees) for degrees in range(0, 278, 2))]
    sheet.ink(sheet.shape().polygon(sector), "#f6a08c")
    marks = sheet.shape()
    for n in range(60):
        inner = 330 if n % 5 == 0 else 356
        marks.line([polar(1130, 450, inner, 6 * n), polar(1130, 450, 372, 6 * n)], 9 if n % 5 == 0 else 4)
    marks.arc(1130, 450, 386, 0, 360, 12)
    marks.line([(1130, 450), polar(1130, 450, 300, -90)], 10)
    marks.line([(1130, 450), polar(1130, 450, 250, 186)], 16).circle(1130, 450, 24)
    sheet.ink(marks, NAVY)
    beams = sheet.shape()
    phones = [(60 + 92 * column + 30 * (row % 2), 60 + 134 * row) for row in range(6) for column in range(5)]
    for x, y in phones:
        beams.line([(x + 27, y + 48), (1130, 450)], 3)
    sheet.ink(beams, CORAL)
    for n, (x, y) in enumerate(phones):
        sheet.cover(sheet.shape().box(x, y, 54, 96, 9), NAVY)
        screen = sheet.shape().box(x + 6, y + 11, 42, 68, 3)
        sheet.cover(screen, CORAL if n % 7 == 3 else SKY)
        bars = sheet.shape()
        for bar in range(4):
            bars.box(x + 12 + bar * 8, y + 62 - bar * 8, 5, 10 + bar * 8)
        sheet.cover(bars, NAVY)
    return sheet


def spectrum_blocks() -> Sheet:
    """Draw forty blocks of spectrum, four of them apart, and a wave through them."""
    sheet = Sheet()
    sheet.screen(sheet.all(), SKY, down(900, 0, 0.0, 0.7), cell=36)
    owners = [NAVY] * 14 + [TEAL] * 9 + [CORAL] * 7 + [OCHRE] * 6
    wave = curve(0, 1600, lambda x: 450 + 170 * math.sin(x / 250) * math.sin(x / 1600 * math.pi))
    ribbon = sheet.shape().line(wave, 26)
    for n, colour in enumerate(owners):
        column, row = divmod(n, 4)
        card = sheet.shape().box(110 + column * 128, 150 + row * 152, 114, 138, 8)
        sheet.cover(card, colour)
        sheet.screen(card, PAPER, down(200 + row * 152, 288 + row * 152, 0.0, 0.24), cell=23, degrees=20, cover=True)
        sheet.cover(ribbon.within(card), PAPER)
    for row in range(4):
        card = sheet.shape().box(1352, 150 + row * 152, 138, 138, 8)
        stripes = sheet.shape()
        for n in range(-2, 12):
            stripes.line([(1330 + n * 26, 140 + row * 152), (1190 + n * 26, 300 + row * 152)], 9)
        sheet.cover(card, PAPER)
        sheet.ink(stripes.within(card), TEAL)
        frame = sheet.shape().box(1360, 158 + row * 152, 122, 122, 4)
        sheet.ink(card.without(frame), NAVY)
    beyond = sheet.all().without(sheet.shape().box(104, 140, 1396, 620))
    sheet.ink(ribbon.within(beyond), CORAL)
    return sheet


def signals() -> Sheet:
    """Draw two masts on opposite cliffs that talk across the water."""
    sheet = Sheet()
    sheet.screen(sheet.all(), OCHRE, down(0, 640, 0.75, 0.0), cell=34)
    sheet.ink(sheet.shape().circle(800, 560, 170), CORAL)
    sheet.cover(swell(sheet, 600, 8, 260), TEAL)
    sheet.screen(swell(sheet, 600, 8, 260), NAVY, down(600, 900, 0.0, 0.7), cell=30)
    left = sheet.shape().polygon([(0, 470), (300, 470), (340, 540), (330, 640), (390, 720), (370, 900), (0, 900)])
    right = sheet.shape().polygon([(1600, 430), (1290, 430), (1250, 520), (1270, 620), (1210, 700), (1230, 900)])
    right.polygon([(1600, 430), (1600, 900), (1230, 900)])
    for cliff in (left, right):
        sheet.cover(cliff, NAVY)
    sheet.cover(mast(mast(sheet.shape(), 180, 475, 330, stroke=7), 1420, 435, 300, stroke=7), NAVY)
    arcs = waves(sheet.shape(), 180, 140, 6, 62, 9, 4)
    sheet.ink(waves(arcs, 1420, 130, 6, 62, 9, 176), NAVY)
    return sheet
