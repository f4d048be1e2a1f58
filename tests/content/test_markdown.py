"""Markdown turned into HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from ssg.content.markdown import Marker, RenderShortcode
from ssg.content.marking.engine import engine_version
from ssg.content.shortcodes import ShortcodeCall
from ssg.problems import Problem, ProblemError
from ssg.settings import DEFAULT_EXTENSIONS, MarkdownSettings
from ssg.views import Body

DEFAULT = MarkdownSettings(DEFAULT_EXTENSIONS, {}, "allow")
LINKS = (
    ("../authors/jane.md", "/authors/jane/"),
    ("/about/", "/blog/about/"),
    ("other.md#part", "/news/other/#part"),
    ("photo.jpg", "/news/photo.jpg"),
    ("x.md?a=1&b=2", "/x/?a=1&b=2"),
)
SIZES = (("/news/photo.jpg", 800, 600),)


def settings(*extensions: str, **options: Mapping[str, Any]) -> MarkdownSettings:
    return MarkdownSettings(extensions, options, "allow")


def body(source: str, **parts: Any) -> Body:
    return Body("content/a.md", 10, source, **{"links": LINKS, "sizes": SIZES, **parts})


def printed(call: ShortcodeCall) -> str:
    arguments = "".join(f" {key}={value}" for key, value in call.arguments.items())
    if call.name == "wrong":
        raise ProblemError([Problem('there is no shortcode "wrong"', 'did you mean "wring"?')])
    tag = "b" if call.name == "bold" else "aside"
    return f"<{tag}>{call.name}{arguments}{''.join(f' {word}' for word in call.positional)}:{call.inner}</{tag}>"


def html(source: str, marked: MarkdownSettings = DEFAULT, render: RenderShortcode = printed, **parts: Any) -> str:
    return Marker(marked).convert(body(source, **parts), render)


def complaints(source: str, **parts: Any) -> list[str]:
    with pytest.raises(ProblemError) as caught:
        html(source, **parts)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", ""),
        ("One *two*.", "<p>One <em>two</em>.</p>"),
        ("[Jane](../authors/jane.md)", '<p><a href="/authors/jane/">Jane</a></p>'),
        ('[Jane](<../authors/jane.md> "T")', '<p><a href="/authors/jane/" title="T">Jane</a></p>'),
        (
            "[Jane][j] and [j]\n\n[j]: ../authors/jane.md",
            '<p><a href="/authors/jane/">Jane</a> and <a href="/authors/jane/">j</a></p>',
        ),
        ("[a](other.md#part)", '<p><a href="/news/other/#part">a</a></p>'),
        ("[a](x.md?a=1&b=2)", '<p><a href="/x/?a=1&amp;b=2">a</a></p>'),
        ("[a](x.md?a=1&amp;b=2)", '<p><a href="/x/?a=1&amp;b=2">a</a></p>'),
        ("[a](/about/)", '<p><a href="/blog/about/">a</a></p>'),
        ("[a](https://x.example/?a=1&b=2)", '<p><a href="https://x.example/?a=1&amp;b=2">a</a></p>'),
        (
            "[a](#part) [b](mailto:b@x.example) [c]()",
            '<p><a href="#part">a</a> <a href="mailto:b@x.example">b</a> <a href="">c</a></p>',
        ),
        ('<a href="/about/">a</a>', '<p><a href="/blog/about/">a</a></p>'),
        (
            "<div><a class=x href=/about/ title='href=\"/about/\"'>a</a></div>",
            '<div><a class=x href="/blog/about/" title=\'href="/about/"\'>a</a></div>',
        ),
        (
            '<img srcset="photo.jpg 1x, https://x.example/y.jpg 2x" src="photo.jpg">',
            '<p><img srcset="/news/photo.jpg 1x, https://x.example/y.jpg 2x" src="/news/photo.jpg"></p>',
        ),
        ('<video><track src="/about/"></video>', '<video><track src="/blog/about/"></video>'),
        (
            '<div markdown="1">\n\n*[a](/about/)*\n\n</div>',
            '<div>\n<p><em><a href="/blog/about/">a</a></em></p>\n</div>',
        ),
        ("`[a](gone.md)`", "<p><code>[a](gone.md)</code></p>"),
        ("{{ 7*7 }} {% raw %}", "<p>{{ 7*7 }} {% raw %}</p>"),
        ('"Quotes" -- it\'s...', "<p>“Quotes” – it’s…</p>"),
        ("Term\n:   Meaning", "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>"),
        ("The 5G\n\n*[5G]: Fifth generation", '<p>The <abbr title="Fifth generation">5G</abbr></p>'),
        (
            "# One\n\n# One\n\n# 中国 news",
            '<h1 id="one">One</h1>\n<h1 id="one_1">One</h1>\n<h1 id="zhongguo-news">中国 news</h1>',
        ),
        ("# One {#same}\n\n# Two {#same}", '<h1 id="same">One</h1>\n<h1 id="same-2">Two</h1>'),
    ],
)
def test_html(source: str, expected: str) -> None:
    assert html(source) == expected


IMAGE = '<img alt="A ship" decoding="async" height="600" loading="lazy" src="/news/photo.jpg" width="800">'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("![A ship](photo.jpg)", f"<p>{IMAGE}</p>"),
        ('![A ship](photo.jpg "At sea")', f"<figure>\n{IMAGE}\n<figcaption>At sea</figcaption>\n</figure>"),
        (
            '![A ship](photo.jpg "At sea")\n{: .wide }',
            f'<figure class="wide">\n{IMAGE}\n<figcaption>At sea</figcaption>\n</figure>',
        ),
        (
            '[![A ship](photo.jpg "At sea")](/about/)',
            f'<figure>\n<a href="/blog/about/">{IMAGE}</a>\n<figcaption>At sea</figcaption>\n</figure>',
        ),
        (
            'Words ![A ship](photo.jpg "At sea")',
            "<p>Words " + IMAGE.replace(" width", ' title="At sea" width') + "</p>",
        ),
        (
            "![A ship](photo.jpg){: width=400 }",
            '<p><img alt="A ship" decoding="async" loading="lazy" src="/news/photo.jpg" width="400"></p>',
        ),
        (
            "![](https://x.example/y.jpg){: loading=eager }",
            '<p><img alt="" decoding="async" loading="eager" src="https://x.example/y.jpg"></p>',
        ),
    ],
)
def test_images(source: str, expected: str) -> None:
    assert html(source) == expected


def test_tables_scroll_and_align_without_style_attributes() -> None:
    assert html("| a | b | c |\n|:--|--:|---|\n| 1 | 2 | 3 |\n").replace("\n", "") == (
        '<div class="table" tabindex="0"><table><thead><tr><th class="align-left">a</th><th class="align-right">b</th>'
        '<th>c</th></tr></thead><tbody><tr><td class="align-left">1</td><td class="align-right">2</td><td>3</td></tr>'
        "</tbody></table></div>"
    )


def test_code_is_coloured_with_classes() -> None:
    assert html("```python\nimport os\n```") == (
        '<div class="codehilite"><pre tabindex="0"><span></span><code><span class="kn">import</span>'
        '<span class="w"> </span><span class="nn">os</span>\n</code></pre></div>'
    )


def test_the_language_of_code_is_not_guessed() -> None:
    assert html("```\nimport <os>\n```") == (
        '<div class="codehilite"><pre tabindex="0"><span></span><code>import &lt;os&gt;\n</code></pre></div>'
    )


def test_footnotes_stand_in_the_order_of_the_text() -> None:
    assert html("One[^b] two[^a].\n\n[^a]: A.\n[^b]: B.").replace("\n", "") == (
        '<p>One<sup id="fnref:b"><a class="footnote-ref" href="#fn:b">1</a></sup> '
        'two<sup id="fnref:a"><a class="footnote-ref" href="#fn:a">2</a></sup>.</p>'
        '<div class="footnote"><hr><ol>'
        '<li id="fn:b"><p>B.&#160;<a class="footnote-backref" href="#fnref:b">&#8617;&#65038;</a></p></li>'
        '<li id="fn:a"><p>A.&#160;<a class="footnote-backref" href="#fnref:a">&#8617;&#65038;</a></p></li>'
        "</ol></div>"
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "“a ‘b’ c”"), ("de-AT", "„a ‚b‘ c“"), ("es", "«a “b” c»"), ("xx", "“a ‘b’ c”")],
)
def test_quotation_marks_follow_the_language(language: str, expected: str) -> None:
    assert Marker(DEFAULT, language).convert(body("\"a 'b' c\""), printed) == f"<p>{expected}</p>"


def test_documents_do_not_mix() -> None:
    marker = Marker(DEFAULT)
    first = "# One\n\nWords[^1] [x] HT\n\n[^1]: Note.\n[x]: /about/\n\n*[HT]: Abbreviation"
    alone = marker.convert(body(first), printed)
    other = marker.convert(body("# One\n\nWords[^1] [x] HT"), printed)
    assert other == '<h1 id="one">One</h1>\n<p>Words[^1] [x] HT</p>'
    with pytest.raises(ProblemError):
        marker.convert(body("> " * 10 + "- a\n" + "\n".join("    " * n + "- a" for n in range(400))), printed)
    assert marker.convert(body(first), printed) == alone == Marker(DEFAULT).convert(body(first), printed)


# Problems.


def test_broken_links_are_reported_where_they_stand() -> None:
    broken = (
        ("gone.jpg", '"gone.jpg" leads to no file'),
        ("gone.md", '"gone.md" leads nowhere; did you mean "go.md"?'),
    )
    source = "`[a](gone.md)`\n\n[b](gone.md)\n\n```\n[c](gone.md)\n```\n\n![d](gone.jpg) <a href='gone.md'>e</a>\n"
    assert complaints(source, broken=broken) == [
        'content/a.md:12:5: "gone.md" leads nowhere; did you mean "go.md"?',
        'content/a.md:18:6: "gone.jpg" leads to no file',
        'content/a.md:18:25: "gone.md" leads nowhere; did you mean "go.md"?',
    ]


def test_broken_targets_that_are_no_links_do_not_matter() -> None:
    assert html("`[a](gone.md)`", broken=(("gone.md", "no"),)) == "<p><code>[a](gone.md)</code></p>"


def test_a_link_that_the_scan_did_not_see_is_never_printed_unresolved() -> None:
    assert complaints("Words.\n\n[a](b(c(d).md)e)") == [
        'content/a.md:10: cannot follow the link to "b(c(d).md)e"; write it as [words](<b(c(d).md)e>)'
    ]


def test_all_problems_are_reported_together() -> None:
    source = "{{< wrong >}}\n\n{{< a x= >}}\n\n[b](gone.md)\n\n{{< figure src=gone.md >}}"
    assert complaints(source, broken=(("gone.md", "leads nowhere"),)) == [
        'content/a.md:10:1: there is no shortcode "wrong"; did you mean "wring"?',
        'content/a.md:12:1: cannot read "x=" in the shortcode "a"; write arguments as key="value"',
        "content/a.md:14:5: leads nowhere",
        "content/a.md:16:16: leads nowhere",
    ]


def test_a_problem_in_a_template_keeps_its_place() -> None:
    def render(call: ShortcodeCall) -> str:
        raise ProblemError([Problem("bad template", path="layouts/shortcodes/a.html", line=3)])

    assert complaints("{{< a >}}", render=render) == ["layouts/shortcodes/a.html:3: bad template"]


@pytest.mark.parametrize(
    ("extensions", "options", "expected"),
    [
        (("extar",), {}, 'site.toml: markdown.extensions: there is no extension "extar"; did you mean "extra"?'),
        (("json",), {}, 'site.toml: markdown.extensions: there is no extension "json"; the known ones are'),
        (
            ("no.such",),
            {},
            'site.toml: markdown.extensions: there is no extension "no.such"; the known ones are abbr, ',
        ),
        (
            ("toc",),
            {"toc": {"permlink": True}},
            'site.toml: markdown.options.toc: there is no option "permlink"; did you mean "permalink"?',
        ),
        (
            ("toc",),
            {"toc": {"toc_depth": "x"}},
            'site.toml: markdown.extensions: "toc" cannot be set up; ValueError: invalid literal',
        ),
        (
            ("toc",),
            {"tco": {}},
            'site.toml: markdown.options has a table "tco", but no such extension is in use; did you mean "toc"?',
        ),
        (("toc",), {"toc": 1}, "site.toml: markdown.options.toc is not a table"),
    ],
)
def test_wrong_settings(extensions: tuple[str, ...], options: dict[str, Any], expected: str) -> None:
    with pytest.raises(ProblemError) as caught:
        Marker(MarkdownSettings(extensions, options, "allow"))
    (problem,) = caught.value.problems
    assert str(problem).startswith(expected)


def test_options_reach_the_parts_of_extra() -> None:
    direct = settings("extra", footnotes={"BACKLINK_TEXT": "up"})
    nested = settings("extra", extra={"footnotes": {"BACKLINK_TEXT": "up"}})
    source = "a[^1]\n\n[^1]: b"
    assert html(source, direct) == html(source, nested)
    assert ">up</a>" in html(source, direct)


# Shortcodes.


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{< video abc wide >}}", "<aside>video abc wide:</aside>"),
        ("Words {{< bold >}}*in*{{< /bold >}}.", "<p>Words <b>bold:<em>in</em></b>.</p>"),
        (
            "{{< note >}}\nOne *two*.\n\nThree.\n{{< /note >}}",
            "<aside>note:<p>One <em>two</em>.</p>\n<p>Three.</p></aside>",
        ),
        ("Before\n{{< video a >}}\nafter", "<p>Before</p>\n<aside>video a:</aside>\n<p>after</p>"),
        ("{{< video a >}}\n{{< video b >}}", "<aside>video a:</aside>\n<aside>video b:</aside>"),
        (
            "{{< note >}}\n{{< note >}}\n*in*\n{{< /note >}}\n{{< /note >}}",
            "<aside>note:<aside>note:<p><em>in</em></p></aside></aside>",
        ),
        (
            "- item\n\n    {{< note >}}\n    in\n    {{< /note >}}",
            "<ul>\n<li>\n<p>item</p>\n<aside>note:<p>in</p></aside>\n</li>\n</ul>",
        ),
        ("{{< note >}}\n[x]\n{{< /note >}}\n\n[x]: /about/", '<aside>note:<p><a href="/blog/about/">x</a></p></aside>'),
        (
            "{{< figure src=photo.jpg href=https://x.example alt=photo.jpg >}}",
            "<aside>figure src=/news/photo.jpg href=https://x.example alt=photo.jpg:</aside>",
        ),
        (
            "{{< video captions=/about/ credit_url=../authors/jane.md caption=/about/ >}}",
            "<aside>video captions=/blog/about/ credit_url=/authors/jane/ caption=/about/:</aside>",
        ),
        ('{{</* a b="1" */>}}', "<p>{{&lt; a b=&quot;1&quot; &gt;}}</p>"),
        ("`{{< a >}}`", "<p><code>{{&lt; a &gt;}}</code></p>"),
        ("# Head {{< bold >}}", '<h1 id="head">Head <b>bold:</b></h1>'),
    ],
)
@pytest.mark.parametrize("mode", ["allow", "escape", "sanitize"])
def test_shortcodes(source: str, expected: str, mode: str) -> None:
    assert html(source, replace(DEFAULT, raw_html=mode)).replace("&quot;", '"') == expected.replace("&quot;", '"')


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        "&#106avascript&colon;alert(1)",
        "vbscript:x",
        "data:text/html,x",
    ],
)
@pytest.mark.parametrize("key", ["src", "poster", "href", "url", "captions", "credit_url"])
@pytest.mark.parametrize("mode", ["allow", "escape", "sanitize"])
def test_a_shortcode_runs_no_script(address: str, key: str, mode: str) -> None:
    with pytest.raises(ProblemError) as caught:
        html(f'Words.\n\n{{{{< video {key}="{address}" >}}}}', replace(DEFAULT, raw_html=mode))
    assert str(caught.value) == (
        f'content/a.md:12:1: the shortcode "video" cannot have the address "{" ".join(address.split())}"; '
        "a link is an address with https://, mailto: or tel:, or a path"
    )


def test_the_address_of_a_shortcode_can_be_a_file_with_spaces() -> None:
    assert html('{{< a src="my file.jpg" >}}', links=(("my file.jpg", "/m.jpg"),)) == "<aside>a src=/m.jpg:</aside>"


def test_a_shortcode_call_has_everything_that_a_template_needs() -> None:
    calls: list[ShortcodeCall] = []

    def render(call: ShortcodeCall) -> str:
        calls.append(call)
        return ""

    assert html('A {{< figure src="photo.jpg" wide >}}\n\n{{< note >}}in{{< /note >}}', render=render) == "<p>A </p>"
    assert calls == [
        ShortcodeCall("figure", {"src": "/news/photo.jpg"}, ("wide",), "", "content/a.md", 10, 3, False, 800, 600),
        ShortcodeCall("note", {}, (), "in", "content/a.md", 12, 1, True),
    ]


def test_ids_inside_and_outside_of_shortcodes_stay_apart() -> None:
    source = "# One\n\na[^1]\n\n{{< note >}}\n# One\n\nb[^1]\n\n[^1]: B\n{{< /note >}}\n\n[^1]: A\n"
    out = html(source)
    assert 'id="one"' in out
    assert 'id="one-2"' in out
    assert out.count('id="fn:1"') == out.count('href="#fn:1"') == 1
    assert out.count('id="fn:1-2"') == out.count('href="#fn:1-2"') == 1


@pytest.mark.parametrize(
    "source", ['[a](/about/ "{{< bold >}}")', '<div title="{{< bold >}}">x</div>', "![{{< bold >}}](photo.jpg)"]
)
def test_a_shortcode_in_an_attribute_is_a_problem(source: str) -> None:
    (problem,) = complaints(source)
    assert problem.endswith(
        'the shortcode "bold" stands where no HTML can be, such as in a link or a tag; move it to a line of its own'
    )


# What keys are made of.


def test_the_engine_version_names_what_the_output_depends_on() -> None:
    words = engine_version(DEFAULT)
    assert [word.split()[0] for word in words] == ["Python", "Markdown", "Pygments", "nh3", "marking", "options"]
    assert words == engine_version(settings(*DEFAULT_EXTENSIONS))
    changed = [replace(DEFAULT, raw_html="escape"), settings("toc"), settings(*DEFAULT_EXTENSIONS, toc={"marker": ""})]
    assert len({words, engine_version(DEFAULT, "de"), *map(engine_version, changed)}) == 5
    assert engine_version(settings("ssg.content.scanning"))[4].startswith("ssg.content.scanning ")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[a](https://a.example/)", '<p><a href="https://a.example/" rel="sponsored">a</a></p>'),
        ("<https://a.example/>", '<p><a href="https://a.example/" rel="sponsored">https://a.example/</a></p>'),
        ("[Jane](../authors/jane.md)", '<p><a href="/authors/jane/">Jane</a></p>'),
        (
            """<a class='x>"' rel=nofollow href=//a.example>a</a>""",
            """<p><a class='x>"' rel="nofollow sponsored" href=//a.example>a</a></p>""",
        ),
        ('<a rel="sponsored" href="http://a.example">a</a>', '<p><a rel="sponsored" href="http://a.example">a</a></p>'),
        ("`<a href='https://a.example'>`", "<p><code>&lt;a href='https://a.example'&gt;</code></p>"),
    ],
)
def test_links_of_a_paid_text_to_other_sites_say_that_they_were_bought(source: str, expected: str) -> None:
    assert html(source, paid=True) == expected
    assert 'sponsored"' not in html(source).replace('<a rel="sponsored"', "")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("One {{< box >}} two.", "<p>One</p>\n<aside>box:</aside>\n<p>two.</p>"),
        ("*One* {{< box >}}", "<p><em>One</em></p>\n<aside>box:</aside>"),
        ("One<br>\n{{< box >}} two.", "<p>One<br></p>\n<aside>box:</aside>\n<p>two.</p>"),
        ("One {{< bold >}} two.", "<p>One <b>bold:</b> two.</p>"),
        ("- One {{< box >}}", "<ul>\n<li>One <aside>box:</aside></li>\n</ul>"),
    ],
)
def test_a_block_within_a_paragraph_parts_it(source: str, expected: str) -> None:
    assert html(source) == expected


def test_a_block_within_emphasis_is_a_mistake() -> None:
    assert complaints("One.\n\nTwo *three {{< box >}} four*.") == [
        (
            'content/a.md:12:12: the shortcode "box" stands within words that it would tear apart; '
            "move it to a line of its own"
        )
    ]
