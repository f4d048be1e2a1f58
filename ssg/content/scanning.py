"""The quick scan of a Markdown text: what planning must know of it without converting it.

The scan finds *candidates*. It does not know where Markdown sees code, so it may report a link that a code block shows;
this costs nothing, because a target that leads nowhere is an error only where Markdown really makes a link of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from operator import itemgetter

from ssg.content.code_spans import without_code
from ssg.content.shortcodes import ADDRESSES
from ssg.model import Passage, Target, Text

# `](target "title")`: up to the title's quote or the closing parenthesis, one pair of parentheses allowed inside. The
# quantifiers are possessive and bounded, so that a text full of open brackets takes linear time.
_INLINE = re.compile(
    r"""\]\(\s*(?:<([^<>]*+)>|((?:[^()"'\\]|\\.|\([^()]*+\)){1,2000}+)(["'][^()]{0,500}+)?)""", re.DOTALL
)
_DEFINITION = re.compile(r"(?<!\*)\[[^\[\]^][^\[\]]*+\]:[ \t]*(?:\n[ \t>]*)?(\S+)")
# Attributes of HTML tags and arguments of shortcodes.
_ATTRIBUTE = re.compile(
    rf"""(?<![\w-])(?P<name>srcset|{"|".join(ADDRESSES)})\s*=\s*
    (?:"(?P<double>[^"<>]*+)"|'(?P<single>[^'<>]*+)'|`(?P<tick>[^`<>]*+)`|(?P<bare>[^\s"'`<>]++))""",
    re.IGNORECASE | re.VERBOSE,
)
_BACKSLASH = re.compile(r"\\([!-/:-@\[-`{-~])")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]*);")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_SHORTCODE_NAME = re.compile(r"\{\{<\s*([A-Za-z][\w-]*)")

# Scripts that write words without spaces. About two Han or kana characters, or five Thai, Lao, Burmese or Khmer ones
# (vowel signs are characters too), make what a reader of English would call a word.
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_THAI = re.compile(r"[\u0e01-\u0e4e\u0e81-\u0ede\u1000-\u109f\u1780-\u17d3]")
_WORD = re.compile(r"(?<!\S)(?:[^\w\s]|_)*+[^\W_]")
_LETTERS = bytes(ord(" ") if chr(code).isspace() else ord("x") for code in range(256))
_NO_WORD = bytes(code for code in range(128) if not chr(code).isspace() and not chr(code).isalnum())
"""The signs of ASCII that make no word."""


def scan_markdown(source: str, path: str, line: int) -> Text:
    """Return the text with its link targets, shortcode names and number of words, found without converting it.

    `path` is the file and `line` the file's line on which `source` begins. Targets are in the order of the text.
    """
    targets = []
    position, current = 0, line
    for start, url in sorted(addresses(source), key=itemgetter(0)):
        if is_site_target(url):
            current += source.count("\n", position, start)
            position = start
            targets.append(Target(url, current))
    names = sorted(set(_SHORTCODE_NAME.findall(source))) if "{" in source else []
    return Text(path, line, Passage.of(source), tuple(targets), tuple(names), count_words(source))


def is_site_target(url: str) -> bool:
    """Tell whether only the site can say where a link target leads: it is relative or a path from the site's root."""
    return not url.startswith(("#", "?", "//")) and url != "" and _SCHEME.match(url) is None


def srcset_urls(value: str) -> list[str]:
    """Return the addresses of a `srcset` attribute, without their descriptors."""
    return [part.split()[0] for part in value.split(",") if part.strip()]


def addresses(source: str) -> Iterator[tuple[int, str]]:
    """Yield offset and address of everything in a text that may be a link target, of this site or another."""
    for match in _INLINE.finditer(source):
        pointed, plain, quoted = match.groups()
        start = match.end() if plain is None else match.start(2)
        yield start, _address(pointed if plain is None else plain)
        if quoted and not plain[-1:].isspace():
            # What looks like a title may be an apostrophe of the address.
            yield start, _address(plain + quoted)
    if "]" in source and "]:" in source:
        for match in _DEFINITION.finditer(source):
            yield match.start(1), without_references(match[1].lstrip("<").rstrip(">"))
    if "<" in source and "=" in source:
        for match in _ATTRIBUTE.finditer(source):
            value = match["double"] or match["single"] or match["tick"] or match["bare"] or ""
            value = without_references(value).strip()
            urls = srcset_urls(value) if match["name"].lower() == "srcset" else [value]
            yield from ((match.start(), url) for url in urls)


def _address(text: str) -> str:
    """Return a link's address as Markdown reads it: without backslash escapes and character references."""
    if "\\" in text:
        text = _BACKSLASH.sub(r"\1", text)
    return without_references(text).strip()


def without_references(address: str) -> str:
    """Return an address with its character references (`&amp;`) resolved; `&copy=1` is none without its semicolon."""
    return _REFERENCE.sub(lambda match: unescape(match[0]), address) if "&" in address else address


def count_words(source: str) -> int:
    """Return about how many words a reader of the text reads; markup that stands alone does not count."""
    if source.isascii():
        # Fifteen times as fast as the regular expression, and finds the same: a word is where a letter follows a space.
        return (b" " + source.encode().translate(_LETTERS, _NO_WORD)).count(b" x")
    spaced, dense = _DENSE.subn(" ", source)
    spaced, thai = _THAI.subn(" ", spaced)
    return len(_WORD.findall(spaced)) + (dense + 1) // 2 + (thai + 4) // 5


# What `plain_text` takes away, in this order. None of the patterns can look further than once over the text in all.
_STRIP: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("{{<", re.compile(r"\{\{<[^<>]*+>\}\}"), " "),
    ("<!--", re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL), " "),
    ("<", re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE), " "),
    ("<", re.compile(r"</?[a-zA-Z][^<>]*+>"), " "),
    ("![", re.compile(r"!\[[^\[\]]*+\](?:\((?:[^()]|\([^()]*+\))*+\)|\[[^\[\]]*+\])"), " "),
    ("](", re.compile(r"\[([^\[\]]*+)\]\((?:[^()]|\([^()]*+\))*+\)"), r"\1"),
    ("[^", re.compile(r"\[\^[^\[\]]*+\]:?"), " "),
    ("]:", re.compile(r"^[ ]{0,3}\[[^\[\]]*+\]:[^\n]*+(?:\n[ ]+[\"'(][^\n]*+)?", re.MULTILINE), " "),
    ("][", re.compile(r"\[([^\[\]]*+)\]\[[^\[\]]*+\]"), r"\1"),
    ("{:", re.compile(r"\{:[^{}\n]*+\}"), " "),
    ("://", re.compile(r"https?://[^\s<>)]++"), " "),
)
# Signs at the start of a line: rules and underlines, quotations, headings, list items, definitions. The line break is
# what these are found by, in a sixth of the time.
_RULE = re.compile(r"\n[ \t]*(?:[-*_=][ \t]*){2,}(?=\n|\Z)")
_LEAD = re.compile(r"\n[ \t]*(?:(?:>|#{1,6}(?=[ \t])|[-*+:](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]*)++")
_TABLE_SIGNS = re.compile(r"^[ \t]*\|?[ \t]*:?-[-:| \t]*$|\|", re.MULTILINE)
# It begins with a set of characters, which the regular expression engine finds ten times faster than lookarounds.
_SIGNS = re.compile(r"[\\`*_](?:(?<=\\)[!-/:-@\[-`{-~]|(?<=`)`*+|(?<=\*)\**+|(?<=_)_*+)?")
# Where only one of them stands in a text, it is found ten times faster again.
_ONE_SIGN = {
    "\\": re.compile(r"\\[!-/:-@\[-`{-~]?"),
    "`": re.compile(r"``*+"),
    "*": re.compile(r"\*\**+"),
    "_": re.compile(r"__*+"),
}
_TABLES = re.compile(
    r"^[^\n|]*\|[^\n]*\n[ ]{0,3}(?=[^\n]*\|)\|?[ \t]*:?-[-:| \t]*+(?:\n[^\n|]*\|[^\n]*+)*+", re.MULTILINE
)
_HEADINGS = re.compile(r"^[ ]{0,3}#{1,6}[ \t][^\n]*$|^[^\n]+\n(?:=+|-+)[ ]*$", re.MULTILINE)
_SENTENCE_END = re.compile(r"[.!?…]['\"’”»)\]]*(?=\s)|[。！？][」』”’]*")


def plain_text(source: str) -> str:
    """Return the words of a Markdown text on one line, without markup, code, shortcode tags and addresses."""
    return " ".join(bare_text(source).split())


def bare_text(source: str) -> str:
    """Return a Markdown text without markup, code, shortcode tags and addresses, in lines of any kind."""
    text = without_code(source)
    for sign, pattern, replacement in _STRIP:
        # One character is looked for in a thirtieth of the time of two, and most texts do not have it.
        if sign[0] in text and sign in text:
            text = pattern.sub(replacement, text)
    text = _LEAD.sub("\n", _RULE.sub("\n", f"\n{text}"))[1:]
    if "|" in text:
        text = _TABLE_SIGNS.sub(" ", text)
    if signs := [sign for sign in _ONE_SIGN if sign in text]:
        text = (_ONE_SIGN[signs[0]] if len(signs) == 1 else _SIGNS).sub(_without_sign, text)
    return unescape(text) if "&" in text else text


def _without_sign(match: re.Match[str]) -> str:
    """Return what stays of an escape or of a run of emphasis signs: one between spaces or in a name is text."""
    sign, text = match[0], match.string
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if sign[0] == "\\":
        return sign[1:] or sign
    if sign[0] == "*":
        return sign if before.isspace() and after.isspace() else ""
    return sign if sign[0] == "_" and before.isalnum() and after.isalnum() else ""


def excerpt(source: str, length: int) -> str:
    """Return the first sentences of a Markdown text as plain text of at most `length` characters.

    Headings and tables are left out. A first sentence that is too long is cut between words and ends with an ellipsis.
    """
    beginning = source[: 4000 + 8 * length]
    text = plain_text(_HEADINGS.sub("", _TABLES.sub("", beginning) if "|" in beginning else beginning))
    if len(text) <= length:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, length + 1) if match.end() <= length]
    if ends and ends[-1] >= length // 2:
        return text[: ends[-1]]
    cut = text[:length]
    if " " in cut[length // 2 :] and text[length - 1 : length + 1].strip() != "":
        cut = cut[: cut.rindex(" ")]
    return cut[: length - 1].rstrip(" ,;:.–—-") + "…"
