"""YAML as nearly everybody writes it, line by line: what the parser makes of it, in a third of the time.

On each line stand a key and a text, a list or a table of texts, or a list or a table stands on the lines below the key.
The texts have nothing in them that YAML gives a meaning to, such as a backslash, `: ` or ` #`, and none is a number
that is refused. All other YAML is the parser's.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

TEXT_TAG = "tag:yaml.org,2002:str"
_SCALARS: Any = yaml.SafeLoader("")
"""Knows what a text without quotes is."""

# What no YAML can hold, and what breaks lines in it.
_ODD = r"\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff"
_KEY = r"[A-Za-z][A-Za-z_]{0,99}"
_QUOTED = rf'"[^"\\{_ODD}]*+"'
# Octal numbers begin with 0, and sixties with digits and a colon.
_FIRST = r"(?!0|[\d_]++:)[\w/(“‘]"
_TEXT = rf"(?:{_QUOTED}|{_FIRST}[^:#{_ODD}]*+(?::(?=\S)[^:#{_ODD}]*+)*+(?<! ))(?=\n)"
_SIGN = r"[\w'’.&/()+-]"
_ITEM = rf"(?:{_QUOTED}|{_FIRST}{_SIGN}*+(?: {_SIGN}++)*+)"
_PAIR = rf'(?:"{_KEY}"|{_KEY}): {_ITEM}'
_ENTRY = re.compile(
    rf"\n(?P<key>{_KEY}):(?: (?P<text>{_TEXT})"
    rf"| \[(?P<items>{_ITEM}(?:, {_ITEM})*+)\](?=\n)"
    rf"| \{{(?P<pairs>{_PAIR}(?:, {_PAIR})*+)\}}(?=\n)"
    rf"|(?P<list>(?:\n  - {_TEXT})++|(?:\n- {_TEXT})++)"
    rf"|(?P<table>(?:\n  {_KEY}: [^\n]++)++))"
)
_ITEMS = re.compile(_ITEM)
_PAIRS = re.compile(rf'"?({_KEY})"?: ({_ITEM})')


def read_lines(source: str) -> dict[str, Any] | None:
    """Return the data of a YAML text that begins and ends with a line break, or None where any of it is unusual."""
    data: dict[str, Any] = {}
    end = 0
    while entry := _ENTRY.match(source, end):
        key, text, items, pairs, lines, table = entry.groups()
        value: Any
        if text:
            value = _value_of(text)
        elif items:
            value = [_value_of(item) for item in _ITEMS.findall(items)]
        elif pairs:
            written = _PAIRS.findall(pairs)
            value = {name: _value_of(item) for name, item in written}
            if len(value) < len(written):
                return None
        elif lines:
            value = [_value_of(line.lstrip()[2:]) for line in lines[1:].split("\n")]
        else:
            value = read_lines(table.replace("\n  ", "\n") + "\n")
        if value is None or key in data:
            # The parser knows where a key that is there twice stands.
            return None
        data[key] = value
        end = entry.end()
    return data if data and source[end:] == "\n" else None


def _value_of(text: str) -> Any:
    return text[1:-1] if text[0] == '"' else resolved(text)


def resolved(text: str) -> Any:
    """Return what YAML takes a text without quotes for."""
    tag = _SCALARS.resolve(yaml.ScalarNode, text, (True, False))
    if tag == TEXT_TAG:
        return text
    try:
        return _SCALARS.yaml_constructors[tag](_SCALARS, yaml.ScalarNode(tag, text))
    except (ArithmeticError, AttributeError, KeyError, ValueError, yaml.YAMLError):
        # It looks like a number or a date but is none (2026-02-30): the schema refuses the text in better words.
        return text
