"""What relating remembers from one run to the next: a plain value, which may be lost at any time.

It has two parts. What was chosen, with a digest of all that it was chosen from, is small: where nothing of that has
changed it is the answer, and nothing else is loaded, numpy included. The recommender's state is large, and may be that
of a run some time ago: it only saves work, whichever articles it is of. So it is kept anew not after every run, but
when the runs since then have done as much over and over again as keeping it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping, Sequence
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

_REASONS = 4
_VERSION = b"standfirst choice 2\n"
_DIGEST = 16
_STATE = b"standfirst related 4\n"
_CHECKSUM = 4
_KEEPING = 8
"""To keep a state takes as long as to compare or score one in so many of its documents."""


@frozen
class Found:
    """What a run came to. To another process it goes without the state: as the bytes of that, where they are to be
    kept."""

    choice: Choice = NOTHING
    state: State | None = None
    redone: int = 0
    """How many documents the runs since the state was kept have compared and scored, this one included."""
    written: bytes = b""

    def to_keep(self) -> Pieces:
        """Return the state as pieces if it is to be kept anew, otherwise none."""
        if self.state is not None and self.redone * _KEEPING > len(self.state.keys):
            return self.state.pieces()
        return (self.written,) if self.written else ()

    def __reduce__(self) -> tuple[type[Found], tuple[Choice, None, int, bytes]]:
        return Found, (self.choice, None, self.redone, b"".join(self.to_keep()))


@frozen
class Memory:
    """What the next run may begin with. `inputs` is the digest of all that was found from; `find` gives that, and may
    have to wait for it. `load` gives the state that was kept last."""

    inputs: bytes = b""
    find: Callable[[], Found] = field(default=Found, compare=False, repr=False)
    load: Callable[[], State | None] = field(default=lambda: None, compare=False, repr=False)
    recalled: bool = field(default=False, compare=False)
    """Whether this is what was kept, and nothing more."""
    redone: int = field(default=0, compare=False)
    """How many documents earlier runs have compared and scored, each of them beginning with the state that was kept."""
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
        state = self.found.to_keep()
        redone = 0 if state else self.found.redone
        numbers = len(self.choice).to_bytes(8, "big") + redone.to_bytes(8, "big")
        payload = self.inputs + numbers + self.choice.to_bytes()
        yield "choice", (_VERSION, blake2b(payload, digest_size=_DIGEST).digest(), payload)
        if state:
            yield "state", state


def recall(load: Callable[[str], bytes | None]) -> Memory:
    """Return the memory of which `load` gives the parts, by their names; None stands for one that is missing.

    A damaged part, or one of another version, is as if it were missing.
    """

    def state() -> State | None:
        payload = _opened(load("state") or b"")
        if payload is None:
            return None
        # Only now: while all this is looked through, numpy may be on its way.
        from ssg.newsroom.related.state import from_payload  # noqa: PLC0415 - brings numpy, often for nothing

        return from_payload(payload)

    def found() -> Found:
        articles = int.from_bytes(payload[_DIGEST : _DIGEST + 8], "big")
        return Found(choice_from(payload[_DIGEST + 16 :], articles, _REASONS) or NOTHING)

    payload = _payload(load("choice") or b"")
    redone = int.from_bytes(payload[_DIGEST + 8 : _DIGEST + 16], "big")
    return Memory(payload[:_DIGEST], found, state, recalled=True, redone=redone)


def sealed(parts: Pieces) -> Pieces:
    """Return the parts of a state under their checksum and the version of what made it."""
    checksum = 0
    for part in parts:
        checksum = crc32(part, checksum)
    return (_STATE, engine(), checksum.to_bytes(_CHECKSUM, "big"), *parts)


def _opened(data: bytes) -> memoryview | None:
    """Return what was sealed, or None when it is damaged or of another version."""
    version = _STATE + engine()
    begin = len(version) + _CHECKSUM
    payload = memoryview(data)[begin:]
    is_whole = data[:begin] == version + crc32(payload).to_bytes(_CHECKSUM, "big")
    return payload if is_whole and len(payload) >= 4 else None


def _payload(data: bytes) -> bytes:
    """Return what is under the checksum of what was chosen, or nothing where that is not what was kept."""
    begin = len(_VERSION) + _DIGEST
    payload = data[begin:]
    digest = blake2b(payload, digest_size=_DIGEST).digest()
    return payload if data[:begin] == _VERSION + digest and len(payload) >= _DIGEST + 16 else b""
