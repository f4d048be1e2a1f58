"""The preview's state: the proof that is shown now, swapped in one step when the files have changed."""

from __future__ import annotations

import os
import secrets
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from ssg.content.locating import locate
from ssg.content.snapshot import scan
from ssg.pages.page import Page
from ssg.preview.desk.pages import DeskPages
from ssg.preview.hosting import HostRules, read_rules
from ssg.preview.printing import Press
from ssg.preview.proof import NoProof, Proof, edition_of, pull
from ssg.preview.reporting import Reporter
from ssg.preview.sight import Sight
from ssg.problems import Problem, ProblemError
from ssg.urls import page_url

REMEMBERED = 100
"""Issues of which is known which files changed in them."""
MOST_PROOFREAD = 8
"""Files that may have changed at once for their pages to be rendered before anybody asks."""


MOST_DOUBTFUL = 100
"""Pages with doubtful links that are rendered to find out."""


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Issue:
    """One state of the preview: its number, which only grows, and the proof."""

    number: int
    proof: Proof | NoProof
    files: frozenset[str] = field(default_factory=frozenset)
    """The page URLs of copied files whose bytes differ from those of the issue before."""
    edited: str = ""
    """The page URL of the one article or page that was edited, if it was one."""

    @cached_property
    def rules(self) -> HostRules:
        """Return what the host is told."""
        return read_rules(self.proof) if isinstance(self.proof, Proof) else HostRules({}, ())

    def desk(self, root: Path, editor: str) -> DeskPages | None:
        """Return the desk, or None while there is nothing to be on it. Made when it is first asked for."""
        if "desk" not in self._made and isinstance(self.proof, Proof):
            self._made["desk"] = DeskPages(self.proof, root, editor)
        return self._made.get("desk")

    @cached_property
    def _made(self) -> dict[str, DeskPages]:
        return {}


