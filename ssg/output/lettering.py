"""Lettering: words in the letters that a font has, and in lines of a width.

A letter that a font lacks would be drawn as a box. Most of them can be said with others: an accent in one piece with
its letter, a fraction by its digits, a sign by what people type for it. What is only an ornament is left out, as is
what nobody sees.
"""

from __future__ import annotations

import re
from functools import lru_cache
from io import BytesIO
from unicodedata import category, decomposition, name, normalize

from anyascii import anyascii
from PIL import ImageFont

_MISSING = "\uffff"
"""No font has it: it looks like every other letter that a font does not have."""
_SOFT_HYPHEN, _BREAK_HERE = "\u00ad", "\u200b"
_NO_BREAK_SPACES = frozenset("\u00a0\u2007\u202f")
_NO_BREAK_SPACE = "\u00a0"
_IN_A_WORD = re.compile(r"(?<=\w-)(?=\w)")
_ARROWS = {"→": "->", "←": "<-", "↔": "<->", "⇒": "=>"}
"""An arrow's head alone would say that one number is greater than another."""
_FOREIGN = 4
"""Among fewer letters that a font has than this, one that is spelled in others is no exception but another script."""
_ORNAMENTS = frozenset({"Mn", "Mc", "Me", "Sk", "So"})
"""Categories of marks and pictures, which a line can do without."""


class Lettering:
    """A font in all sizes. Holds what was found out about it: make one in each worker."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._known = {" ": True}

    def font(self, size: int) -> ImageFont.FreeTypeFont:
        """Return the font in a size in pixels."""
        return _opened_font(self._data, size)

    def drawable(self, words: str) -> str:
        """Return words in letters that the font has; empty where they are in a script that it does not have.

        Where a line may end inside a word, the sign for that stays: only `lines` takes it off.
        """
        parts = [""]
        own = foreign = 0
        for letter in normalize("NFC", words):
            if letter in {_SOFT_HYPHEN, _BREAK_HERE}:
                parts.append(letter)
            elif letter.isspace():
                held = letter in _NO_BREAK_SPACES and self._has(_NO_BREAK_SPACE)
                parts.append(_NO_BREAK_SPACE if held else " ")
            elif category(letter).startswith("C"):
                continue
            elif self._has(letter):
                own += letter.isalpha()
                parts.append(letter)
            else:
                foreign += letter.isalpha() and normalize("NFKC", letter) == letter and "LATIN" not in name(letter, "")
                parts.append(self._in_others(letter, parts[-1]))
        drawn = re.sub(" {2,}", " ", "".join(parts)).strip()
        return drawn if foreign * _FOREIGN <= own and any(map(str.isalnum, drawn)) else ""

    def lines(self, words: str, size: int, width: int) -> list[str]:
        """Return drawable words in lines of a width. A word that is wider than that is broken where it may be."""
        font = self.font(size)
        lines: list[str] = []
        for word in words.split(" "):
            whole = word.replace(_SOFT_HYPHEN, "").replace(_BREAK_HERE, "")
            longer = f"{lines[-1]} {whole}" if lines else whole
            if lines and font.getlength(longer) <= width:
                lines[-1] = longer
            elif font.getlength(whole) <= width:
                lines.append(whole)
            else:
                lines += _pieces(word, font, width)
        return lines

    def shortened(self, words: str, size: int, width: int) -> str:
        """Return words that fit into a width, with an ellipsis where some had to go."""
        font = self.font(size)
        words = words.replace(_SOFT_HYPHEN, "").replace(_BREAK_HERE, "")
        if font.getlength(words) <= width:
            return words
        ellipsis = "…" if self._has("…") else "..."
        kept = words.rstrip(" …")
        while kept and font.getlength(kept + ellipsis) > width:
            kept = kept[:-1].rstrip()
        return kept + ellipsis

    def _in_others(self, letter: str, before: str) -> str:
        """Return what says the same as a letter that the font lacks; empty for a mark or an ornament."""
        plain = normalize("NFKC", letter)
        if plain == letter:
            plain = _ARROWS.get(letter) or (anyascii(letter) if category(letter) not in _ORNAMENTS else "")
        elif decomposition(letter).startswith("<fraction>") and before.isdigit():
            # 2⅔ is not 22/3, and 10⁶ not 106.
            plain = " " + plain
        elif decomposition(letter).startswith("<super>") and before.isdigit():
            plain = "^" + plain
        said = (part if self._has(part) else anyascii(part) for part in plain)
        return "".join(part for part in "".join(said) if self._has(part))

    def _has(self, letter: str) -> bool:
        if letter not in self._known:
            font = self.font(24)
            missing, mask = font.getmask(_MISSING), font.getmask(letter)
            self._known[letter] = (mask.size, bytes(mask)) != (missing.size, bytes(missing))
        return self._known[letter]


def _pieces(word: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Return a word that is too wide in as few lines as it can be broken into."""
    parts = re.split(f"([{_SOFT_HYPHEN}{_BREAK_HERE}])", _IN_A_WORD.sub(_BREAK_HERE, word))
    lines = [""]
    hyphen = ""
    for piece, end in zip(parts[::2], [*parts[1::2], ""], strict=True):
        after = "-" if end == _SOFT_HYPHEN else ""
        if lines[-1] and font.getlength(lines[-1] + piece + after) > width:
            lines[-1] += hyphen
            lines.append("")
        lines[-1] += piece
        hyphen = after
    return lines


@lru_cache(maxsize=64)
def _opened_font(data: bytes, size: int) -> ImageFont.FreeTypeFont:
    # The plain layout: the other one is not in every build of the library, and would give other bytes there.
    return ImageFont.truetype(BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)
