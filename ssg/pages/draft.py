"""Pages in the making: what the rooms of the plan hand to the planner, which gives each a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import NamedTuple

from ssg.digest import FrozenDict, Marked
from ssg.frozen import frozen
from ssg.newsroom.site import Story
from ssg.views import Body


@frozen
class Draft:
    """A page without its key. `view` is what the template is given as `page`, or what a format writes."""

    url: str
    """The path URL."""
    template: str
    view: Marked
    source: str
    """What it is made from, in words for people."""
    bodies: tuple[Body, ...] = ()
    """The texts that it shows. The templates of their shortcodes are part of its key."""
    lists: Mapping[str, tuple[Story, ...]] = field(default_factory=dict)
    """Those of the declared lists that are its own."""


_NO_LISTS: FrozenDict[str, tuple[Story, ...]] = FrozenDict()


class Sketch(NamedTuple):
    """A page that is drafted only if it must be: when what it is made from was never drafted before.

    `recipe` is a digest of all that `draft` looks at. Two sketches of one recipe make equal drafts, so what the first
    came to is known of the second (see `Memo`). A digest of too much costs time; one of too little is a page that goes
    stale. So what drafts an article is given no `site` to look around in.
    """

    url: str
    template: str
    source: str
    recipe: bytes
    draft: Callable[[], Draft]
    lists: Mapping[str, tuple[Story, ...]] = _NO_LISTS
    """As those of the draft."""
