"""Compile: the Python that a template becomes, with less to do for the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import fields
from datetime import datetime
from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

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
        """Write a call: a direct one where it can only mean a function of ours, which asks for no context, or where it
        turns out to mean a macro."""
        called = node.node
        if not isinstance(called, nodes.Name) or node.dyn_args or node.dyn_kwargs or forward_caller:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        if called.name not in self._functions or any(iskeyword(keyword.key) for keyword in node.kwargs):
            self._call_quickly(node, frame)
            return
        self._called.add(called.name)
        self.write(f"call_{called.name}(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _call_quickly(self, node: nodes.Call, frame: Frame) -> None:
        """Write a call that is direct where a macro is called."""
        # Only a function that asks for the context is given them.
        within = {"_loop_vars": frame.loop_frame, "_block_vars": frame.block_frame}
        around = "".join(f", {name}={name}" for name, is_within in within.items() if is_within)
        self.write("(called.print if type(called := ")
        self.visit(node.node, frame)
        self.write(f") in macros else context.calling(called{around}))(context.eval_ctx, (")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        self.write("), {")
        for keyword in node.kwargs:
            self.write(f"{keyword.key!r}: ")
            self.visit(keyword.value, frame)
            self.write(", ")
        self.write("})")

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802  # the same
        """Write the call of a block: what it prints goes to the list as a whole."""
        certain = not (frame.toplevel and self.extends_so_far)
        if node.scoped or node.required or not certain or frame.buffer is None:
            super().visit_Block(node, frame)
            return
        context = self.get_context_ref()
        self.writeline(f"{frame.buffer}.extend(context.blocks[{node.name!r}][0]({context}))", node)

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        named = node.template
        if node.with_context or not isinstance(named, nodes.Const):
            super()._import_common(node, frame)
            return
        self.write(f"(environment.modules.get({named.value!r}) or ")
        super()._import_common(node, frame)
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


_BUILT_IN = frozenset({str, Markup, datetime})
"""Types of Python's that templates see: an attribute of these is never missing, and they have no items by name."""


class Having(dict[type, bool]):
    """Tells for each type whether its instances are values of ours with a field of one name, or must have an attribute
    of that name."""

    def __init__(self, attribute: str) -> None:
        super().__init__()
        self._attribute = attribute

    def __missing__(self, kind: type) -> bool:
        if kind in _BUILT_IN:
            found = hasattr(kind, self._attribute)
        else:
            found = issubclass(kind, Value) and self._attribute in {field.name for field in fields(kind)}
        self[kind] = found
        return found


class _Folding(NodeTransformer):
    def __init__(self, functions: Mapping[str, Callable[..., Any]], options: Mapping[str, object]) -> None:
        self._functions = functions
        self._options = options

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802  # Jinja's name
        owner, theme = node.node, nodes.Name("theme", "load")
        if node.attr in self._options and owner == nodes.Getattr(theme, "options", "load"):
            return nodes.Const(self._options[node.attr], lineno=node.lineno, environment=node.environment)
        return self.generic_visit(node)

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

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802  # Jinja's name
        """Leave what is joined: constants alone are joined by Jinja into an unsafe text, even where one is safe."""
        return node

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802  # Jinja's name
        call = node.call
        self.generic_visit(node)
        node.call = call
        return node


def fold(
    tree: nodes.Template, functions: Mapping[str, Callable[..., Any]], options: Mapping[str, object] | None = None
) -> None:
    """Put what functions return in the place of their calls in a template, where the arguments are constants, and the
    values of a theme's `options` in the place of these.

    The functions are pure and return texts. A call that fails stays.
    """
    # Where escaping is switched by the template, Jinja does not always ask by what before it escapes a constant.
    if tree.find(nodes.EvalContextModifier) is None:
        _Folding(functions, options or {}).visit(tree)


