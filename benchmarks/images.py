"""Measure pictures: `python -m benchmarks.images --photographs 1000` builds a site of photographs of twelve megapixels.

Every article has a photograph of its own, made of coloured noise with detail at every scale. What is printed is the
wall time, and the peak memory of the build and of all its workers together; then the same for a second build with one
text changed, which makes no picture.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
import threading
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import click
import numpy as np
from PIL import Image

from ssg.build import build
from ssg.building.options import Options
from ssg.building.phases import Phase

NOW = datetime(2026, 11, 1, tzinfo=UTC)
SITE = 'title = "Photographs"\nurl = "https://photographs.example/"\n[images]\navif_speed = {speed}\n'
_SEVERAL = 20
"""Photographs that are drawn; the others are these with other bytes behind their end, so that each is its own."""


@dataclass(frozen=True)
class Measured:
    """What a build cost: its phases, and the peak memory in MiB of it and its workers together, and of the largest."""

    phases: tuple[Phase, ...]
    together: float
    largest: float


def photograph(number: int, width: int = 4000, height: int = 3000) -> bytes:
    """Return a JPEG with detail at every scale."""
    generator = np.random.default_rng(number)
    picture = np.full((height, width, 3), 128.0)
    for cells, strength in ((6, 60), (60, 25), (600, 12)):
        coarse = generator.normal(0, strength, (cells * 3 // 4, cells, 3)) + 128
        scaled = Image.fromarray(coarse.clip(0, 255).astype("uint8")).resize((width, height), Image.Resampling.BICUBIC)
        picture += np.asarray(scaled, "float32") - 128
    out = BytesIO()
    Image.fromarray(picture.clip(0, 255).astype("uint8")).save(out, "JPEG", quality=88)
    return out.getvalue()


def write(root: Path, photographs: int, speed: int) -> int:
    """Write the site, and return the bytes of its photographs."""
    folder = root / "content/articles/news"
    folder.mkdir(parents=True)
    (root / "site.toml").write_text(SITE.format(speed=speed))
    drawn = [photograph(number) for number in range(min(photographs, _SEVERAL))]
    total = 0
    for number in range(photographs):
        bundle = folder / f"story-{number}"
        bundle.mkdir()
        data = drawn[number % len(drawn)] + b"%d" % number
        (bundle / "photograph.jpg").write_bytes(data)
        front = f"title: Story {number}\ndate: 2026-03-01\nimage: {{src: photograph.jpg, alt: x}}"
        (bundle / "index.md").write_text(f"---\n{front}\n---\nText.\n")
        total += len(data)
    return total


class Sampler(threading.Thread):
    """Looks twenty times a second how much memory this process and all below it hold."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.together = self.largest = 0.0
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(0.05):
            held = _held_below(os.getpid())
            self.together = max(self.together, sum(held))
            self.largest = max(self.largest, *held)

    def end(self) -> None:
        """Look no more."""
        self._ended.set()
        self.join()


def _held_below(process: int) -> list[float]:
    """Return the resident memory of a process and of all that it started, in MiB. Linux only."""
    parents, held = {}, {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(place.name)] = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            held[int(place.name)] = int((place / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024**2
        except (OSError, ValueError):
            continue

    def is_below(one: int) -> bool:
        return one == process or (one in parents and parents[one] > 0 and is_below(parents[one]))

    return [held[one] for one in held if is_below(one)]


def measure(root: Path, jobs: int) -> Measured:
    """Build the site at `root` in this process and its workers."""
    sampler = Sampler()
    sampler.start()
    report = build(root, Options(NOW, jobs=jobs))
    sampler.end()
    return Measured(report.phases, sampler.together, sampler.largest)


@click.command()
@click.option("--photographs", type=click.IntRange(min=1), default=1000, show_default=True)
@click.option("--speed", type=click.IntRange(0, 10), default=8, show_default=True, help="images.avif_speed")
@click.option("--jobs", "-j", default=0, help="Processes to work in; 0 is one for each processor.", show_default=True)
def command(photographs: int, speed: int, jobs: int) -> None:
    """Build a site of photographs twice and print what it cost."""
    root = Path(tempfile.mkdtemp(prefix="photographs-"))
    try:
        click.echo(f"{photographs:,} photographs, {write(root, photographs, speed) / 1024**2:,.0f} MiB\n")
        spawn = multiprocessing.get_context("spawn")
        click.echo("| build | images | seconds of images | seconds of all | peak MiB | of the largest process |")
        click.echo("|---|--:|--:|--:|--:|--:|")
        for name in ("first", "second"):
            with ProcessPoolExecutor(1, spawn) as process:
                done = process.submit(measure, root, jobs).result()
            images = next(phase for phase in done.phases if phase.name == "images")
            total = sum(phase.seconds for phase in done.phases)
            figures = (
                f"{images.count:,} | {images.seconds:.1f} | {total:.1f} | {done.together:,.0f} | {done.largest:,.0f}"
            )
            click.echo(f"| {name} | {figures} |")
            story = root / "content/articles/news/story-0/index.md"
            story.write_text(story.read_text() + "More.\n")
    finally:
        shutil.rmtree(root)


if __name__ == "__main__":
    command()
