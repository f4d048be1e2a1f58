"""Raw HTML in articles under the three settings, and texts that mean harm."""

from __future__ import annotations

import re

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssg.content.markdown import Marker, RenderShortcode
from ssg.content.marking.raw_html import resolve_tags
from ssg.content.shortcodes import ShortcodeCall
from ssg.problems import Problem, ProblemError
from ssg.settings import DEFAULT_EXTENSIONS, MarkdownSettings
from ssg.views import Body

MODES = ("allow", "escape", "sanitize")
MARKERS = {mode: Marker(MarkdownSettings(DEFAULT_EXTENSIONS, {}, mode)) for mode in MODES}
TEMPLATE = '<video controls onplay="ours()"><script>ours()</script></video>'
ADDRESSES = {"href", "src", "action", "cite", "poster", "formaction", "background", "data"}
UNWANTED = {"script", "style", "iframe", "object", "embed", "form", "input", "base", "meta", "link", "svg", "math"}


def printed(call: ShortcodeCall) -> str:
    return f"<aside>{call.inner}</aside>" if call.paired else TEMPLATE


def html(source: str, mode: str, render: RenderShortcode = printed) -> str:
    return MARKERS[mode].convert(Body("a.md", 1, source, links=(("x", "/x/"),)), render)


def outcome(source: str, mode: str, render: RenderShortcode = printed) -> tuple[str, tuple[Problem, ...]]:
    """Return the HTML, or the problems that stand in its place."""
    try:
        return html(source, mode, render), ()
    except ProblemError as error:
        return "", error.problems


def harm(source: str) -> list[str]:
    """Return what a browser would run of a piece of HTML, by a parser that we did not write."""
    found = []
    for element in html5lib.parseFragment(source, namespaceHTMLElements=False).iter():
        # html5lib names comments and the root by something that is no element's name.
        tag = element.tag if isinstance(element.tag, str) else ""
        found += [tag] if tag.rpartition("}")[2] in UNWANTED else []
        for name, value in element.attrib.items():
            scheme = re.sub(r"[\x00-\x20]", "", value).lower().partition(":")[0]
            bad = scheme in {"javascript", "vbscript", "data"} and name in ADDRESSES
            found += [f"{name}={value}"] if bad or name.startswith("on") or name in {"style", "srcdoc"} else []
    return found


HOSTILE = [
    "<script>alert(1)</script>",
    "Words <script>alert(1)</script> words",
    "<img src=x onerror=alert(1)>",
    "<IMG SRC=https://x.example/ OnError = 'alert(1)'>",
    "<svg/onload=alert(1)>",
    "<math><a xlink:href=javascript:alert(1)>x</a></math>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<div markdown=1 onclick=alert(1)>\n\n*x*\n\n</div>",
    '<p markdown="1" style="x">a <b onclick=alert(1)>b</b></p>',
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java&#10;script:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](&#x6A;avascript&colon;alert(1))",
    "[a]( <javascript:alert(1)>)",
    "[a][x]\n\n[x]: javascript:alert(1)",
    "<javascript://%0aalert(1)>",
    "![a](javascript:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](vbscript:x)",
    "Words\n{: onclick=alert(1) }",
    "# Head {: onmouseover=alert(1) style='x' }",
    "*a*{: onclick='alert(1)' }",
    "![a](https://x.example/a.jpg){: onerror=alert(1) }",
    "[a](https://x.example){: href=javascript:alert(1) }",
    "``` { .py prestyles='\"><script>alert(1)</script>' }\nx\n```",
    '~~~ {."><script>alert(1)</script> }\nx\n~~~',
    '*[HT]: "><script>alert(1)</script>\n\nHT',
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=y> |",
    "Term <script>\n: <style>",
    "{{< note >}}<script>alert(1)</script>{{< /note >}}",
    "{{< note >}}\n[a](javascript:alert(1))\n{{< /note >}}",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<table><td><svg><style><img src=x onerror=alert(1)></style></svg>",
    "<a href='https://x.example' title='{{</* \" onclick=alert(1) x= */>}}'>x</a>",
    "<form action=javascript:alert(1)><input formaction=javascript:alert(1)></form>",
    "<base href='https://evil.example/'><meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<!-- --!><script>alert(1)</script> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php <script>alert(1)</script> ?>",
]


@pytest.mark.parametrize("mode", ["escape", "sanitize"])
@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_harmful_survives(source: str, mode: str) -> None:
    assert harm(outcome(source, mode)[0]) == []


def test_the_check_for_harm_finds_harm() -> None:
    source = "<a href='java\nscript:x' onclick=y></a><script></script>"
    assert sorted(harm(source)) == ["href=java\nscript:x", "onclick=y", "script"]
    assert sum(bool(harm(outcome(source, "allow")[0])) for source in HOSTILE) > len(HOSTILE) / 2


def test_escape_shows_tags_as_text() -> None:
    assert html('<div class="x">\n\nA <b>bold</b> word &amp; <!-- note -->\n\n</div>', "escape") == (
        "<p>&lt;div class=”x”&gt;</p>\n"
        "<p>A &lt;b&gt;bold&lt;/b&gt; word &amp; &lt;!– note –&gt;</p>\n<p>&lt;/div&gt;</p>"
    )


