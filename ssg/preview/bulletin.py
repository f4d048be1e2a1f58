"""News of new issues, for everybody who waits in the server's event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ssg.preview.issue import Issue
from ssg.preview.preview import Preview


class Bulletin:
    """Wakes those who wait whenever there is a new issue. Nobody is sent anything: who was asleep looks for himself.

    So there are no queues that could grow, and a slow reader holds up nobody.
    """

    def __init__(self, preview: Preview) -> None:
        self._preview = preview
        self._news = asyncio.Event()
        self.closed = False

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Follow the preview while the context lasts; at its end, wake everybody for the last time."""
        loop = asyncio.get_running_loop()

        def announce(_issue: Issue) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._wake)

        self._preview.listen(announce)
        try:
            yield
        finally:
            self._preview.forget(announce)
            self.close()

    def close(self) -> None:
        """Tell everybody that nothing more will come."""
        self.closed = True
        self._wake()

    async def first(self) -> Issue | None:
        """Return the current issue as soon as there is one, or None when none will come."""
        while True:
            news = self._news
            if self._preview.issue or self.closed:
                return self._preview.issue
            await news.wait()

    async def after(self, number: int, seconds: float) -> Issue | None:
        """Return the first issue that is newer than a number, or None when there was none for a time or none will
        come."""
        while True:
            news = self._news
            issue = self._preview.issue
            if self.closed or (issue and issue.number > number):
                return issue if issue and issue.number > number else None
            try:
                await asyncio.wait_for(news.wait(), seconds)
            except TimeoutError:
                return None

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()
