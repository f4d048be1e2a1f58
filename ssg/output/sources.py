"""What is kept in the store of a site's files: their stamps, and what was read from them."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ssg.content.contents import Contents, Known, Stamp
from ssg.content.snapshot import Snapshot
from ssg.digest import digest
from ssg.engine import libraries, own_code
from ssg.output.store import Store
from ssg.settings import Settings

_STAMPS, _RECORDS = "stamps of sources", "version of records"


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
    save_stamps(contents.stamps, contents.known, store)


def save_stamps(stamps: Mapping[str, Stamp], before: Mapping[str, Stamp], store: Store) -> None:
    """Keep stamps, and no others, if they differ from those that were kept before."""
    if stamps != before:
        store.save_state(_STAMPS, msgspec.msgpack.encode(stamps))


def version_of_records(settings: Settings) -> bytes:
    """Return what records depend on besides the content of their file: our own code, libraries, and the time zone."""
    return digest((digest((own_code(), libraries())), settings.timezone))


def load_records(store: Store) -> tuple[bytes, Known]:
    """Return the version of the records that are kept, and the records."""
    version = store.state(_RECORDS)
    return (version, store.records()) if version else (b"", {})


def save_records(store: Store, version: bytes, records: Known, before: Known) -> None:
    """Keep records, and no others. `before` are those that were loaded, as far as they were of this version."""
    # Another Standfirst may have been at work on the site since.
    known = before if store.state(_RECORDS) == version else {}
    changed = {path: record for path, record in records.items() if known.get(path) != record}
    store.save_records(changed, kept=records.keys())
    store.save_state(_RECORDS, version)
