"""Relate any folder of Markdown, without a site around it; and a site with another number of suggestions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ssg.content.loose import read_loose
from ssg.newsroom.publishing import Edition
from ssg.newsroom.related.relating import relate_stories
from ssg.newsroom.relating import relate
from ssg.newsroom.site import Site
from ssg.problems import Problem, ProblemError
from ssg.schema import Fault
from ssg.settings import SETTINGS


def relate_folder(folder: Path, edition: Edition, language: str = "") -> tuple[Site, tuple[Problem, ...]]:
    """Return a site of the articles below a folder, with the default settings, and what could not be read.

    `language` is that of articles that name none. Raises ProblemError for one that is none.

    What is wrong with how the articles name each other does not keep them from being compared.
    """
    # A path begins with the folder's own name, whichever way it was named here: as `.`, say.
    loose, problems = read_loose(folder.resolve())
    faults: list[Fault] = []
    chosen = {"language": language} if language else {}
    settings = SETTINGS.read({"title": "Folder", "url": "https://folder.example", **chosen}, (), faults)
    if settings is None or faults:
        raise ProblemError(Problem(fault.message, fault.hint) for fault in faults)
    return relate(loose, settings, edition, {})[0], problems


def with_count(site: Site, count: int) -> Site:
    """Return the site with so many suggestions for each article."""
    settings = replace(site.settings, related=replace(site.settings.related, count=count))
    related = relate_stories(site.stories, (), settings, [], site.memory)
    return replace(site, settings=settings, suggestions=related.suggestions)
