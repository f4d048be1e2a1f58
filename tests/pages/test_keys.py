"""Keys are honest: what can change a page's bytes changes its key."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Iterable
from pathlib import Path

import pytest

from ssg import machine_views, page_views, views
from ssg.building.edit import Edit
from ssg.digest import MARK_SIZE, Marked, Value
from ssg.model import Article
from ssg.newsroom.links import Answers, Linker
from ssg.output.rendering import Renderer
from ssg.page_views import ArticlePage, HomePage, ListingPage
from ssg.pages import planning
from ssg.pages.keys import Keys, Parts
from ssg.pages.memo import Gist, Memo, gist_of
from ssg.pages.page import Shown, View
from ssg.pages.planning import plan
from ssg.pages.presenting import Presenter
from tests.conftest import MakeSite, WrittenSite
from tests.edits import EDITS, ONE
from tests.golden.site import GOLDEN_SITE
from tests.newsrooms import NOW, prepared
from tests.samples import sample

VALUES = [
    value
    for value in (vars(views) | vars(page_views) | vars(machine_views)).values()
    if isinstance(value, type) and issubclass(value, Value) and value is not Value
]


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
def test_every_field_of_a_view_is_part_of_its_digest(kind: type[Value]) -> None:
    one, other = sample(kind, 0), sample(kind, 1)
    for field in dataclasses.fields(kind):
        flipped = dataclasses.replace(one, **{field.name: getattr(other, field.name)})
        assert (flipped.digest != one.digest) is field.compare, field.name
    assert sample(kind, 0).digest == one.digest


@pytest.mark.parametrize("kind", [kind for kind in VALUES if issubclass(kind, Marked)], ids=lambda kind: kind.__name__)
def test_the_marks_of_a_page_say_which_of_its_fields_is_another(kind: type[Marked]) -> None:
    one, other = sample(kind, 0), sample(kind, 1)
    fields = dataclasses.fields(kind)
    assert len(one.marks) == len(fields) * MARK_SIZE
    for number, field in enumerate(fields):
        flipped = dataclasses.replace(one, **{field.name: getattr(other, field.name)})
        marks = [value.marks[number * MARK_SIZE :][:MARK_SIZE] for value in (one, flipped)]
        assert marks[0] != marks[1], field.name
        assert flipped.marks.replace(marks[1], marks[0]) == one.marks, field.name


def test_a_page_that_suggests_an_article_is_another_than_one_of_which_it_is_a_part(site: MakeSite) -> None:
    edit = prepared(site(GOLDEN_SITE).root)
    one, other = edit.site.stories[:2]
    recipes = Presenter(edit.site, edit.theme.words(edit.settings.language)).recipes
    around = [recipes.story(one)]
    suggesting = recipes.article(around, [recipes.card(other)], (), template="article.html")
    assert recipes.article(around, [], (other,), template="article.html") != suggesting


def test_every_field_of_an_article_but_its_text_is_part_of_its_heading() -> None:
    one, other = sample(Article, 0), sample(Article, 1)
    for field in dataclasses.fields(Article):
        flipped = dataclasses.replace(one, **{field.name: getattr(other, field.name)})
        assert (flipped.heading != one.heading) is (field.name != "text"), field.name


def test_a_field_that_was_left_out_and_one_that_was_given_its_default_have_one_digest() -> None:
    # The second is an equal text, and not the same object.
    usual = views.Card("/a/", "A", NOW).type
    equal = "".join(usual)
    assert equal is not usual
    assert views.Card("/a/", "A", NOW, type=equal).digest == views.Card("/a/", "A", NOW).digest


def rendered(made: Edit) -> dict[bytes, tuple[str, bytes]]:
    """Return the URL and bytes of each page by its key."""
    renderer = Renderer(made.theme, made.settings)
    return {page.key: (page.url, renderer.render(page)) for page in made.plan.pages.values()}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> dict[bytes, tuple[str, bytes]]:
    root = WrittenSite(tmp_path_factory.mktemp("original")).write(GOLDEN_SITE).root
    return rendered(prepared(root))


@pytest.mark.parametrize("name", ["nothing", *EDITS])
def test_pages_of_one_key_have_the_same_bytes_after_any_edit(
    site: MakeSite, original: dict[bytes, tuple[str, bytes]], name: str
) -> None:
    written = site(GOLDEN_SITE)
    if name != "nothing":
        EDITS[name](written)
    after = rendered(prepared(written.root))
    shared = after.keys() & original.keys()
    for key in shared:
        assert after[key] == original[key]
    # These alone leave every page as it is.
    assert (shared == original.keys()) is (name in {"nothing", "file added", "shadow removed", "tag's file deleted"})


def test_keys_of_texts_are_known_without_making_what_pages_show(site: MakeSite) -> None:
    edit = prepared(site(GOLDEN_SITE).root)
    memo = Memo()
    plan(edit.site, edit.theme, memo)
    again, _ = plan(edit.site, edit.theme, Memo.from_bytes(memo.to_bytes()))
    keys = Keys(edit.theme, edit.settings)
    found = {page.url: keys.text_keys(page) for page in again.pages.values()}
    not_made = [page for page in again.pages.values() if "shown" not in vars(page)]
    assert any(page.texts for page in not_made)
    for page in again.pages.values():
        assert found[page.url] == {body.digest: keys.body_key(body) for body in page.bodies}
        assert list(page.texts) == [body.digest for body in page.bodies]


def left_before(site: MakeSite, name: str) -> tuple[Memo, Edit]:
    """Return what a plan leaves for the next one, and the site of that after an edit; `nothing` is none."""
    before = prepared(site(GOLDEN_SITE).root)
    memo = Memo()
    plan(before.site, before.theme, memo)
    written = site(GOLDEN_SITE, "edited")
    if name != "nothing":
        EDITS[name](written)
    return memo, prepared(written.root)


@pytest.mark.parametrize("name", ["nothing", *EDITS])
def test_a_plan_with_what_the_last_one_left_is_the_same_after_any_edit(site: MakeSite, name: str) -> None:
    memo, after = left_before(site, name)
    afresh, _ = plan(after.site, after.theme)
    addresses = memo.moved_addresses
    assert addresses is not None
    # With the addresses of the last plan, and without.
    for load in (addresses.to_bytes, lambda: None):
        again, _ = plan(after.site, after.theme, Memo.from_bytes(memo.to_bytes(), load))
        assert list(again.pages.values()) == list(afresh.pages.values())


TWO = "content/articles/networks/two/index.md"
"""Has a picture beside it."""


# With another address, no more is known of links that may lead there; with another text about an author, nothing.
@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("body", {ONE}),
        ("file added", set()),
        ("article added", set()),
        ("picture resized", {TWO}),
        ("headline", {ONE}),
        ("bio", None),
    ],
)
def test_recipes_of_articles_hold_among_the_same_names_and_addresses(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch, name: str, again: set[str] | None
) -> None:
    memo, after = left_before(site, name)
    asked: set[str] = set()
    answers = Linker.answers

    def noted(self: Linker, path: str, targets: Iterable[str]) -> Answers:
        if path.startswith("content/articles/"):
            asked.add(path)
        return answers(self, path, targets)

    monkeypatch.setattr(Linker, "answers", noted)
    plan(after.site, after.theme)
    everything = {*asked}
    asked.clear()
    plan(after.site, after.theme, memo.next())
    assert {ONE, TWO} <= everything
    assert asked == (everything if again is None else again)


# An edited body leaves cards as they are, unless it takes another time to read.
@pytest.mark.parametrize(
    ("name", "others_too"), [("nothing", False), ("body", False), ("longer body", True), ("headline", True)]
)
def test_pages_that_show_no_text_of_an_article_are_not_drafted_for_it(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch, name: str, others_too: bool
) -> None:
    memo, after = left_before(site, name)
    drafted: list[View] = []

    def noted(shown: Shown) -> Gist:
        drafted.append(shown.view)
        return gist_of(shown)

    monkeypatch.setattr(planning, "gist_of", noted)
    plan(after.site, after.theme, memo.next())
    sketched = [view.page for view in drafted if isinstance(view.page, ListingPage | HomePage | ArticlePage)]
    assert any(isinstance(page, ListingPage | HomePage) for page in sketched) is others_too
    articles = {page.url for page in sketched if isinstance(page, ArticlePage)}
    own = set() if name == "nothing" else {"/networks/one/"}
    assert (articles > own) if others_too else (articles == own)


def changed(site: MakeSite, original: dict[bytes, tuple[str, bytes]], name: str) -> set[str]:
    written = site(GOLDEN_SITE)
    EDITS[name](written)
    pages = prepared(written.root).plan.pages.values()
    return {page.url for page in pages if page.key not in original}


def test_an_edited_body_touches_its_page_and_its_feeds(
    site: MakeSite, original: dict[bytes, tuple[str, bytes]]
) -> None:
    touched = changed(site, original, "body")
    feeds = {url for url in touched if url.endswith((".xml", ".json"))}
    assert touched - feeds == {"/networks/one/"}


def test_a_template_touches_the_pages_that_reach_it_and_no_feed(
    site: MakeSite, original: dict[bytes, tuple[str, bytes]]
) -> None:
    touched = changed(site, original, "template")
    assert not any(url.endswith((".xml", ".json", ".txt")) for url in touched)
    assert {"/", "/networks/one/", "/tags/"} <= touched


def test_a_shortcode_touches_the_texts_that_use_it(site: MakeSite, original: dict[bytes, tuple[str, bytes]]) -> None:
    touched = changed(site, original, "shortcode")
    assert "/networks/two/" in touched
    assert "/networks/one/" not in touched


def test_what_a_worker_needs_can_be_pickled(tmp_path: Path) -> None:
    made = prepared(WrittenSite(tmp_path).write(GOLDEN_SITE).root)
    pages = tuple(made.plan.pages.values())
    theme, settings, copies = pickle.loads(pickle.dumps((made.theme, made.settings, pages)))  # noqa: S301
    renderer = Renderer(theme, settings)
    assert [copy.key for copy in copies] == [page.key for page in pages]
    assert {copy.key: (copy.url, renderer.render(copy)) for copy in copies} == rendered(made)


def test_parts_with_marks_of_another_size_tell_nothing_of_the_page() -> None:
    common = '{"common": {"engine": "00"}, "own": ["page.title", "page.url"]}'
    assert Parts(common, b"\0" * 2 * MARK_SIZE).named().keys() == {"engine", "page.title", "page.url"}
    assert Parts(common, b"\0" * 12).named() == {"engine": "00"}
