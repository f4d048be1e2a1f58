"""Liquid of Jekyll: what has an equivalent translated, what only computes left out, all else kept and counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ssg.importers.archives.items import NoteKind
from ssg.importers.archives.markup import shortcodes as ours
from ssg.importers.archives.markup.edits import Draft, Edit
from ssg.importers.archives.values import text_of

_TAG = re.compile(r"\{%-?\s*(?P<name>\w+)(?P<rest>(?:[^%]|%(?!\}))*?)-?%\}")
_OUTPUT = re.compile(r"\{\{-?(?![<%])(?P<expression>[^{}]*?)-?\}\}")
_BLOCK = re.compile(
    r"\{%-?\s*(?P<name>raw|highlight|comment)\b(?P<rest>[^%]*?)-?%\}\n?(?P<inner>.*?)\{%-?\s*end(?P=name)\s*-?%\}",
    re.DOTALL,
)
_ARGUMENT = re.compile(r"""([A-Za-z_][\w-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
_KRAMDOWN = re.compile(
    r"^[ \t]*(?:[-*+]|1\.)[ \t][^\n]*\n\{:[ \t]*toc[^}]*\}[ \t]*$|^[ \t]*\{:[ \t]*toc[^}]*\}[ \t]*$|\{::[^}]*\}",
    re.MULTILINE,
)
_COMPUTING = frozenset({"assign", "increment", "decrement", "cycle", "layout"})

Refer = Callable[[str], str]
"""Gives the old address of what `post_url` or `link` names, or an empty text."""


def translate(draft: Draft, refer: Refer, values: Mapping[str, Any]) -> None:
    """Find every tag and output of a text and note the edits that translate it. `values` has `site` and `page`."""
    source = draft.source
    if "{%" in source:
        for match in _BLOCK.finditer(source):
            _block(draft, match)
        for match in _TAG.finditer(source):
            if not _covered(draft, match.start()):
                _tag(draft, match, refer, values)
    if "{{" in source:
        for match in _OUTPUT.finditer(source):
            if not _covered(draft, match.start()) and not draft.in_code(match.start()):
                _output(draft, match, values)
    ours.show_foreign(draft)
    for match in _KRAMDOWN.finditer(source):
        if not draft.in_code(match.start()):
            what = "table of contents" if "toc" in match[0] else "kramdown option"
            draft.note(NoteKind.LOST, what, match[0], match.start())
            draft.replace(*match.span(), "")


def _covered(draft: Draft, offset: int) -> bool:
    return any(edit.start <= offset < edit.end for edit in draft.edits)


def _block(draft: Draft, match: re.Match[str]) -> None:
    name, inner = match["name"], match["inner"]
    if name == "raw":
        # What is inside is what the page shows, and here it needs no protection.
        draft.edits.append(Edit(*match.span(), inner.replace("{{<", "{{&lt;") if not _fenced(draft, match) else inner))
    elif name == "comment":
        draft.edits.append(Edit(*match.span(), ""))
    elif not draft.in_code(match.start()):
        language = (match["rest"].split() or [""])[0]
        indent = re.match(r"[ \t]*", draft.source[draft.source.rfind("\n", 0, match.start()) + 1 :])
        before = indent[0] if indent else ""
        text = ours.fence(inner, language).replace("\n", f"\n{before}")
        draft.edits.append(Edit(*match.span(), text))


def _fenced(draft: Draft, match: re.Match[str]) -> bool:
    return draft.in_code(match.start())


def _tag(draft: Draft, match: re.Match[str], refer: Refer, values: Mapping[str, Any]) -> None:
    name, rest = match["name"], match["rest"].strip()
    if name in {"post_url", "link"}:
        link = refer(rest.strip("\"'"))
        if not link:
            draft.note(NoteKind.LOST, "link to an article that is not there", rest, match.start())
        draft.replace(*match.span(), link or "#")
        return
    if draft.in_code(match.start()):
        return
    if name in _COMPUTING:
        draft.note(NoteKind.LOST, f"Liquid that only computes, left out: {name}", match[0], match.start())
        draft.replace(*match.span(), "")
        return
    if name in {"include", "include_relative", "include_cached", "render"} and (text := _include(rest, values)):
        draft.replace(*match.span(), text)
        return
    arguments, positional = _arguments(rest), tuple(rest.split())
    embed = ours.link_to_embed(name, arguments, positional)
    if embed or (name in {"img", "image", "figure"} and (embed := ours.figure(arguments, positional))):
        draft.replace(*match.span(), embed)
        return
    draft.note(NoteKind.LOST, "Liquid without an equivalent, kept as text", match[0], match.start())


def _include(rest: str, values: Mapping[str, Any]) -> str:
    """Return an included picture or player, as far as the name and the arguments of a snippet tell what it is."""
    name = rest.split(maxsplit=1)[0].rpartition("/")[2].partition(".")[0].lower() if rest.split() else ""
    arguments = {key: _filled(value, values) for key, value in _arguments(rest).items()}
    if "youtube" in name or name == "yt":
        return ours.link_to_embed("youtube", arguments, ())
    if "vimeo" in name:
        return ours.link_to_embed("vimeo", arguments, ())
    if ours.is_picture(arguments) or any(word in name for word in ("figure", "image", "img")):
        return ours.figure(
            {key.removeprefix("image_").removeprefix("image-"): value for key, value in arguments.items()}
        )
    return ""


def _arguments(rest: str) -> dict[str, str]:
    return {key.lower(): double or single or bare for key, double, single, bare in _ARGUMENT.findall(rest)}


def _output(draft: Draft, match: re.Match[str], values: Mapping[str, Any]) -> None:
    text = _value(match["expression"], values)
    if text is None:
        draft.note(NoteKind.LOST, "Liquid without an equivalent, kept as text", match[0], match.start())
        return
    draft.replace(*match.span(), text)


def _filled(text: str, values: Mapping[str, Any]) -> str:
    return _OUTPUT.sub(lambda match: _value(match["expression"], values) or "", text)


def _value(expression: str, values: Mapping[str, Any]) -> str | None:
    """Return the text of an expression that needs no computing: a literal or a name, with filters for addresses."""
    first, *filters = (part.strip() for part in expression.split("|"))
    known = {"relative_url", "absolute_url", "uri_escape", "escape", "url_encode", "strip", "xml_escape"}
    if any(name.partition(":")[0].strip() not in {*known, "prepend", "append"} for name in filters):
        return None
    text = _plain(first, values)
    for name in filters:
        key, _, argument = (part.strip() for part in name.partition(":"))
        if text is not None and key in {"prepend", "append"}:
            other = _plain(argument, values)
            text = None if other is None else other + text if key == "prepend" else text + other
    return text


def _plain(expression: str, values: Mapping[str, Any]) -> str | None:
    quoted = re.fullmatch(r"\"([^\"]*)\"|'([^']*)'", expression)
    if quoted:
        return quoted[1] or quoted[2] or ""
    if expression in {"site.baseurl", "site.url", "site.github.url"}:
        # Links within the site start at its root.
        return ""
    held: Any = values
    for part in expression.split("."):
        if not isinstance(held, Mapping) or part not in held:
            return None
        held = held[part]
    text = text_of(held)
    return text if text and "\n" not in text else None
