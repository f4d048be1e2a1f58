"""What stands at an address: a page, a file, a way to another address, or nothing."""

from __future__ import annotations

import unicodedata

from ssg.frozen import frozen
from ssg.page_views import RedirectPage
from ssg.pages.page import Artwork, CopiedFile, Page
from ssg.pages.presenting import SEARCH_INDEX
from ssg.preview.proof import Proof
from ssg.urls import page_url

NOT_FOUND = "/404.html"
NO_SEARCH = "no-search.js"
"""What stands for Pagefind, whose index is made of every page at the end of a build: it says so."""


@frozen
class ShownPage:
    """A page, with the status that it is sent with."""

    page: Page
    status: int = 200
    location: str = ""
    """Where an old address leads to."""


@frozen
class ShownFile:
    """A file that is sent as it is."""

    file: CopiedFile


@frozen
class ShownPicture:
    """A picture that is made when it is asked for."""

    url: str
    """Its path URL."""
    artwork: Artwork


@frozen
class ShownOwn:
    """A file of ours in the place of one that builds alone make."""

    name: str


@frozen
class Elsewhere:
    """The same thing has another address: a slash is missing, or the base path."""

    location: str


@frozen
class Nothing:
    """There is nothing, and no page that says so."""


Answer = ShownPage | ShownFile | ShownPicture | ShownOwn | Elsewhere | Nothing


def find(proof: Proof, path: str) -> Answer:
    """Return what stands at the path of a request, percent-decoded. The plan alone decides; no disk is looked at."""
    base = proof.settings.base
    # Names are in composed form, whatever the keyboard of the visitor makes.
    asked = unicodedata.normalize("NFC", path)
    if not asked.startswith(base):
        return Elsewhere(base) if asked in {"/", base.rstrip("/")} else _missing(proof)
    path_url = asked.removeprefix(base.rstrip("/"))
    as_folder = [path_url.removesuffix("index.html")] if path_url.endswith("/index.html") else []
    for spelling in (path_url, *as_folder):
        if spelling in proof.plan.pages:
            return _page(proof.plan.pages[spelling])
        if spelling in proof.plan.files:
            return ShownFile(proof.plan.files[spelling])
    if path_url in proof.plan.pictures:
        return ShownPicture(path_url, proof.plan.pictures[path_url])
    if path_url == f"{SEARCH_INDEX}pagefind.js" and proof.settings.search.enabled:
        return ShownOwn(NO_SEARCH)
    if f"{path_url}/" in proof.plan.pages:
        found = _page(proof.plan.pages[f"{path_url}/"])
        return found if found.location else Elsewhere(page_url(base, f"{path_url}/"))
    return _missing(proof)


def _page(page: Page) -> ShownPage:
    view = page.view.page
    return ShownPage(page, 301, view.target) if isinstance(view, RedirectPage) else ShownPage(page)


def _missing(proof: Proof) -> Answer:
    page = proof.plan.pages.get(NOT_FOUND)
    return ShownPage(page, 404) if page else Nothing()
