"""Rules over the built site: the files as a host will serve them, whatever wrote them.

They need no sources, so that they hold for templates and for what was copied as well.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from ssg.checks.rule import Finding, Level
from ssg.frozen import frozen
from ssg.problems import Problem, ProblemError
from ssg.urls import base_path

_ADDRESSES = {"a": "href", "area": "href", "img": "src", "source": "src", "video": "src", "audio": "src"} | {
    "script": "src",
    "link": "href",
    "iframe": "src",
    "track": "src",
}
_ASIDE = {"preconnect", "dns-prefetch", "canonical", "alternate"}


@frozen
class PublishedRule:
    """A rule over built pages."""

    id: str
    level: Level
    title: str


PUBLISHED: Mapping[str, PublishedRule] = {
    rule.id: rule
    for rule in (
        PublishedRule(
            "built-link", Level.ERROR, "a link, picture, script or stylesheet that leads to no file of the site"
        ),
        PublishedRule("built-fragment", Level.ERROR, "a link to a part of a page that is not there"),
        PublishedRule("built-id", Level.ERROR, "an id that a page has twice"),
        PublishedRule("built-title", Level.ERROR, "a page without a title"),
        PublishedRule("built-heading", Level.WARNING, "a page without exactly one heading of the first level"),
        PublishedRule("built-language", Level.ERROR, "a page that does not say its language"),
        PublishedRule("built-alt", Level.ERROR, "a picture without an alt attribute"),
        PublishedRule(
            "built-insecure", Level.ERROR, "a picture, script or stylesheet that is loaded without encryption"
        ),
    )
}


class _Page(HTMLParser):
    """What rules need of one page. It is fed once, and then only read."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[int, str, str]] = []
        """Line, element and address of each."""
        self.ids: Counter[str] = Counter()
        self.language = ""
        self.title = ""
        self.headings = 0
        self.without_alt: list[int] = []
        self.redirects = False
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        if values.get("id"):
            self.ids[values["id"]] += 1
        if tag == "a" and values.get("name"):
            self.ids[values["name"]] += 0
        self.language = values.get("lang", "") if tag == "html" else self.language
        self.headings += tag == "h1"
        self._in_title = tag == "title" and not self.title
        self.redirects |= tag == "meta" and values.get("http-equiv", "").lower() == "refresh"
        if tag == "img" and "alt" not in values:
            self.without_alt.append(line)
        address = values.get(_ADDRESSES.get(tag, ""), "")
        if address and not (tag == "link" and _ASIDE & set(values.get("rel", "").split())):
            self.links.append((line, tag, address))

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data.strip()

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False


def check_built(folder: Path, site_url: str, name: str) -> tuple[tuple[Finding, ...], int]:
    """Return what is wrong with the built site in a folder, and how many pages it has.

    `name` is what the folder is called in reports. Raises ProblemError where there is none.
    """
    if not folder.is_dir():
        raise ProblemError([Problem(f"there is no built site in {name}", "run ssg build first")])
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    pages = {path: _parse(folder / path) for path in files if path.endswith((".html", ".htm"))}
    built = _Built(frozenset(files), pages, base_path(site_url), urlsplit(site_url).netloc, name)
    return tuple(built.findings()), len(pages)


def _parse(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_bytes().decode("utf-8", "replace"))
    page.close()
    return page


@frozen
class _Built:
    files: frozenset[str]
    pages: Mapping[str, _Page]
    base: str
    host: str
    name: str

    def findings(self) -> Iterator[Finding]:
        for path, page in self.pages.items():
            yield from self._about(path, page)
            if not page.redirects:
                yield from self._links(path, page)

    def _found(self, rule: str, path: str, line: int, message: str) -> Finding:
        return Finding(Problem(message, "", f"{self.name}/{path}", line)).of(rule, PUBLISHED[rule].level)

    def _about(self, path: str, page: _Page) -> Iterator[Finding]:
        if not page.title:
            yield self._found("built-title", path, 0, "the page has no title")
        if not page.language:
            yield self._found("built-language", path, 0, "the page does not say its language")
        if page.headings != 1 and not page.redirects:
            yield self._found("built-heading", path, 0, f"the page has {page.headings} headings of the first level")
        for name, count in page.ids.items():
            if count > 1:
                yield self._found("built-id", path, 0, f'the id "{name}" is there {count} times')
        for line in page.without_alt:
            yield self._found("built-alt", path, line, "the picture has no alt attribute")

    def _links(self, path: str, page: _Page) -> Iterator[Finding]:
        here = f"{self.base}{path.removesuffix('index.html')}"
        for line, tag, address in page.links:
            if address.lower().startswith("http://") and tag not in {"a", "area"}:
                yield self._found("built-insecure", path, line, f'"{address}" is loaded without encryption')
            try:
                parts = urlsplit(urljoin(here, address))
            except ValueError:
                yield self._found("built-link", path, line, f'"{address}" is no address')
                continue
            if parts.scheme not in {"", "http", "https"} or (parts.netloc and parts.netloc != self.host):
                continue
            found = self._file(unquote(parts.path))
            if found is None:
                yield self._found("built-link", path, line, f'"{address}" leads to no file of the site')
            elif parts.fragment and found in self.pages and tag in {"a", "area"}:
                known = self.pages[found].ids
                wanted = unquote(parts.fragment)
                if wanted not in known and wanted != "top" and not wanted.startswith(":~:"):
                    yield self._found(
                        "built-fragment", path, line, f'"{address}": there is no "#{wanted}" on that page'
                    )

    def _file(self, path: str) -> str | None:
        """Return the file that a host serves at a path, or None."""
        if not f"{path}/".startswith(self.base):
            return None
        relative = path.removeprefix(self.base).lstrip("/")
        tries = (relative, posixpath.join(relative, "index.html"), f"{relative}.html")
        return next((name for name in tries if name in self.files), None)
