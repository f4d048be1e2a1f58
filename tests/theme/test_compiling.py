"""What templates are compiled to: fewer calls and fewer pieces, the same bytes and the same errors."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from types import CodeType, SimpleNamespace
from typing import Any

import pytest
from jinja2 import (
    DictLoader,
    Environment,
    StrictUndefined,
    TemplateSyntaxError,
    UndefinedError,
    meta,
    pass_context,
    pass_environment,
)
from jinja2.runtime import Context
from markupsafe import Markup

from ssg.digest import FrozenDict, Value
from ssg.frozen import frozen
from ssg.output.rendering import Renderer
from ssg.problems import ProblemError
from ssg.theme.templates import QuickEnvironment
from tests.conftest import SITE_TOML, MakeSite
from tests.newsrooms import NOW, article, prepared

WORDS = {"amp": "A & B", "plain": "A"}


class Words:
    """Words that count how often they are asked for."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, key: str, **values: object) -> str:
        self.asked += 1
        return WORDS[key].format(**values)


def both(templates: dict[str, str]) -> tuple[Environment, QuickEnvironment, Words]:
    """Return Jinja's own environment, ours with a function `t` that can be called directly and templates that can be
    put in the place of their includes, and that function."""
    options: dict[str, Any] = {"loader": DictLoader(templates), "autoescape": True, "undefined": StrictUndefined}
    jinja, ours, words = Environment(**options), QuickEnvironment(**options), Words()  # noqa: S701  # it is on
    jinja.globals["t"] = WORDS.__getitem__
    ours.globals["t"] = words
    ours.functions = ours.foldable = {"t": words}
    for name, source in templates.items():
        with suppress(TemplateSyntaxError):
            asked = meta.find_undeclared_variables(jinja.parse(source))
            ours.inlinable = {**ours.inlinable, name: asked | ours.globals.keys()}
    return jinja, ours, words


def test_a_word_is_asked_for_once_and_not_for_each_page() -> None:
    jinja, ours, words = both({"page": "<p title=\"{{ t('amp') }}\">{{ t('amp')|upper }}{{ t('plain') }}{{ who }}</p>"})
    page = ours.get_template("page")
    for who in ("x", "<"):
        assert page.render(who=who) == jinja.get_template("page").render(who=who)
    assert page.render(who="<") == '<p title="A &amp; B">A &amp; BA&lt;</p>'
    assert words.asked == 3


@pytest.mark.parametrize(
    "source",
    [
        "{{ [t('amp'), t('plain')]|join(', ') }}",
        "{% set x = t('amp') %}{{ x }}{% macro m(y=t('amp')) %}{{ y }}{% endmacro %}{{ m() }}",
        "{% for x in [t('amp')] if x != t('plain') %}{{ loop.index }}{{ x }}{% endfor %}",
        "{% autoescape false %}{{ t('amp') }}{% endautoescape %}{{ t('amp') }}",
        "{% autoescape who %}{{ t('amp') }}{% endautoescape %}{{ t('amp') }}",
        "{% macro m(x) %}{{ caller(x) }}{% endmacro %}{% call(y) m(t('amp')) %}{{ y }}{% endcall %}",
        "{% filter upper %}{{ t('amp') }}{{ who }}{% endfilter %}",
        "{% set x %}{{ t('amp') }}{{ who }}{% endset %}{{ x }}",
        "{% if t('plain') == 'A' %}yes{% endif %}{{ 'yes' if t('amp') else 'no' }}",
        "{% if false %}{{ t('nothing') }}{% endif %}{{ who }}",
        "{{ t('plain' if who else 'amp') }}{{ t(*['amp']) }}",
        "{% for x in ['amp', 'plain'] %}{{ t(x) }}{{ t(x)|upper }}{% endfor %}",
        "{% macro m(x) %}{{ t(x) }}{% endmacro %}{{ m('amp') }}{{ m(x='plain') }}",
        "{{ t('amp') ~ ('<br>'|safe) }}{{ t('plain') ~ '<' ~ 1 }}{{ (t('amp') ~ who) ~ ('<br>'|safe) }}",
    ],
)
@pytest.mark.parametrize("who", ["", "<"])
def test_what_is_printed_is_what_jinja_prints(source: str, who: str) -> None:
    jinja, ours, _ = both({"page": source})
    assert ours.get_template("page").render(who=who) == jinja.get_template("page").render(who=who)


