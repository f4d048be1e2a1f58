"""Bodies of WordPress as plain HTML: paragraphs of the classic editor, blocks of the new one, and shortcodes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from ssg.importers.archives.items import Note, NoteKind
from ssg.model import ImageRef

_BLOCK_TAGS = (
    "table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|address"
    "|p|h[1-6]|hr|fieldset|legend|section|article|aside|header|footer|nav|figure|figcaption|details|iframe|video|audio"
)
_KEPT = re.compile(r"<(pre|script|style|textarea|svg)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_OPENING = re.compile(rf"\n?(</?(?:{_BLOCK_TAGS})\b[^>]*>)\n?", re.IGNORECASE)
_STARTS_BLOCK = re.compile(rf"\s*</?(?:{_BLOCK_TAGS})\b", re.IGNORECASE)
_CELL_END = re.compile(r"</(?:li|td|th|dd|dt|h[1-6]|figcaption|caption|address)\b")
_LONE_PARAGRAPH = re.compile(
    r"<p>((?:(?!</?p\b).)*?)</p>\n(?=</(?:li|td|th|dd|dt|h[1-6]|figcaption|caption|p|address)\b)"
)
_LONE_ADDRESS = re.compile(r"^[ \t]*(https?://[^\s<>\"]+)[ \t]*$", re.MULTILINE)
_CAPTION = re.compile(r"\[caption\b(?P<attributes>[^\]]*)\](?P<inner>.*?)\[/caption\]", re.DOTALL)
_EMBED = re.compile(
    r"\[(embed|youtube|vimeo)\b[^\]]*\]\s*(https?://[^\s\[\]]+)\s*\[/\1\]|\[youtube=(https?://[^\s\]]+)\]"
)
_MEDIA = re.compile(r"\[(audio|video)\b([^\]]*)\](?:\s*\[/\1\])?")
_GALLERY = re.compile(r"\[gallery\b([^\]]*)\]")
_CODE = re.compile(r"\[(?:code|sourcecode)\b([^\]]*)\](.*?)\[/(?:code|sourcecode)\]", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))""")
_SHORTCODE = re.compile(r"\[(?P<name>[a-z][\w-]*)(?P<attributes>\s[^\[\]]*)?\]")
_BLOCK = re.compile(r"<!--\s+wp:(?P<name>[a-z][\w/-]*)\s*(?P<attributes>\{.*?\})?\s*(?P<alone>/?)-->", re.DOTALL)
_EMPTY_FOR_US = frozenset({"more", "nextpage", "spacer", "footnotes", "separator", "freeform"})


@dataclass(frozen=True, slots=True)
class Gallery:
    """The pictures of an export by their numbers, and the numbers of those that belong to one article."""

    picture: Callable[[str], ImageRef | None]
    attached: Sequence[str] = ()


def to_html(body: str, footnotes: str, gallery: Gallery, path: str, line: int) -> tuple[str, list[Note]]:
    """Return a body as HTML that needs no WordPress. What no HTML can be made of is kept as text, and noted."""
    notes: list[Note] = []

    def lost(what: str, detail: str, offset: int) -> None:
        notes.append(
            Note(NoteKind.LOST, what, " ".join(detail.split())[:120], path, line + body.count("\n", 0, offset))
        )

    blocks = "<!-- wp:" in body
    for match in _BLOCK.finditer(body) if blocks else ():
        if match["alone"] and match["name"].removeprefix("core/") not in _EMPTY_FOR_US:
            lost("block that WordPress fills in", match[0], match.start())
    for match in _SHORTCODE.finditer(body):
        known = match["name"] in {
            "caption",
            "embed",
            "youtube",
            "vimeo",
            "audio",
            "video",
            "gallery",
            "code",
            "sourcecode",
        }
        if not known and ("=" in (match["attributes"] or "") or f"[/{match['name']}]" in body):
            lost("shortcode without an equivalent, kept as text", match[0], match.start())
    html = _CODE.sub(_code, body)
    html = _CAPTION.sub(_captioned, html)
    for match in _GALLERY.finditer(body):
        if missing := _gallery_of(match[1], gallery)[1]:
            lost("gallery with pictures that the export has not", f"{match[0]}: {missing}", match.start())
    html = _GALLERY.sub(lambda match: _figures(match, gallery), html)
    html = _EMBED.sub(lambda match: f"\n\n{match[2] or match[3]}\n\n", html)
    html = _MEDIA.sub(_media, html)
    html = _LONE_ADDRESS.sub(lambda match: f'\n\n<a href="{escape(match[1])}">{escape(match[1])}</a>\n\n', html)
    return (html if blocks else paragraphs(html)) + _footnotes(footnotes), notes


