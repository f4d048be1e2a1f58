"""Shortcuts through Python-Markdown: the output of the library alone, whatever the text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import SimpleTagInlineProcessor

from benchmarks.corpus import Corpus
from ssg.content.marking import extensions, shortcuts
from ssg.content.marking.extensions import build_markdown
from ssg.content.marking.shortcuts import (
    PlainParagraphs,
    QuickInlineProcessor,
    QuickPreprocessor,
    QuickWhitespace,
)
from ssg.settings import DEFAULT_EXTENSIONS, MarkdownSettings

CONFIGURATIONS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (DEFAULT_EXTENSIONS, {}),
    (("extra", "smarty", "toc"), {"smarty": {"smart_angled_quotes": True}, "toc": {"permalink": True}}),
    (("nl2br", "sane_lists", "wikilinks", "admonition", "smarty"), {}),
    (("tables", "fenced_code", "footnotes", "legacy_attrs", "legacy_em"), {}),
    ((), {}),
)


def build(configuration: tuple[tuple[str, ...], dict[str, Any]]) -> tuple[Markdown, Markdown]:
    """Return the library with our shortcuts, and alone."""
    names, options = configuration
    settings = MarkdownSettings(names, options, "allow")
    with pytest.MonkeyPatch.context() as patch:
        quick = build_markdown(settings, "en")
        patch.setattr(extensions, "QuickMarkdown", Markdown)
        patch.setattr(extensions, "take_shortcuts", lambda _markdown: None)
        return quick, build_markdown(settings, "en")


PAIRS = [build(configuration) for configuration in CONFIGURATIONS]

# What a text is made of: words, every sign that means something somewhere, and blocks with the lines around them.
INLINE = (
    *("word", "Two words", "it's", '"quoted"', "'80s", "\"'nested'\"", "s'", "--", "---", "...", "…", "<<q>>", "é"),
    *(
        "*em*",
        "**strong**",
        "_em_",
        "__st__",
        "***x***",
        "a*b*c",
        "snake_case_word",
        "* ",
        "_ ",
        "**",
        "__",
        "*[x*](y)",
    ),
    *("`code`", "``a`b``", "`", "\\*", "\\[", "\\`", "\\\\", "\\"),
    *('[link](http://a.b/c "t")', "[ref]", "[ref][]", "[a][ref]", "[", "]", "(", ")", "[^1]", "[^2]", "[[Wiki]]"),
    *("![img](x.png)", "![img][ref]", "!", "<http://a.b>", "<a@b.c>", "<b>x</b>", "<!-- c -->", "<", ">", "http://x.y"),
    *("&amp;", "&copy;", "&#91;", "&", "HTML", "{: .cls }", "{#id}", "klzzwxh:0001", "\x02", "\x03", "::", "a|b", "|"),
)
BLOCKS = (
    *("  \n", "\n", "\n\n", "\n    ", "\n\t", "\n> ", "\n>> ", "\n- ", "\n* ", "\n+ ", "\n1. ", "\n7) ", "\n  - "),
    *("\n# ", "\n## Heading {#id}\n", "\n### H ###\n", "\nSetext\n===\n", "\n---\n", "\n***\n", "\n_ _ _\n"),
    "\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n",
    "\na|b\n-|-\n1|2\n",
    "\n\n```python\nx = 1\n```\n\n",
    "\n\n~~~\n[TOC]\n~~~\n",
    "\n\n[ref]: http://r.e/f 'T'\n",
    "\n\n[^1]: A note\n\n    on two *lines*\n",
    "\n\n*[HTML]: Hyper\n",
    "\nTerm\n: definition\n",
    '\n\n<div markdown="1">\ntext *x*\n</div>\n\n',
    "\n\n<div>raw *x*\n\n</div>\n\n",
    "\n\n[TOC]\n\n",
    "\n!!! note\n    body\n",
)
SEPARATORS = ("", " ", " ", "\n", "\n\n")


@given(
    st.lists(st.tuples(st.sampled_from((*INLINE, *BLOCKS)), st.sampled_from(SEPARATORS)), max_size=40).map(
        lambda parts: "".join(part for pair in parts for part in pair)
    ),
    st.sampled_from(PAIRS),
)
def test_any_text_gives_the_output_of_the_library_alone(text: str, pair: tuple[Markdown, Markdown]) -> None:
    quick, alone = pair
    assert quick.reset().convert(text) == alone.reset().convert(text)


@given(st.text(), st.sampled_from(PAIRS))
def test_any_characters_give_the_output_of_the_library_alone(text: str, pair: tuple[Markdown, Markdown]) -> None:
    quick, alone = pair
    assert quick.reset().convert(text) == alone.reset().convert(text)


def _texts() -> Iterator[tuple[str, str]]:
    root = Path(__file__).parents[2]
    for folder in ("content", "docs"):
        for file in sorted((root / folder).rglob("*.md")):
            yield file.name, file.read_text("utf-8")
    corpus = Corpus(60)
    yield from ((str(number), corpus.article(number)) for number in range(60))


@pytest.mark.parametrize("pair", PAIRS, ids=[" ".join(names) or "none" for names, _ in CONFIGURATIONS])
def test_articles_and_documentation_give_the_output_of_the_library_alone(pair: tuple[Markdown, Markdown]) -> None:
    quick, alone = pair
    for name, text in _texts():
        assert quick.reset().convert(text) == alone.reset().convert(text), name


def test_the_default_extensions_take_every_shortcut() -> None:
    quick, _ = PAIRS[0]
    assert isinstance(next(iter(quick.parser.blockprocessors)), PlainParagraphs)
    assert isinstance(quick.treeprocessors["inline"], QuickInlineProcessor)
    assert isinstance(quick.treeprocessors["smarty"], QuickInlineProcessor)
    taken = [type(preprocessor) for preprocessor in quick.preprocessors]
    assert taken == [QuickWhitespace, QuickPreprocessor, QuickPreprocessor]


def test_processors_of_blocks_can_be_registered_after_a_text_was_converted() -> None:
    quick, _ = build(CONFIGURATIONS[0])
    assert quick.convert("# One") == '<h1 id="one">One</h1>'
    quick.parser.blockprocessors.deregister("hashheader")
    assert quick.reset().convert("# One") == "<p># One</p>"
    quick.parser.blockprocessors.register(HashHeaderProcessor(quick.parser), "hashheader", 70)
    assert quick.reset().convert("# One") == '<h1 id="one">One</h1>'


class _Shout(Extension):
    """An extension of somebody else: a pattern whose sign nobody here knows."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the library's name
        md.inlinePatterns.register(SimpleTagInlineProcessor(r"()%%(.+?)%%", "b"), "shout", 75)


def test_a_pattern_of_somebody_else_is_tried_on_every_text() -> None:
    md = Markdown(extensions=[_Shout()])
    shortcuts.take_shortcuts(md)
    assert not isinstance(md.treeprocessors["inline"], QuickInlineProcessor)
    assert md.convert("a %%loud%% word") == "<p>a <b>loud</b> word</p>"


def test_a_version_that_was_not_tested_takes_no_shortcut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortcuts, "_PROVEN", ((3, 0),))
    md = Markdown()
    shortcuts.take_shortcuts(md)
    assert not isinstance(md.treeprocessors["inline"], QuickInlineProcessor)
    assert not any(isinstance(block, PlainParagraphs) for block in md.parser.blockprocessors)
