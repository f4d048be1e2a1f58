"""Pins: the articles that an editor names under `related`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from ssg.model import Article
from ssg.newsroom.site import Story
from ssg.problems import Problem, did_you_mean
from ssg.urls import slugify


class Pins:
    """Finds the articles that an editor pinned, by slug, id, path or headline: of two that fit, by the first of these,
    and then the newer."""

    def __init__(self, stories: Sequence[Story], withheld: Sequence[Article]) -> None:
        self._stories = stories
        self._articles_withheld = withheld

    # Only sites with pins pay for the names, and for those of headlines only sites that pin by them.
    @cached_property
    def _by_slug(self) -> dict[str, int]:
        return self._named(lambda article: article.slug)

    @cached_property
    def _by_id(self) -> dict[str, int]:
        return self._named(lambda article: article.id)

    @cached_property
    def _by_path(self) -> dict[str, int]:
        return self._named(lambda article: article.path)

    @cached_property
    def _by_headline(self) -> dict[str, int]:
        return self._named(lambda article: slugify(article.title))

    @cached_property
    def _withheld(self) -> set[str]:
        return {
            name
            for article in self._articles_withheld
            for name in (article.slug, article.id, article.path, slugify(article.title))
        }

    def _named(self, name: Callable[[Article], str]) -> dict[str, int]:
        numbers = range(len(self._stories) - 1, -1, -1)
        return {name(self._stories[number].article): number for number in numbers}

    def of(self, article: Article, problems: list[Problem]) -> Iterator[tuple[int, int]]:
        """Yield the article's pins: places in its list, and numbers of stories. A withheld one waits; one unknown is
        a problem."""
        for place, name in enumerate(article.related):
            number = self.find(name)
            if number is not None:
                if self._stories[number].article is not article:
                    yield place, number
            elif not self._withheld & {name, slugify(name)}:
                message = f'there is no article "{name}"'
                known = {**self._by_slug, **self._by_headline}
                hint = did_you_mean(name, known) or "name it by its slug, id or headline"
                problems.append(Problem(message, hint, article.path, at=("related", place)))

    def find(self, name: str) -> int | None:
        """Return the number of the article of that name."""
        if not name:
            return None
        slug = slugify(name)
        for names in (self._by_slug, self._by_id, self._by_path):
            for written in (name, slug):
                if written in names:
                    return names[written]
        return self._by_headline.get(slug) if slug else None
