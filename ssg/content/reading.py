"""Files to content: every article, author, term, page and file of a site, and everything that is wrong with them.

A file with an error is left out and reading goes on, so that one run reports all problems of all files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from ssg.content.contents import Contents
from ssg.content.decoding import decode
from ssg.content.filing import Filing, file_paths
from ssg.content.front_matter import FrontMatter, read_front_matter
from ssg.content.index import Index, Read
from ssg.content.locating import locate
from ssg.content.pictures import NO_PICTURE, SVG, is_picture, look_at
from ssg.content.scanning import scan_markdown
from ssg.content.schemas import AUTHOR, PAGE, TERM, FrontMatterRecord, article_schema
from ssg.content.snapshot import Snapshot
from ssg.content.vectors import check_svg
from ssg.digest import Value, digest
from ssg.model import UNDATED, Article, ArticleType, Author, Content, PlainPage, StaticFile, Term, Text, Vocabulary
from ssg.problems import Problem, ProblemError, Severity
from ssg.schema import Fault, Moment
from ssg.settings import Settings
from ssg.urls import slug_problem, slugify, title_of

T = TypeVar("T", bound=Value)
_PRIVATE = (".heic", ".heif", ".tif", ".tiff", ".dng")
"""Formats of cameras that no page shows. They tell where a photograph was taken, and we do not take that off."""
_DATED = re.compile(r"(\d{4}-\d\d-\d\d)[-_](?=.)")


def read(snapshot: Snapshot, settings: Settings, index: Index | None = None) -> tuple[Content, tuple[Problem, ...]]:
    """Read everything under `content/`. What has an error is not in the content; its problems are, sorted by place.

    `index` knows what was read before: it saves time and changes nothing.
    """
    filing = file_paths(snapshot.paths("content/"))
    reader = _Reader(snapshot, settings, filing, index)
    content = Content(
        articles=reader.each(filing.articles, _ARTICLES, reader.article, lambda article: {article.id}),
        authors=reader.each(filing.authors, _AUTHORS, reader.author, lambda author: {author.name.casefold()}),
        terms=reader.each(filing.terms, _TERMS, reader.term, _names),
        pages=reader.each(filing.pages, _PAGES, reader.page, lambda page: {page.url}),
        files=reader.each(filing.files, _FILES, reader.file, lambda file: {file.path}),
        # Last, since the problems gather while the others are read.
        unread=frozenset(problem.path for problem in reader.problems),
    )
    problems = locate(snapshot, reader.problems)
    return content, tuple(sorted(problems, key=lambda problem: problem.sort_key))


class ArticleReader:
    """Reads articles for the index of another process."""

    def __init__(self, snapshot: Snapshot, settings: Settings) -> None:
        self._index = Index(snapshot, Contents(snapshot), settings.zone)
        self._reader = _Reader(snapshot, settings, file_paths(()), self._index)

    def read(self, path: str) -> tuple[Article, Read] | None:
        """Return what is in a file, and the same for the index of another process; None where something is wrong with
        it: who reads the site finds out what."""
        try:
            article = self._reader.article(path)
        except ProblemError:
            return None
        if article is None or self._reader.problems:
            self._reader.problems.clear()
            return None
        return article, self._index.read(path, article)


class _Kind(NamedTuple, Generic[T]):
    """One kind of what is read: its type, what no other of its kind may have the same of, and what to do then."""

    type: type[T]
    key: str
    hint: str


_ARTICLES = _Kind(Article, "id", "it is the slug where none is given: give one of the two an id")
_AUTHORS = _Kind(Author, "name", "bylines could not tell them apart")
_TERMS = _Kind(Term, "title", "give one of the two another title")
_PAGES = _Kind(PlainPage, "address", "move one of the two")
_FILES = _Kind(StaticFile, "address", "move one of the two")


class _Reader:
    """Reads the files of one site and collects what is wrong with them."""

    def __init__(self, snapshot: Snapshot, settings: Settings, filing: Filing, index: Index | None) -> None:
        self.index = index
        self.read_bytes = index.data if index else snapshot.read
        self.content = index.content if index else snapshot.digest
        self.filing = filing
        self.zone = settings.zone
        self.article_schema = article_schema(self.zone)
        self.problems: list[Problem] = [*snapshot.problems, *filing.problems]

    def each(
        self,
        paths: Iterable[str],
        kind: _Kind[T],
        read_one: Callable[[str], T | None],
        names: Callable[[T], set[str]],
    ) -> tuple[T, ...]:
        """Return what was read from each path without an error.

        `names` gives what no other of its kind may be called by; two of one name are a problem.
        """
        kept: list[T] = []
        first: dict[str, str] = {}
        for path in paths:
            try:
                item = self._known_or_read(path, kind.type, read_one)
            except ProblemError as error:
                self.problems += error.problems
                continue
            if item is None:
                continue
            others = {first.setdefault(name, path) for name in names(item)} - {path}
            if others:
                self.problems.append(Problem(f"{min(others)} has the same {kind.key}", kind.hint, path, at=(kind.key,)))
            else:
                kept.append(item)
        return tuple(kept)

    def _known_or_read(self, path: str, kind: type[T], read_one: Callable[[str], T | None]) -> T | None:
        if self.index is None:
            return read_one(path)
        item = self.index.find(path, kind)
        if isinstance(item, StaticFile) and item.owner != self._owner(path):
            # Whether a file belongs to an article is said by another file.
            item = None
        if item is None:
            problems = len(self.problems)
            item = read_one(path)
            # What is wrong with a file is said again in every build.
            if item is not None and len(self.problems) == problems:
                self.index.keep(path, item)
        return item

    def article(self, path: str) -> Article | None:
        """Read an article, a file or a bundle."""
        front, values, faults = self._front_matter(path, self.article_schema)
        folders, name = _folders_and_name(path)
        dated = _DATED.match(name)
        values["date"] = values["date"] or self._date_in_name(dated[1] if dated else "")
        if not values["slug"]:
            values["slug"] = slugify(name[dated.end() if dated else 0 :])
            if wrong := slug_problem(values["slug"]):
                faults.append(Fault(("slug",), f'the name "{name}" cannot be a slug: {wrong}', "add slug", on_key=True))
        if not values["section"] and folders:
            values["section"] = folders[0]
            if wrong := slug_problem(slugify(folders[0])):
                hint = "rename it, or add section"
                faults.append(Fault(("section",), f'the folder "{folders[0]}" cannot be a section: {wrong}', hint))
        if values["draft"]:
            values["title"] = values["title"] or title_of(values["slug"])
            values["date"] = values["date"] or UNDATED.astimezone(self.zone)
        for key in ("title", "date"):
            if not values[key] and not any(fault.at[0] == key for fault in faults):
                faults.append(Fault((key,), f'"{key}" is missing', "add it, or draft: true", on_key=True))
        if faults:
            self.problems += front.problems(faults)
            return None
        values["id"] = values["id"] or values["slug"]
        values["type"] = ArticleType(values["type"])
        return Article(path=path, text=_text(front), **values)

    def author(self, path: str) -> Author | None:
        """Read an author."""
        front, values, faults = self._front_matter(path, AUTHOR)
        if faults:
            self.problems += front.problems(faults)
            return None
        return Author(path=path, slug=_stem(path), text=_text(front), **values)

    def term(self, path: str) -> Term | None:
        """Read what is said of a section, a tag or a series."""
        front, values, faults = self._front_matter(path, TERM)
        if faults:
            self.problems += front.problems(faults)
            return None
        slug = _stem(path)
        values["title"] = values["title"] or title_of(slug)
        text = _text(front) if front.body else None
        return Term(Vocabulary(path.split("/")[1]), slug, path=path, text=text, **values)

    def page(self, path: str) -> PlainPage | None:
        """Read a page. Its place below `content/pages/` is its address."""
        front, values, faults = self._front_matter(path, PAGE)
        parts = path.removesuffix(".md").removesuffix("/index").split("/")[2:]
        if faults:
            self.problems += front.problems(faults)
            return None
        return PlainPage(path=path, url=f"/{'/'.join(parts)}/", text=_text(front), **values)

    def file(self, path: str) -> StaticFile:
        """Read a file that is copied as it is, or, for a picture, without what its camera noted."""
        if is_picture(path):
            data = self.read_bytes(path)
            content, facts = digest(data), look_at(data, path)
            if facts.format == SVG and (wrong := check_svg(data, path)):
                raise ProblemError(wrong)
        else:
            # A film may be larger than the memory.
            content, facts = self.content(path), NO_PICTURE
        if path.lower().endswith(_PRIVATE):
            hint = "export it as JPEG, which every browser shows, or keep it outside of content/"
            message = "this is published as it is, with all that its camera noted"
            self.problems.append(Problem(message, hint, path, severity=Severity.WARNING))
        owner = self._owner(path)
        url = path.removeprefix(f"{owner.removesuffix('/index.md')}/" if owner else "content")
        size = (facts.width, facts.height)
        return StaticFile(path, url, content, *size, owner, facts.format, facts.moves, facts.fault)

    def _owner(self, path: str) -> str:
        bundle = self.filing.bundle_of(path)
        return f"{bundle}/index.md" if bundle else ""

    def _front_matter(self, path: str, schema: FrontMatterRecord) -> tuple[FrontMatter, dict[str, Any], list[Fault]]:
        """Return a file's front matter, its values and their faults. Raises ProblemError when it cannot be read."""
        front = read_front_matter(decode(self.read_bytes(path), path), path)
        faults: list[Fault] = []
        values = schema.read(front.data, (), faults)
        if values is None:
            raise ProblemError(front.problems(faults))
        return front, values, faults

    def _date_in_name(self, text: str) -> datetime | None:
        return Moment(self.zone).read(text, ("date",), []) if text else None


def _names(term: Term) -> set[str]:
    """Return what articles may call a term by: its slug, or its title."""
    return {f"{term.vocabulary}/{term.slug}", f"{term.vocabulary}/{slugify(term.title)}"}


def _text(front: FrontMatter) -> Text:
    return scan_markdown(front.body, front.path, front.body_line)


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def _folders_and_name(path: str) -> tuple[list[str], str]:
    """Return the folders below `content/articles/` that hold an article, and its name: its file's or its bundle's."""
    *folders, name = path.removesuffix(".md").removesuffix("/index").split("/")[2:]
    return folders, name
