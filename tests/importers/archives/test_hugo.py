"""Hugo sites: front matter in three formats, bundles, languages, permalinks and shortcodes."""

from __future__ import annotations

import pytest

from tests.conftest import Files, MakeSite, WrittenSite
from tests.importers.archives.moving import PNG, body, built, head, move, new_site, notes

SETTINGS = 'baseURL = "https://old.example/"\n[permalinks]\npost = "/:year/:month/:slug/"\n'


def hugo(site: MakeSite, files: Files, settings: str = SETTINGS) -> tuple[WrittenSite, WrittenSite]:
    """Return a Hugo site moved into a new site: the archive and the site."""
    archive = site({"hugo.toml": settings, **files}, "hugo").delete("site.toml")
    there = new_site(site)
    move(there, archive.root)
    return archive, there


def test_toml_yaml_and_json_say_the_same(site: MakeSite) -> None:
    _, there = hugo(
        site,
        {
            "content/post/a.md": """
                +++
                title = "The mast holds"
                date = 2020-03-04T05:06:07Z
                author = "Tove Lindqvall"
                tags = ["Masts", "Wind"]
                categories = ["Networks"]
                description = "It did."
                weight = 3
                +++
                One.
                """,
            "content/post/b.md": """
                ---
                title: The mast holds
                date: 2020-03-04T05:06:07Z
                author: {name: Tove Lindqvall}
                tags: Masts, Wind
                categories: Networks
                summary: It did.
                weight: 3
                ---
                One.
                """,
            "content/post/c.md": '{"title": "The mast holds", "date": "2020-03-04T05:06:07Z",'
            ' "authors": ["Tove Lindqvall"],'
            ' "tags": ["Masts", "Wind"], "categories": ["Networks"], "description": "It did.", "weight": 3}\nOne.\n',
        },
    )
    for name in "abc":
        path = f"content/articles/networks/{name}.md"
        assert body(there, path) == "One."
        assert head(there, path) == (
            "title: The mast holds\nstandfirst: It did.\ndate: 2020-03-04 05:06:07+00:00\n"
            "authors:\n  - Tove Lindqvall\ntags:\n  - Masts\n  - Wind\nsection: Networks\naliases:\n"
            + ("  - /2020/03/the-mast-holds/\n" if name == "a" else "")
            + "extra:\n  weight: 3"
        ).replace("aliases:\nextra", "extra")
    assert there.text("content/authors/tove-lindqvall.md") == "---\nname: Tove Lindqvall\n---\n"
    twice = [detail for what, detail, _ in notes(there) if what == "lost: old address that cannot lead here"]
    assert twice == ["/2020/03/the-mast-holds/: something else stands there"] * 2
    built(there)


