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

LONGEST = 0.4
"""Seconds after which a build is killed at the latest: about as long as one takes."""


def kill_builds(root: Path, chance: Random, kills: int) -> int:
    """Edit the site and kill a build of it, again and again. Return how many did not end before."""
    killed = 0
    for number in range(kills):
        name = root / f"content/articles/killed-{number % 7}.md"
        if name.exists() and chance.random() < 0.4:
            name.unlink()
        else:
            name.write_text(article(f"Killed {number}", "2026-05-01", f"Words {number}. " * 40))
        child = os.fork()
        if child == 0:
            try:
                build(root, Options(NOW))
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0, LONGEST))
        os.kill(child, signal.SIGKILL)
        killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    return killed


if __name__ == "__main__":
    assert callable(make)  # imported for the builds that are forked
    where, seed, number = sys.argv[1:]
    print(kill_builds(Path(where), Random(int(seed)), int(number)))  # noqa: S311, T201  # edits; and for the test
