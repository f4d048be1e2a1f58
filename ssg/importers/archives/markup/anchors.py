"""Anchors of headings: where the old generator made another one than ours, and something links to it, it stays.

What links to it is looked for in the whole archive, and an anchor is known by any of the rules that generators have: so
no rule needs to be the right one for a site's version and settings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from html import unescape
from unicodedata import category
from urllib.parse import unquote

from ssg.importers.archives.markup.edits import Draft
from ssg.urls import slugify

_FRAGMENT = re.compile(r"""(?:(?<=[\w/("'<=.-])|(?<=\]:[ ]))#([^\s"'()<>{}\[\]#|=]{1,200})""")
_HEADING = re.compile(
    r"^ {0,3}#{1,6}[ \t]+(?P<hash>[^\s][^\n]*)$|^(?P<line>[^\s#>|<-][^\n]*)(?=\n(?:=+|-{2,})[ \t]*$)", re.MULTILINE
)
_OWN = re.compile(r"\{[^{}\n]*\}$")
_BELOW = re.compile(r"\n[ ]{0,3}(\{:[^{}\n]*\})[ \t]*(?=\n|\Z)")
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_SIGNS = re.compile(r"[*`]+|<[^<>]*>|(?<!\w)_+|_+(?!\w)|\\(?=[^\w\s])")


def fragments(source: str) -> Iterator[str]:
    """Yield what stands behind `#` in the links of a text."""
    yield from (unquote(match[1]) for match in _FRAGMENT.finditer(source)) if "#" in source else ()


def keep_anchors(draft: Draft, wanted: Container[str], *, like_ours: bool = False) -> None:
    """Write its old anchor at each heading that something links to, where ours would be another.

    `like_ours` says that the generator's own anchors are like ours, and others are those of another one before it.

    Attributes on the line below a heading, as kramdown has them, are moved beside it.
    """
    plain: list[tuple[int, str]] = []
    for match in _HEADING.finditer(draft.source):
        name = "hash" if match["hash"] is not None else "line"
        if draft.in_code(match.start()):
            continue
        words = match[name].rstrip()
        words = words.rstrip("#").rstrip() if name == "hash" else words
        end = match.start(name) + len(words)
        if name == "hash" and (below := _BELOW.match(draft.source, match.end())):
            draft.replace(end, end, f" {below[1]}")
            draft.replace(*below.span(1), "")
        elif words and not _OWN.search(words):
            plain.append((end, words))
    for (end, _), anchor in zip(
        plain, _linked([heading for _, heading in plain], wanted, like_ours=like_ours), strict=True
    ):
        if anchor:
            draft.replace(end, end, f" {{: #{anchor} }}")


def _linked(headings: Sequence[str], wanted: Container[str], *, like_ours: bool) -> Iterator[str]:
    """Yield the anchor of each heading that something links to; an empty text where ours will be the same."""
    words = [unescape(_SIGNS.sub("", _LINK.sub(r"\1", heading))) for heading in headings]
    ours = _numbered([slugify(text) for text in words], "_")
    usual = _numbered([_github(text) for text in words], "-")
    raw = _numbered([_github(text) for text in headings], "-")
    claimed = {*ours, *usual}
    for number, text in enumerate(words):
        others = (anchor for anchor in (raw[number], *_others(text)) if anchor not in claimed)
        first = (ours[number], usual[number]) if like_ours else (usual[number], ours[number])
        found = next((anchor for anchor in (*first, *others) if anchor in wanted), "")
        yield "" if found == ours[number] else found


def _numbered(anchors: Sequence[str], sign: str) -> list[str]:
    """Return anchors with a number at those that were there before, as generators count them."""
    seen: Counter[str] = Counter()
    found = []
    for anchor in anchors:
        found.append(f"{anchor}{sign}{seen[anchor]}" if seen[anchor] else anchor)
        seen[anchor] += 1
    return found


def _github(text: str) -> str:
    """Return the anchor that GitHub, Hugo and Jekyll make."""
    kept = (sign for sign in text.strip().lower() if sign.isalnum() or sign in "-_ \t" or category(sign)[0] == "M")
    return re.sub(r"[ \t]", "-", "".join(kept))


def _others(text: str) -> tuple[str, str, str]:
    """Return the anchors that Zola, kramdown and Python-Markdown make."""
    lower = text.strip().lower()
    kramdown = re.sub(r"[^a-z0-9 -]", "", re.sub(r"^[^a-z]+", "", lower)).replace(" ", "-")
    zola = re.sub(r"[\W_]+", "-", lower).strip("-")
    return zola, kramdown, re.sub(r"-{2,}", "-", _github(text)).strip("-")
