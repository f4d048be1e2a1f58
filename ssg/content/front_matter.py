"""Front matter and body: a file's text split in two, its keys read, and every fault given its place.

The formats are handlers of python-frontmatter, which find and split the front matter. The package's own `parse` is not
used: for a front matter that is not closed, or has text before it, it returns no keys and no error, and a `draft: true`
is lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from frontmatter.default_handlers import BaseHandler, JSONHandler, YAMLHandler

from ssg.content.places import MisreadError, Misreading, Places, offset_of, problem_at
from ssg.content.toml_data import load_toml, toml_places
from ssg.content.yaml_data import load_yaml, yaml_places
from ssg.frozen import frozen
from ssg.problems import Problem, ProblemError
from ssg.schema import Fault

_DEEPEST = 20
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")
_MARKER = re.compile(r"^[ \t]*(?:---+|\+\+\++)[ \t]*$", re.MULTILINE)
_BEGIN = 'begin the file with "---", then "title: …" and other keys, then "---"'


class Yaml(YAMLHandler):
    """YAML between two lines of exactly three hyphens."""

    FM_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)

    def load(self, fm: str, **_: object) -> Any:
        return load_yaml(fm)

    def places(self, source: str) -> Places:
        return yaml_places(source)


class Toml(BaseHandler):
    """TOML between two lines of exactly three plus signs."""

    FM_BOUNDARY = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "+++"

    def load(self, fm: str, **_: object) -> Any:
        return load_toml(fm)

    def places(self, source: str) -> Places:
        return toml_places(source)


class Json(JSONHandler):
    """One JSON object at the beginning of the file."""

    # A shortcode `{{<` is no front matter.
    FM_BOUNDARY = re.compile(r"\{(?!\{)")

    def split(self, text: str) -> tuple[str, str]:
        try:
            _, end = json.JSONDecoder().raw_decode(text)
        except (ValueError, RecursionError):
            # What is wrong is for `load` to say: up to the first brace at the beginning of a line, or all of the text.
            closed = re.search(r"^\}", text, re.MULTILINE)
            end = closed.end() if closed else len(text)
        return text[:end], text[end:]

    def load(self, fm: str, **_: object) -> Any:
        return _load_json(fm)

    def places(self, source: str) -> Places:
        # JSON is YAML as far as places go.
        return yaml_places(source)


Handler = Yaml | Toml | Json
HANDLERS: tuple[Handler, ...] = (Yaml(), Toml(), Json())


@frozen
class FrontMatter:
    """A file's front matter and body. `begin` and `offset` are where its marker and `source` begin."""

    path: str
    text: str
    handler: Handler
    begin: int
    offset: int
    source: str
    data: Mapping[str, Any]
    body: str
    body_line: int

    def problems(self, faults: Iterable[Fault]) -> tuple[Problem, ...]:
        """Return the faults of the schema as problems with line, column and excerpt."""
        places = self.handler.places(self.source)
        return tuple(
            problem_at(self.text, self._offset(places, fault), self.path, fault.message, fault.hint) for fault in faults
        )

    def _offset(self, places: Places, fault: Fault) -> int:
        found = offset_of(places, fault)
        return self.begin if found is None else self.offset + found


def read_front_matter(text: str, path: str) -> FrontMatter:
    """Split a file's text, which has `\\n` line breaks, and read its front matter.

    Raises ProblemError when there is none, when it is not closed, and with every fault of its syntax.
    """
    handler, begin, source, body = _split(text, path)
    offset = text.index(source, begin)
    try:
        data = _table(handler, source)
    except MisreadError as error:
        raise ProblemError(
            problem_at(text, offset + fault.offset, path, fault.message, fault.hint) for fault in error.faults
        ) from None
    lead = _BLANK_LINES.match(body).end()  # type: ignore[union-attr]  # it matches nothing too
    body_line = text.count("\n", 0, len(text) - len(body) + lead) + 1
    return FrontMatter(path, text, handler, begin, offset, source, data, _trimmed(body), body_line)


