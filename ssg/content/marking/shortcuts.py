"""Shortcuts through Python-Markdown: the same output with a third of the work.

Python-Markdown tries every processor on every block and every pattern on every text. Most paragraphs of an article
are plain, and most patterns need a sign that the text does not have. All of this uses the library's public ways to
extend it: processors that are registered beside or over its own. What is not known here, an extension of somebody
else or a pattern that reads differently than it did, is left to go the whole way; so is any version of the library that
`tests/content/test_shortcuts.py` has not held to the same output.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown import Markdown, inlinepatterns, preprocessors
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import fenced_code, md_in_html, smarty
from markdown.extensions.toc import TocTreeprocessor
from markdown.preprocessors import NormalizeWhitespace, Preprocessor
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import ETX, STX, AtomicString, Registry

_PROVEN = ((3, 11),)
"""Minor versions of the library that the tests were run with."""

# Processors of the library that leave a block alone in which every line begins with a letter, by their classes.
_BLOCKS = frozenset(
    {
        "AbbrBlockprocessor",
        "BlockQuoteProcessor",
        "CodeBlockProcessor",
        "DefListIndentProcessor",
        "DefListProcessor",
        "EmptyBlockProcessor",
        "FootnoteBlockProcessor",
        "HRProcessor",
        "HashHeaderProcessor",
        "ListIndentProcessor",
        "MarkdownInHtmlProcessor",
        "OListProcessor",
        "ParagraphProcessor",
        "ReferenceProcessor",
        "SaneOListProcessor",
        "SaneUListProcessor",
        "SetextHeaderProcessor",
        "TableProcessor",
        "UListProcessor",
    }
)
# What a text must contain for a preprocessor of the library to change it, its place among the others and its class.
_PREPROCESSORS: dict[str, tuple[int, tuple[type[Preprocessor], ...], tuple[str, ...]]] = {
    "fenced_code_block": (25, (fenced_code.FencedBlockPreprocessor,), ("```", "~~~")),
    "html_block": (20, (preprocessors.HtmlBlockPreprocessor, md_in_html.HtmlBlockPreprocessor), ("<", "&")),
}
_ODD_SPACE = ("\n ", "\t", "\r", STX, ETX)
_PLAIN_BLOCK = re.compile(r"[^\W\d_][^\n]*+(?:\n[^\W\d_][^\n]*+)*+\Z")

# What a text must contain for a pattern of the library to match, by the pattern itself: one that reads differently is
# unknown.
_SIGNS: dict[str, tuple[str, ...]] = {
    r"(?:(?<!\\)((?:\\{2})+)(?=`+)|(?<!\\)`)": ("`",),
    r"\\(.)": ("\\",),
    r"\[\^([^\]]*)\]": ("[^",),
    r"(?<!\!)\[": ("[",),
    r"\!\[": ("![",),
    r"<([A-Za-z][A-Za-z0-9+.-]*://[^<>]*)>": ("<",),
    r"<([^<> !]+@[^@<> ]+)>": ("<",),
    r"  \n": ("  \n",),
    r"(&(?:\#[0-9]+|\#x[0-9a-fA-F]+|[a-zA-Z0-9]+);)": ("&",),
    r"\*|_": ("*", "_"),
    inlinepatterns.HTML_RE: ("<",),
    smarty.HTML_STRICT_RE: ("<",),
    # Those of smarty.
    r"(?<!-)---(?!-)": ("---",),
    r"(?<!-)--(?!-)": ("--",),
    r"(?<!\.)\.{3}(?!\.)": ("...",),
    r"\<\<": ("<<",),
    r"\>\>": (">>",),
    smarty.singleQuoteStartRe: ("'",),
    smarty.doubleQuoteStartRe: ('"',),
    smarty.doubleQuoteSetsRe: ("\"'",),
    smarty.singleQuoteSetsRe: ("'\"",),
    smarty.doubleQuoteSetsRe2: ("'\"",),
    smarty.singleQuoteSetsRe2: ("\"'",),
    smarty.decadeAbbrRe: ("'",),
    smarty.openingSingleQuotesRegex: ("'",),
    smarty.closingSingleQuotesRegex: ("'",),
    smarty.closingSingleQuotesRegex2: ("'",),
    smarty.remainingSingleQuotesRegex: ("'",),
    smarty.openingDoubleQuotesRegex: ('"',),
    smarty.closingDoubleQuotesRegex: ('"',),
    smarty.closingDoubleQuotesRegex2: ('"',),
    smarty.remainingDoubleQuotesRegex: ('"',),
}


class QuickMarkdown(Markdown):
    """Remembers which elements are blocks: it is asked several times about every element."""

    def is_block_level(self, tag: Any) -> bool:
        """Tell whether an element is a block."""
        blocks: dict[Any, bool] = self.__dict__.setdefault("_are_blocks", {})
        known = blocks.get(tag)
        if known is None:
            known = blocks[tag] = super().is_block_level(tag)
        return known


class QuickRegistry(Registry[BlockProcessor]):
    """Remembers the order of what is registered: it is asked for with every block."""

    def __init__(self, registry: Registry[BlockProcessor]) -> None:
        self.__dict__.update(registry.__dict__)
        self._ordered: tuple[BlockProcessor, ...] = ()

    def __iter__(self) -> Iterator[BlockProcessor]:
        if not self._ordered:
            self._ordered = tuple(super().__iter__())
        return iter(self._ordered)

    def register(self, item: BlockProcessor, name: str, priority: float) -> None:
        """Register a processor."""
        self._ordered = ()
        super().register(item, name, priority)

    def deregister(self, name: str, strict: bool = True) -> None:
        """Forget a processor."""
        self._ordered = ()
        super().deregister(name, strict)


class QuickWhitespace(NormalizeWhitespace):
    """Looks for white space to be changed only where there is any."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines as the library does."""
        text = "\n".join(lines)
        if any(sign in text for sign in _ODD_SPACE):
            return super().run(lines)
        return [*text.split("\n"), "", ""]


