"""Records: what was read from a file, as bytes that can be kept, and back.

Reading a record executes nothing and believes nothing: the bytes are decoded into the fields and types of the model, or
refused. What is as usual is not in a record, and an item that is read from one leaves it to its class. A text is not in
its record either. It stays in its file, and is read when it is asked for; the record has its digest, so that a file
which has changed meanwhile is noticed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, tzinfo
from functools import partial
from sys import intern
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from ssg.digest import DIGEST_SIZE, Computed, FrozenDict, Value
from ssg.model import Contributor, Passage

Item = TypeVar("Item", bound=Value)
ReadPassage = Callable[[str, bytes], str]
"""Reads the text in the file at a path. Raises ProblemError when it is not the one of that digest."""


_NO_TABLE: FrozenDict[str, Any] = FrozenDict()


class RecordError(ValueError):
    """These bytes are no record of that kind."""


class Records(Generic[Item]):
    """Makes records of one type of the model, and reads them. Moments are put into `zone`."""

    def __init__(self, kind: type[Item], zone: tzinfo, read_passage: ReadPassage) -> None:
        self._zone = zone
        self._read_passage = read_passage
        self._encoder = msgspec.msgpack.Encoder(enc_hook=_passage_to_bytes)
        # Computing it again would take longer than all of reading a record.
        self._computed = [name for name in dir(kind) if isinstance(getattr(kind, name), Computed)]
        form: Any = tuple[bytes, kind, dict[str, Any]]  # type: ignore[valid-type]  # a decoder for each type
        self._decoder = msgspec.msgpack.Decoder(form, dec_hook=self._passage)
        self._path = ""
        self._tables = [name for name, hint in get_type_hints(kind).items() if get_origin(hint) is Mapping]
        self._unfinished = _unfinished_fields(kind)
        self._bylines: dict[tuple[tuple[str, str], ...], tuple[Contributor, ...]] = {}
        # What a table of the writer's own holds has types that the model does not say: it is written apart.
        self._usual = [(each.name, each.default) for each in fields(kind) if each.name not in self._tables]

    def to_bytes(self, item: Item) -> bytes:
        """Return the record of an item."""
        tables = {name: _tagged(table) for name in self._tables if (table := getattr(item, name))}
        plain = {name: value for name, usual in self._usual if (value := getattr(item, name)) != usual}
        computed = b"".join([getattr(item, name) for name in self._computed])
        return self._encoder.encode((computed, plain, tables))

    def from_bytes(self, record: bytes, path: str) -> Item:
        """Return the item of a record that was made of the file at `path`. Raises RecordError."""
        self._path = path
        try:
            computed, item, tables = self._decoder.decode(record)
            self._finish(item, self._unfinished)
            self._share(vars(item))
            for name in self._tables:
                vars(item)[name] = _untagged(tables[name]) if name in tables else _NO_TABLE
        except (msgspec.DecodeError, ValueError, TypeError, OverflowError, KeyError) as error:
            raise RecordError(str(error)) from None
        if len(computed) != DIGEST_SIZE * len(self._computed):
            raise RecordError("these are not its digests")
        for begin, name in enumerate(self._computed):
            vars(item)[name] = computed[begin * DIGEST_SIZE : (begin + 1) * DIGEST_SIZE]
        found: Item = item
        return found

    def _share(self, values: dict[str, Any]) -> None:
        """Hold what many articles have in common once: it is at hand when the next of them is looked at."""
        if section := values.get("section"):
            values["section"] = intern(section)
        if tags := values.get("tags"):
            values["tags"] = tuple(map(intern, tags))
        if authors := values.get("authors"):
            byline = tuple([(author.name, author.role) for author in authors])
            values["authors"] = self._bylines.setdefault(byline, authors)

    def _passage(self, kind: type, value: object) -> Passage:
        """Return the passage of a digest, with the way to its text in the file whose record is being read."""
        if kind is not Passage or not isinstance(value, bytes) or len(value) != DIGEST_SIZE:
            raise ValueError("this is no passage")
        return Passage(value, partial(self._read_passage, self._path, value))

    def _finish(self, item: object, unfinished: Iterable[_Unfinished]) -> None:
        """Put the moments of an item into their zone."""
        values = vars(item)
        for name, kind, inner in unfinished:
            value = values.get(name)
            if not value:
                continue
            if kind is datetime:
                values[name] = value.astimezone(self._zone)
            elif isinstance(value, tuple):
                for part in value:
                    self._finish(part, inner)
            else:
                self._finish(value, inner)


_Unfinished = tuple[str, type, Any]
"""A field to be finished after decoding: its name, its type, and, where that is of the model, the same of that type."""


def _unfinished_fields(kind: type) -> tuple[_Unfinished, ...]:
    hints = get_type_hints(kind)
    found: list[_Unfinished] = []
    for field in fields(kind):
        for inner in _types_in(hints[field.name]):
            if inner is datetime:
                found.append((field.name, inner, ()))
            elif is_dataclass(inner) and (below := _unfinished_fields(inner)):
                found.append((field.name, inner, below))
    return tuple(found)


def _types_in(hint: Any) -> Iterable[type]:
    """Yield the types that a hint is made of: those of a union, and those of a tuple's items."""
    arguments = get_args(hint)
    if not arguments:
        return (hint,) if isinstance(hint, type) else ()
    return [inner for argument in arguments for inner in _types_in(argument)]


def _passage_to_bytes(value: object) -> bytes:
    if isinstance(value, Passage):
        return value.digest
    raise TypeError(f"no record can hold a {type(value).__name__}")


def _tagged(value: object) -> Any:
    """Return plain data with a sign before everything that is no number, truth value or nothing."""
    if isinstance(value, str):
        return ["s", value]
    if isinstance(value, Mapping):
        return ["m", *(part for key, item in value.items() for part in (key, _tagged(item)))]
    if isinstance(value, tuple | list):
        return ["l", *map(_tagged, value)]
    if isinstance(value, datetime):
        return ["t", value.isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    return value


def _untagged(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    sign, *parts = value
    match sign:
        case "s":
            return str(parts[0])
        case "m":
            return FrozenDict(zip(parts[::2], map(_untagged, parts[1::2]), strict=True))
        case "l":
            return tuple(map(_untagged, parts))
        case "t":
            return datetime.fromisoformat(parts[0])
        case "d":
            return date.fromisoformat(parts[0])
    raise ValueError(f"no value has the sign {sign}")
