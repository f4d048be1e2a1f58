"""Nodes: things of schema.org as plain data, and the few that several kinds of pages speak of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from ssg.content.scanning import plain_text
from ssg.urls import absolute_url
from ssg.views import Byline, Organisation, Picture, Profile, SharedImage, SiteView, wrote_and_helped

Node = dict[str, Any]
"""A thing: `@type`, and properties that have a value."""


def node(kind: str, **properties: Any) -> Node:
    """Return a thing with those of its properties that say something. `id_` becomes `@id`."""
    made: Node = {"@type": kind}
    for key, value in properties.items():
        if value:
            made["@id" if key == "id_" else key] = value
    return made


def website_id(site: SiteView) -> str:
    """Return what the website is known by."""
    return f"{site.url}#website"


def publisher(site: SiteView) -> Node:
    """Return who publishes the site, with the policies that the settings name."""
    return {**_publisher(f"{site.url}#publisher", site.organisation)}


@lru_cache(maxsize=4)
def _publisher(name: str, wanted: Organisation) -> Node:
    return node(
        "NewsMediaOrganization",
        id_=name,
        name=wanted.name,
        url=wanted.url,
        logo=node("ImageObject", url=wanted.logo) if wanted.logo else None,
        email=wanted.email,
        telephone=wanted.telephone,
        contactPoint=_contact(wanted),
        foundingDate=wanted.founded,
        sameAs=list(wanted.same_as),
        masthead=wanted.masthead,
        missionCoveragePrioritiesPolicy=wanted.mission,
        ethicsPolicy=wanted.ethics_policy,
        correctionsPolicy=wanted.corrections_policy,
        verificationFactCheckingPolicy=wanted.fact_checking_policy,
        unnamedSourcesPolicy=wanted.unnamed_sources_policy,
        diversityPolicy=wanted.diversity_policy,
        actionableFeedbackPolicy=wanted.feedback_policy,
        ownershipFundingInfo=wanted.ownership,
    )


def _contact(wanted: Organisation) -> Node | None:
    """Return how the newsroom is reached, where there is a page about it."""
    if not wanted.contact:
        return None
    reached = {"email": wanted.email, "telephone": wanted.telephone}
    return node("ContactPoint", contactType="newsroom", url=wanted.contact, **reached)


def person(profile: Profile, site: SiteView) -> Node:
    """Return a person as far as a reader of an article wants to know: name, job, page."""
    url = absolute_url(site.url, profile.url)
    return node("Person", id_=f"{url}#person", name=profile.name, url=url, jobTitle=profile.title)


def whole_person(profile: Profile, description: str, site: SiteView) -> Node:
    """Return a person with all that their page tells."""
    image = profile.image
    return {
        **person(profile, site),
        **node(
            "Person",
            identifier=profile.slug,
            description=description,
            image=picture(image, absolute_url(site.url, image.src)) if image and image.src else None,
            email=profile.email,
            sameAs=[link.url for link in profile.links if urlsplit(link.url).scheme in {"http", "https"}],
            worksFor=publisher(site),
        ),
    }


def signed(bylines: Sequence[Byline], profiles: Iterable[Profile], site: SiteView) -> tuple[list[Node], list[Node]]:
    """Return authors and contributors, in their order. Where nobody signs, the publication answers for the text."""
    known = {profile.url: profile for profile in profiles}
    authors, contributors = wrote_and_helped(bylines)

    def one(byline: Byline) -> Node:
        if byline.url in known:
            return person(known[byline.url], site)
        return node("Person", name=byline.name, url=absolute_url(site.url, byline.url) if byline.url else "")

    return [one(byline) for byline in authors] or [publisher(site)], [one(byline) for byline in contributors]


def picture(image: Picture | None, url: str, size: tuple[int, int] | None = None) -> Node:
    """Return a picture at an absolute URL, with what is known of it; `size` is that of a crop."""
    if image is None:
        return node("ImageObject", url=url)
    width, height = size or (image.width, image.height)
    return node(
        "ImageObject",
        url=url,
        width=width,
        height=height,
        caption=plain_text(image.caption) or image.alt,
        creditText=image.credit,
    )


def shared(image: SharedImage) -> Node:
    """Return a picture that stands for a page elsewhere."""
    return node("ImageObject", url=image.url, width=image.width, height=image.height, caption=image.alt)


def item_list(links: Iterable[tuple[str, str]], site: SiteView) -> Node:
    """Return a list of pages by their page URLs and names, in their order."""
    items: list[Node] = []
    # Thousands of pages list a dozen each: to put these together without `node` takes a third of the time.
    for position, (url, name) in enumerate(links, 1):
        item: Node = {"@type": "ListItem", "position": position, "url": absolute_url(site.url, url)}
        if name:
            item["name"] = name
        items.append(item)
    return node("ItemList", itemListElement=items) if items else {}
