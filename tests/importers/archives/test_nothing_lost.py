"""The property that importing is for: imported and built, no article loses a word, whatever format it is from."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssg.build import build
from ssg.building.options import Options
from ssg.importers.archives.detecting import detect, open_archive
from ssg.importers.archives.importing import ArchiveOptions, import_archive
from tests.conftest import WrittenSite
from tests.importers.archives.moving import NOW, SHORTCODES, SITE, words_of_html
from tests.plain_theme import PLAIN_THEME

# What an article can have; each @ is a word of its own, which must be on the page, and § the last one again.
MARKDOWN = (
    *(
        "@ *@* **@** _@_",
        "# @ @",
        "## @ #",
        "- @\n- @\n  - @\n  - @",
        "1. @\n2. @\n   1. @",
        "> @\n> @\n\n@",
        "    @ @",
    ),
    *(
        "```\n@ {{ @ }}\n```",
        "~~~ go\n@\n~~~",
        "- @\n\n  ```\n  @\n  ```\n- @",
        "@\n@\n- @\n- @",
        "@ `@` `` ` @ ``",
        "@\n---",
    ),
    *(
        "[@](https://x.example/a_b) @",
        "[@](gone.pdf) @",
        "![@](gone.png) @",
        "[@][rr] @\n\n[rr]: https://x.example",
        "<b>@</b>",
    ),
    *(
        "| @ | @ |\n| --- | --- |\n| @ | @ |",
        "@\n| @ | @ |\n| --- | --- |\n| @ | @ |",
        "<div>@ <b>@</b></div>",
        "@<br>@",
    ),
    *(
        "a {{< @ >}} b",
        "@ 2 < 3 > @ & @ &amp; @",
        "[x] @ [@] (@)",
        "@:\n: @",
        "* @\n* @\n\n\n@",
        "+ @\n\n  @\n+ @",
        "@[^@]",
    ),
    *(
        "[@](/posts/p1/) [@](../p2.md) [@](p3#x)",
        "1) @\n2) @",
        "2020. @",
        "\t@",
        "\\@ \\* @",
        "{@} %@% $@$",
        "@ -- @ --- @",
    ),
)
# What CommonMark reads as Markdown, and kramdown and Python-Markdown show as it is.
COMMONMARK = (
    *("<details>\n<summary>@</summary>\n\n@ **@** <https://x.example/@>\n\n- @\n\n```\n@\n```\n\n</details>\n\n@",),
    *(
        "<div class='a'>\n\n@ [@](gone.pdf) https://x.example/@\n\n</div>\n@",
        "<p align='center'>\n\n@\n\n*@*\n</p>\n\n@",
    ),
    *("<table><tr><td>\n\n@\n\n</td><td>@</td></tr></table>\n\n@",),
    *(
        "```go {file=\"@.go\"}\n<a href='{{ .@ }}'>@</a>\n```\n@",
        "```rust,ignore\n<@> [@](@)\n```\n@",
        "  ```\n  <@>\n  ```\n@",
    ),
    *("~~@ @~~ @", "@\\\n@", "- [ ] @\n- [x] @", "> [!NOTE]\n> @ @\n\n@", "> ```\n> <@>\n> ```\n> @\n> - @"),
    *("@ https://x.example/@ (https://x.example/@).", "<!-- x -->\n@", "<pre>\n\n@\n</pre>\n@"),
    "<div>\n\n        <a href='x'>@</a>\n\n</div>\n\n@",
)
UNCLOSED = ("<div>\n\n@ <span>@</span>\n\n- @",)
HUGO = (
    *(
        "{{< box >}}@{{< /box >}}",
        "{{< highlight go >}}\n@ @\n{{< /highlight >}}",
        "{{% note %}}\n@ @\n{{% /note %}} @",
    ),
    *(
        '{{< figure src="gone.png" caption="@" >}} @',
        "{{< box >}} @",
        "{{</* @ */>}}",
        "{{< details @ >}}\n@\n{{< /details >}}",
    ),
    *('[@]({{< ref "p1.md" >}}) @', "{{< quote >}}@{{< /quote >}} @", "{{<@", "{{< /box >}} @"),
)
JEKYLL = (
    *("{% highlight go %}\n@\n{% endhighlight %}", "{% raw %}{{ @ }}{% endraw %}", "{% if x %}@{% else %}@{% endif %}"),
    *("{{ x.@ }} @", "[@]({% post_url 2020-01-01-p1 %}) @", "@\n{: .lead}\n\n@", "{% include gone.html @ %} @", "{% @"),
)
ZOLA = (
    "{% box() %}@{% end %} @",
    "{{ box(x=1) }} @",
    "{% note() %}@{% end %}",
    "[@](@/p1.md) @",
    "{% quote() %}@{% end %}",
)
HTML = (
    *(
        "<p>@ <b>@</b> <i>@</i><b> @ </b>@</p>",
        "<h1>@</h1>",
        "<h3>@ <em>@</em></h3>",
        "<ul><li>@<ul><li>@</li></ul></li></ul>",
    ),
    *(
        "<ol><li><p>@</p><p>@</p></li><li>@<pre>@\n@</pre></li></ol>",
        "<pre><code>@ ``` @</code></pre>",
        "<hr>@<br>@<br/>@",
    ),
    *("<table><tr><th>@</th><th>@</th></tr><tr><td>@ | @</td><td>@<br>@</td></tr></table>", "<div><div>@</div>@</div>"),
    *(
        "<table><tr><td colspan=2>@</td></tr><tr><td>@</td><td><ul><li>@</li></ul></td></tr></table>",
        "<a href='/p1/'>@</a> @",
        "<a href='@'>§</a> <a href='/@/'>/§/</a> <a href='https://x.example/@'>https://x.example/§</a>",
        "<p>@</p><aside>@ @</aside><section><header><h2>@</h2></header>@</section><footer>@</footer>",
    ),
    *(
        "<figure><img src='https://x.example/a.png' alt=''><figcaption>@ <b>@</b></figcaption></figure>",
        "<code>@ ` @</code>",
    ),
    *(
        "<blockquote>@<p>@</p><blockquote>@</blockquote></blockquote>",
        "<dl><dt>@</dt><dd>@</dd></dl>",
        "<span>@</span> @",
    ),
    *(
        "<details><summary>@</summary><p>@</p></details>",
        "<p>@<sup>@</sup> <del>@</del> <kbd>@</kbd> <mark>@</mark></p>",
    ),
    *(
        "<p># @</p>",
        "<p>1. @<br>- @</p>",
        "<p>{{&lt; @ &gt;}} {@} *@* _@_ [@](@) &lt;@&gt;</p>",
        "<section><h2>@</h2>@</section>",
    ),
    *(
        "<a href='gone.pdf'>@</a>",
        "<a href='javascript:x'>@</a>",
        "<p>@</p>@<p>@",
        "<p>~@</p>",
        "<p>: @</p>",
        "<p>| @ | @ |</p>",
    ),
    *("<b><p>@</p><p>@</p></b>", "<a href='/x'><p>@</p></a>", "<center>@</center>", "<font>@</font>", "<p>[^@]: @</p>"),
)
CLASSIC = (
    "@\n@\n\n@ <b>@</b>",
    "[box x=1]@[/box] @",
    "[caption]<img src='https://x.example/a.png'> @[/caption]",
    "@ [@] @",
)

PLAIN = (
    "@ @",
    "@\n@",
    "<@> @",
    "@ & @ &amp; @",
    "# @",
    "- @\n- @",
    "*@* _@_",
    "{{< @ >}}",
    "</@>@",
    "[@](@)",
    "`@`",
    "    @",
)

Blocks = Sequence[str]
Write = Callable[[Path, Sequence[str]], Path]
"""Writes bodies as an archive and returns what is imported."""


def filled(blocks: Blocks, name: str) -> tuple[str, list[str]]:
    """Return a body with a word of its own for each @, and the words."""
    words: Iterator[int] = iter(range(10_000))
    parts, used = [], []
    for block in blocks:
        for part in block.split("@")[:-1]:
            used.append(f"{name}w{next(words)}")
            parts += [part.replace("§", used[-2] if len(used) > 1 else ""), used[-1]]
        parts += [block.rpartition("@")[2].replace("§", used[-1] if used else ""), "\n\n"]
    return "".join(parts), used


def _files(root: Path, files: dict[str, str]) -> Path:
    WrittenSite(root).write(files)
    return root


def as_hugo(root: Path, bodies: Sequence[str]) -> Path:
    head = "---\ntitle: T{0}\ndate: 2020-01-01\n---\n"
    files = {f"content/posts/p{n}.md": head.format(n) + body for n, body in enumerate(bodies)}
    return _files(root, {"hugo.toml": "", **files})


def as_jekyll(root: Path, bodies: Sequence[str]) -> Path:
    files = {f"_posts/2020-01-01-p{n}.md": f"---\ntitle: T{n}\n---\n{body}" for n, body in enumerate(bodies)}
    return _files(root, {"_config.yml": "x: 1\n", **files})


def as_zola(root: Path, bodies: Sequence[str]) -> Path:
    head = "+++\ntitle = 'T{0}'\ndate = 2020-01-01\n+++\n"
    files = {f"content/p{n}.md": head.format(n) + body for n, body in enumerate(bodies)}
    return _files(root, {"config.toml": "", "templates/x.html": "", **files})


def as_pelican(root: Path, bodies: Sequence[str]) -> Path:
    files = {
        f"content/p{n}.md": f"Title: T{n}\nSlug: p{n}\nDate: 2020-01-01\n\n{body}" for n, body in enumerate(bodies)
    }
    return _files(root, {"pelicanconf.py": "", **files})


def as_wordpress(root: Path, bodies: Sequence[str]) -> Path:
    items = (
        f"<item><title>T{n}</title><content:encoded><![CDATA[{body}]]></content:encoded><wp:post_name>p{n}</wp:post_name>"
        "<wp:post_date_gmt>2020-01-01 09:00:00</wp:post_date_gmt><wp:status>publish</wp:status></item>\n"
        for n, body in enumerate(bodies)
    )
    head = '<rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="c"><channel>'
    return _files(root, {"e.xml": f"{head}{''.join(items)}</channel></rss>"}) / "e.xml"


def as_ghost(root: Path, bodies: Sequence[str]) -> Path:
    posts = [
        {"id": n, "title": f"T{n}", "slug": f"p{n}", "html": body, "status": "published", "published_at": "2020-01-01"}
        for n, body in enumerate(bodies)
    ]
    return _files(root, {"g.json": json.dumps({"meta": {"exported_on": 1}, "data": {"posts": posts}})}) / "g.json"


def as_feed(root: Path, bodies: Sequence[str]) -> Path:
    items = (
        f"<item><title>T{n}</title><link>https://old.example/p{n}</link>"
        f"<pubDate>Wed, 01 Jan 2020 09:00:00 GMT</pubDate><description>{escape(body)}</description></item>\n"
        for n, body in enumerate(bodies)
    )
    text = f"<rss version='2.0'><channel><link>https://old.example/</link>{''.join(items)}</channel></rss>"
    return _files(root, {"f.xml": text}) / "f.xml"


def as_json_feed(root: Path, bodies: Sequence[str]) -> Path:
    items = [
        {
            "id": n,
            "title": f"T{n}",
            "url": f"https://old.example/p{n}",
            "content_text": body,
            "date_published": "2020-01-01",
        }
        for n, body in enumerate(bodies)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "home_page_url": "https://old.example/", "items": items}
    return _files(root, {"f.json": json.dumps(feed)}) / "f.json"


def as_pages(root: Path, bodies: Sequence[str]) -> Path:
    said = json.dumps({"@type": "Article", "headline": "T", "datePublished": "2020-01-01"})
    more = "more " * 20
    files = {
        f"p{n}.html": f"<!doctype html><html><body><script type='application/ld+json'>{said}</script>"
        f"<article>{body}<p>{more}</p></article></body></html>"
        for n, body in enumerate(bodies)
    }
    return _files(root, files)


@pytest.mark.parametrize(
    ("write", "blocks"),
    [
        (as_hugo, MARKDOWN + COMMONMARK + UNCLOSED + HUGO),
        (as_jekyll, MARKDOWN + COMMONMARK + JEKYLL),
        (as_zola, MARKDOWN + COMMONMARK + UNCLOSED + ZOLA),
        (as_pelican, MARKDOWN),
        (as_wordpress, HTML + CLASSIC),
        (as_ghost, HTML),
        (as_feed, HTML),
        (as_json_feed, PLAIN),
        (as_pages, HTML),
    ],
)
@settings(max_examples=2, deadline=None)
@given(data=st.data())
def test_no_article_loses_a_word(write: Write, blocks: Blocks, data: st.DataObject) -> None:
    drawn = data.draw(st.lists(st.lists(st.sampled_from(blocks), min_size=1, max_size=8), min_size=12, max_size=12))
    # Every kind of block is there at least once in each run, alone.
    articles = [filled(chosen, f"a{n}x") for n, chosen in enumerate([*drawn, *([block] for block in blocks)])]
    folder = Path(tempfile.mkdtemp())
    try:
        archive = write(folder / "archive", [body for body, _ in articles])
        root = folder / "site"
        WrittenSite(root).write({**PLAIN_THEME, **SHORTCODES, "site.toml": SITE})
        report = import_archive(root, open_archive(archive, detect(archive)), ArchiveOptions(), NOW)
        assert report.failures == 0
        build(root, Options(NOW, jobs=1, store=False))
        shown = {
            word for page in (root / "public").glob("*/*/index.html") for word in words_of_html(page.read_text("utf-8"))
        }
    finally:
        shutil.rmtree(folder)
    missing = {word: body for body, words in articles for word in words if word not in shown}
    assert not missing
