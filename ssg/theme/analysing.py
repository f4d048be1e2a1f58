"""Analyse: read what a template says from its syntax tree. Brings Jinja, which a theme that is known does without."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TypeVar

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from ssg.problems import Problem, ProblemError
from ssg.theme.closure import EVERYTHING, Analysis, Mention
from ssg.theme.environment import parsing_environment

Node = TypeVar("Node", bound=nodes.Node)


def analyse(source: str, name: str, path: str) -> Analysis:
    """Return what a template says, which is in the file at `path`. Raises ProblemError where its syntax is wrong."""
    try:
        return _analysed(_environment(), source, name)
    except TemplateSyntaxError as error:
        raise ProblemError([_syntax_problem(error, path, source)]) from None
    except RecursionError:
        message = "this template has too much inside each other for Jinja, such as brackets or a long sum"
        raise ProblemError(
            [Problem(message, "put parts of it into variables or templates of their own", path)]
        ) from None


def _analysed(environment: Environment, source: str, name: str) -> Analysis:
    tree = environment.parse(source, name)
    everything = _Nodes(tree)
    lines: dict[str, int] = {}
    bound: set[str] = set()
    for node in everything.of(nodes.Name):
        if node.ctx == "load":
            lines.setdefault(node.name, node.lineno)
        else:
            bound.add(node.name)
    for macro in everything.of(nodes.Macro):
        bound.add(macro.name)
    bound.update(imported.target for imported in everything.of(nodes.Import))
    for imports in everything.of(nodes.FromImport):
        bound.update(name if isinstance(name, str) else name[1] for name in imports.names)
    found = (*_attributes(everything), *_constants(everything))
    mentions = (*found, *_computed(everything, found), *_templates(everything))
    return Analysis(
        frozenset(meta.find_referenced_templates(tree)),
        frozenset(meta.find_undeclared_variables(tree) - set(environment.globals)),
        frozenset(bound),
        mentions,
        lines,
    )


class _Nodes:
    """All nodes of a tree, in their order: to go through it once for each question takes far longer."""

    def __init__(self, tree: nodes.Template) -> None:
        self._all = tuple(tree.find_all(nodes.Node))

    def of(self, *kinds: type[Node]) -> Iterator[Node]:
        """Yield the nodes of these kinds."""
        return (node for node in self._all if isinstance(node, kinds))


def _attributes(everything: _Nodes) -> Iterator[Mention]:
    for attribute in everything.of(nodes.Getattr):
        yield from _mention(attribute.node, attribute.attr, attribute.lineno)
    for item in everything.of(nodes.Getitem):
        if isinstance(item.arg, nodes.Const) and isinstance(item.arg.value, str):
            yield from _mention(item.node, item.arg.value, item.lineno)


def _mention(owner: nodes.Node, name: str, line: int) -> Iterator[Mention]:
    if isinstance(owner, nodes.Name) and owner.name in {"page", "site", "lists"}:
        yield Mention(owner.name, name, line)
    elif isinstance(owner, nodes.Getattr) and owner.attr == "options" and owner.node == nodes.Name("theme", "load"):
        yield Mention("theme.options", name, line)


_NAMING = {"t": "t", "asset": "asset", "integrity": "asset"}
"""Functions whose first argument names a word or a file, and what it is a name of."""


def _constants(everything: _Nodes) -> Iterator[Mention]:
    for call in everything.of(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in _NAMING and call.args:
            first = call.args[0]
            if isinstance(first, nodes.Const) and isinstance(first.value, str):
                yield Mention(_NAMING[call.node.name], first.value, call.lineno)


def _computed(everything: _Nodes, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Yield a mention of everything for each owner that is used in a way that does not show what of it is meant."""
    plain = Counter(mention.owner.partition(".")[0] for mention in mentions)
    used = Counter(name.name for name in everything.of(nodes.Name) if name.ctx == "load")
    owners = {"lists": ("lists",), "theme.options": ("theme",), "t": ("t",), "asset": ("asset", "integrity")}
    for owner, variables in owners.items():
        if sum(used[variable] for variable in variables) > plain[owner.partition(".")[0]]:
            yield Mention(owner, EVERYTHING, 0)


def _templates(everything: _Nodes) -> Iterator[Mention]:
    """Yield the templates that must exist: all that are named, but for `ignore missing` and a choice of several."""
    for node in everything.of(nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport):
        wanted = node.template  # type: ignore[attr-defined]  # each of the four has it
        if isinstance(wanted, nodes.Const) and isinstance(wanted.value, str) and not getattr(node, "ignore_missing", 0):
            yield Mention("template", wanted.value, node.lineno)


@cache
def _environment() -> Environment:
    return parsing_environment()


def _syntax_problem(error: TemplateSyntaxError, path: str, source: str) -> Problem:
    """Return a template's syntax error as a problem with its line."""
    lines = source.splitlines()
    excerpt = lines[error.lineno - 1] if 0 < error.lineno <= len(lines) else ""
    return Problem(error.message or "syntax error", "", path, error.lineno, excerpt=excerpt)
