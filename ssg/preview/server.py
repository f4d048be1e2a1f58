"""The server: a port, the application, and their end."""

from __future__ import annotations

import asyncio
import errno
import gc
import ipaddress
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

import uvicorn

from ssg.preview.application import application
from ssg.preview.bulletin import Bulletin
from ssg.preview.connections import Connection, most_connections
from ssg.preview.issue import Issue
from ssg.preview.preview import Preview
from ssg.preview.recollecting import Recollection
from ssg.preview.watching import Watcher
from ssg.problems import Problem, ProblemError

PORTS_TRIED = 50
BOUNCE = 0.5
"""Seconds within which two signals are one: keys bounce, and a terminal may send one to each of several processes."""


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket on the first free port from `port` on; 0 lets the system pick one.

    Raises ProblemError when no port is free or the host is none of this computer's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise ProblemError([Problem(f'there is no host "{host}": {error.strerror}', "leave out --host")]) from None
    last = port + (PORTS_TRIED if port else 1)
    for candidate in range(port, min(last, 65536)):
        bound = socket.socket(family, kind, protocol)
        if os.name == "posix":
            # Else the port of a preview that has just ended would be taken for a minute.
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((address[0], candidate))
            # From here on nobody is turned away: whoever comes before the server is up waits for it.
            bound.listen(128)
        except OSError as error:
            bound.close()
            if error.errno == errno.EADDRNOTAVAIL:
                raise ProblemError([Problem(f"{host} is no address of this computer", "leave out --host")]) from None
        else:
            return bound
    message = f"no port from {port} to {last - 1} of {host} is free"
    raise ProblemError([Problem(message, "name another with --port")])


def is_loopback(host: str) -> bool:
    """Tell whether only this computer can reach a host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def address(host: str, port: int) -> str:
    """Return the address under which a browser on this computer finds what listens on a host and port."""
    anywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  # named, not listened on
    name = anywhere.get(host) or (f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}/"


def address_elsewhere(host: str, port: int) -> str:
    """Return the address under which other computers find what listens on a host and port, empty if that is unknown."""
    # Documentation's addresses, which are nobody's: naming one finds the way out, and sends nothing.
    outside = {"0.0.0.0": (socket.AF_INET, "192.0.2.1"), "::": (socket.AF_INET6, "2001:db8::1")}  # noqa: S104
    if host not in outside:
        return address(host, port)
    family, place = outside[host]
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((place, 9))
            return address(probe.getsockname()[0], port)
    except OSError:
        return ""


class _Server(uvicorn.Server):
    """Ends the streams of events before it waits for answers to be finished: a stream never is. Then it keeps what was
    shown. What a signal does is not uvicorn's business, which would send each of them again in the end."""

    def __init__(self, config: uvicorn.Config, bulletin: Bulletin, recollection: Recollection) -> None:
        super().__init__(config)
        self._bulletin = bulletin
        self._recollection = recollection

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Shut down."""
        self._bulletin.close()
        await super().shutdown(sockets)
        self._recollection.keep()


class Server:
    """A preview being served. `run` returns when `stop` is called in any thread, or at Ctrl-C."""

    def __init__(
        self,
        preview: Preview,
        bound: socket.socket,
        watcher: Watcher | None = None,
        hosts: tuple[str, ...] = (),
        say: Callable[[str], object] = print,
    ) -> None:
        self._say = say
        self._preview = preview
        self._faults: set[str] = set()
        self._ending = 0.0
        self._watcher = watcher or Watcher(preview.root, preview)
        self._bound = bound
        self._recollection = Recollection(preview, lambda: self._watcher.may_have_changed)
        served = application(preview, self._recollection, hosts)
        config = uvicorn.Config(
            served,
            http=Connection,
            # So many are let in at once, several times before the first of them is sent away.
            backlog=max(8, min(128, most_connections() // 8)),
            log_config=None,
            log_level="error",
            access_log=False,
            lifespan="on",
            ws="none",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
        self._server = _Server(config, served.state.bulletin, self._recollection)

    @property
    def port(self) -> int:
        """Return the port that is listened on."""
        port: int = self._bound.getsockname()[1]
        return port

    def run(self) -> None:
        """Serve. Whoever asks before the site has been read for the first time waits until it has, or is shown what
        the last session showed, if everything is as it was then."""
        # Reading the whole site again must not hold up who shows one page: threads take turns ten times as often.
        sys.setswitchinterval(0.0005)
        # Nearly all that reading makes is kept: looking for garbage in it is a third of the time that it takes.
        gc.disable()
        self._preview.listen(self._set_aside)
        # In this order: what changes after the files were compared with those of the last session is noticed.
        self._listen_to_signals()
        self._watcher.observe()
        self._recollection.recall()
        self._watcher.start()
        try:
            asyncio.run(self._serve())
        finally:
            self._watcher.stop()
            self._preview.forget(self._set_aside)
            gc.unfreeze()
            gc.enable()

    def _set_aside(self, _issue: Issue) -> None:
        """Spare what the first issue is made of from being searched for garbage ever after.

        Later ones are not: what is answering a request in that moment would be spared too, with all that it holds.
        """
        if not gc.isenabled():
            gc.freeze()
            gc.enable()

    async def _serve(self) -> None:
        asyncio.get_running_loop().set_exception_handler(self._tell)
        await self._server.serve([self._bound])

    def _tell(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Say what went wrong with connections, once: it may be so thousands of times a second."""
        fault = f"{context['message']}: {context.get('exception', '')}".rstrip(": ")
        if fault not in self._faults:
            self._faults.add(fault)
            self._say(f"A connection failed ({fault}); the preview goes on.")

    def _listen_to_signals(self) -> None:
        """End at a signal. The window of the terminal being closed is one, where there are such."""
        if threading.current_thread() is threading.main_thread():
            for name in ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP"):
                if hasattr(signal, name):
                    signal.signal(getattr(signal, name), self._interrupt)

    def _interrupt(self, number: int, _frame: FrameType | None) -> None:
        if not self._ending:
            self._ending = time.monotonic()
            self.stop()
            with suppress(OSError, RuntimeError):
                # The terminal may be what has gone, or something is just being written to it.
                self._say("\nEnding. Ctrl-C once more ends it without keeping anything.")
        elif time.monotonic() - self._ending > BOUNCE:
            # What is kept is written so that it can be cut short.
            os._exit(128 + number)

    def stop(self) -> None:
        """End `run`."""
        self._server.should_exit = True
