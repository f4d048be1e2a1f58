"""What we make of the tree that Markdown built: links resolved, pictures sized, figures, tables that scroll."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from ssg.content.marking.document import Document
from ssg.content.marking.raw_html import resolve_tags
from ssg.views import Renditions

# The table extension writes a style attribute, which a content security policy forbids.
_ALIGNMENTS = {f"text-align: {side};": f"align-{side}" for side in ("left", "center", "right")}


SIZES = "auto, (min-width: 36rem) 33rem, 92vw"
"""How wide a picture in a text is shown: as wide as its layout says, and where a browser cannot tell, as wide as a
column of about 65 characters at the most, and on a small screen as wide as that without its margins."""


class Finisher(Treeprocessor):
    """The last tree processor: everything that Markdown and its extensions do to the tree is done."""

    PRIORITY = -10
    """Below `unescape` (0), so that addresses are what they will be."""

    document: Document

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._markdown = md

    def run(self, root: Element) -> None:
        """Finish the tree and the raw HTML that is kept beside it."""
        self._finish(root)
        blocks = self._markdown.htmlStash.rawHtmlBlocks
        for index, block in enumerate(blocks):
            if isinstance(block, Element):
                self._finish(block)
            elif "<" in block:
                blocks[index] = _reach_code(resolve_tags(block, self.document.url))

    def _finish(self, root: Element) -> None:
        renamed: dict[str, str] = {}
        fragments: list[Element] = []
        for element in list(root.iter()):
            tag = element.tag
            if tag == "a":
                href = element.get("href")
                if href is not None and href[:1] == "#":
                    fragments.append(element)
                elif href:
                    self._resolve(element, "href", href)
                if element.get("title") == "":
                    del element.attrib["title"]
            elif tag == "img":
                self._finish_image(element)
            elif tag == "p":
                _make_figure(element)
            elif tag == "table":
                _wrap_table(element)
            elif tag in {"td", "th"}:
                _align_cell(element)
            elif tag == "pre":
                element.set("tabindex", "0")
            wanted = element.get("id")
            if wanted is not None:
                unique = self.document.unique_id(wanted)
                if unique != wanted:
                    element.set("id", unique)
                    renamed.setdefault(wanted, unique)
        if renamed:
            for element in fragments:
                wanted = (element.get("href") or "")[1:]
                element.set("href", "#" + renamed.get(wanted, wanted))

    def _resolve(self, element: Element, attribute: str, address: str) -> str:
        url = self.document.url(address)
        if url is None:
            return address
        # The serializer leaves what looks like a character reference as it is, so the sign itself is written as one.
        element.set(attribute, url.replace("&", "&amp;"))
        return url

    def _finish_image(self, image: Element) -> None:
        src = image.get("src")
        if not src:
            return
        url = self._resolve(image, "src", src)
        size = self.document.size(url)
        if size and "width" not in image.attrib and "height" not in image.attrib:
            image.set("width", str(size[0]))
            image.set("height", str(size[1]))
        image.attrib.setdefault("loading", "lazy")
        image.attrib.setdefault("decoding", "async")
        renditions = self.document.renditions(url)
        if renditions and "srcset" not in image.attrib:
            _offer(image, renditions)


def _offer(image: Element, renditions: Renditions) -> None:
    """Wrap a picture in what offers its smaller copies to the browser."""
    sizes = image.attrib.pop("sizes", "") or (SIZES if image.get("loading") == "lazy" else SIZES.partition(", ")[2])
    inner = Element("img", {**image.attrib, "src": renditions.src, "srcset": renditions.srcset, "sizes": sizes})
    if renditions.tone:
        inner.set("data-tone", str(renditions.tone))
    tail = image.tail
    image.clear()
    image.tag, image.tail = "picture", tail
    sources = renditions.sources
    for number, source in enumerate(sources, 1):
        # Checkers of HTML take `auto` for a mistake in a source that does not stand right before the picture.
        wide = sizes if number == len(sources) else sizes.removeprefix("auto, ")
        SubElement(image, "source", {"type": source.type, "srcset": source.srcset, "sizes": wide})
    image.append(inner)


def _make_figure(paragraph: Element) -> None:
    """Turn a paragraph that is one picture with a title, linked or not, into a figure; the title is its caption."""
    if len(paragraph) != 1 or (paragraph.text or "").strip() or (paragraph[0].tail or "").strip():
        return
    image = paragraph[0]
    if image.tag == "a" and len(image) == 1 and not ((image.text or "") + (image[0].tail or "")).strip():
        image = image[0]
    if image.tag != "img" or not image.get("title"):
        return
    paragraph.tag, paragraph.text, paragraph[0].tail = "figure", "\n", "\n"
    caption = SubElement(paragraph, "figcaption")
    caption.text, caption.tail = image.attrib.pop("title"), "\n"


def _wrap_table(table: Element) -> None:
    """Put a table into an element that scrolls and can be reached by keyboard.

    It has no role and no name: the engine knows no language, and a theme can name it.
    """
    inner = Element("table", table.attrib)
    inner.text, inner[:], inner.tail = table.text, list(table), "\n"
    tail = table.tail
    table.clear()
    table.tag, table.attrib, table.text, table.tail = "div", {"class": "table", "tabindex": "0"}, "\n", tail
    table.append(inner)


def _reach_code(block: str) -> str:
    """Return stashed HTML with a code block that can be reached by keyboard: long lines make it scroll."""
    # Pygments' blocks begin with an empty span.
    begins = block.startswith(("<pre>", "<pre ")) or "<pre><span></span>" in block
    return block.replace("<pre", '<pre tabindex="0"', 1) if begins else block


def _align_cell(cell: Element) -> None:
    if cell.tag == "th" and not len(cell) and not (cell.text or "").strip():
        # A heading without a word, as over a column of names, heads nothing: assistive technology would announce it.
        cell.tag = "td"
    name = _ALIGNMENTS.get(cell.get("style") or "")
    if name:
        del cell.attrib["style"]
        cell.set("class", f"{cell.get('class', '')} {name}".strip())
