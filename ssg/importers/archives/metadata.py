"""The front matter of other generators, read leniently: what ours would refuse is kept as far as it can be."""

from __future__ import annotations

import codecs
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from typing import Any

import yaml

from ssg.content.places import MisreadError
from ssg.content.yaml_data import load_yaml
from ssg.frozen import frozen
from ssg.importers.archives.items import Note, NoteKind
from ssg.importers.archives.values import is_empty, names, read_moment, text_of

_YAML = re.compile(r"\s*---[ \t]*\n(?P<data>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\s*\+\+\+[ \t]*\n(?P<data>.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"\s*<!--[ \t]*\n?(?P<data>(?:[ \t]*[\w-]+[ \t]*:[^\n]*\n)+)[ \t]*-->[ \t]*(?:\n|\Z)")
_HEADER = re.compile(r"\s*(?P<data>(?:[A-Za-z][\w-]*[ \t]*:[^\n]*\n?(?:[ \t]{4,}\S[^\n]*\n?)*)+)(?:\n|\Z)")
_HEADER_KEY = re.compile(r"([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)")
_MOST_NODES = 100_000
"""Values in one front matter or data file, aliases written out: a few lines of YAML can come to millions."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")


@frozen
class Metadata:
    """What stands above a text. `line` is the line that the body begins on; `notes` say what could not be read."""

    path: str
    data: Mapping[str, Any]
    body: str
    line: int
    found: bool
    notes: tuple[Note, ...] = ()
    key_lines: Mapping[str, int] = field(default_factory=dict)

    def keys(self) -> Keys:
        """Return the keys to take values from."""
        return Keys(self)


class Keys:
    """The keys of one front matter. What was not taken by the end is the writer's own, and goes under `extra`."""

    def __init__(self, metadata: Metadata) -> None:
        self._left = dict(metadata.data)
        self._by_name = {key.lower(): key for key in self._left}
        self.path, self._lines = metadata.path, metadata.key_lines
        self.notes = list(metadata.notes)

    def take(self, *wanted: str) -> Any:
        """Take the first of these keys that has a value, in any case; None when none has."""
        for name in wanted:
            key = self._by_name.get(name.lower())
            if key in self._left and not is_empty(self._left[key]):
                return self._left.pop(key)
            if key in self._left:
                del self._left[key]
        return None

    def text(self, *wanted: str) -> str:
        """Take a text of one line."""
        return " ".join(text_of(self.take(*wanted)).split())

    def names(self, *wanted: str, blanks: bool = False) -> tuple[str, ...]:
        """Take names: a list, or a text with commas; with `blanks`, a text without commas is split at spaces."""
        return names(self.take(*wanted), blanks=blanks)

    def flag(self, *wanted: str) -> bool | None:
        """Take true or false, however it is spelled; None when nothing is said."""
        value = self.take(*wanted)
        if value is None:
            return None
        return value if isinstance(value, bool) else str(value).strip().lower() not in {"false", "no", "off", "0"}

    def moment(self, *wanted: str) -> date | None:
        """Take a date or date-time. One that cannot be read is lost, and said to be."""
        key = next((name for name in wanted if name.lower() in self._by_name), "")
        value = self.take(*wanted)
        if value is None:
            return None
        moment, doubt = read_moment(value)
        if moment is None:
            self.note(NoteKind.LOST, "date that cannot be read", f"{key}: {value}", key)
        elif doubt:
            self.note(NoteKind.GUESSED, "date with two readings", f"{key}: {value}: {doubt}", key)
        return moment

    def note(self, kind: NoteKind, what: str, detail: str = "", key: str = "") -> None:
        """Note something about a key, or about the whole, which begins on line 1."""
        line = self._lines.get(key.lower(), 0) if key else 1
        self.notes.append(Note(kind, what, detail, self.path, line))

    def rest(self) -> dict[str, Any]:
        """Return what nobody took."""
        return {key: plain for key, value in self._left.items() if not is_empty(plain := _plain(value))}


def decode(data: bytes, path: str) -> tuple[str, tuple[Note, ...]]:
    """Return the text of a file of unknown age with `\\n` line breaks, and what had to be guessed to read it."""
    notes: tuple[Note, ...] = ()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            text = data.decode("cp1252", "replace")
            line = data.count(b"\n", 0, error.start) + 1
            notes = (Note(NoteKind.GUESSED, "encoding: read as Windows-1252", "", path, line),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text), notes


def read_metadata(data: bytes, path: str, *, headers: bool = False) -> Metadata:
    """Split a text into what stands above it and its body. With `headers`, lines of `Key: value` count as well."""
    text, notes = decode(data, path)
    for pattern, load in ((_YAML, _load_yaml), (_TOML, _load_toml)):
        if match := pattern.match(text):
            return _metadata(text, path, match, load, notes)
    if text.lstrip().startswith("{") and not text.lstrip().startswith(("{{", "{%", "{:", "{#")):
        begin = len(text) - len(text.lstrip())
        try:
            found, end = json.JSONDecoder().raw_decode(text, begin)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict):
            return Metadata(path, found, text[end:], text.count("\n", 0, end) + 1, True, notes)
    if match := _COMMENT.match(text):
        return _metadata(text, path, match, _load_header, notes)
    if headers and (match := _HEADER.match(text)):
        return _metadata(text, path, match, _load_header, notes)
    return Metadata(path, {}, text, 1, False, notes)


