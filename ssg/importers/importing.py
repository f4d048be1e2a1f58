"""Raw texts into a site: read them all, then file, relate and write one after the other.

All texts are read before the first file is written, so that articles of one run can be related to each other and the
order of the files on the command line does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from ssg.content.composing import DEFAULT_SECTION, refuse_unreadable, section_problem
from ssg.content.reading import read
from ssg.content.schemas import AUTHOR, article_schema
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import scan
from ssg.importers.article import Given, ImportedArticle, Person
from ssg.importers.authors import AuthorFiles
from ssg.importers.documents import (
    Filing,
    article_document,
    article_id,
    article_slug,
    author_document,
    author_path,
    merge_people,
)
from ssg.importers.tags import key_phrases, known_tags, tag_patterns
from ssg.importers.text import read_article
from ssg.importers.writing import Document, Outcome, write_document
from ssg.model import Article, Vocabulary
from ssg.newsroom.names import People, Terms
from ssg.newsroom.publishing import Edition, withheld_because
from ssg.problems import Problem, ProblemError, Severity
from ssg.urls import slugify

Source = tuple[str, Callable[[], bytes]]
"""The name of a text for reports, and what reads its bytes; that may raise OSError."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the writer of the command says instead of the text. Empty values leave it to the text."""

    section: str = ""
    given: Given = field(default_factory=Given)
    tags: tuple[str, ...] = ()
    propose: str = "known"
    """Which proposed tags are written: `known`, those of the site's vocabulary; `all`, key phrases too; `none`."""
    force: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one text: files with their outcomes, and what the writer should know.

    `article` is None for a text that was refused; `problems` says why. Of `tags`, those of the article, `proposed` are
    those that nobody asked for; `proposals` were not written. `related` and `unmatched` are the headlines that the page
    suggests, those of the site's articles and the others.
    """

    source: str
    article: ImportedArticle | None = None
    documents: tuple[tuple[Document, Outcome], ...] = ()
    tags: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def failed(self) -> bool:
        """Tell whether the text is not in the site."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def import_texts(root: Path, sources: Sequence[Source], options: ImportOptions, now: datetime) -> tuple[Imported, ...]:
    """Import texts into the site at `root` and return what became of each, in the order given.

    A text that is refused does not keep the others from being imported. `now` is aware and decides which articles are
    published and can be related to. Raises ProblemError when there is no readable site at `root`, and for a section
    that is no name.
    """
    wrong = section_problem(options.section) if options.section else ""
    if wrong:
        raise ProblemError([Problem(wrong, "write a word or a few")])
    read_ones = [_read(source, options) for source in sources]
    articles = [item.article for item in read_ones if item.article]
    newsroom = _Newsroom(root, articles, options, now)
    return tuple(newsroom.take_in(item, item.article) if item.article else item for item in read_ones)


def _read(source: Source, options: ImportOptions) -> Imported:
    """Return one text read, or refused with its problems."""
    name, load = source
    try:
        article, problems = read_article(load(), name, options.given)
    except OSError as error:
        return Imported(name, problems=(Problem(f"this cannot be read: {error.strerror or error}", "", name),))
    except ProblemError as error:
        return Imported(name, problems=error.problems)
    return Imported(name, article, problems=problems)


