"""How a page will appear elsewhere: read from what the page says of itself, as a search engine or a site reads it."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from ssg.frozen import frozen

TITLE_SHOWN = 60
"""Letters of a title that a search result has room for, about."""
DESCRIPTION_SHOWN = 160


@frozen
class Appearance:
    """What a page says of itself in its head. What it does not say is empty."""

    title: str = ""
    description: str = ""
    canonical: str = ""
    social_title: str = ""
    social_description: str = ""
    social_image: str = ""
    social_image_alt: str = ""
    is_large: bool = False
    """Whether the picture of the social card is wide and above the words."""
    noindex: bool = False

    @property
    def host(self) -> str:
        """Return the site's name in an address."""
        return urlsplit(self.canonical).netloc

    @property
    def trail(self) -> tuple[str, ...]:
        """Return the address as a search result shows it: host and folders."""
        return (self.host, *filter(None, unquote(urlsplit(self.canonical).path).split("/")))


def appearance(html: bytes) -> Appearance:
    """Return what a page says of itself."""
    head = _Head()
    head.feed(html.decode("utf-8", "replace"))
    said = head.said
    return Appearance(
        title=" ".join(head.title.split()),
        description=said.get("description", ""),
        canonical=said.get("canonical", ""),
        social_title=said.get("og:title", ""),
        social_description=said.get("og:description", ""),
        social_image=said.get("og:image", ""),
        social_image_alt=said.get("og:image:alt", ""),
        is_large=said.get("twitter:card") == "summary_large_image",
        noindex="noindex" in said.get("robots", ""),
    )


class _Head(HTMLParser):
    """Notes the title and the first of each meta tag and the canonical link. A page's body has neither."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.said: dict[str, str] = {}
        self._in_title = False
        self._is_over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        if self._is_over:
            return
        found = {name: value or "" for name, value in attrs}
        if tag == "title":
            self._in_title = True
        elif tag == "body":
            self._is_over = True
        elif tag == "meta":
            self.said.setdefault(found.get("name") or found.get("property") or "", found.get("content", ""))
        elif tag == "link" and found.get("rel") == "canonical":
            self.said.setdefault("canonical", found.get("href", ""))

    def handle_endtag(self, tag: str) -> None:
        """Note the end of the title."""
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        """Note the words of the title."""
        if self._in_title:
            self.title += data