def test_a_bundle_brings_its_pictures(site: MakeSite) -> None:
    _, there = hugo(
        site,
        {
            "content/post/mast/index.md": """
                ---
                title: Mast
                date: 2020-01-02
                featured_image: mast.png
                ---
                ![A mast](mast.png) and ![another](detail/bolt.png), and ![none](gone.png)
                """,
            "content/post/mast/mast.png": PNG,
            "content/post/mast/detail/bolt.png": PNG,
        },
        "title = 'x'\n",
    )
    folder = "content/articles/post/mast"
    assert (there.root / folder / "mast.png").read_bytes() == PNG
    assert (there.root / folder / "detail/bolt.png").read_bytes() == PNG
    assert "image: mast.png" in head(there, f"{folder}/index.md")
    assert body(there, f"{folder}/index.md") == (
        "![A mast](mast.png) and ![another](detail/bolt.png), and none (gone.png)"
    )
    assert notes(there) == [("lost: picture that is not there", "gone.png", "content/post/mast/index.md:6")]
    built(there)


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        (
            '{{< figure src="/images/a.png" alt="A mast" caption="At sea" attr="Ode Meer" >}}',
            '{{< figure src="/images/a.png" alt="A mast" caption="At sea" credit="Ode Meer" >}}',
        ),
        ("{{< youtube w7Ft2ymGmfc >}}", "<https://www.youtube.com/watch?v=w7Ft2ymGmfc>"),
        ('{{< vimeo id="146022717" title="A mast" >}}', "[A mast](https://vimeo.com/146022717)"),
        ("{{< highlight go >}}\nfunc main() {}\n{{< /highlight >}}", "```go\nfunc main() {}\n```"),
        (
            "{{% notice warning %}}\nMind the **gap**.\n{{% /notice %}}",
            '{{< note title="Warning" >}}\nMind the **gap**.\n{{< /note >}}',
        ),
        (
            '[b]({{< ref "b.md" >}}) [c]({{< relref "/post/b#top" >}})',
            "[b](articles/post/b.md) [c](articles/post/b.md#top)",
        ),
        (
            "[b](b.md#x) [b](/2021/02/b/) [b](https://old.example/2021/02/b)",
            "[b](articles/post/b.md#x) [b](articles/post/b.md) [b](articles/post/b.md)",
        ),
        ("{{</* ref */>}} and `{{</* ref */>}}`", "{{</* ref */>}} and `{{< ref >}}`"),
        ('{{< poll id="3" >}}', '{{</* poll id="3" */>}}'),
        ("{{< box >}}Words{{< /box >}}", "{{</* box */>}}Words{{</* /box */>}}"),
        ("[gone](/files/gone.pdf)", "[gone](https://old.example/files/gone.pdf)"),
        ("Text\n- one\n  - two\n\n    more", "Text\n\n- one\n    - two\n\n        more"),
    ],
)
def test_what_hugo_writes_in_a_text(site: MakeSite, source: str, markdown: str) -> None:
    _, there = hugo(
        site,
        {
            "static/images/a.png": PNG,
            "content/post/a.md": f"---\ntitle: A\ndate: 2020-01-02\n---\n{source}\n",
            "content/post/b.md": "---\ntitle: B\ndate: 2021-02-03\n---\nB\n",
        },
    )
    assert body(there, "content/articles/post/a.md") == markdown
    built(there)


def test_shortcodes_without_an_equivalent_are_seen_and_counted(site: MakeSite) -> None:
    _, there = hugo(
        site, {"content/post/a.md": '---\ntitle: A\ndate: 2020-01-02\n---\n\nOne {{< poll id="3" >}} two.\n'}
    )
    assert notes(there) == [
        ("lost: shortcode without an equivalent, kept as text", '{{< poll id="3" >}}', "content/post/a.md:6")
    ]
    assert "{{&lt; poll id=&quot;3&quot; &gt;}}" in built(there).text("post/a/index.html").replace(
        '"3"', "&quot;3&quot;"
    )


def test_drafts_pages_and_texts_without_a_date(site: MakeSite) -> None:
    _, there = hugo(
        site,
        {
            "content/about.md": "---\ntitle: About us\n---\nWe.\n",
            "content/post/draft.md": "---\ntitle: Draft\ndraft: true\n---\nNot yet.\n",
            "content/docs/how.md": "---\ntitle: How\n---\n[draft](../post/draft.md)\n",
            "content/_index.md": "---\ntitle: Home\n---\nWelcome.\n",
        },
    )
    assert there.text("content/pages/about.md") == "---\ntitle: About us\n---\n\nWe.\n"
    assert head(there, "content/articles/post/draft.md") == "title: Draft\ndraft: true\naliases:\n  - /draft/"
    # What is not published has no file to link to, and the address it will have.
    assert body(there, "content/pages/docs/how.md") == "[draft](/post/draft/)"
    assert [what for what, _, _ in notes(there)] == [
        "lost: introduction of a section",
        "lost: article without a date, kept as a draft",
    ]
    assert not (built(there).root / "post/draft").exists()


