"""A tiny child theme, as docs/themes.md teaches it: what it overrides, what it inherits, and `ssg theme` about it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from ssg.build import build
from ssg.building.options import Options
from ssg.cli.main import main
from tests.conftest import SITE_TOML, MakeSite
from tests.machine import REPOSITORY
from tests.newsrooms import NOW, article

_EXAMPLE = re.compile(r"^```\w+\n(?:# |/\* |\{# )([\w./-]+)(?: \*/| #\})?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""A block of the documentation that begins with a comment of the file that it is."""

GAZETTE = {
    "site.toml": 'title = "The Gazette"\nurl = "https://gazette.example"\ntheme = "gazette"\n',
    "content/articles/city/a.md": article("A lamp", "2026-03-01"),
    "content/articles/city/b.md": article("A ferry", "2026-02-01", type="opinion"),
    "themes/gazette/theme.toml": (
        'name = "Gazette"\ndescription = "A town paper."\nparent = "broadsheet"\n'
        '[options.accent]\ntype = "choice"\nchoices = ["viridian", "plum"]\ndefault = "plum"\n'
        '[lists.opinion]\ntag = "none"\n'
    ),
    "themes/gazette/i18n/en.toml": 'most_recent = "Just in"\n',
    "themes/gazette/assets/gazette.css": "@layer theme { :root { --paper: #fff8f0; } }",
    "themes/gazette/layouts/layout.html": (
        '{% extends "broadsheet:layout.html" %}\n{% block stylesheets %}{{ super() }}\n'
        '  <link rel="stylesheet" href="{{ asset("gazette.css") }}">\n{% endblock %}\n'
    ),
    "themes/gazette/layouts/partials/footer.html": '<footer class="footer">{{ site.title }}</footer>\n',
    "layouts/partials/footer.html": '<footer class="footer">{{ site.title }}, {{ site.url }}</footer>\n',
}


@pytest.fixture
def gazette(site: MakeSite) -> Path:
    return site(GAZETTE).root


def test_a_child_theme_changes_one_option_list_word_style_and_partial(gazette: Path) -> None:
    front = (build(gazette, Options(NOW)).folder / "index.html").read_text()
    assert 'data-accent="plum"' in front
    assert 'id="opinion-title"' not in front
    assert "Just in</h2>" in front
    assert "/assets/gazette." in front
    # The site's own partial shadows that of the theme, which shadows the parent's.
    assert '<footer class="footer">The Gazette, https://gazette.example/</footer>' in front
    # All else is the parent's.
    assert '<h1 class="nameplate">' in front


def test_the_child_theme_of_the_documentation_styles_every_page(site: MakeSite) -> None:
    taught = dict(_EXAMPLE.findall((REPOSITORY / "docs/themes.md").read_text("utf-8")))
    assert {path.split("/")[0] for path in taught} == {"site.toml", "themes"}
    files = {
        **taught,
        "site.toml": f"{SITE_TOML}\n{taught['site.toml']}\n[search]\nenabled = true\n",
        "content/articles/a.md": article("A lamp", tags="[light]"),
        "content/articles/gone.md": article("A ghost", withdrawn="{date: 2026-03-02}"),
        "content/pages/about.md": "---\ntitle: About\n---\n",
    }
    folder = build(site(files).root, Options(NOW)).folder
    pages = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.html")}
    assert pages.keys() >= {"index.html", "a/index.html", "gone/index.html", "about/index.html", "search/index.html"}
    styled = re.compile(r'<link rel="stylesheet" href="/assets/gazette\.\w+\.css" integrity="sha\d+-[^"]+">')
    assert [path for path, page in pages.items() if not styled.search(page)] == []


def run(root: Path, *arguments: str) -> tuple[int, list[str]]:
    result = CliRunner().invoke(main, ["theme", *arguments, "--site", str(root)])
    return result.exit_code, result.output.splitlines()


def test_why_says_which_file_wins_and_what_it_shadows(gazette: Path) -> None:
    code, lines = run(gazette, "why", "partials/footer.html")
    assert code == 0
    assert lines[:3] == [
        "partials/footer.html is layouts/partials/footer.html",
        "  over themes/gazette/layouts/partials/footer.html",
        "  over themes/broadsheet/layouts/partials/footer.html",
    ]
    assert lines[3].startswith("used by 404.html, archive.html, article.html, ")


def test_why_knows_assets_qualified_names_and_what_nobody_uses(gazette: Path) -> None:
    (gazette / "layouts/spare.html").write_text("Spare")
    assert run(gazette, "why", "gazette.css")[1][0] == "gazette.css is themes/gazette/assets/gazette.css"
    assert run(gazette, "why", "broadsheet:partials/footer.html")[1] == [
        "broadsheet:partials/footer.html is themes/broadsheet/layouts/partials/footer.html",
        "used by nothing",
    ]
    listed = run(gazette, "why")[1]
    assert "layout.html\tthemes/gazette/layouts/layout.html over themes/broadsheet/layouts/layout.html" in listed
    assert "spare.html\tlayouts/spare.html" in listed


def test_why_knows_what_an_asset_shadows_and_the_bundle_it_is_in(gazette: Path) -> None:
    (gazette / "themes/gazette/assets/cards.css").write_text(".card { color: red }")
    lines = run(gazette, "why", "cards.css")[1]
    assert lines[:2] == [
        "cards.css is themes/gazette/assets/cards.css",
        "  over themes/broadsheet/assets/cards.css",
    ]
    assert lines[2].startswith("used by 404.html, archive.html, article.html, ")


def test_what_is_in_a_bundle_is_published_in_it_alone(gazette: Path) -> None:
    published = {path.name.split(".")[0] for path in (build(gazette, Options(NOW)).folder / "assets").glob("*.css")}
    assert published == {"site", "article", "feed", "print", "search", "gazette"}
    # Unless a template asks for the file itself.
    (gazette / "layouts/404.html").write_text('<link href="{{ asset("cards.css") }}">')
    build(gazette, Options(NOW))
    assert len([*(gazette / "public/assets").glob("cards.*.css")]) == 1


def test_why_suggests_the_nearest_name(gazette: Path) -> None:
    assert run(gazette, "why", "partials/foter.html") == (
        1,
        ['there is no template or asset partials/foter.html; did you mean "partials/footer.html"?'],
    )


def test_list_marks_the_theme_in_use_and_its_parents(gazette: Path) -> None:
    code, lines = run(gazette, "list")
    assert code == 0
    assert [line.split("\t")[:2] for line in lines] == [
        ["^ broadsheet", "comes with Standfirst"],
        ["* gazette (on broadsheet)", "themes/gazette/"],
    ]
    assert lines[1].endswith("\tA town paper.")
