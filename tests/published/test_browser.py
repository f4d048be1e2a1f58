"""The demonstration in a real browser, with the headers that a host sends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, product
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.published.conftest import Published
from tests.published.host import Host

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]
NARROW, WIDE = (320, 640), (1280, 900)
SETTINGS: list[tuple[tuple[int, int], Scheme]] = list(product((NARROW, WIDE), ("light", "dark")))

KINDS = {
    "home": "home.html",
    "article": "article.html",
    "opinion": "article-opinion.html",
    "author": "author.html",
    "authors": "authors.html",
    "section": "section.html",
    "tag": "tag.html",
    "tags": "tags.html",
    "series": "series.html",
    "month": "month.html",
    "archive": "archive.html",
    "corrections": "corrections.html",
    "latest": "latest.html",
    "page": "page.html",
    "search": "search.html",
    "404": "404.html",
}
"""Every kind of page, by the template that makes it."""


@dataclass
class Visit:
    """One page open in a browser, and all that it said and asked for since."""

    page: Page
    host: str
    said: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.host}/", "data:")):
            self.foreign.append(request.url)

    def open(self, url: str) -> None:
        """Go to a URL and wait until everything on it is there."""
        self.page.goto(self.host + url, wait_until="load")

    @property
    def complaints(self) -> list[str]:
        """Return everything that should not have happened."""
        return [*self.said, *(f"asked {url}" for url in self.foreign), *(f"got no {url}" for url in self.failed)]


@contextmanager
def visiting(
    browser: Browser, host: Host, size: tuple[int, int] = WIDE, scheme: Scheme = "light", scripts: bool = True
) -> Iterator[Visit]:
    """Open a window of a size, in a colour scheme. Nothing that it asks of other hosts leaves this machine."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=scripts, locale="en-GB"
    )
    context.route(lambda url: not url.startswith(f"{host.url}/"), lambda route: route.abort())
    page = context.new_page()
    visit = Visit(page, host.url)
    page.on("console", lambda message: visit.said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: visit.said.append(f"error: {error}"))
    page.on("request", visit.request)
    page.on("requestfailed", lambda request: visit.failed.append(request.url))
    page.on("response", lambda answer: visit.failed.append(answer.url) if answer.status >= 400 else None)
    try:
        yield visit
    finally:
        context.close()


