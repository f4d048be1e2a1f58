"""A page in the making: what the rooms of the plan hand to the planner, which gives it a key."""

from __future__ import annotations

from dataclasses import dataclass

from ssg.digest import Value
from ssg.views import Body


@dataclass(frozen=True)
class Draft:
    """A page without its key. `view` is what the template is given as `page`, or what a format writes."""

    url: str
    """The path URL."""
    template: str
    view: Value
    source: str
    """What it is made from, in words for people."""
    bodies: tuple[Body, ...] = ()
    """The texts that it shows. The templates of their shortcodes are part of its key."""
