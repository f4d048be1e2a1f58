"""The reference of front matter and settings, written from the schemas: Markdown pages and JSON Schemas."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from ssg.content.schemas import AUTHOR, PAGE, TERM, article_schema
from ssg.schema import REQUIRED, Field, Kind, ListOf, Record, TableOf, TextOr
from ssg.settings import SETTINGS

_GENERATED = "<!-- Written from the schemas by `pytest tests/content/test_reference.py --update-golden`. -->"
_FRONT_MATTER = """\
# Front matter

Every Markdown file under `content/` begins with front matter: YAML between two lines `---`, TOML between two lines
`+++`, or one JSON object. Unknown keys are errors; keys of your own go under `extra`. A key with nothing behind it is
absent, except for `draft` and `expires`, where a guess could publish something too early or too long.

YAML reads `yes`, `no`, `on` and `off` as true and false, `007` as a number, and gives `*`, `&`, `!`, `@` and `%` at the
beginning of a value a meaning of their own: put such texts in quotes. Anchors, aliases and tags of YAML are not read.
"""
_SETTINGS = """\
# Settings

The settings of a site stand in `site.toml`, in its top folder. Unknown keys are errors.
"""
_SCHEMAS: tuple[tuple[str, str, str, Record[Any]], ...] = (
    (
        "article",
        "Articles",
        "`content/articles/**/*.md`, or a bundle `content/articles/**/<slug>/index.md`",
        article_schema(UTC),
    ),
    ("author", "Authors", "`content/authors/<slug>.md`; the body is the biography", AUTHOR),
    (
        "term",
        "Sections, tags and series",
        "`<slug>.md` in `content/sections/`, `content/tags/` or `content/series/`; the body introduces the listing",
        TERM,
    ),
    ("page", "Pages", "`content/pages/**/*.md`; the path below `content/pages/` is the address", PAGE),
)


def front_matter_reference() -> str:
    """Return the page about front matter, in Markdown."""
    parts = [_FRONT_MATTER + "\n" + _GENERATED]
    for _, title, place, record in _SCHEMAS:
        parts += [f"## {title}", f"{place}.", *_tables(record)]
    return "\n\n".join(parts) + "\n"


def settings_reference() -> str:
    """Return the page about `site.toml`, in Markdown."""
    return "\n\n".join([_SETTINGS + "\n" + _GENERATED, *_tables(SETTINGS)]) + "\n"


def json_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schemas of front matter and settings by name: editors check files against them."""
    records = [*((name, record) for name, _, _, record in _SCHEMAS), ("site", SETTINGS)]
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {name: {"$schema": dialect, **record.json_schema()} for name, record in records}


def _tables(record: Record[Any], name: str = "") -> Iterator[str]:
    """Yield the table of a record's keys, and after it those of the records inside it, each with its heading."""
    if name:
        yield f"### `{name}`"
    rows = ["| key | value | meaning | when absent |", "|---|---|---|---|"]
    rows += [
        f"| {_keys(entry)} | {_cell(entry.kind.label)} | {_cell(entry.doc)} | {_default(entry)} |"
        for entry in record.fields
    ]
    yield "\n".join(rows)
    for entry in record.fields:
        inner = _record_in(entry.kind)
        if inner:
            yield from _tables(inner, f"{name}.{entry.key}" if name else entry.key)


def _record_in(kind: Kind) -> Record[Any] | None:
    """Return the record inside a kind, if there is one."""
    match kind:
        case Record():
            return kind
        case ListOf() | TableOf():
            return _record_in(kind.of)
        case TextOr():
            return _record_in(kind.other)
        case _:
            return None


def _keys(entry: Field) -> str:
    also = ", ".join(f"`{key}`" for key in entry.also)
    return f"`{entry.key}`" + (f" (also {also})" if also else "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _default(entry: Field) -> str:
    match entry.default:
        case default if default is REQUIRED:
            return "required"
        case bool() as flag:
            return f"`{str(flag).lower()}`"
        case str() | int() | float() as value if value != "":
            return f"`{value}`"
        case tuple() as items if items:
            return ", ".join(f"`{item}`" for item in items)
        case _:
            return ""
