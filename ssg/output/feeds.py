"""Feeds as bytes: RSS 2.0, Atom and JSON Feed 1.1.

Feed readers know neither our address nor our scripts: every URL in a text is made absolute, and what readers would
throw out is left out, by a sanitizer and not by us.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from email.utils import format_datetime
from html import escape
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import nh3

from ssg.views import Byline, Feed, FeedItem, Picture, wrote_and_helped

FullText = Callable[[FeedItem], str]
"""Gives the HTML of an article, fit for any reader; empty in feeds of summaries."""

GENERATOR = "Standfirst"
ATOM_NAMESPACE = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"
_XML = "http://www.w3.org/XML/1998/namespace"
for _prefix, _namespace in (("atom", ATOM_NAMESPACE), ("content", _CONTENT), ("dc", _DUBLIN_CORE), ("media", _MEDIA)):
    ET.register_namespace(_prefix, _namespace)

_ATTRIBUTES_WITH_URLS = {"href", "src", "poster", "cite"}


def rss(feed: Feed, full_text: FullText) -> bytes:
    """Return a feed as RSS 2.0 with full texts."""
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _child(channel, "title", feed.title)
    _child(channel, "link", feed.home)
    _child(channel, "description", feed.description or feed.title)
    _child(channel, "language", feed.language)
    ET.SubElement(channel, f"{{{ATOM_NAMESPACE}}}link", _self(feed, "application/rss+xml"))
    if feed.hub:
        ET.SubElement(channel, f"{{{ATOM_NAMESPACE}}}link", rel="hub", href=feed.hub)
    _child(channel, "generator", GENERATOR)
    if feed.updated:
        _child(channel, "lastBuildDate", format_datetime(feed.updated))
    for item in feed.items:
        entry = ET.SubElement(channel, "item")
        _child(entry, "title", item.title)
        _child(entry, "link", item.url)
        _child(entry, "guid", item.id, isPermaLink="false")
        _child(entry, "pubDate", format_datetime(item.date))
        authors, contributors = wrote_and_helped(item.bylines)
        for byline in authors:
            _child(entry, f"{{{_DUBLIN_CORE}}}creator", byline.name)
        for byline in contributors:
            # Dublin Core's are texts for people: this one can say what somebody did.
            _child(entry, f"{{{_DUBLIN_CORE}}}contributor", f"{byline.name} ({byline.role})")
        for category in _categories(item):
            _child(entry, "category", category)
        if summary := _summary(item):
            _child(entry, "description", summary)
        if text := full_text(item):
            _child(entry, f"{{{_CONTENT}}}encoded", text)
        if item.image:
            _media(entry, item.image)
    return _xml(root, feed.stylesheet)


def _self(feed: Feed, media_type: str) -> dict[str, str]:
    """Return the link of a feed to itself. Its title is what a browser shows, for whoever comes with one."""
    title = {"title": feed.hint} if feed.hint else {}
    return {"rel": "self", "type": media_type, "href": feed.url, **title}


def _media(entry: ET.Element, image: Picture) -> None:
    size = {"width": str(image.width), "height": str(image.height)} if image.width else {}
    media = ET.SubElement(entry, f"{{{_MEDIA}}}content", {"url": image.src, "medium": "image", **size})
    if image.alt:
        _child(media, f"{{{_MEDIA}}}description", image.alt)
    if image.credit:
        _child(media, f"{{{_MEDIA}}}credit", image.credit)


def atom(feed: Feed, full_text: FullText) -> bytes:
    """Return a feed as Atom with full texts."""
    # Unprefixed names under one default namespace: some readers know no other spelling.
    root = ET.Element("feed", {"xmlns": ATOM_NAMESPACE, f"{{{_XML}}}lang": feed.language})
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
        entry = ET.SubElement(root, "entry", {f"{{{_XML}}}lang": item.language})
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
    return _xml(root, feed.stylesheet)


def _person(entry: ET.Element, tag: str, byline: Byline) -> None:
    person = ET.SubElement(entry, tag)
    _child(person, "name", byline.name)
    if byline.url:
        _child(person, "uri", byline.url)


def json_feed(feed: Feed, full_text: FullText) -> bytes:
    """Return a feed as JSON Feed 1.1 with full texts."""
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


def _json_item(item: FeedItem, full_text: FullText) -> dict[str, Any]:
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

    def absolute(_tag: str, attribute: str, value: str) -> str:
        if attribute == "srcset":
            return _absolute_srcset(value, base)
        return urljoin(base, value) if attribute in _ATTRIBUTES_WITH_URLS else value

    # Readers take the picture itself, in a format that all of them know.
    html = _OFFERED.sub(lambda match: match[1].replace('sizes="auto, ', 'sizes="'), html)
    cleaned = nh3.clean(html, attribute_filter=absolute, link_rel=None, tags=_TAGS, attributes=_ATTRIBUTES)
    said = "".join(f"<p><strong>{escape(notice)}</strong></p>\n" for notice in notices)
    # A character reference (`&#1;`) has become its character by now.
    return _NOT_XML.sub("", said + cleaned)


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


def _xml(root: ET.Element, stylesheet: str) -> bytes:
    ET.indent(root)
    look = f'<?xml-stylesheet type="text/css" href="{escape(stylesheet, quote=True)}"?>\n' if stylesheet else ""
    data: bytes = ET.tostring(root, encoding="utf-8")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{look}".encode() + data + b"\n"
