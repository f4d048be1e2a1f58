"""The terms of a document, counted: what is kept of a text from one build to the next.

A term is a number below 2^22, the digest of its form. Two terms in four million fall together by chance, which changes
nothing that a reader could see, and spares a vocabulary that would have to be kept in step with the articles.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ssg.content.scanning import bare_text
from ssg.frozen import frozen
from ssg.newsroom.related.ragged import Ints, Ragged, starts_of, sums
from ssg.newsroom.related.words import base_language, reader, words

SLOTS = 1 << 22
"""How many terms can be told apart."""
MOST = 255
"""A term counts at most so often."""
_BLOCK = 4096


class Counted(NamedTuple):
    """The terms of a text, ascending, as whole numbers of 4 bytes, and how often each stands in it, as one byte: `MOST`
    is the most."""

    slots: bytes
    times: bytes


@frozen
class Document:
    """What the recommender sees of an article."""

    id: str
    """Unique."""
    language: str
    title: str
    source: str
    """Its body in Markdown."""
    subjects: tuple[str, ...] = ()
    """What it is filed under: `tags/5g`, `series/the-cut`."""
    counted: Counted | None = None
    """The terms of its text, where they have been counted already."""

    @property
    def text(self) -> str:
        """Return title and body without markup."""
        return f"{self.title}\n{bare_text(self.source)}"


@frozen
class Counts:
    """The terms of documents, ascending in each, and how often each stands in its document."""

    slots: Ragged[np.uint32]
    counts: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.slots)

    @property
    def nbytes(self) -> int:
        """Return how many bytes they take."""
        return self.slots.starts.nbytes + self.slots.values.nbytes + self.counts.nbytes

    def take(self, rows: Ints) -> Counts:
        """Return some of the documents."""
        return Counts(self.slots.take(rows), Ragged(self.slots.starts, self.counts).take(rows).values)

    def followed_by(self, others: Counts) -> Counts:
        """Return these documents and others after them."""
        if not len(self) or not len(others):
            return self if len(self) else others
        starts = np.concatenate((self.slots.starts, self.slots.starts[-1] + others.slots.starts[1:]))
        slots = np.concatenate((self.slots.values, others.slots.values))
        return Counts(Ragged(starts, slots), np.concatenate((self.counts, others.counts)))


@frozen
class CountsInParts:
    """The counts of documents: those that were kept, and after them those of documents that came since. To put the two
    together would copy all for the sake of a few."""

    kept: Counts
    more: Counts

    @staticmethod
    def of(counts: Counts) -> CountsInParts:
        """Return counts as they are, and none after them."""
        return CountsInParts(counts, counts.take(np.zeros(0, np.int64)))

    def __len__(self) -> int:
        return len(self.kept) + len(self.more)

    def take(self, rows: Ints) -> Counts:
        """Return some of the documents."""
        later = rows >= len(self.kept)
        here, there = np.flatnonzero(~later), np.flatnonzero(later)
        if not len(there):
            return self.kept.take(rows)
        found = self.kept.take(rows[here]).followed_by(self.more.take(rows[there] - len(self.kept)))
        places = np.empty(len(rows), np.int64)
        places[np.concatenate((here, there))] = np.arange(len(rows))
        return found.take(places)

    def having(self, terms: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which documents have one of the terms that are marked, (SLOTS,)."""
        found = np.zeros(len(self), bool)
        for begin, counts in ((0, self.kept), (len(self.kept), self.more)):
            hits = np.flatnonzero(terms[counts.slots.values])
            found[begin + np.searchsorted(counts.slots.starts, hits, side="right") - 1] = True
        return found

    def together(self) -> Counts:
        """Return the counts of all."""
        return self.kept.followed_by(self.more)

    def followed_by(self, others: Counts) -> CountsInParts:
        """Return these documents and others after them."""
        return CountsInParts(self.kept, self.more.followed_by(others))


@lru_cache(maxsize=65_536)
def slot_of(term: str) -> int:
    """Return the number of a term, which is never 0."""
    return int.from_bytes(blake2b(term.encode("utf-8", "surrogatepass"), digest_size=4).digest()) % (SLOTS - 1) + 1


def term_of_subject(subject: str) -> str:
    """Return the term that stands for a tag or a series. No word of a text is written so."""
    return f"#{subject}"


