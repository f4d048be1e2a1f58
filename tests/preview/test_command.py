"""`ssg serve` as a shell sees it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ssg.output.store import STORE_FOLDER, Store
from ssg.preview.server import address, is_loopback
from tests.conftest import Files, MakeSite
from tests.newsrooms import article, plain
from tests.preview.serving import PATIENCE

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


def test_the_next_one_begins_with_what_the_last_one_left(site: MakeSite) -> None:
    root = site(SITE).root
    for number, code in ((signal.SIGINT, 0), (signal.SIGHUP, 0), (signal.SIGTERM, -signal.SIGTERM)):
        with served(root) as (process, url):
            read(url)
            process.send_signal(number)
            _, complaints = process.communicate(timeout=PATIENCE)
            assert (process.returncode, complaints) == (code, "")
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