def body_of(text: str, path: str) -> str:
    """Return the body of a file without reading its front matter. Raises ProblemError when there is none."""
    return _trimmed(_split(text, path)[-1])


def _split(text: str, path: str) -> tuple[Handler, int, str, str]:
    """Return the handler of a front matter, where it begins, its source, and the body. Raises ProblemError."""
    begin = _BLANK_LINES.match(text).end()  # type: ignore[union-attr]  # it matches nothing too
    handler = next((handler for handler in HANDLERS if handler.detect(text[begin:])), None)
    if handler is None:
        raise ProblemError([_no_front_matter(text, begin, path)])
    try:
        source, body = handler.split(text[begin:])
    except ValueError:
        marker = text[begin : begin + 3]
        message = f'the front matter is not closed: no second "{marker}"'
        hint = f'end the front matter with a line "{marker}"'
        raise ProblemError([problem_at(text, begin, path, message, hint)]) from None
    return handler, begin, source, body


def _trimmed(body: str) -> str:
    """Return a body without the blank lines around it."""
    return body[_BLANK_LINES.match(body).end() :].rstrip()  # type: ignore[union-attr]  # it matches nothing too


def _no_front_matter(text: str, begin: int, path: str) -> Problem:
    if begin == len(text.rstrip()) or not text.strip():
        return Problem("the file is empty", _BEGIN, path)
    first = text[begin:].split("\n", 1)[0].strip()
    if first.strip("-") == "" and len(first) > 3:
        return problem_at(text, begin, path, f'"{first}" does not begin a front matter', "use three hyphens: ---")
    marker = _MARKER.search(text, begin)
    if marker and marker[0].strip() in {"---", "+++"} and _MARKER.search(text, marker.end()):
        where = "spaces stand" if marker.start() == begin else "text stands"
        message = f'{where} before the "{marker[0].strip()}" of the front matter'
        return problem_at(text, begin, path, message, "delete it: the front matter must come first")
    return problem_at(text, begin, path, "there is no front matter", _BEGIN)


def _table(handler: Handler, source: str) -> dict[str, Any]:
    """Return the keys of a front matter. Raises MisreadError when it is no table, or one without bottom."""
    data = handler.load(source)
    if data is None:
        return {}
    if not isinstance(data, dict):
        what = "a list" if isinstance(data, list) else "a text"
        begin = len(source) - len(source.lstrip())
        raise MisreadError([Misreading(begin, f"the front matter is {what}, not keys", 'write "key: value" lines')])
    level: list[Any] = [data]
    for _ in range(_DEEPEST):
        level = [item for value in level if not isinstance(value, str) for item in _items(value)]
        if not level:
            return data
    raise MisreadError([Misreading(0, f"more than {_DEEPEST} levels inside each other", "flatten this")])


def _items(value: object) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _load_json(source: str) -> Any:
    """Return the data of a JSON text. Raises MisreadError for what is not JSON, and for keys that are there twice."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        table = dict(items)
        if len(table) < len(items):
            keys = [key for key, _ in items]
            twice = next(key for key in keys if keys.count(key) > 1)
            last = source.rfind(json.dumps(twice, ensure_ascii=False))
            raise MisreadError([Misreading(max(last, 0), f'"{twice}" is there twice', "keep one of the two")])
        return table

    def constant(name: str) -> Any:
        raise MisreadError([Misreading(max(source.find(name), 0), f"{name} is no number", "write a number, or null")])

    try:
        return json.loads(source, object_pairs_hook=pairs, parse_constant=constant)
    except json.JSONDecodeError as error:
        message = f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise MisreadError([Misreading(error.pos, message, "check the quotes and commas here")]) from None
    except RecursionError:
        raise MisreadError([Misreading(0, "this JSON has too many levels inside each other", "flatten it")]) from None
    except ValueError:
        # Python refuses to read integers of thousands of digits.
        raise MisreadError([Misreading(0, "this JSON has a number that is too long", "put it in quotes")]) from None
