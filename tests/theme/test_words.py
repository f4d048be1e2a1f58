"""All words that a reader sees are in catalogues: templates hold none, and each language says all of them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale
from lxml import html

from ssg.build import build
from ssg.building.options import Options
from tests.conftest import MakeSite
from tests.newsrooms import NOW, article, plain, prepared

BROADSHEET = Path(__file__).parents[2] / "themes" / "broadsheet"
TEMPLATES = sorted((BROADSHEET / "layouts").rglob("*.html"))
LANGUAGES = sorted(path.stem for path in (BROADSHEET / "i18n").glob("*.toml"))

_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
# Blocks and macros that make the words of a class.
_CLASSES = re.compile(
    r"\{% block page_class %\}.*?\{% endblock %\}|\{%-? macro (?:\w+_class|hue)\(.*?\{%-? endmacro %\}", re.DOTALL
)
_TAG = re.compile(r"<!?/?[a-zA-Z][^<>]*>", re.DOTALL)
_ATTRIBUTE = re.compile(r'\s[\w-]+="[^"]*"')
# What a reader is shown or read out of a tag.
_SPOKEN = re.compile(r'\b(?:alt|title|aria-label|placeholder)="([^"]*)"')


def words_in(template: str) -> list[str]:
    """Return the literal words of a template that a reader would see."""
    source = _JINJA.sub("", _CLASSES.sub("", template))
    shown = [*_SPOKEN.findall(source), *_TAG.split(_ATTRIBUTE.sub("", source))]
    return [word for text in shown for word in re.findall(r"[^\W\d_]{2,}", text)]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(BROADSHEET / "layouts").as_posix())
def test_a_template_holds_no_words_of_its_own(template: Path) -> None:
    assert words_in(template.read_text()) == []


def test_words_would_be_found() -> None:
    template = '{# A comment #}<p class="by" title="Wrote it">By {{ name }}{% if x %}, editor{% endif %}</p>'
    assert words_in(template) == ["Wrote", "it", "By", "editor"]


def places(word: str | dict[str, str]) -> set[str]:
    """Return the names of the places in a word, in any of its forms."""
    forms = [word] if isinstance(word, str) else [word["other"]]
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_says_every_word_with_its_places_and_plural_forms(language: str) -> None:
    english, other = (
        tomllib.loads((BROADSHEET / "i18n" / f"{name}.toml").read_text("utf-8")) for name in ("en", language)
    )
    assert sorted(other) == sorted(english)
    assert {key: places(word) for key, word in other.items()} == {key: places(word) for key, word in english.items()}
    forms = {*Locale.parse(language).plural_form.tags, "other"}
    for key, word in other.items():
        assert isinstance(word, dict) == isinstance(english[key], dict), key
        assert isinstance(word, str) or set(word) <= forms, key


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de-AT", ["Von", "Zuletzt erschienen", "Das könnte Sie auch interessieren", "1. März 2026"]),
        ("ar", ["بقلم", "الأحدث", "قد يهمك أيضًا", "1 مارس 2026", 'dir="rtl"']),
        # A language without a catalogue has English words, and dates of its own.
        ("nl", ["By", "Most recent", "You May Also Like", "1 maart 2026"]),
    ],
)
def test_a_site_speaks_its_language(site: MakeSite, language: str, words: list[str]) -> None:
    files = {
        "site.toml": f'title = "A"\nurl = "https://a.example"\nlanguage = "{language}"\n',
        "content/authors/ana.md": "---\nname: Ana\n---\n",
        **{
            f"content/articles/n/{n}.md": article(f"T {n}", "2026-03-01", "Masts and cables.", author="ana")
            for n in (1, 2, 3, 4, 5, 6, 7)
        },
    }
    folder = build(site(files).root, Options(NOW)).folder
    pages = (folder / "index.html").read_text() + (folder / "n/1/index.html").read_text()
    assert [word for word in words if word not in pages] == []


def test_a_catalogue_that_lacks_a_word_leaves_it_to_the_wider_language(site: MakeSite) -> None:
    files = plain(
        {"content/articles/a.md": article("A", language="pt-BR"), "layouts/article.html": '{{ t("x") }}{{ t("y") }}'}
    )
    files["themes/plain/i18n/en.toml"] += 'x = "X"\ny = "Y"\n'
    files["themes/plain/i18n/pt.toml"] = 'x = "pt"\ny = "pt"\n'
    files["themes/plain/i18n/pt-br.toml"] = 'x = "br"\n'
    assert (build(site(files).root, Options(NOW)).folder / "a/index.html").read_text() == "brpt"


def _language_of(page: str, words: str) -> tuple[str, str]:
    """Return language and direction of the element that begins with some words, as a reader's program finds them."""
    tags = ("a", "p", "h1", "h2", "h3")
    element = [found for found in html.document_fromstring(page).iter(*tags) if words in found.text_content()][-1]
    near = [element, *element.iterancestors()]
    language, direction = (next(found.get(name, "") for found in near if found.get(name)) for name in ("lang", "dir"))
    return language, direction


def test_every_word_is_in_the_language_that_it_says_it_is_in(site: MakeSite) -> None:
    files = {
        "site.toml": 'title = "The Paper"\nurl = "https://a.example"\nlanguage = "en-GB"\n',
        "content/authors/ana.md": "---\nname: Ana\n---\nShe writes.\n",
        "content/articles/n/he.md": article(
            "כותרת", "2026-03-02", "הטקסט.", language="he", author="ana", sponsor="Acme", tags="[masts]"
        ),
        "content/articles/n/de.md": article("Überschrift", "2026-03-01", "Der Text.", language="de", author="ana"),
        "content/articles/n/en.md": article("Headline", "2026-02-01", "Masts and cables.", author="ana"),
        "content/articles/n/en2.md": article("Second", "2026-02-02", "Masts and cables.", author="ana"),
    }
    folder = build(site(files).root, Options(NOW)).folder
    english, hebrew = ("en-GB", "ltr"), ("he", "rtl")
    page = (folder / "n/he/index.html").read_text()
    ours = ("The Paper", "Sponsored by", "Topics", "About the Author", "She writes", "Second", "Skip to")
    assert {words: _language_of(page, words) for words in ours} == dict.fromkeys(ours, english)
    assert {words: _language_of(page, words) for words in ("כותרת", "הטקסט")} == dict.fromkeys(
        ("כותרת", "הטקסט"), hebrew
    )
    page = (folder / "n/de/index.html").read_text()
    assert _language_of(page, "Der Text") == ("de", "ltr")
    assert _language_of(page, "The Paper") == english
    assert _language_of(page, "Zum Inhalt") == ("de", "ltr")
    page = (folder / "n/index.html").read_text()
    assert [_language_of(page, words) for words in ("כותרת", "Second")] == [hebrew, english]


def test_a_site_in_a_language_that_the_theme_does_not_speak_is_told_so(site: MakeSite) -> None:
    settings = 'title = "A"\nurl = "https://a.example"\nlanguage = "{}"\n'
    spoken = prepared(site({"site.toml": settings.format("de-AT")}, "spoken").root)
    assert spoken.warnings == ()
    (warning,) = prepared(site({"site.toml": settings.format("nl")}, "unspoken").root).warnings
    assert str(warning) == (
        'site.toml:3:12: the theme has no words in the language of the site, "nl": pages say "en" ones; '
        "add i18n/nl.toml to a theme of the site's own (docs/themes.md)"
    )
