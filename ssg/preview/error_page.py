"""The page that stands in for one with errors: what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from ssg.preview.own import own_template
from ssg.problems import Problem

EDITORS = {
    "cursor": "cursor://file/{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "sublime": "subl://open?url=file://{path}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
    "vscode": "vscode://file/{path}:{line}:{column}",
    "zed": "zed://file/{path}:{line}:{column}",
}
"""The addresses that open a file in an editor, by the editor's name."""


def error_page(problems: Iterable[Problem], root: Path, editor: str = "") -> bytes:
    """Return the page that shows problems. `editor` is the pattern of an address that opens a file."""
    shown = [{"problem": problem, "open": edit_link(problem, root, editor)} for problem in problems]
    return own_template("error.html").render(problems=shown).encode()


def edit_link(problem: Problem, root: Path, editor: str) -> str:
    """Return the address that opens a problem's file at its line, or an empty text."""
    if not (editor and problem.path):
        return ""
    path = quote((root.resolve() / problem.path).as_posix())
    return (
        editor.replace("{path}", path)
        .replace("{line}", str(problem.line or 1))
        .replace("{column}", str(problem.column or 1))
    )
