"""What stands on the desk: drafts, what is scheduled, what was edited, what is wrong and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from ssg.model import Article, Term
from ssg.newsroom.alike import alike
from ssg.preview.proof import Proof
from ssg.problems import Problem, Severity
from ssg.urls import page_url

SHOWN = 12
"""Articles of a block on the desk; the list has them all."""
ON_A_PAGE = 100
"""Articles on a page of the list."""


@dataclass(frozen=True)
class Row:
    """An article as the desk lists it. `url` is empty where it has no page."""

    article: Article
    url: str
    words: int
    minutes: int
    note: str = ""


@dataclass(frozen=True)
class Block:
    """Some articles and what they have in common. `rows` are the first of `count`."""

    name: str
    title: str
    rows: tuple[Row, ...]
    count: int


@dataclass(frozen=True)
class WrongFile:
    """A file with problems, and the article in it, if there is one."""

    path: str
    title: str
    problems: tuple[Problem, ...]


class Desk:
    """What the desk shows of one proof. Everything is worked out when it is first asked for."""

    def __init__(self, proof: Proof) -> None:
        self._proof = proof

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """Return all articles, newest first, whatever they wait for."""
        return tuple(
            sorted(self._proof.content.articles, key=lambda article: (article.date, article.path), reverse=True)
        )

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks of the desk. Those without an article are among them: that, too, is news."""
        now = self._proof.edition.now
        waiting = [article for article in self.articles if not article.draft and article.date > now]
        return (
            self._block("drafts", "Drafts", [article for article in self.articles if article.draft]),
            self._block("scheduled", "Scheduled", waiting[::-1], self._when),
            self._block("edited", "Recently edited", self._edited, self._edited_when),
            self._block("expired", "Expired", [a for a in self.articles if a.expires and a.expires <= now]),
            self._block("no-image", "Without a picture", [a for a in self.articles if a.image is None]),
            self._block("no-alt", "Pictures without alternative text", list(filter(_lacks_alt, self.articles))),
            self._block("no-standfirst", "Without a standfirst", [a for a in self.articles if not a.standfirst]),
        )

    def articles_of(self, name: str) -> Sequence[Article]:
        """Return all articles of a block, by its name; of any other name, all that there are."""
        return self._members.get(name, self.articles)

    @cached_property
    def _members(self) -> dict[str, Sequence[Article]]:
        return {}

    @cached_property
    def wrong(self) -> tuple[WrongFile, ...]:
        """Return the files with problems: first those with errors."""
        titles = {article.path: article.title for article in self.articles}
        by_file: dict[str, list[Problem]] = {}
        for problem in self._proof.problems:
            by_file.setdefault(problem.path, []).append(problem)
        found = [WrongFile(path, titles.get(path, path), tuple(problems)) for path, problems in by_file.items()]
        return tuple(sorted(found, key=lambda file: (not _has_error(file), file.path)))

    @cached_property
    def tags_alike(self) -> tuple[tuple[Term, Term], ...]:
        """Return the pairs of tags that look alike."""
        return tuple(alike(self._proof.site.tags))

    def tag_url(self, tag: Term) -> str:
        """Return the page URL of a tag."""
        return self._page_url(self._proof.settings.permalinks.tag.replace("{slug}", tag.slug))

    def tag_count(self, tag: Term) -> int:
        """Return how many articles have a tag."""
        return len(self._proof.site.by_tag.get(tag.slug, ()))

    def row(self, article: Article, note: Callable[[Article], str] | None = None) -> Row:
        """Return an article as the desk lists it."""
        path_url = self._proof.site.urls.get(article.path, "")
        words = article.text.words
        minutes = max(1, round(words / self._proof.settings.words_per_minute))
        return Row(article, self._page_url(path_url), words, minutes, note(article) if note else "")

    def _block(
        self, name: str, title: str, articles: Sequence[Article], note: Callable[[Article], str] | None = None
    ) -> Block:
        self._members[name] = articles
        return Block(name, title, tuple(self.row(article, note) for article in articles[:SHOWN]), len(articles))

    @property
    def _edited(self) -> list[Article]:
        return sorted(self.articles, key=self._mtime, reverse=True)[: 2 * SHOWN]

    def _mtime(self, article: Article) -> int:
        entry = self._proof.snapshot.entries.get(article.path)
        return entry.mtime_ns if entry else 0

    def _edited_when(self, article: Article) -> str:
        return self._moment(datetime.fromtimestamp(self._mtime(article) / 1e9, UTC))

    def _when(self, article: Article) -> str:
        return self._moment(article.date)

    def _moment(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._proof.settings.zone):%Y-%m-%d %H:%M}"

    def _page_url(self, path_url: str) -> str:
        return page_url(self._proof.settings.base, path_url) if path_url else ""


def _lacks_alt(article: Article) -> bool:
    return bool(article.image and not article.image.alt) or "![](" in article.text.source


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


def counts(desk: Desk, proof: Proof) -> Mapping[str, int]:
    """Return the numbers at the head of the desk."""
    sizes = {block.name: block.count for block in desk.blocks}
    waiting = sizes["drafts"] + sizes["scheduled"] + sizes["expired"]
    return {
        "articles": len(desk.articles),
        "published": max(0, len(desk.articles) - waiting),
        "errors": sum(problem.severity is Severity.ERROR for problem in proof.problems),
        "warnings": sum(problem.severity is Severity.WARNING for problem in proof.problems),
    }
