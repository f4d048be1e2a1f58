"""Who is answered, and with what: nobody under a foreign name, and nothing that is not part of the site."""

from __future__ import annotations

import asyncio
import http.client
import random
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from http.client import HTTPException
from pathlib import Path

import pytest
from starlette.types import Message

from ssg.preview.application import application
from ssg.preview.guarding import Guard
from ssg.preview.recollecting import Recollection
from tests.conftest import Files, MakeSite
from tests.newsrooms import article, plain
from tests.preview.serving import PATIENCE, Follower, Visitor, eventually, following, serving

SECRET = b"the key to the safe"
SITE: Files = {
    **plain({}),
    "content/articles/news/one.md": article("One"),
    "content/articles/news/two.md": article("Two"),
    "content/pictures/a.svg": "<svg/>",
    "content/large.bin": bytes(8 * 1024**2),
    "secret.txt": SECRET,
    ".env": SECRET,
    "layouts/notes.txt": SECRET,
    "content/.hidden": SECRET,
}


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    folder = tmp_path_factory.mktemp("secure")
    (folder / "outside.txt").write_bytes(SECRET)
    root = folder / "site"
    for path, text in SITE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    with serving(root) as visitor:
        visitor.get("/")
        yield visitor


OURS = ["localhost", "LOCALHOST", "localhost:8000", "127.0.0.1", "127.0.0.1:8000", "[::1]:8000", "my.localhost"]
FOREIGN = [
    *("evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example", "evillocalhost"),
    *("", " ", "127.0.0.1:8000@evil.example", "evil.example/localhost", "0x7f000001", "[::1", "127.0.0.1#localhost"),
    *("localhost\u2024evil", "localhost:", "localhost:port", "127.1.evil", "[evil]", "2130706433"),
]


@pytest.mark.parametrize("host", OURS)
def test_names_of_this_computer_are_answered(visitor: Visitor, host: str) -> None:
    assert visitor.get("/", Host=host).status == 200


@pytest.mark.parametrize("host", FOREIGN)
def test_other_names_are_refused(visitor: Visitor, host: str) -> None:
    assert not Guard(lambda scope, receive, send: visitor, ()).allows(host)  # type: ignore[arg-type, return-value]
    if host.isascii() and host.strip():
        for path in ("/", "/news/one/", "/_standfirst/events?page=/", "/_standfirst/preview.js", "/pictures/a.svg"):
            assert visitor.get(path, Host=host).status in {400, 403}


def test_a_request_without_a_name_is_refused(visitor: Visitor) -> None:
    assert raw(visitor.port, b"GET / HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 403")
    assert raw(visitor.port, b"GET / HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 400")
    two = b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"
    assert raw(visitor.port, two).startswith(b"HTTP/1.1 400")


def test_a_name_of_its_own_is_answered_where_one_was_given(site: MakeSite) -> None:
    guard = Guard(lambda scope, receive, send: site, ("news.internal",))  # type: ignore[arg-type, return-value]
    assert guard.allows("news.internal:8000")
    assert not guard.allows("other.internal:8000")


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://localhost:1", "null", "http://127.0.0.1", "file://"]
)
def test_pages_of_other_origins_hear_and_read_nothing(visitor: Visitor, origin: str) -> None:
    for path in ("/_standfirst/events?page=/", "/news/one/", "/_standfirst/problems"):
        assert visitor.get(path, Origin=origin).status == 403


def test_pages_of_our_own_origin_are_answered(visitor: Visitor) -> None:
    follower = Follower(visitor.port, "/", Origin=visitor.url)
    assert follower.next()["errors"] == 0
    follower.close()


def test_nothing_may_be_shown_inside_a_page_of_another_site(visitor: Visitor) -> None:
    for path in ("/", "/pictures/a.svg", "/large.bin", "/_standfirst/preview.js", "/_standfirst/problems"):
        headers = visitor.get(path).headers
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in headers
    for path in ("/", "/news/one/", "/_standfirst/problems"):
        assert "frame-ancestors 'none'" in visitor.get(path).headers["content-security-policy"]


PARTS = [
    *("..", ".", "", "%2e%2e", "%2E%2e", "..%2f", "%2e%2e%2f", "..%5c", "..\\", "%252e%252e%252f", "....//", "..;"),
    *("%00", "%0a", "%0d%0aSet-Cookie:x", "%09", "%7f", "%ff", "%c0%ae%c0%ae", "%e2%80%ae", "%u002e", "%", "%zz"),
    *(
        "C:",
        "c:\\windows",
        "C%3a%5c",
        "//host/share",
        "\\\\host\\share",
        "file:",
        "~",
        "~root",
        "CON",
        "nul",
        "aux.txt",
    ),
    *("etc/passwd", "proc/self/environ", "site.toml", "outside.txt", "secret.txt", ".env", ".git/config", "content"),
    *(
        "content/.hidden",
        "layouts/notes.txt",
        "layouts",
        "themes/plain",
        ".standfirst/store.db",
        "_standfirst",
        "_desk",
    ),
    *("news", "one", "index.html", "pictures", "a.svg", "404.html", "_headers", "feed.xml", "*", "{{7*7}}", "${x}"),
    *("<script>", "'\"", "a" * 300, "\u202e", "%F0%9F%92%A9", "assets", "?", "#", "&", ";", ":", "@evil.example", "+"),
]
OUTSIDE = ("/outside.txt", "/secret.txt", "/.env", "/layouts/notes.txt", "/.hidden", "/site.toml", "/content/.hidden")


