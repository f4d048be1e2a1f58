"""What somebody asks of a check, and the reply: which files, which rules, what else to look at, what to mend."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ssg.checks.changed import changed_since
from ssg.checks.checking import Check, Scope, check, read_subject
from ssg.checks.external import check_external
from ssg.checks.fixing import Mended, mend, write
from ssg.checks.published import check_built
from ssg.content.snapshot import scan
from ssg.frozen import frozen
from ssg.problems import Problem, ProblemError


@frozen
class Question:
    """What to check. `paths` are as somebody typed them; empty ones and `since` mean everything."""

    root: Path
    now: datetime
    paths: tuple[Path, ...] = ()
    since: str = ""
    only: tuple[str, ...] = ()
    built: bool = False
    external: bool = False
    fix: bool = False
    dry_run: bool = False


@frozen
class Reply:
    """What is still wrong, and what was mended."""

    check: Check
    mended: tuple[Mended, ...] = ()


def ask(question: Question) -> Reply:
    """Check a newsroom, mend it where that is asked for, and return what is left.

    Raises ProblemError for what cannot be checked at all.
    """
    scope = Scope(_paths(question), question.only)
    found = check(question.root, question.now, scope)
    mended: tuple[Mended, ...] = ()
    if question.fix:
        snapshot = scan(question.root)
        mended = mend(snapshot, found.findings)
        if mended and not question.dry_run:
            write(snapshot, mended)
            found = check(question.root, question.now, scope)
    if question.external:
        subject = read_subject(question.root, question.now)
        more = check_external(subject, question.root)
        found = found.with_findings(item for item in more if scope.covers(item.problem.path))
    if question.built:
        settings = read_subject(question.root, question.now).settings
        wrong, pages = check_built(question.root / settings.output, settings.url, settings.output)
        found = replace(found.with_findings(wrong), files=found.files + pages)
    return Reply(found, mended)


def _paths(question: Question) -> tuple[str, ...] | None:
    """Return the paths to look at, relative to the site; None for all. Raises ProblemError for what is not there."""
    paths = [*(_inside(question.root, path) for path in question.paths)]
    if question.since:
        changed = changed_since(question.root, question.since)
        paths = [path for path in changed if not question.paths or Scope(tuple(paths)).covers(path)]
    return tuple(paths) if question.paths or question.since else None


def _inside(root: Path, path: Path) -> str:
    # As somebody typed it, from where they stand, or from the site's folder.
    for place in (path, root / path):
        if place.exists():
            resolved = place.resolve()
            if resolved.is_relative_to(root.resolve()):
                relative = resolved.relative_to(root.resolve()).as_posix()
                return "" if relative == "." else relative
            raise ProblemError([Problem(f"{path} is not in this site", "name a file below it")])
    raise ProblemError([Problem(f"there is no {path}", "name a file or a folder of the site")])
