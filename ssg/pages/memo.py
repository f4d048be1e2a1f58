"""What sketches came to before, so that planning a site again does not draft every page again.

A memo is a value that only saves time: a plan with any memo equals one with none. It maps the recipe of a page to its
gist. Both are digests of everything they stand for, so an entry never goes stale; it only stops being asked for. Beside
that it has the recipes of articles and their cards, which hold among the names and addresses that they were found
among, and knows which outputs were found to be in nobody's way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from typing import NamedTuple

import msgspec

from ssg.digest import DIGEST_SIZE
from ssg.newsroom.links import Addresses
from ssg.pages.page import Shown

_LENGTH = 2
"""Bytes of a length."""


class Gist(NamedTuple):
    """What is to be known of a page's draft without making it: the digest of its view, the digests of its texts, one
    after the other, and `common`, which many pages have in common: its language and the names of its shortcodes."""

    view: bytes
    common: bytes = b""
    texts: bytes = b""

    @property
    def language(self) -> str:
        """Return the language of the page, or an empty text."""
        return self.common.decode().split("\0")[0]

    @property
    def plain_texts(self) -> bytes | None:
        """Return the digests of the texts where none of them has a shortcode."""
        return None if b"\0" in self.common else self.texts

    @property
    def shortcodes(self) -> tuple[str, ...]:
        """Return the names of the shortcodes in its texts."""
        return tuple(self.common.decode().split("\0")[1:])

    def to_bytes(self) -> bytes:
        """Return the gist as bytes."""
        return self.view + len(self.common).to_bytes(_LENGTH) + self.common + self.texts

    @classmethod
    def from_bytes(cls, data: bytes) -> Gist:
        """Return the gist that was written as these bytes."""
        begin = DIGEST_SIZE + _LENGTH
        end = begin + int.from_bytes(data[DIGEST_SIZE:begin])
        return cls(data[:DIGEST_SIZE], data[begin:end], data[end:])


def gist_of(shown: Shown) -> Gist:
    """Return the gist of what a page shows."""
    page = shown.view.page
    shortcodes = {name for body in shown.bodies for name in body.shortcodes}
    common = "\0".join((getattr(page, "language", ""), *sorted(shortcodes))).encode()
    return Gist(page.digest, common, b"".join(body.digest for body in shown.bodies))


class Recollection(NamedTuple):
    """What a plan leaves for the next one: the gists of recipes, and the recipes of articles by the digest of each.

    `names` and `addresses` stand for those that the recipes were found among, and `outputs` for all outputs, where none
    of them was in the way of another.
    """

    gists: Mapping[bytes, bytes] = {}
    names: bytes = b""
    recipes: Mapping[bytes, bytes] = {}
    outputs: bytes = b""
    addresses: bytes = b""


_NOTHING = Recollection()


class Memo:
    """What is known from the last plan, and what this plan asked for or made. `load` gives the addresses of the last
    plan: they are large, and asked for where they are others now."""

    def __init__(self, last: Recollection = _NOTHING, load: Callable[[], Addresses | None] = lambda: None) -> None:
        self._last = last
        self._load = load
        self._addresses: Addresses | None = None
        self._gists: dict[bytes, bytes] = {}
        self._names = b""
        self._recipes: dict[bytes, bytes] = {}
        self._outputs = b""

    def recipes(self, names: bytes, addresses: Addresses) -> tuple[Mapping[bytes, bytes], Set[str], dict[bytes, bytes]]:
        """Return the recipes that are known of articles by their digests, the names of addresses that are others since
        then, and where to put those of this plan.

        `names` is a digest of all that recipes depend on besides the articles and addresses.
        """
        self._names, self._recipes, self._addresses = names, {}, addresses
        if names != self._last.names:
            return {}, frozenset(), self._recipes
        if addresses.digest == self._last.addresses:
            return self._last.recipes, frozenset(), self._recipes
        before = self._load()
        if before is None or before.digest != self._last.addresses:
            return {}, frozenset(), self._recipes
        return self._last.recipes, addresses.moved_since(before), self._recipes

    def find(self, recipe: bytes) -> bytes | None:
        """Return the gist of a recipe as bytes, or None."""
        gist = self._last.gists.get(recipe)
        if gist is not None:
            self._gists[recipe] = gist
        return gist

    def keep(self, recipe: bytes, gist: Gist) -> None:
        """Remember what a recipe came to."""
        self._gists[recipe] = gist.to_bytes()

    def are_apart(self, outputs: bytes) -> bool:
        """Tell whether outputs, by the digest of all of them, are known to be in nobody's way."""
        if outputs == self._last.outputs:
            self._outputs = outputs
        return outputs == self._outputs

    def keep_apart(self, outputs: bytes) -> None:
        """Remember that outputs are in nobody's way."""
        self._outputs = outputs

    @property
    def has_changed(self) -> bool:
        """Tell whether the next plan would be helped by other entries than this one was."""
        gists, names, recipes, outputs, _ = self._last
        if self._names != names or self._outputs != outputs or self.moved_addresses:
            return True
        return self._recipes.keys() != recipes.keys() or self._gists.keys() != gists.keys()

    @property
    def moved_addresses(self) -> Addresses | None:
        """Return the addresses of this plan where they are others than those of the last one."""
        now = self._addresses
        return now if now and now.digest != self._last.addresses else None

    def next(self) -> Memo:
        """Return the memo for the next plan."""
        if not self._gists:
            return Memo(self._last, self._load)
        addresses = self._addresses
        return Memo(self._recollection(), lambda: addresses)

    def to_bytes(self) -> bytes:
        """Return what the next plan may want to know as bytes."""
        return msgspec.msgpack.encode(self._recollection())

    def _recollection(self) -> Recollection:
        addresses = self._addresses.digest if self._addresses else b""
        return Recollection(self._gists, self._names, self._recipes, self._outputs, addresses)

    @classmethod
    def from_bytes(cls, data: bytes | None, load: Callable[[], bytes | None] = lambda: None) -> Memo:
        """Return the memo that was written as these bytes; an empty one when they are none of ours. `load` gives the
        addresses of that plan as bytes."""
        try:
            last = Recollection(*_decoder.decode(data)) if data else _NOTHING
        except msgspec.DecodeError:
            last = _NOTHING
        long_enough = all(len(gist) >= DIGEST_SIZE + _LENGTH for gist in last.gists.values())
        digests = all(len(recipe) == 2 * DIGEST_SIZE for recipe in last.recipes.values())
        return cls(last if long_enough and digests else _NOTHING, lambda: Addresses.from_bytes(load() or b""))


_decoder = msgspec.msgpack.Decoder(tuple[dict[bytes, bytes], bytes, dict[bytes, bytes], bytes, bytes])
