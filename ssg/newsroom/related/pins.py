"""Pins: the articles that an editor names under `related`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from ssg.model import Article
from ssg.newsroom.site import Story
from ssg.problems import Problem, Severity, did_you_mean
from ssg.urls import slugify

NotShown = tuple[Article, str]
"""An article that is not published, and why it never will be again; an empty text where it is only not yet."""


class Pins:
    """Finds the articles that an editor pinned, by slug, id, path or headline: of two that fit, by the first of these,
    and then the newer."""

    def __init__(self, stories: Sequence[Story], withheld: Sequence[NotShown]) -> None:
        self._stories = stories
        self._articles_withheld = withheld

    # Only sites with pins pay for the names, and for those of headlines only sites that pin by them.
    @cached_property
    def _by_slug(self) -> dict[str, list[int]]:
        return self._named(lambda article: article.slug)

    @cached_property
    def _by_id(self) -> dict[str, list[int]]:
        return self._named(lambda article: article.id)

    @cached_property
    def _by_path(self) -> dict[str, list[int]]:
        return self._named(lambda article: article.path)

    @cached_property
    def _by_headline(self) -> dict[str, list[int]]:
        return self._named(lambda article: slugify(article.title))

    @cached_property
    def _withheld(self) -> dict[str, str]:
        """Return why what bears a name will not be published again; an empty text if something that bears it will."""
        found: dict[str, str] = {}
        for article, why in self._articles_withheld:
            for name in filter(None, (article.slug, article.id, article.path, slugify(article.title))):
                found[name] = found.get(name, why) and why
        return found

    def _named(self, name: Callable[[Article], str]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, story in enumerate(self._stories):
            found.setdefault(name(story.article), []).append(number)
        return found

    def of(self, number: int, problems: list[Problem]) -> Iterator[tuple[int, int]]:
        """Yield the pins of an article: places in its list, and numbers of stories.

        One that is not published yet waits. One that is unknown is a problem, and one that says nothing a warning.
        """
        article = self._stories[number].article
        for place, name in enumerate(article.related):
            found = self._all(name)
            others = [other for other in found if other != number]
            if others:
                yield place, others[0]
            gone = self.withheld(name)
            if len(others) > 1:
                taken, left = (self._stories[other].article.path for other in others[:2])
                message = f'"{name}" is the name of {taken} and of {left}, and is taken for the first'
                hint = "name it by its path"
            elif others or gone == "":
                continue
            elif found:
                message, hint = "an article is never suggested under itself", "remove it"
            elif gone:
                message, hint = f'"{name}" is not suggested: {gone}', "remove it"
            else:
                known = {**self._by_slug, **self._by_headline}
                hint = did_you_mean(name, known) or "name it by its slug, id or headline"
                problems.append(Problem(f'there is no article "{name}"', hint, article.path, at=("related", place)))
                continue
            problems.append(warning(article, place, message, hint))

    def find(self, name: str, besides: int | None = None) -> int | None:
        """Return the number of the article of that name, `besides` one that is not meant."""
        return next((number for number in self._all(name) if number != besides), None)

    def withheld(self, name: str) -> str | None:
        """Return why a withheld article of that name will not be published again, an empty text for one that will, or
        None where there is none."""
        return self._withheld.get(name, self._withheld.get(slugify(name)))

    def _all(self, name: str) -> Sequence[int]:
        """Return the numbers of the articles of that name, the newest first."""
        if not name:
            return ()
        slug = slugify(name)
        for names in (self._by_slug, self._by_id, self._by_path):
            for written in (name, slug):
                if written in names:
                    return names[written]
        return self._by_headline.get(slug, ()) if slug else ()


def warning(article: Article, place: int, message: str, hint: str) -> Problem:
    """Return the warning that one pin of an article does nothing, or not what it should."""
    return Problem(message, hint, article.path, at=("related", place), severity=Severity.WARNING)