Found = tuple[nodes.Template, Set[str]]
"""The tree of a template, and the names that it may ask those around it for."""
_NOT_ALONE = (nodes.Extends, nodes.Block, nodes.Macro, nodes.EvalContextModifier, nodes.ContextReference)
"""What makes more of a template than what it prints where it is included."""
_OWN = frozenset({"self", "super", "caller", "varargs", "kwargs"})
"""Names that mean something else in each template."""
_DEEPEST = 6
"""How deep templates are put into each other. Python compiles no more than 20 loops in each other."""
_MOST = 64
"""How many templates are put into one. Where each includes the next one twice, they double with every step."""


class _Inlining(NodeTransformer):
    def __init__(self, find: Callable[[str], Found | None]) -> None:
        self._find = find
        self._within: tuple[str, ...] = ()
        self._stored: Set[str] | None = None
        self._count = 0
        self.names: set[str] = set()

    def visit_Template(self, node: nodes.Template) -> nodes.Node:  # noqa: N802  # Jinja's name
        # What stands outside the blocks of a template that extends another is not printed.
        self._stored = None if node.find(nodes.Extends) else {*_stored_in(node.body)}
        return self.generic_visit(node)

    def visit_Block(self, node: nodes.Block) -> nodes.Node:  # noqa: N802  # the same
        before, self._stored = self._stored, {*_stored_in(node.body)}
        self.generic_visit(node)
        self._stored = before
        return node

    def _leave(self, node: nodes.Node) -> nodes.Node:
        return node

    # What escapes differently, or is called later.
    visit_Macro = visit_CallBlock = visit_ScopedEvalContextModifier = _leave  # noqa: N815  # the same

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802  # the same
        named = node.template
        if self._stored is None or not node.with_context or node.ignore_missing or not isinstance(named, nodes.Const):
            return node
        if len(self._within) == _DEEPEST or self._count == _MOST:
            return node
        found = self._find(named.value) if named.value not in self._within else None
        # A name that is set around the include has there what it was given by then, or what it has on the page.
        if found is None or found[1] & (self._stored | {"loop"}) or not _is_alone(found[0]):
            return node
        tree = found[0]
        self.names.add(named.value)
        self._count += 1
        before = self._within, self._stored
        self._within, self._stored = (*self._within, named.value), self._stored | {*_stored_in(tree.body)}
        self.generic_visit(tree)
        self._within, self._stored = before
        return nodes.Scope(tree.body, lineno=node.lineno, environment=node.environment)


def _is_alone(tree: nodes.Template) -> bool:
    for node in tree.find_all(nodes.Node):
        match node:
            case nodes.Name(name=name) if name in _OWN:
                return False
            case nodes.Import() | nodes.FromImport() if node.with_context:
                return False
            case nodes.Include() if not node.with_context:
                # It prints past what gathers the text around the outer include, such as a `set` with a block.
                return False
            case _ if isinstance(node, _NOT_ALONE):
                return False
    return True


def _stored_in(body: Iterable[nodes.Node]) -> Iterator[str]:
    """Yield the names that statements set, but for those in blocks, which have names of their own."""
    for node in body:
        match node:
            case nodes.Block():
                continue
            case nodes.Name() if node.ctx != "load":
                yield node.name
            case nodes.Macro():
                yield node.name
            case nodes.Import():
                yield node.target
            case nodes.FromImport():
                yield from (name if isinstance(name, str) else name[1] for name in node.names)
        yield from _stored_in(node.iter_child_nodes())


def inline(tree: nodes.Template, find: Callable[[str], Found | None]) -> set[str]:
    """Put templates in the place of their includes, where they print the same there, and return their names. An include
    that is too deep, or one too many, stays.

    `find` gives a tree that may be changed, or None where the include is to stay. A template that fails there fails on
    a line of another: whoever wants to know its own renders without this.
    """
    inlining = _Inlining(find)
    inlining.visit(tree)
    return inlining.names
