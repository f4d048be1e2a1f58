"""The design holds: where everything is too long, too many or missing, and where it is read from the right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from ssg.build import build
from ssg.building.options import Options
from tests.conftest import WrittenSite
from tests.newsrooms import NOW
from tests.published.host import Host, serve
from tests.published.test_browser import NARROW, WIDE, Scheme, violations, visiting
from tests.published.test_markup import complaints
from tests.published.torture import RIGHT_TO_LEFT, TORTURE

SITES = {"torture": TORTURE, "from the right": RIGHT_TO_LEFT}
PAGES = {
    "torture": (
        "/",
        "/section-with-a-rather-long-name/long/",
        "/section-with-a-rather-long-name/",
        "/b/paid/",
        "/b/opinion/",
        "/b/opinion-too/",
        "/authors/",
        "/authors/person-2/",
        "/authors/person-1/",
        "/tags/",
        "/corrections/",
        "/search/",
        "/404.html",
    ),
    "from the right": ("/", "/harbour/ship/", "/harbour/", "/views/quiet/", "/authors/layla/", "/archive/", "/search/"),
}


@pytest.fixture(scope="module", params=SITES)
def tried(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Give each of the sites as it was built: its name and its folder."""
    root = tmp_path_factory.mktemp("tried")
    WrittenSite(root).write(SITES[request.param])
    return request.param, build(root, Options(NOW, store=False)).folder


@pytest.fixture
def tried_host(tried: tuple[str, Path]) -> Iterator[Host]:
    with serve(tried[1]) as host:
        yield host


@pytest.mark.java
def test_the_checker_has_nothing_to_say(tried: tuple[str, Path]) -> None:
    assert complaints(tried[1]) == []


@pytest.mark.browser
def test_nothing_is_wider_than_the_window(tried: tuple[str, Path], tried_host: Host, browser: Browser) -> None:
    too_wide = {}
    # 640 pixels are a window of 1280 at 200 % zoom.
    for width in (320, 640, 1280):
        with visiting(browser, tried_host, (width, 640)) as visit:
            for url in PAGES[tried[0]]:
                visit.open(url)
                found = visit.page.evaluate("document.documentElement.scrollWidth")
                if found > width:
                    too_wide[url, width] = found
    assert too_wide == {}


ENLARGED = """() => [...document.images]
  .filter((image) => image.getAttribute("width") && !image.getAttribute("src").endsWith(".svg"))
  .map((image) => [image.getAttribute("src"), Number(image.getAttribute("width")), image.getBoundingClientRect().width])
  .filter(([, has, shown]) => shown > has + 1)"""
"""The pictures of a page that are shown wider than they are."""


@pytest.mark.browser
def test_no_small_picture_is_enlarged(tried: tuple[str, Path], tried_host: Host, browser: Browser) -> None:
    pictures, enlarged = 0, {}
    for size in (NARROW, WIDE):
        with visiting(browser, tried_host, size) as visit:
            for url in PAGES[tried[0]]:
                visit.open(url)
                pictures += visit.page.evaluate("document.querySelectorAll('main img').length")
                enlarged[url, size] = visit.page.evaluate(ENLARGED)
    assert pictures
    assert {where: found for where, found in enlarged.items() if found} == {}


@pytest.mark.browser
def test_every_page_is_accessible(tried: tuple[str, Path], tried_host: Host, browser: Browser, axe: str) -> None:
    found = {}
    # Each size and each scheme once: colours do not depend on the size.
    settings: list[tuple[tuple[int, int], Scheme]] = [(NARROW, "light"), (WIDE, "dark")]
    for size, scheme in settings:
        with visiting(browser, tried_host, size, scheme) as visit:
            for url in PAGES[tried[0]]:
                visit.open(url)
                if url == "/search/":
                    # It goes on to load its index.
                    visit.page.wait_for_load_state("networkidle")
                found[url, size, scheme] = violations(visit.page, axe)
            assert visit.complaints == []
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


@pytest.mark.browser
def test_a_page_from_the_right_begins_at_the_right(tried: tuple[str, Path], tried_host: Host, browser: Browser) -> None:
    if tried[0] != "from the right":
        pytest.skip("this site is read from the left")
    with visiting(browser, tried_host, NARROW) as visit:
        visit.open("/harbour/ship/")
        box = visit.page.locator("h1").bounding_box()
        assert box
        assert visit.page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
        assert visit.page.evaluate("getComputedStyle(document.querySelector('.prose p')).textAlign") == "start"
