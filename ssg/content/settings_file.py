"""The settings of a site, read from `site.toml`."""

from __future__ import annotations

from ssg.content.snapshot import Snapshot
from ssg.content.toml_data import read_toml
from ssg.problems import Problem, ProblemError
from ssg.settings import SETTINGS, SETTINGS_FILE, Settings


def read_settings(snapshot: Snapshot) -> Settings:
    """Return the site's settings. Raises ProblemError with every fault at its line and column."""
    if SETTINGS_FILE not in snapshot:
        found = [problem for problem in snapshot.problems if problem.path == SETTINGS_FILE]
        missing = Problem("this folder has no site.toml", "run ssg init, or name the folder of a site")
        raise ProblemError(found or [missing])
    settings: Settings = read_toml(snapshot.read(SETTINGS_FILE), SETTINGS_FILE, SETTINGS)
    return settings
