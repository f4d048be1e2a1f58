"""Edits to a Markdown text: found one by one on the text as it was, and made all at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from ssg.content.code_spans import code_spans
from ssg.importers.archives.items import Note, NoteKind


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the text and what stands there instead."""

    start: int
    end: int
    text: str


class Draft:
    """A text while edits to it are found, with the notes that they cost. Of edits that overlap the first stays."""

    def __init__(self, source: str, path: str, line: int) -> None:
        self.source, self.path, self.line = source, path, line
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
        line = self.line + self.source.count("\n", 0, offset)
        self.notes.append(Note(kind, what, " ".join(detail.split())[:200], self.path, line))

    def finish(self) -> str:
        """Return the text with every edit made."""
        return apply(self.source, self.edits)


def apply(source: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits made. One that overlaps an earlier one in the list is left out."""
    kept: list[Edit] = []
    starts: list[int] = []
    for edit in edits:
        index = bisect_right(starts, edit.start)
        before_ends = index and kept[index - 1].end > edit.start
        if before_ends or (index < len(kept) and kept[index].start < edit.end):
            continue
        kept.insert(index, edit)
        starts.insert(index, edit.start)
    parts, position = [], 0
    for edit in kept:
        parts += [source[position : edit.start], edit.text]
        position = edit.end
    return "".join([*parts, source[position:]])
