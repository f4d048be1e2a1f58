"""Texts of words, links and emphasis: the HTML that Python-Markdown makes of them, without it.

Most articles are paragraphs with a few headings, quotations and lists between them, in which nothing stands but words,
links and emphasis. What the library makes of those needs no tree. Where there is anything else in a text, even one
sign that may mean something, the whole text is the library's; and so is every text where the library is set up in a way
that is not known to come to the same (`plain_texts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from html import escape, unescape
from typing import Any

from markdown import Markdown
from markdown.extensions import smarty
from markdown.extensions.toc import TocTreeprocessor, unique
from markdown.util import ETX, STX

from ssg.content.marking.document import Document
from ssg.content.marking.shortcuts import PlainParagraphs, QuickInlineProcessor

# Signs that mean something to one of the library's processors wherever they stand.
_UNUSUAL = ("\\", "`", "<", "&", "{", "|", "\t", "\r", STX, ETX)
# Signs that are looked at more closely where there are any.
_SIGNS = ("[", "]", "*", "_", ">")
_SMART_SIGNS = ("'", '"', "--", "...")

# A line that begins no block of another kind: with a letter, a number, a quotation mark, a bracket, a link or emphasis.
# Two spaces at its end would break it.
_LINE = r"(?:(?!\d++\.)[\w\"'“‘„«(](?<!_)|\[(?!\^)|\*\*?(?=[^\W_]))[^\n]*+(?<! )"
_PARAGRAPH = re.compile(rf"{_LINE}(?:\n{_LINE})*+\Z")
_HEADING = re.compile(r"(#{1,6}) ++([^\W_][^\n#]*+)(?<!\s)\Z")
_QUOTATION = re.compile(rf"> {_LINE}(?:(?:\n>)?\n> {_LINE})*+\Z")
_LISTS = {
    "ul": re.compile(rf"[-*+] {_LINE}(?:\n[-*+] {_LINE})*+\Z"),
    "ol": re.compile(rf"1\. {_LINE}(?:\n\d{{1,9}}\. {_LINE})*+\Z"),
}
_MOST_HEADINGS = 100
"""More of the same words would take the square of their number to be told apart, which newer versions of the library
do in another way."""
_JOINED = ("blockquote", *_LISTS)
"""What the library makes one of where two follow each other."""

# A link, or words in emphasis, where their ends can be no others.
_HREF = r"[\w./:?=%,;@+~-][\w./:?=%,;@+~#-]*+"
_SPAN = re.compile(
    rf"(?<!!)\[(?P<words>[^\[\]*_>]++)\]\((?P<href>{_HREF})\)"
    r"|(?<![^\s(])(?P<stars>\*\*?)(?P<stressed>[^\W_](?:[^\[\]*_>]*[^\W_])?)(?P=stars)(?![^\s.,;:!?)])"
)
# What smarty prints another sign for, where it stands as it does nearly everywhere, and else that it does not.
_SMART = re.compile(
    r"(?P<right_single>(?<=[\w.,!?])'(?=[^\W\d_]|[\s.,;:!?)]|\Z))"
    r"|(?P<left_single>(?:(?<=\s)|\A(?!'s\b))'(?=[^\W\d_]))"
    r"|(?P<right_double>(?<=[\w.,!?])(?<!'s)\"(?=[\s.,;:!?)]|\Z))"
    r"|(?P<left_double>(?<!\S)\"(?=[^\W_]))"
    r"|(?P<run>-{2,}|\.{3,})|(?P<unusual>['\"])"
)
_PATTERNS = {
    "left_single": smarty.remainingSingleQuotesRegex,
    "right_single": smarty.closingSingleQuotesRegex,
    "left_double": smarty.remainingDoubleQuotesRegex,
    "right_double": smarty.closingDoubleQuotesRegex,
    "--": r"(?<!-)--(?!-)",
    "---": r"(?<!-)---(?!-)",
    "...": r"(?<!\.)\.{3}(?!\.)",
}
"""Smarty's patterns that print each of its signs."""

