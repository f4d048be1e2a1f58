"""Saved files on the screen: whatever was done to them, and only where something changed."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from ssg.preview.issue import Issue
from ssg.preview.preview import Preview, PreviewOptions
from ssg.preview.proof import Proof
from ssg.preview.sight import TICK
from ssg.preview.watching import Watcher
from tests.conftest import Files, MakeSite, WrittenSite
from tests.newsrooms import NOW, article, author, plain
from tests.preview.serving import PATIENCE, Follower, Visitor, eventually, following, serving

SITE: Files = {
    **plain({}),
    "content/authors/ana.md": author("Ana"),
    "content/articles/news/one.md": article("One", "2026-03-01", "First text.", standfirst="Deck one"),
    "content/articles/news/two.md": article("Two", "2026-03-02"),
    "content/articles/opinion/three.md": article("Three", "2026-03-03", author="Ana", no_related="true"),
    "content/pages/about.md": "---\ntitle: About\n---\nWho we are.\n",
    "content/site.css": "body { color: black }\n",
}


@pytest.fixture
def written(site: MakeSite) -> WrittenSite:
    return site(SITE)


@pytest.fixture
def visitor(written: WrittenSite) -> Iterator[Visitor]:
    with serving(written.root) as visitor:
        visitor.get("/")
        yield visitor


def shows(visitor: Visitor, path: str, text: str, status: int = 200) -> None:
    """Wait until a page has a text."""
    eventually(lambda: visitor.get(path), lambda answer: answer.status == status and text in answer.text)


def test_an_edit_is_shown_on_its_page_and_in_listings(written: WrittenSite, visitor: Visitor) -> None:
    written.write({"content/articles/news/one.md": article("Uno", body="New text.", slug="one")})
    shows(visitor, "/news/one/", "New text.")
    assert "Uno" in visitor.get("/").text
    assert "Uno" in visitor.get("/feed.xml").text


def test_only_pages_that_changed_are_told_so(written: WrittenSite, visitor: Visitor) -> None:
    with following(visitor, "/news/one/", "/about/", "/") as (one, about, home):
        written.write({"content/articles/news/one.md": article("One", body="New text.", standfirst="Deck one")})
        assert one.next()["token"] in visitor.get("/news/one/").headers["etag"]
        # The body alone is on no other page: the next thing that these hear of is the next edit.
        written.write({"content/pages/about.md": "---\ntitle: About us\n---\nWho we are.\n"})
        assert about.next()["token"] in visitor.get("/about/").headers["etag"]
        written.write({"content/articles/news/one.md": article("One", body="New text.", standfirst="Deck two")})
        assert home.next()["token"] in visitor.get("/").headers["etag"]
        assert "Deck two" in visitor.get("/").text


def test_files_are_added_renamed_and_deleted(written: WrittenSite, visitor: Visitor) -> None:
    written.write({"content/articles/tech/new.md": article("New one")})
    shows(visitor, "/tech/new/", "New one")
    (written.root / "content/articles/tech/new.md").rename(written.root / "content/articles/tech/newer.md")
    shows(visitor, "/tech/newer/", "New one")
    assert visitor.get("/tech/new/").status == 404
    written.delete("content/articles/tech/newer.md")
    shows(visitor, "/tech/newer/", "Not found", 404)
    assert "New one" not in visitor.get("/").text


def test_folders_are_renamed_and_deleted(written: WrittenSite, visitor: Visitor) -> None:
    articles = written.root / "content/articles"
    (articles / "news").rename(articles / "city")
    shows(visitor, "/city/one/", "First text.")
    assert visitor.get("/news/one/").status == 404
    shutil.rmtree(articles / "city")
    shows(visitor, "/city/one/", "Not found", 404)
    written.write({"content/articles/city/one.md": article("One", body="Back again.")})
    shows(visitor, "/city/one/", "Back again.")


def test_the_whole_content_is_replaced_by_another(written: WrittenSite, visitor: Visitor) -> None:
    written.write({"other/articles/news/other.md": article("Other", body="From another branch.")})
    (written.root / "content").rename(written.root / "old")
    (written.root / "other").rename(written.root / "content")
    shows(visitor, "/news/other/", "From another branch.")
    written.write({"content/articles/news/other.md": article("Other", body="And edited there.")})
    shows(visitor, "/news/other/", "And edited there.")


def test_a_file_with_another_text_of_the_same_length_and_time(written: WrittenSite, visitor: Visitor) -> None:
    path = written.root / "content/articles/news/one.md"
    before = path.stat()
    text = path.read_text("utf-8").replace("First text.", "Third text.")
    # As a checkout or a copy that keeps times may leave it, and long after it was looked at.
    eventually(lambda: time.time_ns() - before.st_mtime_ns > TICK)
    path.write_text(text, "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    shows(visitor, "/news/one/", "Third text.")


def test_an_editor_saves_by_renaming(written: WrittenSite, visitor: Visitor) -> None:
    path = written.root / "content/articles/news/one.md"
    for number in range(3):
        written.write({"content/articles/news/.one.md.swp": "x", "content/articles/news/one.md~": "y"})
        path.with_name(".new").write_text(article("One", body=f"Saved {number}."))
        path.with_name(".new").replace(path)
        shows(visitor, "/news/one/", f"Saved {number}.")


def test_templates_words_and_settings(written: WrittenSite, visitor: Visitor) -> None:
    written.write({"themes/plain/layouts/404.html": "Nowhere at all"})
    shows(visitor, "/no/such/", "Nowhere at all", 404)
    written.write({"layouts/page.html": "Ours: {{ page.title }}"})
    shows(visitor, "/about/", "Ours: About")
    written.delete("layouts/page.html")
    shows(visitor, "/about/", "<title>About</title>")
    written.write({"themes/plain/i18n/en.toml": written.text("themes/plain/i18n/en.toml").replace("Tags", "Labels")})
    shows(visitor, "/tags/", "Labels")
    written.write({"site.toml": written.text("site.toml").replace("The Meridian", "The Equator")})
    shows(visitor, "/feed.xml", "The Equator")


def test_a_file_that_is_emptied_and_then_written_is_never_wrong(
    written: WrittenSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Longer than anybody is held up by other tests.
    monkeypatch.setattr("ssg.preview.watching.QUIET_AFTER_EMPTYING", PATIENCE)
    monkeypatch.setattr("ssg.preview.watching.LONGEST", PATIENCE)
    path = "content/articles/news/one.md"
    with serving(written.root) as visitor:
        visitor.get("/")
        issues: list[Issue] = []
        visitor.preview.listen(issues.append)
        written.write({path: ""})
        time.sleep(0.2)
        written.write({path: article("One", body="Written at last.")})
        shows(visitor, "/news/one/", "Written at last.")
    assert not any(issue.proof.problems for issue in issues)


def test_a_changed_stylesheet_is_named_to_every_page(written: WrittenSite, visitor: Visitor) -> None:
    with following(visitor, "/about/") as (about,):
        written.write({"content/site.css": "body { color: navy }\n"})
        event = about.next()
        assert event["files"] == ["/site.css"]
        assert event["token"] in visitor.get("/about/").headers["etag"]
        assert "navy" in visitor.get("/site.css").text
        written.delete("content/site.css")
        assert about.next()["files"] == ["/site.css"]
        assert visitor.get("/site.css").status == 404


def test_a_bundle_and_its_picture(written: WrittenSite, visitor: Visitor) -> None:
    written.write(
        {
            "content/articles/news/ship/index.md": article("Ship", body="![A ship](ship.svg)"),
            "content/articles/news/ship/ship.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        }
    )
    shows(visitor, "/news/ship/", 'src="/news/ship/ship.svg"')
    assert visitor.get("/news/ship/ship.svg").headers["content-type"] == "image/svg+xml"


def test_a_checkout_of_500_files_is_one_or_few_issues(written: WrittenSite, visitor: Visitor) -> None:
    with following(visitor, "/about/") as (about,):
        written.write({f"content/articles/bulk/{n}.md": article(f"Bulk {n}", "2026-02-01") for n in range(500)})
        shows(visitor, "/bulk/499/", "Bulk 499")
        issue = visitor.preview.issue
        assert issue is not None
        assert issue.number <= 20
        written.write({"content/pages/about.md": "---\ntitle: About us\n---\nWho we are.\n"})
        assert about.next()["token"]


@pytest.mark.skipif(os.name == "nt", reason="links need privileges there")
def test_a_linked_folder(written: WrittenSite, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "linked.md").write_text(article("Linked"))
    (written.root / "content/articles/linked").symlink_to(elsewhere)
    with serving(written.root) as visitor:
        shows(visitor, "/linked/linked/", "Linked")
        (elsewhere / "linked.md").write_text(article("Linked", body="Edited behind the link."))
        shows(visitor, "/linked/linked/", "Edited behind the link.")


def test_a_linked_file_is_watched(written: WrittenSite, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    linked = elsewhere / "linked.md"
    linked.write_text(article("Linked"))
    (written.root / "content/articles/news/linked.md").symlink_to(linked)
    said: list[str] = []
    preview = Preview(written.root, PreviewOptions(now=NOW))
    watcher = Watcher(written.root, preview, say=said.append)
    watcher.start()
    try:
        # Looking without an event finds it too, but two in a row mean that there are no events.
        for number in range(4):
            before = eventually(lambda: preview.issue)
            other = linked.with_name(f"{number}.md")
            other.write_text(article("Linked", body=f"Edited {number}."))
            if number % 2:
                other.replace(linked)
            else:
                linked.write_text(other.read_text())
            eventually(partial(is_newer, preview, before))
    finally:
        watcher.stop()
    assert said == []
    assert not watcher.polling


def is_newer(preview: Preview, before: Issue | None) -> bool:
    """Tell whether there is another issue, and nothing is left to be done."""
    return preview.issue is not before and preview.is_settled


def test_a_listing_is_told_when_what_it_shows_waits_no_more(written: WrittenSite) -> None:
    draft = article("Two", "2026-03-02", draft="true")
    written.write({"content/articles/news/two.md": draft})
    with serving(written.root) as visitor:
        listing = visitor.get("/news/")
        assert 'data-badge="1 not published yet on this page"' in listing.text
        with following(visitor, "/news/") as (follower,):
            written.write({"content/articles/news/two.md": draft.replace("draft: true\n", "")})
            news = follower.next()
        # The listing's own bytes are the same: it is the preview that says something else of it.
        assert news["token"] not in listing.headers["etag"]
        now = visitor.get("/news/")
        assert "data-badge" not in now.text
        assert news["token"] in now.headers["etag"]
        assert visitor.get("/opinion/three/").headers["etag"].startswith('W/"')


def test_where_events_do_not_arrive_that_is_found_out(written: WrittenSite, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    preview = Preview(written.root, PreviewOptions(now=NOW))
    watcher = Watcher(written.root, preview, say=said.append)
    # As on a network disk: folders are watched, and nothing ever comes.
    monkeypatch.setattr("ssg.preview.watching._Handler.on_any_event", lambda _self, _event: None)
    monkeypatch.setattr("ssg.preview.watching.CHECK", 0.05)
    watcher.start()
    try:
        eventually(lambda: preview.issue)
        numbers = iter(range(1000))

        def edit() -> bool:
            before = preview.issue
            written.write({"content/articles/news/one.md": article("One", body=f"Nobody said so: {next(numbers)}.")})
            eventually(lambda: preview.issue is not before)
            return watcher.polling

        assert not watcher.polling
        eventually(edit)
        assert edit()
    finally:
        watcher.stop()
    assert len(said) == 1
    assert "not announced here" in said[0]


def test_polling_finds_what_no_event_announces(written: WrittenSite, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    preview = Preview(written.root, PreviewOptions(now=NOW))
    watcher = Watcher(written.root, preview, poll=True, say=said.append)
    monkeypatch.setattr("ssg.preview.watching.Observer", None)
    watcher.start()
    try:
        issue = eventually(lambda: preview.issue)
        written.write({"content/articles/news/one.md": article("One", body="Polled.")})
        issue = eventually(lambda: preview.issue, lambda newer: newer is not issue)
        # What was put off follows here too.
        eventually(lambda: preview.is_settled)
        written.delete("content/articles/news/one.md")
        eventually(lambda: preview.issue, lambda newer: "/news/one/" not in newer.proof.plan.pages)  # type: ignore[union-attr]
    finally:
        watcher.stop()
    assert said == []


def test_nothing_is_made_anew_when_nothing_changed(written: WrittenSite, visitor: Visitor) -> None:
    before = eventually(lambda: visitor.preview.issue)
    visitor.get("/")
    visitor.get("/news/one/")
    assert not visitor.preview.look()
    assert visitor.preview.issue is before
    # A file that was only touched makes no page another.
    path = written.root / "content/articles/news/one.md"
    path.write_bytes(path.read_bytes())
    after = eventually(lambda: visitor.preview.issue, lambda issue: issue is not before)
    assert before is not None
    assert after is not None
    assert isinstance(before.proof, Proof)
    assert isinstance(after.proof, Proof)
    assert after.proof.plan.pages == before.proof.plan.pages


def test_what_becomes_due_appears_by_itself(written: WrittenSite, monkeypatch: pytest.MonkeyPatch) -> None:
    written.write({"content/articles/news/later.md": article("Later", "2030-01-01")})
    preview = Preview(written.root, PreviewOptions(production=True, now=NOW))
    assert preview.look()
    eventually(lambda: not preview.look())
    monkeypatch.setattr(preview, "options", PreviewOptions(production=True, now=NOW.replace(year=2031)))
    assert preview.look()
    assert preview.issue is not None
    assert "/news/later/" in preview.issue.proof.plan.pages  # type: ignore[union-attr]


def test_a_stream_tells_who_slept_what_was_missed(written: WrittenSite, visitor: Visitor) -> None:
    issue = visitor.preview.issue
    assert issue is not None
    since = f"{visitor.preview.run}-{issue.number}"
    written.write({"content/site.css": "body { color: teal }\n"})
    eventually(lambda: visitor.preview.issue is not issue)
    for seen, files in ((since, ["/site.css"]), ("other-1", None), ("", None)):
        follower = Follower(visitor.port, "/about/", seen)
        assert follower.next()["files"] == files
        follower.close()
