"""The hostile folder: whatever stands in it, reading names it, publishes nothing of it, and goes on to the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssg.content.reading import read
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import scan
from ssg.problems import ProblemError
from tests.conftest import MakeSite
from tests.hostile import GOOD, HARMLESS, UNPUBLISHED, write_hostile

SETTINGS_FILES: tuple[bytes, ...] = (
    b"",
    b"\0",
    b"title",
    b"[" * 100_000,
    b"a = " + b"[" * 100_000,
    ".".join("a" * 5000).encode() + b" = 1",
    b"title = 1\nurl = []\npage_size = 1e999",
    b"page_size = " + b"9" * 10_000,
    "title = “x”".encode("cp1252"),
    'title = "x"'.encode("utf-16"),
    b'title = "x"\nurl = "https://["',
    b'title = "x"\nurl = "https://x.example"\ntimezone = "../../etc/passwd"',
    b'title = "x"\nurl = "https://x.example"\ntimezone = "Europe"',
    b'title = "x"\nurl = "https://x.example"\nlanguage = "-"',
    b'title = "x"\nurl = "https://x.example"\noutput = "./content"',
    b'title = "x"\nurl = "https://x.example"\n[permalinks]\narticle = "/{slug:>999999999}/"',
    b'title = "x"\nurl = "https://x.example"\n[extra]\nn = 0x' + b"f" * 5000,
)


def test_every_bad_file_is_named_and_nothing_of_it_read(tmp_path: Path) -> None:
    bad = write_hostile(tmp_path)
    snapshot = scan(tmp_path)
    content, problems = read(snapshot, read_settings(snapshot))

    assert len(bad) >= 60
    assert bad - {problem.path for problem in problems} == set()
    assert {problem.path for problem in problems} - bad == set()
    assert [article.path for article in content.articles] == [GOOD]
    assert (content.authors, content.terms, content.pages) == ((), (), ())
    # Of two names that are one, the first is kept: the error stops the build anyway.
    kept = {f"content/{name}" for name in HARMLESS} | {"content/images/Case.png", "content/images/é.png"}
    assert {file.path for file in content.files} == kept
    assert UNPUBLISHED not in str(content)
    # Nobody wants to search for a mistake, or to be told only that there is one.
    assert all(problem.message for problem in problems)
    assert not any(character in str(problem) for problem in problems for character in "\0\x1b\x07\n")


@pytest.mark.parametrize("data", SETTINGS_FILES, ids=range(len(SETTINGS_FILES)))
def test_hostile_settings(data: bytes, site: MakeSite) -> None:
    with pytest.raises(ProblemError) as raised:
        read_settings(scan(site({"site.toml": data}).root))
    assert {problem.path for problem in raised.value.problems} == {"site.toml"}
