"""Mend what can be mended safely, and say what was changed."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from ssg.checks.rule import Edit, Finding
from ssg.content.snapshot import Snapshot
from ssg.frozen import frozen
from ssg.problems import Problem, ProblemError


@frozen
class Mended:
    """A file before and after, as bytes, and how many edits it took."""

    path: str
    before: bytes
    after: bytes
    edits: int

    @property
    def difference(self) -> str:
        """Return what changed, as a unified diff."""
        old, new = (data.decode("utf-8").splitlines(keepends=True) for data in (self.before, self.after))
        lines = difflib.unified_diff(old, new, f"a/{self.path}", f"b/{self.path}", n=1)
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def mend(snapshot: Snapshot, findings: Iterable[Finding]) -> tuple[Mended, ...]:
    """Return the files that the edits of findings change, by path. Nothing is written.

    An edit that does not find what it shall replace is left out: the file has changed since.
    """
    by_file: dict[str, dict[Edit, None]] = defaultdict(dict)
    for finding in findings:
        for edit in finding.edits:
            by_file[finding.problem.path][edit] = None
    mended = (_mend(snapshot.read(path), path, list(edits)) for path, edits in sorted(by_file.items()))
    return tuple(item for item in mended if item.edits)


def write(snapshot: Snapshot, mended: Iterable[Mended]) -> None:
    """Write the mended files where they were. Raises ProblemError with those that the system does not let us write."""
    problems = []
    for item in mended:
        try:
            Path(snapshot.entries[item.path].location).write_bytes(item.after)
        except OSError as error:
            problems.append(Problem(f"this cannot be written: {error.strerror or error}", "", item.path))
    if problems:
        raise ProblemError(problems)


def _mend(data: bytes, path: str, edits: list[Edit]) -> Mended:
    # Line breaks stay as they are, and so does a byte order mark.
    text = data.decode("utf-8")
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = text.removeprefix(mark).splitlines(keepends=True) if _plain_breaks(text) else []
    ending = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    made = 0
    # From the end, so that no edit moves the place of another.
    for edit in sorted(edits, key=lambda edit: (edit.line, edit.column), reverse=True):
        if edit.line > len(lines):
            continue
        line, start = lines[edit.line - 1], edit.column - 1
        if not line.startswith(edit.old, start):
            continue
        new = edit.new.replace("\n", ending)
        lines[edit.line - 1] = line[:start] + new + line[start + len(edit.old) :]
        made += 1
    return Mended(path, data, (mark + "".join(lines)).encode() if made else data, made)


def _plain_breaks(text: str) -> bool:
    """Tell whether lines end as Standfirst counts them: Python knows more line breaks than Markdown."""
    return not any(sign in text for sign in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
