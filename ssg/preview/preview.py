"""The preview's state: the proof that is shown now, swapped in one step when the files have changed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from ssg.content.locating import locate
from ssg.pages.page import Page
from ssg.preview.hosting import HostRules, read_rules
from ssg.preview.printing import Press
from ssg.preview.proof import NoProof, Proof, edition_of, pull
from ssg.problems import Problem, ProblemError


@dataclass(frozen=True)
class PreviewOptions:
    """What the caller of a preview decides."""

    production: bool = False
    """Show what would be published, without what waits."""
    now: datetime | None = None
    """Aware; None follows the clock."""
    editor: str = ""
    """The pattern of an address that opens a file in an editor, with {path}, {line} and {column}."""


@dataclass(frozen=True)
class Issue:
    """One state of the preview: its number, which only grows, and the proof."""

    number: int
    proof: Proof | NoProof

    @cached_property
    def rules(self) -> HostRules:
        """Return what the host is told."""
        return read_rules(self.proof) if isinstance(self.proof, Proof) else HostRules({}, ())


class Preview:
    """Holds the current issue and makes the next. `refresh` may be called in any thread, and so may all else."""

    def __init__(self, root: Path, options: PreviewOptions | None = None) -> None:
        self.root = root
        self.options = options or PreviewOptions()
        self.press = Press()
        self._issue: Issue | None = None
        self._refreshing = threading.Lock()
        self._listeners: list[Callable[[Issue], object]] = []

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

    def refresh(self) -> Issue:
        """Read the files again and return the issue that is current then: a new one if anything has changed."""
        with self._refreshing:
            last = self._issue
            known = last.proof if last and isinstance(last.proof, Proof) else None
            now = self.options.now or datetime.now(UTC)
            proof = pull(self.root, edition_of(now, self.options.production), known)
            issue = Issue(last.number + 1 if last else 1, proof)
            self._issue = issue
        for listener in tuple(self._listeners):
            listener(issue)
        return issue

    def print(self, proof: Proof, page: Page) -> bytes | tuple[Problem, ...]:
        """Return the bytes of a page, or what is wrong with it."""
        if wrong := proof.errors_of(page):
            return wrong
        try:
            return self.press.print(proof, page)
        except ProblemError as error:
            return locate(proof.snapshot, error.problems)


def token_of(parts: Iterable[object]) -> str:
    """Return a short text that differs where any of the parts does."""
    return blake2b("\0".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
