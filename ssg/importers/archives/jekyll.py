"""A Jekyll site: `_posts` and `_drafts` anywhere, collections, pages with front matter, `_data`, and other files."""

from __future__ import annotations

import fnmatch
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
from ssg.importers.archives.items import Addresses, Attachment, Converted, NoteKind, Place, Story, Writer
from ssg.importers.archives.markup import liquid
from ssg.importers.archives.markup.anchors import fragments, keep_anchors
from ssg.importers.archives.markup.dialect import adapt, adapt_kramdown
from ssg.importers.archives.markup.edits import Draft
from ssg.importers.archives.markup.inline import finish_commonmark, finish_kramdown
from ssg.importers.archives.markup.links import move_links
from ssg.importers.archives.metadata import Metadata, read_metadata
from ssg.importers.archives.values import byline, date_in_name, split_address, text_of
from ssg.urls import slugify

_SKIPPED = frozenset({"node_modules", "vendor", "_site", "_includes", "_layouts", "_sass", "_data", "_plugins"})
# What only the builder of the site needed, and what its pages were made of.
_WORKSHOP = re.compile(
    r"(?:Gemfile|Rakefile|Makefile|Dockerfile|_config|package|README|LICENSE|CONTRIBUTING|CHANGELOG|Procfile|CLAUDE)"
    r"(?:[.\-].*)?|.*\.(?:scss|sass|less|coffee|gemspec|rb|lock|sh)|CNAME",
    re.IGNORECASE,
)
_DROPPED = ("layout", "comments", "permalink", "sitemap", "toc", "classes")


