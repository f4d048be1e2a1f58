"""CommonMark and kramdown as Python-Markdown reads them: lists above all, which it wants by rules of its own.

Python-Markdown begins a list only after a blank line, and takes four columns for a level where others take two or
three. The words would stay, but lists would become paragraphs and levels would be lost.
"""

from __future__ import annotations

import re

_ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<marker>[-*+]|\d{1,9}[.)])(?P<gap>[ \t]+)(?=\S)")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_RULE = re.compile(r"[ \t]*(?:[-*_][ \t]*){3,}$")
_TABLE = re.compile(r"[ \t]*\|.*\|[ \t]*$")


def adapt(source: str) -> str:
    """Return a text with its lists and tables as Python-Markdown reads them."""
    return "\n".join(_Adapter().adapted(source.split("\n")))


class _Adapter:
    """Goes through the lines of one text. `levels` are the open items: where their text begins there, and here."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.levels: list[tuple[int, int]] = []

    def adapted(self, lines: list[str]) -> list[str]:
        fence = ""
        for row in lines:
            line = row.expandtabs(4) if row[:1] in {" ", "\t"} else row
            if fence:
                closed = line.strip().startswith(fence) and not line.strip().strip(fence[0])
                self._code(line, closed=closed)
                fence = "" if closed else fence
            elif found := _FENCE.match(line):
                self._leave(_indent(line))
                fence = found[1]
                self._open_fence(line)
            elif not line.strip():
                self.out.append("")
            elif not self._item(line):
                self._text(line)
        return self.out

    @property
    def _before(self) -> str:
        return self.out[-1] if self.out else ""

    def _leave(self, indent: int) -> None:
        """Close the items that a line with this indentation is not in."""
        while self.levels and indent < self.levels[-1][0]:
            self.levels.pop()

    def _item(self, line: str) -> bool:
        """Take the first line of an item; tell whether it is one."""
        item = _ITEM.match(line)
        if not item or _RULE.match(line) or (not self.levels and len(item["indent"]) > 3):
            return False
        marker = item["marker"].replace(")", ".")
        if not self.levels and self._before.strip() and not _ITEM.match(self._before):
            if marker not in {"-", "*", "+", "1."}:
                # "2020. It was" in the middle of a paragraph: only 1 can interrupt one.
                return False
            self.out.append("")
        self._leave(len(item["indent"]))
        column = 4 * len(self.levels)
        gap = item["gap"] if len(item["gap"]) < 5 else " "
        self.out.append(f"{' ' * column}{marker}{gap}{line[item.end() :]}")
        self.levels.append((len(item["indent"]) + len(item["marker"]) + len(gap), column + 4))
        return True

    def _text(self, line: str) -> None:
        if self.levels and not self._before.strip():
            self._leave(_indent(line))
        if _TABLE.match(line) and self._before.strip() and not _TABLE.match(self._before) and not self.levels:
            self.out.append("")
        self.out.append(self._moved(line))

    def _open_fence(self, line: str) -> None:
        """Begin a code block. In an item only an indented one is read as code."""
        if not self.levels:
            self.out.append(line)
        elif self._before.strip():
            self.out.append("")

    def _code(self, line: str, *, closed: bool) -> None:
        if not self.levels:
            self.out.append(line)
        elif closed:
            self.out.append("")
        else:
            theirs, ours = self.levels[-1]
            self.out.append(
                " " * (ours + 4 + max(0, _indent(line) - theirs)) + line.lstrip(" ") if line.strip() else ""
            )

    def _moved(self, line: str) -> str:
        """Return a line of an item at the column that Python-Markdown wants."""
        if not self.levels:
            return line
        theirs, ours = self.levels[-1]
        indent = _indent(line)
        return " " * (ours + indent - theirs) + line.lstrip(" ") if indent >= theirs else line


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
