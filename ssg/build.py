"""Build a site: from a folder of Markdown to a folder of files."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from ssg.building.options import Options
from ssg.building.phases import NoProgress, Progress, Stopwatch
from ssg.building.report import Report
from ssg.building.unchanged import find_unchanged
from ssg.content.contents import Contents
from ssg.content.snapshot import scan
from ssg.output.sources import load_contents
from ssg.output.store import DAMAGED, StoreDamagedError, has_store, open_store


def build(root: Path, options: Options, progress: Progress | None = None) -> Report:
    """Build the site at `root`.

    Raises ProblemError with everything that is wrong, before a single file is written.
    """
    try:
        return _build(root, options, Stopwatch(progress or NoProgress()))
    except StoreDamagedError:
        # It is removed by now, and the next build begins a new one.
        report = _build(root, replace(options, store=False), Stopwatch(progress or NoProgress()))
        return replace(report, warnings=(*report.warnings, DAMAGED))


def _build(root: Path, options: Options, watch: Stopwatch) -> Report:
    with ExitStack() as held:
        # A store that is there helps. One that is not is made when it is clear that the site can be built.
        begun = options.store and has_store(root)
        store = held.enter_context(open_store(root)) if begun else None
        with watch.phase("scan", "files") as done:
            snapshot = scan(root)
            contents = load_contents(snapshot, store) if store else Contents(snapshot)
            done(len(snapshot.entries))
        if store and (report := find_unchanged(root, snapshot, contents, options, store, watch)):
            return report
        # What it takes to read, plan and render a site takes a while to import: no more of it than is needed.
        from ssg.building.making import make  # noqa: PLC0415

        return make(root, options, snapshot, contents, store, watch)
