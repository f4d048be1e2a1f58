"""Bytes to text: clean UTF-8 with `\\n` line breaks, or a problem that says what the bytes are instead."""

from __future__ import annotations

import codecs
import re

from ssg.content.places import problem_at
from ssg.problems import Problem, ProblemError

_SAVE_AS = "save the file as UTF-8"
# The marks of UTF-32 begin with those of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
# Characters that XML cannot hold, no format wants and no writer meant: controls, and noncharacters, some of which stand
# for shortcodes while Markdown is converted.
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_USUAL = bytes([*b"\t\n\r", *range(0x20, 0x7F)])


def decode(data: bytes, path: str) -> str:
    """Return the text of a file's bytes, without byte order mark and with `\\n` line breaks.

    Raises ProblemError for anything but clean UTF-8, with the place and the likely encoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            raise ProblemError([Problem(f"the file is {encoding}, not UTF-8", _SAVE_AS, path, 1, 1)])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProblemError([_undecodable(data, path, error)]) from None
    # A mark at the beginning would hide the front matter from whoever looks for it at the first character.
    text = unix_lines(text.lstrip("\ufeff"))
    # Nearly all of a text is usual, and that is taken out ten times faster than it is looked through.
    if _UNWANTED.search(data.translate(None, _USUAL).decode("utf-8")) and (unwanted := _UNWANTED.search(text)):
        raise ProblemError([_unwanted(data, text, path, unwanted.start())])
    return text


def unix_lines(text: str) -> str:
    """Return a text with `\\n` line breaks."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _wide_encoding(data: bytes) -> str:
    """Return UTF-16 or UTF-32 for bytes in which zeros stand as they do there for Latin letters, else an empty text."""
    head = data[:4096]
    columns = [head[start::4].count(0) * 4 > len(head) / 2 for start in range(4)]
    if sum(columns) == 3:
        return "UTF-32"
    return "UTF-16" if columns in ([True, False] * 2, [False, True] * 2) else ""


def _undecodable(data: bytes, path: str, error: UnicodeDecodeError) -> Problem:
    wide = _wide_encoding(data)
    if wide:
        return Problem(f"the file is {wide}, not UTF-8", _SAVE_AS, path, 1, 1)
    text = unix_lines(data.decode("utf-8", "replace").lstrip("\ufeff"))
    offset = len(unix_lines(data[: error.start].decode("utf-8").lstrip("\ufeff")))
    if error.reason == "unexpected end of data":
        return problem_at(text, offset, path, "the file ends in the middle of a character", "restore its end")
    byte = data[error.start]
    meant = bytes([byte]).decode("cp1252", "ignore")
    message = f"the byte 0x{byte:02X} is not UTF-8"
    return problem_at(
        text, offset, path, f'{message} (in Windows-1252 it is "{meant}")' if meant else message, _SAVE_AS
    )


def _unwanted(data: bytes, text: str, path: str, offset: int) -> Problem:
    wide = _wide_encoding(data)
    if wide:
        return Problem(f"the file is {wide}, not UTF-8", _SAVE_AS, path, 1, 1)
    character = text[offset]
    kind = "control character" if character < "\ufdd0" else "noncharacter"
    name = "a NUL character" if character == "\0" else f"the {kind} U+{ord(character):04X}"
    return problem_at(text, offset, path, f"{name} stands in the text", "delete it")
