"""Raw HTML in articles: its links resolved; what is harmful taken away."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

import nh3

from ssg.content.scanning import without_references

# Comments and the contents of scripts and styles are passed over. In a tag the attributes are read one after the other,
# so that a value which looks like an attribute is not taken for one.
_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)
    | <(?P<raw>script|style)\b(?:[^<>"']|"[^"]*"|'[^']*')*+>.*?(?:</(?P=raw)\s*>|\Z)
    | (?P<open><[a-zA-Z][^\s<>/"']*+)(?P<attributes>(?:[^<>"']|"[^"]*"|'[^']*')*+)>""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'<>`]+)""")
_LINKS = frozenset({"href", "src", "poster"})

Resolve = Callable[[str], str | None]


def resolve_tags(html: str, resolve: Resolve) -> str:
    """Return HTML with the addresses in its tags replaced where `resolve` gives another one."""

    def attribute(match: re.Match[str]) -> str:
        name = match[1].lower()
        value = without_references(match[3].strip("\"'")).strip()
        if name == "srcset":
            new = ", ".join(_resolve_candidate(part, resolve) for part in value.split(","))
        elif name in _LINKS:
            new = resolve(value) or value
        else:
            return match[0]
        return match[0] if new == value else f'{match[1]}="{escape(new)}"'

    def tag(match: re.Match[str]) -> str:
        if match["open"] is None:
            return match[0]
        return f"{match['open']}{_ATTRIBUTE.sub(attribute, match['attributes'])}>"

    return _TAG.sub(tag, html)


def _resolve_candidate(candidate: str, resolve: Resolve) -> str:
    """Return one part of a `srcset`, an address and perhaps a descriptor, with the address resolved."""
    words = candidate.split()
    return " ".join([resolve(words[0]) or words[0], *words[1:]]) if words else candidate


_EVERYWHERE = {"id", "class", "lang", "dir", "title", "role", "aria-label", "aria-hidden"}
_ATTRIBUTES = {
    "*": _EVERYWHERE,
    "a": {"href", "hreflang"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "q": {"cite"},
    "source": {"type", "srcset", "sizes"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "time": {"datetime"},
}


def sanitizer() -> nh3.Cleaner:
    """Return what reduces HTML to the harmless: the elements of a text, no scripts, no styles, no forms, no frames.

    What Markdown itself makes passes unchanged: ids, classes, footnotes, figures, tables, highlighted code.
    """
    return nh3.Cleaner(
        tags=nh3.ALLOWED_TAGS | {"picture", "source"},
        attributes=_ATTRIBUTES,
        # What scrolls can be reached by keyboard; other values would rearrange the page for keyboard users.
        tag_attribute_values={"div": {"tabindex": {"0"}}, "pre": {"tabindex": {"0"}}},
        url_schemes={"http", "https", "mailto", "tel"},
        # Who is linked to is the writer's decision, and so is what to tell them.
        link_rel=None,
    )
