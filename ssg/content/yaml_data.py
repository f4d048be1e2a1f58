"""YAML to plain data: bounded, without anchors and tags, and with the places of keys where they are asked for.

The data is built from the parser's events. PyYAML's own composer calls itself for each level of nesting: two thousand
brackets in its C variant end the whole process, and no `except` sees it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import yaml

from ssg.content.places import MisreadError, Misreading, Places
from ssg.content.yaml_lines import TEXT_TAG, read_lines, resolved
from ssg.schema import Place, in_words

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 20
# What YAML 1.1 reads with eight digits instead of ten; with one digit behind the zeros the value is the same.
_OCTAL = re.compile(r"[-+]?0[0_]*[1-7][0-7_]*[0-7][0-7_]*")
_QUOTES = "put the text in quotes"

# What the parser says, in the words of somebody who does not know YAML's grammar; the second text is what to do.
_WORDS = {
    "could not find expected ':'": ('this line has no ":" after a key', 'write "key: value", or indent what goes on'),
    "did not find expected <document start>": ('the line "..." before this one ends the front matter', "delete it"),
    "found unexpected end of stream": ("this quote is never closed", "close it"),
    "did not find expected key": (
        "this does not belong to the value before it",
        "put a text with quotes in it in quotes of the other kind, and start each key at the same column",
    ),
    "did not find expected ',' or ']'": ("this list is not closed", 'end it with "]"'),
    "did not find expected ',' or '}'": ("this table is not closed", 'end it with "}"'),
    "did not find expected alphabetic or numeric character": (
        "YAML gives a meaning to * and & at the beginning of a value",
        _QUOTES,
    ),
    "found unknown escape character": (
        'this backslash means nothing in "double quotes"',
        "write it twice, or use single quotes",
    ),
    "found invalid Unicode character escape code": ("this escape is no character", "write the character itself"),
    "did not find expected '-' indicator": (
        "this line is neither an item of the list above nor a key",
        "start each item of a list with a hyphen at the same column",
    ),
}
# Where the parser's own place is far from the mistake, the beginning of what it was reading is the better place.
_AT_BEGINNING = {
    "could not find expected ':'",
    "found unexpected end of stream",
    "did not find expected ',' or ']'",
    "did not find expected ',' or '}'",
}


def load_yaml(source: str) -> Any:
    """Return the data of a YAML text. Keys are texts as written. Raises MisreadError with what was found."""
    data = read_lines(source)
    return _Reader(source).document() if data is None else data


def yaml_places(source: str) -> Places:
    """Return where the keys, values and list items of a YAML text stand, as far as it can be read."""
    places: dict[Place, tuple[int, int]] = {}
    with suppress(MisreadError):
        _Reader(source, places).document()
    return places


class _Reader:
    """Reads one YAML text, event by event."""

    def __init__(self, source: str, places: dict[Place, tuple[int, int]] | None = None) -> None:
        self.places = places
        self.faults: list[Misreading] = []
        self.source = source
        self.loader = _LOADER(source)

    def document(self) -> Any:
        try:
            self.loader.get_event()
            data = None
            if self._next(yaml.DocumentStartEvent):
                self.loader.get_event()
                data = self._value(self.loader.get_event(), ())
                self.loader.get_event()
            if not self._next(yaml.StreamEndEvent):
                self._fault(self.loader.get_event(), "a second YAML document begins here", "keep one")
        except yaml.MarkedYAMLError as error:
            self.faults.append(_in_words(error, self.source))
        except yaml.YAMLError as error:
            self.faults.append(Misreading(0, f"this is not YAML: {error}"))
        finally:
            self.loader.dispose()
        if self.faults:
            raise MisreadError(self.faults)
        return data

    def _next(self, kind: type[yaml.Event]) -> bool:
        return bool(self.loader.check_event()) and isinstance(self.loader.peek_event(), kind)

    def _fault(self, event: Any, message: str, hint: str) -> None:
        self.faults.append(Misreading(_offset(event), message, hint))

    def _value(self, event: Any, at: Place) -> Any:
        if isinstance(event, yaml.AliasEvent):
            self._fault(event, "YAML takes * at the beginning of a value for an alias", _QUOTES)
            return None
        if event.anchor:
            self._fault(event, "YAML takes & at the beginning of a value for an anchor", _QUOTES)
        if event.tag and event.tag not in {TEXT_TAG, "!"}:
            self._fault(event, f'the tag "{_short(event.tag)}" is not read', "write the plain value")
        if len(at) > _DEEPEST:
            # The only fault that ends the reading: what is below would need a deeper stack.
            fault = Misreading(_offset(event), f"more than {_DEEPEST} levels inside each other", "flatten this")
            raise MisreadError([*self.faults, fault])
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        return self._sequence(at) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(at)

    def _scalar(self, event: Any) -> Any:
        if event.tag or not event.implicit[0]:
            return event.value
        value = resolved(event.value)
        if isinstance(value, int | float) and (":" in event.value or _OCTAL.fullmatch(event.value)):
            hint = "put it in quotes, or write a number without zeros before it and without colons"
            self._fault(event, f"YAML takes {in_words(event.value)} for {in_words(value)}", hint)
        return value

    def _sequence(self, at: Place) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self.loader.get_event(), yaml.SequenceEndEvent):
            place = (*at, len(items))
            if self.places is not None:
                self.places[place] = (_offset(event), _offset(event))
            items.append(self._value(event, place))
        return items

    def _mapping(self, at: Place) -> dict[str, Any]:
        table: dict[str, Any] = {}
        while not isinstance(key := self.loader.get_event(), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent) or key.anchor or key.tag:
                # The reading cannot go on from the middle of a key that is a table.
                fault = Misreading(_offset(key), "a key must be a plain text", _QUOTES)
                raise MisreadError([*self.faults, fault])
            if key.value in table:
                self._fault(key, f'"{key.value}" is there twice', "keep one of the two")
            value = self.loader.get_event()
            place = (*at, key.value)
            if self.places is not None:
                self.places[place] = (_offset(key), _offset(value))
            table[key.value] = self._value(value, place)
        return table


def _offset(event: Any) -> int:
    """Return where an event begins, in characters."""
    return int(event.start_mark.index)


def _short(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _in_words(error: yaml.MarkedYAMLError, source: str) -> Misreading:
    """Return a parser's error as somebody would say it who does not know YAML's grammar."""
    what = str(error.problem)
    mark = error.context_mark if what in _AT_BEGINNING and error.context_mark else error.problem_mark
    offset = min(mark.index, len(source)) if mark else 0
    character = source[offset : offset + 1]
    if what.startswith("found a tab") or character == "\t":
        return Misreading(offset, "a tab stands where YAML wants spaces", "indent with spaces")
    if what in {"found character that cannot start any token", "did not find expected node content"}:
        return Misreading(offset, f'a value cannot begin with "{character}"', _QUOTES)
    if what == "mapping values are not allowed in this context":
        if ": " in source[source.rfind("\n", 0, offset) + 1 : offset]:
            return Misreading(offset, 'a second ": " stands on this line', "put a text with a colon in it in quotes")
        hint = 'write "key: value" with a space, and start each key at the same column'
        return Misreading(offset, "this key cannot stand here", hint)
    message, hint = _WORDS.get(what, (f"this is not YAML: {what}", "check the quotes, colons and indentation here"))
    return Misreading(offset, message, hint)
