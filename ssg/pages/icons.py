"""Icons of the site in all sizes that browsers and telephones ask for, and the web manifest, from one picture."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from ssg.content.pictures import SVG
from ssg.digest import digest
from ssg.frozen import frozen
from ssg.machine_views import PlainText
from ssg.newsroom.links import Linker
from ssg.newsroom.site import Site
from ssg.pages.draft import Draft
from ssg.pages.page import TEXT, Artwork
from ssg.pages.pictures import image_engine
from ssg.pages.presenting import HOME, Presenter
from ssg.problems import Problem
from ssg.settings import SETTINGS_FILE
from ssg.theme.theme import Theme
from ssg.urls import page_url
from ssg.views import IconLink

FAVICON, TOUCH, MANIFEST = "/favicon.ico", "/apple-touch-icon.png", "/site.webmanifest"
THEME_ICON = "icon.svg"
SIZES: Mapping[str, int] = {TOUCH: 180, "/icon-192.png": 192, "/icon-512.png": 512}
"""Path URLs of PNG icons, and how wide and high they are."""
FAVICON_SIZES = (16, 32, 48)


@frozen
class IconSet(Artwork):
    """The icons that are made from one picture, by their path URLs. `data` holds it where it is the theme's."""

    content: bytes
    data: bytes
    format: str
    url: str
    """The path URL of the picture itself."""
    urls: tuple[str, ...]

    @property
    def outputs(self) -> Mapping[str, bytes]:
        return {url: digest((image_engine(), self.content, url)) for url in self.urls}


def icon_set(site: Site, theme: Theme, linker: Linker) -> IconSet | None:
    """Return the icons of a site: of the picture in its settings, else of the theme's; None where there is neither.

    A file of the site's own at the address of an icon takes its place.
    """
    own = {file.url for file in site.files}
    urls = tuple(url for url in (FAVICON, *SIZES) if url not in own)
    wanted = site.settings.organisation.icon
    if wanted:
        file = linker.file(wanted, SETTINGS_FILE)
        usable = file is not None and file.format in {SVG, "png"}
        return IconSet(file.path, file.content, b"", file.format, file.url, urls) if file and usable else None
    asset = theme.assets.get(THEME_ICON)
    if asset is None:
        return None
    return IconSet("", asset.content, theme.contents[THEME_ICON], SVG, asset.url, urls)


def icon_problems(site: Site, linker: Linker) -> Iterator[Problem]:
    """Yield what is wrong with the icon of the settings."""
    wanted = site.settings.organisation.icon
    file = linker.file(wanted, SETTINGS_FILE) if wanted else None
    at = ("organisation", "icon")
    if wanted and file is None:
        yield Problem(f'"{wanted}" is no file of this site', "", SETTINGS_FILE, at=at)
    elif file and file.format not in {SVG, "png"}:
        yield Problem(f'the icon "{wanted}" is neither SVG nor PNG', "draw it as a square SVG", SETTINGS_FILE, at=at)
    elif file and file.width != file.height:
        yield Problem(f'the icon "{wanted}" is not square', "draw it as wide as it is high", SETTINGS_FILE, at=at)


def icon_links(icons: IconSet | None, base: str) -> tuple[IconLink, ...]:
    """Return what the head of every page says of the icons."""
    if icons is None:
        return ()
    vector = (IconLink("icon", page_url(base, icons.url), "image/svg+xml"),) if icons.format == SVG else ()
    return (
        IconLink("icon", page_url(base, FAVICON), sizes="32x32"),
        *vector,
        IconLink("apple-touch-icon", page_url(base, TOUCH)),
        IconLink("manifest", page_url(base, MANIFEST)),
    )


def manifest_drafts(presenter: Presenter, icons: IconSet | None) -> Iterator[Draft]:
    """Yield the web manifest, which says how the site looks on the screen of a telephone."""
    if icons is None or any(file.url == MANIFEST for file in presenter.site.files):
        return
    manifest = {
        "name": presenter.settings.title,
        "start_url": presenter.url(HOME),
        "display": "minimal-ui",
        "icons": [
            {"src": presenter.url(url), "sizes": f"{size}x{size}", "type": "image/png"}
            for url, size in SIZES.items()
            if url != TOUCH
        ],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    yield Draft(MANIFEST, TEXT, PlainText(text), "the web manifest")
