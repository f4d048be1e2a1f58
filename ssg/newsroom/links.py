"""Links between content files, resolved to URLs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from functools import cached_property
from itertools import chain
from urllib.parse import unquote, urlsplit

import msgspec

from ssg.digest import digest
from ssg.frozen import frozen
from ssg.model import StaticFile, Text, Withheld
from ssg.newsroom.site import Site
from ssg.problems import Problem, did_you_mean
from ssg.urls import is_external, page_url
from ssg.views import Body

Answers = tuple[tuple[str, str, str, bytes], ...]
"""Targets as written, the URL and the fault of each, and the digest of the file of ours that it means, if any."""

CONTENT = "content"
# A site path with one of these endings must be a file of ours; one without may be any page, a feed or a host's own.
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
_PLAIN = re.compile(r"(?!//)[a-zA-Z0-9_./-]+")
"""A path and nothing else, written as it is meant: what most links are."""
_CHECKED_ENDINGS = (".md", ".pdf", ".mp3", ".mp4", ".webm", ".vtt", *_PICTURES)


@frozen
class Addresses:
    """All that decides where targets lead, beside settings and files that could not be read. It can be kept."""

    urls: Mapping[str, str]
    """The path URL of everything that is published, by the path of its file."""
    withheld: Mapping[str, str]
    """Why what is not published is withheld, by the path of its file."""
    files: Mapping[str, tuple[str, bytes]]
    """The path and the digest of each file that is copied, by its path URL."""

    @cached_property
    def digest(self) -> bytes:
        """Return the digest of all of it."""
        # Put together by hand: there is an address for each article, and no name of a file has a zero byte.
        urls = "\0".join(chain.from_iterable(self.urls.items())).encode("utf-8", "surrogatepass")
        return digest((urls, tuple(sorted(self.withheld.items())), tuple(sorted(self.files.items()))))

    def moved_since(self, before: Addresses) -> Set[str]:
        """Return the names of all files and addresses that are other now, came, or went: the last parts of them."""
        paths = (self.urls.items() ^ before.urls.items()) | (self.withheld.items() ^ before.withheld.items())
        files = self.files.items() ^ before.files.items()
        moved = [*(path for path, _ in paths), *(url for url, _ in files), *(path for _, (path, _) in files)]
        return {path.rpartition("/")[2] for path in moved}

    def to_bytes(self) -> bytes:
        """Return the addresses as bytes."""
        return msgspec.msgpack.encode((self.urls, self.withheld, self.files))

    @classmethod
    def from_bytes(cls, data: bytes) -> Addresses | None:
        """Return the addresses that were written as these bytes, or None when they are none."""
        try:
            return cls(*_addresses.decode(data))
        except msgspec.DecodeError:
            return None


_addresses = msgspec.msgpack.Decoder(tuple[dict[str, str], dict[str, str], dict[str, tuple[str, bytes]]])


def may_be_moved(target: str, moved: Set[str]) -> bool:
    """Tell whether a target can lead elsewhere since addresses with these names are others."""
    if target.startswith("#") or is_external(target):
        return False
    path = target.partition("#")[0].partition("?")[0]
    if not _PLAIN.fullmatch(path):
        # It is written otherwise than it is meant.
        return True
    name = path.rpartition("/")[2]
    return name in moved or (name in {"", ".", ".."} and not path.startswith("/"))


class Linker:
    """Resolves what a content file links to. Made once a plan, since it indexes every published file."""

    def __init__(self, site: Site) -> None:
        self._urls = site.urls
        self._base = site.settings.base
        self._unread = site.unread
        self._files: Mapping[str, StaticFile] = {file.path: file for file in site.files}
        self._by_url = {file.url: file for file in site.files}
        self._names = {path.rpartition("/")[2] for path in self._files}
        self._withheld: Mapping[str, Withheld] = {item.path: item.reason for item in site.withheld}
        self._asked: dict[str, frozenset[str]] = {}
        self._answers: dict[str, tuple[str, str, str, bytes]] = {}

    @cached_property
    def addresses(self) -> Addresses:
        """Return all that decides where a target leads, beside the settings and the files that could not be read."""
        files = {url: (file.path, file.digest) for url, file in self._by_url.items()}
        return Addresses(self._urls, self._withheld, files)

    def answers(self, path: str, targets: Iterable[str]) -> Answers:
        """Return all that is to be known of the targets in the file at `path`: where they lead, and to what file.

        What is made from the answers looks at no other target, and resolving another one in that file is refused.
        """
        asked = frozenset(targets)
        self._asked[path] = asked
        return tuple([self._answer(target, path) for target in sorted(asked)])

    def _answer(self, target: str, path: str) -> tuple[str, str, str, bytes]:
        # What begins at the site's root leads to the same place from every file.
        known = self._answers.get(target)
        if known is None:
            file = self.file(target, path)
            known = (target, *self.resolve(target, path), file.digest if file else b"")
            if target.startswith("/"):
                self._answers[target] = known
        return known

    def _check(self, target: str, path: str) -> None:
        if path in self._asked and target not in self._asked[path]:
            raise LookupError(f"{path} has a target that its recipe does not name: {target}")

    def resolve(self, target: str, path: str) -> tuple[str, str]:
        """Return the page URL of a link in the file at `path`, and what is wrong with it: one of the two is empty."""
        self._check(target, path)
        wanted, suffix = target, ""
        if not _PLAIN.fullmatch(target):
            if is_external(target) or target.startswith(("#", "//")):
                return target, ""
            parts = urlsplit(target)
            suffix = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
            wanted = unquote(parts.path)
        if wanted.startswith("/"):
            # The theme's assets are known two floors up.
            checked = wanted.lower().endswith(_CHECKED_ENDINGS) and not wanted.startswith("/assets/")
            if checked and wanted not in self._by_url:
                return "", f'"{target}" is no file of this site'
            return page_url(self._base, wanted) + suffix, ""
        found = posixpath.normpath(posixpath.join(posixpath.dirname(path), wanted))
        if found not in self._urls and not wanted.startswith("."):
            # A path from the content folder is understood as well: it survives the moving of the file it stands in.
            from_root = posixpath.join(CONTENT, posixpath.normpath(wanted))
            found = from_root if from_root in self._urls or from_root in self._withheld else found
        if found in self._urls:
            return page_url(self._base, self._urls[found]) + suffix, ""
        if found in self._unread:
            # The file is there and has an error of its own, which is reported; the link has none.
            return target, ""
        if found in self._withheld:
            return "", f'"{target}" is not published: it is {_IN_WORDS[self._withheld[found]]}'
        return "", f'"{target}" leads to no content file'

    def suggest(self, problem: Problem) -> Problem:
        """Return the problem of a broken link with a suggestion where one is near, any other problem as it is.

        Looking for one takes time, and would make a text's digest depend on its neighbours: so it is done here, for
        those that are reported, and not where a link is resolved.
        """
        broken = _BROKEN.fullmatch(problem.message)
        if broken is None or problem.hint:
            return problem
        wanted = unquote(broken["target"].partition("#")[0])
        if wanted.startswith("/"):
            return replace(problem, hint=_near(wanted, self._by_url))
        return replace(problem, hint=_near(posixpath.join(posixpath.dirname(problem.path), wanted), self._urls))

    def file(self, target: str, path: str) -> StaticFile | None:
        """Return the file of ours that a picture's source in the file at `path` means, or None."""
        self._check(target, path)
        wanted = unquote(target) if "%" in target else target
        name = wanted.rpartition("/")[2]
        # Most targets are articles, which is seen from their names; these three name the folder before them.
        if name not in self._names and name not in {"", ".", ".."}:
            return None
        if is_external(target):
            return None
        if target.startswith("/"):
            return self._by_url.get(wanted)
        return self._files.get(posixpath.normpath(posixpath.join(posixpath.dirname(path), wanted)))

    def body(self, text: Text, language: str, *, paid: bool = False) -> Body:
        """Return a text with its links resolved, ready to be turned into HTML; `paid` where somebody paid for it."""
        links: dict[str, str] = {}
        broken: dict[str, str] = {}
        sizes: dict[str, tuple[str, int, int]] = {}
        for target in text.targets:
            url, wrong = self.resolve(target.url, text.path)
            if wrong:
                broken[target.url] = wrong
                continue
            links[target.url] = url
            file = self.file(target.url, text.path)
            if file and file.fault:
                broken[target.url] = f'the picture "{target.url}" {file.fault}'
                del links[target.url]
            elif file and file.width:
                sizes[url] = (url, file.width, file.height)
        return Body(
            text.path,
            text.line,
            text.source,
            tuple(sorted(links.items())),
            tuple(sorted(sizes.values())),
            tuple(sorted(broken.items())),
            text.shortcodes,
            language,
            paid=paid,
        )


def is_broken_link(problem: Problem) -> bool:
    """Tell whether a problem is that of a link that leads nowhere, or not to what is published."""
    return _LEADS_NOWHERE.match(problem.message) is not None


_LEADS_NOWHERE = re.compile(r'".+" (?:leads to no content file|is no file of this site|is not published)')


_IN_WORDS = {
    Withheld.DRAFT: "a draft",
    Withheld.SCHEDULED: "scheduled for later",
    Withheld.EXPIRED: "expired",
    Withheld.EMBARGOED: "under embargo",
}


_BROKEN = re.compile(r'"(?P<target>.+)" (?:leads to no content file|is no file of this site)')


def _near(wanted: str, known: Mapping[str, object]) -> str:
    """Return a suggestion among what lies in the same folder, or has the same name elsewhere."""
    wanted = posixpath.normpath(wanted)
    name = posixpath.basename(wanted)
    near = [path for path in known if posixpath.basename(path) == name]
    if near:
        return f'did you mean "{min(near)}"?'
    neighbours = {posixpath.basename(path) for path in known if posixpath.dirname(path) == posixpath.dirname(wanted)}
    return did_you_mean(name, neighbours)
