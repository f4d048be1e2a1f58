"""Shortcodes of Hugo: those with an equivalent translated, all others kept as visible text and counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ssg.importers.archives.items import NoteKind
from ssg.importers.archives.markup import shortcodes as ours
from ssg.importers.archives.markup.edits import Draft, Edit

_TAG = re.compile(
    r"\{\{(?P<sign>[<%])(?P<escaped>/\*)?\s*(?P<slash>/?)\s*(?P<name>[A-Za-z][\w./-]*?)"
    r"(?P<arguments>(?:\s(?:[^\"`<>%{]|\{(?!\{)|\"(?:[^\"\\]|\\.)*+\"|`[^`]*+`|[<>%](?!\}\}))*?)?)"
    r"\s*(?P<alone>/?)(?P<end>\*/)?\s*[>%]\}\}",
    re.DOTALL,
)
_ARGUMENT = re.compile(r"""(?:([A-Za-z_][\w-]*)\s*=\s*)?(?:"((?:[^"\\]|\\.)*+)"|`([^`]*+)`|([^\s"`=]+))""")
_COMMENT = re.compile(r"\{\{/\*.*?\*/\}\}", re.DOTALL)

Refer = Callable[[str], str]
"""Gives the old address of what `ref` and `relref` name, or an empty text."""


@dataclass(frozen=True, slots=True)
class _Call:
    name: str
    start: int
    end: int
    arguments: dict[str, str]
    positional: tuple[str, ...]


def translate(draft: Draft, refer: Refer) -> None:
    """Find every shortcode of a text and note the edits that translate it."""
    if "{{" not in draft.source:
        return
    for match in _COMMENT.finditer(draft.source):
        if not draft.in_code(match.start()):
            draft.replace(*match.span(), "")
    opened: list[tuple[_Call, bool]] = []
    for match in _TAG.finditer(draft.source):
        if match["escaped"]:
            _unescape(draft, match)
        elif draft.in_code(match.start()):
            continue
        elif match["slash"]:
            _close(draft, match, opened)
        else:
            opened.append((_read(match), bool(match["alone"])))
    for call, _ in opened:
        _single(draft, call, refer)


def _read(match: re.Match[str]) -> _Call:
    arguments: dict[str, str] = {}
    positional: list[str] = []
    for key, double, tick, bare in _ARGUMENT.findall(match["arguments"] or ""):
        value = re.sub(r"\\([\"\\])", r"\1", double) or tick or bare
        if key:
            arguments[key.lower()] = value
        else:
            positional.append(value)
    return _Call(match["name"].lower(), match.start(), match.end(), arguments, tuple(positional))


def _unescape(draft: Draft, match: re.Match[str]) -> None:
    """Keep a shortcode that a text shows: in code it needs no escape here, and outside only the `<` form does."""
    inner = draft.source[match.start() + 5 : match.end() - 5]
    sign, end = match["sign"], match[0][-3]
    if draft.in_code(match.start()) or sign == "%":
        draft.replace(*match.span(), f"{{{{{sign}{inner}{end}}}}}")


def _close(draft: Draft, match: re.Match[str], opened: list[tuple[_Call, bool]]) -> None:
    name = match["name"].lower()
    index = next((i for i in range(len(opened) - 1, -1, -1) if opened[i][0].name == name and not opened[i][1]), -1)
    if index < 0:
        draft.note(NoteKind.LOST, "shortcode without an equivalent, kept as text", match[0], match.start())
        draft.replace(*match.span(), ours.as_text(match[0]))
        return
    call = opened.pop(index)[0]
    inner = draft.source[call.end : match.start()]
    whole = (call.start, match.end())
    if call.name in {"highlight", "code", "codeblock"} or (call.name.startswith("code") and "lang" in call.arguments):
        language = call.arguments.get("lang", "") or call.arguments.get("language", "") or "".join(call.positional[:1])
        text = ours.fence(inner, language)
        if name := call.arguments.get("file", "") or call.arguments.get("filename", ""):
            text = f"`{name}`:\n\n{text}"
        draft.edits.insert(0, Edit(*whole, _on_lines(draft, whole, text)))
    elif call.name in ours.NOTES:
        title = ours.note_title(call.name, call.arguments, call.positional)
        draft.replace(call.start, call.end, ours.call("note", {"title": title}))
        draft.replace(*match.span(), "{{< /note >}}")
    elif call.name in ours.QUOTES:
        cite = call.arguments.get("author", "") or call.arguments.get("cite", "") or "".join(call.positional[:1])
        draft.replace(call.start, call.end, ours.call("pullquote", {"cite": cite}))
        draft.replace(*match.span(), "{{< /pullquote >}}")
    elif call.name in {"details", "spoiler", "expand", "collapse", "accordion"}:
        title = call.arguments.get("summary", "") or call.arguments.get("title", "") or " ".join(call.positional)
        draft.replace(call.start, call.end, f'<details markdown="1"><summary>{title or "Details"}</summary>\n')
        draft.replace(*match.span(), "\n</details>")
    elif call.name in {"comment", "hint-hidden"}:
        draft.edits.insert(0, Edit(*whole, ""))
    elif call.name in {"rawhtml", "raw", "html", "markdown", "md", "unsafe"}:
        draft.replace(call.start, call.end, "")
        draft.replace(*match.span(), "")
    elif (call.name in _FIGURES or ours.is_picture(call.arguments)) and (
        text := ours.figure({**call.arguments, "caption": call.arguments.get("caption", "") or inner.strip()})
    ):
        if call.arguments.get("caption") and inner.strip():
            text = f"{text}\n\n{inner.strip()}"
        draft.edits.insert(0, Edit(*whole, text))
    else:
        _keep(draft, call.start, call.end)
        draft.replace(*match.span(), ours.as_text(match[0]))


_FIGURES = frozenset({"figure", "img", "image", "picture", "imgproc", "bundle-image", "photo", "fig"})


def _single(draft: Draft, call: _Call, refer: Refer) -> None:
    if call.name in {"ref", "relref"}:
        wanted = call.arguments.get("path", "") or "".join(call.positional[:1])
        link = refer(wanted)
        if not link:
            draft.note(NoteKind.LOST, "link to an article that is not there", wanted, call.start)
        draft.replace(call.start, call.end, link or "#")
        return
    if embed := ours.link_to_embed(call.name, call.arguments, call.positional):
        draft.replace(call.start, call.end, embed)
        return
    known = call.name in _FIGURES
    if (known or ours.is_picture(call.arguments)) and (text := ours.figure(call.arguments, call.positional)):
        if not known:
            draft.note(
                NoteKind.GUESSED, "shortcode taken for a picture", draft.source[call.start : call.end], call.start
            )
        draft.replace(call.start, call.end, text)
        return
    _keep(draft, call.start, call.end)


def _keep(draft: Draft, start: int, end: int) -> None:
    tag = draft.source[start:end]
    draft.note(NoteKind.LOST, "shortcode without an equivalent, kept as text", tag, start)
    draft.replace(start, end, ours.as_text(tag))


def _on_lines(draft: Draft, span: tuple[int, int], text: str) -> str:
    """Return a block with the blank lines around it that it needs where other text stands beside it."""
    before = draft.source[draft.source.rfind("\n", 0, span[0]) + 1 : span[0]]
    after = draft.source[span[1] :].partition("\n")[0]
    return ("\n\n" if before.strip() else "") + text + ("\n\n" if after.strip() else "")
