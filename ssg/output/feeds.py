"""Feeds as bytes: RSS 2.0, Atom and JSON Feed 1.1.

Feed readers know neither our address nor our scripts: every URL in a text is made absolute, and what readers would
throw out is left out, by a sanitizer and not by us.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterable
from email.utils import format_datetime
from html import escape
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import nh3

from ssg.machine_views import Feed, FeedItem
from ssg.pages.page import ATOM, RSS
from ssg.views import Body, Byline, Picture, wrote_and_helped

GENERATOR = "Standfirst"
ATOM_NAMESPACE = "http://www.w3.org/2005/Atom"
_NAMESPACES = {
    "xmlns:atom": ATOM_NAMESPACE,
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}
"""Those of RSS. Names are written with these prefixes, so that each article can be written by itself."""

_ATTRIBUTES_WITH_URLS = {"href", "src", "poster", "cite"}
_TEXTS_KEPT, _ITEMS_KEPT = 500, 2000
"""Texts and items that are kept at the most: some megabytes."""


class FeedWriter:
    """Writes feeds. An article is in a dozen of them, and what was made of it for one is kept for the others.

    `convert` gives the HTML of a text.
    """

    def __init__(self, convert: Callable[[Body], str]) -> None:
        self._convert = convert
        self._texts: dict[tuple[bytes, str, tuple[str, ...]], str] = {}
        self._items: dict[bytes, str] = {}

    def write(self, form: str, feed: Feed) -> bytes:
        """Return a feed in one of the formats of the plan."""
        if form == RSS:
            return _rss(feed, self._rss_item)
        return (_atom if form == ATOM else _json_feed)(feed, self.full_text)

    def full_text(self, item: FeedItem) -> str:
        """Return the HTML of an article, fit for any reader; empty in feeds of summaries."""
        if item.body is None:
            return ""
        place = (item.body.digest, item.url, item.notices)
        if place not in self._texts:
            _make_room(self._texts, _TEXTS_KEPT)
            self._texts[place] = portable(self._convert(item.body), item.url, item.notices)
        return self._texts[place]

    def _rss_item(self, item: FeedItem) -> str:
        known = self._items.get(item.digest)
        if known is None:
            _make_room(self._items, _ITEMS_KEPT)
            known = self._items[item.digest] = _rss_item(item, self.full_text(item))
        return known


def _make_room(kept: dict[Any, str], most: int) -> None:
    if len(kept) >= most:
        kept.clear()


def _rss(feed: Feed, written: Callable[[FeedItem], str]) -> bytes:
    """Return a feed as RSS 2.0; `written` gives each of its items."""
    root = ET.Element("rss", {**_NAMESPACES, "version": "2.0"})
    channel = ET.SubElement(root, "channel")
    _child(channel, "title", feed.title)
    _child(channel, "link", feed.home)
    _child(channel, "description", feed.description or feed.title)
    _child(channel, "language", feed.language)
    ET.SubElement(channel, "atom:link", _self(feed, "application/rss+xml"))
    if feed.hub:
        ET.SubElement(channel, "atom:link", rel="hub", href=feed.hub)
    _child(channel, "generator", GENERATOR)
    if feed.updated:
        _child(channel, "lastBuildDate", format_datetime(feed.updated))
    # Before the last line but one, which the indentation has made: a channel is never empty.
    head, end, _ = _xml(root, feed.stylesheet).rpartition("\n  </channel>")
    return "".join((head, *map(written, feed.items), end, "\n</rss>\n")).encode(errors="xmlcharrefreplace")


def _rss_item(item: FeedItem, text: str) -> str:
    """Return an article as it stands in RSS, on lines of its own."""
    entry = ET.Element("item")
    _child(entry, "title", item.title)
    _child(entry, "link", item.url)
    _child(entry, "guid", item.id, isPermaLink="false")
    _child(entry, "pubDate", format_datetime(item.date))
    authors, contributors = wrote_and_helped(item.bylines)
    for byline in authors:
        _child(entry, "dc:creator", byline.name)
    for byline in contributors:
        # Dublin Core's are texts for people: this one can say what somebody did.
        _child(entry, "dc:contributor", f"{byline.name} ({byline.role})")
    for category in _categories(item):
        _child(entry, "category", category)
    if summary := _summary(item):
        _child(entry, "description", summary)
    if text:
        _child(entry, "content:encoded", text)
    if item.image:
        _media(entry, item.image)
    ET.indent(entry, level=2)
    return f"\n    {ET.tostring(entry, encoding='unicode')}"


def _self(feed: Feed, media_type: str) -> dict[str, str]:
    """Return the link of a feed to itself. Its title is what a browser shows, for whoever comes with one."""
    title = {"title": feed.hint} if feed.hint else {}
    return {"rel": "self", "type": media_type, "href": feed.url, **title}


def _media(entry: ET.Element, image: Picture) -> None:
    size = {"width": str(image.width), "height": str(image.height)} if image.width else {}
    media = ET.SubElement(entry, "media:content", {"url": image.src, "medium": "image", **size})
    if image.alt:
        _child(media, "media:description", image.alt)
    if image.credit:
        _child(media, "media:credit", image.credit)


def _atom(feed: Feed, full_text: Callable[[FeedItem], str]) -> bytes:
    """Return a feed as Atom."""
    # Unprefixed names under one default namespace: some readers know no other spelling.
    root = ET.Element("feed", {"xmlns": ATOM_NAMESPACE, "xml:lang": feed.language})
    _child(root, "id", feed.url)
    _child(root, "title", feed.title)
    if feed.description:
        _child(root, "subtitle", feed.description)
    ET.SubElement(root, "link", _self(feed, "application/atom+xml"))
    ET.SubElement(root, "link", rel="alternate", type="text/html", href=feed.home)
    if feed.hub:
        ET.SubElement(root, "link", rel="hub", href=feed.hub)
    _child(root, "generator", GENERATOR)
    # Atom demands a date even of a feed without entries; no clock is read here, so it is the first that there is.
    _child(root, "updated", feed.updated.isoformat() if feed.updated else "1970-01-01T00:00:00+00:00")
    for item in feed.items:
        entry = ET.SubElement(root, "entry", {"xml:lang": item.language})
        _child(entry, "id", item.id)
        _child(entry, "title", item.title)
        ET.SubElement(entry, "link", rel="alternate", type="text/html", href=item.url)
        _child(entry, "published", item.date.isoformat())
        _child(entry, "updated", (item.updated or item.date).isoformat())
        # Every entry needs an author; where no person signs, the publication does.
        authors, contributors = wrote_and_helped(item.bylines)
        for byline in authors or (Byline(feed.title, feed.home),):
            _person(entry, "author", byline)
        for byline in contributors:
            _person(entry, "contributor", byline)
        for category in _categories(item):
            ET.SubElement(entry, "category", term=category)
        if summary := _summary(item):
            _child(entry, "summary", summary)
        if text := full_text(item):
            _child(entry, "content", text, type="html")
    return f"{_xml(root, feed.stylesheet)}\n".encode(errors="xmlcharrefreplace")


def _person(entry: ET.Element, tag: str, byline: Byline) -> None:
    person = ET.SubElement(entry, tag)
    _child(person, "name", byline.name)
    if byline.url:
        _child(person, "uri", byline.url)


def _json_feed(feed: Feed, full_text: Callable[[FeedItem], str]) -> bytes:
    """Return a feed as JSON Feed 1.1."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "description": feed.description,
        "language": feed.language,
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
        "items": [_json_item(item, full_text) for item in feed.items],
    }
    return (json.dumps(_without_empty(document), ensure_ascii=False, indent=1) + "\n").encode()


