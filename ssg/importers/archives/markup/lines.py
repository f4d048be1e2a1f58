"""The lines of an archive's file, for what is noted about a text that was made of it: exact, or not said at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from html.parser import HTMLParser

from ssg.importers.archives.items import Note
from ssg.importers.archives.markup.players import player_link

_ADDRESSES = ("href", "src", "poster", "data", "data-src", "alt")
_SHORT, _LONG = 80, 200
"""Characters that notes have of a text."""
_SEARCHED = 40
"""Lines that a line of one text is looked for among those of the other."""


def aligned(before: Sequence[str], after: Sequence[str]) -> list[int]:
    """Return for each line of a text the number of the line that it was before a rewriting, -1 where that is not clear.

    Lines are known by their letters and digits; of those that changed, a run that is as long as before is taken for it.
    """
    old, new = [_letters(line) for line in before], [_letters(line) for line in after]
    found = [-1] * len(new)
    position = 0
    for number, line in enumerate(new):
        if line:
            at = next((n for n in range(position, min(position + _SEARCHED, len(old))) if old[n] == line), -1)
            if at >= 0:
                found[number], position = at, at + 1
    begin, start = -1, -1
    for number, at in [*enumerate(found), (len(new), len(old))]:
        if at < 0:
            continue
        if number - begin == at - start:
            found[begin + 1 : number] = range(start + 1, at)
        begin, start = number, at
    return found


def located(notes: Iterable[Note], line: int, places: Callable[[], Mapping[str, Sequence[int]]]) -> tuple[Note, ...]:
    """Return notes on a text that was made of another, with lines of the file where that begins on `line`.

    `places` gives the lines of the other, counted from 0, by the text that a note has. What was noted as often as it
    stands there is found in its order; for all else, and where `line` is 0, no line is known.
    """
    taken = tuple(notes)
    found = places() if taken and line else {}
    often = Counter(note.detail for note in taken)
    seen: Counter[str] = Counter()
    made = []
    for note in taken:
        lines = found.get(note.detail, ())
        known = len(lines) == often[note.detail]
        made.append(replace(note, line=line + lines[seen[note.detail]] if known else 0))
        seen[note.detail] += 1
    return tuple(made)


def lines_of_html(origin: str) -> Mapping[str, Sequence[int]]:
    """Return the lines of addresses and scripts of HTML, counted from 0, by the text that a note has of them."""
    reader = _Reader(convert_charrefs=True)
    try:
        reader.feed(origin)
    except AssertionError:
        # `<![x[` is what the library has no answer to.
        return {}
    return reader.places


def lines_of_words(origin: str, words: Iterable[str]) -> Mapping[str, Sequence[int]]:
    """Return the lines of these words in a text, counted from 0."""
    return {
        text: [
            origin.count("\n", 0, match.start())
            for match in re.finditer(rf"(?<![\w/.-]){re.escape(text)}(?![\w/-])", origin)
        ]
        for text in set(words)
        if text
    }


class _Reader(HTMLParser):
    """Takes down where addresses and scripts stand."""

    def __init__(self, *, convert_charrefs: bool) -> None:
        super().__init__(convert_charrefs=convert_charrefs)
        self.places: dict[str, list[int]] = {}
        self._script = -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0] - 1
        named = [value for name, value in attrs if name in _ADDRESSES and value]
        links = [player_link(value) for value in named] if tag == "iframe" else []
        for value in dict.fromkeys((*named, *links)):
            self._take(value, line)
        self._script = line if tag in {"script", "style"} and not named else -1

    def handle_data(self, data: str) -> None:
        if self._script >= 0:
            self._take(data, self._script)

    def handle_endtag(self, tag: str) -> None:
        self._script = -1

    def _take(self, text: str, line: int) -> None:
        keys = (" ".join(text[:_SHORT].split()), " ".join(text.split())[:_LONG])
        for key in dict.fromkeys(keys):
            self.places.setdefault(key, []).append(line)


def _letters(line: str) -> str:
    return "".join(sign for sign in line if sign.isalnum())
