"""The script in a real Chromium: what changed is put in place, and the rest of the page does not notice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from ssg.preview.preview import PreviewOptions
from tests.conftest import Files, MakeSite, WrittenSite
from tests.newsrooms import NOW, article, author, plain
from tests.preview.serving import Visitor, eventually, serving

pytestmark = pytest.mark.browser

PARAGRAPHS = "\n\n".join(f"Paragraph {number} of a long read." for number in range(200))
FRAME = """\
<!doctype html>
<html lang="en"><head><title>{{ page.title }}</title>
<link rel="stylesheet" href="{{ asset("theme.css") }}"><link rel="stylesheet" href="/site.css"></head>
<body><input aria-label="Search"><details><summary>Notes</summary>Closed at first.</details>
<main>{% block main %}{% endblock %}</main></body></html>
"""
SITE: Files = {
    **plain({}),
    "themes/plain/layouts/frame.html": FRAME,
    "themes/plain/assets/theme.css": "h1 { color: rgb(1, 1, 1) }",
    "content/site.css": "body { background-color: rgb(250, 250, 250) }",
    "content/authors/ana.md": author("Ana"),
    "content/articles/news/one.md": article("One", body=f"First text.\n\n{PARAGRAPHS}", standfirst="Deck"),
    "content/articles/news/two.md": article("Two", no_related="true"),
    "content/articles/news/draft.md": article("Not yet", draft="true"),
    "content/articles/news/later.md": article("Later", "2030-01-02 09:30"),
}


@pytest.fixture
def written(site: MakeSite) -> WrittenSite:
    return site(SITE)


@pytest.fixture
def visitor(written: WrittenSite) -> Iterator[Visitor]:
    with serving(written.root) as visitor:
        yield visitor


@contextmanager
def tabs(browser: Browser, visitor: Visitor, *paths: str) -> Iterator[list[Page]]:
    """Open pages, each marked so that a reload shows, and each counting what is changed on it."""
    context = browser.new_context(viewport={"width": 900, "height": 700})
    said: list[str] = []
    try:
        pages = []
        for path in paths:
            page = context.new_page()
            page.on("pageerror", lambda error: said.append(str(error)))
            page.goto(visitor.url + path)
            listening(page)
            page.evaluate(
                """() => {
                    window.opened = true;
                    window.changes = 0;
                    const observer = new MutationObserver((list) => { window.changes += list.length; });
                    observer.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
                }"""
            )
            pages.append(page)
        yield pages
        assert said == []
    finally:
        context.close()


def listening(page: Page) -> None:
    page.wait_for_selector("html[data-standfirst=live]")


def was_reloaded(page: Page) -> bool:
    return page.evaluate("window.opened") is None


def reads(page: Page, text: str) -> None:
    """Wait until a page says something."""
    page.wait_for_function("text => document.body.innerText.includes(text)", arg=text)


def test_an_edit_appears_in_place(browser: Browser, written: WrittenSite, visitor: Visitor) -> None:
    with tabs(browser, visitor, "/news/one/") as (page,):
        page.fill("input", "half a thou")
        page.evaluate("document.querySelector('details').open = true")
        page.evaluate("scrollTo(0, 3000)")
        page.evaluate("window.paragraph = [...document.querySelectorAll('p')].find(p => p.textContent.includes('150'))")
        top = page.evaluate("window.paragraph.getBoundingClientRect().top")
        edited = PARAGRAPHS.replace("Paragraph 100 ", "New words, ")
        written.write({"content/articles/news/one.md": article("Uno", body=f"Other text.\n\n{edited}", slug="one")})
        reads(page, "Other text.")
        reads(page, "New words, of a long read.")
        assert page.title() == "Uno"
        assert page.inner_text("h1") == "Uno"
        assert not was_reloaded(page)
        # The browser itself keeps the words in their place when what is above them becomes shorter.
        assert page.evaluate("window.paragraph.getBoundingClientRect().top") == top
        assert page.input_value("input") == "half a thou"
        assert page.evaluate("document.querySelector('details').open")
        assert page.evaluate("window.paragraph.isConnected")


def test_a_page_whose_key_is_the_same_is_left_alone(browser: Browser, written: WrittenSite, visitor: Visitor) -> None:
    with tabs(browser, visitor, "/news/one/", "/news/two/", "/") as (one, two, home):
        written.write({"content/articles/news/one.md": article("One", body="Second text.", standfirst="Deck")})
        reads(one, "Second text.")
        written.write({"content/articles/news/one.md": article("One", body="Second text.", standfirst="New deck")})
        reads(home, "New deck")
        assert two.evaluate("window.changes") == 0
        written.write({"content/articles/news/two.md": article("Two", body="At last.", no_related="true")})
        reads(two, "At last.")
        assert not any(was_reloaded(page) for page in (one, two, home))


def test_two_browsers_see_the_same(browser: Browser, written: WrittenSite, visitor: Visitor) -> None:
    with tabs(browser, visitor, "/news/one/") as (mine,), tabs(browser, visitor, "/news/one/") as (yours,):
        written.write({"content/articles/news/one.md": article("One", body="For both.")})
        reads(mine, "For both.")
        reads(yours, "For both.")


def test_many_windows_of_one_browser(browser: Browser, written: WrittenSite, visitor: Visitor) -> None:
    # A browser has six connections for them.
    with tabs(browser, visitor, *["/news/one/"] * 8) as pages:
        written.write({"content/articles/news/one.md": article("One", body="For all windows.")})
        for page in pages:
            reads(page, "For all windows.")


def test_stylesheets_are_exchanged(browser: Browser, written: WrittenSite, visitor: Visitor) -> None:
    def wait_for(page: Page, element: str, name: str, value: str) -> None:
        style = f"getComputedStyle(document.querySelector('{element}')).{name}"
        page.wait_for_function(f"value => {style} === value", arg=value)

    with tabs(browser, visitor, "/news/one/") as (page,):
        page.evaluate("scrollTo(0, 2000)")
        written.write({"content/site.css": "body { background-color: rgb(1, 2, 3) }"})
        wait_for(page, "body", "backgroundColor", "rgb(1, 2, 3)")
        # This one has another address with each change.
        written.write({"themes/plain/assets/theme.css": "h1 { color: rgb(4, 5, 6) }"})
        wait_for(page, "h1", "color", "rgb(4, 5, 6)")
        eventually(lambda: page.locator("head link[rel=stylesheet]").count() == 2)
        wait_for(page, "body", "backgroundColor", "rgb(1, 2, 3)")
        assert not was_reloaded(page)
        assert page.evaluate("scrollY") == 2000


def drawing(width: int) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="10"/>'


MEDIA = """\
<img id="set" srcset="/ship.svg 1x, /none.svg 9x"><picture><source srcset="/ship.svg"><img id="source"></picture>
<video poster="/ship.svg"><source src="/film.mp4"><track src="/film.vtt" default></video>
<template><p>{{ page.title }}</p></template>
<div id="styled"></div>
"""


def test_files_are_exchanged_wherever_they_are_shown(browser: Browser, written: WrittenSite, visitor: Visitor) -> None:
    def comes_to(page: Page, found: str) -> None:
        page.wait_for_function(f"() => {found}")

    image = "getComputedStyle(document.querySelector('#styled')).backgroundImage"
    written.write(
        {
            "content/ship.svg": drawing(20),
            "content/other.svg": drawing(20),
            "content/film.mp4": "no film",
            "content/film.vtt": "WEBVTT\n",
            "content/site.css": "@media all { #styled { background: url(ship.svg) no-repeat, url('other.svg') } }",
            "themes/plain/layouts/frame.html": FRAME.replace("<main>", f"{MEDIA}<main>"),
        }
    )
    eventually(lambda: visitor.get("/film.vtt").status == 200 and "poster" in visitor.get("/news/two/").text)
    with tabs(browser, visitor, "/news/two/") as (page,):
        comes_to(page, "document.querySelector('#set').naturalWidth === 20")
        written.write({"content/ship.svg": drawing(30)})
        for name in ("set", "source"):
            comes_to(page, f"document.querySelector('#{name}').naturalWidth === 30")
        assert "standfirst=" in page.evaluate("document.querySelector('video').poster")
        assert ", /none.svg 9x" in page.evaluate("document.querySelector('#set').srcset")
        comes_to(page, f"{image}.includes('/ship.svg?standfirst=')")
        assert "/other.svg?" not in page.evaluate(image)
        written.write({"content/film.mp4": "another film", "content/film.vtt": "WEBVTT\n\n"})
        comes_to(page, "document.querySelector('video').currentSrc.includes('/film.mp4?standfirst=')")
        comes_to(page, "document.querySelector('track').src.includes('/film.vtt?standfirst=')")
        # They stay what they are now when the page and the stylesheet change: a film that runs does not begin anew.
        page.evaluate(
            "new MutationObserver(() => { window.touched = true; }).observe(document, {subtree: true, attributes: true,"
            " attributeFilter: ['src', 'srcset', 'poster']})"
        )
        written.write({"content/articles/news/two.md": article("Zwei", slug="two", no_related="true")})
        comes_to(page, "document.querySelector('template').content.textContent === 'Zwei'")
        assert page.evaluate("document.querySelector('#set').naturalWidth") == 30
        assert page.evaluate("window.touched") is None
        written.write({"content/site.css": "#styled { color: rgb(1, 2, 3); background: url(ship.svg) }"})
        comes_to(page, "getComputedStyle(document.querySelector('#styled')).color === 'rgb(1, 2, 3)'")
        comes_to(page, f"{image}.includes('/ship.svg?standfirst=')")
        written.delete("content/site.css")
        comes_to(page, f"{image} === 'none'")
        assert not was_reloaded(page)


def test_a_template_changes_every_page(browser: Browser, written: WrittenSite, visitor: Visitor) -> None:
    with tabs(browser, visitor, "/news/one/", "/news/two/") as pages:
        frame = FRAME.replace("<main>", '<nav class="new">Sections</nav><main class="wide">').replace('"en"', '"en-GB"')
        written.write({"themes/plain/layouts/frame.html": frame})
        for page in pages:
            reads(page, "Sections")
            assert page.locator("main.wide").count() == 1
            assert page.evaluate("document.documentElement.lang") == "en-GB"
            assert not was_reloaded(page)


def test_pages_come_and_go(browser: Browser, written: WrittenSite, visitor: Visitor) -> None:
    with tabs(browser, visitor, "/news/new/") as (page,):
        assert page.title() == "Not found"
        written.write({"content/articles/news/new.md": article("New", body="Here it is.")})
        reads(page, "Here it is.")
        written.delete("content/articles/news/new.md")
        page.wait_for_function("() => document.title === 'Not found'")
        written.write({"content/articles/news/newer.md": article("Newer", body="Moved.", aliases="[/news/new/]")})
        page.wait_for_url(f"{visitor.url}/news/newer/")
        reads(page, "Moved.")


def test_an_error_stands_in_place_until_it_is_mended(browser: Browser, written: WrittenSite, visitor: Visitor) -> None:
    path = "content/articles/news/one.md"
    good = written.text(path)
    with tabs(browser, visitor, "/news/one/", "/news/two/") as (one, two):
        one.evaluate("scrollTo(0, 2500)")
        written.write({path: good.replace("title: One", "titel: One")})
        reads(one, "This page cannot be shown")
        assert f"{path}:2:1" in one.inner_text("main")
        assert "titel: One" in one.inner_text("main")
        assert 'Did you mean "title"?' in one.inner_text("main")
        notice = two.locator("standfirst-preview aside")
        notice.wait_for(state="visible")
        assert "2 problems" in notice.inner_text()
        assert path in notice.inner_text()
        assert two.inner_text("h1") == "Two"
        # What is edited elsewhere meanwhile is shown.
        written.write({"content/articles/news/two.md": article("Two", body="Meanwhile.", no_related="true")})
        reads(two, "Meanwhile.")
        written.write({path: good})
        reads(one, "Paragraph 199")
        assert one.inner_text("h1") == "One"
        eventually(lambda: one.evaluate("scrollY") == 2500)
        notice.wait_for(state="hidden")
        assert not was_reloaded(one)
        assert not was_reloaded(two)


def test_a_checkout_of_500_files_changes_the_page_that_is_open(
    browser: Browser, written: WrittenSite, visitor: Visitor
) -> None:
    with tabs(browser, visitor, "/", "/news/two/") as (home, two):
        bulk = {f"content/articles/bulk/{n}.md": article(f"Bulk {n}", f"2026-04-{n % 28 + 1:02}") for n in range(500)}
        written.write(bulk)
        reads(home, "Bulk 27")
        eventually(lambda: visitor.get("/bulk/499/").status == 200)
        assert two.inner_text("h1") == "Two"
        assert not was_reloaded(home)


def test_a_tab_that_slept_catches_up(browser: Browser, written: WrittenSite, visitor: Visitor) -> None:
    with tabs(browser, visitor, "/news/one/") as (page,):
        page.evaluate("Object.defineProperty(document, 'hidden', {configurable: true, get: () => window.asleep})")
        page.evaluate("window.asleep = true; document.dispatchEvent(new Event('visibilitychange'))")
        written.write({"content/articles/news/one.md": article("One", body="While you slept.")})
        written.write({"content/site.css": "body { background-color: rgb(9, 9, 9) }"})
        eventually(lambda: "While you slept." in visitor.get("/news/one/").text)
        assert "While you slept." not in page.inner_text("body")
        page.evaluate("window.asleep = false; document.dispatchEvent(new Event('visibilitychange'))")
        reads(page, "While you slept.")
        page.wait_for_function("() => getComputedStyle(document.body).backgroundColor === 'rgb(9, 9, 9)'")
        assert not was_reloaded(page)


def test_a_preview_that_is_started_again_is_found(browser: Browser, written: WrittenSite) -> None:
    with serving(written.root) as visitor:
        port = visitor.port
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{visitor.url}/news/one/")
        listening(page)
    try:
        page.wait_for_selector("html:not([data-standfirst])")
        written.write({"content/articles/news/one.md": article("One", body="Edited in between.")})
        with serving(written.root, port=port):
            reads(page, "Edited in between.")
            context.close()
    finally:
        context.close()


def test_the_notice_is_over_what_is_shown_and_not_over_what_says_the_same(
    browser: Browser, written: WrittenSite, visitor: Visitor
) -> None:
    one, two = "content/articles/news/one.md", "content/articles/news/two.md"
    written.write({one: article("One", author="Anna"), two: article("Two", author="Anna")})
    eventually(lambda: visitor.get("/_standfirst/problems").text.count("unknown author") == 2)
    with tabs(browser, visitor, "/news/one/", "/tags/") as (page, other):
        notice = page.locator("standfirst-preview aside")
        assert not notice.is_visible()
        other.get_by_text("2 problems").wait_for()
        written.write({one: article("One", body="Mended.")})
        reads(page, "Mended.")
        notice.get_by_text("1 problem").wait_for()
        written.write({one: article("One", author="Anna")})
        reads(page, "This page cannot be shown")
        other.get_by_text("2 problems").wait_for()
        notice.wait_for(state="hidden")
        assert not was_reloaded(page)


def test_what_waits_has_a_badge(browser: Browser, visitor: Visitor) -> None:
    wanted = {
        "/news/draft/": "Draft",
        "/news/later/": "Scheduled for 2030-01-02 09:30",
        "/": "2 not published yet on this page",
    }
    with tabs(browser, visitor, "/tags/", *wanted) as (one, *pages):
        assert not one.locator("standfirst-preview p").is_visible()
        assert [page.inner_text("standfirst-preview p") for page in pages] == list(wanted.values())
        for page in pages:
            page.wait_for_function(
                "() => getComputedStyle(document.querySelector('standfirst-preview').shadowRoot.querySelector('p'))"
                ".backgroundColor === 'rgb(255, 216, 77)'"
            )


def test_the_article_that_is_edited_is_opened(browser: Browser, written: WrittenSite) -> None:
    with (
        serving(written.root, PreviewOptions(now=NOW, navigate=True)) as visitor,
        tabs(browser, visitor, "/") as (page,),
    ):
        written.write({"content/articles/news/two.md": article("Two", body="Look here.")})
        page.wait_for_url(f"{visitor.url}/news/two/")
        reads(page, "Look here.")
        listening(page)
        written.write({"content/site.css": "body { color: teal }"})
        written.write({"content/articles/news/one.md": article("One", body="And here.")})
        page.wait_for_url(f"{visitor.url}/news/one/")


def test_the_search_page_says_that_builds_alone_can_search(site: MakeSite, browser: Browser) -> None:
    settings = 'title = "T"\nurl = "https://t.example/blog/"\n[search]\nenabled = true\n'
    written = site({"site.toml": settings, "content/articles/news/one.md": article("One")})
    with serving(written.root, PreviewOptions(now=NOW)) as visitor, tabs(browser, visitor, "/blog/search/") as (page,):
        said = "Search works in a build, not in the preview: run ssg build, and look at what it wrote."
        eventually(lambda: page.locator("#search-status").inner_text(), lambda text: text == said)
        assert page.locator("#search").is_hidden()
        written.write({"site.toml": settings.replace("true", "false")})
        eventually(lambda: visitor.get("/blog/pagefind/pagefind.js").status, lambda status: status == 404)
