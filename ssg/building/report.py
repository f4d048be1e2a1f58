"""What a build did."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ssg.building.phases import Phase
from ssg.frozen import frozen
from ssg.newsroom.withheld import WithheldArticle
from ssg.output.production import Production
from ssg.output.writing import Written
from ssg.problems import Problem

if TYPE_CHECKING:
    # It takes time, and a build in which nothing has changed has none.
    from ssg.building.edit import Edit


@frozen
class Report:
    """What a build did. `pages` is how many the site has, `withheld` what is in no output, and why."""

    folder: Path
    pages: int
    withheld: tuple[WithheldArticle, ...]
    production: Production
    written: Written
    warnings: tuple[Problem, ...]
    phases: tuple[Phase, ...]
    prepare: Callable[[], Edit]

    @cached_property
    def edit(self) -> Edit:
        """Return the site as it was planned; where nothing had changed it was not, and is now."""
        return self.prepare()
