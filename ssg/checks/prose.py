"""The prose of a Markdown text: its words at their places, with everything that is no prose blotted out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ssg.content.code_spans import code_spans
from ssg.frozen import frozen
from ssg.model import Text
from ssg.problems import Problem, printable

BLOT = "\x00"
"""Stands for each character that is no prose: it is no letter, no space and no sign of a sentence."""

_NO_PROSE = re.compile(
    r"""<!--.*?(?:-->|\Z)            # comments
    | \{\{<.*?>\}\}                  # tags of shortcodes
    | <https?://[^<>\s]*+>           # addresses in brackets
    | </?[a-zA-Z][^<>]*+>            # tags of HTML
    | (?<=\])\((?:[^()\n]|\([^()\n]*+\))*+\)   # where links go
    | (?<=\])\[[^\[\]\n]*+\]         # which definition a link means
    | ^[ ]{0,3}\[[^\[\]\n]++\]:[^\n]*+  # definitions of links
    | \[\^[^\[\]\n]++\]              # signs of footnotes
    | \{:[^{}\n]*+\}                 # lists of attributes
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_CODE = re.compile(r"<(pre|code|kbd|samp|var|script|style)\b[^<>]*+>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s<>\x00]++")
# In a quotation a line is blank that has nothing but its sign.
_BLANK = re.compile(r"\n(?:[ \t]*+(?:>[ \t]*+)*+\n)++[ \t]*+")
_NOT_A_PARAGRAPH = re.compile(r"[ ]{0,3}(?:#{1,6}[ \t]|[-*+][ \t]|\d+[.)][ \t]|>|\||:[ \t])")
_ATX = re.compile(r"^(#{1,6})(?!#)[ \t]*(\S[^\n]*?)?[ \t#]*$", re.MULTILINE)
_SETEXT = re.compile(r"^(?![ \t]*[-*+>|#\d])(\S[^\n]*)\n(=+|-+)[ ]*$", re.MULTILINE)
_TAG = re.compile(r"<h([1-6])\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text: its level, from 1 to 6, and the offset at which it begins."""

    level: int
    offset: int


@frozen
class Prose:
    """A text, with what a rule needs of it. Everything is worked out when it is first asked for."""

    text: Text

    @cached_property
    def markup(self) -> str:
        """Return the source with code blotted out, that in elements of HTML as well."""
        source = self.text.source
        parts, position = [], 0
        for start, end in code_spans(source):
            parts += [source[position:start], _blotted(source[start:end])]
            position = end
        return _CODE.sub(lambda match: _blotted(match[0]), "".join([*parts, source[position:]]))

    @cached_property
    def unlinked(self) -> str:
        """Return the source with everything blotted out that readers do not see: addresses that they see stay."""
        return _NO_PROSE.sub(lambda match: _blotted(match[0]), self.markup)

    @cached_property
    def words(self) -> str:
        """Return the source with everything blotted out that is no prose."""
        return _ADDRESS.sub(lambda match: _blotted(match[0]), self.unlinked)

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, str], ...]:
        """Return each block of prose with the offset at which it begins: paragraphs, headings, items, rows."""
        return tuple(_blocks(self.words))

    @cached_property
    def plain_paragraphs(self) -> tuple[tuple[int, str], ...]:
        """Return the blocks that are paragraphs by themselves: no headings, lists, quotations or tables."""
        return tuple((offset, block) for offset, block in self.paragraphs if not _NOT_A_PARAGRAPH.match(block))

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """Return the headings in their order, those in HTML among them."""
        found = [Heading(len(match[1]), match.start()) for match in _ATX.finditer(self.markup)]
        found += [Heading(1 if match[2][0] == "=" else 2, match.start()) for match in _SETEXT.finditer(self.markup)]
        found += [Heading(int(match[1]), match.start()) for match in _TAG.finditer(self.markup)]
        return tuple(sorted(found, key=lambda heading: heading.offset))

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text.source))]

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line of the file and the column that an offset in the source stands at."""
        number = bisect_right(self._line_starts, offset) - 1
        return self.text.line + number, offset - self._line_starts[number] + 1

    def problem(self, offset: int, message: str, hint: str = "") -> Problem:
        """Return a problem at an offset in the source."""
        line, column = self.place(offset)
        start = offset - column + 1
        end = self.text.source.find("\n", start)
        excerpt = printable(self.text.source[start : end if end >= 0 else None][:160])
        return Problem(message, hint, self.text.path, line, column, excerpt)


def _blotted(text: str) -> str:
    return "".join("\n" if sign == "\n" else BLOT for sign in text)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for match in _BLANK.finditer(text):
        if text[start : match.start()].strip(f"{BLOT} \n\t"):
            yield start, text[start : match.start()]
        start = match.end()
    if text[start:].strip(f"{BLOT} \n\t"):
        yield start, text[start:]
