"""`ssg serve` as a shell sees it."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from typing import Self

import pytest

from ssg.output.store import STORE_FOLDER, Store
from ssg.preview.preview import Preview
from ssg.preview.server import Server, address, address_elsewhere, bind, is_loopback
from tests.conftest import Files, MakeSite
from tests.newsrooms import article, plain
from tests.preview.serving import PATIENCE, Visitor, eventually

resource = pytest.importorskip("resource", reason="limits of processes are another thing there")

SITE: Files = {
    **plain({}),
    "content/articles/news/one.md": article("One"),
    "content/articles/draft.md": "---\ndraft: true\n---\n",
}

EVERYWHERE = "0.0.0.0"  # noqa: S104  # this is what is warned of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is another thing there")


@contextmanager
def served(root: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the command while the context lasts. Gives the process and the address that it names."""
    command = [sys.executable, "-m", "ssg", "serve", "--site", str(root), "--port", "0", *options]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
    )
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().split(" ")[0]
    finally:
        process.kill()
        process.communicate()


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:  # noqa: S310  # http, on this machine
        text: str = answer.read().decode()
        return text


def test_it_serves_until_it_is_interrupted(site: MakeSite) -> None:
    root = site(SITE).root
    with served(root) as (process, url):
        assert url.startswith("http://127.0.0.1:")
        assert "One" in read(url)
        assert read(f"{url}draft/")
        process.send_signal(signal.SIGINT)
        said, complaints = process.communicate(timeout=PATIENCE)
        assert (process.returncode, complaints) == (0, "")
        assert said.endswith("Ended.\n")
    # A preview leaves nothing behind but what the next one begins with.
    assert {path.name for path in root.iterdir()} == {"content", "site.toml", "themes", ".standfirst"}


@pytest.mark.parametrize("pause", [0.02, 0.1])
def test_a_second_interrupt_is_no_fault(site: MakeSite, pause: float) -> None:
    with served(site(SITE).root) as (process, url):
        read(url)
        process.send_signal(signal.SIGINT)
        time.sleep(pause)
        process.send_signal(signal.SIGINT)
        said, complaints = process.communicate(timeout=PATIENCE)
        assert (process.returncode, complaints) == (0, "")
        assert said.splitlines()[-2:] == ["Ending. Ctrl-C once more ends it without keeping anything.", "Ended."]


def test_who_does_not_want_to_wait_for_the_end_need_not(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    with bind("127.0.0.1", 0) as bound:
        server = Server(Preview(site(SITE).root), bound)
    server._interrupt(signal.SIGINT, None)
    server._interrupt(signal.SIGINT, None)
    assert ended == []
    monkeypatch.setattr("ssg.preview.server.BOUNCE", 0.0)
    server._interrupt(signal.SIGINT, None)
    assert ended == [128 + signal.SIGINT]
    assert capsys.readouterr().out.count("Ending.") == 1


def test_more_connections_than_there_may_be_are_survived(site: MakeSite) -> None:
    written = site(SITE)
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    with ExitStack() as lasting:
        resource.setrlimit(resource.RLIMIT_NOFILE, (200, before[1]))
        try:
            process, url = lasting.enter_context(served(written.root))
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, before)
        read(url)
        port = int(url.rstrip("/").rpartition(":")[2])
        with ExitStack() as held:
            for _ in range(300):
                connection = held.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE))
                with suppress(OSError):
                    connection.sendall(b"GET / HTTP/1.1\r\nHost: ")
            # Meanwhile the files are looked at as ever.
            written.write({"content/articles/news/one.md": article("Another headline")})
            time.sleep(3.0)
        visitor = Visitor(Preview(written.root), port)
        eventually(lambda: read_if_let_in(visitor), lambda text: "Another headline" in text)
        process.send_signal(signal.SIGINT)
        said, complaints = process.communicate(timeout=PATIENCE)
        assert complaints == ""
        assert said.splitlines() == ["", "Ending. Ctrl-C once more ends it without keeping anything.", "Ended."]


def read_if_let_in(visitor: Visitor) -> str:
    """Return the home page, or nothing as long as there are too many others."""
    try:
        return visitor.get("/").text
    except (OSError, HTTPException):
        return ""


def test_the_next_one_begins_with_what_the_last_one_left(site: MakeSite) -> None:
    root = site(SITE).root
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        with served(root) as (process, url):
            read(url)
            process.send_signal(number)
            _, complaints = process.communicate(timeout=PATIENCE)
            assert (process.returncode, complaints) == (0, "")
        assert Store(root / STORE_FOLDER).state("preview")
        shutil.rmtree(root / STORE_FOLDER)


def test_problems_are_printed_and_the_server_goes_on(site: MakeSite) -> None:
    root = site({**SITE, "content/articles/bad.md": article("Bad", author="Nobody")}).root
    with served(root) as (process, url):
        assert "One" in read(url)
        process.send_signal(signal.SIGTERM)
        _, complaints = process.communicate(timeout=PATIENCE)
        assert "content/articles/bad.md:4:9: unknown author" in complaints
        assert "1 error" in complaints
        assert "Traceback" not in complaints


def test_other_computers_are_let_in_with_a_warning(site: MakeSite) -> None:
    with served(site(SITE).root, "--host", EVERYWHERE) as (process, url):
        assert url.startswith("http://127.0.0.1:")
        assert "One" in read(url)
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=PATIENCE)
        assert "Everybody on this network can see it" in complaints


def test_hosts_are_told_apart() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.1.2.3", "::1", "localhost")))
    assert not any(map(is_loopback, (EVERYWHERE, "::", "192.168.1.2", "news.example")))
    assert address("::1", 8000) == "http://[::1]:8000/"
    assert address("::", 80) == "http://[::1]:80/"
    assert address("news.internal", 8001) == "http://news.internal:8001/"


def test_other_computers_are_told_an_address_of_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[tuple[str, int]] = []

    class Probe:
        def __init__(self, *_kind: int) -> None:
            pass

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_error: object) -> None:
            pass

        def connect(self, place: tuple[str, int]) -> None:
            connected.append(place)
            if ":" in place[0]:
                raise OSError(errno.ENETUNREACH, "Network is unreachable")

        def getsockname(self) -> tuple[str, int]:
            return "192.168.1.7", 50000

    assert address_elsewhere("192.168.1.2", 8000) == "http://192.168.1.2:8000/"
    monkeypatch.setattr("ssg.preview.server.socket.socket", Probe)
    assert address_elsewhere(EVERYWHERE, 8000) == "http://192.168.1.7:8000/"
    assert not address_elsewhere("::", 8000)
    assert len(connected) == 2
