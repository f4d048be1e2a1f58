"""What a rule is: an id, a level, words that explain it, an example of each kind, and a function that finds.

Documentation, `--format sarif` and the tests are derived from these values, so that no rule is without any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ssg.checks.subject import Subject
from ssg.frozen import frozen
from ssg.problems import Problem, Severity


class Level(StrEnum):
    """How much what a rule finds matters: an error fails the check, a warning only with `--strict`."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Edit:
    """A change to one line of a file, that mends what was found and changes nothing else.

    `line` and `column` count from 1. `old` is what stands there; where it does not, the edit is not made. A `new` that
    ends with a line break is a line of its own.
    """

    line: int
    column: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a rule found, and the edits that mend it, if it is safe to mend."""

    problem: Problem
    edits: tuple[Edit, ...] = ()
    rule: str = ""

    def of(self, rule: str, level: Level) -> Finding:
        """Return the finding as one of a rule, at a level."""
        severity = Severity.ERROR if level is Level.ERROR else Severity.WARNING
        return Finding(replace(self.problem, severity=severity), self.edits, rule)


@frozen
class Example:
    """The files of a tiny site. `finds` is how often its rule speaks of it."""

    files: Mapping[str, str | bytes]
    finds: int = 1


@frozen
class Rule:
    """One rule. `bad` and `good` are examples, of which it finds something in the first only."""

    id: str
    level: Level
    """What it is set to where the site does not say."""
    title: str
    """What it finds, as the heading of its documentation."""
    reason: str
    """Why that matters, in a sentence or two."""
    find: Callable[[Subject], Iterable[Finding]]
    bad: Example
    good: Example
    mends: bool = False
    """Whether `--fix` can mend what it finds."""
    settings: tuple[str, ...] = field(default=())
    """Keys of `[checks]` in site.toml that steer it."""


def written(front: str = "", body: str = "The quay was empty.") -> Mapping[str, str | bytes]:
    """Return the one article of an example: lines of front matter over those that it has otherwise, and a body."""
    usual = {
        "title": "The ferry stays in port",
        "standfirst": "A gale keeps the islands alone for a day.",
        "date": "2026-05-04",
        "author": "Jo Hall",
        "tags": "[Ferries]",
    }
    written = {line.split(":")[0] for line in front.splitlines() if not line.startswith((" ", "-"))}
    lines = [f"{key}: {value}" for key, value in usual.items() if key not in written]
    text = "\n".join(line for line in [*lines, *front.splitlines()] if not line.endswith(": ~"))
    return {ARTICLE: f"---\n{text}\n---\n{body}\n"}


def settings(lines: str) -> Mapping[str, str | bytes]:
    """Return the settings of an example, with lines under `[checks]`."""
    return {"site.toml": f"{SITE}\n[checks]\n{lines}\n"}


SITE = """\
title = "The Quay"
url = "https://quay.example"
"""
"""The settings of an example that has none of its own."""

ARTICLE = "content/articles/news/ferry.md"
"""Where the article of an example is."""
