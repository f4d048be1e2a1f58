"""Python-Markdown as the settings want it: extensions by name, our defaults for their options, and their mistakes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markdown import Markdown
from markdown.extensions.extra import extensions as parts_of_extra
from markdown.util import get_installed_extensions

from ssg.content.marking.shortcuts import QuickMarkdown, take_shortcuts
from ssg.problems import Problem, ProblemError, did_you_mean
from ssg.settings import SETTINGS_FILE, MarkdownSettings
from ssg.urls import slugify

# Quotation marks by language: outer opening and closing, inner opening and closing. Others have those of English.
_QUOTES = {
    "cs": "„“‚‘",
    "da": "”“’‘",
    "de": "„“‚‘",
    "es": "«»“”",
    "fi": "””’’",
    "hu": "„”»«",
    "it": "«»“”",
    "nb": "«»‘’",
    "no": "«»‘’",
    "pl": "„”«»",
    "pt": "«»“”",
    "ro": "„”«»",
    "ru": "«»„“",
    "sk": "„“‚‘",
    "sv": "””’’",
    "uk": "«»„“",
}


def _heading_id(text: str, separator: str) -> str:
    return slugify(text).replace("-", separator)


def _smarty(language: str) -> dict[str, str]:
    """Return what smarty prints for quotes and dashes, as characters: they are shorter than their names."""
    names = ("left-double-quote", "right-double-quote", "left-single-quote", "right-single-quote")
    marks = _QUOTES.get(language.partition("-")[0].lower(), "“”‘’")
    return {"ndash": "–", "mdash": "—", "ellipsis": "…", **dict(zip(names, marks, strict=True))}


def build_markdown(settings: MarkdownSettings, language: str) -> Markdown:
    """Return a Markdown instance with the extensions and options of the settings.

    Raises ProblemError with every unknown extension and every wrong option.
    """
    markdown = QuickMarkdown(output_format="html")
    problems = [
        Problem(f"markdown.options.{name} is not a table", "write its options as key = value", SETTINGS_FILE)
        for name, options in settings.options.items()
        if not isinstance(options, Mapping)
    ]
    if problems:
        raise ProblemError(problems)
    for name, options in _configured(settings, language).items():
        problem = _register(markdown, name, options)
        if problem:
            problems.append(problem)
    unused = sorted(set(settings.options) - {*settings.extensions, *_expanded(settings.extensions)})
    problems += [
        Problem(
            f'markdown.options has a table "{name}", but no such extension is in use',
            did_you_mean(name, _expanded(settings.extensions)) or f'add "{name}" to markdown.extensions',
            SETTINGS_FILE,
        )
        for name in unused
    ]
    if problems:
        raise ProblemError(problems)
    if settings.raw_html == "escape":
        # Without these two nothing reads a tag as a tag: it is text, and text is escaped.
        markdown.preprocessors.deregister("html_block")
        markdown.inlinePatterns.deregister("html")
    take_shortcuts(markdown)
    return markdown


def _expanded(names: tuple[str, ...]) -> list[str]:
    """Return the extensions with those that `extra` stands for, so that each can have options of its own."""
    return [part for name in names for part in (parts_of_extra if name == "extra" else [name])]


def _configured(settings: MarkdownSettings, language: str) -> dict[str, dict[str, Any]]:
    """Return the extensions in order, each once, with their options: ours and over them those of the settings."""
    defaults: Mapping[str, dict[str, Any]] = {
        "codehilite": {"guess_lang": False},
        # A symbol that does not become an emoji, and no English: the engine knows no language.
        "footnotes": {"BACKLINK_TEXT": "&#8617;&#65038;", "BACKLINK_TITLE": "", "USE_DEFINITION_ORDER": False},
        "smarty": {"substitutions": _smarty(language)},
        "toc": {"slugify": _heading_id},
    }
    of_extra = settings.options.get("extra", {})
    configured = {}
    for name in _expanded(settings.extensions):
        given = {**of_extra.get(name, {}), **settings.options.get(name, {})}
        configured[name] = {**defaults.get(name, {}), **given}
        if name == "smarty" and "substitutions" in given:
            configured[name]["substitutions"] = {**_smarty(language), **given["substitutions"]}
    return configured


def _register(markdown: Markdown, name: str, options: Mapping[str, Any]) -> Problem | None:
    """Register an extension, or return what is wrong with it."""
    try:
        markdown.registerExtensions([name], {name: dict(options)})
    except (ImportError, AttributeError) as error:
        known = {"extra", *(entry.name for entry in get_installed_extensions())}
        hint = did_you_mean(name, known) or f"the known ones are {', '.join(sorted(known - {'legacy_attrs'}))}"
        if name in known:
            return _problem(name, error)
        return Problem(f'markdown.extensions: there is no extension "{name}"', hint, SETTINGS_FILE)
    except KeyError as error:
        wrong = str(error.args[0])
        return Problem(
            f'markdown.options.{name}: there is no option "{wrong}"', did_you_mean(wrong, _options(name)), SETTINGS_FILE
        )
    except Exception as error:  # An extension is somebody else's code and may raise anything
        return _problem(name, error)
    return None


def _problem(name: str, error: Exception) -> Problem:
    words = f"{type(error).__name__}: {error}"
    return Problem(f'markdown.extensions: "{name}" cannot be set up', words, SETTINGS_FILE)


def _options(name: str) -> list[str]:
    """Return the names of an extension's options."""
    for entry in get_installed_extensions():
        if entry.name == name:
            return list(getattr(entry.load()(), "config", {}))
    return []
