"""What each kind of page shows, and in which order: an article page has that of a newspaper's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import MISSING, fields
from pathlib import PurePosixPath
from typing import Any

import pytest

from ssg.content.reading import read
from ssg.digest import Value
from ssg.model import Article, ArticleType, Author, NoteKind
from ssg.page_views import ArticlePage, AuthorPage, HomePage, ListingPage, PageView, RedirectPage, SearchPage
from tests.published.conftest import Published

ARTICLES = ("article.html", "article-opinion.html")


def class_(name: str) -> str:
    """Return the XPath condition that an element has a class."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


PICTURE = f"//main//figure[{class_('article-picture')}]"
PARTS = {
    "kicker": f"//main//*[{class_('kicker')}]",
    "headline": "//main//h1",
    "standfirst": f"//main//*[{class_('standfirst')}]",
    "byline": f"//main//*[{class_('byline')}]//a",
    "date": "//main//time",
    "reading time": f"//main//*[{class_('reading-time')}]",
    "image": f"{PICTURE}//img",
    "caption": f"{PICTURE}//*[{class_('caption')}]",
    "credit": f"{PICTURE}//*[{class_('credit')}]",
    "body": f"//main//*[{class_('prose')}]",
    "corrections": "//main//*[@id='corrections']",
    "tags": "//main//a[@rel='tag']",
    "about the authors": "//main//*[@id='about-authors']",
    "you may also like": "//main//*[@id='related-title']",
}
"""The parts of an article page in the order of the page, each with where its first element is found."""


def order(page: Any) -> list[str]:
    """Return the parts of an article page as they follow each other in the document."""
    places = {element: number for number, element in enumerate(page.iter())}
    found = {name: page.xpath(path) for name, path in PARTS.items()}
    return sorted((name for name in found if found[name]), key=lambda name: places[found[name][0]])


def expected(view: ArticlePage) -> list[str]:
    """Return the parts that an article has something for."""
    has = {
        "kicker": bool(view.section or view.kicker),
        "standfirst": bool(view.standfirst),
        "byline": any(byline.url for byline in view.bylines),
        "image": view.image is not None,
        "caption": view.image is not None and bool(view.image.caption),
        "credit": view.image is not None and bool(view.image.credit),
        "corrections": bool(view.corrections),
        "tags": bool(view.tags),
        "about the authors": bool(view.profiles),
        "you may also like": bool(view.related),
    }
    return [name for name in PARTS if has.get(name, True)]


def article_pages(published: Published) -> dict[str, ArticlePage]:
    """Return the views of all article pages by their URLs."""
    views = {url: published.edit.plan.pages[url].view.page for url in published.urls(*ARTICLES)}
    return {url: view for url, view in views.items() if isinstance(view, ArticlePage)}


def texts(elements: list[Any]) -> list[str]:
    return [" ".join(element.text_content().split()) for element in elements]


def test_article_pages_have_their_parts_in_the_order_of_a_newspaper(published: Published) -> None:
    views = article_pages(published)
    assert {url: order(published.page(url)) for url in views} == {url: expected(views[url]) for url in views}
    complete = [url for url, view in views.items() if expected(view) == list(PARTS)]
    assert complete, "an article of the demonstration has every part"


def test_article_pages_say_what_the_front_matter_says(published: Published) -> None:
    for url, view in article_pages(published).items():
        page = published.page(url)
        assert texts(page.xpath(PARTS["headline"])) == [view.title]
        assert [element.get("href") for element in page.xpath(PARTS["byline"])] == [
            byline.url for byline in view.bylines if byline.url
        ]
        assert page.xpath(PARTS["date"])[0].get("datetime") == view.date.isoformat()
        assert str(view.minutes) in texts(page.xpath(PARTS["reading time"]))[0]
        assert texts(page.xpath(PARTS["tags"])) == [tag.title for tag in view.tags]
        if view.standfirst:
            assert texts(page.xpath(PARTS["standfirst"])) == [view.standfirst]
            # A standfirst is not repeated as the first paragraph.
            assert texts(page.xpath(f"{PARTS['body']}//p[1]"))[:1] != [view.standfirst]
        if view.image:
            (image,) = page.xpath(PARTS["image"])
            # Its own, or the one of its renditions that fits all.
            stem = PurePosixPath(view.image.src).stem
            assert PurePosixPath(image.get("src")).name.startswith(stem)
            assert image.get("alt") == view.image.alt
        suggested = page.xpath(
            f"//section[{class_('related')}]//article//a/@href | //section[{class_('related')}]//h3//a/@href"
        )
        assert list(dict.fromkeys(u for u in suggested if u in {c.url for c in view.related})) == [
            card.url for card in view.related
        ]


