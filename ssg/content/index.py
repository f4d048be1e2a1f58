"""The index of content: what was read from each file before, so that only files with another content are parsed.

A record belongs to a content, whatever the stamp of its file: a cache that was restored elsewhere has other times and
the same contents. An index only saves time: with any, reading comes to the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any, TypeVar

from ssg.content.contents import Contents
from ssg.content.decoding import decode
from ssg.content.front_matter import body_of
from ssg.content.records import RecordError, Records
from ssg.content.snapshot import Snapshot
from ssg.digest import Value
from ssg.model import Passage
from ssg.problems import Problem, ProblemError

Item = TypeVar("Item", bound=Value)
Known = Mapping[str, tuple[bytes, bytes]]
"""The content that a record was made of, and the record, by the path of the file."""


class Index:
    """Finds what was read before, and gathers what is read now. Moments of records are put into `zone`."""

    def __init__(self, snapshot: Snapshot, contents: Contents, zone: tzinfo, known: Known | None = None) -> None:
        self.records: dict[str, tuple[bytes, bytes]] = {}
        """Those of the files that were read, as they are now."""
        self._snapshot = snapshot
        self._contents = contents
        self._known = known or {}
        self._zone = zone
        self._makers: dict[type[Value], Records[Any]] = {}

    def data(self, path: str) -> bytes:
        """Return a file's bytes. Raises ProblemError when it cannot be read."""
        return self._contents.data(path)

    def find(self, path: str, kind: type[Item]) -> Item | None:
        """Return what was read from a file of this content before, or None. Raises ProblemError."""
        known = self._known.get(path)
        if known is None or self._contents.content(path) != known[0]:
            return None
        try:
            item = self._records_of(kind).from_bytes(known[1], path)
        except RecordError:
            return None
        self.records[path] = known
        return item

    def keep(self, path: str, item: Value) -> None:
        """Keep what was read from a file."""
        self.records[path] = (self._contents.content(path), self._records_of(type(item)).to_bytes(item))

    def _records_of(self, kind: type[Item]) -> Records[Item]:
        if kind not in self._makers:
            self._makers[kind] = Records(kind, self._zone, self._passage)
        return self._makers[kind]

    def _passage(self, path: str, wanted: bytes) -> str:
        passage = Passage.of(body_of(decode(self._snapshot.read(path), path), path))
        if passage.digest != wanted:
            raise ProblemError([Problem("this file was changed while the site was built", "build again", path)])
        return passage.text
