"""`ssg related` on a site and on any folder of Markdown."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ssg.building.edit import prepare
from ssg.building.options import Options
from ssg.cli.main import main
from ssg.newsroom.site import Reason
from tests.conftest import MakeSite
from tests.newsrooms import article, author, plain

CABLE = "The cable ship spliced the fibre on the seabed while the repair crew waited for the tide."
AUCTION = "The regulator sold spectrum blocks at auction and the bidders paid for each licence."
FILES = {
    "content/articles/cable-one.md": article("Cable one", "2026-01-01", CABLE, tags="[subsea]"),
    "content/articles/cable-two.md": article("Cable two", "2026-01-02", CABLE, tags="[subsea]", id="c-2"),
    "content/articles/auction.md": article("Auction", "2026-01-03", AUCTION, related="[c-2]"),
    "content/articles/hidden.md": article("Hidden", "2026-01-04", CABLE, noindex="true"),
}


def run(*arguments: str, now: str = "2026-06-01") -> Result:
    return CliRunner().invoke(main, ["related", *arguments, "--now", now], catch_exceptions=False)


def lines(result: Result) -> dict[str, list[list[object]]]:
    assert result.exit_code == 0
    found = [json.loads(line) for line in result.stdout.splitlines()]
    return {line["id"]: line["related"] for line in found}


def test_one_article_and_why(site: MakeSite) -> None:
    root = str(site(plain(FILES)).root)
    assert run("cable-one", "--site", root).stdout.splitlines()[:2] == ["cable-one", "  1.00  near    c-2  Cable two"]
    told = run("Cable one", "--site", root, "--why").stdout
    assert "1. Cable two (c-2)\n   near, score 1.00; texts 1.00; 1 day apart\n   shares " in told
    assert "tags/subsea" in told
    assert "Hidden (hidden): it is hidden from search engines (noindex)" in told


def test_all_as_json(site: MakeSite) -> None:
    found = lines(run("--all", "--json", "--count", "1", "--site", str(site(plain(FILES)).root)))
    assert {name: [other for other, _ in related] for name, related in found.items()} == {
        "hidden": ["c-2"],
        "auction": ["c-2"],
        "c-2": ["cable-one"],
        "cable-one": ["c-2"],
    }
    assert found["auction"] == [["c-2", 1.0]]


def test_an_unknown_article_is_an_error(site: MakeSite) -> None:
    result = run("cable-on", "--site", str(site(plain(FILES)).root))
    assert result.exit_code == 1
    assert 'no published article is called "cable-on"' in result.stderr
    assert "cable-one" in result.stderr


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("draft", '"draft" is a draft; give --drafts'),
        ("A sketch", '"A sketch" is a draft; give --drafts'),
        ("later", '"later" is scheduled for 2030-01-01 00:00; give --future'),
        ("content/articles/later.md", '"content/articles/later.md" is scheduled for 2030-01-01 00:00; give --future'),
        ("old", '"old" expired at 2026-05-01 01:00; give an earlier --now'),
        ("promised", '"promised" is under embargo until 2030-01-01 00:00; give a later --now'),
        ("gone", '"gone" is withdrawn: it suggests nothing, and nothing suggests it'),
        ("c-3", 'no published article is called "c-3"; did you mean "c-2"?'),
    ],
)
def test_what_is_not_published_is_told_with_the_reason(site: MakeSite, name: str, told: str) -> None:
    files = {
        **FILES,
        "content/articles/draft.md": article("A sketch", draft="true", date="2026-01-01T00:00Z"),
        "content/articles/later.md": article("Later", "2030-01-01T00:00Z"),
        "content/articles/old.md": article("Old", expires="2026-05-01T00:00Z"),
        "content/articles/promised.md": article("P", "2030-01-01T00:00Z", embargo="{until: 2030-01-01T00:00Z}"),
        "content/articles/gone.md": article("Gone", withdrawn="{date: 2026-05-01}"),
    }
    ahead = ["--future"] if name == "promised" else []
    result = run(name, "--site", str(site(plain(files)).root), *ahead)
    assert result.exit_code == 1
    assert f"error: {told}" in result.stderr


def test_an_article_has_many_names(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    root = site(plain({**FILES, "content/articles/bundle/index.md": article("B", slug="b")})).root
    monkeypatch.chdir(root)
    for name in ("c-2", "Cable Two", "./content/articles/cable-two.md", f"{root}/content/articles/cable-two.md"):
        assert run(name).stdout.startswith("c-2\n")
    for name in ("/cable-two/", "cable-two", "content/articles/cable-two"):
        assert run(name).stdout.startswith("c-2\n")
    for name in ("content/articles/bundle", "content/articles/bundle/", f"{root}/content/articles/bundle"):
        assert run(name).stdout.startswith("b\n")


def test_why_tells_the_rules(site: MakeSite) -> None:
    near = "The cable ship spliced the fibre on the seabed."
    files = {
        "content/authors/ana.md": author("Ana"),
        "content/articles/a.md": article("A", body=CABLE),
        **{f"content/articles/by{n}.md": article(f"By {n}", body=CABLE, author="ana") for n in range(3)},
        "content/articles/other.md": article("Other", body=f"{near} It held."),
        "content/articles/un.md": article("Un", body=f"{CABLE} {AUCTION}", extra="{translation_of: by0}"),
        "content/articles/none.md": article("None", body=near, no_related="true"),
    }
    root = str(site(plain(files, "[related]\nper_author = 1\nclose = 0.5\n")).root)
    told = run("a", "--site", root, "--why").stdout
    assert "By 2 (by2): one of another author or section is almost as near" in told
    assert "By 0 (by0): it is a translation of one of these" in told
    # Nothing comes before what it does not suggest.
    assert run("none", "--site", root, "--why").stdout.splitlines()[2:] == [
        "It suggests nothing: it says no_related: true."
    ]
    assert run("a", "--site", root, "--why", "--count", "0").stdout.splitlines()[2:] == [
        "It suggests nothing: count is 0."
    ]


def test_a_pipe_that_cannot_say_everything_gets_the_rest_escaped(site: MakeSite) -> None:
    """Windows' pipes have 250 characters, and JSON has to stay JSON."""
    title = "“Łódź” é 🛰"
    files = {"content/articles/a.md": article(title, body=CABLE), "content/articles/ż.md": article("B", body=CABLE)}
    root = str(site(plain({**files, "content/articles/ż.md": article(title, body=CABLE, slug="b")})).root)
    for encoding in ("latin-1", "ascii", "cp1252", "utf-8"):
        command = [sys.executable, "-m", "ssg", "related", "--site", root, "--now", "2026-06-01"]
        environment = {**os.environ, "PYTHONIOENCODING": encoding}
        done = subprocess.run([*command, "a"], env=environment, capture_output=True, check=True)
        assert b"b  " in done.stdout
        done = subprocess.run([*command, "Łódź"], env=environment, capture_output=True, check=False)
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr
    folder = Path(root) / "content" / "articles"
    (folder / "a.md").write_text(f"---\nid: [1]\n---\n{CABLE}\n", "utf-8")
    (folder / "🛰é.md").write_text(CABLE, "utf-8")
    command = [sys.executable, "-m", "ssg", "related", "--content", str(folder), "--all", "--json"]
    said = {
        encoding: [
            json.loads(line)
            for line in subprocess.run(
                command, env={**os.environ, "PYTHONIOENCODING": encoding}, capture_output=True, check=True
            )
            .stdout.decode("utf-8" if encoding == "utf-8" else "latin-1")
            .splitlines()
        ]
        for encoding in ("latin-1", "utf-8")
    }
    assert said["latin-1"] == said["utf-8"]
    assert len(said["utf-8"]) == 3


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("cable-one", "--all"),
        ("--all", "--why"),
        ("cable-one", "--why", "--json"),
        ("cable-one", "--language", "fr"),
    ],
)
def test_one_article_or_all(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_folder_without_a_site(tmp_path: Path) -> None:
    """Whatever stands in the files: only drafts, what is not due and what cannot be read are left out."""
    write(
        tmp_path,
        {
            "a.md": f"---\ntitle: A\nunknown: 1\nauthor: Nobody\ntags: subsea\n---\n{CABLE}\n",
            "deep/b.md": CABLE,
            "deep/c.markdown": f"+++\ndate = 2026-01-01\nrelated = ['nosuch']\n+++\n{AUCTION}\n",
            "deep/index.md": f"---\ntype: odd\ndate: never\nid: d\n---\n{AUCTION}\n",
            "other/b.md": "",
            "draft.md": f"---\ndraft: true\n---\n{CABLE}\n",
            "doubtful.md": f"---\ndraft: perhaps\n---\n{CABLE}\n",
            "later.md": f"---\ndate: 2030-01-01\n---\n{CABLE}\n",
            "broken.md": "---\ntitle: [\n---\n",
            "broken-draft.md": "---\ntitle: [\ndraft: true\n---\n",
            "latin.md": b"caf\xe9",
            "picture.md": b"\x89PNG\0\0\0\xff",
            "notes.txt": CABLE,
        },
    )
    result = run("--all", "--json", "--content", str(tmp_path), "--count", "1")
    found = {name: [other for other, _ in related] for name, related in lines(result).items()}
    other = f"{tmp_path.name}/other/b"
    assert found.keys() == {"a", "b", "broken", "c", "d", "latin", other}
    assert (found["a"], found["b"], found["c"], found["d"]) == (["b"], ["a"], ["d"], ["c"])
    assert len(found[other]) == 1
    assert "broken.md" in result.stderr
    assert "latin.md" in result.stderr
    assert "picture.md" in result.stderr


def test_a_folder_of_one_article_and_of_none(tmp_path: Path) -> None:
    assert lines(run("--all", "--json", "--content", str(tmp_path))) == {}
    write(tmp_path, {"a.md": CABLE})
    assert lines(run("--all", "--json", "--content", str(tmp_path))) == {"a": []}


MESSY: dict[str, str | bytes] = {
    "hugo.md": f'+++\ntitle = "A ship"\ndate = 2025-03-04T10:00:00Z\ntags = ["subsea"]\n[menu.main]\n+++\n{CABLE}\n',
    "_posts/2025-03-05-jekyll.md": f"---\nlayout: post\ntitle: 'Another ship'\ncategories: [subsea]\n---\n{CABLE}\n",
    "pelican.md": f"Title: A third ship\nDate: 2025-03-06 10:20\nTags: subsea\n\n{CABLE}\n",
    "hexo.md": f"title: A fourth ship\ndate: 2025/03/07\n---\n{CABLE}\n",
    "json.md": f'{{"title": "A fifth ship", "date": "2025-03-08"}}\n\n{CABLE}\n',
    "brace.md": "{curly} is how this text begins, and it is no front matter.\n",
    "rule.md": f"---\n\n{AUCTION}\n\n---\n\nA text between two rules.\n",
    "dashes.md": f"--- an aside --- \n\n{AUCTION}\n",
    "bom.md": b"\xef\xbb\xbf---\ntitle: Marked\n---\n" + AUCTION.encode(),
    "windows.md": f"---\r\ntitle: Lines\r\n---\r\n{AUCTION}\r\n".encode(),
    "two/same.md": f"---\nslug: same\n---\n{CABLE}\n",
    "three/same.md": f"---\nslug: same\n---\n{AUCTION}\n",
    "named.md": f"---\nid: [1]\nslug: 7\ntitle: [x]\nseries: 3\nrelated: {{}}\nlanguage: 5\n---\n{CABLE}\n",
    "empty.md": "",
    "only-front.md": "---\ntitle: Nothing else\n---\n",
    "Ünïcode, and spaces.md": CABLE,
    ".hidden.md": CABLE,
    "notes.txt": CABLE,
}


def test_a_messy_folder_gives_a_line_for_every_file_that_can_be_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            **MESSY,
            "latin.md": b"caf\xe9 d\xe9j\xe0 vu",
            "nul.md": b"a\0b",
            "utf-16.md": CABLE.encode("utf-16"),
            "open.md": "---\ntitle: never closed\n",
        },
    )
    result = run("--all", "--json", "--content", str(tmp_path))
    found = lines(result)
    assert all(line.startswith('{"id": ') for line in result.stdout.splitlines())
    ids = set(found)
    same = {f"{tmp_path.name}/three/same", f"{tmp_path.name}/two/same", "same"} & ids
    assert len(same) == 2
    assert ids - same == {
        *("hugo", "2025-03-05-jekyll", "pelican", "hexo", "json", "brace", "rule", "dashes", "bom", "windows", "open"),
        *("empty", "only-front", "unicode-and-spaces", "latin", "utf-16", "named"),
    }
    for name, related in found.items():
        assert len(related) == 3, name
        assert all(other in ids and other != name and isinstance(score, float) for other, score in related)
    assert {other for other, _ in found["hugo"]} <= ids - {"hugo", "windows", "bom", "rule", "dashes"}
    assert "latin.md" in result.stderr


