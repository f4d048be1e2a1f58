"""An export of WordPress (WXR): one XML file, read as a stream, so that its size does not matter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from urllib.parse import unquote
from xml.parsers import expat

from ssg.importers.archives.folder import base_of
from ssg.importers.archives.items import Addresses, Attachment, Converted, Note, NoteKind, Place, Story, Writer
from ssg.importers.archives.markup.edits import Draft
from ssg.importers.archives.markup.html import to_markdown
from ssg.importers.archives.markup.lines import lines_of_html, located
from ssg.importers.archives.markup.links import move_links
from ssg.importers.archives.markup.wordpress import Gallery, to_html
from ssg.importers.archives.values import read_moment, split_address
from ssg.model import ImageRef
from ssg.problems import Problem, ProblemError

_CHUNK = 1 << 16
_UNPRINTABLE = bytes.maketrans(bytes(range(9)) + b"\x0b\x0c" + bytes(range(14, 32)), b" " * 29)
_STORIES = frozenset({"post", "page"})
# What a site of WordPress is made of, and its articles are not.
_WORKSHOP = frozenset({"attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache"})
_WORKSHOP |= {"wp_template", "wp_template_part", "wp_global_styles", "wp_navigation", "wp_font_family", "wp_font_face"}
_HIDDEN = {"private": "private article, kept as a draft", "trash": "", "auto-draft": "", "inherit": ""}
_LONGEST_FIELD = 500
_SERIALIZED = re.compile(r"[abiOs]:\d+[:;]")
"""How PHP writes values that are no texts."""
_TAGS = re.compile(r"<[^>]*>")


@dataclass(slots=True)
class _Item:
    """One item of the export, as its elements say it."""

    line: int
    fields: dict[str, str] = field(default_factory=dict)
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    """Domain, nicename and name of each category, tag or author."""
    meta: dict[str, str] = field(default_factory=dict)
    comments: int = 0
    body_line: int = 0

    def get(self, name: str) -> str:
        return self.fields.get(name, "")


class WordPressExport:
    """A file that the export of WordPress wrote."""

    format = "wordpress"
    media_folder = "/wp-content/uploads/"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = self.language = ""
        self.base_notes: tuple[Note, ...] = ()
        self._logins: dict[str, str] = {}
        self._terms: dict[str, str] = {}
        self._pictures: dict[str, ImageRef] = {}
        self._attached: dict[str, list[str]] = {}

    def writers(self) -> Iterable[Writer]:
        """Return nobody: the export knows names, which stand in the bylines, and nothing else to publish."""
        return ()

    def stories(self) -> Iterator[Story]:
        """Yield posts and pages in the order of the file. Raises ProblemError where it cannot be read on."""
        left: Counter[str] = Counter()
        for item in _Reader(self.path, self).items():
            kind, status = item.get("wp:post_type") or "post", item.get("wp:status") or "publish"
            if kind == "attachment":
                self._keep_picture(item)
            elif kind not in _STORIES:
                left[kind] += kind not in _WORKSHOP
            elif status in _HIDDEN and not _HIDDEN[status]:
                left[f"{kind} in the state {status}"] += 1
            else:
                yield self._story(item, kind, status)
        source = self.path.name
        self.base_notes = tuple(
            Note(NoteKind.LOST, f"not an article: {kind}", f"{count:,}", source)
            for kind, count in sorted(left.items())
            if count
        )

    def files(self) -> Iterable[Attachment]:
        """Return nothing: the export only names its pictures."""
        return ()

    def place(self, story: Story) -> Place:
        """Return what the links of a story start from."""
        return Place(base_of(story.address or "/"), frozenset(), self.url, split_address(self.url).path.rstrip("/"))

    def convert(self, story: Story, addresses: Addresses) -> Converted:
        """Return a body as Markdown."""
        html, _, rest = story.body.partition("\0")
        footnotes, _, number = rest.partition("\0")
        gallery = Gallery(self._pictures.get, self._attached.get(number, ()))
        html, notes = to_html(html, footnotes, gallery, story.source, story.line)
        markdown, more = to_markdown(html, story.source, story.line)
        draft = Draft(markdown, story.source, story.line)
        move_links(draft, self.place(story), addresses)
        made = located((*more, *draft.notes), story.line, lambda: lines_of_html(story.body.partition("\0")[0]))
        return Converted(draft.finish(), (*notes, *made))

    def learn(self, name: str, fields: dict[str, str]) -> None:
        """Take what stands above the items: the site's address, its people and its categories."""
        if name == "wp:author":
            full = f"{fields.get('wp:author_first_name', '')} {fields.get('wp:author_last_name', '')}".strip()
            login = fields.get("wp:author_login", "")
            self._logins[login] = " ".join((fields.get("wp:author_display_name") or full or login).split())
        elif name == "wp:category":
            self._terms[fields.get("wp:term_id", "")] = unescape(fields.get("wp:cat_name", ""))
        elif name in {"wp:base_blog_url", "link"} and fields.get("", "").strip():
            self.url = fields[""].strip().rstrip("/") if name == "wp:base_blog_url" or not self.url else self.url
        elif name == "language":
            self.language = fields.get("", "").strip()

    def _keep_picture(self, item: _Item) -> None:
        number, address = item.get("wp:post_id"), item.get("wp:attachment_url")
        if address:
            alt = item.meta.get("_wp_attachment_image_alt", "")
            caption = " ".join(unescape(_TAGS.sub(" ", item.get("excerpt:encoded"))).split())
            if number not in self._pictures:
                self._attached.setdefault(item.get("wp:post_parent"), []).append(number)
            self._pictures[number] = ImageRef(address, " ".join(alt.split()), caption)

    def _story(self, item: _Item, kind: str, status: str) -> Story:
        notes: list[Note] = []

        def note(note_kind: NoteKind, what: str, detail: str = "") -> None:
            notes.append(Note(note_kind, what, detail, self.path.name, item.line))

        title = " ".join(unescape(_TAGS.sub("", item.get("title"))).split())
        address = split_address(item.get("link"))
        path = "" if address.query or not address.path.strip("/") else address.path
        prefix = split_address(self.url).path.rstrip("/")
        path = path.removeprefix(prefix) if prefix and path.startswith(f"{prefix}/") else path
        slug = item.get("wp:post_name")
        moment = _moment(item)
        if not title:
            title = unquote(slug).replace("-", " ").capitalize() or (f"{moment:%Y-%m-%d}" if moment else "Untitled")
            note(NoteKind.GUESSED, "title made from the slug", title)
        draft = status not in {"publish", "future"}
        if address.query and status == "publish":
            detail = f"{address.path or '/'}?{address.query}: it is not a plain path"
            note(NoteKind.LOST, "old address that cannot lead here", detail)
        if status in _HIDDEN:
            note(NoteKind.LOST, _HIDDEN[status], title)
        if item.get("wp:post_password"):
            draft = True
            note(NoteKind.LOST, "article behind a password, kept as a draft", title)
        if item.comments:
            note(NoteKind.LOST, "comments of readers", f"{item.comments:,} under {title}")
        categories, tags = self._filed(item, note)
        aliases = (
            tuple(
                path.replace(f"/{slug}", f"/{old}") for key, old in item.meta.items() if key.startswith("_wp_old_slug")
            )
            if path and slug
            else ()
        )
        excerpt = item.get("excerpt:encoded") or item.meta.get("_yoast_wpseo_metadesc", "")
        fields = {key: text for key, text in item.meta.items() if key[:1] != "_" and key != "footnotes" and text}
        unfit = {key: text for key, text in fields.items() if len(text) >= _LONGEST_FIELD or _SERIALIZED.match(text)}
        for key, text in unfit.items():
            what = (
                "custom field of a plug-in's own format" if _SERIALIZED.match(text) else "custom field that is too long"
            )
            note(NoteKind.LOST, what, f"{key} of {title}: {' '.join(text.split())[:80]}")
        extra = {key: text for key, text in fields.items() if key not in unfit}
        return Story(
            source=self.path.name,
            title=title,
            body="\0".join((item.get("content:encoded"), item.meta.get("footnotes", ""), item.get("wp:post_id"))),
            line=item.body_line,
            begins=item.line,
            short_links=tuple(f"{name}={item.get('wp:post_id')}" for name in ("/?p", "/?page_id")),
            date=moment,
            authors=self._byline(item),
            tags=(*tags, *categories[1:]),
            section=categories[0] if categories else "",
            standfirst=" ".join(unescape(_TAGS.sub(" ", excerpt)).split()),
            kicker=extra.pop("kicker", ""),
            image=self._pictures.get(item.meta.get("_thumbnail_id", "")),
            draft=draft,
            slug=unquote(slug),
            address=path,
            aliases=aliases,
            canonical=item.meta.get("_yoast_wpseo_canonical", ""),
            noindex=item.meta.get("_yoast_wpseo_meta-robots-noindex") == "1",
            extra=extra,
            standing=(unquote(path).strip("/") or unquote(slug) or "page") if kind == "page" else "",
            notes=tuple(notes),
        )

    def _byline(self, item: _Item) -> tuple[str, ...]:
        named = [" ".join(unescape(name).split()) for domain, _, name in item.terms if domain == "author"]
        login = item.get("dc:creator")
        return tuple(named) or ((self._logins.get(login, login),) if login else ())

    def _filed(self, item: _Item, note: object) -> tuple[list[str], list[str]]:
        """Return categories, the primary one first, and tags."""
        categories = [
            unescape(name) for domain, nice, name in item.terms if domain == "category" and nice != "uncategorized"
        ]
        primary = self._terms.get(item.meta.get("_yoast_wpseo_primary_category", ""), "")
        if primary in categories:
            categories = [primary, *(name for name in categories if name != primary)]
        others = ("category", "post_format", "author", "nav_menu")
        return categories, [unescape(name) for domain, _, name in item.terms if domain not in others]


