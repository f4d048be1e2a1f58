"""One text on its way to HTML: its links, what is wrong with it, and what stands for its shortcodes meanwhile."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markdown.util import AMP_SUBSTITUTE

from ssg.content.code_spans import code_spans
from ssg.content.places import problem_at
from ssg.content.scanning import is_site_target, scan_markdown, without_references
from ssg.content.shortcodes import Shortcode, in_file
from ssg.frozen import frozen
from ssg.problems import Problem
from ssg.views import Body, Renditions

# A token stands for a shortcode's HTML while Markdown and the sanitizer run. It is written in characters that Unicode
# reserves for a program's own use: no text has them, Markdown takes them for punctuation, slugs drop them.
_RESERVED = re.compile(r"[\ufdd0-\ufdef]")
_FIRST, _LAST, _DIGITS = "\ufdd0", "\ufddb", {ord(str(n)): 0xFDD1 + n for n in range(10)}
_TOKEN = re.compile(f"{_FIRST}[\ufdd1-\ufdda]+{_LAST}")
_PARAGRAPH = re.compile(rf"<p>(\s*(?:{_TOKEN.pattern}\s*)+)</p>")
_ANY_PARAGRAPH = re.compile(r"<p((?:\s[^<>]*+)?)>((?:[^<]|<(?!/p>))*+)</p>")
_TAG = re.compile(r"<(?P<closing>/?)(?P<name>[a-zA-Z][\w-]*)(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+>")
_EMPTY_TAGS = frozenset({"br", "img", "input", "source", "wbr"})
_TAG_OR_TOKEN = re.compile(rf"""<[a-zA-Z/!](?:[^<>"']|"[^"]*"|'[^']*')*+>|{_TOKEN.pattern}""")


@frozen
class Printed:
    """What a shortcode printed, and whether it is a block, which cannot stand in a paragraph."""

    html: str
    block: bool
    call: Shortcode | None


class Document:
    """The state of one conversion. Nothing of it outlives the text that it is made for."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.source = body.source if body.source.isascii() else _RESERVED.sub("", body.source)
        self.ids: set[str] = set()
        self.problems: list[Problem] = []
        self._links = dict(body.links)
        self._sizes = {url: (width, height) for url, width, height in body.sizes}
        self._renditions = dict(body.renditions)
        self._broken = dict(body.broken)
        self._reported: set[str] = set()
        self._printed: dict[str, Printed] = {}

    def report(self, offset: int, message: str, hint: str = "") -> None:
        """Note a problem at an offset of the text."""
        self.problems.append(in_file(problem_at(self.source, offset, self.body.path, message, hint), self.body.line))

    def blame(self, offset: int, problem: Problem) -> None:
        """Note a problem that somebody else found; one without a place is placed at an offset."""
        if problem.path:
            self.problems.append(problem)
        else:
            self.report(offset, problem.message, problem.hint)

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column in the file of an offset of the text."""
        line = self.body.line + self.source.count("\n", 0, offset)
        return line, offset - self.source.rfind("\n", 0, offset)

    def url(self, address: str) -> str | None:
        """Return the URL of a link of ours, or None for one that stays as it is. A broken one is noted as a problem."""
        address = without_references(address.replace(AMP_SUBSTITUTE, "&"))
        url = self._links.get(address)
        if url is None and is_site_target(address) and address not in self._reported:
            self._reported.add(address)
            self._report_link(address)
        return url

    def size(self, url: str) -> tuple[int, int] | None:
        """Return width and height in pixels of a picture of ours, or None."""
        return self._sizes.get(url)

    def renditions(self, url: str) -> Renditions | None:
        """Return the smaller copies of a picture of ours, or None."""
        return self._renditions.get(url)

    def unique_id(self, wanted: str) -> str:
        """Return `wanted`, or with a number behind it where the text has that id already."""
        number, unique = 1, wanted
        while unique in self.ids:
            number += 1
            unique = f"{wanted}-{number}"
        self.ids.add(unique)
        return unique

    def token(self, printed: Printed) -> str:
        """Return what stands for a shortcode's HTML until `insert` puts it in."""
        token = _FIRST + str(len(self._printed)).translate(_DIGITS) + _LAST
        self._printed[token] = printed
        return token

    def insert(self, html: str, tokens: Iterable[str]) -> str:
        """Return HTML with these tokens replaced by what they stand for.

        Only text has place for HTML. A token in an attribute would let its text out of the quotes, so it is a problem.
        """
        seen = set()

        def unwrapped(match: re.Match[str]) -> str:
            found = _TOKEN.findall(match[1])
            return match[1].strip() if any(self._printed[token].block for token in found) else match[0]

        def replaced(match: re.Match[str]) -> str:
            if match[0][0] != "<":
                seen.add(match[0])
                return self._printed[match[0]].html
            return _RESERVED.sub("", _TOKEN.sub(literal, match[0])) if _FIRST in match[0] else match[0]

        def literal(match: re.Match[str]) -> str:
            printed = self._printed[match[0]]
            return printed.html if printed.call is None else ""

        # Where broken HTML made Markdown lose a part of a token, the rest of it must not be seen either.
        html = _PARAGRAPH.sub(unwrapped, html)
        if any(self._printed[token].block for token in tokens):
            html = _ANY_PARAGRAPH.sub(self._parted, html)
        html = _RESERVED.sub("", _TAG_OR_TOKEN.sub(replaced, html))
        for token in tokens:
            call = self._printed[token].call
            if token not in seen and call is not None:
                message = f'the shortcode "{call.name}" stands where no HTML can be, such as in a link or a tag'
                self.report(call.start, message, "move it to a line of its own")
        return html

    def _parted(self, match: re.Match[str]) -> str:
        """Return a paragraph with the blocks in it between paragraphs: HTML has no blocks within one."""
        pieces = re.split(f"({_TOKEN.pattern})", match[2])
        parts = [""]
        for piece in pieces:
            printed = self._printed.get(piece)
            if printed and printed.block and printed.html:
                parts += [piece, ""]
            else:
                parts[-1] += piece
        if len(parts) == 1:
            return match[0]
        for words, block in zip(parts[::2], parts[1::2], strict=False):
            call = self._printed[block].call
            if not _is_whole(words) and call is not None:
                message = f'the shortcode "{call.name}" stands within words that it would tear apart'
                self.report(call.start, message, "move it to a line of its own")
                return match[0]
        tag = f"<p{match[1]}>"
        return "\n".join(
            part if number % 2 else f"{tag}{part.strip()}</p>" for number, part in enumerate(parts) if part.strip()
        )

    def _report_link(self, address: str) -> None:
        why = self._broken.get(address)
        message, _, hint = (why or "").partition("; ")
        if why is None:
            shown = " ".join(address.split())[:80]
            message, hint = f'cannot follow the link to "{shown}"', f"write it as [words](<{shown}>)"
        spans = code_spans(self.source)
        offsets = _line_offsets(self.source)
        lines = [
            target.line
            for target in scan_markdown(self.source, "", 0).targets
            if target.url == address and not any(start <= offsets[target.line] < end for start, end in spans)
        ]
        if not lines:
            self.problems.append(Problem(message, hint, self.body.path, self.body.line))
        for line in sorted(set(lines)):
            start = offsets[line]
            column = self.source.find(address, start, offsets[line + 1])
            self.report(max(start, column), message, hint)


def _is_whole(html: str) -> bool:
    """Tell whether every element that begins in a stretch of HTML ends in it."""
    depth = 0
    for tag in _TAG.finditer(html):
        if tag["name"].lower() not in _EMPTY_TAGS:
            depth += -1 if tag["closing"] else 1
        if depth < 0:
            return False
    return depth == 0


def _line_offsets(source: str) -> list[int]:
    """Return where each line begins, and the end of the text."""
    return [0, *(match.end() for match in re.finditer("\n", source)), len(source)]
