"""What each file under `content/` is, by its place alone: an article, an author, a term, a page, or a file to copy."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import field

from ssg.frozen import frozen
from ssg.model import Vocabulary
from ssg.problems import Problem
from ssg.urls import slug_problem, slugify

_ARTICLES = "content/articles"
_INDEX = "index.md"
_VOCABULARIES = {vocabulary.value for vocabulary in Vocabulary}
# A copy that an editor or a writer made of a Markdown file (`a.md.bak`): copied as it is, it could publish a draft.
_MARKDOWN_LIKE = re.compile(r"\.(?:md|markdown|mdown|mkd)(?:$|[^a-z0-9/][^/]*$)", re.IGNORECASE)
_UNFIT = re.compile(r'[<>:"|?*#%]|[. ]$')


@frozen
class Filing:
    """Paths under `content/` by what they are. `bundles` are the folders that belong to one article each."""

    articles: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    bundles: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def bundle_of(self, path: str) -> str:
        """Return the bundle that a file is in, or an empty text."""
        return next((folder for folder in _folders_above(path) if folder in self.bundles), "")


def _folders_above(path: str) -> Iterator[str]:
    """Yield the folders below `content/articles/` that a path is in, the innermost first."""
    folder = path.rpartition("/")[0]
    while len(folder) > len(_ARTICLES):
        yield folder
        folder = folder.rpartition("/")[0]


def file_paths(paths: Iterable[str]) -> Filing:
    """Tell what each path is. Paths without a right place, and names that no output could have, are problems."""
    filing = Filing()
    for path in paths:
        if path.endswith(".md"):
            _file_markdown(path, filing)
        elif _MARKDOWN_LIKE.search(path):
            hint = "name it .md, or delete it if it is a copy"
            filing.problems.append(Problem("a Markdown file must end in .md, or it would be published raw", hint, path))
        elif wrong := _unfit(path):
            filing.problems.append(wrong)
        else:
            filing.files.append(path)
    _find_bundles(filing)
    _refuse_twins(filing)
    return filing


def _file_markdown(path: str, filing: Filing) -> None:
    # Nearly all are articles.
    if path.startswith(f"{_ARTICLES}/") and path != f"{_ARTICLES}/{_INDEX}":
        filing.articles.append(path)
        return
    _, folder, *rest = path.split("/") if path.count("/") > 1 else (*path.split("/"), "")
    if folder == "articles":
        hint = "put it in a folder named after the article's slug"
        filing.problems.append(Problem("index.md is the article of a bundle, and this is no bundle", hint, path))
    elif folder == "pages" and rest != [_INDEX]:
        names = path.removesuffix(".md").split("/")[2:]
        wrong = next((name for name in names if slug_problem(name)), "")
        if wrong:
            filing.problems.append(_no_slug(wrong, path))
        else:
            filing.pages.append(path)
    elif folder == "pages":
        hint = "the home page is a template: layouts/home.html"
        filing.problems.append(Problem("this page would be the home page", hint, path))
    elif folder in {"authors", *_VOCABULARIES}:
        slug = path.rpartition("/")[2].removesuffix(".md")
        if len(rest) > 1:
            message = f"this must stand in content/{folder}/ itself"
            filing.problems.append(Problem(message, "move it out of its folder", path))
        elif slug_problem(slug):
            filing.problems.append(_no_slug(slug, path))
        else:
            (filing.authors if folder == "authors" else filing.terms).append(path)
    else:
        hint = "an article belongs in content/articles/, a page in content/pages/"
        filing.problems.append(Problem("a Markdown file here is no part of the site", hint, path))


def _no_slug(name: str, path: str) -> Problem:
    better = slugify(name)
    hint = f'rename it to "{better}"' if better and not slug_problem(better) else slug_problem(name)
    return Problem(f'the name "{name}" cannot be part of an address', hint, path)


def _find_bundles(filing: Filing) -> None:
    """Find the folders with an index.md. One with other articles in it is no bundle, and its index.md has no place."""
    folders = {path.rpartition("/")[0] for path in filing.articles if path.endswith(f"/{_INDEX}")}
    guests: dict[str, list[str]] = defaultdict(list)
    for path in filing.articles if folders else ():
        for above in _folders_above(path):
            if above in folders and path != f"{above}/{_INDEX}":
                guests[above].append(path)
    for folder, others in guests.items():
        index = f"{folder}/{_INDEX}"
        message = f"index.md makes its folder the bundle of one article, but {others[0]} is in it too"
        filing.problems.append(Problem(message, "rename index.md, or move the other article", index))
        filing.articles.remove(index)
    filing.bundles.update(folders - guests.keys())


def _unfit(path: str) -> Problem | None:
    """Return what keeps a file from having an address, if anything."""
    for name in path.split("/")[1:]:
        reserved = slug_problem(name.split(".")[0].lower()) if name[:3].lower() in _DEVICES else ""
        if _UNFIT.search(name):
            hint = 'rename it, without any of < > : " | ? * # % and without a dot or space at the end'
            return Problem(
                f'the name "{name}" cannot be part of an address, or of a file on every computer', hint, path
            )
        if reserved:
            return Problem(f'the name "{name}" cannot be a file on every computer', "rename it", path)
    return None


_DEVICES = {"con", "prn", "aux", "nul", "com", "lpt"}


def _refuse_twins(filing: Filing) -> None:
    """Refuse files whose names differ in case only: many systems, and some hosts, take them for one."""
    first: dict[str, str] = {}
    for path in list(filing.files):
        twin = first.setdefault(path.casefold(), path)
        if twin != path:
            filing.files.remove(path)
            message = f"this name differs from {twin} in capital letters only"
            filing.problems.append(Problem(message, "rename one of the two", path))
