"""Render: from a page of the plan to its bytes, by the plan alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

from jinja2 import Environment, TemplateError, UndefinedError
from markupsafe import Markup

from ssg.content.markdown import Marker
from ssg.content.scanning import scan_markdown
from ssg.content.shortcodes import ShortcodeCall
from ssg.output.feeds import atom, json_feed, portable, rss
from ssg.output.sitemaps import sitemap
from ssg.pages.page import ATOM, JSON_FEED, RSS, Page
from ssg.problems import Problem, ProblemError, did_you_mean
from ssg.settings import MarkdownSettings, Settings
from ssg.theme.closure import SHORTCODES
from ssg.theme.environment import rendering_environment
from ssg.theme.theme import Theme
from ssg.urls import page_url
from ssg.views import Body, Feed, FeedItem, PlainText, Sitemap


class Renderer:
    """Renders pages. Holds what is costly to make, one for each worker: Markdown, environments, texts already
    converted.

    `render` is a function of its page: nothing that a page leaves behind can change another.
    """

    def __init__(self, theme: Theme, settings: Settings) -> None:
        self._theme = theme
        self._settings = settings
        self._markers: dict[str, Marker] = {}
        # Key points and notes are a line of text each: emphasis and links, no blocks and no HTML.
        self._inline = Marker(MarkdownSettings(("smarty",), {}, "escape"))
        self._environments: dict[str, Environment] = {}
        self._full_texts: dict[tuple[str, bytes], str] = {}
        self._converted: dict[tuple[str, bytes], str] = {}
        self._options = SimpleNamespace(options=SimpleNamespace(**theme.options))

    def render(self, page: Page) -> bytes:
        """Return the bytes of a page. Raises ProblemError."""
        view = page.view.page
        match view:
            case Feed():
                return _FEEDS[page.template](view, self._full_text)
            case Sitemap():
                return sitemap(view)
            case PlainText():
                return view.text.encode()
            case _:
                return self._render_template(page)

    def _render_template(self, page: Page) -> bytes:
        environment = self._environment(page.language)
        try:
            text = environment.get_template(page.template).render(
                page=page.view.page,
                site=page.view.site,
                lists=SimpleNamespace(**page.view.lists),
                theme=self._options,
            )
        except ProblemError as error:
            # A short text, such as a caption, does not say which file it is from; the page does.
            raise ProblemError(
                problem if problem.path else replace(problem, path=page.source, line=0, column=0)
                for problem in error.problems
            ) from None
        except (TemplateError, TypeError, ValueError, KeyError, AttributeError, ArithmeticError) as error:
            raise ProblemError([self._template_problem(error, page)]) from error
        return text.encode()

    def _full_text(self, item: FeedItem) -> str:
        """Return an article's text for feeds. Most articles stand in a dozen of them."""
        key = (item.url, item.body.digest)
        if key not in self._full_texts:
            self._full_texts[key] = portable(self._converter(item.language)(item.body), item.url)
        return self._full_texts[key]

    def _environment(self, language: str) -> Environment:
        if language not in self._environments:
            self._environments[language] = rendering_environment(
                self._theme, self._settings, language, self._converter(language), self._convert_inline
            )
        return self._environments[language]

    def _converter(self, language: str) -> Callable[[Body], str]:
        """Return the function that turns a text into HTML, its shortcodes in the words of `language`."""

        marker = self._markers.setdefault(language, Marker(self._settings.markdown, language))

        def convert(body: Body) -> str:
            # An article's text stands on its page and in several feeds.
            key = (language, body.digest)
            if key not in self._converted:
                self._converted[key] = marker.convert(body, lambda call: self._shortcode(call, language))
            return self._converted[key]

        return convert

    def _convert_inline(self, text: str) -> str:
        targets = {target.url for target in scan_markdown(text, "", 1).targets}
        links = {target: page_url(self._settings.base, target) for target in targets if target.startswith("/")}
        broken = dict.fromkeys(targets - links.keys(), _NO_FILES_HERE)
        body = Body("", 1, text, tuple(sorted(links.items())), broken=tuple(sorted(broken.items())))
        html = self._inline.convert(body, _no_shortcodes).strip()
        inner = html.removeprefix("<p>").removesuffix("</p>")
        return html if "<p>" in inner else inner

    def _shortcode(self, call: ShortcodeCall, language: str) -> str:
        name = f"{SHORTCODES}{call.name}.html"
        if name not in self._theme.templates:
            known = self._theme.shortcodes
            hint = did_you_mean(call.name, known) or f"known shortcodes: {', '.join(known)}"
            raise ProblemError([Problem(f'unknown shortcode "{call.name}"', hint, call.path, call.line)])
        # What is between the tags is HTML of our own engine, and no text to be escaped.
        call = replace(call, inner=Markup(call.inner))  # noqa: S704
        try:
            return self._environment(language).get_template(name).render(call=call)
        except (TemplateError, TypeError, ValueError, KeyError, AttributeError) as error:
            message = f'the shortcode "{call.name}" cannot be rendered: {error}'
            raise ProblemError([Problem(message, f"see {name}", call.path, call.line)]) from error

    def _template_problem(self, error: Exception, page: Page) -> Problem:
        """Return a template's error at the template's line, naming the page it came up on."""
        name, line = _innermost(error, self._theme)
        template = self._theme.templates[name or page.template]
        lines = template.source.splitlines()
        excerpt = lines[line - 1].strip() if 0 < line <= len(lines) else ""
        what = str(error) if isinstance(error, UndefinedError) else f"{type(error).__name__}: {error}"
        return Problem(f"{what} (while rendering {page.url})", "", template.path, line, excerpt=excerpt)


_NO_FILES_HERE = "a short text can link to an address or a site path (/about/), not to a content file"

_FEEDS = {RSS: rss, ATOM: atom, JSON_FEED: json_feed}


def _innermost(error: Exception, theme: Theme) -> tuple[str, int]:
    """Return the template and line that an error came up on: Jinja rewrites the traceback to say so."""
    found = ("", 0)
    traceback = error.__traceback__
    while traceback is not None:
        name = traceback.tb_frame.f_code.co_filename
        if name in theme.templates:
            found = (name, traceback.tb_lineno)
        traceback = traceback.tb_next
    return found


def _no_shortcodes(call: ShortcodeCall) -> str:
    raise ProblemError([Problem(f'the shortcode "{call.name}" cannot stand here', "", call.path, call.line)])
