"""Feeds byte for byte, and texts of articles made fit for them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from lxml import etree

from ssg.machine_views import Feed, FeedItem
from ssg.output.feeds import FeedWriter, portable
from ssg.pages.page import ATOM, JSON_FEED, RSS
from ssg.views import Body, Byline, Picture

BASE = "https://meridian.example/a/"
ITEM = FeedItem(BASE, BASE, "A", datetime(2026, 3, 1, tzinfo=UTC), Body("a.md", 1, ""))


class Writer(FeedWriter):
    """Writes feeds in which every article has one text."""

    def __init__(self, text: str) -> None:
        super().__init__(lambda _body: "")
        self._text = text

    def full_text(self, item: FeedItem) -> str:
        return self._text if item.body else ""


@pytest.mark.parametrize("reference", ["&#1;", "&#11;", "&#xB;", "&#x1F;", "&#xFFFE;", "&#xFFFF;"])
def test_a_reference_to_what_xml_cannot_hold_is_left_out(reference: str) -> None:
    html = portable(f'<p title="a{reference}b">c{reference}d &#9731; <a href="x{reference}y">e</a></p>', BASE)
    assert html == '<p title="ab">cd ☃ <a href="https://meridian.example/a/xy">e</a></p>'
    feed = Feed("T", "", BASE, BASE, "en", (ITEM,), None)
    for form in (RSS, ATOM):
        assert html in etree.fromstring(Writer(html).write(form, feed)).xpath("string()")


def test_everything_that_has_an_address_is_absolute() -> None:
    html = (
        '<p><a href="#fn:1">1</a> <a href="../b/">b</a> <a href="https://x.example/">x</a> '
        '<a href="mailto:a@b.example">m</a></p>'
        '<picture><source srcset="i-480.avif 480w, i-960.avif 960w" media="(min-width: 40em)"'
        ' sizes="(min-width: 40em) 50vw, 100vw"><source type="image/avif" srcset="i.avif 9w" sizes="9px">'
        '<img src="/i.jpg" srcset="/i,480.jpg 480w,\n /i,960.jpg 2x" alt=""'
        ' width="9" height="6" loading="lazy" class="c">'
        '</picture><video src="v.mp4" poster="p.webp" controls><source src="v.webm" type="video/webm">'
        '<track src="v.vtt" kind="captions" srclang="en"></video><blockquote cite="/said/"><p>Said.</p></blockquote>'
        '<script>alert(1)</script><p onclick="x()" style="y">z</p>'
    )
    assert portable(html, BASE) == (
        '<p><a href="https://meridian.example/a/#fn:1">1</a> <a href="https://meridian.example/b/">b</a> '
        '<a href="https://x.example/">x</a> <a href="mailto:a@b.example">m</a></p>'
        '<picture><source srcset="https://meridian.example/a/i-480.avif 480w, '
        'https://meridian.example/a/i-960.avif 960w"'
        ' media="(min-width: 40em)" sizes="(min-width: 40em) 50vw, 100vw">'
        '<source type="image/avif" srcset="https://meridian.example/a/i.avif 9w" sizes="9px">'
        '<img src="https://meridian.example/i.jpg" srcset="https://meridian.example/i,480.jpg 480w, '
        'https://meridian.example/i,960.jpg 2x" alt="" width="9" height="6"></picture>'
        '<video src="https://meridian.example/a/v.mp4" poster="https://meridian.example/a/p.webp" controls="">'
        '<source src="https://meridian.example/a/v.webm" type="video/webm">'
        '<track src="https://meridian.example/a/v.vtt" kind="captions" srclang="en"></video>'
        '<blockquote cite="https://meridian.example/said/"><p>Said.</p></blockquote><p>z</p>'
    )


WHOLE = Feed(
    "The <Meridian> & \U0001f5de",
    "A paper.",
    f"{BASE}feed.xml",
    BASE,
    "en",
    (
        FeedItem(
            f"{BASE}#one",
            f"{BASE}one/",
            'He said "no" & left ]]>',
            datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=1))),
            Body("a.md", 1, ""),
            datetime(2026, 3, 2, tzinfo=UTC),
            "In short.",
            (
                Byline("Ana Ruiz", f"{BASE}authors/ana/"),
                Byline("Cyd Moe", f"{BASE}authors/cyd/", "photographs"),
                Byline("Bo Lind"),
                Byline("Dee Ash", role="translation"),
            ),
            ("5G",),
            "Policy",
            "fr",
            Picture(f"{BASE}i.jpg", "A mast", credit="Bo", width=3, height=2),
        ),
        FeedItem(f"{BASE}#two", f"{BASE}two/", "Two", datetime(2026, 2, 1, tzinfo=UTC), None),
    ),
    datetime(2026, 3, 2, tzinfo=UTC),
    hub="https://hub.example/",
    stylesheet="/assets/feed.css?a&b",
    hint="Copy me:",
)


WRITER = Writer("<p>Text & all.</p>")


def test_rss_byte_for_byte() -> None:
    assert (
        WRITER.write(RSS, WHOLE).decode()
        == """\
