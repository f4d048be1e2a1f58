"""The plan: every page that will exist, each with all that it can depend on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ssg.digest import Value
from ssg.urls import output_path
from ssg.views import Body, Card, SiteView

# Formats that are written by code and not by a template: nobody themes a sitemap.
RSS, ATOM, JSON_FEED, SITEMAP, TEXT = "rss", "atom", "json-feed", "sitemap", "text"
FORMATS = frozenset({RSS, ATOM, JSON_FEED, SITEMAP, TEXT})


@dataclass(frozen=True)
class View(Value):
    """All that a template can see. `site` is None and `lists` are few where the template's closure does not ask."""

    page: Value
    site: SiteView | None = None
    lists: Mapping[str, tuple[Card, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """What a page shows: all that its template can see, and the texts in it."""

    view: View
    bodies: tuple[Body, ...] = ()

    def __call__(self) -> Shown:
        """Return itself: it stands where a page expects what will make it."""
        return self


@dataclass(frozen=True)
class Page:
    """One output file: where it is, the template (or format) that makes it, what that can see, and the key of it all.

    Two pages with the same key have the same bytes. Most pages of a build were made before, and only their keys are
    looked at: so what a page shows is made when it is first asked for.
    """

    url: str
    """The path URL."""
    template: str
    language: str
    key: bytes
    source: str
    """What the page is made from, in words for people: a content file, or `the tag "5G"`."""
    show: Callable[[], Shown] = field(compare=False, repr=False)

    @cached_property
    def shown(self) -> Shown:
        """Return what the page shows. Made once."""
        return self.show()

    @property
    def view(self) -> View:
        """Return all that the template can see."""
        return self.shown.view

    @property
    def bodies(self) -> tuple[Body, ...]:
        """Return the texts that the page shows."""
        return self.shown.bodies

    def __reduce__(self) -> tuple[type[Page], tuple[object, ...]]:
        # A worker gets what is shown, and not what would make it.
        return Page, (self.url, self.template, self.language, self.key, self.source, self.shown)

    @property
    def path(self) -> str:
        """Return the output file, relative to the output folder."""
        return output_path(self.url)


@dataclass(frozen=True)
class CopiedFile:
    """A file that is written as it is. `data` is None for a file of the site, which the writer reads from `source`."""

    url: str
    source: str
    content: bytes
    """The digest of its bytes."""
    data: bytes | None = None

    @property
    def path(self) -> str:
        """Return the output file, relative to the output folder."""
        return output_path(self.url)


@dataclass(frozen=True)
class Plan:
    """Every output of a build, by path URL, in a stable order."""

    pages: Mapping[str, Page]
    files: Mapping[str, CopiedFile]
