"""Every rule finds what is wrong in its bad example, and nothing in its good one; no other rule is needed for that."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ssg.checks.asking import Question, ask
from ssg.checks.checking import Scope, check
from ssg.checks.rule import SITE, Example, Rule
from ssg.checks.rules import BUILD, RULES
from tests.conftest import Files, MakeSite
from tests.plain_theme import PLAIN_THEME

NOW = datetime(2026, 6, 1, tzinfo=UTC)
AUTHOR = {"content/authors/jo-hall.md": "---\nname: Jo Hall\n---\n"}


def files_of(example: Example) -> Files:
    """Return the files of an example in the plain theme, which is quickly read."""
    settings = str(example.files.get("site.toml", SITE))
    return {**PLAIN_THEME, **AUTHOR, **example.files, "site.toml": f'theme = "plain"\n{settings}'}


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_rule_finds_what_is_wrong_in_its_bad_example(rule: Rule, site: MakeSite) -> None:
    if rule.id == "spelling":
        pytest.importorskip("codespell_lib", reason="codespell is an extra")
    found = check(site(files_of(rule.bad)).root, NOW, Scope(only=(rule.id,))).findings
    assert [finding.rule for finding in found if finding.rule != BUILD] == [rule.id] * rule.bad.finds
    assert all(finding.problem.path and finding.problem.hint is not None for finding in found)


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_rule_finds_nothing_in_its_good_example(rule: Rule, site: MakeSite) -> None:
    found = check(site(files_of(rule.good)).root, NOW, Scope(only=(rule.id,))).findings
    assert [str(finding.problem) for finding in found] == []


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_what_is_found_has_a_place_or_is_about_the_whole_file(rule: Rule, site: MakeSite) -> None:
    found = check(site(files_of(rule.bad)).root, NOW, Scope(only=(rule.id,))).findings
    whole_file = {"standfirst-missing", "section-missing", "author-missing", "author-unused", "body-duplicate"}
    if rule.id not in whole_file | {"id-missing", "headline-missing"}:
        assert all(finding.problem.line and finding.problem.excerpt for finding in found)


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.mends], ids=lambda rule: rule.id)
def test_a_rule_that_mends_is_silent_afterwards(rule: Rule, site: MakeSite) -> None:
    root = site(files_of(rule.bad)).root
    reply = ask(Question(root, NOW, only=(rule.id,), fix=True))
    assert sum(item.edits for item in reply.mended) == rule.bad.finds
    left = [finding for finding in check(root, NOW, Scope(only=(rule.id,))).findings if finding.edits]
    assert left == []
