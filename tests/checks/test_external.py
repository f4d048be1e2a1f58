"""Links to other hosts, against a server of our own on this computer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ssg.checks.checking import read_subject
from ssg.checks.external import KEPT_FOR, check_external
from tests.conftest import MakeSite
from tests.newsrooms import NOW, article, plain


class Host:
    """A host that notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                host.asked.append(f"{self.command} {self.path}")
                if self.path == "/moved":
                    self.send_response(302)
                    self.send_header("Location", "/moved")
                    self.end_headers()
                    return
                code = {"/gone": 410, "/missing": 404, "/forbidden": 403, "/no-head": 405}.get(self.path, 200)
                if self.path == "/no-head" and self.command == "GET":
                    code = 200
                self.send_response(code)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_HEAD = answer  # noqa: N815  # the names that the library asks for

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture
def host() -> Iterator[Host]:
    host = Host()
    thread = threading.Thread(target=host.server.serve_forever)
    thread.start()
    yield host
    host.server.shutdown()
    host.server.server_close()
    thread.join()


def newsroom(site: MakeSite, host: Host) -> Path:
    paths = ("well", "well#part", "gone", "missing", "forbidden", "no-head")
    body = "\n\n".join(f"[{path}]({host.url}/{path})" for path in paths)
    return site(plain({"content/articles/a.md": article("A", body=f"{body}\n\n[x](http://127.0.0.1:1/)")})).root


def test_links_that_lead_nowhere_are_found(site: MakeSite, host: Host) -> None:
    root = newsroom(site, host)
    found = check_external(read_subject(root, NOW), root, pause=0)
    said = [(finding.rule, finding.problem.line, finding.problem.message) for finding in found]
    assert said[:2] == [
        ("link-external", 9, f'"{host.url}/gone" answers 410 Gone'),
        ("link-external", 11, f'"{host.url}/missing" answers 404 Not Found'),
    ]
    assert said[2][2].startswith('"http://127.0.0.1:1/" cannot be reached: ')
    assert len(said) == 3
    # One request for each address, with or without fragment; a second where the first may not be believed.
    assert host.asked == [
        "HEAD /well",
        "HEAD /gone",
        "GET /gone",
        "HEAD /missing",
        "GET /missing",
        "HEAD /forbidden",
        "HEAD /no-head",
    ]


def test_addresses_that_are_odd(site: MakeSite, host: Host) -> None:
    body = f"[a]({host.url}/ünï?q=é#x) [b]({host.url}/moved) [c](https://[bad/)"
    root = site(plain({"content/articles/a.md": article("A", body=body)})).root
    moved, bad = (finding.problem.message for finding in check_external(read_subject(root, NOW), root, pause=0))
    assert host.asked[0] == "HEAD /%C3%BCn%C3%AF?q=%C3%A9"
    assert moved.startswith(f'"{host.url}/moved" answers 302 The HTTP server returned a redirect error')
    assert "\n" not in moved
    assert bad == '"https://[bad/" cannot be reached: Invalid IPv6 URL'


def test_an_answer_is_believed_for_a_week(site: MakeSite, host: Host) -> None:
    root = newsroom(site, host)
    first = check_external(read_subject(root, NOW), root, pause=0)
    asked = len(host.asked)
    assert check_external(read_subject(root, NOW + KEPT_FOR - timedelta(minutes=1)), root, pause=0) == first
    assert len(host.asked) == asked
    check_external(read_subject(root, NOW + KEPT_FOR), root, pause=0)
    assert len(host.asked) == 2 * asked


@pytest.mark.parametrize("kept", ["", "[]", '{"x": 1}', '{"x": ["", "soon"]}', "\x00"])
def test_what_is_kept_may_be_damaged(site: MakeSite, host: Host, kept: str) -> None:
    root = newsroom(site, host)
    (root / ".standfirst").mkdir()
    (root / ".standfirst/links.json").write_text(kept)
    assert len(check_external(read_subject(root, NOW), root, pause=0)) == 3
