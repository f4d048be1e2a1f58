"""Documents to files, without ever overwriting what somebody wrote unless that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

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
    REFUSED = "refused"


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
        if there == data:
            return Outcome.UNCHANGED
        if there is not None and not force:
            hint = "use --force to overwrite it"
            raise ProblemError([Problem("this file is there already, with another text", hint, document.path)])
        target.parent.mkdir(parents=True, exist_ok=True)
        # A run that is ended in the middle leaves a draft behind, which no build reads and the next run writes anew,
        # and never a file with half of its text.
        draft = target.with_name(f".{target.name}.importing")
        draft.write_bytes(data)
        draft.replace(target)
    except OSError as error:
        message = f"this cannot be written: {error.strerror or error}"
        raise ProblemError([Problem(message, "", document.path)]) from None
    return Outcome.WRITTEN if there is None else Outcome.OVERWRITTEN
