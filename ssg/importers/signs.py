"""Markdown in what should be plain text: the signs around lines of a header, which would hide what the lines are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ssg.importers.article import Notes
from ssg.importers.blocks import Block

_HEADING = re.compile(r"#{1,6}\s+(.*?)(?:\s+#+)?")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)([^*_]+)(?<=\S)\1(?![\w*])")
_PARAGRAPHS = 2
"""How much running text without signs a header can have: a standfirst, and the same again."""
_SHORT = 12
"""Lines of so few words are headings and names wherever they stand; longer ones keep the signs that they have."""


def without_signs(blocks: Iterable[Block], notes: Notes) -> tuple[Block, ...]:
    """Return blocks without the signs of headings and of emphasis around lines of the header and around short lines."""
    plain: list[Block] = []
    prose = 0
    for block in blocks:
        text = _plain(block.text)
        marked = text != block.text and text
        short = block.words <= _SHORT and not Block(text, block.line).ends and block.text[0] in "#*_"
        if marked and (prose < _PARAGRAPHS or short):
            notes.warn("signs of Markdown were taken off this line", block.line, excerpt=block.text)
            plain.append(replace(block, text=text))
            continue
        prose += block.is_prose
        plain.append(block)
    return tuple(plain)


def _plain(text: str) -> str:
    heading = _HEADING.fullmatch(text)
    return _EMPHASIS.sub(r"\2", heading[1] if heading else text).strip()
