"""Jekyll sites: posts, drafts, collections, permalinks, Liquid and kramdown."""

from __future__ import annotations

import pytest

from tests.conftest import Files, MakeSite, WrittenSite
from tests.importers.archives.moving import PNG, body, built, head, move, new_site, notes

POST = "_posts/2020-01-02-a-mast.md"
ARTICLE = "content/articles/news/a-mast.md"


def jekyll(site: MakeSite, files: Files, settings: str = "url: https://old.example\n") -> WrittenSite:
    """Return a new site that a Jekyll site was moved into."""
    archive = site({"_config.yml": settings, **files}, "jekyll").delete("site.toml")
    there = new_site(site)
    move(there, archive.root)
    return there


@pytest.mark.parametrize(
    ("permalink", "address"),
    [
        ("", "/networks/2020/01/02/a-mast.html"),
        ("permalink: pretty", "/networks/2020/01/02/a-mast/"),
        ("permalink: none", "/networks/a-mast.html"),
        ("permalink: /:year/:title", "/2020/a-mast"),
        ("permalink: /blog/:categories/:i_day/:slug.html", "/blog/networks/2/a-mast.html"),
    ],
)
def test_old_addresses_lead_to_the_article(site: MakeSite, permalink: str, address: str) -> None:
    there = jekyll(
        site,
        {POST: "---\ntitle: A mast\ncategory: networks\n---\nIt holds.\n"},
        f"url: https://old.example\n{permalink}\n",
    )
    assert f"aliases:\n  - {address}" in head(there, "content/articles/networks/a-mast.md")
    output = address.removeprefix("/") if address.endswith(".html") else f"{address.strip('/')}/index.html"
    assert "/networks/a-mast/" in built(there).text(output)


def test_front_matter_in_the_ways_of_jekyll(site: MakeSite) -> None:
    there = jekyll(
        site,
        {
            "_data/authors.yml": """
                tove:
                  name: Tove Lindqvall
                  role: Networks Editor
                """,
            POST: """
                ---
                title: "A mast"
                author: [tove, "Ode Meer and Edda Wren"]
                date: 2020-01-03 09:30:00 +0100
                tags: masts wind
                categories: [news, coast]
                redirect_from: /old.html
                subtitle: It holds.
                layout: post
                mood: calm
                ---
                It holds.
                """,
        },
    )
    assert head(there, ARTICLE) == (
        "title: A mast\nstandfirst: It holds.\ndate: 2020-01-03 09:30:00+01:00\nauthors:\n  - Tove Lindqvall\n"
        "  - Ode Meer\n  - Edda Wren\ntags:\n  - masts\n  - wind\n  - coast\naliases:\n"
        "  - /news/coast/2020/01/03/a-mast.html\n  - /old.html\nextra:\n  mood: calm"
    )
    assert there.text("content/authors/tove-lindqvall.md") == (
        "---\nname: Tove Lindqvall\ntitle: Networks Editor\n---\n"
    )
    built(there)


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("{% highlight ruby linenos %}\nputs '{{ x }}'\n{% endhighlight %}", "```ruby\nputs '{{ x }}'\n```"),
        ("[b]({% post_url 2021-02-03-b %})", "[b](articles/news/b.md)"),
        ("[b]({{ site.baseurl }}{% link _posts/2021-02-03-b.md %}#x)", "[b](articles/news/b.md#x)"),
        ("![a]({% link assets/a.png %}) [b]({% link /assets/a.png %})", "![a](/assets/a.png) [b](/assets/a.png)"),
        ("[b]({% link ../outside.png %})", "[b](#)"),
        ("{% raw %}{{ shown }}{% endraw %}", "{{ shown }}"),
        ("{% comment %}Nobody reads this.{% endcomment %}It holds.", "It holds."),
        ("![a]({{ '/assets/a.png' | relative_url }})", "![a](/assets/a.png)"),
        ("{{ page.title }} by {{ site.editor }}", "A mast by Edda Wren"),
        ('{% include youtube.html id="w7Ft2ymGmfc" %}', "<https://www.youtube.com/watch?v=w7Ft2ymGmfc>"),
        (
            '{% include figure.html src="/assets/a.png" alt="A mast" caption="At sea" %}',
            '{{< figure src="/assets/a.png" alt="A mast" caption="At sea" >}}',
        ),
        ("{% if page.x %}It{% endif %} holds.", "{% if page.x %}It{% endif %} holds."),
        ("{% assign x = 1 %}It holds.", "It holds."),
        ("* TOC\n{:toc}\n\nIt holds.", "It holds."),
        ("A {{< figure >}} of speech.", "A {{&lt; figure >}} of speech."),
        ("[gone](/assets/gone.pdf)", "[gone](https://old.example/assets/gone.pdf)"),
        ("[b](/news/2021/02/03/b.html (Title))", '[b](articles/news/b.md "Title")'),
    ],
)
def test_what_jekyll_writes_in_a_text(site: MakeSite, source: str, markdown: str) -> None:
    there = jekyll(
        site,
        {
            "assets/a.png": PNG,
            POST: f"---\ntitle: A mast\ncategory: news\n---\n{source}\n",
            "_posts/2021-02-03-b.md": "---\ntitle: B\ncategory: news\n---\nB\n",
        },
        "url: https://old.example\neditor: Edda Wren\n",
    )
    assert body(there, ARTICLE) == markdown
    built(there)


