"""`ssg new`: files with their front matter filled in, which are never overwritten."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from ssg.cli.main import main
from ssg.content.reading import read
from ssg.content.schemas import AUTHOR, PAGE, article_schema
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import scan
from ssg.model import Content, Contributor
from ssg.problems import ProblemError
from ssg.starter.new import new_article, new_author, new_page
from tests.conftest import MakeSite, WrittenSite

Start = Callable[[], Path]
# Half past eleven in London's summer is the next day in the site's timezone.
NOW = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)


def content_of(site: WrittenSite) -> Content:
    snapshot = scan(site.root)
    content, problems = read(snapshot, read_settings(snapshot))
    assert problems == ()
    return content


def test_an_article_is_a_draft_dated_today_in_the_timezone_of_the_site(site: MakeSite) -> None:
    there = site({"content/authors/ode-meer.md": "---\nname: Ode Meer\n---\n"})
    assert new_article(there.root, "Tides: a history", NOW, author="ode meer") == Path(
        "content/articles/news/tides-a-history.md"
    )
    (article,) = content_of(there).articles
    assert (article.title, article.draft, article.section) == ("Tides: a history", True, "news")
    assert article.date.date() == date(2026, 7, 1)
    assert article.authors == (Contributor("Ode Meer"),)


def test_sections(site: MakeSite) -> None:
    there = site({"site.toml": 'title = "T"\nurl = "https://t.example"\nsections = ["Sea & Shore", "Tides"]\n'})
    assert new_article(there.root, "One", NOW).parent == Path("content/articles/sea-and-shore")
    assert new_article(there.root, "Two", NOW, section="tides").parent == Path("content/articles/tides")
    assert {article.section for article in content_of(there).articles} == {"Sea & Shore", "tides"}


def test_every_key_is_there_as_a_value_or_as_a_hint_that_can_be_used(site: MakeSite) -> None:
    there = site({})
    paths = [
        (new_article(there.root, "One", NOW), article_schema(UTC)),
        (new_author(there.root, "Ode Meer"), AUTHOR),
        (new_page(there.root, "About us"), PAGE),
    ]
    for path, record in paths:
        text = there.text(str(path))
        for entry in record.fields:
            assert f"\n{entry.key}: " in text or f"\n# {entry.key}: " in text
        # A hint that is merely uncommented is an empty key, which counts as absent; some keys are too grave for that.
        grave = ("# expires", "# embargo", "# withdrawn")
        kept = [line if line.startswith(grave) else line.removeprefix("# ") for line in text.splitlines()]
        there.write({str(path): "\n".join(kept).replace("Remove the first", "# Remove the first").encode()})
    content = content_of(there)
    assert len(content.articles) == len(content.authors) == len(content.pages) == 1
    assert content.pages[0].draft


def test_nothing_is_overwritten(site: MakeSite) -> None:
    there = site({})
    starts: list[tuple[Start, str]] = [
        (lambda: new_article(there.root, "One", NOW), "title"),
        (lambda: new_author(there.root, "Ode Meer"), "name"),
        (lambda: new_page(there.root, "About us"), "title"),
    ]
    for start, noun in starts:
        path = start()
        there.write({str(path): "mine"})
        with pytest.raises(ProblemError) as caught:
            start()
        assert str(caught.value) == f"{path.as_posix()}: this file is there already; choose another {noun}"
        assert there.text(str(path)) == "mine"


@pytest.mark.parametrize("text", ["", "!!!", " "])
@pytest.mark.parametrize(("kind", "noun"), [("article", "title"), ("page", "title"), ("author", "name")])
def test_a_name_needs_a_letter_or_a_digit(site: MakeSite, kind: str, noun: str, text: str) -> None:
    there = site({})
    result = CliRunner().invoke(main, ["new", kind, text, "--site", str(there.root)])
    expected = f'error: "{text}" has no letter or digit to make an address from; choose another {noun}\n1 error\n'
    assert (result.exit_code, result.stderr) == (1, expected)
    assert not (there.root / "content").exists()


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("../x", '"../x" is no name of a section: it is a path; write a word or a few'),
        ("a\\b", '"a\\b" is no name of a section: it is a path; write a word or a few'),
        ("!!!", '"!!!" is no name of a section: it has no letter or digit; write a word or a few'),
    ],
)
def test_what_is_no_section_is_refused(site: MakeSite, section: str, expected: str) -> None:
    with pytest.raises(ProblemError) as caught:
        new_article(site({}).root, "One", NOW, section=section)
    assert str(caught.value) == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["article", "Bell \x07"],
            'content/articles/news/bell.md:2:8: "title" cannot have the character U+0007 in it; delete it',
        ),
        (
            ["article", "One", "--section", "A\tB"],
            'content/articles/a-b/one.md:4:10: "section" cannot have a line break or a tab in it; write it on one line',
        ),
        (
            ["author", "Ode\nMeer"],
            'content/authors/ode-meer.md:2:7: "name" cannot have a line break or a tab in it; write it on one line',
        ),
        (["page", "A\udcffb"], "content/pages/ab.md:2:12: this escape is no character; write the character itself"),
    ],
)
def test_what_the_next_build_would_refuse_is_not_written(site: MakeSite, arguments: list[str], message: str) -> None:
    there = site({})
    before = sorted(there.root.rglob("*"))
    result = CliRunner().invoke(main, ["new", *arguments, "--site", str(there.root)])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"error: {message}\n")
    assert sorted(there.root.rglob("*")) == before


def test_an_unknown_author_is_refused(site: MakeSite) -> None:
    there = site({"content/authors/ode-meer.md": "---\nname: Ode Meer\n---\n"})
    with pytest.raises(ProblemError) as caught:
        new_article(there.root, "One", NOW, author="Ode Mere")
    assert str(caught.value) == 'unknown author "Ode Mere"; did you mean "Ode Meer"?'
    with pytest.raises(ProblemError) as caught:
        new_article(there.root, "One", NOW, author="Zzz")
    assert str(caught.value) == 'unknown author "Zzz"; add the author first: ssg new author "Zzz"'


def test_a_site_is_needed(tmp_path: Path) -> None:
    starts: list[Start] = [lambda: new_author(tmp_path, "Ode"), lambda: new_page(tmp_path, "About")]
    for start in starts:
        with pytest.raises(ProblemError, match=r"this folder has no site\.toml"):
            start()


def test_the_commands_print_the_path(site: MakeSite) -> None:
    there = site({})
    for arguments, path in (
        (["article", "A headline", "--now", "2026-03-01"], "content/articles/news/a-headline.md"),
        (["author", "Ode Meer"], "content/authors/ode-meer.md"),
        (["page", "About us"], "content/pages/about-us.md"),
    ):
        result = CliRunner().invoke(main, ["new", *arguments, "--site", str(there.root)])
        assert (result.exit_code, result.stdout) == (0, f"{path}\n")
    assert CliRunner().invoke(main, ["new", "article"]).exit_code == 2
    assert CliRunner().invoke(main, ["new", "poem", "x"]).exit_code == 2


def test_a_file_that_has_no_room_is_not_left_half_written(site: MakeSite) -> None:
    resource = pytest.importorskip("resource", reason="needs a limit on the size of files")
    root = site({}).root
    done = subprocess.run(
        [sys.executable, "-m", "ssg", "new", "article", "Mast falls"],
        cwd=root,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (16, 16)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "mast-falls.md: this cannot be written: File too large" in done.stderr
    assert not [*root.rglob("mast-falls.md")]
