"""Which files were changed since a revision, as git knows it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from ssg.problems import Problem, ProblemError


def changed_since(root: Path, revision: str) -> tuple[str, ...]:
    """Return the files below `root` that differ from a revision or that git does not know yet, relative to it.

    Raises ProblemError where there is no git, no repository, or no such revision.
    """
    known = _git(root, "diff", "--name-only", "--relative", "-z", "--diff-filter=d", "--end-of-options", revision, "--")
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return tuple(sorted({*known, *new}))


def _git(root: Path, *arguments: str) -> list[str]:
    try:
        # Names of files as they are, not as somebody's settings show them.
        command = ["git", "-c", "core.quotepath=off", "-C", str(root), *arguments]
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # no shell, and our own words
    except OSError as error:
        raise ProblemError([Problem(f"git cannot be run: {error.strerror}", "--since needs it")]) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise ProblemError([Problem(f"git says: {said}", "--since needs a revision of a git repository")])
    return [name for name in done.stdout.decode("utf-8", "replace").split("\0") if name]
