"""Connections: how many there may be, and how long one may take to say what it wants.

Each is a file to the system, and of those a process has a few hundred or thousand. Without bounds, whoever opens
connections and says nothing takes away those that reading the site needs.
"""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from ssg.preview.sending import UnfinishedError

MOST_CONNECTIONS = 1000
SLOWEST = 10.0
"""Seconds within which a request must have arrived, up to the end of its headers."""
_OTHERS = 3
"""Of the files that the system lets us open, one in so many may be a connection."""


def most_connections() -> int:
    """Return how many connections there may be at a time."""
    try:
        import resource  # noqa: PLC0415  # Unix alone has it
    except ImportError:
        return MOST_CONNECTIONS
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_CONNECTIONS if files == resource.RLIM_INFINITY else min(MOST_CONNECTIONS, files // _OTHERS)


class Connection(H11Protocol):
    """One connection of uvicorn's, closed where there are too many, or where its request is too long in coming."""

    _deadline: asyncio.TimerHandle | None = None
    _most: int

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._most = most_connections()
        self._application, self.app = self.app, self._answer

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin, or end at once."""
        super().connection_made(transport)
        if len(self.connections) > self._most:
            transport.close()
        else:
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        super().connection_lost(exc)
        self._stop()

    def data_received(self, data: bytes) -> None:
        """Go on."""
        super().data_received(data)
        if not self._is_waiting:
            self._stop()
        elif self._deadline is None:
            self._watch()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the application answer, and hang up where it cannot send what it has promised: nobody is at fault."""
        try:
            await self._application(scope, receive, send)
        except UnfinishedError:
            self.transport.abort()
            # An answer that nobody waits for any more may end as it is.
            while (await receive())["type"] != "http.disconnect":
                pass

    @property
    def _is_waiting(self) -> bool:
        """Tell whether the next request has not arrived yet."""
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is None or cycle.response_complete

    def _watch(self) -> None:
        self._deadline = self.loop.call_later(SLOWEST, self._close)

    def _stop(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _close(self) -> None:
        self._deadline = None
        if self._is_waiting:
            self.transport.close()
