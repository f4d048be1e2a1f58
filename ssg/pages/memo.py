"""What sketches came to before, so that planning a site again does not draft every page again.

A memo is a value that only saves time: a plan with any memo equals one with none. It maps the recipe of a page to its
gist. Both are digests of everything they stand for, so an entry never goes stale; it only stops being asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from ssg.digest import DIGEST_SIZE
from ssg.pages.page import Shown


@dataclass(frozen=True)
class Gist:
    """What a page's key needs to know of its draft: the view's digest, the language, the names of its shortcodes."""

    view: bytes
    language: str = ""
    shortcodes: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """Return the gist as bytes."""
        return self.view + "\0".join((self.language, *self.shortcodes)).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Gist:
        """Return the gist that was written as these bytes."""
        language, *shortcodes = data[DIGEST_SIZE:].decode().split("\0")
        return cls(data[:DIGEST_SIZE], language, tuple(shortcodes))


def gist_of(shown: Shown) -> Gist:
    """Return the gist of what a page shows."""
    page = shown.view.page
    shortcodes = {name for body in shown.bodies for name in body.shortcodes}
    return Gist(page.digest, getattr(page, "language", ""), tuple(sorted(shortcodes)))


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
        return cls(known if all(len(gist) >= DIGEST_SIZE for gist in known.values()) else {})
