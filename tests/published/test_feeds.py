"""Feeds and sitemaps of the demonstration, read by parsers that are not ours."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree, html

from ssg.newsroom.site import Story
from ssg.output.rendering import Renderer
from ssg.urls import output_path
from tests.machine import REPOSITORY, tool
from tests.newsrooms import prepared
from tests.published.conftest import Published, parse_xml

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
XML_FEEDS = ("feed.xml", "atom.xml")


def feeds(published: Published, *names: str) -> dict[str, bytes]:
    """Return the bytes of all feeds of some formats by their paths."""
    found = [path for name in names for path in sorted(published.folder.rglob(name))]
    return {path.relative_to(published.folder).as_posix(): path.read_bytes() for path in found}


def subjects(published: Published, file: str) -> dict[str, int]:
    """Return how many articles a feed has on each subject that has it, by the path of the subject's folder."""
    site = published.edit.site
    form = {"feed.xml": "rss", "atom.xml": "atom", "feed.json": "json"}[file]
    wanted = published.edit.settings.feeds
    groups: dict[str, Sequence[Story]] = {"": site.stories} if form in wanted.site else {}
    if form in wanted.sections:
        groups |= {f"{section.slug}/": site.by_section[section.slug] for section in site.sections}
    if form in wanted.tags:
        groups |= {f"tags/{tag.slug}/": site.by_tag[tag.slug] for tag in site.tags}
    if form in wanted.series:
        groups |= {f"series/{series.slug}/": site.by_series[series.slug] for series in site.series}
    if form in wanted.authors:
        groups |= {f"authors/{author.slug}/": site.by_author.get(author.slug, ()) for author in site.authors}
    # What search engines shall not list is in no feed either.
    return {
        folder: min(sum(not story.article.noindex for story in stories), wanted.limit)
        for folder, stories in groups.items()
    }


def assert_exists(published: Published, url: str) -> None:
    """Hold an absolute URL against the output folder."""
    home = published.edit.settings.url
    assert url.startswith(home), f"{url} is not absolute, or not ours"
    path = urlsplit(url).path
    assert (published.folder / output_path(path)).is_file(), f"{url} does not exist"


@pytest.mark.parametrize("name", XML_FEEDS)
def test_feeds_are_well_formed_and_complete(published: Published, name: str) -> None:
    expected = subjects(published, name)
    found = {}
    for path, data in feeds(published, name).items():
        parsed = feedparser.parse(data)
        assert not parsed.bozo, f"{path}: {parsed.bozo_exception}"
        assert parsed.version == {"feed.xml": "rss20", "atom.xml": "atom10"}[name]
        folder = path.removesuffix(name)
        found[folder] = len(parsed.entries)
        assert_exists(published, parsed.feed.link)
        (own,) = [link.href for link in parsed.feed.links if link.rel == "self"]
        assert own == published.edit.settings.url + path
    assert found == expected
    assert 0 < max(found.values()) == published.edit.settings.feeds.limit


@pytest.mark.parametrize("name", XML_FEEDS)
def test_entries_have_what_a_reader_needs(published: Published, name: str) -> None:
    for path, data in feeds(published, name).items():
        entries = feedparser.parse(data).entries
        assert len({entry.id for entry in entries}) == len(entries)
        dates = [entry.published_parsed for entry in entries]
        assert dates == sorted(dates, reverse=True)
        for entry in entries:
            assert entry.title
            assert entry.author
            assert entry.summary
            assert_exists(published, entry.link)
            (content,) = entry.content
            assert len(content.value.split()) > 50, path
            assert_no_relative_urls(content.value)


def assert_no_relative_urls(markup: str) -> None:
    for element in html.fragment_fromstring(markup, create_parent=True).iter():
        for attribute in ("href", "src", "poster"):
            value = element.get(attribute, "https://x/")
            assert value.startswith(("https://", "http://", "mailto:", "tel:")), value


def test_rss_and_atom_and_json_tell_the_same(published: Published) -> None:
    for folder in subjects(published, "feed.json"):
        told = [
            [
                (entry.id, entry.link, entry.title)
                for entry in feedparser.parse((published.folder / folder / n).read_bytes()).entries
            ]
            for n in XML_FEEDS
        ]
        items = json.loads((published.folder / folder / "feed.json").read_bytes())["items"]
        told.append([(item["id"], item["url"], item["title"]) for item in items])
        assert told[0] == told[1] == told[2]


