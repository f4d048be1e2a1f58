"""What rules look at: a newsroom's files, read, related and planned, with whatever is wrong with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property

from ssg.checks.prose import Prose
from ssg.content.snapshot import Snapshot
from ssg.frozen import frozen
from ssg.model import Article, Content, ImageRef, StaticFile, Vocabulary
from ssg.newsroom.names import Terms
from ssg.newsroom.site import Site
from ssg.pages.page import Plan
from ssg.settings import Settings
from ssg.theme.theme import Theme


@frozen
class Subject:
    """A newsroom at a moment. `site` and `plan` have what is waiting too, drafts and what is scheduled."""

    snapshot: Snapshot
    settings: Settings
    theme: Theme
    content: Content
    site: Site
    plan: Plan
    now: datetime

    @property
    def articles(self) -> tuple[Article, ...]:
        """Return all articles, whatever they wait for."""
        return self.content.articles

    @cached_property
    def prose(self) -> Mapping[str, Prose]:
        """Return the prose of every file that has any, by path."""
        content = self.content
        texts = [item.text for kind in (content.articles, content.authors, content.pages) for item in kind]
        texts += [term.text for term in content.terms if term.text]
        return {text.path: Prose(text) for text in texts if text.source}

    @cached_property
    def languages(self) -> Mapping[str, str]:
        """Return the language of the articles that are not in the site's, by path."""
        return {article.path: article.language for article in self.articles if article.language}

    def language(self, path: str) -> str:
        """Return the language of a file, without its region: `en`."""
        return self.languages.get(path, self.settings.language).partition("-")[0].lower()

    @cached_property
    def files(self) -> Mapping[str, StaticFile]:
        """Return the files that are copied, by path."""
        return {file.path: file for file in self.content.files}

    @cached_property
    def paths_of(self) -> Mapping[str, str]:
        """Return the content file of each page that has one, by the page's path URL."""
        return {url: path for path, url in self.site.urls.items()}

    def images(self) -> Iterator[tuple[str, ImageRef]]:
        """Yield the main picture of everything that has one, with the path of its file."""
        content = self.content
        for kind in (content.articles, content.authors, content.pages, content.terms):
            for item in kind:
                if item.image and item.path:
                    yield item.path, item.image

    @cached_property
    def tags(self) -> Mapping[str, list[tuple[Article, int, str]]]:
        """Return where each tag is used, by its slug: article, place in its list, and how it is written there."""
        names = [name for article in self.articles for name in article.tags]
        terms = Terms(Vocabulary.TAGS, self.content.terms, names)
        used: dict[str, list[tuple[Article, int, str]]] = defaultdict(list)
        for article in self.articles:
            for number, name in enumerate(article.tags):
                if tag := terms.find(name):
                    used[tag.slug].append((article, number, name))
        return used
