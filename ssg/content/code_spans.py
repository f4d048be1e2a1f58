"""Where a Markdown text shows code: fenced blocks, indented blocks and code spans.

Shortcodes and plain text need to know what is code before Markdown runs. One pass over the lines finds it, by the
rules of Python-Markdown as far as writers use them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FENCE = re.compile(r"(?P<indent>[ ]*)(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)")
_ITEM = re.compile(r"[ ]{0,3}(?:[-*+]|\d+\.)[ \t]|\[\^[^\]]+\]:|:[ \t]")
_ELEMENT = re.compile(
    r"[ ]{0,3}<(?P<name>div|section|article|aside|details|figure|table|ul|ol|dl|p|blockquote|pre|center|header|footer"
    r"|nav|main|form|fieldset|address)\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>",
    re.IGNORECASE,
)
_TICKS = re.compile(r"(?<![\\`])`+")
_BEGINNINGS = ("```", "~~~", "\n\t", "\n    ")
"""What a text has in it where it has a block of code."""
_BLANK = re.compile(r"\n[ \t]*\n")


def code_spans(source: str) -> list[tuple[int, int]]:
    """Return start and end of every stretch of code, in order and without overlap."""
    spans: list[tuple[int, int]] = []
    text_start = 0
    for start, end in _blocks(source):
        spans.extend(_inline(source, text_start, start))
        spans.append((start, end))
        text_start = end
    spans.extend(_inline(source, text_start, len(source)))
    return spans


def without_code(source: str) -> str:
    """Return the text without its code blocks. Code spans stay: they are words of a sentence."""
    # One character is looked for in a thirtieth of the time of two, and most texts do not have it.
    if not any(sign[-1] in source and sign in source for sign in _BEGINNINGS):
        return source
    parts, position = [], 0
    for start, end in _blocks(source):
        parts.append(source[position:start])
        position = end
    parts.append(source[position:])
    return "".join(parts)


def _blocks(source: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of fenced and indented code blocks. A fence without an end is no fence, as in Markdown."""
    lines = source.splitlines(keepends=True)
    closings = _closing_lines(lines)
    elements = _Elements(lines)
    offset, number = 0, 0
    after_blank, in_list = True, False
    while number < len(lines):
        line = lines[number]
        stripped = line.strip()
        length = len(line)
        fence = _FENCE.match(line) if stripped[:3] in {"```", "~~~"} else None
        last = _find_closing(closings, fence, number) if fence else None
        if last is not None:
            length = sum(len(text) for text in lines[number : last + 1])
            yield offset, offset + length
            number = last
        elif elements.hold(number):
            in_list = False
        elif stripped and after_blank and not in_list and (line[0] == "\t" or line.startswith("    ")):
            yield offset, offset + length
            offset += length
            number += 1
            continue
        elif stripped:
            if _ITEM.match(line):
                in_list = True
            elif after_blank and not line[0].isspace():
                in_list = False
        after_blank = not stripped
        offset += length
        number += 1


class _Elements:
    """The elements of HTML that begin and end on lines of a text. Those with a `markdown` attribute are Markdown."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._end = -1
        self._open: set[str] = set()

    def hold(self, number: int) -> bool:
        """Tell whether a line is in an element: all up to its end is HTML. Lines are asked for in ascending order."""
        if number <= self._end:
            return True
        line = self._lines[number]
        found = _ELEMENT.match(line) if "<" in line else None
        if found is None or found["name"].lower() in self._open or "markdown" in found[0]:
            return False
        name = found["name"].lower()
        tag = re.compile(rf"<(/?){name}\b", re.IGNORECASE)
        depth = 0
        for at in range(number, len(self._lines)):
            for sign in tag.findall(self._lines[at]):
                depth += -1 if sign else 1
                if depth == 0:
                    self._end = at
                    return True
        # Its end is missing, and so it is for all of its name from here on.
        self._open.add(name)
        return False


def _closing_lines(lines: list[str]) -> dict[str, list[int]]:
    """Return for every fence, without its indent, the lines that consist of it, last line first."""
    closings: dict[str, list[int]] = {}
    for number in range(len(lines) - 1, -1, -1):
        text = lines[number].strip()
        if text[:3] in {"```", "~~~"} and not text.strip(text[0]):
            closings.setdefault(text, []).append(number)
    return closings


def _find_closing(closings: dict[str, list[int]], fence: re.Match[str], number: int) -> int | None:
    """Return the line that closes the fence opened on line `number`; lines are asked for in ascending order."""
    if fence["fence"][0] in fence["info"]:
        return None
    candidates = closings.get(fence["fence"], [])
    while candidates and candidates[-1] <= number:
        candidates.pop()
    return candidates[-1] if candidates else None


def _inline(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of the code spans between two offsets. A span does not reach over a blank line."""
    if source.find("`", start, end) < 0:
        return
    for paragraph_start, paragraph_end in _paragraphs(source, start, end):
        ticks = list(_TICKS.finditer(source, paragraph_start, paragraph_end))
        # For every length the later runs, nearest last: looking for the closing run takes constant time.
        later: dict[int, list[int]] = {}
        for index in range(len(ticks) - 1, -1, -1):
            later.setdefault(len(ticks[index][0]), []).append(index)
        index = 0
        while index < len(ticks):
            runs = later[len(ticks[index][0])]
            while runs and runs[-1] <= index:
                runs.pop()
            if runs:
                yield ticks[index].start(), ticks[runs[-1]].end()
                index = runs[-1]
            index += 1


def _paragraphs(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _BLANK.finditer(source, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end
