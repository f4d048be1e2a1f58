"""The folder of another generator's site: its files, its settings, and what all generators' articles have in common."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ssg.importers.archives.items import Attachment, Note, NoteKind, Writer
from ssg.importers.archives.metadata import Keys, read_table
from ssg.importers.archives.values import names, text_of
from ssg.model import ImageRef, Link

MARKDOWN = (".md", ".markdown", ".mkd", ".mdown", ".mmark", ".mdx")
FOREIGN = (".org", ".adoc", ".asciidoc", ".ad", ".rst", ".rest", ".pandoc", ".pdc", ".textile", ".rdoc", ".creole")
"""Markups of articles that nothing here reads, where a generator can."""
UNREAD = "article in a markup that cannot be read, left out"
_DATA = (".yml", ".yaml", ".json", ".toml")
_PICTURE_KEYS = ("image", "featured_image", "featuredImage", "feature_image", "cover", "cover_image", "coverImage")
_MORE_PICTURE_KEYS = ("hero_image", "heroImage", "banner", "thumbnail", "header_image", "images", "og_image", "hero")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg)(?:\?.*)?$", re.IGNORECASE)
_LINK_KEYS = {"website": "", "url": "", "web": "", "homepage": "", "twitter": "https://twitter.com/"}
_LINK_KEYS |= {"github": "https://github.com/", "mastodon": "", "linkedin": "https://www.linkedin.com/in/"}


def walk(root: Path, skipped: frozenset[str] = frozenset(), *, within: Path | None = None) -> Iterator[Path]:
    """Yield the files below a folder, sorted by path, without hidden files and without folders of these names.

    A link to a folder is not followed: it could lead out of the archive, or round in a circle. A link to a file is,
    but not out of the archive, which is the folder itself or the one that it is `within`.
    """
    archive = within or root
    if not is_inside(root, archive):
        return
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in skipped)
        for name in sorted(files):
            path = Path(folder, name)
            if not name.startswith(".") and _is_readable(path, archive):
                yield path


def is_inside(path: Path, archive: Path) -> bool:
    """Tell whether a file or folder is in the archive, links followed: what leads out of it is none of its business."""
    return path.resolve().is_relative_to(archive.resolve())


def stray_links(archive: Path, skipped: frozenset[str] = frozenset()) -> tuple[Note, ...]:
    """Return a note on each symbolic link of an archive that is not followed, but for folders of these names."""
    found = []
    for folder, folders, files in os.walk(archive):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in skipped)
        for path in (Path(folder, name) for name in (*folders, *sorted(files)) if not name.startswith(".")):
            if path.is_symlink() and (path.is_dir() or not _is_readable(path, archive)):
                what = "link to a folder" if path.is_dir() else "link out of the archive, or to nothing"
                found.append(lost(f"{what}, not followed", relative(path, archive), str(path.readlink())))
    return tuple(found)


def _is_readable(path: Path, archive: Path) -> bool:
    """Tell whether a path is a file of the archive: no pipe, no device, and no link that leads elsewhere."""
    mode = path.lstat().st_mode
    return stat.S_ISREG(mode) or (stat.S_ISLNK(mode) and path.is_file() and is_inside(path, archive))


def relative(path: Path, root: Path) -> str:
    """Return a path relative to the archive, with forward slashes."""
    return path.relative_to(root).as_posix()


def read_settings_files(root: Path, candidates: Sequence[str]) -> dict[str, Any]:
    """Return the settings of the first of these files that is there."""
    for name in candidates:
        if (root / name).is_file() and is_inside(root / name, root):
            return dict(read_table((root / name).read_bytes(), name))
    return {}


def picture_of(keys: Keys) -> ImageRef | None:
    """Take the main picture of an article, however it is spelled. A value that names no picture is left."""
    for key in (*_PICTURE_KEYS, *_MORE_PICTURE_KEYS):
        value = keys.take(key)
        if value is None:
            continue
        table: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
        if isinstance(value, Sequence) and not isinstance(value, str) and value:
            table, value = (value[0], "") if isinstance(value[0], Mapping) else ({}, value[0])
        source = text_of(
            next(
                (
                    table[name]
                    for name in ("src", "image", "url", "path", "feature", "relative")
                    if isinstance(table.get(name), str)
                ),
                "",
            )
        ) or text_of(value)
        if not source.strip():
            continue
        source = source.strip()
        if not _PICTURE.search(source) and "://" not in source:
            keys.note(NoteKind.LOST, "picture that is no picture", f"{key}: {source}", key)
            continue
        alt = text_of(table.get("alt") or table.get("description")) or keys.text("image_alt", "imageAlt", "alt")
        caption = text_of(table.get("caption") or table.get("title")) or keys.text("image_caption", "caption")
        return ImageRef(source, alt, caption, text_of(table.get("credit") or table.get("attribution")))
    return None


def writer_of(data: Mapping[str, Any], fallback: str) -> Writer:
    """Return a person from a table of a data file, or from front matter."""
    first, last = text_of(data.get("first_name")), text_of(data.get("last_name"))
    name = text_of(data.get("name") or data.get("display_name") or data.get("full_name")) or f"{first} {last}".strip()
    title = text_of(data.get("role") or data.get("position") or data.get("job_title") or data.get("occupation"))
    links = []
    for key, before in _LINK_KEYS.items():
        value = text_of(data.get(key)).strip()
        if value and (before or "://" in value):
            address = value if "://" in value else before + value.lstrip("@")
            links.append(Link(key.capitalize(), address))
    picture = next((text_of(data[key]) for key in ("avatar", "image", "picture", "photo") if data.get(key)), "")
    bio = text_of(data.get("bio") or data.get("description") or data.get("about"))
    image = ImageRef(picture) if _PICTURE.search(picture) else None
    return Writer(name or fallback, title, bio, text_of(data.get("email")), tuple(links), image)


def people_of_data(folder: Path, stems: Sequence[str], archive: Path) -> dict[str, Writer]:
    """Return the people of data files by their ids: `authors.yml` with ids as keys or a list, or a folder of files."""
    people: dict[str, Writer] = {}
    for stem in stems:
        for ending in _DATA:
            file = folder / f"{stem}{ending}"
            if file.is_file() and is_inside(file, archive):
                _add_people(read_table(file.read_bytes(), file.name), people)
        inner = folder / stem
        for file in walk(inner, within=archive) if inner.is_dir() else ():
            if file.suffix in _DATA:
                person = read_table(file.read_bytes(), file.name)
                people[file.stem] = writer_of(person, file.stem)
    return people


def _add_people(table: Mapping[str, Any], people: dict[str, Writer]) -> None:
    items = table.get("") or table.get("authors") or table.get("people")
    if isinstance(items, list):
        for item in items:
            if isinstance(item, Mapping):
                key = next(iter(names(item.get("id") or item.get("slug") or item.get("username"))), "")
                writer = writer_of(item, key)
                people[key or writer.name] = writer
        return
    for key, item in table.items():
        if isinstance(item, Mapping):
            people[key] = writer_of(item, key)
        elif isinstance(item, str):
            people[key] = Writer(item)


def attachments(folder: Path, files: Sequence[Path]) -> tuple[Attachment, ...]:
    """Return files of a bundle, named relative to it."""
    return tuple(Attachment(relative(file, folder), file) for file in files)


def base_of(address: str) -> str:
    """Return the path URL that the relative links of a page start from."""
    return address if address.endswith("/") else f"{address.rpartition('/')[0]}/"


def lost(what: str, path: str, detail: str = "") -> Note:
    """Return a note on something of the archive that is not carried over."""
    return Note(NoteKind.LOST, what, detail, path)
