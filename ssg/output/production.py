"""What producing a site came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from ssg.frozen import frozen
from ssg.output.stage import SizeAndTime


@frozen
class Production:
    """What was made: the numbers of texts and pages, and by URL the seconds and the template of each page."""

    converted: int = 0
    rendered: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    staged: Mapping[bytes, SizeAndTime] = field(default_factory=dict)
    """The size and time of the files in which pages wait, by the pages' keys."""
