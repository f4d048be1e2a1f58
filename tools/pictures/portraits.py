"""Portraits of people who do not exist: a head, a neck, shoulders, and what tells them apart."""

from __future__ import annotations

import math

from pictures.press import CORAL, NAVY, NIGHT, OCHRE, PAPER, TEAL, Sheet, around, bezier, curve, down


def _bust(ground: str, dots: str, skin: str, shade: str, coat: str) -> Sheet:
    """Print background, shoulders, neck, ears and an empty face."""
    sheet = Sheet(480, 480, ground)
    sheet.screen(sheet.all(), dots, around(240, 210, 330, 0.0, 0.9), cell=17, cover=True)
    shoulders = sheet.shape().polygon(
        [*bezier((30, 490), (40, 370), (140, 372), (206, 344)), *bezier((274, 344), (340, 372), (440, 370), (450, 490))]
    )
    sheet.cover(shoulders, coat)
    sheet.cover(sheet.shape().box(200, 268, 80, 104, 36), shade)
    sheet.cover(sheet.shape().ellipse(162, 226, 17, 25).ellipse(318, 226, 17, 25), shade)
    sheet.cover(sheet.shape().ellipse(240, 214, 80, 104), skin)
    side = sheet.shape().ellipse(240, 214, 80, 104).within(sheet.shape().box(240, 90, 100, 250))
    sheet.screen(side, shade, lambda x, _y: (x - 250) / 90, cell=12, cover=True)
    return sheet


def _features(sheet: Sheet, brow: str, mouth: str, smile: float = 14) -> None:
    """Print eyes, brows, nose and mouth."""
    sheet.cover(sheet.shape().ellipse(209, 216, 7, 8).ellipse(271, 216, 7, 8), NIGHT)
    brows = sheet.shape().line(curve(192, 226, lambda x: 196 - 5 * math.sin((x - 192) / 34 * math.pi)), 6)
    sheet.cover(brows.line(curve(254, 288, lambda x: 196 - 5 * math.sin((x - 254) / 34 * math.pi)), 6), brow)
    sheet.cover(sheet.shape().line([(240, 214), (231, 250), (244, 252)], 4.5), brow)
    lips = curve(214, 266, lambda x: 276 + smile * math.sin((x - 214) / 52 * math.pi))
    sheet.cover(sheet.shape().line(lips, 6), mouth)


def imogen() -> Sheet:
    """Draw the editor: cropped hair, round earrings, mustard jacket."""
    sheet = _bust(TEAL, "#2c827d", "#7a4a30", "#5d3522", OCHRE)
    hair = sheet.shape().ellipse(240, 176, 88, 86)
    sheet.cover(hair.without(sheet.shape().ellipse(240, 232, 74, 84)), NIGHT)
    _features(sheet, NIGHT, "#c2473a")
    sheet.cover(sheet.shape().circle(156, 272, 21).circle(156, 272, 11, cut=True), CORAL)
    sheet.cover(sheet.shape().circle(324, 272, 21).circle(324, 272, 11, cut=True), CORAL)
    sheet.cover(
        sheet.shape().polygon([(206, 352), (240, 440), (274, 352), (300, 366), (252, 490), (228, 490), (180, 366)]),
        PAPER,
    )
    lapels = sheet.shape().polygon([(190, 350), (232, 490), (150, 490), (164, 420), (138, 404), (160, 366)])
    lapels.polygon([(290, 350), (248, 490), (330, 490), (316, 420), (342, 404), (320, 366)])
    sheet.cover(lapels, "#d8962a")
    return sheet


def tomasz() -> Sheet:
    """Draw the networks correspondent: red beard, knitted hat, navy jumper."""
    sheet = _bust("#f9dd98", "#f3bf5c", "#f3cdb0", "#dfa684", NAVY)
    beard = sheet.shape().ellipse(240, 272, 82, 80).box(158, 210, 164, 60)
    face = sheet.shape().ellipse(240, 214, 62, 74)
    sheet.cover(beard.without(face), "#c4512d")
    _features(sheet, "#9b3d20", "#8e3a26", 10)
    moustache = sheet.shape().polygon([*bezier((240, 256), (210, 252), (196, 268), (190, 284)), (240, 276)])
    sheet.cover(moustache.polygon([*bezier((240, 256), (270, 252), (284, 268), (290, 284)), (240, 276)]), "#c4512d")
    hat = sheet.shape().polygon([(152, 168), *bezier((156, 168), (150, 40), (330, 40), (324, 168)), (328, 168)])
    sheet.cover(hat, CORAL)
    ribs = sheet.shape()
    for n in range(9):
        ribs.line([(176 + 16 * n, 150), (204 + 9 * n, 84)], 4)
    sheet.cover(ribs.within(hat), "#b8402d")
    sheet.cover(sheet.shape().box(146, 138, 188, 42, 18), OCHRE)
    sheet.cover(sheet.shape().circle(240, 62, 24), PAPER)
    sheet.cover(sheet.shape().box(186, 346, 108, 34, 16), "#27456a")
    stitches = sheet.shape()
    for row in range(3):
        for column in range(15):
            stitches.line(
                [
                    (50 + column * 28, 410 + row * 28),
                    (62 + column * 28, 422 + row * 28),
                    (74 + column * 28, 410 + row * 28),
                ],
                4,
            )
    coat = sheet.shape().polygon(
        [*bezier((40, 490), (50, 380), (140, 382), (206, 354)), *bezier((274, 354), (340, 382), (430, 380), (440, 490))]
    )
    sheet.cover(stitches.within(coat), "#3f6490")
    return sheet