def test_a_word_that_is_not_there_fails_where_it_stands_and_only_if_it_is_reached() -> None:
    _, ours, _ = both({"page": "{{ 1 }}\n{% if who %}\n{{ t('nothing') }}\n{% endif %}"})
    page = ours.get_template("page")
    assert page.render(who="") == "1\n"
    with pytest.raises(KeyError, match="nothing") as raised:
        page.render(who="x")
    assert 3 in [entry.lineno + 1 for entry in raised.traceback if entry.name == "top-level template code"]


@pytest.mark.parametrize(
    "source",
    [
        "{{ theme.options.paper }}{{ theme.options.paper|upper }}{{ theme.options.paper ~ who }}",
        "{% if theme.options.wide %}wide{% else %}narrow{% endif %}{{ theme.options.wide }}",
        "{% for x in [1, 2] if theme.options.wide %}{{ x }}{{ theme.options.paper }}{% endfor %}",
        "{% set options = theme.options %}{{ options.paper }}{{ theme['options'].paper }}{{ theme.options['paper'] }}",
        "{% macro m(x=theme.options.paper) %}{{ x }}{% endmacro %}{{ m() }}{{ m(theme.options.wide) }}",
        "{{ theme.options.paper ~ ('<br>'|safe) }}{{ (theme.options.paper ~ '<')|safe }}{{ theme.options.wide ~ '<' }}",
        "{{ theme.options.none }}",
        "{{ theme.options.paper.nothing is defined }}",
    ],
)
def test_options_print_what_they_print_when_each_page_asks_for_them(source: str) -> None:
    options: dict[str, str | bool] = {"paper": "<b> & '", "wide": True}
    printed = []
    theme = SimpleNamespace(options=SimpleNamespace(**options))
    for made in both({"page": source})[:2]:
        if isinstance(made, QuickEnvironment):
            made.options = options
        try:
            printed.append(made.get_template("page").render(who="<", theme=theme))
        except UndefinedError as error:
            printed.append(str(error))
    assert printed[0] == printed[1]


def test_an_option_is_put_where_it_is_asked_for() -> None:
    _, ours, _ = both({"page": "{{ theme.options.paper }}"})
    ours.options = {"paper": "a & b"}
    # Nobody is asked for it when the page is printed.
    assert ours.get_template("page").render() == "a &amp; b"


NESTED = {
    "frame": "a{% block x %}b{% block y %}c{{ who }}{% endblock %}d{% endblock %}{% include 'part' %}e",
    "part": "{% for x in 'pq' %}{{ x }}{% include 'leaf' %}{% endfor %}",
    "leaf": "({{ who }})",
    "macros": "{% macro m(x) %}<{{ x }}{% include 'leaf' %}>{% endmacro %}",
}


