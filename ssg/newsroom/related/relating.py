"""Relate the articles of a site: the recommender, and the editors' rules over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ssg.model import Article
from ssg.newsroom.related.memory import Memory
from ssg.newsroom.related.pins import Pins
from ssg.newsroom.related.recommending import recommend
from ssg.newsroom.related.rules import Rules, facts_of, moment_of
from ssg.newsroom.related.terms import Document
from ssg.newsroom.site import Story, Suggestion
from ssg.problems import Problem
from ssg.settings import Settings


@dataclass(frozen=True)
class Related:
    """What each article suggests, by its path, best first; and what the next run may begin with."""

    suggestions: dict[str, tuple[Suggestion, ...]]
    memory: Memory


def relate_stories(
    stories: Sequence[Story],
    withheld: Sequence[Article],
    settings: Settings,
    problems: list[Problem],
    memory: Memory | None = None,
) -> Related:
    """Return what each article suggests. `memory` is that of an earlier run, of any site; it only saves time.

    A pin that names no article is a problem.
    """
    ordered = in_order(stories)
    memory = recommend([document_of(story, settings.language) for story in ordered], settings.related.tags, memory)
    facts = [facts_of(story, settings.language) for story in ordered]
    rules = Rules(facts, Pins(stories, withheld), memory, settings.related)
    suggestions = {story.article.path: rules.suggestions(index, problems) for index, story in enumerate(ordered)}
    return Related(suggestions, memory)


def in_order(stories: Sequence[Story]) -> list[Story]:
    """Return articles newest first, and those of one moment by their ids: so that names of files do not matter."""
    return sorted(stories, key=lambda story: (-moment_of(story), story.article.id))


def document_of(story: Story, language: str) -> Document:
    """Return what the recommender sees of an article; `language` is the site's."""
    article = story.article
    subjects = tuple(f"tags/{tag.slug}" for tag in story.tags)
    if story.series:
        subjects = (*subjects, f"series/{story.series.slug}")
    source = f"{article.standfirst}\n\n{article.text.source}"
    return Document(
        article.id, moment_of(story), article.language or language, article.title, source, tuple(sorted(subjects))
    )
