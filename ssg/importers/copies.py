"""More than one page in a text: the same page pasted again, which is dropped, or another article, which is refused."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ssg.importers.article import Notes
from ssg.importers.blocks import Block
from ssg.importers.labels import Label, Labelled
from ssg.problems import Problem, ProblemError

_HEADINGS = (Label.ABOUT, Label.SUGGESTIONS, Label.TAIL, Label.COMMENTS)
_ANCHORS = (Label.DATE, Label.READING_TIME, Label.BYLINE)
_PARAGRAPHS = 2
"""How much running text of its own makes an article: a teaser or a standfirst has less."""


def without_copies(blocks: Sequence[Block], notes: Notes) -> tuple[Block, ...]:
    """Return a page once, however often exactly the same page follows itself. The copies are cut and noted."""
    keys = [block.key for block in blocks]
    for size in range(_PARAGRAPHS + 1, len(keys) // 2 + 1):
        if len(keys) % size == 0 and keys == keys[:size] * (len(keys) // size):
            copies = blocks[size:]
            notes.warn("from here on the same page stands again: one of them was kept", copies[0].line)
            for block in copies:
                notes.cut("the same page again", block.text, block.line)
            return tuple(blocks[:size])
    return tuple(blocks)


def refuse_two_articles(items: Sequence[Labelled], source: str) -> None:
    """Raise ProblemError when a text has two articles.

    Two reading times with two dates, each with running text of its own below, are two articles. So are two boxes about
    the authors with different texts, between which another article begins: co-authors can have a box each.
    """
    second = _second_header(items) or _second_box(items)
    if second:
        hint = "give each article a file of its own"
        raise ProblemError([Problem("two articles in one file", hint, source, second.line, excerpt=second.text)])


def _second_header(items: Sequence[Labelled]) -> Block | None:
    """Return the second reading time with running text that no other one has."""
    dates = [item for item in items if item.date and not item.date.updated]
    times = [number for number, item in enumerate(items) if item.label is Label.READING_TIME]
    if len(dates) < 2 or len(times) < 2:
        return None
    texts = [_prose(_until_heading(items[start:end])) for start, end in pairwise([*times, len(items)])]
    whole = [
        number
        for number, text in zip(times, texts, strict=True)
        if len(text.difference(*(other for other in texts if other is not text))) >= _PARAGRAPHS
    ]
    return items[whole[1]].block if len(whole) > 1 else None


def _second_box(items: Sequence[Labelled]) -> Block | None:
    """Return the second heading of authors when an article stands above each."""
    boxes = [number for number, item in enumerate(items) if item.label is Label.ABOUT]
    for first, second in pairwise(boxes):
        between = items[first + 1 : second]
        begin = next((n for n, item in enumerate(between) if item.label in (*_HEADINGS, *_ANCHORS)), len(between))
        articles = (_prose(items[:first]), _prose(between[begin:]))
        bodies = (_texts(between[:begin]), _texts(_until_heading(items[second + 1 :])))
        if bodies[0] != bodies[1] and all(len(article) >= _PARAGRAPHS for article in articles):
            return items[second].block
    return None


def _until_heading(items: Sequence[Labelled]) -> Sequence[Labelled]:
    return items[: next((number for number, item in enumerate(items) if item.label in _HEADINGS), len(items))]


def _prose(items: Sequence[Labelled]) -> set[str]:
    return {item.block.key for item in items if item.is_prose}


def _texts(items: Sequence[Labelled]) -> set[str]:
    return {item.block.key for item in items if item.label is Label.TEXT}
