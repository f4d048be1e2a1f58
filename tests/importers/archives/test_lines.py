"""The report names the line of the archive's file, or none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ssg.importers.archives.markup.edits import Draft, Edit, edited_lines
from ssg.importers.archives.markup.lines import aligned, lines_of_html
from tests.conftest import MakeSite
from tests.importers.archives.moving import move, new_site, notes
from tests.importers.archives.test_feeds_and_pages import RSS, WORDS
from tests.importers.archives.test_ghost import DATA, POST
from tests.importers.archives.test_wordpress import HEAD, item

FRONT = "---\ntitle: A\ndate: 2020-01-02\n---\n"
MARKDOWN = FRONT + (
    "One\n- two\n- three\n\n```\ncode\n```\n{0}\n| a | b |\n|---|---|\n\n1) x\n   y [gone](../gone.pdf)\n"
    "End ![no](no.png)\n"
)
NAMES = ("../gone.pdf", "no.png")


@pytest.mark.parametrize(
    ("settings", "folder", "more"),
    [
        ("hugo.toml", "content/post", '{{< highlight go >}}\na\n{{< /highlight >}}\n{{< figure\nsrc="x.png" >}}'),
        ("_config.yml", "_posts", "{% comment %}\nx\n{% endcomment %}\n{% highlight go %}\na\n{% endhighlight %}"),
        ("zola.toml", "content/post", "{% note() %}\nx\n{% end %}\ny\nz"),
        ("pelicanconf.py", "content", "a\nb\nc\nd\ne"),
    ],
)
def test_lines_of_markdown(site: MakeSite, settings: str, folder: str, more: str) -> None:
    text = MARKDOWN.replace("{0}", more)
    archive = site({settings: "", f"{folder}/2020-01-02-a.md": text.encode()}, "archive").delete("site.toml").root
    there = new_site(site)
    move(there, archive)
    lines = {name: number for number, row in enumerate(text.split("\n"), 1) for name in NAMES if name in row}
    said = [(what, detail, where.rpartition(":")[2]) for what, detail, where in notes(there) if detail in NAMES]
    assert said == [
        ("lost: link to a file that is not there", "../gone.pdf", str(lines["../gone.pdf"])),
        ("lost: picture that is not there", "no.png", str(lines["no.png"])),
    ]


def test_lines_of_an_export(site: MakeSite, tmp_path: Path) -> None:
    content = (
        "One\n\n<ul>\n<li>a</li></ul>\n<script>x()</script>\n[x]\nTwo\n"
        "<iframe src='//youtube.com/embed/abcdefg'></iframe>\n<script>twice()</script>"
        "<a href='javascript:x'>bad</a>\n<script>twice()</script>\n"
    )
    first = item("So").replace("a-mast", "first").replace("Networks", "…")
    path = tmp_path / "a.xml"
    path.write_bytes((HEAD + first + item(content, status="private") + "</channel></rss>").encode())
    rows = path.read_text().split("\n")
    line = {words: next(n for n, row in enumerate(rows, 1) if words in row) for words in ("x()", "abcdefg", "script:x")}
    items = [n for n, row in enumerate(rows, 1) if "<item>" in row]
    there = new_site(site)
    move(there, path)
    assert [(what, int(where.rpartition(":")[2])) for what, _, where in notes(there)] == [
        ("renamed: section without a usable name", items[0]),
        ("lost: private article, kept as a draft", items[1]),
        ("lost: <script>", line["x()"]),
        ("lost: <script>", line["script:x"]),
        ("lost: <script>", line["script:x"] + 1),
        ("lost: player of another site, kept as a link", line["abcdefg"]),
        ("lost: link that runs a script", line["script:x"]),
    ]


def test_html_that_cannot_be_gone_through_has_no_lines() -> None:
    assert lines_of_html("<a\nhref='x'>\n<a href='y&amp;z'>") == {"x": [0], "y&z": [2]}
    assert lines_of_html("<![x[ y]]> <a href='x'>") == {}


def test_lines_of_pages(site: MakeSite) -> None:
    page = (
        "<!doctype html><html><head><title>A</title></head>\n<body><nav>\n<a href='n.pdf'>n</a></nav>"
        f"<article><p>{WORDS}</p>\n<iframe src='//x.example/y'></iframe>\n\n"
        "<p>Two <a href='a&amp;b.pdf'>gone</a></p><img src='n.pdf'></article></body></html>"
    )
    there = new_site(site)
    move(there, site({"a.html": page.encode()}, "pages").delete("site.toml").root)
    said = {(what, detail): where for what, detail, where in notes(there)}
    assert said["lost: player of another site, kept as a link", "https://x.example/y"] == "a.html:4"
    assert said["lost: link to a file that is not there", "a&b.pdf"] == "a.html:6"
    # It stands there twice, and only one of them is in the article.
    assert said["lost: picture that is not there", "n.pdf"] == "a.html:0"


def test_lines_of_restructured_text(site: MakeSite) -> None:
    pytest.importorskip("docutils", reason="docutils reads reStructuredText")
    text = (
        "A\n#\n\n:date: 2020-01-02\n\nOne `two <{filename}/gone.pdf>`_.\n\n.. unknown:: x\n\nAn :odd:`word` here.\n\n"
        "Short\n---\n\nEnd.\n"
    )
    archive = site({"pelicanconf.py": "", "content/a.rst": text}, "archive").delete("site.toml").root
    there = new_site(site)
    move(there, archive)
    said = [(what, detail, where) for what, detail, where in notes(there) if "section" not in what]
    assert [(what, where) for what, _, where in said] == [
        ("lost: reStructuredText that cannot be read", "content/a.rst:8"),
        ("lost: reStructuredText that cannot be read", "content/a.rst:10"),
        ("lost: link to a file that is not there", "content/a.rst:6"),
    ]
    # That an underline is short is a remark, and loses nothing.
    assert said[0][1].startswith('Unknown directive type "unknown".')
    (article,) = (there.root / "content/articles").rglob("a.md")
    assert ":odd:\\`word\\` here." in article.read_text()


def test_where_no_line_means_anything_there_is_none(site: MakeSite, tmp_path: Path) -> None:
    html = "<p>One</p>\n<script>x()</script>\n<a href='javascript:x'>bad</a>"
    (tmp_path / "feed.xml").write_text(RSS.replace("It <b>holds</b>.", html))
    post = {**POST, "html": html, "title": " ", "slug": "…"}
    (tmp_path / "ghost.json").write_text(json.dumps({"meta": {"exported_on": 1}, "data": {**DATA, "posts": [post]}}))
    for name in ("feed.xml", "ghost.json"):
        there = new_site(site, name=f"site-{name}")
        move(there, tmp_path / name)
        assert len(notes(there)) >= 2
        assert {where.rpartition(":")[2] for _, _, where in notes(there)} == {"0"}


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ("a\nb\nc", "a\n\nb\nc", [0, -1, 1, 2]),
        ("a\nb\nc", "a\nB!\nc", [0, 1, 2]),
        ("a\n- b\n- c", "a\n\n- b\n    - c", [0, -1, 1, 2]),
        ("a\nx\ny\nb", "a\nz\nb", [0, -1, 3]),
        ("a\n\n\nb", "a\n\n\nb", [0, 1, 2, 3]),
        ("", "", [0]),
    ],
)
def test_lines_of_a_text_that_was_rewritten(before: str, after: str, lines: list[int]) -> None:
    assert aligned(before.split("\n"), after.split("\n")) == lines


@pytest.mark.parametrize(
    ("edits", "text", "lines"),
    [
        ([Edit(2, 3, "x\ny\nz")], "a\nx\ny\nz\nc\nd", [0, 1, 1, 1, 2, 3]),
        ([Edit(2, 5, "x")], "a\nx\nd", [0, 1, 3]),
        ([Edit(2, 5, "x\ny")], "a\nx\ny\nd", [0, 1, 2, 3]),
        ([Edit(0, 0, "x\n")], "x\na\nb\nc\nd", [0, 0, 1, 2, 3]),
        ([], "a\nb\nc\nd", [0, 1, 2, 3]),
    ],
)
def test_lines_of_a_text_that_was_edited(edits: list[Edit], text: str, lines: list[int]) -> None:
    draft = Draft("a\nb\nc\nd", "a.md", 1)
    draft.edits += edits
    assert draft.finish() == text
    assert edited_lines(draft.source, edits) == lines