def paragraphs(text: str) -> str:
    """Return a text of the classic editor with the paragraphs and line breaks that WordPress would add."""
    kept: list[str] = []

    def put_away(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\n\n<div>\ufdd2{len(kept) - 1}\ufdd3</div>\n\n"

    text = _KEPT.sub(put_away, text)
    text = _OPENING.sub(r"\n\n\1\n\n", text)
    parts = []
    for part in re.split(r"\n\s*\n", text):
        words = part.strip()
        if not words:
            continue
        broken = words.replace("\n", "<br>\n")
        parts.append(words if _STARTS_BLOCK.match(words) else f"<p>{broken}</p>")
    html = "\n".join(parts)
    # A paragraph alone in an item or a cell is none.
    html = _LONE_PARAGRAPH.sub(r"\1", html) if _CELL_END.search(html) else html
    return re.sub(r"(?:<div>)?(?:<p>)?\ufdd2(\d+)\ufdd3(?:</p>)?(?:</div>)?", lambda match: kept[int(match[1])], html)


def _attributes(text: str) -> dict[str, str]:
    return {key: double or single or bare for key, double, single, bare in _ATTRIBUTE.findall(text)}


def _captioned(match: re.Match[str]) -> str:
    picture = re.match(r"\s*(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", match["inner"])
    if not picture:
        return match["inner"]
    words = match["inner"][picture.end() :].strip() or _attributes(match["attributes"]).get("caption", "")
    return f"\n\n<figure>{picture[0]}<figcaption>{words}</figcaption></figure>\n\n"


def _gallery_of(attributes: str, gallery: Gallery) -> tuple[list[ImageRef], str]:
    """Return the pictures that a gallery names, or all of its article, and what is missing of them."""
    numbers = re.findall(r"\d+", _attributes(attributes).get("ids", "")) or gallery.attached
    found = {number: gallery.picture(number) for number in numbers}
    missing = ", ".join(number for number, image in found.items() if image is None)
    return [image for image in found.values() if image is not None], missing if numbers else "all of them"


def _figures(match: re.Match[str], gallery: Gallery) -> str:
    pictures, _ = _gallery_of(match[1], gallery)
    figures = (
        f'<figure><img src="{escape(image.src)}" alt="{escape(image.alt)}">'
        f"<figcaption>{escape(image.caption)}</figcaption></figure>"
        for image in pictures
    )
    return "\n\n" + "\n\n".join(figures) + "\n\n" if pictures else match[0]


def _media(match: re.Match[str]) -> str:
    given = _attributes(match[2])
    source = next(
        (given[key] for key in ("src", "mp3", "m4a", "ogg", "wav", "mp4", "webm", "m4v", "ogv") if key in given), ""
    )
    poster = f' poster="{escape(given["poster"])}"' if "poster" in given else ""
    return f'\n\n<{match[1]} src="{escape(source)}"{poster}></{match[1]}>\n\n' if source else match[0]


def _code(match: re.Match[str]) -> str:
    given = _attributes(match[1])
    language = given.get("language", "") or given.get("lang", "")
    code = match[2].strip("\n")
    code = code if "&lt;" in code or "&amp;" in code else escape(code, quote=False)
    return f'\n\n<pre><code class="language-{escape(language or "text")}">{code}</code></pre>\n\n'


def _footnotes(data: str) -> str:
    """Return the footnotes of the block editor, which stand beside the body as JSON."""
    try:
        notes = json.loads(data) if data else []
    except ValueError:
        return ""
    items = [
        f'<li id="{escape(str(note.get("id", "")))}">{note.get("content", "")}</li>'
        for note in notes
        if isinstance(note, Mapping)
    ]
    return f"<ol>{''.join(items)}</ol>" if items else ""