def test_lines_do_not_depend_on_where_the_folder_is_or_how_files_are_listed(tmp_path: Path) -> None:
    one, other = tmp_path / "one" / "posts", tmp_path / "other" / "posts"
    write(one, MESSY)
    write(other, dict(reversed(MESSY.items())))
    assert (
        run("--all", "--json", "--content", str(one)).stdout == run("--all", "--json", "--content", str(other)).stdout
    )


def test_a_folder_is_the_same_however_it_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, MESSY)
    called = run("--all", "--json", "--content", str(tmp_path)).stdout
    monkeypatch.chdir(tmp_path)
    assert run("--all", "--json", "--content", ".").stdout == called
    assert run("hugo.md", "--content", ".").stdout.startswith("hugo\n")
    assert run("two", "--content", ".").exit_code == 1


def test_a_folder_has_a_language(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "Réparé.", "b.md": "Réparer.", "c.md": "Rien."})
    scores = [
        run("a", "--content", str(tmp_path), "--count", "1", *language).stdout
        for language in ((), ("--language", "fr"))
    ]
    assert "near" not in scores[0]
    assert "near    b" in scores[1]
    assert run("a", "--content", str(tmp_path), "--language", "none at all").exit_code == 1


def test_without_a_date_an_article_is_of_no_time(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": f"---\ndate: 2026-01-01\n---\n{CABLE}\n", "b.md": CABLE})
    told = run("a", "--content", str(tmp_path), "--why").stdout
    assert "near, score 1.00; texts 1.00; without a date" in told


@pytest.mark.parametrize(
    ("written", "is_read"),
    [
        ("2015/01/02", True),
        ("2015-1-2", True),
        ("January 2, 2015", True),
        ("Jan 2nd 2015 10:00", True),
        ("2 January 2015", True),
        ("Fri, 02 Jan 2015 10:00:00 GMT", True),
        ("2015-01-02 10:00:00 UTC", True),
        ("2015-01-02 10:00:00 -0700", True),
        ("2015-01-02 10:00:00 America/New_York", True),
        ("2015-01-02 10:00 PM", True),
        ("1420192800", True),
        ("'2015-01-02'", True),
        ("02/01/2015", False),
        ("2015-13-41", False),
        ("Smarch 3, 2015", False),
    ],
)
def test_dates_of_other_generators(tmp_path: Path, written: str, is_read: bool) -> None:
    write(tmp_path, {"a.md": f"---\ndate: {written}\n---\n{CABLE}\n", "2015-01-01-b.md": CABLE})
    result = run("a", "--content", str(tmp_path), "--why")
    told = "1 day apart" if is_read else "without a date"
    assert f"near, score 1.00; texts 1.00; {told}" in result.stdout
    assert ("is no date that can be read" in result.stderr) is not is_read


def test_what_other_generators_do_not_publish_is_a_draft(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.md": CABLE,
            "jekyll.md": f"---\npublished: false\n---\n{CABLE}\n",
            "_drafts/b.md": CABLE,
            "pelican.md": f"Title: A\nStatus: draft\n\n{CABLE}\n",
            "fenced.md": f"---\nStatus: draft\n---\n{CABLE}\n",
            "broken.md": f"---\ntitle: [\npublished: false\n---\n{CABLE}\n",
            "named.md": f"Title: The Title\nDate: 2015-01-02\nTags: one, two\n\n{CABLE}\n",
            "text.md": "Title: something\nis how this text begins.\n",
        },
    )
    assert lines(run("--all", "--json", "--content", str(tmp_path))).keys() == {"a", "named", "text"}
    assert "The Title" in run("a", "--content", str(tmp_path)).stdout


