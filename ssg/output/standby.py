"""Standby: what is got ready to render while the site is still being read and planned.

Compiling the templates takes as long as rendering hundreds of pages, and asks for nothing but the theme. Where
others read for this process, it compiles them, and workers that are forked later have them. Otherwise few pages will be
made, most likely: a process of its own compiles the templates and is sent those. Should there be many after all, it
hands over what it has compiled.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from ssg.output.executors import Forked, WorkerKilledError, can_fork
from ssg.output.work import Worker
from ssg.settings import Settings
from ssg.theme.theme import Theme

if TYPE_CHECKING:
    # Only for the type: what renders takes a while to import, and the process does that for itself.
    from ssg.output.rendering import Renderer
    from ssg.theme.templates import Compiled


class Standby:
    """What is ready to render: a renderer for workers, or a process. Neither, where nothing was begun.

    `jobs` is how many processes are to work. Close it after use.
    """

    def __init__(self, jobs: int = 1) -> None:
        self._jobs = jobs
        self._renderer: Renderer | None = None
        self.process: Forked[Worker] | None = None

    def begin(self, theme: Theme, settings: Settings, here: bool) -> None:
        """Compile the templates: in this process if it is to be `here`, and otherwise in another while this one goes
        on, where more than one is to work and it can be forked."""
        if here:
            from ssg.output.rendering import Renderer  # noqa: PLC0415

            self._renderer = Renderer(theme, settings)
            for _ in self._renderer.compile():
                pass
        elif self._jobs > 1 and can_fork():
            self.process = Forked(partial(Worker, theme, settings), _compile)

    def hand_over(self, theme: Theme, settings: Settings) -> Renderer | None:
        """Return a renderer with compiled templates for workers that are forked from this process, if there is one. The
        process that compiled them is ended."""
        if self.process is not None:
            from ssg.output.rendering import Renderer  # noqa: PLC0415

            self._renderer = Renderer(theme, settings)
            self.process.begin(_compiled, None)
            # Where it is gone, each worker compiles for itself.
            with suppress(WorkerKilledError):
                self._renderer.take(self.process.result())
            self.close()
        return self._renderer

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.close()
            self.process = None


def _compile(worker: Worker) -> Iterator[str]:
    return worker.renderer.compile()


def _compiled(worker: Worker, _item: None) -> Compiled:
    return worker.renderer.compiled()