# What may be registered with the library, by its classes and ours. All of it leaves plain texts as they are.
_TREE_PROCESSORS = frozenset(
    {
        "AbbrTreeprocessor",
        "AttrListTreeprocessor",
        "Finisher",
        "FootnotePostTreeprocessor",
        "FootnoteReorderingProcessor",
        "FootnoteTreeprocessor",
        "HiliteTreeprocessor",
        "PrettifyTreeprocessor",
        "QuickInlineProcessor",
        "QuickToc",
        "QuickUnescape",
    }
)
_PREPROCESSORS = frozenset({"QuickPreprocessor", "QuickWhitespace"})
_POSTPROCESSORS = frozenset(
    {"AndSubstitutePostprocessor", "FootnotePostprocessor", "MarkdownInHTMLPostprocessor", "RawHtmlPostprocessor"}
)


class _UnusualError(Exception):
    """There is something in a text that is not plain."""


class PlainTexts:
    """Turns plain texts into HTML as a Markdown instance does."""

    def __init__(self, toc: TocTreeprocessor | None, marks: Mapping[str, str]) -> None:
        """Set up for an instance with this table of contents, which gives headings their ids, and these marks of smarty
        by the names of `_SMART`; without them signs stay as they are."""
        self._toc = toc
        self._marks = marks
        self._signs = (*_SIGNS, *_SMART_SIGNS) if marks else _SIGNS

    def convert(self, source: str, document: Document) -> str | None:
        """Return the HTML of a text, its links resolved; None where the text is not plain."""
        for sign in _UNUSUAL:
            if sign in source:
                return None
        # One character is looked for in a thirtieth of the time of two.
        signs = [sign for sign in self._signs if sign[0] in source and sign in source]
        try:
            return self._blocks(source, _Line(signs, self._marks, document), document)
        except _UnusualError:
            return None

    def _blocks(self, source: str, line: _Line, document: Document) -> str:
        """Return the HTML of all blocks. Raises _UnusualError."""
        parts: list[str] = []
        headings: list[tuple[int, str, str]] = []
        last = ""
        for block in source.split("\n\n"):
            if _PARAGRAPH.match(block):
                tag = "p"
                parts.append(f"<p>{line.html(block)}</p>")
            elif heading := _HEADING.match(block):
                tag = f"h{len(heading[1])}"
                headings.append((len(parts), tag, line.words(heading[2])))
                parts.append("")
            elif _QUOTATION.match(block):
                tag = "blockquote"
                quoted = block[2:].replace("\n> ", "\n").replace("\n>", "\n").split("\n\n")
                inner = "\n".join(f"<p>{line.html(paragraph)}</p>" for paragraph in quoted)
                parts.append(f"<blockquote>\n{inner}\n</blockquote>")
            elif tag := next((tag for tag, pattern in _LISTS.items() if pattern.match(block)), ""):
                inner = "\n".join(f"<li>{line.html(item.partition(' ')[2])}</li>" for item in block.split("\n"))
                parts.append(f"<{tag}>\n{inner}\n</{tag}>")
            else:
                raise _UnusualError
            if last in _JOINED and tag in _JOINED:
                raise _UnusualError
            last = tag
        if len(headings) > _MOST_HEADINGS:
            raise _UnusualError
        self._give_ids(headings, parts, document)
        return "\n".join(parts)

    def _give_ids(self, headings: Iterable[tuple[int, str, str]], parts: list[str], document: Document) -> None:
        """Put headings into their parts of the HTML: the number of the part, the tag and the text."""
        used: set[str] = set()
        for number, tag, text in headings:
            attribute = ""
            if self._toc:
                words = unescape(" ".join(text.split()))
                wanted = unique(self._toc.slugify(words, self._toc.sep), used)
                attribute = f' id="{document.unique_id(wanted)}"'
            parts[number] = f"<{tag}{attribute}>{text}</{tag}>"


