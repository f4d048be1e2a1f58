"""What holds for every archive: nothing is overwritten, a second run changes nothing, a killed one is repeated."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from ssg.cli.main import main
from ssg.importers.archives.detecting import detect
from ssg.importers.archives.importing import ArchiveOptions
from ssg.importers.writing import Outcome
from ssg.problems import ProblemError
from tests.conftest import Files, MakeSite, WrittenSite
from tests.importers.archives.moving import PNG, body, built, head, move, new_site, notes
from tests.trees import differences, tree

HUGO: Files = {
    "hugo.toml": 'baseURL = "https://old.example/"\n',
    "static/images/a.png": PNG,
    **{
        f"content/post/p{number}.md": f"---\ntitle: Article {number}\ndate: 2020-01-02\nauthor: Tove Lindqvall\n---\n"
        f"Words of number {number}, [the next](p{number + 1}.md).\n"
        for number in range(40)
    },
}
BUILT, WRONG, MISUSED = 0, 1, 2


def hugo(site: MakeSite, files: Files = HUGO) -> Path:
    return site({"hugo.toml": "", **files}, "archive").delete("site.toml").root


def test_the_second_import_changes_nothing(site: MakeSite) -> None:
    archive, there = hugo(site), new_site(site)
    first = move(there, archive)
    before = tree(there.root / "content")
    second = move(there, archive)
    assert first.outcomes == {
        "files": {Outcome.WRITTEN: 1},
        "authors": {Outcome.WRITTEN: 1},
        "articles": {Outcome.WRITTEN: 40},
    }
    assert second.outcomes == {
        "files": {Outcome.UNCHANGED: 1},
        "authors": {Outcome.KEPT: 1},
        "articles": {Outcome.UNCHANGED: 40},
    }
    assert differences(before, tree(there.root / "content")) == []


def test_what_somebody_wrote_is_kept_without_force(site: MakeSite) -> None:
    archive = hugo(site)
    own: Files = {
        "content/articles/post/p1.md": "---\ntitle: My own\ndate: 2020-01-02\n---\nMine.\n",
        "content/authors/tove-lindqvall.md": "---\nname: Tove Lindqvall\n---\nMy words.\n",
        "content/images/a.png": PNG + b"0",
    }
    there = new_site(site, own)
    report = move(there, archive)
    assert report.failures == 2
    assert [str(problem) for problem in report.problems] == [
        "content/images/a.png: this file is there already, and is another one; use --force to overwrite it",
        "content/articles/post/p1.md: this file is there already, with another text; use --force to overwrite it",
    ]
    assert body(there, "content/articles/post/p1.md") == "Mine."
    forced = move(there, archive, ArchiveOptions(force=True))
    assert forced.failures == 0
    assert forced.outcomes["articles"] == {Outcome.UNCHANGED: 39, Outcome.OVERWRITTEN: 1}
    assert head(there, "content/articles/post/p1.md").startswith("title: Article 1\n")
    # What is said of a person is never overwritten: the site knows its own people best.
    assert body(there, "content/authors/tove-lindqvall.md") == "My words."
    built(there)


def test_a_run_that_is_killed_is_repeated_to_the_same_site(site: MakeSite) -> None:
    archive, whole = hugo(site), new_site(site, name="whole")
    move(whole, archive)
    random = Random(7)  # noqa: S311 - moments, not secrets
    there = new_site(site, name="killed")
    command = [sys.executable, "-m", "ssg", "import", "--now", "2026-06-01", "--site", str(there.root), str(archive)]
    killed = 0
    for _ in range(6):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _wait_for_files(there, random.randrange(1, 40), process)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        for path in (there.root / "content").rglob("*.md"):
            # Each file is there whole or not at all.
            same = whole.root / path.relative_to(there.root)
            assert path.name.startswith(".") or path.read_bytes() == same.read_bytes()
    assert killed
    assert subprocess.run(command, check=False, capture_output=True).returncode == BUILT
    assert differences(tree(whole.root / "content"), tree(there.root / "content")) == []
    assert (there.root / "import-report.json").exists()


def _wait_for_files(there: WrittenSite, number: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a run has written some files, or has come to its end."""
    while process.poll() is None:
        if sum(1 for _ in (there.root / "content").rglob("*.md")) >= number:
            return
        time.sleep(0.002)