class JekyllSite:
    """A Jekyll site in a folder."""

    format = "jekyll"
    media_folder = "/"

    def __init__(self, root: Path) -> None:
        self.root = root
        self.settings = read_settings_files(root, ("_config.yml", "_config.yaml", "_config.toml"))
        self.prefix = text_of(self.settings.get("baseurl")).strip("/")
        self.prefix = f"/{self.prefix}" if self.prefix else ""
        self.url = text_of(self.settings.get("url")).rstrip("/") + self.prefix if self.settings.get("url") else ""
        self.language = text_of(self.settings.get("lang") or self.settings.get("locale")).partition("-")[0]
        self.base_notes = stray_links(root, _SKIPPED)
        options = self.settings.get("kramdown")
        # Kramdown can be told to look for Markdown between tags too.
        self._commonmark = "commonmark" in text_of(self.settings.get("markdown")).lower() or (
            isinstance(options, Mapping) and options.get("parse_block_html") is True
        )
        collections = self.settings.get("collections") or {}
        self.collections: Mapping[str, Any] = (
            collections if isinstance(collections, Mapping) else {str(name): {} for name in collections}
        )
        data = root / (text_of(self.settings.get("data_dir")) or "_data")
        self.people = people_of_data(data, ("authors", "author", "people", "team", "members", "contributors"), root)
        self._read_people()
        self._addresses: dict[str, str] = {}
        self._fragments: set[str] = set()
        self._values: dict[str, Any] = {"site": {key: value for key, value in self.settings.items() if key != "url"}}

    def writers(self) -> Iterable[Writer]:
        """Return everybody in `_data/authors` and in the collection of authors."""
        return self.people.values()

    def stories(self) -> Iterator[Story]:
        """Yield posts, drafts, articles of collections and pages, in the order of their files."""
        for path in self._files():
            inner = path.relative_to(self.root)
            story = self._read(path, inner)
            if story:
                yield story

    def files(self) -> Iterable[Attachment]:
        """Return everything that Jekyll would copy: files without front matter outside of folders of its own."""
        for path in self._files():
            inner = path.relative_to(self.root)
            if any(part.startswith("_") for part in inner.parts[:-1]) or _WORKSHOP.fullmatch(path.name):
                continue
            if path.suffix.lower() in MARKDOWN or _has_front_matter(path):
                continue
            yield Attachment(f"/{inner.as_posix()}", path)

    def place(self, story: Story) -> Place:
        """Return what the links of a story start from."""
        return Place(base_of(story.address), frozenset(), self.url, self.prefix)

    def convert(self, story: Story, addresses: Addresses) -> Converted:
        """Return a body as Markdown, with Liquid translated and links moved."""
        draft = Draft(story.body, story.source, story.line)
        page = {**story.extra, "title": story.title, "date": story.date, "url": story.address}

        liquid.translate(draft, self._referred, {**self._values, "page": page})
        is_html = story.source.endswith((".html", ".htm"))
        linked = draft.then(None if is_html else adapt if self._commonmark else adapt_kramdown)
        move_links(linked, self.place(story), addresses, self._named)
        keep_anchors(linked, self._fragments)
        markdown = linked.finish()
        if not is_html:
            finish = finish_commonmark if self._commonmark else finish_kramdown
            markdown = finish(markdown)
        return Converted(markdown, (*draft.notes, *linked.notes))

    def _files(self) -> Iterator[Path]:
        excluded = [text_of(name).strip("/") for name in self.settings.get("exclude") or ()]
        for path in walk(self.root, _SKIPPED):
            inner = relative(path, self.root)
            if not any(
                inner == name or inner.startswith(f"{name}/") or fnmatch.fnmatch(inner, name) for name in excluded
            ):
                yield path

    def _read(self, path: Path, inner: Path) -> Story | None:
        suffix = path.suffix.lower()
        if _WORKSHOP.fullmatch(path.name):
            return None
        folders = list(inner.parts[:-1])
        kind = next((part for part in folders if part in {"_posts", "_drafts"}), "")
        own = next((part for part in folders if part.startswith("_")), "")
        collection = own.removeprefix("_") if not kind else ""
        if collection and (collection not in self.collections or collection in {"authors", "people"}):
            return None
        if suffix not in (*MARKDOWN, ".html", ".htm"):
            if suffix in FOREIGN and (kind or _has_front_matter(path)):
                self._lose(UNREAD, inner.as_posix())
            elif not own and _has_front_matter(path):
                self._lose("page made by a template", inner.as_posix())
            return None
        metadata = read_metadata(path.read_bytes(), inner.as_posix())
        if not metadata.found:
            if kind:
                self._lose("article without front matter, left out as Jekyll does", metadata.path, metadata.body)
            return None
        if collection:
            table = self.collections[collection]
            if isinstance(table, Mapping) and table.get("output") is False:
                return None
        elif not kind and suffix in {".html", ".htm"} and re.search(r"\{%-?\s*(?:for|include)", metadata.body):
            self._lose("page made by a template", metadata.path, metadata.body)
            return None
        elif not kind and not folders and path.stem == "index":
            self._lose("home page", metadata.path, metadata.body)
            return None
        return self._story(path, inner, metadata, kind, collection)

    def _lose(self, what: str, path: str, words: str = "") -> None:
        note = lost(what, path, " ".join(words.split())[:80])
        self.base_notes = tuple(dict.fromkeys((*self.base_notes, note)))

    def _story(self, path: Path, inner: Path, metadata: Metadata, kind: str, collection: str) -> Story:
        defaults = self._defaults(inner.as_posix(), "posts" if kind == "_posts" else collection or "pages")
        keys = replace(metadata, data={**defaults, **metadata.data}).keys()
        dated, short = date_in_name(path.stem)
        name = short if kind == "_posts" else path.stem
        moment = keys.moment("date")
        moment = moment or dated
        title = keys.text("title")
        if not title:
            title = name.replace("-", " ").replace("_", " ").strip().capitalize()
            keys.note(NoteKind.GUESSED, "title made from the file's name", title)
        before = inner.parts[: inner.parts.index(kind)] if kind else ()
        categories = list(dict.fromkeys((*before, *keys.names("categories", "category", blanks=True))))
        tags = keys.names("tags", "tag", blanks=True)
        permalink = keys.text("permalink")
        language = keys.text("lang", "language", "locale")
        if not language and before and re.fullmatch(r"[a-z]{2}(?:[-_][a-zA-Z]{2})?", before[0]):
            language = before[0]
        slug = keys.text("slug")
        hidden = keys.flag("published") is False
        standing = kind == "" and not (collection and moment)
        address = (
            self._post_address(permalink, categories, slug or name, title, moment)
            if kind
            else self._page_address(permalink, inner, collection, slug or name, title)
        )
        filed = [name for name in categories if slugify(name) not in {slugify(language), "blog", "post", "posts"}]
        section = filed[0] if filed else collection if not standing else ""
        for key in _DROPPED:
            keys.take(key)
        story = Story(
            metadata.path,
            title,
            metadata.body,
            metadata.line,
            moment,
            keys.moment("last_modified_at", "updated", "modified", "lastmod"),
            None,
            self._names(keys.take("authors", "author", "byline", "writer")),
            (*tags, *filed[1:]),
            section,
            next(iter(keys.names("series")), ""),
            keys.text("excerpt", "description", "summary", "subtitle", "lead", "dek", "standfirst"),
            keys.text("kicker"),
            picture_of(keys),
            hidden or kind == "_drafts" or bool(keys.flag("draft")),
            slug or name,
            address,
            tuple(split_address(alias).path for alias in keys.names("redirect_from", "aliases")),
            language,
            keys.text("canonical_url", "canonical"),
            keys.flag("noindex") is True,
            standing=address.strip("/").removesuffix(".html") or name if standing else "",
        )
        self._addresses[inner.as_posix()] = address
        self._fragments.update(fragments(metadata.body))
        return replace(story, extra=keys.rest(), notes=tuple(keys.notes))

    def _names(self, value: Any) -> tuple[str, ...]:
        return tuple(self.people[name].name if name in self.people else name for name in byline(value))

    def _defaults(self, path: str, kind: str) -> dict[str, Any]:
        """Return what the settings say of files of this path and kind."""
        found: dict[str, Any] = {}
        for rule in self.settings.get("defaults") or ():
            scope = rule.get("scope") or {} if isinstance(rule, Mapping) else {}
            where = text_of(scope.get("path")).strip("/")
            fits = not where or path.startswith(f"{where}/") or path == where or fnmatch.fnmatch(path, f"{where}*")
            if fits and scope.get("type", kind) == kind and isinstance(rule.get("values"), Mapping):
                found |= rule["values"]
        return {key: value for key, value in found.items() if key not in {"title", "permalink", "image"}}

    def _post_address(self, permalink: str, categories: list[str], name: str, title: str, moment: date | None) -> str:
        """Return the path URL of a post, as Jekyll makes it."""
        pattern = permalink or text_of(self.settings.get("permalink")) or "date"
        pattern = {
            "date": "/:categories/:year/:month/:day/:title.html",
            "pretty": "/:categories/:year/:month/:day/:title/",
            "ordinal": "/:categories/:year/:y_day/:title.html",
            "weekdate": "/:categories/:year/W:week/:short_day/:title.html",
            "none": "/:categories/:title.html",
        }.get(pattern, pattern)
        values = {
            "categories": "/".join(_sluggish(name) for name in categories),
            "title": name,
            "slug": _sluggish(name),
            "output_ext": ".html",
        }
        if moment:
            values |= {"year": f"{moment:%Y}", "month": f"{moment:%m}", "day": f"{moment:%d}", "y_day": f"{moment:%j}"}
            values |= {"i_month": str(moment.month), "i_day": str(moment.day), "short_year": f"{moment:%y}"}
            values |= {"short_month": f"{moment:%b}", "week": f"{moment:%V}", "short_day": f"{moment:%a}"}
        return _filled(pattern, values)

    def _page_address(self, permalink: str, inner: Path, collection: str, name: str, title: str) -> str:
        """Return the path URL of a page, or of an article of a collection."""
        folders = [part for part in inner.parts[:-1] if not part.startswith("_")]
        output = "" if name == "index" else name
        path = "/".join(["", *([collection] if collection else []), *folders, output])
        table = self.collections.get(collection) if collection else None
        pattern = permalink or text_of(table.get("permalink") if isinstance(table, Mapping) else "")
        if pattern in {"pretty", "date", "none", "ordinal"} or not pattern:
            everywhere = text_of(self.settings.get("permalink"))
            pretty = (pattern or everywhere) == "pretty" or everywhere.endswith("/")
            return path if path.endswith("/") else f"{path}/" if pretty else f"{path}.html"
        values = {
            "collection": collection,
            "path": "/".join([*folders, name]),
            "name": name,
            "basename": name,
            "title": name,
            "slug": _sluggish(name),
            "output_ext": ".html",
        }
        return _filled(pattern, values)

    def _referred(self, wanted: str) -> str:
        """Return the old address of what `link` and `post_url` name: a path, or the name of a post."""
        name, sign, fragment = wanted.strip().lstrip("/").partition("#")
        for key in (name, f"{name}.md", f"{name}.markdown"):
            if key in self._addresses:
                return self._addresses[key] + sign + fragment
        folder, _, stem = name.rpartition("/")
        ends = tuple(posixpath.join(folder, "_posts", f"{stem}{ending}") for ending in MARKDOWN)
        found = next((address for key, address in self._addresses.items() if key.endswith(ends)), "")
        if not found and name and (self.root / name).is_file() and is_inside(self.root / name, self.root):
            # A file that is copied as it is.
            return f"/{name}{sign}{fragment}"
        return found + sign + fragment if found else ""

    def _named(self, target: str) -> str | None:
        """Return the old address of a link that names a Markdown file, as the plug-in for relative links takes it."""
        name, sign, fragment = target.partition("#")
        if not name.endswith((".md", ".markdown")) or "://" in name:
            return None
        address = self._addresses.get(name.lstrip("/"))
        return address + sign + fragment if address else None

    def _read_people(self) -> None:
        folder = self.root / "_authors"
        for path in walk(folder, within=self.root) if folder.is_dir() else ():
            if path.suffix.lower() in MARKDOWN:
                metadata = read_metadata(path.read_bytes(), relative(path, self.root))
                writer = writer_of(metadata.data, text_of(metadata.data.get("title")) or path.stem)
                writer = replace(writer, bio=metadata.body.strip() or writer.bio)
                for key in (text_of(metadata.data.get("short_name")), path.stem):
                    self.people.setdefault(key, writer)


def _has_front_matter(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4).rstrip() == b"---"


def _sluggish(text: str) -> str:
    """Return a part of a path as Jekyll writes it: lower case, everything but letters and digits as hyphens."""
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-")


def _filled(pattern: str, values: Mapping[str, str]) -> str:
    names = sorted(values, key=len, reverse=True)
    path = re.sub(rf":({'|'.join(names)})", lambda match: values[match[1]], pattern)
    return re.sub(r"/{2,}", "/", "/" + re.sub(r":\w+", "", path).lstrip("/"))
