"""Feeds in three formats, and pages of HTML by what they say of themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ssg.importers.archives.detecting import detect
from ssg.problems import ProblemError
from tests.conftest import Files, MakeSite, WrittenSite, unindented
from tests.importers.archives.moving import body, built, head, move, new_site, notes

RSS = """\
<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Old</title><link>https://old.example/</link>
<item><title>A mast</title><link>https://old.example/2020/a-mast.html</link><dc:creator>Tove Lindqvall</dc:creator>
<category>Networks</category><category>Wind</category><pubDate>Thu, 02 Jan 2020 09:30:00 GMT</pubDate>
<description>It held.</description><content:encoded><![CDATA[<p>It <b>holds</b>.</p>]]></content:encoded></item>
</channel></rss>
"""
ATOM = """\
<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Old</title><link href="https://old.example/"/>
<entry><title>A mast</title><link href="https://old.example/2020/a-mast.html"/>
<author><name>Tove Lindqvall</name></author>
<category term="Networks"/><category term="Wind"/><published>2020-01-02T09:30:00Z</published>
<updated>2020-01-02T09:30:00Z</updated><summary>It held.</summary>
<content type="html">&lt;p&gt;It &lt;b&gt;holds&lt;/b&gt;.&lt;/p&gt;</content></entry></feed>
"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Old",
        "home_page_url": "https://old.example/",
        "items": [
            {
                "id": "1",
                "title": "A mast",
                "url": "https://old.example/2020/a-mast.html",
                "authors": [{"name": "Tove Lindqvall"}],
                "tags": ["Networks", "Wind"],
                "date_published": "2020-01-02T09:30:00Z",
                "summary": "It held.",
                "content_html": "<p>It <b>holds</b>.</p>",
            }
        ],
    }
)
HEAD = (
    "title: A mast\nstandfirst: It held.\ndate: 2020-01-02 09:30:00+00:00\nauthors:\n  - Tove Lindqvall\n"
    "tags:\n  - Wind\nsection: Networks\naliases:\n  - /2020/a-mast.html"
)
ARTICLE = "content/articles/networks/a-mast.md"


@pytest.mark.parametrize("text", [RSS, ATOM, JSON])
def test_three_formats_of_feeds_say_the_same(site: MakeSite, tmp_path: Path, text: str) -> None:
    (tmp_path / "feed").write_text(text, encoding="utf-8")
    there = new_site(site)
    move(there, tmp_path / "feed")
    assert head(there, ARTICLE) == HEAD
    assert body(there, ARTICLE) == "It **holds**."
    assert "/networks/a-mast/" in built(there).text("2020/a-mast.html")


def test_plain_text_of_a_feed_is_no_html(site: MakeSite, tmp_path: Path) -> None:
    feed = json.loads(JSON)
    feed["items"][0] |= {"content_html": "", "content_text": "Text with <tags> & amp &amp; *stars*\n\nTwo"}
    (tmp_path / "feed").write_text(json.dumps(feed), encoding="utf-8")
    there = new_site(site)
    move(there, tmp_path / "feed")
    assert body(there, ARTICLE) == "Text with &lt;tags> & amp &amp;amp; \\*stars\\*\n\nTwo"


