"""Soak the preview: `python -m benchmarks.soak` asks it for 100,000 things while 1,000 edits are made.

Four visitors ask for articles, listings, files, pictures that are made when they are asked for, and what nobody should
ask for, over connections that stay open, and four pages are followed by their streams of events. One writer edits:
mostly texts and headlines, now and then adds, deletes, renames, breaks and mends. Every answer is checked: it has the
status that is due; no article ever shows an older version than the one that it showed before, nor, a moment after a
save, anything but what was saved. At the end the memory of the server is compared with what it was when the rendered
pages that it keeps, 32 MiB of them, and its pictures had all been made: the median of the last four of twenty samples
with that of the fifth to the eighth.
"""

from __future__ import annotations

import http.client
import random
import re
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from benchmarks.corpus import Corpus, write
from benchmarks.servers import PATIENCE, Client, Server, standfirst

VISITORS = 4
EDITED = 40
"""Articles that are edited; all others stay as they are."""
DUE = 15.0
"""Seconds after which what was saved must be shown, on a machine with much else to do."""
QUIET = 5.0
"""Seconds without an edit after which the preview has made everything the whole way."""
LARGEST_GROWTH = 0.10
_RENDITION = re.compile(r'/assets/renditions/[^\s",]+')
_LINK = re.compile(r"\]\(\.\./[^/)]+/([^/)]+)\.md\)")

_HOSTILE = (
    "/../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2fsite.toml",
    "/site.toml",
    "/C:/windows/win.ini",
    "/images/%00",
    "/images/",
    "/%ff",
    "/.git/config",
    "/_desk/article?path=../../site.toml",
    "/_standfirst/../site.toml",
    "/no/such/page/",
)


@dataclass
class Edited:
    """An article that is edited: what was saved of it, when, and what has been seen."""

    path: Path
    url: str
    text: str
    saved: int = 0
    shown: int = 0
    """The newest version that an answer has shown."""
    at: float = 0.0
    is_there: bool = True
    is_sound: bool = True
    lock: threading.Lock = field(default_factory=threading.Lock)

    def version(self, number: int) -> str:
        """Return the text of a version."""
        _, header, body = self.text.split("---\n", 2)
        header = header.replace('title: "', f'title: "Version {number:05} ', 1)
        return f"---\n{header}---\nThis is version {number:05}.\n\n{body}"


