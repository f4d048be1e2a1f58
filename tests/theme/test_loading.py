"""Which template wins, what a child theme inherits, and what is refused when a theme is loaded."""

from __future__ import annotations

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.problems import ProblemError
from tests.conftest import MakeSite
from tests.newsrooms import NOW, article, plain, prepared
from tests.plain_theme import PLAIN_SITE

BROADSHEET = PLAIN_SITE.replace('theme = "plain"\n', "")

ARTICLE = {"content/articles/a.md": article("A")}


def page(site: MakeSite, files: dict[str, str], url: str = "a/index.html") -> str:
    return (build(site(files).root, Options(NOW)).folder / url).read_text()


def errors(site: MakeSite, files: dict[str, str]) -> list[str]:
    with pytest.raises(ProblemError) as raised:
        prepared(site(files).root)
    return [str(problem) for problem in raised.value.problems]


def test_a_layout_of_the_site_shadows_the_themes(site: MakeSite) -> None:
    files = plain({**ARTICLE, "layouts/article.html": "Ours: {{ page.title }}"})
    assert page(site, files) == "Ours: A"


def test_a_layout_can_extend_the_template_that_it_shadows(site: MakeSite) -> None:
    layout = '{% extends "plain:article.html" %}{% block main %}<b>{{ super() }}</b>{% endblock %}'
    shown = page(site, plain({**ARTICLE, "layouts/article.html": layout}))
    assert shown.startswith("<title>A</title>\n<b><h1>A</h1>")


def test_a_child_theme_overrides_one_partial_one_word_and_one_list(site: MakeSite) -> None:
    files = plain(
        {
            **ARTICLE,
            "site.toml": PLAIN_SITE.replace('"plain"', '"child"'),
            "themes/child/theme.toml": 'parent = "plain"\n[lists.recent]\nlimit = 1\n',
            "themes/child/i18n/en.toml": 'tags_title = "Topics"\n',
            "themes/child/layouts/frame.html": (
                "<title>{{ page.title }} | {{ lists.recent[0].title }}</title>{% block main %}{% endblock %}"
            ),
        }
    )
    root = site(files).root
    folder = build(root, Options(NOW)).folder
    assert (folder / "tags/index.html").read_text().startswith("<title>Topics | A</title>")
    assert (folder / "authors/index.html").read_text().startswith("<title>Authors | A</title>")


def test_an_article_takes_the_template_of_its_layout_or_type(site: MakeSite) -> None:
    files = plain(
        {
            "layouts/article-opinion.html": "Opinion",
            "layouts/long.html": "Long",
            "content/articles/a.md": article("A", type="opinion"),
            "content/articles/b.md": article("B", type="opinion", layout="long"),
            "content/articles/c.md": article("C", type="review"),
        }
    )
    folder = build(site(files).root, Options(NOW)).folder
    assert (folder / "a/index.html").read_text() == "Opinion"
    assert (folder / "b/index.html").read_text() == "Long"
    assert "<h1>C</h1>" in (folder / "c/index.html").read_text()


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ pge.title }}", 'layouts/article.html:1: unknown name "pge"; did you mean "page"?'),
        ("{# Two #}\n{{ page.titel }}", 'layouts/article.html:2: unknown name "page.titel"; did you mean "title"?'),
        ('{{ page["titel"] }}', 'layouts/article.html:1: unknown name "page.titel"; did you mean "title"?'),
        ("{{ page.cards }}", 'layouts/article.html:1: unknown name "page.cards"; did you mean "words"?'),
        ("{{ site.titel }}", 'layouts/article.html:1: unknown name "site.titel"; did you mean "title"?'),
        ("{{ lists.latest }}", 'layouts/article.html:1: no list "latest" is declared in theme.toml or site.toml'),
        ("{{ theme.options.accent }}", 'layouts/article.html:1: the theme has no option "accent"'),
        (
            '{{ t("tag_title") }}',
            'layouts/article.html:1: no word "tag_title" in the catalogue; did you mean "tags_title"?',
        ),
        ('{{ asset("x.css") }}', 'layouts/article.html:1: no file "x.css" in the assets'),
        ("{{ page.date|dat }}", "layouts/article.html:1: No filter named 'dat'."),
        ("{% if %}", "layouts/article.html:1: Expected an expression, got 'end of statement block'"),
        (
            "{% include 'none.html' %}",
            'layouts/article.html:1: there is no template "none.html"; did you mean "home.html"?',
        ),
    ],
)
def test_a_name_that_nothing_can_give_is_refused_with_its_line(site: MakeSite, template: str, message: str) -> None:
    assert errors(site, plain({**ARTICLE, "layouts/article.html": template})) == [message]


