"""Amending one article gives what reading the whole site gives, save what it suggests; and that is settled after."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ssg.model import Article
from ssg.preview.amending import SPOKEN
from ssg.preview.preview import Preview, PreviewOptions
from ssg.preview.printing import Press
from ssg.preview.proof import Proof
from tests.conftest import Files, MakeSite, WrittenSite
from tests.golden.site import GOLDEN_SITE
from tests.newsrooms import NOW, article, author, plain
from tests.preview.serving import eventually

ARTICLES = sorted(path for path in GOLDEN_SITE if path.startswith("content/articles/") and path.endswith(".md"))


def opened(root: Path) -> Preview:
    preview = Preview(root, PreviewOptions(now=NOW))
    assert preview.look()
    return preview


def proof(preview: Preview) -> Proof:
    issue = preview.issue
    assert issue is not None
    assert isinstance(issue.proof, Proof)
    return issue.proof


def edit(written: WrittenSite, preview: Preview, path: str, change: Callable[[str], str]) -> Proof:
    """Change a file, and return the proof after a look at it alone."""
    before = written.text(path)
    after = change(before)
    assert after != before
    (written.root / path).write_bytes(after.encode())
    eventually(lambda: preview.look({str(written.root / path)}))
    return proof(preview)


def with_key(name: str, value: str) -> Callable[[str], str]:
    """Return what sets a key of the front matter, over the one that is there."""

    def change(text: str) -> str:
        front, body = text.removeprefix("---\n").split("\n---", maxsplit=1)
        lines = [line for line in front.split("\n") if not re.match(rf"{name}\b", line)]
        return "---\n" + "\n".join([*lines, f"{name}: {value}"]) + "\n---" + body

    return change


def keys(shown: Proof) -> dict[str, bytes]:
    return {url: page.key for url, page in shown.plan.pages.items()}


EDITS: dict[str, Callable[[str], str]] = {
    "text": lambda text: f"{text}\nOne more paragraph, with a word or two.\n",
    "title": with_key("title", "Another headline"),
    "standfirst": with_key("standfirst", "Another deck."),
    "kicker": with_key("kicker", "Another label"),
    "dateline": with_key("dateline", "Elsewhere"),
    "image": with_key("image", "{src: /images/ana.svg, alt: Ana, credit: Nobody}"),
    "key_points": with_key("key_points", "[One point, Another]"),
    "editors_note": with_key("editors_note", "A note."),
    "extra": with_key("extra", "{a: b}"),
}


def test_every_spoken_field_is_tried() -> None:
    assert EDITS.keys() == SPOKEN
    assert set(Article.__dataclass_fields__) >= SPOKEN


@pytest.mark.parametrize("field", EDITS)
def test_an_amended_site_is_the_site(site: MakeSite, field: str) -> None:
    settings = f"{GOLDEN_SITE['site.toml']}"
    written = site({**GOLDEN_SITE, "site.toml": f"{settings}\n[related]\ncount = 0\n"})
    preview = opened(written.root)
    tried = 0
    for path in ARTICLES:
        if not written.text(path).startswith("---"):
            continue
        amended = edit(written, preview, path, EDITS[field])
        whole = proof(opened(written.root))
        assert keys(amended) == keys(whole), path
        assert amended.problems == whole.problems
        # One that has expired is nowhere to be amended.
        assert amended.settled == (path not in whole.site.urls)
        tried += not amended.settled
    assert tried > 8
    preview.settle()
    assert proof(preview).settled
    assert keys(proof(preview)) == keys(proof(opened(written.root)))


SITE: Files = {
    **plain({}),
    "content/authors/ana.md": author("Ana"),
    "content/articles/news/one.md": article("One", body="Ships lay cables under the sea.", author="Ana"),
    "content/articles/news/two.md": article("Two", "2026-03-02", "Ships lay cables under the sea too."),
    "content/articles/news/three.md": article("Three", "2026-03-03", "Parliament votes on the budget."),
    "content/articles/news/four.md": article("Four", "2026-03-04", "Parliament votes on the budget again."),
    "content/articles/news/bundle/index.md": article("Bundle", "2026-03-05", "![A](a.svg)"),
    "content/articles/news/bundle/a.svg": "<svg/>",
}
ONE = "content/articles/news/one.md"


@pytest.fixture
def written(site: MakeSite) -> WrittenSite:
    return site(SITE)


def test_the_desk_shows_an_article_as_it_is_wherever_it_is_suggested(written: WrittenSite) -> None:
    preview = opened(written.root)
    edit(written, preview, ONE, with_key("title", "Amended"))
    issue = preview.issue
    assert issue is not None
    assert not preview.is_settled
    desk = issue.desk(written.root, "", preview.print)
    assert desk is not None
    assert b">One<" not in (desk.page("/_desk/related", {}) or b">One<")
    paths = [story.article.path for story in proof(preview).site.stories]
    shown = [desk.page("/_desk/article", {"path": path}) or b"" for path in paths]
    assert all(shown)
    assert any(b">Amended</a>" in panel for panel in shown)


def test_what_it_suggests_is_settled_after(written: WrittenSite) -> None:
    preview = opened(written.root)
    before = proof(preview).plan.pages["/news/one/"].view.page
    change = with_key("standfirst", "On the budget, on which parliament votes.")
    amended = edit(written, preview, ONE, lambda text: change(text).replace("Ships lay cables", "Parliament votes"))
    page = amended.plan.pages["/news/one/"].view.page
    assert page.related == before.related  # type: ignore[attr-defined]
    assert "Parliament" in page.body.source  # type: ignore[attr-defined]
    assert not amended.settled
    preview.settle()
    assert preview.is_settled
    assert proof(preview).plan.pages == proof(opened(written.root)).plan.pages
    number = preview.issue.number if preview.issue else 0
    preview.settle()
    assert preview.issue
    assert preview.issue.number == number


@pytest.mark.parametrize(
    "change",
    [
        with_key("date", "2026-03-09"),
        with_key("slug", "uno"),
        with_key("tags", "[Cables]"),
        with_key("author", "[]"),
        with_key("section", "Sea"),
        with_key("draft", "true"),
        with_key("type", "opinion"),
        with_key("updated", "2026-04-01"),
        with_key("language", "fr"),
        with_key("corrections", "[{date: 2026-03-02, text: It was two.}]"),
        with_key("related", "[two]"),
        with_key("aliases", "[/old/]"),
        with_key("noindex", "true"),
        with_key("sponsor", "Somebody"),
        with_key("series", "Cables"),
    ],
)
def test_what_decides_where_an_article_stands_is_read_the_whole_way(
    written: WrittenSite, change: Callable[[str], str]
) -> None:
    preview = opened(written.root)
    assert edit(written, preview, ONE, change).settled
    assert proof(preview).plan.pages == proof(opened(written.root)).plan.pages


def test_several_articles_at_once_and_one_after_the_other(written: WrittenSite) -> None:
    preview = opened(written.root)
    paths = [ONE, "content/articles/news/two.md", "content/articles/news/bundle/index.md"]
    for number in range(2):
        for path in paths:
            (written.root / path).write_text(written.text(path) + f"\nEdit {number}.\n")
        eventually(lambda: preview.look({str(written.root / path) for path in paths}))
        assert not preview.is_settled
        for url in ("/news/one/", "/news/two/", "/news/bundle/"):
            assert f"Edit {number}." in proof(preview).plan.pages[url].bodies[0].source


def test_without_hints_the_same_is_found_by_looking(written: WrittenSite) -> None:
    preview = opened(written.root)
    (written.root / ONE).write_text(written.text(ONE) + "\nMore.\n")
    eventually(preview.look)
    assert not proof(preview).settled
    assert not preview.look()
    (written.root / ONE).unlink()
    eventually(preview.look)
    assert preview.is_settled
    assert "/news/one/" not in proof(preview).plan.pages


def test_hints_that_say_too_little_are_followed_by_looking(written: WrittenSite) -> None:
    preview = opened(written.root)
    for hint in ("/no/such/file", str(written.root / "content"), str(written.root / "content/articles/news/gone.md")):
        assert not preview.look({hint})
    (written.root / "content/articles/news/new.md").write_text(article("New"))
    eventually(lambda: preview.look({str(written.root / "content/articles/news/new.md")}))
    assert "/news/new/" in proof(preview).plan.pages


def test_an_error_and_its_mending_are_quick_too(written: WrittenSite) -> None:
    preview = opened(written.root)
    good = written.text(ONE)
    wrong = edit(written, preview, ONE, with_key("titel", "Uno"))
    assert not wrong.settled
    assert [problem.message for problem in wrong.problems] == ['unknown key "titel"']
    assert wrong.plan.pages == proof(opened_at(written, good)).plan.pages
    mended = edit(written, preview, ONE, lambda _: good.replace("title: One", "title: Uno"))
    assert not mended.settled
    assert mended.problems == ()
    assert mended.plan.pages["/"].view.page.cards[-1].title == "Uno"  # type: ignore[attr-defined]
    broken = edit(written, preview, ONE, lambda text: f"{text}\n[There](nowhere.md)\n")
    assert [problem.line for problem in broken.problems] == [8]
    assert edit(written, preview, ONE, lambda _: good).problems == ()
    missing = edit(written, preview, ONE, with_key("image", "{src: /none.png, alt: None}"))
    assert "no file of this site" in missing.problems[0].message
    assert edit(written, preview, ONE, lambda _: good).problems == ()


def opened_at(written: WrittenSite, good: str) -> Preview:
    """Return a preview of the site with one article as it was."""
    now = written.text(ONE)
    (written.root / ONE).write_text(good)
    preview = opened(written.root)
    (written.root / ONE).write_text(now)
    return preview


def test_an_error_that_was_there_from_the_start_does_not_go_by_amending(written: WrittenSite) -> None:
    (written.root / ONE).write_text(article("One", author="Anna"))
    preview = opened(written.root)
    still = edit(written, preview, ONE, lambda text: f"{text}\nMore.\n")
    assert ["unknown author" in problem.message for problem in still.problems] == [True]
    assert edit(written, preview, ONE, lambda text: text.replace("Anna", "Ana")).problems == ()


def test_settling_gives_way_to_what_is_newer(written: WrittenSite, monkeypatch: pytest.MonkeyPatch) -> None:
    preview = opened(written.root)
    edit(written, preview, ONE, lambda text: f"{text}\nFirst.\n")

    def edited_meanwhile(*arguments: object) -> Proof:
        edit(written, preview, ONE, lambda text: f"{text}\nSecond.\n")
        return replace(proof(preview), settled=True)

    monkeypatch.setattr("ssg.preview.preview.pull", edited_meanwhile)
    preview.settle()
    assert not preview.is_settled
    assert "Second." in proof(preview).plan.pages["/news/one/"].bodies[0].source


def test_what_is_known_of_pages_is_not_made_again(written: WrittenSite) -> None:
    preview = opened(written.root)
    edit(written, preview, ONE, lambda text: f"{text}\nFirst.\n")
    before = proof(preview)
    preview.settle()
    after = proof(preview)
    assert after.settled
    same = [url for url, page in after.plan.pages.items() if page.key == before.plan.pages[url].key]
    assert len(same) > 10
    for url in same:
        assert after.plan.pages[url].view is before.plan.pages[url].view, url


def test_a_page_is_kept_as_it_is_now_and_not_as_it_was(written: WrittenSite) -> None:
    preview = opened(written.root)
    press = Press()
    sizes = []
    for number in range(1, 6):
        shown = edit(written, preview, ONE, with_key("title", f"Version {number}"))
        for url in ("/", "/news/one/"):
            page = shown.plan.pages[url]
            made = press.print(shown, page)
            assert f"Version {number}".encode() in made
            assert press.last(url) == made
        sizes.append(press.size)
    assert sizes == [sizes[0]] * 5
