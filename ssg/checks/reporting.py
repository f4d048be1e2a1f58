"""What was found, for machines: JSON, the commands of GitHub Actions, SARIF."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from ssg import __version__
from ssg.checks.checking import Check
from ssg.checks.rule import Finding
from ssg.checks.rules import BUILD
from ssg.problems import Problem, Severity

DOCUMENTATION = "docs/checks.md"
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(check: Check) -> str:
    """Return one JSON object: `findings`, each with rule, severity, path, line, column, message and hint; `errors`."""
    findings = [_as_data(finding) for finding in check.findings]
    return json.dumps({"files": check.files, "errors": check.errors, "findings": findings}, indent=2) + "\n"


def _as_data(finding: Finding) -> dict[str, Any]:
    problem = finding.problem
    return {
        "rule": finding.rule,
        "severity": problem.severity.value,
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "message": problem.message,
        "hint": problem.hint,
        "mends": bool(finding.edits),
    }


def as_github(check: Check) -> str:
    """Return a line for each finding that GitHub Actions shows at its place in a pull request."""
    return "".join(f"{line}\n" for line in _commands(check))


def _commands(check: Check) -> Iterator[str]:
    for finding in check.findings:
        problem = finding.problem
        places = {"file": problem.path, "line": problem.line, "col": problem.column, "title": finding.rule}
        options = ",".join(f"{key}={_escaped(str(value), option=True)}" for key, value in places.items() if value)
        yield f"::{problem.severity.value} {options}::{_escaped(_sentence(problem))}"


def _escaped(text: str, option: bool = False) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.replace(":", "%3A").replace(",", "%2C") if option else escaped


def _sentence(problem: Problem) -> str:
    return f"{problem.message}; {problem.hint}" if problem.hint else problem.message


def as_sarif(check: Check) -> str:
    """Return the findings in SARIF 2.1.0, which code scanning reads."""
    rules = [
        {
            "id": rule.id,
            "shortDescription": {"text": rule.title},
            "fullDescription": {"text": rule.reason},
            "help": {"text": f"{rule.reason} See {DOCUMENTATION}#{rule.id}."},
        }
        for rule in check.rules
    ]
    rules.append({"id": BUILD, "shortDescription": {"text": "What a build would refuse or warn of"}})
    driver = {"name": "Standfirst", "version": __version__, "rules": rules}
    results = [_result(finding) for finding in check.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _result(finding: Finding) -> dict[str, Any]:
    problem = finding.problem
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": "error" if problem.severity is Severity.ERROR else "warning",
        "message": {"text": _sentence(problem)},
    }
    if problem.path:
        place: dict[str, Any] = {"artifactLocation": {"uri": quote(problem.path)}}
        if problem.line:
            place["region"] = {"startLine": problem.line, **({"startColumn": problem.column} if problem.column else {})}
        result["locations"] = [{"physicalLocation": place}]
    return result
