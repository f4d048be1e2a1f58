"""Plain text to Markdown that shows exactly that text.

Only what Markdown, its usual extensions or shortcodes would take for markup is escaped, so that ordinary sentences stay
as they are. What no backslash can escape becomes a character reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ssg.importers.article import Passage, PassageKind

_ANYWHERE = re.compile(r"[\\`*_{}]")
_REFERENCE = re.compile(r"&(?=#?\w+;)")
# Brackets alone are harmless and frequent in quotations: "[the operator] declined".
_LINKS = re.compile(r"\]\s*[(\[:]|\[\^|\[\[|\[TOC\]", re.IGNORECASE)
# Headings, quotations, lists, admonitions at the beginning of a line.
_AT_START = re.compile(r"[#>]|[-+](?=\s|-|$)|!(?=!!)")
_NUMBERED = re.compile(r"(\d+)([.)])(?=\s|$)")
# Fences and definitions, whose signs Python-Markdown has no backslash escape for.
_REFERENCED_AT_START = re.compile(r"[~:|=]")


def escape(text: str, *, begins: bool = True) -> str:
    """Return plain text as Markdown. `begins` tells whether it begins a line, where more signs have a meaning."""
    text = _ANYWHERE.sub(r"\\\g<0>", _REFERENCE.sub("&amp;", text)).replace("<", "&lt;")
    if _LINKS.search(text):
        text = text.replace("[", "\\[").replace("]", "\\]")
    if not begins:
        return text
    if _AT_START.match(text):
        return f"\\{text}"
    if _REFERENCED_AT_START.match(text):
        return f"&#{ord(text[0])};{text[1:]}"
    return _NUMBERED.sub(_escape_number, text, count=1) if _NUMBERED.match(text) else text


def _escape_number(match: re.Match[str]) -> str:
    # A parenthesis after a number begins a list in CommonMark, but Python-Markdown shows a backslash before it.
    return f"{match[1]}\\{match[2]}"


def to_markdown(passages: Iterable[Passage]) -> str:
    """Return passages as a Markdown text that ends with a line break; empty for none."""
    out: list[str] = []
    before: PassageKind | None = None
    for passage in passages:
        together = before is PassageKind.ITEM and passage.kind is PassageKind.ITEM
        out.append("" if not before else "\n" if together else "\n\n")
        out.append(_passage(passage))
        before = passage.kind
    return "".join(out) + "\n" if out else ""


def _passage(passage: Passage) -> str:
    text = escape(passage.text)
    if passage.kind is PassageKind.ITEM:
        return f"- {text}"
    if passage.kind is PassageKind.SUBHEADING:
        # Signs at the end of a heading close it and would vanish: "C#".
        return "## " + re.sub(r"#+$", lambda match: "\\#" * len(match[0]), text)
    return text
