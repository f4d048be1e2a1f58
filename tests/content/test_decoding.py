"""Bytes to text: clean UTF-8 comes through whole, everything else is a problem and nothing else."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssg.content.decoding import decode
from ssg.problems import Problem, ProblemError

CLEAN = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")) | st.sampled_from("\n\t"))


@given(CLEAN)
def test_clean_text_comes_through(text: str) -> None:
    assert decode(text.encode(), "a.md") == text.lstrip("\ufeff")


@given(CLEAN, st.sampled_from(["\r\n", "\r"]))
def test_line_breaks_become_newlines_and_the_mark_goes(text: str, line_break: str) -> None:
    data = codecs.BOM_UTF8 + text.replace("\n", line_break).encode()
    assert decode(data, "a.md") == text.lstrip("\ufeff")


@given(st.binary())
def test_nothing_but_text_or_a_problem(data: bytes) -> None:
    text = ""
    problems: tuple[Problem, ...] = ()
    try:
        text = decode(data, "a.md")
    except ProblemError as error:
        problems = error.problems
    assert all((problem.path, problem.line > 0, problem.column > 0) == ("a.md", True, True) for problem in problems)
    assert not set(text) & {"\r", "\0"}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_recognised_without_a_mark(encoding: str) -> None:
    expected = f"a.md:1:1: the file is {encoding[:6].upper()}, not UTF-8; save the file as UTF-8"
    with pytest.raises(ProblemError) as raised:
        decode("---\ntitle: Łódź, “quoted”\n---\nText in Latin letters.\n".encode(encoding), "a.md")
    assert str(raised.value) == expected


def test_place_counts_lines_of_every_kind_and_characters_not_bytes() -> None:
    with pytest.raises(ProblemError) as raised:
        decode("\ufeffone\r\ntwo\rthreé ".encode() + b"\x93x\x94\n", "a.md")
    assert str(raised.value) == (
        'a.md:3:7: the byte 0x93 is not UTF-8 (in Windows-1252 it is "“"); save the file as UTF-8'
    )
