"""Colours of a site's own on the grounds of its theme: their contrast, and the stylesheet that has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

LEAST = 4.5
"""The contrast that text needs (WCAG 2.2, 1.4.3)."""
_STEPS = 64
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)

_Colour = tuple[int, int, int]


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours such as #a3121f, from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(_parse(first)), _luminance(_parse(second))))
    return (lighter + 0.05) / (darker + 0.05)


def weakest(colour: str, grounds: Sequence[str]) -> tuple[float, str]:
    """Return the least contrast of a colour on some grounds, and that ground."""
    return min((contrast(colour, ground), ground) for ground in grounds)


def darkened(colour: str, grounds: Sequence[str]) -> str:
    """Return a colour with as much black in it as text in it needs on light grounds."""
    return _first_that_holds(_towards(_parse(colour), _BLACK), grounds)


def lightened(colour: str, grounds: Sequence[str]) -> str:
    """Return a colour with as much white in it as text in it needs on dark grounds."""
    return _first_that_holds(_towards(_parse(colour), _WHITE), grounds)


def rules(name: str, light: str, dark: str) -> bytes:
    """Return the rules that give a custom property its colours, in a layer that themes put into its order."""
    return (
        f"@layer options{{:root{{{name}:{light}}}@media (prefers-color-scheme:dark){{:root{{{name}:{dark}}}}}}}"
    ).encode()


def _first_that_holds(colours: Iterator[_Colour], grounds: Sequence[str]) -> str:
    written = ""
    for colour in colours:
        written = f"#{bytes(colour).hex()}"
        if not grounds or weakest(written, grounds)[0] >= LEAST:
            break
    return written


def _towards(colour: _Colour, end: _Colour) -> Iterator[_Colour]:
    for step in range(_STEPS + 1):
        share = Fraction(step, _STEPS)
        red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, end, strict=True))
        yield red, green, blue


def _parse(colour: str) -> _Colour:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def _luminance(colour: _Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
