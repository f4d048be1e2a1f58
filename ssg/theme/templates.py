"""Compiled templates: as Jinja makes them, with less work for the same bytes.

A page of ours asks some hundred times for an attribute, a macro or a word, and what Jinja does around each of them
costs more than the answer. All of it goes through Jinja's own classes (environment, template, context, macro), and
`tests/theme/test_templates.py` holds every page to the bytes of Jinja's own.
"""

from __future__ import annotations

import builtins
import marshal
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Set
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType
from typing import Any, NamedTuple

import markupsafe
from jinja2 import BytecodeCache, Environment, Template, TemplateError, nodes
from jinja2.bccache import Bucket
from jinja2.environment import TemplateModule
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode, missing
from markupsafe import Markup, escape

from ssg.digest import Value
from ssg.theme.compiling import Having, QuickGenerator, fold, inline

# What `escape` calls for a text, without a safe text made of the result. Before version 3 there is none.
_escape_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)

_MOST = 1 << 15
"""Results of a macro that are kept: the cards of 10,000 articles, in three forms each. It takes some 50 MB."""


def quick_escape(value: Any) -> str:
    """Return what `markupsafe.escape` would print for a value."""
    kind = type(value)
    if kind is str:
        return _escape_text(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]  # mypy does not see that it is one
    return escape(value)