class Preview:
    """Holds the current issue and makes the next. Any thread may use it."""

    def __init__(self, root: Path, options: PreviewOptions | None = None, reporter: Reporter | None = None) -> None:
        self.root = root
        self.options = options or PreviewOptions()
        self.press = Press()
        self.run = secrets.token_hex(4)
        """Tells this preview from others that were at the same address before."""
        self._issue: Issue | None = None
        self._recent: deque[Issue] = deque(maxlen=REMEMBERED)
        self._refreshing = threading.Lock()
        self._listeners: list[Callable[[Issue], object]] = []
        self._reporter = reporter or Reporter(lambda problems: None, lambda text: None)
        self._failures: dict[str, tuple[bytes, tuple[Problem, ...]]] = {}
        self._seen: Sight | None = None

    @property
    def issue(self) -> Issue | None:
        """Return the current issue, or None before the first."""
        return self._issue

    def listen(self, listener: Callable[[Issue], object]) -> None:
        """Have a function called with each new issue, in the thread that made it."""
        self._listeners.append(listener)

    def forget(self, listener: Callable[[Issue], object]) -> None:
        """Call a listener no more."""
        self._listeners.remove(listener)

    def look(self) -> bool:
        """Look at the files, make a new issue if they have changed, and tell whether they had."""
        with self._refreshing:
            now = self.options.now or datetime.now(UTC)
            last = self._issue
            proof = self._pull(now, last.proof if last else None)
            if proof is None:
                return False
            edited = _edited(_proof(last), proof)
            if isinstance(proof, Proof):
                proof = self._proofread(proof, edited)
            number = last.number + 1 if last else 1
            issue = Issue(number, proof, _changed_files(_proof(last), proof), _only_page(proof, edited))
            self._recent.append(issue)
            self._issue = issue
        self._reporter.report(issue.proof.problems)
        for listener in tuple(self._listeners):
            listener(issue)
        return True

    def _pull(self, now: datetime, last: Proof | NoProof | None) -> Proof | NoProof | None:
        """Return the proof of the files as they are now, or None when the last one still is."""
        known = last if isinstance(last, Proof) else None
        seen = None
        try:
            seen = Sight(scan(self.root))
            due = known is not None and known.next_moment is not None and known.next_moment <= now
            if last is not None and not due and self._seen is not None and self._seen.is_still(seen):
                seen = self._seen
                return None
            return pull(seen.snapshot, edition_of(now, self.options.production), known)
        except ProblemError as error:
            problems = error.problems
        except Exception:  # the preview goes on, whatever is wrong with it
            fault = f"Standfirst could not read the site, by a fault of its own:\n{traceback.format_exc()}"
            problems = (Problem(fault, "please report it"),)
        finally:
            self._seen = seen
        if last is not None and last.problems == problems:
            return None
        return known.with_problems(problems) if known else NoProof(None, problems)

    def _proofread(self, proof: Proof, edited: set[str]) -> Proof:
        """Return the proof with what turns out to be wrong when pages are rendered, as far as that is known.

        Pages of files that have just been edited are rendered for it: they are asked for next in any case. So are those
        with what looks like a link and leads nowhere: whether it is one, only Markdown knows.
        """
        doubtful = [page for page in proof.plan.pages.values() if page.source in proof.site.urls and _is_doubtful(page)]
        pages = _pages_of(proof, edited) if len(edited) <= MOST_PROOFREAD else []
        for page in (*pages, *doubtful[:MOST_DOUBTFUL]):
            if not proof.errors_of(page):
                self._try(proof, page)
        planned = proof.plan.pages
        self._failures = {
            url: failure for url, failure in self._failures.items() if url in planned and planned[url].key == failure[0]
        }
        found = (problem for _, problems in self._failures.values() for problem in problems)
        return proof.with_problems((*proof.problems, *found))

    def linked_folders(self) -> set[str]:
        """Return where links to folders lead that are among the files."""
        snapshot = self._issue.proof.snapshot if self._issue else None
        if snapshot is None:
            return set()
        folders = {os.path.dirname(entry.location) for entry in snapshot.entries.values()}  # noqa: PTH120  # thousands
        found = set()
        for folder in folders:
            place = Path(folder)
            while place not in {self.root, place.parent}:
                if place.is_symlink():
                    found.add(os.path.realpath(place))
                place = place.parent
        return found

    def files_since(self, run: str, number: int) -> frozenset[str] | None:
        """Return the page URLs of files that changed after an issue, or None when that is not known."""
        recent = tuple(self._recent)
        if run != self.run or not recent or number < recent[0].number - 1:
            return None
        return frozenset(url for issue in recent if issue.number > number for url in issue.files)

    def print(self, proof: Proof, page: Page) -> bytes | tuple[Problem, ...]:
        """Return the bytes of a page, or what is wrong with it."""
        if wrong := proof.errors_of(page):
            return wrong
        made, problems = self._try(proof, page)
        if problems:
            known = self._issue.proof.problems if self._issue else ()
            failures = (problem for _, failure in tuple(self._failures.values()) for problem in failure)
            self._reporter.report(tuple(dict.fromkeys((*known, *failures))))
        return problems or made

    def _try(self, proof: Proof, page: Page) -> tuple[bytes, tuple[Problem, ...]]:
        """Return the bytes of a page and no problems, or its problems, which are noted."""
        try:
            return self.press.print(proof, page), ()
        except ProblemError as error:
            problems = locate(proof.snapshot, error.problems)
        except Exception:  # the preview goes on, whatever is wrong with a page
            fault = f"Standfirst could not render {page.url}, by a fault of its own:\n{traceback.format_exc()}"
            problems = (Problem(fault, "please report it"),)
        self._failures[page.url] = (page.key, problems)
        return b"", problems


def token_of(parts: Iterable[object]) -> str:
    """Return a short text that differs where any of the parts does."""
    return blake2b("\0".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _proof(issue: Issue | None) -> Proof | None:
    return issue.proof if issue and isinstance(issue.proof, Proof) else None


def _edited(last: Proof | None, proof: Proof | NoProof) -> set[str]:
    """Return the files that are there now and were not, or not like this, before."""
    if last is None or proof.snapshot is None:
        return set()
    before = last.snapshot.entries
    return {path for path, entry in proof.snapshot.entries.items() if before.get(path) != entry}


def _pages_of(proof: Proof, files: set[str]) -> list[Page]:
    return [page for page in proof.plan.pages.values() if page.source in files] if files else []


def _is_doubtful(page: Page) -> bool:
    return any(body.broken for body in page.bodies)


def _only_page(proof: Proof | NoProof, edited: set[str]) -> str:
    """Return the page URL of what was edited if it was one article or page, or an empty text."""
    urls = proof.site.urls if isinstance(proof, Proof) else {}
    found = [urls[path] for path in edited if path.endswith(".md") and path in urls]
    return page_url(proof.settings.base, found[0]) if isinstance(proof, Proof) and len(found) == 1 else ""


def _changed_files(last: Proof | None, proof: Proof | NoProof) -> frozenset[str]:
    if last is None or not isinstance(proof, Proof):
        return frozenset()
    before = last.plan.files
    return frozenset(
        page_url(proof.settings.base, url)
        for url, file in proof.plan.files.items()
        if url not in before or before[url].content != file.content
    )
