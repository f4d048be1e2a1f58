"""What is published, and that nothing withheld can be found in any output."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.model import Withheld
from ssg.problems import ProblemError
from tests.conftest import MakeSite
from tests.newsrooms import NOW, article, author, plain, prepared

FILES = {
    "content/articles/news/out.md": article("Out", "2026-05-01", "See you.", tags="[open]"),
    "content/articles/news/draft.md": article("Sekret draft", "2026-05-02", draft="true", tags="[hidden]"),
    "content/articles/news/later.md": article("Sekret later", "2026-06-01 01:01", tags="[hidden]"),
    "content/articles/news/gone.md": article("Sekret gone", "2026-04-01", expires="2026-05-31 23:59", tags="[hidden]"),
    "content/articles/news/bundle/index.md": article("Sekret bundle", "2026-04-01", draft="true"),
    "content/articles/news/bundle/sekret.txt": "Sekret file",
    "content/pages/draft.md": "---\ntitle: Sekret page\ndraft: true\n---\nText.\n",
}


def outputs(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_withheld_articles_are_in_no_output(site: MakeSite) -> None:
    root = site(plain(FILES)).root
    report = build(root, Options(NOW))
    for path, data in outputs(report.folder).items():
        assert b"sekret" not in data.lower(), path
        assert "hidden" not in path
        assert "sekret" not in path
    assert [(item.path, item.reason) for item in report.withheld] == [
        ("content/articles/news/bundle/index.md", Withheld.DRAFT),
        ("content/articles/news/draft.md", Withheld.DRAFT),
        ("content/articles/news/gone.md", Withheld.EXPIRED),
        ("content/articles/news/later.md", Withheld.SCHEDULED),
        ("content/pages/draft.md", Withheld.DRAFT),
    ]


def test_the_clock_is_read_in_the_zone_of_the_site(site: MakeSite) -> None:
    files = {"content/articles/a.md": article("Midnight", "2026-06-01")}
    # Midnight in Auckland is noon of the day before in Greenwich.
    root = site(plain(files, 'description = "x"\n')).root
    settings = (root / "site.toml").read_text().replace("Europe/London", "Pacific/Auckland")
    (root / "site.toml").write_text(settings)
    assert not prepared(root, datetime(2026, 5, 31, 11, 59, tzinfo=UTC)).site.stories
    assert prepared(root, datetime(2026, 5, 31, 12, 0, tzinfo=UTC)).site.stories


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        ({}, ["Out"]),
        ({"drafts": True}, ["Sekret draft", "Out", "Sekret bundle"]),
        ({"future": True}, ["Sekret later", "Out"]),
    ],
)
def test_a_preview_shows_drafts_and_the_future_when_asked(
    site: MakeSite, options: dict[str, Any], titles: list[str]
) -> None:
    stories = prepared(site(plain(FILES)).root, **options).site.stories
    assert [story.article.title for story in stories] == titles


def test_articles_of_one_moment_are_ordered_by_path(site: MakeSite) -> None:
    files = {f"content/articles/{name}.md": article(name.upper()) for name in ("c", "a", "b")}
    stories = prepared(site(plain(files)).root).site.stories
    assert [story.article.title for story in stories] == ["A", "B", "C"]


def test_an_article_that_is_removed_leaves_the_output(site: MakeSite) -> None:
    written = site(plain({**FILES, "content/authors/jo.md": author("Jo")}))
    folder = build(written.root, Options(NOW)).folder
    assert (folder / "news/out/index.html").exists()
    written.delete("content/articles/news/out.md")
    report = build(written.root, Options(NOW))
    assert not (folder / "news").exists()
    assert report.written.removed > 0


EMBARGOED = "{until: 2026-06-02 09:00, note: Agreed with the ministry}"


def test_a_build_that_would_break_an_embargo_is_refused(site: MakeSite) -> None:
    files = {"content/articles/news/early.md": article("Early", "2026-05-31", embargo=EMBARGOED)}
    root = site(plain(files)).root
    with pytest.raises(ProblemError) as caught:
        build(root, Options(NOW))
    assert str(caught.value) == (
        "content/articles/news/early.md:4:18: this article is due, and under embargo until 2026-06-02 09:00 BST; "
        "set its date to then or later, or draft: true"
    )
    assert not (root / "public").exists()
    later = build(root, Options(datetime(2026, 6, 2, 8, 0, tzinfo=UTC)))
    assert [story.article.title for story in later.edit.site.stories] == ["Early"]
    assert not any(b"ministry" in data for data in outputs(later.folder).values())


@pytest.mark.parametrize("options", [{"future": True}, {"drafts": True, "future": True}])
def test_what_is_under_embargo_is_in_no_build_for_others(site: MakeSite, options: dict[str, Any]) -> None:
    files = {
        "content/articles/news/later.md": article("Sekret later", "2026-06-03", embargo=EMBARGOED),
        "content/articles/news/draft.md": article("Sekret draft", "2026-05-03", embargo=EMBARGOED, draft="true"),
    }
    report = build(site(plain(files)).root, Options(NOW, **options))
    assert not any(b"Sekret" in data for data in outputs(report.folder).values())
    assert {item.reason for item in report.withheld} <= {Withheld.EMBARGOED, Withheld.DRAFT}


def test_a_withdrawn_article_leaves_a_notice_and_nothing_else(site: MakeSite) -> None:
    files = {
        "content/articles/news/gone/index.md": article(
            "Sekret claim",
            "2026-04-01",
            "Sekret text.",
            withdrawn="{date: 2026-05-20, reason: The *source* lied.}",
            tags="[sekret]",
            aliases="[/old/]",
        ),
        "content/articles/news/gone/sekret.txt": "Sekret file",
        "content/articles/news/other.md": article("Other", body="See [that](gone/index.md)."),
    }
    report = build(site(plain(files)).root, Options(NOW))
    made = outputs(report.folder)
    notice = made.pop("news/gone/index.html").decode()
    assert "<title>Withdrawn</title>\n2026-05-20T00:00:00+01:00 The <em>source</em> lied." in notice
    assert not [path for path, data in made.items() if b"sekret" in data.lower() or "sekret" in path]
    assert b"/news/gone/ /news/gone/index.html 410!\n" in made["_redirects"]
    assert b"url=/news/gone/" in made["old/index.html"]
    assert not [path for path in made if path.startswith("sitemap") and b"/news/gone/" in made[path]]
    before = build(site(plain(files), "before").root, Options(datetime(2026, 5, 19, tzinfo=UTC)))
    assert b"Sekret text" in outputs(before.folder)["news/gone/index.html"]
