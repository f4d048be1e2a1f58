"""Write the corpus as a site of Hugo or of Pelican: the same articles, authors, pictures and kinds of pages.

What differs is in favour of the others: links in texts are resolved for Hugo, pictures have their sizes written beside
them, Hugo has no archives of months, Pelican no pages of series and no JSON feeds, its biographies are text in its
settings, and the sitemap of both is one file.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from benchmarks.corpus import SECTIONS, Corpus

_HERE = Path(__file__).parent
_SIZE = {"width": 640, "height": 360}
_LINK = re.compile(r"\]\(\.\./([^)]+)\.md\)")


@dataclass(frozen=True)
class Written:
    """A text of the corpus, taken apart: its file, the data of its front matter, its Markdown."""

    path: PurePosixPath
    data: Mapping[str, Any]
    body: str

    @property
    def section(self) -> str:
        """Return the section of an article."""
        return self.path.parent.name


def taken_apart(path: str, text: str) -> Written:
    """Return a text of the corpus in its parts. Its front matter is a line of JSON for each key."""
    _, header, body = text.split("---\n", 2)
    pairs = (line.split(": ", 1) for line in header.splitlines())
    return Written(PurePosixPath(path), {key: _value(value) for key, value in pairs}, body)


def _value(written: str) -> Any:
    try:
        return json.loads(written)
    except ValueError:
        return written


def write_hugo(corpus: Corpus, folder: Path) -> None:
    """Write the corpus as a site of Hugo into a new folder: `hugo` builds it there, `hugo server` serves it."""
    shutil.copytree(_HERE / "hugo", folder)
    settings = folder / "hugo.toml"
    header = (
        'baseURL = "https://gauge.example/"\ntitle = "The Gauge"\n'
        f'params.description = "A newsroom made of syllables, to measure with."\nparams.sections = {list(SECTIONS)}\n'
    )
    settings.write_text(header + settings.read_text("utf-8"), "utf-8")
    for path, data in corpus.files():
        _write_for_hugo(folder, path, data)


def _write_for_hugo(folder: Path, path: str, data: bytes) -> None:
    if path.startswith("content/articles/"):
        article = taken_apart(path, data.decode())
        _put(folder / hugo_path(path), hugo_article(article))
    elif path.startswith("content/authors/"):
        author = taken_apart(path, data.decode())
        header = {"title": author.data["name"], "params": {"job": author.data["title"]}}
        _put(folder / f"content/authors/{author.path.stem}/_index.md", f"{json.dumps(header)}\n\n{author.body}")
    elif path.startswith("content/images/"):
        _put(folder / "static" / path.removeprefix("content/"), data)


def hugo_path(path: str) -> str:
    """Return where an article of the corpus stands in a site of Hugo."""
    return path.replace("content/articles/", "content/")


def hugo_article(article: Written) -> str:
    """Return an article as Hugo reads it, with a header in JSON, which Hugo reads fastest."""
    data = article.data
    params: dict[str, Any] = {"kind": data["type"]}
    if "image" in data:
        params["image"] = {**data["image"], **_SIZE}
    if "corrections" in data:
        params["corrections"] = data["corrections"]
    if "updated" in data:
        params["updated"] = _moment(data["updated"])
    header: dict[str, Any] = {
        "title": data["title"],
        "description": data["standfirst"],
        "date": _moment(data["date"]),
        "authors": data["authors"],
        "tags": data["tags"],
        "draft": data.get("draft", False),
        "params": params,
    }
    if "updated" in data:
        header["lastmod"] = _moment(data["updated"])
    if "series" in data:
        header["series"] = [data["series"]["name"]]
        params["part"] = data["series"]["part"]
    return f"{json.dumps(header)}\n\n" + _LINK.sub(r"](/\1/)", article.body)


def _moment(written: str) -> str:
    return written.replace(" ", "T") + ":00Z"


def write_pelican(corpus: Corpus, folder: Path) -> None:
    """Write the corpus as a site of Pelican into a new folder: `pelican` builds it there."""
    shutil.copytree(_HERE / "pelican", folder)
    biographies = {}
    for path, data in corpus.files():
        if path.startswith("content/articles/"):
            _put(folder / path, pelican_article(taken_apart(path, data.decode())))
        elif path.startswith("content/authors/"):
            author = taken_apart(path, data.decode())
            biographies[author.data["name"]] = author.body.strip()
        elif path.startswith("content/images/"):
            _put(folder / path, data)
    settings = folder / "pelicanconf.py"
    settings.write_text(settings.read_text("utf-8") + f"\nBIOGRAPHIES = {json.dumps(biographies)}\n", "utf-8")


def pelican_article(article: Written) -> str:
    """Return an article as Pelican reads it: its common header of `Key: value` lines."""
    data = article.data
    lines = {
        "Title": data["title"],
        "Slug": article.path.stem,
        "Date": data["date"],
        "Authors": "; ".join(data["authors"]),
        "Tags": ", ".join(data["tags"]),
        "Description": data["standfirst"],
        "Kind": data["type"],
    }
    if "image" in data:
        lines |= {"Image": data["image"]["src"], "Image_Alt": data["image"]["alt"]}
    if "updated" in data:
        lines["Modified"] = data["updated"]
    if "corrections" in data:
        lines["Correction"] = data["corrections"][0]["text"]
    if data.get("draft"):
        lines["Status"] = "draft"
    header = "".join(f"{key}: {value}\n" for key, value in lines.items())
    return f"{header}\n" + _LINK.sub(r"]({filename}/articles/\1.md)", article.body)


def _put(file: Path, data: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data.encode() if isinstance(data, str) else data)
