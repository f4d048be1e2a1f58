"""How long a text takes to read."""

from __future__ import annotations

from ssg.model import Text


def minutes_of(text: Text, words_per_minute: int) -> int:
    """Return the reading time of a text in whole minutes, at least 1."""
    return max(1, round(text.words / words_per_minute))