def test_json_feeds_have_the_fields_of_version_1_1(published: Published) -> None:
    found = feeds(published, "feed.json")
    assert {path.removesuffix("feed.json") for path in found} == subjects(published, "feed.json").keys()
    for path, data in found.items():
        feed: dict[str, Any] = json.loads(data)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"]
        assert feed["feed_url"] == published.edit.settings.url + path
        assert_exists(published, feed["home_page_url"])
        assert len(feed["items"]) == subjects(published, "feed.json")[path.removesuffix("feed.json")]
        for item in feed["items"]:
            assert item["id"]
            assert isinstance(item["id"], str)
            assert datetime.fromisoformat(item["date_published"]).tzinfo
            assert_exists(published, item["url"])
            # The version lets a publisher add objects whose names begin with an underscore.
            assert item.keys() <= JSON_ITEM | {"_standfirst"}
            for contributor in item.get("_standfirst", {"contributors": ()})["contributors"]:
                assert contributor["name"]
                assert contributor["role"]
            assert_no_relative_urls(item["content_html"])
            for author in item["authors"]:
                assert author["name"]
                assert_exists(published, author["url"])
            if "image" in item:
                assert_exists(published, item["image"])


JSON_ITEM = {
    *("id", "url", "title", "summary", "content_html", "image", "date_published", "date_modified", "authors", "tags"),
    "language",
}


def test_every_sitemap_is_in_the_index_and_every_url_in_them_exists(published: Published) -> None:
    index = parse_xml((published.folder / "sitemap.xml").read_bytes())
    assert index.tag == f"{SITEMAP}sitemapindex"
    maps = [element.text for element in index.iter(f"{SITEMAP}loc")]
    on_disk = sorted(path.name for path in (published.folder / "sitemaps").iterdir())
    assert sorted(PurePosixPath(url).name for url in maps) == on_disk
    listed: list[str] = []
    for url in maps:
        assert_exists(published, url)
        root = parse_xml((published.folder / urlsplit(url).path.lstrip("/")).read_bytes())
        assert root.tag == f"{SITEMAP}urlset"
        listed += [element.text for element in root.iter(f"{SITEMAP}loc")]
        for changed in root.iter(f"{SITEMAP}lastmod"):
            assert datetime.fromisoformat(changed.text).tzinfo
    assert len(listed) == len(set(listed)) > 60
    for url in listed:
        assert_exists(published, url)
    robots = (published.folder / "robots.txt").read_text()
    assert f"Sitemap: {published.edit.settings.url}sitemap.xml\n" in robots


def test_sitemaps_keep_to_the_schema_of_the_protocol(published: Published) -> None:
    # In the copy of it that a package brings. Google's extensions are no part of it: they are checked for themselves.
    source = tool("sitemap/schema/sitemap.xsd").read_bytes().replace(b'"strict"', b'"lax"')
    schema = etree.XMLSchema(parse_xml(source))
    maps = [path.read_bytes() for path in sorted((published.folder / "sitemaps").iterdir())]
    maps.append(news_at(datetime(2026, 11, 19, 20, tzinfo=UTC)))
    assert len(maps) > 3
    for data in maps:
        schema.assertValid(parse_xml(data))


def news_at(moment: datetime) -> bytes:
    """Return the sitemap of news that a build at some moment gives."""
    edit = prepared(REPOSITORY, moment)
    return Renderer(edit.theme, edit.settings).render(edit.plan.pages["/news-sitemap.xml"])


def test_the_sitemap_of_news_is_there_and_empty_when_there_is_no_news(published: Published) -> None:
    # An empty one is no valid sitemap, but it is what Google wants to find then.
    assert list(parse_xml((published.folder / "news-sitemap.xml").read_bytes())) == []
    titles = list(parse_xml(news_at(datetime(2026, 11, 19, 20, tzinfo=UTC))).iter(f"{{{NEWS}}}title"))
    assert [title.text for title in titles] == ["Penny Post finds ƒ560m and a place to put its masts"]


def test_the_sitemaps_of_months_name_the_pictures_of_articles(published: Published) -> None:
    named = [
        element.text
        for path in (published.folder / "sitemaps").iterdir()
        for element in parse_xml(path.read_bytes()).iter(f"{{{IMAGE}}}loc")
    ]
    assert len(named) > 12
    for url in named:
        assert_exists(published, url)


def test_the_sitemap_has_every_article_that_may_be_listed_and_nothing_that_may_not(published: Published) -> None:
    listed = {
        urlsplit(element.text).path
        for path in (published.folder / "sitemaps").iterdir()
        for element in parse_xml(path.read_bytes()).iter(f"{SITEMAP}loc")
    }
    kept_out = {
        page.url.removesuffix("index.html")
        for page in published.edit.plan.pages.values()
        if getattr(page.view.page, "noindex", False)
    }
    stories = {story.url for story in published.edit.site.stories if not story.article.canonical}
    assert listed & kept_out == set()
    assert stories - kept_out <= listed
    assert kept_out, "the demonstration shows a page that search engines shall not list"


def test_pages_name_the_feeds_of_their_subject(published: Published) -> None:
    named = {
        link.get("href")
        for page in published.pages.values()
        for link in page.xpath("//link[@rel='alternate'][contains(@type, 'xml') or contains(@type, 'feed')]")
    }
    existing = feeds(published, *XML_FEEDS, "feed.json")
    assert {urlsplit(url).path.lstrip("/") for url in named} == existing.keys()
