"""What the demonstration says of itself, read by extruct and held against what Google documents for each type.

The properties are those of "Structured data markup that Google Search supports": article, breadcrumb, profile page,
organization, site name.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from ssg.model import ArticleType
from ssg.page_views import ArticlePage, AuthorPage, HomePage, ListingPage, NotFoundPage, PageView, RedirectPage
from ssg.theme.structured_data.articles import TYPES
from ssg.urls import output_path
from ssg.views import Byline
from tests.machine import REPOSITORY, python_of_tools
from tests.published.conftest import Published
from tests.published.test_anatomy import article_pages

ADDRESSES = {
    *("url", "item", "mainEntityOfPage", "@id", "masthead", "ownershipFundingInfo", "actionableFeedbackPolicy"),
    *("ethicsPolicy", "correctionsPolicy", "diversityPolicy", "verificationFactCheckingPolicy"),
    *("unnamedSourcesPolicy", "missionCoveragePrioritiesPolicy"),
}
ARTICLES = frozenset(TYPES.values())

REQUIRED: Mapping[str, set[str]] = {
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name"},
    "ProfilePage": {"mainEntity"},
    "Person": {"name"},
    "WebSite": {"name", "url"},
    "NewsMediaOrganization": set(),
    "Organization": set(),
    "ImageObject": {"url"},
    "CorrectionComment": {"text"},
    "Rating": {"ratingValue"},
    "SoftwareApplication": {"name"},
    "ContactPoint": {"contactType", "email", "telephone"},
}
RECOMMENDED: Mapping[str, set[str]] = {
    **{kind: {"author", "datePublished", "dateModified", "headline", "image"} for kind in ARTICLES},
    "NewsMediaOrganization": {
        *("name", "url", "logo", "email", "telephone", "foundingDate", "sameAs", "contactPoint", "masthead"),
        *("ethicsPolicy", "correctionsPolicy", "diversityPolicy", "verificationFactCheckingPolicy"),
        *("unnamedSourcesPolicy", "missionCoveragePrioritiesPolicy", "actionableFeedbackPolicy"),
        "ownershipFundingInfo",
    },
    # Without marks a review is none to Google.
    "ReviewNewsArticle": {"author", "itemReviewed", "reviewRating", "datePublished", "headline", "image"},
    "Rating": {"bestRating"},
}


@dataclass(frozen=True)
class Reading:
    """What the checkers made of the demonstration: JSON-LD and Open Graph by path, articles by extractor and path."""

    structured: Mapping[str, Mapping[str, list[dict[str, Any]]]]
    extracted: Mapping[str, Mapping[str, dict[str, Any]]]

    def graph(self, url: str) -> list[dict[str, Any]]:
        """Return the things that the page at a path URL speaks of."""
        documents = self.structured[output_path(url)]["json-ld"]
        assert [document["@context"] for document in documents] == ["https://schema.org"] * len(documents)
        return [thing for document in documents for thing in document["@graph"]]

    def things(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield every thing with a type, however deep, and the path of its page."""
        for path, found in self.structured.items():
            for document in found["json-ld"]:
                yield from ((path, thing) for thing in within(document["@graph"]))


