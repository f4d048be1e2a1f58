"""A Hugo site: `content/` with front matter in YAML, TOML or JSON, bundles, languages, `static/` and `data/`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from ssg.importers.archives.folder import (
    FOREIGN,
    MARKDOWN,
    UNREAD,
    attachments,
    base_of,
    is_inside,
    lost,
    people_of_data,
    picture_of,
    read_settings_files,
    relative,
    stray_links,
    walk,
    writer_of,
)
from ssg.importers.archives.items import (
    Addresses,
    Attachment,
    Converted,
    NoteKind,
    Place,
    Story,
    Writer,
)
from ssg.importers.archives.markup import hugo as markup
from ssg.importers.archives.markup.anchors import fragments, keep_anchors
from ssg.importers.archives.markup.dialect import adapt
from ssg.importers.archives.markup.edits import Draft
from ssg.importers.archives.markup.inline import finish_commonmark
from ssg.importers.archives.markup.links import move_links
from ssg.importers.archives.metadata import read_metadata
from ssg.importers.archives.values import byline, date_in_name, split_address, text_of
from ssg.urls import slugify

_SETTINGS = tuple(f"{stem}.{ending}" for stem in ("hugo", "config") for ending in ("toml", "yaml", "yml", "json"))
_GENERIC = frozenset({"post", "posts", "blog", "blogs", "article", "articles", "content", "entries"})
# What is of no use here, or was made of the rest.
_SKIPPED = frozenset({"themes", "node_modules", "public", "resources"})
_TAXONOMIES = ("tags", "categories", "series", "authors")
# What only templates and servers of Hugo know: of no use here, and no loss.
_DROPPED = (
    "layout",
    "type",
    "outputs",
    "cascade",
    "build",
    "_build",
    "linktitle",
    "markup",
    "sitemap",
    "translationKey",
)


class HugoSite:
    """A Hugo site in a folder."""

    format = "hugo"
    media_folder = "/"

    def __init__(self, root: Path) -> None:
        self.root = root
        self.settings = _settings(root)
        self.url = text_of(self.settings.get("baseURL") or self.settings.get("baseurl")).rstrip("/")
        self.prefix = split_address(self.url).path.rstrip("/")
        self.language = text_of(self.settings.get("defaultContentLanguage")) or "en"
        self.languages: Mapping[str, Any] = self.settings.get("languages") or {}
        self.permalinks: Mapping[str, Any] = self.settings.get("permalinks") or {}
        self.people = people_of_data(root / "data", ("authors", "author", "people", "contributors", "team"), root)
        self.base_notes = stray_links(root, _SKIPPED)
        self._addresses: dict[str, str] = {}
        self._fragments: set[str] = set()
        self._read_people()

    def writers(self) -> Iterable[Writer]:
        """Return everybody in `data/authors` and in `content/authors`."""
        return self.people.values()

    def stories(self) -> Iterator[Story]:
        """Yield every content file, language by language."""
        for language, folder in self._content_folders():
            yield from self._of_folder(folder, language)

    def files(self) -> Iterable[Attachment]:
        """Return the static files, and what lies loose in `content/`."""
        static = self.settings.get("staticDir") or "static"
        for name in [static] if isinstance(static, str) else static:
            folder = self.root / str(name)
            for file in walk(folder, within=self.root) if folder.is_dir() else ():
                yield Attachment(f"/{relative(file, folder)}", file)
        for _, folder in self._content_folders():
            bundles = {file.parent for file in walk(folder, within=self.root) if file.stem.partition(".")[0] == "index"}
            for file in walk(folder, within=self.root):
                if file.suffix.lower() not in (*MARKDOWN, *FOREIGN, ".html") and not bundles.intersection(file.parents):
                    yield Attachment(f"/{relative(file, folder)}", file)

    def place(self, story: Story) -> Place:
        """Return what the links of a story start from."""
        return Place(base_of(story.address), frozenset(file.name for file in story.files), self.url, self.prefix)

    def convert(self, story: Story, addresses: Addresses) -> Converted:
        """Return a body as Markdown, with shortcodes translated and links moved."""

        draft = Draft(story.body, story.source, story.line)
        markup.translate(draft, lambda wanted: self._refer(wanted, story))
        linked = draft.then(adapt)
        move_links(linked, self.place(story), addresses, lambda target: self._named(target, story))
        keep_anchors(linked, self._fragments)
        markdown = finish_commonmark(linked.finish(), link_addresses=True)
        return Converted(markdown, (*draft.notes, *linked.notes))

    def _content_folders(self) -> list[tuple[str, Path]]:
        folder = self.root / (text_of(self.settings.get("contentDir")) or "content")
        own = {
            code: self.root / text_of(table["contentDir"])
            for code, table in self.languages.items()
            if isinstance(table, Mapping) and table.get("contentDir")
        }
        if not own:
            return [(self.language, folder)]
        # The site's own language first: of two articles that would have one name it keeps it.
        return sorted(own.items(), key=lambda item: (item[0] != self.language, item[0]))

    def _of_folder(self, folder: Path, language: str) -> Iterator[Story]:
        paths = [
            path
            for path in walk(folder, within=self.root)
            if path.suffix.lower() in (*MARKDOWN, *FOREIGN, ".html", ".htm")
        ]
        bundles = {path.parent for path in paths if path.stem.partition(".")[0] == "index"}
        for path in paths:
            inner = path.relative_to(folder)
            if path.suffix.lower() in FOREIGN:
                self._lose(UNREAD, path)
            elif path.stem.partition(".")[0] == "_index":
                yield from self._listing(path, inner, language)
            elif bundles.intersection((path.parent, *path.parents)) and path.stem.partition(".")[0] != "index":
                self._lose("text inside a bundle that is no page", path)
            else:
                yield self._story(path, inner, language)

    def _lose(self, what: str, path: Path, detail: str = "") -> None:
        note = lost(what, relative(path, self.root), detail)
        self.base_notes = tuple(dict.fromkeys((*self.base_notes, note)))

    def _listing(self, path: Path, inner: Path, language: str) -> Iterator[Story]:
        metadata = read_metadata(path.read_bytes(), relative(path, self.root))
        if metadata.body.strip():
            self._lose("introduction of a section", path, " ".join(metadata.body.split())[:80])
        self._addresses[inner.parent.as_posix()] = self._with_language(
            f"/{inner.parent.as_posix()}/" if inner.parent.parts else "/", language
        )
        yield from ()

    def _story(self, path: Path, inner: Path, language: str) -> Story:
        metadata = read_metadata(path.read_bytes(), relative(path, self.root))
        keys = metadata.keys()
        stem = path.stem
        code = stem.rpartition(".")[2] if "." in stem else ""
        if code and (code in self.languages or re.fullmatch(r"[a-z]{2}(?:-[a-zA-Z]{2,4})?", code)):
            language, stem = code, stem.removesuffix(f".{code}")
        bundled = stem == "index" and bool(inner.parent.parts)
        folders = list(inner.parent.parts[:-1] if bundled else inner.parent.parts)
        name = inner.parent.name if bundled else stem
        dated, short = date_in_name(name)
        moment = keys.moment("date", "publishDate", "pubDate", "published", "created")
        keys.take("publishDate", "pubDate")
        slug, url = keys.text("slug"), keys.text("url")
        title = keys.text("title")
        if not title:
            title = (short or name).replace("-", " ").replace("_", " ").strip().capitalize()
            keys.note(NoteKind.GUESSED, "title made from the file's name", title)
        categories, tags = keys.names("categories", "category"), keys.names("tags", "tag", "keywords")
        section = folders[0] if folders else ""
        if categories and (not section or section.lower() in _GENERIC):
            section, categories = categories[0], categories[1:]
        undated = moment is None and dated is None
        draft = bool(keys.flag("draft")) or keys.flag("published") is False
        standing = ""
        if not folders or (undated and not draft):
            standing = "/".join(slugify(part) or "page" for part in (*folders, slug or name))
            section = ""
        elif undated:
            keys.note(NoteKind.LOST, "article without a date, kept as a draft", title)
        address = self._address(url, slug, name, title, folders, moment or dated, language)
        body, line = metadata.body, metadata.line
        self._fragments.update(fragments(body))
        for key in _DROPPED:
            keys.take(key)
        story = Story(
            metadata.path,
            title,
            body,
            line,
            moment or dated,
            keys.moment("lastmod", "updated", "modified", "last_modified_at"),
            keys.moment("expiryDate", "unpublishDate"),
            self._names(keys.take("authors", "author", "byline", "writer")),
            (*tags, *categories),
            section,
            next(iter(keys.names("series")), ""),
            keys.text("summary", "description", "excerpt", "standfirst", "subtitle", "lead", "deck"),
            keys.text("kicker"),
            picture_of(keys),
            draft,
            slug or short or name,
            address,
            tuple(_absolute(alias, address) for alias in keys.names("aliases", "alias")),
            keys.text("lang", "language") or language,
            keys.text("canonicalURL", "canonical", "canonical_url"),
            bool(keys.flag("noindex")),
            files=self._beside(path) if bundled else (),
            standing=standing,
        )
        self._addresses[metadata.path.partition("/")[2]] = address
        self._addresses[inner.as_posix()] = address
        self._addresses[inner.parent.as_posix() if bundled else inner.with_suffix("").as_posix()] = address
        return replace(story, extra=keys.rest(), notes=tuple(keys.notes))

    def _beside(self, path: Path) -> tuple[Attachment, ...]:
        files = [
            file
            for file in walk(path.parent, within=self.root)
            if file.suffix.lower() not in (*MARKDOWN, *FOREIGN) and file != path
        ]
        return attachments(path.parent, files)

    def _names(self, value: Any) -> tuple[str, ...]:
        return tuple(self.people[name].name if name in self.people else name for name in byline(value))

    def _address(  # noqa: PLR0917 - everything that a permalink can be made of
        self, url: str, slug: str, name: str, title: str, folders: list[str], moment: date | None, language: str
    ) -> str:
        """Return the path URL of a page, as Hugo makes it."""
        if url:
            path = url if "://" not in url else split_address(url).path
            return self._with_language("/" + path.lstrip("/"), language)
        section = folders[0] if folders else ""
        pages = self.permalinks.get("page") if isinstance(self.permalinks.get("page"), Mapping) else self.permalinks
        pattern = text_of((pages or {}).get(section)) if section else ""
        last = _urlized(slug or name)
        if not pattern:
            path = "/".join(["", *map(_urlized, folders), last, ""])
        else:
            values = {
                "section": _urlized(section),
                "sections": "/".join(map(_urlized, folders)),
                "slug": _urlized(slug or title),
                "title": _urlized(title),
                "filename": _urlized(name),
                "contentbasename": _urlized(name),
                "slugorfilename": last,
                "slugorcontentbasename": last,
            }
            if moment:
                values |= {"year": f"{moment:%Y}", "month": f"{moment:%m}", "day": f"{moment:%d}"}
                values |= {"monthname": f"{moment:%B}".lower(), "yearday": f"{moment:%j}", "weekday": f"{moment:%w}"}
            path = re.sub(r":([a-z]+)(?:\[[^\]]*\])?", lambda match: values.get(match[1], ""), pattern)
            path = re.sub(r"/{2,}", "/", f"/{path.strip('/')}/")
        if self.settings.get("uglyURLs") is True:
            path = f"{path.rstrip('/')}.html"
        return self._with_language(path, language)

    def _with_language(self, path: str, language: str) -> str:
        if language == self.language and not self.settings.get("defaultContentLanguageInSubdir"):
            return path
        return f"/{language.lower()}{path}" if self.languages else path

    def _refer(self, wanted: str, story: Story) -> str:
        """Return the old address of what `ref` names: a path from `content/` or from the page, or a name alone."""
        name, _, fragment = wanted.partition("#")
        end = f"#{fragment}" if fragment else ""
        if not name:
            return end
        address = self._named(name, story) or self._by_name(name)
        return f"{address}{end}" if address else ""

    def _named(self, target: str, story: Story) -> str | None:
        """Return the old address of a link that names a content file, as Hugo's own link render hook takes it."""
        name, sign, fragment = target.partition("#")
        if "://" in name or not name or name.startswith(("mailto:", "tel:")):
            return None
        folder = posixpath.dirname(story.source.partition("/")[2])
        for candidate in (name.lstrip("/"), posixpath.normpath(posixpath.join(folder, name))):
            for key in (candidate, candidate.removesuffix("/"), re.sub(r"\.(?:md|markdown|html)$", "", candidate)):
                if key in self._addresses and (name.endswith((".md", ".markdown")) or not name.startswith("/")):
                    return self._addresses[key] + sign + fragment
        return None

    def _by_name(self, name: str) -> str:
        stem = posixpath.basename(name.rstrip("/")).removesuffix(".md")
        found = self._addresses.get(name.strip("/").removesuffix(".md"))
        return found or next(
            (address for key, address in self._addresses.items() if posixpath.basename(key) in {stem, f"{stem}.md"}), ""
        )

    def _read_people(self) -> None:
        """Read the pages of authors, which are a taxonomy in many sites."""
        for _, folder in self._content_folders():
            for taxonomy in ("authors", "author", "people"):
                for path in sorted((folder / taxonomy).glob("*/_index.md")):
                    if not is_inside(path, self.root):
                        continue
                    metadata = read_metadata(path.read_bytes(), relative(path, self.root))
                    data = {**metadata.data, "name": metadata.data.get("name") or metadata.data.get("title")}
                    writer = writer_of(data, path.parent.name)
                    self.people.setdefault(path.parent.name, replace(writer, bio=metadata.body.strip() or writer.bio))


