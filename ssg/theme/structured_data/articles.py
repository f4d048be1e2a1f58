"""An article as schema.org knows it."""

from __future__ import annotations

from collections.abc import Mapping

from ssg.content.scanning import plain_text
from ssg.model import ArticleType, Reviewed
from ssg.page_views import ArticlePage
from ssg.theme.structured_data.nodes import Node, node, picture, publisher, shared, signed
from ssg.urls import absolute_url
from ssg.views import NoteView, SiteView

SMALLEST_IN_SEARCH = 50_000
"""Pixels: search engines show no smaller picture of an article."""
# Every one of them is a NewsArticle to a reader that knows how the types descend. An interview has no type of its own.
TYPES: Mapping[str, str] = {
    ArticleType.NEWS: "NewsArticle",
    ArticleType.ANALYSIS: "AnalysisNewsArticle",
    ArticleType.OPINION: "OpinionNewsArticle",
    ArticleType.FEATURE: "BackgroundNewsArticle",
    ArticleType.INTERVIEW: "NewsArticle",
    ArticleType.REVIEW: "ReviewNewsArticle",
    ArticleType.SPONSORED: "AdvertiserContentArticle",
}


ITEMS: Mapping[str, str] = {
    Reviewed.BOOK: "Book",
    Reviewed.COURSE: "Course",
    Reviewed.EVENT: "Event",
    Reviewed.FILM: "Movie",
    Reviewed.GAME: "VideoGame",
    Reviewed.MUSIC: "MusicRecording",
    Reviewed.PLACE: "LocalBusiness",
    Reviewed.PRODUCT: "Product",
    Reviewed.SERIES: "TVSeries",
    Reviewed.SOFTWARE: "SoftwareApplication",
}


def article(page: ArticlePage, site: SiteView) -> Node:
    """Return an article with what search engines ask for and what journalists owe: who, when, corrected how."""
    authors, contributors = signed(page.bylines, page.profiles, site)
    return node(
        TYPES[page.type],
        id_=f"{page.canonical}#article",
        url=page.canonical,
        mainEntityOfPage=page.canonical,
        headline=page.title,
        description=page.description,
        image=_images(page),
        datePublished=page.date.isoformat(),
        dateModified=(page.modified or page.date).isoformat(),
        author=authors,
        contributor=contributors,
        publisher=publisher(site),
        sponsor=node("Organization", name=page.sponsor) if page.sponsor else None,
        **_review(page, site),
        articleSection=page.section.title if page.section else "",
        keywords=[tag.title for tag in page.tags],
        wordCount=page.words,
        timeRequired=f"PT{page.minutes}M",
        inLanguage=page.language,
        isAccessibleForFree=True,
        isPartOf=_series(page, site),
        correction=[_correction(note) for note in page.corrections],
    )


def _images(page: ArticlePage) -> list[Node]:
    """Return the article's picture in three ratios where we can crop it, as it is where it is somebody else's, or the
    drawn card where there is none that is large enough."""
    if page.image_ratios:
        return [
            picture(page.image, crop.url, (crop.width, crop.height)) if page.image else shared(crop)
            for crop in page.image_ratios
        ]
    small = page.image is not None and 0 < page.image.width * page.image.height < SMALLEST_IN_SEARCH
    if page.image_url and not (small and page.social_image):
        return [picture(page.image, page.image_url)]
    return [shared(page.social_image)] if page.social_image else []


def _review(page: ArticlePage, site: SiteView) -> Node:
    """Return the properties of a review: what it is of, and the marks that it gives."""
    review = page.review
    if review is None or page.type != ArticleType.REVIEW:
        return {}
    url = absolute_url(site.url, review.url) if review.url else ""
    said: Node = {"itemReviewed": node(ITEMS[review.kind], name=review.name, url=url)}
    if review.best:
        # Without a worst it is taken for 1.
        worst = {"worstRating": 0} if review.rating < 1 else {}
        marks = {"ratingValue": _plain(review.rating), "bestRating": review.best}
        said["reviewRating"] = {"@type": "Rating", **marks, **worst}
    return said


def _plain(rating: float) -> float:
    """Return a rating as a whole number where it is one."""
    return int(rating) if rating == int(rating) else rating


def _series(page: ArticlePage, site: SiteView) -> Node:
    if page.series is None:
        return {}
    url = absolute_url(site.url, page.series.url)
    return node("CreativeWorkSeries", id_=f"{url}#series", name=page.series.title, url=url)


def _correction(note: NoteView) -> Node:
    return node("CorrectionComment", text=plain_text(note.text), datePublished=note.date.isoformat())
