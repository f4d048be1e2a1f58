"""An export of Ghost: one JSON file with posts, people, tags and what joins them.

The posts are read one by one, so that the size of the file does not matter; all else of it that is needed is small.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import IO, Any

import ijson

from ssg.importers.archives.folder import base_of, lost, writer_of
from ssg.importers.archives.items import Addresses, Attachment, Converted, Note, NoteKind, Place, Story, Writer
from ssg.importers.archives.markup.edits import Draft
from ssg.importers.archives.markup.ghost import Cards
from ssg.importers.archives.markup.html import to_markdown
from ssg.importers.archives.markup.lines import located
from ssg.importers.archives.markup.links import move_links
from ssg.importers.archives.values import read_moment, split_address, text_of
from ssg.model import ImageRef
from ssg.problems import Problem, ProblemError

_WRAPPERS = ("", "data.", "db.item.", "db.item.data.")
"""What can stand before the name of a table: `{"db": [{"meta": …, "data": {…}}]}`, or what is in it."""
_TABLES = ("settings", "tags", "users", "posts_meta", "posts_tags", "posts_authors")
"""The tables that are held, of what is needed of each."""
_HELD = frozenset(
    {"id", "key", "value", "name", "slug", "visibility", "bio", "website", "twitter", "profile_image"}
    | {"post_id", "tag_id", "author_id", "sort_order"}
    | {"meta_title", "meta_description", "feature_image_alt", "feature_image_caption"}
)
_SITE = re.compile(r"__GHOST_URL__/?")


class GhostExport:
    """A file that the export of Ghost wrote, with the wrapper `db` or without."""

    format = "ghost"
    media_folder = "/content/images/"
    language = ""
    base_notes: tuple[Note, ...] = ()

    def __init__(self, path: Path) -> None:
        self.path = path
        self._tables, self._posts = _read_tables(path)
        settings = {text_of(row.get("key")): row.get("value") for row in self._tables["settings"]}
        self.url = text_of(settings.get("url")).rstrip("/")
        self.language = text_of(settings.get("locale") or settings.get("lang") or settings.get("default_locale"))
        self._tags = {row.get("id"): row for row in self._tables["tags"]}
        self._people = {row.get("id"): row for row in self._tables["users"]}
        self._meta = {row.get("post_id"): row for row in self._tables["posts_meta"]}
        self._tags_of = self._joined("posts_tags", "tag_id")
        self._people_of = self._joined("posts_authors", "author_id")
        injected = [
            key for key in ("codeinjection_head", "codeinjection_foot", "ghost_head", "ghost_foot") if settings.get(key)
        ]
        self.base_notes = tuple(lost("code that Ghost injects", path.name, key) for key in injected)

    def writers(self) -> Iterable[Writer]:
        """Return everybody in the table of users."""
        for row in self._people.values():
            links = {"website": row.get("website"), "twitter": row.get("twitter")}
            person = {
                "name": row.get("name"),
                "bio": row.get("bio"),
                "avatar": _path(row.get("profile_image")),
                **links,
            }
            yield writer_of(person, text_of(row.get("slug")))

    def stories(self) -> Iterator[Story]:
        """Yield posts and pages in the order of the file."""
        with _opened(self.path) as file:
            for row in ijson.items(file, self._posts, use_float=True):
                if isinstance(row, Mapping):
                    yield self._story(row)

    def files(self) -> Iterable[Attachment]:
        """Return nothing: the export only names its pictures."""
        return ()

    def place(self, story: Story) -> Place:
        """Return what the links of a story start from."""
        return Place(base_of(story.address), frozenset(), self.url, split_address(self.url).path.rstrip("/"))

    def convert(self, story: Story, addresses: Addresses) -> Converted:
        """Return a body as Markdown."""
        html = _SITE.sub("/", story.body)
        markdown, notes = to_markdown(html, story.source, story.line)
        draft = Draft(markdown, story.source, story.line)
        move_links(draft, self.place(story), addresses)
        return Converted(draft.finish(), located((*notes, *draft.notes), 0, dict))

    def _joined(self, table: str, key: str) -> dict[Any, list[Any]]:
        """Return what a table joins to each post, in its order."""
        joined: dict[Any, list[tuple[int, Any]]] = {}
        for number, row in enumerate(self._tables[table]):
            order = row.get("sort_order")
            joined.setdefault(row.get("post_id"), []).append(
                (order if isinstance(order, int) else number, row.get(key))
            )
        return {post: [other for _, other in sorted(found, key=lambda pair: pair[0])] for post, found in joined.items()}

    def _story(self, row: Mapping[str, Any]) -> Story:
        notes: list[Note] = []
        title, slug = " ".join(text_of(row.get("title")).split()) or "Untitled", text_of(row.get("slug"))
        source = self.path.name

        def note(what: str, detail: str) -> None:
            notes.append(Note(NoteKind.LOST, what, detail, source))

        is_page = row.get("type") == "page" or bool(row.get("page"))
        own = _identity(row.get("id"))
        meta = self._meta.get(own, {})
        tags = [self._tags[number] for number in self._tags_of.get(own, ()) if number in self._tags]
        named = [text_of(tag.get("name")) for tag in tags]
        public = [
            name
            for tag, name in zip(tags, named, strict=True)
            if not name.startswith("#") and tag.get("visibility") != "internal"
        ]
        internal = [name.lstrip("#") for name in named if name not in public]
        people = self._people_of.get(own) or [_identity(row.get("author_id"))]
        authors = [text_of(self._people[number].get("name")) for number in people if number in self._people]
        for key in ("codeinjection_head", "codeinjection_foot"):
            if row.get(key):
                note("code that Ghost injects", f"{key} of {title}")
        body, lost_of_body = _body(row)
        for what, words in lost_of_body:
            note(what, f"{title}: {words}"[:200] if words else title)
        status, visibility = text_of(row.get("status")) or "published", text_of(row.get("visibility")) or "public"
        if visibility != "public":
            note("article for members, kept as a draft", f"{title}: {visibility}")
        moment, _ = read_moment(row.get("published_at")) if row.get("published_at") else (None, "")
        if row.get("published_at") and moment is None:
            note("date that cannot be read", f"{row['published_at']}: {title}"[:200])
        extra = {"internal_tags": internal, "meta_title": text_of(meta.get("meta_title") or row.get("meta_title"))}
        picture = _path(row.get("feature_image") or row.get("image"))
        excerpt = row.get("custom_excerpt") or meta.get("meta_description") or row.get("meta_description")
        caption = re.sub(r"<[^>]*>", "", text_of(meta.get("feature_image_caption")))
        return Story(
            source=source,
            line=0,
            begins=0,
            title=title,
            body=body,
            date=moment,
            authors=tuple(authors) if not is_page else (),
            tags=tuple(public[1:]),
            section=public[0] if public and not is_page else "",
            standfirst=text_of(excerpt),
            image=ImageRef(picture, text_of(meta.get("feature_image_alt")), caption) if picture else None,
            draft=status not in {"published", "scheduled", "sent"} or visibility != "public",
            slug=slug,
            address=f"/{slug}/" if slug else "",
            language=text_of(row.get("locale")),
            canonical=text_of(row.get("canonical_url")),
            extra={key: value for key, value in extra.items() if value},
            standing=slug or "page" if is_page else "",
            notes=tuple(notes),
        )


def _identity(value: Any) -> str | int | None:
    """Return what names a row, None for what can name nothing."""
    return value if isinstance(value, str | int) else None


def _path(address: Any) -> str:
    return _SITE.sub("/", text_of(address))


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """Open an export to be read as JSON. Raises ProblemError for what is none and where it cannot be read on."""
    try:
        with path.open("rb") as file:
            if file.read(3) != b"\xef\xbb\xbf":
                file.seek(0)
            yield file
    except ijson.JSONError as error:
        message = f"the export cannot be read: {str(error).splitlines()[0].removeprefix('parse error: ')}"
        hint = "export it again; a file that was cut off has no end"
        raise ProblemError([Problem(message, hint, str(path))]) from None
    except OSError as error:
        raise ProblemError([Problem(f"this cannot be read: {error.strerror or error}", "", str(path))]) from None


def _read_tables(path: Path) -> tuple[Mapping[str, list[Mapping[str, Any]]], str]:
    """Return the rows of all tables but that of posts, and where in the file the posts are.

    Raises ProblemError for a file that is no export.
    """
    tables: dict[str, list[Mapping[str, Any]]] = {name: [] for name in _TABLES}
    rows = {f"{wrapper}{name}.item": name for wrapper in _WRAPPERS for name in _TABLES}
    posts = {f"{wrapper}posts" for wrapper in _WRAPPERS}
    found = ""
    with _opened(path) as file:
        events = ijson.parse(file, use_float=True)
        for prefix, event, _ in events:
            if event == "start_array" and prefix in posts:
                found = prefix
            elif event == "start_map" and prefix in rows:
                tables[rows[prefix]].append(_row(events, prefix))
    if not found:
        raise ProblemError([Problem("this is no export of Ghost", "it has a table of posts", str(path))])
    return tables, f"{found}.item"


def _row(events: Iterator[tuple[str, str, Any]], prefix: str) -> Mapping[str, Any]:
    """Return what is needed of the row that has just begun, and read to its end."""
    row: dict[str, Any] = {}
    inner = len(prefix) + 1
    for place, event, value in events:
        if place == prefix and event == "end_map":
            break
        if event in {"string", "number", "boolean", "null"} and place[inner:] in _HELD:
            row[place[inner:]] = value
    return row


def _body(row: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    """Return a body as HTML, Ghost's own or made of what Ghost makes it from; and what is lost in the latter case."""
    if html := text_of(row.get("html")):
        return html, []
    cards = Cards()
    for key, read in (("lexical", cards.lexical), ("mobiledoc", cards.mobiledoc)):
        if source := text_of(row.get(key)):
            try:
                body = read(json.loads(source))
            except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
                return f"<pre>{escape(source)}</pre>", [(f"{key} that cannot be read, kept as text", "")]
            lost = [(f"card of Ghost without an equivalent: {kind}", words) for kind, words in cards.lost]
            return body, [(f"HTML is missing: read from {key}", ""), *lost]
    return f"<pre>{escape(text_of(row.get('plaintext')))}</pre>" if row.get("plaintext") else "", []
