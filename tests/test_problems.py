"""What a problem prints: nothing that a terminal would take for an order."""

from __future__ import annotations

import pytest

from ssg.cli.console import print_problems
from ssg.problems import Problem, ProblemError, printable
from ssg.schema import Fault, in_words
from ssg.settings import SETTINGS


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ode’s 中国 story", "Ode’s 中国 story"),
        ("\x1b[2J", "�[2J"),
        ("one\rtwo\tthree\u2028four", "one two three four"),
        ("\ud83d\x9b\u202e\ufdd0", "����"),
    ],
)
def test_only_what_can_be_shown_is_printed(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert str(Problem(text, text, f"{text}.md", 2)) == f"{shown}.md:2: {shown}; {shown}"
    assert str(ProblemError([Problem(text), Problem("x")])) == f"{shown}\nx"
    assert in_words(text) == f'the text "{shown}"'
    faults: list[Fault] = []
    SETTINGS.read({text: 1}, (), faults)
    assert faults[0].message == f'unknown key "{shown}"'


def test_the_lines_of_what_a_library_says_stay() -> None:
    assert str(Problem("two\nlines\x1b", "do")) == "two\nlines�; do"


def test_the_excerpt_of_a_problem_is_one_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    print_problems([Problem("wrong", path="a.md", line=2, column=4, excerpt="a\t\x1b[2Jb")])
    assert capsys.readouterr().err == "error: a.md:2:4: wrong\n     2 | a �[2Jb\n       |    ^\n1 error\n"
