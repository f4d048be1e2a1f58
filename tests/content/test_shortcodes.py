"""Shortcodes found and parsed."""

from __future__ import annotations

import pickle
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssg.content.shortcodes import MAX_DEPTH, Literal, Shortcode, _MalformedError, parse_shortcodes


def parsed(source: str) -> list[Shortcode]:
    found, problems = parse_shortcodes(source, "content/a.md", 1)
    assert problems == ()
    return [item for item in found if isinstance(item, Shortcode)]


def complaints(source: str) -> list[str]:
    return [str(problem) for problem in parse_shortcodes(source, "content/a.md", 1)[1]]


@pytest.mark.parametrize(
    ("source", "arguments", "positional"),
    [
        ("{{< x >}}", {}, ()),
        ("{{<x>}}", {}, ()),
        ("{{< x />}}", {}, ()),
        ("{{< x a=\"1\" b='2' c=`3` d=4 >}}", {"a": "1", "b": "2", "c": "3", "d": "4"}, ()),
        ("{{< x abc wide >}}", {}, ("abc", "wide")),
        ('{{< x "two words" a = "1" >}}', {"a": "1"}, ("two words",)),
        ('{{< x a="say \\"hi\\"" >}}', {"a": 'say "hi"'}, ()),
        ('{{< x a="" >}}', {"a": ""}, ()),
        ('{{< x a="1 >}} 2" >}}', {"a": "1 >}} 2"}, ()),
        ("{{< x url=https://x.example/a/?b=c >}}", {"url": "https://x.example/a/?b=c"}, ()),
        ("{{< x a/b />}}", {}, ("a/b",)),
        ('{{< x\n  a="1"\n  b="2"\n>}}', {"a": "1", "b": "2"}, ()),
    ],
)
def test_arguments(source: str, arguments: dict[str, str], positional: tuple[str, ...]) -> None:
    (call,) = parsed(source)
    assert (call.name, call.arguments, call.positional, call.inner) == ("x", arguments, positional, None)
    assert (call.start, call.end) == (0, len(source))


def test_inner_text() -> None:
    source = "Before {{< x >}}in{{< /x >}} after"
    (call,) = parsed(source)
    assert call.inner is not None
    assert source[slice(*call.inner)] == "in"
    assert source[call.start : call.end] == "{{< x >}}in{{< /x >}}"


def test_shortcodes_nest_and_lone_ones_need_no_closing_tag() -> None:
    (outer,) = parsed("{{< a >}} {{< lone >}} {{< b >}}{{< a >}}{{< /a >}}{{< /b >}} {{< /a >}}")
    assert [child.name for child in outer.children if isinstance(child, Shortcode)] == ["lone", "b"]
    assert outer.depth == 3


@pytest.mark.parametrize(
    "source",
    [
        "`{{< x >}}`",
        "``a ` {{< x >}}``",
        "```\n{{< x >}}\n```",
        "~~~ html\n{{< x >}}\n~~~",
        "Text\n\n    {{< x >}}\n",
        "\t{{< x >}}",
        "<!-- {{< x >}} -->",
        "{{ 7*7 }} {% if x %} { {< x >} }",
        "{{<!-- x --",
    ],
)
def test_text_that_is_no_shortcode(source: str) -> None:
    found, problems = parse_shortcodes(source, "content/a.md", 1)
    assert found == ()
    assert problems == () or source.startswith("{{<!")


@pytest.mark.parametrize(
    "source",
    [
        "- item\n\n    {{< x >}}",
        "> {{< x >}}",
        "```\nunclosed {{< x >}}",
        "\\`{{< x >}}\\`",
        "a ` b {{< x >}}",
        "``` a ``` {{< x >}}",
    ],
)
def test_text_that_only_looks_like_code(source: str) -> None:
    assert [call.name for call in parsed(source)] == ["x"]