def _json_item(item: FeedItem, full_text: Callable[[FeedItem], str]) -> dict[str, Any]:
    summary = _summary(item)
    authors, contributors = wrote_and_helped(item.bylines)
    # The format knows authors only; what it does not know stands under a name of ours.
    helped = [{"name": byline.name, "url": byline.url, "role": byline.role} for byline in contributors]
    return _without_empty(
        {
            "id": item.id,
            "url": item.url,
            "title": item.title,
            "summary": summary,
            # An item needs a content: in a feed of summaries that is the summary.
            **({"content_html": full_text(item)} if item.body else {"content_text": summary or item.title}),
            "image": item.image.src if item.image else "",
            "date_published": item.date.isoformat(),
            "date_modified": item.updated.isoformat() if item.updated else "",
            "authors": [_without_empty({"name": byline.name, "url": byline.url}) for byline in authors],
            "tags": _categories(item),
            "language": item.language,
            **({"_standfirst": {"contributors": [_without_empty(one) for one in helped]}} if helped else {}),
        }
    )


def _without_empty(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if value not in ("", []) or key in {"items", "content_html"}}


def _summary(item: FeedItem) -> str:
    """Return what an article says of itself, with what its reader must know first."""
    said = (*(notice if notice[-1] in _ENDS else f"{notice}." for notice in item.notices), item.standfirst)
    return " ".join(filter(None, said))


