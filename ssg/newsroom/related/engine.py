"""The digest of our own code that relates: what another version of it has found is not to be taken for its own."""

from __future__ import annotations

import sys
from functools import cache
from hashlib import blake2b
from pathlib import Path

from ssg.content import code_spans, scanning
from ssg.engine import installed


@cache
def engine() -> bytes:
    """Return the digest of everything outside a site that suggestions depend on, 16 bytes."""
    stemmer = [name for name in installed() if name.startswith("snowballstemmer-")]
    found = blake2b(f"{sys.version_info[:2]} {stemmer}".encode(), digest_size=16)
    for source in (*sorted(Path(__file__).parent.glob("*.py")), Path(scanning.__file__), Path(code_spans.__file__)):
        found.update(source.read_bytes())
    return found.digest()
