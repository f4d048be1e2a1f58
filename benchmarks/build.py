"""Measure builds: `python -m benchmarks.build --articles 1000` prints the wall time of each phase and the peak memory.

The corpus is made in a temporary folder and built twice there, by a process of its own each time: once with an empty
store and an empty output folder, and once more with nothing changed.
"""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from benchmarks.corpus import Corpus, write
from ssg.build import build
from ssg.building.options import Options
from ssg.building.phases import Phase
from ssg.output.writing import Written

NOW = datetime(2026, 11, 1, tzinfo=UTC)
"""After the last article of any corpus."""


@dataclass(frozen=True)
class Measured:
    """What a build cost: wall time of each phase, files written, and the peak memory of its own process in MiB."""

    phases: tuple[Phase, ...]
    written: Written
    peak: float


def measure(root: Path, jobs: int = 0) -> Measured:
    """Build the site at `root` in this process, and in worker processes if `jobs` says so."""
    report = build(root, Options(NOW, jobs=jobs))
    # Linux counts in kilobytes. A new process starts with its parent's peak, which is that of making the corpus: tens
    # of megabytes, whatever its size.
    return Measured(report.phases, report.written, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def table(name: str, measured: Measured) -> str:
    """Return what was measured as a Markdown table."""
    total = sum(phase.seconds for phase in measured.phases)
    lines = [f"| {name} | items | seconds | share |", "|---|--:|--:|--:|"]
    for phase in measured.phases:
        items = f"{phase.count:,} {phase.unit}"
        lines.append(f"| {phase.name} | {items} | {phase.seconds:.2f} | {phase.seconds / total:.0%} |")
    files = f"{measured.written.written:,} files written, {measured.written.unchanged:,} unchanged"
    lines.append(f"| all | {files} | {total:.2f} | peak memory {measured.peak:,.0f} MiB |")
    return "\n".join(lines)


@click.command()
@click.option("--articles", type=click.IntRange(min=1), default=1000, show_default=True, help="The size of the corpus.")
@click.option("--theme", default="broadsheet", show_default=True, help="The theme of the site.")
@click.option("--site", type=click.Path(path_type=Path, exists=True), help="Build this site instead of a made-up one.")
@click.option("--jobs", "-j", default=0, help="Processes to work in; 0 is one for each processor.", show_default=True)
def command(articles: int, theme: str, site: Path | None, jobs: int) -> None:
    """Build a made-up newsroom twice and print the time of each phase and the peak memory."""
    with tempfile.TemporaryDirectory() as temporary:
        root = site or Path(temporary) / "newsroom"
        if not site:
            write(Corpus(articles, theme), root)
        spawn = multiprocessing.get_context("spawn")
        for name in ("first build", "second build"):
            with ProcessPoolExecutor(1, spawn) as process:
                click.echo(table(name, process.submit(measure, root, jobs).result()) + "\n")


if __name__ == "__main__":
    command()
