"""Compile: the Python that a template becomes, with less to do for the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer

from ssg.digest import Value


class QuickGenerator(CodeGenerator):
    """Writes templates and blocks that hand over what they print as one text.

    Jinja's hand over each piece of it through the generators of all the blocks and templates around.
    """

    _whole = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._attributes: set[str] = set()
        self._functions: Mapping[str, Callable[..., Any]] = getattr(self.environment, "functions", {})
        self._called: set[str] = set()

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802  # Jinja's name
        """Write a template."""
        # An include without context goes past the list of what is printed.
        self._whole = all(include.with_context for include in node.find_all(nodes.Include))
        super().visit_Template(node, frame)
        for attribute in sorted(self._attributes):
            self.writeline(f"has_{attribute} = environment.having({attribute!r})")
        for function in sorted(self._called):
            self.writeline(f"call_{function} = environment.functions[{function!r}]")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  # Jinja's name
        """Write how to get at an attribute: directly where it is a field of one of our values."""
        if not node.attr.isascii() or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self._attributes.add(node.attr)
        self.write(f"(owner.{node.attr} if has_{node.attr}[type(owner := ")
        self.visit(node.node, frame)
        self.write(f")] else environment.getattr(owner, {node.attr!r}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802  # the same
        """Write a call: a direct one where it can only mean a function of ours, which asks for no context."""
        called, functions = node.node, self._functions
        if (
            not (isinstance(called, nodes.Name) and called.name in functions)
            or any(iskeyword(keyword.key) for keyword in node.kwargs)
            or node.dyn_args
            or node.dyn_kwargs
            or forward_caller
        ):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self._called.add(called.name)
        self.write(f"call_{called.name}(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802  # the same
        """Write an include: what is printed by a template that is named goes to the list as a whole."""
        named = node.template
        simple = isinstance(named, nodes.Const) and isinstance(named.value, str) and node.with_context
        if not simple or node.ignore_missing or frame.buffer is None:
            super().visit_Include(node, frame)
            return
        self.writeline("template = environment.get_template(", node)
        self.visit(named, frame)
        self.write(f", {self.name!r})")
        context = f"template.context_in(context, {self.dump_local_context(frame)})"
        self.writeline(f"{frame.buffer}.extend(template.root_render_func({context}))")

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


class Having(dict[type, bool]):
    """Tells for each type whether its instances are values of ours with a field of one name."""

    def __init__(self, attribute: str) -> None:
        super().__init__()
        self._attribute = attribute

    def __missing__(self, kind: type) -> bool:
        found = self[kind] = issubclass(kind, Value) and self._attribute in {field.name for field in fields(kind)}
        return found


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
