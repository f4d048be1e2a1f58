"""Compile: the Python that a template becomes, with less to do for the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer


class QuickGenerator(CodeGenerator):
    """Writes templates and blocks that hand over what they print as one text.

    Jinja's hand over each piece of it through the generators of all the blocks and templates around.
    """

    _whole = True

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802  # Jinja's name
        """Write a template."""
        # An include without context goes past the list of what is printed.
        self._whole = all(include.with_context for include in node.find_all(nodes.Include))
        super().visit_Template(node, frame)

    def enter_frame(self, frame: Frame) -> None:
        """Begin a template or a block with a list for what it prints."""
        if self._is_outermost(frame):
            self.buffer(frame)
        super().enter_frame(frame)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:
        """End a template or a block with what is in the list."""
        super().leave_frame(frame, with_python_scope)
        if self._is_outermost(frame):
            self.writeline(f"yield concat({frame.buffer})")

    def _is_outermost(self, frame: Frame) -> bool:
        return self._whole and frame.parent is None and (frame.toplevel or frame.block_frame)


class _Folding(NodeTransformer):
    def __init__(self, functions: Mapping[str, Callable[..., Any]]) -> None:
        self._functions = functions

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # Jinja's name
        self.generic_visit(node)
        called = node.node
        if not isinstance(called, nodes.Name) or called.name not in self._functions or node.dyn_args or node.dyn_kwargs:
            return node
        try:
            arguments = [argument.as_const() for argument in node.args]
            named = {keyword.key: keyword.value.as_const() for keyword in node.kwargs}
            returned = self._functions[called.name](*arguments, **named)
        except Exception:  # whatever comes of a template's mistake comes when a page reaches it
            return node
        return nodes.Const(returned, lineno=node.lineno, environment=node.environment)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802  # Jinja's name
        call = node.call
        self.generic_visit(node)
        node.call = call
        return node


def fold(tree: nodes.Template, functions: Mapping[str, Callable[..., Any]]) -> None:
    """Put what functions return in the place of their calls in a template, where the arguments are constants.

    The functions are pure and return texts. A call that fails stays.
    """
    # Where escaping is switched by the template, Jinja does not always ask by what before it escapes a constant.
    if tree.find(nodes.EvalContextModifier) is None:
        _Folding(functions).visit(tree)
