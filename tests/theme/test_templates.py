"""Compiled templates: the bytes of Jinja's own, with less work."""

from __future__ import annotations

import pickle
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from markupsafe import Markup, escape

from benchmarks.corpus import Corpus, write
from ssg.building.edit import prepare
from ssg.building.options import Options
from ssg.digest import Value
from ssg.frozen import frozen
from ssg.output.converting import Converter
from ssg.output.rendering import Renderer
from ssg.pages.page import FORMATS
from ssg.theme.environment import OUR_FILTERS
from ssg.theme.templates import QuickEnvironment, quick_escape
from tests.conftest import MakeSite
from tests.golden.site import GOLDEN_SITE
from tests.newsrooms import NOW


@frozen
class Person(Value):
    name: str


def environment(templates: dict[str, str]) -> QuickEnvironment:
    return QuickEnvironment(loader=DictLoader(templates), autoescape=True, undefined=StrictUndefined)


def hear(quick: QuickEnvironment) -> list[str]:
    """Gather a text for each time that a template calls `heard`, which prints nothing."""
    asked: list[str] = []

    def heard() -> str:
        asked.append("")
        return ""

    quick.globals["heard"] = heard
    return asked


@given(st.one_of(st.text("a<>&'\" é"), st.integers(), st.none(), st.text("a<").map(Markup)))
def test_a_value_is_escaped_as_markupsafe_does(value: Any) -> None:
    assert str(quick_escape(value)) == str(escape(value))


def test_a_macro_is_asked_once_for_a_value_and_the_same_arguments() -> None:
    quick = environment(
        {
            "m": "{% macro show(who, how='') %}{{ how }}{{ heard() }}{{ who.name }}{% endmacro %}",
            "page": "{% from 'm' import show %}{{ show(who) }} {{ show(who, how=how) }}",
        }
    )
    asked = hear(quick)
    page = quick.get_template("page")
    for _ in range(2):
        assert page.render(who=Person("A & B"), how="<") == "A &amp; B &lt;A &amp; B"
    assert len(asked) == 2
    assert page.render(who=Person("C"), how="<") == "C &lt;C"
    assert len(asked) == 4


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [(1, True, "1 True"), ("<", Markup("<"), "&lt; <"), (None, "", "None "), ([1], [2], "[1] [2]")],
)
def test_arguments_that_only_look_alike_are_told_apart(one: object, other: object, shown: str) -> None:
    quick = environment(
        {
            "m": "{% macro show(who, how) %}{{ how }}{% endmacro %}",
            "page": "{% from 'm' import show %}{{ show(who, one) }} {{ show(who, other) }}",
        }
    )
    assert quick.get_template("page").render(who=Person(""), one=one, other=other) == shown


def test_values_of_ours_are_told_apart_wherever_they_stand() -> None:
    quick = environment(
        {
            "m": "{% macro show(who, by, at=who) %}{{ heard() }}{{ who.name }}{{ by.name }}{{ at.name }}{% endmacro %}",
            "page": "{% from 'm' import show %}{{ show(a, a) }} {{ show(a, b, at=a) }} {{ show(a, a) }}",
        }
    )
    asked = hear(quick)
    assert quick.get_template("page").render(a=Person("A"), b=Person("B")) == "AAA ABA AAA"
    assert len(asked) == 2


def test_by_position_and_by_name_are_told_apart() -> None:
    quick = environment(
        {
            "m": "{% macro show(who, a=0, b=0) %}{{ a }}{{ b }}{% endmacro %}",
            "page": "{% from 'm' import show %}{{ show(who, 1, 2) }} {{ show(who, b=1, a=2) }} {{ show(who, b=1) }}",
        }
    )
    assert quick.get_template("page").render(who=Person("")) == "12 21 01"