class _Numbers(dict[str, int]):
    """The number of the term of each word of one language, made when a word is first seen; 0 where there is none.

    Words of scripts without spaces have several terms: 0 here, and their numbers in `several`.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self._read = reader(language)
        self.several: dict[str, tuple[int, ...]] = {}

    def __missing__(self, word: str) -> int:
        terms = self._read(word)
        number = slot_of(terms[0]) if len(terms) == 1 else 0
        if len(terms) > 1:
            self.several[word] = tuple(map(slot_of, terms))
        self[word] = number
        return number


class TermCounter:
    """Counts the terms of texts. It remembers the number of each word, so make one and keep it."""

    def __init__(self) -> None:
        self._languages: dict[str, _Numbers] = {}

    def count(self, document: Document) -> Counted:
        """Count the terms of a document's text."""
        language = base_language(document.language)
        if language not in self._languages:
            self._languages[language] = _Numbers(language)
        numbers = self._languages[language]
        found = words(document.text, language)
        # Around the terms stand 0, which words without a term have, and one more than any: so each run of a term begins
        # where another ends.
        every = array("I", [0, *map(numbers.__getitem__, found), SLOTS])
        if numbers.several:
            every.extend(slot for word in found for slot in numbers.several.get(word, ()))
        slots = np.frombuffer(every, np.uint32)
        slots.sort()
        (ends,) = np.nonzero(slots[1:] != slots[:-1])
        times = np.minimum(ends[1:] - ends[:-1], MOST)
        return Counted(slots[ends[1:]].tobytes(), times.astype(np.uint8).tobytes())


def count(documents: Iterable[Document], weight_of_subjects: int) -> Counts:
    """Count the terms of documents. A tag or series counts as a word that stands there `weight_of_subjects` times."""
    counter = TermCounter()
    counted = [_Counting()]
    for document in documents:
        if len(counted[-1].ends) == _BLOCK:
            counted[-1].finish()
            counted.append(_Counting())
        counted[-1].add(document.counted or counter.count(document), document.subjects, weight_of_subjects)
    counted[-1].finish()
    starts = starts_of(np.concatenate([part.lengths for part in counted]))
    slots, counts = np.empty(starts[-1], np.uint32), np.empty(starts[-1], np.uint8)
    at = 0
    for part in counted:
        slots[at : at + len(part.slots)], counts[at : at + len(part.slots)] = part.slots, part.counts
        at += len(part.slots)
        # No number is held twice.
        del part.slots, part.counts
    return Counts(Ragged(starts, slots), counts)


class _Counting:
    """Counts the terms of a block of documents: those of texts as they come, and all that are one at the end."""

    lengths: Ints
    slots: NDArray[np.uint32]
    counts: NDArray[np.uint8]

    def __init__(self) -> None:
        self.ends = array("q")
        self._slots, self._times = array("I"), array("B")

    def add(self, text: Counted, subjects: Sequence[str], weight_of_subjects: int) -> None:
        self._slots.frombytes(text.slots)
        self._times.frombytes(text.times)
        if weight_of_subjects:
            self._slots.extend(slot_of(term_of_subject(subject)) for subject in subjects)
            self._times.extend([min(weight_of_subjects, MOST)] * len(subjects))
        self.ends.append(len(self._slots))

    def finish(self) -> None:
        """Add up the words that are one term."""
        slots, times = np.array(self._slots, np.int64), np.array(self._times, np.int64)
        self._slots, self._times = array("I"), array("B")
        ends = np.array([0, *self.ends], np.int64)
        rows = np.repeat(np.arange(len(self.ends)), ends[1:] - ends[:-1])
        # Row, term and count in one number: sorting whole numbers is the fastest way to sort.
        packed = rows << 42 | slots << 20 | times
        packed.sort()
        pairs = packed >> 20
        begins = np.flatnonzero(np.diff(pairs, prepend=-1))
        self.counts = np.minimum(sums(packed & (1 << 20) - 1, np.append(begins, len(pairs))), MOST).astype(np.uint8)
        self.slots = (pairs[begins] & (1 << 22) - 1).astype(np.uint32)
        self.lengths = np.bincount(pairs[begins] >> 22, minlength=len(self.ends))


def explain(document: Document) -> dict[int, str]:
    """Return for each term of a document the word, tag or series that it stands for; the most frequent word."""
    found: dict[int, str] = {}
    language = base_language(document.language)
    read = reader(language)
    for word, _ in Counter(words(document.text, language)).most_common():
        terms = read(word)
        for term in terms:
            found.setdefault(slot_of(term), word if len(terms) == 1 else term)
    return found | {slot_of(term_of_subject(subject)): subject for subject in document.subjects}
