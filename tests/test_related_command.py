"""`ssg related` on a site and on any folder of Markdown."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ssg.cli.main import main
from ssg.edit import prepare
from ssg.newsroom.site import Reason
from ssg.options import Options
from tests.conftest import MakeSite
from tests.newsrooms import article, plain

CABLE = "The cable ship spliced the fibre on the seabed while the repair crew waited for the tide."
AUCTION = "The regulator sold spectrum blocks at auction and the bidders paid for each licence."
FILES = {
    "content/articles/cable-one.md": article("Cable one", "2026-01-01", CABLE, tags="[subsea]"),
    "content/articles/cable-two.md": article("Cable two", "2026-01-02", CABLE, tags="[subsea]", id="c-2"),
    "content/articles/auction.md": article("Auction", "2026-01-03", AUCTION, related="[c-2]"),
    "content/articles/hidden.md": article("Hidden", "2026-01-04", CABLE, noindex="true"),
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["related", *arguments, "--now", "2026-06-01"], catch_exceptions=False)


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


@pytest.mark.parametrize("arguments", [(), ("cable-one", "--all")])
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
            "latin.md": b"caf\xe9",
            "notes.txt": CABLE,
        },
    )
    result = run("--all", "--json", "--content", str(tmp_path), "--count", "1")
    found = {name: [other for other, _ in related] for name, related in lines(result).items()}
    other = f"{tmp_path.name}/other/b"
    assert found.keys() == {"a", "b", "c", "d", other}
    assert (found["a"], found["b"], found["c"], found["d"]) == (["b"], ["a"], ["d"], ["c"])
    assert len(found[other]) == 1
    assert "broken.md" in result.stderr
    assert "latin.md" in result.stderr


def test_a_folder_of_one_article_and_of_none(tmp_path: Path) -> None:
    assert lines(run("--all", "--json", "--content", str(tmp_path))) == {}
    write(tmp_path, {"a.md": CABLE})
    assert lines(run("--all", "--json", "--content", str(tmp_path))) == {"a": []}


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def test_every_article_of_the_demonstration_has_suggestions() -> None:
    site = prepare(Path(__file__).parents[1], Options(datetime(2026, 11, 22, tzinfo=UTC))).site
    without = {story.article.slug for story in site.stories if len(site.related[story.article.path]) < 3}
    unwanted = {story.article.slug for story in site.stories if story.article.no_related}
    assert without == unwanted
    assert Reason.FILLED not in {found.reason for listed in site.suggestions.values() for found in listed}