def test_liquid_that_cannot_be_carried_over_is_counted(site: MakeSite) -> None:
    there = jekyll(site, {POST: "---\ntitle: A mast\n---\n\n{% assign x = 1 %}\n{{ x | times: 2 }} masts\n"})
    assert notes(there)[1:] == [
        ("lost: Liquid that only computes, left out: assign", "{% assign x = 1 %}", f"{POST}:5"),
        ("lost: Liquid without an equivalent, kept as text", "{{ x | times: 2 }}", f"{POST}:6"),
    ]


def test_drafts_collections_and_pages(site: MakeSite) -> None:
    there = jekyll(
        site,
        {
            "_drafts/soon.md": "---\ntitle: Soon\ncategory: news\n---\nNot yet.\n",
            "_posts/2020-01-01-hidden.md": "---\ntitle: Hidden\npublished: false\ncategory: news\n---\nHidden.\n",
            "_reports/2019.md": "---\ntitle: Report\ndate: 2019-05-06\n---\nOf the year.\n",
            "_private/x.md": "---\ntitle: X\n---\nX\n",
            "about.md": "---\ntitle: About\n---\nWe.\n",
            "index.html": "---\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}\n",
            "README.md": "# Not for readers\n",
            "CNAME": "old.example\n",
            "files/a.pdf": b"%PDF",
        },
        "url: https://old.example\ncollections:\n  reports:\n    output: true\n",
    )
    files = sorted(path.relative_to(there.root).as_posix() for path in (there.root / "content").rglob("*.*"))
    assert files == [
        "content/articles/news/hidden.md",
        "content/articles/news/soon.md",
        "content/articles/reports/2019.md",
        "content/files/a.pdf",
        "content/pages/about.md",
    ]
    assert "draft: true" in head(there, "content/articles/news/hidden.md")
    assert "draft: true" in head(there, "content/articles/news/soon.md")
    assert head(there, "content/articles/reports/2019.md") == (
        "title: Report\ndate: 2019-05-06\naliases:\n  - /reports/2019.html"
    )
    assert (
        "lost: page made by a template",
        "{% for post in site.posts %}{{ post.title }}{% endfor %}",
        "index.html:0",
    ) in (notes(there))
    built(there)


