"""What an import finds in a raw text, as frozen values, and the notes that it takes on the way."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import StrEnum

from ssg.problems import Problem, Severity


class PassageKind(StrEnum):
    """What a piece of the body is."""

    PARAGRAPH = "paragraph"
    SUBHEADING = "subheading"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Passage:
    """One piece of text and the line of the source that it begins on. The text is plain, not Markdown."""

    text: str
    line: int
    kind: PassageKind = PassageKind.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the byline or of "About the Author": a name, and what else the text says of them."""

    name: str
    title: str = ""
    publication: str = ""
    bio: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """Text of the source that is not in the article, and what it was taken for."""

    what: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ImportedArticle:
    """An article found in a raw text. `date` is as precise as the text; None when it has none."""

    title: str
    standfirst: str = ""
    kicker: str = ""
    date: datetime.date | None = None
    updated: datetime.date | None = None
    authors: tuple[Person, ...] = ()
    sponsor: str = ""
    """Who paid for the article, which makes it a sponsored one."""
    key_points: tuple[str, ...] = ()
    body: tuple[Passage, ...] = ()
    suggestions: tuple[Passage, ...] = ()
    """Headlines that the page names as related."""
    draft: bool = False
    cuts: tuple[Cut, ...] = ()

    @property
    def text(self) -> str:
        """Return headline, standfirst and body as plain text, a paragraph a line."""
        return "\n".join((self.title, self.standfirst, *(passage.text for passage in self.body)))


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says of an article instead of its text. Empty values leave it to the text."""

    title: str = ""
    authors: tuple[str, ...] = ()
    date: datetime.date | None = None
    draft: bool = False


@dataclass
class Notes:
    """Collects the guesses and cuts of one import; `source` is the name of the file for reports."""

    source: str
    problems: list[Problem] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)

    def warn(self, message: str, line: int = 0, hint: str = "", excerpt: str = "") -> None:
        """Note a guess."""
        warning = Problem(message, hint, self.source, line, excerpt=excerpt, severity=Severity.WARNING)
        self.problems.append(warning)

    def cut(self, what: str, text: str, line: int) -> None:
        """Note text that the article does not keep."""
        self.cuts.append(Cut(what, text, line))
