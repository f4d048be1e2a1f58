"""An archive into a site: every story gets its place, then one after the other is converted, read back and written.

The archive is read twice, and nothing is held of a story but its place. All files appear whole or not at all, and what
is written depends on the archive alone: a run that was interrupted is repeated, and comes to the same site.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from ssg.content.reading import read
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import scan
from ssg.importers.archives.documents import Carried, article_document, author_document, page_document
from ssg.importers.archives.filing import Berth, Register
from ssg.importers.archives.folder import relative, walk
from ssg.importers.archives.items import Archive, Attachment, Note, NoteKind, Step, Story, Writer
from ssg.importers.archives.media import Media, unfit
from ssg.importers.archives.report import REPORT_FILE, ArchiveReport, Ledger
from ssg.importers.writing import Document, Outcome, write_document
from ssg.newsroom.names import People
from ssg.problems import Problem, ProblemError

_MOST_PROBLEMS = 100


class Progress(Protocol):
    """Where an import says how far it is."""

    def phase(self, name: str, total: int | None) -> AbstractContextManager[Step]:
        """Return the context of a phase over `total` items, None where the number is not known before."""


class NoProgress:
    """Says nothing."""

    @contextmanager
    def phase(self, _name: str, _total: int | None) -> Iterator[Step]:
        yield lambda: None


@dataclass(frozen=True, slots=True)
class ArchiveOptions:
    """What the caller decides instead of the archive. Empty values leave it to the archive."""

    section: str = ""
    language: str = ""
    """Take stories of this language only."""
    force: bool = False
    dry_run: bool = False
    media: Path | None = None
    """A copy of the old site's pictures, where the archive does not have them itself."""
    download: bool = False
    """Fetch pictures of the old site that are missing."""


def import_archive(
    root: Path,
    archive: Archive,
    options: ArchiveOptions,
    now: datetime,
    progress: Progress | None = None,
) -> ArchiveReport:
    """Import an archive into the site at `root` and return what became of it.

    `now` is aware and decides which articles are published and can be linked to by their files. A story that cannot be
    written does not keep the others from it. Raises ProblemError when there is no readable site at `root`, and for an
    archive that cannot be read to its end.
    """
    shown = progress or NoProgress()
    with Ledger(None if options.dry_run else root) as ledger:
        run = _Run(root, archive, options, now, ledger)
        with shown.phase("reading", None) as step:
            run.find_places(step)
        with shown.phase("files", len(run.media)) as step:
            run.copy_files(step)
        with shown.phase("articles", len(run.berths)) as step:
            run.write_stories(step)
        report = run.report()
        ledger.finish(report)
        return report


