"""Where each story goes in the site: path, slug, id and old addresses, each of them nobody else's.

What a story gets depends on the archive and on the order of its stories alone, never on what an earlier run has
written: so a second run, or one that goes on after an interruption, comes to the same files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import unquote

from ssg.content.composing import DEFAULT_SECTION, file_slug
from ssg.importers.archives.items import Note, NoteKind, Story
from ssg.importers.archives.values import split_address
from ssg.model import UNDATED, Article, Passage, Term, Text, Vocabulary
from ssg.newsroom.permalinks import article_url
from ssg.settings import Settings
from ssg.urls import is_reserved, output_path, slug_problem, slugify

_OWN_PAGES = ("404.html", "feed.xml", "sitemap.xml", "robots.txt", "corrections", "search")
"""What every site has at its root."""
_LONGEST = 200
"""Bytes of a name that file systems take, with an ending, a number and a language to come."""
_PLAIN_PATH = re.compile(r"/[^\s\x00-\x1f\x7f?#*:|\\<>\"]*")


@dataclass(frozen=True, slots=True)
class Berth:
    """A story's place in the site: its file, its section by name, and the path URL that it will have.

    `id` is empty where the slug will do.
    """

    path: str
    id: str
    section: str
    url: str
    notes: tuple[Note, ...]


class Register:
    """Gives every story its berth, in the order of the archive, and knows what had which address."""

    def __init__(
        self, settings: Settings, now: datetime, *, section: str, language: str, there: Iterable[Article]
    ) -> None:
        """`section` overrides that of the archive; `there` are articles that the site has already."""
        self._prefix = ""
        self._settings = settings
        self._now = now
        self._section = section
        self._language = language or settings.language
        self._ids = {article.id: article.path for article in there}
        self._taken: dict[str, str] = {}
        self._links: dict[str, str] = {}
        listings = {f"/{slugify(name)}/" for name in settings.sections}
        self._reserved = {"/", *(f"/{name}/" for name in _OWN_PAGES), *listings}
        patterns = settings.permalinks
        self._roots = tuple(
            root
            for pattern in (patterns.author, patterns.tag, patterns.series, "/archive/", "/assets/", "/sitemaps/")
            if (root := pattern.partition("{")[0]) != "/"
        )

    def set_old_site(self, address: str) -> None:
        """Say where the old site was: a path that it lived under is a part of its old addresses."""
        prefix = split_address(address).path.rstrip("/")
        self._prefix = prefix if prefix != self._settings.base.rstrip("/") else ""

    def enter(self, story: Story) -> Berth:
        """Give a story its place."""
        berth = self._standing(story) if story.standing else self._article(story)
        self._taken[_output(berth.url)] = story.source
        link = berth.path.removeprefix("content/") if self._is_published(story) else berth.url
        for address in filter(None, (story.address, *story.aliases, *story.short_links)):
            self._links.setdefault(_key(address), link)
        return berth

    def _is_published(self, story: Story) -> bool:
        """Tell whether readers will see a story: what they do not see is no target of a link between files."""
        if story.standing or story.draft or story.date is None:
            return bool(story.standing) and not story.draft
        return self._aware(story.date) <= self._now and not (
            story.expires is not None and self._aware(story.expires) <= self._now
        )

    def _aware(self, moment: date) -> datetime:
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time())
        return moment if moment.tzinfo else moment.replace(tzinfo=self._settings.zone)

    def link(self, address: str) -> str:
        """Return the link to the story that had a path URL, or an empty text."""
        return self._links.get(_key(address), "")

    def _article(self, story: Story) -> Berth:
        notes: list[Note] = []
        section = self._section or story.section
        if not slugify(section) or slug_problem(slugify(section)):
            if section:
                notes.append(_note(NoteKind.RENAMED, "section without a usable name", section, story))
            else:
                notes.append(_note(NoteKind.GUESSED, f'no section: filed under "{DEFAULT_SECTION}"', "", story))
            section = DEFAULT_SECTION
        folder = file_slug(section, "section")
        self._reserved.add(f"/{folder}/")
        wanted = story.slug.strip("/").rpartition("/")[2]
        fits = wanted not in {"", "index"} and len(wanted) <= _LONGEST and not slug_problem(wanted)
        slug = wanted if fits else file_slug(wanted or story.title, "article")
        if story.language and not _same_language(story.language, self._language):
            slug = f"{slug}-{slugify(story.language)}"
        plain, number = slug, 1
        while self._is_taken(story, slug, folder):
            number += 1
            slug = f"{plain}-{number}"
        if wanted and slug != wanted:
            notes.append(_note(NoteKind.RENAMED, "slug", f"{_short(wanted)} is {slug}", story))
        path = f"content/articles/{folder}/{slug}/index.md" if story.files else f"content/articles/{folder}/{slug}.md"
        own = self._own_id(slug, folder, path)
        url = self._url(story, slug, own or slug, folder)
        self._taken[path.casefold()] = story.source
        return Berth(path, own, section, url, tuple(notes))

    def _is_taken(self, story: Story, slug: str, folder: str) -> bool:
        url = _output(self._url(story, slug, slug, folder))
        places = (f"content/articles/{folder}/{slug}.md", f"content/articles/{folder}/{slug}/index.md", url)
        return any(place in self._taken for place in places)

    def _own_id(self, slug: str, folder: str, path: str) -> str:
        """Return the id of an article whose slug is another one's id already; empty when the slug will do."""
        own, number = slug, 1
        while self._ids.setdefault(own, path) != path:
            own = f"{folder}-{slug}" if number == 1 else f"{folder}-{slug}-{number}"
            number += 1
        return "" if own == slug else own

    def _url(self, story: Story, slug: str, own: str, folder: str) -> str:
        moment = UNDATED
        if story.date is not None:
            moment = UNDATED.replace(year=story.date.year, month=story.date.month, day=story.date.day, hour=12)
        article = Article("", slug, own, story.title, moment, Text("", 1, Passage.of("")))
        section = Term(Vocabulary.SECTIONS, folder, folder)
        return article_url(article, section, self._settings.permalinks, self._settings.zone)

    def _standing(self, story: Story) -> Berth:
        notes: list[Note] = []
        parts = [file_slug(part, "page") for part in story.standing.split("/") if part] or ["page"]
        if story.language and not _same_language(story.language, self._language):
            code = slugify(story.language)
            parts = [code, *(parts[1:] if parts[0] == code and len(parts) > 1 else parts)]
        if f"/{parts[0]}/".startswith(self._roots):
            parts[0] = f"{parts[0]}-pages"
        plain, number = parts[-1], 1
        while _output(url := f"/{'/'.join(parts)}/") in self._taken or url in self._reserved:
            number += 1
            parts[-1] = f"{plain}-{number}"
        if url != f"/{story.standing.strip('/')}/":
            notes.append(_note(NoteKind.RENAMED, "page", f"/{story.standing.strip('/')}/ is {url}", story))
        # With files beside it a page is the index.md of its folder, which has the same address.
        name = "/index.md" if story.files else ".md"
        return Berth(f"content/pages/{'/'.join(parts)}{name}", "", "", url, tuple(notes))

    def aliases(self, story: Story, berth: Berth) -> tuple[tuple[str, ...], list[Note]]:
        """Return the old addresses that will lead to a story, and notes on those that cannot.

        Every story must have its place before: where one stands, no old address of another can lead elsewhere.
        """
        aliases: list[str] = []
        notes: list[Note] = []
        for address in dict.fromkeys(filter(None, (story.address, *story.aliases))):
            alias = f"{self._prefix}/" + unquote(address).lstrip("/")
            alias = alias.removesuffix("index.html") if alias.endswith("/index.html") else alias
            output = _output(alias)
            if output == _output(berth.url) or any(output == _output(other) for other in aliases):
                continue
            wrong = _wrong_alias(alias)
            if not wrong and (alias.rstrip("/") + "/" in self._reserved or output in self._taken):
                wrong = "something else stands there"
            if not wrong and f"{alias.rstrip('/')}/".startswith(self._roots):
                wrong = "lists of the site stand there"
            if wrong:
                notes.append(
                    _note(NoteKind.LOST, "old address that cannot lead here", f"{_short(alias)}: {wrong}", story)
                )
            else:
                self._taken[output] = story.source
                aliases.append(alias)
        return tuple(aliases), notes