class QuickMacro(Macro):
    """A macro that looks less closely at the arguments that nearly all calls have."""

    def print(self, context: EvalContext, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
        """Return the HTML for the arguments, as calling the macro does."""
        missed = len(self.arguments) - len(args)
        if missed < 0 or self.caller or self.catch_kwargs or self.catch_varargs:
            return self(context, *args, **kwargs)
        if kwargs:
            args += tuple([kwargs.pop(name, missing) for name in self.arguments[len(args) :]])
            if kwargs:
                return self(context, *args, **kwargs)
        elif missed:
            args += (missing,) * missed
        printed = self._func(*args)
        if type(printed) is Markup or not context.autoescape:
            return printed
        return Markup(printed)  # noqa: S704  # as in Jinja


class RememberingMacro(QuickMacro):
    """A macro of a plain module, which is a function of its arguments: what it made of a value of ours is kept.

    The same card stands on a dozen listings.
    """

    def __init__(self, macro: Macro) -> None:
        # All that a macro is, with another class: its own constructor is not meant to be called by others.
        self.__dict__.update(macro.__dict__)
        self._made: dict[tuple[Any, ...], str] = {}

    def print(self, context: EvalContext, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
        """Return the HTML for the arguments."""
        key = _key_of(context.autoescape, args, kwargs)
        if key is None:
            return super().print(context, args, kwargs)
        made = self._made.get(key)
        if made is None:
            made = super().print(context, args, kwargs)
            if len(self._made) >= _MOST:
                self._made.clear()
            self._made[key] = made
        return made


def _key_of(autoescape: bool, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """Return what tells a call from every other with another result; None where that cannot be told."""
    if not args or not isinstance(args[0], Value):
        return None
    key: list[Any] = [autoescape, args[0].digest]
    for given in (args[1:], kwargs.values()):
        for value in given:
            kind = type(value)
            # True is 1, and a safe text equals an unsafe one: the type tells them apart.
            if kind is bool or kind is str or kind is int or value is None:
                key += (kind, value)
            elif isinstance(value, Value):
                key += (kind, value.digest)
            else:
                return None
        key.append(None)
    key += kwargs
    return tuple(key)


_FUNCTIONS = frozenset({FunctionType, MethodType, BuiltinFunctionType})


class _Context(Context):
    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: dict[str, Callable[[Context], Iterator[str]]],
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  # Jinja's name; see below
    ) -> None:
        # Jinja asks which globals a template has that those it imports have not. All of ours have the same.
        super().__init__(environment, parent, name, blocks)

    def calling(self, called: Callable[..., Any], **within: Any) -> Callable[..., Any]:
        """Return what calls something with the arguments that `QuickMacro.print` is given."""
        return lambda _context, args, kwargs: self.call(called, *args, **kwargs, **within)

    @internalcode
    def call(__self, __obj: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: N805  # as in Jinja
        """Call what a template calls: macros and ordinary functions without looking closer at them."""
        macro = __obj if isinstance(__obj, QuickMacro) else None
        if macro is None and (type(__obj) not in _FUNCTIONS or hasattr(__obj, "jinja_pass_arg")):
            return super().call(__obj, *args, **kwargs)
        if kwargs:
            # Only a function that asks for the context is given them.
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
        try:
            return macro.print(__self.eval_ctx, args, kwargs) if macro else __obj(*args, **kwargs)
        except StopIteration:
            return __self.environment.undefined(
                "value was undefined because a callable raised a StopIteration exception"
            )


class QuickTemplate(Template):
    """A template whose module is made anew for each page that imports it, unless it is plain.

    Jinja keeps the module of an imported template, and with it what its `namespace` or `cycler` was left at: the bytes
    of a page would depend on which pages the same worker rendered before. A plain module has nothing of that kind.
    """

    plain: bool | None = None

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002  # Jinja's name
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """Make the template, with our own macros and our own way to escape what it prints."""
        template = super().from_code(environment, code, globals, uptodate)
        # The functions of a template are those of one Python module, and these are the names that they know them by.
        template.root_render_func.__globals__.update(
            escape=quick_escape, Macro=QuickMacro, macros=frozenset({QuickMacro, RememberingMacro})
        )
        return template

    def context_in(self, outer: Context, local: Mapping[str, Any]) -> Context:
        """Return the context of this template where another one with a context and some local names includes it."""
        given = {name: value for name, value in local.items() if value is not missing}
        return _Context(self.environment, {**outer.parent, **outer.vars, **given}, self.name, self.blocks)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if self.plain and self._module is not None:
            return self._module
        environment = self.environment
        if self.plain is None and isinstance(environment, QuickEnvironment) and self.name:
            self.plain = environment.is_plain(self.name)
        if not self.plain:
            self._module = None
            return super()._get_default_module(ctx)
        module = super()._get_default_module(ctx)
        for name, value in vars(module).items():
            if type(value) is QuickMacro:
                setattr(module, name, RememberingMacro(value))
        if isinstance(environment, QuickEnvironment) and self.name:
            environment.modules[self.name] = module
        return module


class Compiled(NamedTuple):
    """What an environment has compiled, for another of the same theme, settings and language in a process that was
    forked from the same one. It is never kept: who takes it executes it."""

    codes: Mapping[str, bytes]
    """Templates as Python has compiled them, by their names."""
    imports: Mapping[str | None, tuple[str, ...] | None]
    inlined: Set[str]


class _Codes(BytecodeCache):
    """Holds what is compiled for as long as its environment lives."""

    def __init__(self) -> None:
        self.codes: dict[str, CodeType] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        # The name tells a template from all others. Jinja would make a digest of its source besides.
        bucket = Bucket(environment, name, "")
        bucket.code = self.codes.get(name)
        return bucket

    def set_bucket(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self.codes[bucket.key] = bucket.code


class QuickEnvironment(Environment):
    """An environment that knows its templates by name alone: none ever changes."""

    template_class = QuickTemplate
    context_class = _Context
    code_generator_class = QuickGenerator

    def __init__(self, **options: Any) -> None:
        self._codes = _Codes()
        super().__init__(bytecode_cache=self._codes, **options)
        self.functions: Mapping[str, Callable[..., str]] = {}
        """Functions that ask for no context, and whose names no template gives another meaning."""
        self.foldable: Mapping[str, Callable[..., str]] = {}
        """Those of them that return the same for the same arguments."""
        self.options: Mapping[str, str | bool] = {}
        """Options of the theme, where no template gives its name another meaning."""
        self.inlinable: Mapping[str, Set[str]] = {}
        """Templates that may be put in the place of their includes, each with the names that it asks for."""
        self.inlined: set[str] = set()
        """Those of them that were."""
        self.modules: dict[str, TemplateModule] = {}
        """What plain templates define, by their names."""
        self._known: dict[str, Template] = {}
        self._having: dict[str, Having] = {}
        self._plain: dict[str, bool] = {}
        self._imports: dict[str | None, tuple[str, ...] | None] = {}
        """What templates that define macros alone import; None for the others."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what a template means by a dot. A key of ours comes before a method of Python's: `menus.items`."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        found = builtins.getattr(obj, attribute, missing)
        if found is not missing:
            return found
        # Values of ours have no items, and what a page has not is asked for on thousands of pages.
        return self.undefined(obj=obj, name=attribute) if isinstance(obj, Value) else super().getattr(obj, attribute)

    def having(self, attribute: str) -> Having:
        """Return what tells for each type whether a dot and a name can only mean its field of that name."""
        if attribute not in self._having:
            self._having[attribute] = Having(attribute)
        return self._having[attribute]

    @internalcode
    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  # Jinja's name
    ) -> Template:
        """Return a template by name."""
        if globals is not None or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        template = self._known.get(name)
        if template is None:
            template = self._known[name] = super().get_template(name, parent)
        return template

    def compiled(self) -> Compiled:
        """Return what was compiled."""
        codes = {name: marshal.dumps(code) for name, code in self._codes.codes.items()}
        return Compiled(codes, self._imports, self.inlined)

    def take(self, compiled: Compiled) -> None:
        """Know what another environment like this has compiled."""
        # Another process of the same build made it, from the same templates.
        codes = {name: marshal.loads(code) for name, code in compiled.codes.items()}  # noqa: S302
        self._codes.codes.update(codes)
        self._imports |= compiled.imports
        self.inlined |= compiled.inlined

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template knows by itself, as one mapping: Jinja's chain of two is slow to go through, and our
        globals never change after a template was loaded."""
        return {**self.globals, **(d or {})}

    def is_plain(self, name: str) -> bool:
        """Tell whether a template defines macros and nothing else, and imports only such templates."""
        if name not in self._plain:
            # Should it import itself, it is not plain.
            self._plain[name] = False
            self.get_template(name)
            imports = self._imports[name]
            self._plain[name] = imports is not None and all(map(self.is_plain, imports))
        return self._plain[name]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        # Whoever compiles a template has its tree, and parsing it takes as long again.
        tree = super()._parse(source, name, filename)
        self._imports[name] = _imports_of(tree)
        return tree

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        if self.inlinable:
            self.inlined |= inline(source, self._find_inlinable)
        fold(source, self.foldable, self.options)
        return super()._generate(source, name, filename, defer_init)

    def _find_inlinable(self, name: str) -> tuple[nodes.Template, Set[str]] | None:
        names = self.inlinable.get(name)
        if names is None or self.loader is None:
            return None
        try:
            source, filename, _ = self.loader.get_source(self, name)
            return self._parse(source, name, filename), names
        except TemplateError:
            # It is told where the template is included.
            return None


def _imports_of(tree: nodes.Template) -> tuple[str, ...] | None:
    """Return the templates that are imported by one that defines macros and nothing else, or None for another."""
    imports: list[str] = []
    for node in tree.body:
        match node:
            case nodes.Macro():
                pass
            case nodes.Output() if all(isinstance(part, nodes.TemplateData) for part in node.nodes):
                pass
            case nodes.FromImport() | nodes.Import() if not node.with_context:
                named = node.template
                if not (isinstance(named, nodes.Const) and isinstance(named.value, str)):
                    return None
                imports.append(named.value)
            case _:
                return None
    return tuple(imports)
