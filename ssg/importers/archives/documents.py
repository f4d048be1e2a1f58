"""Stories and writers as Markdown files: composed, read back as the next build will, mended where it would refuse."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ssg.content.composing import compose, file_slug
from ssg.content.decoding import decode
from ssg.content.front_matter import read_front_matter
from ssg.content.schemas import AUTHOR, PAGE, FrontMatterRecord, article_schema
from ssg.content.shortcodes import parse_shortcodes
from ssg.importers.archives.filing import Berth
from ssg.importers.archives.items import Addresses, Note, NoteKind, Place, Story, Writer
from ssg.importers.archives.markup.edits import Draft
from ssg.importers.archives.markup.lines import lines_of_words, located
from ssg.importers.archives.markup.links import new_target, what_is_left
from ssg.importers.writing import Document
from ssg.model import ImageRef
from ssg.problems import ProblemError
from ssg.schema import Fault
from ssg.settings import Settings
from ssg.urls import slug_problem, slugify


@dataclass(frozen=True, slots=True)
class Carried:
    """A story on its way: where it was, where it goes, and its body as Markdown."""

    story: Story
    place: Place
    berth: Berth
    aliases: tuple[str, ...]
    body: str


def article_document(
    carried: Carried, byline: tuple[str, ...], addresses: Addresses, settings: Settings
) -> tuple[Document, tuple[Note, ...]]:
    """Return the Markdown file of an article, and what it could not keep."""
    story, berth = carried.story, carried.berth
    notes: list[Note] = []
    undated = story.date is None and not story.draft
    if undated:
        notes.append(_note(NoteKind.LOST, "article without a date, kept as a draft", story.title, story))
    values: dict[str, Any] = {
        "title": " ".join(story.title.split()),
        "standfirst": " ".join(story.standfirst.split()),
        "date": story.date,
        "updated": story.updated,
        "expires": story.expires,
        "authors": byline,
        "tags": _tags(story, notes),
        # The folder says it already, unless the name is more than a slug.
        "section": "" if slugify(berth.section) == berth.section else berth.section,
        "series": story.series,
        "kicker": story.kicker,
        "image": _image(carried, addresses, notes),
        "draft": story.draft or undated,
        "id": berth.id,
        "aliases": carried.aliases,
        "canonical": story.canonical,
        "noindex": story.noindex,
        "language": _language(story.language, settings),
        "extra": dict(story.extra),
    }
    return _document(article_schema(settings.zone), values, carried, notes)


def _tags(story: Story, notes: list[Note]) -> tuple[str, ...]:
    """Return the tags of a story, each with a slug of its own, and note what is not as it was."""
    tags: dict[str, str] = {}
    for tag in story.tags:
        name, slug = " ".join(tag.replace(",", " ").split()), slugify(tag)
        if not slug or slug_problem(slug):
            notes.append(_note(NoteKind.LOST, "tag without a usable name", tag, story))
            continue
        first = tags.setdefault(slug, name)
        if first != " ".join(tag.split()):
            notes.append(_note(NoteKind.RENAMED, "tag", f"{tag} is {first}", story))
    return tuple(tags.values())


def page_document(carried: Carried, addresses: Addresses) -> tuple[Document, tuple[Note, ...]]:
    """Return the Markdown file of a page that is no article, and what it could not keep."""
    story = carried.story
    notes: list[Note] = []
    extra: dict[str, Any] = dict(story.extra)
    for key, value in (("date", story.date), ("authors", list(story.authors)), ("tags", list(story.tags))):
        if value:
            extra.setdefault(key, value)
    values = {
        "title": " ".join(story.title.split()),
        "description": " ".join(story.standfirst.split()),
        "draft": story.draft,
        "aliases": carried.aliases,
        "noindex": story.noindex,
        "image": _image(carried, addresses, notes),
        "extra": extra,
    }
    return _document(PAGE, values, carried, notes)


def author_document(writer: Writer, addresses: Addresses) -> Document:
    """Return the Markdown file of an author."""
    image = writer.image
    if image is not None and "://" not in image.src:
        source = addresses.file(f"/{image.src.lstrip('/')}")
        image = ImageRef(source, image.alt) if source else None
    values: dict[str, Any] = {
        "name": writer.name,
        "title": " ".join(writer.title.split()),
        "email": writer.email,
        "links": [asdict(link) for link in writer.links],
        "image": _compact(image),
    }
    path = f"content/authors/{file_slug(writer.name, 'author')}.md"
    berth = Berth(path, "", "", "", ())
    return _document(AUTHOR, values, Carried(Story(path, writer.name, ""), Place("/"), berth, (), writer.bio), [])[0]


def _document(
    record: FrontMatterRecord, values: dict[str, Any], carried: Carried, notes: list[Note]
) -> tuple[Document, tuple[Note, ...]]:
    """Compose a file and leave out, value by value, what the next build would refuse."""
    story, path = carried.story, carried.berth.path
    body = _safe_body(carried.body, story, notes)
    text = compose(record, values, body)
    for _ in range(20):
        faults = _faults(record, text, path)
        if not faults:
            break
        for fault in reversed(faults):
            lost = _take_out(values, fault)
            detail = f"{'.'.join(map(str, fault.at))}: {fault.message}" + (f": {lost}" if lost else "")
            notes.append(_note(NoteKind.LOST, "value that cannot stand in front matter", detail, story))
        text = compose(record, values, body)
    return Document(path, text), tuple(notes)


def _faults(record: FrontMatterRecord, text: str, path: str) -> list[Fault]:
    """Return what the next build would refuse in a composed file."""
    faults: list[Fault] = []
    try:
        front = read_front_matter(decode(text.encode("utf-8", "surrogatepass"), path), path)
    except ProblemError as error:
        # What YAML of ours cannot hold can only be one of the archive's own keys.
        return [Fault(("extra",), error.problems[0].message)]
    record.read(front.data, (), faults)
    return faults


def _take_out(values: dict[str, Any], fault: Fault) -> str:
    """Take the value at a fault's place out of the values, and return it in a few words."""
    key = fault.at[0] if fault.at else "extra"
    held = values.get(str(key))
    step = fault.at[1] if len(fault.at) > 1 else None
    if isinstance(held, list | tuple) and isinstance(step, int) and step < len(held):
        values[str(key)] = [item for number, item in enumerate(held) if number != step]
        return str(held[step])[:80]
    if isinstance(held, Mapping) and step is not None and step != "src" and step in held:
        values[str(key)] = {name: item for name, item in held.items() if name != step}
        return str(held[str(step)])[:80]
    if key == "title":
        values["title"] = re.sub(r"[\x00-\x1f\x7f-\x9f]", "", str(held)) or "Untitled"
        return ""
    values[str(key)] = None
    return str(held)[:80] if isinstance(held, str) else ""