@pytest.mark.parametrize(
    ("link", "moved"),
    [
        ("[two]({{ release.url.gz }})", "two ({{ release.url.gz }})"),
        ('[two](/x/{{ page.y }}/z.zip "A title")', "two (/x/{{ page.y }}/z.zip)"),
        ("[two](a b.pdf)", "[two](https://old.example/2020/01/02/a%20b.pdf)"),
        ('[two](a b.pdf "A title")', '[two](https://old.example/2020/01/02/a%20b.pdf "A title")'),
        ("[two][t]\n\n[t]: a.pdf\n", "[two][t]\n\n[t]: https://old.example/2020/01/02/a.pdf"),
        ("[two][t]\n\n[t]: a.pdf and more\n", "[two][t]\n\n[t]: a.pdf and more"),
    ],
)
def test_addresses_with_spaces(site: MakeSite, link: str, moved: str) -> None:
    there = jekyll(site, {POST: f"---\ntitle: A mast\n---\nOne {link}\n"})
    assert body(there, ARTICLE) == f"One {moved}"
    built(there)


@pytest.mark.parametrize(
    ("permalink", "alias"),
    [
        ("/:categories/:year/:month/:day/:title:output_ext", "/news/2020/01/02/a-mast.html"),
        ("/:categories/:title:output_ext", "/news/a-mast.html"),
        ("/:categories/:year/:title", "/news/2020/a-mast"),
        ("pretty", "/news/2020/01/02/a-mast/"),
    ],
)
def test_old_addresses_by_pattern(site: MakeSite, permalink: str, alias: str) -> None:
    there = jekyll(site, {POST: "---\ntitle: A mast\ncategory: news\n---\nIt holds.\n"}, f'permalink: "{permalink}"\n')
    assert head(there, ARTICLE).endswith(f"aliases:\n  - {alias}")
    built(there)


def test_what_is_no_markdown_is_noted(site: MakeSite) -> None:
    there = jekyll(
        site,
        {
            POST: "---\ntitle: A mast\n---\nIt holds.\n",
            "_posts/2020-01-03-old.textile": "---\ntitle: Old\n---\nh1. It held.\n",
            "_posts/2020-01-04-bare.md": "Without a title.\n",
            "about.adoc": "---\ntitle: About\n---\n= About\n",
            "manual.rst": "A file like any other\n",
            "feed.xml": "---\n---\n<rss>{% for post in site.posts %}",
            "assets/site.scss": "---\n---\n",
        },
    )
    assert [note for note in notes(there) if not note[0].startswith("guessed")] == [
        ("lost: article in a markup that cannot be read, left out", "", "about.adoc:0"),
        ("lost: page made by a template", "", "feed.xml:0"),
        ("lost: article in a markup that cannot be read, left out", "", "_posts/2020-01-03-old.textile:0"),
        (
            "lost: article without front matter, left out as Jekyll does",
            "Without a title.",
            "_posts/2020-01-04-bare.md:0",
        ),
    ]
    assert there.text("content/manual.rst") == "A file like any other\n"


def test_what_is_indented_between_tags_is_no_code(site: MakeSite) -> None:
    text = """\
---
title: A mast
---
<ul>

    <li>
        <a href="{{ '/docs/' | relative_url }}">the manual</a> <a href="{{ site.x | upcase }}">none</a>
    </li>

</ul>

- [{{ p.title }}]({{ p.name | prepend: page.there | append: '/' }})
"""
    there = jekyll(site, {POST: text, "docs/index.md": "---\ntitle: Manual\n---\nThe manual.\n"})
    made = body(there, ARTICLE)
    assert '<a href="pages/docs.md">the manual</a> <a href="#">none</a>' in made
    assert "- {{ p.title }} ({{ p.name | prepend: page.there | append: '/' }})" in made
    broken = [note for note in notes(there) if note[0] == "lost: link to a file that is not there"]
    assert broken == [
        ("lost: link to a file that is not there", "{{ p.name | prepend: page.there | append: '/' }}", f"{POST}:12"),
        ("lost: link to a file that is not there", "{{ site.x | upcase }}", f"{POST}:7"),
    ]
    assert '<a href="/docs/">the manual</a>' in built(there).text("news/a-mast/index.html")