def _settings(root: Path) -> dict[str, Any]:
    """Return the settings of a site: one file, or files of `config/_default`, named by table and language."""
    settings = read_settings_files(root, _SETTINGS)
    folder = root / "config" / "_default"
    if not folder.is_dir():
        return settings
    for file in sorted(folder.iterdir()):
        stem, *inner = file.name.removesuffix(file.suffix).split(".")
        if file.suffix not in {".toml", ".yaml", ".yml", ".json"}:
            continue
        table = read_settings_files(folder, [file.name])
        if stem in {"hugo", "config"}:
            settings |= table
        elif inner:
            settings.setdefault(stem, {})
            settings[stem] = {**settings[stem], inner[0]: table}
        else:
            settings[stem] = {**(settings.get(stem) or {}), **table}
    return settings


def _urlized(text: str) -> str:
    """Return a part of a path as Hugo writes it: lower case, spaces as hyphens, signs left out."""
    return re.sub(r"-{2,}", "-", re.sub(r"[^\w.\-]", "", re.sub(r"\s+", "-", text.strip().lower())))


def _absolute(alias: str, address: str) -> str:
    """Return an alias as a path URL; a relative one starts where the page lies."""
    path = split_address(alias).path if "://" in alias else alias
    return path if path.startswith("/") else posixpath.join(posixpath.dirname(address.rstrip("/")), path)
