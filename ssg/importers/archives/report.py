"""What became of an archive: counts for the terminal, and every note for `import-report.json`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO

from ssg.frozen import frozen
from ssg.importers.archives.items import Note, NoteKind
from ssg.importers.writing import Outcome
from ssg.problems import Problem, ProblemError

REPORT_FILE = "import-report.json"
_ROOM = "make room for it in the root of the site"
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class NoteCount:
    """Notes that are alike: how many there are, and the first few."""

    kind: NoteKind
    what: str
    count: int
    examples: tuple[Note, ...]


@frozen
class ArchiveReport:
    """What became of an archive. `found` counts what it has and `outcomes` what was made of it, each by kind."""

    format: str
    found: Mapping[str, int]
    outcomes: Mapping[str, Mapping[Outcome, int]]
    notes: tuple[NoteCount, ...]
    problems: tuple[Problem, ...]
    """Why something is not in the site; of many alike the first."""
    failures: int
    path: str = ""
    """Where all notes stand, empty when nothing was written."""


@dataclass
class Ledger:
    """Takes notes down while an import runs: counts them, keeps the first few of each kind, writes all to a file.

    The file appears when the import is complete. Until then it has a name that begins with a dot, and memory holds
    none of it.
    """

    root: Path | None
    counts: Counter[tuple[NoteKind, str]] = field(default_factory=Counter)
    examples: dict[tuple[NoteKind, str], list[Note]] = field(default_factory=dict)
    _file: IO[str] | None = None
    _first: bool = True

    def __enter__(self) -> Ledger:
        if self.root is not None:
            if (self.root / REPORT_FILE).is_dir():
                raise ProblemError([Problem("this is a folder, and the report belongs here", _ROOM, REPORT_FILE)])
            with _saying_why():
                self._file = self._draft.open("w", encoding="utf-8")
                self._file.write('{"notes": [')
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None and not self._file.closed:
            self._file.close()
            self._draft.unlink(missing_ok=True)

    @property
    def _draft(self) -> Path:
        assert self.root is not None  # noqa: S101 - tells mypy what both callers have looked at
        return self.root / f".{REPORT_FILE}.importing"

    def take(self, *notes: Note) -> None:
        """Take notes down."""
        for note in notes:
            key = (note.kind, note.what)
            self.counts[key] += 1
            kept = self.examples.setdefault(key, [])
            if len(kept) < _EXAMPLES:
                kept.append(note)
            if self._file is not None:
                row = {
                    "kind": note.kind,
                    "what": note.what,
                    "detail": note.detail,
                    "path": note.path,
                    "line": note.line,
                }
                with _saying_why():
                    self._file.write(("" if self._first else ",") + "\n  " + json.dumps(row, ensure_ascii=False))
                self._first = False

    def counted(self) -> tuple[NoteCount, ...]:
        """Return the notes by kind, the most frequent first."""
        order = sorted(self.counts.items(), key=lambda item: (list(NoteKind).index(item[0][0]), -item[1], item[0][1]))
        return tuple(NoteCount(*key, count, tuple(self.examples[key])) for key, count in order)

    def finish(self, report: ArchiveReport) -> None:
        """Write the end of the file and give it its name."""
        if self._file is None:
            return
        end = {
            "format": report.format,
            "found": dict(report.found),
            "made": {what: {str(outcome): n for outcome, n in made.items()} for what, made in report.outcomes.items()},
            "counts": [{"kind": n.kind, "what": n.what, "count": n.count} for n in report.notes],
            "not_imported": [str(problem) for problem in report.problems],
        }
        with _saying_why():
            self._file.write("\n],\n" + json.dumps(end, ensure_ascii=False, indent=2)[2:])
            self._file.write("\n")
            self._file.close()
            self._draft.replace(self._draft.with_name(REPORT_FILE))


@contextmanager
def _saying_why() -> Iterator[None]:
    """Raise ProblemError where the file of the report cannot be written."""
    try:
        yield
    except OSError as error:
        message = f"the report cannot be written: {error.strerror or error}"
        raise ProblemError([Problem(message, _ROOM, REPORT_FILE)]) from None
