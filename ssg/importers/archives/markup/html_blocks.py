"""HTML between the lines of CommonMark, as Python-Markdown reads it.

CommonMark ends a block of HTML at the next blank line, so that Markdown can stand between two tags. Python-Markdown
takes all up to the closing tag for HTML, and shows signs of Markdown in there as they are, unless the opening tag says
otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown import Markdown

from ssg.importers.archives.markup.edits import Edit, apply

_BLOCKS = frozenset(Markdown().block_level_elements) - {"hr", "link", "meta", "col", "script", "style", "pre"}
_BEGIN = re.compile(r"[ ]{0,3}</?(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>]|$)")
# What ends at its own end, blank lines or not.
_WHOLE = re.compile(r"[ ]{0,3}<(?:(?P<name>pre|script|style|textarea)(?=[\s>]|$)|!--)", re.IGNORECASE)
_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)|<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?P<attributes>(?:[^<>"']|"[^"]*"|'[^']*')*+)>""",
    re.DOTALL,
)
_FENCE = re.compile(r"[ \t]*(`{3,}(?=[^`]*$)|~{3,})")


def open_up(source: str) -> str:
    """Return a text in which Python-Markdown reads what is between two tags as CommonMark does."""
    if "<" not in source:
        return source
    edits: list[Edit] = []
    opened: list[_Element] = []
    position = 0
    for start, end in html_blocks(source):
        _close(source, position, start, opened, edits)
        _read(source, start, end, opened, edits)
        for element in opened:
            element.mark(edits)
        position = end
    _close(source, position, len(source), opened, edits)
    # Python-Markdown loses what is in two of them that never close.
    ends = "".join(f"\n\n</{'div' if element.name == 'p' else element.name}>" for element in reversed(opened))
    return apply(source, edits) + ends


def html_blocks(source: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each stretch of lines that CommonMark takes for HTML."""
    offset, start, fence, until = 0, -1, "", ""
    for line in source.splitlines(keepends=True):
        text = line.strip()
        if fence:
            fence = "" if text.startswith(fence) and not text.strip(fence[0]) else fence
        elif start >= 0:
            if not until and not text:
                yield start, offset
                start = -1
            elif until and until in text.lower():
                yield start, offset + len(line)
                start, until = -1, ""
        elif found := _FENCE.match(line):
            fence = found[1]
        elif whole := _WHOLE.match(line):
            until = f"</{whole['name'].lower()}" if whole["name"] else "-->"
            if until in text.lower():
                yield offset, offset + len(line)
                until = ""
            else:
                start = offset
        elif (begin := _BEGIN.match(line)) and begin["name"].lower() in _BLOCKS:
            start = offset
        offset += len(line)
    if start >= 0:
        yield start, offset


def html_elements(source: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each stretch that kramdown takes for HTML: lines of tags, and all between two of them."""
    opened: list[_Element] = []
    position = 0
    for start, end in html_blocks(source):
        if opened:
            yield position, start
            _close(source, position, start, opened, [])
        yield start, end
        _read(source, start, end, opened, [])
        position = end


class _Element:
    """An element that is open: where its name stands. One that begins within a line of Markdown has none."""

    def __init__(self, name: str, start: int, *, marked: bool) -> None:
        self.name, self.start, self.marked = name, start, marked

    def mark(self, edits: list[Edit]) -> None:
        """Say in its tag that Markdown follows. A paragraph can have no blocks in it, so that it is none."""
        if not self.marked:
            self.marked = True
            end = self.start + len(self.name)
            edits.append(Edit(self.start, end, f'{"div" if self.name == "p" else self.name} markdown="block"'))


def _read(source: str, start: int, end: int, opened: list[_Element], edits: list[Edit]) -> None:
    """Follow the tags of a block of HTML."""
    for match in _TAG.finditer(source, start, end):
        name = (match["name"] or "").lower()
        if name not in _BLOCKS:
            continue
        if match["end"]:
            _leave(match, opened, edits)
        elif not match["attributes"].endswith("/"):
            opened.append(_Element(name, match.start("name"), marked="markdown=" in match["attributes"]))


def _close(source: str, start: int, end: int, opened: list[_Element], edits: list[Edit]) -> None:
    """Follow the closing tags in lines of Markdown."""
    if opened and source.find("</", start, end) >= 0:
        for match in _TAG.finditer(source, start, end):
            if match["end"] and match["name"].lower() in _BLOCKS:
                _leave(match, opened, edits)


def _leave(match: re.Match[str], opened: list[_Element], edits: list[Edit]) -> None:
    name = match["name"].lower()
    at = next((number for number in range(len(opened) - 1, -1, -1) if opened[number].name == name), -1)
    if at >= 0:
        if name == "p" and opened[at].marked:
            edits.append(Edit(*match.span("name"), "div"))
        del opened[at:]
