"""Shortcodes: `{{< name key="value" >}}...{{< /name >}}` in a Markdown text, found and parsed.

A shortcode is a call, and a call is data: what it prints is a template's business, three floors up. Nothing else in an
article is run: `{{ 7*7 }}` and `{% if %}` are text. Inside code and HTML comments a shortcode is text too, and
`{{</* name */>}}` prints `{{< name >}}`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ssg.content.code_spans import code_spans
from ssg.content.places import problem_at
from ssg.frozen import frozen
from ssg.problems import Problem, did_you_mean
from ssg.views import Renditions

MAX_DEPTH = 16
"""How deep shortcodes may stand in each other: every level is a conversion of its own."""
MAX_PROBLEMS = 100
"""How many problems of one text are reported: finding the line of each costs time, and nobody reads more at once."""

ADDRESSES = ("src", "poster", "href", "url", "captions", "credit_url")
"""Arguments that are links: they are resolved as those of Markdown are."""

_HEAD = re.compile(r"\{\{<\s*(?P<slash>/?)\s*(?P<name>[A-Za-z][\w-]*)")
_ARGUMENT = re.compile(
    r"""\s+(?:(?P<key>[A-Za-z_][\w-]*)\s*=\s*)?
    (?:"(?P<double>(?:[^"\\]|\\.)*+)"
    | '(?P<single>(?:[^'\\]|\\.)*+)'
    | `(?P<tick>[^`]*+)`
    | (?P<value>(?(key)(?:[^\s"'`<>/]|/(?!>\}\}))++|(?:[^\s"'`<>/=]|/(?!>\}\}))++(?!\s*=))))""",
    re.VERBOSE | re.DOTALL,
)
_TAIL = re.compile(r"\s*(?P<alone>/?)>\}\}")
_ESCAPE_END = "*/>}}"
_BACKSLASH = re.compile(r"\\([\"'\\])")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


@frozen
class ShortcodeCall:
    """A shortcode as its template sees it.

    `arguments` named in `ADDRESSES` have the site's links resolved. `positional` has the arguments without a name,
    flags among them. `inner` is HTML: the Markdown between the tags, converted; `paired` tells whether
    there was a closing tag at all. `width` and `height` are the pixels of the picture in `src`, 0 when unknown, and
    `renditions` its smaller copies. `line` and `column` say where the call begins in the file.
    """

    name: str
    arguments: Mapping[str, str]
    positional: tuple[str, ...]
    inner: str
    path: str
    line: int
    column: int = 1
    paired: bool = False
    width: int = 0
    height: int = 0
    renditions: Renditions | None = None


@frozen
class Shortcode:
    """A shortcode in its text: offsets of the whole and of what is between its tags, and the shortcodes in there."""

    name: str
    start: int
    end: int
    arguments: Mapping[str, str]
    positional: tuple[str, ...] = ()
    inner: tuple[int, int] | None = None
    children: tuple[Shortcode | Literal, ...] = ()
    depth: int = 1


@frozen
class Literal:
    """An escaped shortcode: the text that is printed in place of a stretch of the source."""

    start: int
    end: int
    text: str


class _MalformedError(Exception):
    """A tag cannot be read: the shortcode's name as far as there is one, what is wrong and what to do."""

    def __init__(self, name: str, message: str, hint: str) -> None:
        # Every argument, so that the error survives pickling between processes.
        super().__init__(name, message, hint)
        self.name, self.message, self.hint = name, message, hint


@frozen
class _Tag:
    name: str
    start: int
    end: int
    closing: bool
    alone: bool
    arguments: Mapping[str, str]
    positional: tuple[str, ...]


def parse_shortcodes(source: str, path: str, line: int) -> tuple[tuple[Shortcode | Literal, ...], tuple[Problem, ...]]:
    """Return the shortcodes of a Markdown text, outermost only, and what is wrong with others.

    `path` is the file and `line` the file's line on which `source` begins.
    """
    parser = _Parser()
    for start, item in _items(source):
        parser.take(start, item)
    faults = parser.faults[:MAX_PROBLEMS]
    problems = [in_file(problem_at(source, start, path, *words), line) for start, *words in faults]
    return tuple(parser.found), tuple(problems)


class _Parser:
    """Pairs opening and closing tags. An opening tag that is never closed is a shortcode without inner text."""

    def __init__(self) -> None:
        self.found: list[Shortcode | Literal] = []
        self.faults: list[tuple[int, str, str]] = []
        # Indexes into `found` of the shortcodes that can still be closed, and how many there are of each name.
        self._opened: list[tuple[str, int]] = []
        self._names: Counter[str] = Counter()
        # Shortcodes whose parent was closed over them, with the parent's name; and those whose tag cannot be read.
        self._crossed: dict[str, str] = {}
        self._unreadable: set[str] = set()

    def take(self, start: int, item: _Tag | Literal | _MalformedError) -> None:
        if isinstance(item, Literal):
            self.found.append(item)
        elif isinstance(item, _MalformedError):
            self._unreadable.add(item.name)
            self.faults.append((start, item.message, item.hint))
        elif item.closing:
            self._close(item)
        else:
            if not item.alone:
                self._opened.append((item.name, len(self.found)))
                self._names[item.name] += 1
            self.found.append(Shortcode(item.name, item.start, item.end, item.arguments, item.positional))

    def _close(self, tag: _Tag) -> None:
        if not self._names[tag.name]:
            if tag.name not in self._unreadable:
                self.faults.append((tag.start, *self._not_open(tag.name)))
            return
        name, index = "", 0
        while name != tag.name:
            name, index = self._opened.pop()
            self._names[name] -= 1
            if name != tag.name:
                self._crossed[name] = tag.name
        shortcode = self.found[index]
        assert isinstance(shortcode, Shortcode)  # noqa: S101 - tells mypy that a literal is never opened
        children = tuple(self.found[index + 1 :])
        depth = 1 + max((child.depth for child in children if isinstance(child, Shortcode)), default=0)
        if depth > MAX_DEPTH:
            self.faults.append((shortcode.start, f"shortcodes stand more than {MAX_DEPTH} deep in each other", ""))
            self.found[index:] = [replace(shortcode, end=tag.end)]
            return
        inner = (shortcode.end, tag.start)
        self.found[index:] = [replace(shortcode, end=tag.end, inner=inner, children=children, depth=depth)]

    def _not_open(self, name: str) -> tuple[str, str]:
        """Return message and hint for a closing tag that closes nothing."""
        if outer := self._crossed.get(name):
            return f'the shortcodes "{outer}" and "{name}" cross', f'close "{name}" before "{outer}"'
        hint = did_you_mean(name, +self._names) or f"open it first with {{{{< {name} >}}}}"
        return f'the shortcode "{name}" is closed but not open', hint


def in_file(problem: Problem, line: int) -> Problem:
    """Return a problem placed in a text that begins on line `line` of its file as a problem placed in the file."""
    return replace(problem, line=problem.line + line - 1)


def _items(source: str) -> Iterator[tuple[int, _Tag | Literal | _MalformedError]]:
    """Yield tags, escaped shortcodes and what cannot be read, each with its offset, in the order of the text."""
    silent = iter(sorted([*code_spans(source), *(match.span() for match in _COMMENT.finditer(source))]))
    span = next(silent, None)
    last_escape = source.rfind(_ESCAPE_END)
    position = source.find("{{<")
    while position >= 0:
        while span is not None and span[1] <= position:
            span = next(silent, None)
        if span is not None and span[0] <= position:
            position = source.find("{{<", span[1])
            continue
        if source.startswith("{{</*", position) and position < last_escape:
            end = source.find(_ESCAPE_END, position)
            yield position, Literal(position, end + len(_ESCAPE_END), "{{<" + source[position + 5 : end] + ">}}")
            position = source.find("{{<", end)
            continue
        try:
            tag = _read_tag(source, position)
        except _MalformedError as malformed:
            yield position, malformed
            position = source.find("{{<", position + 3)
        else:
            yield position, tag
            position = source.find("{{<", tag.end)


def _read_tag(source: str, start: int) -> _Tag:
    head = _HEAD.match(source, start)
    if head is None:
        raise _MalformedError(
            "", "a shortcode needs a name", "write {{< name >}}, or {{</* name */>}} to show it as text"
        )
    name, position = head["name"], head.end()
    arguments: dict[str, str] = {}
    positional: list[str] = []
    while (tail := _TAIL.match(source, position)) is None:
        match = _ARGUMENT.match(source, position)
        if match is None:
            raise _unreadable(source, name, position)
        quoted = match["double"] if match["double"] is not None else match["single"]
        value = _BACKSLASH.sub(r"\1", quoted) if quoted is not None else match["tick"] or match["value"] or ""
        if not (key := match["key"]):
            positional.append(value)
        elif key in arguments:
            raise _MalformedError(name, f'the shortcode "{name}" has the argument "{key}" twice', "remove one of them")
        else:
            arguments[key] = value
        position = match.end()
    closing = head["slash"] == "/"
    if closing and (arguments or positional or tail["alone"]):
        raise _MalformedError(name, f'the closing tag of "{name}" has arguments', f"write {{{{< /{name} >}}}}")
    return _Tag(name, start, tail.end(), closing, tail["alone"] == "/", arguments, tuple(positional))


def _unreadable(source: str, name: str, position: int) -> _MalformedError:
    """Return what is wrong with a tag that cannot be read on from `position`."""
    rest = source[position : position + 200].split("\n", maxsplit=1)[0]
    if ">}}" not in rest:
        return _MalformedError(name, f'the tag of the shortcode "{name}" has no end', "end it with >}}")
    words = rest.split(">}}")[0].split()
    return _MalformedError(
        name, f'cannot read "{words[0] if words else "/"}" in the shortcode "{name}"', 'write arguments as key="value"'
    )
