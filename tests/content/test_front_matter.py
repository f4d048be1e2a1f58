"""Front matter and body: three formats, one result; and no text makes anything but a result or problems."""

from __future__ import annotations

import json
from datetime import date

import frontmatter
import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ssg.content import yaml_data
from ssg.content.front_matter import read_front_matter
from ssg.content.yaml_lines import read_lines
from ssg.problems import ProblemError
from ssg.schema import Fault

TEXTS = st.text(
    st.characters(
        exclude_categories=("Cc", "Cs", "Cn", "Zs"), include_characters=" ", exclude_characters="\ufeff\u2028\u2029\x85"
    )
)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
LINES = st.lists(
    st.tuples(
        st.sampled_from(["title", "tags", "a_b", "true", "k-k", "12", '"q"']),
        st.sampled_from([":", ": ", ": ", ": ", ": [", ': "', ": {a: ", ":\n  - ", ":\n- ", ":\n  a: "]),
        st.lists(
            st.sampled_from(
                [
                    *"-+{}[]:,\"'&*!|>%@`#?\\~\t=<./(’“é日1_07 \n\x85\u2028\ufeff\x00",
                    *(
                        "a",
                        "B c",
                        " d",
                        ": ",
                        " #",
                        ", ",
                        ", a: ",
                        "\n  - ",
                        "\n  b: ",
                        "\n    ",
                        "no",
                        "null",
                        "1.5",
                        "1:30",
                    ),
                    *("2026-03-01", "2026-03-01 09:30", "2026-02-30", "https://x.y", "R & D", "...", "---", "x" * 1100),
                ]
            ),
            max_size=4,
        ).map("".join),
        st.sampled_from(["\n", "\n", "\n", "]\n", '"\n', "}\n", " \n", " # c\n", ""]),
    ).map("".join),
    min_size=1,
    max_size=3,
).map(lambda lines: "\n" + "".join(lines))
BLANKS = tuple(character for character in map(chr, range(0x3001)) if character.isspace())
TABLES = st.dictionaries(TEXTS, PLAIN, max_size=5)
# Texts that come near to front matter, since random letters never do.
NEAR = st.lists(
    st.sampled_from(
        [
            *"-+{}[]:,\"'&*!|>%@`#?\\~\n \t",
            "---\n",
            "+++\n",
            "a: ",
            "- ",
            "'''",
            '"""',
            "2026-03-01",
            "\\u",
            "é",
            "1",
            "=",
        ]
    ),
    max_size=40,
).map("".join)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: A story\ntags: [5G, masts]\n---\n\nText.\n\n---\nMore.\n",
        '+++\ntitle = "A story"\ntags = ["5G", "masts"]\n+++\n\nText.\n\n---\nMore.\n',
        '{"title": "A story",\n"tags": ["5G", "masts"]}\n\n\nText.\n\n---\nMore.\n',
    ],
    ids=["yaml", "toml", "json"],
)
def test_three_formats(text: str) -> None:
    front = read_front_matter(text, "a.md")
    assert front.data == {"title": "A story", "tags": ["5G", "masts"]}
    assert front.body == "Text.\n\n---\nMore."
    assert text.split("\n")[front.body_line - 1] == "Text."


def test_blank_lines_before_are_no_matter() -> None:
    front = read_front_matter("\n \n---\ndraft: true\n---\n\n\nText", "a.md")
    assert (front.data, front.body, front.body_line) == ({"draft": True}, "Text", 8)


def test_keys_are_texts_as_written() -> None:
    front = read_front_matter("---\nyes: 1\n2026-03-01: x\n~: y\n---\n", "a.md")
    assert front.data == {"yes": 1, "2026-03-01": "x", "~": "y"}


@pytest.mark.parametrize(("written", "value"), [("0x1F", 31), ("1_000", 1000), ("00", 0), ("-3", -3), ("'010'", "010")])
def test_numbers_that_cannot_be_misread(written: str, value: object) -> None:
    assert read_front_matter(f"---\nextra: {written}\n---\n", "a.md").data == {"extra": value}


@given(TABLES)
def test_what_python_frontmatter_writes_is_read(data: dict[str, object]) -> None:
    post = frontmatter.Post("Text.")
    post.metadata.update(data)
    # The package strips what it writes, and with it a blank at the beginning of the first key.
    assume(not min(data, default="").startswith(BLANKS))
    assert read_front_matter(frontmatter.dumps(post), "a.md").data == data


@given(TABLES)
def test_json_round_trip(data: dict[str, object]) -> None:
    assert read_front_matter(json.dumps(data) + "\n\nText.", "a.md").data == data


