"""A page divided: the article itself, what it says about the authors, the suggestions, the rest of the tail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ssg.importers.article import Notes, Passage
from ssg.importers.labels import Label, Labelled
from ssg.problems import Problem, ProblemError

_HEADINGS = (Label.ABOUT, Label.SUGGESTIONS, Label.TAIL, Label.COMMENTS)
_ANCHORS = (Label.DATE, Label.READING_TIME)


@dataclass(frozen=True, slots=True)
class Zones:
    """The parts of a page. `main` is the article with its header, `about` what stands under "About the Author"."""

    main: tuple[Labelled, ...]
    about: tuple[Labelled, ...]
    suggestions: tuple[Passage, ...]


def divide(items: Sequence[Labelled], notes: Notes) -> Zones:
    """Divide a page at the headings of its tail. Headings and what is no part of the article are cut and noted."""
    main: list[Labelled] = []
    about: list[Labelled] = []
    suggestions: list[Passage] = []
    zone = Label.TEXT
    heading: Labelled | None = None
    prose = 0
    last_about = max((number for number, item in enumerate(items) if item.label is Label.ABOUT), default=-1)
    for number, item in enumerate(items):
        block = item.block
        if item.label in _HEADINGS:
            _warn_of_prose(heading, prose, notes)
            zone, heading, prose = item.label, item, 0
            notes.cut(item.label, block.text, block.line)
        elif zone is Label.TEXT or _returns(item, zone, main, number < last_about):
            zone = Label.TEXT
            main.append(item)
        elif zone is Label.ABOUT:
            about.append(item)
        elif zone is Label.SUGGESTIONS and item.label is Label.TEXT and block.is_headline and block.words >= 3:
            suggestions.append(Passage(block.text, block.line))
            notes.cut("suggestion", block.text, block.line)
        else:
            prose += item.is_prose
            notes.cut(item.label if item.label is not Label.TEXT else "tail", block.text, block.line)
    _warn_of_prose(heading, prose, notes)
    return Zones(tuple(main), tuple(about), tuple(suggestions))


def _warn_of_prose(heading: Labelled | None, prose: int, notes: Notes) -> None:
    """Warn when running text was cut below a heading that could also be a subheading of the article."""
    if heading and prose and heading.label is not Label.COMMENTS:
        message = f"taken for the end of the article: {prose} paragraphs below it were cut"
        notes.warn(message, heading.block.line, "change this line if they belong to the article", heading.block.text)


def _returns(item: Labelled, zone: Label, main: Sequence[Labelled], about_follows: bool) -> bool:
    """Tell whether the article goes on after a box of suggestions or the like has interrupted it.

    It does where running text follows while the article has none yet, or while "About the Author" is still to come. A
    box about the author above the article ends where the date or the reading time stands.
    """
    if zone is Label.ABOUT:
        return item.label in _ANCHORS and not any(earlier.label in _ANCHORS for earlier in main)
    if item.label in _ANCHORS:
        return not _prose(main)
    if zone is Label.COMMENTS:
        return False
    return item.is_prose and (about_follows or not _prose(main))


def _prose(items: Sequence[Labelled]) -> int:
    return sum(item.is_prose for item in items)


def refuse_listing(main: Sequence[Labelled], source: str) -> None:
    """Raise ProblemError when the text is a list of articles and not one article."""
    dates = sum(item.label is Label.DATE and not (item.date and item.date.updated) for item in main)
    times = sum(item.label is Label.READING_TIME for item in main)
    headlines = sum(item.label is Label.TEXT and item.block.is_headline and item.block.words >= 4 for item in main)
    longest = run = 0
    for item in main:
        run = run + 1 if item.is_prose else 0
        longest = max(longest, run)
    many = max(dates, times) >= 3 and longest < 3
    if many or (longest == 0 and headlines >= 6 and not dates and not times):
        found = f"{headlines} headlines, {dates} dates" if dates else f"{headlines} headlines"
        message = f"this is a list of articles, not one article ({found}, no running text of an article)"
        raise ProblemError([Problem(message, "give the page of one article", source)])
