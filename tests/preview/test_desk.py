"""The desk: what a newsroom sees of its articles, and that it is quick, accessible and alive."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from lxml import html
from playwright.sync_api import Browser

from ssg.build import build
from ssg.building.options import Options
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
        # Whether links lead anywhere is found out when the first pages have been shown.
        eventually(lambda: visitor.get("/_standfirst/problems").text, lambda text: "nowhere.md" in text)
        yield visitor


def page(visitor: Visitor, path: str) -> html.HtmlElement:
    answer = visitor.get(path)
    assert answer.status == 200
    return html.document_fromstring(answer.body)


def block(desk: html.HtmlElement, name: str) -> list[str]:
    """Return what the rows of a block say."""
    rows = desk.xpath(f"//section[@aria-labelledby='{name}']/ul[not(@class='chips')]/li")
    return [" ".join(row.text_content().split()) for row in rows]


def test_the_desk_has_what_a_newsroom_asks_for(visitor: Visitor) -> None:
    desk = page(visitor, "/_desk/")
    tiles = [" ".join(tile.text_content().split()) for tile in desk.xpath("//ul[@class='tiles']/li")]
    assert tiles == ["8 articles", "2 scheduled", "1 draft", "2 errors", "0 warnings", "1 broken link"]
    assert block(desk, "draft") == ["Not yet1 word · 1 min"]
    assert block(desk, "scheduled") == [
        "Soonin 30 days · 1 Jul 2026, 06:00 · 1 word · 1 min",
        "Laterin 214 days · 1 Jan 2027, 00:00 · 1 word · 1 min",
    ]
    assert block(desk, "expired") == ["Gone1 Feb 2026, 00:00 · 1 word · 1 min"]
    assert len(block(desk, "edited")) == 8
    assert block(desk, "tags") == ["Subsea cable 1 and Subsea cables 1"]
    (wrong,) = block(desk, "problems")
    assert 'Wrong error unknown author "Nobody"' in wrong
    (link,) = desk.xpath("//section[@aria-labelledby='problems']//a[contains(@href, 'wrong.md&l=4')]")
    assert link.text == "content/articles/news/wrong.md:4:9"
    assert block(desk, "links") == ['Broken "nowhere.md" leads to no content file; did you mean "whole.md"? line 5']
    (link,) = desk.xpath("//section[@aria-labelledby='links']//a[contains(@href, 'broken.md&l=5')]")
    assert link.text == "line 5"


def test_broken_links_are_no_reason_to_say_that_nothing_is_wrong(written: WrittenSite, visitor: Visitor) -> None:
    written.delete("content/articles/news/wrong.md")
    eventually(lambda: visitor.get("/_desk/").text, lambda text: "unknown author" not in text)
    text = visitor.get("/_desk/").text
    assert "Nothing but the broken links." in text
    assert "Nothing is wrong." not in text
    written.delete("content/articles/news/broken.md")
    eventually(lambda: visitor.get("/_desk/").text, lambda text: "Nothing is wrong." in text)


def test_what_is_missing_is_told_by_article_and_counted(visitor: Visitor) -> None:
    desk = page(visitor, "/_desk/")
    chips = [" ".join(chip.text_content().split()) for chip in desk.xpath("//section//ul[@class='chips']/li")]
    assert chips == ["No picture 6", "No alternative text 1", "No standfirst 5", "No tags 6", "No byline 6"]
    missing = block(desk, "missing")
    # What waits comes first; what has expired needs nothing any more, and what has everything is not here.
    assert missing[:3] == [
        "LaterScheduled picture tags byline",
        "SoonScheduled picture tags byline",
        "Not yetDraft alternative text standfirst tags byline",
    ]
    assert [row for row in missing if row.startswith("Hardly")] == ["Hardly anythingpicture standfirst byline"]
    assert not [row for row in missing if row.startswith(("All is there", "Gone"))]


def test_the_panel_of_an_article(visitor: Visitor) -> None:
    panel = page(visitor, "/_desk/article?path=content/articles/news/whole.md")
    facts = {
        fact.xpath("string(dt)"): " ".join(fact.xpath("string(dd)").split())
        for fact in panel.xpath("//dl[@class='facts']/div")
    }
    assert facts.pop("File saved")
    assert facts == {
        "Published": "1 Mar 2026, 09:00",
        "Length": "460 words, 2 min",
        "Byline": "Ana",
        "Tags": "Subsea cables, 5G",
        "Card stands on": "News, Subsea cables, 5G, The Meridian",
    }
    assert panel.xpath("//p[@class='actions']/a/@href")[0] == "/news/whole/"
    assert panel.xpath("//p[@class='actions']/a/@href")[1].endswith("content/articles/news/whole.md&l=1")
    (card,) = panel.xpath("//div[@class='card']")
    assert card.xpath("img/@src") == ["/ship.svg"]
    assert (card.get("data-on"), card.get("data-of")) == ("/news/", "/news/whole/")
    assert [part.text_content().strip() for part in card.xpath("p")] == [
        "Cables",
        "All is there",
        "A deck.",
        "Ana · 2 min",
    ]
    suggested = [item.text_content() for item in panel.xpath("//section[@aria-labelledby='related']//li")]
    assert len(suggested) == 3
    assert any("121 days apart" in item and "both are in News" in item for item in suggested)
    assert any(item.endswith("; both say deck") for item in (text.strip() for text in suggested))
    assert not any("tags/" in item for item in suggested)


HEAD = """\
<title>{{ page.title }} | {{ site.title }}</title>
<meta name="description" content="For <b>search</b> &amp; more"><meta property="og:title" content="For sharing">
<meta property="og:image" content="https://meridian.example/ship.svg"><meta property="og:image:alt" content="Boat">
<meta name="twitter:card" content="summary_large_image"><link rel="canonical" href="https://meridian.example/a/b/">
<meta name="robots" content="noindex"><body><title>Not this</title>
"""


def test_social_card_and_search_result_are_what_the_page_says_of_itself(written: WrittenSite) -> None:
    written.write({"layouts/article.html": HEAD})
    with serving(written.root) as visitor:
        panel = page(visitor, "/_desk/article?path=content/articles/news/whole.md")
        (social,) = panel.xpath("//div[@class='social']")
        assert [(image.get("src"), image.get("alt")) for image in social.xpath("img")] == [("/ship.svg", "Boat")]
        assert [part.text for part in social.xpath("div/p")] == [
            "meridian.example",
            "For sharing",
            "For <b>search</b> & more",
        ]
        (result,) = panel.xpath("//div[@class='result']")
        assert [part.text for part in result.xpath("p")] == [
            "meridian.example › a › b",
            "All is there | The Meridian",
            "For <b>search</b> & more",
        ]
        assert "asked not to list it" in panel.text_content()


def test_what_every_article_suggests_is_on_one_page(visitor: Visitor) -> None:
    related = page(visitor, "/_desk/related")
    stories = {
        item.xpath("string(h2/a)"): [each.text_content() for each in item.xpath("ol/li")]
        for item in related.xpath("//ul[@class='stories']/li")
    }
    assert list(stories)[:2] == ["Later", "Soon"]
    assert "Gone" not in stories
    assert len(stories["All is there"]) == 3
    assert all(" apart" in text or "same day" in text for text in stories["All is there"])


def test_two_articles_are_as_far_apart_from_both_sides(site: MakeSite) -> None:
    files = {
        "content/articles/a.md": article("Older", "2026-03-01T09:00:00Z"),
        "content/articles/b.md": article("Newer", "2026-03-02T21:00:00Z"),
    }
    with serving(site(plain(files)).root) as visitor:
        items = page(visitor, "/_desk/related").xpath("//li//text()")
    assert sum("1 day apart" in text for text in items) == 2


def test_the_panel_says_what_is_missing(visitor: Visitor) -> None:
    text = visitor.get("/_desk/article?path=content/articles/news/bare.md").text
    assert "Worth mending" in text
    for missing in ("no standfirst", "no picture", "no byline"):
        assert missing in text
    text = visitor.get("/_desk/article?path=content/articles/news/wrong.md").text
    assert "unknown author" in text
    assert visitor.get("/_desk/article?path=content/articles/news/gone.md").text.count(">Expired<") == 2


def test_articles_are_listed_and_found(visitor: Visitor) -> None:
    def titles(query: str) -> list[str]:
        return [row.text for row in page(visitor, f"/_desk/articles{query}").xpath("//tbody/tr/th/a")]

    assert len(titles("")) == 8
    assert titles("")[:2] == ["Later", "Soon"]
    assert titles("?q=hardly+THING") == ["Hardly anything"]
    assert titles("?q=nothing+at+all") == []
    assert titles("?show=draft") == ["Not yet"]
    assert titles("?show=wrong") == ["Wrong", "Broken"]
    assert titles("?show=alt") == ["Not yet"]
    assert titles("?show=nothing") == titles("")
    assert titles("?sort=headline")[:3] == ["All is there", "Broken", "Gone"]
    assert titles("?sort=words")[0] == "All is there"
    assert sorted(titles("?sort=edited")) == sorted(titles("?sort=nothing"))
    assert titles("?show=scheduled&q=soon") == ["Soon"]
    for number in ("0", "99999999999", "-1", "x", "²"):
        assert len(titles(f"?page={number.encode().hex() if number == '²' else number}")) == 8


def test_what_is_not_on_the_desk(visitor: Visitor) -> None:
    assert visitor.get("/_desk").headers["location"] == "/_desk/"
    for path in ("/_desk/nothing", "/_desk/article", "/_desk/article?path=../../etc/passwd", "/_desk/articles/"):
        missing = visitor.get(path)
        assert missing.status == 404
        assert "There is no such page on the desk" in missing.text
        assert 'href="/_desk/articles"' in missing.text


def test_what_writers_write_stays_text(written: WrittenSite, visitor: Visitor) -> None:
    written.write({"content/articles/news/draft.md": article('"<script>alert(1)</script>{{ 7*7 }}"', draft="true")})
    desk = eventually(lambda: visitor.get("/_desk/").text, lambda text: "alert(1)" in text)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in desk
    assert "<script>alert" not in desk


def test_lists_of_many_articles_have_pages(site: MakeSite) -> None:
    many = {f"content/articles/bulk/{n:03}.md": article(f"Bulk {n:03}", "2026-02-01") for n in range(250)}
    with serving(site({**plain({}), **many}).root) as visitor:
        for number, rows, links in ((1, 100, ["Older"]), (2, 100, ["Newer", "Older"]), (3, 50, ["Newer"])):
            listing = page(visitor, f"/_desk/articles?show=image&page={number}")
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
    "/_desk/articles?show=standfirst&sort=words&q=e",
    "/_desk/related",
    "/_desk/article?path=content/articles/news/wrong.md",
    "/_desk/article?path=content/articles/news/nothing.md",
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
            complaints = [text for text in said if "500" not in text and "404" not in text]
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
        tab.wait_for_function("() => document.querySelector('[aria-labelledby=draft]').innerText.includes('Fresh')")
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


@pytest.mark.browser
def test_a_panel_comes_back_with_its_article(browser: Browser, written: WrittenSite, visitor: Visitor) -> None:
    path = "content/articles/news/whole.md"
    context = browser.new_context()
    try:
        tab = context.new_page()
        tab.goto(f"{visitor.url}/_desk/article?path={path}")
        tab.wait_for_selector("html[data-standfirst=live]")
        tab.evaluate("window.opened = true")
        text = written.text(path)
        written.delete(path)
        tab.wait_for_selector("h1:has-text('There is no such page on the desk')")
        assert tab.get_by_role("link", name="Articles", exact=True).is_visible()
        written.write({path: text})
        tab.wait_for_selector("h1:has-text('All is there')")
        assert tab.evaluate("window.opened")
    finally:
        context.close()


@pytest.mark.browser
def test_the_desk_has_keys(browser: Browser, visitor: Visitor) -> None:
    context = browser.new_context()
    try:
        tab = context.new_page()
        tab.goto(f"{visitor.url}/_desk/articles")
        tab.wait_for_selector("html[data-standfirst=live]")
        for key, headline in (("j", "Later"), ("j", "Soon"), ("j", "Wrong"), ("k", "Soon")):
            tab.keyboard.press(key)
            assert tab.evaluate("document.activeElement.textContent") == headline
        tab.keyboard.press("/")
        tab.keyboard.type("jar")
        assert tab.input_value("#q") == "jar"
        tab.keyboard.press("Escape")
        assert tab.evaluate("document.activeElement.id") == ""
        tab.keyboard.press("Control+a")
        assert tab.url == f"{visitor.url}/_desk/articles"
        for key, path in (("d", "/_desk/"), ("r", "/_desk/related"), ("a", "/_desk/articles"), ("s", "/")):
            tab.keyboard.press(key)
            tab.wait_for_url(visitor.url + path)
            tab.wait_for_load_state()
    finally:
        context.close()


@pytest.mark.browser
def test_the_card_is_that_of_the_site(browser: Browser, written: WrittenSite, visitor: Visitor) -> None:
    listing = """
        {% extends "frame.html" %}{% block main %}<script>window.ran = true</script><p>Beside it</p>
        <div class="grid">{% for card in page.cards %}
        <article class="theirs" style="color: red"><h2><a href="{{ card.url }}">{{ card.title }}</a></h2>
        {{ card.standfirst }}</article>{% endfor %}</div>{% endblock %}
        """
    written.write({"layouts/section.html": listing, "content/site.css": ".grid .theirs { margin: 7px }"})
    frame = '<!doctype html><head><link rel="stylesheet" href="/site.css"></head>{% block main %}{% endblock %}'
    written.write({"themes/plain/layouts/frame.html": frame})
    eventually(lambda: 'class="theirs"' in visitor.get("/news/").text)
    context = browser.new_context()
    try:
        tab = context.new_page()
        tab.goto(f"{visitor.url}/_desk/article?path=content/articles/news/whole.md")
        card = tab.frame_locator(".card.shown iframe")
        assert card.locator(".theirs").all_inner_texts() == ["All is there\nA deck."]
        assert card.locator("p").count() == 0
        assert card.locator(".theirs").evaluate("card => getComputedStyle(card).marginLeft") == "7px"
        assert card.locator("body").evaluate("body => body.ownerDocument.defaultView.ran") is None
        # It follows an edit, as the panel does.
        path = "content/articles/news/whole.md"
        written.write({path: written.text(path).replace("A deck.", "Another deck.")})
        card.get_by_text("Another deck.").wait_for()
    finally:
        context.close()
