"""Every link of the demonstration leads somewhere: pages, fragments, pictures, styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urljoin, urlsplit

from ssg.urls import output_path
from tests.published.conftest import Published

ATTRIBUTES = ("href", "src", "poster", "data", "action", "formaction", "cite")
IN_CSS = re.compile(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""")


def targets(published: Published) -> Iterator[tuple[str, str]]:
    """Yield each file and each URL in it, absolute."""
    home = published.edit.settings.url
    for path, page in published.pages.items():
        base = urljoin(home, path.removesuffix("index.html"))
        for element in page.iter():
            values = [element.get(name) for name in ATTRIBUTES if element.get(name) is not None]
            values += [part.split()[0] for part in (element.get("srcset") or "").split(",") if part.strip()]
            if (element.get("property") or element.get("name") or "").endswith(("image", "url")):
                values.append(element.get("content"))
            for value in values:
                yield path, urljoin(base, value)
    for sheet in sorted(published.folder.rglob("*.css")):
        path = sheet.relative_to(published.folder).as_posix()
        for match in IN_CSS.finditer(sheet.read_text("utf-8")):
            yield path, urljoin(urljoin(home, path), match[1] or match[2])


def test_every_link_picture_and_asset_exists(published: Published) -> None:
    host = urlsplit(published.edit.settings.url).netloc
    ours = [(path, url) for path, url in targets(published) if urlsplit(url).netloc == host]
    assert len(ours) > 1000
    dead = {
        f"{path}: {url}"
        for path, url in ours
        if not (published.folder / output_path(unquote(urlsplit(url).path))).is_file()
    }
    assert sorted(dead) == []


def test_every_fragment_exists(published: Published) -> None:
    host = urlsplit(published.edit.settings.url).netloc
    places = {path: set(page.xpath("//@id")) for path, page in published.pages.items()}
    checked, dead = 0, set()
    for path, url in targets(published):
        parts = urlsplit(url)
        target = output_path(unquote(parts.path))
        if parts.netloc == host and parts.fragment and target in places:
            checked += 1
            if unquote(parts.fragment) not in places[target]:
                dead.add(f"{path}: {url}")
    assert checked > 100
    assert sorted(dead) == []


def test_every_id_is_there_once(published: Published) -> None:
    for path, page in published.pages.items():
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path


def test_links_to_pages_are_those_of_the_plan_and_lead_over_no_redirect(published: Published) -> None:
    old = {page.url for page in published.edit.plan.pages.values() if page.template == "redirect.html"}
    assert old
    host = urlsplit(published.edit.settings.url).netloc
    assert [
        (path, url)
        for path, url in targets(published)
        if urlsplit(url).netloc == host and urlsplit(url).path in old and output_path(urlsplit(url).path) != path
    ] == []


def test_no_page_asks_for_anything_of_another_host(published: Published) -> None:
    # What a page links to is the reader's choice; what it loads is ours.
    home = published.edit.settings.url
    for path, page in published.pages.items():
        loaded = page.xpath("//script/@src | //img/@src | //iframe/@src | //video/@src | //audio/@src | //source/@src")
        loaded += page.xpath("//link[contains(@rel, 'stylesheet') or contains(@rel, 'icon') or @rel='preload']/@href")
        for value in loaded:
            assert urljoin(home, value).startswith(home), f"{path} loads {value}"
