"""The next older and newer article of the category for Pelican: the way of its common plugin, written anew."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from pelican import signals


def acquaint(generator: Any) -> None:
    """Give every article its neighbours in its category. Articles come newest first."""
    for _, articles in generator.categories:
        for newer, older in pairwise(articles):
            newer.older = older
            older.newer = newer


def register() -> None:
    """Ask Pelican to call us when it has read all articles."""
    signals.article_generator_finalized.connect(acquaint)
