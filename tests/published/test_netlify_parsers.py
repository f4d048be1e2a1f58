"""Netlify's own parsers read what the demonstration tells Netlify, and find in it what we mean."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.machine import REPOSITORY, modern_node, tool
from tests.published.conftest import Published
from tests.published.host import parse_headers, parse_redirects
from tests.test_netlify import COMMANDS, CONFIGURATION

PARSERS = ("config", "headers-parser", "redirect-parser")


def parsed(folder: Path, context: str = "production") -> dict[str, Any]:
    """Return what Netlify's parsers make of the files in a folder, and of our netlify.toml."""
    modules = {tool(f"@netlify/{name}/package.json").parents[2] for name in PARSERS}
    script = REPOSITORY / "tests" / "checkers" / "netlify.mjs"
    arguments = [str(*modules), str(folder), str(REPOSITORY), context]
    result: dict[str, Any] = json.loads(subprocess.check_output([modern_node(), str(script), *arguments]))
    return result


def test_the_files_of_a_build_are_read_without_an_error_and_as_we_read_them(published: Published) -> None:
    found = parsed(published.folder)
    assert found["errors"] == []
    ours = parse_headers((published.folder / "_headers").read_text("utf-8"))
    assert [(rule["for"], list(rule["values"].items())) for rule in found["headers"]] == ours
    redirects = parse_redirects((published.folder / "_redirects").read_text("utf-8"))
    assert [(one["from"], one["to"], one["status"]) for one in found["redirects"]] == [
        (one.source, one.target, one.status) for one in redirects
    ]
    assert ours
    assert redirects


@pytest.mark.parametrize("context", COMMANDS)
def test_the_configuration_is_read_for_every_context(published: Published, context: str) -> None:
    config = parsed(published.folder, context)["config"]
    assert config["build"]["command"] == COMMANDS[context]
    assert config["build"]["publish"] == str(REPOSITORY / CONFIGURATION["build"]["publish"])
    assert config["build"]["environment"]["PYTHON_VERSION"] == CONFIGURATION["build"]["environment"]["PYTHON_VERSION"]
    assert [plugin["package"] for plugin in config["plugins"]] == ["./netlify/cache"]


def test_the_parsers_do_find_errors(tmp_path: Path) -> None:
    (tmp_path / "_headers").write_text("  X-Robots-Tag: noindex\n")
    (tmp_path / "_redirects").write_text("/only-from\n")
    assert len(parsed(tmp_path)["errors"]) == 2
