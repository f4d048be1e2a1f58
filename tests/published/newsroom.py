"""Check a large newsroom as its visitors would: `python -m tests.published.newsroom [ARTICLES]`, 1,000 by default.

The newsroom is made of syllables and has every kind of page. The Nu checker reads every page, stylesheet and drawing;
axe-core the fullest and the barest page of each kind, light and dark, on a telephone and on a desk; nothing may scroll
sideways, complain in the console or ask another host for anything. It needs a Chromium, Java and `make tools`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from benchmarks.corpus import Corpus, write
from ssg.build import build
from ssg.building.options import Options
from tests.machine import program, tool
from tests.published.conftest import Published
from tests.published.host import Host, serve
from tests.published.test_browser import KINDS, NARROW, SETTINGS, violations, visiting
from tests.published.test_markup import complaints

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def published(root: Path, articles: int) -> Published:
    """Build a newsroom of a size into a folder of its own, with pictures and search, and an author to correct."""
    write(Corpus(articles), root)
    settings = root / "site.toml"
    settings.write_text(settings.read_text().replace("responsive = false", "") + "\n[search]\nenabled = true\n")
    report = build(root, Options(NOW, jobs=0))
    return Published(report.folder, report.edit)


def extremes(site: Published, template: str) -> set[str]:
    """Return the URLs of the pages of a template that have most and least on them."""

    def size(url: str) -> int:
        return (site.folder / (f"{url.lstrip('/')}index.html" if url.endswith("/") else url.lstrip("/"))).stat().st_size

    urls = sorted(site.urls(template), key=size)
    return {urls[0], urls[-1]} if urls else set()


def faults(site: Published, host: Host, browser: Browser, axe: str) -> Iterator[str]:
    """Yield all that is wrong with the pages in a browser."""
    for template in sorted(set(KINDS.values())):
        for url in sorted(extremes(site, template)):
            for size, scheme in SETTINGS:
                with visiting(browser, host, size, scheme) as visit:
                    visit.open(url)
                    found = [*visit.complaints, *violations(visit.page, axe)]
                    width = visit.page.evaluate("document.documentElement.scrollWidth")
                    if width > size[0]:
                        found.append(f"{width} pixels wide")
                yield from (f"{url} at {size[0]} px, {scheme}: {fault}" for fault in found)


def too_wide(site: Published, host: Host, browser: Browser) -> Iterator[str]:
    """Yield what scrolls sideways on the narrowest telephone, of every fiftieth page."""
    with visiting(browser, host, NARROW, scripts=False) as visit:
        for url in site.urls(*set(KINDS.values()))[::50]:
            visit.open(url)
            if (width := visit.page.evaluate("document.documentElement.scrollWidth")) > NARROW[0]:
                yield f"{url} is {width} pixels wide"


def main(articles: int) -> int:
    """Print what was looked at and what is wrong; return 1 if anything is."""
    with TemporaryDirectory() as place, sync_playwright() as playwright:
        site = published(Path(place), articles)
        pages = list(site.folder.rglob("*.html"))
        kinds = {template: len(site.urls(template)) for template in sorted(set(KINDS.values()))}
        print(f"{articles:,} articles, {len(pages):,} pages of HTML: {kinds}", flush=True)  # noqa: T201  # a command
        found = complaints(site.folder)
        print(f"Nu checker: {len(found)} complaints", flush=True)  # noqa: T201  # as above
        executable = program(["chromium", "chromium-browser", "google-chrome"])
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        with serve(site.folder) as host:
            axe = tool("axe-core/axe.min.js").read_text("utf-8")
            seen = [*faults(site, host, browser, axe), *too_wide(site, host, browser)]
        browser.close()
        print(f"Chromium and axe-core: {len(seen)} faults", *found, *seen, sep="\n")  # noqa: T201  # as above
    return 1 if found or seen else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
