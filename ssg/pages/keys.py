"""Keys: two pages with the same key have the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from hashlib import blake2b
from typing import Any, NamedTuple

from ssg.content.marking.engine import engine_version
from ssg.digest import DIGEST_SIZE, MARK_SIZE, digest
from ssg.engine import engine
from ssg.pages.page import Page, View
from ssg.settings import Settings
from ssg.theme.closure import SHORTCODES
from ssg.theme.theme import Theme
from ssg.views import Body

_PART = 6
"""Bytes of a part that pages have in common."""


def surroundings(view: View) -> bytes:
    """Return the digest of what a view holds of the site, whatever the page."""
    return digest((view.site, view.lists))


def key_in(setting: bytes, page: bytes) -> bytes:
    """Return the key of a page in a setting, by the digest of its own view."""
    return blake2b(setting + page, digest_size=DIGEST_SIZE).digest()


class Parts(NamedTuple):
    """What goes into a page's key, part by part, for people who ask why a page is made again; the key itself is made of
    fewer and larger parts.

    A part is the beginning of a digest, or a mark. `common` is what thousands of pages have in common, as JSON: those
    parts that are the same for all of them, by name, and the names of what is in `own`, one mark after the other.
    """

    common: str
    own: bytes

    def named(self) -> dict[str, str]:
        """Return all parts in hex, by name."""
        known: dict[str, Any] = json.loads(self.common)
        own = [self.own[begin : begin + MARK_SIZE].hex() for begin in range(0, len(self.own), MARK_SIZE)]
        # Where there is not one for each name, they are of another version, and tell nothing.
        names = known["own"] if len(known["own"]) == len(own) else ()
        return {**known["common"], **dict(zip(names, own, strict=False))}


class Keys:
    """Makes the keys of one build."""

    def __init__(self, theme: Theme, settings: Settings) -> None:
        self._theme = theme
        self._common: dict[object, str] = {}
        # What the engine itself looks at while it renders, whatever the template.
        marking = engine_version(settings.markdown, settings.language)
        self._always = digest((engine(), marking, settings.url, settings.timezone))

    def key(self, template: str, view: View, bodies: Iterable[Body], language: str) -> bytes:
        """Return the key of a page: engine, template closure, templates of the shortcodes that it shows, view."""
        shortcodes = tuple(sorted({name for body in bodies for name in body.shortcodes}))
        return key_in(self.setting(template, language, shortcodes, surroundings(view)), view.page.digest)

    def setting(self, template: str, language: str, shortcodes: tuple[str, ...], around: bytes) -> bytes:
        """Return the digest of all of a page's key but what its own view holds: many pages share it."""
        closure = self._theme.closure_digest(template) if template in self._theme.templates else b""
        return digest((self._always, template, closure, self._shortcodes(shortcodes), language, around))

    def body_key(self, body: Body) -> bytes:
        """Return the key of a text's HTML: engine, templates of its shortcodes, source and resolved links."""
        return self._text_key(body.shortcodes, body.digest)

    def _text_key(self, shortcodes: Iterable[str], text: bytes) -> bytes:
        return digest((self._always, self._shortcodes(shortcodes), text))

    def text_keys(self, page: Page) -> dict[bytes, bytes]:
        """Return the keys of the HTML of a page's texts by the digests of these, without making what the page shows
        where that can be done."""
        if page.plain_texts is None:
            return {body.digest: self.body_key(body) for body in page.bodies}
        return {text: self._text_key((), text) for text in page.texts}

    def parts(self, page: Page) -> Parts:
        """Return what goes into a page's key, part by part."""
        view = page.view
        shortcodes = tuple(sorted({name for body in page.bodies for name in body.shortcodes}))
        site = view.site.digest if view.site else b""
        kind = (page.template, page.language, shortcodes, site, type(view.page), tuple(view.lists))
        if kind not in self._common:
            self._common[kind] = self._common_parts(page, shortcodes)
        own = [view.page.marks, *[digest(cards)[:MARK_SIZE] for cards in view.lists.values()]]
        return Parts(self._common[kind], b"".join(own))

    def _common_parts(self, page: Page, shortcodes: Iterable[str]) -> str:
        """Return the first of a page's parts."""
        view = page.view
        parts = self._template_parts(page.template, page.language)
        for name in shortcodes:
            parts[f"shortcode {name}"] = self._theme.closure_digest(f"{SHORTCODES}{name}.html")
        if view.site is not None:
            parts |= {f"site.{field.name}": digest(getattr(view.site, field.name)) for field in fields(view.site)}
        own = [f"page.{field.name}" for field in fields(view.page) if field.compare] + [
            f"lists.{name}" for name in view.lists
        ]
        return json.dumps({"common": {name: part[:_PART].hex() for name, part in parts.items()}, "own": own})

    def _template_parts(self, template: str, language: str) -> dict[str, bytes]:
        """Return the parts that all pages of a template share."""
        parts = {"engine": engine(), "settings": self._always, "language": digest(language)}
        if template in self._theme.templates:
            closure = self._theme.closure(template)
            parts |= {f"template {name}": self._theme.templates[name].digest for name in closure.templates}
            parts |= {
                f"asset {name}": asset.digest for name, asset in closure.of(closure.assets, self._theme.assets).items()
            }
            words = self._theme.words(language).catalogue
            parts |= {f"word {name}": digest(word) for name, word in closure.of(closure.words, words).items()}
            options = closure.of(closure.options, self._theme.options)
            parts |= {f"option {name}": digest(option) for name, option in options.items()}
        return parts

    def _shortcodes(self, names: Iterable[str]) -> list[bytes]:
        return [self._theme.closure_digest(f"{SHORTCODES}{name}.html") for name in sorted(names)]
