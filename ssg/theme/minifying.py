"""Minify: stylesheets and scripts of a theme without what only people read, to the same effect in every browser.

No rule is rewritten and no name shortened: what is left out are comments, and space that a parser does not look at. So
what a theme says for older browsers stays, and what is newer than the parser passes as it is.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from typing import Any

_TIGHT = (";", ",", ">", "<")
"""Beside these, space says nothing. In front of a colon it may: `nav :first-child`."""


def minify(name: str, data: bytes) -> bytes:
    """Return the bytes that an asset is published with: those of a stylesheet or a script minified, others as they are.

    What is not UTF-8, or may not be the same afterwards, stays as it is too.
    """
    shorter = _MINIFIERS.get(posixpath.splitext(name)[1])
    if shorter is None:
        return data
    try:
        return shorter(data.decode()).encode()
    except UnicodeDecodeError:
        return data


def minify_css(source: str) -> str:
    """Return a stylesheet without comments and needless space. A comment that begins with `!` stays: a licence."""
    # It takes time, and most builds know what a stylesheet came to.
    import tinycss2  # noqa: PLC0415

    return str(tinycss2.serialize(list(_tightened(tinycss2.parse_component_value_list(source)))))


# Nodes are those of tinycss2, which has no types.
def _tightened(nodes: Iterable[Any]) -> Iterator[Any]:
    """Yield the nodes of a list but for those that say nothing; blocks and functions are tightened as they stand."""
    last, space = None, None
    for node in nodes:
        if node.type == "whitespace":
            node.value = " "
            space = node
            continue
        if node.type == "comment" and not node.value.startswith("!"):
            # Where it alone kept two names apart, the serializer sees to that.
            continue
        if node.type in {"function", "() block", "[] block", "{} block"}:
            part = "arguments" if node.type == "function" else "content"
            setattr(node, part, list(_tightened(getattr(node, part))))
        if space and last and _is_heard(last, node):
            yield space
        yield node
        last, space = node, None
    if space and last and last == ":":
        yield space


def _is_heard(left: Any, right: Any) -> bool:
    """Tell whether the space between two nodes can mean something."""
    if left == ":":
        # The value of an empty custom property, which older browsers want to be a space.
        return bool(right == ";")
    return not any(node.type == "{} block" or any(node == sign for sign in _TIGHT) for node in (left, right))


def minify_js(source: str) -> str:
    """Return a script without comments and needless space, or as it is where that would not be the same script.

    What takes them out goes by patterns, and a template string within another is too much for these: so the tokens of
    before and after are compared.
    """
    import rjsmin  # noqa: PLC0415  # as above

    shorter = str(rjsmin.jsmin(source, keep_bang_comments=True))
    return shorter if list(_tokens(shorter)) == list(_tokens(source)) else source


def _tokens(source: str) -> Iterator[str]:
    """Yield what a script consists of, but for comments and space outside of strings."""
    from pygments.lexers.javascript import JavascriptLexer  # noqa: PLC0415  # as above

    for kind, text in JavascriptLexer(stripnl=False).get_tokens(source):
        said = text if kind[:2] == ("Literal", "String") else text.strip()
        if said and kind[:1] != ("Comment",):
            yield said


_MINIFIERS: dict[str, Callable[[str], str]] = {".css": minify_css, ".js": minify_js, ".mjs": minify_js}
MINIFIED = tuple(_MINIFIERS)
"""Endings of the names of what is minified."""
