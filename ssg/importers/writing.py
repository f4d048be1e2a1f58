"""Documents to files, without ever overwriting what somebody wrote unless that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ssg.content.composing import create
from ssg.problems import Problem, ProblemError


class Outcome(StrEnum):
    """What became of a document, in the words of the report."""

    WRITTEN = "written"
    OVERWRITTEN = "overwritten"
    COMPLETED = "there already, biography added"
    REPLACED = "there already, biography replaced"
    UNCHANGED = "there already, unchanged"
    KEPT = "there already, kept"
    ELSEWHERE = "has this text already, nothing written"
    PRINTED = "not written"


@dataclass(frozen=True, slots=True)
class Document:
    """A file to write: its path relative to the site's root, and its text."""

    path: str
    text: str


def write_document(root: Path, document: Document, *, force: bool = False) -> Outcome:
    """Write a document below `root` and return what happened.

    A file that is there already is overwritten with `force` only. Raises ProblemError when another text stands there,
    or when the system does not let us write.
    """
    target = root / document.path
    data = document.text.encode()
    try:
        there = target.read_bytes() if target.exists() else None
        if there is not None and there != data and force:
            target.write_bytes(data)
            return Outcome.OVERWRITTEN
    except OSError as error:
        message = f"this cannot be written: {error.strerror or error}"
        raise ProblemError([Problem(message, "", document.path)]) from None
    if there is None:
        create(root, document.path, data)
        return Outcome.WRITTEN
    if there == data:
        return Outcome.UNCHANGED
    hint = "use --force to overwrite it"
    raise ProblemError([Problem("this file is there already, with another text", hint, document.path)])
