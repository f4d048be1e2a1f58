"""What can be wrong with a site, as data.

A `Problem` is a frozen value that says what is wrong, where, and what to do about it. Phases return their problems
beside their result, so that one run reports all of them; `ProblemError` carries them where a phase cannot go on.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from ssg.frozen import frozen


class Severity(StrEnum):
    """How much a problem matters: an error stops the build, a warning does so only with `--strict`."""

    ERROR = "error"
    WARNING = "warning"


@frozen
class Problem:
    """One thing that is wrong, where it is and what to do.

    `path` is relative to the site's root with forward slashes, or empty when no file is to blame. `line` and `column`
    count from 1; 0 means unknown. `excerpt` is the offending line without its line break.
    """

    message: str
    hint: str = ""
    path: str = ""
    line: int = 0
    column: int = 0
    excerpt: str = ""
    at: tuple[str | int, ...] = ()
    """The place in the front matter (`("authors", 1)`) where only that is known: content turns it into a line."""
    severity: Severity = Severity.ERROR

    @property
    def where(self) -> str:
        """Return `path:line:column`, as much of it as is known."""
        if not self.path:
            return ""
        parts = [self.path]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        text = f"{text}; {self.hint}" if self.hint else text
        # What a library or a fault of our own says may have lines; what people wrote is quoted on one.
        return "\n".join(printable(line) for line in text.split("\n"))

    def with_excerpt(self, excerpt: str) -> Problem:
        """Return the same problem with the line it stands on."""
        return replace(self, excerpt=excerpt)

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """Order problems by file, line, column and text, so that a report is the same in every run."""
        return (self.path, self.line, self.column, self.message)


class ProblemError(Exception):
    """A phase could not go on. Carries every problem it knows of, never none."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        # The problems are the only argument, so that the error survives pickling between processes.
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def printable(text: str) -> str:
    """Return a text as one line of as many characters that any terminal can show.

    What is quoted from a file may hold anything: an escape character in it would be an order to the terminal.
    """
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else " " if sign.isspace() else "\ufffd" for sign in text)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `did you mean "x"?` for the known word nearest to `word`, or an empty text when none is near."""
    candidates = sorted(known)
    folded = {candidate.casefold(): candidate for candidate in candidates}
    near = difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    return f'did you mean "{folded[near[0]]}"?' if near else ""
