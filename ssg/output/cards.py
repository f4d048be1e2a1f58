"""Cards: the picture of 1,200 by 630 pixels that stands for an article without one, drawn from its words alone.

What is drawn is coverage, in grey, and the colours come in as a palette of sixteen shades each: so a card is drawn in
a few milliseconds and is small as a file. Letters that the theme's fonts do not have are never drawn as boxes: a
headline in a script that they do not have is left out, and the card is that of the publication.
"""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO

from babel import Locale
from PIL import Image, ImageColor, ImageDraw

from ssg.output.lettering import Lettering
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


class CardPainter:
    """Draws cards in one design. Holds the fonts: make one in each worker."""

    def __init__(self, design: CardDesign) -> None:
        self._palette = [*_ramp(design.paper, design.ink), *_ramp(design.paper, design.accent)]
        self._headlines, self._texts = Lettering(design.headline), Lettering(design.text)

    def draw(self, text: CardText) -> bytes:
        """Return a card as a PNG."""
        ink = Image.new("L", (CARD_WIDTH, CARD_HEIGHT), 0)
        accent = Image.new("L", (CARD_WIDTH, _TOP), 0)
        black, colour = ImageDraw.Draw(ink), ImageDraw.Draw(accent)
        colour.rectangle((0, 0, CARD_WIDTH, _BAND), fill=255)
        headline = self._headlines.drawable(text.headline)
        publication = self._headlines.drawable(text.publication)
        if headline:
            self._line(black, self._headlines, publication, 40, 56, text)
        self._line(colour, self._texts, self._texts.drawable(text.section), 28, 108, text)
        self._headline(black, headline or publication, text)
        black.line((_MARGIN, CARD_HEIGHT - 92, CARD_WIDTH - _MARGIN, CARD_HEIGHT - 92), fill=96, width=2)
        foot = "  ·  ".join(filter(None, (self._names(text), self._day(text))))
        self._line(black, self._texts, foot, 28, CARD_HEIGHT - 76, text)
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

    def _names(self, text: CardText) -> str:
        """Return the names that can be read, and that there are others."""
        names = [name for name in map(self._texts.drawable, text.names) if name]
        more = text.more_names or len(names) < len(text.names)
        return ", ".join(names) + (" …" if more and names else "")

    def _day(self, text: CardText) -> str:
        words = date_in_words(datetime.combine(text.day, time()), Locale.parse(text.language, sep="-"))
        return self._texts.drawable(words) or text.day.isoformat()

    def _headline(self, draw: ImageDraw.ImageDraw, words: str, text: CardText) -> None:
        """Draw the headline as large as it fits; one that never does loses its end."""
        letters = self._headlines
        width, height = CARD_WIDTH - 2 * _MARGIN, _BOTTOM - _TOP
        for size in _SIZES:
            lines = letters.lines(words, size, width)
            most = int(height // (size * _LEADING))
            if len(lines) <= most and all(letters.font(size).getlength(line) <= width for line in lines):
                break
        else:
            cut = len(lines) > most
            lines = [letters.shortened(line, size, width) for line in lines[:most]]
            if cut:
                lines[-1] = letters.shortened(lines[-1] + " …", size, width)
        top = _TOP + (height - len(lines) * size * _LEADING) * 0.35
        for number, line in enumerate(lines):
            self._line(draw, letters, line, size, top + number * size * _LEADING, text)

    def _line(  # noqa: PLR0917  # where, in which letters, what, and how
        self, draw: ImageDraw.ImageDraw, letters: Lettering, words: str, size: int, top: float, text: CardText
    ) -> None:
        if not words:
            return
        words, font = letters.shortened(words, size, CARD_WIDTH - 2 * _MARGIN), letters.font(size)
        left = CARD_WIDTH - _MARGIN - font.getlength(words) if text.direction == "rtl" else _MARGIN
        draw.text((round(left), round(top)), words, fill=255, font=font)


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