def test_a_feed_of_summaries_says_that_it_is_one(site: MakeSite, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(RSS.replace("content:encoded", "x"), encoding="utf-8")
    there = new_site(site)
    move(there, tmp_path / "feed.xml")
    assert body(there, ARTICLE) == "It held."
    assert notes(there) == [("lost: the feed has a summary only, not the article", "A mast", "feed.xml#1:0")]


def test_addresses_in_a_feed_are_relative_to_where_it_says(site: MakeSite, tmp_path: Path) -> None:
    relative = RSS.replace("https://old.example/2020", "/2020").replace(
        "It <b>holds</b>.", '<a href="two.html">two</a> <img src="img/a.png" alt="x">'
    )
    (tmp_path / "feed.xml").write_text(relative, encoding="utf-8")
    there = new_site(site)
    move(there, tmp_path / "feed.xml")
    assert head(there, ARTICLE) == HEAD
    assert body(there, ARTICLE) == "[two](/2020/two.html) ![x](https://old.example/2020/img/a.png)"


def test_atom_says_base_language_and_people_once_for_all(site: MakeSite, tmp_path: Path) -> None:
    text = """
        <?xml version="1.0" encoding="utf-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://at.example/blog/"><title>A</title>
        <link href="https://at.example/"/><author><name>Tove Lindqvall</name></author>
        <entry><title>A mast</title><link href="posts/one"/><published>2020-01-02T09:30:00Z</published>
        <content type="xhtml">
        <div xmlns="http://www.w3.org/1999/xhtml"><p>It <a href="two">holds</a></p></div></content>
        </entry></feed>
        """
    (tmp_path / "feed.xml").write_text(unindented(text), encoding="utf-8")
    there = new_site(site)
    move(there, tmp_path / "feed.xml")
    assert there.text("content/articles/news/one.md") == (
        "---\ntitle: A mast\ndate: 2020-01-02 09:30:00+00:00\nauthors:\n  - Tove Lindqvall\naliases:\n"
        "  - /blog/posts/one\nlanguage: de\n---\n\nIt [holds](/blog/two)\n"
    )
    built(there)


def test_plain_text_of_atom_is_no_html(site: MakeSite, tmp_path: Path) -> None:
    html = '<content type="html">&lt;p&gt;It &lt;b&gt;holds&lt;/b&gt;.&lt;/p&gt;</content>'
    assert html in ATOM
    plain = '<content type="text">One &lt;tag&gt; &amp;amp; 1 &lt; 2\n\nTwo</content>'
    (tmp_path / "feed.xml").write_text(ATOM.replace(html, plain), encoding="utf-8")
    there = new_site(site)
    move(there, tmp_path / "feed.xml")
    assert body(there, ARTICLE) == "One &lt;tag> &amp;amp; 1 &lt; 2\n\nTwo"


def test_a_feed_that_is_cut_off_says_so(site: MakeSite, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(RSS[: RSS.index("</b>.")], encoding="utf-8")
    there = new_site(site)
    move(there, tmp_path / "feed.xml")
    what = "lost: the XML of the feed is broken, and was read as far as it makes sense"
    assert (what, "unclosed CDATA section", "feed.xml:6") in notes(there)


def test_what_no_feed_has_is_said(site: MakeSite, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(RSS.replace("Thu, 02 Jan 2020", "someday"), encoding="utf-8")
    there = new_site(site)
    move(there, tmp_path / "feed.xml")
    assert ("lost: date that cannot be read", "someday 09:30:00 GMT: A mast", "feed.xml#1:0") in notes(there)
    feed = {**json.loads(JSON), "items": [5, {**json.loads(JSON)["items"][0], "date_published": "someday"}]}
    (tmp_path / "feed.json").write_text(json.dumps(feed))
    there = new_site(site, name="other")
    move(there, tmp_path / "feed.json")
    assert [note for note in notes(there) if "item" in note[0] or "read" in note[0]] == [
        ("lost: item that is none", "5", "feed.json:0"),
        ("lost: date that cannot be read", "someday: A mast", "feed.json#1:0"),
    ]


WORDS = " ".join(f"word{number}" for number in range(30))
LINKED = {
    "@type": "NewsArticle",
    "headline": "A mast",
    "description": "It held.",
    "datePublished": "2020-01-02T09:30:00Z",
    "author": [{"@type": "Person", "name": "Tove Lindqvall"}],
    "articleSection": "Networks",
    "keywords": "Wind",
}
PAGE = f"""
    <!doctype html><html lang="en"><head><title>A mast | Old</title>
    <link rel="canonical" href="https://old.example/2020/a-mast.html">
    <script type="application/ld+json">{json.dumps({"@graph": [LINKED]})}</script></head>
    <body><nav>Menu</nav><article><h1>A mast</h1><p>It <b>holds</b>. {WORDS}</p></article>
    <aside>More</aside></body></html>
    """


def pages(site: MakeSite, files: Files) -> WrittenSite:
    archive = site(files, "pages").delete("site.toml")
    there = new_site(site)
    move(there, archive.root)
    return there


def test_a_page_says_what_it_is(site: MakeSite) -> None:
    there = pages(site, {"2020/a-mast.html": PAGE, "index.html": "<html><body>Menu</body></html>", "p.txt": b"a text"})
    assert head(there, ARTICLE) == HEAD
    assert body(there, ARTICLE) == f"It **holds**. {WORDS}"
    assert there.text("content/p.txt") == "a text"
    assert notes(there) == [("lost: page without an article", "", "index.html:0")]
    built(there)


def test_what_stands_beside_a_text_is_kept_or_noted(site: MakeSite) -> None:
    article = f"""
        <header><h1>A mast</h1></header><section><header><h2>At sea</h2></header><p>{WORDS}</p></section>
        <aside>She slept.</aside><aside>More: <a href="/b.html">Another mast fell</a></aside>
        <form><label>Your name</label></form><noscript>Only a script shows it.</noscript>
        <footer>Ode Meer wrote this.</footer>
        <button>Share</button><style>p {{}}</style><header></header>
        """
    there = pages(site, {"a-mast.html": PAGE.replace("<h1>A mast</h1>", article)})
    assert body(there, ARTICLE) == (
        f"## At sea\n\n{WORDS}\n\nShe slept.\n\nOde Meer wrote this.\n\nIt **holds**. {WORDS}"
    )
    what = "lost: part of a page, not of its text: <{}>"
    assert notes(there) == [
        (what.format("aside"), "More: Another mast fell", "a-mast.html:0"),
        (what.format("form"), "Your name", "a-mast.html:0"),
        (what.format("noscript"), "Only a script shows it.", "a-mast.html:0"),
        (what.format("button"), "Share", "a-mast.html:0"),
    ]


def test_beside_an_article_that_nothing_marks_stands_furniture(site: MakeSite) -> None:
    page = f"<html><title>A mast</title><body><main><aside>The crew</aside><p>{WORDS}</p></main></body></html>"
    there = pages(site, {"a.html": page})
    assert body(there, "content/articles/news/a.md") == WORDS
    assert ("lost: part of a page, not of its text: <aside>", "The crew", "a.html:0") in notes(there)


def test_open_graph_and_the_first_time_stand_in(site: MakeSite) -> None:
    there = pages(
        site,
        {
            "a.html": f"""
                <!doctype html><html><head><title>x</title><meta property="og:title" content="A mast">
                <meta property="og:description" content="It held.">
                <meta name="author" content="Tove Lindqvall and Ode Meer"></head>
                <body><main><h1>A mast</h1><time datetime="2020-01-02">2 January</time><p>{WORDS}</p></main></body>
                </html>
                """
        },
    )
    assert head(there, "content/articles/news/a.md") == (
        "title: A mast\nstandfirst: It held.\ndate: 2020-01-02\nauthors:\n  - Tove Lindqvall\n  - Ode Meer\n"
        "aliases:\n  - /a.html"
    )
    assert [what for what, _, _ in notes(there)] == [
        "guessed: first time of the page taken for its date",
        'guessed: no section: filed under "news"',
    ]


def test_linked_data_is_followed_to_what_it_names(site: MakeSite) -> None:
    article = {
        **LINKED,
        "headline": "Jane&#8217;s &amp; Bo",
        "author": [{"@id": "#p"}, {"@id": "#nobody"}, {"@type": "Person"}],
        "image": {"@id": "#i"},
        "datePublished": "2020",
    }
    people = [
        {"@type": "Person", "@id": "#p", "name": "Tove Lindqvall"},
        {"@id": "#i", "url": "https://x.example/a.png"},
    ]
    page = PAGE.replace(json.dumps({"@graph": [LINKED]}), json.dumps({"@graph": [article, *people]}))
    page = page.replace("<title>", '<meta property="article:published_time" content="2020-01-02T09:30:00Z"><title>')
    there = pages(site, {"a.html": page})
    assert head(there, ARTICLE) == (
        "title: Jane’s & Bo\nstandfirst: It held.\ndate: 2020-01-02 09:30:00+00:00\nauthors:\n  - Tove Lindqvall\n"
        "tags:\n  - Wind\nsection: Networks\nimage: https://x.example/a.png\naliases:\n  - /2020/a-mast.html"
    )
    assert [path.name for path in (there.root / "content/authors").iterdir()] == ["tove-lindqvall.md"]
    built(there)


def test_a_date_that_cannot_be_read_is_said(site: MakeSite) -> None:
    there = pages(site, {"a.html": PAGE.replace("2020-01-02T09:30:00Z", "someday")})
    assert ("lost: date that cannot be read", "someday", "a.html:0") in notes(there)


@pytest.mark.parametrize(
    ("files", "sign"),
    [
        ({"package.json": "{}"}, "package.json"),
        ({"eleventy.config.js": "", "src/a.md": "A"}, "eleventy.config.js"),
        ({".eleventy.js": ""}, ".eleventy.js"),
        ({"src/a.md": "A", "src/b.md": "B"}, "2 files of Markdown, 1 of HTML"),
    ],
)
def test_a_folder_that_pages_are_made_in_is_none_of_pages(site: MakeSite, files: Files, sign: str) -> None:
    archive = site({"index.html": PAGE, **files}, "pages").delete("site.toml").root
    with pytest.raises(ProblemError) as error:
        detect(archive)
    assert str(error.value).endswith(
        f"this folder is where the pages of a site are made, by a generator that we do not know ({sign}); name the"
        " folder of the pages that it makes, or say with --from what it is: hugo, jekyll, pelican, zola, html"
    )


LINES = tuple(
    f"The {what} held through the night, and whoever had raised it slept below until the bell rang at five."
    for what in ("mast", "boom", "cable", "buoy")
)


def test_an_article_is_found_where_nothing_marks_it(site: MakeSite) -> None:
    pytest.importorskip("trafilatura", reason="trafilatura finds articles that nothing marks")
    there = pages(
        site,
        {
            "a.html": f"""
                <!doctype html><html><head><title>A mast</title><meta name="date" content="2020-01-02"></head><body>
                <div id="menu"><a href="/">Home</a> <a href="/x">All the news of the harbour and of the town</a></div>
                <div><div class="text"><h1>A mast</h1><p>{LINES[0]} {LINES[1]}</p><h2>After it</h2>
                <p>{LINES[2]}</p><ul><li>One of it</li><li>Two</li></ul><p>{LINES[3]}</p></div></div>
                <div><p>All rights are reserved. <a href="/legal">Legal</a></p></div></body></html>
                """
        },
    )
    assert body(there, "content/articles/news/a.md") == (
        f"{LINES[0]} {LINES[1]}\n\n## After it\n\n{LINES[2]}\n\n- One of it\n- Two\n\n{LINES[3]}"
    )
    assert ("guessed: article found among other text of the page", "A mast", "a.html:0") in notes(there)
    built(there)


def test_a_page_alone_can_be_imported(site: MakeSite, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE.strip(), encoding="utf-8")
    there = new_site(site)
    move(there, tmp_path / "a.html")
    assert head(there, ARTICLE) == HEAD


@pytest.mark.parametrize("text", [RSS, ATOM, JSON])
def test_addresses_that_are_none_hurt_nothing(site: MakeSite, tmp_path: Path, text: str) -> None:
    (tmp_path / "feed").write_text(text.replace("https://old.example/", "https://[old/"), encoding="utf-8")
    there = new_site(site)
    move(there, tmp_path / "feed")
    assert body(there, ARTICLE) == "It **holds**."
    built(there)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<rss></rss>", "this is no feed"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": 5}', "this is no JSON Feed; it has a list of items"),
    ],
)
def test_a_file_that_is_no_feed(site: MakeSite, tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "x").write_text(text)
    with pytest.raises(ProblemError, match=message):
        move(new_site(site), tmp_path / "x")
