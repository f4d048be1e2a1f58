"""What a problem prints: one line, and nothing that a terminal would take for an order."""

from __future__ import annotations

import pytest

from ssg.cli.console import print_problems
from ssg.problems import Problem, ProblemError, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ode’s 中国 story", "Ode’s 中国 story"),
        ("\x1b[2J", "�[2J"),
        ("one\ntwo\tthree\u2028four", "one two three four"),
        ("\ud83d\x9b\u202e\ufdd0", "����"),
    ],
)
def test_only_what_can_be_shown_is_printed(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert str(Problem(text, text, f"{text}.md", 2)) == f"{shown}.md:2: {shown}; {shown}"
    assert str(ProblemError([Problem(text), Problem("x")])) == f"{shown}\nx"


def test_the_excerpt_of_a_problem_is_one_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    print_problems([Problem("wrong", path="a.md", line=2, column=4, excerpt="a\t\x1b[2Jb")])
    assert capsys.readouterr().err == "error: a.md:2:4: wrong\n     2 | a �[2Jb\n       |    ^\n1 error\n"
