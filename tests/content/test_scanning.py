"""The quick scan of Markdown: targets, shortcode names, words, plain text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssg.content.scanning import count_words, excerpt, is_site_target, plain_text, scan_markdown, srcset_urls


def targets(source: str) -> list[str]:
    return [target.url for target in scan_markdown(source, "a.md", 1).targets]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[Jane](../authors/jane.md)", ["../authors/jane.md"]),
        ('[Jane](../authors/jane.md "Her page")', ["../authors/jane.md"]),
        ("[a](b.md 'title')", ["b.md"]),
        ("[part](other.md#part)", ["other.md#part"]),
        ("![A ship](photo.jpg)", ["photo.jpg"]),
        ("[![A ship](photo.jpg)](ship.md)", ["photo.jpg", "ship.md"]),
        ("[a](<my file.md>)", ["my file.md"]),
        ("[a](my file.md)", ["my file.md"]),
        ("[a](b_(c).md)", ["b_(c).md"]),
        (r"[a](b\_c.md)", ["b_c.md"]),
        ("[a](b.md?x=1&amp;y=2)", ["b.md?x=1&y=2"]),
        ("[a](b.md?x=1&copy=2)", ["b.md?x=1&copy=2"]),
        ("[a](it's.md)", ["it", "it's.md"]),
        ("[a](\n  b.md)", ["b.md"]),
        ("[a][x]\n\n[x]: b.md", ["b.md"]),
        ("> [x]: <b.md>", ["b.md"]),
        ("[^1]: Words, no target", []),
        ("*[HTML]: Hypertext", []),
        ('<a href="/about/">', ["/about/"]),
        ("<img src=photo.jpg>", ["photo.jpg"]),
        ("<IMG SRC='photo.jpg'>", ["photo.jpg"]),
        ('<img srcset="a.jpg 1x, /b.jpg 2x">', ["a.jpg", "/b.jpg"]),
        ('<video poster="p.jpg">', ["p.jpg"]),
        ('<a data-href="b.md">', []),
        ('{{< figure src="photo.jpg" >}}', ["photo.jpg"]),
        ('{{< video captions="s.vtt" credit_url=jane.md caption="no.md" >}}', ["s.vtt", "jane.md"]),
        ('<video><track src="s.vtt"></video>', ["s.vtt"]),
        ("{{< video poster=`p.jpg` url=film.mp4 >}}", ["p.jpg", "film.mp4"]),
        ("[a](https://x.example) [b](mailto:a@x.example) [c](tel:+44) [d](#part) [e](//x.example) [f](?a=1)", []),
        ("![x](data:image/png;base64,AAAA) [y]()", []),
    ],
)
def test_targets(source: str, expected: list[str]) -> None:
    assert targets(source) == expected


def test_targets_carry_the_line_of_the_file() -> None:
    text = scan_markdown("One.\n\n[a](a.md)\n![b](b.jpg) and\n\n[c]: c.md\n", "content/x.md", 12)
    assert [(target.url, target.line) for target in text.targets] == [("a.md", 14), ("b.jpg", 15), ("c.md", 17)]
    assert (text.path, text.line) == ("content/x.md", 12)


def test_shortcode_names_are_sorted_and_stand_once() -> None:
    text = scan_markdown("{{< note >}}a{{< /note >}} {{<figure>}} {{< note />}} {{ not }}", "a.md", 1)
    assert text.shortcodes == ("figure", "note")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", 0),
        ("One two, three.", 3),
        ("# Head\n\n- item one\n- “quoted” text — aside\n\n* * *", 6),
        ("[two words](https://x.example/a/b/c)", 2),
        ("don't re-enter 2,500", 3),
        ("_**Both**_ __ _ ** snake_case\x1cx", 3),
        ("_**Beide**_ __ _ ** für\x1cx", 3),
        ("東京電力", 2),
        ("東京 電力 and more", 4),
        ("สวัสดีครับ", 2),
        ("한국어 문장", 2),
    ],
)
def test_words(source: str, words: int) -> None:
    assert count_words(source) == words


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# Head\n\nOne *two* __three__ `four`.", "Head One two three four."),
        (
            "A [link](x.md) and ![no picture](y.jpg \"t\") and [ref][r] here.\n\n[r]: z.md 'T'",
            "A link and and ref here.",
        ),
        ("A note[^1] here.\n\n[^1]: The note.", "A note here. The note."),
        ("snake_case stays, 2 * 3 too, \\*so\\* do these", "snake_case stays, 2 * 3 too, *so* do these"),
        ("Before\n\n```python\ncode\n```\n\nAfter\n\n    indented code\n\nEnd", "Before After End"),
        ("<div>\n\n    <b>no code</b>\n\n</div>\n\n    code\n\nEnd", "no code End"),
        ('<div markdown="1">\n\n    code\n\n</div>\n\nEnd', "End"),
        ("<div>\n\n<div>a</div>\n\n    b\n\n</div>\n\n    code\n\n<div>\n\n    code", "a b"),
        ("- one\n- two\n\n    still two\n\n1. three", "one two still two three"),
        ("> Quoted\n> words\n\n---\n\nTitle\n=====", "Quoted words Title"),
        ("| a | b |\n|---|--:|\n| 1 | 2 |", "a b 1 2"),
        ("A <b>bold</b> <!-- secret --> word<script>bad()</script> &amp; more", "A bold word & more"),
        ('{{< note kind="x" >}}Inner{{< /note >}} out {{< fig />}}', "Inner out"),
        ("See https://x.example/a?b=c and <https://y.example>.", "See and ."),
        ("A heading {: #x .y }", "A heading"),
        ("**a** *b* c*d 2 * 3 ** 4", "a b cd 2 * 3 ** 4"),
        ("`a` ``b`` c`", "a b c"),
        ("__a__ snake_case _ _b_", "a snake_case b"),
        ("\\(a\\) \\z \\\\ \\", "(a) \\z \\ \\"),
    ],
)
def test_plain_text(source: str, text: str) -> None:
    assert plain_text(source) == text


@pytest.mark.parametrize(
    ("source", "length", "expected"),
    [
        ("Short.", 100, "Short."),
        ("# Heading\n\nFirst sentence. Second one here. Third.", 35, "First sentence. Second one here."),
        ("Heading\n-------\n\nText.", 35, "Text."),
        ("A very long first sentence that goes on and on", 20, "A very long first…"),
        ("Yes. A second sentence that is much too long", 30, "Yes. A second sentence that…"),
        ("日本語の文章です。次の文章はもっと長いです。", 12, "日本語の文章です。"),
        ("日本語日本語日本語日本語", 6, "日本語日本…"),
    ],
)
def test_excerpt(source: str, length: int, expected: str) -> None:
    assert excerpt(source, length) == expected
    assert len(excerpt(source, length)) <= length


def test_srcset() -> None:
    assert srcset_urls("a.jpg 1x, b.jpg 2x,") == ["a.jpg", "b.jpg"]


@given(st.text(alphabet=st.characters() | st.sampled_from("[]()<>!`*_#\\{}:&\n\"' "), max_size=200))
def test_any_text_can_be_scanned(source: str) -> None:
    text = scan_markdown(source, "a.md", 1)
    assert all(is_site_target(target.url) for target in text.targets)
    assert 0 <= text.words <= len(source)
    assert "\n" not in plain_text(source)
    assert len(excerpt(source, 40)) <= 40


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "[x](",
            "![",
            "<!--",
            "{{<",
            "`",
            "``` ",
            "<a ",
            "[x]:",
            "](",
            ']("',
            "> ",
            "\\",
            "    a\n\n",
            "*",
            "_ ",
            "=-\n",
        ),
        *("<script>", "**a ", "href='", "&", "{:", "[^", "http://"),
    ],
)
def test_hostile_texts_take_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        source = piece * (size // len(piece))
        start = time.process_time()
        scan_markdown(source, "a.md", 1)
        plain_text(source)
        return time.process_time() - start

    # A quadratic scan of the eightfold text would take 64 times as long; the floor keeps a busy machine from failing.
    small = min(seconds(25_000) for _ in range(3))
    assert seconds(200_000) < max(0.5, 24 * small)


def test_an_excerpt_has_no_tables() -> None:
    table = "| Year | Masts |\n|---|--:|\n| 2025 | 12 |\n| 2026 | 14 |\n"
    assert excerpt(f"{table}\nMore masts. Either a|b.\n\nYear | Masts\n--- | ---\n2025 | 12\n\nThe end.", 160) == (
        "More masts. Either a b. The end."
    )