def test_a_partial_may_use_what_its_includer_has_set(site: MakeSite) -> None:
    files = plain(
        {
            **ARTICLE,
            "layouts/home.html": '{% for card in page.cards %}{% include "partials/card.html" %}{% endfor %}',
            "layouts/partials/card.html": "[{{ card.title }}]",
        }
    )
    assert page(site, files, "index.html") == "[A]"


def test_every_error_of_a_theme_is_reported_at_once(site: MakeSite) -> None:
    files = plain({**ARTICLE, "layouts/article.html": "{{ one }}", "layouts/page.html": "{{ two }}{% if %}"})
    assert [message.split(":")[0] for message in errors(site, files)] == ["layouts/article.html", "layouts/page.html"]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('theme = "plian"', 'site.toml:4:9: there is no theme "plian"; did you mean "plain"?'),
        ('[options]\naccent = "x"', 'site.toml:6:10: unknown key "accent"'),
    ],
)
def test_settings_of_the_theme_are_checked(site: MakeSite, settings: str, message: str) -> None:
    text = PLAIN_SITE.replace('theme = "plain"\n', "") + settings if settings.startswith("theme") else ""
    assert errors(site, plain({**ARTICLE, "site.toml": text or f"{PLAIN_SITE}{settings}\n"})) == [message]


DEEP = "x = " + "[" * 5000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = Plain\n", "1:8: this is not TOML: invalid value; put text in quotes"),
        ('name = "Plain"\nnmae = "x"\n', '2:1: unknown key "nmae"; did you mean "name"?'),
        (DEEP, "1:1: this TOML has too many levels inside each other; flatten it"),
        (b'name = "Caf\xe9"\n', '1:12: the byte 0xE9 is not UTF-8 (in Windows-1252 it is "é"); save the file as UTF-8'),
    ],
)
def test_a_faulty_configuration_is_refused_with_its_line(site: MakeSite, text: str | bytes, message: str) -> None:
    with pytest.raises(ProblemError) as raised:
        prepared(site({**plain(ARTICLE), "themes/plain/theme.toml": text}).root)
    assert str(raised.value) == f"themes/plain/theme.toml:{message}"


def test_all_faulty_catalogues_are_refused_with_their_lines(site: MakeSite) -> None:
    files = plain(ARTICLE) | {
        "themes/plain/i18n/de.toml": 'tags_title = "Themen"\nmonth = 3\n\n[minutes]\none = "Eine"\n',
        "themes/plain/i18n/es.toml": "tags_title = Temas\n",
        "themes/plain/i18n/fr.toml": DEEP,
        "layouts/article.html": "{{ one }}{% if %}",
    }
    hint = 'write a text, or a table with the plural forms, "other" among them'
    assert errors(site, files) == [
        "layouts/article.html:1: Expected an expression, got 'end of statement block'",
        f'themes/plain/i18n/de.toml:2:9: "month" is no word; {hint}',
        f'themes/plain/i18n/de.toml:4:2: "minutes" is no word; {hint}',
        "themes/plain/i18n/es.toml:1:14: this is not TOML: invalid value; put text in quotes",
        "themes/plain/i18n/fr.toml:1:1: this TOML has too many levels inside each other; flatten it",
    ]