@pytest.mark.parametrize(
    "source",
    [
        "{% extends 'frame' %}{% block y %}{{ super() }}!{{ self.x is defined }}{% endblock %}",
        "{% extends 'frame' %}{% block x %}{% include 'part' %}{{ super() }}{% endblock %}",
        "first{% if who %}{% extends 'frame' %}{% endif %}last",
        "{% include 'leaf' %}{% include 'frame' without context %}{% include ['none', 'part'] %}",
        "{% block z %}1{% include 'plain' ignore missing without context %}2{% endblock %}{{ self.z() }}",
        "{% from 'macros' import m with context %}{{ m('&') }}{% import 'macros' as k with context %}{{ k.m(1) }}",
        "{% for x in [1, [2, 3]] recursive %}{{ loop(x) if x is iterable else x }}{% else %}none{% endfor %}",
        "{% filter upper %}{% block z %}{% include 'part' %}{% endblock %}{% endfilter %}",
        "{% set x %}{% include 'part' %}{% endset %}{{ x }}{% with y = who %}{% include 'leaf' %}{{ y }}{% endwith %}",
        "",
    ],
)
@pytest.mark.parametrize("who", ["", "<"])
def test_blocks_and_includes_print_in_their_order(source: str, who: str) -> None:
    jinja, ours, _ = both({**NESTED, "page": source})
    for made in (jinja, ours):
        made.globals["who"] = who
    assert ours.get_template("page").render(who=who) == jinja.get_template("page").render(who=who)


INCLUDED = {
    "asks": "[{{ x if x is string else x is defined }}{{ who }}]",
    "sets": "{% set x = 'inner' %}{{ x }}{% include 'asks' %}{% for y in 'ab' %}{{ loop.index }}{{ y }}{% endfor %}",
    "loops": "{{ loop.index if loop is defined else 'no loop' }}",
    "imports": "{% from 'macros' import m %}{{ m(who) }}{% include 'leaf' %}",
    "defines": "{% macro m() %}mine{% endmacro %}{{ m() }}",
    "blocks": "{% block b %}b{{ who }}{% endblock %}",
    "extends": "{% extends 'frame' %}{% block y %}y{% endblock %}",
    "itself": "{{ who }}{% set who = '' %}{% if false %}{% include 'itself' %}{% endif %}",
    "twice": "{% include 'sets' %}{% include 'sets' %}{{ x is defined }}",
    "asks_self": "{{ self.b is defined }}",
    "past": "{% include 'leaf' %}{% include 'static' without context %}",
    "past_twice": "({% include 'past' %})",
    "static": "static",
    "wrong": "{{ who.nothing.at_all }}",
    "unread": "{% if false %}{% include 'missing' %}{% include 'broken' %}{% endif %}",
}


@pytest.mark.parametrize("name", INCLUDED)
@pytest.mark.parametrize(
    "around",
    [
        "{%% include '%s' %%}",
        "{%% include '%s' %%}{%% set x = '1' %%}{{ x }}",
        "{%% set x = '1' %%}{%% include '%s' %%}{{ x }}",
        "{%% if who %%}{%% set x = '1' %%}{%% endif %%}{%% include '%s' %%}",
        "{%% for x in 'pq' %%}{%% include '%s' %%}{{ loop.index }}{%% endfor %%}",
        "{%% with x = who %%}{%% include '%s' %%}{%% endwith %%}{{ x is defined }}",
        "{%% set y %%}{%% include '%s' %%}{%% endset %%}{{ y }}{%% filter upper %%}{{ y }}{%% endfilter %%}",
        "{%% from 'macros' import m as x %%}{%% include '%s' %%}",
        "{%% macro x() %%}{%% include '%s' %%}{%% endmacro %%}{{ x() }}",
        "{%% block b %%}{%% set x = '1' %%}{%% block c %%}{%% include '%s' %%}{%% endblock %%}{%% endblock %%}",
        "{%% set x = '1' %%}{%% extends 'frame' %%}{%% block y %%}{%% include '%s' %%}{%% endblock %%}",
        "{%% extends 'frame' %%}{%% include 'leaf' %%}{%% block y %%}{%% include '%s' %%}{%% endblock %%}",
        "{%% autoescape false %%}{%% include '%s' %%}{%% endautoescape %%}",
        "{%% filter upper %%}{%% include '%s' %%}{%% endfilter %%}",
        "{%% for y in [who, [who]] recursive %%}({{ loop(y) if y is not string }}{%% include '%s' %%}){%% endfor %%}",
    ],
)
@pytest.mark.parametrize("who", ["", "<"])
def test_a_template_prints_the_same_in_the_place_of_its_include(name: str, around: str, who: str) -> None:
    templates = {**NESTED, **INCLUDED, "page": around % name}
    jinja, ours = outcomes(templates, who)
    assert ours == jinja