def test_a_macro_that_fails_fails_again() -> None:
    quick = environment(
        {
            "m": "{% macro show(who) %}{{ who.age }}{% endmacro %}",
            "page": "{% from 'm' import show %}{{ show(who) }}",
        }
    )
    for _ in range(2):
        with pytest.raises(UndefinedError):
            quick.get_template("page").render(who=Person(""))


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("{# words #}\n{% macro a() %}{% set x = namespace() %}{% endmacro %}\n", True),
        ("{% from 'plain' import p %}{% macro a() %}{{ p() }}{% endmacro %}", True),
        ("{% from 'stateful' import s %}{% macro a() %}{{ s() }}{% endmacro %}", False),
        ("{% import 'plain' as p with context %}{% macro a() %}{% endmacro %}", False),
        ("{% from name import p %}{% macro a() %}{% endmacro %}", False),
        ("{% from 'it' import a %}{% macro a() %}{% endmacro %}", False),
        ("{% set x = [] %}{% macro a() %}{% endmacro %}", False),
        ("{{ t }}{% macro a() %}{% endmacro %}", False),
    ],
)
def test_a_module_is_plain_if_it_has_macros_and_nothing_else(source: str, plain: bool) -> None:
    templates = {
        "it": source,
        "plain": "{% macro p() %}{% endmacro %}",
        "stateful": "{% set c = cycler(1, 2) %}{% macro s() %}{{ c.next() }}{% endmacro %}",
    }
    assert environment(templates).is_plain("it") is plain


def test_what_was_compiled_elsewhere_is_known_as_if_it_had_been_compiled_here(compiled: list[str | None]) -> None:
    templates = {
        "page": "{% from 'plain' import p %}{% from 'stateful' import s %}{{ p() }}{{ s() }}{% include 'part' %}",
        "plain": "{% macro p() %}p{% endmacro %}",
        "stateful": "{% set c = cycler(1, 2) %}{% macro s() %}{{ c.next() }}{% endmacro %}",
        "part": "part",
    }
    one, other = environment(templates), environment(templates)
    one.inlinable = other.inlinable = {"part": frozenset()}
    printed = one.get_template("page").render()
    assert (printed, one.inlined) == ("p1part", {"part"})
    assert compiled == ["page", "plain", "stateful"]
    other.take(pickle.loads(pickle.dumps(one.compiled())))  # noqa: S301  # our own
    assert other.inlined == {"part"}
    # Whether a module is to be made anew for each page is known as well.
    assert [other.get_template("page").render() for _ in range(2)] == [printed] * 2
    assert (other.is_plain("plain"), other.is_plain("stateful")) == (True, False)
    assert compiled == ["page", "plain", "stateful"]


def test_a_card_of_the_theme_is_printed_once_for_all_listings() -> None:
    # A `set` beside the macros of one of these files would have each page print all of its cards again.
    layouts = Path(__file__).parents[2] / "themes" / "broadsheet" / "layouts"
    templates = {path.relative_to(layouts).as_posix(): path.read_text("utf-8") for path in layouts.rglob("*.html")}
    imported = {name for source in templates.values() for name in re.findall(r'{% from "([^"]+)" import', source)}
    ours = environment(templates)
    ours.filters.update(dict.fromkeys(OUR_FILTERS, str))
    assert "partials/cards.html" in imported
    assert [name for name in sorted(imported) if not ours.is_plain(name)] == []


@pytest.fixture(params=["plain", "broadsheet"])
def newsroom(request: pytest.FixtureRequest, site: MakeSite, tmp_path: Path) -> Path:
    if request.param == "plain":
        return site(GOLDEN_SITE).root
    write(Corpus(40), tmp_path / "corpus")
    return tmp_path / "corpus"


def test_every_page_has_the_bytes_that_jinja_alone_would_give_it(newsroom: Path) -> None:
    edit = prepare(newsroom, Options(NOW))
    renderer = Renderer(edit.theme, edit.settings)
    converter = Converter(edit.theme, edit.settings)
    compared = 0
    for page in edit.plan.pages.values():
        if page.template in FORMATS:
            continue
        ours = converter.environment(page.language, converter.convert)
        plain = Environment(  # it is on, for every name
            loader=ours.loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        plain.filters, plain.globals = ours.filters, ours.globals
        text = plain.get_template(page.template).render(
            page=page.view.page,
            site=page.view.site,
            lists=SimpleNamespace(**page.view.lists),
            theme=SimpleNamespace(options=SimpleNamespace(**edit.theme.options)),
        )
        assert renderer.render(page) == text.encode(), page.url
        compared += 1
    assert compared > 30
