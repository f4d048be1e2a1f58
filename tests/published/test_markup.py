"""The Nu HTML checker, which reads HTML and CSS as the standards write them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.machine import program, tool
from tests.published.conftest import Published

pytestmark = pytest.mark.java


def complaints(folder: Path) -> list[str]:
    """Return every error and warning of the checker about a folder: its HTML, CSS and SVG."""
    java, checker = program(["java"]), tool("vnu-jar/build/dist/vnu.jar")
    options = ["--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html", "--also-check-css"]
    output = subprocess.check_output([java, "-jar", checker, *options, "--also-check-svg", folder])
    messages: list[dict[str, Any]] = json.loads(output)["messages"]
    return sorted(
        f"{message['url'].removeprefix(f'file:{folder}/')}:{message.get('lastLine', 0)}: {message['message']}"
        for message in messages
    )


def test_the_checker_has_nothing_to_say(published: Published) -> None:
    assert complaints(published.folder) == []


def test_the_checker_would_have_said_something(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!doctype html><title></title><img src=x.png><section><p>No heading</section>")
    (tmp_path / "look.css").write_text("p { colour: red }")
    (tmp_path / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><recht/></svg>')
    named = {line.split(":")[0] for line in complaints(tmp_path)}
    assert named == {"page.html", "look.css", "icon.svg"}