def priya() -> Sheet:
    """Draw the policy editor: long dark hair, square glasses, coral blouse."""
    sheet = Sheet(480, 480, OCHRE)
    sheet.screen(sheet.all(), "#dc8f2e", around(240, 210, 330, 0.0, 0.9), cell=17, cover=True)
    backdrop = sheet.shape().polygon(
        [*bezier((130, 420), (110, 120), (170, 70), (240, 72)), *bezier((240, 72), (310, 70), (370, 120), (350, 420))]
    )
    sheet.cover(backdrop, NIGHT)
    front = _bust(OCHRE, OCHRE, "#b8784e", "#9a5e39", CORAL)
    figure = front.shape().ellipse(240, 214, 80, 104).box(200, 268, 80, 104, 36)
    figure.polygon(
        [*bezier((30, 490), (40, 370), (140, 372), (206, 344)), *bezier((274, 344), (340, 372), (440, 370), (450, 490))]
    )
    sheet.paste(front, figure)
    locks = sheet.shape().polygon(
        [
            *bezier((240, 92), (170, 92), (160, 170), (164, 240)),
            (150, 470),
            (112, 470),
            *bezier((128, 400), (110, 130), (180, 66), (244, 74)),
        ]
    )
    locks.polygon(
        [
            *bezier((236, 92), (320, 96), (322, 190), (316, 240)),
            (330, 470),
            (368, 470),
            *bezier((352, 400), (370, 130), (300, 66), (236, 74)),
        ]
    )
    sheet.cover(locks, NIGHT)
    sheet.cover(
        sheet.shape().polygon(
            [
                *bezier((244, 90), (190, 104), (176, 150), (164, 200)),
                *bezier((152, 150), (180, 76), (220, 80), (244, 90)),
            ]
        ),
        NIGHT,
    )
    _features(sheet, NIGHT, "#a8332a")
    frames = sheet.shape().box(180, 194, 56, 46, 8).box(187, 201, 42, 32, 4, cut=True)
    frames.box(244, 194, 56, 46, 8).box(251, 201, 42, 32, 4, cut=True).line([(236, 208), (244, 208)], 6)
    sheet.cover(frames, "#7c1f1a")
    sheet.cover(sheet.shape().polygon([(206, 352), (240, 408), (274, 352)]), "#9a5e39")
    collar = (
        sheet.shape()
        .polygon([(200, 344), (240, 412), (204, 446), (168, 364)])
        .polygon([(280, 344), (240, 412), (276, 446), (312, 364)])
    )
    sheet.cover(collar, PAPER)
    return sheet


def lucia() -> Sheet:
    """Draw the business correspondent: a bob, a fringe, a teal roll-neck."""
    sheet = _bust(CORAL, "#c9452f", "#e8b68c", "#cf9165", TEAL)
    bob = sheet.shape().ellipse(240, 190, 108, 112).box(132, 190, 216, 122, 26)
    sheet.cover(bob.without(sheet.shape().ellipse(240, 230, 76, 90).box(196, 290, 88, 60)), "#3a2230")
    _features(sheet, "#3a2230", "#b03a2e", 12)
    fringe = sheet.shape().polygon(
        [*bezier((160, 184), (164, 100), (316, 100), (320, 184)), (320, 186), (240, 178), (160, 186)]
    )
    sheet.cover(fringe, "#3a2230")
    strands = sheet.shape()
    for n in range(7):
        strands.line([(186 + 18 * n, 172), (206 + 11 * n, 118)], 3)
    sheet.cover(strands, "#5c3b4c")
    neck = sheet.shape().box(184, 318, 112, 66, 22)
    sheet.cover(neck, "#318680")
    folds = sheet.shape().line([(192, 342), (288, 342)], 4).line([(190, 362), (290, 362)], 4)
    sheet.cover(folds, "#256a66")
    return sheet