def within(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from within(item)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for item in value.values():
            yield from within(item)


@pytest.fixture(scope="module")
def reading(published: Published) -> Reading:
    script = REPOSITORY / "tests" / "checkers" / "extract.py"
    command = [str(python_of_tools()), str(script), str(published.folder), published.edit.settings.url]
    paths = "\n".join(output_path(url) for url in article_pages(published))
    output = subprocess.run(command, input=paths.encode(), stdout=subprocess.PIPE, check=True).stdout
    return Reading(**json.loads(output))


def test_every_page_that_is_a_page_says_what_it_is(published: Published, reading: Reading) -> None:
    kinds: dict[str, set[tuple[str, ...]]] = {}
    for url, page in published.edit.plan.pages.items():
        if isinstance(page.view.page, PageView):
            said = tuple(thing["@type"] for thing in reading.graph(url))
            kinds.setdefault(page.template, set()).add(said)
    listing: set[tuple[str, ...]] = {("CollectionPage", "BreadcrumbList")}
    expected: dict[str, set[tuple[str, ...]]] = {
        "home.html": {("WebSite", "NewsMediaOrganization")},
        "article.html": {(TYPES[kind], "BreadcrumbList") for kind in ArticleType if kind != ArticleType.OPINION},
        "article-opinion.html": {("OpinionNewsArticle", "BreadcrumbList")},
        "author.html": {("ProfilePage", "BreadcrumbList")},
        "404.html": {()},
        "redirect.html": {()},
        **dict.fromkeys(("authors.html", "corrections.html", "latest.html", "month.html"), listing),
        **dict.fromkeys(("section.html", "series.html", "tag.html", "tags.html"), listing),
    }
    # Everything else is a page, and no more.
    assert kinds == {template: expected.get(template, {("WebPage", "BreadcrumbList")}) for template in kinds}
    assert expected.keys() <= kinds.keys()


def test_every_thing_has_what_google_requires_and_recommends(reading: Reading) -> None:
    seen = set()
    for path, thing in reading.things():
        kind = thing["@type"]
        seen.add(kind)
        assert REQUIRED.get(kind, set()) <= thing.keys(), f"{path}: {kind}"
        lacking = RECOMMENDED.get(kind, set()) - thing.keys()
        # An article without a picture has none to show.
        assert lacking <= ({"image"} if kind in ARTICLES else set()), f"{path}: {kind}"
        assert all(value not in ("", None, [], {}) for value in thing.values()), f"{path}: {kind}"
    assert REQUIRED.keys() | ARTICLES <= seen


def test_addresses_are_absolute_and_lead_somewhere(published: Published, reading: Reading) -> None:
    home = published.edit.settings.url
    for path, thing in reading.things():
        for name in thing.keys() & ADDRESSES:
            assert urlsplit(thing[name]).scheme == "https", f"{path}: {name}"
            if thing[name].startswith(home):
                assert (published.folder / output_path(urlsplit(thing[name]).path)).is_file(), thing[name]


def writers(view: ArticlePage) -> list[Byline]:
    """Return those who wrote an article: a role says what else somebody did."""
    return [byline for byline in view.bylines if not byline.role] or list(view.bylines[:1])


def test_articles_say_what_their_views_say(published: Published, reading: Reading) -> None:
    home = published.edit.settings.url.rstrip("/")
    for url, view in article_pages(published).items():
        article = reading.graph(url)[0]
        assert article["@type"] == TYPES[view.type]
        assert article["headline"] == view.title
        assert article["description"] == view.description
        assert datetime.fromisoformat(article["datePublished"]) == view.date
        assert datetime.fromisoformat(article["dateModified"]) == (view.modified or view.date)
        assert [(author["@type"], author["name"], author["url"]) for author in article["author"]] == [
            ("Person", byline.name, home + byline.url) for byline in writers(view)
        ]
        others = [byline.name for byline in view.bylines if byline not in writers(view)]
        assert [person["name"] for person in article.get("contributor", [])] == others
        assert ("itemReviewed" in article) is (view.review is not None)
        assert article["publisher"]["name"] == published.edit.settings.organisation.name
        assert article.get("keywords", []) == [tag.title for tag in view.tags]
        assert article.get("articleSection", "") == (view.section.title if view.section else "")
        assert article["wordCount"] == view.words
        assert article["isAccessibleForFree"] is True
        assert article["inLanguage"] == view.language
        assert len(article.get("correction", [])) == len(view.corrections)
        assert article.get("sponsor", {}).get("name", "") == view.sponsor
        assert ("isPartOf" in article) is (view.series is not None)
        crops = view.image_ratios or ((view.social_image,) if view.social_image and not view.image_url else ())
        expected = [crop.url for crop in crops] or ([view.image_url] if view.image_url else [])
        assert [image["url"] for image in article.get("image", [])] == expected


def test_breadcrumbs_lead_from_the_home_page_to_the_page(published: Published, reading: Reading) -> None:
    for url, page in published.edit.plan.pages.items():
        view = page.view.page
        if not isinstance(view, PageView) or isinstance(view, HomePage | NotFoundPage | RedirectPage):
            continue
        items = reading.graph(url)[1]["itemListElement"]
        assert [item["position"] for item in items] == list(range(1, len(view.crumbs) + 2))
        assert [item["name"] for item in items] == [*(crumb.title for crumb in view.crumbs), view.title]
        assert items[0]["item"] == published.edit.settings.url
        assert items[-1]["item"] == view.canonical


def test_profiles_tell_of_one_person(published: Published, reading: Reading) -> None:
    urls = published.urls("author.html")
    assert urls
    for url in urls:
        view = published.edit.plan.pages[url].view.page
        assert isinstance(view, AuthorPage)
        page = reading.graph(url)[0]
        person = page["mainEntity"]
        assert person["@type"] == "Person"
        assert (person["name"], person["jobTitle"]) == (view.profile.name, view.profile.title)
        assert person["description"] == view.description
        assert ("image" in person) is (view.profile.image is not None)
        assert person.get("sameAs", []) == [link.url for link in view.profile.links if link.url.startswith("http")]
        assert person["worksFor"]["@type"] == "NewsMediaOrganization"
        assert person["agentInteractionStatistic"]["userInteractionCount"] == view.profile.articles
        assert datetime.fromisoformat(page["dateModified"]) >= view.cards[0].date


def test_listings_list_their_articles(published: Published, reading: Reading) -> None:
    home = published.edit.settings.url.rstrip("/")
    for url in published.urls("section.html", "tag.html", "series.html", "month.html", "latest.html"):
        view = published.edit.plan.pages[url].view.page
        assert isinstance(view, ListingPage)
        page = reading.graph(url)[0]
        listed = [(item["url"], item["name"]) for item in page["mainEntity"]["itemListElement"]]
        assert listed == [(home + card.url, card.title) for card in view.cards]
        is_front = view.kind == "series" and view.pagination.number == 0
        assert page.get("about", {}).get("@type") == ("CreativeWorkSeries" if is_front else None)


def test_open_graph_tells_of_articles_what_its_protocol_knows(published: Published, reading: Reading) -> None:
    for url, view in article_pages(published).items():
        (found,) = reading.structured[output_path(url)]["opengraph"]
        said: dict[str, list[str]] = {}
        for name, value in found["properties"]:
            said.setdefault(name, []).append(value)
        assert said["og:type"] == ["article"]
        assert said["og:title"] == [view.title]
        assert said["article:published_time"] == [view.date.isoformat()]
        assert said.get("article:modified_time", []) == ([view.modified.isoformat()] if view.modified else [])
        assert said.get("article:tag", []) == [tag.title for tag in view.tags]
        assert [urlsplit(value).path for value in said["article:author"]] == [byline.url for byline in writers(view)]
        if view.social_image:
            assert said["og:image"] == [view.social_image.url]
            assert said.get("og:image:alt", []) == ([view.social_image.alt] if view.social_image.alt else [])


def letters(text: str) -> str:
    """Return what of a text does not depend on how an extractor sets it."""
    return "".join(character for character in text if character.isalnum())


def paragraphs(published: Published, url: str) -> list[str]:
    """Return the paragraphs and list items of an article's text, those of a few words left out."""
    (prose,) = published.page(url).xpath("//div[@class='prose']")
    found = [letters(element.text_content()) for element in prose.xpath("./p | ./*/p | ./ul/li | ./blockquote//p")]
    return [text for text in found if len(text) > 20]


# What part of the paragraphs an extractor has to find. newspaper4k takes what follows a subheading near the end for
# something else, whatever the page.
COMPLETE = {"trafilatura": 1.0, "readability": 1.0, "newspaper": 0.75}


@pytest.mark.parametrize("extractor", COMPLETE)
def test_extractors_find_title_authors_date_and_body(published: Published, reading: Reading, extractor: str) -> None:
    articles = article_pages(published)
    assert len(articles) >= 24
    for url, view in articles.items():
        found = reading.extracted[extractor][output_path(url)]
        assert_names_found(extractor, found, view)
        if extractor != "readability":  # it knows no dates
            assert datetime.fromisoformat(found["date"]).date() == view.date.date()
        expected = paragraphs(published, url)
        text = letters(found["text"])
        kept = [paragraph for paragraph in expected if paragraph[:30] in text]
        assert len(kept) >= COMPLETE[extractor] * len(expected), url
        for card in view.related:
            assert letters(card.standfirst) not in text, f"{url}: {card.title} is another article"


def assert_names_found(extractor: str, found: Mapping[str, Any], view: ArticlePage) -> None:
    names = [byline.name for byline in writers(view)]
    match extractor:
        case "trafilatura":
            assert found["title"] == view.title
            # It takes an ampersand for the end of a name.
            assert found["authors"] == [part for name in names for part in name.split(" & ")]
        case "readability":
            # It keeps the whole of a page's title, and the first author.
            assert found["title"].startswith(view.title)
            assert found["authors"] == names[:1]
        case _:
            assert found["title"] == view.title
            # After the names it counts parts of the authors' addresses as names.
            assert found["authors"][: len(names)] == names
