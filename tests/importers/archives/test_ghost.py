"""Exports of Ghost: both wrappers, ordered people and tags, and bodies in three forms."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from ssg.importers.archives.detecting import detect, open_archive
from ssg.problems import ProblemError
from tests.conftest import MakeSite, WrittenSite
from tests.importers.archives.moving import body, built, head, move, new_site, notes

POST: dict[str, Any] = {
    "id": "1",
    "title": "A mast",
    "slug": "a-mast",
    "html": '<p>It <a href="__GHOST_URL__/b/">holds</a>.</p>',
    "feature_image": "https://pictures.example/mast.jpg",
    "custom_excerpt": "It held.",
    "status": "published",
    "published_at": "2020-01-02T09:30:00.000Z",
}
DATA: dict[str, Any] = {
    "users": [
        {
            "id": "u1",
            "name": "Tove Lindqvall",
            "slug": "tove",
            "bio": "Writes of masts.",
            "website": "https://tove.example",
        },
        {"id": "u2", "name": "Ode Meer", "slug": "ode"},
    ],
    "tags": [{"id": "t1", "name": "Wind"}, {"id": "t2", "name": "Networks"}, {"id": "t3", "name": "#internal"}],
    "posts_authors": [
        {"post_id": "1", "author_id": "u2", "sort_order": 1},
        {"post_id": "1", "author_id": "u1", "sort_order": 0},
    ],
    "posts_tags": [
        {"post_id": "1", "tag_id": "t1", "sort_order": 1},
        {"post_id": "1", "tag_id": "t2", "sort_order": 0},
        {"post_id": "1", "tag_id": "t3", "sort_order": 2},
    ],
    "posts_meta": [{"post_id": "1", "feature_image_alt": "A mast at sea"}],
}
ARTICLE = "content/articles/networks/a-mast.md"


def ghost(site: MakeSite, tmp_path: Path, posts: list[dict[str, Any]], *, wrapped: bool = True) -> WrittenSite:
    inner = {"meta": {"exported_on": 1}, "data": {**DATA, "posts": posts}}
    path = tmp_path / "ghost.json"
    path.write_text(json.dumps({"meta": {"exported_on": 1}, "db": [inner]} if wrapped else inner), encoding="utf-8")
    there = new_site(site)
    move(there, path)
    return there


@pytest.mark.parametrize("wrapped", [True, False])
def test_an_article_with_all_that_belongs_to_it(site: MakeSite, tmp_path: Path, *, wrapped: bool) -> None:
    other = {
        **POST,
        "id": "2",
        "title": "B",
        "slug": "b",
        "codeinjection_head": "<script>",
        "published_at": "2019-01-02",
    }
    there = ghost(site, tmp_path, [POST, other], wrapped=wrapped)
    assert there.text(ARTICLE) == (
        "---\ntitle: A mast\nstandfirst: It held.\ndate: 2020-01-02 09:30:00+00:00\nauthors:\n  - Tove Lindqvall\n"
        "  - Ode Meer\ntags:\n  - Wind\nsection: Networks\nimage:\n  src: https://pictures.example/mast.jpg\n"
        "  alt: A mast at sea\naliases:\n  - /a-mast/\nextra:\n  internal_tags:\n    - internal\n---\n\n"
        "It [holds](articles/news/b.md).\n"
    )
    assert there.text("content/authors/tove-lindqvall.md") == (
        "---\nname: Tove Lindqvall\nlinks:\n  - title: Website\n    url: https://tove.example\n"
        "---\n\nWrites of masts.\n"
    )
    assert ("lost: code that Ghost injects", "codeinjection_head of B", "ghost.json:0") in notes(there)
    built(there)


LEXICAL = {
    "root": {
        "children": [
            {"type": "heading", "tag": "h2", "children": [{"type": "text", "text": "Part"}]},
            {
                "type": "paragraph",
                "children": [
                    {"type": "text", "text": "It ", "format": 0},
                    {"type": "text", "text": "holds", "format": 1},
                    {"type": "link", "url": "/x", "children": [{"type": "text", "text": " well"}]},
                ],
            },
            {"type": "codeblock", "language": "go", "code": "a < b"},
        ]
    }
}
MOBILEDOC = {
    "markups": [["strong"]],
    "cards": [["code", {"code": "a < b", "language": "go"}]],
    "sections": [[1, "h2", [[0, [], 0, "Part"]]], [1, "p", [[0, [], 0, "It "], [0, [0], 1, "holds"]]], [10, 0]],
}


@pytest.mark.parametrize(
    ("row", "markdown"),
    [
        ({"lexical": json.dumps(LEXICAL)}, "## Part\n\nIt **holds**[well](/x)\n\n```go\na < b\n```"),
        ({"mobiledoc": json.dumps(MOBILEDOC)}, "## Part\n\nIt **holds**\n\n```go\na < b\n```"),
        ({"mobiledoc": "{"}, "```\n{\n```"),
    ],
)
def test_bodies_without_html(site: MakeSite, tmp_path: Path, row: dict[str, str], markdown: str) -> None:
    there = ghost(site, tmp_path, [{**POST, "html": None, **row}])
    assert body(there, ARTICLE).replace("[ well]", "[well]").replace("** [", "**[") == markdown
    assert any("lexical" in what or "mobiledoc" in what for what, _, _ in notes(there))
    built(there)


def test_pages_drafts_and_what_is_for_members(site: MakeSite, tmp_path: Path) -> None:
    there = ghost(
        site,
        tmp_path,
        [
            {**POST, "id": "2", "slug": "about", "type": "page"},
            {**POST, "id": "3", "slug": "draft", "status": "draft", "published_at": None},
            {**POST, "slug": "members", "visibility": "paid"},
        ],
    )
    assert (there.root / "content/pages/about.md").exists()
    assert "draft: true" in head(there, "content/articles/news/draft.md")
    assert "draft: true" in head(there, "content/articles/networks/members.md")
    assert ("lost: article for members, kept as a draft", "A mast: paid", "ghost.json:0") in notes(there)
    built(there)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '{"exported_on": ',
            "the export cannot be read: premature EOF; export it again; a file that was cut off has no end",
        ),
        ('{"exported_on": 1, "posts": [{"title": "A",}]}', "the export cannot be read: invalid object key"),
        ('{"exported_on": 1}', "this is no export of Ghost"),
    ],
)
def test_files_that_are_no_exports(site: MakeSite, tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(ProblemError, match=message):
        move(new_site(site), tmp_path / "x.json")


@pytest.mark.parametrize("first", ["data", "meta", "exported_on"])
def test_an_export_is_known_whatever_it_begins_with(tmp_path: Path, first: str) -> None:
    export = {"meta": {"exported_on": 1}, "exported_on": 1, "data": {"posts": [{**POST, "html": "x" * 10_000}]}}
    (tmp_path / "x.json").write_text(json.dumps({first: export[first], **export}))
    assert detect(tmp_path / "x.json") == "ghost"
    (tmp_path / "x.json").write_text(json.dumps({"db": [export]}))
    assert detect(tmp_path / "x.json") == "ghost"


def test_what_search_engines_were_told_is_kept_and_a_date_that_cannot_be_read_noted(
    site: MakeSite, tmp_path: Path
) -> None:
    there = ghost(site, tmp_path, [{**POST, "meta_title": "A mast at sea", "published_at": "someday"}])
    assert "\n  meta_title: A mast at sea" in head(there, ARTICLE)
    assert ("lost: date that cannot be read", "someday: A mast", "ghost.json:0") in notes(there)


def test_values_that_no_export_has_hurt_nothing(site: MakeSite, tmp_path: Path) -> None:
    odd = {**POST, "id": ["1"], "author_id": {}, "slug": "odd", "html": {"a": 1}, "published_at": "2019-01-02"}
    there = ghost(site, tmp_path, [odd, POST])
    assert "slug" not in head(there, "content/articles/news/odd.md")
    assert body(there, ARTICLE)
    built(there)


def test_posts_are_not_held(site: MakeSite, tmp_path: Path) -> None:
    path = tmp_path / "ghost.json"
    with path.open("w") as file:
        file.write('\ufeff{"meta": {"exported_on": 1}, "data": {"posts": [')
        for number in range(300):
            file.write(
                "," * bool(number) + json.dumps({**POST, "slug": f"p{number}", "html": f"<p>{'so ' * 30_000}</p>"})
            )
        file.write('], "posts_tags": []}}')
    archive = open_archive(path, detect(path))
    tracemalloc.start()
    count = sum(1 for _ in archive.stories())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 300
    assert peak < path.stat().st_size / 10


CARDS: list[dict[str, Any]] = [
    {"type": "image", "src": "https://c.example/a.png", "alt": "A", "caption": "At <b>sea</b>"},
    {"type": "gallery", "caption": "Two",
     "images": [{"src": "https://c.example/b.png", "alt": "B"}, {"src": "https://c.example/c.png", "alt": "C"}]},
    {"type": "bookmark", "url": "https://b.example/", "metadata": {"title": "T", "description": "D"}, "caption": "C"},
    {"type": "embed", "url": "https://e.example/x", "caption": "Post"},
    {"type": "button", "buttonText": "Click", "buttonUrl": "https://k.example/"},
    {"type": "toggle", "heading": "Open", "content": "<p>Inside</p>"},
    {"type": "header", "header": "Big", "subheader": "Small", "style": "dark", "buttonText": "Go", "buttonUrl": "/go/"},
    {"type": "callout", "calloutEmoji": "!", "calloutText": "Mind <i>it</i>"},
    {"type": "video", "src": "https://c.example/v.mp4", "thumbnailSrc": "https://c.example/v.png", "caption": "Film"},
    {"type": "audio", "src": "https://c.example/s.mp3", "title": "Song"},
    {"type": "file", "src": "https://c.example/f.pdf", "fileTitle": "File", "fileCaption": "Read"},
    {"type": "markdown", "markdown": "**md** a\n\n- one\n  - two"},
    {"type": "product", "productTitle": "Mast", "productDescription": "<p>Tall</p>", "productUrl": "/m/",
     "productButton": "Buy"},
    {"type": "email", "html": "<p>Hello</p>"},
    {"type": "poll", "question": "Which?", "options": ["This", "That"], "url": "https://p.example/"},
    {"type": "paywall"},
    {"type": "codeblock", "code": "a<b", "language": "js", "caption": "Code"},
]  # fmt: skip
SHOWN = """\
{{< figure src="https://c.example/a.png" alt="A" caption="At **sea**" >}}

