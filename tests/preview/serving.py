"""A preview served to a test: over real HTTP, on a port that the system picks."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from ssg.preview.preview import Preview, PreviewOptions
from ssg.preview.reporting import Reporter
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


class Follower:
    """Somebody who listens to the stream of events, as the script of a page does."""

    def __init__(self, port: int, page: str, since: str = "", **headers: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        path = f"/_standfirst/events?page={quote(page)}&since={since}"
        self._connection.request("GET", path, headers={name.replace("_", "-"): v for name, v in headers.items()})
        self.response = self._connection.getresponse()

    def next(self) -> dict[str, Any]:
        """Return the data of the next event."""
        while line := self.response.readline():
            if line.startswith(b"data: "):
                data: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
                return data
        raise EOFError

    def close(self) -> None:
        """Listen no more."""
        self.response.close()
        self._connection.close()


@contextmanager
def following(visitor: Visitor, *pages: str) -> Iterator[list[Follower]]:
    """Listen for pages while the context lasts; the first event of each, which says how it is now, has been read."""
    followers = [Follower(visitor.port, page) for page in pages]
    try:
        for follower in followers:
            follower.next()
        yield followers
    finally:
        for follower in followers:
            follower.close()


def eventually(look: Callable[[], T], is_right: Callable[[T], bool] = bool) -> T:
    """Look until what is seen is right, and return it. Fails when it never is."""
    deadline = time.monotonic() + PATIENCE
    while not is_right(seen := look()):
        assert time.monotonic() < deadline, f"this never came right: {seen!r}"
        time.sleep(0.01)
    return seen


@contextmanager
def serving(
    root: Path, options: PreviewOptions | None = None, port: int = 0, reporter: Reporter | None = None
) -> Iterator[Visitor]:
    """Serve the preview of a site while the context lasts."""
    preview = Preview(root, options or PreviewOptions(now=NOW), reporter)
    server = Server(preview, bind("127.0.0.1", port))
    port = server.port
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield Visitor(preview, port)
    finally:
        server.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()