def test_templates_are_put_in_the_place_of_their_includes() -> None:
    _, ours, _ = both(
        {**NESTED, **INCLUDED, "page": "{% include 'twice' %}{% include 'defines' %}{% include 'part' %}"}
    )
    ours.get_template("page")
    # What asks for a name that the template around it sets is asked where it stands.
    assert ours.inlined == {"twice", "sets", "part", "leaf"}


def test_includes_in_loops_can_be_deeper_than_python_puts_loops_in_each_other() -> None:
    steps = {f"step{n}": f"{{% for x in [1] %}}({{% include 'step{n + 1}' %}}){{% endfor %}}" for n in range(25)}
    jinja, ours = outcomes({**steps, "step25": "{{ who }}", "page": "{% include 'step0' %}"})
    assert ours == jinja == "(" * 25 + "&lt;" + ")" * 25


def test_templates_that_include_the_next_one_twice_are_not_all_put_into_the_first() -> None:
    steps = {f"step{n}": f"{{% include 'step{n + 1}' %}}" * 2 for n in range(12)}
    jinja, ours, _ = both({**steps, "step12": "{{ who }}"})
    code = ours.compile(steps["step0"], "step0", raw=True)
    assert len(code.splitlines()) < 1000
    assert ours.get_template("step0").render(who="<") == jinja.get_template("step0").render(who="<")


def test_an_error_says_which_line_it_is_on() -> None:
    _, ours, _ = both({"page": "{{ 1 }}\n{{ 2 }}{{\n who.nothing }}{{ 3 }}\n"})
    with pytest.raises(UndefinedError) as raised:
        ours.get_template("page").render(who={})
    assert 3 in [entry.lineno + 1 for entry in raised.traceback if entry.name == "top-level template code"]


@pytest.mark.parametrize(
    "called",
    [
        "who.upper()",
        "{'a': 1}.get('a')",
        "given(1, x=2)",
        "asks_context('who')",
        "asks_environment()",
        "ends()",
        "Kind()",
        "cycler(1, 2).next()",
    ],
)
def test_everything_that_can_be_called_is_called_as_jinja_does(called: str) -> None:
    def given(*values: object, **named: object) -> str:
        return f"{values}{named}"

    @pass_context
    def asks_context(context: Context, name: str) -> object:
        return context[name], context["y"]

    @pass_environment
    def asks_environment(environment: Environment) -> bool:
        return environment.autoescape is True

    def ends() -> object:
        return next(iter(()))

    class Kind:
        def __str__(self) -> str:
            return "kind"

    printed = []
    for made in both(
        {"page": "{% for x in (1, 2) %}{% set y = x %}{{ " + called + "|default('undefined') }}{% endfor %}"}
    )[:2]:
        made.globals.update(
            given=given, asks_context=asks_context, asks_environment=asks_environment, ends=ends, Kind=Kind
        )
        printed.append(made.get_template("page").render(who="<"))
    assert printed[0] == printed[1]


MACROS = """\
{% macro none() %}none{% endmacro %}
{% macro three(a, b=1, c=a) %}{{ a }}{{ b }}{{ c }}{% endmacro %}
{% macro rest(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}
{% macro around(a, b=2) %}{{ a }}{{ caller(b) }}{% endmacro %}
{% macro perhaps(a, caller=none) %}{{ a }}{{ caller() if caller }}{% endmacro %}
{% macro lacks(a) %}{{ a.b }}{% endmacro %}
"""


