"""A gallery of screenshots, to be looked at: `python -m tests.published.gallery FOLDER [KIND ...]`.

Every kind of page of the demonstration at two widths, light and dark; the site that tries the design; a site that is
read from the right; and an article on paper. It needs a Chromium, and builds the sites for itself.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from ssg.build import build
from ssg.building.options import Options
from tests.conftest import Files, WrittenSite
from tests.machine import REPOSITORY, program
from tests.published.host import serve
from tests.published.torture import RIGHT_TO_LEFT, TORTURE

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")

DEMONSTRATION = {
    "home": "/",
    "article": "/networks/brayline-goes-dark/",
    "feature": "/networks/last-dial-tone/",
    "opinion": "/opinion/turn-it-off-on-thursdays/",
    "section": "/networks/",
    "author": "/authors/tomasz-wrede/",
    "authors": "/authors/",
    "tag": "/tags/outages/",
    "tags": "/tags/",
    "series": "/series/nine-hours/",
    "month": "/archive/2026/06/",
    "archive": "/archive/",
    "corrections": "/corrections/",
    "latest": "/page/1/",
    "masthead": "/masthead/",
    "search": "/search/?q=cable",
    "404": "/no/such/page/",
}
TRIED = {
    "home": "/",
    "article": "/section-with-a-rather-long-name/long/",
    "sponsored": "/b/paid/",
    "opinion": "/b/opinion/",
    "section": "/section-with-a-rather-long-name/",
    "author": "/authors/person-2/",
    "authors": "/authors/",
    "corrections": "/corrections/",
}
FROM_THE_RIGHT = {
    "home": "/",
    "article": "/harbour/ship/",
    "section": "/harbour/",
    "author": "/authors/layla/",
    "search": "/search/",
}


def main(folder: Path, wanted: set[str]) -> None:
    """Write the gallery into a folder, and say of each page that is wider than its window."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place, sync_playwright() as playwright:
        executable = program(["chromium", "chromium-browser", "google-chrome"])
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        sites = (
            ("", REPOSITORY, DEMONSTRATION),
            ("tried-", _written(Path(place) / "tried", TORTURE), TRIED),
            ("rtl-", _written(Path(place) / "rtl", RIGHT_TO_LEFT), FROM_THE_RIGHT),
        )
        for prefix, root, pages in sites:
            out = Path(place, f"{prefix}public")
            build(root, Options(NOW, output=str(out), store=False, jobs=0))
            with serve(out) as host:
                shown = {f"{prefix}{kind}": host.url + url for kind, url in pages.items()}
                _shoot(browser, folder, {kind: url for kind, url in shown.items() if not wanted or kind in wanted})
        browser.close()


def _written(root: Path, files: Files) -> Path:
    return WrittenSite(root).write(files).root


def _shoot(browser: Browser, folder: Path, pages: dict[str, str]) -> None:
    for width in WIDTHS:
        for scheme in SCHEMES:
            with _window(browser, width, scheme) as page:
                for kind, url in pages.items():
                    _open(page, url)
                    page.screenshot(path=folder / f"{kind}-{width}-{scheme}.png", full_page=True)
                    if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                        print(f"{kind} is {wide} pixels wide in a window of {width}")  # noqa: T201  # it is a command
    for kind in pages.keys() & {"article", "home", "rtl-article", "tried-article"}:
        with _window(browser, WIDTHS[-1], "light") as page:
            _open(page, pages[kind])
            page.pdf(path=folder / f"{kind}-print.pdf", format="A4")


@contextmanager
def _window(browser: Browser, width: int, scheme: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    yield context.new_page()
    context.close()


def _open(page: Page, url: str) -> None:
    page.goto(url, wait_until="networkidle")
    # Pictures that wait until they are near would be missing from a picture of the whole page.
    page.evaluate("[...document.images].forEach(image => Object.assign(image, { loading: 'eager', decoding: 'sync' }))")
    # Waiting by a predicate would need `eval`, which the pages' own content security policy forbids.
    page.evaluate("Promise.all([...document.images].map(image => image.decode().catch(() => null)))")


if __name__ == "__main__":
    main(Path(sys.argv[1]), set(sys.argv[2:]))
