"""Put a search index in order: Pagefind writes filters in the order of its hash tables, which differs from run to run.

The values of a filter, and the filters themselves, are sorted by their names, and files are named by what is in them,
so that two builds of one site write the same bytes. The format is gzip around a mark and CBOR, of which Pagefind uses
numbers, texts and arrays here; parts are moved as they are and never written anew.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from hashlib import blake2b

_MARK = b"pagefind_dcd"
_UNSIGNED, _TEXT, _ARRAY = 0, 3, 4
_FILTERS = 3
"""The place of the filters among the parts of a `.pf_meta` file."""


def in_order(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of an index, by name, with what has no order sorted. Raises ValueError for another format."""
    ordered = dict(files)
    renamed: dict[bytes, bytes] = {}
    for name in sorted(files):
        if name.endswith(".pf_filter"):
            data = _sorted_filter(_opened(files[name]))
            hash_ = _hash_in(name)
            renamed[hash_.encode()] = _named_by(data, len(hash_)).encode()
            del ordered[name]
            ordered[name.replace(hash_, renamed[hash_.encode()].decode())] = _closed(data)
    for name in sorted(files):
        if name.endswith(".pf_meta"):
            data = _opened(files[name])
            for old, new in renamed.items():
                data = data.replace(b"_" + old, b"_" + new)
            data = _sorted_meta(data)
            hash_ = _hash_in(name)
            new_hash = _named_by(data, len(hash_))
            del ordered[name]
            ordered[name.replace(hash_, new_hash)] = _closed(data)
            for entry in (other for other in files if other.endswith("pagefind-entry.json")):
                ordered[entry] = ordered[entry].replace(hash_.encode(), new_hash.encode())
    return dict(sorted(ordered.items()))


def _opened(data: bytes) -> bytes:
    data = gzip.decompress(data)
    if not data.startswith(_MARK):
        raise ValueError("this is no file of a search index")
    return data[len(_MARK) :]


def _closed(data: bytes) -> bytes:
    return gzip.compress(_MARK + data, mtime=0)


def _hash_in(name: str) -> str:
    """Return the part of a file's name that is made from its content: `94bf637` in `filter/en_94bf637.pf_filter`."""
    found = re.search(r"_([0-9a-f]+)\.pf_\w+$", name)
    if not found:
        raise ValueError(f"{name} is not named by its content")
    return found[1]


def _named_by(data: bytes, length: int) -> str:
    return blake2b(data).hexdigest()[:length]


def _sorted_filter(data: bytes) -> bytes:
    """Sort the values of a filter: `[name, [[value, [page, ...]], ...]]`."""
    name, values = _items(data)
    return _array([name, _array(sorted(_items(values), key=_name_of))])


def _sorted_meta(data: bytes) -> bytes:
    """Sort the names of the filters: `[version, pages, chunks, [[filter, file], ...], ...]`."""
    parts = _items(data)
    parts[_FILTERS] = _array(sorted(_items(parts[_FILTERS]), key=_name_of))
    return _array(parts)


def _name_of(item: bytes) -> bytes:
    return _items(item)[0]


def _items(data: bytes) -> list[bytes]:
    """Return the items of an array, each as it is written."""
    kind, count, at = _head(data, 0)
    if kind != _ARRAY:
        raise ValueError("a list is expected")
    items: list[bytes] = []
    for _ in range(count):
        end = _end(data, at)
        items.append(data[at:end])
        at = end
    return items


def _end(data: bytes, at: int) -> int:
    """Return where the value that begins at a place ends."""
    kind, number, at = _head(data, at)
    if kind == _ARRAY:
        for _ in range(number):
            at = _end(data, at)
    elif kind == _TEXT:
        at += number
    elif kind != _UNSIGNED:
        raise ValueError(f"values of kind {kind} are not known")
    return at


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Return the kind of the value at a place, its number (or length), and where that ends."""
    kind, small = data[at] >> 5, data[at] & 31
    if small < 24:
        return kind, small, at + 1
    width = 1 << (small - 24)
    if width > 8:
        raise ValueError("values without a length are not known")
    return kind, int.from_bytes(data[at + 1 : at + 1 + width], "big"), at + 1 + width


def _array(items: list[bytes]) -> bytes:
    count = len(items)
    if count < 24:
        return bytes([(_ARRAY << 5) | count]) + b"".join(items)
    width = next(width for width in (1, 2, 4, 8) if count < 1 << (8 * width))
    return bytes([(_ARRAY << 5) | (23 + width.bit_length())]) + count.to_bytes(width, "big") + b"".join(items)
