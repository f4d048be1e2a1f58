"""HTML to Markdown: what Markdown cannot say stays HTML that an article may have, and what may not is noted.

The converter is markdownify's. What is here is what Python-Markdown wants otherwise (lists by four columns, no fences
in lists), what articles need (figures, footnotes, players), and text that stays text, whatever signs it has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from markdownify import MarkdownConverter

from ssg.content.marking.raw_html import sanitizer
from ssg.importers.archives.items import Note, NoteKind
from ssg.importers.archives.markup import shortcodes as ours
from ssg.importers.archives.markup.players import player_link
from ssg.importers.escaping import escape

_BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "dd",
            "div",
            "dl",
            "dt",
            "figcaption",
            "figure",
            "footer",
            "form",
        ),
        *(
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "table",
        ),
        *(
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
            "ul",
            "video",
            "body",
            "html",
            "[document]",
            "details",
            "center",
        ),
    }
)
_DROPPED = (
    "script",
    "style",
    "object",
    "embed",
    "applet",
    "svg",
    "canvas",
    "input",
    "select",
    "textarea",
    "link",
    "meta",
)
_UNSAFE = re.compile(r"\s*(?:javascript|vbscript|data):", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?:lang(?:uage)?-|brush:\s*)([\w+#-]+)")
_FOOTNOTE = re.compile(r"\ufdd0(.*?)\ufdd1")
_SPACE = re.compile(r"\s+")
# What Markdown takes for an address between angle brackets.
_ADDRESS = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
# No line breaks before the end of a paragraph, and lines of spaces are empty ones.
_SPACE_BEFORE_END = re.compile(r"(?:^[ \t]+$)|[ \t]+(?=\n[ \t]*(?:\n|\Z)|\Z)", re.MULTILINE)
_REFERENCE_CLASSES = {"footnote-ref", "footnote-reference", "fn", "footnote", "easy-footnote"}
# What Markdown has no sign for, and a line of text can have.
_INLINE_HTML = ("mark", "ins", "kbd", "abbr", "dfn", "var")


def to_markdown(html: str, path: str, line: int) -> tuple[str, tuple[Note, ...]]:
    """Return HTML as Markdown, and notes on what was lost. `line` is the line of `path` that the HTML begins on."""
    if "<" not in html and "&" not in html:
        return "\n\n".join(escape(" ".join(part.split())) for part in re.split(r"\n\s*\n", html) if part.strip()), ()
    converter = _Converter(path, line)
    return converter.page(html), tuple(converter.notes)


_Library: Any = MarkdownConverter  # Its types leave out what is there to be overridden.


class _Converter(_Library):  # type: ignore[misc]  # see above
    """Converts one text."""

    def __init__(self, path: str, line: int) -> None:
        super().__init__(
            heading_style="atx",
            # It takes any text that is its own address for one, `about` too, which would become an unknown tag.
            autolinks=False,
            bullets="-",
            wrap=True,
            wrap_width=None,
            sup_symbol="<sup>",
            sub_symbol="<sub>",
            table_infer_header=False,
            keep_inline_images_in=["td", "th", "a", "span", "p", "div"],
        )
        self.path, self.line = path, line
        self.notes: list[Note] = []
        self._begins = True
        self._wanted: set[str] = set()
        self._footnotes: dict[str, str] = {}

    def page(self, html: str) -> str:
        """Return a whole text."""
        soup = BeautifulSoup(html, "lxml")
        self._wanted = {str(link["href"])[1:] for link in soup.find_all("a", href=True) if str(link["href"])[:1] == "#"}
        for tag in soup.find_all("noscript"):
            # It says again, for those without scripts, what stands beside it; what only it says is noted.
            words = " ".join(tag.get_text(" ").split())
            tag.decompose()
            if words and words not in " ".join(soup.get_text(" ").split()):
                self._lose("<noscript>", words[:80])
        for tag in soup.find_all(_DROPPED):
            if not tag.decomposed:
                self._lose(f"<{tag.name}>", str(tag.get("src") or tag.get("data") or tag.get_text())[:80])
                tag.decompose()
        for tag in soup.find_all("span", class_="literal"):
            tag.name = "code"
        definitions = list(self._take_footnotes(soup))
        text = self.convert_soup(soup)
        if definitions:
            texts = [(label, self.convert_soup(tag).strip()) for label, tag in definitions]
            notes = [f"[^{label}]: " + words.replace("\n", "\n    ") for label, words in texts]
            text = "\n\n".join([text.strip(), *notes])
        text = _FOOTNOTE.sub(lambda match: f"[^{match[1]}]", text)
        text = _SPACE_BEFORE_END.sub("", text)
        text = re.sub(r"[ \t]+$", lambda match: "  " if len(match[0]) > 1 else "", text, flags=re.MULTILINE)
        return re.sub(r"\n{3,}", "\n\n", text).strip()

    def _lose(self, what: str, detail: str = "") -> None:
        self.notes.append(Note(NoteKind.LOST, what, " ".join(detail.split()), self.path, self.line))

    def _take_footnotes(self, soup: BeautifulSoup) -> Iterator[tuple[str, Tag]]:
        """Take footnotes out of their list, and put their signs where they are referred to."""
        label = 0
        for link in soup.find_all("a", href=re.compile("^#.")):
            if link.decomposed or link.parent is None:
                continue
            parent, classes = link.parent, set(link.get("class") or ())
            marked = parent.name == "sup" or link.find("sup") is not None
            marked = marked or bool(classes & _REFERENCE_CLASSES) or link.get("role") == "doc-noteref"
            number = link.get_text().strip().strip("[]()*")
            target = soup.find(id=str(link["href"])[1:]) if marked and len(number) <= 4 else None
            if not isinstance(target, Tag) or target.name not in {"li", "p", "div", "aside", "dd", "td"}:
                continue
            if "\ufdd0" in target.get_text() or link in target.descendants:
                continue
            label += 1
            sign = NavigableString(f"\ufdd0{label}\ufdd1")
            (parent if parent.name == "sup" else link).replace_with(sign)
            for back in target.find_all("a", href=re.compile("^#")):
                if len(back.get_text().strip()) <= 3:
                    back.decompose()
            for sign_of_its_own in target.find_all("span", class_=["label", "fn-bracket"]):
                if not sign_of_its_own.decomposed:
                    sign_of_its_own.decompose()
            holder = target.parent
            target.extract()
            if holder is not None and holder.name in {"ol", "ul"} and not holder.find("li"):
                holder.decompose()
            target.name = "div"
            yield str(label), target

    # Text.

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        self._begins = _begins_line(el)
        text: str = super().process_text(el, parent_tags=parent_tags)
        return text

    def escape(self, text: str, parent_tags: set[str]) -> str:
        body = text.lstrip()
        lead = text[: len(text) - len(body)]
        escaped = escape(body, begins=self._begins)
        if {"td", "th"} & parent_tags:
            escaped = escaped.replace("|", "\\|")
        return lead + escaped

    # Inline elements.

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        href = str(el.get("href") or "").strip()
        if _UNSAFE.match(href):
            self._lose("link that runs a script", href[:80])
            return text
        figure = text.strip()
        if figure.startswith("{{< figure") and figure.endswith(">}}"):
            # A picture of its own that leads to its large version, mostly.
            return text
        if "\n" in text.strip():
            text = " ".join(text.split())
        if "](" in re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text):
            return text
        if el.get_text().strip() == href and _ADDRESS.fullmatch(href) and not el.get("title"):
            begin, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            return f"{begin}<{href}>{end}"
        el["href"] = f"<{href}>" if re.search(r"[\s()]", href) else href
        made: str = super().convert_a(el, text, parent_tags)
        return made

    def convert_b(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self._emphasis("**", {"b", "strong"}, text, parent_tags)

    convert_strong = convert_b

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self._emphasis("*", {"i", "em"}, text, parent_tags)

    convert_i = convert_em

    def _emphasis(self, sign: str, same: set[str], text: str, parent_tags: set[str]) -> str:
        words = text.strip()
        if not words or "_noformat" in parent_tags or same & parent_tags or "\n\n" in words:
            return text
        begin, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        # A sign is seen as one only beside a word: `**"Yes"**no` and the like are best written as HTML.
        return f"{begin}{sign}{words}{sign}{end}"

    def convert_del(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text if "_noformat" in parent_tags or not text.strip() else f"<del>{text}</del>"

    convert_s = convert_strike = convert_del

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if {"td", "th"} & parent_tags:
            return "<br>"
        if "_inline" in parent_tags:
            return " "
        return "\n" if "pre" in parent_tags else "  \n"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        source = next((str(el[key]) for key in ("data-src", "data-lazy-src", "src") if el.get(key)), "").strip()
        if not source or source.startswith("data:"):
            if el.get("alt") or source:
                self._lose("picture without a file", str(el.get("alt") or ""))
            return escape(str(el.get("alt") or ""), begins=False)
        return _picture(source, str(el.get("alt") or ""))

    def get_conv_fn(self, tag_name: str) -> Callable[..., str] | None:
        if tag_name in _INLINE_HTML:
            return _inline_html
        made: Callable[..., str] | None = super().get_conv_fn(tag_name)
        return made

    # Blocks.

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802 - the library's name
        if "_inline" in parent_tags or {"li", "dd", "blockquote"} & parent_tags:
            return f"\n\n**{text.strip()}**\n\n" if text.strip() and "_inline" not in parent_tags else text
        words = _SPACE.sub(" ", text).strip()
        words = re.sub(r"(?<!\\)#+$", lambda match: "\\#" * len(match[0]), words)
        anchor = str(el.get("id") or "")
        mark = f" {{: #{anchor} }}" if anchor in self._wanted and re.fullmatch(r"[\w-]+", anchor) else ""
        return f"\n\n{'#' * max(2, min(6, n))} {words}{mark}\n\n" if words else ""

    def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        made: str = super().convert_blockquote(el, text, parent_tags)
        return f"\n\n{made.strip()}\n\n" if "_inline" not in parent_tags else made

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = text.strip()
        if not words:
            return "\n"
        marker = "-"
        if el.parent is not None and el.parent.name == "ol":
            start = str(el.parent.get("start") or "")
            marker = f"{(int(start) if start.isdecimal() else 1) + len(el.find_previous_siblings('li'))}."
        lines = words.split("\n")
        return "\n".join([f"{marker} {lines[0]}", *(f"    {row}" if row.strip() else "" for row in lines[1:])]) + "\n"

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "\n" + text.rstrip() + "\n" if "li" in parent_tags else "\n\n" + text.strip("\n") + "\n\n"

    convert_ul = convert_ol = convert_list

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        code = el.get_text().strip("\n").expandtabs(4)
        if not code.strip():
            return ""
        if {"li", "blockquote", "dd"} & parent_tags:
            return "\n\n" + "\n".join(f"    {row}" if row.strip() else "" for row in code.split("\n")) + "\n\n"
        inner = el.find("code")
        names = " ".join([*(el.get("class") or ()), *((inner.get("class") if isinstance(inner, Tag) else None) or ())])
        found = _LANGUAGE.search(names)
        language = found[1] if found else str(el.get("lang") or "") if "code" in names.split() else ""
        return f"\n\n{ours.fence(code, language)}\n\n"

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = re.sub(r"[ \t]*\n(?!\s*\n)[ \t]*", lambda match: "  \n" if match[0].startswith("  ") else "\n", text)
        return f"\n\n{words.strip()}\n\n" if words.strip() and "_inline" not in parent_tags else f" {text.strip()} "

    def convert_aside(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f" {text.strip()} " if "_inline" in parent_tags else f"\n\n{text.strip()}\n\n"

    convert_header = convert_footer = convert_aside

    def convert_figure(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        pictures = el.find_all("img")
        caption = el.find("figcaption")
        words = ""
        if isinstance(caption, Tag):
            words = _SPACE.sub(
                " ", "".join(self.process_element(child, {"span"}) for child in caption.children)
            ).strip()
        if len(pictures) != 1 or el.find(["table", "pre", "blockquote", "iframe", "video"]) or "li" in parent_tags:
            return f"\n\n{text.strip()}\n\n"
        picture = pictures[0]
        source = next((str(picture[key]) for key in ("data-src", "data-lazy-src", "src") if picture.get(key)), "")
        if not source or source.startswith("data:"):
            return f"\n\n{text.strip()}\n\n"
        arguments = {"src": source, "alt": str(picture.get("alt") or ""), "caption": words}
        return f"\n\n{ours.call('figure', arguments)}\n\n"

    def convert_figcaption(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n*{text.strip()}*\n\n" if text.strip() and "\n" not in text.strip() else f"\n\n{text.strip()}\n\n"

    def convert_iframe(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        source = str(el.get("src") or el.get("data-src") or "")
        if not source or _UNSAFE.match(source):
            self._lose("<iframe>", source)
            return ""
        link = player_link(source)
        self._lose("player of another site, kept as a link", link)
        title = escape(str(el.get("title") or ""), begins=False).strip()
        return f"\n\n[{title or link}](<{link}>)\n\n"

    def convert_video(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        source = str(el.get("src") or "") or next((str(s["src"]) for s in el.find_all("source", src=True)), "")
        if not source:
            return text
        return f"\n\n{ours.call('video', {'src': source, 'poster': str(el.get('poster') or '')})}\n\n"

    def convert_audio(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        source = str(el.get("src") or "") or next((str(s["src"]) for s in el.find_all("source", src=True)), "")
        if not source:
            return text
        self._lose("sound, kept as a link", source)
        return f"\n\n[{source.rpartition('/')[2] or source}](<{source}>)\n\n"

    def convert_details(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self._raw(el)

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        rows = el.find_all("tr")
        widths = {len(row.find_all(["td", "th"])) for row in rows}
        spans = any(cell.get(key, "1") != "1" for cell in el.find_all(["td", "th"]) for key in ("colspan", "rowspan"))
        blocks = el.find(["ul", "ol", "pre", "blockquote", "table", "figure", "h2", "h3", "iframe", "dl"])
        headed = bool(rows) and all(cell.name == "th" for cell in rows[0].find_all(["td", "th"]))
        if not rows or len(widths) != 1 or spans or blocks or not headed or {"li", "td"} & parent_tags:
            return self._raw(el) if "td" not in parent_tags else text
        caption = el.find("caption")
        above = (
            f"**{caption.get_text().strip()}**\n\n" if isinstance(caption, Tag) and caption.get_text().strip() else ""
        )
        cells = [[self._cell(cell) for cell in row.find_all(["td", "th"])] for row in rows]
        lines = ["| " + " | ".join(row) + " |" for row in cells]
        return "\n\n" + above + "\n".join([lines[0], "|" + " --- |" * len(cells[0]), *lines[1:]]) + "\n\n"

    def _cell(self, cell: Tag) -> str:
        text = self.process_tag(cell, parent_tags={"table", "tr"})
        return _SPACE.sub(" ", text.strip().removesuffix("|").strip())

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f" {text.strip()} |"

    convert_th = convert_td

    def _raw(self, el: Tag) -> str:
        """Return an element as the HTML that an article may have, on lines of its own."""
        html = _cleaner().clean(str(el))
        if not el.find("pre"):
            html = _SPACE.sub(" ", html)
        # After a blank line Markdown would look for its own signs again.
        html = re.sub(r"\n\s*\n", "\n", html).strip()
        return f"\n\n{html}\n\n" if html else ""


def _begins_line(el: NavigableString) -> bool:
    """Tell whether a text stands at the beginning of a block or after a line break."""
    node: Any = el
    while True:
        before = node.previous_sibling
        while isinstance(before, NavigableString) and not before.strip():
            before = before.previous_sibling
        if before is not None:
            return isinstance(before, Tag) and (before.name in _BLOCKS or before.name == "br")
        node = node.parent
        if node is None or node.name in _BLOCKS:
            return True


def _picture(source: str, alt: str) -> str:
    shown = f"<{source}>" if re.search(r"[\s()]", source) else source
    return f"![{escape(' '.join(alt.split()), begins=False).replace('[', '(').replace(']', ')')}]({shown})"


def _inline_html(el: Tag, text: str, parent_tags: set[str]) -> str:
    if "_noformat" in parent_tags or not text.strip() or "\n\n" in text:
        return text
    title = f' title="{nh3.clean_text(str(el["title"]))}"' if el.get("title") else ""
    return f"<{el.name}{title}>{text}</{el.name}>"


_CLEANER: list[nh3.Cleaner] = []


def _cleaner() -> nh3.Cleaner:
    """Return the sanitizer of raw HTML, made when it is first needed."""
    if not _CLEANER:
        _CLEANER.append(sanitizer())
    return _CLEANER[0]
