"""Fronts: which articles lead, by an editor's hand or by age.

What somebody paid for never leads, neither by age nor by a pin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from ssg.model import Place
from ssg.newsroom.site import Story

_FRONT_PAGE = (Place.LEAD, Place.TOP)
_UNPINNED = len(_FRONT_PAGE)
_PAID = _UNPINNED + 1


def pinned_first(stories: Sequence[Story], pinned: Iterable[Story], now: datetime) -> Iterator[Story]:
    """Yield the stories with those first that are pinned to the front page: leads, then top stories. What is paid for
    comes last; otherwise the order stays. `pinned` are those with a pin, in the same order."""
    # The rest may never be asked for.
    first = [story for story in pinned if _rank(story, now) < _UNPINNED]
    yield from sorted(first, key=lambda story: _rank(story, now))
    for rank in (_UNPINNED, _PAID):
        yield from (story for story in stories if _rank(story, now) == rank)


def _rank(story: Story, now: datetime) -> int:
    if story.article.paid:
        return _PAID
    pin = story.article.front
    return _FRONT_PAGE.index(pin.place) if pin and pin.place in _FRONT_PAGE and pin.holds(now) else _UNPINNED


def lead_of(section: str, stories: Iterable[Story], pinned: Iterable[Story], now: datetime) -> Story | None:
    """Return the story that leads the front of a section, by its slug, or None where there is none. `stories` are the
    section's, `pinned` all stories with a pin, both newest first.

    One that is pinned to the section comes before one that leads the whole paper, and both before the newest.
    """
    for place in (Place.SECTION, Place.LEAD):
        for story in pinned:
            pin = story.article.front
            is_here = story.section is not None and story.section.slug == section
            if is_here and pin and pin.place is place and pin.holds(now) and not story.article.paid:
                return story
    return next((story for story in stories if not story.article.paid), None)
