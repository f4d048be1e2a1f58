"""Values of any type of ours, made from the types of its fields: a new field is covered the day it is added."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from ssg.digest import Value
from ssg.model import Passage
from ssg.views import Tone


def sample(kind: Any, variant: int) -> Any:
    """Return a value of a field's type; another `variant` gives another value."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in {types.UnionType, typing.Union}:
        return sample(arguments[0], variant)
    if origin is tuple:
        inner = arguments[:1] if arguments[-1] is ... else arguments
        return tuple(sample(argument, variant) for argument in inner)
    if origin is not None and issubclass(origin, Mapping):
        first, second = sample(arguments[1], variant), sample(arguments[1], variant)
        return {"a": first, "b": second} if variant else {"b": first, "a": second}
    if isinstance(kind, type) and issubclass(kind, Value):
        hints = typing.get_type_hints(kind)
        return kind(**{field.name: sample(hints[field.name], variant) for field in dataclasses.fields(kind)})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return list(kind)[variant]
    by_type = {
        str: f"text {variant}",
        int: variant,
        float: variant / 2,
        bool: variant % 2 == 1,
        bytes: bytes([variant]),
        datetime: datetime(2026, 1, variant + 1, tzinfo=UTC),
        Any: f"anything {variant}",
        Passage: Passage.of(f"passage {variant}"),
        Tone: Tone(bytes([variant]), lambda: f"tone {variant}"),
    }
    return by_type[kind]
