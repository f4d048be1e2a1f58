"""A host on the loopback that does what Netlify would: it reads `_headers` and `_redirects`, and a wrong line is an
error."""

from __future__ import annotations

import gzip
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit

_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]*): (\S(?:.*\S)?)")
_TYPES = {".webp": "image/webp", ".xml": "application/xml", ".svg": "image/svg+xml", ".json": "application/json"}


@dataclass(frozen=True)
class Redirect:
    """One line of `_redirects`."""

    source: str
    target: str
    status: int


def parse_headers(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the rules of a `_headers` file: a path in the first column, its headers indented under it.

    Raises ValueError at anything else.
    """
    rules: list[tuple[str, list[tuple[str, str]]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line.startswith("/"):
            if " " in line or line.count("*") > 1 or ("*" in line and not line.endswith("/*")):
                raise ValueError(f"line {number}: {line!r} is no path")
            rules.append((line, []))
        elif line.startswith("  ") and (match := _HEADER.fullmatch(line[2:])) and rules:
            if any(name.lower() == match[1].lower() for name, _ in rules[-1][1]):
                raise ValueError(f"line {number}: {match[1]} stands here twice")
            rules[-1][1].append((match[1], match[2]))
        else:
            raise ValueError(f"line {number}: {line!r} is neither a path nor a header under one")
    empty = [path for path, headers in rules if not headers]
    if empty:
        raise ValueError(f"no headers for {', '.join(empty)}")
    return rules


def parse_redirects(text: str) -> list[Redirect]:
    """Return the lines of a `_redirects` file: from, to, status. Raises ValueError at anything else."""
    redirects: list[Redirect] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match line.split(" "):
            case [source, target, ("301" | "302" | "308" | "410!") as status] if source.startswith("/"):
                if any(redirect.source == source for redirect in redirects):
                    raise ValueError(f"line {number}: {source} is redirected twice")
                redirects.append(Redirect(source, target, int(status.rstrip("!"))))
            case _:
                raise ValueError(f"line {number}: {line!r} is no redirect")
    return redirects


class Host(ThreadingHTTPServer):
    """Serves one folder, on a port that the system picks."""

    daemon_threads = True
    # A browser opens six connections at once, for each page anew.
    request_queue_size = 64

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.folder = folder
        self.headers = parse_headers((folder / "_headers").read_text("utf-8"))
        self.redirects = parse_redirects((folder / "_redirects").read_text("utf-8"))

    @property
    def url(self) -> str:
        """Return the address, without a slash at its end."""
        return f"http://127.0.0.1:{self.server_port}"


class _Visit(BaseHTTPRequestHandler):
    server: Host
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        file = self.server.folder / path.lstrip("/")
        if file.is_dir() and not path.endswith("/"):
            self._answer(HTTPStatus.MOVED_PERMANENTLY, b"", {"Location": f"{path}/"})
            return
        file = file / "index.html" if path.endswith("/") else file
        gone = next((one for one in self.server.redirects if one.status == 410 and one.source == path), None)
        if gone:
            notice = self.server.folder / gone.target.lstrip("/")
            self._answer(HTTPStatus.GONE, notice.read_bytes(), {"Content-Type": _media_type(notice)})
            return
        # As at Netlify: a redirect does not shadow a file, unless it is forced.
        if file.is_file():
            self._answer(HTTPStatus.OK, file.read_bytes(), {"Content-Type": _media_type(file)})
            return
        for redirect in self.server.redirects:
            if redirect.source.rstrip("/") == path.rstrip("/"):
                self._answer(HTTPStatus(redirect.status), b"", {"Location": redirect.target})
                return
        missing = (self.server.folder / "404.html").read_bytes()
        self._answer(HTTPStatus.NOT_FOUND, missing, {"Content-Type": "text/html; charset=utf-8"})

    def _answer(self, status: HTTPStatus, data: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for pattern, ours in self.server.headers:
            if fnmatchcase(urlsplit(self.path).path, pattern):
                headers |= dict(ours)
        if headers.get("Content-Type", "").endswith("utf-8") and "gzip" in self.headers.get("Accept-Encoding", ""):
            data = gzip.compress(data, mtime=0)
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class named it
        """Say nothing."""


def _media_type(file: Path) -> str:
    media_type = _TYPES.get(file.suffix) or guess_type(file.name)[0] or "application/octet-stream"
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


@contextmanager
def serve(folder: Path) -> Iterator[Host]:
    """Serve a folder while the context lasts."""
    with Host(folder) as host:
        thread = threading.Thread(target=host.serve_forever, daemon=True)
        thread.start()
        try:
            yield host
        finally:
            host.shutdown()
            thread.join()
