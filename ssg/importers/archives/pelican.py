"""A Pelican site: Markdown and reStructuredText with lines of metadata, by the settings of `pelicanconf.py`.

The settings are Python. They are read, never run: what is written as a plain value is known, all else is not.
"""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from ssg.importers.archives.folder import MARKDOWN, base_of, is_inside, lost, picture_of, relative, stray_links, walk
from ssg.importers.archives.items import Addresses, Attachment, Converted, Note, NoteKind, Place, Story, Writer
from ssg.importers.archives.markup import shortcodes
from ssg.importers.archives.markup.anchors import fragments, keep_anchors
from ssg.importers.archives.markup.dialect import adapt_kramdown
from ssg.importers.archives.markup.edits import Draft
from ssg.importers.archives.markup.lines import lines_of_html, lines_of_words, located
from ssg.importers.archives.markup.links import move_links
from ssg.importers.archives.metadata import Metadata, decode, read_metadata
from ssg.importers.archives.values import byline, date_in_name, names, split_address, text_of
from ssg.urls import slugify

_SETTINGS = ("pelicanconf.py", "publishconf.py")
_SOURCES = (*MARKDOWN, ".rst", ".html", ".htm")
_SPECIAL = re.compile(r"[{|](?P<kind>filename|static|attach|author|category|tag|index)[|}](?P<rest>.*)", re.DOTALL)
_META = re.compile(r"<meta\s+name=[\"']?([\w-]+)[\"']?\s+(?:content|contents)=[\"']([^\"']*)[\"']", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)
_BODY = re.compile(r"<body[^>]*>(.*?)</body>", re.DOTALL | re.IGNORECASE)
_DROPPED = ("template", "save_as", "translation", "comments", "gallery")


