"""One article on the desk: its card, social card and search result as they will appear, and what it suggests."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from ssg.model import Article
from ssg.newsroom.site import Reason, Story
from ssg.preview.desk.overview import Desk, Row
from ssg.preview.proof import Proof
from ssg.problems import Problem
from ssg.views import ArticlePage

TITLE_SHOWN = 60
"""Letters of a title that a search result has room for, about."""
DESCRIPTION_SHOWN = 160

_REASONS = {
    Reason.PINNED: "pinned by an editor",
    Reason.SERIES: "another part of the series",
    Reason.NEAR: "near by its words and tags",
    Reason.FILLED: "fills the list: too few are near",
}


@dataclass(frozen=True)
class Suggested:
    """An article that is suggested, and why."""

    row: Row
    score: float
    why: str


@dataclass(frozen=True)
class Panel:
    """All that the desk shows of one article. `view` is None while it has no page."""

    row: Row
    view: ArticlePage | None
    host: str
    trail: tuple[str, ...]
    """The address as a search result shows it: host and folders."""
    problems: tuple[Problem, ...]
    advice: tuple[str, ...]
    suggested: tuple[Suggested, ...]


def panel(desk: Desk, proof: Proof, article: Article) -> Panel:
    """Return what the desk shows of an article."""
    story = next((story for story in proof.site.stories if story.article.path == article.path), None)
    page = proof.plan.pages.get(story.url) if story else None
    view = page.view.page if page and isinstance(page.view.page, ArticlePage) else None
    address = urlsplit(view.canonical if view else proof.settings.url)
    return Panel(
        row=desk.row(article),
        view=view,
        host=address.netloc,
        trail=(address.netloc, *filter(None, unquote(address.path).split("/"))),
        problems=tuple(problem for problem in proof.problems if problem.path == article.path),
        advice=tuple(_advice(article, view)),
        suggested=_suggested(desk, proof, story) if story else (),
    )


def _suggested(desk: Desk, proof: Proof, story: Story) -> tuple[Suggested, ...]:
    return tuple(
        Suggested(desk.row(found.story.article), found.score, _why(story, found.story, found.reason))
        for found in proof.site.suggestions.get(story.article.path, ())
    )


def _why(story: Story, other: Story, reason: Reason) -> str:
    """Return why an article is suggested under another, in words."""
    shared = [tag.title for tag in story.tags if tag in other.tags]
    parts = [_REASONS[reason]]
    if shared:
        parts.append(f"both have {', '.join(shared)}")
    if story.section and story.section == other.section:
        parts.append(f"both are in {story.section.title}")
    days = abs((story.article.date - other.article.date).days)
    parts.append("of the same day" if not days else f"{days:,} {'day' if days == 1 else 'days'} apart")
    return "; ".join(parts)


def _advice(article: Article, view: ArticlePage | None) -> list[str]:
    """Return what an editor may want to mend before readers see it."""
    found = []
    if view is not None:
        if len(view.title) > TITLE_SHOWN:
            found.append(f"The headline has {len(view.title)} letters: search results show about {TITLE_SHOWN}.")
        if len(view.description) > DESCRIPTION_SHOWN:
            found.append(f"The description has {len(view.description)} letters: about {DESCRIPTION_SHOWN} are shown.")
    if not article.standfirst:
        found.append(
            "There is no standfirst: cards have no text, and search results take the beginning of the article."
        )
    if article.image is None:
        found.append("There is no picture: cards and social cards go without.")
    elif not article.image.alt:
        found.append("The picture has no alternative text.")
    if not article.tags:
        found.append("There are no tags.")
    if not article.authors:
        found.append("There is no byline.")
    return found
