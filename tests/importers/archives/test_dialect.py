"""CommonMark and kramdown as Python-Markdown reads them, line for line and as the page shows it."""

from __future__ import annotations

import pytest
from markdown import Markdown

from ssg.content.marking.extensions import build_markdown
from ssg.digest import FrozenDict
from ssg.importers.archives.markup.dialect import adapt, adapt_kramdown
from ssg.importers.archives.markup.inline import finish_commonmark, finish_kramdown
from ssg.settings import DEFAULT_EXTENSIONS, MarkdownSettings

CODE = '<div class="codehilite"><pre><span></span><code>a </code></pre></div>'


def markdown() -> Markdown:
    return build_markdown(MarkdownSettings(DEFAULT_EXTENSIONS, FrozenDict(), "allow"), "en")


@pytest.mark.parametrize(
    ("source", "adapted"),
    [
        ("<div>\n\n**a**\n\n</div>", '<div markdown="block">\n\n**a**\n\n</div>'),
        ("<div>\n**a**\n</div>\n\nb", "<div>\n**a**\n</div>\n\nb"),
        ('<p align="center">\n\na\n\n</p>', '<div markdown="block" align="center">\n\na\n\n</div>'),
        ("<p>\na\n</p>", "<p>\na\n</p>"),
        ("<div>\n\na\n\n<p>\n\nb", '<div markdown="block">\n\na\n\n<div markdown="block">\n\nb\n\n</div>\n\n</div>'),
        ("a\n<details>\n\n- b\n</details>", 'a\n<details markdown="block">\n\n- b\n</details>'),
        ('<div markdown="1">\n\na\n\n</div>', '<div markdown="1">\n\na\n\n</div>'),
        ("<table><tr><td>\n\n*a*\n\n</td></tr></table>",
         '<table markdown="block"><tr markdown="block"><td markdown="block">\n\n*a*\n\n</td></tr></table>'),
        ("<!-- <div> -->\n\na", "<!-- <div> -->\n\na"),
        ("<pre>\n\n- a\n- b\n</pre>\n\nc", "<pre>\n\n- a\n- b\n</pre>\n\nc"),
        ("```\n<div>\n\n```", "```\n<div>\n\n```"),
        ("a <div>\n\nb</div>\n\nc", "a <div>\n\nb</div>\n\nc"),
        ('```go {file="a.go" hl_lines=[1]}\na\n```', "`a.go`:\n\n```go\na\n```"),
        ("```rust,ignore\na\n````", "```rust\na\n```"),
        ("  ```{.py #x}\n  a\n    b\n  ```", "```py\na\n  b\n```"),
        ("~~~\na", "~~~\na\n~~~"),
        ("> - a\n\n> ```\n> <b>\n> ```\n", "> - a\n\n<!-- -->\n\n>     <b>\n>\n"),
        ("> a\n\n> b", "> a\n\n> b"),
        ("```a```\n- b", "```a```\n\n- b"),
        ("> ```py\n> a\n> ```\n> b", ">     a\n>\n> b"),
        ("> a\n> - b\n>   - c", "> a\n>\n> - b\n>     - c"),
        ("> a  \n> b", "> a  \n> b"),
        ("- a\n> b", "- a\n\n> b"),
        ("- a\n\n  > ```\n  > b\n  > ```\n  > c\n\n  d", "- a\n\n    >     b\n    >\n    > c\n\n    d"),
        ("1. a\n   > [!TIP]\n   > b\n> c", "1. a\n    > **Tip**\n    >\n    > b\n\n> c"),
        ("> [!WARNING]\n> a\n\nb", '\n{{< note title="Warning" >}}\na\n{{< /note >}}\n\n\nb'),
        ("> > [!TIP] Try it\n> > a", "> > **Try it**\n> >\n> > a"),
        ("- [ ] a\n- [x] b\n- [c] d", "- ☐ a\n- ☑ b\n- [c] d"),
    ],
)  # fmt: skip
def test_lines_of_commonmark(source: str, adapted: str) -> None:
    assert adapt(source) == adapted


@pytest.mark.parametrize(
    ("source", "finished"),
    [
        ("a ~~b *c*~~ d ~e~ \\~~f~~", "a <del>b *c*</del> d ~e~ \\~~f~~"),
        ("~~a\n\nb~~ `~~c~~`", "~~a\n\nb~~ `~~c~~`"),
        ("a\\\nb\\\\\nc\\\n\nd\\", "a  \nb\\\\\nc\\\n\nd\\"),
        ("See https://x.example/a_(b)_c, (https://y.example). *https://z.example*",
         "See <https://x.example/a_(b)_c>, (<https://y.example>). *<https://z.example>*"),
        ("[https://x.example](https://x.example) <https://x.example> `https://x.example`",
         "[https://x.example](https://x.example) <https://x.example> `https://x.example`"),
        ("[a]: https://x.example\n\n<div>https://x.example\n</div>\n\n<a href='x'>https://x.example</a>",
         "[a]: https://x.example\n\n<div>https://x.example\n</div>\n\n<a href='x'>https://x.example</a>"),
        ('{{< figure caption="at https://x.example" >}} ![https://x.example](a.png)',
         '{{< figure caption="at https://x.example" >}} ![https://x.example](a.png)'),
    ],
)  # fmt: skip
def test_signs_in_lines_of_commonmark(source: str, finished: str) -> None:
    assert finish_commonmark(source, link_addresses=True) == finished


def test_quotations_can_be_as_deep_as_they_like() -> None:
    assert adapt(f"{'> ' * 5000}a") == f"{'> ' * 5000}a"


def test_kramdown_has_html_between_tags_and_breaks_of_its_own() -> None:
    source = (
        "<div>\n\n**a** <https://x.example/>\n\n</div>\n\na\\\nb\\\\\nc ~~d~~ https://x.example <https://x.example>"
    )
    assert finish_kramdown(adapt_kramdown(source)) == (
        '<div>\n\n**a** <a href="https://x.example/">https://x.example/</a>\n\n</div>\n\n'
        "a\\\nb  \nc <del>d</del> https://x.example <https://x.example>"
    )


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<details>\n<summary>S</summary>\n\n**a**\n\n- b\n\n```\nc\n```\n\n</details>\n\nd",
         ("<details> <summary>S</summary> <p><strong>a</strong></p> <ul> <li>b</li> </ul> "
         '<div class="codehilite"><pre><span></span><code>c </code></pre></div> </details> <p>d</p>')),
        ("<table><tr><td>\n\n*a*\n\n</td><td>b</td></tr></table>\n\nc",
         "<table> <tr> <td> <p><em>a</em></p> </td> <td>b</td> </tr> </table> <p>c</p>"),
        ("<p align=center>\n\n<img src=a.png>\n\n*a*</p>\n\nb",
         '<div align="center"> <p><img src=a.png></p> <p><em>a</em></p> </div> <p>b</p>'),
        ("> ```\n> a\n> ```\n\n- b", f"<blockquote> {CODE} </blockquote> <ul> <li>b</li> </ul>"),
        ("- a\n  - b\n\n  ```\n  a\n  ```", f"<ul> <li> <p>a</p> <ul> <li>b</li> </ul> <!-- --> {CODE} </li> </ul>"),
    ],
)  # fmt: skip
def test_what_pages_show_of_commonmark(source: str, html: str) -> None:
    assert " ".join(markdown().convert(adapt(source)).split()) == html
