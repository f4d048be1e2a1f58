"""The stamps of a site's files, kept in the store from one build to the next."""

from __future__ import annotations

import msgspec

from ssg.content.contents import Contents, Stamp
from ssg.content.snapshot import Snapshot
from ssg.output.store import Store

_STAMPS = "stamps of sources"


def load_contents(snapshot: Snapshot, store: Store) -> Contents:
    """Return the contents of a site's files, most of them known by the stamps of the last build."""
    data = store.state(_STAMPS)
    try:
        stamps = msgspec.msgpack.decode(data, type=dict[str, Stamp]) if data else {}
    except msgspec.DecodeError:
        stamps = {}
    return Contents(snapshot, stamps)


def save_contents(contents: Contents, store: Store) -> None:
    """Keep the stamps of the files that were looked at."""
    if contents.stamps != contents.known:
        store.save_state(_STAMPS, msgspec.msgpack.encode(contents.stamps))