def kofi() -> Sheet:
    """Draw the devices editor: flat top, moustache, checked shirt."""
    sheet = _bust("#8cc3bd", "#5aa7a0", "#5f3a27", "#47291a", "#b8402d")
    top = sheet.shape().polygon([(160, 200), (150, 104), (160, 86), (322, 80), (332, 98), (320, 200)])
    sheet.cover(top.without(sheet.shape().ellipse(240, 232, 76, 86)), "#0b1420")
    _features(sheet, "#0b1420", "#a64b3c", 10)
    moustache = sheet.shape().polygon(
        [
            *bezier((196, 272), (210, 254), (270, 254), (284, 272)),
            *bezier((284, 272), (262, 266), (218, 266), (196, 272)),
        ]
    )
    sheet.cover(moustache, "#0b1420")
    coat = sheet.shape().polygon(
        [*bezier((30, 490), (40, 370), (140, 372), (206, 344)), *bezier((274, 344), (340, 372), (440, 370), (450, 490))]
    )
    checks = sheet.shape()
    for n in range(12):
        checks.line([(20 + 44 * n, 330), (20 + 44 * n, 490)], 11).line([(0, 344 + 44 * n), (480, 344 + 44 * n)], 11)
    sheet.cover(checks.within(coat), OCHRE)
    fine = sheet.shape()
    for n in range(12):
        fine.line([(42 + 44 * n, 330), (42 + 44 * n, 490)], 4).line([(0, 366 + 44 * n), (480, 366 + 44 * n)], 4)
    sheet.cover(fine.within(coat), NIGHT)
    sheet.cover(sheet.shape().polygon([(200, 346), (280, 346), (300, 490), (180, 490)]), PAPER)
    sheet.cover(sheet.shape().box(200, 300, 80, 70, 34), "#47291a")
    return sheet


def hana() -> Sheet:
    """Draw the space correspondent: white bun, pencil behind the ear, striped top."""
    sheet = _bust("#27456a", NIGHT, "#f0c7a6", "#d99f78", PAPER)
    specks = sheet.shape()
    for n in range(26):
        specks.circle((n * 137 + 31) % 480, (n * 89 + 20) % 300, 1.6 + n % 3)
    face = sheet.shape().ellipse(240, 200, 130, 150)
    sheet.cover(specks.without(face), PAPER)
    sheet.cover(sheet.shape().circle(240, 76, 48), "#e6e9e6")
    sheet.screen(sheet.shape().circle(240, 76, 48), "#a8b5b8", down(50, 124, 0.0, 0.8), cell=12)
    hair = sheet.shape().ellipse(240, 186, 96, 98)
    sheet.cover(hair.without(sheet.shape().ellipse(240, 240, 74, 96)), "#f3f2ec")
    combed = sheet.shape()
    for n in range(7):
        combed.line(
            bezier((240, 92), (200 + 13 * n, 100), (160 + 26 * n, 120), (156 + 28 * n, 150 - 6 * abs(3 - n))), 3
        )
    sheet.cover(combed.without(sheet.shape().ellipse(240, 240, 74, 96)), "#c9d1d0")
    _features(sheet, "#8f9a9c", "#b8493c")
    sheet.cover(sheet.shape().line([(318, 216), (384, 150)], 13), OCHRE)
    sheet.cover(sheet.shape().polygon([(312, 230), (314, 212), (326, 222)]), NIGHT)
    sheet.cover(sheet.shape().line([(384, 150), (392, 142)], 14), CORAL)
    coat = sheet.shape().polygon(
        [*bezier((30, 490), (40, 370), (140, 372), (206, 344)), *bezier((274, 344), (340, 372), (440, 370), (450, 490))]
    )
    stripes = sheet.shape()
    for n in range(5):
        stripes.line(curve(0, 480, lambda x, n=n: 392 + 30 * n - 16 * math.sin(x / 480 * math.pi)), 13)  # type: ignore[misc]
    sheet.cover(stripes.within(coat), TEAL)
    sheet.cover(sheet.shape().ellipse(240, 350, 56, 26), "#d99f78")
    return sheet


def staff() -> Sheet:
    """Draw the desk's byline: an exchange panel with one lamp lit."""
    sheet = Sheet(480, 480, NAVY)
    glow = around(320, 160, 190, 1.0, 0.0)
    sheet.screen(sheet.all(), OCHRE, glow, cell=17, cover=True)
    for row in range(5):
        for column in range(5):
            x, y = 80 + 80 * column, 80 + 80 * row
            lit = (row, column) == (1, 3)
            sheet.cover(sheet.shape().box(x - 31, y - 31, 62, 62, 10), CORAL if lit else "#2f5379")
            sheet.cover(sheet.shape().circle(x, y, 20), "#ffe6a8" if lit else NIGHT)
            sheet.cover(sheet.shape().circle(x - 5, y - 5, 6), PAPER if lit else "#4a6f99")
    cord = bezier((160, 500), (120, 330), (330, 420), (320, 240))
    sheet.cover(sheet.shape().line(cord, 16), CORAL)
    sheet.cover(sheet.shape().box(306, 218, 28, 60, 8), PAPER)
    return sheet
