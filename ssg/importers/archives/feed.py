"""A feed as an archive: RSS, Atom and JSON Feed, as far as it has whole articles."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser

from ssg.importers.archives.folder import base_of
from ssg.importers.archives.items import Addresses, Attachment, Converted, Note, NoteKind, Place, Story, Writer
from ssg.importers.archives.markup.edits import Draft
from ssg.importers.archives.markup.html import to_markdown
from ssg.importers.archives.markup.links import move_links
from ssg.importers.archives.values import byline, names, read_moment, text_of
from ssg.model import ImageRef
from ssg.problems import Problem, ProblemError

_TAGS = re.compile(r"<[^>]*>")
_SHORT = 400
"""A text of fewer characters without a paragraph is a summary, not an article."""


class Feed:
    """A file with a feed."""

    format = "feed"
    media_folder = "/"
    base_notes: tuple[Note, ...] = ()

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ProblemError([Problem(f"this cannot be read: {error.strerror or error}", "", str(path))]) from None
        entries, site, self.language = _json_feed(data, path) if data.lstrip().startswith(b"{") else _parsed(data, path)
        parts = urlsplit(site)
        self.url = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
        self._entries = entries

    def writers(self) -> Iterable[Writer]:
        """Return nobody: a feed knows names only."""
        return ()

    def stories(self) -> Iterator[Story]:
        """Yield the entries of the feed, in its order."""
        for number, entry in enumerate(self._entries, 1):
            yield self._story(entry, number)

    def files(self) -> Iterable[Attachment]:
        """Return nothing: a feed only names its pictures."""
        return ()

    def place(self, story: Story) -> Place:
        """Return what the links of a story start from."""
        return Place(base_of(story.address or "/"), frozenset(), self.url)

    def convert(self, story: Story, addresses: Addresses) -> Converted:
        """Return a body as Markdown."""
        markdown, notes = to_markdown(story.body, story.source, story.line)
        draft = Draft(markdown, story.source, story.line)
        move_links(draft, self.place(story), addresses)
        return Converted(draft.finish(), (*notes, *draft.notes))

    def _story(self, entry: Mapping[str, Any], number: int) -> Story:
        source = f"{self.path.name}#{number}"
        notes: list[Note] = []
        summary = " ".join(unescape(_TAGS.sub(" ", text_of(entry.get("summary")))).split())
        body = text_of(entry.get("body"))
        title = " ".join(unescape(_TAGS.sub("", text_of(entry.get("title")))).split())
        if not title:
            title = " ".join(summary.split()[:10]) or f"Entry {number}"
            notes.append(Note(NoteKind.GUESSED, "title made from the first words", title, source))
        if not body:
            body, summary = text_of(entry.get("summary")), ""
            if len(body) < _SHORT and "<p" not in body:
                notes.append(Note(NoteKind.LOST, "the feed has a summary only, not the article", title, source))
        moment, updated = entry.get("date"), entry.get("updated")
        link = urlsplit(text_of(entry.get("link")))
        own = not self.url or link.netloc == urlsplit(self.url).netloc
        tags = names(entry.get("tags"))
        slug = re.sub(r"\.\w+$", "", link.path.rstrip("/").rpartition("/")[2]) if own else ""
        picture = text_of(entry.get("image"))
        return Story(
            source=source,
            title=title,
            body=body,
            date=moment,
            updated=updated if updated != moment else None,
            authors=byline(entry.get("authors") or []),
            tags=tags[1:],
            section=tags[0] if tags else "",
            standfirst=summary if len(summary) <= _SHORT else "",
            image=ImageRef(picture) if picture else None,
            slug=slug,
            address=link.path if own and not link.query and link.path != "/" else "",
            canonical="" if own else text_of(entry.get("link")),
            language=text_of(entry.get("language")),
            notes=tuple(notes),
        )


def _parsed(data: bytes, path: Path) -> tuple[list[dict[str, Any]], str, str]:
    """Return the entries of RSS or Atom, the site's address and its language."""
    feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        raise ProblemError(
            [Problem("this is no feed, or one without entries", "name a file with RSS or Atom", str(path))]
        )
    entries = []
    for entry in feed.entries:
        # Its own `get` takes the one for the other, and warns that it will not for ever.
        published, updated = dict.get(entry, "published_parsed"), dict.get(entry, "updated_parsed")
        contents = [content.get("value", "") for content in entry.get("content") or ()]
        people = [text_of(person.get("name")) for person in entry.get("authors") or () if person.get("name")]
        enclosure = [item.get("href", "") for item in entry.get("enclosures") or () if "image" in str(item.get("type"))]
        media = [item.get("url", "") for item in entry.get("media_content") or entry.get("media_thumbnail") or ()]
        entries.append(
            {
                "title": entry.get("title", ""),
                "link": entry.get("link", ""),
                "body": max(contents, key=len, default=""),
                "summary": entry.get("summary", ""),
                "date": _moment(published or updated),
                "updated": _moment(updated),
                "authors": people or entry.get("author", ""),
                "tags": [tag.get("term") or tag.get("label") or "" for tag in entry.get("tags") or ()],
                "image": next(iter([*enclosure, *media]), ""),
                "language": "",
            }
        )
    return entries, text_of(feed.feed.get("link")), text_of(feed.feed.get("language"))


def _json_feed(data: bytes, path: Path) -> tuple[list[dict[str, Any]], str, str]:
    try:
        feed = json.loads(data)
        items = feed["items"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ProblemError([Problem("this is no JSON Feed", "it has a list of items", str(path))]) from None
    entries = []
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, Mapping):
            continue
        published, _ = read_moment(item["date_published"]) if item.get("date_published") else (None, "")
        modified, _ = read_moment(item["date_modified"]) if item.get("date_modified") else (None, "")
        plain = "".join(
            f"<p>{part}</p>" for part in re.split(r"\n\s*\n", text_of(item.get("content_text"))) if part.strip()
        )
        entries.append(
            {
                "title": item.get("title"),
                "link": item.get("url"),
                "body": text_of(item.get("content_html")) or plain,
                "summary": item.get("summary"),
                "date": published,
                "updated": modified,
                "authors": item.get("authors") or item.get("author") or feed.get("authors") or feed.get("author"),
                "tags": item.get("tags"),
                "image": item.get("image") or item.get("banner_image"),
                "language": item.get("language"),
            }
        )
    return entries, text_of(feed.get("home_page_url") or feed.get("feed_url")), text_of(feed.get("language"))


def _moment(parts: Any) -> date | None:
    year, month, day, hour, minute, second = parts[:6] if parts else (0,) * 6
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC) if parts else None