def read_table(data: bytes, path: str) -> Mapping[str, Any]:
    """Return the table of a settings or data file by the ending of its name; empty when it cannot be read."""
    text, _ = decode(data, path)
    try:
        found = (
            _load_toml(text)
            if path.endswith(".toml")
            else json.loads(text)
            if path.endswith(".json")
            else _load_yaml(text)
        )
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {"": found} if isinstance(found, list) else {}


def _metadata(text: str, path: str, match: re.Match[str], load: Any, notes: tuple[Note, ...]) -> Metadata:
    source, first = match["data"], text.count("\n", 0, match.start("data")) + 1
    lines = {
        found[1].strip("\"'").lower(): first + number
        for number, row in enumerate(source.split("\n"))
        if (found := re.match(r"""\s*(["']?[\w-]+["']?)\s*[:=]""", row))
    }
    try:
        data = load(source)
    except (ValueError, RecursionError) as error:
        reason = str(error).split("\n", maxsplit=1)[0]
        lost = Note(NoteKind.LOST, "front matter that cannot be read", reason, path, first)
        # Line by line most of it can be saved.
        return Metadata(
            path, _load_header(source), text[match.end() :], _line(text, match), True, (*notes, lost), lines
        )
    if not isinstance(data, dict):
        data = {}
    return Metadata(path, data, text[match.end() :], _line(text, match), True, notes, lines)


def _line(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.end()) + 1


def _load_yaml(source: str) -> Any:
    try:
        return load_yaml(source)
    except MisreadError as misread:
        # Anchors, keys that are there twice, octal numbers: others read them, so they are no reason to lose anything.
        try:
            loader = yaml.SafeLoader(source)
            try:
                node = loader.get_single_node()
                if _count(node, {}) > _MOST_NODES:
                    raise ValueError("its aliases come to too much")
                return loader.construct_document(node) if node else None
            finally:
                loader.dispose()
        except (yaml.YAMLError, TypeError, AttributeError):
            raise ValueError(misread.faults[0].message) from None


def _count(node: yaml.Node | None, known: dict[int, int]) -> int:
    """Return how many values a document of YAML comes to when each alias is written out; no end is too many."""
    if not isinstance(node, yaml.CollectionNode):
        return 1
    if id(node) not in known:
        # One that holds itself is met again before it is counted.
        known[id(node)] = _MOST_NODES + 1
        inner = (part for item in node.value for part in (item if isinstance(item, tuple) else (item,)))
        known[id(node)] = 1 + sum(_count(part, known) for part in inner)
    return known[id(node)]


def _load_toml(source: str) -> Any:
    return tomllib.loads(source)


def _load_header(source: str) -> dict[str, Any]:
    """Return the keys of lines of `Key: value`; further lines of a value are indented."""
    found: dict[str, Any] = {}
    last = ""
    for row in source.split("\n"):
        if match := _HEADER_KEY.match(row):
            last = match[1]
            found[last] = match[2].strip().strip("\"'")
        elif last and row.strip():
            found[last] += f" {row.strip()}" if found[last] else row.strip()
    return found


def _plain(value: Any) -> Any:
    """Return a value as YAML of ours can hold it: tables with texts for keys, lists, and scalars."""
    if isinstance(value, Mapping):
        return {str(key): plain for key, item in value.items() if not is_empty(plain := _plain(item))}
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int | float | str | date | datetime):
        return value
    return str(value)
