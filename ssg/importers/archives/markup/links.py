"""Links of a Markdown text: where each address stands, so that it can be replaced."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, unquote, urlsplit

from ssg.importers.archives.items import Addresses, NoteKind, Place
from ssg.importers.archives.markup.edits import Draft

_INLINE = re.compile(
    r"""(?P<bang>!?)\[(?P<words>(?:[^\[\]\\]|\\.|\[[^\[\]]*+\](?:\([^()]*+\))?){0,2000}+)\]\(\s*"""
    # Spaces belong to an address as they do for Python-Markdown, if no title follows.
    r"""(?P<url><[^<>\n]*+>|(?:\{\{[^{}\n]*+\}\}|\{%[^%\n]*+%\}"""
    r"""|[^()\s\\<]|\\.|\((?:[^()\s]|\([^()\s]*\))*+\)|[ ]+(?![\s"'()<]))*+)"""
    r"""(?P<title>\s+(?:"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|\([^()]*+\)))?\s*\)""",
    re.DOTALL,
)
_DEFINITION = re.compile(
    r"""^[ ]{0,3}\[(?!\^)[^\[\]]+\]:[ \t]*(?P<url><[^<>\n]*>|\S+)(?=[ \t]*(?:$|["'(]))""", re.MULTILINE
)
_TAG = re.compile(
    r"""(?<=[\s"'])(?P<name>href|src|poster)\s*=\s*(?:"(?P<double>[^"<>]*)"|'(?P<single>[^'<>]*)')""", re.IGNORECASE
)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
_FILE_ENDINGS = (
    *(*_PICTURE_ENDINGS, ".pdf", ".mp3", ".mp4", ".webm", ".vtt"),
    *(".zip", ".gz", ".csv", ".txt", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".ogg", ".wav", ".mov"),
)


Special = Callable[[str], str | None]
"""Gives the old address that a link of the generator's own kind means (`@/a.md`, `{filename}a.md`), or None."""


def move_links(draft: Draft, place: Place, addresses: Addresses, special: Special | None = None) -> None:
    """Replace what links to the old site by what is in its place now. Broken links become text, and are noted."""
    for match, kind in _links(draft):
        url = match["url"] if kind != "tag" else match["double"] or match["single"] or ""
        pointed = url.startswith("<") and url.endswith(">")
        target = url[1:-1] if pointed else url
        if not target or "\n" in target:
            continue
        moved, broken = new_target(target.replace("\\", "") if kind == "inline" else target, place, addresses, special)
        name = "url" if kind != "tag" else "double" if match["double"] is not None else "single"
        if broken and kind == "inline":
            what = "picture that is not there" if match["bang"] else "link to a file that is not there"
            draft.note(NoteKind.LOST, what, target, match.start())
            draft.replace(match.start(), match.end(), unlinked(match["words"], target))
        elif broken:
            draft.note(NoteKind.LOST, "link to a file that is not there", target, match.start())
            # The element stays, and shows what it can.
            draft.replace(match.start(name), match.end(name), "#")
        elif left := what_is_left(moved, place):
            draft.note(NoteKind.LOST, left, target, match.start())
        if not broken and moved != target:
            moved = f"<{moved}>" if re.search(r"[\s()]", moved) and kind == "inline" else moved
            draft.replace(match.start(name), match.end(name), moved)
        if not broken and kind == "inline" and (match["title"] or "").strip().startswith("("):
            # Python-Markdown takes a title in parentheses for a part of the address.
            title = match["title"].strip()[1:-1].replace('"', "'")
            draft.replace(*match.span("title"), f' "{title}"')


def what_is_left(address: str, place: Place) -> str:
    """Return what to say of an address that a file of the old site still has; an empty text for all others."""
    if not place.url or not address.startswith(("http:", "https:")):
        return ""
    try:
        there, own = urlsplit(address), urlsplit(place.url)
    except ValueError:
        return ""
    if there.netloc.removeprefix("www.") != own.netloc.removeprefix("www."):
        return ""
    return f"{'picture' if there.path.lower().endswith(_PICTURE_ENDINGS) else 'file'} left on the old site"


def unlinked(words: str, target: str) -> str:
    """Return a link that leads nowhere as text: its words, and the address that it had."""
    shown = target.replace("_", "\\_").replace("*", "\\*")
    return f"{words} ({shown})" if words.strip() and words != target else shown


def new_target(target: str, place: Place, addresses: Addresses, special: Special | None = None) -> tuple[str, bool]:
    """Return where a link leads now, and whether it leads nowhere. Links to other sites stay as they are."""
    given = special(target) if special else None
    if given is None and target.startswith(("#", "?", "//")):
        return target, False
    if "{{" in target or "{%" in target:
        return target, True
    address = given if given is not None else target
    try:
        parts = urlsplit(address)
    except ValueError:
        return f"#{quote(target)}", False
    if parts.scheme or parts.netloc:
        own = urlsplit(place.url)
        if not place.url or parts.netloc.removeprefix("www.") != own.netloc.removeprefix("www."):
            return address, False
    elif _SCHEME.match(address):
        return address, False
    end = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    path = unquote(parts.path)
    if not parts.netloc and not path.startswith("/"):
        beside = posixpath.normpath(path)
        if beside in place.beside:
            return quote(beside) + end, False
        path = posixpath.normpath(posixpath.join(place.base or "/", path)) + ("/" if path.endswith("/") else "")
    elif place.prefix and path.startswith(f"{place.prefix}/"):
        path = path.removeprefix(place.prefix)
    path = re.sub(r"/{2,}", "/", path or "/")
    if parts.query and (found := addresses.story(f"{path}?{parts.query}")):
        return found + (f"#{parts.fragment}" if parts.fragment else ""), False
    if found := addresses.story(path):
        return found + (end if parts.fragment and not parts.query else ""), False
    if found := addresses.file(path):
        return quote(found) + end, False
    if path.lower().endswith(_FILE_ENDINGS) or path.lower().endswith(".md"):
        if place.url and given is None:
            # The old site may still have it.
            return place.url.rstrip("/") + quote(path) + end, False
        return quote(path) + end, True
    return quote(path, safe="/%@:+,~=!$&'()*;") + end, False


def _links(draft: Draft) -> Iterator[tuple[re.Match[str], str]]:
    source = draft.source
    if "](" in source:
        # A picture inside a link stands in the words of the link: the inner one is looked for as well.
        position = 0
        while match := _INLINE.search(source, position):
            if not draft.in_code(match.start()):
                yield match, "inline"
            position = match.start("words") if "[" in match["words"] else match.end()
    if "]:" in source:
        yield from ((m, "definition") for m in _DEFINITION.finditer(source) if not draft.in_code(m.start()))
    if "=" in source and "<" in source:
        yield from ((m, "tag") for m in _TAG.finditer(source) if not draft.in_code(m.start()))
