"""Links of a text that somebody paid for: those to other sites say so to search engines."""

from __future__ import annotations

import re

_LINK = re.compile(r"""<a(?=[\s])(?:[^<>"']|"[^"]*+"|'[^']*+')*+>""", re.IGNORECASE)
_OUTWARD = re.compile(r"""\shref\s*=\s*["']?(?:https?:)?//""", re.IGNORECASE)
_REL = re.compile(r"""(\srel\s*=\s*)(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE)


def mark_paid_links(html: str) -> str:
    """Return HTML in which every link to another site has `sponsored` in its `rel`, whoever wrote the link."""
    return _LINK.sub(_marked, html)


def _marked(match: re.Match[str]) -> str:
    tag = match[0]
    if not _OUTWARD.search(tag):
        return tag
    rel = _REL.search(tag)
    if rel is None:
        return f'{tag[:-1]} rel="sponsored">'
    words = (rel[2] or rel[3] or rel[4] or "").split()
    said = words if "sponsored" in map(str.lower, words) else [*words, "sponsored"]
    return f'{tag[: rel.start()]}{rel[1]}"{" ".join(said)}"{tag[rel.end() :]}'
