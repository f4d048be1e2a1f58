"""What an article without a picture weighs, how still it stands, and that it needs no script."""

from __future__ import annotations

import gzip
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser

from tests.published.conftest import Published
from tests.published.host import Host
from tests.published.test_browser import NARROW, WIDE, visiting

MOST = 30 * 1024
"""Bytes of HTML, styles and fonts, compressed."""


def weight(published: Published, url: str) -> int:
    """Return the compressed bytes of a page and of all that its reader has to load to read it."""
    page = published.page(url)
    loaded = [*page.xpath("//link[@rel='stylesheet']/@href"), *page.xpath("//link[@rel='preload']/@href")]
    files = [published.folder / urljoin(url, name).lstrip("/") for name in loaded]
    files.append(published.folder / url.lstrip("/") / "index.html")
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def test_an_article_weighs_little_and_needs_no_script(published: Published) -> None:
    urls = published.urls("article.html")
    assert urls
    heavy = {url: weight(published, url) for url in urls}
    # Pictures are not counted, so this holds for every article, and for one without pictures it is all.
    assert {url: bytes_ for url, bytes_ in heavy.items() if bytes_ > MOST} == {}
    for url in urls:
        assert published.page(url).xpath("//script[not(@type='application/ld+json')]") == []


@pytest.mark.browser
@pytest.mark.parametrize("url", ["/", "/networks/brayline-goes-dark/", "/devices/tamber-6/", "/authors/tomasz-wrede/"])
def test_nothing_moves_while_a_page_loads(host: Host, browser: Browser, published: Published, url: str) -> None:
    if url not in published.edit.plan.pages:
        url = published.urls("article.html")[0]
    watch = """
        window.shifted = 0;
        new PerformanceObserver(list => {
            for (const entry of list.getEntries()) window.shifted += entry.value;
        }).observe({type: 'layout-shift', buffered: true});
    """
    for size in (NARROW, WIDE):
        with visiting(browser, host, size) as visit:
            visit.page.add_init_script(watch)
            visit.open(url)
            visit.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
            visit.page.wait_for_load_state("networkidle")
            assert visit.page.evaluate("window.shifted") == 0
