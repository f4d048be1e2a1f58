"""The command line as a shell sees it: exit codes, standard error, and never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result

from benchmarks.corpus import Corpus
from ssg import __version__
from ssg.cli.main import COMMANDS, main
from ssg.pages.planning import plan
from ssg.problems import Problem, Severity
from tests.conftest import Files, MakeSite, WrittenSite
from tests.plain_theme import PLAIN_SITE, PLAIN_THEME
from tests.trees import differences, tree

BUILT, WRONG, MISUSED = 0, 1, 2

SMALL: Files = {
    **PLAIN_THEME,
    "site.toml": PLAIN_SITE,
    "content/authors/mara-lindqvist.md": """
        ---
        name: Mara Lindqvist
        ---
        Mara watches the masts.
        """,
    "content/articles/news/mast-falls.md": """
        ---
        title: Mast falls
        date: 2026-03-01
        author: Mara Lindqvist
        tags: [masts]
        ---
        It fell at noon.
        """,
    "content/articles/news/mast-rises.md": """
        ---
        title: Mast rises
        date: 2026-03-02
        draft: true
        ---
        It will rise.
        """,
}

ARTICLE_PAGE = """\
Networks
Mast falls on a quiet field

Nobody was near, and the cows did not look up.

Mara Lindqvist, Networks Editor

March 1, 2026

2 Min Read

The mast at Lower Pelling fell at noon on Saturday, the operator said.

It had stood since 1998, and nobody had asked it to do anything else.

About the Author

