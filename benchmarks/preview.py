"""Measure the preview beside `hugo server`: `python -m benchmarks.preview --articles 1000`.

Both show the same newsroom, started after each other and then running side by side; the same articles are edited in
both in turn, so what disturbs the machine for a while disturbs both. Measured is the time from the moment the file has
been written to the first answer of the article's page with the new text, asked for again and again over HTTP, and to
the moment when the text is on a page that is open in Chromium. Every other edit is of an article that is on the home
page, and the very next request after it is right asks whether the new headline is there too.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import IncompleteRead
from pathlib import Path

import click
from playwright.sync_api import Error, Page, sync_playwright

from benchmarks.compare import CACHE, hugo_program, install
from benchmarks.corpus import Corpus, write
from benchmarks.peers.exporting import hugo_article, hugo_path, taken_apart, write_hugo
from benchmarks.servers import PATIENCE, Server, standfirst

_MARK = "Edition"
"""The word that the new text begins with, before its number."""


@dataclass(frozen=True)
class Contender:
    """A site and how it is shown."""

    name: str
    root: Path
    start: Callable[[], Server]
    file: Callable[[str], Path]
    """The file of an article of the corpus, by its path."""
    text: Callable[[str, str], str]
    """What that file says, from path and text of the article in the corpus."""
    starts: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    screens: list[float] = field(default_factory=list)
    homes: list[bool] = field(default_factory=list)


@dataclass(frozen=True)
class Edit:
    """One edit: its number, the article, and whether the article is on the home page."""

    number: int
    path: str
    url: str
    text: str
    on_home: bool

    @property
    def mark(self) -> str:
        """Return what headline and text begin with after it."""
        return f"{_MARK} {self.number:04}"


def edits(corpus: Corpus, count: int) -> Iterator[Edit]:
    """Yield edits of headline and text: in turn of one of the newest articles, and of one anywhere."""
    newest = [n for n in range(corpus.articles - 1, -1, -1) if not corpus.opening(n).is_draft][:3]
    for number in range(count):
        on_home = number % 2 == 0
        chosen = newest[number // 2 % 3] if on_home else (number * 7919 + 13) % corpus.articles
        if corpus.opening(chosen).is_draft:
            chosen -= 1
        opening = corpus.opening(chosen)
        yield _edit(number, opening.path, f"/{opening.topic.section}/{opening.slug}/", corpus.article(chosen), on_home)


def _edit(number: int, path: str, url: str, text: str, on_home: bool) -> Edit:
    mark = f"{_MARK} {number:04}"
    _, header, body = text.split("---\n", 2)
    header = header.replace('title: "', f'title: "{mark} ', 1)
    return Edit(number, path, url, f"---\n{header}---\n{mark} of the text.\n\n{body}", on_home)


def measure(contender: Contender, server: Server, page: Page | None, edit: Edit) -> None:
    """Make an edit, and note how long it takes until it can be read."""
    file = contender.file(edit.path)
    text = contender.text(edit.path, edit.text)
    wanted = f"{edit.mark} of the text.".encode()
    if page:
        page.goto(server.url + edit.url)
        page.wait_for_load_state("load")
        # Both scripts have to be connected before anything can reach them.
        time.sleep(1.0)
    file.write_text(text, "utf-8")
    saved = time.perf_counter()
    if page:
        page.wait_for_function(
            "text => document.body && document.body.textContent.includes(text)",
            arg=wanted.decode(),
            polling=5,
            timeout=PATIENCE * 1000,
        )
        contender.screens.append(time.perf_counter() - saved)
        return
    while not _shows(server, edit.url, wanted):
        if time.perf_counter() - saved > PATIENCE:
            raise TimeoutError(f"{contender.name} never showed {edit.mark}")
        time.sleep(0.01)
    contender.answers.append(time.perf_counter() - saved)
    if edit.on_home:
        contender.homes.append(edit.mark.encode() in server.client.get("/")[1])


def _shows(server: Server, url: str, wanted: bytes) -> bool:
    """Tell whether a page has a text. Hugo rewrites files while it sends them: half an answer is not one yet."""
    try:
        return wanted in server.client.get(url)[1]
    except IncompleteRead:
        return False


def started(contender: Contender, times: int) -> Server:
    """Start a contender several times, noting how long each takes; the last one goes on."""
    for _ in range(times - 1):
        with contender.start() as server:
            contender.starts.append(server.started())
            # As when somebody has worked for a while: what it does after its first answer is done.
            time.sleep(3.0)
            _quiet(server)
    server = contender.start()
    contender.starts.append(server.started())
    return server


def _quiet(server: Server) -> None:
    """Wait until a server has nothing more to do: it uses no processor."""
    before = server.processor()
    while True:
        time.sleep(0.5)
        now = server.processor()
        if now - before < 0.1:
            return
        before = now


@contextmanager
def open_page(browser: str) -> Iterator[Page | None]:
    """Give a page of Chromium, or None where there is no browser to be used."""
    if not browser:
        yield None
        return
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        except Error as error:
            raise click.UsageError(f"{browser} cannot be started: {error.message.splitlines()[0]}") from None
        yield chromium.new_page()
        chromium.close()


def table(articles: int, contenders: list[Contender]) -> str:
    """Return what was measured as a Markdown table; the ratio is that of the last contender to the first."""
    names = " | ".join(contender.name for contender in contenders)
    lines = [f"| {articles:,} articles | {names} | ratio |", f"|---|{'--:|' * (len(contenders) + 1)}"]
    rows: dict[str, Callable[[Contender], list[float]]] = {
        "start to first answer, cold": lambda contender: contender.starts[:1],
        "start to first answer, warm (median)": lambda contender: contender.starts[1:],
        "save to HTTP (median)": lambda contender: contender.answers,
        "save to HTTP (slowest of ten)": lambda contender: [_ninth_tenth(contender.answers)],
        "save to screen (median)": lambda contender: contender.screens,
    }
    for name, of in rows.items():
        if all(of(contender) for contender in contenders):
            medians = [statistics.median(of(contender)) for contender in contenders]
            shown = " | ".join(f"{1000 * median:,.0f} ms" for median in medians)
            lines.append(f"| {name} | {shown} | {medians[-1] / medians[0]:.1f} |")
    homes = " | ".join(f"{sum(contender.homes)} of {len(contender.homes)}" for contender in contenders)
    lines.append(f"| home page right at the next request | {homes} | |")
    return "\n".join(lines)


def _ninth_tenth(seconds: list[float]) -> float:
    return sorted(seconds)[len(seconds) * 9 // 10] if seconds else 0.0


@click.command()
@click.option(
    "--articles", type=click.IntRange(min=10), default=1000, show_default=True, help="The size of the corpus."
)
@click.option("--edits", "count", type=click.IntRange(min=2), default=20, show_default=True, help="Edits over HTTP.")
@click.option("--screens", type=click.IntRange(min=0), default=10, show_default=True, help="Edits on the screen.")
@click.option(
    "--starts", type=click.IntRange(min=1), default=4, show_default=True, help="Starts: one cold, others warm."
)
@click.option("--pause", default=2.0, show_default=True, help="Seconds between two edits; 0 waits until all is quiet.")
@click.option(
    "--browser", default=lambda: shutil.which("chromium") or "", help="A Chromium, for what is on the screen."
)
@click.option("--alone", is_flag=True, help="Measure Standfirst alone.")
@click.option("--peers", type=click.Path(path_type=Path), default=CACHE / "peers", help="Where Hugo is installed.")
def command(  # noqa: PLR0917  # click hands options over by name
    articles: int, count: int, screens: int, starts: int, pause: float, browser: str, alone: bool, peers: Path
) -> None:
    """Edit a made-up newsroom in front of Standfirst's preview and Hugo's, and print when the edits can be seen."""
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as held:
        corpus = Corpus(articles)
        contenders = [_standfirst(corpus, Path(temporary) / "standfirst")]
        if not alone:
            install(peers)
            contenders.append(_hugo(corpus, Path(temporary) / "hugo", hugo_program(peers)))
        servers = [held.enter_context(started(contender, starts)) for contender in contenders]
        page = held.enter_context(open_page(browser)) if screens else None
        for edit in edits(corpus, count + (screens if page else 0)):
            for contender, server in zip(contenders, servers, strict=True):
                time.sleep(pause)
                if not pause:
                    _quiet(server)
                measure(contender, server, page if edit.number >= count else None, edit)
        click.echo(table(articles, contenders))
        for contender, server in zip(contenders, servers, strict=True):
            click.echo(f"{contender.name}: {server.memory():,.0f} MiB", err=True)


def _standfirst(corpus: Corpus, root: Path) -> Contender:
    write(corpus, root)
    return Contender("Standfirst", root, lambda: standfirst(root), lambda path: root / path, lambda _path, text: text)


def _hugo(corpus: Corpus, root: Path, program: Path) -> Contender:
    write_hugo(corpus, root)
    # As it comes: it renders everything when it starts and, after a save, what it takes to depend on it.
    command = [str(program), "server", "--port", "{port}", "--bind", "127.0.0.1", "--buildDrafts", "--noHTTPCache"]
    return Contender(
        "Hugo",
        root,
        lambda: Server("Hugo", command, root),
        lambda path: root / hugo_path(path),
        lambda path, text: hugo_article(taken_apart(path, text)),
    )


if __name__ == "__main__":
    command()