_ENDS = ".!?。؟"


def _categories(item: FeedItem) -> list[str]:
    return list(dict.fromkeys((*((item.section,) if item.section else ()), *item.tags)))


def portable(html: str, base: str, notices: Iterable[str] = ()) -> str:
    """Return the text of the page at the absolute URL `base` as any reader can show it, after some notices."""
    # Readers take the picture itself, in a format that all of them know.
    html = _OFFERED.sub(lambda match: match[1].replace('sizes="auto, ', 'sizes="'), html)
    cleaned = _cleaner.clean(html, base)
    said = "".join(f"<p><strong>{escape(notice)}</strong></p>\n" for notice in notices)
    # A character reference (`&#1;`) has become its character by now.
    return _NOT_XML.sub("", said + cleaned)


class _Cleaner(threading.local):
    """Cleans texts. To make a cleaner takes longer than to clean a text, so it is kept, and told where each text is
    from; each thread has its own."""

    def __init__(self) -> None:
        self._base = ""
        self._cleaner = nh3.Cleaner(tags=_TAGS, attributes=_ATTRIBUTES, attribute_filter=self._absolute, link_rel=None)

    def clean(self, html: str, base: str) -> str:
        self._base = base
        return self._cleaner.clean(html)

    def _absolute(self, _tag: str, attribute: str, value: str) -> str:
        if attribute == "srcset":
            return _absolute_srcset(value, self._base)
        return urljoin(self._base, value) if attribute in _ATTRIBUTES_WITH_URLS else value


def _absolute_srcset(value: str, base: str) -> str:
    """Return a list of pictures and widths with absolute addresses. A comma within an address has no space after it."""
    parts = (part.split() for part in re.split(r",\s+|,$", value.strip()))
    return ", ".join(" ".join((urljoin(base, url), *descriptor)) for url, *descriptor in filter(None, parts))


_OFFERED = re.compile(
    r'<picture>(?:<source(?: (?:type|srcset|sizes)="[^">]*"){3}>)+(<img [^>]*>)</picture>',
)
"""A picture with what the engine or the theme offers browsers beside it."""
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even as a reference (section 2.2)."""
_TAGS = nh3.ALLOWED_TAGS | {"audio", "figcaption", "figure", "picture", "section", "source", "track", "video"}
_ATTRIBUTES = nh3.ALLOWED_ATTRIBUTES | {
    "a": {*nh3.ALLOWED_ATTRIBUTES["a"], "rel"},
    "audio": {"controls", "src"},
    "img": {*nh3.ALLOWED_ATTRIBUTES["img"], "sizes", "srcset"},
    "source": {"height", "media", "sizes", "src", "srcset", "type", "width"},
    "track": {"kind", "label", "src", "srclang"},
    "video": {"controls", "height", "poster", "src", "width"},
}


def _child(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = text


def _xml(root: ET.Element, stylesheet: str) -> str:
    ET.indent(root)
    look = f'<?xml-stylesheet type="text/css" href="{escape(stylesheet, quote=True)}"?>\n' if stylesheet else ""
    # As text: ElementTree's own way to bytes takes twice as long.
    return f"<?xml version='1.0' encoding='utf-8'?>\n{look}{ET.tostring(root, encoding='unicode')}"


_cleaner = _Cleaner()
