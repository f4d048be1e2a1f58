"""Spelling, by codespell: a list of common slips of the keyboard, not a dictionary of what there is.

codespell runs as a program of its own over texts from which everything but prose is blotted out, since its code is
under the GPL. It is an extra: without it nothing is checked, and the report says so.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from ssg.checks.prose import BLOT, Prose
from ssg.checks.rule import Example, Finding, Level, Rule, written
from ssg.checks.subject import Subject

_FOUND = re.compile(r"(?P<file>\d+)\.txt:(?P<line>\d+): (?P<wrong>.+?) ==> (?P<right>.+)")


def is_installed() -> bool:
    """Tell whether codespell is there."""
    return find_spec("codespell_lib") is not None


def _misspelt(subject: Subject) -> Iterator[Finding]:
    texts = [prose for path, prose in subject.prose.items() if subject.language(path) == "en"]
    if not texts or not is_installed():
        return
    with TemporaryDirectory(prefix="standfirst-") as folder:
        for number, prose in enumerate(texts):
            (Path(folder) / f"{number}.txt").write_text(prose.words.replace(BLOT, " "), encoding="utf-8")
        allowed = Path(folder) / "allowed"
        allowed.write_text("".join(f"{word.lower()}\n" for word in subject.settings.checks.words), encoding="utf-8")
        command = [sys.executable, "-m", "codespell_lib", "--ignore-words", str(allowed), "--builtin", "clear", folder]
        # No file of the system's or the user's may decide what is found.
        done = subprocess.run(  # noqa: S603  # our own command
            command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=folder
        )
    for match in _FOUND.finditer(done.stdout):
        yield from _findings(texts[int(match["file"])], int(match["line"]), match["wrong"], match["right"])


def _findings(prose: Prose, line: int, wrong: str, right: str) -> Iterator[Finding]:
    start = sum(len(text) + 1 for text in prose.words.split("\n")[: line - 1])
    end = prose.words.find("\n", start)
    found = re.compile(rf"(?<!\w){re.escape(wrong)}(?!\w)").search(prose.words, start, end if end >= 0 else sys.maxsize)
    offset = found.start() if found else start
    yield Finding(prose.problem(offset, f'"{wrong}" looks misspelt', f"{right}?"))


SPELLING: tuple[Rule, ...] = (
    Rule(
        "spelling",
        Level.WARNING,
        "A word that looks misspelt",
        "English texts are held to codespell's list of common slips; words that are right go into `words`. It needs "
        "the extra: `pip install standfirst[check]`.",
        _misspelt,
        Example(written(body="The harbour master recieved a letter.")),
        Example(written(body="The harbour master received a `recieve()`.")),
        settings=("words",),
    ),
)
