"""The box "At a Glance": a list that says an article in a few points."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from ssg.importers.article import Notes
from ssg.importers.labels import Label, Labelled


def take_key_points(items: Sequence[Labelled], notes: Notes) -> tuple[tuple[Labelled, ...], tuple[str, ...], bool]:
    """Return a page without its key points, these, and whether all of them are known.

    Only a list with dots is known to end where it does.
    """
    sure = True
    kept: list[Labelled] = []
    points: list[str] = []
    number = 0
    while number < len(items):
        item = items[number]
        number += 1
        if item.label is not Label.KEY_POINTS:
            kept.append(item)
            continue
        below = [following.block for following in takewhile(lambda other: other.block.bullet, items[number:])]
        if not below:
            # Without dots nothing tells the last point from the headline, or from the first paragraph.
            hint = "put a dot (•) before each point, or take them out of the text by hand"
            notes.warn(
                "the points below this line cannot be told from the text", item.block.line, hint, item.block.text
            )
            kept.append(Labelled(item.block))
            sure = False
            continue
        notes.cut(item.label, item.block.text, item.block.line)
        points += [block.text for block in below]
        number += len(below)
    return tuple(kept), tuple(points), sure
