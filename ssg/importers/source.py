"""Bytes of unknown origin to clean lines of text, with their numbers.

What the content floor refuses in a site's own files is put right here and said in a warning: raw material comes from
wherever it comes from.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from ssg.problems import Problem, ProblemError, Severity

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Pictures, documents and archives by their first bytes, with the name that a person would use.
_SIGNATURES = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"PK\x03\x04": "an archive or an office document",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"{\\rtf": "a rich text document",
}
_HTML_PAGE = re.compile(r"\s*(?:<!doctype html|<html[\s>])", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\u200b\u200e\u200f\u2060\ufeff\xad]")
_SPACE = re.compile(r"[^\S\n]+")
_SAVE_AS_TEXT = "save the text of the article as a plain text file"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source without blanks at its ends; `number` counts from 1."""

    number: int
    text: str


def read_lines(data: bytes, name: str) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
    """Return the lines of a text file and what had to be put right to read them.

    UTF-8, UTF-16 with a mark, and Windows-1252 are understood. Raises ProblemError for an empty file, for bytes that
    are no text, and for a whole HTML page.
    """
    text, problems = _decode(data, name)
    if not text.strip():
        raise ProblemError([Problem("the file is empty", "give the text of an article page", name)])
    if _HTML_PAGE.match(text):
        hint = "open it in a browser, select the article and save the text that you copy"
        raise ProblemError([Problem("this is an HTML page, not the text of one", hint, name, 1)])
    rows = re.split(r"\r\n|\r|\n", text)
    controls = [number for number, row in enumerate(rows, 1) if _CONTROL.search(row)]
    if controls:
        message = f"removed invisible control characters ({len(controls)} lines have them)"
        problems.append(Problem(message, "", name, controls[0], severity=Severity.WARNING))
    # A form feed or a line separator breaks a line as well, but editors do not count it.
    lines = (Line(number, clean(part)) for number, row in enumerate(rows, 1) for part in row.splitlines() or [""])
    return tuple(lines), tuple(problems)


def clean(row: str) -> str:
    """Return a line in composed form, without invisible characters, with single ordinary spaces."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", _CONTROL.sub("", row))).strip()


def _decode(data: bytes, name: str) -> tuple[str, list[Problem]]:
    if data.startswith(codecs.BOM_UTF8):
        data = data.removeprefix(codecs.BOM_UTF8)
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise ProblemError([Problem(f"this is {what}, not text", _SAVE_AS_TEXT, name)])
    if data.startswith(_UTF16_MARKS):
        try:
            return data.decode("utf-16"), [_warning("the file is UTF-16: it was read as such", name)]
        except UnicodeDecodeError:
            raise ProblemError([Problem("this is a binary file, not text", _SAVE_AS_TEXT, name)]) from None
    if b"\0" in data:
        raise ProblemError([Problem("this is a binary file, not text", _SAVE_AS_TEXT, name)])
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    encoding = "cp1252"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        # Five bytes mean nothing in Windows-1252; Latin-1 has a (control) character for each byte.
        encoding, text = "latin-1", data.decode("latin-1")
    if len(_CONTROL.findall(text)) > len(text) // 20:
        raise ProblemError([Problem("this is a binary file, not text", _SAVE_AS_TEXT, name)])
    label = "Windows-1252" if encoding == "cp1252" else "Latin-1"
    message = f"the file is not UTF-8: it was read as {label}"
    return text, [_warning(message, name, line, "look whether accents and quotes are right")]


def _warning(message: str, name: str, line: int = 0, hint: str = "") -> Problem:
    return Problem(message, hint, name, line, severity=Severity.WARNING)
