"""Pins: the articles that an editor names under `related`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from ssg.model import Article
from ssg.newsroom.site import Story
from ssg.problems import Problem, did_you_mean
from ssg.urls import slugify


class Pins:
    """Finds the articles that an editor pinned, by slug, id, path or headline."""

    def __init__(self, stories: Sequence[Story], withheld: Sequence[Article]) -> None:
        self._stories = stories
        self._articles_withheld = withheld

    # Only sites with pins pay for the names.
    @cached_property
    def _by_name(self) -> dict[str, Story]:
        return {name: story for story in reversed(self._stories) for name in _names(story.article)}

    @cached_property
    def _withheld(self) -> set[str]:
        return {name for article in self._articles_withheld for name in _names(article)}

    def of(self, article: Article, problems: list[Problem]) -> Iterator[tuple[int, Story]]:
        """Yield the article's pins and their places in its list. A withheld one waits; one unknown is a problem."""
        for number, name in enumerate(article.related):
            story = self.find(name)
            if story is not None:
                if story.article is not article:
                    yield number, story
            elif not self._withheld & {name, slugify(name)}:
                message = f'there is no article "{name}"'
                hint = did_you_mean(name, self._by_name) or "name it by its slug, id or headline"
                problems.append(Problem(message, hint, article.path, at=("related", number)))

    def find(self, name: str) -> Story | None:
        """Return the article of that name."""
        return self._by_name.get(name) or self._by_name.get(slugify(name))


def _names(article: Article) -> tuple[str, str, str, str]:
    """Return what an article can be called, the weakest first: of two articles with one name, the stronger has it."""
    return (slugify(article.title), article.path, article.id, article.slug)
