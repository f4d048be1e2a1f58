"""The settings of a site, read from `site.toml`."""

from __future__ import annotations

from ssg.content.decoding import decode
from ssg.content.places import MisreadError, offset_of, problem_at
from ssg.content.snapshot import Snapshot
from ssg.content.toml_data import load_toml, toml_places
from ssg.problems import Problem, ProblemError
from ssg.schema import Fault
from ssg.settings import SETTINGS, SETTINGS_FILE, Settings


def read_settings(snapshot: Snapshot) -> Settings:
    """Return the site's settings. Raises ProblemError with every fault at its line and column."""
    if SETTINGS_FILE not in snapshot:
        found = [problem for problem in snapshot.problems if problem.path == SETTINGS_FILE]
        missing = Problem("this folder has no site.toml", "run ssg init, or name the folder of a site")
        raise ProblemError(found or [missing])
    text = decode(snapshot.read(SETTINGS_FILE), SETTINGS_FILE)
    try:
        data = load_toml(text)
    except MisreadError as error:
        raise ProblemError(
            problem_at(text, fault.offset, SETTINGS_FILE, fault.message, fault.hint) for fault in error.faults
        ) from None
    faults: list[Fault] = []
    settings = SETTINGS.read(data, (), faults)
    if settings is None or faults:
        places = toml_places(text)
        raise ProblemError(
            problem_at(text, offset_of(places, fault) or 0, SETTINGS_FILE, fault.message, fault.hint)
            for fault in faults
        )
    return settings
