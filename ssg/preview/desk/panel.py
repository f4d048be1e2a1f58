"""One article on the desk: how it will appear elsewhere, what it lacks, and what it suggests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ssg.frozen import frozen
from ssg.model import Article
from ssg.newsroom.permalinks import term_url
from ssg.newsroom.related.explaining import Comparison
from ssg.newsroom.related.explaining import why as explain
from ssg.newsroom.related.facts import days_apart
from ssg.newsroom.site import Reason, Story, Suggestion
from ssg.page_views import ArticlePage
from ssg.pages.page import Page
from ssg.preview.desk.appearance import DESCRIPTION_SHOWN, TITLE_SHOWN, Appearance, appearance
from ssg.preview.desk.overview import Desk, Row
from ssg.problems import Problem
from ssg.urls import page_url

Printed = bytes | tuple[Problem, ...]
"""The bytes of a page, or what is wrong with it."""

_REASONS = {
    Reason.PINNED: "pinned by an editor",
    Reason.SERIES: "another part of the series",
    Reason.NEAR: "near by its words and tags",
    Reason.FILLED: "fills the list: too few are near",
}
_TERMS_SHOWN = 5
_ADVICE = {
    "standfirst": "There is no standfirst: cards have no text, and search results take the beginning of the article.",
    "image": "There is no picture: cards and social cards go without.",
    "alt": "A picture has no alternative text.",
    "tags": "There are no tags.",
    "byline": "There is no byline.",
}


@frozen
class Suggested:
    """An article that is suggested, how near it is from 0 to 1, and why: in a word, and in detail."""

    row: Row
    score: float
    reason: Reason
    why: str


@frozen
class Place:
    """A listing on which an article has its card."""

    url: str
    title: str


@frozen
class Panel:
    """All that the desk shows of one article. `view` and `seen` are None while it has no page, or a wrong one."""

    row: Row
    view: ArticlePage | None
    seen: Appearance | None
    picture: str
    """Where the picture of the social card can be seen here."""
    problems: tuple[Problem, ...]
    advice: tuple[str, ...]
    suggested: tuple[Suggested, ...]
    places: tuple[Place, ...]


def panel(desk: Desk, article: Article, printed: Callable[[Page], Printed]) -> Panel:
    """Return what the desk shows of an article."""
    proof = desk.proof
    story = next((story for story in proof.site.stories if story.article.path == article.path), None)
    page = proof.plan.pages.get(story.url) if story else None
    view = page.view.page if page and isinstance(page.view.page, ArticlePage) else None
    made = printed(page) if page and view else ()
    seen = appearance(made) if isinstance(made, bytes) else None
    row = desk.row(article)
    return Panel(
        row=row,
        view=view,
        seen=seen,
        picture=_here(desk, seen.social_image) if seen else "",
        problems=tuple(problem for problem in proof.problems if problem.path == article.path),
        advice=(*_lengths(view, seen), *(_ADVICE[name] for name in row.gaps)),
        suggested=_suggested_with_terms(desk, story) if story else (),
        places=_places(desk, story, page_url(proof.settings.base, story.url)) if story else (),
    )


def suggested(desk: Desk, story: Story) -> tuple[Suggested, ...]:
    """Return what an article suggests, and why."""
    found: tuple[Suggestion, ...] = desk.proof.site.suggestions.get(story.article.path, ())
    return tuple(
        Suggested(desk.row(each.story.article), each.score, each.reason, _why(story, each.story, each.reason))
        for each in found
    )


def _suggested_with_terms(desk: Desk, story: Story) -> tuple[Suggested, ...]:
    """Return what an article suggests, and why, with the words that weigh most among those that the two share."""
    found = suggested(desk, story)
    if not found:
        return ()
    compared = explain(desk.proof.site, story).suggested
    return tuple(
        replace(each, why=f"{each.why}; both say {', '.join(words)}") if (words := _words(other)) else each
        for each, other in zip(found, compared, strict=True)
    )


def _words(compared: Comparison) -> list[str]:
    """Return the words that weigh most among what two articles share. Tags and series are told by their titles."""
    return [share.term for share in compared.shares if "/" not in share.term][:_TERMS_SHOWN]


def _why(story: Story, other: Story, reason: Reason) -> str:
    """Return why an article is suggested under another, in words."""
    shared = [tag.title for tag in story.tags if tag in other.tags]
    parts = [_REASONS[reason]]
    if shared:
        parts.append(f"both have {', '.join(shared)}")
    if story.section and story.section == other.section:
        parts.append(f"both are in {story.section.title}")
    days = days_apart(story, other)
    if days is not None:
        parts.append("of the same day" if not days else f"{days:,} {'day' if days == 1 else 'days'} apart")
    return "; ".join(parts)


def _places(desk: Desk, story: Story, url: str) -> tuple[Place, ...]:
    """Return the first pages of listings that have the article's card. The first has the card most like any other."""
    proof = desk.proof
    listings = [story.section, *story.tags, story.series]
    paths = [term_url(term, proof.settings.permalinks) for term in listings if term]
    found = []
    for path in (*paths, "/"):
        page = proof.plan.pages.get(path)
        cards = getattr(page.view.page, "cards", ()) if page else ()
        if page and any(card.url == url for card in cards):
            found.append(Place(page_url(proof.settings.base, path), getattr(page.view.page, "title", path)))
    return tuple(dict.fromkeys(found))


def _here(desk: Desk, address: str) -> str:
    """Return where the preview shows a file of the site that is named by its address."""
    settings = desk.proof.settings
    start = settings.url.rstrip("/") + "/"
    return settings.base + address.removeprefix(start) if address.startswith(start) else address


def _lengths(view: ArticlePage | None, seen: Appearance | None) -> list[str]:
    """Return what is longer than others will show."""
    found = []
    if view and len(view.title) > TITLE_SHOWN:
        found.append(f"The headline has {len(view.title)} letters: search results show about {TITLE_SHOWN}.")
    if seen and len(seen.description) > DESCRIPTION_SHOWN:
        found.append(f"The description has {len(seen.description)} letters: about {DESCRIPTION_SHOWN} are shown.")
    return found
