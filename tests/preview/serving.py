"""A preview served to a test: over real HTTP, on a port that the system picks."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ssg.preview.preview import Preview, PreviewOptions
from ssg.preview.server import Server, bind
from tests.newsrooms import NOW

T = TypeVar("T")
PATIENCE = 30.0
"""Seconds that a test waits for what must come, on the slowest machine."""


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers by their names in lower case, and the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode()


@dataclass(frozen=True)
class Visitor:
    """Somebody who asks a preview."""

    preview: Preview
    port: int

    @property
    def url(self) -> str:
        """Return the preview's address without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path, sent as it is. Underscores in the names of headers stand for hyphens."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host="Host" in headers)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            response = connection.getresponse()
            body = response.read()
            return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, body)
        finally:
            connection.close()


def eventually(look: Callable[[], T], is_right: Callable[[T], bool] = bool) -> T:
    """Look until what is seen is right, and return it. Fails when it never is."""
    deadline = time.monotonic() + PATIENCE
    while not is_right(seen := look()):
        assert time.monotonic() < deadline, f"this never came right: {seen!r}"
        time.sleep(0.01)
    return seen


@contextmanager
def serving(root: Path, options: PreviewOptions | None = None) -> Iterator[Visitor]:
    """Serve the preview of a site while the context lasts."""
    preview = Preview(root, options or PreviewOptions(now=NOW))
    server = Server(preview, bind("127.0.0.1", 0))
    port = server.port
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield Visitor(preview, port)
    finally:
        server.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()
