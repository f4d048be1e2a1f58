"""What files of themes came to before: only those that changed are analysed, or minified."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ssg.digest import digest
from ssg.theme.closure import Analysis
from ssg.theme.minifying import MINIFIED, minify

_Written = tuple[dict[bytes, Analysis], dict[bytes, bytes]]


class Analyses:
    """The analyses of templates by the digests of their sources: `known` from before, `used` by the theme of now.

    So with assets and what they are published as. All are values that only save time: functions of the source.
    """

    def __init__(
        self, known: Mapping[bytes, Analysis] | None = None, minified: Mapping[bytes, bytes] | None = None
    ) -> None:
        self.known = known if known is not None else {}
        self.used: dict[bytes, Analysis] = {}
        self._known_minified = minified if minified is not None else {}
        self._minified: dict[bytes, bytes] = {}

    def of(self, source: str, name: str, path: str) -> Analysis:
        """Return what a template says, which is in the file at `path`. Raises ProblemError."""
        content = digest(source)
        # Most templates go by two names.
        if content not in self.used:
            self.used[content] = self.known.get(content) or _analyse(source, name, path)
        return self.used[content]

    def minified(self, name: str, data: bytes) -> bytes:
        """Return the bytes that an asset is published with."""
        if not name.endswith(MINIFIED):
            return data
        source = digest((name, data))
        if source not in self._minified:
            self._minified[source] = self._known_minified.get(source) or minify(name, data)
        return self._minified[source]

    @property
    def has_changed(self) -> bool:
        """Tell whether the next build would be helped by others."""
        return (self.used.keys(), self._minified.keys()) != (self.known.keys(), self._known_minified.keys())

    def to_bytes(self) -> bytes:
        """Return all that was used as bytes."""
        return msgspec.msgpack.encode((self.used, self._minified))

    @classmethod
    def from_bytes(cls, data: bytes | None) -> Analyses:
        """Return what was written as these bytes; nothing when they are none of ours."""
        try:
            return cls(*msgspec.msgpack.decode(data, type=_Written)) if data else cls()
        except msgspec.DecodeError:
            return cls()


def _analyse(source: str, name: str, path: str) -> Analysis:
    # Jinja takes a while to import, and most builds know what all templates say.
    from ssg.theme.analysing import analyse  # noqa: PLC0415

    return analyse(source, name, path)
