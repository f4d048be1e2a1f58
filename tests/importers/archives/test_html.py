"""HTML to Markdown: what is kept, what becomes something else, and what is noted."""

from __future__ import annotations

import pytest

from ssg.importers.archives.markup.html import to_markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One <b>bold </b>and <em>it</em>.</p><p>Two</p>", "One **bold** and *it*.\n\nTwo"),
        ("<p># no heading</p><p>1. no list<br>- no item</p>", "\\# no heading\n\n1\\. no list  \n\\- no item"),
        ("<p>*a* _b_ `c` {d} &lt;e&gt; &amp;amp; {{&lt; f &gt;}}</p>",
         "\\*a\\* \\_b\\_ \\`c\\` \\{d\\} &lt;e> &amp;amp; \\{\\{&lt; f >\\}\\}"),
        ("<h1>Big</h1><h3>C#</h3>", "## Big\n\n### C\\#"),
        ('<h2 id="top">Top</h2><p><a href="#top">up</a></p>', "## Top {: #top }\n\n[up](#top)"),
        ("<ul><li>one<ul><li>two<pre>code</pre></li></ul></li><li><p>a</p><p>b</p></li></ul>",
         "- one\n    - two\n\n            code\n- a\n\n    b"),
        ('<ol start="3"><li>three</li><li>four</li></ol>', "3. three\n4. four"),
        ('<figure><a href="l.jpg"><img src="a.jpg" alt="A mast"></a><figcaption>At <em>sea</em></figcaption></figure>',
         '{{< figure src="a.jpg" alt="A mast" caption="At *sea*" >}}'),
        ('<p><img src="a b.jpg" alt="A [mast]"></p>', "![A (mast)](<a b.jpg>)"),
        ("<table><tr><th>a|b</th><th>c</th></tr><tr><td>1<br>2</td><td><b>x</b></td></tr></table>",
         "| a\\|b | c |\n| --- | --- |\n| 1<br>2 | **x** |"),
        ('<table><tr><td colspan="2" style="color:red" onclick="x()">wide</td></tr></table>',
         '<table><tbody><tr><td colspan="2">wide</td></tr></tbody></table>'),
        ('<pre><code class="language-python">def x():\n    return "```"\n</code></pre>',
         '````python\ndef x():\n    return "```"\n````'),
        ("<blockquote><p>One</p><p>two</p></blockquote>", "> One\n>\n> two"),
        ('<p>Foot<sup><a href="#fn1" id="r1">1</a></sup>.</p><ol><li id="fn1">The note <a href="#r1">↩</a></li></ol>',
         "Foot[^1].\n\n[^1]: The note"),
        ("<dl><dt>T</dt><dd>D</dd></dl>", "T\n:   D"),
        ("<p>a<del>b</del> H<sub>2</sub>O <kbd>K</kbd> <code>a`b</code></p>",
         "a<del>b</del> H<sub>2</sub>O <kbd>K</kbd> `` a`b ``"),
        ('<video src="v.mp4" poster="p.jpg"></video>', '{{< video src="v.mp4" poster="p.jpg" >}}'),
        ('<p><a href="/a (b)">good</a> <a href="https://x.example/">https://x.example/</a></p>',
         "[good](</a (b)>) <https://x.example/>"),
        ('<p><a href="about">about</a> <a href="/x/">/x/</a> <a href="b@x.example">b@x.example</a></p>',
         "[about](about) [/x/](/x/) [b@x.example](b@x.example)"),
        ('<p>a  <br>b <br> </p>\n  \n  <p>c</p>  \n', "a  \nb\n\nc"),
        ('<p>a <noscript>a</noscript></p>', "a"),
        ("<b><strong>both</strong></b>", "**both**"),
        ("Plain & simple", "Plain & simple"),
    ],
)  # fmt: skip
def test_what_html_becomes(html: str, markdown: str) -> None:
    assert to_markdown(html, "a.html", 1) == (markdown, ())


@pytest.mark.parametrize(
    ("html", "markdown", "note"),
    [
        ("<p>a</p>\n<script>x()</script>", "a", ("lost", "<script>", "x()", 10)),
        ("<p>a <noscript>b <i>c</i></noscript></p>", "a", ("lost", "<noscript>", "b c", 10)),
        ('<p><a href="javascript:x">bad</a></p>', "bad", ("lost", "link that runs a script", "javascript:x", 10)),
        ('<iframe src="https://www.youtube.com/embed/w7Ft2ymGmfc" title="Film"></iframe>',
         "[Film](<https://www.youtube.com/watch?v=w7Ft2ymGmfc>)",
         ("lost", "player of another site, kept as a link", "https://www.youtube.com/watch?v=w7Ft2ymGmfc", 10)),
        ('<p><img src="data:image/png;base64,AAAA" alt="A mast"></p>', "A mast",
         ("lost", "picture without a file", "A mast", 10)),
    ],
)  # fmt: skip
def test_what_html_cannot_keep_is_noted(html: str, markdown: str, note: tuple[str, str, str, int]) -> None:
    made, (found,) = to_markdown(html, "a.html", 10)
    assert made == markdown
    assert (found.kind, found.what, found.detail, found.line) == note
