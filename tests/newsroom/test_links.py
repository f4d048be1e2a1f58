"""Links: which of them can lead elsewhere after files and addresses came or went."""

from __future__ import annotations

from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from ssg.model import StaticFile, Withheld
from ssg.newsroom.links import Addresses, Linker, may_be_moved

NAMES = ("a.md", "b.md", "index.md", "c.png", "d e.pdf", "é.md")
FOLDERS = ("", "x/", "x/y/", "articles/")
ENDINGS = ("", "", "#part", "?q=1", "?q=a/b#c", "/", "/.", "/..")


def published(draw: Random) -> dict[str, Any]:
    """Return what a linker asks of some site: the addresses of all, the files that are copied, and what is withheld."""
    paths = [f"content/{folder}{name}" for folder in FOLDERS for name in NAMES if draw.random() < 0.3]
    urls = {path: f"/{draw.choice('pq')}/{path.removeprefix('content/')}" for path in paths}
    copied = [path for path in paths if not path.endswith(".md")]
    absent = [path for folder in FOLDERS if (path := f"content/{folder}b.md") not in urls and draw.random() < 0.3]
    return {
        "urls": urls,
        "files": [StaticFile(path, urls[path], draw.choice([b"1" * 16, b"2" * 16])) for path in copied],
        "withheld": [SimpleNamespace(path=path, reason=draw.choice(list(Withheld))) for path in absent],
    }


def without(site: dict[str, Any], path: str) -> dict[str, Any]:
    """Return the same without what is published of one file."""
    urls = {other: url for other, url in site["urls"].items() if other != path}
    return {**site, "urls": urls, "files": [file for file in site["files"] if file.path != path]}


def linker(site: dict[str, Any]) -> Linker:
    known: Any = SimpleNamespace(**site, settings=SimpleNamespace(base="/"), unread=frozenset())
    return Linker(known)


def target(draw: Random) -> str:
    """Return a target as somebody may write it, or mistype."""
    name = draw.choice([*NAMES, "d%20e.pdf", "a%2Emd", "", ".", ".."])
    begin = draw.choice(["", "./", "../", "../../", "/", "/p/", "/q/x/", "//", "https://example.org/", "content/"])
    return f"{begin}{draw.choice(FOLDERS)}{name}{draw.choice(ENDINGS)}"


@pytest.mark.parametrize("seed", range(20))
def test_a_target_that_cannot_be_moved_leads_where_it_led(seed: int) -> None:
    draw = Random(seed)  # noqa: S311
    stayed = 0
    for _ in range(50):
        one = published(draw)
        # Mostly there is one file more, or less.
        other = without(one, draw.choice([*one["urls"], ""])) if draw.random() < 0.7 else published(draw)
        before, after = draw.choice([(linker(one), linker(other)), (linker(other), linker(one))])
        moved = after.addresses.moved_since(before.addresses)
        for number in range(40):
            path, wanted = f"content/articles/x/from-{number}.md", target(draw)
            if not may_be_moved(wanted, moved):
                stayed += 1
                assert after.answers(path, [wanted]) == before.answers(path, [wanted]), (wanted, moved)
    assert stayed > 200


def test_addresses_that_were_kept_are_those_that_were() -> None:
    addresses = linker(published(Random(1))).addresses  # noqa: S311
    kept = Addresses.from_bytes(addresses.to_bytes())
    assert kept == addresses
    assert kept.digest == addresses.digest
    assert addresses.moved_since(kept) == set()
    for damaged in (b"", b"\x93", addresses.to_bytes()[:-1]):
        assert Addresses.from_bytes(damaged) is None
