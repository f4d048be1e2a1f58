"""Lettering: words in the letters that a font has, and where lines may end."""

from __future__ import annotations

import pytest

from ssg.output.lettering import Lettering
from tests.machine import REPOSITORY

FONTS = REPOSITORY / "themes/broadsheet/fonts"
HEADLINE = Lettering((FONTS / "headline.ttf").read_bytes())


@pytest.mark.parametrize(
    ("words", "drawn"),
    [
        ("“Quotes” — Ünïcödé, Ω μέγα, Жук", "“Quotes” — Ünïcödé, Ω μέγα, Жук"),
        # An accent that stands behind its letter, and one that no letter has in one piece with it.
        ("Re\u0301sume\u0301 by M\u0303", "Résumé by M"),
        # What nobody sees.
        ("\ufeffNo\u200dth\u2060ing\ufe0f \u202ahidden\u202c\u0007", "Nothing hidden"),
        # Emoji, and the spaces that they leave.
        ("Rain 🌧️ stops play 👩‍🚀 🇫🇷", "Rain stops play"),
        ("Bo 🦊 Fox", "Bo Fox"),
        ("܀ 🦊 !", ""),
        ("", ""),
        # Letters that only look other, and a few of another script among many.
        ("𝐁𝐨𝐥𝐝 ﬁre in Ｔokyo", "Bold fire in Tokyo"),
        ("The minister Ш met 王 in the capital", "The minister Ш met Wang in the capital"),
        ("NASA が発表", ""),
        ("電缆", ""),
        ("سفينة", ""),
    ],
)
def test_words_are_drawn_in_letters_that_the_font_has(words: str, drawn: str) -> None:
    assert HEADLINE.drawable(words) == drawn


@pytest.mark.parametrize(
    ("words", "drawn"),
    [
        ("3 → 4", "3 -> 4"),
        ("−5 ≥ −7", "-5 >= -7"),
        ("2⅔ of ⅔", "2 2⁄3 of 2⁄3"),
        ("CO₂, 10⁶", "CO2, 10^6"),
        ("₹5 or ₿5", "Rs5 or BTC5"),
        ("Non\u2011breaking", "Non-breaking"),
    ],
)
def test_signs_that_a_font_lacks_are_said_with_others(words: str, drawn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    has = Lettering._has
    lacking = set("→−≥⅔₂⁶₹₿\u2010\u2011")
    monkeypatch.setattr(Lettering, "_has", lambda self, letter: letter not in lacking and has(self, letter))
    assert Lettering((FONTS / "headline.ttf").read_bytes()).drawable(words) == drawn


def test_lines_end_where_they_may() -> None:
    size = 40
    width = round(HEADLINE.font(size).getlength("Donaudampfschiff"))
    assert HEADLINE.lines("Donau\u00addampf\u00adschiff", size, width) == ["Donaudampfschiff"]
    assert HEADLINE.lines("Donau\u00addampf\u00adschiff", size, width - 1) == ["Donaudampf-", "schiff"]
    assert HEADLINE.lines("Donau\u200bdampf\u200bschiff", size, width - 1) == ["Donaudampf", "schiff"]
    assert HEADLINE.lines("Donau-Dampf-Schiff", size, width - 1) == ["Donau-Dampf-", "Schiff"]
    # A mark of punctuation stays with its word.
    held = HEADLINE.drawable("Die Donau\u00a0?")
    narrow = round(HEADLINE.font(size).getlength("Die Donau") + 1)
    assert HEADLINE.lines(held, size, narrow) == ["Die", "Donau\u00a0?"]
    assert HEADLINE.shortened("Donau\u00addampf\u00adschiff", size, width) == "Donaudampfschiff"
