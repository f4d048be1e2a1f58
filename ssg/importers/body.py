"""The body of an article: paragraphs, subheadings and lists, without what a page puts between them."""

from __future__ import annotations

from collections.abc import Sequence

from ssg.importers.article import Notes, Passage, PassageKind
from ssg.importers.blocks import Block
from ssg.importers.labels import Label, Labelled

_KEPT = (Label.TEXT, Label.DATE, Label.BYLINE)
"""A date or a "By ..." inside the body is a part of the text."""
_SUBHEADING_WORDS = 10


def read_body(items: Sequence[Labelled], notes: Notes) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """Return the passages of a body, and the headlines that links inside it name as related."""
    blocks: list[Block] = []
    related: list[Passage] = []
    for item in items:
        if item.label in _KEPT:
            blocks.append(item.block)
            continue
        notes.cut(item.label, item.block.text, item.block.line)
        if item.label is Label.RELATED:
            related.append(Passage(item.detail, item.block.line))
        elif item.label in (Label.CAPTION, Label.FURNITURE, Label.SPONSOR):
            notes.warn(f"left out as {item.label}", item.block.line, excerpt=item.block.text)
    passages = [Passage(block.text, block.line, _kind(blocks, number)) for number, block in enumerate(blocks)]
    for passage in passages:
        if passage.kind is PassageKind.SUBHEADING:
            notes.warn("taken for a subheading", passage.line, excerpt=passage.text)
    return tuple(passages), tuple(related)


def _kind(blocks: Sequence[Block], number: int) -> PassageKind:
    block = blocks[number]
    if block.bullet:
        return PassageKind.ITEM
    return PassageKind.SUBHEADING if _is_subheading(blocks, number) else PassageKind.PARAGRAPH


def _is_subheading(blocks: Sequence[Block], number: int) -> bool:
    """Tell whether a block is a short line without final punctuation between running text.

    Several short lines in a row are a list or a poem, so both neighbours must be running text; the first block of a
    body has only the one after it.
    """
    block = blocks[number]
    if block.words > _SUBHEADING_WORDS or block.ends or not block.is_headline or number + 1 == len(blocks):
        return False
    first = block.text.lstrip("\"'“‘([")[:1]
    if not (first.isupper() or first.isdecimal()) or not any(character.isalpha() for character in block.text):
        return False
    before = blocks[number - 1] if number else None
    return blocks[number + 1].is_prose and (before is None or before.is_prose or before.bullet)
