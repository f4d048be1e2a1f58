"""The theme: the templates that win, what each depends on, options, words, lists and assets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from ssg.digest import Value, digest
from ssg.frozen import frozen
from ssg.settings import ListSettings
from ssg.theme.card_design import CardDesign
from ssg.theme.closure import EVERYTHING, SHORTCODES, Analysis, Closure, find_closure
from ssg.theme.words import FALLBACK, Words, languages_to_try


@frozen
class Template(Value):
    """A template's source and the file it is from, relative to the site's root (or inside a theme that we bring)."""

    name: str
    path: str
    source: str


@frozen
class Asset(Value):
    """A file of the theme's `assets/`, and the path URL it is published at."""

    name: str
    path: str
    url: str
    content: bytes
    """The digest of its bytes."""
    shadowed: tuple[str, ...] = ()
    """The files of parents whose place it takes, the nearest first."""
    parts: tuple[str, ...] = ()
    """For a bundle: the names of the assets in it."""


@frozen
class Theme:
    """A loaded theme. Templates are found by name (`article.html`) and by theme (`broadsheet:article.html`)."""

    name: str
    chain: tuple[str, ...]
    """The theme and its parents, the theme itself first."""
    templates: Mapping[str, Template]
    analyses: Mapping[str, Analysis]
    options: Mapping[str, Any]
    lists: Mapping[str, ListSettings]
    catalogues: Mapping[str, Words]
    assets: Mapping[str, Asset]
    contents: Mapping[str, bytes]
    """The bytes of each asset, by its name."""
    pictures: frozenset[str] = frozenset()
    """The names of the options that are pictures of the site."""
    card: CardDesign | None = None
    """How cards of articles without a picture look; None where none are drawn."""
    language: str = FALLBACK
    """That of the site: its words stand where those of a page's language are missing."""

    def words(self, language: str) -> Words:
        """Return the catalogue for a language: word by word its own, else that of the wider language, else that of the
        site's, else English."""
        words: dict[str, str | Mapping[str, str]] = {}
        for tag in reversed(languages_to_try(language, self.language)):
            if tag in self.catalogues:
                words |= self.catalogues[tag].catalogue
        return Words(language, words)

    def language_of_words(self, language: str) -> str:
        """Return the language that `words` speaks: the one asked for, where the theme knows it."""
        for wanted in (language, self.language):
            if any(tag in self.catalogues for tag in (wanted.lower(), wanted.lower().split("-")[0])):
                return wanted
        return FALLBACK

    @cached_property
    def published(self) -> tuple[Asset, ...]:
        """Return the assets that become files of the site: what is in a bundle only where a template names it, too."""
        bundled = {part for asset in self.assets.values() for part in asset.parts}
        named = self.mentioned("asset")
        wanted = self.assets.keys() if EVERYTHING in named else self.assets.keys() - (bundled - named)
        return tuple(asset for name, asset in self.assets.items() if name in wanted)

    def mentioned(self, owner: str) -> frozenset[str]:
        """Return what templates mention of one owner (see `Mention`): `EVERYTHING` for a computed name."""
        return frozenset(
            mention.name
            for analysis in self.analyses.values()
            for mention in analysis.mentions
            if mention.owner == owner
        )

    @cached_property
    def shortcodes(self) -> tuple[str, ...]:
        """Return the names of the shortcodes that the theme and the site have templates for."""
        return tuple(
            sorted(
                name.removeprefix(SHORTCODES).removesuffix(".html")
                for name in self.templates
                if name.startswith(SHORTCODES) and name.endswith(".html")
            )
        )

    def closure(self, template: str) -> Closure:
        """Return what a template reaches. Computed once."""
        if template not in self._closures:
            self._closures[template] = find_closure(template, self.analyses)
        return self._closures[template]

    def closure_digest(self, template: str) -> bytes:
        """Return the digest of all that a page's bytes can depend on through its template. Computed once."""
        if template not in self._digests:
            closure = self.closure(template)
            self._digests[template] = digest(
                (
                    sorted((name, self.templates[name].digest) for name in closure.templates),
                    sorted(closure.absent),
                    closure.of(closure.assets, self.assets),
                    closure.of(closure.options, self.options),
                    # Which language a page is in is part of its key; here stand the words of all of them.
                    {tag: closure.of(closure.words, words.catalogue) for tag, words in self.catalogues.items()},
                )
            )
        return self._digests[template]

    @cached_property
    def _closures(self) -> dict[str, Closure]:
        return {}

    @cached_property
    def _digests(self) -> dict[str, bytes]:
        return {}
