"""Edits to a Markdown text: found one by one on the text as it was, and made all at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ssg.content.code_spans import code_spans
from ssg.importers.archives.items import Note, NoteKind
from ssg.importers.archives.markup.lines import aligned


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the text and what stands there instead."""

    start: int
    end: int
    text: str


class Draft:
    """A text while edits to it are found, with the notes that they cost. Of edits that overlap the first stays.

    `line` is the line of the file that the text begins on, 0 where no line means anything. For a text that was made of
    the file's, `line_of` tells for each of its lines, counted from 0, which of the file it was.
    """

    def __init__(self, source: str, path: str, line: int, line_of: Callable[[int], int] | None = None) -> None:
        self.source, self.path, self.line = source, path, line
        self._line_of = line_of or (lambda number: line + number if line else 0)
        self.edits: list[Edit] = []
        self.notes: list[Note] = []
        spans = code_spans(source)
        self._code_starts = [start for start, _ in spans]
        self._code_ends = [end for _, end in spans]

    def in_code(self, offset: int) -> bool:
        """Tell whether an offset is in code."""
        index = bisect_right(self._code_starts, offset) - 1
        return index >= 0 and offset < self._code_ends[index]

    def replace(self, start: int, end: int, text: str) -> None:
        """Replace a stretch."""
        if self.source[start:end] != text:
            self.edits.append(Edit(start, end, text))

    def note(self, kind: NoteKind, what: str, detail: str, offset: int) -> None:
        """Note something at an offset."""
        line = self._line_of(self.source.count("\n", 0, offset))
        self.notes.append(Note(kind, what, " ".join(detail.split())[:200], self.path, line))

    def finish(self) -> str:
        """Return the text with every edit made."""
        return apply(self.source, self.edits)

    def then(self, rewrite: Callable[[str], str] | None = None) -> Draft:
        """Return the next draft: of this one's outcome, as `rewrite` changes it. It knows the same lines."""
        edited = self.finish()
        made = rewrite(edited) if rewrite else edited
        known: list[int] = []

        def line_of(number: int) -> int:
            # Most texts need no line at all, so nothing is compared before one is asked for.
            if not known:
                lines = edited_lines(self.source, self.edits)
                known.extend(lines[at] if at >= 0 else -1 for at in aligned(edited.split("\n"), made.split("\n")))
            return self._line_of(known[number]) if known[number] >= 0 else 0

        return Draft(made, self.path, self.line, line_of)


def edited_lines(source: str, edits: Iterable[Edit]) -> list[int]:
    """Return for each line of an edited text the line of the source that its beginning was on, both counted from 0."""
    lines, line, position = [0], 0, 0
    for edit in _kept(edits):
        for _ in range(source.count("\n", position, edit.start)):
            line += 1
            lines.append(line)
        last = line + source.count("\n", edit.start, edit.end)
        lines += [min(line + number, last) for number in range(1, edit.text.count("\n") + 1)]
        line, position = last, edit.end
    return [*lines, *range(line + 1, line + 1 + source.count("\n", position))]


def apply(source: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits made. One that overlaps an earlier one in the list is left out."""
    parts, position = [], 0
    for edit in _kept(edits):
        parts += [source[position : edit.start], edit.text]
        position = edit.end
    return "".join([*parts, source[position:]])


def _kept(edits: Iterable[Edit]) -> list[Edit]:
    """Return the edits that are made, in the order of the text."""
    kept: list[Edit] = []
    starts: list[int] = []
    for edit in edits:
        index = bisect_right(starts, edit.start)
        before_ends = index and kept[index - 1].end > edit.start
        if before_ends or (index < len(kept) and kept[index].start < edit.end):
            continue
        kept.insert(index, edit)
        starts.insert(index, edit.start)
    return kept
