"""Dates, names and texts in the spellings of other systems."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from ssg.importers.bylines import is_name, read_byline
from ssg.importers.dates import read_date

_NUMERIC = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?(?:\s+\w{3,4})?)?"
)
_AND = re.compile(r"\s+(?:and|&|und|et|y|\+)\s+")
_DATE_IN_NAME = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[-_ T]?")
_PERSON_KEYS = ("name", "display_name", "title", "author", "label", "value")


def is_empty(value: Any) -> bool:
    """Tell whether a value says nothing: False and 0 do say something."""
    return value is None or (isinstance(value, str | Mapping | Sequence) and len(value) == 0)


def text_of(value: Any) -> str:
    """Return a scalar as text; a list of texts as one text with commas; empty for anything else."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, str | int | float | date):
        return str(value)
    if isinstance(value, Sequence) and all(isinstance(item, str | int | float) for item in value):
        return ", ".join(str(item) for item in value)
    return ""


def split_address(text: str) -> SplitResult:
    """Return the parts of an address; all of them empty for what can be none: `http://[x`."""
    try:
        return urlsplit(text)
    except ValueError:
        return SplitResult("", "", "", "", "")


def join_address(base: str, text: str) -> str:
    """Return an address as it is meant where `base` is; itself where it can be none."""
    try:
        return urljoin(base, text)
    except ValueError:
        return text


def names(value: Any, *, blanks: bool = False) -> tuple[str, ...]:
    """Return names of a list, of a text with commas, or of tables that have a name. None is there twice."""
    found: list[str] = []
    if isinstance(value, str):
        separator = r"\s*[,;]\s*" if re.search(r"[,;]", value) or not blanks else r"\s+"
        found = re.split(separator, value.strip())
    elif isinstance(value, Mapping):
        name = next((value[key] for key in _PERSON_KEYS if isinstance(value.get(key), str)), None)
        found = [name] if name else [str(key) for key in value if str(key)[:1] != "@"]
    elif isinstance(value, Sequence):
        found = [name for item in value for name in ([item] if isinstance(item, str) else names(item))]
    elif value is not None and not isinstance(value, bool):
        found = [str(value)]
    cleaned = (" ".join(name.split()) for name in found)
    return tuple(dict.fromkeys(name for name in cleaned if name))


def byline(value: Any) -> tuple[str, ...]:
    """Return the people of a byline: a name, `A and B`, `A, B & C`, a list of either, tables with a name."""
    if isinstance(value, str):
        # "Ann Lee, PhD" is one person and "Ann Lee, Bo Kim" are two: only what looks like names is split.
        parts = [part for piece in re.split(r"\s*[,;]\s*", value) for part in _AND.split(piece.removeprefix("and "))]
        parts = [part.strip() for part in parts if part.strip()]
        if len(parts) > 1 and all(is_name(part) for part in parts):
            return tuple(dict.fromkeys(parts))
        read = read_byline(" ".join(value.split()), explicit=True)
        people = tuple(person.name for person in read.people) if read else ()
        return tuple(dict.fromkeys(people or names(value)))
    if isinstance(value, Sequence):
        return tuple(dict.fromkeys(name for item in value for name in byline(item)))
    return names(value)


def read_moment(value: Any) -> tuple[date | None, str]:
    """Return a date or date-time, and what had to be guessed to read it. None for what is no date."""
    if isinstance(value, date):
        return (value, "") if value.year >= 1500 else (None, "")
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value:08}" if isinstance(value, int) and 15000000 < value < 30000000 else str(value)
        value = f"{value[:4]}-{value[4:6]}-{value[6:]}" if re.fullmatch(r"\d{8}", value) else value
    text = " ".join(str(value).split())
    if match := _NUMERIC.fullmatch(text):
        return _numeric(match), ""
    try:
        return datetime.fromisoformat(text), ""
    except ValueError:
        pass
    if line := read_date(text):
        return line.moment, line.doubt
    try:
        return parsedate_to_datetime(text), ""
    except (ValueError, IndexError, TypeError):
        return None, ""


def _numeric(match: re.Match[str]) -> date | None:
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        moment = date(int(year), int(month), int(day))
        if hour is None or moment.year < 1500:
            return moment if moment.year >= 1500 else None
        clock = datetime.combine(moment, time(int(hour), int(minute), int(second or 0)))
        if not zone:
            return clock
        offset = "+0000" if zone in {"Z", "UTC", "GMT"} else zone.replace(":", "")
        return datetime.strptime(f"{clock:%Y-%m-%d %H:%M:%S} {offset}", "%Y-%m-%d %H:%M:%S %z")
    except ValueError:
        return None


def date_in_name(name: str) -> tuple[date | None, str]:
    """Return the date that a file's name begins with, if any, and the rest of the name."""
    match = _DATE_IN_NAME.match(name)
    if not match or len(match[0]) == len(name):
        return None, name
    try:
        return date(int(match[1]), int(match[2]), int(match[3])), name[match.end() :]
    except ValueError:
        return None, name
