"""The preview's state: the issue that is shown now, swapped in one step when the files have changed."""

from __future__ import annotations

import os
import secrets
import stat
import threading
from collections import deque
from collections.abc import Callable, Iterable, Set
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ssg.content.snapshot import Entry, scan
from ssg.frozen import frozen
from ssg.newsroom.publishing import Edition
from ssg.output.developing import Darkroom
from ssg.output.picture_store import site_picture_store
from ssg.pages.page import Artwork, Page
from ssg.preview.amending import Index, amend
from ssg.preview.issue import Issue
from ssg.preview.proof import NOTHING_YET, NoProof, Proof, edition_of, pull, with_known_views
from ssg.preview.proofreading import MOST_EDITED, Proofreader
from ssg.preview.reporting import Reporter, fault
from ssg.preview.sight import Sight
from ssg.problems import Problem, ProblemError
from ssg.urls import page_url

REMEMBERED = 100
"""Issues of which is known which files changed in them."""


@frozen
class PreviewOptions:
    """What the caller of a preview decides."""

    production: bool = False
    """Show what would be published, without what waits."""
    now: datetime | None = None
    """Aware; None follows the clock."""
    navigate: bool = False
    """Have the pages that are open go to the article that is edited."""
    editor: str = ""
    """The pattern of an address that opens a file in an editor, with {path}, {line} and {column}."""