@pytest.mark.parametrize(
    "call",
    [
        "none()",
        "three(1)",
        "three(1, 2)",
        "three('<', c=3)",
        "three(c=3, b=2, a=who)",
        "three(*[1, 2], **{'c': who})",
        "three()",
        "three(1, 2, 3, 4)",
        "three(1, a=1)",
        "three(1, d=1)",
        "three(1, caller=1)",
        "rest(1, 2, 3, x=4)",
        "rest()",
        "around(1)",
        "perhaps(1)",
        "lacks(who)",
    ],
)
@pytest.mark.parametrize("surroundings", ["{{ %s }}", "{%% for x in 'ab' %%}{{ %s }}{%% endfor %%}"])
def test_a_macro_is_given_its_arguments_as_jinja_gives_them(call: str, surroundings: str) -> None:
    start = "{% import 'macros' as m %}{% from 'macros' import " + call.partition("(")[0] + " %}"
    sources = {"macros": MACROS, "page": start + surroundings % call + MACROS + surroundings % call}
    jinja, ours = outcomes(sources)
    assert ours == jinja


@pytest.mark.parametrize("call", ["around('<')", "around('<', b=who)", "perhaps(1)", "three(1)", "rest(1)"])
def test_a_block_is_handed_to_a_macro_as_jinja_does(call: str) -> None:
    sources = {"macros": MACROS, "page": MACROS + "{% call(x=0) " + call + " %}{{ x }}&{{ who }}{% endcall %}"}
    jinja, ours = outcomes(sources)
    assert ours == jinja


@frozen
class Place(Value):
    """A value with a field, a field that may be nothing, a property and a method."""

    name: str
    within: Place | None = None

    @property
    def loud(self) -> str:
        """Return the name in capitals."""
        return self.name.upper()

    def twice(self) -> str:
        """Return the name two times."""
        return self.name * 2


@dataclass
class Foreign:
    """What is none of our values."""

    name: str = "foreign"


@pytest.mark.parametrize(
    "expression",
    [
        "who.name",
        "who.within.name",
        "who.within.within.name",
        "who.loud",
        "who.twice()",
        "who.nothing",
        "who.nothing.name",
        "who.nothing is defined",
        "who.within is none",
        "(who.within or who).name",
        "who.class",
        "who.lambda is defined",
        "who.digest|length",
        "who.date.year",
        "who.date.nothing is defined",
        "who.name.upper()",
        "who.name.nothing is defined",
        "nobody.name",
        "[who, who]|map(attribute='name')|join",
        "'a'.name",
        "'a'.upper()",
        "who['name']",
    ],
)
@pytest.mark.parametrize(
    "who",
    [
        Place("<a>"),
        Place("b", Place("c")),
        Foreign(),
        {"name": "d", "within": {"name": "e"}, "class": "f", "date": NOW},
        FrozenDict(name="g", loud="h"),
        Markup("<i>"),
        None,
        1,
    ],
    ids=repr,
)
def test_a_dot_means_what_it_means_in_jinja(expression: str, who: object) -> None:
    jinja, ours = outcomes({"page": "{{ " + expression + " }}{% for x in [who] %}{{ x.name }}{% endfor %}"}, who)
    assert ours == jinja


def test_one_place_in_a_template_can_see_values_of_many_kinds() -> None:
    people = [Place("a"), {"name": "b"}, Foreign(), Place("c"), FrozenDict(name="d")]
    jinja, ours = outcomes({"page": "{% for x in who %}{{ x.name }}{% endfor %}"}, people)
    assert ours == jinja == "abforeigncd"


def outcomes(templates: dict[str, str], who: object = "<") -> list[str | tuple[type[Exception], str]]:
    """Return what Jinja and ours print, or how they fail."""
    found: list[str | tuple[type[Exception], str]] = []
    for made in both(templates)[:2]:
        try:
            found.append(made.get_template("page").render(who=who))
        except Exception as error:
            found.append((type(error), str(error)))
    return found


