"""Declared lists: the named selections of articles that templates ask for as `lists.<name>`.

Most are the same on every page. Those with `same` are of one article: what else its author wrote, or has its tag.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import islice

from ssg.model import Vocabulary
from ssg.newsroom.fronts import pinned_first
from ssg.newsroom.names import People, Terms
from ssg.newsroom.related.facts import Facts, around
from ssg.newsroom.site import Site, Story
from ssg.problems import Problem, did_you_mean
from ssg.settings import SETTINGS_FILE, ListSettings
from ssg.urls import slugify


def select(
    declared: Mapping[str, ListSettings],
    stories: Sequence[Story],
    people: People,
    vocabularies: Mapping[Vocabulary, Terms],
    sections: Collection[str],
    *,
    pinned: Iterable[Story],
    now: datetime,
    problems: list[Problem],
) -> dict[str, tuple[Story, ...]]:
    """Return each declared list with its stories. `stories` are newest first, and filed in `sections`; those with a pin
    are `pinned` too, and `now` says which pins hold.

    A list of an author whom nobody knows is a problem. One of a section or tag without articles is empty: a theme may
    declare lists for sections that a site does not have. Those with `same` are empty here: see `OwnLists`.
    """
    lists: dict[str, tuple[Story, ...]] = {}
    for name, wanted in declared.items():
        if wanted.same:
            lists[name] = ()
            continue
        # Mostly the first few are wanted, and the rest need not be looked at.
        chosen: Iterable[Story] = pinned_first(stories, pinned, now) if wanted.sort == "front" else stories
        if wanted.type:
            chosen = (story for story in chosen if story.article.kind == wanted.type)
        if wanted.without:
            chosen = (story for story in chosen if story.article.kind not in wanted.without)
        if wanted.section:
            section = vocabularies[Vocabulary.SECTIONS].find(wanted.section)
            chosen = (story for story in chosen if section and story.section and story.section.slug == section.slug)
        if wanted.tag:
            tag = vocabularies[Vocabulary.TAGS].find(wanted.tag)
            chosen = (story for story in chosen if tag in story.tags)
        if wanted.author:
            author = people.find(wanted.author)
            if author is None:
                hint = did_you_mean(slugify(wanted.author), people.slugs())
                message = f'list "{name}" is of an unknown author, "{wanted.author}"'
                problems.append(Problem(message, hint, SETTINGS_FILE, at=("lists", name, "author")))
            chosen = (story for story in chosen if any(credit.author is author for credit in story.credits))
        chosen = _sorted(chosen, wanted.sort)
        found = _of_each(sections, chosen, wanted.limit) if wanted.each else islice(chosen, wanted.limit)
        lists[name] = tuple(found)
    return lists


def _of_each(sections: Collection[str], stories: Iterable[Story], limit: int) -> Iterator[Story]:
    """Yield the first stories of each section, in the order of the stories; what has no section is left out."""
    wanted = dict.fromkeys(sections, limit)
    for story in stories:
        slug = story.section.slug if story.section else ""
        if left := wanted.get(slug):
            yield story
            wanted[slug] = left - 1
            if left == 1 and not any(wanted.values()):
                return


def _sorted(stories: Iterable[Story], order: str) -> Iterable[Story]:
    match order:
        case "oldest":
            return reversed([*stories])
        case "updated":
            return sorted(stories, key=lambda story: story.article.changed, reverse=True)
        case "title":
            return sorted(stories, key=lambda story: story.article.title.casefold())
        case _:
            return stories


class OwnLists:
    """The declared lists with `same`, each of one article: the articles of its author, tag or section that are closest
    to it in time, so that a new article changes few of them.

    What the article suggests already, and what it must not suggest, is not in them.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._declared = {name: wanted for name, wanted in site.declared.items() if wanted.same}
        self._groups: dict[tuple[str, str], list[int]] = {}

    def names(self, mentioned: Collection[str], everything: bool) -> tuple[str, ...]:
        """Return the names of these lists among those that a template mentions, sorted."""
        return tuple(sorted(name for name in self._declared if everything or name in mentioned))

    def of(self, story: Story, name: str) -> tuple[Story, ...]:
        """Return a list of one article."""
        wanted, facts = self._declared[name], self._facts
        reader = facts.numbers[story.article.path]
        suggested = self._site.suggestions.stories(story.article.path)
        shown = [facts.numbers[other.article.path] for other in suggested]
        chosen: list[Story] = []
        for number in around(self._group(story, wanted.same), reader, facts.moments[reader], facts.moments):
            other = facts.stories[number]
            if len(chosen) == wanted.limit:
                break
            if _is_wanted(other, wanted) and not facts.unfit(reader, number) and not facts.is_told(number, shown):
                chosen.append(other)
                shown.append(number)
        return tuple(chosen)

    def _group(self, story: Story, same: str) -> Sequence[int]:
        """Return the numbers of the articles that have the same, ascending."""
        site = self._site
        match same:
            case "author":
                slug, groups = story.credits[0].author.slug if story.credits else "", site.by_author
            case "tag":
                slug, groups = story.tags[0].slug if story.tags else "", site.by_tag
            case _:
                slug, groups = story.section.slug if story.section else "", site.by_section
        if (same, slug) not in self._groups:
            numbers = self._facts.numbers
            self._groups[same, slug] = sorted({numbers[other.article.path] for other in groups.get(slug, ())})
        return self._groups[same, slug]

    @cached_property
    def _facts(self) -> Facts:
        return Facts(self._site.stories, self._site.settings.language)


def _is_wanted(story: Story, wanted: ListSettings) -> bool:
    kind = story.article.kind
    return (not wanted.type or kind == wanted.type) and kind not in wanted.without
