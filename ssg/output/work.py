"""Work: what one worker does to make a page, in this process or in another."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from ssg.frozen import frozen
from ssg.output.stage import SizeAndTime, Stage
from ssg.output.store import pack, unpack
from ssg.pages.keys import Keys, Parts
from ssg.pages.page import Page
from ssg.problems import Problem, ProblemError
from ssg.settings import Settings
from ssg.theme.theme import Theme
from ssg.views import Body

if TYPE_CHECKING:
    # Only for the types: see `Worker`.
    from ssg.output.rendering import Renderer

_REMEMBERED = 512
"""Texts that a worker remembers: those that stand on several pages, such as biographies, come again soon."""

Job = tuple[Page | int, Mapping[bytes, str]]
"""A page, or its number among those that the worker came into being with, and those of its texts that are there, by
digest."""


@frozen
class Supplies:
    """What workers come into being with: the pages to be made, the HTML of texts, packed, by digest, and what renders
    them, where one has compiled its templates already."""

    pages: Sequence[Page] = ()
    texts: Mapping[bytes, bytes] = field(default_factory=dict)
    renderer: Renderer | None = None


class Worker:
    """What a worker holds: a converter, a renderer, and what takes keys apart."""

    def __init__(
        self, theme: Theme, settings: Settings, stage: Stage | None = None, supplies: Supplies | None = None
    ) -> None:
        # After an edit, a worker in another process makes the few pages: what renders is imported there, and not here.
        from ssg.output.converting import Converter  # noqa: PLC0415
        from ssg.output.rendering import Renderer  # noqa: PLC0415

        self._supplies = supplies or Supplies()
        self.stage = stage
        self.renderer = self._supplies.renderer or Renderer(theme, settings)
        self.keys = Keys(theme, settings)
        self._converter = Converter(theme, settings)
        self._texts: dict[bytes, str] = {}

    def page(self, page: Page | int) -> Page:
        """Return a page that may be named by its number."""
        return self._supplies.pages[page] if isinstance(page, int) else page

    def convert(self, body: Body) -> tuple[str, bool]:
        """Return the HTML of a text, and whether it was made just now. Raises ProblemError."""
        known = self._texts.get(body.digest)
        if known is not None:
            return known, False
        if len(self._texts) >= _REMEMBERED:
            self._texts.clear()
        packed = self._supplies.texts.get(body.digest)
        supplied = unpack(packed) if packed is not None else None
        html = self._converter.convert(body) if supplied is None else supplied.decode()
        self._texts[body.digest] = html
        return html, supplied is None


@frozen
class Made:
    """A page that a worker made, packed for the store, with the seconds it took; or what is wrong instead."""

    packed: bytes
    seconds: float
    problems: tuple[Problem, ...] = ()
    parts: Parts | None = None
    """The parts of a page's key, for those who will ask why it was made again."""
    texts: tuple[tuple[bytes, bytes], ...] = ()
    """The digests of texts that were converted on the way, with their HTML, packed."""
    staged: SizeAndTime | None = None
    """The size and time of the file in which the page waits as well, if it does."""


def make(worker: Worker, job: Job) -> Made:
    """Make a page and those of its texts that are not there."""
    began = time.perf_counter()
    page, known = worker.page(job[0]), job[1]
    texts = dict(known)
    converted: list[tuple[bytes, bytes]] = []
    problems: list[Problem] = []
    for body in page.bodies:
        if body.digest in texts:
            continue
        try:
            html, is_new = worker.convert(body)
        except ProblemError as error:
            problems += error.problems
            continue
        texts[body.digest] = html
        if is_new:
            converted.append((body.digest, pack(html.encode())))
    packed = b""
    staged = None
    if not problems:
        try:
            data = worker.renderer.render(page, texts)
            packed = pack(data)
            staged = worker.stage.put(page.path, page.key, data) if worker.stage else None
        except ProblemError as error:
            problems += error.problems
    seconds = time.perf_counter() - began
    parts = worker.keys.parts(page) if packed else None
    return Made(packed, seconds, tuple(problems), parts, tuple(converted), staged)
