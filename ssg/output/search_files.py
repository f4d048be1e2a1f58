"""The files of a search index."""

from __future__ import annotations

from collections.abc import Mapping

from ssg.frozen import frozen


@frozen
class SearchIndex:
    """The files of an index by their path in the site, the key of them all, and whether they were made just now."""

    key: bytes
    files: Mapping[str, bytes]
    made: bool = False
