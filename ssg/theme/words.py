"""The words of the interface, one catalogue for each language, and dates in that language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time

from ssg.content.toml_data import read_toml
from ssg.digest import Value
from ssg.schema import Fault, Place, TableOf

FALLBACK = "en"

INDEXES = ("authors", "tags", "archive", "corrections", "not_found", "withdrawn")
"""Pages whose title is a word of the catalogue: `authors_title` and so on, in every theme."""

Catalogue = Mapping[str, str | Mapping[str, str]]


@dataclass(frozen=True)
class Words(Value):
    """The words of one language. A word is a text with `{name}` places, or one text for each plural form."""

    language: str
    catalogue: Catalogue

    @property
    def locale(self) -> Locale:
        """Return the language's rules for plurals and dates."""
        return Locale.parse(self.language, sep="-")

    def translate(self, key: str, **values: object) -> str:
        """Return the words of `key` with `values` filled in; `n` chooses the plural form. Raises KeyError."""
        word = self.catalogue[key]
        if not isinstance(word, str):
            form = self.locale.plural_form(abs(values["n"]))  # type: ignore[arg-type]  # templates pass a number
            word = word.get(form) or word["other"]
        return word.format(**values) if values else word


@dataclass(frozen=True)
class _Word:
    """A text, or one text for each plural form."""

    label: str = 'a text, or a table with the plural forms, "other" among them'

    def read(self, raw: object, at: Place, faults: list[Fault]) -> str | Mapping[str, str] | None:
        if isinstance(raw, str):
            return raw
        if isinstance(raw, dict) and "other" in raw and all(isinstance(form, str) for form in raw.values()):
            return raw
        faults.append(Fault(at, f'"{at[-1]}" is no word', f"write {self.label}"))
        return None

    def json_schema(self) -> dict[str, Any]:
        forms = {"type": "object", "additionalProperties": {"type": "string"}, "required": ["other"]}
        return {"anyOf": [{"type": "string"}, forms]}


_CATALOGUE = TableOf(_Word())


def read_catalogue(data: bytes, path: str) -> dict[str, str | Mapping[str, str]]:
    """Return the catalogue in a file `i18n/<language>.toml`. Raises ProblemError with every fault at its place."""
    catalogue: dict[str, str | Mapping[str, str]] = read_toml(data, path, _CATALOGUE)
    return catalogue


def languages_to_try(language: str) -> tuple[str, ...]:
    """Return the catalogues that serve a language, best first: `pt-BR` gives `pt-br`, `pt`, `en`."""
    tag = language.lower()
    return tuple(dict.fromkeys((tag, tag.split("-")[0], FALLBACK)))


def direction_of(language: str) -> str:
    """Return the writing direction of a language: `ltr` or `rtl`."""
    return Locale.parse(language, sep="-").text_direction


def date_in_words(moment: datetime, locale: Locale, form: str = "long") -> str:
    """Return a date in a language: a named format (`short` to `full`) or a pattern of CLDR such as `d MMM y`."""
    return format_date(moment, form, locale=locale)


def time_in_words(moment: datetime, locale: Locale, form: str = "short") -> str:
    """Return the time of day in a language, in the moment's own zone."""
    return format_time(moment, form, tzinfo=moment.tzinfo, locale=locale)


def month_in_words(moment: datetime, locale: Locale) -> str:
    """Return month and year in a language: `March 2026`."""
    pattern = locale.datetime_skeletons.get("yMMMM")
    return format_date(moment, pattern.pattern if pattern else "LLLL y", locale=locale)