class _Reader:
    """Reads one export, element by element. Nothing of an item stays after it was handed on."""

    def __init__(self, path: Path, export: WordPressExport) -> None:
        self._path, self._export = path, export
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._take_text
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._stack: list[str] = []
        self._text: list[str] = []
        self._item: _Item | None = None
        self._head: dict[str, str] = {}
        self._attributes: dict[str, str] = {}
        self._meta_key = ""
        self._ready: list[_Item] = []

    def items(self) -> Iterator[_Item]:
        """Yield the items. Raises ProblemError where the file is no export, or ends too early."""
        try:
            with self._path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    # Old posts have bytes in them that XML forbids, and WordPress exports them all the same.
                    self._parser.Parse(chunk.translate(_UNPRINTABLE), False)
                    yield from self._ready
                    self._ready.clear()
                self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            message = f"the export cannot be read on here: {expat.ErrorString(error.code)}"
            hint = "export it again; a file that was cut off has no end"
            raise ProblemError([Problem(message, hint, str(self._path), error.lineno, error.offset + 1)]) from None
        except OSError as error:
            raise ProblemError(
                [Problem(f"this cannot be read: {error.strerror or error}", "", str(self._path))]
            ) from None
        yield from self._ready

    def _refuse_doctype(self, *_: object) -> None:
        # Entities could be anything from a bomb to a file of this computer, and WordPress writes none.
        message = "the export has a DOCTYPE, which no export of WordPress has"
        raise ProblemError([Problem(message, "export it again", str(self._path), self._parser.CurrentLineNumber)])

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._stack.append(name)
        self._text.clear()
        if name == "item" and len(self._stack) == 3:
            self._item = _Item(self._parser.CurrentLineNumber)
        elif self._item is not None and name == "wp:comment":
            self._item.comments += 1
        elif self._item is not None and name == "content:encoded":
            self._item.body_line = self._parser.CurrentLineNumber
        elif self._item is None and len(self._stack) == 3:
            self._head = {}
        if name == "category":
            self._attributes = attributes

    def _take_text(self, text: str) -> None:
        self._text.append(text)

    def _end(self, name: str) -> None:
        text = "".join(self._text)
        self._text.clear()
        depth = len(self._stack)
        self._stack.pop()
        item = self._item
        if item is None:
            if depth == 3:
                self._export.learn(name, self._head or {"": text})
            elif depth == 4:
                self._head[name] = text
            elif depth == 1 and name != "rss":
                raise ProblemError(
                    [Problem("this is no export of WordPress", "it begins with <rss", str(self._path), 1)]
                )
        elif name == "item" and depth == 3:
            self._ready.append(item)
            self._item = None
        elif depth == 4 and name == "category":
            item.terms.append((self._attributes.get("domain", "category"), self._attributes.get("nicename", ""), text))
        elif depth == 4:
            item.fields[name] = text
        elif name == "wp:meta_key":
            self._meta_key = text
        elif name == "wp:meta_value":
            key = self._meta_key
            while key in item.meta and key == "_wp_old_slug":
                key += "+"
            item.meta[key] = text


def _moment(item: _Item) -> date | None:
    """Return when an item was published: in universal time where that is known, else in the site's own."""
    universal, _ = read_moment(item.get("wp:post_date_gmt")) if item.get("wp:post_date_gmt") else (None, "")
    if isinstance(universal, datetime):
        return universal.replace(tzinfo=UTC)
    local, _ = read_moment(item.get("wp:post_date")) if item.get("wp:post_date") else (None, "")
    return local
