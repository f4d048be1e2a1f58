"""Sitemaps as bytes, by the protocol of sitemaps.org."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from ssg.machine_views import NewsItem, Sitemap

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
ET.register_namespace("image", _IMAGE)
ET.register_namespace("news", _NEWS)


def sitemap(view: Sitemap) -> bytes:
    """Return a sitemap, or a sitemap index, as XML. Pictures and news are said in Google's extensions."""
    root = ET.Element("sitemapindex" if view.index else "urlset", xmlns=_NAMESPACE)
    for entry in view.entries:
        element = ET.SubElement(root, "sitemap" if view.index else "url")
        _child(element, "loc", entry.url)
        if entry.modified:
            _child(element, "lastmod", entry.modified.isoformat())
        if entry.news:
            _news(ET.SubElement(element, f"{{{_NEWS}}}news"), entry.news)
        for url in entry.images:
            _child(ET.SubElement(element, f"{{{_IMAGE}}}image"), f"{{{_IMAGE}}}loc", url)
    ET.indent(root)
    # As text: ElementTree's own way to bytes takes twice as long.
    text = ET.tostring(root, encoding="unicode")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n".encode(errors="xmlcharrefreplace")


def _news(element: ET.Element, item: NewsItem) -> None:
    publication = ET.SubElement(element, f"{{{_NEWS}}}publication")
    _child(publication, f"{{{_NEWS}}}name", item.publication)
    _child(publication, f"{{{_NEWS}}}language", item.language)
    _child(element, f"{{{_NEWS}}}publication_date", item.date.isoformat())
    _child(element, f"{{{_NEWS}}}title", item.title)


def _child(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text