class Preview:
    """Holds the current issue and makes the next. Any thread may use it."""

    def __init__(self, root: Path, options: PreviewOptions | None = None, reporter: Reporter | None = None) -> None:
        self.root = root
        self.options = options or PreviewOptions()
        self.beginning = NOTHING_YET
        """What the first issue may begin with."""
        self.run = secrets.token_hex(4)
        """Tells this preview from others that were at the same address before."""
        self._issue: Issue | None = None
        self._files: deque[tuple[int, frozenset[str]]] = deque(maxlen=REMEMBERED)
        self._looking = threading.Lock()
        self._listeners: list[Callable[[Issue], object]] = []
        self._reporter = reporter or Reporter(lambda problems: None, lambda text: None)
        self._proofreader = Proofreader()
        self._pictures = site_picture_store(root)
        self._seen: Sight | None = None
        self._links: frozenset[tuple[str, int]] = frozenset()
        self._targets: set[str] = set()
        self._index: Index | None = None

    @property
    def issue(self) -> Issue | None:
        """Return the current issue, or None before the first."""
        return self._issue

    @property
    def is_settled(self) -> bool:
        """Tell whether the current issue was made the whole way."""
        return self._issue is None or isinstance(self._issue.proof, NoProof) or self._issue.proof.settled

    def listen(self, listener: Callable[[Issue], object]) -> None:
        """Have a function called with each new issue, in the thread that made it."""
        self._listeners.append(listener)

    def forget(self, listener: Callable[[Issue], object]) -> None:
        """Call a listener no more."""
        self._listeners.remove(listener)

    def look(self, hints: Set[str] = frozenset()) -> bool:
        """Look at the files, make a new issue if they have changed, and tell whether they had.

        `hints` are the files that something happened to, if that is known. When they are all articles that there were
        before, the others are not looked at this time.
        """
        with self._looking:
            last = self._issue.proof if self._issue else None
            found = (self._amended(last, hints) if isinstance(last, Proof) else None) or self._pulled(last)
            if last is None and found and isinstance(found[0], Proof):
                # Reading takes a while: what was edited meanwhile is not shown as it was.
                self._index = Index(found[0].plan)
                found = self._pulled(found[0]) or found
            # The first issue is waited for; whether its links lead anywhere is found out when it is shown.
            issue = self._publish(*found, closely=last is not None) if found else None
        if issue:
            self._announce(issue)
            if last is None:
                self._look_closely()
        self._note_failures()
        return issue is not None

    def _look_closely(self) -> None:
        """Make another issue if there is more wrong with the current one than was known."""
        with self._looking:
            issue = self._issue
            if issue is None or not isinstance(issue.proof, Proof):
                return
            proof = self._proofreader.proofread(issue.proof, frozenset())
            if proof.problems == issue.proof.problems:
                return
            issue = self._publish(proof, frozenset())
        self._announce(issue)

    def settle(self) -> None:
        """Make the current issue the whole way, if it was not. Looking goes on meanwhile, and what it finds is kept."""
        issue = self._issue
        if issue is None or not isinstance(issue.proof, Proof) or issue.proof.settled:
            return
        try:
            seen = Sight(scan(self.root))
            proof = pull(seen.snapshot, self._edition(), issue.proof)
        except Exception:  # looking finds the same, and says so
            return
        with self._looking:
            if self._issue is not issue:
                return
            self._seen = seen
            issue = self._publish(proof, _edited(issue.proof, proof))
        self._announce(issue)
        self._note_failures()

    def _note_failures(self) -> None:
        """Make another issue if a page that was asked for has turned out to be wrong, and no issue says so yet.

        Whoever asked does not wait for the site to be read: if it is just being read, that is done at the end of it.
        """
        if not self._looking.acquire(blocking=False):
            return
        try:
            issue = self._issue
            if issue is None or not isinstance(issue.proof, Proof):
                return
            proof = self._proofreader.proofread(issue.proof, frozenset(), closely=False)
            if proof.failures == issue.proof.failures:
                return
            issue = self._publish(proof, frozenset(), closely=False)
        finally:
            self._looking.release()
        self._announce(issue)

    def _amended(self, last: Proof, hints: Set[str]) -> tuple[Proof, Set[str]] | None:
        """Return the last proof with the files of the hints as they are now, or None if it takes more than that."""
        entries = _entries(last, self.root, hints) if 0 < len(hints) <= 4 * MOST_EDITED else None
        return self._amended_by(last, entries) if entries else None

    def _amended_by(self, last: Proof, entries: Iterable[Entry]) -> tuple[Proof, Set[str]] | None:
        now = {entry.path: entry for entry in entries}
        changed = [entry for path, entry in now.items() if entry != last.snapshot.entries[path]]
        if not changed or len(changed) > MOST_EDITED or self._index is None or self._is_due(last):
            return None
        # The new ones are seen before they are read: what is written from now on makes a difference.
        seen = Sight(replace(last.snapshot, entries={**last.snapshot.entries, **now}), now)
        proof = amend(last, self._index, changed)
        if proof is None:
            return None
        self._seen = seen
        return proof, {entry.path for entry in changed}

    def _pulled(self, last: Proof | NoProof | None) -> tuple[Proof | NoProof, Set[str]] | None:
        """Return the proof of the files as they are now, or None when the last one still is."""
        known = last if isinstance(last, Proof) else None
        seen = None
        try:
            seen = Sight(scan(self.root))
            if last and not (known and self._is_due(known)) and self._seen and self._seen.is_still(seen):
                seen = self._seen
                return None
            if known and seen.snapshot.entries.keys() == known.snapshot.entries.keys() and not seen.snapshot.problems:
                before = known.snapshot.entries
                changed = [entry for path, entry in seen.snapshot.entries.items() if entry != before[path]]
                amended = self._amended_by(known, changed)
                if amended:
                    seen = self._seen
                    return amended
            proof = pull(seen.snapshot, self._edition(), known, self.beginning)
            return proof, _edited(known, proof)
        except ProblemError as error:
            problems = error.problems
        except Exception:  # the preview goes on, whatever is wrong with it
            problems = (fault("could not read the site"),)
        finally:
            self._seen = seen
        if last is not None and last.problems == problems:
            return None
        return (known.with_problems(problems) if known else NoProof(None, problems)), frozenset()

    def _is_due(self, proof: Proof) -> bool:
        """Tell whether something has been published or has expired since a proof."""
        return proof.next_moment is not None and proof.next_moment <= self._now

    @property
    def _now(self) -> datetime:
        return self.options.now or datetime.now(UTC)

    def _edition(self) -> Edition:
        return edition_of(self._now, self.options.production)

    def _publish(self, proof: Proof | NoProof, edited: Set[str], closely: bool = True) -> Issue:
        last = self._issue
        before = last.proof if last and isinstance(last.proof, Proof) else None
        if isinstance(proof, Proof):
            if before and proof.settled and proof.plan is not before.plan:
                proof = replace(proof, plan=with_known_views(proof.plan, before.plan))
            proof = self._proofreader.proofread(proof, edited, closely)
            if proof.settled or self._index is None:
                self._index = Index(proof.plan, self._index)
        number = last.number + 1 if last else 1
        issue = Issue(number, proof, _changed_files(before, proof), _only_page(proof, edited))
        self._files.append((number, issue.files))
        self._issue = issue
        return issue

    def _announce(self, issue: Issue) -> None:
        self._reporter.report(issue.proof.problems)
        for listener in tuple(self._listeners):
            listener(issue)
        if self._index is not None:
            # The next edit will need it, and this one has been shown.
            self._index.make()

    def linked_folders(self) -> set[str]:
        """Return where links to folders lead that are among the files."""
        snapshot = self._issue.proof.snapshot if self._issue else None
        if snapshot is None:
            return set()
        known = {str(self.root)}
        found = set()
        # It is asked after each edit, and there are tens of thousands of files.
        for folder in {os.path.dirname(entry.location) for entry in snapshot.entries.values()}:  # noqa: PTH120
            place = folder
            while place not in known and (above := os.path.dirname(place)) != place:  # noqa: PTH120
                known.add(place)
                if os.path.islink(place):  # noqa: PTH114
                    found.add(os.path.realpath(place))
                place = above
        return found

    def linked_files(self) -> set[str]:
        """Return where links to files lead that are among the files."""
        snapshot = self._issue.proof.snapshot if self._issue else None
        entries = snapshot.entries.values() if snapshot else ()
        links = frozenset((entry.location, entry.inode) for entry in entries if entry.is_link)
        if links != self._links:
            self._links, self._targets = links, {os.path.realpath(location) for location, _ in links}
        return self._targets

    def files_since(self, run: str, number: int) -> frozenset[str] | None:
        """Return the page URLs of files that changed after an issue, or None when that is not known."""
        recent = tuple(self._files)
        if run != self.run or not recent or number < recent[0][0] - 1:
            return None
        return frozenset(url for later, files in recent if later > number for url in files)

    def picture(self, proof: Proof, artwork: Artwork, url: str) -> bytes:
        """Return a picture that is made when it is asked for, and kept for the next build. Raises PictureError."""
        darkroom = Darkroom(proof.settings, proof.theme.card)
        return darkroom.picture(self._pictures, artwork, url, proof.snapshot.location)

    def report_fault(self, what: str) -> Problem:
        """Return the fault of our own that is being handled, in words, and say so in the terminal once."""
        found = fault(what)
        self._reporter.report_fault(found)
        return found

    def print(self, proof: Proof, page: Page) -> bytes | tuple[Problem, ...]:
        """Return the bytes of a page, or what is wrong with it."""
        if wrong := proof.errors_of(page):
            return wrong
        made, problems = self._proofreader.read(proof, page)
        if problems:
            self._note_failures()
        # What renders to nothing is a page too.
        return problems if made is None else made


