"""What relating remembers from one run to the next: a plain value, which may be lost at any time.

It has three parts. What was chosen, with a digest of all that it was chosen from, is small: where nothing of that has
changed it is the answer, and nothing else is loaded, numpy included. The recommender's state is large, 2.5 KB for each
article. So it is kept anew only when much of it is new, and after other runs a patch is: what has changed since then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import field
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING
from zlib import crc32

from ssg.frozen import frozen
from ssg.newsroom.related.choice import NOTHING, Choice, choice_from
from ssg.newsroom.related.engine import engine

if TYPE_CHECKING:
    # Only for the type: it brings numpy with it, which takes longer to load than all that is here.
    from ssg.newsroom.related.state import State
    from ssg.newsroom.related.terms import Counted

Pieces = Sequence[bytes | memoryview]
"""Bytes in several pieces, one after the other: to put together what is large would take as much memory again."""

PARTS = ("choice", "state", "patch")
"""The names of what is kept."""
_REASONS = 4
_VERSION = b"standfirst choice 1\n"
_DIGEST = 16
STATE, PATCH = b"standfirst related 5\n", b"standfirst patch 1\n"
"""Versions of what is sealed."""
_CHECKSUM = 4


@frozen
class Found:
    """What a run came to. To another process it goes without the state: as the bytes of what is to be kept of that."""

    choice: Choice = NOTHING
    state: State | None = None
    written: Mapping[str, Pieces] = field(default_factory=dict)

    def to_keep(self) -> Mapping[str, Pieces]:
        """Return what is to be kept of the state, by its name: all of it, or what has changed since it was kept."""
        if self.state is None:
            return self.written
        from ssg.newsroom.related.patching import patch  # noqa: PLC0415 - brings numpy, which is there by now

        changed = patch(self.state)
        # What was changed in another state is of no use any more.
        return {"patch": changed} if changed else {"state": self.state.pieces(), "patch": ()}

    def __reduce__(self) -> tuple[type[Found], tuple[Choice, None, Mapping[str, Pieces]]]:
        return Found, (self.choice, None, {name: (b"".join(pieces),) for name, pieces in self.to_keep().items()})


@frozen
class Memory:
    """What the next run may begin with. `inputs` is the digest of all that was found from; `find` gives that, and may
    have to wait for it. `load` gives the state that was kept last."""

    inputs: bytes = b""
    find: Callable[[], Found] = field(default=Found, compare=False, repr=False)
    load: Callable[[], State | None] = field(default=lambda: None, compare=False, repr=False)
    recalled: bool = field(default=False, compare=False)
    """Whether this is what was kept, and nothing more."""
    counted: MutableMapping[bytes, Counted] = field(default_factory=dict, compare=False, repr=False)
    """The terms of texts that were counted just now by other processes, by the digests of their articles. Relating
    takes them out one by one: those of 100,000 articles are a quarter of a gigabyte."""

    @cached_property
    def found(self) -> Found:
        """Return what was found."""
        return self.find()

    @property
    def choice(self) -> Choice:
        """Return what was chosen."""
        return self.found.choice

    @cached_property
    def state(self) -> State | None:
        """Return the recommender's state, loaded when it is first asked for, unless it is at hand."""
        at_hand = None if self.recalled else self.found.state
        return self.load() if at_hand is None else at_hand

    def parts(self) -> Iterator[tuple[str, Pieces]]:
        """Yield what is to be kept, by its name: what is other than what was recalled."""
        if self.recalled:
            return
        payload = self.inputs + len(self.choice).to_bytes(8, "big") + self.choice.to_bytes()
        yield "choice", (_VERSION, blake2b(payload, digest_size=_DIGEST).digest(), payload)
        yield from self.found.to_keep().items()


def recall(load: Callable[[str], bytes | None]) -> Memory:
    """Return the memory of which `load` gives the parts, by their names; None stands for one that is missing.

    A damaged part, or one of another version, is as if it were missing.
    """

    def state() -> State | None:
        kept, changed = _opened(load("state") or b"", STATE), _opened(load("patch") or b"", PATCH)
        if kept is None:
            return None
        # Only now: while all this is looked through, numpy may be on its way.
        from ssg.newsroom.related.patching import patched  # noqa: PLC0415 - brings numpy, often for nothing
        from ssg.newsroom.related.state import from_payload  # noqa: PLC0415 - the same

        state = from_payload(*kept)
        return state if state is None or changed is None else patched(state, changed[0])

    def found() -> Found:
        articles = int.from_bytes(payload[_DIGEST : _DIGEST + 8], "big")
        return Found(choice_from(payload[_DIGEST + 8 :], articles, _REASONS) or NOTHING)

    payload = _payload(load("choice") or b"")
    return Memory(payload[:_DIGEST], found, state, recalled=True)


def sealed(version: bytes, parts: Pieces) -> Pieces:
    """Return the parts of something under their checksum and the version of what made it."""
    checksum = 0
    for part in parts:
        checksum = crc32(part, checksum)
    return (version, engine(), checksum.to_bytes(_CHECKSUM, "big"), *parts)


def _opened(data: bytes, version: bytes) -> tuple[memoryview, bytes] | None:
    """Return what was sealed and its checksum, or None when it is damaged or of another version."""
    version += engine()
    begin = len(version) + _CHECKSUM
    payload = memoryview(data)[begin:]
    checksum = crc32(payload).to_bytes(_CHECKSUM, "big")
    return (payload, checksum) if data[:begin] == version + checksum and len(payload) >= 4 else None


def _payload(data: bytes) -> bytes:
    """Return what is under the checksum of what was chosen, or nothing where that is not what was kept."""
    begin = len(_VERSION) + _DIGEST
    payload = data[begin:]
    digest = blake2b(payload, digest_size=_DIGEST).digest()
    return payload if data[:begin] == _VERSION + digest and len(payload) >= _DIGEST + 8 else b""