class QuickPreprocessor(Preprocessor):
    """Asks a preprocessor only about texts that have a sign of what it changes."""

    def __init__(self, preprocessor: Preprocessor, signs: tuple[str, ...]) -> None:
        super().__init__(preprocessor.md)
        self._preprocessor = preprocessor
        self._signs = signs

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines as the preprocessor does."""
        text = "\n".join(lines)
        if any(sign in text for sign in self._signs):
            return self._preprocessor.run(lines)
        return text.split("\n")


class PlainParagraphs(BlockProcessor):
    """Takes the blocks that can only be paragraphs, before all others try them."""

    PRIORITY = 200
    """Before every processor of the library."""

    def __init__(self, paragraphs: BlockProcessor) -> None:
        super().__init__(paragraphs.parser)
        self._paragraphs = paragraphs

    def test(self, parent: Element, block: str) -> bool:  # the library's signature
        """Tell whether every line begins with a letter: headings, lists, quotations, tables, definitions do not."""
        return _PLAIN_BLOCK.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        """Make a paragraph as the library does."""
        return self._paragraphs.run(parent, blocks)


class QuickInlineProcessor(InlineProcessor):
    """Applies inline patterns to texts that have a sign of one, and only the patterns whose sign there is."""

    def __init__(self, md: Markdown, patterns: Sequence[Any], signs: Sequence[tuple[str, ...]]) -> None:
        super().__init__(md)
        self.patterns = tuple(patterns)
        """All of them; the library's own name has those for one text."""
        self._patterns = tuple(zip(patterns, signs, strict=True))
        # A text of the library's own placeholders is none of ours to judge.
        every = sorted({STX, *(sign for group in signs for sign in group)})
        self._sign = re.compile("|".join(map(re.escape, every)))

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply the patterns to a tree. Texts without a sign are out of it meanwhile."""
        found = self._sign.search
        texts: list[tuple[Element, str]] = []
        tails: list[tuple[Element, str]] = []
        signed: list[str] = []
        for element in tree.iter():
            if text := element.text:
                if found(text):
                    if not isinstance(text, AtomicString):
                        signed.append(text)
                else:
                    texts.append((element, text))
            if tail := element.tail:
                if found(tail):
                    signed.append(tail)
                else:
                    tails.append((element, tail))
        if not signed:
            return tree
        for element, _ in texts:
            element.text = None
        for element, _ in tails:
            element.tail = None
        everything = "\0".join(signed)
        self.inlinePatterns = [  # type: ignore[assignment]  # len and [] are all that is asked of it
            pattern for pattern, signs in self._patterns if any(sign in everything for sign in signs)
        ]
        super().run(tree, ancestors)
        for element, text in texts:
            element.text = text
        for element, tail in tails:
            element.tail = tail
        return tree


class QuickUnescape(UnescapeTreeprocessor):
    """Looks for escaped characters only where there are any."""

    def run(self, root: Element) -> None:
        """Give every escaped character back."""
        for element in root.iter():
            text, tail = element.text, element.tail
            if text and STX in text and element.tag != "code":
                element.text = self.unescape(text)
            if tail and STX in tail:
                element.tail = self.unescape(tail)


class QuickToc(TocTreeprocessor):
    """Builds a table of contents only for a text that asks for one; headings get their ids in any case."""

    def build_toc_div(self, toc_list: list[Any]) -> Element:
        """Return the table of contents, or an empty element for a text without its marker."""
        return super().build_toc_div(toc_list) if self._is_wanted() else Element("div")

    def replace_marker(self, root: Element, elem: Element) -> None:
        """Put the table in the place of its marker."""
        if self._is_wanted():
            super().replace_marker(root, elem)

    def _is_wanted(self) -> bool:
        # The text as it is once the preprocessors are done.
        lines: list[str] = self.md.lines  # type: ignore[attr-defined]  # set by `convert`
        return any(self.marker in line for line in lines)


def take_shortcuts(md: Markdown) -> None:
    """Let a configured instance take every shortcut that is known to give the same output."""
    if markdown.__version_info__[:2] not in _PROVEN:
        return
    blocks, trees = md.parser.blockprocessors, md.treeprocessors
    if type(blocks) is Registry:
        blocks = md.parser.blockprocessors = QuickRegistry(blocks)
    before = md.preprocessors
    if type(before["normalize_whitespace"]) is NormalizeWhitespace:
        before.register(QuickWhitespace(md), "normalize_whitespace", 30)
    for name, (place, kinds, wanted) in _PREPROCESSORS.items():
        if name in before and type(before[name]) in kinds:
            before.register(QuickPreprocessor(before[name], wanted), name, place)
    if all(_is_the_librarys(block) and type(block).__name__ in _BLOCKS for block in blocks):
        plain = PlainParagraphs(blocks["paragraph"])
        blocks.register(plain, "plain_paragraphs", PlainParagraphs.PRIORITY)
    for name, priority in (("inline", 20), ("smarty", 6)):
        processor = trees[name] if name in trees else None  # noqa: SIM401  # a registry has no get
        if isinstance(processor, InlineProcessor) and type(processor) is InlineProcessor:
            patterns = list(processor.inlinePatterns)
            signs = [_signs_of(pattern) for pattern in patterns]
            if all(signs):
                trees.register(QuickInlineProcessor(md, patterns, signs), name, priority)
            else:
                # A registry sorts and looks up by name at every access, thousands of times for an article.
                processor.inlinePatterns = patterns  # type: ignore[assignment]  # as above
    if type(trees["unescape"]) is UnescapeTreeprocessor:
        trees.register(QuickUnescape(md), "unescape", 0)
    if "toc" in trees and type(trees["toc"]) is TocTreeprocessor:
        quick = QuickToc.__new__(QuickToc)
        quick.__dict__.update(trees["toc"].__dict__)
        trees.register(quick, "toc", 5)


def _is_the_librarys(processor: object) -> bool:
    return type(processor).__module__.startswith("markdown.")


def _signs_of(pattern: Any) -> tuple[str, ...]:
    """Return texts of which a text must contain one for a pattern to match; none where that is not known."""
    if not _is_the_librarys(pattern):
        return ()
    source: str = pattern.getCompiledRegExp().pattern
    return _SIGNS.get(source, ())
