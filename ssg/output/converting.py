"""Convert: from a text of the plan to its HTML, shortcodes printed."""

from __future__ import annotations

import re
from functools import partial

from jinja2 import UndefinedError
from markupsafe import Markup

from ssg.content.markdown import Marker
from ssg.content.scanning import scan_markdown
from ssg.content.shortcodes import ShortcodeCall
from ssg.digest import FrozenDict
from ssg.problems import Problem, ProblemError, did_you_mean
from ssg.settings import MarkdownSettings, Settings
from ssg.theme.closure import SHORTCODES
from ssg.theme.environment import Convert, rendering_environment
from ssg.theme.templates import QuickEnvironment
from ssg.theme.theme import Theme
from ssg.urls import page_url
from ssg.views import Body, Shortcode

_NO_FILES_HERE = "a short text can link to an address or a site path (/about/), not to a content file"


class Converter:
    """Turns texts into HTML. Holds what is costly to make: Markdown and, for shortcodes, the theme's environments.

    Make one in each worker. `convert` is a function of its text: no text can change another.
    """

    def __init__(self, theme: Theme, settings: Settings) -> None:
        self._theme = theme
        self._settings = settings
        self._markers: dict[str, Marker] = {}
        self._inline_markers: dict[str, Marker] = {}
        self._environments: dict[str, QuickEnvironment] = {}

    def convert(self, body: Body) -> str:
        """Return the HTML of a text. Raises ProblemError with all that is wrong with it."""
        if body.language not in self._markers:
            self._markers[body.language] = Marker(self._settings.markdown, body.language)
        return self._markers[body.language].convert(body, lambda call: self._shortcode(call, body.language))

    def convert_inline(self, text: str, language: str) -> str:
        """Return the HTML of a short text, without a paragraph around it. Raises ProblemError without a path."""
        if language not in self._inline_markers:
            self._inline_markers[language] = Marker(_for_a_line(self._settings.markdown), language)
        targets = {target.url for target in scan_markdown(text, "", 1).targets}
        links = {target: page_url(self._settings.base, target) for target in targets if target.startswith("/")}
        broken = dict.fromkeys(targets - links.keys(), _NO_FILES_HERE)
        body = Body("", 1, text, tuple(sorted(links.items())), broken=tuple(sorted(broken.items())))
        html = self._inline_markers[language].convert(body, _no_shortcodes).strip()
        inner = html.removeprefix("<p>").removesuffix("</p>")
        return html if "<p>" in inner else inner

    def environment(self, language: str, html: Convert) -> QuickEnvironment:
        """Return an environment for the theme's templates whose `html` filter is `html`."""
        inline = partial(self.convert_inline, language=language)
        return rendering_environment(self._theme, self._settings, language, html, inline)

    def _shortcode(self, call: ShortcodeCall, language: str) -> str:
        name = f"{SHORTCODES}{call.name}.html"
        if name not in self._theme.templates:
            known = self._theme.shortcodes
            hint = did_you_mean(call.name, known) or f"known shortcodes: {', '.join(known)}"
            raise ProblemError([Problem(f'unknown shortcode "{call.name}"', hint, call.path, call.line, call.column)])
        if language not in self._environments:
            self._environments[language] = self.environment(language, self.convert)
        # What is between the tags is HTML of our own engine, and no text to be escaped.
        inner = Markup(call.inner)  # noqa: S704
        arguments = FrozenDict(call.arguments)
        size = (call.width, call.height)
        view = Shortcode(call.name, arguments, call.positional, inner, call.paired, *size, call.renditions)
        try:
            return self._environments[language].get_template(name).render(call=view)
        except ProblemError:
            raise
        except UndefinedError as error:
            lacking = _LACKING.search(str(error))
            if lacking is None:
                raise ProblemError([_failed(call, name, error)]) from error
            message = f'the shortcode "{call.name}" lacks "{lacking[1]}"'
            hint = f'write {{{{< {call.name} {lacking[1]}="..." >}}}}'
            raise ProblemError([Problem(message, hint, call.path, call.line, call.column)]) from error
        except Exception as error:  # a theme is somebody's program, and can fail in any way
            raise ProblemError([_failed(call, name, error)]) from error


_LACKING = re.compile(rf"'[\w.]*{FrozenDict.__name__} object' has no attribute '(\w+)'")
"""What Jinja says of an argument that a template prints and nobody gave."""


def _failed(call: ShortcodeCall, name: str, error: Exception) -> Problem:
    message = f'the shortcode "{call.name}" cannot be rendered: {error}'
    return Problem(message, f"see {name}", call.path, call.line, call.column)


def _for_a_line(settings: MarkdownSettings) -> MarkdownSettings:
    """Return the settings for a line of text, such as a key point: emphasis and links, no blocks and no HTML."""
    kept = tuple(name for name in settings.extensions if name == "smarty")
    return MarkdownSettings(kept, {name: settings.options[name] for name in kept if name in settings.options}, "escape")


def _no_shortcodes(call: ShortcodeCall) -> str:
    raise ProblemError([Problem(f'the shortcode "{call.name}" cannot stand here', "", call.path, call.line)])
