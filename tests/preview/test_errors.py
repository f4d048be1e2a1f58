"""What is wrong is shown where it is, and hides nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ssg.content.snapshot import Snapshot, scan
from ssg.preview.error_page import EDITORS, edit_link, editor_pattern
from ssg.preview.preview import Preview, PreviewOptions
from ssg.preview.proof import Proof
from ssg.preview.reporting import Reporter
from ssg.problems import Problem, ProblemError, Severity
from tests.conftest import Files, MakeSite, WrittenSite
from tests.newsrooms import NOW, article, author, plain
from tests.preview.serving import Visitor, eventually, following, serving

ONE = "content/articles/news/one.md"
SITE: Files = {
    **plain({}),
    "content/authors/ana.md": author("Ana"),
    ONE: article("One", body="First text.", author="Ana"),
    "content/articles/news/two.md": article("Two"),
    "content/pages/about.md": "---\ntitle: About\n---\nWho we are.\n",
}


@pytest.fixture
def written(site: MakeSite) -> WrittenSite:
    return site(SITE)


@pytest.fixture
def visitor(written: WrittenSite) -> Iterator[Visitor]:
    with serving(written.root) as visitor:
        visitor.get("/")
        yield visitor


def is_wrong(visitor: Visitor, path: str, *texts: str) -> None:
    """Wait until a page shows an error with some texts."""
    answer = eventually(lambda: visitor.get(path), lambda answer: answer.status == 500)
    for text in texts:
        assert text in answer.text.replace("&#34;", '"')


def is_right(visitor: Visitor, path: str, *texts: str) -> None:
    """Wait until a page is shown with some texts."""
    eventually(lambda: visitor.get(path), lambda answer: answer.status == 200 and all(t in answer.text for t in texts))


def test_bad_front_matter(written: WrittenSite, visitor: Visitor) -> None:
    written.write({ONE: article("One", author="Anna")})
    is_wrong(visitor, "/news/one/", f"{ONE}:4:9", "author: Anna", 'unknown author "Anna"')
    # The last good version of everything else, with this article in it, stays.
    is_right(visitor, "/", "One", "Two")
    is_right(visitor, "/news/two/", "Two")
    is_right(visitor, "/authors/ana/", "One")
    written.write({ONE: article("Uno", slug="one")})
    is_right(visitor, "/news/one/", "Uno")
    is_right(visitor, "/", "Uno")


def test_what_no_text_can_be(written: WrittenSite, visitor: Visitor) -> None:
    written.write({ONE: b"\xff\xfe\0\0"})
    is_wrong(visitor, "/news/one/", "This page cannot be shown", ONE)
    is_right(visitor, "/", "One")
    written.delete(ONE)
    eventually(lambda: visitor.get("/news/one/").status == 404)
    assert "One" not in visitor.get("/").text


def test_a_broken_link_is_found_before_anybody_looks(written: WrittenSite, visitor: Visitor) -> None:
    written.write({ONE: article("One", body="Text.\n\n[There](nowhere.md)")})
    eventually(lambda: visitor.get("/_standfirst/problems"), lambda answer: "nowhere.md" in answer.text)
    is_wrong(visitor, "/news/one/", "nowhere.md", f"{ONE}:7")
    is_right(visitor, "/news/two/")
    # It stays known while other files are edited.
    written.write({"content/articles/news/two.md": article("Two", body="Edited.")})
    is_right(visitor, "/news/two/", "Edited.")
    assert "nowhere.md" in visitor.get("/_standfirst/problems").text
    written.write({ONE: article("One", body="[There](two.md)")})
    is_right(visitor, "/news/one/", 'href="/news/two/"')
    assert "Nothing is wrong" in visitor.get("/_standfirst/problems").text


def test_a_page_that_shows_a_broken_article_stays_as_it_was(written: WrittenSite, visitor: Visitor) -> None:
    feed = visitor.get("/feed.xml")
    assert (feed.status, "Text." in feed.text) == (200, True)
    written.write({ONE: article("One", body="Uno.\n\n[There](nowhere.md)", author="Ana")})
    is_wrong(visitor, "/news/one/", "nowhere.md", f"{ONE}:8")
    assert visitor.get("/feed.xml").body == feed.body
    written.write({ONE: article("One", body="Uno.")})
    eventually(lambda: visitor.get("/feed.xml"), lambda answer: answer.status == 200 and "Uno." in answer.text)


def test_a_feed_is_shown_whatever_is_wrong_with_articles_in_it(written: WrittenSite) -> None:
    two = "content/articles/news/two.md"
    three = "content/articles/news/three.md"
    broken = article("Two", body="Second text. [There](nowhere.md)", standfirst="Deck two")
    written.write({two: broken, three: article("Three", body="{{< none >}}", standfirst="Deck three")})
    with serving(written.root) as visitor:
        for path in ("/feed.xml", "/atom.xml", "/feed.json"):
            # Of the two there was never a good version.
            feed = visitor.get(path)
            assert feed.status == 200
            assert "html" not in feed.headers["content-type"]
            for text, is_there in (("First text.", True), ("Deck two", True), ("Deck three", True), ("Second", False)):
                assert (text in feed.text) == is_there
        written.write({two: broken.replace("[There](nowhere.md)", "Sound.")})
        is_right(visitor, "/feed.xml", "Second text. Sound.", "Deck three")
        # The rest goes on beside the last good version.
        written.write({two: broken, ONE: article("One", body="Edited.")})
        is_right(visitor, "/feed.xml", "Edited.", "Second text. Sound.", "Deck three")
        is_wrong(visitor, "/news/two/", "nowhere.md")


def test_a_template_that_is_none(written: WrittenSite, visitor: Visitor) -> None:
    path = "themes/plain/layouts/page.html"
    good = written.text(path)
    written.write({path: "{% if page.title %}\n{{ page.title }"})
    is_wrong(visitor, "/about/", path)
    is_right(visitor, "/news/one/", "One")
    written.write({ONE: article("One", body="Edited meanwhile.")})
    is_right(visitor, "/news/one/", "Edited meanwhile.")
    written.write({path: good})
    is_right(visitor, "/about/", "Who we are.")


def test_a_template_that_fails_while_it_is_rendered(written: WrittenSite, visitor: Visitor) -> None:
    written.write({"layouts/page.html": "<p>\n{{ 1 // (page.title|length - 5) }}"})
    is_wrong(visitor, "/about/", "layouts/page.html:2", "ZeroDivisionError", "(while rendering /about/)")
    is_right(visitor, "/news/one/", "One")
    written.delete("layouts/page.html")
    is_right(visitor, "/about/", "Who we are.")


def test_a_page_that_renders_to_nothing_is_a_page(written: WrittenSite, visitor: Visitor) -> None:
    written.write({"layouts/page.html": "", "layouts/article.html": "{# nothing yet #}"})
    eventually(lambda: "Who we are." not in visitor.get("/about/").text)
    for path in ("/about/", "/news/one/"):
        # There is nothing but what keeps it up to date.
        assert visitor.get(path).status == 200
        assert visitor.get(path).text.startswith("<script")
    assert visitor.get("/_redirects").status == 200


def test_what_turns_out_when_a_page_is_asked_for_is_on_every_list_and_said_once(written: WrittenSite) -> None:
    template = "layouts/author.html"
    written.write({f"content/authors/{name}.md": author(name.capitalize()) for name in ("bo", "cyd")})
    written.write({template: "{{ page.title }}\n{{ 1 // (page.title|length - 3) }}"})
    shown: list[Sequence[Problem]] = []
    said: list[str] = []
    with serving(written.root, reporter=Reporter(shown.append, said.append)) as visitor:
        assert "Nothing is wrong" in visitor.get("/_standfirst/problems").text
        for name in ("ana", "cyd", "ana"):
            is_wrong(visitor, f"/authors/{name}/", "ZeroDivisionError", f"(while rendering /authors/{name}/)")
        for path in ("/_standfirst/problems", "/_desk/"):
            assert visitor.get(path).text.count("ZeroDivisionError") == 1
        # The template is fit for this one, and what failed elsewhere is no reason to hide it.
        is_right(visitor, "/authors/bo/", "Bo")
        written.write({ONE: article("One", body="Edited.", author="Ana")})
        is_right(visitor, "/news/one/", "Edited.")
        assert "ZeroDivisionError" in visitor.get("/_standfirst/problems").text
        is_right(visitor, "/authors/bo/", "Bo")
        assert (len(shown), said) == (1, [])
        written.write({template: "{{ page.title }}"})
        is_right(visitor, "/authors/ana/", "Ana")
        assert "Nothing is wrong" in visitor.get("/_standfirst/problems").text
        eventually(lambda: said == ["Mended."])


def test_what_turns_out_while_the_site_is_read_is_noted_after_it(
    written: WrittenSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    written.write({"layouts/page.html": "{{ 1 // (page.title|length - 5) }}"})
    preview = Preview(written.root, PreviewOptions(now=NOW))
    preview.look()
    issue = preview.issue
    assert issue is not None
    proof = issue.proof
    assert isinstance(proof, Proof)

    def read_meanwhile(root: Path) -> Snapshot:
        assert not isinstance(preview.print(proof, proof.plan.pages["/about/"]), bytes)
        assert preview.issue is issue
        return scan(root)

    monkeypatch.setattr("ssg.preview.preview.scan", read_meanwhile)
    assert not preview.look()
    assert preview.issue is not issue
    assert preview.issue is not None
    assert [problem.path for problem in preview.issue.proof.problems] == ["layouts/page.html"]


def test_a_word_that_the_theme_does_not_have(written: WrittenSite, visitor: Visitor) -> None:
    written.write({"layouts/page.html": "{{ t('no_such_word') }}"})
    eventually(lambda: "no_such_word" in visitor.get("/_standfirst/problems").text)
    is_right(visitor, "/news/one/", "One")


def test_settings(written: WrittenSite, visitor: Visitor) -> None:
    good = written.text("site.toml")
    written.write({"site.toml": good + "titel = 3\n"})
    eventually(
        lambda: visitor.get("/_standfirst/problems"), lambda answer: 'unknown key "titel"' in _plain(answer.text)
    )
    is_right(visitor, "/news/one/", "First text.")
    written.write({ONE: article("One", body="Edited meanwhile.")})
    is_right(visitor, "/news/one/", "Edited meanwhile.")
    written.write({"site.toml": good})
    eventually(lambda: "Nothing is wrong" in visitor.get("/_standfirst/problems").text)


def _plain(html: str) -> str:
    return html.replace("&#34;", '"')


def test_a_site_that_is_wrong_from_the_start(written: WrittenSite) -> None:
    good = written.text("site.toml")
    written.write({"site.toml": "title = \n", ONE: article("One", author="Anna"), "content/articles/bad.md": "no"})
    with serving(written.root) as visitor:
        is_wrong(visitor, "/news/two/", "site.toml:1:")
        written.write({"site.toml": good})
        is_right(visitor, "/news/two/", "Two")
        is_wrong(visitor, "/news/one/", "unknown author")
        assert visitor.get("/bad/").status == 404
        written.write({"content/articles/bad.md": article("Good now")})
        is_right(visitor, "/bad/", "Good now")


def test_the_site_goes_away_and_comes_back(written: WrittenSite, visitor: Visitor) -> None:
    away = written.root.with_name("away")
    written.root.rename(away)
    eventually(lambda: "there is no folder" in visitor.get("/_standfirst/problems").text)
    # Nobody builds here.
    assert "build again" not in visitor.get("/_standfirst/problems").text
    assert visitor.get("/").status == 200
    away.rename(written.root)
    eventually(lambda: "Nothing is wrong" in visitor.get("/_standfirst/problems").text)


def test_two_pages_at_one_address(written: WrittenSite, visitor: Visitor) -> None:
    written.write({"content/articles/news/twin.md": article("Twin", slug="two")})
    eventually(lambda: "would both be written to /news/two/" in visitor.get("/_standfirst/problems").text)
    written.delete("content/articles/news/twin.md")
    is_right(visitor, "/news/two/", "Two")


def test_a_fault_of_our_own_does_not_end_the_preview(
    written: WrittenSite, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("this should not happen")

    with monkeypatch.context() as patched:
        patched.setattr("ssg.preview.preview.pull", fail)
        written.write({ONE: article("One", body="Unlucky.")})
        eventually(lambda: "this should not happen" in visitor.get("/_standfirst/problems").text)
        is_right(visitor, "/news/one/", "First text.")
    written.write({ONE: article("One", body="Lucky.")})
    is_right(visitor, "/news/one/", "Lucky.")
    monkeypatch.setattr("ssg.output.rendering.Renderer.render", fail)
    is_wrong(visitor, "/about/", "this should not happen")
    is_right(visitor, "/news/one/", "Lucky.")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/_desk/", "ssg.preview.desk.pages.DeskPages.page"),
        ("/_standfirst/problems", "ssg.preview.responding.problems_page"),
        ("/about/", "ssg.preview.responding.find"),
    ],
)
def test_a_fault_in_a_page_of_our_own_is_shown_in_its_place(
    written: WrittenSite, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, path: str, place: str
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("this should not happen")

    shown: list[Sequence[Problem]] = []
    with serving(written.root, reporter=Reporter(shown.append, lambda _text: None)) as visitor:
        visitor.get("/about/")
        with monkeypatch.context() as patched:
            patched.setattr(place, fail)
            for _ in range(2):
                is_wrong(visitor, path, "this should not happen", "please report it", "/_standfirst/preview.js")
            with following(visitor, path):
                pass
        is_right(visitor, path)
    assert [[problem.hint for problem in problems] for problems in shown] == [["please report it"]]
    assert caplog.records == []


def test_the_error_page_is_html_that_nothing_breaks_out_of(written: WrittenSite, visitor: Visitor) -> None:
    written.write({ONE: article("One", author='"<script>alert(1)</script>"')})
    is_wrong(visitor, "/news/one/", "&lt;script&gt;alert(1)")
    assert "<script>alert" not in visitor.get("/news/one/").text


def test_the_terminal_hears_of_each_problem_once(written: WrittenSite) -> None:
    shown: list[Sequence[Problem]] = []
    said: list[str] = []
    preview = Preview(written.root, PreviewOptions(now=NOW), Reporter(shown.append, said.append))

    def look() -> None:
        eventually(preview.look)

    look()
    assert shown == []
    written.write({ONE: article("One", author="Anna")})
    look()
    assert [len(problems) for problems in shown] == [1]
    written.write({"content/articles/news/two.md": article("Two", body="Edited.")})
    look()
    assert len(shown) == 1
    written.write({"content/articles/news/two.md": article("Two", author="Bo")})
    look()
    assert [[problem.path for problem in problems] for problems in shown[1:]] == [["content/articles/news/two.md"]]
    written.write({ONE: article("One"), "content/articles/news/two.md": article("Two")})
    look()
    assert (len(shown), said) == (2, ["Mended."])


def test_warnings_are_told_and_hide_nothing() -> None:
    shown: list[Sequence[Problem]] = []
    said: list[str] = []
    reporter = Reporter(shown.append, said.append)
    warning = Problem("unwise", severity=Severity.WARNING)
    reporter.report([warning])
    reporter.report([warning])
    reporter.report([])
    assert (shown, said) == ([[warning]], [])


def test_places_are_links_to_the_editor(written: WrittenSite, tmp_path: Path) -> None:
    written.write({ONE: article("One", author="Anna")})
    options = PreviewOptions(now=NOW, editor=editor_pattern("vscode"))
    with serving(written.root, options) as visitor:
        path = (written.root.resolve() / ONE).as_posix()
        is_wrong(visitor, "/news/one/", f'<a href="vscode://file/{path}:4:9">')
    problem = Problem("wrong", path="content/a b?.md")
    assert edit_link(problem, tmp_path, "x://open?f={path}&l={line}").endswith("/content/a%20b%3F.md&l=1")
    assert edit_link(Problem("wrong"), tmp_path, "x://{path}") == ""
    assert editor_pattern("x://open?file={path}") == "x://open?file={path}"
    for pattern in EDITORS.values():
        assert "{path}" in pattern
        assert "{line}" in pattern


@pytest.mark.parametrize("editor", ["vscod", "javascript:alert('{path}')", "x://no-path", "{path}"])
def test_what_is_no_editor_is_refused(editor: str) -> None:
    with pytest.raises(ProblemError, match="there is no editor"):
        editor_pattern(editor)