def _output(url: str) -> str:
    """Return the file that a path URL is served from, as file systems without case tell them apart."""
    is_file = url.lower().endswith((".html", ".htm"))
    return output_path(url if is_file else f"{url.rstrip('/')}/").casefold()


def _key(address: str) -> str:
    """Return an address as links spell it in several ways: without case, final slash and `index.html`."""
    if "://" in address:
        parts = split_address(address)
        path, query = parts.path, parts.query
    else:
        path, _, query = address.partition("#")[0].partition("?")
    path = unquote(path).removesuffix("index.html").removesuffix(".html").rstrip("/").casefold()
    return f"{path}?{query}" if query else path


def _wrong_alias(alias: str) -> str:
    """Return why no host can serve an old address, or an empty text."""
    if alias.startswith("//") or not _PLAIN_PATH.fullmatch(alias):
        return "it is not a plain path"
    parts = alias.strip("/").split("/")
    if any(not part or part.startswith(".") or is_reserved(part) for part in parts):
        return "one of its parts cannot be a folder"
    if any(len(part.encode("utf-8", "replace")) > _LONGEST for part in parts):
        return "one of its parts is too long for a folder"
    return ""


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _same_language(one: str, other: str) -> bool:
    return re.split("[-_]", one.lower())[0] == re.split("[-_]", other.lower())[0]


def _note(kind: NoteKind, what: str, detail: str, story: Story) -> Note:
    return Note(kind, what, detail, story.source, story.begins)