def _safe_body(body: str, story: Story, notes: list[Note]) -> str:
    """Return a body without what the next build would refuse: tags that look like shortcodes and cannot be read."""
    if "{{<" in body and parse_shortcodes(body, "", 1)[1]:
        draft = Draft(body, story.source, 0)
        for match in re.finditer(r"\{\{<", body):
            if not draft.in_code(match.start()):
                draft.note(
                    NoteKind.LOST,
                    "shortcode that cannot be read, kept as text",
                    body[match.start() :][:60],
                    match.start(),
                )
                draft.replace(*match.span(), "{{&lt;")
        places = lines_of_words(story.body, (note.detail for note in draft.notes))
        notes += located(draft.notes, story.line, lambda: places)
        return draft.finish()
    return body


def _image(carried: Carried, addresses: Addresses, notes: list[Note]) -> dict[str, Any] | str | None:
    """Return the main picture with its address moved. One whose file is not there is lost."""
    story, place, image = carried.story, carried.place, carried.story.image
    if image is None:
        return None
    source, broken = new_target(image.src, place, addresses)
    inside = source.removeprefix("/")
    if broken or ("://" not in source and not source.startswith("/") and inside not in place.beside):
        # Many templates write a picture's path without the slash that it begins with.
        source = addresses.file(f"/{image.src.lstrip('/')}")
    if not source:
        notes.append(_note(NoteKind.LOST, "picture that is not there", image.src, story))
        return None
    if left := what_is_left(source, place):
        notes.append(_note(NoteKind.LOST, left, image.src, story))
    return _compact(ImageRef(source, image.alt, image.caption, image.credit, image.credit_url))


def _compact(image: ImageRef | None) -> dict[str, Any] | str | None:
    """Return a picture as front matter writes it: its path alone where nothing else is known of it."""
    if image is None:
        return None
    fields = {key: value for key, value in asdict(image).items() if value and key != "focus"}
    return image.src if len(fields) == 1 else {key: " ".join(str(value).split()) for key, value in fields.items()}


def _language(code: str, settings: Settings) -> str:
    plain = code.replace("_", "-")
    return "" if plain.lower().partition("-")[0] == settings.language.lower().partition("-")[0] else plain


def _note(kind: NoteKind, what: str, detail: str, story: Story) -> Note:
    return Note(kind, what, detail, story.source, story.begins)
