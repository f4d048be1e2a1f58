"""What a block says of itself: a reading time, a date, a heading of a page's tail, an advertisement's label.

A label depends on the block alone, never on where it stands. Everything else is `TEXT`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ssg.importers import phrases
from ssg.importers.blocks import Block
from ssg.importers.bylines import Byline, read_explicit_byline
from ssg.importers.dates import DateLine, read_date


class Label(StrEnum):
    """What a block is, in the words of the report."""

    TEXT = "text"
    READING_TIME = "reading time"
    DATE = "date line"
    BYLINE = "byline"
    SPONSOR = "sponsor"
    CAPTION = "caption"
    FURNITURE = "page furniture"
    DIVIDER = "divider"
    KEY_POINTS = "heading of key points"
    RELATED = "related link"
    ABOUT = "heading of the authors"
    SEE_MORE = "link to an author's articles"
    SUGGESTIONS = "heading of suggestions"
    TAIL = "heading of what follows the article"
    COMMENTS = "heading of the comments"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A block with its label, and what was read from it: a date, a byline, or the rest of the line."""

    block: Block
    label: Label = Label.TEXT
    date: DateLine | None = None
    byline: Byline | None = None
    detail: str = ""

    @property
    def is_prose(self) -> bool:
        """Tell whether this is running text."""
        return self.label is Label.TEXT and self.block.is_prose


_PATTERNS = {
    Label.ABOUT: phrases.ABOUT,
    Label.SUGGESTIONS: phrases.SUGGESTIONS,
    Label.COMMENTS: phrases.COMMENTS,
    Label.TAIL: phrases.TAIL,
    Label.KEY_POINTS: phrases.KEY_POINTS,
    Label.READING_TIME: phrases.READING_TIME,
    Label.FURNITURE: phrases.FURNITURE,
}
_READING_TIME_INSIDE = re.compile(r"(?<=\S)\s+(?=\d+[\s-]*min(?:ute)?s?\.?\s+read\b)", re.IGNORECASE)
_PARTED = re.compile(r"\s*[|•·]\s*|\s+[–—]\s+")
_WORDLESS = re.compile(r"[\W_]+")


def label_blocks(blocks: Iterable[Block]) -> tuple[Labelled, ...]:
    """Return the blocks with their labels. A line like `By Ann Example | 24 August 2020` becomes several."""
    return tuple(labelled for block in blocks for labelled in _parts(block))


def _parts(block: Block) -> list[Labelled]:
    whole = _label(block)
    if whole.label not in (Label.TEXT, Label.BYLINE) or len(block.text) > 160:
        return [whole]
    texts = [text for piece in _PARTED.split(block.text) for text in _READING_TIME_INSIDE.split(piece) if text]
    parts = [_label(Block(text, block.line)) for text in texts]
    metadata = any(part.label in (Label.DATE, Label.READING_TIME) for part in parts)
    return parts if metadata else [whole]


def _label(block: Block) -> Labelled:
    text = block.text
    if _WORDLESS.fullmatch(text):
        return Labelled(block, Label.DIVIDER)
    date = read_date(text)
    if date:
        return Labelled(block, Label.DATE, date=date)
    for label, pattern in _PATTERNS.items():
        if pattern.fullmatch(text):
            return Labelled(block, label)
    see_more = phrases.SEE_MORE.fullmatch(text)
    if see_more:
        return Labelled(block, Label.SEE_MORE, detail=see_more["name"])
    sponsor = phrases.SPONSOR.fullmatch(text)
    if sponsor and block.words <= 10:
        return Labelled(block, Label.SPONSOR, detail=sponsor["name"])
    related = phrases.RELATED.fullmatch(text)
    if related and len(text) <= 200:
        return Labelled(block, Label.RELATED, detail=related["title"])
    if block.words <= 40 and phrases.CAPTION.fullmatch(text):
        return Labelled(block, Label.CAPTION)
    byline = read_explicit_byline(text)
    if byline:
        return Labelled(block, Label.BYLINE, byline=byline)
    return Labelled(block)
