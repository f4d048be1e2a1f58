"""Authors' files: new ones are written whole, and those that are there gain or change a biography and nothing else.

The front matter of a file that is there is somebody's work, down to its comments: no byte of it is touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ssg.content.decoding import decode
from ssg.content.front_matter import read_front_matter
from ssg.importers.article import Cut, Person
from ssg.importers.documents import author_document
from ssg.importers.escaping import to_markdown
from ssg.importers.writing import Document, Outcome, write_document
from ssg.problems import Problem, ProblemError, Severity


@dataclass(frozen=True, slots=True)
class Entry:
    """An author's file as it should be, and what becomes of it: title and biography, and the biography that it had."""

    document: Document
    outcome: Outcome
    title: str
    bio: str
    replaced: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of one author of one article, with what the text says of the author and the file does not."""

    document: Document
    outcome: Outcome
    cuts: tuple[Cut, ...]
    problems: tuple[Problem, ...]


class AuthorFiles:
    """The authors' files of a site, each written once in a run."""

    def __init__(self, root: Path, *, force: bool, dry_run: bool) -> None:
        self.root, self.force, self.dry_run = root, force, dry_run
        self.entries: dict[str, Entry] = {}

    def file(self, path: str, whole: Person, own: Person, source: str) -> Filed:
        """Write the file of an author and return what became of it.

        `whole` is what all texts of the run say of the author, `own` what the text named `source` says. Raises
        ProblemError when the system does not let us read or write.
        """
        problems: list[Problem] = []
        if path not in self.entries:
            entry = enter(_read(self.root, path), path, whole, force=self.force)
            if entry.replaced:
                problems.append(_warning(f"the biography in {path} was replaced", source, excerpt=entry.replaced))
            if entry.outcome not in (Outcome.KEPT, Outcome.UNCHANGED) and not self.dry_run:
                write_document(self.root, entry.document, force=True)
            self.entries[path] = entry
        entry = self.entries[path]
        cuts: list[Cut] = []
        if own.bio and _bio(own) != entry.bio:
            cuts += [Cut(f"biography, not that of {path}", passage.text, passage.line) for passage in own.bio]
            message = f"{path} has another biography of {own.name}: that of this text was left out"
            problems.append(_warning(message, source, own.bio[0].line, "copy from it what the file should say"))
        if own.title and own.title != entry.title:
            cuts.append(Cut(f"title of {own.name}, not that of {path}", own.title, 0))
        written = entry.outcome not in (Outcome.KEPT, Outcome.UNCHANGED)
        outcome = Outcome.PRINTED if self.dry_run and written else entry.outcome
        return Filed(entry.document, outcome, tuple(cuts), tuple(problems))


def enter(there: bytes | None, path: str, person: Person, *, force: bool = False) -> Entry:
    """Return the file of an author, given the bytes that are there: None when there is no file.

    A biography goes where none is, and with `force` in the place of another one. A file that cannot be read is kept.
    """
    new = Document(path, author_document(person).text)
    bio = _bio(person)
    if there is None:
        return Entry(new, Outcome.WRITTEN, person.title, bio)
    try:
        front = read_front_matter(decode(there, path), path)
    except ProblemError:
        return Entry(new, Outcome.KEPT, "", "")
    title = str(front.data.get("title") or front.data.get("role") or "")
    if not bio or front.body == bio or (front.body and not force):
        outcome = Outcome.UNCHANGED if there == new.text.encode() else Outcome.KEPT
        return Entry(new, outcome, title, front.body)
    head = b"".join(there.splitlines(keepends=True)[: front.body_line - 1]) if front.body else there
    end = "\r\n" if b"\r\n" in there else "\n"
    text = head.decode().rstrip() + f"\n\n{bio}\n".replace("\n", end)
    if not _reads(text, path, front.data, bio):
        # A body that begins on the last line of its front matter cannot be told from it line by line.
        return Entry(new, Outcome.KEPT, title, front.body)
    outcome = Outcome.REPLACED if front.body else Outcome.COMPLETED
    return Entry(Document(path, text), outcome, title, bio, front.body)


def _reads(text: str, path: str, data: Mapping[str, Any], body: str) -> bool:
    """Tell whether a file's text is read as this front matter and this body."""
    try:
        front = read_front_matter(decode(text.encode(), path), path)
    except ProblemError:
        return False
    return (front.data, front.body) == (data, body)


def _read(root: Path, path: str) -> bytes | None:
    target = root / path
    try:
        return target.read_bytes() if target.exists() else None
    except OSError as error:
        raise ProblemError([Problem(f"this cannot be read: {error.strerror or error}", "", path)]) from None


def _bio(person: Person) -> str:
    return to_markdown(person.bio).strip()


def _warning(message: str, source: str, line: int = 0, hint: str = "", excerpt: str = "") -> Problem:
    return Problem(message, hint, source, line, excerpt=excerpt, severity=Severity.WARNING)
