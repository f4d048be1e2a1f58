"""Slugs, URLs and output paths: pure functions on text.

Three spellings of one address occur. A *path URL* (`/news/a-story/`) starts at the site's root and knows no base path;
the plan is keyed by it. A *page URL* (`/blog/news/a-story/`) has the base path of the site's address in front: it is
what templates print. An *absolute URL* has scheme and host as well.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from anyascii import anyascii

# Names that Windows refuses for files, with or without an ending.
_RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")


@lru_cache(maxsize=16_384)
def slugify(text: str) -> str:
    """Return `text` as a slug: lower-case ASCII letters and digits joined by single hyphens; empty if none are left."""
    plain = anyascii(text).lower().replace("'", "").replace("&", " and ")
    return _NOT_SLUG.sub("-", plain).strip("-")


def title_of(slug: str) -> str:
    """Return a slug or the name of a folder as a title: `data-centres` gives `Data centres`."""
    words = slug.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def is_reserved(name: str) -> bool:
    """Tell whether Windows refuses a name for files and folders, whatever its ending."""
    return name.split(".", maxsplit=1)[0].casefold() in _RESERVED


def slug_problem(slug: str, noun: str = "a slug") -> str:
    """Return what is wrong with a slug that somebody wrote, or an empty text when it can be used.

    `noun` names another part of addresses that is held to the same rule.
    """
    if not SLUG.fullmatch(slug):
        return f"{noun} has lower-case letters a-z, digits, hyphens, dots and underscores only"
    if ".." in slug or is_reserved(slug):
        return "this name cannot be a folder on every computer"
    return ""


def output_path(path_url: str) -> str:
    """Return the file that serves a path URL, relative to the output folder: `/a/` gives `a/index.html`."""
    relative = path_url.lstrip("/")
    return relative + "index.html" if not relative or relative.endswith("/") else relative


def base_path(site_url: str) -> str:
    """Return the path of the site's address, with a slash at both ends: `https://x.org/blog` gives `/blog/`."""
    path = urlsplit(site_url).path.strip("/")
    return f"/{path}/" if path else "/"


@lru_cache(maxsize=65_536)
def page_url(base: str, path_url: str) -> str:
    """Return the page URL of a path URL under a base path, percent-encoded for use in a link."""
    return quote(base.rstrip("/") + path_url, safe="/#?=&%+:@!$'()*,;~")


@lru_cache(maxsize=65_536)
def absolute_url(site_url: str, page: str) -> str:
    """Return the absolute URL of a page URL on the site's host. What is absolute already stays as it is."""
    if is_external(page):
        return page
    return _origin(site_url) + page


@lru_cache(maxsize=64)
def _origin(url: str) -> str:
    """Return scheme and host of a URL. A build asks for that of its site all the time."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def is_external(url: str) -> bool:
    """Tell whether a link leaves the site: it has a scheme or a host. What is no URL at all (`https://[`) leaves it."""
    if ":" not in url and "//" not in url and url.isprintable():
        # Most links are paths, and there are tens of thousands of them. Line breaks and tabs would be taken out first.
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc)
