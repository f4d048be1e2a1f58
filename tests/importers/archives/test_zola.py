"""Zola sites: paths, taxonomies, internal links and shortcodes."""

from __future__ import annotations

import pytest

from tests.conftest import Files, MakeSite, WrittenSite
from tests.importers.archives.moving import PNG, body, built, head, move, new_site, notes

SETTINGS = 'base_url = "https://old.example"\ndefault_language = "en"\n[languages.fr]\n'


def zola(site: MakeSite, files: Files) -> WrittenSite:
    archive = site({"config.toml": SETTINGS, "templates/index.html": "", **files}, "zola").delete("site.toml")
    there = new_site(site)
    move(there, archive.root)
    return there


def test_an_article_with_all_that_belongs_to_it(site: MakeSite) -> None:
    there = zola(
        site,
        {
            "content/blog/2020-01-02-mast/index.md": """
                +++
                title = "A mast"
                description = "It held."
                updated = 2020-02-03
                aliases = ["old/mast"]
                authors = ["Tove Lindqvall"]
                [taxonomies]
                tags = ["Wind"]
                categories = ["Networks"]
                [extra]
                mood = "calm"
                +++
                ![A](a.png) [b](@/blog/b.md#top)
                """,
            "content/blog/2020-01-02-mast/a.png": PNG,
            "content/blog/b.md": "+++\ntitle = 'B'\ndate = 2021-02-03\n+++\nB\n",
        },
    )
    path = "content/articles/networks/mast/index.md"
    assert head(there, path) == (
        "title: A mast\nstandfirst: It held.\ndate: 2020-01-02\nupdated: 2020-02-03\nauthors:\n  - Tove Lindqvall\n"
        "tags:\n  - Wind\nsection: Networks\naliases:\n  - /blog/mast/\n  - /old/mast\nextra:\n  mood: calm"
    )
    assert body(there, path) == "![A](a.png) [b](articles/blog/b.md#top)"
    built(there)


def test_the_path_can_say_the_date(site: MakeSite) -> None:
    there = zola(site, {"content/a.md": "+++\ntitle = 'A'\npath = 'wire/2020/01/02/mast'\n+++\nIt holds.\n"})
    assert head(there, "content/articles/wire/mast.md") == (
        "title: A\ndate: 2020-01-02\naliases:\n  - /wire/2020/01/02/mast/"
    )
    assert ("guessed: date read from the path", "wire/2020/01/02/mast", "content/a.md:3") in notes(there)


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ('{{ youtube(id="w7Ft2ymGmfc") }}', "<https://www.youtube.com/watch?v=w7Ft2ymGmfc>"),
        ('{{ figure(src="/a.png", alt="A mast") }}', '{{< figure src="/a.png" alt="A mast" >}}'),
        (
            '{% quote(author="Ode Meer") %}It held.{% end %}',
            '{{< pullquote cite="Ode Meer" >}}It held.{{< /pullquote >}}',
        ),
        ("{% note() %}\nMind.\n{% end %}", '{{< note title="Note" >}}\nMind.\n{{< /note >}}'),
        ("{{ poll(id=3) }} {{/* poll(id=3) */}}", "{{ poll(id=3) }} {{ poll(id=3) }}"),
        ("A {{< figure >}} of speech", "A {{&lt; figure >}} of speech"),
    ],
)
def test_what_zola_writes_in_a_text(site: MakeSite, source: str, markdown: str) -> None:
    there = zola(
        site, {"static/a.png": PNG, "content/blog/a.md": f"+++\ntitle = 'A'\ndate = 2020-01-02\n+++\n{source}\n"}
    )
    assert body(there, "content/articles/blog/a.md") == markdown
    built(there)


def test_languages_drafts_and_pages(site: MakeSite) -> None:
    there = zola(
        site,
        {
            "content/blog/a.md": "+++\ntitle = 'A'\ndate = 2020-01-02\n+++\nEnglish\n",
            "content/blog/a.fr.md": "+++\ntitle = 'A'\ndate = 2020-01-02\n+++\nFrançais\n",
            "content/blog/d.md": "+++\ntitle = 'D'\ndraft = true\n+++\nNot yet\n",
            "content/about.md": "+++\ntitle = 'About'\n+++\nWe.\n",
            "content/blog/_index.md": "+++\ntitle = 'Blog'\n+++\nWelcome.\n",
        },
    )
    assert "aliases:\n  - /fr/blog/a/\nlanguage: fr" in head(there, "content/articles/blog/a-fr.md")
    assert "draft: true" in head(there, "content/articles/blog/d.md")
    assert body(there, "content/pages/about.md") == "We."
    assert ("lost: introduction of a section", "Welcome.", "content/blog/_index.md:0") in notes(there)
    built(there)
