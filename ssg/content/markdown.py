"""Markdown to HTML: the largest cost of a build, so it is done only for a page whose key is not in the store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape, unescape
from textwrap import dedent

from ssg.content.marking.document import Document, Printed
from ssg.content.marking.extensions import build_markdown
from ssg.content.marking.finishing import Finisher
from ssg.content.marking.paid_links import mark_paid_links
from ssg.content.marking.plain_texts import plain_texts
from ssg.content.marking.raw_html import sanitizer
from ssg.content.shortcodes import ADDRESSES, Literal, Shortcode, ShortcodeCall, parse_shortcodes
from ssg.problems import Problem, ProblemError
from ssg.settings import MarkdownSettings, check_scheme
from ssg.views import Body

RenderShortcode = Callable[[ShortcodeCall], str]
"""Gives the HTML of a shortcode; raises ProblemError for a name that it does not know and for a template that fails."""

_FIRST_TAG = re.compile(r"\s*<([a-zA-Z][a-zA-Z0-9-]*)")
_DEFINITIONS = re.compile(r"^[ ]{0,3}\[[^\[\]^][^\[\]]*+\]:[ \t]*\S[^\n]*$", re.MULTILINE)
# Python-Markdown looks for the end of every open bracket anew, so that nested ones cost the square of their number.
_MAX_OPEN = 500


class Marker:
    """Turns Markdown into HTML. Holds one Markdown instance: make one in each process and share it with no thread."""

    def __init__(self, settings: MarkdownSettings, language: str = "") -> None:
        """Set up the extensions. `language` decides the quotation marks of the `smarty` extension.

        Raises ProblemError where the settings name what does not exist.
        """
        self._settings = settings
        self._language = language
        self._cleaner = None if settings.raw_html == "allow" else sanitizer()
        self._set_up()

    def convert(self, body: Body, render_shortcode: RenderShortcode) -> str:
        """Return the text as HTML, with links resolved, pictures sized and shortcodes printed.

        Raises ProblemError with every problem of the text.
        """
        document = Document(body)
        for offset, sign in _too_deep(document.source):
            document.report(
                offset, f'more than {_MAX_OPEN} "{sign}" are open at once', f"write \\{sign} for the sign itself"
            )
        if not document.problems:
            html = self._convert(document, self._shortcodes(document), render_shortcode)
        if document.problems:
            raise ProblemError(sorted(set(document.problems), key=lambda problem: problem.sort_key))
        return mark_paid_links(html) if body.paid else html

    def _set_up(self) -> None:
        self._markdown = build_markdown(self._settings, self._language)
        self._finisher = Finisher(self._markdown)
        self._markdown.treeprocessors.register(self._finisher, "finisher", Finisher.PRIORITY)
        self._plain = plain_texts(self._markdown)
        self._blocks = frozenset(self._markdown.block_level_elements)

    def _shortcodes(self, document: Document) -> Sequence[Shortcode | Literal]:
        if "{{<" not in document.source:
            return ()
        shortcodes, problems = parse_shortcodes(document.source, document.body.path, document.body.line)
        document.problems += problems
        return shortcodes

    def _convert(
        self,
        document: Document,
        items: Sequence[Shortcode | Literal],
        render: RenderShortcode,
        within: tuple[int, int] | None = None,
    ) -> str:
        """Return the HTML of the text, or of a stretch of it between two tags, with these shortcodes in it."""
        source = document.source
        position, end = within or (0, len(source))
        parts, tokens = [], []
        for item in items:
            printed = self._print(document, item, render)
            token = document.token(printed)
            tokens.append(token)
            text = source[position : item.start]
            if printed.block and (indent := _indent_alone(source, item)) is not None:
                # A block that has lines of its own ends the paragraph before it and begins a new one after it.
                text, token = f"{text.removesuffix(indent)}\n{indent}", token + "\n"
            parts += [text, token]
            position = item.end
        text = "".join([*parts, source[position:end]])
        html = self._mark(document, text if within is None else _inner_text(text, source))
        return document.insert(html, tokens).strip() if tokens else html

    def _print(self, document: Document, item: Shortcode | Literal, render: RenderShortcode) -> Printed:
        """Return what a shortcode prints. What goes wrong with it is noted as a problem at its place."""
        if isinstance(item, Literal):
            return Printed(escape(item.text), block=False, call=None)
        arguments = {
            key: self._resolve(document, item, value) if key in ADDRESSES else value
            for key, value in item.arguments.items()
        }
        inner = ""
        if item.inner is not None:
            inner = self._convert(document, item.children, render, item.inner)
            if "\n" not in document.source[slice(*item.inner)]:
                inner = _without_paragraph(inner)
        line, column = document.place(item.start)
        width, height = document.size(arguments.get("src", "")) or (0, 0)
        call = ShortcodeCall(
            name=item.name,
            arguments=arguments,
            positional=item.positional,
            inner=inner,
            path=document.body.path,
            line=line,
            column=column,
            paired=item.inner is not None,
            width=width,
            height=height,
            renditions=document.renditions(arguments.get("src", "")),
        )
        try:
            html = render(call).strip()
        except ProblemError as error:
            for problem in error.problems:
                document.blame(item.start, problem)
            html = ""
        first = _FIRST_TAG.match(html)
        return Printed(html, block=not html or (first is not None and first[1].lower() in self._blocks), call=item)

    def _resolve(self, document: Document, item: Shortcode, address: str) -> str:
        """Return the URL of an address that a shortcode was given. One that would run a script is a problem."""
        # A template may print it as it is, so that a browser would resolve references, with and without semicolon.
        wrong = check_scheme(unescape(address).strip())
        if wrong:
            shown = " ".join(address.split())[:80]
            document.report(item.start, f'the shortcode "{item.name}" cannot have the address "{shown}"', wrong)
            return ""
        return document.url(address) or address

    def _mark(self, document: Document, text: str) -> str:
        """Return the HTML that Markdown and, where it is wanted, the sanitizer make of a text."""
        self._finisher.document = document
        try:
            html = self._plain.convert(text, document) if self._plain else None
            if html is None:
                html = self._markdown.reset().convert(text)
            return self._cleaner.clean(html) if self._cleaner else html
        except RecursionError:
            self._give_up(document, "lists, quotations or brackets stand too deep in each other", "")
        except Exception as error:  # Extensions are other people's code, and may raise anything.
            self._give_up(document, "Markdown cannot convert this text", f"{type(error).__name__}: {error}")
        return ""

    def _give_up(self, document: Document, message: str, hint: str) -> None:
        document.problems.append(Problem(message, hint, document.body.path, document.body.line))
        # The parser was left in the middle of a text: only a new one is sure to know nothing of it.
        self._set_up()


def _too_deep(source: str) -> Iterator[tuple[int, str]]:
    """Yield each opening sign of which more than `_MAX_OPEN` are open at once in a paragraph, with the offset."""
    for sign, closing in ("[]", "()", "<>"):
        if source.count(sign) <= _MAX_OPEN:
            continue
        depth = 0
        for match in re.finditer(rf"\n[ \t]*\n|[\{sign}\{closing}]", source):
            depth = depth + 1 if match[0] == sign else max(0, depth - 1) if match[0] == closing else 0
            if depth > _MAX_OPEN:
                yield match.start(), sign
                break


def _indent_alone(source: str, item: Shortcode | Literal) -> str | None:
    """Return the indentation of a shortcode that has its lines for itself; None for one with text beside it."""
    before = source[source.rfind("\n", 0, item.start) + 1 : item.start]
    after = source[item.end :].partition("\n")[0]
    return before if not before.strip() and not after.strip() else None


def _inner_text(text: str, source: str) -> str:
    """Return the text between two tags as a text of its own, with the link definitions of the whole."""
    definitions = _DEFINITIONS.findall(source) if "]:" in source else []
    return "\n\n".join([dedent(text), *definitions]) if definitions else dedent(text)


def _without_paragraph(html: str) -> str:
    """Return the contents of a paragraph that stands alone: a text written on one line with its tags is inline."""
    if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
        return html[3:-4]
    return html
