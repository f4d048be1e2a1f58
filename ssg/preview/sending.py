"""Sending files as they lie on the disk: they can be replaced, cut short or deleted while they are sent."""

from __future__ import annotations

import re

from h11 import LocalProtocolError
from starlette.responses import FileResponse
from starlette.types import Receive, Scope, Send

_RANGE = re.compile(rb"\s*bytes\s*=\s*(?:-\d{1,18}|(\d{1,18})-(\d{1,18})?)\s*", re.IGNORECASE)


class UnfinishedError(Exception):
    """The rest of an answer that has begun cannot be sent."""


class FileAnswer(FileResponse):
    """A file, or the one range of it that was asked for. Raises UnfinishedError where it changes meanwhile."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file."""
        headers = [(name, value) for name, value in scope["headers"] if name != b"range" or _is_range(value)]
        try:
            await super().__call__({**scope, "headers": headers}, receive, send)
        except (OSError, LocalProtocolError) as error:
            raise UnfinishedError from error


def _is_range(value: bytes) -> bool:
    """Tell whether a value is one range. What is none, or several, is answered with the whole file, as it may be."""
    found = _RANGE.fullmatch(value)
    return found is not None and (not found[2] or int(found[1]) <= int(found[2]))
