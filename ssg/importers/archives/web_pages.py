"""Pages of HTML as an archive: what they say of themselves, and what in them is the article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

from ssg.importers.archives.folder import base_of, relative, stray_links, walk
from ssg.importers.archives.items import Addresses, Attachment, Converted, Note, NoteKind, Place, Story, Writer
from ssg.importers.archives.markup.edits import Draft
from ssg.importers.archives.markup.html import to_markdown
from ssg.importers.archives.markup.lines import lines_of_html, located
from ssg.importers.archives.markup.links import move_links
from ssg.importers.archives.metadata import decode
from ssg.importers.archives.values import byline, names, read_moment, split_address, text_of
from ssg.model import ImageRef

_PAGES = (".html", ".htm", ".xhtml")
_ARTICLES = frozenset(
    {
        "Article",
        "NewsArticle",
        "BlogPosting",
        "Report",
        "OpinionNewsArticle",
        "AnalysisNewsArticle",
        "ReportageNewsArticle",
    }
)
_BODIES = (
    '[itemprop="articleBody"]',
    ".entry-content",
    ".post-content",
    ".article-body",
    "article",
    "main",
    '[role="main"]',
)
_FURNITURE = ("nav", "form", "script", "style", "noscript", "template", "button")
"""What is no text of an article, wherever it stands."""
_MARGINS = ("header", "footer", "aside")
"""What belongs to an article that it stands in, and is furniture anywhere else."""
_UNSEEN = frozenset({"script", "style", "template"})
_MARKED = 5
"""So many of the first of `_BODIES` are the article itself; the others have the sides of the page in them."""
_WORDS_OF_A_BODY = 20
_PARTS = ("div", "section", "article", "main", "center", "table", "tbody", "tr", "td")
_NEARLY_ALL = 0.8
"""Of the letters that were taken for the article; the rest can be a line at the foot of the page."""


class WebPages:
    """A file with a page, or a folder of them."""

    format = "html"
    media_folder = "/"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.root = path if path.is_dir() else path.parent
        self.url = self.language = ""
        self.base_notes: tuple[Note, ...] = ()

    def writers(self) -> Iterable[Writer]:
        """Return nobody: pages know names only."""
        return ()

    def stories(self) -> Iterator[Story]:
        """Yield the pages that are articles, in the order of the files. What has no text of its own is left out."""
        notes = list(stray_links(self.path)) if self.path.is_dir() else []
        for file in walk(self.path) if self.path.is_dir() else [self.path]:
            if file.suffix.lower() in _PAGES or not self.path.is_dir():
                story = self._story(file)
                if story is not None:
                    yield story
                else:
                    notes.append(Note(NoteKind.LOST, "page without an article", "", relative(file, self.root)))
        self.base_notes = tuple(notes)

    def files(self) -> Iterable[Attachment]:
        """Return what lies beside the pages of a folder, but for what made them look as they did."""
        for file in walk(self.path) if self.path.is_dir() else ():
            if file.suffix.lower() not in (*_PAGES, ".css", ".js", ".map", ".xml", ".json"):
                yield Attachment(f"/{relative(file, self.root)}", file)

    def place(self, story: Story) -> Place:
        """Return what the links of a story start from."""
        return Place(base_of(story.address or "/"), frozenset(), self.url)

    def convert(self, story: Story, addresses: Addresses) -> Converted:
        """Return a body as Markdown."""
        markdown, notes = to_markdown(story.body, story.source, story.line)
        draft = Draft(markdown, story.source, story.line)
        move_links(draft, self.place(story), addresses)
        made = (*notes, *draft.notes)
        if not made:
            return Converted(draft.finish())
        page, _ = decode((self.root / story.source).read_bytes(), story.source)
        return Converted(draft.finish(), located(made, 1, lambda: lines_of_html(page)))

    def _story(self, file: Path) -> Story | None:
        source = relative(file, self.root)
        text, decoded = decode(file.read_bytes(), source)
        soup = BeautifulSoup(text, "lxml")
        said = _linked_data(soup)
        meta = {
            str(tag.get("property") or tag.get("name")).lower(): str(tag["content"])
            for tag in soup.find_all("meta", content=True)
        }
        notes = list(decoded)
        title = _text(said.get("headline") or said.get("name")) or meta.get("og:title", "")
        heading = soup.find("h1")
        if not title and isinstance(heading, Tag):
            title = heading.get_text(" ", strip=True)
        if not title and soup.title is not None:
            title = soup.title.get_text(" ", strip=True)
            notes.append(Note(NoteKind.GUESSED, "title of the window taken for the headline", title, source))
        body = _body(soup, text, title, source, notes)
        if not body or not title:
            return None
        link = soup.find("link", rel="canonical")
        address = str(link.get("href") or "") if isinstance(link, Tag) else ""
        parts = split_address(address or meta.get("og:url", "") or _text(said.get("url")))
        if parts.netloc and not self.url:
            self.url = f"{parts.scheme or 'https'}://{parts.netloc}"
        path = parts.path if parts.path.strip("/") else f"/{source}"
        moment, updated = self._moment(said, meta, soup, source, notes)
        image = said.get("image")
        image = image[0] if isinstance(image, list) and image else image
        picture = _text(image.get("url")) if isinstance(image, Mapping) else _text(image) or meta.get("og:image", "")
        html = soup.find("html")
        language = str(html.get("lang") or "") if isinstance(html, Tag) else ""
        keywords = [
            *names(said.get("keywords")),
            *(str(t["content"]) for t in soup.find_all("meta", property="article:tag", content=True)),
        ]
        author = soup.find(rel="author")
        people = byline(said.get("author") or meta.get("author") or meta.get("article:author") or [])
        if not people and isinstance(author, Tag):
            people = byline(author.get_text(" ", strip=True))
        return Story(
            source=source,
            title=" ".join(title.split()),
            body=body,
            date=moment,
            updated=updated if updated != moment else None,
            authors=tuple(name for name in people if "://" not in name),
            tags=tuple(dict.fromkeys(keywords)),
            section=next(iter(names(said.get("articleSection"))), "") or meta.get("article:section", ""),
            standfirst=_text(said.get("description")) or meta.get("og:description", "") or meta.get("description", ""),
            image=ImageRef(picture, meta.get("og:image:alt", "")) if picture else None,
            slug=re.sub(r"\.\w+$", "", re.sub(r"/index\.\w+$", "", path).rstrip("/").rpartition("/")[2]),
            address=path if not parts.query else "",
            language=language,
            notes=tuple(notes),
        )

    def _moment(
        self, said: Mapping[str, Any], meta: Mapping[str, str], soup: BeautifulSoup, source: str, notes: list[Note]
    ) -> tuple[Any, Any]:
        """Return when a page was published and changed: as it says in data, else by the first time in its text."""
        stated = [_text(said.get("datePublished")), meta.get("article:published_time", ""), meta.get("date", "")]
        stated = [text for text in stated if text]
        moment = next((found for text in stated if (found := read_moment(text)[0]) is not None), None)
        if moment is None:
            notes.extend(Note(NoteKind.LOST, "date that cannot be read", text, source) for text in stated)
            tag = soup.find("time", datetime=True)
            moment, _ = read_moment(str(tag["datetime"])) if isinstance(tag, Tag) else (None, "")
            if moment is not None:
                notes.append(Note(NoteKind.GUESSED, "first time of the page taken for its date", f"{moment}", source))
        modified = _text(said.get("dateModified")) or meta.get("article:modified_time", "")
        updated, _ = read_moment(modified) if modified else (None, "")
        return moment, updated


def _linked_data(soup: BeautifulSoup) -> Mapping[str, Any]:
    """Return the JSON-LD of the article that a page is, with what it refers to, or nothing."""
    items: list[Any] = []
    for tag in soup.find_all("script", type="application/ld+json"):
        try:
            found = json.loads(tag.get_text())
        except (ValueError, RecursionError):
            continue
        for item in found if isinstance(found, list) else [found]:
            graph = item.get("@graph") if isinstance(item, Mapping) else None
            items += [item, *(graph if isinstance(graph, list) else ())]
    tables = [item for item in items if isinstance(item, Mapping)]
    named = {str(item["@id"]): item for item in tables if item.keys() > {"@id"}}
    for item in tables:
        kind = item.get("@type")
        if any(name in _ARTICLES for name in (kind if isinstance(kind, list) else [kind]) if isinstance(name, str)):
            return {key: _with_referred(value, named) for key, value in item.items()}
    return {}


def _with_referred(value: Any, named: Mapping[str, Any]) -> Any:
    """Return a value with what it refers to by `@id` in its place. What is nowhere said is nothing."""
    if isinstance(value, list):
        return [found for item in value if (found := _with_referred(item, named)) is not None]
    if isinstance(value, Mapping) and "@id" in value and value.keys() <= {"@id", "@type"}:
        return named.get(str(value["@id"]))
    return unescape(value) if isinstance(value, str) else value


def _body(soup: BeautifulSoup, page: str, title: str, source: str, notes: list[Note]) -> str:
    """Return the HTML of the article in a page: what is marked as such, else what trafilatura takes for it."""
    for number, selector in enumerate(_BODIES):
        found = soup.select(selector)
        # Several articles on a page are a list of them.
        if len(found) == 1 and len(found[0].get_text().split()) >= _WORDS_OF_A_BODY:
            return _without_furniture(found[0], title, source, notes, marked=number < _MARKED)
    body = soup.body
    if body is None or len(body.get_text().split()) < _WORDS_OF_A_BODY:
        return ""
    part = _around(body, _extracted(page))
    if part is not body:
        notes.append(Note(NoteKind.GUESSED, "article found among other text of the page", title, source))
        return _without_furniture(part, title, source, notes, marked=False)
    notes.append(Note(NoteKind.GUESSED, "whole page taken for the article", title, source))
    return _without_furniture(body, title, source, notes, marked=False)


def _without_furniture(body: Tag, title: str, source: str, notes: list[Note], *, marked: bool) -> str:
    """Return an element's HTML without navigation, forms and the headline, which stands in front matter.

    `marked` tells whether the page says itself that this is the article. Words that are left out are noted.
    """
    heading = body.find("h1")
    if isinstance(heading, Tag) and heading.get_text(" ", strip=True) == title:
        heading.decompose()
    for tag in body.find_all((*_FURNITURE, *_MARGINS)):
        if tag.decomposed or (tag.name in _MARGINS and marked and not _is_furniture(tag)):
            continue
        words = " ".join(tag.get_text(" ").split())
        if words and tag.name not in _UNSEEN and not (tag.name == "noscript" and words in _seen(body, tag)):
            notes.append(Note(NoteKind.LOST, f"part of a page, not of its text: <{tag.name}>", words[:200], source))
        tag.decompose()
    return body.decode_contents()


def _is_furniture(margin: Tag) -> bool:
    """Tell whether what stands beside a text leads elsewhere: more than half of its letters are in links and forms."""
    letters = len(_squeezed(margin.get_text()))
    leading = sum(len(_squeezed(tag.get_text())) for tag in margin.select("a, form, button, nav"))
    return leading * 2 > letters


def _seen(body: Tag, without: Tag) -> str:
    """Return the words of an element but for those of one in it."""
    texts = (text for text in body.find_all(string=True) if not any(parent is without for parent in text.parents))
    return " ".join(word for text in texts for word in text.split())


def _extracted(page: str) -> list[str]:
    """Return the lines that trafilatura takes for the article, none where it is not installed."""
    try:
        import trafilatura  # noqa: PLC0415 - optional, and slow to import
    except ModuleNotFoundError as missing:
        if missing.name != "trafilatura":
            raise
        return []
    return str(trafilatura.extract(page, output_format="txt", include_comments=False) or "").splitlines()


def _around(body: Tag, lines: Sequence[str]) -> Tag:
    """Return the innermost part of a page that has nearly all of these lines, or the whole where there is none.

    The part is taken as it is, since what finds the article leaves some of it out: headings, lists, pictures.
    """
    wanted = [_squeezed(line) for line in lines]
    enough = _NEARLY_ALL * sum(map(len, wanted))
    part: Tag | None = body if enough else None
    inner = body
    while part is not None:
        inner = part
        part = next((child for child in inner.find_all(_PARTS, recursive=False) if _has(child, wanted, enough)), None)
    return inner


def _has(part: Tag, wanted: Sequence[str], enough: float) -> bool:
    text = _squeezed(part.get_text())
    return sum(len(line) for line in wanted if line in text) >= enough


def _squeezed(text: str) -> str:
    """Return a text without its spaces, which are not the same in a page and in what was found in it."""
    return "".join(text.split())


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        value = value.get("url") or value.get("name") or value.get("@id")
    return " ".join(text_of(value).split())
