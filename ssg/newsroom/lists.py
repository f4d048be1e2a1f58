"""Declared lists: the named selections of articles that templates ask for as `lists.<name>`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from ssg.model import Vocabulary
from ssg.newsroom.fronts import pinned_first
from ssg.newsroom.names import People, Terms
from ssg.newsroom.site import Story
from ssg.problems import Problem, did_you_mean
from ssg.settings import SETTINGS_FILE, ListSettings
from ssg.urls import slugify


def select(
    declared: Mapping[str, ListSettings],
    stories: Sequence[Story],
    people: People,
    vocabularies: Mapping[Vocabulary, Terms],
    *,
    now: datetime,
    problems: list[Problem],
) -> dict[str, tuple[Story, ...]]:
    """Return each declared list with its stories. `stories` are newest first; `now` says which pins hold.

    A list of an author whom nobody knows is a problem. One of a section or tag without articles is empty: a theme may
    declare lists for sections that a site does not have.
    """
    lists: dict[str, tuple[Story, ...]] = {}
    for name, wanted in declared.items():
        chosen = list(stories)
        if wanted.type:
            chosen = [story for story in chosen if story.article.type == wanted.type]
        if wanted.without:
            chosen = [story for story in chosen if story.article.type not in wanted.without]
        if wanted.section:
            section = vocabularies[Vocabulary.SECTIONS].find(wanted.section)
            chosen = [story for story in chosen if section and story.section == section]
        if wanted.tag:
            tag = vocabularies[Vocabulary.TAGS].find(wanted.tag)
            chosen = [story for story in chosen if tag in story.tags]
        if wanted.author:
            author = people.find(wanted.author)
            if author is None:
                hint = did_you_mean(slugify(wanted.author), people.slugs())
                message = f'list "{name}" is of an unknown author, "{wanted.author}"'
                problems.append(Problem(message, hint, SETTINGS_FILE, at=("lists", name, "author")))
            chosen = [story for story in chosen if any(credit.author is author for credit in story.credits)]
        chosen = _sorted(chosen, wanted.sort, now)
        lists[name] = tuple(_of_each_section(chosen, wanted.limit) if wanted.each else chosen[: wanted.limit])
    return lists


def _of_each_section(stories: Sequence[Story], limit: int) -> list[Story]:
    """Return the first stories of each section, in the order of the stories; what has no section is left out."""
    taken: dict[str, int] = defaultdict(int)
    kept: list[Story] = []
    for story in stories:
        if story.section and taken[story.section.slug] < limit:
            taken[story.section.slug] += 1
            kept.append(story)
    return kept


def _sorted(stories: list[Story], order: str, now: datetime) -> list[Story]:
    match order:
        case "oldest":
            return stories[::-1]
        case "updated":
            return sorted(stories, key=lambda story: story.article.updated or story.article.date, reverse=True)
        case "front":
            return pinned_first(stories, now)
        case "title":
            return sorted(stories, key=lambda story: story.article.title.casefold())
        case _:
            return stories