def test_a_byte_order_mark_in_a_catalogue_is_no_matter(site: MakeSite) -> None:
    files = plain(ARTICLE)
    words = files["themes/plain/i18n/en.toml"]
    assert page(site, {**files, "themes/plain/i18n/en.toml": f"\ufeff{words}"}, "tags/index.html").startswith("<title>")


def test_themes_cannot_be_each_others_parents(site: MakeSite) -> None:
    files = plain({"themes/plain/theme.toml": 'parent = "other"', "themes/other/theme.toml": 'parent = "plain"'})
    assert errors(site, files) == [
        "themes/other/theme.toml:1:10: the themes are each other's parents: plain > other > plain"
    ]


def test_options_have_types_and_defaults(site: MakeSite) -> None:
    theme = 'name = "Plain"\n[options.accent]\ntype = "colour"\ndefault = "#a3121f"\ndoc = "The colour."\n'
    layout = "{{ theme.options.accent }}"
    files = plain({**ARTICLE, "themes/plain/theme.toml": theme, "layouts/article.html": layout})
    assert page(site, files) == "#a3121f"
    files["site.toml"] = f'{PLAIN_SITE}[options]\naccent = "red"\n'
    with pytest.raises(ProblemError) as raised:
        prepared(site(files, "second").root)
    assert str(raised.value) == (
        'site.toml:6:10: "options.accent" cannot be the text "red"; write # and three or six hex digits'
    )


def test_an_error_while_rendering_names_the_template_its_line_and_the_page(site: MakeSite) -> None:
    files = plain({**ARTICLE, "layouts/article.html": "{# Two #}\n{{ page.date.year + page.title }}"})
    with pytest.raises(ProblemError) as raised:
        build(site(files).root, Options(NOW))
    problem = raised.value.problems[0]
    assert (problem.where, problem.excerpt) == ("layouts/article.html:2", "{{ page.date.year + page.title }}")
    assert "(while rendering /a/)" in problem.message


def test_stylesheets_are_named_by_their_content(site: MakeSite) -> None:
    files = plain(
        {
            **ARTICLE,
            "themes/plain/assets/main.css": "body { margin: 0 }",
            "themes/plain/assets/mark.svg": "<svg/>",
            "layouts/article.html": '{{ asset("main.css") }} {{ asset("mark.svg") }}',
        }
    )
    root = site(files).root
    folder = build(root, Options(NOW)).folder
    css, svg = (folder / "a/index.html").read_text().split()
    assert css.startswith("/assets/main.")
    assert css.endswith(".css")
    assert (folder / css.lstrip("/")).read_text() == "body{margin:0}"
    assert svg == "/assets/mark.svg"
    headers = (folder / "_headers").read_text()
    assert f"{css}\n  Cache-Control: public, max-age=31536000, immutable\n" in headers
    assert svg not in headers


def test_a_page_template_can_be_replaced_whole(site: MakeSite) -> None:
    # The partials of the theme's own, which nobody renders any more, are not judged.
    files = {**ARTICLE, "layouts/article.html": "<!doctype html>{{ page.title }}", "site.toml": BROADSHEET}
    assert page(site, files) == "<!doctype html>A"


@pytest.mark.parametrize(
    ("layouts", "message"),
    [
        ({"home.html": '{% include "home.html" %}'}, "RecursionError"),
        ({"home.html": '{% extends "home.html" %}'}, "RecursionError"),
        ({"home.html": "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}"}, "RecursionError"),
        ({"home.html": "{{ 1 // 0 }}"}, "ZeroDivisionError"),
        ({"home.html": '{{ "{}".format() }}'}, "IndexError"),
        ({"home.html": '{{ "\\ud800" }}'}, "UnicodeEncodeError"),
        ({"article.html": "{{ page.body }}"}, "a text is printed with the html filter"),
        ({"home.html": "{{ page.cards[0] }}"}, "a Card cannot be printed; print one of its fields"),
        ({"home.html": "{{ site.extra.update({}) }}"}, "this mapping cannot be changed"),
    ],
)
def test_whatever_fails_in_a_template_is_a_problem(site: MakeSite, layouts: dict[str, str], message: str) -> None:
    files = plain({**ARTICLE, **{f"layouts/{name}": source for name, source in layouts.items()}}, "[extra]\na = 1\n")
    with pytest.raises(ProblemError) as raised:
        build(site(files).root, Options(NOW))
    assert message in str(raised.value)


