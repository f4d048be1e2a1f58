"""What sketches came to before, so that planning a site again does not draft every page again.

A memo is a value that only saves time: a plan with any memo equals one with none. It maps the recipe of a page to its
gist. Both are digests of everything they stand for, so an entry never goes stale; it only stops being asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from ssg.digest import DIGEST_SIZE
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


class Memo:
    """The gists of recipes: `known` from the last plan, and `used`, those that this plan asked for or made."""

    def __init__(self, known: Mapping[bytes, bytes] | None = None) -> None:
        self.known = known if known is not None else {}
        self.used: dict[bytes, bytes] = {}

    def find(self, recipe: bytes) -> bytes | None:
        """Return the gist of a recipe as bytes, or None."""
        gist = self.known.get(recipe)
        if gist is not None:
            self.used[recipe] = gist
        return gist

    def keep(self, recipe: bytes, gist: Gist) -> None:
        """Remember what a recipe came to."""
        self.used[recipe] = gist.to_bytes()

    @property
    def has_changed(self) -> bool:
        """Tell whether the next plan would be helped by other entries than this one was."""
        return self.used.keys() != self.known.keys()

    def to_bytes(self) -> bytes:
        """Return the entries that were used as bytes."""
        return msgspec.msgpack.encode(self.used)

    @classmethod
    def from_bytes(cls, data: bytes | None) -> Memo:
        """Return the memo that was written as these bytes; an empty one when they are none of ours."""
        try:
            known = msgspec.msgpack.decode(data or b"\x80", type=dict[bytes, bytes])
        except msgspec.DecodeError:
            known = {}
        return cls(known if all(len(gist) >= DIGEST_SIZE + _LENGTH for gist in known.values()) else {})