{{< figure src="https://c.example/b.png" alt="B" >}}

{{< figure src="https://c.example/c.png" alt="C" >}}

*Two*

**[T](https://b.example/)**

D

C

<https://e.example/x>

Post

[Click](https://k.example/)

### Open

Inside

Big

Small

[Go](/go/)

> ! Mind *it*

{{< video src="https://c.example/v.mp4" poster="https://c.example/v.png" >}}

Film

[s.mp3](<https://c.example/s.mp3>)

Song

[File](https://c.example/f.pdf)

Read

**md** a

- one
    - two

Mast

Tall

[Buy](/m/)

Which?

This

That

```js
a<b
```

Code"""


@pytest.mark.parametrize("key", ["lexical", "mobiledoc"])
def test_cards_keep_their_words(site: MakeSite, tmp_path: Path, key: str) -> None:
    named = [[{"codeblock": "code"}.get(str(card["type"]), card["type"]), card] for card in CARDS]
    documents: dict[str, object] = {
        "lexical": {"root": {"children": CARDS}},
        "mobiledoc": {"cards": named, "sections": [[10, number] for number in range(len(named))]},
    }
    there = ghost(site, tmp_path, [{**POST, "html": None, key: json.dumps(documents[key])}])
    assert body(there, ARTICLE) == SHOWN
    found = {what: detail for what, detail, _ in notes(there)}
    assert found["lost: card of Ghost without an equivalent: email"] == "A mast: <p>Hello</p>"
    assert found["lost: card of Ghost without an equivalent: poll"] == "A mast: Which? This That"
