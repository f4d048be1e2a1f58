"""Render: from a page of the plan to its bytes, by the plan alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from types import SimpleNamespace

from jinja2 import UndefinedError

from ssg.machine_views import Feed, PlainText, Sitemap
from ssg.output.converting import Converter
from ssg.output.feeds import FeedWriter
from ssg.output.sitemaps import sitemap
from ssg.page_views import PAGE_VIEWS, ArticlePage, AuthorPage, ListingPage
from ssg.pages.page import Page
from ssg.problems import Problem, ProblemError
from ssg.settings import Settings
from ssg.theme.templates import Compiled, QuickEnvironment
from ssg.theme.theme import Theme
from ssg.views import Body

Texts = Mapping[bytes, str]
"""The HTML of texts, by the digest of their `Body`."""

_MANY = (ArticlePage, ListingPage, AuthorPage)
"""Views of which a site has many pages."""


class Renderer:
    """Renders pages. Holds what is costly to make: compiled templates. Make one in each worker.

    `render` is a function of its page: nothing that a page leaves behind can change another.
    """

    def __init__(self, theme: Theme, settings: Settings) -> None:
        self._theme = theme
        self._language = settings.language
        self._converter = Converter(theme, settings)
        self._environments: dict[tuple[str, bool], QuickEnvironment] = {}
        self._uncompiled: set[tuple[str, str]] = set()
        self._texts: Texts = {}
        self._feeds = FeedWriter(self._html)
        self._options = SimpleNamespace(options=SimpleNamespace(**theme.options))

    def compile(self) -> Iterator[str]:
        """Compile the templates of pages of which there are many, in the site's language and one by one, which is done
        with the first page of each otherwise, and yield their names: those of articles first, which change most.

        Processes that are forked later have them.
        """
        environment = self._environment(self._language)
        # Pages and layouts, which lie in no folder, come first: what is put in the place of its includes there is not
        # compiled for itself.
        pages = [name for name, view in PAGE_VIEWS.items() if view in _MANY and name in self._theme.templates]
        pages.sort(key=lambda name: PAGE_VIEWS[name] is not ArticlePage)
        reached = [name for page in pages for name in sorted(self._theme.closure(page).templates)]
        for name in sorted(dict.fromkeys(reached), key=lambda name: "/" in name):
            if name in environment.inlined:
                continue
            # What is wrong with a template is told with the page that needs it.
            with suppress(Exception):
                environment.get_template(name)
            yield name

    def compiled(self) -> Compiled:
        """Return the templates of pages of which there are many, compiled."""
        for _ in self.compile():
            pass
        return self._environment(self._language).compiled()

    def take(self, compiled: Compiled) -> None:
        """Load templates that a renderer of the same theme and settings compiled in another process of this build."""
        self._environment(self._language).take(compiled)
        for _ in self.compile():
            pass

    def render(self, page: Page, texts: Texts | None = None) -> bytes:
        """Return the bytes of a page. `texts` holds what was converted before. Raises ProblemError."""
        self._texts = texts or {}
        view = page.view.page
        match view:
            case Feed():
                return self._feeds.write(page.template, view)
            case Sitemap():
                return sitemap(view)
            case PlainText():
                return view.text.encode()
            case _:
                return self._render_template(page)

    def _environment(self, language: str, *, exact: bool = False) -> QuickEnvironment:
        """Return the environment of a language. In an `exact` one each template fails on a line of its own."""
        environment = self._environments.get((language, exact))
        if environment is None:
            environment = self._converter.environment(language, self._html)
            if not exact:
                known = environment.globals.keys()
                environment.inlinable = {
                    name: analysis.names | known for name, analysis in self._theme.analyses.items()
                }
            self._environments[language, exact] = environment
        return environment

    def _html(self, body: Body) -> str:
        known = self._texts.get(body.digest)
        return self._converter.convert(body) if known is None else known

    def _render_template(self, page: Page) -> bytes:
        template = page.language, page.template
        try:
            try:
                return self._print(page, self._environment(page.language, exact=template in self._uncompiled))
            except ProblemError:
                raise
            except Exception as error:  # a theme is somebody's program, and can fail in any way
                # Python's: templates in each other became too much for it, and will with every page.
                if isinstance(error, SyntaxError):
                    self._uncompiled.add(template)
                return self._print(page, self._environment(page.language, exact=True))
        except ProblemError as error:
            # A short text, such as a caption, does not say which file it is from; the page does.
            raise ProblemError(
                problem if problem.path else replace(problem, path=page.source, line=0, column=0)
                for problem in error.problems
            ) from None
        except Exception as error:  # the same
            raise ProblemError([self._template_problem(error, page)]) from error

    def _print(self, page: Page, environment: QuickEnvironment) -> bytes:
        template = environment.get_template(page.template)
        lists = SimpleNamespace(**page.view.lists)
        text = template.render(page=page.view.page, site=page.view.site, lists=lists, theme=self._options)
        return text.encode()

    def _template_problem(self, error: Exception, page: Page) -> Problem:
        """Return a template's error at the template's line, naming the page it came up on."""
        name, line = _innermost(error, self._theme)
        template = self._theme.templates[name or page.template]
        lines = template.source.splitlines()
        excerpt = lines[line - 1].strip() if 0 < line <= len(lines) else ""
        what = str(error) if isinstance(error, UndefinedError) else f"{type(error).__name__}: {error}"
        return Problem(f"{what}{on_page(page.url)}", "", template.path, line, excerpt=excerpt)


def on_page(url: str) -> str:
    """Return the words at the end of a template's error that name the page it came up on."""
    return f" (while rendering {url})"


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