class _Run:
    """One import: where everything goes, and what became of it."""

    def __init__(self, root: Path, archive: Archive, options: ArchiveOptions, now: datetime, ledger: Ledger) -> None:
        self.root, self.archive, self.options, self.ledger = root, archive, options, ledger
        snapshot = scan(root)
        self.settings = read_settings(snapshot)
        # What is wrong elsewhere in the site is for the build to say; what can be read is enough here.
        content, _ = read(snapshot, self.settings)
        self.people = People(content.authors)
        self.register = Register(
            self.settings,
            now,
            section=options.section,
            language=options.language or archive.language,
            there=content.articles,
        )
        self.media = Media(root, self._files(), force=options.force, dry_run=options.dry_run)
        self.berths: list[Berth] = []
        self.writers: dict[str, Writer] = {}
        self.found: Counter[str] = Counter()
        self.outcomes: dict[str, Counter[Outcome]] = {}
        self.problems: list[Problem] = []
        self.failures = 0
        # Names as the site spells them, by name in any case and by the author's file.
        self._filed: dict[str, str] = {}
        self._by_path: dict[str, str] = {}

    def _files(self) -> Iterator[Attachment]:
        """Yield the files of the archive, and those that lie beside it."""
        yield from self.archive.files()
        if self.options.media is not None:
            for file in walk(self.options.media):
                yield Attachment(f"{self.archive.media_folder}{relative(file, self.options.media)}", file)

    def find_places(self, step: Step) -> None:
        """Give every story its place, in the order of the archive."""
        for story in self._stories():
            self.berths.append(self.register.enter(story))
            self.found["pages" if story.standing else "articles"] += 1
            step()
        self.register.set_old_site(self.archive.url)
        if self.options.download and not self.options.dry_run:
            self.media.download_from(self.archive.url)
        self.writers = {writer.name.casefold(): writer for writer in self.archive.writers()}
        self.found["files"] = len(self.media)
        self.ledger.take(*self.archive.base_notes)

    def copy_files(self, step: Step) -> None:
        """Copy the files that belong to no story."""
        for name in self.media.names():
            self._try("files", lambda name=name: self.media.copy(name))  # type: ignore[misc]  # mypy knows no default here
            step()
        self.ledger.take(*self.media.notes)

    def write_stories(self, step: Step) -> None:
        """Convert and write every story, its files and its authors."""
        addresses = _Addresses(self.register, self.media)
        for story, berth in zip(self._stories(), self.berths, strict=True):
            aliases, notes = self.register.aliases(story, berth)
            self.ledger.take(*story.notes, *berth.notes, *notes)
            converted = self.archive.convert(story, addresses)
            self.ledger.take(*converted.notes)
            carried = Carried(story, self.archive.place(story), berth, aliases, converted.markdown)
            if story.standing:
                document, lost = page_document(carried, addresses)
            else:
                byline = tuple(dict.fromkeys(self._file_author(name) for name in story.authors))
                document, lost = article_document(carried, byline, addresses, self.settings)
            self.ledger.take(*lost)
            folder = document.path.rpartition("/")[0]
            for file in story.files:
                self._try("files", lambda: self.media.copy_beside(file, folder))  # noqa: B023 - it is called at once
            self._write("pages" if story.standing else "articles", document)
            step()
        unused = [writer.name for key, writer in self.writers.items() if key not in self._filed]
        self.ledger.take(*self.media.missed)
        self.ledger.take(*(Note(NoteKind.LOST, "author without an article", name) for name in sorted(unused)))

    def report(self) -> ArchiveReport:
        """Return what became of everything."""
        path = "" if self.options.dry_run else REPORT_FILE
        return ArchiveReport(
            self.archive.format,
            dict(self.found),
            {what: dict(made) for what, made in self.outcomes.items()},
            self.ledger.counted(),
            tuple(self.problems),
            self.failures,
            path,
        )

    def _stories(self) -> Iterator[Story]:
        wanted = self.options.language.lower()
        for story in self.archive.stories():
            if not wanted or (story.language or self.archive.language).lower() == wanted:
                yield self._with_fit_files(story)

    def _with_fit_files(self, story: Story) -> Story:
        """Return a story without files that no site can have, and with a note on each."""
        if story.standing and story.draft and story.files:
            # Only with an article are files held back as long as it is a draft.
            names = ", ".join(file.name for file in story.files)
            note = Note(NoteKind.LOST, "files beside a page that is a draft", names, story.source, story.begins)
            return replace(story, files=(), notes=(*story.notes, note))
        wrong = {file: why for file in story.files if (why := unfit(f"/bundle/{file.name}", file.location))}
        if not wrong:
            return story
        notes = [
            Note(NoteKind.LOST, "file that cannot be copied", f"{file.name}: {why}", story.source, story.begins)
            for file, why in wrong.items()
        ]
        return replace(
            story, files=tuple(file for file in story.files if file not in wrong), notes=(*story.notes, *notes)
        )

    def _file_author(self, name: str) -> str:
        """Return a name as the site spells it, and see that the person has a file."""
        key = name.casefold()
        if key not in self._filed:
            there = self.people.find(name)
            writer = self.writers.get(key, Writer(name))
            document = author_document(writer, _Addresses(self.register, self.media))
            same = self._by_path.get(document.path, "")
            self._filed[key] = there.name if there else same or name
            if self._filed[key].casefold() != key:
                detail = f"{name} is {self._filed[key]}"
                self.ledger.take(Note(NoteKind.RENAMED, "author", detail))
            self._by_path[document.path] = self._filed[key]
            if there is None and not same:
                self._write("authors", document, keep=True)
            elif there is not None:
                self._count("authors", Outcome.KEPT)
        return self._filed[key]

    def _write(self, what: str, document: Document, *, keep: bool = False) -> None:
        if self.options.dry_run:
            self._count(what, Outcome.PRINTED)
            return
        if keep and (self.root / document.path).exists():
            self._count(what, Outcome.KEPT)
            return
        self._try(what, lambda: write_document(self.root, document, force=self.options.force))

    def _try(self, what: str, act: Callable[[], Outcome]) -> None:
        try:
            self._count(what, act())
        except ProblemError as error:
            self.failures += 1
            self._count(what, Outcome.REFUSED)
            self.problems += error.problems[: max(0, _MOST_PROBLEMS - len(self.problems))]

    def _count(self, what: str, outcome: Outcome) -> None:
        self.outcomes.setdefault(what, Counter())[outcome] += 1


@dataclass(frozen=True, slots=True)
class _Addresses:
    """What readers ask about links: the stories of the register and the files of the media."""

    places: Register
    media: Media

    def story(self, address: str) -> str:
        return self.places.link(address)

    def file(self, path: str) -> str:
        return self.media.path_of(path)
