"""What each kind of page says of itself, and how that is written into the page."""

from __future__ import annotations

import msgspec

from ssg.page_views import (
    ArticlePage,
    AuthorPage,
    AuthorsPage,
    CorrectionsPage,
    HomePage,
    ListingPage,
    NotFoundPage,
    PageView,
    RedirectPage,
    TagsPage,
)
from ssg.theme.structured_data.articles import article
from ssg.theme.structured_data.nodes import Node, item_list, node, publisher, website_id, whole_person
from ssg.urls import absolute_url
from ssg.views import SiteView

_ENCODER = msgspec.json.Encoder(order="sorted")
# Within a script element HTML sees `</script` and `<!--` and nothing else; the two line separators end a line in
# scripts of before 2019. An escape is the same character to whoever reads JSON.
_ESCAPES = tuple((sign, f"\\u{ord(sign):04x}") for sign in "<>&\u2028\u2029")


def structured_data(page: PageView, site: SiteView) -> str:
    """Return what a page says of itself as JSON-LD, safe within a script element; empty where there is nothing to say.

    The same views give the same text, byte for byte.
    """
    graph = _graph(page, site)
    if not graph:
        return ""
    document = {"@context": "https://schema.org", "@graph": graph}
    text = _ENCODER.encode(document).decode()
    for sign, escape in _ESCAPES:
        text = text.replace(sign, escape)
    return text


def _graph(page: PageView, site: SiteView) -> list[Node]:
    match page:
        case NotFoundPage() | RedirectPage():
            return []
        case HomePage():
            return [_website(site), publisher(site)]
        case ArticlePage():
            about = article(page, site)
        case AuthorPage() if page.pagination.number == 0:
            about = _profile_page(page, site)
        case _:
            about = _web_page(page, site)
    return [about, _breadcrumbs(page, site)]


def _website(site: SiteView) -> Node:
    search = site.pages.get("search", "")
    action = {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": f"{absolute_url(site.url, search)}?q={{search_term_string}}",
        },
        "query-input": "required name=search_term_string",
    }
    return node(
        "WebSite",
        id_=website_id(site),
        url=site.url,
        name=site.title,
        description=site.description,
        inLanguage=site.language,
        publisher={"@id": publisher(site)["@id"]},
        potentialAction=action if search else None,
    )


def _web_page(page: PageView, site: SiteView) -> Node:
    """Return a page that is about itself: a listing with what it lists, or a text."""
    match page:
        case ListingPage() | AuthorPage():
            listed = item_list(((card.url, card.title) for card in page.cards), site)
        case AuthorsPage():
            listed = item_list(((profile.url, profile.name) for profile in page.profiles), site)
        case TagsPage():
            listed = item_list(((tag.url, tag.title) for tag in page.tags), site)
        case CorrectionsPage():
            listed = item_list(((entry.article.url, entry.article.title) for entry in page.entries), site)
        case _:
            listed = {}
    return node(
        "CollectionPage" if listed else "WebPage",
        id_=page.canonical,
        url=page.canonical,
        name=page.title,
        description=page.description,
        inLanguage=page.language,
        isPartOf={"@id": website_id(site)},
        about=_series(page, site),
        mainEntity=listed,
    )


def _series(page: PageView, site: SiteView) -> Node:
    """Return the series that a page is the front of."""
    if not isinstance(page, ListingPage) or page.kind != "series" or page.pagination.number:
        return {}
    return node("CreativeWorkSeries", id_=f"{page.canonical}#series", name=page.title, url=page.canonical)


def _profile_page(page: AuthorPage, site: SiteView) -> Node:
    subject = whole_person(page.profile, page.description, site)
    if page.profile.articles:
        subject["agentInteractionStatistic"] = node(
            "InteractionCounter",
            interactionType="https://schema.org/WriteAction",
            userInteractionCount=page.profile.articles,
        )
    # The page changes with each article that it lists.
    changed = max((card.updated or card.date for card in page.cards), default=None)
    return node(
        "ProfilePage",
        id_=page.canonical,
        url=page.canonical,
        name=page.title,
        inLanguage=page.language,
        isPartOf={"@id": website_id(site)},
        dateModified=changed.isoformat() if changed else "",
        mainEntity=subject,
    )


def _breadcrumbs(page: PageView, site: SiteView) -> Node:
    """Return the way down to a page, the page itself last."""
    way = [*((absolute_url(site.url, crumb.url), crumb.title) for crumb in page.crumbs), (page.canonical, page.title)]
    items = [node("ListItem", position=position, name=name, item=url) for position, (url, name) in enumerate(way, 1)]
    return node("BreadcrumbList", itemListElement=items)
