"""`ssg check` as an editor and a machine use it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ssg.cli import main
from tests.conftest import Files, MakeSite
from tests.newsrooms import article, author, plain

A = "content/articles/news/a.md"
OFF = '[checks.rules]\ntag-once = "off"\n'
ONE_SENTENCE = "add one sentence: cards, feeds and search results show it"
GOOD = {"content/authors/jo.md": author("Jo"), A: article("A", standfirst="One.", author="jo")}
BAD = {**GOOD, A: article("A", body="To the the quay.  Yes. \n\nEnd.", author="jo")}


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", "--site", str(root), "--now", "2026-06-01", *arguments])


def rules_of(result: Result) -> list[str]:
    """Return the rules of a report in JSON, in its order."""
    return [finding["rule"] for finding in json.loads(result.stdout)["findings"]]


def test_a_report_for_people(site: MakeSite) -> None:
    result = run(site(plain(BAD, OFF)).root)
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        f"warning: {A}: there is no standfirst; {ONE_SENTENCE} [standfirst-missing]",
        f'warning: {A}:6:4: the word "the" stands there twice; delete one [word-doubled]',
        "     6 | To the the quay.  Yes. ",
        "       |    ^",
        f"warning: {A}:6:17: there are two spaces; keep one [space-doubled]",
        "     6 | To the the quay.  Yes. ",
        "       |                 ^",
        f"warning: {A}:6:23: the line ends with spaces; delete them [space-trailing]",
        "     6 | To the the quay.  Yes. ",
        "       |                       ^",
    ]
    assert result.stdout.endswith(" rules: 4 warnings\n")


def test_nothing_found(site: MakeSite) -> None:
    result = run(site(plain(GOOD, OFF)).root)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith(": nothing found\n")


def test_warnings_fail_a_strict_check_and_errors_any(site: MakeSite) -> None:
    root = site(plain(BAD, OFF)).root
    assert run(root, "--strict").exit_code == 1
    written = site(plain({**GOOD, A: article("A", standfirst="One.", author="jo", updated="2026-02-01")}), "error")
    assert run(written.root).exit_code == 1


def test_levels_are_set_for_the_site_and_for_one_article(site: MakeSite) -> None:
    other = article("B", body="To the the pub.", author="jo", standfirst="x", checks_off="[word-doubled]")
    files = {**BAD, "content/articles/news/b.md": other}
    levels = '[checks.rules]\nspace-doubled = "off"\nword-doubled = "error"\nstandfirst-missing = "off"\n'
    result = run(site(plain(files, levels)).root, "--format", "json")
    found = json.loads(result.stdout)["findings"]
    assert [(item["path"], item["rule"], item["severity"]) for item in found] == [
        (A, "word-doubled", "error"),
        (A, "space-trailing", "warning"),
    ]
    assert result.exit_code == 1


def test_an_unknown_rule_is_an_error_where_it_stands(site: MakeSite) -> None:
    files = {**GOOD, A: article("A", standfirst="x", author="jo", checks_off="[word-doubeld]")}
    result = run(site(plain(files, '[checks.rules]\nspacetrailing = "off"\n')).root)
    assert result.exit_code == 1
    assert 'there is no rule "spacetrailing"; did you mean "space-trailing"?' in result.stderr
    assert f'{A}:6:14: there is no rule "word-doubeld"; did you mean "word-doubled"? [build]' in result.stderr
    wrong = run(site(plain(GOOD), "usage").root, "--only", "nonsense")
    assert wrong.exit_code == 2
    assert 'there is no rule "nonsense"' in wrong.stderr


def test_what_a_build_would_refuse_is_found_too(site: MakeSite) -> None:
    files = {**GOOD, A: article("A", standfirst="x", author="jo", body="[x](nowhere.md)"), "content/b.md": "x"}
    files["content/articles/news/c.md"] = article("C", author="Joe", standfirst="x")
    result = run(site(plain(files, OFF)).root)
    assert result.exit_code == 1
    assert f'error: {A}:7:5: "nowhere.md" leads to no content file [build]' in result.stderr
    assert 'unknown author "Joe"; did you mean "Jo"?' in result.stderr


def test_only_some_files(site: MakeSite) -> None:
    files = {**BAD, "content/articles/opinion/b.md": article("B", author="jo")}
    root = site(plain(files, OFF)).root
    assert rules_of(run(root, "--format", "json", str(root / "content/articles/opinion"))) == ["standfirst-missing"]
    assert rules_of(run(root, "--format", "json", "content/articles/opinion/b.md")) == ["standfirst-missing"]
    missing = run(root, "content/nothing.md")
    assert (missing.exit_code, missing.stderr.splitlines()[0]) == (
        1,
        "error: there is no content/nothing.md; name a file or a folder of the site",
    )


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_only_what_changed_since_a_revision(site: MakeSite) -> None:
    root = site(plain({**BAD, "content/articles/news/é b.md": article("B", author="jo")}, OFF)).root

    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=Jo", "-c", "user.email=jo@quay.example", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)  # noqa: S607

    git("init")
    git("add", ".")
    git("commit", "-m", "All")
    assert rules_of(run(root, "--since", "HEAD", "--format", "json")) == []
    (root / "content/articles/news/c.md").write_text(article("C", author="jo"))
    (root / "content/articles/news/é b.md").write_text(article("B", author="jo", body="Other."))
    found = json.loads(run(root, "--since", "HEAD", "--format", "json").stdout)["findings"]
    assert [item["path"] for item in found] == ["content/articles/news/c.md", "content/articles/news/é b.md"]
    wrong = run(root, "--since", "--output=x")
    assert wrong.exit_code == 1
    assert "--since needs a revision of a git repository" in wrong.stderr
    assert not (root / "x").exists()


def test_mending_shows_the_difference_and_keeps_everything_else(site: MakeSite) -> None:
    text = "---\r\ntitle: A\r\ndate: 2026-03-01\r\nauthor: jo\r\nstandfirst: x\r\n---\r\nTo the  quay. \r\n\r\nEnd.\r\n"
    files: Files = {**plain(GOOD, OFF), A: text.encode()}
    root = site(files).root
    rehearsal = run(root, "--fix", "--dry-run")
    assert "2 edits to make" in rehearsal.stdout
    assert (root / A).read_bytes() == text.encode()
    result = run(root, "--fix")
    assert [line.rstrip() for line in result.stdout.splitlines()[:7]] == [
        f"--- a/{A}",
        f"+++ b/{A}",
        "@@ -6,3 +6,3 @@",
        " ---",
        "-To the  quay.",
        "+To the quay.",
        "",
    ]
    assert "2 edits made" in result.stdout
    assert (root / A).read_bytes() == text.replace("the  quay. ", "the quay.").encode()
    assert "nothing found" in run(root, "--fix").stdout


def test_ids_are_added_in_every_format_of_front_matter(site: MakeSite) -> None:
    files = {
        A: article("A"),
        "content/articles/news/2026-b.md": '+++\ntitle = "B"\ndate = 2026-03-01\n[extra]\nx = 1\n+++\n',
        "content/articles/news/c.md": '{"title": "C", "date": "2026-03-01"}\nText.\n',
    }
    root = site(plain(files)).root
    assert "2 edits made" in run(root, "--only", "id-missing", "--fix").stdout
    assert (root / A).read_text().startswith("---\nid: a\ntitle: A\n")
    assert (root / "content/articles/news/2026-b.md").read_text().startswith('+++\nid = "2026-b"\ntitle')
    assert run(root, "--only", "id-missing").exit_code == 0


def test_tags_are_mended_in_toml_where_they_stand(site: MakeSite) -> None:
    toml = '+++\ntitle = "B"\ndate = 2026-03-01\ntags = [\n  "Wind", # a comment\n  \'ferries\',\n]\n+++\n'
    tagged = {f"content/articles/news/{name}.md": article(name, tags="[Ferries, Wind]") for name in "ac"}
    root = site(plain({**tagged, "content/articles/news/b.md": toml})).root
    found = run(root, "--only", "tag-spelling")
    assert (
        'content/articles/news/b.md:6:3: the tag "ferries" is written "Ferries" elsewhere'
        in found.stdout + found.stderr
    )
    assert "1 edit made" in run(root, "--only", "tag-spelling", "--fix").stdout
    assert (root / "content/articles/news/b.md").read_text() == toml.replace("ferries", "Ferries")


def test_code_in_html_is_never_mended(site: MakeSite) -> None:
    body = "<pre>\na  b \n</pre>\n\nPress it  now, <kbd>a  b</kbd>, <code>c  d</code>."
    root = site(plain({A: article("A", body=body)})).root
    run(root, "--only", "space-doubled", "--only", "space-trailing", "--fix")
    assert (root / A).read_text() == article("A", body=body.replace("it  now", "it now"))


def test_a_draft_with_a_headline_has_one(site: MakeSite) -> None:
    root = site(plain({})).root
    made = CliRunner().invoke(main, ["new", "article", "Harbour wall closed", "--site", str(root)])
    assert made.exit_code == 0, made.output
    assert run(root, "--only", "headline-missing", "--strict").exit_code == 0


def test_reports_for_machines(site: MakeSite) -> None:
    root = site(plain({**GOOD, A: article("'A: 100%'", standfirst="x", author="jo", updated="2026-02-01")}, OFF)).root
    assert run(root, "--format", "github").stdout == (
        f"::error file={A},line=6,col=10,title=updated-before-date::the article was updated before it was "
        "published; check date and updated\n"
    )
    sarif = json.loads(run(root, "--format", "sarif").stdout)
    (result,) = sarif["runs"][0]["results"]
    assert (sarif["version"], result["ruleId"], result["level"]) == ("2.1.0", "updated-before-date", "error")
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": A},
        "region": {"startLine": 6, "startColumn": 10},
    }
    odd = site(plain({"content/articles/news/ü n%.md": article("A", updated="2026-02-01")}), "odd").root
    (result,) = json.loads(run(odd, "--only", "updated-before-date", "--format", "sarif").stdout)["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "content/articles/news/%C3%BC%20n%25.md"}
    known = {rule["id"] for rule in sarif["runs"][0]["tool"]["driver"]["rules"]}
    assert {"updated-before-date", "build", "link-bare"} <= known
    report = json.loads(run(root, "--format", "json").stdout)
    assert (report["errors"], report["findings"][0]["hint"]) == (1, "check date and updated")


def test_the_demonstration_newsroom_raises_no_false_alarm() -> None:
    result = CliRunner().invoke(main, ["check", "--site", str(Path(__file__).parents[2]), "--strict"])
    assert result.stderr == ""
    assert result.exit_code == 0
