"""CommonMark and kramdown as Python-Markdown reads them: lists above all, which it wants by rules of its own.

Python-Markdown begins a list only after a blank line, and takes four columns for a level where others take two or
three. It reads no code between fences in lists and quotations, nor below a fence that says more than a language. It
knows no tasks and no alerts. The words would stay, but lists would become paragraphs and code a text full of links.
"""

from __future__ import annotations

import re

from ssg.importers.archives.markup import shortcodes as ours
from ssg.importers.archives.markup.html_blocks import open_up

_ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<marker>[-*+]|\d{1,9}[.)])(?P<gap>[ \t]+)(?=\S)")
_FENCE = re.compile(r"[ \t]*(?P<fence>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)")
_LANGUAGE = re.compile(r"[ \t]*\{?\.?((?:[A-Za-z][\w#.+-]*+(?!=))?)")
_FILE = re.compile(r"""\b(?:file|filename|title|name)\s*=\s*(?:"([^"`]+)"|'([^'`]+)')""")
_RULE = re.compile(r"[ \t]*(?:[-*_][ \t]*){3,}$")
_TABLE = re.compile(r"[ \t]*\|.*\|[ \t]*$")
_QUOTED = re.compile(r"[ ]{0,3}>[ ]?")
_DEEPEST = 20
"""Quotations in each other that are read; in deeper ones the lines stay as they are."""
_ALERT = re.compile(r"\[!(?P<kind>[A-Za-z]+)\][-+]?(?P<title>.*)")
_TASK = re.compile(r"\[(?P<done>[ xX])\][ \t]+(?=\S)")
_PREFORMATTED = re.compile(r"[ ]{0,3}<(pre|script|style)\b", re.IGNORECASE)


def adapt(source: str) -> str:
    """Return a text of CommonMark as Python-Markdown reads it."""
    return adapt_kramdown(open_up(source))


def adapt_kramdown(source: str) -> str:
    """Return a text of kramdown as Python-Markdown reads it: what is between tags is HTML for both."""
    return "\n".join(_Adapter().adapted(source.split("\n")))


