"""A Zola site: `content/` with TOML or YAML above each text, sections, files beside pages, `static/`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ssg.importers.archives.folder import (
    attachments,
    base_of,
    lost,
    picture_of,
    read_settings_files,
    relative,
    stray_links,
    walk,
)
from ssg.importers.archives.items import Addresses, Attachment, Converted, Note, NoteKind, Place, Story, Writer
from ssg.importers.archives.markup import zola as markup
from ssg.importers.archives.markup.anchors import fragments, keep_anchors
from ssg.importers.archives.markup.dialect import adapt
from ssg.importers.archives.markup.edits import Draft
from ssg.importers.archives.markup.inline import finish_commonmark
from ssg.importers.archives.markup.links import move_links
from ssg.importers.archives.metadata import read_metadata
from ssg.importers.archives.values import byline, date_in_name, names, read_moment, split_address, text_of
from ssg.urls import slugify

_DATE_IN_PATH = re.compile(r"(?:^|/)((?:19|20)\d\d)/(\d\d)/(\d\d)/")
_SKIPPED = frozenset({"themes", "node_modules", "public"})
_GENERIC = frozenset({"post", "posts", "blog", "articles"})
_DROPPED = ("template", "weight", "in_search_index", "insert_anchor_links", "render", "generate_feeds")


class ZolaSite:
    """A Zola site in a folder."""

    format = "zola"
    media_folder = "/"

    def __init__(self, root: Path) -> None:
        self.root = root
        self.settings = read_settings_files(root, ("config.toml", "zola.toml"))
        self.url = text_of(self.settings.get("base_url")).rstrip("/")
        self.language = text_of(self.settings.get("default_language")) or "en"
        self.languages: Mapping[str, Any] = self.settings.get("languages") or {}
        self.base_notes: tuple[Note, ...] = ()
        self._addresses: dict[str, str] = {}
        self._fragments: set[str] = set()

    def writers(self) -> Iterable[Writer]:
        """Return nobody: Zola knows names only."""
        return ()

    def stories(self) -> Iterator[Story]:
        """Yield every page, in the order of the files."""
        folder = self.root / "content"
        notes = list(stray_links(self.root, _SKIPPED))
        for path in walk(folder, within=self.root):
            if path.suffix.lower() != ".md":
                continue
            inner = path.relative_to(folder)
            if path.stem.partition(".")[0] != "_index":
                yield self._story(path, inner)
                continue
            metadata = read_metadata(path.read_bytes(), relative(path, self.root))
            self._addresses[inner.as_posix()] = "/".join(["", *inner.parts[:-1], ""])
            if metadata.body.strip():
                notes.append(lost("introduction of a section", metadata.path, " ".join(metadata.body.split())[:80]))
        self.base_notes = tuple(notes)

    def files(self) -> Iterable[Attachment]:
        """Return the static files, and what lies beside sections."""
        for folder in (self.root / "static", self.root / "content"):
            bundles = (
                {file.parent for file in walk(folder, within=self.root) if file.name.startswith("index.")}
                if folder.is_dir()
                else set()
            )
            for file in walk(folder, within=self.root) if folder.is_dir() else ():
                if file.suffix.lower() != ".md" and not bundles.intersection(file.parents):
                    yield Attachment(f"/{relative(file, folder)}", file)

    def place(self, story: Story) -> Place:
        """Return what the links of a story start from."""
        prefix = split_address(self.url).path.rstrip("/")
        return Place(base_of(story.address), frozenset(file.name for file in story.files), self.url, prefix)

    def convert(self, story: Story, addresses: Addresses) -> Converted:
        """Return a body as Markdown, with shortcodes translated and links moved."""
        draft = Draft(story.body, story.source, story.line)
        markup.translate(draft)
        linked = draft.then(adapt)
        move_links(linked, self.place(story), addresses, self._named)
        keep_anchors(linked, self._fragments, like_ours=True)
        markdown = finish_commonmark(linked.finish(), link_addresses=False)
        return Converted(markdown, (*draft.notes, *linked.notes))

    def _named(self, target: str) -> str | None:
        """Return the old address of an internal link: `@/blog/a.md#part`."""
        if not target.startswith("@/"):
            return None
        name, sign, fragment = target[2:].partition("#")
        return self._addresses.get(name, f"/{name}") + sign + fragment

    def _story(self, path: Path, inner: Path) -> Story:
        metadata = read_metadata(path.read_bytes(), relative(path, self.root))
        keys = metadata.keys()
        stem, _, code = path.stem.partition(".")
        language = code if code in self.languages else self.language
        bundled = stem == "index"
        folders = list(inner.parts[:-2] if bundled else inner.parts[:-1])
        name = inner.parent.name if bundled else stem
        dated, short = date_in_name(name)
        title, given, slug = keys.text("title"), keys.text("path").strip("/"), keys.text("slug")
        moment = keys.moment("date") or dated
        found = _DATE_IN_PATH.search(f"/{given}/") if moment is None else None
        if found:
            moment, _ = read_moment("-".join(found.groups()))
            keys.note(NoteKind.GUESSED, "date read from the path", given, "path")
        if not title:
            title = short.replace("-", " ").replace("_", " ").strip().capitalize()
            keys.note(NoteKind.GUESSED, "title made from the file's name", title)
        taxonomies = keys.take("taxonomies") or {}
        taxonomies = taxonomies if isinstance(taxonomies, Mapping) else {}
        extra = keys.take("extra")
        own = metadata.keys() if not isinstance(extra, Mapping) else replace(metadata, data=extra, notes=()).keys()
        categories = names(taxonomies.get("categories") or taxonomies.get("category"))
        people = byline(keys.take("authors", "author") or taxonomies.get("authors") or taxonomies.get("author") or [])
        people = people or (byline(own.take("authors", "author") or []) if isinstance(extra, Mapping) else ())
        parts = _DATE_IN_PATH.sub("/", f"/{given}/").strip("/").split("/")[:-1] if given else []
        section = folders[0] if folders else parts[0] if parts else ""
        if categories and (not section or section in _GENERIC):
            section, categories = categories[0], categories[1:]
        draft = bool(keys.flag("draft"))
        standing = "" if moment is not None or draft else "/".join([*folders, slug or name])
        address = f"/{given}/" if given else "/".join(["", *folders, slug or slugify(short) or short, ""])
        if language != self.language:
            address = f"/{language}{address}"
        for key in _DROPPED:
            keys.take(key)
        files = (
            [file for file in walk(path.parent, within=self.root) if file.suffix.lower() != ".md"] if bundled else []
        )
        story = Story(
            metadata.path,
            title,
            metadata.body,
            metadata.line,
            moment,
            keys.moment("updated"),
            None,
            people,
            (*names(taxonomies.get("tags")), *categories),
            section,
            next(iter(names(taxonomies.get("series"))), ""),
            keys.text("description", "summary"),
            "",
            picture_of(own) if isinstance(extra, Mapping) else None,
            draft,
            slug or given.rpartition("/")[2] or short,
            address,
            tuple(f"/{alias.strip('/')}" + ("/" if alias.endswith("/") else "") for alias in keys.names("aliases")),
            language,
            files=attachments(path.parent, files),
            standing=standing,
        )
        self._addresses[inner.as_posix()] = address
        self._fragments.update(fragments(metadata.body))
        rest = own.rest() if isinstance(extra, Mapping) else {}
        return replace(story, extra={**keys.rest(), **rest}, notes=tuple(keys.notes))