class PelicanSite:
    """A Pelican site in a folder."""

    format = "pelican"
    media_folder = "/"

    def __init__(self, root: Path) -> None:
        self.root = root
        self.settings: dict[str, Any] = {}
        for name in _SETTINGS:
            if (root / name).is_file():
                self.settings |= _plain_values((root / name).read_bytes())
        self.url = text_of(self.settings.get("SITEURL")).rstrip("/")
        self.language = text_of(self.settings.get("DEFAULT_LANG")) or "en"
        folder = root / (text_of(self.settings.get("PATH")) or "content")
        self.content = folder if folder.is_dir() and is_inside(folder, root) else root
        self.base_notes: tuple[Note, ...] = ()
        self._addresses: dict[str, str] = {}
        self._fragments: set[str] = set()

    def writers(self) -> Iterable[Writer]:
        """Return nobody: Pelican knows names only."""
        return ()

    def stories(self) -> Iterator[Story]:
        """Yield articles and pages, in the order of the files."""
        notes = list(stray_links(self.root))
        articles = self.settings.get("ARTICLE_PATHS") or [""]
        pages = self.settings.get("PAGE_PATHS") or ["pages"]
        for path in walk(self.content, within=self.root):
            if path.suffix.lower() not in _SOURCES:
                continue
            inner = path.relative_to(self.content)
            is_page = _is_in(inner, pages)
            if not is_page and not _is_in(inner, articles):
                continue
            metadata = self._read(path)
            if not metadata.found:
                notes.append(lost("text without metadata", metadata.path))
            elif text_of(metadata.data.get("status") or metadata.data.get("Status")).lower() == "skip":
                notes.append(lost("text that Pelican skips", metadata.path))
            else:
                yield self._story(inner, metadata, is_page=is_page)
        self.base_notes = tuple(notes)

    def files(self) -> Iterable[Attachment]:
        """Return everything below the content folder that is no text."""
        for file in walk(self.content, within=self.root):
            if file.suffix.lower() not in _SOURCES and not file.name.endswith((".py", ".pyc")):
                yield Attachment(f"/{relative(file, self.content)}", file)

    def place(self, story: Story) -> Place:
        """Return what the links of a story start from."""
        return Place(base_of(story.address), frozenset(), self.url, split_address(self.url).path.rstrip("/"))

    def convert(self, story: Story, addresses: Addresses) -> Converted:
        """Return a body as Markdown, with links moved."""
        made = story.source.endswith((".rst", ".html", ".htm"))
        notes: tuple[Note, ...] = ()
        if made:
            from ssg.importers.archives.markup.html import to_markdown  # noqa: PLC0415 - an extra, for these alone

            body, notes = to_markdown(story.body, story.source, story.line)
            linked = Draft(body, story.source, story.line)
        else:
            draft = Draft(story.body, story.source, story.line)
            shortcodes.show_foreign(draft)
            linked = draft.then(adapt_kramdown)
        move_links(linked, self.place(story), addresses, lambda target: self._named(target, story))
        keep_anchors(linked, self._fragments)
        notes = (*notes, *linked.notes)
        return Converted(linked.finish(), self._located(notes, story) if made else notes)

    def _located(self, notes: Sequence[Note], story: Story) -> tuple[Note, ...]:
        """Return notes on what was made of HTML or reStructuredText with the lines of the file."""
        if not story.source.endswith(".rst"):
            return located(notes, story.line, lambda: lines_of_html(story.body))
        if not notes:
            return ()
        text, _ = decode((self.root / story.source).read_bytes(), story.source)
        return located(notes, 1, lambda: lines_of_words(text, (note.detail for note in notes)))

    def _named(self, target: str, story: Story) -> str | None:
        """Return the old address of a link of Pelican's own kind: `{filename}a.md`, `{static}/images/a.png`."""
        match = _SPECIAL.match(target.replace("%7B", "{").replace("%7D", "}").replace("%7C", "|"))
        if not match:
            return None
        if match["kind"] in {"author", "category", "tag", "index"}:
            wanted = slugify(match["rest"])
            return {"author": f"/authors/{wanted}/", "tag": f"/tags/{wanted}/", "category": f"/{wanted}/"}.get(
                match["kind"], "/"
            )
        name, sign, fragment = match["rest"].strip().partition("#")
        folder = posixpath.dirname(self._inner(story.source))
        found = name.lstrip("/") if name.startswith("/") else posixpath.normpath(posixpath.join(folder, name))
        return self._addresses.get(found, f"/{found}") + sign + fragment

    def _inner(self, source: str) -> str:
        return (self.root / source).relative_to(self.content).as_posix()

    def _read(self, path: Path) -> Metadata:
        source = relative(path, self.root)
        if path.suffix.lower() == ".rst":
            from ssg.importers.archives.markup.restructuredtext import read_restructured  # noqa: PLC0415 - an extra

            return read_restructured(path.read_bytes(), source)
        if path.suffix.lower() in {".html", ".htm"}:
            text, notes = decode(path.read_bytes(), source)
            title, body = _TITLE.search(text), _BODY.search(text)
            data: dict[str, Any] = {key.lower(): value for key, value in _META.findall(text)}
            if title:
                data.setdefault("title", title[1].strip())
            line = text.count("\n", 0, body.start(1)) + 1 if body else 1
            return Metadata(source, data, body[1] if body else text, line, bool(data), notes)
        return read_metadata(path.read_bytes(), source, headers=True)

    def _story(self, inner: Path, metadata: Metadata, *, is_page: bool) -> Story:
        keys = metadata.keys()
        dated, short = date_in_name(inner.stem)
        title = keys.text("title")
        if not title:
            title = short.replace("-", " ").replace("_", " ").strip().capitalize()
            keys.note(NoteKind.GUESSED, "title made from the file's name", title)
        moment = keys.moment("date") or dated
        status = keys.text("status").lower()
        category = keys.text("category")
        folder = inner.parts[0] if len(inner.parts) > 1 and self.settings.get("USE_FOLDER_AS_CATEGORY", True) else ""
        section = category or folder or text_of(self.settings.get("DEFAULT_CATEGORY"))
        people = byline(keys.take("authors", "author") or self.settings.get("AUTHOR") or [])
        slug = keys.text("slug") or slugify(title if "slug" not in str(self.settings.get("SLUGIFY_SOURCE")) else short)
        if text_of(self.settings.get("SLUGIFY_SOURCE")) == "basename":
            slug = slug if keys.text("slug") else slugify(inner.stem)
        language = keys.text("lang") or self.language
        url = keys.text("url")
        address = self._address(url, slug, section, people, moment, language, is_page=is_page)
        if status == "hidden":
            keys.note(NoteKind.LOST, "hidden article, kept as a draft", title)
        for key in _DROPPED:
            keys.take(key)
        story = Story(
            metadata.path,
            title,
            metadata.body,
            metadata.line,
            moment,
            keys.moment("modified", "updated"),
            None,
            people if not is_page else (),
            names(keys.take("tags", "keywords")),
            "" if is_page else section,
            keys.text("series"),
            re.sub(r"<[^>]*>", "", keys.text("summary", "description", "subtitle")),
            "",
            picture_of(keys),
            status in {"draft", "hidden"},
            slug,
            address,
            language=language,
            standing=(address.strip("/").removesuffix(".html") or slug) if is_page else "",
        )
        self._addresses[inner.as_posix()] = address
        self._fragments.update(fragments(metadata.body))
        return replace(story, extra=keys.rest(), notes=tuple(keys.notes))

    def _address(  # noqa: PLR0917 - everything that an address can be made of
        self,
        url: str,
        slug: str,
        category: str,
        people: tuple[str, ...],
        moment: date | None,
        language: str,
        *,
        is_page: bool,
    ) -> str:
        """Return the path URL of a text, by the patterns of the settings."""
        other = "_LANG" if language != self.language else ""
        key, usual = ("PAGE", "pages/{slug}{lang}.html") if is_page else ("ARTICLE", "{slug}{lang}.html")
        suffix = f"-{language}" if other else ""
        pattern = url or text_of(self.settings.get(f"{key}{other}_URL")) or usual.replace("{lang}", suffix)
        values = {
            "slug": slug,
            "category": slugify(category),
            "lang": language,
            "author": slugify(people[0] if people else ""),
        }
        path = re.sub(r"\{(slug|category|lang|author)\}", lambda match: values[match[1]], pattern)
        path = re.sub(r"\{date:([^}]*)\}", lambda match: f"{moment:{match[1]}}" if moment else "", path)
        return "/" + path.lstrip("/")


def _is_in(inner: Path, folders: Iterable[Any]) -> bool:
    """Tell whether a file is in one of the folders, which may be empty for all."""
    path = inner.as_posix()
    return any(
        not (folder := text_of(name).strip("/")) or path == folder or path.startswith(f"{folder}/") for name in folders
    )


def _plain_values(source: bytes) -> dict[str, Any]:
    """Return the settings of a Python file that are plain values. Of several the last one holds."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return {}
    found: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            value = node.value.body if isinstance(node.value, ast.IfExp) else node.value
            try:
                found[node.targets[0].id] = ast.literal_eval(value)
            except (ValueError, TypeError, SyntaxError, RecursionError):
                continue
    return found