def hostile_path(chance: random.Random) -> str:
    """Return the path of a request that nobody means well with."""
    parts = "/".join(chance.choice(PARTS) for _ in range(chance.randrange(1, 7)))
    path = chance.choice(("/", "/", "//", "/_standfirst/", "/news/../", "/pictures/", "/assets/../../")) + parts
    if chance.random() < 0.2:
        path += (
            "/" + "../" * chance.randrange(1, 9) + chance.choice(("outside.txt", "secret.txt", "etc/passwd", ".env"))
        )
    # What cannot stand in a request line at all is tried over a raw connection below.
    return "".join(letter for letter in path if letter.isascii() and letter.isprintable() and letter != " ")


def test_ten_thousand_hostile_requests(visitor: Visitor) -> None:
    chance = random.Random(4)  # noqa: S311  # the same in every run
    connection = http.client.HTTPConnection("127.0.0.1", visitor.port, timeout=PATIENCE)
    seen: set[int] = set()
    for number in range(10_000):
        path = OUTSIDE[number] if number < len(OUTSIDE) else hostile_path(chance)
        connection.putrequest(chance.choice(("GET", "GET", "GET", "HEAD")), path)
        if chance.random() < 0.1:
            connection.putheader("Range", chance.choice(("bytes=0-", "bytes=9-1", "bytes=-", "x", "bytes=0-0,2-3")))
        connection.endheaders()
        response = connection.getresponse()
        body = response.read()
        seen.add(response.status)
        assert response.status in {200, 206, 301, 302, 400, 404, 416}, path
        assert SECRET not in body, path
        assert not body.startswith(b"root:"), path
        location = response.headers.get("location", "/")
        assert location.startswith("/"), path
        assert not location.startswith("//"), path
        assert response.headers.get("set-cookie") is None, path
        if response.status == 200 and path.split("?", maxsplit=1)[0].endswith("/"):
            assert b"Index of" not in body
    connection.close()
    assert {200, 302, 404} <= seen
    assert visitor.get("/news/one/").status == 200


def raw(port: int, data: bytes) -> bytes:
    """Send bytes, and return what comes back until the connection ends or nothing more does."""
    found = b""
    # Whoever sends too much is hung up on.
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection, suppress(OSError):
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        while part := connection.recv(65536):
            found += part
    return found