def test_two_articles_of_one_name_get_two_addresses(site: MakeSite) -> None:
    archive = hugo(
        site,
        {
            "content/post/a.md": "---\ntitle: A\ndate: 2020-01-02\nslug: same\n---\nOne\n",
            "content/post/b.md": "---\ntitle: B\ndate: 2020-01-02\nslug: same\n---\nTwo\n",
            "content/wire/c.md": "---\ntitle: C\ndate: 2020-01-02\nslug: same\n---\nThree, [two](../post/b.md)\n",
        },
    )
    there = new_site(site)
    move(there, archive)
    assert body(there, "content/articles/post/same.md") == "One"
    assert body(there, "content/articles/post/same-2.md") == "Two"
    assert "id: wire-same" in head(there, "content/articles/wire/same.md")
    assert ("renamed: slug", "same is same-2", "content/post/b.md:1") in notes(there)
    built(there)


def test_the_section_and_the_language_can_be_chosen(site: MakeSite) -> None:
    archive = hugo(
        site,
        {
            "hugo.toml": "defaultContentLanguage = 'en'\n[languages.en]\n[languages.fr]\n",
            "content/post/a.md": "---\ntitle: A\ndate: 2020-01-02\n---\nOne\n",
            "content/post/a.fr.md": "---\ntitle: A\ndate: 2020-01-02\n---\nUn\n",
        },
    )
    there = new_site(site)
    report = move(there, archive, ArchiveOptions(section="Networks", language="fr"))
    assert report.found == {"articles": 1, "files": 0}
    assert body(there, "content/articles/networks/a.md") == "Un"
    assert "section: Networks" in head(there, "content/articles/networks/a.md")
    built(there)


def test_values_that_front_matter_refuses_are_lost_one_by_one(site: MakeSite) -> None:
    archive = hugo(
        site,
        {
            "content/post/a.md": """
                ---
                title: "A\\tmast"
                date: 2020-01-02
                tags: [good, "...", "C++"]
                canonical: not an address
                lastmod: someday
                aliases: ["/old/", "/old?p=3"]
                ---
                It holds.
                """,
        },
    )
    there = new_site(site)
    move(there, archive)
    assert head(there, "content/articles/post/a.md") == (
        "title: A mast\ndate: 2020-01-02\ntags:\n  - good\n  - C++\naliases:\n  - /old/"
    )
    assert notes(there) == [
        ("lost: date that cannot be read", "lastmod: someday", "content/post/a.md:6"),
        ("lost: old address that cannot lead here", "/old?p=3: it is not a plain path", "content/post/a.md:1"),
        ("lost: tag without a usable name", "...", "content/post/a.md:1"),
        (
            "lost: value that cannot stand in front matter",
            'canonical: "canonical" cannot be the text "not an address": not an address',
            "content/post/a.md:1",
        ),
    ]
    built(there)


def test_names_that_are_not_as_they_were_are_noted(site: MakeSite) -> None:
    front = "---\ntitle: {0}\ndate: 2020-01-02\n{1}\n---\nIt holds.\n"
    archive = hugo(
        site,
        {
            "content/post/a.md": front.format("A", 'tags: ["!!!", "5G, soon", "5G", "5g"]\nauthor: José Ruiz'),
            "content/post/b.md": front.format("B", "tags: [5g]\nauthor: Jose Ruiz"),
        },
    )
    there = new_site(site)
    move(there, archive)
    assert "tags:\n  - 5G soon\n  - 5G" in head(there, "content/articles/post/a.md")
    assert "authors:\n  - José Ruiz" in head(there, "content/articles/post/b.md")
    assert sorted(notes(there)) == [
        ("lost: tag without a usable name", "!!!", "content/post/a.md:1"),
        ("renamed: author", "Jose Ruiz is José Ruiz", ":0"),
        ("renamed: tag", "5G, soon is 5G soon", "content/post/a.md:1"),
        ("renamed: tag", "5g is 5G", "content/post/a.md:1"),
    ]
    built(there)