def test_languages_do_not_push_each_other_aside(site: MakeSite) -> None:
    _, there = hugo(
        site,
        {
            "content/post/a.md": "---\ntitle: A\ndate: 2020-01-02\n---\nEnglish\n",
            "content/post/a.fr.md": "---\ntitle: A\ndate: 2020-01-02\n---\nFrançais\n",
        },
        'baseURL = "https://old.example/"\ndefaultContentLanguage = "en"\n[languages.en]\n[languages.fr]\n',
    )
    assert body(there, "content/articles/post/a.md") == "English"
    assert head(there, "content/articles/post/a-fr.md") == (
        "title: A\ndate: 2020-01-02\naliases:\n  - /fr/post/a/\nlanguage: fr"
    )
    assert ("renamed: slug", "a is a-fr", "content/post/a.fr.md:1") in notes(there)
    built(there)


def test_names_of_data_files_are_found_by_their_ids(site: MakeSite) -> None:
    _, there = hugo(
        site,
        {
            "data/authors/tove.toml": 'name = "Tove Lindqvall"\nbio = "Writes of masts."\ntwitter = "@tove"\n',
            "content/post/a.md": "---\ntitle: A\ndate: 2020-01-02\nauthors: [tove, Ode Meer]\n---\nA\n",
        },
    )
    assert "authors:\n  - Tove Lindqvall\n  - Ode Meer" in head(there, "content/articles/post/a.md")
    assert there.text("content/authors/tove-lindqvall.md") == (
        "---\nname: Tove Lindqvall\nlinks:\n  - title: Twitter\n    url: https://twitter.com/tove\n"
        "---\n\nWrites of masts.\n"
    )
    built(there)


def test_a_page_keeps_the_files_beside_it(site: MakeSite) -> None:
    _, there = hugo(
        site,
        {
            "content/team/index.md": "---\ntitle: Team\nimage: team.png\n---\n![We](team.png) [more](x/y.pdf)\n",
            "content/team/team.png": PNG,
            "content/team/x/y.pdf": b"%PDF",
            "content/post/a.md": "---\ntitle: A\ndate: 2020-01-02\n---\n[team](../team/) [t]({{< ref team >}})\n",
            "content/plans/index.md": "---\ntitle: Plans\ndraft: true\n---\n![Secret](secret.png)\n",
            "content/plans/secret.png": PNG,
        },
    )
    assert body(there, "content/pages/team/index.md") == "![We](team.png) [more](x/y.pdf)"
    assert "image: team.png" in head(there, "content/pages/team/index.md")
    assert "aliases" not in head(there, "content/pages/team/index.md")
    assert body(there, "content/articles/post/a.md") == "[team](pages/team/index.md) [t](pages/team/index.md)"
    assert body(there, "content/pages/plans.md") == "![Secret](https://old.example/plans/secret.png)"
    assert ("lost: files beside a page that is a draft", "secret.png", "content/plans/index.md:1") in notes(there)
    published = built(there)
    assert '<img alt="We"' in published.text("team/index.html")
    assert (published.root / "pages/team/team.png").exists()
    assert not list(published.root.rglob("secret.png"))


def test_articles_in_other_markups_are_noted_and_not_published_raw(site: MakeSite) -> None:
    _, there = hugo(
        site,
        {
            "content/post/o.org": "#+title: O\n* One\n",
            "content/post/d.adoc": "= D\n",
            "content/post/a/index.md": "---\ntitle: A\ndate: 2020-01-02\n---\nOne\n",
            "content/post/a/notes.rst": "Notes\n",
            "content/post/a/a.csv": "1,2\n",
        },
    )
    assert [path.name for path in sorted((there.root / "content/articles").rglob("*.*"))] == ["a.csv", "index.md"]
    assert not (there.root / "content/post").exists()
    what = "lost: article in a markup that cannot be read, left out"
    files = ("post/d.adoc", "post/o.org", "post/a/notes.rst")
    assert [note for note in notes(there) if note[0] == what] == [(what, "", f"content/{name}:0") for name in files]
