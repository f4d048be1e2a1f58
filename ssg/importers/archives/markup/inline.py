"""Signs within a line that CommonMark and its usual extensions know and Python-Markdown does not.

They are looked for last, in a text that is Python-Markdown's in all else: so what stands in code, in HTML and in links
is known as what it will be.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from html import escape

from ssg.content.code_spans import code_spans
from ssg.importers.archives.markup.html_blocks import html_blocks, html_elements

_STRUCK = re.compile(r"(?<![\\~])~~(?=[^\s~])((?:[^~\n]|\n(?!\s*\n)|~(?!~))*?[^\s~\\])~~(?!~)")
_BREAK = re.compile(r"(?<!\\)\\\n(?=[ \t]*[^\s])")
_BREAK_OF_KRAMDOWN = re.compile(r"(?<!\\)\\\\\n(?=[ \t]*[^\s])")
_ADDRESS = re.compile(r"(?<![^\s(*_>])https?://[^\s<>\"`\\\]]*[^\s<>\"`\\.,;:!?'*_)\]]")
_POINTED = re.compile(r"<(https?://[^\s<>]+)>")
# Where an address is no text: links, their definitions, tags, shortcodes.
_TAKEN = re.compile(
    r"""!?\[(?:[^\[\]]|\[[^\[\]]*+\](?:\([^()]*+\))?)*+\](?:\((?:[^()]|\([^()]*+\))*+\)|\[[^\[\]]*+\])
    |^[ ]{0,3}\[[^\[\]]+\]:[^\n]*+|<a\b(?:[^<]|<(?!/?a\b))*+</a>|<[^<>\s][^<>]*+>
    |\{\{<(?:[^>{]|>(?!\}\})|\{(?!\{<))*+>\}\}""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)

Spans = Sequence[tuple[int, int]]


def finish_commonmark(source: str, *, link_addresses: bool = False) -> str:
    """Return a text with its breaks and what is struck out as Python-Markdown writes them.

    `link_addresses` tells whether the old generator made a link of each address.
    """
    if "~~" in source or "\\\n" in source:
        source = _replaced(_BREAK, "  \n", _replaced(_STRUCK, r"<del>\1</del>", source))
    if link_addresses and "http" in source:
        source = _replaced(_ADDRESS, r"<\g<0>>", source, _spans(_TAKEN, source))
    return source


def finish_kramdown(source: str) -> str:
    """Return a text of kramdown with its breaks and what is struck out as Python-Markdown writes them."""
    if "~~" in source or "\\\\\n" in source:
        source = _replaced(_BREAK_OF_KRAMDOWN, "  \n", _replaced(_STRUCK, r"<del>\1</del>", source))
    # Between tags kramdown shows an address in angle brackets, which Python-Markdown takes for one more tag.
    elements = list(html_elements(source)) if "<http" in source else []
    return _POINTED.sub(lambda match: _linked(match) if _is_in(elements, match.start()) else match[0], source)


def _linked(match: re.Match[str]) -> str:
    return f'<a href="{escape(match[1])}">{escape(match[1])}</a>'


def _replaced(pattern: re.Pattern[str], template: str, source: str, taken: Spans = ()) -> str:
    """Return a text with all that a pattern finds outside of code and blocks of HTML replaced."""
    covered = [code_spans(source), list(html_blocks(source)), taken]

    def replacement(match: re.Match[str]) -> str:
        return match[0] if any(_is_in(spans, match.start()) for spans in covered) else match.expand(template)

    return pattern.sub(replacement, source)


def _spans(pattern: re.Pattern[str], source: str) -> Spans:
    return [match.span() for match in pattern.finditer(source)]


def _is_in(spans: Spans, offset: int) -> bool:
    """Tell whether an offset is in one of these stretches, which are in order and do not overlap."""
    index = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return index >= 0 and offset < spans[index][1]
