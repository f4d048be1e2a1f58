"""Kill builds at random moments: `python -m tests.killing ROOT SEED KILLS`.

A process of one thread, so that a build can be forked from it: what takes time to import is imported once.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from random import Random

from ssg.build import build
from ssg.building.making import make
from ssg.building.options import Options
from tests.newsrooms import NOW, article


def kill_builds(root: Path, chance: Random, kills: int) -> int:
    """Edit the site and kill a build of it, again and again. Return how many did not end before."""
    killed = 0
    # A build is killed somewhere in the time that one takes here and now.
    longest = _seconds(root, chance)
    for number in range(kills):
        name = root / f"content/articles/killed-{number % 7}.md"
        if name.exists() and chance.random() < 0.4:
            name.unlink()
        else:
            name.write_text(article(f"Killed {number}", "2026-05-01", f"Words {number}. " * 40))
        child = _start(root)
        time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    return killed


def _start(root: Path) -> int:
    """Begin to build the site in a process of its own, and return its id."""
    child = os.fork()
    if child == 0:
        try:
            build(root, Options(NOW))
        finally:
            os._exit(0)
    return child


def _seconds(root: Path, chance: Random) -> float:
    """Return how long a build takes in which one article is new."""
    (root / "content/articles/killed-first.md").write_text(article(f"First {chance.random()}", "2026-05-01"))
    began = time.monotonic()
    os.waitpid(_start(root), 0)
    return time.monotonic() - began


if __name__ == "__main__":
    assert callable(make)  # imported for the builds that are forked
    where, seed, number = sys.argv[1:]
    print(kill_builds(Path(where), Random(int(seed)), int(number)))  # noqa: S311, T201  # edits; and for the test