def test_sanitize_keeps_what_is_harmless() -> None:
    source = '<div class="x" style="y"><b>bold</b><details open><summary>S</summary>T</details><script>x</script></div>'
    assert html(source, "sanitize") == (
        '<div class="x"><b>bold</b><details open=""><summary>S</summary>T</details></div>'
    )


@pytest.mark.parametrize("mode", MODES)
def test_templates_are_trusted(mode: str) -> None:
    assert html("Words\n\n{{< video >}}\n", mode) == f"<p>Words</p>\n{TEMPLATE}"


EVERYTHING = """
# Heading {: .kicker }

Words *so* **so** `code` [link](https://x.example/?a=1&b=2 "T") <mailto:a@x.example>[^1] and[^1] HT.

![Alt](https://x.example/a.jpg "Caption")

| a | b |
|:--|--:|
| 1 | 2 |

7. seven
8. eight

> Quoted

Term
:   Meaning

```python
def f(): pass
```

---

[^1]: Note.

*[HT]: Hypertext
"""


@pytest.mark.parametrize("mode", ["escape", "sanitize"])
def test_all_that_markdown_makes_passes_the_sanitizer(mode: str) -> None:
    def tree(source: str) -> list[object]:
        elements = html5lib.parseFragment(source, namespaceHTMLElements=False).iter()
        return [(element.tag, sorted(element.attrib.items()), element.text, element.tail) for element in elements]

    assert tree(html(EVERYTHING, mode)) == tree(html(EVERYTHING, "allow"))


PIECES = [
    *("<script>", "</script>", "<img src=x onerror=y>", "<a href='javascript:x'>", "</a>", "<!--", "-->"),
    *("<div markdown=1>", "</div>", "<svg/onload=x>", "<style>", "<![CDATA[", "]]>", "<?x", "<textarea>", "<table>"),
    *("<td>", "<p>", "<title>", "</>", "[a](javascript:x)", "[x]", "[x]: javascript:x", "[^1]", "[^1]: n", "![i]("),
    *("](", ")", '"', "'", "*[HT]: <b>", "HT", "[TOC]", "{: onclick=x }", "{: #i .c style='x' }"),
    *("``` {.py title='<script>' }\n", "```", "~~~", "`", "*", "_", "**", "\\", "&lt;", "&#0;"),
    *("\n", "\n\n", "    ", "> ", "- ", "1. ", "# ", "|", "---", "word", "\t", "\x00", "\x02", "\x03", "\ud800"),
    *("{{< note >}}", "{{< /note >}}", "{{< video a='<b>' >}}", "{{</* q */>}}", "\ufdd0\ufdd1\ufddb"),
    *("\x02wzxhzdk:0\x03", "klzzwxh:0001"),
]


@pytest.mark.parametrize("mode", MODES)
@settings(max_examples=150, deadline=None)
@given(st.one_of(st.lists(st.sampled_from(PIECES), max_size=15).map("".join), st.text(max_size=80)))
def test_any_text_gives_html_or_problems(mode: str, source: str) -> None:
    out, problems = outcome(source, mode, lambda call: f"<aside>{call.inner}</aside>")
    assert all(problem.path == "a.md" and problem.line > 0 for problem in problems)
    assert not re.search("[\ufdd0-\ufdef]", out)
    assert mode == "allow" or harm(out) == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("> " * 10_000 + "a", ""),
        (">" * 10_000, ""),
        ("[" * 10_000, 'a.md:1:501: more than 500 "[" are open at once; write \\[ for the sign itself'),
        ("![](" * 10_000, 'a.md:1:2004: more than 500 "(" are open at once; write \\( for the sign itself'),
        ("<a " * 10_000, 'a.md:1:1501: more than 500 "<" are open at once; write \\< for the sign itself'),
        (
            "\n".join("    " * depth + "- a" for depth in range(400)),
            "a.md:1: lists, quotations or brackets stand too deep",
        ),
        ("<div markdown=1>" * 3000, ""),
        ("*" * 50_000, ""),
        ("word " * 100_000, ""),
        ("[a](https://x.example) " * 2000, ""),
    ],
)
def test_monstrous_texts(source: str, problem: str, mode: str) -> None:
    problems = outcome(source, mode)[1]
    assert "\n".join(map(str, problems)).startswith(problem)
    assert bool(problems) == bool(problem)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<a href=x>", '<a href="NEW">'),
        ("<A HREF = 'x' class=y>", '<A HREF="NEW" class=y>'),
        ("<a title='href=x' data-href=x>", "<a title='href=x' data-href=x>"),
        ("<a title=\"> href='x'\" href='x'>", '<a title="> href=\'x\'" href="NEW">'),
        ("<!-- <a href=x> --><a href=x>", '<!-- <a href=x> --><a href="NEW">'),
        ("<script src=x>'<a href=x>'</script>", "<script src=x>'<a href=x>'</script>"),
        ("&lt;a href=x&gt; href=x", "&lt;a href=x&gt; href=x"),
        ("<img srcset='x 1x, y 2x'>", '<img srcset="NEW 1x, y 2x">'),
        ("<a href='x", "<a href='x"),
        ("<br/><img src=x/>", "<br/><img src=x/>"),
    ],
)
def test_addresses_in_tags(source: str, expected: str) -> None:
    assert resolve_tags(source, {"x": "NEW"}.get) == expected