def test_a_folder_of_drafts_but_one(tmp_path: Path) -> None:
    write(tmp_path, {f"{n}.md": f"---\ndraft: true\n---\n{CABLE}\n" for n in range(5)} | {"a.md": CABLE})
    assert lines(run("--all", "--json", "--content", str(tmp_path))) == {"a": []}


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


REPOSITORY = Path(__file__).parents[1]


def test_what_the_documentation_shows_is_what_is_printed(golden: Callable[[Path, str], None]) -> None:
    """With `--update-golden` this writes it anew."""
    page = REPOSITORY / "docs" / "related.md"

    def printed(shown: re.Match[str]) -> str:
        arguments = shown[1].split()
        told = run(*arguments, "--site", str(REPOSITORY), now="2026-11-25").stdout
        return f"```\n$ ssg related {shown[1]}\n{told}```\n"

    golden(page, re.sub(r"```\n\$ ssg related (.*)\n(?s:.*?)```\n", printed, page.read_text()))


def test_every_article_of_the_demonstration_has_suggestions() -> None:
    site = prepare(REPOSITORY, Options(datetime(2026, 11, 25, tzinfo=UTC))).site
    assert len(site.stories) > 30
    assert {len(site.related[story.article.path]) for story in site.stories} == {3}
    assert Reason.FILLED not in {found.reason for listed in site.suggestions.values() for found in listed}
