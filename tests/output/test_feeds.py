"""Texts of articles, made fit for feeds."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import etree

from ssg.output.feeds import atom, portable, rss
from ssg.views import Body, Feed, FeedItem

BASE = "https://meridian.example/a/"
ITEM = FeedItem(BASE, BASE, "A", datetime(2026, 3, 1, tzinfo=UTC), Body("a.md", 1, ""))


@pytest.mark.parametrize("reference", ["&#1;", "&#11;", "&#xB;", "&#x1F;", "&#xFFFE;", "&#xFFFF;"])
def test_a_reference_to_what_xml_cannot_hold_is_left_out(reference: str) -> None:
    html = portable(f'<p title="a{reference}b">c{reference}d &#9731; <a href="x{reference}y">e</a></p>', BASE)
    assert html == '<p title="ab">cd ☃ <a href="https://meridian.example/a/xy">e</a></p>'
    feed = Feed("T", "", BASE, BASE, "en", (ITEM,), None)
    for make in (rss, atom):
        assert html in etree.fromstring(make(feed, lambda _: html)).xpath("string()")
