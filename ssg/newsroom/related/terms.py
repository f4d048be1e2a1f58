"""The terms of a document, counted: what is kept of a text from one build to the next.

A term is a number below 2^22, the digest of its form. Two terms in four million fall together by chance, which changes
nothing that a reader could see, and spares a vocabulary that would have to be kept in step with the articles.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from ssg.content.scanning import plain_text
from ssg.newsroom.related.ragged import Ints, Ragged
from ssg.newsroom.related.words import base_language, reader, words

SLOTS = 1 << 22
"""How many terms can be told apart."""
MOST = 255
"""A term counts at most so often."""


@dataclass(frozen=True)
class Document:
    """What the recommender sees of an article. `moment` is in seconds, and any number will do."""

    id: str
    """Unique."""
    moment: int
    """When it was published, in seconds since 1970."""
    language: str
    title: str
    source: str
    """Its body in Markdown."""
    subjects: tuple[str, ...] = ()
    """What it is filed under: `tags/5g`, `series/the-cut`."""

    @cached_property
    def key(self) -> bytes:
        """Return the digest of all that is above, 16 bytes."""
        head = "\0".join((self.id, str(self.moment), self.language, self.title, *self.subjects, self.source))
        return blake2b(head.encode("utf-8", "surrogatepass"), digest_size=16).digest()

    @property
    def text(self) -> str:
        """Return title and body as plain text."""
        return f"{self.title}\n{plain_text(self.source)}"


@dataclass(frozen=True)
class Counts:
    """The terms of documents, in any order, and how often each stands in its document."""

    slots: Ragged[np.uint32]
    counts: NDArray[np.uint8]

    def take(self, rows: Ints) -> Counts:
        """Return some of the documents."""
        return Counts(self.slots.take(rows), Ragged(self.slots.starts, self.counts).take(rows).values)


def slot_of(term: str) -> int:
    """Return the number of a term, which is never 0."""
    return int.from_bytes(blake2b(term.encode("utf-8", "surrogatepass"), digest_size=4).digest()) % (SLOTS - 1) + 1


def term_of_subject(subject: str) -> str:
    """Return the term that stands for a tag or a series. No word of a text is written so."""
    return f"#{subject}"


class _Numbers(dict[str, tuple[int, ...]]):
    """The numbers of the terms of each word of one language, made when a word is first seen."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._read = reader(language)

    def __missing__(self, word: str) -> tuple[int, ...]:
        numbers = self[word] = tuple(slot_of(term) for term in self._read(word))
        return numbers


def count(documents: Iterable[Document], weight_of_subjects: int) -> Counts:
    """Count the terms of documents. A tag or series counts as a word that stands there `weight_of_subjects` times."""
    languages: dict[str, _Numbers] = {}
    starts, slots, counts = array("q", [0]), array("I"), array("B")
    for document in documents:
        language = base_language(document.language)
        if language not in languages:
            languages[language] = _Numbers(language)
        found = _counted(document, languages[language], weight_of_subjects)
        slots.extend(found)
        counts.extend([min(MOST, times) for times in found.values()])
        starts.append(len(slots))
    return Counts(
        Ragged(np.array(starts, np.int64), np.array(slots, np.uint32)),
        np.array(counts, np.uint8),
    )


def _counted(document: Document, numbers: _Numbers, weight_of_subjects: int) -> dict[int, int]:
    found: dict[int, int] = {}
    for word, times in words(document.text).items():
        for slot in numbers[word]:
            found[slot] = found.get(slot, 0) + times
    if weight_of_subjects:
        for subject in document.subjects:
            found[slot_of(term_of_subject(subject))] = weight_of_subjects
    return found


def merge(old: Counts, new: Counts, sources: Ints) -> Counts:
    """Return documents taken from two: `sources` has a row of `old`, or -1 for the next row of `new`."""
    if not len(old.slots):
        return new
    rows = np.where(sources >= 0, sources, len(old.slots) + np.cumsum(sources < 0) - 1)
    starts = np.concatenate((old.slots.starts, old.slots.starts[-1] + new.slots.starts[1:]))
    slots = np.concatenate((old.slots.values, new.slots.values))
    return Counts(Ragged(starts, slots), np.concatenate((old.counts, new.counts))).take(rows)


def explain(document: Document) -> dict[int, str]:
    """Return for each term of a document the word, tag or series that it stands for; the most frequent word."""
    found: dict[int, str] = {}
    numbers = _Numbers(base_language(document.language))
    for word, _ in words(document.text).most_common():
        for slot in numbers[word]:
            found.setdefault(slot, word)
    return found | {slot_of(term_of_subject(subject)): subject for subject in document.subjects}
