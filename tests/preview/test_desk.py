"""The desk: what a newsroom sees of its articles, and that it is quick, accessible and alive."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from lxml import html
from playwright.sync_api import Browser

from ssg.build import Options, build
from ssg.model import Term, Vocabulary
from ssg.newsroom.alike import alike
from ssg.preview.preview import PreviewOptions
from tests.conftest import Files, MakeSite, WrittenSite
from tests.newsrooms import NOW, article, author, plain
from tests.preview.serving import Visitor, eventually, serving
from tests.trees import tree

IMAGE = "{src: /ship.svg, alt: A ship, credit: Ana}"
SITE: Files = {
    **plain({}),
    "content/ship.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"/>',
    "content/authors/ana.md": author("Ana"),
    "content/articles/news/whole.md": article(
        "All is there",
        "2026-03-01 09:00",
        "word " * 460,
        standfirst="A deck.",
        author="Ana",
        tags="[Subsea cables, 5G]",
        image=IMAGE,
        kicker="Cables",
    ),
    "content/articles/news/bare.md": article("Hardly anything", "2026-03-02", tags="[Subsea cable, 4G]"),
    "content/articles/news/draft.md": article("Not yet", "2026-03-03", draft="true", image="{src: /ship.svg}"),
    "content/articles/news/soon.md": article("Soon", "2026-07-01 06:00", standfirst="Deck."),
    "content/articles/news/later.md": article("Later", "2027-01-01", standfirst="Deck."),
    "content/articles/news/gone.md": article("Gone", "2026-01-01", expires="2026-02-01"),
    "content/articles/news/broken.md": article("Broken", "2026-03-04", "[There](nowhere.md)"),
    "content/articles/news/wrong.md": article("Wrong", "2026-03-05", author="Nobody"),
}


@pytest.fixture
def written(site: MakeSite) -> WrittenSite:
    return site(SITE)


@pytest.fixture
def visitor(written: WrittenSite) -> Iterator[Visitor]:
    with serving(written.root, PreviewOptions(now=NOW, editor="x://open?f={path}&l={line}")) as visitor:
        yield visitor


def page(visitor: Visitor, path: str) -> html.HtmlElement:
    answer = visitor.get(path)
    assert answer.status == 200
    return html.document_fromstring(answer.body)


def block(desk: html.HtmlElement, name: str) -> list[str]:
    """Return what the rows of a block say."""
    return [row.text_content() for row in desk.xpath(f"//section[@aria-labelledby='{name}']//ul/li")]


def test_the_desk_has_what_a_newsroom_asks_for(visitor: Visitor) -> None:
    desk = page(visitor, "/_desk/")
    assert block(desk, "drafts") == ["Not yet1 word · 1 min"]
    assert block(desk, "scheduled") == [
        "Soon2026-07-01 06:00 · 1 word · 1 min",
        "Later2027-01-01 00:00 · 1 word · 1 min",
    ]
    assert block(desk, "expired") == ["Gone1 word · 1 min"]
    assert len(block(desk, "edited")) == 8
    assert [row.split("1 word")[0] for row in block(desk, "no-alt")] == ["Not yet"]
    assert "Hardly anything1 word · 1 min" in block(desk, "no-image")
    assert not [row for row in block(desk, "no-image") if row.startswith(("All is there", "Not yet"))]
    assert "Hardly anything1 word · 1 min" in block(desk, "no-standfirst")
    assert block(desk, "tags") == ["Subsea cable 1 and Subsea cables 1"]
    problems = block(desk, "problems")
    assert any('unknown author "Nobody"' in text for text in problems)
    assert any("nowhere.md" in text for text in problems)
    link = desk.xpath("//section[@aria-labelledby='problems']//a[contains(@href, 'wrong.md&l=4')]")
    assert link[0].text == "content/articles/news/wrong.md:4:9"


def test_the_panel_of_an_article(visitor: Visitor) -> None:
    panel = page(visitor, "/_desk/article?path=content/articles/news/whole.md")
    text = " ".join(panel.text_content().split())
    assert "Published · 460 words · 2 min" in text
    (card,) = panel.xpath("//div[@class='card']")
    assert card.xpath("img/@src") == ["/ship.svg"]
    assert [part.text_content().strip() for part in card.xpath("p")] == [
        "Cables",
        "All is there",
        "A deck.",
        "Ana · 2 min",
    ]
    (social,) = panel.xpath("//div[@class='social']")
    assert [part.text_content() for part in social.xpath("p")] == ["meridian.example", "All is there", "A deck."]
    (result,) = panel.xpath("//div[@class='result']")
    assert result.xpath("p")[0].text == "meridian.example › news › whole"
    suggested = [item.text_content() for item in panel.xpath("//section[@aria-labelledby='related']//li")]
    assert len(suggested) == 3
    assert any("1 day apart" in item and "both are in News" in item for item in suggested)


def test_the_panel_says_what_is_missing(visitor: Visitor) -> None:
    text = visitor.get("/_desk/article?path=content/articles/news/bare.md").text
    for missing in ("no standfirst", "no picture", "no byline"):
        assert missing in text
    text = visitor.get("/_desk/article?path=content/articles/news/wrong.md").text
    assert "unknown author" in text
    assert visitor.get("/_desk/article?path=content/articles/news/gone.md").text.count("Expired") == 1


def test_articles_are_listed_and_found(visitor: Visitor) -> None:
    def titles(query: str) -> list[str]:
        return [row.text_content() for row in page(visitor, f"/_desk/articles{query}").xpath("//tbody/tr/th")]

    assert len(titles("")) == 8
    assert titles("")[:2] == ["Later", "Soon"]
    assert titles("?q=hardly+THING") == ["Hardly anything"]
    assert titles("?q=nothing+at+all") == []
    assert titles("?show=drafts") == ["Not yet"]
    assert titles("?show=scheduled&q=soon") == ["Soon"]
    for number in ("0", "99999999999", "-1", "x", "²"):
        assert len(titles(f"?page={number.encode().hex() if number == '²' else number}")) == 8


def test_what_is_not_on_the_desk(visitor: Visitor) -> None:
    assert visitor.get("/_desk").headers["location"] == "/_desk/"
    for path in ("/_desk/nothing", "/_desk/article", "/_desk/article?path=../../etc/passwd", "/_desk/articles/"):
        assert visitor.get(path).status == 404


def test_what_writers_write_stays_text(written: WrittenSite, visitor: Visitor) -> None:
    written.write({"content/articles/news/draft.md": article('"<script>alert(1)</script>{{ 7*7 }}"', draft="true")})
    desk = eventually(lambda: visitor.get("/_desk/").text, lambda text: "alert(1)" in text)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in desk
    assert "<script>alert" not in desk


def test_lists_of_many_articles_have_pages(site: MakeSite) -> None:
    many = {f"content/articles/bulk/{n:03}.md": article(f"Bulk {n:03}", "2026-02-01") for n in range(250)}
    with serving(site({**plain({}), **many}).root) as visitor:
        for number, rows, links in ((1, 100, ["Older"]), (2, 100, ["Newer", "Older"]), (3, 50, ["Newer"])):
            listing = page(visitor, f"/_desk/articles?show=no-image&page={number}")
            assert len(listing.xpath("//tbody/tr")) == rows
            assert [link.text for link in listing.xpath("//nav[@class='pages']/a")] == links


def test_the_desk_is_in_no_build(written: WrittenSite) -> None:
    for path in ("wrong", "broken"):
        written.delete(f"content/articles/news/{path}.md")
    report = build(written.root, Options(NOW, store=False))
    outputs = tree(report.folder)
    assert outputs
    assert not [path for path, data in outputs.items() if path.startswith("_desk") or b"/_standfirst/" in data]


def tags(*names: str) -> list[Term]:
    return [Term(Vocabulary.TAGS, name, name.capitalize()) for name in names]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("cable", "cables", True),
        ("subsea-cable", "subseacable", True),
        ("policy", "policies", True),
        ("broadband", "brodband", True),
        ("spectrum", "spectrun", True),
        ("cable-ships", "ships-cable", True),
        ("4g", "5g", False),
        ("budget-2025", "budget-2026", False),
        ("cats", "cars", False),
        ("spectrum", "satellites", False),
        ("presss", "press", True),
    ],
)
def test_tags_that_look_alike(one: str, other: str, expected: bool) -> None:
    assert bool(alike(tags(one, other))) is expected
    assert bool(alike(tags(other, one, "something-else"))) is expected


PAGES = (
    "/_desk/",
    "/_desk/articles",
    "/_desk/article?path=content/articles/news/whole.md",
    "/_desk/article?path=content/articles/news/wrong.md",
    "/_standfirst/problems",
    "/news/wrong/",
)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), list(product((390, 1280), ("light", "dark"))))
def test_the_desk_is_accessible(browser: Browser, visitor: Visitor, axe: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    found = {}
    try:
        tab = context.new_page()
        said: list[str] = []
        tab.on("console", lambda message: said.append(message.text))
        for path in PAGES:
            tab.goto(visitor.url + path)
            tab.wait_for_selector("html[data-standfirst=live]")
            # What axe does itself, such as styling elements to measure them, the policy stops, and says so.
            complaints = [text for text in said if "500" not in text]
            tab.evaluate(axe)
            wrong = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
            found[path] = complaints + [
                f"{rule['id']}: {node['html'][:120]}" for rule in wrong for node in rule["nodes"]
            ]
            said.clear()
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
    finally:
        context.close()
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.browser
def test_the_desk_is_alive(browser: Browser, written: WrittenSite, visitor: Visitor) -> None:
    context = browser.new_context()
    try:
        tab = context.new_page()
        tab.goto(f"{visitor.url}/_desk/")
        tab.wait_for_selector("html[data-standfirst=live]")
        tab.evaluate("window.opened = true")
        tab.fill("#q", "half a wor")
        written.write({"content/articles/news/new.md": article("Fresh", draft="true")})
        tab.wait_for_function("() => document.querySelector('[aria-labelledby=drafts]').innerText.includes('Fresh')")
        assert tab.input_value("#q") == "half a wor"
        assert tab.evaluate("window.opened")
        tab.press("#q", "Control+a")
        tab.type("#q", "fresh")
        tab.press("#q", "Enter")
        tab.wait_for_url("**/_desk/articles?q=fresh")
        tab.click("tbody a")
        tab.wait_for_selector("h1:has-text('Fresh')")
        tab.click("text=See it")
        tab.wait_for_url("**/news/new/")
    finally:
        context.close()
