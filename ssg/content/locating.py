"""Problems of later phases, which know a key of a file but not its line, given line, column and excerpt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC

from ssg.content.decoding import decode
from ssg.content.front_matter import read_front_matter
from ssg.content.places import offset_of, problem_at
from ssg.content.schemas import AUTHOR, PAGE, TERM, article_schema
from ssg.content.snapshot import Snapshot
from ssg.content.toml_data import toml_places
from ssg.problems import Problem, ProblemError
from ssg.schema import Fault, Place

_ALSO = {
    entry.key: entry.also
    for schema in (article_schema(UTC), AUTHOR, TERM, PAGE)
    for entry in schema.fields
    if entry.also
}


def locate(snapshot: Snapshot, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems, each once and in the order of the files, with line and excerpt where these can be found."""
    located = [_located(snapshot, problem) for problem in dict.fromkeys(problems)]
    return tuple(sorted(located, key=lambda problem: problem.sort_key))


def _located(snapshot: Snapshot, problem: Problem) -> Problem:
    if problem.excerpt or not (problem.at or problem.line):
        return problem
    try:
        text = decode(snapshot.read(problem.path), problem.path)
        if problem.line:
            lines = text.split("\n")
            return replace(problem, excerpt=lines[problem.line - 1]) if problem.line <= len(lines) else problem
        if problem.path.endswith(".toml"):
            begin, places, source_at = 0, toml_places(text), 0
        else:
            front = read_front_matter(text, problem.path)
            begin, places, source_at = front.begin, front.handler.places(front.source), front.offset
    except ProblemError:
        # The file is not in this snapshot, or has changed since: then there is no line to name.
        return problem
    found = (offset_of(places, Fault(at, "")) for at in _spellings(problem.at))
    offset = next((source_at + offset for offset in found if offset is not None), begin)
    placed = problem_at(text, offset, problem.path, "")
    return replace(problem, line=placed.line, column=placed.column, excerpt=placed.excerpt)


def _spellings(at: Place) -> list[Place]:
    """Return a place with each spelling of its first key: `authors` may be written `author`."""
    first = at[0]
    return [at, *((key, *at[1:]) for key in (_ALSO.get(first, ()) if isinstance(first, str) else ()))]