class Soak:
    """The visitors, the writer, and what went wrong."""

    def __init__(self, server: Server, corpus: Corpus, requests: int, edits: int) -> None:
        self.server = server
        self.wrong: list[str] = []
        self.statuses: Counter[int] = Counter()
        self.seconds: list[float] = []
        self.edits = 0
        self.events = 0
        self.memory: list[float] = []
        self._requests = requests
        self._most_edits = edits
        self._stop = threading.Event()
        self._lock = threading.Lock()
        published = [number for number in range(corpus.articles) if not corpus.opening(number).is_draft]
        # Who links to an article that was deleted is wrong from then on, so nobody does.
        linked = set(_LINK.findall("".join(map(corpus.article, published))))
        free = [number for number in published if corpus.opening(number).slug not in linked]
        chosen = free[:: len(free) // EDITED][:EDITED]
        self._edited = [self._article(corpus, number) for number in chosen]
        openings = [corpus.opening(number) for number in sorted(set(published) - set(chosen))]
        self._steady = [f"/{opening.topic.section}/{opening.slug}/" for opening in openings]
        self._made: list[str] = []
        """Pictures that are made when they are asked for."""

    def _article(self, corpus: Corpus, number: int) -> Edited:
        opening = corpus.opening(number)
        url = f"/{opening.topic.section}/{opening.slug}/"
        return Edited(self.server.root / opening.path, url, corpus.article(number))

    def run(self) -> None:
        """Ask and edit until there was enough of both."""
        client = Client(self.server.port)
        shown = b"".join(client.get(url)[1] for url in self._steady[:20]).decode()
        self._made = ["/favicon.ico", *sorted(set(_RENDITION.findall(shown)))]
        client.close()
        if len(self._made) == 1:
            raise ValueError("no page shows a picture that is made")
        visitors = [threading.Thread(target=self._visit, args=(number,)) for number in range(VISITORS)]
        followers = [threading.Thread(target=self._follow, args=(url,), daemon=True) for url in self._followed()]
        writer = threading.Thread(target=self._write)
        for thread in (*followers, writer, *visitors):
            thread.start()
        for thread in (*visitors, writer):
            thread.join()
        self._stop.set()

    def _followed(self) -> Sequence[str]:
        return ("/", "/_desk/", self._edited[0].url, self._steady[0])

    @property
    def asked(self) -> int:
        """Return how many answers there were."""
        return sum(self.statuses.values())

    def _complain(self, text: str) -> None:
        with self._lock:
            self.wrong.append(text)

    # --- Visitors

    def _visit(self, number: int) -> None:
        chance = random.Random(number)  # noqa: S311  # the same in every run
        client = Client(self.server.port)
        while self.asked < self._requests or self.edits < self._most_edits:
            if self.asked >= self._requests:
                # The writer is behind; who asks meanwhile must not be all that the server does.
                time.sleep(0.05)
            kind = chance.random()
            began = time.perf_counter()
            try:
                if kind < 0.4:
                    status = self._ask_edited(client, chance.choice(self._edited))
                elif kind < 0.75:
                    status = self._ask(client, chance.choice(self._steady), {200})
                elif kind < 0.85:
                    status = self._ask(client, chance.choice(("/", "/feed.xml", "/networks/", "/sitemap.xml")), {200})
                elif kind < 0.9:
                    picture = f"/images/picture-{chance.randrange(24)}.png"
                    status = self._ask(client, chance.choice((picture, chance.choice(self._made))), {200})
                elif kind < 0.92:
                    status = self._ask(client, chance.choice(("/_desk/", "/_desk/articles")), {200})
                else:
                    status = self._ask(client, chance.choice(_HOSTILE), {302, 400, 404})
            except (OSError, http.client.HTTPException) as error:
                self._complain(f"no answer: {error!r}")
                continue
            with self._lock:
                self.statuses[status] += 1
                if len(self.seconds) < 200_000:
                    self.seconds.append(time.perf_counter() - began)
                if self.asked % (self._requests // 20) == 0:
                    self.memory.append(self.server.memory())
        client.close()

    def _ask(self, client: Client, path: str, due: set[int]) -> int:
        status, body = client.get(path)
        if status not in due:
            self._complain(f"{path}: {status}")
        if b"root:" in body[:100] or b"timezone =" in body:
            self._complain(f"{path}: a file of nobody's business")
        return status

    def _ask_edited(self, client: Client, article: Edited) -> int:
        with article.lock:
            before, saved, at, there, sound = (
                *(article.shown, article.saved, article.at),
                *(article.is_there, article.is_sound),
            )
        asked = time.monotonic()
        status, body = client.get(article.url)
        found = body.partition(b"This is version ")[2][:5]
        shown = int(found) if found.isdigit() else -1
        with article.lock:
            unchanged = (article.saved, article.is_there, article.is_sound) == (saved, there, sound)
            if shown >= 0:
                if shown < before:
                    self._complain(f"{article.url} went back from version {before} to {shown}")
                article.shown = max(article.shown, shown)
        if unchanged and asked - at > DUE:
            due = 200 if there and sound else 404 if not there else 500
            if status != due or (due == 200 and saved and shown != saved):
                self._complain(f"{article.url}: {status} with version {shown}, not {due} with {saved}")
        elif status not in {200, 404, 500}:
            self._complain(f"{article.url}: {status}")
        return status

    def _follow(self, url: str) -> None:
        while not self._stop.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)
            try:
                connection.request("GET", f"/_standfirst/events?page={url}")
                answer = connection.getresponse()
                while line := answer.readline():
                    self.events += line.startswith(b"data: ")
            except (OSError, http.client.HTTPException) as error:
                if not self._stop.is_set():
                    self._complain(f"the stream of {url} ended: {error!r}")
            finally:
                connection.close()

    # --- The writer

    def _write(self) -> None:
        chance = random.Random("writer")  # noqa: S311  # the same in every run
        while self.edits < self._most_edits:
            # Evenly among the requests.
            while self.asked * self._most_edits < self.edits * self._requests and self.asked < self._requests:
                time.sleep(0.005)
            article = chance.choice(self._edited)
            draw = chance.random()
            number = self.edits + 1
            with article.lock:
                if not article.is_there or not article.is_sound or draw < 0.94:
                    article.saved, article.is_there, article.is_sound = number, True, True
                    self._save(article, article.version(number))
                elif draw < 0.96:
                    article.is_there = False
                    article.path.unlink()
                elif draw < 0.98:
                    article.is_sound = False
                    self._save(article, article.version(number).replace("title:", "titel:", 1))
                else:
                    # Renamed away and, by the next edit of it, there again.
                    article.is_there = False
                    article.path.rename(article.path.with_suffix(".away"))
                article.at = time.monotonic()
            self.edits += 1
        for article in self._edited:
            with article.lock:
                article.saved, article.is_there, article.is_sound = self.edits + 1, True, True
                self._save(article, article.version(article.saved))
                article.at = time.monotonic()

    def _save(self, article: Edited, text: str) -> None:
        """Save as editors do: every other one beside the file and then in its place."""
        if self.edits % 2:
            beside = article.path.with_name(f".{article.path.name}.tmp")
            beside.write_text(text, "utf-8")
            beside.replace(article.path)
        else:
            article.path.write_text(text, "utf-8")

    def settled(self) -> None:
        """Check that in the end everything is shown as it was saved last."""
        client = Client(self.server.port)
        deadline = time.monotonic() + PATIENCE
        for article in self._edited:
            wanted = f"This is version {article.saved:05}.".encode()
            while wanted not in client.get(article.url)[1]:
                if time.monotonic() > deadline:
                    self._complain(f"{article.url} never showed its last version")
                    break
                time.sleep(0.02)
        # When nothing has been edited for a while, the whole site is read: all must be there after that as well.
        time.sleep(QUIET)
        for path in (*self._made, "/", "/feed.xml", "/_desk/", *self._steady[:20]):
            self._ask(client, path, {200})
        client.close()


@click.command()
@click.option("--articles", type=click.IntRange(min=100), default=1000, show_default=True, help="The size of the site.")
@click.option("--requests", type=click.IntRange(min=100), default=100_000, show_default=True, help="How many to make.")
@click.option("--edits", type=click.IntRange(min=10), default=1000, show_default=True, help="How many to make.")
def command(articles: int, requests: int, edits: int) -> None:
    """Ask the preview of a made-up newsroom for very much, edit it meanwhile, and say what was wrong."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary) / "newsroom"
        corpus = Corpus(articles)
        write(corpus, root)
        settings = root / "site.toml"
        settings.write_text(settings.read_text("utf-8").replace("responsive = false", "responsive = true"), "utf-8")
        with standfirst(root) as server:
            server.started()
            soak = Soak(server, corpus, requests, edits)
            began = time.perf_counter()
            soak.run()
            soak.settled()
            seconds = time.perf_counter() - began
    _report(soak, seconds)
    growth = statistics.median(soak.memory[-4:]) / statistics.median(soak.memory[4:8]) - 1
    click.echo(f"memory grew by {growth:.1%}")
    if soak.wrong or growth > LARGEST_GROWTH:
        raise SystemExit(1)


def _report(soak: Soak, seconds: float) -> None:
    statuses = ", ".join(f"{count:,} x {status}" for status, count in sorted(soak.statuses.items()))
    click.echo(
        f"{soak.asked:,} requests ({statuses}), {soak.edits:,} edits, {soak.events:,} events in {seconds:,.0f} s"
    )
    ordered = sorted(soak.seconds)
    times = [statistics.median(ordered), ordered[len(ordered) * 99 // 100], ordered[-1]]
    click.echo(
        "an answer took {:.1f} ms, 99 of 100 less than {:.0f} ms, the longest {:.0f} ms".format(
            *(1000 * s for s in times)
        )
    )
    click.echo("memory in MiB, each twentieth: " + " ".join(f"{mebibytes:.0f}" for mebibytes in soak.memory))
    for text in soak.wrong[:20]:
        click.echo(f"wrong: {text}")
    click.echo(f"{len(soak.wrong):,} wrong")


if __name__ == "__main__":
    command()
