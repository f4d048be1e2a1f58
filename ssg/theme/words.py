"""The words of the interface, one catalogue for each language, and dates in that language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache, lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time

from ssg.content.toml_data import read_toml
from ssg.digest import Value
from ssg.frozen import frozen
from ssg.schema import Fault, Place, TableOf

FALLBACK = "en"

INDEXES = ("authors", "tags", "archive", "corrections", "not_found", "withdrawn")
"""Pages whose title is a word of the catalogue: `authors_title` and so on, in every theme."""

Catalogue = Mapping[str, str | Mapping[str, str]]


@frozen
class Words(Value):
    """The words of one language. A word is a text with `{name}` places, or one text for each plural form."""

    language: str
    catalogue: Catalogue

    @property
    def locale(self) -> Locale:
        """Return the language's rules for plurals and dates."""
        return _locale(self.language)

    def translate(self, key: str, **values: object) -> str:
        """Return the words of `key` with `values` filled in; `n` chooses the plural form. Raises KeyError."""
        word = self.catalogue[key]
        if not isinstance(word, str):
            form = _plural_form(self.language, abs(values["n"]))  # type: ignore[arg-type]  # templates pass a number
            word = word.get(form) or word["other"]
        return word.format(**values) if values else word


@frozen
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


def paid_label(words: Words, sponsor: str) -> str:
    """Return what says that an article was paid for, and by whom. It is never empty, even if a theme has no word."""
    if sponsor and "sponsored_by" in words.catalogue:
        return words.translate("sponsored_by", name=sponsor)
    label = words.translate("type_sponsored") if "type_sponsored" in words.catalogue else "Sponsored"
    return f"{label}: {sponsor}" if sponsor else label


def read_catalogue(data: bytes, path: str) -> dict[str, str | Mapping[str, str]]:
    """Return the catalogue in a file `i18n/<language>.toml`. Raises ProblemError with every fault at its place."""
    catalogue: dict[str, str | Mapping[str, str]] = read_toml(data, path, _CATALOGUE)
    return catalogue


def languages_to_try(*languages: str) -> tuple[str, ...]:
    """Return the catalogues that serve some languages, best first: `pt-BR` gives `pt-br`, `pt`, `en`."""
    tags = [language.lower() for language in languages]
    return tuple(dict.fromkeys([*(name for tag in tags for name in (tag, tag.split("-")[0])), FALLBACK]))


@cache
def direction_of(language: str) -> str:
    """Return the writing direction of a language: `ltr` or `rtl`."""
    return Locale.parse(language, sep="-").text_direction


def date_in_words(moment: datetime, locale: Locale, form: str = "long") -> str:
    """Return a date in a language: a named format (`short` to `full`) or a pattern of CLDR such as `d MMM y`."""
    return _date_in_words(moment.date(), str(locale), form)


def time_in_words(moment: datetime, locale: Locale, form: str = "short") -> str:
    """Return the time of day in a language, in the moment's own zone."""
    if form == "short":
        return _time_in_words(moment.time(), str(locale))
    return format_time(moment, form, tzinfo=moment.tzinfo, locale=locale)


def month_in_words(moment: datetime, locale: Locale) -> str:
    """Return month and year in a language: `March 2026`."""
    pattern = locale.datetime_skeletons.get("yMMMM")
    return _date_in_words(moment.date(), str(locale), pattern.pattern if pattern else "LLLL y")


# Babel looks up and takes apart the same patterns for every date, which stands on a dozen pages. Plain dates and times
# of day are remembered and no moments: two that are equal can stand in different zones.


@lru_cache(maxsize=1 << 13)
def _date_in_words(day: date, locale: str, form: str) -> str:
    return format_date(day, form, locale=locale)


@lru_cache(maxsize=1 << 12)
def _time_in_words(time_of_day: time, locale: str) -> str:
    """Return the time of day in the short form, which has no zone in any language."""
    return format_time(time_of_day, "short", locale=locale)


@lru_cache(maxsize=1 << 10)
def _plural_form(language: str, number: float) -> str:
    return _locale(language).plural_form(number)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")