def test_escaped_shortcodes_are_text() -> None:
    found, problems = parse_shortcodes('{{</* x a="1" */>}} {{</* /x */>}}', "content/a.md", 1)
    assert [item.text for item in found if isinstance(item, Literal)] == ['{{< x a="1" >}}', "{{< /x >}}"]
    assert problems == ()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{< x a=1 a=2 >}}", '1:1: the shortcode "x" has the argument "a" twice; remove one of them'),
        ("\nAn {{< x", '2:4: the tag of the shortcode "x" has no end; end it with >}}'),
        ("{{< x a= >}}", '1:1: cannot read "a=" in the shortcode "x"; write arguments as key="value"'),
        ('{{< x a="1 >}}', '1:1: cannot read "a="1" in the shortcode "x"; write arguments as key="value"'),
        ('{{< x a="1"b="2" >}}', '1:1: cannot read "b="2"" in the shortcode "x"; write arguments as key="value"'),
        ("{{< x =1 >}}", '1:1: cannot read "=1" in the shortcode "x"; write arguments as key="value"'),
        ("{{< /x a >}}", '1:1: the closing tag of "x" has arguments; write {{< /x >}}'),
        ("{{< >}}", "1:1: a shortcode needs a name; write {{< name >}}, or {{</* name */>}} to show it as text"),
        ("a {{< /x >}}", '1:3: the shortcode "x" is closed but not open; open it first with {{< x >}}'),
        ("{{< note >}}\n{{< /noet >}}", '2:1: the shortcode "noet" is closed but not open; did you mean "note"?'),
        ("{{< a >}}\n{{< b >}}\n{{< /a >}}\n{{< /b >}}", '4:1: the shortcodes "a" and "b" cross; close "b" before "a"'),
        # The closing tag of one that cannot be read is no second problem.
        ("{{< x a= >}} text {{< /x >}}", '1:1: cannot read "a=" in the shortcode "x"; write arguments as key="value"'),
    ],
)
def test_problems(source: str, expected: str) -> None:
    assert complaints(source) == [f"content/a.md:{expected}"]


def test_a_problem_shows_the_line_of_the_file() -> None:
    _, (problem,) = parse_shortcodes("One\nTwo {{< /x >}} three\nFour", "content/a.md", 10)
    assert (problem.excerpt, problem.line, problem.column) == ("Two {{< /x >}} three", 11, 5)


def test_all_problems_are_reported() -> None:
    assert len(complaints("{{< a x=1 x=2 >}} {{< /b >}} {{< >}}")) == 3


def test_depth_is_limited() -> None:
    deep = MAX_DEPTH + 1
    (problem,) = complaints("{{< a >}}" * deep + "{{< /a >}}" * deep)
    assert problem == "content/a.md:1:1: shortcodes stand more than 16 deep in each other"


@given(st.lists(st.sampled_from(["{{<", ">}}", "/", " a", "=", '"', "'", "`", "\\", "\n", "*/", "<!--", "    ", "b "])))
def test_any_text_can_be_parsed(pieces: list[str]) -> None:
    source = "".join(pieces)
    found, _ = parse_shortcodes(source, "a.md", 1)
    ends = [0, *(item.end for item in found)]
    assert all(end <= item.start < item.end for end, item in zip(ends, found, strict=False))


@pytest.mark.parametrize(
    "piece", ['{{< a "', "{{<", "{{</*", "{{< a >}}", "{{< /a >}}", "{{< a >}}{{< /b >}}", "{{< a b='", "`{{<"]
)
def test_hostile_texts_take_about_linear_time(piece: str) -> None:
    start = time.process_time()
    parse_shortcodes(piece * (100_000 // len(piece)), "a.md", 1)
    assert time.process_time() - start < 3


def test_what_cannot_be_read_can_be_pickled() -> None:
    malformed = pickle.loads(pickle.dumps(_MalformedError("a", "message", "hint")))  # noqa: S301  # our own
    assert (malformed.name, malformed.message, malformed.hint) == ("a", "message", "hint")