def test_no_article_suggests_itself(published: Published) -> None:
    for url, view in article_pages(published).items():
        assert url not in {card.url for card in view.related}


def test_bios_stand_in_the_article_and_on_the_page_of_the_author(published: Published) -> None:
    for url, view in article_pages(published).items():
        about = published.page(url).xpath("//section[@aria-labelledby='about-authors']")
        assert len(about) == bool(view.profiles)
        for profile in view.profiles:
            first = texts(published.page(profile.url).xpath("//main//p"))
            assert profile.name in texts(about)[0]
            assert any(text in texts(about)[0] for text in first if len(text) > 60), profile.name


HEADLINES = "//main//*[self::h2 or self::h3 or self::h4]//a/@href"


@pytest.mark.parametrize(
    "template", ["home.html", "section.html", "tag.html", "series.html", "month.html", "latest.html", "author.html"]
)
def test_listings_link_their_articles_in_order(published: Published, template: str) -> None:
    urls = published.urls(template)
    assert urls
    for url in urls:
        view = published.edit.plan.pages[url].view.page
        assert isinstance(view, HomePage | ListingPage | AuthorPage)
        cards = [card.url for card in view.cards]
        linked = dict.fromkeys(link for link in published.page(url).xpath(HEADLINES) if link in set(cards))
        assert set(linked) == set(cards)
        if template not in {"home.html", "series.html"}:
            led_by = [view.lead.url] if isinstance(view, ListingPage) and view.lead else []
            assert list(linked) == list(dict.fromkeys([*led_by, *cards]))


def test_the_opinion_layout_of_the_site_shadows_that_of_the_theme(published: Published) -> None:
    opinions = [url for url, view in article_pages(published).items() if view.type == ArticleType.OPINION]
    assert opinions
    assert opinions == published.urls("article-opinion.html")
    for url in opinions:
        assert published.page(url).xpath(f"//*[{class_('page-opinion')}]")


def test_every_page_has_the_head_that_a_page_needs(published: Published) -> None:
    for url, planned in published.edit.plan.pages.items():
        view = planned.view.page
        if not isinstance(view, PageView) or isinstance(view, RedirectPage):
            continue
        page = published.page(url)
        assert page.get("lang") == planned.language
        assert len(page.xpath("//h1")) == 1, url
        assert len(page.xpath("//main")) == 1, url
        (title,) = page.xpath("//head/title/text()")
        assert view.title in title
        assert page.xpath("//meta[@name='viewport']")
        if url != "/404.html":
            # An article that was published elsewhere first names that address.
            assert page.xpath("//link[@rel='canonical']/@href") == [view.canonical]
            assert page.xpath("//meta[@property='og:url']/@content") == [view.canonical]
        scripts = page.xpath("//script[not(@type='application/ld+json')]/@type")
        assert scripts == (["module"] if isinstance(view, SearchPage) else [])
        assert page.xpath("//style | //@style | //script[not(@src or @type='application/ld+json')]") == []


def test_the_demonstration_uses_everything_that_there_is(published: Published) -> None:
    content, problems = read(published.edit.snapshot, published.edit.settings)
    assert problems == ()
    kinds: list[tuple[type[Value], Sequence[Value]]] = [(Article, content.articles), (Author, content.authors)]
    unused = []
    for kind, items in kinds:
        for field in fields(kind):
            default = field.default_factory() if field.default_factory is not MISSING else field.default
            if all(getattr(item, field.name) == default for item in items):
                unused.append(f"{kind.__name__}.{field.name}")
    assert unused == []
    assert {article.type for article in content.articles} == set(ArticleType)
    notes = [note for article in content.articles for note in (*article.corrections, *article.updates)]
    assert {note.kind for note in notes} == set(NoteKind)
    bodies = [article.text for article in content.articles] + [page.text for page in content.pages]
    assert {name for body in bodies for name in body.shortcodes} == set(published.edit.theme.shortcodes)


def test_the_demonstration_is_a_newsroom_of_some_size(published: Published) -> None:
    site = published.edit.site
    assert len(site.stories) >= 24
    assert len(site.authors) >= 6
    assert len(site.sections) == 6
    assert 15 <= len(site.tags) <= 40
    assert {item.reason.value for item in site.withheld} == {"draft", "scheduled", "expired"}
