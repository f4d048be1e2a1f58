"""Shortcodes of Zola: `{{ name(key="value") }}` and `{% name(...) %}...{% end %}`."""

from __future__ import annotations

import re

from ssg.importers.archives.items import NoteKind
from ssg.importers.archives.markup import shortcodes as ours
from ssg.importers.archives.markup.edits import Draft, Edit

_INLINE = re.compile(
    r"\{\{\s*(?P<name>\w+)\((?P<arguments>(?:[^\"'`)]|\"[^\"]*\"|'[^']*'|`[^`]*`)*)\)\s*\}\}", re.DOTALL
)
_BODY = re.compile(
    r"\{%\s*(?P<name>\w+)\((?P<arguments>(?:[^\"'`)]|\"[^\"]*\"|'[^']*'|`[^`]*`)*)\)\s*%\}(?P<inner>.*?)\{%\s*end\s*%\}",
    re.DOTALL,
)
_ARGUMENT = re.compile(r"""(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\s,"'`]+))""")
_ESCAPED = re.compile(r"\{(?P<sign>[{%])/\*(?P<inner>.*?)\*/[}%]\}", re.DOTALL)


def translate(draft: Draft) -> None:
    """Find every shortcode of a text and note the edits that translate it."""
    for match in _ESCAPED.finditer(draft.source):
        sign = match["sign"]
        draft.replace(*match.span(), f"{{{sign}{match['inner']}{'}' if sign == '{' else '%'}}}")
    for match in _BODY.finditer(draft.source):
        if not draft.in_code(match.start()):
            _block(draft, match)
    for match in _INLINE.finditer(draft.source):
        if not draft.in_code(match.start()) and not any(e.start <= match.start() < e.end for e in draft.edits):
            _inline(draft, match)
    ours.show_foreign(draft)


def _arguments(text: str) -> dict[str, str]:
    return {
        key.lower(): double or single or tick or bare for key, double, single, tick, bare in _ARGUMENT.findall(text)
    }


def _block(draft: Draft, match: re.Match[str]) -> None:
    name, arguments, inner = match["name"].lower(), _arguments(match["arguments"]), match["inner"].strip()
    if name in ours.NOTES:
        text = f"{ours.call('note', {'title': ours.note_title(name, arguments, ())})}\n{inner}\n{{{{< /note >}}}}"
    elif name in ours.QUOTES:
        cite = arguments.get("author", "") or arguments.get("cite", "")
        text = f"{ours.call('pullquote', {'cite': cite})}{inner}{{{{< /pullquote >}}}}"
    elif name in {"figure", "img", "image"} and (figure := ours.figure({**arguments, "caption": inner})):
        text = figure
    else:
        for start, end in ((match.start(), match.start("inner")), (match.end("inner"), match.end())):
            draft.replace(start, end, ours.as_text(draft.source[start:end]))
        draft.note(NoteKind.LOST, "shortcode without an equivalent, kept as text", match[0][:80], match.start())
        return
    draft.edits.append(Edit(*match.span(), text))


def _inline(draft: Draft, match: re.Match[str]) -> None:
    name, arguments = match["name"].lower(), _arguments(match["arguments"])
    text = ours.link_to_embed(name, arguments, ())
    if not text and (name in {"figure", "img", "image", "resize_image"} or ours.is_picture(arguments)):
        text = ours.figure(arguments)
    if text:
        draft.replace(*match.span(), text)
    else:
        draft.note(NoteKind.LOST, "shortcode without an equivalent, kept as text", match[0], match.start())
