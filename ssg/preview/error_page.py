"""The page that stands in for one with errors: what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from ssg.preview.own import own_template
from ssg.problems import Problem, ProblemError, did_you_mean

EDITORS = {
    "cursor": "cursor://file/{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "sublime": "subl://open?url=file://{path}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
    "vscode": "vscode://file/{path}:{line}:{column}",
    "zed": "zed://file/{path}:{line}:{column}",
}
"""The addresses that open a file in an editor, by the editor's name."""


def editor_pattern(editor: str) -> str:
    """Return the pattern of the address that opens a file in an editor: by the editor's name, or as it is given.

    Raises ProblemError for what is neither.
    """
    if not editor or editor in EDITORS:
        return EDITORS.get(editor, "")
    if "{path}" not in editor or ":" not in editor or editor.lower().startswith(("javascript:", "data:")):
        hint = did_you_mean(editor, EDITORS) or 'write an address such as "myeditor://open?file={path}&line={line}"'
        raise ProblemError([Problem(f'there is no editor "{editor}"', hint)])
    return editor


def error_page(problems: Sequence[Problem], root: Path, editor: str) -> bytes:
    """Return the page that stands in for one with errors. `editor` is the pattern of an address that opens a file."""
    return _page(
        "This page cannot be shown", "It comes back by itself as soon as this is mended.", problems, root, editor
    )


def problems_page(problems: Sequence[Problem], root: Path, editor: str) -> bytes:
    """Return the page that lists all that is wrong with the site."""
    lead = "Everything that is wrong with the site now." if problems else "Nothing is wrong with the site."
    return _page("Problems", lead, problems, root, editor)


def _page(heading: str, lead: str, problems: Sequence[Problem], root: Path, editor: str) -> bytes:
    shown = [{"problem": problem, "open": edit_link(problem, root, editor)} for problem in problems]
    return own_template("error.html").render(heading=heading, lead=lead, problems=shown).encode()


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
