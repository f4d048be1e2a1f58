"""What the editorial rules ask of articles: a column for each question, with an entry for each article."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from ssg.model import Article, NoteKind
from ssg.newsroom.site import Story


@dataclass(frozen=True)
class Facts:
    """The columns. `stories` are newest first, and those of one moment by their ids."""

    stories: Sequence[Story]
    moments: Sequence[int]
    """When each was published, in seconds since 1970."""
    languages: Sequence[str]
    origins: Sequence[str]
    """The id of what an article is a translation of, or its own."""
    authors: Sequence[tuple[str, ...]]
    """Slugs."""
    sections: Sequence[str]
    barred: Sequence[str]
    """Why it is suggested nowhere, or empty."""
    sponsored: Sequence[bool]
    parts: Sequence[tuple[str, int] | None]
    """Of the numbered parts of a series, its slug and the number."""
    pinned: Sequence[tuple[str, ...]]
    alone: Sequence[bool]
    """Whether an article is to suggest nothing."""

    def __len__(self) -> int:
        return len(self.stories)

    def unfit(self, reader: int, other: int) -> str:
        """Return why one article must not suggest another, or an empty text."""
        if other == reader:
            return "it is the article itself"
        if self.barred[other]:
            return self.barred[other]
        if self.origins[other] == self.origins[reader]:
            return "it is a translation"
        if self.sponsored[other] and not self.sponsored[reader]:
            return "it is sponsored"
        return ""

    @cached_property
    def digest(self) -> bytes:
        """Return the digest of all columns."""
        columns = (
            self.moments, self.languages, self.origins, self.authors, self.sections, self.barred, self.sponsored,
            self.parts, self.pinned, self.alone,
        )  # fmt: skip
        return blake2b(json.dumps(columns).encode(), digest_size=16).digest()


def facts_of(stories: Sequence[Story], language: str) -> Facts:
    """Return what the rules ask of articles; `language` is the site's."""
    moments = {story.article.path: moment_of(story) for story in stories}
    ordered = sorted(stories, key=lambda story: (-moments[story.article.path], story.article.id))
    articles = [story.article for story in ordered]
    return Facts(
        ordered,
        [moments[article.path] for article in articles],
        [article.language or language for article in articles],
        [str(article.extra.get("translation_of") or article.id) for article in articles],
        [tuple([credit.author.slug for credit in story.credits]) for story in ordered],
        [story.section.slug if story.section else "" for story in ordered],
        [_barred(article) for article in articles],
        [bool(article.sponsor) for article in articles],
        [_part_of(story) if story.series else None for story in ordered],
        [article.related for article in articles],
        [article.no_related for article in articles],
    )


def moment_of(story: Story) -> int:
    """Return when an article was published, in seconds since 1970."""
    return int(story.article.date.timestamp())


def _barred(article: Article) -> str:
    if article.noindex:
        return "it is hidden from search engines (noindex)"
    if article.corrections or article.updates:
        notes = (*article.corrections, *article.updates)
        if any(note.kind is NoteKind.RETRACTION for note in notes):
            return "it was retracted"
    return ""


def _part_of(story: Story) -> tuple[str, int] | None:
    part = story.article.series
    return (story.series.slug, part.part) if story.series and part and part.part else None
