"""The Jinja environment: what a template can call besides looking at its view.

One environment serves one language, so that words and dates need no context and work inside macros too. Nothing here
reads a clock, the disk or the network.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from functools import cache
from hashlib import sha384
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from ssg.settings import Settings
from ssg.theme.structured_data.pages import structured_data
from ssg.theme.templates import QuickEnvironment
from ssg.theme.theme import Theme
from ssg.theme.words import date_in_words, direction_of, month_in_words, time_in_words
from ssg.urls import absolute_url, page_url
from ssg.views import Body

Convert = Callable[[Body], str]
"""Turns a text into HTML."""
ConvertInline = Callable[[str], str]
"""Turns a short text into HTML without paragraphs."""


def _bare_environment() -> QuickEnvironment:
    environment = QuickEnvironment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        # The theme is a frozen value: a template never changes after it was compiled.
        auto_reload=False,
        cache_size=-1,
    )
    # Jinja asks with each call of some whether anything is to be waited for, and nothing is.
    filters = environment.filters
    filters.update(
        {name: found.__wrapped__ for name, found in filters.items() if hasattr(found, "jinja_async_variant")}
    )
    # Two builds have to give the same bytes.
    del environment.filters["random"], environment.globals["lipsum"]
    return environment


def parsing_environment() -> Environment:
    """Return an environment in which the templates of any theme can be parsed and looked at, not rendered."""
    environment = _bare_environment()
    environment.filters.update(dict.fromkeys(OUR_FILTERS, str))
    environment.globals.update(dict.fromkeys(OUR_FUNCTIONS, str))
    return environment


OUR_FILTERS = ("html", "markdown_inline", "date", "time", "month", "isodate", "absolute")
OUR_FUNCTIONS = ("t", "lang", "words_language", "asset", "integrity", "structured_data")
_FOLDABLE = ("t", "lang", "words_language", "asset", "integrity")


def rendering_environment(
    theme: Theme, settings: Settings, language: str, convert: Convert, convert_inline: ConvertInline
) -> QuickEnvironment:
    """Return the environment that renders the theme's templates in one language."""
    environment = _bare_environment()

    def load(name: str) -> tuple[str, str, None] | None:
        template = theme.templates.get(name)
        # The name serves as file name, so that a traceback leads back to the template.
        return (template.source, name, None) if template else None

    environment.loader = FunctionLoader(load)
    words = theme.words(language)
    locale = words.locale
    zone = settings.zone

    def asset(name: str) -> str:
        return page_url(settings.base, theme.assets[name].url)

    def integrity(name: str) -> str:
        return f"sha384-{b64encode(sha384(theme.contents[name]).digest()).decode()}"

    @cache
    def lang(of: str, within: str = "") -> Markup:
        of, within = of or settings.language, within or settings.language
        if of.lower() == within.lower():
            return Markup()
        turned = direction_of(of) != direction_of(within)
        direction = Markup(' dir="{}"').format(direction_of(of)) if turned else ""
        return Markup(' lang="{}"{}').format(of, direction)

    def in_zone(moment: datetime) -> datetime:
        return moment.astimezone(zone)

    functions: dict[str, Any] = {
        "t": words.translate,
        "lang": lang,
        "words_language": lambda: theme.language_of_words(language),
        "asset": asset,
        "integrity": cache(integrity),
        "structured_data": lambda page, site: Markup(structured_data(page, site)),  # noqa: S704  # escaped for scripts
    }
    filters: dict[str, Callable[..., Any]] = {
        "html": lambda body: Markup(convert(body)),  # noqa: S704  # our own engine made it from Markdown
        "markdown_inline": lambda text: Markup(convert_inline(text)),  # noqa: S704  # the same
        "date": lambda moment, form="long": date_in_words(in_zone(moment), locale, form),
        "time": lambda moment, form="short": time_in_words(in_zone(moment), locale, form),
        "month": lambda moment: month_in_words(in_zone(moment), locale),
        "isodate": lambda moment: in_zone(moment).isoformat(),
        "absolute": lambda url: absolute_url(settings.url, url),
    }
    environment.globals.update(functions)
    environment.filters.update(filters)
    # A template can give a name to something else, and with it all that it includes or extends.
    bound = {name for analysis in theme.analyses.values() for name in analysis.bound}
    environment.functions = {name: function for name, function in functions.items() if name not in bound}
    plain = {name: option for name, option in theme.options.items() if isinstance(option, str | bool)}
    environment.options = {} if "theme" in bound else plain
    environment.foldable = {name: functions[name] for name in _FOLDABLE if name not in bound}
    return environment
