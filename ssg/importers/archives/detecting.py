"""Which system an archive is from, found out by its own marks, and its reader."""

from __future__ import annotations

import re
from collections import Counter
from importlib import import_module
from pathlib import Path

from ssg.importers.archives.folder import MARKDOWN, walk
from ssg.importers.archives.items import Archive
from ssg.problems import Problem, ProblemError

_FOLDERS = {
    "hugo": "hugo:HugoSite",
    "jekyll": "jekyll:JekyllSite",
    "pelican": "pelican:PelicanSite",
    "zola": "zola:ZolaSite",
}
_FILES = {
    "wordpress": "wordpress:WordPressExport",
    "ghost": "ghost:GhostExport",
    "feed": "feed:Feed",
}
_READERS = _FOLDERS | _FILES | {"html": "web_pages:WebPages"}
FORMATS = ("text", *_READERS)
"""Everything that can be imported, by the names of `--from`."""
_CHOICES = ", ".join((*_FOLDERS, "html"))

_HEAD = 4096
_GHOST = re.compile(rb'\s*\{\s*"(?:db|data|meta|exported_on)"\s*:')
_WORKSHOPS = ("package.json", "mkdocs.yml", "conf.py", "_includes", "_layouts")
"""What lies where pages are made and not where they end. Configurations of generators are found by their names."""
_CONFIGURATION = re.compile(
    r"\.eleventy\.js|(?:eleventy|astro|gatsby|next|nuxt|vite|docusaurus|gridsome)[.-]config\.\w+|_config\.\w+"
)
_SETTINGS = ("toml", "yaml", "yml", "json")


def detect(path: Path) -> str:
    """Return the format of a file or folder; `text` for a file with no marks of another.

    Raises ProblemError for a folder that is no site of a system that we know.
    """
    found = _of_folder(path) if path.is_dir() else _of_file(path)
    if found == "html" and path.is_dir() and (sign := _sign_of_workshop(path)):
        message = f"this folder is where the pages of a site are made, by a generator that we do not know ({sign})"
        hint = f"name the folder of the pages that it makes, or say with --from what it is: {_CHOICES}"
        raise ProblemError([Problem(message, hint, str(path))])
    if not found:
        hint = f"say with --from what it is: {_CHOICES}"
        raise ProblemError([Problem("this folder is no site of a generator that we know", hint, str(path))])
    return found


def open_archive(path: Path, name: str) -> Archive:
    """Return the reader of an archive.

    Raises ProblemError when the path is not of that format, and when a library that reads it is not installed.
    """
    if name in _FOLDERS and not path.is_dir():
        raise ProblemError([Problem(f"a {name.capitalize()} site is a folder", "name its root folder", str(path))])
    if name in _FILES and not path.is_file():
        raise ProblemError([Problem(f"an archive of the format {name} is a file", "name the file", str(path))])
    module, _, reader = _READERS[name].partition(":")
    try:
        archive: Archive = getattr(import_module(f"ssg.importers.archives.{module}"), reader)(path)
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] == "ssg":
            raise
        hint = 'pip install "standfirst[import]"'
        raise ProblemError([Problem(f"{missing.name} is not installed, which reads this", hint, str(path))]) from None
    return archive


def _of_folder(root: Path) -> str:
    def has(*names: str) -> bool:
        return any((root / name).exists() for name in names)

    if has("pelicanconf.py", "publishconf.py"):
        return "pelican"
    # Both have config.toml and content/; only Zola's templates are in templates/ and not in layouts/.
    if has("zola.toml") or (has("config.toml") and has("templates", "sass") and not has("layouts", "archetypes")):
        return "zola"
    configured = has(*(f"config.{ending}" for ending in _SETTINGS), "config/_default")
    if has(*(f"hugo.{ending}" for ending in _SETTINGS)) or (configured and has("content")):
        return "hugo"
    if has("_posts") or (has("_config.yml", "_config.yaml") and not has("content")):
        return "jekyll"
    return "html" if any(root.glob("*.htm*")) or any(root.glob("*/index.html")) else ""


def _sign_of_workshop(root: Path) -> str:
    """Return what tells that a folder has what pages are made of, and not the pages; an empty text for pages."""
    names = sorted(path.name for path in root.iterdir())
    sign = next((name for name in names if name in _WORKSHOPS or _CONFIGURATION.fullmatch(name)), "")
    if sign:
        return sign
    endings = Counter(path.suffix.lower() for path in walk(root, frozenset({"node_modules"})))
    texts, pages = sum(endings[ending] for ending in MARKDOWN), endings[".html"] + endings[".htm"] + endings[".xhtml"]
    return f"{texts:,} files of Markdown, {pages:,} of HTML" if texts > pages else ""


def _of_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD).removeprefix(b"\xef\xbb\xbf")
    except OSError:
        # What cannot be read is said by the reader, with the other files of the run.
        return "text"
    if b"wordpress.org/export/" in head or re.match(rb"\s*<\?xml[^>]*>\s*<!--[^>]*WordPress eXtended RSS", head):
        return "wordpress"
    if head.lstrip().startswith(b"{"):
        if b"jsonfeed.org/version" in head:
            return "feed"
        return "ghost" if b'"exported_on"' in head or _GHOST.match(head) else "text"
    if re.search(rb"<(?:rss|feed|rdf:RDF)[\s>]", head):
        return "feed"
    return "html" if re.match(rb"\s*(?:<!doctype html|<html[\s>])", head, re.IGNORECASE) else "text"
