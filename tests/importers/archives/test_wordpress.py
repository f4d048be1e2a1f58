"""Exports of WordPress: posts in every state, classic and block bodies, pictures, and files that are no exports."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ssg.importers.archives.importing import ArchiveOptions
from ssg.problems import ProblemError
from tests.conftest import MakeSite, WrittenSite
from tests.importers.archives.moving import PNG, body, built, head, move, new_site, notes

HEAD = """\
<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>The Old Paper</title><link>https://old.example</link><language>en-GB</language>
<wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_login>tove</wp:author_login><wp:author_display_name><![CDATA[Tove Lindqvall]]></wp:author_display_name></wp:author>
"""  # noqa: E501 - as WordPress writes it
PHOTO = """\
<item><title>mast</title><wp:post_id>7</wp:post_id><wp:post_type>attachment</wp:post_type><wp:status>inherit</wp:status>
<excerpt:encoded><![CDATA[At sea]]></excerpt:encoded>
<wp:attachment_url>https://old.example/wp-content/uploads/2020/01/mast.jpg</wp:attachment_url>
<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>A mast</wp:meta_value></wp:postmeta>
</item>
"""
UPLOADED = "https://old.example/wp-content/uploads/2020/01/mast.jpg"
ARTICLE = "content/articles/networks/a-mast.md"


def item(content: str = "It holds.", more: str = "", *, status: str = "publish", kind: str = "post") -> str:
    """Return one item of an export, with what differs from an ordinary one."""
    return (
        f"<item><title>A mast &amp; more</title><link>https://old.example/2020/01/02/a-mast/</link><dc:creator>tove"
        f"</dc:creator>\n<content:encoded><![CDATA[{content}]]></content:encoded>\n<wp:post_id>1</wp:post_id>"
        f"<wp:post_date>2020-01-02 10:30:00</wp:post_date><wp:post_date_gmt>2020-01-02 09:30:00</wp:post_date_gmt>"
        f"<wp:post_name>a-mast</wp:post_name><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>"
        f'<category domain="category" nicename="networks"><![CDATA[Networks]]></category>{more}</item>\n'
    )


def export(tmp_path: Path, *items: str, text: str = "") -> Path:
    path = tmp_path / "export.xml"
    path.write_bytes((text or HEAD + "".join(items) + "</channel></rss>").encode())
    return path


def moved(site: MakeSite, tmp_path: Path, *items: str, options: ArchiveOptions | None = None) -> WrittenSite:
    there = new_site(site, {"layouts/shortcodes/video.html": "<video src='{{ call.arguments.src }}'></video>"})
    move(there, export(tmp_path, *items), options)
    return there


def meta(key: str, value: str) -> str:
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


def test_an_article_with_all_that_belongs_to_it(site: MakeSite, tmp_path: Path) -> None:
    more = (
        "<excerpt:encoded><![CDATA[It <b>held</b>.]]></excerpt:encoded>"
        '<category domain="post_tag" nicename="wind"><![CDATA[Wind]]></category>'
        '<category domain="category" nicename="coast"><![CDATA[Coast]]></category>'
        + meta("_thumbnail_id", "7")
        + meta("_wp_old_slug", "the-mast")
        + meta("mood", "calm")
    )
    there = moved(site, tmp_path, PHOTO, item(more=more))
    assert there.text(ARTICLE) == (
        "---\ntitle: A mast & more\nstandfirst: It held .\ndate: 2020-01-02 09:30:00+00:00\n"
        "authors:\n  - Tove Lindqvall\ntags:\n  - Wind\n  - Coast\nsection: Networks\nimage:\n"
        "  src: https://old.example/wp-content/uploads/2020/01/mast.jpg\n  alt: A mast\n  caption: At sea\n"
        "aliases:\n  - /2020/01/02/a-mast/\n  - /2020/01/02/the-mast/\nextra:\n  mood: calm\n---\n\nIt holds.\n"
    )
    assert there.text("content/authors/tove-lindqvall.md") == "---\nname: Tove Lindqvall\n---\n"
    assert "/networks/a-mast/" in built(there).text("2020/01/02/a-mast/index.html")


@pytest.mark.parametrize(
    ("content", "markdown"),
    [
        ("One\ntwo\n\nThree <em>four</em>", "One  \ntwo\n\nThree *four*"),
        ("One\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\nTwo", "One\n\n- a\n- b\n\nTwo"),
        ("<pre>a\n\nb</pre>", "```\na\n\nb\n```"),
        (
            (
                '[caption id="x" width="3"]<a href="x"><img src="https://old.example/i/a.jpg" alt="A" /></a>'
                " At <i>sea</i>[/caption]"
            ),
            '{{< figure src="https://old.example/i/a.jpg" alt="A" caption="At *sea*" >}}',
        ),
        (
            '[gallery ids="7,9"]',
            f'{{{{< figure src="{UPLOADED}" alt="A mast" caption="At sea" >}}}}',
        ),
        (
            "One\n\nhttps://www.youtube.com/watch?v=abc_def\n\nTwo",
            "One\n\n<https://www.youtube.com/watch?v=abc_def>\n\nTwo",
        ),
        ("[embed]https://x.example/p[/embed]", "<https://x.example/p>"),
        ('[code language="go"]a <b>[/code]', "```go\na <b>\n```"),
        ('[poll id="3"] and [sic]', '[poll id="3"] and [sic]'),
        (
            (
                "<!-- wp:paragraph -->\n<p>One</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:list -->\n"
                "<ul><li>a\nb</li></ul>\n<!-- /wp:list -->"
            ),
            "One\n\n- a b",
        ),
        (
            (
                '<!-- wp:image {"id":7} -->\n<figure class="wp-block-image">'
                '<img src="https://old.example/a.jpg" alt=""/><figcaption>At sea</figcaption></figure>\n'
                "<!-- /wp:image -->"
            ),
            '{{< figure src="https://old.example/a.jpg" caption="At sea" >}}',
        ),
        (
            (
                '<!-- wp:embed {"url":"https://x.example/p"} --><figure class="wp-block-embed"><div class="w">\n'
                "https://x.example/p\n</div></figure><!-- /wp:embed -->"
            ),
            "<https://x.example/p>",
        ),
        ('<a href="https://old.example/2020/01/02/a-mast/">itself</a>', "[itself](articles/networks/a-mast.md)"),
    ],
)
def test_bodies_of_both_editors(site: MakeSite, tmp_path: Path, content: str, markdown: str) -> None:
    there = moved(site, tmp_path, PHOTO, item(content))
    assert body(there, ARTICLE) == markdown
    built(there)


def test_footnotes_of_the_block_editor(site: MakeSite, tmp_path: Path) -> None:
    content = '<!-- wp:paragraph --><p>So<sup data-fn="u1" class="fn"><a href="#u1" id="u1-link">1</a></sup>.</p>'
    there = moved(site, tmp_path, item(content, meta("footnotes", '[{"content":"The <em>note</em>","id":"u1"}]')))
    assert body(there, ARTICLE) == "So[^1].\n\n[^1]: The *note*"
    assert "The <em>note</em>" in built(there).text("networks/a-mast/index.html")


def test_what_is_not_public_does_not_become_so(site: MakeSite, tmp_path: Path) -> None:
    states = ["draft", "pending", "private", "trash", "auto-draft", "future"]
    named = [item(status=state).replace("a-mast<", f"{state}<").replace("/a-mast/", f"/{state}/") for state in states]
    secret = (
        item(more="<wp:post_password>x</wp:post_password>").replace("a-mast<", "secret<").replace("/a-mast/", "/s/")
    )
    there = moved(site, tmp_path, *named, secret)
    files = sorted(path.stem for path in (there.root / "content/articles").rglob("*.md"))
    assert files == ["draft", "future", "pending", "private", "secret"]
    drafts = [name for name in files if "draft: true" in head(there, f"content/articles/networks/{name}.md")]
    assert drafts == ["draft", "pending", "private", "secret"]
    assert [what for what, _, _ in notes(there)] == [
        "lost: not an article: post in the state auto-draft",
        "lost: not an article: post in the state trash",
        "lost: private article, kept as a draft",
        "lost: article behind a password, kept as a draft",
    ]
    built(there)


@pytest.mark.parametrize(
    ("slug", "file", "alias"),
    [
        ("%c3%bcber-uns", "uber-uns", "/2020/01/02/über-uns/"),
        ("%d0%be%d0%b1-%d1%8d%d1%82%d0%be%d0%bc", "ob-etom", "/2020/01/02/об-этом/"),
        ("%f0%9f%98%80-hi", "grinning-hi", "/2020/01/02/😀-hi/"),
        ("a" * 90, "a" * 90, f"/2020/01/02/{'a' * 90}/"),
    ],
)
def test_slugs_are_decoded(site: MakeSite, tmp_path: Path, slug: str, file: str, alias: str) -> None:
    post = item(more=meta("_wp_old_slug", f"{slug}-2")).replace("a-mast", slug)
    page = item(kind="page").replace("2020/01/02/a-mast", f"w/{slug}").replace("a-mast", slug)
    there = moved(site, tmp_path, post, page)
    assert f"aliases:\n  - {alias}\n  - {alias[:-1]}-2/" in head(there, f"content/articles/networks/{file}.md")
    assert (there.root / f"content/pages/w/{file[:80]}.md").exists()
    assert f"/networks/{file}/" in built(there).text(f"{alias[1:]}index.html")


def test_a_slug_that_no_file_can_have_is_shortened(site: MakeSite, tmp_path: Path) -> None:
    there = moved(site, tmp_path, item().replace("a-mast", "-".join(["mast"] * 60)))
    assert "aliases" not in head(there, f"content/articles/networks/{'-'.join(['mast'] * 16)}.md")
    assert [(what, detail[-40:]) for what, detail, _ in notes(there)] == [
        ("renamed: slug", "st-mast-mast-mast-mast-mast-mast-mast-mast"[-40:]),
        ("lost: old address that cannot lead here", "…: one of its parts is too long for a folder"[-40:]),
    ]
    built(there)


def test_custom_fields_that_no_front_matter_holds_are_noted(site: MakeSite, tmp_path: Path) -> None:
    fields = meta("mood", "calm") + meta("long", "so " * 200) + meta("rows", 'a:1:{i:0;s:1:"x";}') + meta("_own", "x")
    there = moved(site, tmp_path, item(more=fields))
    assert head(there, ARTICLE).endswith("extra:\n  mood: calm")
    assert [(what, detail[:30], where) for what, detail, where in notes(there)] == [
        ("lost: custom field that is too long", "long of A mast & more: so so s", "export.xml:8"),
        ("lost: custom field of a plug-in's own format", "rows of A mast & more: a:1:{i:", "export.xml:8"),
    ]


@pytest.mark.parametrize(
    ("gallery", "figures", "missing"),
    [
        ("[gallery]", 1, []),
        ('[gallery columns="2"]', 1, []),
        ('[gallery ids="7"]', 1, []),
        ('[gallery ids="7,9"]', 1, ['[gallery ids="7,9"]: 9']),
        ('[gallery ids="8,9"]', 0, ['[gallery ids="8,9"]: 8, 9']),
    ],
)
def test_galleries(site: MakeSite, tmp_path: Path, gallery: str, figures: int, missing: list[str]) -> None:
    photo = PHOTO.replace("<wp:post_type>", "<wp:post_parent>1</wp:post_parent><wp:post_type>")
    there = moved(site, tmp_path, item(gallery), photo)
    figure = f'{{{{< figure src="{UPLOADED}" alt="A mast" caption="At sea" >}}}}'
    assert body(there, ARTICLE) == (figure if figures else gallery)
    what = "lost: gallery with pictures that the export has not"
    assert [(detail, where) for found, detail, where in notes(there) if found == what] == [
        (text, "export.xml:9") for text in missing
    ]
    built(there)


def test_a_gallery_of_an_article_without_pictures_is_noted(site: MakeSite, tmp_path: Path) -> None:
    there = moved(site, tmp_path, item("[gallery]"), PHOTO)
    assert notes(there) == [
        ("lost: gallery with pictures that the export has not", "[gallery]: all of them", "export.xml:9")
    ]


def test_addresses_with_queries_are_known_and_noted(site: MakeSite, tmp_path: Path) -> None:
    plain = item().replace("https://old.example/2020/01/02/a-mast/", "https://old.example/?p=1")
    links = '<a href="https://old.example/?p=1#x">a</a> <a href="/?page_id=1">b</a> <a href="/?p=3">c</a>'
    other = item(links, status="future").replace("a-mast", "other").replace("post_id>1<", "post_id>2<")
    there = moved(site, tmp_path, plain, other)
    assert "aliases" not in head(there, ARTICLE)
    assert body(there, "content/articles/networks/other.md") == (
        "[a](articles/networks/a-mast.md#x) [b](articles/networks/a-mast.md) [c](/?p=3)"
    )
    assert notes(there) == [
        ("lost: old address that cannot lead here", "/?p=1: it is not a plain path", "export.xml:8")
    ]


def test_pictures_that_stay_on_the_old_site_are_counted(site: MakeSite, tmp_path: Path) -> None:
    content = (
        f'<img src="{UPLOADED}" alt="A">\n\n<a href="/files/a.pdf">a</a> <img src="https://x.example/a.png" alt="X">'
    )
    there = moved(site, tmp_path, PHOTO, item(content, meta("_thumbnail_id", "7")))
    assert notes(there) == [
        ("lost: picture left on the old site", UPLOADED, "export.xml:14"),
        ("lost: file left on the old site", "/files/a.pdf", "export.xml:16"),
        ("lost: picture left on the old site", UPLOADED, "export.xml:13"),
    ]


def test_pages_co_authors_and_comments(site: MakeSite, tmp_path: Path) -> None:
    page = item("We.", kind="page").replace("2020/01/02/a-mast", "about/team")
    guest = item(
        more='<category domain="author" nicename="ode"><![CDATA[Ode Meer]]></category>'
        '<category domain="author" nicename="tove"><![CDATA[Tove Lindqvall]]></category>'
        "<wp:comment><wp:comment_content>Nice.</wp:comment_content></wp:comment>"
    )
    there = moved(site, tmp_path, page, guest)
    assert body(there, "content/pages/about/team.md") == "We."
    assert "authors:\n  - Ode Meer\n  - Tove Lindqvall" in head(there, ARTICLE)
    assert ("lost: comments of readers", "1 under A mast & more", "export.xml:11") in notes(there)
    built(there)


def test_dynamic_blocks_and_unknown_shortcodes_are_noted_by_line(site: MakeSite, tmp_path: Path) -> None:
    there = moved(site, tmp_path, item('One\n<!-- wp:latest-posts {"n":3} /-->\n[poll id="3"]\n'))
    assert notes(there) == [
        ("lost: block that WordPress fills in", '<!-- wp:latest-posts {"n":3} /-->', "export.xml:10"),
        ("lost: shortcode without an equivalent, kept as text", '[poll id="3"]', "export.xml:11"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            HEAD.replace("<rss", '<!DOCTYPE rss [<!ENTITY x "y">]>\n<rss') + item() + "</channel></rss>",
            ":2: the export has a DOCTYPE, which no export of WordPress has; export it again",
        ),
        (
            HEAD + item(),
            ":11:1: the export cannot be read on here: no element found; export it again; a file that was cut off",
        ),
        (
            HEAD + "<item><title>a</b></item>",
            ":8:17: the export cannot be read on here: mismatched tag; export it again",
        ),
    ],
)
def test_files_that_cannot_be_read_write_nothing(site: MakeSite, tmp_path: Path, text: str, message: str) -> None:
    there = new_site(site)
    with pytest.raises(ProblemError) as error:
        move(there, export(tmp_path, text=text))
    assert message in str(error.value)
    assert not (there.root / "content").exists()
    assert not list(there.root.glob(".import*"))


def test_bytes_that_xml_forbids_are_blanks(site: MakeSite, tmp_path: Path) -> None:
    there = moved(site, tmp_path, item("It\x0bholds\x1f."))
    assert body(there, ARTICLE) == "It holds ."


def test_pictures_come_from_a_copy_of_the_uploads(site: MakeSite, tmp_path: Path) -> None:
    (tmp_path / "uploads/2020/01").mkdir(parents=True)
    (tmp_path / "uploads/2020/01/mast.jpg").write_bytes(PNG)
    content = '<img src="https://old.example/wp-content/uploads/2020/01/mast.jpg" alt="A mast">'
    options = ArchiveOptions(media=tmp_path / "uploads")
    there = moved(site, tmp_path, PHOTO, item(content, meta("_thumbnail_id", "7")), options=options)
    assert body(there, ARTICLE) == "![A mast](/wp-content/uploads/2020/01/mast.jpg)"
    assert "src: /wp-content/uploads/2020/01/mast.jpg" in head(there, ARTICLE)
    assert (built(there).root / "wp-content/uploads/2020/01/mast.jpg").read_bytes() == PNG


@contextmanager
def old_site() -> Iterator[tuple[str, list[str]]]:
    """Serve one picture on this computer, and tell what was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            found = self.path.endswith("mast.jpg")
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "image/jpeg")
            self.end_headers()
            self.wfile.write(b"a picture" if found else b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_pictures_are_fetched_when_that_is_asked_for_and_once(site: MakeSite, tmp_path: Path) -> None:
    with old_site() as (address, asked):
        content = f'<img src="{address}/up/mast.jpg" alt="A"><img src="{address}/up/gone.jpg" alt="B">'
        path = export(
            tmp_path, text=(HEAD + item(content) + "</channel></rss>").replace("https://old.example", address)
        )
        there = new_site(site)
        move(there, path)
        assert asked == []
        assert f"![A]({address}/up/mast.jpg)" in body(there, ARTICLE)
        move(there, path, ArchiveOptions(download=True, force=True))
        assert sorted(asked) == ["/up/gone.jpg", "/up/mast.jpg"]
        assert body(there, ARTICLE) == f"![A](/up/mast.jpg)![B]({address}/up/gone.jpg)"
        move(there, path, ArchiveOptions(download=True))
        assert sorted(asked) == ["/up/gone.jpg", "/up/gone.jpg", "/up/mast.jpg"]
    assert there.text("content/up/mast.jpg") == "a picture"
    assert [what for what, _, _ in notes(there)] == [
        "lost: picture left on the old site",
        "lost: picture that could not be fetched",
    ]


def test_there_is_no_space_between_blocks(site: MakeSite, tmp_path: Path) -> None:
    blocks = "<!-- wp:paragraph -->\n<p>One<br>two</p>  \n<!-- /wp:paragraph -->\n  \n  <!-- wp:quote --><blockquote>\n"
    there = moved(
        site, tmp_path, item(blocks + "  <p>Three</p>\n  </blockquote>  <!-- /wp:quote -->\n  \n  <p>Four</p>")
    )
    assert body(there, ARTICLE) == "One  \ntwo\n\n> Three\n\nFour"
