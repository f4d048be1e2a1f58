"""Issues: the states of a preview, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field
from functools import cached_property, partial
from hashlib import blake2b
from pathlib import Path

from ssg.frozen import frozen
from ssg.pages.page import Page
from ssg.preview.desk.pages import DeskPages
from ssg.preview.desk.panel import Printed
from ssg.preview.hosting import HostRules, read_rules
from ssg.preview.proof import NoProof, Proof


@frozen
class Issue:
    """One state of the preview: its number, which only grows, and the proof."""

    number: int
    proof: Proof | NoProof
    files: frozenset[str] = field(default_factory=frozenset)
    """The page URLs of copied files whose bytes differ from those of the issue before, or that are gone."""
    edited: str = ""
    """The page URL of the one article or page that was edited, if it was one."""

    @cached_property
    def rules(self) -> HostRules:
        """Return what the host is told."""
        return read_rules(self.proof) if isinstance(self.proof, Proof) else HostRules({}, ())

    def desk(self, root: Path, editor: str, printed: Callable[[Proof, Page], Printed]) -> DeskPages | None:
        """Return the desk, or None while there is nothing to be on it. Made when it is first asked for."""
        if "desk" not in self._made and isinstance(self.proof, Proof):
            self._made["desk"] = DeskPages(self.proof, root, editor, partial(printed, self.proof))
        return self._made.get("desk")

    @cached_property
    def _made(self) -> dict[str, DeskPages]:
        return {}


def token_of(parts: Iterable[object]) -> str:
    """Return a short text that differs where any of the parts does."""
    return blake2b("\0".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
