"""The reference of the theme contract, written from code: what every template can see, and what a theme declares."""

from __future__ import annotations

import ast
import inspect
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import Field, fields

from ssg import page_views, views
from ssg.digest import Value
from ssg.page_views import PAGE_VIEWS, PageView
from ssg.settings import ListSettings
from ssg.theme.configuration import ThemeConfiguration
from ssg.views import Shortcode, SiteView

_HEAD = """\
# What templates see

A template gets `page`, one of the views below; `site`, a [SiteView](#siteview); `lists`, the declared lists that it
names, each a list of [Card](#card); and `theme.options`. A shortcode's template gets `call`, a
[Shortcode](#shortcode). How to use them stands in [Themes](themes.md).

<!-- Written from ssg/views.py and ssg/page_views.py by `pytest tests/theme/test_reference.py --update-golden`. -->
"""
_THEME = """\
# {name}

{description}

<!-- Written from its theme.toml by `pytest tests/theme/test_reference.py --update-golden`. -->
"""
_WORDS = {
    "str": "text",
    "int": "number",
    "float": "number",
    "bool": "true or false",
    "datetime": "date-time",
    "Tone": "text",
}


def views_reference() -> str:
    """Return the page about views, in Markdown."""
    shown = _reached()
    pages = [view for view in shown if issubclass(view, PageView)]
    others = sorted((view for view in shown if not issubclass(view, PageView)), key=lambda view: view.__name__)
    parts = [_HEAD, "## Pages"]
    # What all pages have in common stands once.
    parts += _section(PageView)
    for page in pages:
        if page is not PageView:
            parts += _section(page, len(fields(PageView)))
    parts.append("## Parts of pages")
    for view in others:
        parts += _section(view)
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def theme_reference(configuration: ThemeConfiguration) -> str:
    """Return the page about a theme, in Markdown: its options and the lists that it declares."""
    options = ["| option | value | when absent | meaning |", "|---|---|---|---|"]
    options += [
        f"| `{name}` | {option.kind.label} | {_default(option.default)} | {option.doc} |"
        for name, option in configuration.options.items()
    ]
    lists = ["| list | articles |", "|---|---|"]
    lists += [f"| `{name}` | {_selection(wanted)} |" for name, wanted in configuration.lists.items()]
    head = _THEME.format(name=configuration.name, description=configuration.description)
    parts = (
        head,
        "## Options",
        "Set them in `site.toml` under `[options]`.",
        "\n".join(options),
        "## Lists",
        "A list of the same name in `site.toml` wins.",
        "\n".join(lists),
    )
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _default(value: object) -> str:
    match value:
        case bool():
            return f"`{str(value).lower()}`"
        case tuple():
            return ", ".join(f"`{item}`" for item in value)
        case _:
            return f"`{value}`" if value != "" else ""


def _selection(wanted: ListSettings) -> str:
    """Return what a list selects, as it would be written in TOML."""
    written = {field.name: getattr(wanted, field.name) for field in fields(wanted)}
    said = {name: value for name, value in written.items() if name == "limit" or value != getattr(ListSettings, name)}
    return ", ".join(f"`{name} = {_toml(value)}`" for name, value in said.items())


def _toml(value: object) -> str:
    match value:
        case tuple():
            return f"[{', '.join(_toml(item) for item in value)}]"
        case str():
            return f'"{value}"'
        case _:
            return str(value)


def _reached() -> list[type[Value]]:
    """Return every view that a template can come by, pages first."""
    known = vars(views) | vars(page_views)
    found: list[type[Value]] = [PageView, *dict.fromkeys(PAGE_VIEWS.values()), SiteView, Shortcode]
    for view in found:
        for field in fields(view):
            for name in re.findall(r"\w+", str(field.type)):
                part = known.get(name)
                if inspect.isclass(part) and issubclass(part, Value) and part not in found:
                    found.append(part)
    return found


def _section(view: type[Value], inherited: int = 0) -> Iterator[str]:
    name = view.__name__
    yield f"### {name}"
    yield inspect.cleandoc(view.__doc__ or "")
    templates = [template for template, made_for in PAGE_VIEWS.items() if made_for is view]
    if templates:
        yield f"`page` in {', '.join(f'`{template}`' for template in templates)}. Beside the fields of every page:"
    own = fields(view)[inherited:]
    if not own:
        return
    docs = _field_docs(view)
    rows = ["| field | value | meaning |", "|---|---|---|"]
    rows += [f"| `{field.name}` | {_type(field)} | {docs[field.name]} |" for field in own]
    yield "\n".join(rows)


def _type(field: Field[object]) -> str:
    """Return the type of a field in words, with links to other views."""
    text = str(field.type)
    optional = text.endswith(" | None")
    return _words(text.removesuffix(" | None")) + (", or none" if optional else "")


def _words(text: str) -> str:
    if match := re.fullmatch(r"tuple\[(.+), \.\.\.\]", text):
        return f"list of {_words(match[1])}"
    if match := re.fullmatch(r"Mapping\[str, (.+)\]", text):
        return "table" if match[1] == "Any" else f"table of {_words(match[1])}"
    if match := re.fullmatch(r"tuple\[(.+)\]", text):
        return ", ".join(_words(part) for part in match[1].split(", "))
    if text in _WORDS:
        return _WORDS[text]
    return f"[{text}](#{text.lower()})"


def _field_docs(view: type[Value]) -> Mapping[str, str]:
    """Return what stands in the source below each field of a view, itself or inherited."""
    docs: dict[str, str] = defaultdict(str)
    for owner in reversed(view.__mro__):
        if owner.__module__ not in {views.__name__, page_views.__name__}:
            continue
        body = ast.parse(inspect.getsource(owner)).body[0]
        assert isinstance(body, ast.ClassDef)  # noqa: S101  # the source of a class is a class
        for statement, after in zip(body.body, [*body.body[1:], None], strict=True):
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                docs[statement.target.id] = " ".join(_text_of(after).split())
    return docs


def _text_of(statement: ast.stmt | None) -> str:
    match statement:
        case ast.Expr(value=ast.Constant(value=str() as text)):
            return text
        case _:
            return ""