Mara Lindqvist
Networks Editor
Mara watches the masts.
"""


def run(root: Path, *arguments: str, **environment: str) -> Result:
    """Run `ssg` in a folder. An error that would have been a traceback fails the test with that traceback."""
    runner = CliRunner(env=environment)
    before = Path.cwd()
    os.chdir(root)
    try:
        result = runner.invoke(main, list(arguments), prog_name="ssg")
    finally:
        os.chdir(before)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert "Traceback" not in result.output
    return result


def code(root: Path, *arguments: str, **environment: str) -> int:
    return run(root, *arguments, **environment).exit_code


def test_the_version_is_printed(tmp_path: Path) -> None:
    result = run(tmp_path, "--version")
    assert (result.exit_code, result.output) == (BUILT, f"Standfirst {__version__}\n")


def test_help_names_every_command(tmp_path: Path) -> None:
    result = run(tmp_path, "--help")
    assert result.exit_code == BUILT
    for command in COMMANDS:
        assert f"\n  {command} " in result.output


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(tmp_path: Path, command: str) -> None:
    for option in ("--help", "-h"):
        result = run(tmp_path, command, option)
        assert result.exit_code == BUILT
        assert result.output.startswith(f"Usage: ssg {command} ")


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_option_is_wrong_usage(tmp_path: Path, command: str) -> None:
    result = run(tmp_path, command, "--no-such-option")
    assert result.exit_code == MISUSED
    assert "No such option '--no-such-option'" in result.stderr


def test_an_unknown_command_is_wrong_usage(tmp_path: Path) -> None:
    result = run(tmp_path, "biuld")
    assert result.exit_code == MISUSED
    assert "No such command 'biuld'" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["build"],
        ["build", "--drafts", "--future", "--no-index", "--strict"],
        ["build", "--output", "elsewhere", "--url", "https://preview.example/"],
        ["build", "--now", "2026-03-01T12:00+01:00"],
        ["plan"],
        ["plan", "--drafts"],
        ["build", "--jobs", "2"],
        ["build", "--no-store"],
        ["why", "/news/mast-falls/"],
        ["why", "feed.xml", "--all"],
        ["clean"],
        ["list", "drafts"],
        ["list", "scheduled"],
        ["list", "expired"],
        ["list", "embargoed"],
        ["list", "withdrawn"],
        ["list", "authors"],
        ["list", "tags"],
    ],
)
def test_good_input_exits_0(site: MakeSite, arguments: list[str]) -> None:
    assert code(site(SMALL).root, *arguments) == BUILT


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "surplus"],
        ["build", "--site", "no-such-folder"],
        ["build", "--site", "site.toml"],
        ["build", "--now", "yesterday"],
        ["build", "--now", "2026-02-30"],
        ["build", "--output"],
        ["plan", "surplus"],
        ["plan", "--now", "soon"],
        ["build", "--jobs", "many"],
        ["why"],
        ["why", "/", "/tags/"],
        ["clean", "surplus"],
        ["list"],
        ["list", "articles"],
        ["list", "tags", "authors"],
        ["import"],
        ["import", "one.txt", "two.txt", "--title", "One title for two"],
        ["import", "one.txt", "--date", "someday"],
        ["import", "one.txt", "--tags", "some"],
    ],
)
def test_wrong_usage_exits_2(site: MakeSite, arguments: list[str]) -> None:
    result = run(site(SMALL).root, *arguments)
    assert result.exit_code == MISUSED
    assert "Error: " in result.stderr


@pytest.mark.parametrize("address", ["preview", "javascript:alert(1)", "https://"])
def test_an_address_to_build_for_is_held_to_the_rule_of_the_settings(site: MakeSite, address: str) -> None:
    root = site(SMALL).root
    assert code(root, "build", "--url", address) in {WRONG, MISUSED}
    assert not (root / "public").exists()


def test_a_clock_that_is_no_number_is_wrong_usage(site: MakeSite) -> None:
    assert code(site(SMALL).root, "build", SOURCE_DATE_EPOCH="noon") == MISUSED


def test_the_clock_of_reproducible_builds_decides_what_is_published(site: MakeSite) -> None:
    root = site(SMALL).root
    assert code(root, "build", SOURCE_DATE_EPOCH="1772000000") == BUILT  # 2026-02-25
    assert not (root / "public/news/mast-falls/index.html").exists()
    assert code(root, "build", SOURCE_DATE_EPOCH="1773000000") == BUILT  # 2026-03-08
    assert (root / "public/news/mast-falls/index.html").exists()


NEEDING_A_SITE = [["build"], ["plan"], ["why", "/"], ["list", "drafts"], ["list", "authors"]]


@pytest.mark.parametrize("arguments", NEEDING_A_SITE)
@pytest.mark.parametrize(
    ("files", "named"),
    [
        pytest.param({"site.toml": b"title = \xff\xfe\n"}, "site.toml", id="settings that are not UTF-8"),
        pytest.param({"site.toml": 'title = "x'}, "site.toml:1", id="settings that are no TOML"),
        pytest.param({"site.toml": 'title = "x"\ntitel = 2\n'}, "site.toml:2", id="settings with an unknown key"),
        pytest.param(
            {"site.toml": PLAIN_SITE.replace('"plain"', '"plane"')},
            'did you mean "plain"',
            id="a theme that is not there",
        ),
        pytest.param(
            {"themes/plain/theme.toml": 'name = "Plain"\nparents = "x"\n'},
            "themes/plain/theme.toml:2",
            id="a broken theme.toml",
        ),
        pytest.param(
            {"themes/plain/layouts/article.html": "{% if %}"},
            "themes/plain/layouts/article.html:1",
            id="a template with a syntax error",
        ),
        pytest.param(
            {"layouts/tag.html": "{{ " + "1+" * 3000 + "1 }}"},
            "layouts/tag.html: this template has too much inside each other",
            id="a template with a sum that is too long",
        ),
        pytest.param(
            {"layouts/tag.html": "{{ page.title }}\n{{ lists.newest }}"},
            "layouts/tag.html:2",
            id="a template with an unknown name",
        ),
        pytest.param(
            {"content/articles/news/bad.md": "---\ntitle: [\n---\n"},
            "content/articles/news/bad.md:",
            id="an article with broken front matter",
        ),
        pytest.param(
            {"content/articles/news/bad.md": b"---\ntitle: B\xe9zier\ndate: 2026-03-01\n---\n"},
            "content/articles/news/bad.md:2",
            id="an article that is not UTF-8",
        ),
    ],
)
def test_a_faulty_site_exits_1_names_the_file_and_writes_nothing(
    site: MakeSite, arguments: list[str], files: Files, named: str
) -> None:
    root = site({**SMALL, **files}).root
    result = run(root, *arguments)
    assert result.exit_code == WRONG
    assert named in result.stderr
    assert result.stderr.splitlines()[-1].split()[1].startswith("error")
    assert not (root / "public").exists()


@pytest.mark.parametrize("arguments", NEEDING_A_SITE)
def test_a_folder_without_settings_exits_1(tmp_path: Path, arguments: list[str]) -> None:
    result = run(tmp_path, *arguments)
    assert result.exit_code == WRONG
    assert "site.toml" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("argument", ["plan", "--help"])
def test_output_that_has_no_room_is_a_problem(site: MakeSite, argument: str) -> None:
    root = site(SMALL).root
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "ssg", argument]
        done = subprocess.run(command, cwd=root, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == WRONG
    wrong = "error: there is no room for what is printed; print it somewhere else, or make room"
    assert done.stderr.splitlines() == [wrong, "1 error"]


def test_warnings_fail_a_strict_build_alone(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    # No phase has a warning to give yet, so one is put into the mouth of the plan.
    warning = Problem("the headline is very long", "cut it", "content/articles/news/mast-falls.md", 2)
    warned = replace(warning, severity=Severity.WARNING)
    monkeypatch.setattr("ssg.building.edit.plan", lambda *arguments: (plan(*arguments)[0], (warned,)))
    root = site(SMALL).root
    assert code(root, "build", "--strict") == WRONG
    assert not (root / "public").exists()
    result = run(root, "build")
    assert result.exit_code == BUILT
    assert result.stderr.startswith("warning: content/articles/news/mast-falls.md:2: the headline is very long; cut it")


def test_an_output_folder_of_somebody_else_is_refused_and_left_alone(site: MakeSite) -> None:
    written = site({**SMALL, "public/thesis.txt": "Three years of work."})
    before = tree(written.root)
    result = run(written.root, "build")
    assert result.exit_code == WRONG
    assert result.stderr.startswith("error: the folder public holds files that Standfirst did not write")
    assert tree(written.root) == before


@pytest.mark.parametrize(
    "output", [".", "content", "content/news", "layouts", "themes/plain", "themes/built", "site.toml"]
)
def test_the_sources_are_no_output_folder(site: MakeSite, output: str) -> None:
    written = site(SMALL)
    before = tree(written.root)
    assert code(written.root, "build", "--output", output) in {WRONG, MISUSED}
    assert tree(written.root) == before


def test_clean_removes_what_builds_wrote_and_nothing_else(site: MakeSite) -> None:
    written = site(SMALL)
    before = tree(written.root)
    assert code(written.root, "build") == BUILT
    assert (written.root / ".standfirst").is_dir()
    written.write({"public/notes/mine.txt": "Not of a build."})
    assert code(written.root, "clean") == BUILT
    # The manifest stays with a file of mine, so that the next build finds a folder that is its own.
    assert differences(tree(written.root), before) == ["public/.standfirst.json", "public/notes/mine.txt"]
    assert code(written.root, "build") == BUILT


def test_clean_leaves_a_folder_of_somebody_else_alone(site: MakeSite) -> None:
    written = site({**SMALL, "public/thesis.txt": "Three years of work."})
    before = tree(written.root)
    assert code(written.root, "clean") == WRONG
    assert code(written.root, "clean", "--output", "content") == WRONG
    assert tree(written.root) == before


def test_clean_needs_a_site(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    assert code(tmp_path, "clean") == WRONG
    assert (tmp_path / "public").is_dir()


def test_why_there_is_no_page_exits_1_with_a_suggestion(site: MakeSite) -> None:
    result = run(site(SMALL).root, "why", "/news/mast-fall/")
    assert result.exit_code == WRONG
    assert 'did you mean "/news/mast-falls/"?' in result.stderr


def test_an_output_folder_beside_the_site_can_be_named(site: MakeSite, tmp_path: Path) -> None:
    root = site(SMALL).root
    assert code(root, "build", "--output", "../beside") == BUILT
    assert code(root, "build", "--output", str(tmp_path / "absolute")) == BUILT
    assert tree(tmp_path / "beside") == tree(tmp_path / "absolute")
    assert not (root / "public").exists()


def test_a_page_imported_from_text_is_built(site: MakeSite) -> None:
    root = site({**SMALL, "page.txt": ARTICLE_PAGE}).root
    assert code(root, "import", "page.txt", "--section", "news") == BUILT
    assert code(root, "build") == BUILT
    assert "The mast at Lower Pelling" in (root / "public/news/mast-falls-on-a-quiet-field/index.html").read_text()


def test_a_second_import_is_refused_without_force(site: MakeSite) -> None:
    written = site({**SMALL, "page.txt": ARTICLE_PAGE})
    assert code(written.root, "import", "page.txt") == BUILT
    article = next((written.root / "content/articles").rglob("mast-falls-on-a-quiet-field.md"))
    article.write_text(article.read_text() + "An editor was here.\n")
    before = tree(written.root)
    assert code(written.root, "import", "page.txt") == WRONG
    assert tree(written.root) == before
    assert code(written.root, "import", "page.txt", "--force") == BUILT


def test_a_dry_run_writes_nothing(site: MakeSite) -> None:
    written = site({**SMALL, "page.txt": ARTICLE_PAGE})
    before = tree(written.root)
    result = run(written.root, "import", "--dry-run", "page.txt")
    assert result.exit_code == BUILT
    assert result.stdout.startswith("---\ntitle: ")
    assert tree(written.root) == before


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xff\xfe\x00", b"\x00\x01"])
def test_a_text_that_is_none_exits_1(site: MakeSite, data: bytes) -> None:
    result = run(site({**SMALL, "page.txt": data}).root, "import", "page.txt")
    assert result.exit_code == WRONG
    assert "page.txt" in result.stderr


def test_a_file_that_is_missing_exits_1_and_the_others_are_imported(site: MakeSite) -> None:
    root = site({**SMALL, "page.txt": ARTICLE_PAGE}).root
    result = run(root, "import", "absent.txt", "page.txt", "--section", "news")
    assert result.exit_code == WRONG
    assert "absent.txt" in result.stderr
    assert (root / "content/articles/news/mast-falls-on-a-quiet-field.md").is_file()


def test_a_site_is_started_and_built(tmp_path: Path) -> None:
    assert code(tmp_path, "init", "mysite") == BUILT
    assert code(tmp_path / "mysite", "build") == BUILT
    assert (tmp_path / "mysite/public/index.html").is_file()


def test_a_folder_that_is_in_use_is_not_started_in(site: MakeSite) -> None:
    written = site(SMALL)
    before = tree(written.root)
    assert code(written.root, "init") == WRONG
    assert code(written.root, "init", "content") == WRONG
    assert code(written.root, "init", "site.toml") == WRONG
    assert tree(written.root) == before


@pytest.mark.parametrize("kind", ["article", "author", "page"])
def test_what_is_new_is_made_once(site: MakeSite, kind: str) -> None:
    written = site(SMALL)
    before = tree(written.root)
    assert code(written.root, "new", kind, "Something quite new") == BUILT
    after = tree(written.root)
    (made,) = differences(before, after)
    assert Path(made).stem == "something-quite-new"
    assert code(written.root, "build", "--drafts", "--future") == BUILT
    assert code(written.root, "new", kind, "Something quite new") == WRONG
    assert (written.root / made).read_bytes() == after[made]


@pytest.mark.parametrize(
    "arguments", [["new", "article"], ["new", "poem", "Ode"], ["new", "author", "A", "B"], ["init", "a", "b"]]
)
def test_wrong_usage_of_new_and_init_exits_2(site: MakeSite, arguments: list[str]) -> None:
    assert code(site(SMALL).root, *arguments) == MISUSED


@pytest.mark.parametrize("kind", ["article", "author", "page"])
def test_new_needs_a_site(tmp_path: Path, kind: str) -> None:
    assert code(tmp_path, "new", kind, "Mast falls") == WRONG
    assert tree(tmp_path) == {}


def test_lists_are_lines_of_fields_for_scripts(site: MakeSite) -> None:
    root = site(SMALL).root
    assert run(root, "list", "authors").stdout == "mara-lindqvist\tMara Lindqvist\t1\n"
    assert run(root, "list", "tags").stdout == "masts\tMasts\t1\n"
    assert run(root, "list", "drafts").stdout.split("\t")[:2] == ["content/articles/news/mast-rises.md", "Mast rises"]
    assert run(root, "list", "expired").stdout == ""


def test_a_quiet_build_says_nothing(site: MakeSite) -> None:
    assert run(site(SMALL).root, "build", "--quiet").output == ""


def test_python_runs_the_same_command_line(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "ssg", "build"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == WRONG
    assert b"Traceback" not in done.stderr


# A build that is cut short -------------------------------------------------------------------------------------------

NOW = "2026-03-01"
FRAME = "themes/plain/layouts/frame.html"
# Every page changes, so that a build that is cut short has everything to write.
EDITED = PLAIN_THEME[FRAME].replace("<title>", "<meta charset=utf-8><title>")


@pytest.fixture
def large(site: MakeSite) -> WrittenSite:
    """A site of a few hundred articles in a theme of a few lines."""
    return site({**dict(Corpus(200, "plain").files()), **PLAIN_THEME})


def start(written: WrittenSite, errors: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """Start a build of a site in a process of its own."""
    command = [sys.executable, "-m", "ssg", "build", "--now", NOW, "--jobs", "2"]
    return subprocess.Popen(command, cwd=written.root, start_new_session=True, stdout=subprocess.DEVNULL, stderr=errors)


def both_builds(written: WrittenSite) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Build, edit, and build elsewhere. Return both trees; the output folder is left with the first."""
    assert code(written.root, "build", "--now", NOW) == BUILT
    written.write({FRAME: EDITED})
    assert code(written.root, "build", "--now", NOW, "--output", "clean", "--no-store") == BUILT
    old, new = tree(written.root / "public"), tree(written.root / "clean")
    assert len(differences(old, new)) > 200
    return old, new


