"""Pictures of the site that options of the theme name."""

from __future__ import annotations

from ssg.pages.presenting import Presenter
from ssg.problems import Problem
from ssg.settings import SETTINGS_FILE
from ssg.theme.theme import Theme
from ssg.views import Picture


def option_pictures(presenter: Presenter, theme: Theme) -> tuple[dict[str, Picture], tuple[Problem, ...]]:
    """Return the picture of each such option that is set, with its size, and a problem for each that is not there."""
    pictures: dict[str, Picture] = {}
    problems: list[Problem] = []
    for name in sorted(theme.pictures):
        wanted = theme.options[name]
        file = presenter.linker.file(wanted, SETTINGS_FILE) if wanted else None
        if file and file.format:
            pictures[name] = Picture(presenter.url(file.url), width=file.width, height=file.height)
        elif wanted:
            wrong = f'"{wanted}" is no picture' if file else f'"{wanted}" is no file of this site'
            problems.append(Problem(wrong, "", SETTINGS_FILE, at=("options", name)))
    return pictures, tuple(problems)
