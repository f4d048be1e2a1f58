"""Lexical and Mobiledoc, in which Ghost keeps its posts, as HTML: for posts that come without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from markdown import markdown

from ssg.importers.archives.markup.dialect import adapt

_FORMATS = {
    1: ("<strong>", "</strong>"),
    2: ("<em>", "</em>"),
    4: ("<del>", "</del>"),
    16: ("<code>", "</code>"),
    32: ("<sub>", "</sub>"),
    64: ("<sup>", "</sup>"),
    128: ("<mark>", "</mark>"),
}
_TAGS = {"quote": "blockquote", "aside": "blockquote", "listitem": "li", "paragraph": "p"}
_NAMES = {"code": "codeblock", "hr": "horizontalrule", "card-markdown": "markdown"}
"""Cards of Mobiledoc by their names in Lexical."""
_EMPTY = frozenset({"paywall", "root", "tk", "zwnj"})
_NOT_SHOWN = frozenset({"email", "email-cta", "signup"})
"""What Ghost shows in mails only, and what asks for an address."""
_NO_WORDS = frozenset(
    {"type", "version", "cardName", "cardWidth", "width", "style", "alignment", "embedType", "mimeType"}
)


class Cards:
    """Makes HTML of one post. `lost` are the cards that have no equivalent: their kind, and their words."""

    def __init__(self) -> None:
        self.lost: list[tuple[str, str]] = []

    def lexical(self, document: Mapping[str, Any]) -> str:
        """Return a Lexical document as HTML. Raises LookupError, TypeError, AttributeError or ValueError for none."""
        return "".join(map(self._node, document["root"]["children"]))

    def mobiledoc(self, document: Mapping[str, Any]) -> str:
        """Return a Mobiledoc document as HTML. Raises as `lexical` does."""
        markups, cards, atoms = document.get("markups") or [], document.get("cards") or [], document.get("atoms") or []
        parts: list[str] = []
        for section in document.get("sections") or ():
            if section[0] == 1:
                parts.append(f"<{section[1]}>{_markers(section[2], markups, atoms)}</{section[1]}>")
            elif section[0] == 2:
                parts.append(_picture({"src": section[1]}))
            elif section[0] == 3:
                items = "".join(f"<li>{_markers(item, markups, atoms)}</li>" for item in section[2])
                parts.append(f"<{section[1]}>{items}</{section[1]}>")
            elif section[0] == 10:
                name, payload = cards[section[1]]
                parts.append(self._node({**payload, "type": _NAMES.get(name, name)}))
        return "".join(parts)

    def _node(self, node: Mapping[str, Any]) -> str:
        inner = "".join(map(self._node, node.get("children") or ()))
        kind = str(node.get("type", "")).removeprefix("extended-")
        match kind:
            case "text":
                text = escape(str(node.get("text", "")), quote=False)
                for bit, (begin, end) in _FORMATS.items():
                    if int(node.get("format") or 0) & bit:
                        text = f"{begin}{text}{end}"
                return text
            case "linebreak" | "tab":
                return "<br>" if kind == "linebreak" else " "
            case "link" | "autolink" | "at-link":
                return f'<a href="{_said(node, "url")}">{inner}</a>'
            case "heading" | "list" | "quote" | "listitem" | "aside" | "paragraph":
                tag = _TAGS.get(kind) or str(node.get("tag") or "ul")
                return f"<{tag}>{inner}</{tag}>"
            case _ if kind in _EMPTY:
                return inner
            case _ if inner:
                return f"<div>{inner}</div>"
            case _:
                return self._card(kind, node)

    def _card(self, kind: str, node: Mapping[str, Any]) -> str:
        """Return what stands by itself between the paragraphs."""
        caption = str(node.get("caption") or "")
        match kind:
            case "image":
                return _picture(node)
            case "gallery":
                pictures = [_picture(picture) for picture in node.get("images") or ()]
                return "".join(pictures) + _paragraph(f"<em>{caption}</em>" if caption else "")
            case "codeblock":
                code = f'<code class="language-{_said(node, "language") or "text"}">{escape(str(node["code"]))}</code>'
                return f"<pre>{code}</pre>{_paragraph(caption)}"
            case "html":
                return str(node.get("html") or "")
            case "markdown":
                text = str(node.get("markdown") or node.get("html") or "")
                return markdown(adapt(text), extensions=["extra", "sane_lists"])
            case "horizontalrule":
                return "<hr>"
            case "embed":
                return _paragraph(_link(node.get("url"))) + _paragraph(caption)
            case "bookmark":
                said = node.get("metadata") or node
                title = _link(node.get("url"), escape(str(said.get("title") or "")))
                parts = (escape(str(said.get(key) or "")) for key in ("description", "author", "publisher"))
                return _paragraph(f"<strong>{title}</strong>") + "".join(map(_paragraph, (*parts, caption)))
            case "video" | "audio":
                poster = node.get("customThumbnailSrc") or node.get("thumbnailSrc") or ""
                given = f' poster="{escape(str(poster))}"' if poster and kind == "video" else ""
                words = _paragraph(escape(str(node.get("title") or ""))) + _paragraph(caption)
                return f'<{kind} src="{_said(node, "src")}"{given}></{kind}>{words}'
            case "file":
                name = _said(node, "fileTitle") or _said(node, "fileName")
                return _paragraph(_link(node.get("src"), name)) + _paragraph(_said(node, "fileCaption"))
            case "callout":
                emoji, text = str(node.get("calloutEmoji") or ""), str(node.get("calloutText") or "")
                return f"<blockquote><p>{escape(emoji)} {text}</p></blockquote>"
            case "toggle":
                return f"<h3>{node.get('heading') or ''}</h3><div>{node.get('content') or ''}</div>"
            case "button":
                return _paragraph(_button(node))
            case _ if kind in _NOT_SHOWN:
                self.lost.append((kind, " ".join(_words(node))))
                return ""
            case _:
                return self._other(kind, node)

    def _other(self, kind: str, node: Mapping[str, Any]) -> str:
        """Return the words of a card that is made of headings, texts and a button, or that this does not know."""
        if kind not in {"header", "product", "call-to-action"}:
            self.lost.append((kind or "unnamed", " ".join(_words(node))))
        pictures = [str(node[key]) for key in ("productImageSrc", "imageUrl", "backgroundImageSrc") if node.get(key)]
        return "".join(_picture({"src": source}) for source in pictures) + "".join(
            map(_paragraph, (*_words(node), _button(node)))
        )


def _said(node: Mapping[str, Any], key: str) -> str:
    return escape(str(node.get(key) or ""))


def _paragraph(html: str) -> str:
    return f"<p>{html}</p>" if html.strip() else ""


def _link(address: Any, words: str = "") -> str:
    shown = escape(str(address or ""))
    return f'<a href="{shown}">{words or shown}</a>' if shown else words


def _picture(node: Mapping[str, Any]) -> str:
    caption = f"<figcaption>{node.get('caption') or ''}</figcaption>"
    picture = f'<img src="{_said(node, "src")}" alt="{_said(node, "alt")}">'
    return f"<figure>{_link(node['href'], picture) if node.get('href') else picture}{caption}</figure>"


def _button(node: Mapping[str, Any]) -> str:
    """Return the button of a card as a link."""
    words = node.get("buttonText") or node.get("productButton") or ""
    address = node.get("buttonUrl") or node.get("productUrl")
    return _link(address, escape(str(words))) if words or address else ""


def _words(value: Any) -> Iterator[str]:
    """Yield the texts of a card, but for those of its button, for addresses and for what says how it looks."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _NO_WORDS and not key.startswith(("button", "productButton")):
                yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)
    elif (
        isinstance(value, str) and value.strip() and "://" not in value and not value.startswith(("/", "#", "__GHOST"))
    ):
        yield value


def _markers(markers: Iterable[Any], markups: list[Any], atoms: list[Any]) -> str:
    text, opened = "", []
    for kind, opens, closes, value in markers:
        for index in opens:
            tag, attributes = markups[index][0], (markups[index][1:] or [[]])[0]
            given = "".join(f' {attributes[n]}="{escape(attributes[n + 1])}"' for n in range(0, len(attributes), 2))
            text += f"<{tag}{given}>"
            opened.append(tag)
        text += escape(value, quote=False) if kind == 0 else escape(str(atoms[value][1]), quote=False) or "<br>"
        for _ in range(closes):
            text += f"</{opened.pop()}>"
    return text
