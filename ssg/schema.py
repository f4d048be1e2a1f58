"""Typed schemas for what people write: settings, front matter, a theme's options.

A table of keys is declared once, as `Field`s of a `Record`; reading, error texts, documentation and JSON Schema are all
derived from that declaration. Reading never stops at the first fault: every fault is collected with the place it stands
at, as a path of keys and list positions, which the caller turns into line and column.

YAML guesses types (`No` is false, `007` is 7); the kinds here refuse a value of the wrong type and say so, instead of
guessing back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import UTC, date, datetime, time, tzinfo
from enum import Enum
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

from ssg.digest import FrozenDict
from ssg.frozen import frozen
from ssg.problems import did_you_mean, printable

Place = tuple[str | int, ...]
T = TypeVar("T")

# Characters that no page, feed or file name can hold. Escapes (`"\u0000"`) bring them past the check of a file's bytes.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAK = re.compile(r" *[\t\n\r\u2028\u2029][ \t\n\r\u2028\u2029]*")
_SPACE_BEFORE_ZONE = re.compile(r" (?=[+-]\d\d:?\d\d$|Z$)")
# Dates outside are slips of the keyboard, and the calendar of some libraries ends soon after.
_YEARS = range(1500, 3000)


@frozen
class Fault:
    """One wrong value: the place it stands at, what is wrong, what to do. `on_key` points at the key, not the value."""

    at: Place
    message: str
    hint: str = ""
    on_key: bool = False


class Kind(Protocol):
    """A type of value that people write."""

    @property
    def label(self) -> str:
        """Return the kind in words, with its article: `a text`."""

    def read(self, raw: object, at: Place, faults: list[Fault]) -> Any:
        """Return the typed value of `raw`; on a mismatch add to `faults` and return None."""

    def json_schema(self) -> dict[str, Any]:
        """Return the kind as a JSON Schema."""


def in_words(raw: object) -> str:
    """Return a value as a person would call it: `the text "x"`, `the number 7`, `a list`."""
    match raw:
        case None:
            return "nothing"
        case bool():
            return "true" if raw else "false"
        case int() if raw.bit_length() > 64:
            return "a number of more than 64 bits"
        case int() | float():
            return f"the number {raw}"
        case datetime():
            return f"the date-time {raw.isoformat(sep=' ')}"
        case date():
            return f"the date {raw.isoformat()}"
        case str():
            return f'the text "{printable(raw if len(raw) <= 40 else raw[:39] + "…")}"'
        case Mapping():
            return "a table of keys"
        case Sequence():
            return "a list"
        case _:
            return f"a {type(raw).__name__}"


def _name(at: Place) -> str:
    """Return a place in words: `image.src`, `authors[2]` (counted from 1)."""
    text = ""
    for step in at:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return f'"{text}"'


def _mismatch(kind: Kind, raw: object, at: Place, hint: str = "") -> Fault:
    return Fault(at, f"{_name(at)} must be {kind.label}, not {in_words(raw)}", hint)


def _unprintable(character: str, at: Place) -> Fault:
    return Fault(at, f"{_name(at)} cannot have the character U+{ord(character):04X} in it", "delete it")


def _with_free_keys(raw: Mapping[Any, object], at: Place, faults: list[Fault]) -> Iterator[tuple[str, object]]:
    """Yield the items of a table whose keys are free names. A key that nothing can print is a fault."""
    for name, value in raw.items():
        key = str(name)
        if unprintable := _UNPRINTABLE.search(key):
            message = f"a key cannot have the character U+{ord(unprintable[0]):04X} in it"
            faults.append(Fault((*at, key), message, "delete it", on_key=True))
        else:
            yield key, value


class Breaks(Enum):
    """What becomes of line breaks and tabs inside a text."""

    REFUSED = "refused"
    """For what is one line everywhere it is printed: titles, names, addresses."""
    FOLDED = "folded"
    """For sentences, which somebody may have broken to fit an editor: each is a space."""
    KEPT = "kept"


@frozen
class Text:
    """A text. Numbers, dates and booleans are refused, since YAML may have changed them (`007`, `No`)."""

    label: str = "a text"
    check: Callable[[str], str] | None = None
    """Returns what is wrong with the text, or an empty text."""
    breaks: Breaks = Breaks.REFUSED

    def read(self, raw: object, at: Place, faults: list[Fault]) -> str | None:
        if not isinstance(raw, str):
            hint = ""
            if isinstance(raw, bool):
                hint = "YAML reads yes, no, on and off as true and false: use quotes"
            elif isinstance(raw, int | float | date):
                hint = "put the value in quotes"
            faults.append(_mismatch(self, raw, at, hint))
        # What is printable has no break either, and is told in a fraction of the time.
        elif not raw.isprintable() and (unprintable := _UNPRINTABLE.search(raw)):
            faults.append(_unprintable(unprintable[0], at))
        else:
            text = raw.strip()
            if self.breaks is not Breaks.KEPT and not text.isprintable() and _BREAK.search(text):
                if self.breaks is Breaks.REFUSED:
                    message = f"{_name(at)} cannot have a line break or a tab in it"
                    faults.append(Fault(at, message, "write it on one line"))
                    return None
                text = _BREAK.sub(" ", text)
            wrong = self.check(text) if self.check and text else ""
            if not wrong:
                return text
            faults.append(Fault(at, f"{_name(at)} cannot be {in_words(text)}", wrong))
        return None

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string"}


@frozen
class Flag:
    """True or false, and nothing that merely looks like it."""

    label: str = "true or false"

    def read(self, raw: object, at: Place, faults: list[Fault]) -> bool | None:
        if isinstance(raw, bool):
            return raw
        quoted = isinstance(raw, str) and raw.strip().lower() in {"true", "false", "yes", "no"}
        faults.append(_mismatch(self, raw, at, "write it without quotes" if quoted else ""))
        return None

    def json_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@frozen
class Number:
    """A whole number (`whole`) or any number, from `least` to `most`, both included."""

    least: float
    most: float
    whole: bool = True

    @property
    def label(self) -> str:
        return f"a {'whole ' if self.whole else ''}number from {self.least:g} to {self.most:g}"

    def read(self, raw: object, at: Place, faults: list[Fault]) -> float | None:
        numeric = isinstance(raw, int if self.whole else int | float) and not isinstance(raw, bool)
        if numeric and self.least <= raw <= self.most:  # type: ignore[operator]  # numeric says so
            return raw  # type: ignore[return-value]
        faults.append(_mismatch(self, raw, at))
        return None

    def json_schema(self) -> dict[str, Any]:
        return {"type": "integer" if self.whole else "number", "minimum": self.least, "maximum": self.most}


@frozen
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"one of {', '.join(self.words)}"

    def read(self, raw: object, at: Place, faults: list[Fault]) -> str | None:
        if isinstance(raw, str) and raw.strip() in self.words:
            return raw.strip()
        faults.append(_mismatch(self, raw, at, did_you_mean(raw, self.words) if isinstance(raw, str) else ""))
        return None

    def json_schema(self) -> dict[str, Any]:
        return {"enum": list(self.words)}


@frozen
class Moment:
    """A date or a date-time in ISO 8601. What has no time is midnight, what has no zone is in `zone`.

    The result is aware and in `zone`. A time that a change of clocks leaves out or repeats is the one that the clocks
    before the change give.
    """

    zone: tzinfo = UTC
    label: str = "a date like 2026-03-01 or a date-time like 2026-03-01 09:30"

    def read(self, raw: object, at: Place, faults: list[Fault]) -> datetime | None:
        moment = _moment(raw)
        if moment is None:
            faults.append(_mismatch(self, raw, at))
        elif moment.year not in _YEARS:
            hint = f"a year is from {_YEARS[0]} to {_YEARS[-1]}"
            faults.append(Fault(at, f"{_name(at)} cannot be in the year {moment.year}", hint))
        else:
            return (moment if moment.tzinfo else moment.replace(tzinfo=self.zone)).astimezone(UTC).astimezone(self.zone)
        return None

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "description": "ISO 8601 date or date-time"}


def _moment(raw: object) -> datetime | None:
    """Return what stands for a date or date-time, without inventing a zone, or None."""
    if isinstance(raw, datetime):
        return raw
    if isinstance(raw, date):
        return datetime.combine(raw, time())
    if not isinstance(raw, str):
        return None
    try:
        # Some generators put a space before the zone, which ISO 8601 does not know.
        return datetime.fromisoformat(_SPACE_BEFORE_ZONE.sub("", raw.strip()))
    except ValueError:
        return None


@frozen
class ListOf:
    """A list of one kind. With `or_one`, a single value stands for a list of one."""

    of: Kind
    or_one: bool = True

    @property
    def label(self) -> str:
        return f"{self.of.label} or a list of them" if self.or_one else f"a list, each item {self.of.label}"

    def read(self, raw: object, at: Place, faults: list[Fault]) -> tuple[Any, ...] | None:
        if isinstance(raw, list | tuple):
            values = [self.of.read(item, (*at, number), faults) for number, item in enumerate(raw)]
            return tuple(value for value in values if value is not None and value != "")
        if not self.or_one:
            faults.append(_mismatch(self, raw, at))
            return None
        value = self.of.read(raw, at, faults)
        return () if value is None or value == "" else (value,)

    def json_schema(self) -> dict[str, Any]:
        array = {"type": "array", "items": self.of.json_schema()}
        return {"anyOf": [self.of.json_schema(), array]} if self.or_one else array


@frozen
class TableOf:
    """A table whose keys are free names and whose values are of one kind."""

    of: Kind
    label: str = "a table of keys"

    def read(self, raw: object, at: Place, faults: list[Fault]) -> dict[str, Any] | None:
        if not isinstance(raw, Mapping):
            faults.append(_mismatch(self, raw, at))
            return None
        values = {key: self.of.read(value, (*at, key), faults) for key, value in _with_free_keys(raw, at, faults)}
        return FrozenDict(values)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.of.json_schema()}


@frozen
class Anything:
    """Whatever plain data the format can express, frozen: lists become tuples. For `extra:`."""

    label: str = "any value"

    def read(self, raw: object, at: Place, faults: list[Fault]) -> object:
        if isinstance(raw, Mapping):
            values = {key: self.read(value, (*at, key), faults) for key, value in _with_free_keys(raw, at, faults)}
            return FrozenDict(values)
        if isinstance(raw, list | tuple):
            return tuple(self.read(item, (*at, number), faults) for number, item in enumerate(raw))
        if isinstance(raw, str) and (unprintable := _UNPRINTABLE.search(raw)):
            faults.append(_unprintable(unprintable[0], at))
            return None
        if raw is None or isinstance(raw, str | float | date) or (isinstance(raw, int) and raw.bit_length() <= 64):
            return raw
        faults.append(Fault(at, f"{_name(at)} cannot be {in_words(raw)}"))
        return None

    def json_schema(self) -> dict[str, Any]:
        return {}


@frozen
class TextOr:
    """Either a plain text, from which `make` builds the value, or the longer form `other`."""

    other: Kind
    make: Callable[[str], object]
    text: Kind = field(default_factory=Text)

    @property
    def label(self) -> str:
        return f"{self.text.label} or {self.other.label}"

    def read(self, raw: object, at: Place, faults: list[Fault]) -> Any:
        # Texts are most of it, and to ask an abstract class about them takes longer than to read them.
        if not isinstance(raw, str) and isinstance(raw, Mapping | list):
            return self.other.read(raw, at, faults)
        text = self.text.read(raw, at, faults)
        return self.make(text) if text else None

    def json_schema(self) -> dict[str, Any]:
        return {"anyOf": [self.text.json_schema(), self.other.json_schema()]}


class _Required:
    """Marks a field without which the record cannot be made."""


REQUIRED = _Required()


@frozen
class Field:
    """One key: its kind, its meaning in one sentence, its value when absent, and other spellings that are read too.

    An empty value counts as absent, unless the key is `filled`: then it is a fault, because a guess could do harm.
    """

    key: str
    kind: Kind
    doc: str
    default: Any = None
    also: tuple[str, ...] = ()
    filled: bool = False


@frozen
class Record(Generic[T]):
    """A table with known keys. Unknown keys are faults; `make` builds the value from keyword arguments.

    `elsewhere` is the hint for an unknown key that resembles no known one.
    """

    make: Callable[..., T]
    fields: tuple[Field, ...]
    label: str = "a table of keys"
    elsewhere: str = ""

    @cached_property
    def _by_spelling(self) -> dict[str, Field]:
        return {spelling: entry for entry in self.fields for spelling in (entry.key, *entry.also)}

    @cached_property
    def _defaults(self) -> dict[str, Any]:
        return {entry.key: entry.default for entry in self.fields if entry.default is not REQUIRED}

    @cached_property
    def _has_hyphens(self) -> bool:
        return any("-" in entry.key for entry in self.fields)

    def read(self, raw: object, at: Place, faults: list[Fault]) -> T | None:
        """Return the record, or None when a required key is missing or wrong; what is wrong is in `faults`."""
        if not isinstance(raw, Mapping):
            faults.append(_mismatch(self, raw, at))
            return None
        by_spelling = self._by_spelling
        written: dict[str, str] = {}
        values: dict[str, Any] = {}
        for key, value in raw.items():
            entry = by_spelling.get(key) if isinstance(key, str) else None
            if entry is None:
                hint = did_you_mean(str(key), by_spelling) or self.elsewhere
                faults.append(Fault((*at, str(key)), f'unknown key "{printable(str(key))}"', hint, on_key=True))
                continue
            if entry.key in written:
                message = f'"{key}" and "{written[entry.key]}" are the same key'
                faults.append(Fault((*at, key), message, f'keep "{entry.key}" only', on_key=True))
                continue
            written[entry.key] = key
            # A key with nothing behind it is what a template leaves to be filled in: it is absent.
            if entry.filled or (value is not None and value != ""):
                read = entry.kind.read(value, (*at, key), faults)
                if read is not None:
                    values[entry.key] = read
        # What is written comes first, in its order, and is not replaced by the defaults that follow.
        complete = {**values, **self._defaults, **values}
        if len(complete) == len(self.fields):
            if self._has_hyphens:
                complete = {key.replace("-", "_"): value for key, value in complete.items()}
            return self.make(**complete)
        for entry in self.fields:
            place = (*at, written.get(entry.key, entry.key))
            if entry.key not in complete and not any(fault.at[: len(place)] == place for fault in faults):
                faults.append(Fault(place, f"{_name(place)} is missing", f"add it: {entry.doc}", on_key=True))
        return None

    def json_schema(self) -> dict[str, Any]:
        properties = {
            spelling: {"description": entry.doc, **entry.kind.json_schema()}
            for spelling, entry in self._by_spelling.items()
        }
        needed = [(entry.key, *entry.also) for entry in self.fields if entry.default is REQUIRED]
        schema: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": properties}
        if needed:
            schema["allOf"] = [{"anyOf": [{"required": [key]} for key in spellings]} for spellings in needed]
        return schema