class _Line:
    """Turns what stands in a block into HTML. `signs` are those that there are in the whole text."""

    def __init__(self, signs: Sequence[str], marks: Mapping[str, str], document: Document) -> None:
        self._signs = signs
        self._marks = marks
        self._document = document

    def html(self, text: str) -> str:
        """Return words, links and emphasis as HTML. Raises _UnusualError."""
        for sign in self._signs:
            if sign in text:
                break
        else:
            return text
        parts: list[str] = []
        position = 0
        for span in _SPAN.finditer(text):
            before, position = position, span.end()
            parts.append(self.words(text[before : span.start()]))
            if href := span["href"]:
                url = self._document.url(href)
                address = href if url is None else escape(url, quote=False).replace('"', "&quot;")
                parts.append(f'<a href="{address}">{self.words(span["words"])}</a>')
            else:
                tag = "em" if span["stars"] == "*" else "strong"
                parts.append(f"<{tag}>{self.words(span['stressed'])}</{tag}>")
        parts.append(self.words(text[position:]))
        return "".join(parts)

    def words(self, text: str) -> str:
        """Return words with the marks of smarty. Raises _UnusualError where there is anything else."""
        is_smart = False
        for sign in self._signs:
            if sign in text:
                if sign in _SIGNS:
                    raise _UnusualError
                is_smart = True
        return _SMART.sub(self._mark, text) if is_smart else text

    def _mark(self, match: re.Match[str]) -> str:
        kind, signs = match.lastgroup or "", match[0]
        if kind == "unusual":
            raise _UnusualError
        if kind == "run":
            return self._marks.get(signs, signs)
        return self._marks[kind]


def plain_texts(md: Markdown) -> PlainTexts | None:
    """Return what converts plain texts as a configured instance with its shortcuts does, or None where it cannot."""
    blocks, trees = md.parser.blockprocessors, md.treeprocessors
    toc: Any = trees["toc"] if "toc" in trees else None  # noqa: SIM401  # a registry has no get
    registered = ((md.preprocessors, _PREPROCESSORS), (trees, _TREE_PROCESSORS), (md.postprocessors, _POSTPROCESSORS))
    is_known = (
        # These two are there only where all blocks and all patterns are those of the library.
        isinstance(next(iter(blocks)), PlainParagraphs)
        and isinstance(trees["inline"], QuickInlineProcessor)
        and all(_is_known(processor, known) for registry, known in registered for processor in registry)
        and (toc is None or _is_plain_toc(toc))
        and not ("abbr" in trees and _has_glossary(md))
    )
    marks = _marks(trees["smarty"]) if is_known and "smarty" in trees else {}
    return PlainTexts(toc, marks) if is_known and marks is not None else None


def _is_known(processor: object, known: Set[str]) -> bool:
    kind = type(processor)
    return kind.__name__ in known and kind.__module__.startswith(("markdown.", "ssg."))


def _is_plain_toc(toc: Any) -> bool:
    """Tell whether nothing but ids is given to headings, and a plain text has no place for the table itself."""
    return not (toc.use_anchors or toc.use_permalinks or toc.base_level) and (not toc.marker or "[" in toc.marker)


def _has_glossary(md: Markdown) -> bool:
    """Tell whether abbreviations are known in every text."""
    # They are given to it with each text.
    md.reset()
    processor: Any = md.treeprocessors["abbr"]
    return bool(processor.abbrs)


def _marks(processor: Any) -> dict[str, str] | None:
    """Return what smarty prints for its signs, by the names of `_SMART`; None where it is set up in an unusual way."""
    if not isinstance(processor, QuickInlineProcessor):
        return None
    printed = {pattern.getCompiledRegExp().pattern: pattern.replace[0] for pattern in processor.patterns}
    marks = {name: printed.get(pattern, "") for name, pattern in _PATTERNS.items()}
    return marks if all(mark and "<" not in mark for mark in marks.values()) else None
