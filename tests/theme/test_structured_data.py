"""Structured data as a function of views: exact, safe within a page, and whole where a page lacks something."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html

from ssg.digest import FrozenDict
from ssg.model import Reviewed
from ssg.page_views import ArticlePage, AuthorPage, HomePage, ListingPage, NotFoundPage, Verdict
from ssg.theme.structured_data.articles import ITEMS
from ssg.theme.structured_data.pages import structured_data
from ssg.views import (
    Body,
    Byline,
    Card,
    NoteView,
    Organisation,
    Pagination,
    Picture,
    Profile,
    Ref,
    Section,
    SeriesBox,
    SiteView,
)

HOST = "https://meridian.example"
SITE = SiteView(
    title="The Meridian",
    url=f"{HOST}/paper/",
    home="/paper/",
    language="en",
    description="",
    tagline="",
    sections=(),
    menus=FrozenDict(),
    organisation=Organisation("Meridian Press", f"{HOST}/paper/"),
    pages=FrozenDict(),
)
MOMENT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
BARE = ArticlePage(
    url="/paper/a/",
    canonical=f"{HOST}/paper/a/",
    title="A",
    language="en",
    id="a",
    date=MOMENT,
    body=Body("a.md", 1, ""),
    crumbs=(Ref("/paper/", "The Meridian"),),
)
PUBLISHER = {
    "@id": f"{HOST}/paper/#publisher",
    "@type": "NewsMediaOrganization",
    "name": "Meridian Press",
    "url": f"{HOST}/paper/",
}


def graph(page: Any, site: SiteView = SITE) -> list[dict[str, Any]]:
    """Return what a page says, read as JSON."""
    document = json.loads(structured_data(page, site))
    assert document["@context"] == "https://schema.org"
    things: list[dict[str, Any]] = document["@graph"]
    return things


def test_an_article_of_nothing_but_a_headline_says_only_what_is_so() -> None:
    article, way = graph(BARE)
    assert article == {
        "@id": f"{HOST}/paper/a/#article",
        "@type": "NewsArticle",
        "author": [PUBLISHER],
        "dateModified": "2026-03-01T09:30:00+00:00",
        "datePublished": "2026-03-01T09:30:00+00:00",
        "headline": "A",
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "mainEntityOfPage": f"{HOST}/paper/a/",
        "publisher": PUBLISHER,
        "timeRequired": "PT1M",
        "url": f"{HOST}/paper/a/",
    }
    assert way == {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "item": f"{HOST}/paper/", "name": "The Meridian", "position": 1},
            {"@type": "ListItem", "item": f"{HOST}/paper/a/", "name": "A", "position": 2},
        ],
    }


def test_a_publisher_with_everything_says_everything() -> None:
    texts = [field.name for field in fields(Organisation) if field.default == ""]
    pages: dict[str, Any] = {name: f"{HOST}/{name}/" for name in texts}
    pages |= {"email": "a@b.example", "telephone": "+1"}
    known = replace(Organisation("Press", same_as=(HOST,)), **pages)
    said = graph(BARE, replace(SITE, organisation=known))[0]["publisher"]
    names = {
        "missionCoveragePrioritiesPolicy": "mission",
        "ethicsPolicy": "ethics_policy",
        "masthead": "masthead",
        "correctionsPolicy": "corrections_policy",
        "verificationFactCheckingPolicy": "fact_checking_policy",
        "unnamedSourcesPolicy": "unnamed_sources_policy",
        "diversityPolicy": "diversity_policy",
        "actionableFeedbackPolicy": "feedback_policy",
        "ownershipFundingInfo": "ownership",
    }
    assert {name: said[name] for name in names} == {name: pages[key] for name, key in names.items()}
    reached = {"email": "a@b.example", "telephone": "+1"}
    assert said["contactPoint"] == {
        "@type": "ContactPoint",
        "contactType": "newsroom",
        "url": pages["contact"],
        **reached,
    }
    assert said.items() >= {**reached, "sameAs": [HOST], "foundingDate": pages["founded"]}.items()
    # Nothing that the settings can say is left out.
    assert all(page in json.dumps(said) for page in pages.values())


def test_a_review_says_of_what_and_how_good_it_is() -> None:
    def said(review: Verdict, kind: str = "review") -> dict[str, Any]:
        article = graph(replace(BARE, type=kind, review=review))[0]
        return {key: article[key] for key in ("itemReviewed", "reviewRating") if key in article}

    assert said(Verdict("Tamber", "product", "/paper/tamber/", 4, 5)) == {
        "itemReviewed": {"@type": "Product", "name": "Tamber", "url": f"{HOST}/paper/tamber/"},
        "reviewRating": {"@type": "Rating", "ratingValue": 4, "bestRating": 5},
    }
    assert said(Verdict("The Cut", "film", "", 7.5, 10))["reviewRating"]["ratingValue"] == 7.5
    assert said(Verdict("The Cut", "film", "", 0, 10))["reviewRating"] == {
        "@type": "Rating",
        "ratingValue": 0,
        "bestRating": 10,
        "worstRating": 0,
    }
    assert said(Verdict("The Cut", "book")) == {"itemReviewed": {"@type": "Book", "name": "The Cut"}}
    # An article of another kind may look at a thing without being a review of it.
    assert said(Verdict("The Cut", "film"), "news") == {}
    assert ITEMS.keys() == set(Reviewed)


def test_an_article_with_everything_says_everything() -> None:
    ana = Profile("Ana Ruiz", "ana", "/paper/authors/ana/", "Reporter")
    page = replace(
        BARE,
        description="Of masts.",
        modified=MOMENT.replace(day=2),
        type="sponsored",
        section=Section("/paper/policy/", "Policy"),
        bylines=(Byline("Ana Ruiz", "/paper/authors/ana/"), Byline("A passer-by")),
        profiles=(ana,),
        words=230,
        tags=(Ref("/paper/tags/5g/", "5G"), Ref("/paper/tags/masts/", "Masts")),
        corrections=(NoteView(MOMENT, "It was *two*, see [there](/x/).", "correction"),),
        sponsor="Mast & Co",
        series=SeriesBox("The Cut", "/paper/series/the-cut/", ()),
        image=Picture("/paper/m.jpg", "A mast", "The *mast*, [again](/x/)", credit="Bo", width=1600, height=900),
        image_url=f"{HOST}/paper/m.jpg",
    )
    article = graph(page)[0]
    assert (
        article.items()
        >= {
            "@type": "AdvertiserContentArticle",
            "articleSection": "Policy",
            "author": [
                {
                    "@id": f"{HOST}/paper/authors/ana/#person",
                    "@type": "Person",
                    "jobTitle": "Reporter",
                    "name": "Ana Ruiz",
                    "url": f"{HOST}/paper/authors/ana/",
                },
                {"@type": "Person", "name": "A passer-by"},
            ],
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "datePublished": "2026-03-01T09:30:00+00:00",
                    "text": "It was two, see there.",
                }
            ],
            "dateModified": "2026-03-02T09:30:00+00:00",
            "description": "Of masts.",
            "image": [
                {
                    "@type": "ImageObject",
                    "caption": "The mast, again",
                    "creditText": "Bo",
                    "height": 900,
                    "url": f"{HOST}/paper/m.jpg",
                    "width": 1600,
                }
            ],
            "isPartOf": {
                "@id": f"{HOST}/paper/series/the-cut/#series",
                "@type": "CreativeWorkSeries",
                "name": "The Cut",
                "url": f"{HOST}/paper/series/the-cut/",
            },
            "keywords": ["5G", "Masts"],
            "sponsor": {"@type": "Organization", "name": "Mast & Co"},
            "wordCount": 230,
        }.items()
    )


@pytest.mark.parametrize(
    ("bylines", "authors", "contributors"),
    [
        ((("Ana", ""), ("Bo", "photographs")), ["Ana"], ["Bo"]),
        ((("Bo", "photographs"), ("Ana", "")), ["Ana"], ["Bo"]),
        ((("Ana", "words"), ("Bo", "photographs")), ["Ana"], ["Bo"]),
        ((("Ana", ""), ("Bo", "")), ["Ana", "Bo"], []),
        ((), ["The Paper"], []),
    ],
)
def test_who_took_the_photographs_did_not_write(
    bylines: tuple[tuple[str, str], ...], authors: list[str], contributors: list[str]
) -> None:
    site = replace(SITE, organisation=replace(SITE.organisation, name="The Paper"))
    page = replace(BARE, bylines=tuple(Byline(name, role=role) for name, role in bylines))
    about = json.loads(structured_data(page, site))["@graph"][0]
    assert [person["name"] for person in about["author"]] == authors
    assert [person["name"] for person in about.get("contributor", [])] == contributors


@pytest.mark.parametrize(
    "title",
    [
        "</script><script>alert(1)</script>",
        "<!-- <script>",
        "]]> &lt;b&gt; &amp; \"quoted\" 'and' `ticked` \\u003c",
        "one\u2028two\u2029three",
        "צדק \u200f(עברית)\u200f \u202eabc\u202c",
        "\U0001f469\U0001f3fd\u200d\U0001f680 at ½ ℃",
        "tab\tand\u0007bell and \x7f",
        " ".join(["word"] * 60),
    ],
)
def test_no_headline_can_leave_the_script_or_change_on_the_way(title: str) -> None:
    data = structured_data(replace(BARE, title=title), SITE)
    assert not set(data) & set("<>&\u2028\u2029\n")
    page = html.document_fromstring(f'<script type="application/ld+json">{data}</script><p>Still here.</p>')
    (script,) = page.xpath("//script")
    assert json.loads(script.text)["@graph"][0]["headline"] == title
    assert page.xpath("//p/text()") == ["Still here."]


def test_the_same_views_give_the_same_bytes_in_the_order_of_the_alphabet() -> None:
    data = structured_data(BARE, SITE)
    assert data == structured_data(replace(BARE), replace(SITE))
    assert data == json.dumps(json.loads(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("news", "NewsArticle"),
        ("analysis", "AnalysisNewsArticle"),
        ("opinion", "OpinionNewsArticle"),
        ("feature", "BackgroundNewsArticle"),
        ("interview", "NewsArticle"),
        ("review", "ReviewNewsArticle"),
        ("sponsored", "AdvertiserContentArticle"),
    ],
)
def test_the_type_of_journalism_has_its_type(kind: str, type_: str) -> None:
    assert graph(replace(BARE, type=kind))[0]["@type"] == type_


def test_an_author_without_portrait_job_links_or_articles_is_a_person_all_the_same() -> None:
    page = AuthorPage(
        url="/paper/authors/ana/",
        canonical=f"{HOST}/paper/authors/ana/",
        title="Ana",
        language="en",
        profile=Profile("Ana", "ana", "/paper/authors/ana/"),
        cards=(),
    )
    profile = graph(page)[0]
    assert profile == {
        "@id": f"{HOST}/paper/authors/ana/",
        "@type": "ProfilePage",
        "inLanguage": "en",
        "isPartOf": {"@id": f"{HOST}/paper/#website"},
        "mainEntity": {
            "@id": f"{HOST}/paper/authors/ana/#person",
            "@type": "Person",
            "identifier": "ana",
            "name": "Ana",
            "url": f"{HOST}/paper/authors/ana/",
            "worksFor": PUBLISHER,
        },
        "name": "Ana",
        "url": f"{HOST}/paper/authors/ana/",
    }
    # Older pages of the same person list articles and are no second profile.
    assert graph(replace(page, cards=(Card("/paper/a/", "A", MOMENT),), pagination=Pagination(1)))[0]["@type"] == (
        "CollectionPage"
    )


def test_only_addresses_of_the_web_say_that_somebody_is_the_same() -> None:
    links = (Ref("https://ana.example/", "Site"), Ref("mailto:ana@meridian.example", "Mail"), Ref("/paper/a/", "A"))
    profile = Profile("Ana", "ana", "/paper/authors/ana/", links=links)
    page = AuthorPage(url="/", canonical=f"{HOST}/", title="Ana", language="en", profile=profile, cards=())
    assert graph(page)[0]["mainEntity"]["sameAs"] == ["https://ana.example/"]


def test_the_site_offers_a_search_only_where_it_has_a_page_for_it() -> None:
    home = HomePage(url="/paper/", canonical=f"{HOST}/paper/", title="The Meridian", language="en")
    assert "potentialAction" not in graph(home)[0]
    searching = replace(SITE, pages=FrozenDict({"search": "/paper/search/"}))
    action = graph(home, searching)[0]["potentialAction"]
    assert action["target"]["urlTemplate"] == f"{HOST}/paper/search/?q={{search_term_string}}"
    assert action["query-input"] == "required name=search_term_string"


def test_a_listing_of_nothing_is_a_page_and_the_page_for_missing_addresses_says_nothing() -> None:
    empty = ListingPage(url="/x/", canonical=f"{HOST}/x/", title="X", language="en", kind="section", cards=())
    assert graph(empty)[0]["@type"] == "WebPage"
    assert structured_data(NotFoundPage(url="/404.html", canonical="", title="Not found", cards=()), SITE) == ""
