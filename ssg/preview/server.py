"""The server: a port, the application, and their end."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from ssg.preview.application import application
from ssg.preview.preview import Preview
from ssg.problems import Problem, ProblemError

PORTS_TRIED = 50


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
        with suppress(OSError):
            bound.bind((address[0], candidate))
            # From here on nobody is turned away: whoever comes before the server is up waits for it.
            bound.listen(128)
            return bound
        bound.close()
    message = f"no port from {port} to {last - 1} of {host} is free"
    raise ProblemError([Problem(message, "name another with --port")])


class Server:
    """A preview being served. `run` returns when `stop` is called in any thread, or at Ctrl-C."""

    def __init__(self, preview: Preview, bound: socket.socket, hosts: tuple[str, ...] = ()) -> None:
        self._preview = preview
        self._bound = bound
        config = uvicorn.Config(
            application(preview, hosts),
            log_config=None,
            access_log=False,
            lifespan="on",
            ws="none",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)

    @property
    def port(self) -> int:
        """Return the port that is listened on."""
        port: int = self._bound.getsockname()[1]
        return port

    def run(self, started: Callable[[], object] = lambda: None) -> None:
        """Serve. `started` is called when connections are accepted: that is before the first proof is ready."""
        # Reading the site takes as long as it takes; the port answers, and the browser waits.
        first = threading.Thread(target=self._preview.refresh, daemon=True)
        first.start()
        started()
        asyncio.run(self._server.serve([self._bound]))
        first.join()

    def stop(self) -> None:
        """End `run`."""
        self._server.should_exit = True
