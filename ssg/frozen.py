"""Frozen dataclasses that are quick to define.

A build defines some 150 of them before it does anything. `dataclasses` compiles six methods for each, which takes five
times as long as one: here all but `__init__` are the same few functions for every class, which ask for its fields.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from functools import cache
from reprlib import recursive_repr
from typing import Any, NoReturn, TypeVar, dataclass_transform, overload

T = TypeVar("T")

_LEFT_OUT = object()


@overload
def frozen(cls: type[T], /) -> type[T]: ...
@overload
def frozen(*, kw_only: bool) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type | None = None, /, *, kw_only: bool = False) -> Any:
    """Make a class a dataclass whose values behave as those of `dataclass(frozen=True)` do.

    What the class defines itself stays. It has no `__post_init__`, no `InitVar`, and no field with `init` or `hash`.
    """

    def made(cls: type) -> type:
        dataclass(init=False, repr=False, eq=False, kw_only=kw_only)(cls)
        for name, method in {"__init__": _initializer(cls), **_SHARED}.items():
            # Where there is an `__eq__`, Python notes None as `__hash__`.
            if vars(cls).get(name) is None:
                setattr(cls, name, method)
        return cls

    return made if cls is None else made(cls)


def _initializer(cls: type) -> Callable[..., None]:
    """Return the `__init__` of a dataclass, compiled: no other is as quick, and values are made by the ten thousand."""
    scope: dict[str, Any] = {"_assign": object.__setattr__, "_left_out": _LEFT_OUT}
    positional, body = ["self"], ["pass"]
    keywords: list[str] = []
    for each in fields(cls):
        name = argument = value = each.name
        if each.default is not MISSING:
            argument = f"{name}=_default_{name}"
            scope[f"_default_{name}"] = each.default
        elif each.default_factory is not MISSING:
            argument = f"{name}=_left_out"
            value = f"_default_{name}() if {name} is _left_out else {name}"
            scope[f"_default_{name}"] = each.default_factory
        (keywords if each.kw_only else positional).append(argument)
        body.append(f"_assign(self, {name!r}, {value})")
    arguments = ", ".join([*positional, "*", *keywords] if keywords else positional)
    exec(f"def __init__({arguments}):\n " + "\n ".join(body), scope)  # noqa: S102  # of names of our own fields
    made: Callable[..., None] = scope["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


@cache
def _compared(cls: type) -> Callable[[object], tuple[object, ...]]:
    """Return what returns the fields of a value that are compared."""
    values = "".join(f"value.{each.name}, " for each in fields(cls) if each.compare)
    made: Callable[[object], tuple[object, ...]] = eval(f"lambda value: ({values})")  # noqa: S307  # the same
    return made


def _equal(self: Any, other: Any) -> Any:
    if self is other:
        return True
    if other.__class__ is not self.__class__:
        return NotImplemented
    compared = _compared(self.__class__)
    return compared(self) == compared(other)


def _hash(self: Any) -> int:
    return hash(_compared(self.__class__)(self))


@recursive_repr()
def _shown(self: Any) -> str:
    shown = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
    return f"{self.__class__.__qualname__}({shown})"


def _refuse_to_assign(self: object, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


_SHARED = {
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _shown,
    "__setattr__": _refuse_to_assign,
    "__delattr__": _refuse_to_delete,
}