@given(NEAR | st.text())
@settings(max_examples=400)
def test_nothing_but_front_matter_or_problems(text: str) -> None:
    for source in (text, f"---\n{text}\n---\n", f"+++\n{text}\n+++\n", f"{{{text}}}"):
        try:
            problems = read_front_matter(source, "a.md").problems([Fault(("a", "b"), "x")])
        except ProblemError as error:
            problems = error.problems
        assert {problem.path for problem in problems} == {"a.md"}


@pytest.mark.parametrize(
    ("text", "at", "line", "column"),
    [
        ("---\na: 1\nb: {c: [x, y]}\n---\n", ("b", "c", 1), 3, 12),
        ("---\na: 1\nb: {c: [x, y]}\n---\n", ("b", "d"), 3, 4),
        ("---\na: 1\n---\n", ("z",), 1, 1),
        ("+++\na = 1\n[b]\nc = 2\n+++\n", ("b", "c"), 4, 5),
        ('+++\na = """\nb = 1\n"""\nb = 2\n+++\n', ("b",), 5, 5),
        ("+++\n[[n]]\nt = 1\n[[n]]\nt = 2\n+++\n", ("n", 1, "t"), 5, 5),
        ('{"a": 1,\n "b": {"c": 2}}\n', ("b", "c"), 2, 13),
    ],
)
def test_places(text: str, at: tuple[str | int, ...], line: int, column: int) -> None:
    problem = read_front_matter(text, "a.md").problems([Fault(at, "wrong")])[0]
    assert (problem.line, problem.column, problem.excerpt) == (line, column, text.split("\n")[line - 1])


@pytest.mark.parametrize(
    "source",
    [
        '\ntitle: Who pays, and when?\nstandfirst: "It\'s so: 7 #1"\ndate: 2026-03-01 09:30\nurl: https://x.example/a\n',
        '\ntags: [5G, "a, b", R & D, 2026-03-01, no]\nimage: {src: /a.png, "alt": "b: {c}"}\nparts: [1, 1.5, null]\n',
        '\ntags:\n  - one\n  - "two"\nalso:\n- 3\nimage:\n  src: a b.png\n  focus: [50, 30]\n  alt: yes\ntype: news\n',
    ],
    ids=["texts", "on one line", "on several lines"],
)
def test_usual_yaml_is_read_by_lines(source: str) -> None:
    assert _typed(read_lines(source)) == _typed(yaml_data.load_yaml(f"\n# not usual{source}"))


@given(LINES)
@settings(max_examples=500)
def test_lines_are_read_as_the_parser_reads_them(source: str) -> None:
    found = read_lines(source)
    if found is not None:
        assert _typed(found) == _typed(yaml_data.load_yaml(f"\n# not usual{source}"))


@pytest.mark.parametrize(
    "line",
    [
        "a: b: c",
        "a: b #c",
        "a: 'b'",
        "a: b ",
        'a: "b\\n"',
        'a: "b" c',
        "a: 007",
        "a: 1:30",
        "a: *b",
        "a: [b, [c]]",
        "a: [b,]",
        "a: {b: c, b: d}",
        "a:",
        "a: |\n  b",
        "a: b\n  c",
        "a:\n  b: c\n  b: d",
        "a:\n  b:\n    c: d",
        "a: b\na: c",
        "a: b\n---",
        "a: b\u2028c",
    ],
)
def test_unusual_yaml_is_the_parsers(line: str) -> None:
    assert read_lines(f"\n{line}\n") is None


def _typed(value: object) -> object:
    """Return data in which 1, 1.0 and true are told apart."""
    if isinstance(value, dict):
        return [(key, _typed(item)) for key, item in value.items()]
    return [_typed(item) for item in value] if isinstance(value, list) else (type(value), value)


def test_deep_nesting_does_not_end_the_process() -> None:
    # PyYAML's C composer overflows the stack on this, which no `except` would see.
    with pytest.raises(ProblemError, match="more than 20 levels inside each other"):
        read_front_matter(f"---\na: {'[' * 200_000}\n---\n", "a.md")


def test_reads_the_same_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_data, "_LOADER", yaml.SafeLoader)
    front = read_front_matter("---\na: [1, {b: 2026-03-01}]\nc: 'x'\n---\n", "a.md")
    assert front.data == {"a": [1, {"b": date(2026, 3, 1)}], "c": "x"}
    assert front.problems([Fault(("a", 1, "b"), "x")])[0].where == "a.md:2:12"
    with pytest.raises(ProblemError, match=r"^a\.md:2:4: this quote is never closed; close it$"):
        read_front_matter('---\na: "x\n---\n', "a.md")


def test_python_frontmatter_would_lose_these_drafts() -> None:
    # The reason why its `parse` is not used: when this fails, the package has learned to complain.
    for text in ("---\ndraft: true\n", "x\n---\ndraft: true\n---\n", "\ufeff---\ndraft: true\n---\n"):
        assert frontmatter.loads(text).metadata == {}
