"""The index of content: what was read from each file before, so that only files with another content are parsed.

A record belongs to a content, whatever the stamp of its file: a cache that was restored elsewhere has other times and
the same contents. An index only saves time: with any, reading comes to the same.
"""

from __future__ import annotations

from collections.abc import Set
from contextlib import suppress
from datetime import tzinfo
from typing import Any, NamedTuple, TypeVar

from ssg.content.contents import Contents, Known, Stamp
from ssg.content.decoding import decode
from ssg.content.front_matter import body_of
from ssg.content.records import RecordError, Records
from ssg.content.snapshot import Snapshot
from ssg.digest import Value
from ssg.model import Article, Passage, Text
from ssg.problems import Problem, ProblemError

Item = TypeVar("Item", bound=Value)


class Read(NamedTuple):
    """What another process read from a file: the file's stamp, the record, and the text that is not in the record."""

    stamp: Stamp
    record: bytes
    text: str


class Index:
    """Finds what was read before, and gathers what is read now. Moments of records are put into `zone`.

    With `texts`, each text is read from its file at once, for those who show it when the file has another.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        contents: Contents,
        zone: tzinfo,
        known: Known | None = None,
        texts: bool = False,
    ) -> None:
        self.records: dict[str, tuple[bytes, bytes]] = {}
        """Those of the files that were read, as they are now."""
        self._contents = contents
        self._known = known or {}
        self._zone = zone
        self._makers: dict[type[Value], Records[Any]] = {}
        self._reads_texts = texts
        self._ahead: dict[str, tuple[bytes, bytes]] = {}
        self._articles: dict[str, Article] = {}
        # What is read outlives the index, and holds no more of it than its way to the texts.
        self._passages = _Passages(snapshot)

    def __contains__(self, path: object) -> bool:
        return path in self._known or path in self._ahead

    @property
    def size(self) -> int:
        """Return how many files an earlier build has read."""
        return len(self._known)

    @property
    def new(self) -> Set[str]:
        """Return the files that other processes have read just now."""
        return self._ahead.keys()

    def add(self, path: str, read: Read) -> None:
        """Know what another process has read from a file just now: an article."""
        self._contents.note(path, read.stamp)
        self._ahead[path] = (read.stamp[-1], read.record)
        self._passages.texts[path] = read.text
        # Others are still reading, and this process would wait. A record that cannot be read is left to `find`.
        with suppress(RecordError):
            self._articles[path] = self._records_of(Article).from_bytes(read.record, path)

    def read(self, path: str, item: Article) -> Read:
        """Return what was read from a file just now, for the index of another process."""
        self.keep(path, item)
        return Read(self._contents.stamps[path], self.records[path][1], item.text.source)

    def data(self, path: str) -> bytes:
        """Return a file's bytes. Raises ProblemError when it cannot be read."""
        return self._contents.data(path)

    def content(self, path: str) -> bytes:
        """Return the digest of a file's bytes. Raises ProblemError when it cannot be read."""
        return self._contents.content(path)

    def find(self, path: str, kind: type[Item]) -> Item | None:
        """Return what was read from a file of this content before, or None. Raises ProblemError."""
        known = self._ahead.get(path) or self._known.get(path)
        if known is None or self._contents.content(path) != known[0]:
            return None
        try:
            article: Any = self._articles.pop(path, None)
            item: Item = self._records_of(kind).from_bytes(known[1], path) if article is None else article
            if self._reads_texts and isinstance(text := getattr(item, "text", None), Text):
                _ = text.source
        except (RecordError, ProblemError):
            # A file that has just been changed is read anew.
            return None
        self.records[path] = known
        return item

    def keep(self, path: str, item: Value) -> None:
        """Keep what was read from a file."""
        self.records[path] = (self._contents.content(path), self._records_of(type(item)).to_bytes(item))

    def _records_of(self, kind: type[Item]) -> Records[Item]:
        if kind not in self._makers:
            self._makers[kind] = Records(kind, self._zone, self._passages.read)
        return self._makers[kind]


class _Passages:
    """The texts of articles: those that other processes have read, and those in the files of a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.texts: dict[str, str] = {}
        self._snapshot = snapshot

    def read(self, path: str, wanted: bytes) -> str:
        """Return the text in the file at a path. Raises ProblemError when it is not the one of that digest."""
        text = self.texts.get(path)
        if text is not None:
            return text
        passage = Passage.of(body_of(decode(self._snapshot.read(path), path), path))
        if passage.digest != wanted:
            raise ProblemError([Problem("this file was changed while the site was read", "try again", path)])
        return passage.text
