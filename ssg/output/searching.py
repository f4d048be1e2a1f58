"""Search without a server: an index of the pages, made by Pagefind from their bytes, as files for the site.

Pagefind is a program; it comes with the extra `search`. It is run over the pages of articles and over plain pages, in a
folder that is thrown away, and only when one of them has changed. What is indexed of a page, and which filters it has,
its template says in `data-pagefind-` attributes.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from ssg.digest import DIGEST_SIZE, digest
from ssg.output.search_files import SearchIndex
from ssg.output.search_order import in_order
from ssg.output.store import Store
from ssg.pages.page import Page
from ssg.problems import Problem, Severity

FOLDER = "pagefind"
"""The folder of the index in the site."""
_STATE = "search"
_NEEDED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
"""Of what Pagefind writes, its own interface is left out: the theme has one."""
_NEEDED_ENDINGS = (".pf_meta", ".pf_index", ".pf_filter", ".pf_fragment", ".pagefind")


def search_index(pages: Iterable[Page], language: str, store: Store) -> tuple[SearchIndex | None, tuple[Problem, ...]]:
    """Return the index of pages that are in the store, in the language that decides which endings of words count.

    Without Pagefind there is none, and a warning says so.
    """
    indexed = sorted(pages, key=lambda page: page.path)
    try:
        program = version("pagefind_bin")
    except PackageNotFoundError:
        message = "search is on, but Pagefind is not installed: the search page leads to the archive"
        hint = "pip install 'standfirst[search]', or take [search] out of site.toml"
        return None, (Problem(message, hint, severity=Severity.WARNING),)
    key = digest((program, language, [(page.path, page.key) for page in indexed]))
    kept = store.state(_STATE)
    if kept and kept[:DIGEST_SIZE] == key:
        return SearchIndex(key, _unpack(kept[DIGEST_SIZE:])), ()
    files, problems = _run(indexed, language, store)
    if problems:
        return None, problems
    store.save_state(_STATE, key + _pack(files))
    return SearchIndex(key, files, made=True), ()


def _run(pages: list[Page], language: str, store: Store) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    from pagefind_bin import get_executable  # noqa: PLC0415  # an extra: it is there only where it was asked for

    with TemporaryDirectory(prefix="standfirst-search-") as name:
        site, out = Path(name, "site"), Path(name, "out")
        site.mkdir()
        values = store.load(page.key for page in pages)
        for page in pages:
            if page.key in values:
                target = site / page.path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(values[page.key])
        # One language, so that all articles are in one index; its name only chooses how words are cut to their stems.
        options = ["--site", str(site), "--output-path", str(out), "--force-language", language, "--quiet"]
        ran = subprocess.run([get_executable(), *options], capture_output=True, text=True, check=False)  # noqa: S603  # our own program and options
        if ran.returncode:
            said = (ran.stderr or ran.stdout).strip().splitlines()
            message = f"Pagefind could not make the search index: {said[-1] if said else 'it said nothing'}"
            return {}, (Problem(message, severity=Severity.WARNING),)
        found = sorted(path for path in out.rglob("*") if path.is_file())
        names = {path: path.relative_to(out).as_posix() for path in found}
        wanted = [path for path in found if names[path] in _NEEDED or names[path].endswith(_NEEDED_ENDINGS)]
        files = {f"{FOLDER}/{names[path]}": path.read_bytes() for path in wanted}
        try:
            return in_order(files), ()
        except (ValueError, IndexError, OSError):
            # Another version writes another format: search works, and two builds may differ in the order of filters.
            return files, ()


def _pack(files: Mapping[str, bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as archive:
        for name, data in files.items():
            archive.writestr(ZipInfo(name), data)
    return packed.getvalue()


def _unpack(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