class _Newsroom:
    """The site that texts are imported into, and what this run adds to it."""

    def __init__(self, root: Path, articles: Sequence[ImportedArticle], options: ImportOptions, now: datetime) -> None:
        self.root, self.options = root, options
        snapshot = scan(root)
        self.settings = read_settings(snapshot)
        # What is wrong elsewhere in the site is for the build to say; what can be read is enough here.
        content, _ = read(snapshot, self.settings)
        self.people = People(content.authors)
        named = [tag for article in content.articles for tag in article.tags]
        terms = Terms(Vocabulary.TAGS, content.terms, named)
        self.tags = tag_patterns(term.title for term in terms.all().values())
        self.paths = {article.id: article.path for article in content.articles}
        self.published = self._published(content.articles, articles, now)
        self.described = merge_people([person for article in articles for person in article.authors])
        self.sections = self.settings.sections
        self.done: dict[str, Outcome] = {}
        self.author_files = AuthorFiles(root, force=options.force, dry_run=options.dry_run)
        self.missing: set[Problem] = set()

    def _published(
        self, articles: Iterable[Article], imported: Iterable[ImportedArticle], now: datetime
    ) -> Mapping[str, str]:
        """Return the slugs of articles that a reader can see, by the slugs of their headlines."""
        edition = Edition(now)
        slugs = {slugify(a.title): a.slug for a in articles if withheld_because(a, edition) is None}
        for article in imported:
            if article.date and not article.draft and self._aware(article.date) <= now:
                slugs.setdefault(slugify(article.title), article_slug(article))
        return slugs

    def _aware(self, moment: date) -> datetime:
        if not isinstance(moment, datetime):
            moment = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - the next line gives the zone
        return moment if moment.tzinfo else moment.replace(tzinfo=self.settings.zone)

    def take_in(self, item: Imported, article: ImportedArticle) -> Imported:
        """Write the files of one article and return what became of it."""
        problems = list(item.problems)
        tags, proposals = self._tags(article, problems)
        related, unmatched = self._related(article)
        section = self._section(item.source, problems)
        authors, byline = self._authors(article)
        filing = Filing(section, byline, tags, tuple(self.published[slugify(title)] for title in related))
        document = article_document(article, filing)
        outcomes: list[tuple[Document, Outcome]] = []
        cuts = list(article.cuts)
        try:
            refuse_unreadable(article_schema(self.settings.zone), document.text, document.path)
            for path, whole, _ in authors:
                refuse_unreadable(AUTHOR, author_document(whole).text, path)
            elsewhere = self.paths.get(article_id(article), document.path)
            if elsewhere != document.path:
                return replace(item, documents=((Document(elsewhere, document.text), Outcome.ELSEWHERE),))
            outcomes.append((document, self._write(document)))
            self.paths[article_id(article)] = document.path
            # Authors come after the article: a refused article adds nobody to the site.
            for path, whole, own in authors:
                filed = self.author_files.file(path, whole, own, item.source)
                outcomes.append((filed.document, filed.outcome))
                cuts += filed.cuts
                problems += filed.problems
        except ProblemError as error:
            problems += error.problems
        for _, person, _ in authors:
            if not person.bio and self.people.find(person.name) is None:
                message = f"nothing is said about {person.name}: the author's file has no biography"
                problems.append(Problem(message, "", item.source, severity=Severity.WARNING))
        return replace(
            item,
            article=replace(article, cuts=tuple(sorted(cuts, key=lambda cut: cut.line))),
            documents=tuple(outcomes),
            tags=tags,
            proposed=tuple(tag for tag in tags if tag not in self.options.tags),
            proposals=proposals,
            related=related,
            unmatched=unmatched,
            problems=tuple(problems),
        )

    def _section(self, source: str, problems: list[Problem]) -> str:
        if self.options.section:
            return self.options.section
        hint = f"use --section; the site has {', '.join(self.sections)}" if self.sections else "use --section"
        message = f'no section was given: the article goes to "{DEFAULT_SECTION}"'
        problems.append(Problem(message, hint, source, severity=Severity.WARNING))
        return DEFAULT_SECTION

    def _tags(self, article: ImportedArticle, problems: list[Problem]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the tags to write and those that are merely proposed."""
        if self.options.propose == "none":
            return _merged(self.options.tags), ()
        known = known_tags(article.text, self.tags)
        phrases, missing = key_phrases(article.text, self.settings.language, (*self.options.tags, *known))
        # What is not installed is missing for every text: once is enough.
        problems += [problem for problem in missing if problem not in self.missing]
        self.missing.update(missing)
        if self.options.propose == "all":
            return _merged((*self.options.tags, *known, *phrases)), ()
        return _merged((*self.options.tags, *known)), phrases

    def _related(self, article: ImportedArticle) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the suggested headlines that are articles of the site, and the others."""
        titles = {slugify(passage.text): passage.text for passage in article.suggestions}
        titles.pop(slugify(article.title), None)
        found = tuple(title for slug, title in titles.items() if slug in self.published)
        return found, tuple(title for title in titles.values() if title not in found)

    def _authors(self, article: ImportedArticle) -> tuple[list[tuple[str, Person, Person]], tuple[str, ...]]:
        """Return the authors of an article, and its byline as the site spells the names.

        An author is the path of the file, what all texts of the run say of the person, and what this one says.
        """
        authors: list[tuple[str, Person, Person]] = []
        byline: list[str] = []
        for author in article.authors:
            path = author_path(author.name)
            person = self.described.get(path, author)
            there = self.people.find(author.name)
            authors.append((there.path if there else path, person, author))
            byline.append(there.name if there else person.name)
        return authors, tuple(dict.fromkeys(byline))

    def _write(self, document: Document) -> Outcome:
        if document.path in self.done:
            message = "two texts of this run make the same file"
            raise ProblemError([Problem(message, "import one of them with --title", document.path)])
        self.done[document.path] = Outcome.PRINTED
        if self.options.dry_run:
            return Outcome.PRINTED
        return write_document(self.root, document, force=self.options.force)


def _merged(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags without those that differ from an earlier one in spelling only."""
    merged: dict[str, str] = {}
    for tag in tags:
        merged.setdefault(slugify(tag), tag)
    return tuple(merged.values())
