"""Mend the neighbours of documents after others came, changed or went, without another look through the archive.

What a document shares with the last of its candidates tells whether another one is among them. So where as many came
among the candidates as went, the rest are those of before, and only those that came are compared. The document looks
for neighbours again where that is not so, or where more went from its nearest than came.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ssg.newsroom.related import neighbours as near
from ssg.newsroom.related.neighbours import BITS, DOCUMENT, NONE, Documents, Index, Neighbours, Order, closest, products
from ssg.newsroom.related.ragged import Ints, distinct, spans, starts_of
from ssg.newsroom.related.terms import SLOTS
from ssg.newsroom.related.vectors import Mask, Vectors

_BLOCK = 256
"""Documents whose readers are looked at together, and pairs of which it is added up what they share."""


class Archive(NamedTuple):
    """Documents, and the order in which they stand."""

    vectors: Vectors
    order: Order


class _Indexed(NamedTuple):
    """An archive, and the index of the terms of all documents that were touched."""

    vectors: Vectors
    order: Order
    postings: Index


class _Pairs(NamedTuple):
    """Documents, the readers, and others that are among the candidates of these."""

    readers: Ints
    others: Ints

    def without(self, again: Mask) -> _Pairs:
        """Return those of readers that do not look for neighbours again."""
        some = ~again[self.readers]
        return _Pairs(self.readers[some], self.others[some])


def mend(found: Neighbours, old: Archive, new: Archive, fresh: Mask, gone: Mask) -> Ints:
    """Mend the neighbours of before in place, and return the documents that have to look for them again.

    Documents that are in both archives stand in the same order there. `fresh` are rows of documents that are new or
    have another vector than before; `gone` are those without one any more. `found` has all rows, and `NONE` in those of
    new documents.
    """
    touched = fresh | gone
    # The last candidate must be one that stays.
    again = touched | (touched[found.last] & (found.last != NONE))
    left, came = np.flatnonzero(touched[: len(old.order.ranks)] & (old.order.ranks >= 0)), np.flatnonzero(fresh)
    terms = np.zeros(SLOTS, bool)
    terms[old.vectors.slots[left, : near.SEARCHED]] = True
    terms[new.vectors.slots[came, : near.SEARCHED]] = True
    before, after = _Indexed(*old, near.index(*old, terms)), _Indexed(*new, near.index(*new, terms))
    again[_disturbed(found, before, after, terms, touched)] = True
    went, come = _candidates(found, before, left, again), _candidates(found, after, came, again)
    more = np.bincount(come.readers, minlength=len(again)) - np.bincount(went.readers, minlength=len(again))
    again |= (more > 0) | ((more < 0) & (found.last != NONE))
    again[_exchange(found, new, went.without(again), come.without(again))] = True
    return np.flatnonzero(again & ~gone)


def _disturbed(found: Neighbours, before: _Indexed, after: _Indexed, terms: Mask, touched: Mask) -> Ints:
    """Return documents that look at others for a term than before, since some came there or went, if any of these could
    be a candidate. None of them is one that was touched itself."""
    reach, reaches = _reach(before.postings, touched), _reach(after.postings, touched)
    documents = after.postings.documents[~touched[after.postings.documents]].astype(np.int64)
    moved = np.flatnonzero(reach != reaches)
    reach, lengths = np.minimum(reach, reaches)[moved], np.abs(reach - reaches)[moved]
    pairs = _Pairs(np.repeat(documents[moved], lengths), documents[spans(moved + 1 + reach, lengths)])
    least = found.least[pairs.readers]
    numbers, shared, values = _in_common(after.vectors, pairs, least)
    # Terms that nobody lost or gained are taken as if they were looked for, which hardly ever makes the difference.
    looks = ~terms[shared]
    for archive in (before, after):
        readers, others = (archive.order.ranks[documents[numbers]] for documents in pairs)
        looks |= archive.postings.looks(shared, readers, others)
    shares = np.bincount(numbers, np.where(looks, values, 0), len(least))
    return pairs.readers[shares >= least]


def _reach(index: Index, touched: Mask) -> Ints:
    """Return for each untouched document of each posting at how many untouched ones it looks there."""
    begins = np.flatnonzero(np.diff(index.places >> BITS, prepend=-1))
    lengths = np.diff(begins, append=len(index.places))
    touches = touched[index.documents]
    places = np.flatnonzero(~touches)
    last = np.minimum(places + near.POSTING, np.repeat(begins + lengths - 1, lengths)[places])
    before = starts_of(touches)
    reach: Ints = last - places - (before[last + 1] - before[places])
    return reach


def _in_common(vectors: Vectors, pairs: _Pairs, least: Documents) -> tuple[Ints, Ints, Ints]:
    """Return which of the heaviest terms the documents of a pair have in common: the number of the pair, the term, and
    what they share by it. Pairs that share less than some least even by all of them are left out."""
    slots, weights = vectors.slots[:, : near.SEARCHED], vectors.weights[:, : near.SEARCHED]
    parts = [np.zeros((3, 0), np.int64)]
    for begin in range(0, len(least), _BLOCK):
        readers, others = (documents[begin : begin + _BLOCK] for documents in pairs)
        same = slots[readers][:, :, None] == slots[others][:, None, :]
        # Rows that are shorter end in terms without weight.
        same &= (weights[readers] > 0)[:, :, None]
        numbers, places = np.divmod(np.flatnonzero(same), same.shape[1] * same.shape[2])
        ours, theirs = np.divmod(places, same.shape[2])
        values = weights[readers[numbers], ours].astype(np.int64) * weights[others[numbers], theirs]
        enough = np.bincount(numbers, values, len(readers)) >= least[begin : begin + _BLOCK]
        some = enough[numbers]
        numbers, ours, values = numbers[some], ours[some], values[some]
        parts.append(np.stack((begin + numbers, slots[readers[numbers], ours].astype(np.int64), values)))
    numbers, terms, values = np.concatenate(parts, axis=1)
    return numbers, terms, values


def _candidates(found: Neighbours, archive: _Indexed, documents: Ints, again: Mask) -> _Pairs:
    """Return of which readers the documents are candidates, but for those that look for neighbours again anyway."""
    blocks = (documents[begin : begin + _BLOCK] for begin in range(0, len(documents), _BLOCK))
    pairs = [_Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    for block in blocks:
        readers, others, shares = _shared(archive, block, again)
        least, ranks = found.least[readers], archive.order.ranks
        # Of equals the newer is before the other, and where there is no last one, everything is a candidate.
        some = (shares > least) | ((shares == least) & (ranks[others] < ranks[found.last[readers]]))
        pairs.append(_Pairs(readers[some], others[some]))
    return _Pairs(*map(np.concatenate, zip(*pairs, strict=True)))


def _shared(archive: _Indexed, documents: Ints, again: Mask) -> tuple[Ints, Ints, Ints]:
    """Return the readers that look at some documents, these, and what the two share."""
    weights = archive.vectors.weights[documents, : near.SEARCHED].astype(np.int64)
    there = weights > 0
    slots = archive.vectors.slots[documents, : near.SEARCHED][there].astype(np.int64)
    others = np.repeat(documents, there.sum(axis=1))
    first, lengths = archive.postings.newer(slots, archive.order.ranks[others])
    entries = spans(first, lengths)
    readers = archive.postings.documents[entries].astype(np.int64)
    values = archive.postings.weights[entries] * np.repeat(weights[there], lengths)
    pairs = readers << BITS | np.repeat(others, lengths)
    some = ~again[readers]
    pairs, values = pairs[some], values[some]
    order = np.argsort(pairs)
    pairs = pairs[order]
    begins = np.flatnonzero(np.diff(pairs, prepend=-1))
    shares: Ints = np.add.reduceat(values[order], begins)
    return pairs[begins] >> BITS, pairs[begins] & DOCUMENT, shares


def _exchange(found: Neighbours, new: Archive, went: _Pairs, come: _Pairs) -> Ints:
    """Take those that went out of the nearest, and put those in that came and are near enough. Return the documents
    of which that is not all: others among their candidates may be as near."""
    rows = distinct(np.concatenate((went.readers, come.readers)))
    nearest, cosines, ranks = found.nearest[rows].astype(np.int64), found.cosines[rows], new.order.ranks
    stays = nearest != NONE
    is_full = stays[:, -1].copy()
    at = np.searchsorted(rows, went.readers)
    places, columns = np.nonzero(nearest[at] == went.others[:, None])
    stays[at[places], columns] = False
    # What is beyond the last of the nearest is not known: only those before it are sure to be among them. Where one is
    # as near as the last was, which went, it takes another look to tell.
    at, theirs, last = np.searchsorted(rows, come.readers), _cosines(new.vectors, come), nearest[:, -1]
    newer = stays[at, -1] & (ranks[come.others] < ranks[last[at]])
    sure = ~is_full[at] | (theirs > cosines[at, -1]) | ((theirs == cosines[at, -1]) & newer)
    tied = rows[at[is_full[at] & ~stays[at, -1] & (theirs == cosines[at, -1])]]
    at, others, theirs = at[sure], come.others[sure], theirs[sure]
    readers, columns = np.nonzero(stays)
    found.nearest[rows], found.cosines[rows] = closest(
        np.concatenate((readers, at)),
        np.concatenate((nearest[readers, columns], others)),
        np.concatenate((cosines[readers, columns], theirs)),
        new.order,
        len(rows),
    )
    return np.concatenate((rows[is_full & (found.nearest[rows, -1] == NONE)], tied))


def _cosines(vectors: Vectors, pairs: _Pairs) -> Ints:
    """Return the cosines of pairs, in units of `UNIT` squared."""
    cosines, query = np.zeros(len(pairs.readers), np.int64), np.zeros(SLOTS, np.uint16)
    order = np.argsort(pairs.others)
    others = pairs.others[order]
    begins = np.flatnonzero(np.diff(others, prepend=-1))
    # Without a pair there is one empty part, and nothing to go with it.
    for other, places in zip(others[begins], np.split(order, begins[1:]), strict=False):
        query[vectors.slots[other]] = vectors.weights[other]
        cosines[places] = products(query, vectors, pairs.readers[places])
        query[vectors.slots[other]] = 0
    return cosines
