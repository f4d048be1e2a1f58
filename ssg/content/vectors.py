"""What an SVG may hold: it is a picture on our pages, but opened by itself it is a document of our site."""

from __future__ import annotations

import re
from xml.parsers import expat

from ssg.problems import Problem

# Elements that run programs, bring in other documents, or let HTML in.
_REFUSED = frozenset({"script", "foreignobject", "iframe", "embed", "object", "audio", "video", "handler", "listener"})
_DATA_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif)[;,]", re.IGNORECASE)
_ELSEWHERE = re.compile(r"@import|url\(\s*+[\"']?+\s*+(?!#|[\"']|data:(?:image|font)/)", re.IGNORECASE)
_HINT = "export it as plain SVG, without scripts and with everything in the file"


def check_svg(data: bytes, path: str) -> tuple[Problem, ...]:
    """Return a problem for each thing in an SVG that runs, brings in or hides something, and one if it is no SVG."""
    return _Checker(path).check(data)


class _Checker:
    """Reads one SVG from end to end. Entities are refused before any is expanded."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._problems: dict[str, Problem] = {}
        self._styles: list[str] | None = None
        self._depth = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.EntityDeclHandler = self._entity
        self._parser.ProcessingInstructionHandler = self._instruction

    def check(self, data: bytes) -> tuple[Problem, ...]:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            return (
                Problem(
                    f"this SVG cannot be read: {expat.ErrorString(error.code)}",
                    _HINT,
                    self._path,
                    error.lineno,
                    error.offset + 1,
                ),
            )
        except _EntityError:
            pass
        return tuple(self._problems.values())

    def _report(self, message: str) -> None:
        line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        self._problems.setdefault(message, Problem(message, _HINT, self._path, line, column))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if self._depth == 0 and name != "svg":
            self._report(f"this SVG is no picture: it begins with <{tag}>")
        self._depth += 1
        if name in _REFUSED:
            self._report(f"this SVG has a <{tag}> in it")
        if name == "style":
            self._styles = []
        for key, value in attributes.items():
            self._attribute(name, key, value)

    def _attribute(self, tag: str, key: str, value: str) -> None:
        name = _local(key)
        address = re.sub(r"[\x00-\x20]", "", value)
        if name.startswith("on"):
            self._report(f"this SVG has a script in it: {key}")
        elif name in {"href", "src"}:
            link = tag == "a" and address.lower().startswith(("https:", "http:", "/"))
            if not (link or address.startswith("#") or not address or _DATA_PICTURE.match(address)):
                self._report(f'this SVG refers to something outside of it: "{address[:60]}"')
        elif tag in {"set", "animate"} and name == "attributename" and _local(address) in {"href", "src"}:
            self._report(f"this SVG changes an address: attributeName={address}")
        elif "(" in value and _ELSEWHERE.search(_unescaped(value)):
            self._report(f'this SVG refers to something outside of it: {key}="{value[:60]}"')

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if _local(tag) == "style" and self._styles is not None:
            if _ELSEWHERE.search(_unescaped("".join(self._styles))):
                self._report("this SVG has a stylesheet that refers to something outside of it")
            self._styles = None

    def _characters(self, text: str) -> None:
        if self._styles is not None:
            self._styles.append(text)

    def _entity(self, name: str, *_rest: object) -> None:
        self._report(f"this SVG declares an entity: {name}")
        raise _EntityError

    def _instruction(self, target: str, _data: str) -> None:
        if target.lower() != "xml":
            self._report(f"this SVG has an instruction in it: <?{target}")


class _EntityError(Exception):
    """The file declares an entity: it is not read any further."""


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _unescaped(css: str) -> str:
    """Return CSS with its escapes (`\\75rl(`) as the characters that they stand for, and without comments."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\\([0-9a-fA-F]{1,6})\s?", lambda match: chr(min(int(match[1], 16), 0x10FFFF)), css)
