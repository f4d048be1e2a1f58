"""reStructuredText to metadata and HTML, by docutils, with everything off that reads other files or runs anything."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from docutils.core import publish_doctree, publish_from_doctree
from docutils.parsers.rst import Directive, directives, roles

from ssg.importers.archives.items import Note, NoteKind
from ssg.importers.archives.metadata import Metadata, decode

_WARNING = 2
"""The level of docutils from which on a text was not understood; below it, it only remarks."""
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
_SETTINGS: dict[str, Any] = {
    "file_insertion_enabled": False,
    "raw_enabled": True,
    "report_level": 5,
    "halt_level": 5,
    "_disable_config": True,
    "input_encoding": "unicode",
    "output_encoding": "unicode",
    "initial_header_level": 2,
    "doctitle_xform": True,
    "syntax_highlight": "none",
    "math_output": "LaTeX",
    "embed_stylesheet": False,
    "smart_quotes": False,
    "toc_backlinks": False,
    "footnote_references": "superscript",
}


class _YouTube(Directive):  # type: ignore[misc]  # docutils has no types
    """A film of another site, as plug-ins of Pelican write it."""

    required_arguments = 1
    optional_arguments = 4
    has_content = True
    option_spec = dict.fromkeys(("width", "height", "align", "class", "allowfullscreen"), directives.unchanged)

    def run(self) -> list[nodes.Node]:
        address = f"https://www.youtube.com/watch?v={self.arguments[0]}"
        return [nodes.paragraph("", "", nodes.reference("", address, refuri=address))]


class _CodeBlock(Directive):  # type: ignore[misc]  # docutils has no types
    """Code with its language, which docutils would take apart to colour it."""

    optional_arguments = 1
    has_content = True
    option_spec = dict.fromkeys(("linenos", "hl_lines", "linenostart", "caption", "name"), directives.unchanged)

    def run(self) -> list[nodes.Node]:
        code = "\n".join(self.content)
        language = self.arguments[0] if self.arguments else ""
        return [nodes.literal_block(code, code, classes=["code", f"language-{language}"] if language else ["code"])]


def read_restructured(data: bytes, path: str) -> Metadata:
    """Return the metadata of a text, which its first list of fields has, and the rest of it as HTML."""
    for name in ("code-block", "sourcecode", "code", "highlight"):
        directives.register_directive(name, _CodeBlock)
    directives.register_directive("youtube", _YouTube)
    for name in ("kbd", "abbr"):
        roles.register_generic_role(name, nodes.literal)
    text, notes = decode(data, path)
    tree = publish_doctree(text, settings_overrides=_SETTINGS)
    found: dict[str, Any] = {}
    for info in tree.findall(nodes.docinfo):
        for field in info.children:
            if isinstance(field, nodes.field):
                found[field[0].astext().lower()] = field[1].astext()
            elif isinstance(field, nodes.authors):
                found["authors"] = [author.astext() for author in field.children]
            else:
                found[field.tagname] = field.astext()
    title = next(iter(tree.findall(nodes.title)), None)
    if title is not None and title.parent is tree:
        found.setdefault("title", title.astext())
    for node in [*tree.findall(nodes.docinfo), *([title] if title is not None and title.parent is tree else [])]:
        node.parent.remove(node)
    problems = [
        Note(
            NoteKind.LOST,
            "reStructuredText that cannot be read",
            " ".join(" ".join(part.astext() for part in message.children).split())[:120],
            path,
            message.get("line") or 0,
        )
        for message in tree.findall(nodes.system_message)
        if message["level"] >= _WARNING
    ]
    for unread in list(tree.findall(nodes.problematic)):
        # It would link to the message, which is not a part of the text.
        unread.parent.replace(unread, nodes.Text(unread.astext()))
    for message in list(tree.findall(nodes.system_message)):
        message.parent.remove(message)
    html = str(publish_from_doctree(tree, writer="html5", settings_overrides=_SETTINGS))
    body = _BODY.search(html)
    return Metadata(path, found, body[1] if body else html, 0, bool(found), (*notes, *problems))
