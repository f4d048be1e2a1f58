"""The page about all rules, written from them."""

from __future__ import annotations

from collections.abc import Iterator

from ssg.checks.published import PUBLISHED
from ssg.checks.rule import Example, Rule
from ssg.checks.rules import GROUPS

_GENERATED = "<!-- Written from the rules by `pytest tests/checks/test_reference.py --update-golden`. -->"
_INTRODUCTION = """\
# The rules of `ssg check`

What each rule finds, why that matters, and an example. [Checking](checking.md) tells how to run them and how to steer
them.

"""


def checks_reference() -> str:
    """Return the page, in Markdown."""
    return "\n\n".join([_INTRODUCTION + _GENERATED, *_parts()]) + "\n"


def _parts() -> Iterator[str]:
    for heading, rules in GROUPS.items():
        yield f"## {heading}"
        for rule in rules:
            yield from _described(rule)
    yield "## The built site"
    yield "`ssg check --built` looks at the files that a build wrote, whatever wrote them."
    rows = [f"| `{rule.id}` | {rule.level} | {rule.title} |" for rule in PUBLISHED.values()]
    yield "\n".join(["| rule | level | finds |", "|---|---|---|", *rows])


def _described(rule: Rule) -> Iterator[str]:
    yield f"### `{rule.id}`"
    facts = [f"Level: {rule.level}."]
    if rule.mends:
        facts.append("`--fix` mends it.")
    if rule.settings:
        facts.append(f"Steered by {', '.join(f'`checks.{key}`' for key in rule.settings)}.")
    yield f"{rule.title}. {rule.reason}"
    yield " ".join(facts)
    yield from _example("Found", rule.bad)
    yield from _example("Not found", rule.good)


def _example(heading: str, example: Example) -> Iterator[str]:
    yield f"{heading}:"
    for path, content in example.files.items():
        if isinstance(content, str) and path.endswith((".md", ".toml")):
            shown = content if len(content) < 700 else f"{content[:600].rstrip()} …\n"
            yield f"````markdown\n<!-- {path} -->\n{shown.rstrip()}\n````"
