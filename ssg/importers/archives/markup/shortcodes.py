"""Shortcodes and template tags of other generators as Markdown or shortcodes of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ssg.importers.archives.markup.edits import Draft

_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg)(?:[?#].*)?$", re.IGNORECASE)
NOTES = frozenset(
    {
        *(
            "note",
            "notes",
            "notice",
            "info",
            "tip",
            "hint",
            "warning",
            "warn",
            "important",
            "caution",
            "danger",
            "alert",
        ),
        *("admonition", "callout", "aside", "infobox", "attention", "success", "message", "quote-box"),
    }
)
QUOTES = frozenset({"blockquote", "quote", "pullquote", "pull_quote", "pull-quote"})
_KINDS = NOTES - {"notice", "alert", "admonition", "callout", "aside", "infobox", "message", "quote-box", "notes"}


def call(name: str, arguments: Mapping[str, str]) -> str:
    """Return a shortcode of ours."""
    texts = {key: re.sub(r'[\\"]', r"\\\g<0>", " ".join(value.split())) for key, value in arguments.items() if value}
    given = "".join(f' {key}="{text}"' for key, text in texts.items())
    return f"{{{{< {name}{given} >}}}}"


def figure(arguments: Mapping[str, str], positional: Sequence[str] = ()) -> str:
    """Return a picture as `figure` or `img` of other generators describe it; empty when no source is given."""
    source = next((arguments[key] for key in ("src", "url", "path", "image", "file", "img") if arguments.get(key)), "")
    source = source or (positional[0] if positional and _PICTURE.search(positional[0]) else "")
    if not source:
        return ""
    caption = arguments.get("caption", "") or (positional[2] if len(positional) > 2 else "")
    title = arguments.get("title", "")
    alt = arguments.get("alt", "") or (positional[1] if len(positional) > 1 else "")
    return call(
        "figure",
        {
            "src": source,
            "alt": alt or (caption or title),
            "caption": " — ".join(text for text in (title, caption) if text and text != alt) if title else caption,
            "credit": arguments.get("attr", "") or arguments.get("credit", "") or arguments.get("source", ""),
            "credit_url": arguments.get("attrlink", ""),
        },
    )


def is_picture(arguments: Mapping[str, str]) -> bool:
    """Tell whether a call of an unknown shortcode shows a picture."""
    return any(_PICTURE.search(arguments.get(key, "")) for key in ("src", "image", "img", "file"))


def link_to_embed(name: str, arguments: Mapping[str, str], positional: Sequence[str]) -> str:
    """Return what other sites' players and posts become: a link on a line of its own; empty for other shortcodes."""
    first = positional[0] if positional else ""
    number = arguments.get("id", "") or arguments.get("video", "") or arguments.get("key", "") or first
    match name:
        case "youtube" | "youtube_embed" | "yt" | "youtubevideo" | "youtube-enhanced":
            number = re.sub(r"^.*(?:youtu\.be/|v=|embed/)([\w-]+).*$", r"\1", number)
            address = f"https://www.youtube.com/watch?v={number}"
        case "vimeo":
            address = f"https://vimeo.com/{number.rpartition('/')[2]}"
        case "tweet" | "twitter" | "x":
            user = arguments.get("user", "") or ("" if first.isdecimal() else first)
            number = arguments.get("id", "") or (positional[1] if len(positional) > 1 else first)
            address = number if "://" in number else f"https://twitter.com/{user or 'i'}/status/{number}"
        case "instagram":
            address = f"https://www.instagram.com/p/{number}/"
        case "gist":
            where = "/".join(part for part in positional[:2] if not part.endswith((".py", ".js", ".md"))) or number
            address = f"https://gist.github.com/{where}"
        case _:
            return ""
    title = arguments.get("title", "").replace("[", "(").replace("]", ")")
    return f"[{title}]({address})" if title and number else f"<{address}>" if number else ""


def fence(code: str, language: str) -> str:
    """Return code as a fenced block, with more ticks than the code has."""
    longest = max((len(run) for run in re.findall(r"`{3,}", code)), default=2)
    ticks = "`" * max(3, longest + 1)
    name = re.match(r"[\w+#-]*", language.strip())
    return f"{ticks}{name[0] if name else ''}\n{code.strip(chr(10))}\n{ticks}"


def note_title(name: str, arguments: Mapping[str, str], positional: Sequence[str]) -> str:
    """Return the title of a note: what it is given, or its kind in words."""
    given = arguments.get("title", "") or arguments.get("heading", "")
    kind = arguments.get("type", "") or (positional[0] if positional and name not in _KINDS else "")
    return given or (name if name in _KINDS else kind if kind.isalpha() else "note").capitalize()


def show_foreign(draft: Draft) -> None:
    """Keep what looks like a shortcode of ours, in a text of a system that has none, as the text that it is."""
    for match in re.finditer(r"\{\{<", draft.source):
        if not draft.in_code(match.start()):
            draft.replace(*match.span(), "{{&lt;")


def as_text(tag: str) -> str:
    """Return a tag that nothing here understands as visible text."""
    if tag.startswith("{{<") and tag.endswith(">}}") and "*/" not in tag:
        return f"{{{{</*{tag[3:-3]}*/>}}}}"
    return tag.replace("{{<", "{{&lt;")
