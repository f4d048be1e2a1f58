"""Rendering on request: a page is made when somebody asks for it, and kept as it is now while there is room."""

from __future__ import annotations

import threading
from collections import OrderedDict

from ssg.output.rendering import Renderer
from ssg.pages.page import Page
from ssg.preview.proof import Proof

ROOM = 32 * 1024**2
"""Bytes of rendered pages that are kept."""


class Press:
    """Renders pages of proofs, one at a time, and keeps the last version of each. Any thread may use it."""

    def __init__(self, room: int = ROOM) -> None:
        self._lock = threading.Lock()
        self._made: OrderedDict[bytes, tuple[str, bytes]] = OrderedDict()
        self._latest: dict[str, bytes] = {}
        self._room = room
        self.size = 0
        """Bytes of what is kept."""
        self._proof: Proof | None = None
        self._renderer: Renderer | None = None

    def print(self, proof: Proof, page: Page) -> bytes:
        """Return the bytes of a page. Raises ProblemError with what is wrong with its text or its template."""
        with self._lock:
            known = self._made.get(page.key)
            if known is not None:
                self._made.move_to_end(page.key)
                self._latest[page.url] = page.key
                return known[1]
            made = self._renderer_for(proof).render(page)
            self._keep(page, made)
            return made

    def last(self, url: str) -> bytes | None:
        """Return the bytes that the page at a path URL had when it was asked for last, while there is room for them."""
        with self._lock:
            known = self._made.get(self._latest.get(url, b""))
            return known[1] if known else None

    def _renderer_for(self, proof: Proof) -> Renderer:
        """Return a renderer for a proof: the one at hand while theme and settings stay, since compiling takes time."""
        last = self._proof
        if self._renderer is None or last is None or not _same_press(last, proof):
            self._renderer = Renderer(proof.theme, proof.settings)
        self._proof = proof
        return self._renderer

    def _keep(self, page: Page, made: bytes) -> None:
        _, before = self._made.pop(self._latest.get(page.url, b""), ("", b""))
        self.size -= len(before)
        self._made[page.key] = (page.url, made)
        self._latest[page.url] = page.key
        self.size += len(made)
        while self.size > self._room and len(self._made) > 1:
            _, (url, dropped) = self._made.popitem(last=False)
            self.size -= len(dropped)
            self._latest.pop(url, None)


def _same_press(last: Proof, proof: Proof) -> bool:
    return (last.theme is proof.theme or last.theme == proof.theme) and last.settings == proof.settings
