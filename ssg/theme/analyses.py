"""What templates were found to say before: only those that changed are parsed to know what a page depends on."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from jinja2 import Environment

from ssg.digest import digest
from ssg.theme.closure import Analysis, analyse


class Analyses:
    """The analyses of templates by the digests of their sources: `known` from before, `used` by the theme of now.

    They are values that only save time: an analysis is a function of the source.
    """

    def __init__(self, known: Mapping[bytes, Analysis] | None = None) -> None:
        self.known = known if known is not None else {}
        self.used: dict[bytes, Analysis] = {}

    def of(self, environment: Environment, source: str, name: str) -> Analysis:
        """Return what a template says. Raises TemplateSyntaxError."""
        content = digest(source)
        # Most templates go by two names.
        if content not in self.used:
            self.used[content] = self.known.get(content) or analyse(environment, source, name)
        return self.used[content]

    @property
    def has_changed(self) -> bool:
        """Tell whether the next build would be helped by others."""
        return self.used.keys() != self.known.keys()

    def to_bytes(self) -> bytes:
        """Return the analyses that were used as bytes."""
        return msgspec.msgpack.encode(self.used)

    @classmethod
    def from_bytes(cls, data: bytes | None) -> Analyses:
        """Return the analyses that were written as these bytes; none when they are none of ours."""
        try:
            return cls(msgspec.msgpack.decode(data, type=dict[bytes, Analysis]) if data else {})
        except msgspec.DecodeError:
            return cls()