def _entries(last: Proof, root: Path, hints: Iterable[str]) -> list[Entry] | None:
    """Return the entries of files as they are now, or None when one of them is new or gone, or is no file."""
    found = []
    for hint in hints:
        path = Path(os.path.relpath(hint, root)).as_posix()
        known = last.snapshot.entries.get(path)
        try:
            status = Path(hint).lstat()
        except OSError:
            status = None
        if known is None and status is None:
            # What an editor made and has removed again.
            continue
        if known is None or status is None or not stat.S_ISREG(status.st_mode):
            return None
        found.append(known.seen_as(status))
    return found


def _edited(last: Proof | None, proof: Proof | NoProof) -> set[str]:
    """Return the files that are there now and were not, or not like this, before."""
    if last is None or proof.snapshot is None:
        return set()
    before = last.snapshot.entries
    return {path for path, entry in proof.snapshot.entries.items() if before.get(path) != entry}


def _only_page(proof: Proof | NoProof, edited: Set[str]) -> str:
    """Return the page URL of what was edited if it was one article or page, or an empty text."""
    urls = proof.site.urls if isinstance(proof, Proof) else {}
    found = [urls[path] for path in edited if path.endswith(".md") and path in urls]
    return page_url(proof.settings.base, found[0]) if isinstance(proof, Proof) and len(found) == 1 else ""


def _changed_files(last: Proof | None, proof: Proof | NoProof) -> frozenset[str]:
    if last is None or not isinstance(proof, Proof) or last.plan.files is proof.plan.files:
        return frozenset()
    before, now = last.plan.files, proof.plan.files
    # Those that are gone too: a page that shows one does not show it any more.
    changed = [url for url, file in now.items() if url not in before or before[url].content != file.content]
    return frozenset(page_url(proof.settings.base, url) for url in (*changed, *(before.keys() - now.keys())))
