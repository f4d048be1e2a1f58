"""Keys: two pages with the same key have the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from hashlib import blake2b

from ssg.content.markdown import engine_version
from ssg.digest import DIGEST_SIZE, digest
from ssg.engine import engine
from ssg.pages.page import Page, View
from ssg.settings import Settings
from ssg.theme.closure import SHORTCODES
from ssg.theme.theme import Theme
from ssg.views import Body, SiteView


def surroundings(view: View) -> bytes:
    """Return the digest of what a view holds of the site, whatever the page."""
    return digest((view.site, view.lists))


def key_in(setting: bytes, page: bytes) -> bytes:
    """Return the key of a page in a setting, by the digest of its own view."""
    return blake2b(setting + page, digest_size=DIGEST_SIZE).digest()


class Keys:
    """Makes the keys of one build."""

    def __init__(self, theme: Theme, settings: Settings) -> None:
        self._theme = theme
        self._parts_of_templates: dict[tuple[str, str], dict[str, str]] = {}
        self._parts_of_sites: dict[bytes, dict[str, str]] = {}
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

    def parts(self, page: Page) -> dict[str, str]:
        """Return what goes into a page's key, part by part: a name, and the beginning of a digest in hex.

        This is for people who ask why a page is made again; the key itself is made of fewer and larger parts.
        """
        parts = dict(self._template_parts(page.template, page.language))
        for name in sorted({name for body in page.bodies for name in body.shortcodes}):
            parts[f"shortcode {name}"] = _shown(self._theme.closure_digest(f"{SHORTCODES}{name}.html"))
        view = page.view
        for field in fields(view.page):
            parts[f"page.{field.name}"] = _shown(digest(getattr(view.page, field.name)))
        if view.site is not None:
            parts |= self._site_parts(view.site)
        parts |= {f"lists.{name}": _shown(digest(cards)) for name, cards in view.lists.items()}
        return parts

    def _template_parts(self, template: str, language: str) -> dict[str, str]:
        """Return the parts that all pages of a template share."""
        known = self._parts_of_templates.get((template, language))
        if known is not None:
            return known
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
        shown = self._parts_of_templates[template, language] = {name: _shown(part) for name, part in parts.items()}
        return shown

    def _site_parts(self, site: SiteView) -> dict[str, str]:
        """Return the parts of what pages see of the site, which is the same for most of them."""
        known = self._parts_of_sites.get(site.digest)
        if known is None:
            known = {f"site.{field.name}": _shown(digest(getattr(site, field.name))) for field in fields(site)}
            self._parts_of_sites[site.digest] = known
        return known

    def _shortcodes(self, names: Iterable[str]) -> list[bytes]:
        return [self._theme.closure_digest(f"{SHORTCODES}{name}.html") for name in sorted(names)]


def _shown(part: bytes) -> str:
    return part.hex()[:12]
