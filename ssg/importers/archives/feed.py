"""A feed as an archive: RSS, Atom and JSON Feed, as far as it has whole articles."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from html import escape, unescape
from pathlib import Path
from typing import Any
from xml.sax import SAXParseException

import feedparser

from ssg.importers.archives.folder import base_of
from ssg.importers.archives.items import Addresses, Attachment, Converted, Note, NoteKind, Place, Story, Writer
from ssg.importers.archives.markup.edits import Draft
from ssg.importers.archives.markup.html import to_markdown
from ssg.importers.archives.markup.lines import located
from ssg.importers.archives.markup.links import move_links
from ssg.importers.archives.values import byline, join_address, names, read_moment, split_address, text_of
from ssg.model import ImageRef
from ssg.problems import Problem, ProblemError

_TAGS = re.compile(r"<[^>]*>")
_SHORT = 400
"""A text of fewer characters without a paragraph is a summary, not an article."""


_Read = tuple[list[dict[str, Any]], str, str, tuple[Note, ...]]
"""What was read of a feed: its entries, the address of its site, its language, and what is wrong with the whole."""


class Feed:
    """A file with a feed."""

    format = "feed"
    media_folder = "/"

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ProblemError([Problem(f"this cannot be read: {error.strerror or error}", "", str(path))]) from None
        read = _json_feed if data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{") else _parsed
        self._entries, self._site, self.language, self.base_notes = read(data, path)
        parts = split_address(self._site)
        self.url = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
        self._bases: dict[str, str] = {}

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
        """Return what the links of a story start from: the address that its feed says, else its own."""
        return Place(self._bases.get(story.source) or base_of(story.address or "/"), frozenset(), self.url)

    def convert(self, story: Story, addresses: Addresses) -> Converted:
        """Return a body as Markdown."""
        markdown, notes = to_markdown(story.body, story.source, story.line)
        draft = Draft(markdown, story.source, story.line)
        move_links(draft, self.place(story), addresses)
        return Converted(draft.finish(), located((*notes, *draft.notes), 0, dict))

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
        notes += [
            Note(NoteKind.LOST, "date that cannot be read", f"{unread}: {title}", source)
            for unread in entry.get("unread") or ()
        ]
        address = join_address(self._site, text_of(entry.get("link")).strip())
        link = split_address(address)
        base = split_address(join_address(address, text_of(entry.get("base"))))
        if base.netloc == link.netloc and text_of(entry.get("base")):
            self._bases[source] = base_of(base.path)
        own = not self.url or link.netloc == split_address(self.url).netloc
        tags = names(entry.get("tags"))
        slug = re.sub(r"\.\w+$", "", link.path.rstrip("/").rpartition("/")[2]) if own else ""
        picture = text_of(entry.get("image"))
        return Story(
            source=source,
            line=0,
            begins=0,
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
            canonical="" if own else address,
            language=text_of(entry.get("language")),
            notes=tuple(notes),
        )


def _parsed(data: bytes, path: Path) -> _Read:
    """Return the entries of RSS or Atom, the site's address, its language, and what is wrong with the whole."""
    feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        raise ProblemError(
            [Problem("this is no feed, or one without entries", "name a file with RSS or Atom", str(path))]
        )
    entries = []
    for entry in feed.entries:
        # Its own `get` takes the one for the other, and warns that it will not for ever.
        published, updated = dict.get(entry, "published_parsed"), dict.get(entry, "updated_parsed")
        content: Mapping[str, Any] = max(
            entry.get("content") or ({},), key=lambda content: len(content.get("value") or "")
        )
        text = text_of(content.get("value"))
        people = [text_of(person.get("name")) for person in entry.get("authors") or () if person.get("name")]
        people = people or [text_of(person.get("name")) for person in feed.feed.get("authors") or ()]
        enclosure = [item.get("href", "") for item in entry.get("enclosures") or () if "image" in str(item.get("type"))]
        media = [item.get("url", "") for item in entry.get("media_content") or entry.get("media_thumbnail") or ()]
        entries.append(
            {
                "title": entry.get("title", ""),
                "link": entry.get("link", ""),
                "body": _paragraphs(text) if content.get("type") == "text/plain" else text,
                "base": content.get("base") or entry.get("title_detail", {}).get("base"),
                # Where there is none, the text itself stands in.
                "summary": "" if entry.get("summary") == text else entry.get("summary", ""),
                "date": _moment(published or updated),
                "updated": _moment(updated),
                "authors": people or entry.get("author", ""),
                "tags": [tag.get("term") or tag.get("label") or "" for tag in entry.get("tags") or ()],
                "image": next(iter([*enclosure, *media]), ""),
                "language": content.get("language") or feed.feed.get("language"),
                "unread": [
                    dict.get(entry, key)
                    for key in ("published", "updated")
                    if dict.get(entry, key) and not dict.get(entry, f"{key}_parsed")
                ],
            }
        )
    notes: tuple[Note, ...] = ()
    if isinstance(feed.get("bozo_exception"), SAXParseException):
        what = "the XML of the feed is broken, and was read as far as it makes sense"
        error = feed.bozo_exception
        notes = (Note(NoteKind.LOST, what, error.getMessage(), path.name, error.getLineNumber() or 0),)
    return entries, text_of(feed.feed.get("link")), text_of(feed.feed.get("language")), notes


def _json_feed(data: bytes, path: Path) -> _Read:
    try:
        feed = json.loads(data)
        items = feed["items"]
    except (ValueError, KeyError, TypeError, RecursionError):
        feed, items = {}, None
    if not isinstance(items, list):
        raise ProblemError([Problem("this is no JSON Feed", "it has a list of items", str(path))])
    entries: list[dict[str, Any]] = []
    notes: list[Note] = []
    for item in items:
        if not isinstance(item, Mapping):
            notes.append(Note(NoteKind.LOST, "item that is none", json.dumps(item)[:80], path.name))
            continue
        published, _ = read_moment(item["date_published"]) if item.get("date_published") else (None, "")
        modified, _ = read_moment(item["date_modified"]) if item.get("date_modified") else (None, "")
        entries.append(
            {
                "title": item.get("title"),
                "link": item.get("url"),
                "body": text_of(item.get("content_html")) or _paragraphs(text_of(item.get("content_text"))),
                "summary": item.get("summary"),
                "date": published,
                "updated": modified,
                "authors": item.get("authors") or item.get("author") or feed.get("authors") or feed.get("author"),
                "tags": item.get("tags"),
                "image": item.get("image") or item.get("banner_image"),
                "language": item.get("language") or feed.get("language"),
                "unread": [
                    text_of(item[key])
                    for key, moment in (("date_published", published), ("date_modified", modified))
                    if item.get(key) and moment is None
                ],
            }
        )
    site, language = feed.get("home_page_url") or feed.get("feed_url"), feed.get("language")
    return entries, text_of(site), text_of(language), tuple(notes)


def _paragraphs(text: str) -> str:
    """Return plain text as HTML."""
    parts = re.split(r"\n\s*\n", text)
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in parts if part.strip())


def _moment(parts: Any) -> date | None:
    year, month, day, hour, minute, second = parts[:6] if parts else (0,) * 6
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC) if parts else None