@pytest.mark.parametrize(
    "data",
    [
        b"\0\1\2\3\r\n\r\n",
        b"GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_what_is_no_request_is_survived(visitor: Visitor, data: bytes) -> None:
    answer = raw(visitor.port, data)
    assert SECRET not in answer
    assert answer.split(b" ", maxsplit=2)[1:2] in ([], [b"400"], [b"403"], [b"404"], [b"405"], [b"200"])
    assert visitor.get("/").status == 200


def test_visitors_who_do_not_read_hold_up_nobody(visitor: Visitor) -> None:
    with_nothing_read = []
    try:
        for path in (b"/large.bin", b"/_standfirst/events?page=/", b"/large.bin", b"/_standfirst/events?page=/") * 10:
            connection = socket.create_connection(("127.0.0.1", visitor.port), timeout=PATIENCE)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            connection.sendall(b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n" % path)
            with_nothing_read.append(connection)
        root = visitor.preview.root
        with following(visitor, "/news/two/") as (two,):
            for number in range(5):
                (root / "content/articles/news/two.md").write_text(article("Two", body=f"Version {number}."))
                two.next()
                assert f"Version {number}." in visitor.get("/news/two/").text
    finally:
        for connection in with_nothing_read:
            connection.close()


def test_a_stream_that_is_only_asked_about_is_none(visitor: Visitor) -> None:
    with socket.create_connection(("127.0.0.1", visitor.port), timeout=PATIENCE) as connection:
        host = f"Host: 127.0.0.1:{visitor.port}\r\nConnection: close\r\n\r\n"
        connection.sendall(f"HEAD /_standfirst/events?page=/ HTTP/1.1\r\n{host}".encode())
        # The server ends the connection, as it does where it has nothing more to say.
        answer = b"".join(iter(lambda: connection.recv(1000), b""))
    assert answer.startswith(b"HTTP/1.1 200 OK")


def test_who_does_not_say_what_he_wants_is_hung_up_on(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssg.preview.connections.SLOWEST", 0.2)
    asked = b"GET /news/two/ HTTP/1.1\r\nHost: localhost\r\n"
    for before in (b"", asked + b"\r\n"):
        with socket.create_connection(("127.0.0.1", visitor.port), timeout=PATIENCE) as connection:
            if before:
                connection.sendall(before)
                assert connection.recv(65536).startswith(b"HTTP/1.1 200")
            connection.sendall(asked)
            while connection.recv(65536):
                pass
    # An answer may take as long as it likes.
    with following(visitor, "/news/two/") as (two,):
        time.sleep(0.5)
        path = visitor.preview.root / "content/articles/news/two.md"
        path.write_text(article("Two", body="After a while."))
        assert two.next()["token"]


def test_connections_are_bounded(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssg.preview.connections.most_connections", lambda: 4)
    with ExitStack() as held:
        place = ("127.0.0.1", visitor.port)
        connections = [held.enter_context(socket.create_connection(place, PATIENCE)) for _ in range(8)]
        assert connections[-1].recv(10) == b""
        assert not is_answered(visitor)
    eventually(lambda: is_answered(visitor))


def is_answered(visitor: Visitor) -> bool:
    """Tell whether a visitor is let in."""
    try:
        return visitor.get("/").status == 200
    except (OSError, HTTPException):
        return False


def test_a_browser_with_many_windows_keeps_connections_for_what_it_shows(visitor: Visitor) -> None:
    with ExitStack() as lasting:

        def hears_of_edits(follower: Follower) -> bool:
            path = visitor.preview.root / "content/articles/news/one.md"
            path.write_text(article("One", body=str(time.time_ns())))
            with suppress(EOFError):
                return bool(follower.next())
            return False

        def follow(browser: str) -> Follower:
            follower = Follower(visitor.port, "/news/one/", User_Agent=browser)
            lasting.callback(follower.close)
            follower.next()
            return follower

        lasting_ones = [follow("A browser") for _ in range(4)]
        with pytest.raises(EOFError):
            follow("A browser").next()
        # Another browser has connections of its own.
        follow("Another browser")
        lasting_ones[0].close()
        eventually(lambda: hears_of_edits(follow("A browser")))


def test_streams_are_bounded(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssg.preview.application.MOST_STREAMS", 3)
    eventually(lambda: visitor.get("/_standfirst/events?page=/", "HEAD").status != 503)
    with following(visitor, "/", "/", "/"):
        assert visitor.get("/_standfirst/events?page=/").status == 503
        assert visitor.get("/").status == 200
    # Places become free when pages are closed.
    eventually(lambda: stream_status(visitor), lambda status: status == 200)


def stream_status(visitor: Visitor) -> int:
    """Ask for a stream of events and leave it; return the status of the answer."""
    follower = Follower(visitor.port, "/")
    try:
        return follower.response.status
    finally:
        follower.close()


def test_streams_are_bounded_where_all_come_at_once(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssg.preview.application.MOST_STREAMS", 3)
    assert visitor.get("/").status == 200
    served = application(visitor.preview, Recollection(visitor.preview))
    asked = {"type": "http", "method": "GET", "path": "/_standfirst/events", "query_string": b""}
    statuses: list[int] = []

    async def ask() -> None:
        async def receive() -> Message:
            await asyncio.sleep(PATIENCE)
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        await served({**asked, "headers": [(b"host", b"localhost")]}, receive, send)

    async def come_and_go(number: int) -> None:
        before = len(statuses)
        asking = [asyncio.create_task(ask()) for _ in range(number)]
        while len(statuses) < before + number:
            await asyncio.sleep(0)
        for each in asking:
            each.cancel()
        await asyncio.gather(*asking, return_exceptions=True)

    async def twice() -> None:
        async with asyncio.timeout(PATIENCE):
            await come_and_go(20)
            await come_and_go(20)

    # In a thread of its own: where a browser was driven before, this one has a loop that runs already.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, twice()).result()
    # Those who have gone have left their places.
    assert (statuses[:20].count(200), statuses[20:].count(200)) == (3, 3)


def test_a_link_out_of_the_site_is_what_the_site_says_it_is(tmp_path: Path) -> None:
    # A link that a writer made is part of the site, in a build too; the address of a request makes none.
    (tmp_path / "shared.svg").write_text("<svg/>")
    root = tmp_path / "site"
    for path, text in plain({}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    (root / "content").mkdir(exist_ok=True)
    (root / "content/shared.svg").symlink_to(tmp_path / "shared.svg")
    with serving(root) as visitor:
        assert visitor.get("/shared.svg").text == "<svg/>"
        assert visitor.get("/../shared.svg").status == 404