class _Adapter:
    """Goes through the lines of one text. `levels` are the open items: where their text begins there, and here.

    In a quotation, as in an item, only indented lines are read as code.
    """

    def __init__(self, *, quoted: bool = False, depth: int = 0) -> None:
        self.out: list[str] = []
        self.levels: list[tuple[int, int]] = []
        self.quoted = quoted
        self.depth = depth

    def adapted(self, lines: list[str]) -> list[str]:
        fence, indent, until = "", 0, ""
        quotation: list[str] = []
        for row in [*lines, None]:
            line = "" if row is None else row.expandtabs(4) if row[:1] in {" ", "\t"} else row
            if quotation and (row is None or not self._is_quoted(line)):
                self._quotation(quotation)
                quotation = []
            if row is None:
                break
            if fence:
                text = line.strip()
                closed = text.startswith(fence) and not text.strip(fence[0]) and _indent(line) - indent < 4
                self._code(fence if closed else line, indent, closed=closed)
                fence = "" if closed else fence
            elif until:
                self.out.append(line)
                until = "" if until in line.lower() else until
            elif found := _FENCE.match(line):
                indent, deep = _indent(line), len(self.levels)
                self._leave(indent)
                fence = found["fence"]
                self._open_fence(fence, found["info"])
                if 0 < len(self.levels) < deep:
                    # Without something between, the code would belong to the item of the deeper list.
                    self.out += [f"{' ' * self.levels[-1][1]}<!-- -->", ""]
            elif self._quotes(line):
                quotation.append(line[self._theirs :])
            elif not line.strip():
                self.out.append("")
            elif pre := _PREFORMATTED.match(line):
                until = f"</{pre[1].lower()}"
                until = "" if until in line.lower() else until
                self.out.append(line)
            elif not self._item(line):
                self._text(line)
        if fence and not self._indents:
            self.out.append(fence)
        return self.out

    @property
    def _before(self) -> str:
        return self.out[-1] if self.out else ""

    @property
    def _indents(self) -> bool:
        """Tell whether code must be indented where we are."""
        return bool(self.levels) or self.quoted

    def _quotes(self, line: str) -> bool:
        """Tell whether a line is one of a quotation. One that stands before the text of an item ends the item."""
        if self.levels and _indent(line) < self._theirs and _QUOTED.match(line):
            self._leave(_indent(line))
            if self._before.strip():
                self.out.append("")
        return self.depth < _DEEPEST and self._is_quoted(line)

    def _is_quoted(self, line: str) -> bool:
        return _indent(line) >= self._theirs and _QUOTED.match(line[self._theirs :]) is not None

    def _quotation(self, lines: list[str]) -> None:
        """Take a quotation. One that is an alert becomes a note."""
        inner = [_QUOTED.sub("", line, count=1) for line in lines]
        alert = _ALERT.fullmatch(inner[0].strip())
        title = (alert["title"].strip() or alert["kind"].capitalize()) if alert else ""
        if alert and not self._indents:
            text = _Adapter(depth=self.depth + 1).adapted(inner[1:])
            self.out += ["", ours.call("note", {"title": title}), *text, "{{< /note >}}", ""]
            return
        text = _Adapter(quoted=True, depth=self.depth + 1).adapted([f"**{title}**", "", *inner[1:]] if alert else inner)
        here = " " * (self.levels[-1][1] if self.levels else 0)
        last = next((line for line in reversed(self.out) if line.strip()), "")
        if text[0].startswith("    ") and last.startswith(f"{here}>"):
            # Two quotations would be one, and code at the beginning of this would belong to a list at the end of that.
            self.out += [f"{here}<!-- -->", ""]
        self.out += [f"{here}> {line}" if line else f"{here}>" for line in text]

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
        self.out.append(f"{' ' * column}{marker}{gap}{_task(line[item.end() :])}")
        self.levels.append((len(item["indent"]) + len(item["marker"]) + len(gap), column + 4))
        return True

    def _text(self, line: str) -> None:
        if self.levels and not self._before.strip():
            self._leave(_indent(line))
        if _TABLE.match(line) and self._before.strip() and not _TABLE.match(self._before) and not self.levels:
            self.out.append("")
        self.out.append(self._moved(line))

    def _open_fence(self, fence: str, info: str) -> None:
        """Begin a code block. Of what stands behind its fence the language is kept, and the name of a file above it."""
        if name := _FILE.search(info):
            blank = [""] if self._before.strip() else []
            self.out += [*blank, self._moved(f"{' ' * self._theirs}`{name[1] or name[2]}`:"), ""]
        if not self._indents:
            language = _LANGUAGE.match(info)
            self.out.append(fence + (language[1] if language else ""))
        elif self._before.strip():
            self.out.append("")

    @property
    def _theirs(self) -> int:
        return self.levels[-1][0] if self.levels else 0

    def _code(self, line: str, indent: int, *, closed: bool) -> None:
        inner = line[min(indent, _indent(line)) :]
        if not self._indents:
            self.out.append(inner)
        elif closed:
            self.out.append("")
        else:
            here = self.levels[-1][1] if self.levels else 0
            self.out.append(" " * (here + 4) + inner if inner.strip() else "")

    def _moved(self, line: str) -> str:
        """Return a line of an item at the column that Python-Markdown wants."""
        if not self.levels:
            return line
        theirs, here = self.levels[-1]
        indent = _indent(line)
        return " " * (here + indent - theirs) + line.lstrip(" ") if indent >= theirs else line


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _task(text: str) -> str:
    """Return the text of an item, with the box of a task as a sign."""
    return _TASK.sub(lambda match: "☐ " if match["done"] == " " else "☑ ", text, count=1) if text[:1] == "[" else text
