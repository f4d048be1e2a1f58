"""`ssg why`, `ssg plan` and `ssg clean`: what a build would do, and undoing it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ssg.cli import main
from ssg.content import reading
from ssg.content.front_matter import FrontMatter, read_front_matter
from ssg.output.store import DAMAGED, STORE_FILE, STORE_FOLDER
from ssg.output.writing import MANIFEST
from tests.conftest import MakeSite, WrittenSite
from tests.golden.site import GOLDEN_SITE
from tests.newsrooms import NOW
from tests.trees import tree


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--site", str(root)])


def built(site: MakeSite) -> WrittenSite:
    written = site(GOLDEN_SITE)
    assert run(written.root, "build", "--now", NOW.isoformat()).exit_code == 0
    return written


def why(root: Path, url: str) -> list[str]:
    result = run(root, "why", url, "--now", NOW.isoformat())
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_why_names_the_part_that_changed(site: MakeSite) -> None:
    written = built(site)
    text = written.text("content/articles/networks/one.md").replace("A ship is", "Two ships are")
    written.write({"content/articles/networks/one.md": text})
    said = why(written.root, "/networks/one/")
    assert said[0] == "/networks/one/ is made from content/articles/networks/one.md with article.html"
    assert [line.split()[:2] for line in said[1:-1]] == [
        ["changed", "page.description"],
        ["changed", "page.standfirst"],
    ]
    assert said[-1] == "A build would make it again."


def test_why_names_the_template_that_changed(site: MakeSite) -> None:
    written = built(site)
    written.write({"layouts/frame.html": "{% block main %}{% endblock %}"})
    assert [line.split()[:3] for line in why(written.root, "networks/one")[1:-1]] == [
        ["changed", "template", "frame.html"]
    ]


def test_why_of_a_page_that_did_not_change_and_of_one_that_is_new(site: MakeSite) -> None:
    written = built(site)
    assert why(written.root, "/tags/5g/")[1:] == ["It is in the store: a build would not make it again."]
    written.write({"content/pages/new.md": "---\ntitle: New\n---\n"})
    assert why(written.root, "/new/")[1:] == ["It was not made before: a build would make it."]


def test_why_of_no_page_suggests_one(site: MakeSite) -> None:
    result = run(site(GOLDEN_SITE).root, "why", "/abuot/")
    assert (result.exit_code, result.stderr) == (1, 'there is no page /abuot/; did you mean "/about/"?\n')


def test_plan_says_what_would_be_made(site: MakeSite) -> None:
    written = built(site)
    text = written.text("content/articles/networks/one.md").replace("lies **cut**", "lies **torn**")
    written.write({"content/articles/networks/one.md": text})
    lines = run(written.root, "plan", "--now", NOW.isoformat()).stdout.splitlines()
    missed = [line.split()[1] for line in lines if line.startswith("miss") and line.split()[1].endswith("/")]
    assert missed == ["/networks/one/"]
    assert "copy  /images/ana.svg" in [" ".join(line.split()[:2]).replace(" ", "  ") for line in lines]


def test_clean_removes_what_builds_wrote_and_nothing_else(site: MakeSite) -> None:
    written = site(GOLDEN_SITE)
    before = tree(written.root)
    assert run(written.root, "build", "--now", NOW.isoformat()).exit_code == 0
    assert run(written.root, "clean").exit_code == 0
    assert tree(written.root) == before
    assert not (written.root / "public").exists()
    built_again = run(written.root, "build", "--now", NOW.isoformat())
    (written.root / "public/mine.txt").write_text("mine")
    assert built_again.exit_code == run(written.root, "clean").exit_code == 0
    # The manifest stays with it: the folder is still ours.
    assert tree(written.root / "public").keys() == {"mine.txt", MANIFEST}
    assert run(written.root, "build", "--now", NOW.isoformat()).exit_code == 0


def test_why_and_plan_of_a_site_with_a_damaged_store_say_so_and_answer(site: MakeSite) -> None:
    written = built(site)
    file = written.root / STORE_FOLDER / STORE_FILE
    for words, said in (
        (("why", "/tags/5g/"), "It was not made before: a build would make it."),
        (("plan",), "miss  /tags/5g/"),
    ):
        # The first page says that the file is a store of ours; of the rest nothing is left.
        file.write_bytes(file.read_bytes()[:16384].ljust(file.stat().st_size, b"\0"))
        result = run(written.root, *words, "--now", NOW.isoformat())
        assert result.exit_code == 0
        assert said in result.stdout
        assert result.stderr == f"warning: {DAMAGED.message}\n1 warning\n"
        assert not file.exists()
        run(written.root, "build", "--now", NOW.isoformat())


def test_who_asks_begins_with_what_the_last_build_kept(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    written = built(site)
    questions = (["plan"], ["why", "/tags/5g/"], ["related", "one", "--why"], ["related", "--all"], ["list", "tags"])
    parsed: list[str] = []

    def note(text: str, path: str) -> FrontMatter:
        parsed.append(path)
        return read_front_matter(text, path)

    monkeypatch.setattr(reading, "read_front_matter", note)
    answers = [run(written.root, *words, "--now", NOW.isoformat()).stdout for words in questions]
    assert parsed == []
    text = written.text("content/articles/networks/one.md").replace("A ship is", "Two ships are")
    written.write({"content/articles/networks/one.md": text})
    run(written.root, "plan", "--now", NOW.isoformat())
    assert parsed == ["content/articles/networks/one.md"]
    # And the answers are those of who begins with nothing.
    written.write({"content/articles/networks/one.md": text.replace("Two ships are", "A ship is")})
    shutil.move(written.root / STORE_FOLDER, written.root / "kept")
    for words, answer in zip(questions[2:], answers[2:], strict=True):
        assert run(written.root, *words, "--now", NOW.isoformat()).stdout == answer
    assert len(answers[2].splitlines()) > 3


def test_plan_of_a_site_without_a_store_makes_none(site: MakeSite) -> None:
    written = site(GOLDEN_SITE)
    assert run(written.root, "plan", "--now", NOW.isoformat()).stderr == ""
    assert not (written.root / STORE_FOLDER).exists()
