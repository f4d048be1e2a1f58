"""Plain texts: the HTML that Python-Markdown makes of them, without it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.corpus import Corpus
from ssg.content import markdown
from ssg.content.front_matter import body_of
from ssg.content.markdown import Marker
from ssg.content.marking.document import Document
from ssg.content.marking.extensions import build_markdown
from ssg.content.marking.plain_texts import PlainTexts, plain_texts
from ssg.problems import Problem, ProblemError
from ssg.settings import DEFAULT_EXTENSIONS, MarkdownSettings
from ssg.views import Body

LINKS = (("../a.md", '/a/?x=1&y="2"<>\''), ("b.md#c", "/b/#c"))


def settings(*extensions: str, raw_html: str = "allow", **options: Any) -> MarkdownSettings:
    return MarkdownSettings(extensions, options, raw_html)


DEFAULT = MarkdownSettings(DEFAULT_EXTENSIONS, {}, "allow")
CONFIGURATIONS = (
    (DEFAULT, "en"),
    (MarkdownSettings(DEFAULT_EXTENSIONS, {}, "clean"), "de"),
    (settings("smarty", raw_html="escape"), "fi"),
    (settings(), "en"),
    (settings("toc", "extra", "smarty", toc={"separator": "_"}, smarty={"substitutions": {"ndash": "&ndash;"}}), "en"),
    (settings("tables", "fenced_code", "footnotes", "legacy_em"), "en"),
)


def build(configuration: tuple[MarkdownSettings, str]) -> tuple[Marker, Marker]:
    """Return a marker, and one that leaves everything to the library."""
    with pytest.MonkeyPatch.context() as patch:
        quick = Marker(*configuration)
        patch.setattr(markdown, "plain_texts", lambda _markdown: None)
        return quick, Marker(*configuration)


PAIRS = [build(configuration) for configuration in CONFIGURATIONS]


def plain(marked: MarkdownSettings = DEFAULT, language: str = "en") -> PlainTexts:
    found = plain_texts(build_markdown(marked, language))
    assert found
    return found


PLAIN = [plain(*configuration) for configuration in CONFIGURATIONS]


def body(source: str) -> Body:
    return Body("content/a.md", 1, source, LINKS)


def outcome(marker: Marker, source: str) -> str | tuple[Problem, ...]:
    try:
        return marker.convert(body(source), lambda call: call.name)
    except ProblemError as error:
        return error.problems


# Words, and everything beside them that a plain text may have, and much that it may not.
WORDS = (
    *(
        "word",
        "Two words",
        "It",
        "é",
        "ª",
        "中文",
        "x",
        "s",
        "80s",
        "1990",
        "٣",
        "it's",
        "don't",
        "writers'",
        "R",
        "\u00a0",
    ),
    *('"', "'", "'s", '"a', 'b"', "'a", "b'", '"it\'s"', "-", "--", "---", "----", "...", "....", "“", "’", "«a»"),
    *(".", ",", "!", "?", ":", ";", "(", ")", "/", "+", "=", "@", "~", "end.", "so,", "(*em*)", "\u2028", "\x0c"),
    *("*em*", "**strong**", "*two words*,", "*", "**", "***x***", "a*b*", "_", "_em_", "#", ">", "`", "&", "<", "\\"),
    *(
        "[link](../a.md)",
        "[it's](b.md#c)",
        "[a](#id)",
        "[a](https://b.example/c_d?e=1)",
        "![a](b)",
        "[*a*](b)",
        "[",
        "]",
    ),
    *('[a](b "t")', "[a](broken.md)", "[a](b(c))", "[^1]", "[a][b]", "{#id}", "a|b", "\ufdd0", "\t", "  \n"),
)
BEGINNINGS = ("", "", "", "", "word ", "## ", "### ", "> ", "- ", "* ", "1. ", "2. ", ">", "    ", ": ", "[a]: ")
lines = st.tuples(
    st.sampled_from(BEGINNINGS),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6),
    st.sampled_from(("", " ", " ")),
).map(lambda parts: parts[0] + parts[2].join(parts[1]))
texts = st.lists(st.tuples(lines, st.sampled_from(("\n", "\n\n", "\n\n", "\n\n", "\n\n\n"))), max_size=6).map(
    lambda parts: "".join(part for pair in parts for part in pair)
)


def assert_the_librarys(text: str, number: int) -> None:
    """Compare a text, and its blocks for themselves: few texts that are put together at random are plain as a whole."""
    quick, library = PAIRS[number]
    for piece in {text, *text.split("\n\n"), *text.split("\n")}:
        if PLAIN[number].convert(piece, Document(body(piece))) is not None:
            assert outcome(quick, piece) == outcome(library, piece)


@given(texts, st.sampled_from(range(len(PAIRS))))
def test_any_text_gives_what_the_library_makes_of_it(text: str, number: int) -> None:
    assert_the_librarys(text, number)


@given(st.text(alphabet="as1 \n.,!?()-'\"“…*", max_size=12), st.sampled_from(range(len(PAIRS))))
def test_quotation_marks_dashes_and_stars_become_what_the_library_makes_of_them(text: str, number: int) -> None:
    assert_the_librarys(text, number)


@pytest.mark.parametrize("number", range(len(PAIRS)))
def test_articles_and_documentation_give_what_the_library_makes_of_them(number: int) -> None:
    root = Path(__file__).parents[2]
    corpus = Corpus(100)
    found = [body_of(corpus.article(article), "") for article in range(100)]
    found += [
        file.read_text("utf-8") for folder in ("content", "docs") for file in sorted((root / folder).rglob("*.md"))
    ]
    # Blocks for themselves as well: hardly any document of ours is plain from its beginning to its end.
    found += [block for text in found for block in text.split("\n\n")]
    quick, library = PAIRS[number]
    for text in found:
        assert outcome(quick, text) == outcome(library, text), text


def test_nearly_all_articles_of_the_corpus_are_plain() -> None:
    corpus = Corpus(200)
    found = [body_of(corpus.article(article), "") for article in range(200)]
    assert sum(plain().convert(text, Document(body(text))) is not None for text in found) > 180


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("One.\n\nTwo,\nthree.", "<p>One.</p>\n<p>Two,\nthree.</p>"),
        ("It's \"so\", she said -- 'no' ...", "<p>It’s “so”, she said – ‘no’ …</p>"),
        ("See [it](../a.md).", '<p>See <a href="/a/?x=1&amp;y=&quot;2&quot;&lt;&gt;\'">it</a>.</p>'),
        ("*One* and **two**", "<p><em>One</em> and <strong>two</strong></p>"),
        ("## What's new\n\n## What's new", '<h2 id="whats-new">What’s new</h2>\n<h2 id="whats-new_1">What’s new</h2>'),
        ("> One\n> two\n>\n> three", "<blockquote>\n<p>One\ntwo</p>\n<p>three</p>\n</blockquote>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"),
    ],
)
def test_a_plain_text_is_made_into_html_directly(source: str, expected: str) -> None:
    assert plain().convert(source, Document(body(source))) == expected


@pytest.mark.parametrize(
    "source",
    [
        "",
        "A `word`",
        "AT&T",
        "<b>word</b>",
        "One  \ntwo",
        "    code",
        "Word[^1]",
        "![picture](a.jpg)",
        'A [link](a.md "title")',
        "[A link][a]",
        "*nested **emphasis***",
        "'\"Word\"'",
        "- one\n\n- two",
        "> one\n\n> two",
        "- one\n    - two",
        "[a]: b",
        "Term\n: definition",
        "Title\n=====",
        "## Title {#id}",
        "## Title\nword",
        "* * *",
        "## Title\n\n" * 101 + "word",
    ],
)
def test_anything_else_is_left_to_the_library(source: str) -> None:
    assert plain().convert(source, Document(body(source))) is None


@pytest.mark.parametrize(
    "marked",
    [
        settings("nl2br"),
        settings("wikilinks"),
        settings("admonition", "meta"),
        settings("legacy_attrs"),
        settings("toc", toc={"permalink": True}),
        settings("toc", toc={"anchorlink": True}),
        settings("toc", toc={"baselevel": 2}),
        settings("toc", toc={"marker": "CONTENTS"}),
        settings("abbr", abbr={"glossary": {"HTML": "Hypertext"}}),
        settings("extra", extra={"abbr": {"glossary": {"HTML": "Hypertext"}}}),
        settings("smarty", smarty={"smart_dashes": False}),
        settings("smarty", smarty={"substitutions": {"ndash": "<b>-</b>"}}),
    ],
    ids=lambda marked: " ".join(map(str, (*marked.extensions, *marked.options.values()))),
)
def test_a_library_that_is_set_up_in_another_way_makes_every_text(marked: MarkdownSettings) -> None:
    assert plain_texts(build_markdown(marked, "en")) is None


def test_the_ids_of_headings_are_told_apart_over_the_whole_text() -> None:
    marker = Marker(DEFAULT)
    printed = marker.convert(body("## One\n\n{{< box >}}\n## One\n{{< /box >}}"), lambda call: call.inner)
    assert printed == '<h2 id="one-2">One</h2>\n<h2 id="one">One</h2>'
