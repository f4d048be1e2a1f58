"""What stands on the desk: what is wrong, what waits, what was edited and what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property

from ssg.frozen import frozen
from ssg.model import Article, Term
from ssg.newsroom.alike import alike
from ssg.newsroom.links import is_broken_link
from ssg.newsroom.permalinks import term_url
from ssg.pages.minutes import minutes_of
from ssg.preview.desk.standing import Standing, Standpoint, gaps, standpoint
from ssg.preview.proof import Proof
from ssg.problems import Problem, Severity
from ssg.urls import page_url

EVERYTHING = "all"
WRONG = "wrong"
NAMES: Mapping[str, str] = {
    EVERYTHING: "All articles",
    Standing.DRAFT: "Drafts",
    Standing.SCHEDULED: "Scheduled",
    Standing.EMBARGOED: "Under embargo",
    Standing.EXPIRED: "Expired",
    Standing.WITHDRAWN: "Withdrawn",
    WRONG: "With problems",
    "image": "No picture",
    "alt": "No alternative text",
    "standfirst": "No standfirst",
    "tags": "No tags",
    "byline": "No byline",
}
"""The groups of articles that the desk counts and lists, by their names."""


@frozen
class Row:
    """An article as the desk lists it. `url` is empty where it has no page."""

    article: Article
    url: str
    words: int
    minutes: int
    standpoint: Standpoint
    gaps: tuple[str, ...]
    edited: datetime | None
    """When its file was saved last."""


@frozen
class WrongFile:
    """A file with problems, and the article in it, if there is one."""

    path: str
    title: str
    problems: tuple[Problem, ...]


class Desk:
    """What the desk shows of one proof. Everything is worked out when it is first asked for."""

    def __init__(self, proof: Proof) -> None:
        self.proof = proof

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """Return all articles, newest first, whatever they wait for."""
        return tuple(
            sorted(self.proof.content.articles, key=lambda article: (article.date, article.path), reverse=True)
        )

    @cached_property
    def by_path(self) -> Mapping[str, Article]:
        """Return all articles by their paths."""
        return {article.path: article for article in self.articles}

    @cached_property
    def _groups(self) -> Mapping[str, Sequence[Article]]:
        now = self.proof.edition.now
        wrong = {problem.path for problem in self.proof.problems}
        found: dict[str, list[Article]] = defaultdict(list)
        for article in self.articles:
            found[EVERYTHING].append(article)
            found[standpoint(article, now).standing].append(article)
            for name in gaps(article):
                found[name].append(article)
            if article.path in wrong:
                found[WRONG].append(article)
        # The next one first.
        for name in (Standing.SCHEDULED, Standing.EMBARGOED):
            found[name].sort(key=lambda article: standpoint(article, now).moment or now)
        return found

    def group(self, name: str) -> Sequence[Article]:
        """Return the articles of a group, by its name."""
        return self._groups.get(name, ())

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Return how many articles each group has."""
        return {name: len(self.group(name)) for name in NAMES}

    @cached_property
    def edited(self) -> Sequence[Article]:
        """Return all articles, those first whose files were saved last."""
        return sorted(self.articles, key=self._mtime, reverse=True)

    @cached_property
    def incomplete(self) -> Sequence[Article]:
        """Return the articles that lack something and are not behind us: what waits first, then the newest."""
        behind = {Standing.EXPIRED, Standing.WITHDRAWN}
        now = self.proof.edition.now
        found = [article for article in self.articles if gaps(article)]
        standings = {article.path: standpoint(article, now).standing for article in found}
        found = [article for article in found if standings[article.path] not in behind]
        return sorted(found, key=lambda article: standings[article.path] is Standing.PUBLISHED)

    @cached_property
    def broken_links(self) -> Sequence[Problem]:
        """Return the problems of links that lead nowhere."""
        return [problem for problem in self.proof.problems if is_broken_link(problem)]

    @cached_property
    def wrong(self) -> tuple[WrongFile, ...]:
        """Return the files with problems other than broken links: first those with errors."""
        by_file: dict[str, list[Problem]] = {}
        for problem in self.proof.problems:
            if not is_broken_link(problem):
                by_file.setdefault(problem.path, []).append(problem)
        found = [WrongFile(path, self.title(path), tuple(problems)) for path, problems in by_file.items()]
        return tuple(sorted(found, key=lambda file: (not _has_error(file), file.path)))

    def title(self, path: str) -> str:
        """Return the headline of the article in a file, or the file's path."""
        article = self.by_path.get(path)
        return article.title if article else path

    def number(self, severity: str) -> int:
        """Return how many problems there are of a severity."""
        return sum(problem.severity == Severity(severity) for problem in self.proof.problems)

    @cached_property
    def tags_alike(self) -> tuple[tuple[Term, Term], ...]:
        """Return the pairs of tags that look alike."""
        return tuple(alike(self.proof.site.tags))

    def tag_url(self, tag: Term) -> str:
        """Return the page URL of a tag."""
        return self._page_url(term_url(tag, self.proof.settings.permalinks))

    def tag_count(self, tag: Term) -> int:
        """Return how many articles have a tag."""
        return len(self.proof.site.by_tag.get(tag.slug, ()))

    def row(self, article: Article) -> Row:
        """Return an article as the desk lists it."""
        words = article.text.words
        return Row(
            article,
            self._page_url(self.proof.site.urls.get(article.path, "")),
            words,
            minutes_of(words, self.proof.settings.words_per_minute),
            standpoint(article, self.proof.edition.now),
            gaps(article),
            self._edited_at(article),
        )

    def rows(self, articles: Iterable[Article]) -> list[Row]:
        """Return articles as the desk lists them."""
        return [self.row(article) for article in articles]

    def _mtime(self, article: Article) -> int:
        entry = self.proof.snapshot.entries.get(article.path)
        return entry.mtime_ns if entry else 0

    def _edited_at(self, article: Article) -> datetime | None:
        moment = self._mtime(article)
        return datetime.fromtimestamp(moment / 1e9, UTC).astimezone(self.proof.settings.zone) if moment else None

    def _page_url(self, path_url: str) -> str:
        return page_url(self.proof.settings.base, path_url) if path_url else ""


def _has_error(file: WrongFile) -> bool:
    return any(problem.severity is Severity.ERROR for problem in file.problems)


def matching(articles: Iterable[Article], query: str) -> list[Article]:
    """Return the articles whose headline, standfirst or path has every word of a query."""
    words = query.casefold().split()
    return [
        article
        for article in articles
        if all(word in f"{article.title} {article.standfirst} {article.path}".casefold() for word in words)
    ]


ORDERS: Mapping[str, Callable[[Row], tuple[object, ...]]] = {
    "headline": lambda row: (row.article.title.casefold(), row.article.path),
    "words": lambda row: (-row.words, row.article.path),
    "edited": lambda row: (-(row.edited.timestamp() if row.edited else 0), row.article.path),
}
"""How a list can be sorted, by name, beside its own order."""