def assert_every_file_is_whole(folder: Path, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    """Hold what visitors are served after a build was cut short against the site before and after."""
    found = tree(folder)
    for name in (".standfirst.json", ".standfirst.part"):
        found.pop(name, None)
    for path, data in found.items():
        assert data in (old.get(path), new.get(path)), f"{path} is torn"
    assert found.keys() >= old.keys() & new.keys() - {".standfirst.json"}


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of its own is a thing of Unix")
@pytest.mark.parametrize("phase", ["render", "write"])
@pytest.mark.parametrize("presses", [1, 2])
def test_ctrl_c_leaves_a_valid_site_and_no_traceback(large: WrittenSite, phase: str, presses: int) -> None:
    old, new = both_builds(large)
    terminal, other_end = os.openpty()
    process = start(large, other_end)
    os.close(other_end)
    seen = b""
    # On a terminal each phase shows a bar: that tells when it has begun.
    while phase.encode() not in seen and (chunk := read_terminal(terminal)):
        seen += chunk
    # A terminal tells everybody in the foreground, the worker processes too.
    for _ in range(presses):
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.05)
    while chunk := read_terminal(terminal):
        seen += chunk
    os.close(terminal)
    assert process.wait(30) in {1, 130}, seen.decode(errors="replace")
    assert b"Traceback" not in seen
    assert_every_file_is_whole(large.root / "public", old, new)
    assert code(large.root, "build", "--now", NOW) == BUILT
    assert differences(tree(large.root / "public"), new) == []


def assert_nobody_is_left(group: int) -> None:
    """Wait until the last process of a group is gone: workers notice when they are alone."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    pytest.fail("worker processes outlived the build that they worked for")


def read_terminal(terminal: int) -> bytes:
    """Return what was written to a terminal; nothing when the other end is closed."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


def test_a_build_that_is_killed_leaves_whole_files_and_the_next_build_mends_the_rest(large: WrittenSite) -> None:
    old, new = both_builds(large)
    folder = large.root / "public"
    began = time.monotonic()
    assert start(large).wait(60) == BUILT
    duration = time.monotonic() - began
    draw = Random(5)  # noqa: S311 - moments, not secrets
    for number in range(4):
        # Each time there is everything to write: the other of both sites.
        written, before, after = (EDITED, old, new) if number % 2 else (PLAIN_THEME[FRAME], new, old)
        large.write({FRAME: written})
        process = start(large)
        # The second half of a build is rendering and writing, where a kill can hurt.
        time.sleep(duration * draw.uniform(0.4, 1))
        process.kill()
        process.wait(30)
        assert_nobody_is_left(process.pid)
        assert_every_file_is_whole(folder, before, after)
        assert start(large).wait(60) == BUILT
        assert differences(tree(folder), after) == []
