"""What one build keeps in the store for the next. All of it only saves time: a build without it comes to the same."""

from __future__ import annotations

from functools import partial

from ssg.content.contents import Contents, Known
from ssg.content.index import Index
from ssg.content.snapshot import Snapshot
from ssg.digest import digest
from ssg.engine import libraries, own_code
from ssg.newsroom.related.memory import Memory, recall
from ssg.output.sources import load_records, save_contents, save_records, version_of_records
from ssg.output.store import Store
from ssg.pages.memo import Memo
from ssg.settings import Settings
from ssg.theme.analyses import Analyses

_CODE, _ANALYSES = "code", "templates"
"""Names in the store: what made what is kept, and what templates were found to say."""
_RELATED, _MEMO, _ADDRESSES = "related: {}", "plan", "addresses"
"""Names in the store: parts of what relating remembers, what sketches of pages came to, and where targets lead."""


class Kept:
    """What is in the store for a build of the files of a snapshot, and what will be for the next.

    Without a store nothing is known, and everything is gathered.
    """

    def __init__(self, snapshot: Snapshot, contents: Contents, store: Store | None) -> None:
        self.snapshot = snapshot
        # Analyses and records are made by our own code and by libraries, whatever the site.
        self._code = digest((own_code(), libraries()))
        same = store is not None and store.state(_CODE) == self._code
        self.analyses = Analyses.from_bytes(store.state(_ANALYSES) if store and same else None)
        """What templates were found to say."""
        addresses = partial(store.state, _ADDRESSES) if store else lambda: None
        self.memo = Memo.from_bytes(store.state(_MEMO) if store else None, addresses)
        """What sketches of pages came to."""
        self._contents = contents
        self._store = store
        self._version = b""
        self._records: Known = {}
        self._index: Index | None = None

    def index(self, settings: Settings) -> Index:
        """Return the index of what was read before."""
        self._version = version_of_records(settings)
        if self._store:
            version, records = load_records(self._store)
            self._records = records if version == self._version else {}
        self._index = Index(self.snapshot, self._contents, settings.zone, self._records)
        return self._index

    def memory(self) -> Memory:
        """Return what relating remembers."""
        store = self._store
        return recall(lambda name: store.state(_RELATED.format(name))) if store else Memory()

    def save(self, store: Store, memory: Memory) -> None:
        """Keep what the next build will want to know."""
        save_contents(self._contents, store)
        if self._index is not None:
            save_records(store, self._version, self._index.records, self._records)
        for name, data in memory.parts():
            store.save_state(_RELATED.format(name), data)
        store.save_state(_CODE, self._code)
        if self.analyses.has_changed:
            store.save_state(_ANALYSES, self.analyses.to_bytes())
        if self.memo.has_changed:
            store.save_state(_MEMO, self.memo.to_bytes())
        if moved := self.memo.moved_addresses:
            store.save_state(_ADDRESSES, moved.to_bytes())
