"""A preview that is started again shows at once what it showed last, and only as long as that is still true."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.content import reading as reading_module
from ssg.content.front_matter import FrontMatter, read_front_matter
from ssg.content.snapshot import Snapshot, scan
from ssg.newsroom.publishing import Edition
from ssg.output.store import STORE_FOLDER, Store
from ssg.pages.draft import Draft
from ssg.pages.page import Shown
from ssg.pages.planning import _PageMaker
from ssg.preview.preview import Preview, PreviewOptions
from ssg.preview.proof import Beginning, NoProof, Proof, edition_of, pull
from ssg.preview.recollecting import Recollection
from ssg.preview.watching import Watcher
from tests.conftest import Files, MakeSite, WrittenSite
from tests.newsrooms import NOW, article, plain
from tests.preview.serving import PATIENCE, Answer, Visitor, eventually, serving

SITE: Files = {
    **plain({}),
    "content/articles/news/one.md": article("One"),
    "content/articles/news/two.md": article("Two"),
    "content/articles/news/later.md": article("Later", "2026-07-01"),
    "content/sound.mp3": bytes(range(256)) * 10,
    "themes/plain/assets/theme.css": "p { color: red }",
    "themes/plain/layouts/frame.html": "<link href={{ asset('theme.css') }}>{% block main %}{% endblock %}",
}
SHOWN = ("/", "/news/one/", "/sound.mp3", "/feed.xml")
OPTIONS = PreviewOptions(now=NOW)


@pytest.fixture
def written(site: MakeSite) -> WrittenSite:
    return site(SITE)


def seen(visitor: Visitor) -> dict[str, Answer]:
    """Return the answers to what is shown, without what differs from moment to moment."""
    answers = {path: visitor.get(path) for path in SHOWN}
    for answer in answers.values():
        assert answer.status == 200
    return {
        path: replace(answer, headers={name: value for name, value in answer.headers.items() if name != "date"})
        for path, answer in answers.items()
    }


def shown_once(written: WrittenSite, options: PreviewOptions = OPTIONS) -> dict[str, Answer]:
    with serving(written.root, options) as visitor:
        return seen(visitor)


@contextmanager
def reading(
    written: WrittenSite, monkeypatch: pytest.MonkeyPatch, options: PreviewOptions = OPTIONS
) -> Iterator[tuple[Visitor, threading.Event]]:
    """Serve a preview that has read its site, and shows nothing of it before an event is set or the context ends."""
    has_read, may_end = threading.Event(), threading.Event()

    def slow(snapshot: Snapshot, edition: Edition, last: Proof | None, beginning: Beginning) -> Proof | NoProof:
        proof = pull(snapshot, edition, last, beginning)
        has_read.set()
        assert may_end.wait(PATIENCE)
        return proof

    with monkeypatch.context() as patched:
        patched.setattr("ssg.preview.preview.pull", slow)
        with serving(written.root, options) as visitor:
            try:
                assert has_read.wait(PATIENCE)
                yield visitor, may_end
            finally:
                may_end.set()


def is_recalled(written: WrittenSite, monkeypatch: pytest.MonkeyPatch, options: PreviewOptions = OPTIONS) -> bool:
    """Tell whether a preview answers before it has read the site."""
    with reading(written, monkeypatch, options) as (visitor, may_end):
        thread, _ = asking(visitor, "/")
        is_answered = not thread.is_alive()
        may_end.set()
        thread.join(PATIENCE)
        assert visitor.get("/").status == 200
        return is_answered


def test_what_was_shown_is_shown_while_the_site_is_read(written: WrittenSite, monkeypatch: pytest.MonkeyPatch) -> None:
    before = shown_once(written)
    with reading(written, monkeypatch) as (visitor, may_end):
        assert seen(visitor) == before
        assert visitor.get("/sound.mp3", Range="bytes=10-19").body == bytes(range(10, 20))
        assert visitor.preview.issue is None
        head = visitor.get("/news/one/", "HEAD")
        assert (head.status, head.body) == (200, b"")
        # What nobody asked for then has to wait.
        waiting, _ = asking(visitor, "/news/two/")
        assert waiting.is_alive()
        may_end.set()
        waiting.join(PATIENCE)
        assert not waiting.is_alive()
        # Who has a page that was recalled need not load it again: it is the same.
        eventually(lambda: visitor.preview.issue)
        for path, answer in before.items():
            assert visitor.get(path, If_None_Match=answer.headers["etag"]).status == 304


def test_the_next_session_begins_with_this_one(written: WrittenSite, monkeypatch: pytest.MonkeyPatch) -> None:
    shown_once(written)
    written.write({"content/articles/news/one.md": article("One", body="Edited.")})
    assert "Edited." in shown_once(written)["/news/one/"].text
    with reading(written, monkeypatch) as (visitor, _):
        assert "Edited." in visitor.get("/news/one/").text


@pytest.mark.parametrize(
    "change",
    [
        lambda site: site.write({"content/articles/news/two.md": article("Two", body="Edited.")}),
        lambda site: site.write({"content/articles/news/three.md": article("Three")}),
        lambda site: site.delete("content/articles/news/two.md"),
        lambda site: site.write({"layouts/home.html": "Another home."}),
        lambda site: site.write({"site.toml": site.text("site.toml") + "\n"}),
        lambda site: (site.root / STORE_FOLDER / "store.db").write_bytes(b"rubbish" * 1000),
        lambda site: put(site, b"rubbish"),
    ],
)
def test_what_is_not_true_any_more_is_not_shown(
    written: WrittenSite, monkeypatch: pytest.MonkeyPatch, change: Callable[[WrittenSite], object]
) -> None:
    shown_once(written)
    change(written)
    assert not is_recalled(written, monkeypatch)


@pytest.mark.parametrize("poll", [False, True])
def test_what_changes_while_the_site_is_read_ends_it(
    written: WrittenSite, monkeypatch: pytest.MonkeyPatch, poll: bool
) -> None:
    shown_once(written)
    if poll:
        monkeypatch.setattr("ssg.preview.server.Watcher", partial(Watcher, poll=True))
    with reading(written, monkeypatch) as (visitor, may_end):
        # A file that was touched and says the same is no reason to wait.
        written.write({"content/articles/news/.two.md.swp": "x"})
        assert visitor.get("/").status == 200
        written.write({"content/articles/news/two.md": article("Two, as edited")})
        # An event may take a moment to arrive.
        thread, answers = eventually(lambda: asking(visitor, "/"), lambda asked: asked[0].is_alive())
        may_end.set()
        thread.join(PATIENCE)
        # The site was listed before the edit, and is not shown as it was then.
        assert "Two, as edited" in answers[0].text


def asking(visitor: Visitor, path: str) -> tuple[threading.Thread, list[Answer]]:
    """Ask in a thread of its own, and return it after a moment, with the answer: it lives on where that has to wait."""
    answers: list[Answer] = []
    thread = threading.Thread(target=lambda: answers.append(visitor.get(path)))
    thread.start()
    thread.join(0.5)
    return thread, answers


def put(written: WrittenSite, data: bytes) -> None:
    """Put something else in the place of what was kept."""
    store = Store(written.root / STORE_FOLDER)
    store.save_state("preview", data)
    store.close()


def test_time_and_choice_make_a_difference(written: WrittenSite, monkeypatch: pytest.MonkeyPatch) -> None:
    production = PreviewOptions(production=True, now=NOW)
    shown_once(written, production)
    assert not is_recalled(written, monkeypatch, OPTIONS)
    shown_once(written, production)
    assert is_recalled(written, monkeypatch, replace(production, now=NOW + timedelta(days=1)))
    # By then another article is due; and nobody knows what was so before.
    for days in (60, -1):
        shown_once(written, production)
        assert not is_recalled(written, monkeypatch, replace(production, now=NOW + timedelta(days=days)))


def test_what_is_wrong_is_not_kept(written: WrittenSite) -> None:
    written.write({"content/articles/news/bad.md": article("Bad", author="Nobody")})
    with serving(written.root, OPTIONS) as visitor:
        visitor.get("/")
    assert not (written.root / STORE_FOLDER).exists()


def test_a_build_at_work_is_not_waited_for(written: WrittenSite, monkeypatch: pytest.MonkeyPatch) -> None:
    shown_once(written)
    store = Store(written.root / STORE_FOLDER)
    try:
        shown_once(written)
        assert not is_recalled(written, monkeypatch)
    finally:
        store.close()
    assert is_recalled(written, monkeypatch)


@pytest.mark.parametrize("maker", [shown_once, lambda written: build(written.root, Options(now=NOW))])
def test_only_what_was_changed_between_two_sessions_is_parsed(
    written: WrittenSite, monkeypatch: pytest.MonkeyPatch, maker: Callable[[WrittenSite], object]
) -> None:
    written.write({"content/articles/news/one.md": article("One", body="As it was.")})
    maker(written)
    written.write({"content/articles/news/two.md": article("Two", body="Edited.")})
    parsed: list[str] = []

    def noted(text: str, path: str) -> FrontMatter:
        parsed.append(path)
        return read_front_matter(text, path)

    monkeypatch.setattr(reading_module, "read_front_matter", noted)
    with serving(written.root, OPTIONS) as visitor:
        assert "Edited." in visitor.get("/news/two/").text
        assert parsed == ["content/articles/news/two.md"]
        # What is wrong with a file now does not take away what it said when it was only recalled.
        written.write({"content/articles/news/one.md": "---\ntitle: [\n---\n"})
        eventually(lambda: visitor.get("/news/one/").status, lambda status: status == 500)
        assert "One" in visitor.get("/").text
        assert "As it was." in visitor.get("/feed.xml").text


def test_reading_begins_with_what_was_related_and_planned_before(
    written: WrittenSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown_once(written)
    drafted: list[str] = []
    make = _PageMaker._shown  # what is counted

    def counted(maker: _PageMaker, draft: Draft) -> Shown:
        drafted.append(draft.url)
        return make(maker, draft)

    monkeypatch.setattr(_PageMaker, "_shown", counted)
    preview = Preview(written.root, OPTIONS)
    Recollection(preview).recall()
    assert preview.beginning.memory.recalled
    snapshot = scan(written.root)
    edition = edition_of(NOW, production=False)
    begun = pull(snapshot, edition, None, preview.beginning)
    assert "/news/one/" not in drafted
    anew = pull(snapshot, edition)
    assert "/news/one/" in drafted
    assert isinstance(begun, Proof)
    assert isinstance(anew, Proof)
    assert begun.plan.pages == anew.plan.pages
    assert begun.site.suggestions == anew.site.suggestions
