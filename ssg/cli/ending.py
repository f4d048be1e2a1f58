"""End: leave the process when a command is done.

Python takes apart what is left, value by value, before a process ends: with 10,000 articles that takes a tenth of a
second. The system takes all memory back at once anyway.
"""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Callable
from contextlib import suppress

_held: list[object] = []
_codes: list[int] = []


def hold(value: object) -> None:
    """Keep a large value, so that it is not taken apart before the process ends."""
    _held[:] = [value]


def end_after(command: Callable[[], object]) -> None:
    """Run a command that ends by raising SystemExit, and end the process as soon as everything else has ended."""
    # What is registered first is called last: when processes and threads have ended, and files are closed.
    atexit.register(_leave)
    try:
        command()
    except SystemExit as ended:
        if isinstance(ended.code, int):
            _codes.append(ended.code)
        raise


def _leave() -> None:
    """Leave with the code of the command, if it came to its end and all that it printed can be flushed."""
    if _codes:
        with suppress(OSError, ValueError):
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:
                    stream.flush()
            os._exit(_codes[0])