<?xml version='1.0' encoding='utf-8'?>
<?xml-stylesheet type="text/css" href="/assets/feed.css?a&amp;b"?>
<rss xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" version="2.0">
  <channel>
    <title>The &lt;Meridian&gt; &amp; \U0001f5de</title>
    <link>https://meridian.example/a/</link>
    <description>A paper.</description>
    <language>en</language>
    <atom:link rel="self" type="application/rss+xml" href="https://meridian.example/a/feed.xml" title="Copy me:" />
    <atom:link rel="hub" href="https://hub.example/" />
    <generator>Standfirst</generator>
    <lastBuildDate>Mon, 02 Mar 2026 00:00:00 +0000</lastBuildDate>
    <item>
      <title>He said "no" &amp; left ]]&gt;</title>
      <link>https://meridian.example/a/one/</link>
      <guid isPermaLink="false">https://meridian.example/a/#one</guid>
      <pubDate>Sun, 01 Mar 2026 09:30:00 +0100</pubDate>
      <dc:creator>Ana Ruiz</dc:creator>
      <dc:creator>Bo Lind</dc:creator>
      <dc:contributor>Cyd Moe (photographs)</dc:contributor>
      <dc:contributor>Dee Ash (translation)</dc:contributor>
      <category>Policy</category>
      <category>5G</category>
      <description>In short.</description>
      <content:encoded>&lt;p&gt;Text &amp; all.&lt;/p&gt;</content:encoded>
      <media:content url="https://meridian.example/a/i.jpg" medium="image" width="3" height="2">
        <media:description>A mast</media:description>
        <media:credit>Bo</media:credit>
      </media:content>
    </item>
    <item>
      <title>Two</title>
      <link>https://meridian.example/a/two/</link>
      <guid isPermaLink="false">https://meridian.example/a/#two</guid>
      <pubDate>Sun, 01 Feb 2026 00:00:00 +0000</pubDate>
    </item>
  </channel>
</rss>
"""
    )


def test_atom_byte_for_byte() -> None:
    assert (
        WRITER.write(ATOM, WHOLE).decode()
        == """\
<?xml version='1.0' encoding='utf-8'?>
<?xml-stylesheet type="text/css" href="/assets/feed.css?a&amp;b"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>https://meridian.example/a/feed.xml</id>
  <title>The &lt;Meridian&gt; &amp; \U0001f5de</title>
  <subtitle>A paper.</subtitle>
  <link rel="self" type="application/atom+xml" href="https://meridian.example/a/feed.xml" title="Copy me:" />
  <link rel="alternate" type="text/html" href="https://meridian.example/a/" />
  <link rel="hub" href="https://hub.example/" />
  <generator>Standfirst</generator>
  <updated>2026-03-02T00:00:00+00:00</updated>
  <entry xml:lang="fr">
    <id>https://meridian.example/a/#one</id>
    <title>He said "no" &amp; left ]]&gt;</title>
    <link rel="alternate" type="text/html" href="https://meridian.example/a/one/" />
    <published>2026-03-01T09:30:00+01:00</published>
    <updated>2026-03-02T00:00:00+00:00</updated>
    <author>
      <name>Ana Ruiz</name>
      <uri>https://meridian.example/a/authors/ana/</uri>
    </author>
    <author>
      <name>Bo Lind</name>
    </author>
    <contributor>
      <name>Cyd Moe</name>
      <uri>https://meridian.example/a/authors/cyd/</uri>
    </contributor>
    <contributor>
      <name>Dee Ash</name>
    </contributor>
    <category term="Policy" />
    <category term="5G" />
    <summary>In short.</summary>
    <content type="html">&lt;p&gt;Text &amp; all.&lt;/p&gt;</content>
  </entry>
  <entry xml:lang="">
    <id>https://meridian.example/a/#two</id>
    <title>Two</title>
    <link rel="alternate" type="text/html" href="https://meridian.example/a/two/" />
    <published>2026-02-01T00:00:00+00:00</published>
    <updated>2026-02-01T00:00:00+00:00</updated>
    <author>
      <name>The &lt;Meridian&gt; &amp; \U0001f5de</name>
      <uri>https://meridian.example/a/</uri>
    </author>
  </entry>
</feed>
"""
    )


def test_json_feed_item_by_item() -> None:
    feed = json.loads(WRITER.write(JSON_FEED, WHOLE))
    assert feed["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    assert feed["items"] == [
        {
            "id": "https://meridian.example/a/#one",
            "url": "https://meridian.example/a/one/",
            "title": 'He said "no" & left ]]>',
            "summary": "In short.",
            "content_html": "<p>Text & all.</p>",
            "image": "https://meridian.example/a/i.jpg",
            "date_published": "2026-03-01T09:30:00+01:00",
            "date_modified": "2026-03-02T00:00:00+00:00",
            "authors": [{"name": "Ana Ruiz", "url": "https://meridian.example/a/authors/ana/"}, {"name": "Bo Lind"}],
            "tags": ["Policy", "5G"],
            "language": "fr",
            "_standfirst": {
                "contributors": [
                    {"name": "Cyd Moe", "url": "https://meridian.example/a/authors/cyd/", "role": "photographs"},
                    {"name": "Dee Ash", "role": "translation"},
                ]
            },
        },
        {
            "id": "https://meridian.example/a/#two",
            "url": "https://meridian.example/a/two/",
            "title": "Two",
            "content_text": "Two",
            "date_published": "2026-02-01T00:00:00+00:00",
        },
    ]


def test_an_article_is_converted_once_for_all_feeds_and_cleaned_with_its_own_address() -> None:
    converted: list[str] = []

    def convert(body: Body) -> str:
        converted.append(body.path)
        return f'<p><a href="#{body.path}">{body.path}</a></p>'

    other = replace(ITEM, id="b", url=f"{BASE}b/", body=Body("b.md", 1, ""))
    writer = FeedWriter(convert)
    for form in (RSS, ATOM, JSON_FEED, RSS):
        feed = writer.write(form, Feed("T", "", BASE, BASE, "en", (ITEM, other), None)).decode()
        assert f"{BASE}#a.md" in feed
        assert f"{BASE}b/#b.md" in feed
    assert converted == ["a.md", "b.md"]
