"""How a process ends: with all that it has to do done, and nothing taken apart for nothing."""

import subprocess
import sys

import pytest

PROGRAM = """
import atexit, sys
from ssg.cli.ending import end_after, hold

class Large:
    def __del__(self):
        print("taken apart")

def command():
    hold(Large())
    atexit.register(print, " and ended")
    print("done", end="")
    {last}

end_after(command)
"""


@pytest.mark.parametrize(
    ("last", "code", "said", "wrong"),
    [
        ("sys.exit(0)", 0, "done and ended\n", ""),
        ("sys.exit(3)", 3, "done and ended\n", ""),
        # These are no ends of a command, and Python does with them what it always does.
        ("sys.exit('why')", 1, "done and ended\ntaken apart\n", "why\n"),
        ("raise OSError", 1, "done and ended\ntaken apart\n", "Traceback (most recent call last):\n"),
    ],
)
def test_all_that_is_printed_is_flushed_and_who_wants_to_be_called_at_the_end_is(
    last: str, code: int, said: str, wrong: str
) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(last=last)], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (code, said)
    assert ended.stderr.startswith(wrong)
    assert bool(ended.stderr) == bool(wrong)


def test_output_that_nobody_takes_ends_as_it_always_did() -> None:
    program = PROGRAM.format(last="atexit.unregister(print); sys.stdout.close(); sys.exit(3)")
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.returncode == 3
