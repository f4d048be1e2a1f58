"""Words and minutes of an article for Pelican: the way of its common plugin, written anew."""

from __future__ import annotations

import re
from typing import Any

from pelican import signals

WORDS_PER_MINUTE = 230
_TAG = re.compile(r"<[^>]+>")


def count(content: Any) -> None:
    """Count the words of an article's HTML as it was read."""
    # What is public has its links resolved, which nothing can do before all is read.
    written = content._content  # noqa: SLF001
    if written is not None:
        content.words = len(_TAG.sub(" ", written).split())
        content.minutes = max(1, round(content.words / WORDS_PER_MINUTE))


def register() -> None:
    """Ask Pelican to call us for every article that it has read."""
    signals.content_object_init.connect(count)
