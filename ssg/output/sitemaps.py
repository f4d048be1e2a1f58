"""Sitemaps as bytes, by the protocol of sitemaps.org."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from ssg.views import Sitemap

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(view: Sitemap) -> bytes:
    """Return a sitemap, or a sitemap index, as XML."""
    root = ET.Element("sitemapindex" if view.index else "urlset", xmlns=_NAMESPACE)
    for entry in view.entries:
        element = ET.SubElement(root, "sitemap" if view.index else "url")
        ET.SubElement(element, "loc").text = entry.url
        if entry.modified:
            ET.SubElement(element, "lastmod").text = entry.modified.isoformat()
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"