def violations(page: Page, axe: str) -> list[str]:
    """Return what axe-core finds wrong with a page: the rule and the elements."""
    # As the developer tools would: a script element would be stopped by the policy, and rightly.
    page.evaluate(axe)
    found: list[dict[str, Any]] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{rule['id']} ({rule['impact']}): {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def example(published: Published, kind: str) -> str:
    """Return the URL of the page of a kind that has most on it."""
    return max(published.urls(KINDS[kind]), key=lambda url: len(published.page(url).xpath("//*")))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_is_accessible_and_keeps_to_itself(
    published: Published, host: Host, browser: Browser, axe: str, kind: str
) -> None:
    url = example(published, kind)
    found = {}
    for size, scheme in SETTINGS:
        with visiting(browser, host, size, scheme) as visit:
            visit.open(url)
            assert visit.page.locator("h1").count() == 1
            found[f"{url} at {size[0]} px, {scheme}"] = [*visit.complaints, *violations(visit.page, axe)]
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def test_every_article_is_accessible_and_keeps_to_itself(
    published: Published, host: Host, browser: Browser, axe: str
) -> None:
    urls = published.urls("article.html", "article-opinion.html")
    assert len(urls) >= 24
    found = {}
    # All settings come up in turn: what differs between articles differs in every setting alike.
    for url, (size, scheme) in zip(urls, cycle(SETTINGS), strict=False):
        with visiting(browser, host, size, scheme) as visit:
            visit.open(url)
            found[f"{url} at {size[0]} px, {scheme}"] = [*visit.complaints, *violations(visit.page, axe)]
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


SAID_AND_SHOWN = """() => [...document.images].filter((image) => image.sizes).map((image) => {
  const entries = image.sizes.replace("auto, ", "").split(", ");
  const holds = (entry) => !entry.startsWith("(") || matchMedia(entry.slice(0, entry.indexOf(")") + 1)).matches;
  const probe = document.body.appendChild(document.createElement("div"));
  probe.style.position = "fixed";
  probe.style.inlineSize = entries.find(holds).replace(/^\\([^)]*\\) /, "");
  const said = probe.getBoundingClientRect().width;
  probe.remove();
  return [image.closest("[class]:not(img)").outerHTML.slice(0, 80), said, image.getBoundingClientRect().width];
})"""
"""What `sizes` says of each picture of a page to browsers that do not see for themselves, and how wide it is."""


@pytest.mark.parametrize("width", [390, 1024, 1280])
def test_pictures_are_about_as_wide_as_they_say(published: Published, host: Host, browser: Browser, width: int) -> None:
    wrong = {}
    with visiting(browser, host, (width, 900)) as visit:
        for kind in ("home", "section", "author", "article", "opinion"):
            visit.open(example(published, kind))
            measured = visit.page.evaluate(SAID_AND_SHOWN)
            assert measured
            wrong[kind] = [(place, said, shown) for place, said, shown in measured if not 0.75 < shown / said < 1.3]
    assert {kind: places for kind, places in wrong.items() if places} == {}


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_pictures_in_a_text_are_as_wide_as_they_say(host: Host, browser: Browser, width: int) -> None:
    with visiting(browser, host, (width, 900)) as visit:
        visit.open("/networks/skarn-2-cut/")
        measured = visit.page.evaluate(SAID_AND_SHOWN)
        widths = [(said, shown) for place, said, shown in measured if place.startswith('<div class="prose">')]
        assert widths
        assert all(abs(shown - said) < 16 for said, shown in widths), widths


def test_axe_would_have_found_something(published: Published, host: Host, browser: Browser, axe: str) -> None:
    with visiting(browser, host) as visit:
        visit.open("/")
        visit.page.evaluate("document.querySelector('main').innerHTML += '<img src=/x.png><a href=/>'")
        assert {line.split(" ", maxsplit=1)[0] for line in violations(visit.page, axe)} >= {"image-alt", "link-name"}


def test_the_policy_is_in_force(published: Published, host: Host, browser: Browser) -> None:
    with visiting(browser, host) as visit:
        visit.open("/")
        assert visit.complaints == []
        visit.page.evaluate("document.body.setAttribute('style', 'color: red')")
        visit.page.evaluate("document.body.appendChild(document.createElement('script')).text = 'window.evil = 1'")
        assert visit.page.evaluate("window.evil") is None
        assert visit.page.evaluate("getComputedStyle(document.body).color") != "rgb(255, 0, 0)"
        assert sum("Content Security Policy" in said for said in visit.said) == 2


def test_no_page_scrolls_sideways_on_the_narrowest_phone(published: Published, host: Host, browser: Browser) -> None:
    too_wide = {}
    with visiting(browser, host, (320, 640)) as visit:
        for url in published.urls(*set(KINDS.values())):
            visit.open(url)
            width = visit.page.evaluate("document.documentElement.scrollWidth")
            if width > 320:
                too_wide[url] = width
    assert too_wide == {}


def test_pages_are_whole_without_scripts(published: Published, host: Host, browser: Browser) -> None:
    # Search alone has a script of its own, and another page without it.
    for kind in KINDS.keys() - {"search"}:
        url = example(published, kind)
        seen = []
        for scripts in (True, False):
            with visiting(browser, host, scripts=scripts) as visit:
                visit.open(url)
                seen.append(visit.page.locator("body").inner_text())
        assert seen[0] == seen[1]
        assert len(seen[1].split()) > 20


def test_dark_and_light_are_two_designs(published: Published, host: Host, browser: Browser) -> None:
    backgrounds = {}
    schemes: tuple[Scheme, ...] = ("light", "dark")
    for scheme in schemes:
        with visiting(browser, host, scheme=scheme) as visit:
            visit.open("/")
            elements = "[document.documentElement, document.body]"
            backgrounds[scheme] = visit.page.evaluate(f"{elements}.map(e => getComputedStyle(e).backgroundColor)")
    assert backgrounds["light"] != backgrounds["dark"]


def test_an_address_that_does_not_exist_shows_the_page_for_that(
    published: Published, host: Host, browser: Browser
) -> None:
    with visiting(browser, host) as visit:
        answer = visit.page.goto(f"{host.url}/no/such/story/")
        assert answer is not None
        assert answer.status == 404
        assert visit.page.locator("h1").inner_text() == published.page("/404.html").findtext(".//h1").strip()
        # Its links and styles work however deep the address lies.
        assert visit.failed == [f"{host.url}/no/such/story/"]


def test_an_old_address_leads_to_the_article_even_where_redirects_are_not_read(
    published: Published, host: Host, browser: Browser
) -> None:
    moved = [redirect for redirect in host.redirects if redirect.status == 301]
    assert moved
    for redirect in moved:
        with visiting(browser, host) as visit:
            visit.page.goto(host.url + redirect.source)
            visit.page.wait_for_url(host.url + redirect.target)
            # The page is left while its icon is still under way, so requests that were broken off say nothing here.
            assert [*visit.said, *visit.foreign] == []
