"""Cards: the picture of 1,200 by 630 pixels that stands for an article without one, drawn from its words alone.

What is drawn is coverage, in grey, and the colours come in as a palette of sixteen shades each: so a card is drawn in
a few milliseconds and is small as a file. Letters that the theme's fonts do not have are never drawn as boxes: a
headline in such a script is left out, and the card is that of the publication.
"""

from __future__ import annotations

from datetime import datetime, time
from functools import lru_cache
from io import BytesIO

from babel import Locale
from PIL import Image, ImageColor, ImageDraw, ImageFont

from ssg.pages.social_cards import CARD_HEIGHT, CARD_WIDTH, CardText
from ssg.theme.card_design import CardDesign
from ssg.theme.words import date_in_words

_MARGIN = 72
_BAND = 14
"""The height of the band at the top."""
_TOP, _BOTTOM = 150, CARD_HEIGHT - 120
"""Where the headline may stand."""
_SIZES = (84, 76, 68, 60, 54, 48, 42, 36)
_LEADING = 1.18
_STEPS = 16
"""Shades between the paper and each of the two colours."""
_MISSING = "\uffff"
"""No font has it: it looks like every other letter that a font does not have."""


class CardPainter:
    """Draws cards in one design. Holds the fonts: make one in each worker."""

    def __init__(self, design: CardDesign) -> None:
        self._design = design
        self._palette = [*_ramp(design.paper, design.ink), *_ramp(design.paper, design.accent)]
        self._known: dict[str, bool] = {}

    def draw(self, text: CardText) -> bytes:
        """Return a card as a PNG."""
        ink = Image.new("L", (CARD_WIDTH, CARD_HEIGHT), 0)
        accent = Image.new("L", (CARD_WIDTH, _TOP), 0)
        black, colour = ImageDraw.Draw(ink), ImageDraw.Draw(accent)
        colour.rectangle((0, 0, CARD_WIDTH, _BAND), fill=255)
        day = date_in_words(datetime.combine(text.day, time()), Locale.parse(text.language, sep="-"))
        headline = text.headline if self._has(text.headline) else ""
        self._line(black, text.publication, 40, 56, headline_font=True, text=text)
        self._line(colour, text.section, 28, 108, headline_font=False, text=text)
        self._headline(black, headline or self._shown(text.publication), text)
        parts = [part for part in (text.names, day) if self._shown(part)]
        black.line((_MARGIN, CARD_HEIGHT - 92, CARD_WIDTH - _MARGIN, CARD_HEIGHT - 92), fill=96, width=2)
        self._line(black, "  ·  ".join(parts), 28, CARD_HEIGHT - 76, headline_font=False, text=text)
        return self._png(ink, accent)

    def _png(self, ink: Image.Image, accent: Image.Image) -> bytes:
        """Return the two coverages as one picture of few colours."""
        shades = [value * (_STEPS - 1) // 255 for value in range(256)]
        card = ink.point(shades)
        coloured = accent.point([shade + _STEPS if shade else 0 for shade in shades])
        card.paste(coloured, (0, 0), accent.point([255 if shade else 0 for shade in shades]))
        card = _as_palette(card, self._palette)
        out = BytesIO()
        card.save(out, "PNG", bits=8, compress_level=5)
        return out.getvalue()

    def _headline(self, draw: ImageDraw.ImageDraw, words: str, text: CardText) -> None:
        """Draw the headline as large as it fits; one that never does loses its end."""
        width, height = CARD_WIDTH - 2 * _MARGIN, _BOTTOM - _TOP
        for size in _SIZES:
            font = self._font(size, True)
            lines = _broken(words, font, width)
            most = int(height // (size * _LEADING))
            if len(lines) <= most and all(font.getlength(line) <= width for line in lines):
                break
        else:
            lines = [_shortened(line, font, width) for line in lines[:most]]
            if len(_broken(words, font, width)) > most:
                lines[-1] = _shortened(lines[-1] + " …", font, width)
        top = _TOP + (height - len(lines) * size * _LEADING) * 0.35
        for number, line in enumerate(lines):
            self._put(draw, line, font, top + number * size * _LEADING, text)

    def _line(
        self, draw: ImageDraw.ImageDraw, words: str, size: int, top: int, *, headline_font: bool, text: CardText
    ) -> None:
        font = self._font(size, headline_font)
        self._put(draw, _shortened(self._shown(words), font, CARD_WIDTH - 2 * _MARGIN), font, top, text)

    def _put(
        self, draw: ImageDraw.ImageDraw, words: str, font: ImageFont.FreeTypeFont, top: float, text: CardText
    ) -> None:
        if not words:
            return
        left = CARD_WIDTH - _MARGIN - font.getlength(words) if text.direction == "rtl" else _MARGIN
        draw.text((round(left), round(top)), words, fill=255, font=font)

    def _shown(self, words: str) -> str:
        return words if self._has(words) else ""

    def _has(self, words: str) -> bool:
        """Tell whether the fonts have every letter of some words."""
        return all(self._has_letter(letter) for letter in words)

    def _has_letter(self, letter: str) -> bool:
        if letter not in self._known:
            font = self._font(24, True)
            missing = font.getmask(_MISSING)
            mask = font.getmask(letter)
            self._known[letter] = letter.isspace() or (mask.size, bytes(mask)) != (missing.size, bytes(missing))
        return self._known[letter]

    def _font(self, size: int, headline: bool) -> ImageFont.FreeTypeFont:
        return _opened_font(self._design.headline if headline else self._design.text, size)


@lru_cache(maxsize=64)
def _opened_font(data: bytes, size: int) -> ImageFont.FreeTypeFont:
    # The plain layout: the other one is not in every build of the library, and would give other bytes there.
    return ImageFont.truetype(BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)


def _ramp(paper: str, colour: str) -> list[int]:
    """Return the shades from paper to a colour, each as red, green and blue."""
    first, last = ImageColor.getrgb(paper)[:3], ImageColor.getrgb(colour)[:3]
    return [
        round(first[band] + (last[band] - first[band]) * step / (_STEPS - 1))
        for step in range(_STEPS)
        for band in range(3)
    ]


def _as_palette(card: Image.Image, palette: list[int]) -> Image.Image:
    card = card.copy()
    card.putpalette(palette)
    return card


def _broken(words: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Return words in lines of a width; a word that is wider than that has one for itself."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _shortened(words: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """Return words that fit into a width, with an ellipsis where some had to go."""
    if font.getlength(words) <= width:
        return words
    kept = words.rstrip(" …")
    while kept and font.getlength(kept + "…") > width:
        kept = kept[:-1].rstrip()
    return kept + "…"
