"""Write the corpus as a site of Hugo or of Pelican: the same articles, authors, pictures and kinds of pages.

Pages of every kind show what ours show, with each generator's own means, and neither makes a page that ours does not,
but for Hugo's index of all series. What differs is in favour of the others: links in texts are resolved for Hugo, and
months are named in its front matter; pictures have their sizes written beside them, or in Pelican's templates; icons
are given, not drawn; the sitemap is one file, and there are none for news, no headers and redirects for hosts, no
humans.txt. Pelican's feeds have no pictures, and its RSS has no standfirsts; its biographies are text in its settings,
its stylesheets are not minified, and the day of a correction is not written out. In favour of ours: the first page of
a listing is up to twice as long, so that older pages stay as they are, and there are fewer of them.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from PIL import Image

from benchmarks.corpus import SECTIONS, Corpus

_HERE = Path(__file__).parent
_LOOK = _HERE.parent.parent / "themes/broadsheet/assets"
STYLESHEETS = ("base.css", "frame.css", "cards.css", "article.css", "print.css")
"""Those of ours. The first three make one."""
_ICONS = {"favicon.ico": 32, "apple-touch-icon.png": 180, "icon-192.png": 192, "icon-512.png": 512}
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
        'params.description = "A newsroom made of syllables, to measure with."\n'
    )
    menu = "".join(
        f'\n[[menus.main]]\npageRef = "/{section}"\nname = "{section.title()}"\nweight = {number}\n'
        for number, section in enumerate(SECTIONS, 1)
    )
    settings.write_text(header + settings.read_text("utf-8") + menu, "utf-8")
    for number, section in enumerate(SECTIONS, 1):
        _put(folder / f"content/{section}/_index.md", json.dumps({"title": section.title(), "weight": number}))
    _copy_look(folder / "assets/css", folder / "static")
    for path, data in corpus.files():
        _write_for_hugo(folder, path, data)


def _write_for_hugo(folder: Path, path: str, data: bytes) -> None:
    if path.startswith("content/articles/"):
        article = taken_apart(path, data.decode())
        _put(folder / hugo_path(path), hugo_article(article))
    elif path.startswith("content/authors/"):
        author = taken_apart(path, data.decode())
        header = {
            "title": author.data["name"],
            "description": _first_sentence(author.body),
            "params": {"job": author.data["title"]},
        }
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
    header: dict[str, Any] = {
        "title": data["title"],
        "description": data["standfirst"],
        "date": _moment(data["date"]),
        "authors": data["authors"],
        "tags": data["tags"],
        "archive": [f"{datetime.fromisoformat(data['date']):%B %Y}"],
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
    stylesheets = folder / "theme/static/css"
    _copy_look(stylesheets, folder / "content/extra")
    parts = [stylesheets / name for name in STYLESHEETS[:3]]
    _put(stylesheets / "site.css", "".join(part.read_text("utf-8") for part in parts))
    for part in parts:
        part.unlink()
    profiles = {}
    for path, data in corpus.files():
        if path.startswith("content/articles/"):
            _put(folder / path, pelican_article(taken_apart(path, data.decode())))
        elif path.startswith("content/authors/"):
            author = taken_apart(path, data.decode())
            profiles[author.data["name"]] = {
                "job": author.data["title"],
                "description": _first_sentence(author.body),
                "biography": author.body.strip(),
            }
        elif path.startswith("content/images/"):
            _put(folder / path, data)
    sections = {section: {"title": section.title(), "number": number} for number, section in enumerate(SECTIONS, 1)}
    settings = folder / "pelicanconf.py"
    known = f'\nJINJA_GLOBALS["SECTIONS"] = {sections}\nJINJA_GLOBALS["PROFILES"] = {json.dumps(profiles)}\n'
    settings.write_text(settings.read_text("utf-8") + known, "utf-8")


def pelican_article(article: Written) -> str:
    """Return an article as Pelican reads it: its common header of `Key: value` lines."""
    data = article.data
    lines = {
        "Title": data["title"],
        "Slug": article.path.stem,
        "Date": data["date"],
        "Authors": "; ".join(data["authors"]),
        "Tags": ", ".join(data["tags"]),
        "Summary": data["standfirst"],
        "Kind": data["type"],
    }
    if "image" in data:
        image = data["image"]
        lines |= {"Image": image["src"], "Image_Alt": image["alt"], "Image_Credit": image["credit"]}
    if "updated" in data:
        lines["Modified"] = data["updated"]
    if "series" in data:
        lines |= {"Series": data["series"]["name"], "Series_Index": data["series"]["part"]}
    if "corrections" in data:
        correction = data["corrections"][0]
        lines |= {"Correction": correction["text"], "Correction_Date": correction["date"]}
    if data.get("draft"):
        lines["Status"] = "draft"
    header = "".join(f"{key}: {value}\n" for key, value in lines.items())
    return f"{header}\n" + _LINK.sub(r"]({filename}/articles/\1.md)", article.body)


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].strip().removesuffix(".") + "."


def _copy_look(stylesheets: Path, root: Path) -> None:
    """Copy what a theme brings along: stylesheets, and at the root icons. Ours draws its icons; theirs are given."""
    stylesheets.mkdir(parents=True)
    for name in STYLESHEETS:
        shutil.copyfile(_LOOK / name, stylesheets / name)
    shutil.copyfile(_LOOK / "icon.svg", root / "icon.svg")
    for name, size in _ICONS.items():
        Image.new("RGB", (size, size), (0, 105, 79)).save(root / name)


def _put(file: Path, data: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data.encode() if isinstance(data, str) else data)