@pytest.mark.parametrize("template", ["{{ 1 // 0 }}", '{% include "shortcodes/note.html" %}', "{{ call.none.x }}"])
def test_whatever_fails_in_a_shortcode_is_a_problem_of_the_line_that_calls_it(site: MakeSite, template: str) -> None:
    files = plain({"content/articles/a.md": article("A", body="x\n\n{{< note >}}y{{< /note >}}")})
    with pytest.raises(ProblemError) as raised:
        build(site({**files, "layouts/shortcodes/note.html": template}).root, Options(NOW))
    assert [problem.where for problem in raised.value.problems] == ["content/articles/a.md:7:1"]


@pytest.mark.parametrize(
    "template",
    [
        "{% set c = namespace(n=0) %}{% macro count() %}{% set c.n = c.n + 1 %}{{ c.n }}{% endmacro %}",
        '{% set c = cycler("1", "2") %}{% macro count() %}{{ c.next() }}{% endmacro %}',
    ],
)
def test_no_page_leaves_anything_behind_for_the_next(site: MakeSite, template: str) -> None:
    files = plain(
        {
            "layouts/counting.html": template,
            "layouts/article.html": '{% from "counting.html" import count %}{{ count() }}',
            **{f"content/articles/{name}.md": article(name) for name in "abc"},
        }
    )
    folder = build(site(files).root, Options(NOW)).folder
    assert [(folder / name / "index.html").read_text() for name in "abc"] == ["1", "1", "1"]


def test_templates_that_are_computed_are_all_in_the_closure(site: MakeSite) -> None:
    files = plain(
        {
            **ARTICLE,
            "layouts/one.html": "One",
            "layouts/article.html": (
                '{% include page.type ~ ".html" ignore missing %}{% set s = "x.css" %}{{ asset(s) }}'
            ),
            "themes/plain/assets/x.css": "a {}",
        }
    )
    written = site(files)
    before = prepared(written.root).plan.pages["/a/"].key
    written.write({"layouts/news.html": "News"})
    between = prepared(written.root).plan.pages["/a/"].key
    written.write({"themes/plain/assets/x.css": "b {}"})
    assert len({before, between, prepared(written.root).plan.pages["/a/"].key}) == 3


def test_a_word_touches_the_pages_that_say_it(site: MakeSite) -> None:
    words = (
        'authors_title = "A"\ntags_title = "T"\narchive_title = "R"\ncorrections_title = "C"\nnot_found_title = "N"\n'
        'withdrawn_title = "W"\n'
    )
    files = plain(
        {**ARTICLE, "layouts/article.html": '{{ t("by") }}', "themes/plain/i18n/en.toml": f'{words}by = "By"\n'}
    )
    written = site(files)
    before = {url: made.key for url, made in prepared(written.root).plan.pages.items()}
    written.write({"themes/plain/i18n/en.toml": f'{words}by = "Von"\n'})
    after = {url: made.key for url, made in prepared(written.root).plan.pages.items()}
    assert {url for url, key in after.items() if before[url] != key} == {"/a/"}


def test_a_menu_can_be_called_what_it_likes(site: MakeSite) -> None:
    menu = '[[menus.items]]\ntitle = "One"\nurl = "/a/"\n'
    files = plain(
        {**ARTICLE, "layouts/home.html": "{% for link in site.menus.items %}{{ link.title }}{% endfor %}"}, menu
    )
    assert page(site, files, "index.html") == "One"
