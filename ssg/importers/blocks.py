"""Lines to blocks: paragraphs and single lines, free of HTML, each with the line that it begins on.

A break between two lines is either the end of a paragraph or a place where somebody's editor wrapped it. Wrapped text
shows itself: its lines are full, which means that the first word of the next line would not have fitted.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ssg.importers.article import Notes
from ssg.importers.source import Line, clean

_SHORTEST_WRAP, _LONGEST_WRAP = 40, 110
"""Widths, in characters, that text is wrapped at."""

_BREAKING = (
    "address|article|aside|blockquote|br|div|figcaption|figure|footer|h[1-6]|header|hr|li|main|nav|ol|p|pre|section"
)
_BREAKING += "|table|tbody|td|th|thead|tr|ul"
_INLINE = "a|abbr|b|cite|code|del|em|font|i|img|ins|kbd|mark|picture|q|s|small|source|span|strike|strong|sub|sup|time|u"
_TAG = re.compile(rf"</?(?:(?P<breaking>{_BREAKING})|{_INLINE})(?:\s[^<>]*)?/?>|<!--.*?-->", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BULLET = re.compile(r"[•‣◦▪●∙]\s*")
_FINAL = re.compile(r"[.!?…][\"'”’»)\]]*$")
_ABBREVIATION = re.compile(r"(?:\b[A-Z]\.|\b(?:Inc|Corp|Ltd|Co|Jr|Sr|vs|etc|No))\.?$")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a line that stands alone; `bullet` tells that a list's dot stood before it."""

    text: str
    line: int
    bullet: bool = False

    @property
    def words(self) -> int:
        """Return how many words the block has."""
        return len(self.text.split())

    @property
    def ends(self) -> bool:
        """Tell whether the block ends as a sentence does."""
        return _FINAL.search(self.text) is not None

    @property
    def is_prose(self) -> bool:
        """Tell whether this is surely running text: a sentence of some length, or more than a headline can hold."""
        return (self.ends and self.words >= 8) or self.words > 35

    @property
    def is_headline(self) -> bool:
        """Tell whether this could be a headline: short, and no sentence with a full stop or the start of a list."""
        stops = self.text.rstrip("\"'”’»)]").endswith((".", ":", ";", ",")) and not self.text.endswith("...")
        return self.words <= 30 and len(self.text) <= 200 and (not stops or _abbreviated(self.text))

    @property
    def key(self) -> str:
        """Return the text with quotes, dashes and spaces made alike, to find exact repeats."""
        return alike(self.text)


def _abbreviated(text: str) -> bool:
    return text.endswith(".") and len(text.split()) <= 12 and _ABBREVIATION.search(text[:-1]) is not None


def alike(text: str) -> str:
    """Return a text with quotes, dashes, dots and spaces made alike."""
    text = re.sub("[‘’‚‛′`´]", "'", text)
    text = re.sub("[“”„‟″«»]|''", '"', text)
    text = re.sub("[‐‑‒–—―−]|--+", "-", text).replace("…", "...")
    return " ".join(text.split())


def read_blocks(lines: Iterable[Line], notes: Notes) -> tuple[Block, ...]:
    """Return the blocks of a text. HTML tags are cut and noted; wrapped lines are joined and noted."""
    rows = [row for line in lines for row in _without_markup(line, notes)]
    width = _wrap_width(rows)
    blocks: list[Block] = []
    joined = 0
    for number, row in enumerate(rows):
        if not row.text:
            continue
        if number and _continues(rows[number - 1].text, row.text, width):
            joined += 1
            blocks[-1] = Block(f"{blocks[-1].text} {row.text}", blocks[-1].line, blocks[-1].bullet)
            continue
        dot = _BULLET.match(row.text)
        text = row.text[dot.end() :] if dot else row.text
        if text:
            blocks.append(Block(text, row.number, dot is not None))
    if joined:
        notes.warn(f"joined lines that were wrapped at about {width} characters ({joined} line breaks)")
    return tuple(blocks)


def _without_markup(line: Line, notes: Notes) -> list[Line]:
    """Return a line without HTML: tags of blocks break it, others vanish, entities become characters."""
    if "<" not in line.text and "&" not in line.text:
        return [line]
    tags = [match[0] for match in _TAG.finditer(line.text)]
    if tags:
        notes.cut("HTML markup", " ".join(tags), line.number)
    broken = _TAG.sub(lambda match: "\n" if match["breaking"] else "", line.text)
    # Entities come last: "&lt;b&gt;" is a text about a tag, not a tag.
    plain = _ENTITY.sub(lambda match: html.unescape(match[0]), broken)
    return [Line(line.number, clean(part)) for part in plain.splitlines() or [""]]


def _wrap_width(rows: Sequence[Line]) -> int:
    """Return the width that the text was wrapped at, or 0 when it was not.

    Proof of wrapping is a line break inside a sentence: a line of some length without an end, then a small letter.
    """
    widths = [
        len(row.text)
        for row, following in pairwise(rows)
        if _SHORTEST_WRAP <= len(row.text) <= _LONGEST_WRAP and not _FINAL.search(row.text)
        if following.text[:1].islower()
    ]
    return max(widths, default=0)


def _continues(before: str, text: str, width: int) -> bool:
    """Tell whether a line continues the one before it."""
    if not width or not before or _BULLET.match(text):
        return False
    full = len(before) + 1 + len(text.split(maxsplit=1)[0]) > width
    return full and len(before) <= width + 10
