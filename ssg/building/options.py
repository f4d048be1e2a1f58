"""What the caller of a build decides."""

from __future__ import annotations

import os
from dataclasses import field
from datetime import UTC, datetime

from ssg.frozen import frozen


@frozen
class Options:
    """What the caller of a build decides. `now` is aware, and the only clock of the build."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    drafts: bool = False
    future: bool = False
    url: str = ""
    """The address to build for, where it is not that of the settings: a preview's."""
    output: str = ""
    index: bool = True
    strict: bool = False
    jobs: int = 1
    """Processes that convert and render; 0 means one for each processor. More than 1 needs a main module that can be
    imported, as all of `multiprocessing` does."""
    store: bool = True
    """Whether what was made before is taken from the store, and kept there."""

    @property
    def processes(self) -> int:
        """Return how many processes work."""
        return self.jobs or os.cpu_count() or 1
