"""Fronts: which articles lead, by an editor's hand or by age.

What somebody paid for never leads, neither by age nor by a pin.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ssg.model import Place
from ssg.newsroom.site import Story

_FRONT_PAGE = (Place.LEAD, Place.TOP)


def pinned_first(stories: Sequence[Story], now: datetime) -> list[Story]:
    """Return the stories with those first that are pinned to the front page: leads, then top stories. What is paid for
    comes last; otherwise the order stays."""
    return sorted(stories, key=lambda story: _rank(story, now))


def _rank(story: Story, now: datetime) -> int:
    if story.article.paid:
        return len(_FRONT_PAGE) + 1
    pin = story.article.front
    return _FRONT_PAGE.index(pin.place) if pin and pin.place in _FRONT_PAGE and pin.holds(now) else len(_FRONT_PAGE)


def lead_of(stories: Sequence[Story], now: datetime) -> Story | None:
    """Return the story that leads a section's front, or None where there is none. `stories` are the section's, newest
    first.

    One that is pinned to the section comes before one that leads the whole paper, and both before the newest.
    """
    unpaid = [story for story in stories if not story.article.paid]
    for place in (Place.SECTION, Place.LEAD):
        for story in unpaid:
            pin = story.article.front
            if pin and pin.place is place and pin.holds(now):
                return story
    return unpaid[0] if unpaid else None
