"""What is in no output, and why."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime

from ssg.frozen import frozen
from ssg.model import Withheld


@frozen
class WithheldArticle:
    """An article (or page) that is in no output, why, and since or until when: None for a draft."""

    path: str
    title: str
    reason: Withheld
    moment: datetime | None = None
    names: tuple[str, ...] = field(default=(), compare=False)
    """Its slug and its id."""