def test_front_matter_that_is_broken_is_saved_line_by_line(site: MakeSite) -> None:
    archive = hugo(site, {"content/post/a.md": '---\ntitle: A "b": c: d\ndate: 2020-01-02\n---\nIt holds.\n'})
    there = new_site(site)
    move(there, archive)
    assert head(there, "content/articles/post/a.md") == "title: 'A \"b\": c: d'\ndate: 2020-01-02"
    assert notes(there) == [
        ("lost: front matter that cannot be read", 'a second ": " stands on this line', "content/post/a.md:2")
    ]


def test_the_terminal_says_in_few_lines_what_the_report_says_in_full(site: MakeSite) -> None:
    archive = hugo(
        site,
        {f"content/post/p{n}.md": f"---\ntitle: P{n}\ndate: 2020-01-02\n---\n{{{{< poll >}}}}\n" for n in range(9)},
    )
    there = new_site(site)
    result = CliRunner().invoke(main, ["import", str(archive), "--site", str(there.root), "--now", "2026-06-01"])
    assert result.exit_code == BUILT
    assert result.stdout == (
        "hugo: 9 articles, 0 files\n"
        " articles  9 written\n"
        "     lost  9 × shortcode without an equivalent, kept as text (content/post/p0.md:5: {{< poll >}})\n"
        "all of this, by file and line: import-report.json\n"
    )
    report = json.loads(there.text("import-report.json"))
    assert [note["path"] for note in report["notes"]] == [f"content/post/p{n}.md" for n in range(9)]
    assert report["made"] == {"articles": {"written": 9}}


def test_a_dry_run_writes_nothing(site: MakeSite) -> None:
    archive, there = hugo(site), new_site(site)
    before = tree(there.root)
    result = CliRunner().invoke(main, ["import", "--dry-run", str(archive), "--site", str(there.root)])
    assert result.exit_code == BUILT
    assert " articles  40 not written\n" in result.stdout
    assert differences(before, tree(there.root)) == []


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["{archive}", "{archive}"], MISUSED, "an archive is imported by itself: name one"),
        (["{archive}", "--title", "A"], MISUSED, "--title, --author, --date, --tag and --draft are for raw texts only"),
        (["--from", "hugo", "{archive}/hugo.toml"], WRONG, "a Hugo site is a folder; name its root folder"),
        (["{site}"], WRONG, "this folder is no site of a generator that we know; say with --from what it is: "),
    ],
)
def test_wrong_usage_is_told_apart(site: MakeSite, arguments: list[str], code: int, message: str) -> None:
    archive, there = hugo(site), new_site(site)
    given = [part.format(archive=archive, site=there.root) for part in arguments]
    result = CliRunner().invoke(main, ["import", *given, "--site", str(there.root)])
    assert result.exit_code == code
    assert message in result.stderr


def test_a_folder_says_itself_what_it_is(site: MakeSite) -> None:
    assert detect(hugo(site)) == "hugo"
    assert detect(site({"_posts/a.md": ""}, "j").delete("site.toml").root) == "jekyll"
    with pytest.raises(ProblemError, match="no site of a generator"):
        detect(site({"a.md": ""}, "none").root)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="this system has no symbolic links")
