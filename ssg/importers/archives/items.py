"""What an archive has, as frozen values: the neutral form between its readers and the one writer."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from ssg.model import ImageRef, Link


class NoteKind(StrEnum):
    """What happened to something that is not in the site as it was in the archive."""

    LOST = "lost"
    GUESSED = "guessed"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing lost, guessed or renamed: `what` is its kind in words, the same for all alike; `detail` is this one.

    `path` is the file of the archive and `line` its line, 0 where it is unknown.
    """

    kind: NoteKind
    what: str
    detail: str = ""
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody of the archive: the name as bylines print it, and what the archive says of the person."""

    name: str
    title: str = ""
    bio: str = ""
    """Markdown."""
    email: str = ""
    links: tuple[Link, ...] = ()
    image: ImageRef | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that moves along: its name as links write it, and where it lies."""

    name: str
    location: Path


@dataclass(frozen=True, slots=True)
class Story:
    """An article or a standing page as its archive has it. The body is in the archive's own markup.

    `address` is the path URL that it had, empty where that is not known; `standing` is the path of a page that is no
    article (`about`, `about/team`), empty for an article. `files` lie beside it. `begins` is the line of `source` that
    the story begins on and `line` that of its body, 0 where a line means nothing.
    """

    source: str
    title: str
    body: str
    line: int = 1
    date: datetime.date | None = None
    updated: datetime.date | None = None
    expires: datetime.date | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    section: str = ""
    series: str = ""
    standfirst: str = ""
    kicker: str = ""
    image: ImageRef | None = None
    draft: bool = False
    slug: str = ""
    address: str = ""
    aliases: tuple[str, ...] = ()
    language: str = ""
    canonical: str = ""
    noindex: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[Attachment, ...] = ()
    standing: str = ""
    notes: tuple[Note, ...] = ()
    begins: int = 1
    short_links: tuple[str, ...] = ()
    """Further addresses that links of the archive have for it, which no file of a site can be at: `/?p=7`."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A body as Markdown of ours, and what it cost."""

    markdown: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a story was: what its links start from, and the names of the files beside it.

    `base` is the path URL that relative links are resolved against, and `url` the address of the old site. `prefix` is
    the path that the old site lived under: `/blog` of `https://example.org/blog`.
    """

    base: str
    beside: frozenset[str] = frozenset()
    url: str = ""
    prefix: str = ""


class Addresses(Protocol):
    """Where things of the archive are in the site."""

    def story(self, address: str) -> str:
        """Return the link to what had this path URL or short link, or an empty text when nothing had."""

    def file(self, path: str) -> str:
        """Return the site path of a file that is copied, by its site path in the archive, or an empty text."""


class Archive(Protocol):
    """A whole site or export. `stories` can be read more than once, and gives the same each time."""

    format: str
    url: str
    """The address of the old site, without a slash at its end, or an empty text."""
    language: str
    """The language of articles that name none, or an empty text."""
    media_folder: str
    """The site path that a copy of the old site's pictures belongs under, with a slash at both ends."""
    base_notes: tuple[Note, ...]
    """What is lost of the archive as a whole."""

    def writers(self) -> Iterable[Writer]:
        """Return everybody whom the archive describes."""

    def stories(self) -> Iterator[Story]:
        """Yield articles and pages, in an order that is the same each time."""

    def files(self) -> Iterable[Attachment]:
        """Return the files to copy, their names as site paths: `/images/x.jpg`."""

    def place(self, story: Story) -> Place:
        """Return what the links of a story start from."""

    def convert(self, story: Story, addresses: Addresses) -> Converted:
        """Return the body of a story as Markdown."""


Step = Callable[[], None]
"""Called after each story."""
