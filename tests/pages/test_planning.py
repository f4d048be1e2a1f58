"""Which pages exist, what they show, and what is refused before anything is rendered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.page_views import ArticlePage
from ssg.pages import planning
from ssg.pages.memo import Memo
from ssg.pages.planning import plan
from ssg.problems import Problem, ProblemError
from tests.conftest import MakeSite
from tests.newsrooms import NOW, article, author, plain, prepared


def errors(site: MakeSite, files: dict[str, str], settings: str = "") -> list[str]:
    with pytest.raises(ProblemError) as raised:
        prepared(site(plain(files, settings)).root)
    return [str(problem) for problem in raised.value.problems]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {
                "content/articles/news/a.md": article("A"),
                "content/articles/b.md": article("B", slug="a", section="News", id="b"),
            },
            (
                "content/articles/news/a.md: content/articles/b.md and content/articles/news/a.md "
                "would both be written to /news/a/"
            ),
        ),
        (
            {"content/articles/a.md": article("A", slug="about"), "content/pages/about.md": "---\ntitle: A\n---\n"},
            "content/pages/about.md: content/articles/a.md and content/pages/about.md would both be written to /about/",
        ),
        (
            {"content/articles/a.md": article("A"), "content/articles/b.md": article("B", aliases="[/a/]")},
            "content/articles/a.md and an alias in content/articles/b.md would both be written to /a/",
        ),
        (
            {"content/articles/a.md": article("A"), "content/a/index.html": "x"},
            (
                "content/a/index.html: content/articles/a.md and content/a/index.html would both be written to "
                "/a/index.html"
            ),
        ),
        (
            {"content/articles/a.md": article("A"), "content/a": "x"},
            "content/articles/a.md: content/a and content/articles/a.md would both be written to /a",
        ),
    ],
)
def test_two_pages_for_one_file_are_one_error_that_names_both(
    site: MakeSite, files: dict[str, str], message: str
) -> None:
    found = errors(site, files)
    assert [text.replace("; give one of them another slug or name", "") for text in found] == [message]


def test_what_is_wrong_with_names_is_said_in_every_plan_and_no_longer(site: MakeSite) -> None:
    good = prepared(site(plain({"content/pages/about.md": "---\ntitle: A\n---\n"})).root)
    page = good.site.pages[0]
    bad = replace(good.site, pages=(page, replace(page, path="content/pages/About.md", url="/About/")))
    memo = Memo()
    found = []
    for planned in (good.site, bad, bad, good.site, good.site, bad):
        memo = memo.next()
        found.append([problem.path for problem in plan(planned, good.theme, memo)[1]])
    wrong = ["content/pages/About.md"]
    assert found == [[], wrong, wrong, [], [], wrong]


def test_names_that_were_looked_at_are_not_looked_at_again(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    looking = planning._collisions_among

    def noted(outputs: Sequence[tuple[str, str]]) -> Iterator[Problem]:
        looked.append(len(outputs))
        return looking(outputs)

    monkeypatch.setattr(planning, "_collisions_among", noted)
    one = prepared(site(plain({"content/articles/a.md": article("A")})).root)
    two = prepared(
        site(plain({"content/articles/a.md": article("A"), "content/articles/b.md": article("B")}), "b").root
    )
    looked.clear()
    memo = Memo()
    for planned in (one, one, one, two, two, one):
        memo = Memo.from_bytes(memo.to_bytes())
        plan(planned.site, planned.theme, memo)
    assert len(looked) == 3


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"content/articles/a.md": article("A", slug="a" * 256)},
            "content/articles/a.md: would be written to a name of 256 bytes, and files have names of 255 at most",
        ),
        (
            {"content/articles/a.md": article("A", aliases=f"[/{'b' * 300}/]")},
            (
                "an alias in content/articles/a.md would be written to a name of 300 bytes, "
                "and files have names of 255 at most"
            ),
        ),
    ],
)
def test_an_address_that_no_file_can_have_is_an_error(site: MakeSite, files: dict[str, str], message: str) -> None:
    assert errors(site, files) == [f"{message}; give it a shorter slug or name"]


def test_an_address_of_many_short_parts_is_none(site: MakeSite) -> None:
    files = {"content/articles/a.md": article("A", slug="a" * 255, section="b" * 255)}
    folder = build(site(plain(files)).root, Options(NOW)).folder
    assert (folder / ("b" * 255) / ("a" * 255) / "index.html").is_file()


SIGNS = "write the path alone, without ? # * : | or spaces"
PARTS = "each part of the path needs a name that can be a folder's, and cannot begin with a dot"


@pytest.mark.parametrize(
    ("alias", "hint"),
    [
        ("old", "an alias is an old address on this site, and starts with one slash"),
        ("//evil.example/x", "an alias is an old address on this site, and starts with one slash"),
        ('"/a?b=1"', SIGNS),
        ('"/a/*"', SIGNS),
        ('"/a|b"', SIGNS),
        ('"/a/../b"', PARTS),
        ('"/./index.html"', PARTS),
        ('"/a//b/"', PARTS),
        ('"/con/"', PARTS),
        ('"/.standfirst.json"', PARTS),
    ],
)
def test_an_alias_that_no_host_can_serve_is_refused(site: MakeSite, alias: str, hint: str) -> None:
    found = errors(site, {"content/articles/a.md": article("A", aliases=alias)})
    assert found == [f'content/articles/a.md:4:{10}: the alias "{alias.strip(chr(34))}" cannot be used; {hint}']


def test_aliases_become_redirects_and_pages(site: MakeSite) -> None:
    files = {"content/articles/a.md": article("A", aliases="[/old/a.html, /2019/a, /b/]")}
    folder = build(site(plain(files)).root, Options(NOW, url="https://meridian.example/paper")).folder
    assert (folder / "_redirects").read_text() == (
        "/paper/2019/a /paper/a/ 301\n/paper/b/ /paper/a/ 301\n/paper/old/a.html /paper/a/ 301\n"
    )
    for path in ("old/a.html", "2019/a/index.html", "b/index.html"):
        assert (folder / path).read_text() == '<meta http-equiv="refresh" content="0; url=/paper/a/">'


def test_an_article_page_shows_what_the_front_matter_says(site: MakeSite) -> None:
    files = {
        "content/authors/jo.md": author("Jo Orr", title="Editor"),
        "content/images/x.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>',
        "content/articles/policy/a.md": article(
            "A",
            "2026-03-01 09:00",
            "Word " * 460,
            author="{author: jo, role: words}",
            tags="[b, a]",
            image="{src: /images/x.svg, alt: An x, credit: Us}",
            corrections="[{date: 2026-03-02, text: Mended.}]",
            kicker="Fresh",
        ),
        "content/articles/policy/b.md": article("B", "2026-03-02"),
    }
    page = prepared(site(plain(files)).root).plan.pages["/policy/a/"].view.page
    assert isinstance(page, ArticlePage)
    assert (page.title, page.kicker, page.minutes, page.words) == ("A", "Fresh", 2, 460)
    assert [(byline.name, byline.url, byline.role) for byline in page.bylines] == [("Jo Orr", "/authors/jo/", "words")]
    assert [tag.url for tag in page.tags] == ["/tags/b/", "/tags/a/"]
    assert page.image
    assert (page.image.src, page.image.width, page.image.height) == ("/images/x.svg", 30, 20)
    assert page.image_url == "https://meridian.example/images/x.svg"
    assert [crumb.url for crumb in page.crumbs] == ["/", "/policy/"]
    assert page.newer
    assert page.newer.title == "B"
    assert page.older is None
    assert [note.text for note in page.corrections] == ["Mended."]
    assert [(profile.name, profile.title) for profile in page.profiles] == [("Jo Orr", "Editor")]


def test_what_was_paid_for_is_nobodys_neighbour(site: MakeSite) -> None:
    files = {
        "content/articles/x/a.md": article("A", "2026-02-01"),
        "content/articles/x/b.md": article("B", "2026-02-02", sponsor="Acme"),
        "content/articles/x/c.md": article("C", "2026-02-03", type="sponsored"),
        "content/articles/x/d.md": article("D", "2026-02-04"),
    }
    pages = prepared(site(plain(files)).root).plan.pages
    near = {}
    for name in "abcd":
        page = pages[f"/x/{name}/"].view.page
        assert isinstance(page, ArticlePage)
        near[page.title] = [ref.title if ref else "" for ref in (page.newer, page.older)]
    assert near == {"A": ["D", ""], "B": ["D", "A"], "C": ["D", "A"], "D": ["", "A"]}


def test_permalinks_follow_the_pattern(site: MakeSite) -> None:
    settings = '[permalinks]\narticle = "/{year}/{month}/{slug}/"\nauthor = "/by/{slug}/"\n'
    files = {"content/articles/news/a.md": article("A", author="jo"), "content/authors/jo.md": author("Jo")}
    pages = prepared(site(plain(files, settings)).root).plan.pages
    assert {"/2026/03/a/", "/by/jo/", "/by/jo/feed.xml"} <= pages.keys()


def test_a_bundles_files_are_published_beside_its_article(site: MakeSite) -> None:
    files = {
        "content/articles/news/a/index.md": article("A", body="![One](one.png)"),
        "content/articles/news/a/one.png": "1",
        "content/articles/news/a/notes/two.txt": "2",
    }
    plan = prepared(site(plain(files)).root).plan
    assert set(plan.files) == {"/news/a/one.png", "/news/a/notes/two.txt"}


def test_a_problem_of_every_phase_is_reported_in_one_run(site: MakeSite) -> None:
    files = {
        "content/articles/a.md": article("A", autor="Jo"),
        "content/articles/b.md": article("B", author="Zed"),
        "content/articles/c.md": article("C", image="{src: none.png}"),
        "content/articles/d.md": article("D", aliases="x"),
    }
    found = errors(site, files, '[lists.x]\nauthor = "Zed"\n')
    assert [message.split(":")[0] for message in found] == [
        *(f"content/articles/{name}.md" for name in "abcd"),
        # Nobody writes under that name.
        "site.toml",
    ]
