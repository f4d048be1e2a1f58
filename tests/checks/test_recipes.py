"""What the documentation tells people to put into their repositories works as it stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import yaml
from click.testing import CliRunner

from ssg.cli import main
from tests.conftest import MakeSite
from tests.newsrooms import article, plain

DOCS = Path(__file__).parents[2] / "docs"
A = "content/articles/news/a.md"


def yaml_blocks(page: str) -> list[Any]:
    """Return the data of each YAML example of a page."""
    text = (DOCS / page).read_text()
    return [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)]


def commands(workflow: Any) -> list[str]:
    """Return each call of ours in a workflow."""
    steps = [step.get("run", "") for job in workflow["jobs"].values() for step in job["steps"]]
    return [match for step in steps for match in re.findall(r"ssg [^\n)]*", step)]


def test_the_hook_checks_the_files_that_it_is_given(site: MakeSite) -> None:
    (hook,) = yaml_blocks("checking.md")[0]["repos"][0]["hooks"]
    assert re.search(hook["files"], A)
    assert not re.search(hook["files"], "site.toml")
    root = site(
        plain({A: article("A", updated="2026-02-01"), "content/articles/b.md": article("B", updated="2026-02-01")})
    ).root
    arguments = [*shlex.split(hook["entry"])[1:], "--site", str(root), A]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert "[updated-before-date]" in result.stderr
    assert "b.md" not in result.stderr


def test_the_workflow_that_checks_pull_requests(site: MakeSite) -> None:
    workflow = yaml_blocks("checking.md")[1]
    # YAML reads the key "on" as true, and so does GitHub's own reader.
    assert workflow[True] == "pull_request"
    (command,) = commands(workflow)
    assert command == "ssg check --since origin/${{ github.base_ref }} --format github"
    root = site(plain({A: article("A", updated="2026-02-01")})).root
    arguments = command.replace("--since origin/${{ github.base_ref }}", f"--site {root}")
    assert (
        "::error file=content/articles/news/a.md,line=4" in CliRunner().invoke(main, shlex.split(arguments)[1:]).stdout
    )


def test_the_workflow_that_builds_when_something_is_due(site: MakeSite) -> None:
    workflow = yaml_blocks("scheduling.md")[0]
    assert workflow[True]["schedule"] == [{"cron": "*/15 * * * *"}]
    (command,) = commands(workflow)
    assert command.startswith('ssg schedule --since "$(date')
    root = site(plain({A: article("A", "2026-06-01 12:05")})).root
    call = ["schedule", "--site", str(root), "--since", "2026-06-01T11:00:00Z", "--now"]
    assert "is published" in CliRunner().invoke(main, [*call, "2026-06-01T11:20:00Z"]).stdout
    assert CliRunner().invoke(main, [*call, "2026-06-01T11:04:00Z"]).stdout == ""