@pytest.mark.parametrize("kind", ["hugo", "jekyll", "pelican", "zola", "html"])
def test_no_link_leads_out_of_an_archive(site: MakeSite, tmp_path: Path, kind: str) -> None:
    (tmp_path / "secret.md").write_text("---\ntitle: B\ndate: 2020-01-02\nname: B\n---\nSecret\n")
    page = "---\ntitle: A\ndate: 2020-01-02\n---\nOne\n"
    mark, texts, static = {
        "hugo": ("hugo.toml", "content/post", "static"),
        "jekyll": ("_config.yml", "_posts", "images"),
        "pelican": ("pelicanconf.py", "content", "content/images"),
        "zola": ("zola.toml", "content", "static"),
        "html": ("index.html", "texts", "images"),
    }[kind]
    archive = site({mark: "", f"{texts}/2020-01-02-a.md": page, f"{static}/a.txt": "Ours", "b.txt": "B"}, "archive")
    archive.delete("site.toml")
    (archive.root / static / "in.txt").symlink_to(archive.root / static / "a.txt")
    for name in (f"{texts}/2020-01-02-b.md", f"{static}/out.txt", f"{static}/gone.txt"):
        (archive.root / name).symlink_to(tmp_path / ("gone" if "gone" in name else "secret.md"))
    os.mkfifo(archive.root / static / "pipe.txt")
    there = new_site(site)
    move(there, archive.root)
    said = [
        where for what, _, where in notes(there) if what == "lost: link out of the archive, or to nothing, not followed"
    ]
    assert said == sorted(
        f"{name}:0" for name in (f"{static}/gone.txt", f"{static}/out.txt", f"{texts}/2020-01-02-b.md")
    )
    written = {path.name: path.read_bytes() for path in (there.root / "content").rglob("*") if path.is_file()}
    assert written["in.txt"] == b"Ours"
    assert not {"out.txt", "gone.txt", "pipe.txt"} & written.keys()
    assert not any(b"Secret" in data for data in written.values())


def test_settings_lead_to_no_folder_outside(site: MakeSite, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/a.md").write_text("---\ntitle: B\ndate: 2020-01-02\n---\nSecret\n")
    outside = tmp_path / "secret"
    for name, settings in (
        ("hugo.toml", f'contentDir = "{outside}"\nstaticDir = "{outside}"\n'),
        ("pelicanconf.py", f'PATH = "{outside}"\n'),
    ):
        archive = site({name: settings}, f"archive-{name}").delete("site.toml")
        there = new_site(site, name=f"site-{name}")
        assert move(there, archive.root).found.get("articles", 0) == 0
        assert not list(there.root.rglob("*.md"))


def test_a_bomb_of_aliases_is_not_lit(site: MakeSite) -> None:
    bomb = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}' if n else 'x'] * 9)}]\n" for n in range(8))
    archive = hugo(
        site,
        {
            "content/post/a.md": f"---\ntitle: A\ndate: 2020-01-02\n{bomb}---\nOne\n",
            "content/post/b.md": "---\ntitle: B\ndate: 2020-01-02\nx: &x [*x]\n---\nTwo\n",
            "content/post/c.md": "---\ntitle: C\ndate: 2020-01-02\ntags: &t [one]\nkeys: *t\n---\nThree\n",
        },
    )
    there = new_site(site)
    move(there, archive)
    assert head(there, "content/articles/post/a.md").startswith("title: A\ndate: 2020-01-02\nextra:\n")
    assert notes(there) == [
        ("lost: front matter that cannot be read", "its aliases come to too much", "content/post/a.md:2"),
        ("lost: front matter that cannot be read", "its aliases come to too much", "content/post/b.md:2"),
    ]
    assert "keys:\n    - one" in head(there, "content/articles/post/c.md")
    built(there)


def test_a_report_that_cannot_be_written_is_said(site: MakeSite) -> None:
    archive = hugo(site, {"content/post/a.md": "---\ntitle: A\ndate: 2020-01-02\n---\nOne\n"})
    for name, message in (
        ("import-report.json", "import-report.json: this is a folder, and the report belongs here; make room"),
        (
            ".import-report.json.importing",
            "import-report.json: the report cannot be written: Is a directory; make room",
        ),
    ):
        there = new_site(site, name=f"site-{name}")
        (there.root / name).mkdir()
        result = CliRunner().invoke(main, ["import", str(archive), "--site", str(there.root)])
        assert (result.exit_code, result.exception is None or isinstance(result.exception, SystemExit)) == (WRONG, True)
        assert message in result.stderr
        assert not list(there.root.rglob("*.md"))


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="this system has no symbolic links")
def test_a_link_to_a_folder_is_not_followed(site: MakeSite, tmp_path: Path) -> None:
    archive = hugo(site, {"content/post/a.md": "---\ntitle: A\ndate: 2020-01-02\n---\nOne\n"})
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "b.md").write_text("---\ntitle: B\ndate: 2020-01-02\n---\nSecret\n")
    (archive / "content" / "post" / "out").symlink_to(tmp_path / "secret")
    there = new_site(site)
    assert move(there, archive).found["articles"] == 1
