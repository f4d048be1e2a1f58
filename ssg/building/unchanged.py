"""Nothing has changed: found out from the list of the files, without reading, relating or planning anything.

A build is a function of the content of the site's files, of what is outside the site, of the options, and of the clock,
which matters only at the moments at which something is published or expires. When all of these are as they were in the
last build into a folder, and nobody touched the folder since, there is nothing to do.
"""

from __future__ import annotations

from dataclasses import astuple, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ssg.building.options import Options
from ssg.building.phases import Stopwatch
from ssg.building.report import Report
from ssg.content.contents import Contents
from ssg.content.snapshot import Snapshot
from ssg.digest import digest
from ssg.engine import libraries, own_code, themes
from ssg.frozen import frozen
from ssg.newsroom.withheld import WithheldArticle
from ssg.output.production import Production
from ssg.output.sources import save_contents
from ssg.output.store import Store
from ssg.output.writing import Written, is_untouched
from ssg.problems import Problem, ProblemError

if TYPE_CHECKING:
    from ssg.building.edit import Edit


_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


@frozen
class Last:
    """The last build into a folder: what it was made from and when that holds, and what it said."""

    inputs: bytes
    since: datetime | None
    until: datetime | None
    output: str
    """The name of the folder."""
    pages: int
    withheld: tuple[WithheldArticle, ...]
    warnings: tuple[Problem, ...]


def inputs_of(contents: Contents, options: Options) -> bytes | None:
    """Return the digest of all that a build is made from, but for the clock; None where a file cannot be read."""
    # The clock is looked at for itself, and how many processes work changes nothing.
    chosen = astuple(replace(options, now=_NO_TIME, jobs=1))
    try:
        return digest((chosen, own_code(), libraries(), themes(), contents.digest))
    except ProblemError:
        # Reading says what is wrong with it, and with all others.
        return None


def find_unchanged(  # noqa: PLR0917  # two states of a site and of a folder are compared
    root: Path, snapshot: Snapshot, contents: Contents, options: Options, store: Store, watch: Stopwatch
) -> Report | None:
    """Return the report of a build when it would come to the same as the last one, or None."""
    last = _load(store, options.output)
    if snapshot.problems or last is None or not _holds(last, options.now):
        return None
    folder = root / last.output
    with watch.phase("compare", "files") as done:
        if inputs_of(contents, options) != last.inputs:
            return None
        stamps = store.stamps(str(folder.resolve()))
        if not is_untouched(folder, stamps):
            return None
        # Files that were too young to be believed when they were looked at are not any more.
        save_contents(contents, store)
        done(len(stamps))
    written = Written(0, len(stamps) - 1, 0, stamps)
    warnings = (*last.warnings, *store.notices)
    phases = tuple(watch.phases)
    return Report(
        folder, last.pages, last.withheld, Production(), written, warnings, phases, partial(_edit, root, options)
    )


def _edit(root: Path, options: Options) -> Edit:
    from ssg.building.edit import prepare  # noqa: PLC0415  # it takes time, and only who asks needs it

    return prepare(root, options)


def save_last(last: Last, options: Options, store: Store) -> None:
    """Keep what a build was made from."""
    store.save_state(_name(options.output), msgspec.msgpack.encode(last))


def _load(store: Store, output: str) -> Last | None:
    data = store.state(_name(output))
    try:
        return msgspec.msgpack.decode(data, type=Last) if data else None
    except msgspec.DecodeError:
        return None


def _name(output: str) -> str:
    return f"last build into {output}" if output else "last build"


def _holds(last: Last, now: datetime) -> bool:
    """Tell whether the clock changes nothing since the last build."""
    return (last.since is None or last.since <= now) and (last.until is None or now < last.until)
