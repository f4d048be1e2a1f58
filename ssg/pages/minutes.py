"""How long a text takes to read."""

from __future__ import annotations


def minutes_of(words: int, words_per_minute: int) -> int:
    """Return the reading time of so many words in whole minutes, at least 1."""
    return max(1, round(words / words_per_minute))
