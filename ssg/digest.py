"""Content digests of frozen values.

Two values have the same digest exactly when they have the same type and equal fields. The encoding is our own,
canonical and length-prefixed: `pickle` and `repr` are neither stable between Python versions nor free of ambiguity. A
`Value` keeps its digest, so the digest of something large is made from the digests of its parts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from functools import cache
from hashlib import blake2b, file_digest
from io import FileIO
from struct import Struct
from typing import Any, NoReturn, TypeVar
from zlib import crc32

from ssg.frozen import frozen

DIGEST_SIZE = 16

K = TypeVar("K")
V = TypeVar("V")


class Digested:
    """Whatever has a digest of its own, which stands for it in the digest of what it is part of."""

    @property
    def digest(self) -> bytes:
        """Return the digest: `DIGEST_SIZE` bytes."""
        raise NotImplementedError


class Computed:
    """What is computed of a value, a digest say, when it is first asked for, and kept under that name.

    That is a `cached_property` without the lock that it has in Python 3.11, which takes as long as many a digest.
    """

    def __init__(self, compute: Callable[[Any], bytes]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    def __get__(self, value: Any, kind: type) -> Any:
        if value is None:
            return self
        found = vars(value)[self._name] = self._compute(value)
        return found


@frozen
class Value(Digested):
    """A frozen dataclass that carries its own digest, computed once."""

    @Computed
    def digest(self) -> bytes:
        """Return the digest of the type's name and of every field that is compared: `DIGEST_SIZE` bytes."""
        head, compared = _form_of(type(self))  # type: ignore[arg-type]  # a type can be hashed, whatever its values
        out = bytearray(head)
        values = vars(self)
        for name, encoded, usual, encoded_usual, _ in compared:
            try:
                value = values[name]
            except KeyError:
                # What was read from a record has no defaults of its own: the class has them.
                value = usual
            if value is usual:
                out += encoded_usual
            else:
                out += encoded
                _encode(value, out)
        return blake2b(out, digest_size=DIGEST_SIZE).digest()

    def __html__(self) -> str:
        """Refuse to be printed by a template, which would publish the fields as Python writes them."""
        raise TypeError(f"a {type(self).__name__} cannot be printed; print one of its fields")


MARK_SIZE = 4
"""Bytes of a mark."""


@frozen
class Marked(Value):
    """A value that also tells its fields apart, by a mark of each: a checksum, for people who ask what is another now.

    Digest and marks are made of the same bytes, and at once.
    """

    @Computed
    def digest(self) -> bytes:
        """Return the digest of the type's name and of every field that is compared: `DIGEST_SIZE` bytes."""
        return self._digest_and_marks()[0]

    @Computed
    def marks(self) -> bytes:
        """Return the marks of the fields that are compared, in their order, `MARK_SIZE` bytes each."""
        return self._digest_and_marks()[1]

    def _digest_and_marks(self) -> tuple[bytes, bytes]:
        head, compared = _form_of(type(self))  # type: ignore[arg-type]  # as above
        out = bytearray(head)
        values = vars(self)
        marks = []
        for name, encoded, usual, encoded_usual, usual_mark in compared:
            value = values[name]
            if value is usual:
                out += encoded_usual
                marks.append(usual_mark)
            else:
                begin = len(out)
                out += encoded
                _encode(value, out)
                marks.append(crc32(out[begin:]))
        digest = values["digest"] = blake2b(out, digest_size=DIGEST_SIZE).digest()
        packed = values["marks"] = _packing(len(marks))(*marks)
        return digest, packed


@cache
def _packing(marks: int) -> Callable[..., bytes]:
    return Struct(f">{marks}I").pack


@cache
def _form_of(kind: type[Value]) -> tuple[bytes, tuple[tuple[str, bytes, object, bytes, int], ...]]:
    """Return what stands for a type in digests, and each of its fields that is compared: its name and what stands for
    that, its default, what stands for name and default, and the mark of that. Most fields of most values have it."""
    compared = []
    for field in fields(kind):
        if field.compare:
            encoded = b"|" + field.name.encode()
            usual = bytearray(encoded)
            if field.default is not MISSING:
                _encode(field.default, usual)
            compared.append((field.name, encoded, field.default, bytes(usual), crc32(usual)))
    return kind.__name__.encode(), tuple(compared)


class FrozenDict(dict[K, V]):
    """A dict that nobody can change: a template could otherwise leave something behind for the next page."""

    def _refuse(self, *_arguments: object, **_more: object) -> NoReturn:
        raise TypeError("this mapping cannot be changed")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type[FrozenDict[K, V]], tuple[dict[K, V]]]:
        return (FrozenDict, (dict(self),))


def digest(value: object) -> bytes:
    """Return the digest of a frozen value: `DIGEST_SIZE` bytes. Raises TypeError for what is not plain data."""
    if isinstance(value, Digested):
        return value.digest
    out = bytearray()
    _encode(value, out)
    return blake2b(out, digest_size=DIGEST_SIZE).digest()


def digest_of_file(file: FileIO) -> bytes:
    """Return what `digest` returns for the bytes of an open file, without having all of them in memory."""
    # The length comes first. Where it is another in the end, so is the stamp of the file.
    begun = blake2b(b"b%d:" % os.fstat(file.fileno()).st_size, digest_size=DIGEST_SIZE)
    return file_digest(file, lambda: begun).digest()


def _encode(value: object, out: bytearray) -> None:
    # What there is most of comes first, and is told by its very type.
    kind = type(value)
    if kind is str:
        raw = value.encode("utf-8", "surrogatepass")  # type: ignore[attr-defined]  # mypy does not see that it is one
        out += b"s%d:" % len(raw)
        out += raw
    elif kind is tuple:
        out += b"("
        for item in value:  # type: ignore[attr-defined]  # the same
            _encode(item, out)
        out += b")"
    elif isinstance(value, Digested):
        out += b"v"
        out += value.digest
    elif value is None:
        out += b"N"
    elif kind is bytes:
        out += b"b%d:" % len(value)  # type: ignore[arg-type]  # the same
        out += value  # type: ignore[arg-type]  # the same
    else:
        _encode_rarer(value, out)


def _encode_rarer(value: object, out: bytearray) -> None:
    # Kinds of texts, bytes and tuples, such as members of enumerations, are what they are a kind of.
    if isinstance(value, str):
        _encode(str.__str__(value), out)
    elif isinstance(value, bytes):
        _encode(bytes(value), out)
    elif isinstance(value, tuple | list):
        _encode(tuple(value), out)
    # bool before int and datetime before date: each is a subclass of the other.
    elif isinstance(value, bool):
        out += b"T" if value else b"F"
    elif isinstance(value, int):
        out += b"i%d;" % value
    elif isinstance(value, float):
        out += b"f" + value.hex().encode() + b";"
    elif isinstance(value, datetime):
        out += b"D" + value.isoformat().encode() + b";"
    elif isinstance(value, date):
        out += b"d" + value.isoformat().encode() + b";"
    elif isinstance(value, Mapping):
        out += b"{"
        # In their own order: a template that iterates sees it.
        for key in value:
            _encode(key, out)
            _encode(value[key], out)
        out += b"}"
    elif isinstance(value, frozenset):
        out += b"<" + b"".join(sorted(digest(item) for item in value)) + b">"
    else:
        raise TypeError(f"no digest for a {type(value).__name__}")
