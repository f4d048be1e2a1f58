"""Run a program and print what it cost, as JSON: `python measured.py PROGRAM ARGUMENT...`.

It is a program of its own, and a small one, because a new process begins with the peak memory of the one that began it.
Wall time ends with the program itself. Processor time and peak memory are those of all its processes; on Linux that
includes those that outlive it for a moment, such as the server that worker processes are forked from.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import time

_ADOPT = 36
"""PR_SET_CHILD_SUBREAPER of Linux: children of children that have lost their parent become ours."""


def measure(arguments: list[str]) -> dict[str, float]:
    """Run a program to its end. Return seconds of wall and processor time, the peak memory of its largest process in
    MiB, and its exit code."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
    began = time.perf_counter()
    code = subprocess.run(arguments, stdout=sys.stderr, check=False).returncode  # noqa: S603  # what the caller named
    wall = time.perf_counter() - began
    if sys.platform == "linux":
        _await_everybody()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Linux counts in KiB, macOS in bytes.
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / unit, "code": code}


def _await_everybody() -> None:
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1:])))  # noqa: T201  # this is what the program is for
