"""TOML to plain data or a declared value, and the places of its keys."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from ssg.content.decoding import decode
from ssg.content.places import MisreadError, Misreading, Places, offset_of, problem_at
from ssg.problems import ProblemError
from ssg.schema import Fault, Kind, Place

_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_LINE = re.compile(rf"[ \t]*(?:(?P<open>\[\[?)[ \t]*(?P<table>{_KEY})[ \t]*\]|(?P<key>{_KEY})[ \t]*=[ \t]*(?P<value>))")
_ITEM = re.compile(r"""(?:[\s,]|\#[^\n]*)*+("(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')""")


def read_toml(data: bytes, path: str, kind: Kind) -> Any:
    """Return what a TOML file says, as a value of its kind. Raises ProblemError with every fault at its place."""
    text = decode(data, path)
    try:
        raw = load_toml(text)
    except MisreadError as error:
        raise ProblemError(
            problem_at(text, fault.offset, path, fault.message, fault.hint) for fault in error.faults
        ) from None
    faults: list[Fault] = []
    value = kind.read(raw, (), faults)
    if faults:
        places = toml_places(text)
        raise ProblemError(
            problem_at(text, offset_of(places, fault) or 0, path, fault.message, fault.hint) for fault in faults
        )
    return value


def load_toml(source: str) -> dict[str, Any]:
    """Return the data of a TOML text. Raises MisreadError with the first fault."""
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise MisreadError([_in_words(str(error), source)]) from None
    except RecursionError:
        raise MisreadError([Misreading(0, "this TOML has too many levels inside each other", "flatten it")]) from None
    except ValueError:
        # Python refuses to read integers of thousands of digits.
        raise MisreadError([Misreading(0, "this TOML has a number that is too long", "put it in quotes")]) from None


def toml_places(source: str) -> Places:
    """Return where the keys of a TOML text stand, and the texts of their arrays: of those keys that begin a line."""
    places: dict[Place, tuple[int, int]] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    offset = 0
    quotes = ""
    for line in source.split("\n"):
        match = None if quotes else _LINE.match(line)
        if match and match["table"] is not None:
            begin = offset + match.start("table")
            table = _resolved(_parts(match["table"]), counts)
            if match["open"] == "[[":
                counts[table] = counts.get(table, -1) + 1
                places.setdefault(table, (begin, begin))
                table = (*table, counts[table])
            places.setdefault(table, (begin, begin))
        elif match:
            place = table
            for part in _parts(match["key"]):
                place = (*place, part)
                places.setdefault(place, (offset + match.start("key"), offset + match.start("value")))
            for number, item in enumerate(_items(source, offset + match.start("value"))):
                places.setdefault((*place, number), (item, item))
        quotes = _open_quotes(line, quotes)
        offset += len(line) + 1
    return places


def _items(source: str, begin: int) -> Iterator[int]:
    """Yield where the items of an array of texts stand, up to the first that is no text."""
    match = _ITEM.match(source, begin + 1) if source.startswith("[", begin) else None
    while match:
        yield match.start(1)
        match = _ITEM.match(source, match.end())


def _parts(key: str) -> Place:
    """Return the parts of a dotted key without their quotes."""
    return tuple(part.strip("\"'") for part in re.findall(_PART, key))


def _resolved(parts: Place, counts: dict[Place, int]) -> Place:
    """Return the place of a table's name: what stands in an array of tables belongs to its last item."""
    place: Place = ()
    for number, part in enumerate(parts):
        place = (*place, part)
        if place in counts and number + 1 < len(parts):
            place = (*place, counts[place])
    return place


def _open_quotes(line: str, quotes: str) -> str:
    """Return the multi-line quotes that are open after a line, given those that were open before it."""
    position = 0
    while True:
        found = re.compile(quotes or "\"\"\"|'''").search(line, position)
        if not found:
            return quotes
        quotes = "" if quotes else found[0]
        position = found.end()


def _in_words(error: str, source: str) -> Misreading:
    match = _AT.search(error)
    what = error[: match.start()] if match else error
    lines = source.split("\n")
    if match and match[1]:
        offset = sum(len(line) + 1 for line in lines[: int(match[1]) - 1]) + int(match[2]) - 1
    else:
        offset = len(source.rstrip())
    if what.startswith(("Cannot overwrite", "Cannot declare")):
        return Misreading(source.rfind("\n", 0, offset) + 1, "this key is there twice", "keep one of the two")
    hints = {
        "Invalid value": "put text in quotes",
        "Expected '=' after a key in a key/value pair": 'write key = "value"',
    }
    return Misreading(offset, f"this is not TOML: {what[:1].lower()}{what[1:]}", hints.get(what, ""))
