"""The files of an archive that are copied as they are: pictures above all."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from filecmp import cmp
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

from ssg.content.filing import file_paths
from ssg.content.pictures import look_at
from ssg.content.vectors import check_svg
from ssg.importers.archives.items import Attachment, Note, NoteKind
from ssg.importers.writing import Outcome
from ssg.problems import Problem, ProblemError

# What every site makes for itself, or what means something only to another host or generator.
_OWN = re.compile(
    r"/(?:index\.html?|404\.html?|robots\.txt|sitemap[^/]*\.xml|feed\.xml|atom\.xml|rss\.xml|_headers|_redirects|CNAME|"
    r"_config\.\w+|Gemfile(?:\.lock)?|Rakefile|package(?:-lock)?\.json|[^/]*\.gemspec|Makefile|(?:LICENSE|README)(?:\.(?:md|rst|txt))?)",
    re.IGNORECASE,
)


_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg)$", re.IGNORECASE)
_PATIENCE = 20
"""Seconds to wait for a picture of the old site."""
_LARGEST = 50_000_000


class Media:
    """Files to copy below `content/`, by their site paths in the archive."""

    def __init__(self, root: Path, files: Iterable[Attachment], *, force: bool, dry_run: bool) -> None:
        self._root, self._force, self._dry_run = root, force, dry_run
        self._files: dict[str, Path] = {}
        self.notes: list[Note] = []
        self.missed: list[Note] = []
        self._old_site = ""
        self._downloaded: dict[str, str] = {}
        folded: set[str] = set()
        for file in files:
            name = unicodedata.normalize("NFC", file.name)
            if wrong := unfit(name, file.location):
                self.notes.append(
                    Note(NoteKind.LOST, "file that cannot be copied", f"{name}: {wrong}", str(file.location))
                )
            elif name.casefold() in folded:
                self.notes.append(Note(NoteKind.LOST, "file whose name another one has", name, str(file.location)))
            else:
                folded.add(name.casefold())
                self._files[name] = file.location

    def __len__(self) -> int:
        return len(self._files)

    def names(self) -> Iterator[str]:
        """Return the site paths of all files."""
        return iter(self._files)

    def path_of(self, name: str) -> str:
        """Return the site path of a file that is copied, or an empty text."""
        name = unicodedata.normalize("NFC", name)
        if name in self._files:
            return name
        if self._old_site and _PICTURE.search(name) and name not in self._downloaded:
            self._downloaded[name] = self._download(name)
        return self._downloaded.get(name, "")

    def download_from(self, address: str) -> None:
        """From now on fetch pictures that are asked for and not there from the old site."""
        self._old_site = address.rstrip("/")

    def _download(self, name: str) -> str:
        """Fetch one picture and return its site path, or an empty text. One that is there already is not asked for."""
        path = f"content{name}"
        address = self._old_site + quote(name)
        if (self._root / path).exists():
            return name
        wrong = unfit(name) or ("" if address.startswith(("https://", "http://")) else "the old site has no address")
        if not wrong:
            try:
                request = Request(address, headers={"User-Agent": "Standfirst"})  # noqa: S310 - the scheme was looked at
                with urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310 - the same
                    data = answer.read(_LARGEST + 1)
                    kind = answer.headers.get_content_maintype()
                wrong = "it is no picture" if kind != "image" else "it is too large" if len(data) > _LARGEST else ""
            except (OSError, ValueError) as error:
                wrong = str(error)
        if wrong:
            self.missed.append(Note(NoteKind.LOST, "picture that could not be fetched", f"{address}: {wrong}"))
            return ""
        target = self._root / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_name(f".{target.name}.importing")
            draft.write_bytes(data)
            draft.replace(target)
        except OSError as error:
            wrong = f"{path}: {error.strerror or error}"
            self.missed.append(Note(NoteKind.LOST, "picture that could not be written", wrong))
            return ""
        return name

    def copy(self, name: str) -> Outcome:
        """Copy one file below `content/`. Raises ProblemError when another one stands there."""
        return self._copy(self._files[name], f"content{name}")

    def copy_beside(self, file: Attachment, folder: str) -> Outcome:
        """Copy a file of a bundle into the folder of its article."""
        name = unicodedata.normalize("NFC", file.name)
        return self._copy(file.location, f"{folder}/{name}")

    def _copy(self, source: Path, path: str) -> Outcome:
        if self._dry_run:
            return Outcome.PRINTED
        target = self._root / path
        try:
            there = target.exists()
            if there and cmp(source, target, shallow=False):
                return Outcome.UNCHANGED
            if there and not self._force:
                hint = "use --force to overwrite it"
                raise ProblemError([Problem("this file is there already, and is another one", hint, path)])
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_name(f".{target.name}.importing")
            shutil.copyfile(source, draft)
            draft.replace(target)
        except OSError as error:
            raise ProblemError([Problem(f"this cannot be copied: {error.strerror or error}", "", path)]) from None
        return Outcome.OVERWRITTEN if there else Outcome.WRITTEN


def unfit(name: str, location: Path | None = None) -> str:
    """Return why a file cannot be copied to a site path, or an empty text."""
    if _OWN.fullmatch(name):
        return "the site makes its own, or has no use for it"
    problems = file_paths([f"content{name}"]).problems
    if not problems and location is not None and _PICTURE.search(name):
        try:
            data = location.read_bytes()
        except OSError as error:
            return f"it cannot be read: {error.strerror or error}"
        if fault := look_at(data, name).fault:
            return f"it {fault}"
        problems = list(check_svg(data, name)) if name.lower().endswith(".svg") else []
    return problems[0].message if problems else ""