def pages(site: MakeSite, files: dict[str, str], *urls: str) -> list[str]:
    """Return pages of a site in Broadsheet."""
    edit = prepared(site({"site.toml": SITE_TOML, "content/articles/a.md": article("A"), **files}).root)
    renderer = Renderer(edit.theme, edit.settings)
    return [renderer.render(edit.plan.pages[url]).decode() for url in urls]


def test_a_page_can_give_the_name_of_a_function_to_something_of_its_own(site: MakeSite) -> None:
    mine = (
        '{% extends "broadsheet:article.html" %}\n{% macro t(key) %}[{{ key }}]{{ "" if kwargs }}{% endmacro %}\n'
        "{% block main %}{% endblock %}\n"
    )
    written, front = pages(site, {"layouts/article.html": mine}, "/a/", "/")
    # In the frame around the article, which is another template.
    assert "[skip_to_content]</a>" in written
    assert "Skip to content</a>" in front


def test_a_page_can_give_the_name_of_the_theme_to_something_of_its_own(site: MakeSite) -> None:
    mine = "{% set theme = {'options': {'footer_note': 'mine'}} %}\n<footer>{{ theme.options.footer_note }}</footer>\n"
    (front,) = pages(site, {"layouts/partials/footer.html": mine}, "/")
    assert "<footer>mine</footer>" in front


def test_a_foot_of_ones_own_can_give_a_name_of_the_theme_to_something_else(site: MakeSite) -> None:
    mine = '{% set t = "a" %}\n<footer>{{ t * 2 }}</footer>\n'
    front, written = pages(site, {"layouts/partials/footer.html": mine}, "/", "/a/")
    for page in (front, written):
        assert page.endswith("<footer>aa</footer></body>\n</html>")
        assert "Skip to content</a>" in page


def test_an_error_in_what_is_included_is_told_with_its_own_line(site: MakeSite) -> None:
    mine = "{# It counts. #}\n{% if page.title == 'A' %}\n{{ 1 // 0 }}\n{% endif %}\n"
    with pytest.raises(ProblemError) as raised:
        pages(site, {"layouts/partials/footer.html": mine, "content/articles/b.md": article("B")}, "/b/", "/a/")
    (problem,) = raised.value.problems
    assert (problem.path, problem.line, problem.excerpt) == ("layouts/partials/footer.html", 3, "{{ 1 // 0 }}")
    assert problem.message.endswith("(while rendering /a/)")


def test_templates_that_are_too_much_for_python_in_each_other_are_tried_once(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def step(within: str) -> str:
        return "{% for x in [1] %}" * 8 + within + "{% endfor %}" * 8

    files = {
        "layouts/partials/footer.html": step("{% include 'partials/one.html' %}"),
        "layouts/partials/one.html": step("{% include 'partials/two.html' %}"),
        "layouts/partials/two.html": step("<footer>deep</footer>"),
        "content/articles/b.md": article("B"),
    }
    failed: list[str] = []
    compile_code = QuickEnvironment._compile

    def noted(self: QuickEnvironment, source: str, filename: str) -> CodeType:
        try:
            return compile_code(self, source, filename)
        except SyntaxError:
            failed.append(filename)
            raise

    monkeypatch.setattr(QuickEnvironment, "_compile", noted)
    for page in pages(site, files, "/a/", "/b/"):
        assert "<footer>deep</footer>" in page
    assert len(failed) == 1


def test_every_page_has_the_words_of_its_language(site: MakeSite) -> None:
    german = article("B", language="de")
    mine, english, again = pages(site, {"content/articles/b.md": german}, "/b/", "/a/", "/b/")
    assert "Zum Inhalt springen</a>" in mine
    assert "Skip to content</a>" in english
    # The foot is the site's, whatever the language of the article above it.
    assert '<footer class="footer" lang="en">' in mine
    assert '<footer class="footer">' in english
    assert again == mine
