"""The recommender: a run with a memory equals a run from nothing, whatever happened in between."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from ssg.newsroom.related import (
    memory,
    mending,
    neighbours,
    patching,
    recommending,
    smoothing,
    state,
    terms,
    updating,
    vectors,
)
from ssg.newsroom.related.memory import PATCH, STATE, Found, recall, sealed
from ssg.newsroom.related.neighbours import Documents, Index, Neighbours, Order
from ssg.newsroom.related.ragged import Ints
from ssg.newsroom.related.recommending import recommend
from ssg.newsroom.related.state import State
from ssg.newsroom.related.terms import Document
from ssg.newsroom.related.vectors import Sample, levels_of, sample_of

SEQUENCES = 320
DAY = 86_400


@dataclass(frozen=True)
class Dated:
    """A document and when it was published."""

    moment: int
    document: Document

    @property
    def key(self) -> bytes:
        """Return the digest of all that is here."""
        return blake2b(repr(self).encode(), digest_size=16).digest()


def relate(documents: Sequence[Dated], subjects: int = 3, before: State | None = None) -> State:
    """Return the state after relating documents, the newest first."""
    keys = [dated.key for dated in documents]
    return recommend(keys, lambda number: documents[number].document, subjects, before)


def to_keep(made: State) -> dict[str, bytes]:
    return {name: b"".join(pieces) for name, pieces in Found(state=made).to_keep().items()}


def from_bytes(data: bytes) -> State | None:
    """Return the state that is read from what was kept."""
    return recall({"state": data}.get).state


def relate_texts(*texts: str, language: str = "en") -> State:
    return relate([Dated(0, Document(f"{number:03}", language, "", text)) for number, text in enumerate(texts)])


def nearest_of(made: State) -> list[list[int]]:
    """Return the numbers of the nearest of each document, the best first."""
    nearest, scores = made.ranking()
    order = np.argsort(-scores, axis=1, kind="stable")
    return [[n for n in row if n >= 0] for row in np.take_along_axis(nearest, order, 1).tolist()]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make every limit so small that twenty documents overflow it."""
    for module in (terms, vectors, neighbours, recommending, updating, mending, state):
        monkeypatch.setattr(module, "SLOTS", 1 << 12)
    monkeypatch.setattr(neighbours, "CANDIDATES", 6)
    for module in (neighbours, state):
        monkeypatch.setattr(module, "KEPT", 4)
    monkeypatch.setattr(neighbours, "POSTING", 3)
    monkeypatch.setattr(neighbours, "SEARCHED", 5)
    monkeypatch.setattr(updating, "READ_TOGETHER", 2)
    monkeypatch.setattr("ssg.newsroom.related.smoothing.READ_TOGETHER", 2)
    monkeypatch.setattr(vectors, "ENOUGH", 8)
    monkeypatch.setattr(vectors, "FEWEST", 4)
    # However much changed, the state is gone on from.
    monkeypatch.setattr(recommending, "_FEW", 0)
    # Which slot a term has depends on how many there are, and is remembered.
    terms.slot_of.cache_clear()
    yield
    terms.slot_of.cache_clear()


def chance(seed: object) -> Random:
    return Random(str(seed))  # noqa: S311 - texts, not secrets


def draw_document(draw: Random, number: int) -> Dated:
    words = " ".join(f"word{int(draw.expovariate(0.12))}" for _ in range(draw.choice((0, 1, 5, 20, 40))))
    subjects = tuple(sorted({f"tags/{draw.randrange(8)}" for _ in range(draw.randrange(3))}))
    moment = draw.randrange(400) * DAY
    return Dated(moment, Document(f"d{number}", "en", f"Title {draw.randrange(30)}", words, subjects))


def in_order(documents: dict[str, Dated]) -> list[Dated]:
    return sorted(documents.values(), key=lambda dated: (-dated.moment, dated.document.id))


def assert_same(one: State, other: State) -> None:
    assert one.keys == other.keys
    for left, right in zip(one.compact().arrays(), other.compact().arrays(), strict=True):
        assert left.shape == right.shape
        assert (left == right).all()
    assert one.to_bytes() == other.to_bytes()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("seed", range(SEQUENCES // 20))
def test_any_sequence_of_changes_gives_what_a_run_from_nothing_gives(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 0 means that however many vectors changed, only those who may have other neighbours are compared again, and that
    # however much has changed since a state was kept, a patch of it is written.
    monkeypatch.setattr(updating, "_MANY", seed % 2 * 4)
    monkeypatch.setattr(patching, "_SMALL", seed % 3)
    for sequence in range(20):
        draw = chance(f"{seed} {sequence}")
        documents = {f"d{number}": draw_document(draw, number) for number in range(draw.randrange(30))}
        made = relate(in_order(documents))
        kept: dict[str, bytes] = {}
        for step in range(6):
            for _ in range(draw.choice((1, 1, 1, 2, 5))):
                change(draw, documents, 1000 * (step + 1))
            if draw.randrange(3):
                kept |= to_keep(made)
                read = recalled(kept)
                assert_same(read, made)
                made = read
            made = relate(in_order(documents), before=made)
            assert_same(made, relate(in_order(documents)))


def change(draw: Random, documents: dict[str, Dated], number: int) -> None:
    """Add, edit, redate or remove a document, or add a sentence to one."""
    name = draw.choice(sorted(documents)) if documents else ""
    match draw.choice(("add", "edit", "sentence", "date", "remove")) if name else "add":
        case "add":
            added = draw_document(draw, number + draw.randrange(900))
            documents[added.document.id] = added
        case "edit":
            edited = replace(draw_document(draw, 0).document, id=name)
            documents[name] = replace(documents[name], document=edited)
        case "sentence":
            documents[name] = longer(documents[name], f"word{draw.randrange(30)} word{draw.randrange(30)}")
        case "date":
            documents[name] = replace(documents[name], moment=draw.randrange(400) * DAY)
        case _:
            del documents[name]


def longer(dated: Dated, sentence: str) -> Dated:
    """Return a document with a sentence more."""
    return replace(dated, document=replace(dated.document, source=f"{dated.document.source} {sentence}"))


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list to which is added how many documents look for their neighbours, each time some do."""
    numbers: list[int] = []
    nearest = neighbours.nearest

    def counting(made: vectors.Vectors, order: Order, index: Index, chosen: Ints) -> Neighbours:
        numbers.append(len(chosen))
        return nearest(made, order, index, chosen)

    monkeypatch.setattr(neighbours, "nearest", counting)
    return numbers


@pytest.mark.usefixtures("small")
def test_the_small_limits_are_reached_and_the_state_spares_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the sequences above would prove nothing."""
    draw = chance(1)
    documents = {f"d{number}": draw_document(draw, number) for number in range(40)}
    made = relate(in_order(documents))
    index = neighbours.index(made.vectors, made.order)
    assert np.bincount(index.places >> 25).max() > neighbours.POSTING + 1
    assert (made.near >= 0).all(axis=1).any()
    read: list[int] = []
    compared = counted(monkeypatch)
    newest = Dated(401 * DAY, Document("newest", "en", "Title 1", "word1 word2 word3", ()))
    later = [newest, *in_order(documents)]

    def reading(number: int) -> Document:
        read.append(number)
        return later[number].document

    recommend([dated.key for dated in later], reading, 3, made)
    assert read == [0]
    assert 1 <= compared[0] < 40
    assert relate(in_order(documents), before=made) is made
    assert len(compared) == 1


def test_limits_of_real_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with the real limits, on enough documents to fill the postings."""
    monkeypatch.setattr(recommending, "_FEW", 0)
    draw = chance(7)
    documents = {f"d{number}": draw_document(draw, number) for number in range(300)}
    made = relate(in_order(documents))
    for step in range(4):
        change(draw, documents, 1000 * (step + 1))
        made = relate(in_order(documents), before=made)
        assert_same(made, relate(in_order(documents)))


def test_a_document_with_a_sentence_more_is_compared_and_hardly_any_of_those_that_look_at_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draw = chance(9)
    documents = {f"d{number}": draw_document(draw, number) for number in range(400)}
    made = relate(in_order(documents))
    compared = counted(monkeypatch)
    looking: list[int] = []
    for document in in_order(documents)[100:300:5]:
        name = document.document.id
        changed = {**documents, name: longer(document, "And this was added later.")}
        after = relate(in_order(changed), before=made)
        rank = [dated.document.id for dated in in_order(documents)].index(name)
        terms = made.vectors.slots[rank, : neighbours.SEARCHED][made.vectors.weights[rank, : neighbours.SEARCHED] > 0]
        index = neighbours.index(made.vectors, made.order)
        lengths = index.newer(terms.astype(np.int64), np.full(len(terms), rank))[1]
        looking.append(int(lengths.max(initial=0)))
        assert_same(after, relate(in_order(changed)))
    # Every second run is one from nothing, to compare with.
    assert compared[1::2] == [400] * len(looking)
    assert sum(looking) > 60 * len(looking)
    assert sum(compared[::2]) < 8 * len(looking)


def test_a_document_with_other_words_is_scored_with_its_neighbourhood_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = chance(9)
    documents = {f"d{number}": draw_document(draw, number) for number in range(400)}
    made = relate(in_order(documents))
    compared = counted(monkeypatch)
    pairs: list[int] = []
    scores_of = smoothing.scores_of

    def counting(found: Neighbours, order: Order, ones: Documents, others: Documents) -> NDArray[np.float64]:
        pairs.append(len(ones))
        return scores_of(found, order, ones, others)

    monkeypatch.setattr("ssg.newsroom.related.smoothing.scores_of", counting)
    for document in in_order(documents)[100:300:5]:
        source = document.document.source.replace("word3 ", "word9 ").replace("word1 ", "word8 ")
        edited = replace(document, document=replace(document.document, source=source))
        changed = {**documents, edited.document.id: edited}
        relate(in_order(changed), before=made)
    # Of each of these words many documents look at a hundred others, and now at one more or fewer of them.
    assert len(compared) == len(pairs) > 15
    assert sum(compared) < 50 * len(compared)
    # Of the 6,400 pairs that there are.
    assert sum(pairs) < 1500 * len(pairs)


def test_rows_that_are_shorter_have_nothing_in_common_where_they_end() -> None:
    """Else an archive of short notes would take as much memory as one of long articles many times over."""
    made = relate_texts("harbour ferry strike", "harbour ferry pilots", "ferry")
    rows = np.array([0, 0, 1])
    pairs, _, values = mending._in_common(
        made.vectors, mending._Pairs(rows, np.array([1, 2, 2])), np.zeros(3, np.int32)
    )
    assert pairs.tolist() == [0, 0, 1, 2]
    assert (values > 0).all()


def test_of_equally_near_documents_the_newest_are_found_when_some_come_and_some_go() -> None:
    """Notices that recur word for word: where one went that was the last of the nearest, others may be as near."""
    notice = "harbour ferry strike pilots tugboat captain cargo port"
    draw = chance(1)
    documents: dict[str, Dated] = {}

    def add(name: str, day: int, text: str) -> None:
        documents[name] = Dated(day * DAY, Document(name, "en", "", text))

    for number in range(300):
        rare = ("lighthouse", "beacon", *[""] * 7)[number % 9]
        add(f"f{number}", number % 90, " ".join(f"word{draw.randrange(400)}" for _ in range(20)) + f" {rare}")
    for number in range(70):
        add(f"a{number:02}", 200 - number, notice)
    add("reader", 300, f"{notice} lighthouse beacon")
    made = relate(in_order(documents))
    del documents["a15"], documents["a16"]
    add("new", 250, notice)
    add("nearer", 250, f"{notice} lighthouse")
    after = relate(in_order(documents), before=made)
    assert_same(after, relate(in_order(documents)))
    names = [dated.document.id for dated in in_order(documents)]
    rows = after.compact().neighbours.nearest[names.index("reader")]
    assert [names[row] for row in rows.tolist()] == ["nearer", "new", *(f"a{number:02}" for number in range(14))]


def test_a_state_of_another_weight_of_tags_is_not_used() -> None:
    documents = in_order({f"d{number}": draw_document(chance(number), number) for number in range(12)})
    assert_same(relate(documents, 5, relate(documents)), relate(documents, 5))


def test_a_state_survives_as_bytes() -> None:
    documents = in_order({f"d{number}": draw_document(chance(number), number) for number in range(12)})
    made = relate(documents)
    read = from_bytes(made.to_bytes())
    assert read is not None
    assert_same(read, made)
    assert_same(relate(documents[1:], before=read), relate(documents[1:]))


def recalled(parts: dict[str, bytes]) -> State:
    found = recall(parts.get).state
    assert found is not None
    return found


def kept_and_patched() -> tuple[dict[str, bytes], list[Dated]]:
    """Return a state that was kept, a patch of it, and the documents of the patch."""
    documents = in_order({f"d{number}": draw_document(chance(number), number) for number in range(48)})
    kept = to_keep(relate(documents))
    assert kept["patch"] == b""
    later = [draw_document(chance("new"), 99), *documents[1:7], *documents[8:]]
    later = in_order({dated.document.id: dated for dated in later})
    patch = to_keep(relate(later, before=recalled(kept)))
    assert patch.keys() == {"patch"}
    return kept | patch, later


@pytest.fixture
def _always_patched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patching, "_SMALL", 0)


@pytest.mark.usefixtures("_always_patched")
def test_what_changed_is_kept_as_a_patch_of_what_was_kept() -> None:
    kept, documents = kept_and_patched()
    assert_same(recalled(kept), relate(documents))
    # Another run writes the patch of all that changed since then, not of that alone.
    again = to_keep(relate(documents[1:], before=recalled(kept)))
    assert again.keys() == {"patch"}
    assert_same(recalled(kept | again), relate(documents[1:]))


def test_a_state_of_which_much_has_changed_is_kept_anew() -> None:
    documents = in_order({f"d{number}": draw_document(chance(number), number) for number in range(200)})
    kept = to_keep(relate(documents))
    for number in range(1, 12):
        made = relate(documents[number:], before=recalled(kept))
        found = to_keep(made)
        if "state" in found:
            break
        assert 8 * len(found["patch"]) < len(made.to_bytes()) + 2000
    assert 1 < number < 11
    assert found["patch"] == b""
    assert_same(recalled(found), relate(documents[number:]))


@pytest.mark.usefixtures("_always_patched")
def test_a_patch_that_is_damaged_or_of_another_state_changes_nothing() -> None:
    kept, _ = kept_and_patched()
    alone = recalled({"state": kept["state"]})
    draw, patch = chance(4), kept["patch"]
    for _ in range(100):
        at = draw.randrange(len(patch))
        for damaged in (patch[:at] + bytes([patch[at] ^ 1 << draw.randrange(8)]) + patch[at + 1 :], patch[:at]):
            assert_same(recalled(kept | {"patch": damaged}), alone)
    # The second has as many documents as that of which the patch is, and the patch would fit.
    for others in (range(5), range(100, 148)):
        other = to_keep(relate(in_order({f"d{number}": draw_document(chance(number), number) for number in others})))
        without = recalled(other | {"patch": patch})
        assert_same(without, recalled(other))


@pytest.mark.usefixtures("_always_patched")
def test_a_patch_with_a_true_checksum_and_false_numbers_changes_nothing() -> None:
    kept, _ = kept_and_patched()
    opened = memory._opened(kept["patch"], PATCH)
    assert opened is not None
    head, arrays = state.unpacked(opened[0], patching._TYPES)
    assert len(arrays) == len(patching._TYPES)
    for number, array in enumerate(arrays):
        largest = np.inf if array.dtype.kind == "f" else np.iinfo(array.dtype).max
        twice = np.concatenate((array, array))
        for false in (np.full_like(array, largest), array[:-1], array[::-1], twice, array[..., None]):
            forged = [*arrays[:number], false, *arrays[number + 1 :]]
            packed = state.packed({"kept": head["kept"]}, forged)
            patch = b"".join(sealed(PATCH, packed))
            found = recalled(kept | {"patch": patch})
            # Of some nobody can tell that they are false. They can be used all the same.
            relate([draw_document(chance(n), n) for n in range(9)], before=found)


def test_an_empty_state_survives_as_bytes() -> None:
    empty = from_bytes(relate([]).to_bytes())
    assert empty is not None
    documents = [draw_document(chance(1), 1)]
    assert_same(relate(documents, before=empty), relate(documents))


def test_damaged_bytes_give_nothing() -> None:
    data = relate([draw_document(chance(number), number) for number in range(5)]).to_bytes()
    draw = chance(3)
    assert from_bytes(b"") is None
    assert from_bytes(data[:-1]) is None
    assert from_bytes(data + b"\0") is None
    assert from_bytes(b"x" + data) is None
    for _ in range(200):
        at = draw.randrange(len(data))
        assert from_bytes(data[:at] + bytes([data[at] ^ 1 << draw.randrange(8)]) + data[at + 1 :]) is None
        assert from_bytes(data[:at]) is None


def test_bytes_with_a_true_checksum_and_false_numbers_give_nothing() -> None:
    made = relate([draw_document(chance(number), number) for number in range(5)])
    found = made.neighbours
    beyond = found._replace(nearest=np.full_like(found.nearest, 5))
    before = found._replace(nearest=np.full_like(found.nearest, -2))
    cut = found._replace(cosines=found.cosines[:-1])
    last = found._replace(last=np.full_like(found.last, 5))
    for broken in (beyond, before, cut, last):
        assert from_bytes(replace(made, neighbours=broken).to_bytes()) is None
    assert from_bytes(replace(made, near=np.full_like(made.near, 5)).to_bytes()) is None
    assert from_bytes(replace(made, chances=made.chances[:-1]).to_bytes()) is None
    heavy = replace(made.vectors, weights=np.full_like(made.vectors.weights, 65535))
    assert from_bytes(replace(made, vectors=heavy).to_bytes()) is None
    assert from_bytes(replace(made, scores=np.full_like(made.scores, np.nan)).to_bytes()) is None
    unsorted = replace(made.vocabulary, terms=made.vocabulary.terms[::-1])
    assert from_bytes(replace(made, vocabulary=unsorted).to_bytes()) is None


def test_a_state_of_the_right_numbers_in_another_form_changes_nothing() -> None:
    documents = in_order({f"d{number}": draw_document(chance(number), number) for number in range(20)})
    opened = memory._opened(relate(documents).to_bytes(), STATE)
    assert opened is not None
    head, arrays = state.unpacked(opened[0], state._TYPES)
    for number, array in enumerate(arrays):
        forged = [*arrays[:number], array[..., None], *arrays[number + 1 :]]
        found = from_bytes(b"".join(sealed(STATE, state.packed({"subjects": head["subjects"]}, forged))))
        assert_same(relate(documents[1:], before=found), relate(documents[1:]))


LANGUAGES = {
    "en": "the cable ship spliced the fibre on the seabed while the crew waited for the tide",
    "de": "das Kabelschiff hat die Faser am Meeresboden gespleißt und die Mannschaft wartete auf die Flut",
    "fr": "le navire câblier a réparé la fibre au fond de la mer pendant que l'équipage attendait la marée",
    "es": "el barco reparó la fibra en el fondo del mar mientras la tripulación esperaba la marea",
    "it": "la nave ha riparato la fibra sul fondo del mare mentre l'equipaggio aspettava la marea",
    "pt": "o navio reparou a fibra no fundo do mar enquanto a tripulação esperava a maré",
    "nl": "het kabelschip herstelde de vezel op de zeebodem terwijl de bemanning op het tij wachtte",
    "sv": "kabelfartyget lagade fibern på havsbotten medan besättningen väntade på tidvattnet",
    "fi": "kaapelialus korjasi kuidun merenpohjassa kun miehistö odotti vuorovettä",
    "pl": "statek kablowy naprawił światłowód na dnie morza a załoga czekała na przypływ",
    "ru": "судно починило кабель на дне моря пока команда ждала прилива",
    "tr": "kablo gemisi deniz dibindeki lifi onardı mürettebat gelgiti bekledi",
    "ar": "أصلحت السفينة الكابل في قاع البحر بينما انتظر الطاقم المد",
    "hi": "जहाज़ ने समुद्र के तल पर केबल की मरम्मत की और चालक दल ने ज्वार की प्रतीक्षा की",
    "ja": "ケーブル船は海底のファイバーを修理し、乗組員は潮を待った",
    "zh": "电缆船在海底修理光纤，船员等待潮水",
    "th": "เรือเคเบิลซ่อมใยแก้วที่ก้นทะเลขณะที่ลูกเรือรอน้ำขึ้น",
}


def test_seventeen_languages_each_find_their_own() -> None:
    assert len(LANGUAGES) == 17
    documents = [
        Document(f"{language} {number}", language, "", text)
        for language, text in LANGUAGES.items()
        for number in range(2)
    ]
    made = relate([Dated(number, document) for number, document in enumerate(documents)])
    for index, nearest in enumerate(nearest_of(made)):
        assert documents[nearest[0]].language == documents[index].language
        assert documents[nearest[0]].id != documents[index].id


def test_identical_documents_score_one() -> None:
    made = relate_texts(*[LANGUAGES["en"]] * 3)
    assert made.neighbours.nearest[:, :3].tolist() == [[1, 2, -1], [2, -1, -1], [-1, -1, -1]]
    assert made.near[:, :3].tolist() == [[1, 2, -1], [0, 2, -1], [0, 1, -1]]
    assert made.scores[:, :2].min() > 0.999


def test_the_age_of_a_recurring_column_is_no_great_advantage() -> None:
    """An old document has few older ones to be read together with, and must not seem much the nearer for that."""
    always = " ".join(f"always{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
    own = [f"ship{one}{two}" for one in "abcdefghij" for two in "klmnopqrst"]
    suggested: list[int] = []
    for column in range(4):
        draw = chance(column)
        texts = [f"{always} {' '.join(draw.choices(own, k=12))}" for _ in range(30)]
        made = relate([Dated((30 - n) * 7 * DAY, Document(f"{n:03}", "en", "", text)) for n, text in enumerate(texts)])
        suggested += [other for row in nearest_of(made) for other in row[:3]]
        assert made.ranking()[1].max() < 1
    newest, oldest = (np.array(suggested) < 10).mean(), (np.array(suggested) >= 20).mean()
    assert newest > 0.15
    assert oldest < 0.5


@pytest.mark.parametrize("number", [0, 1, 2, 40])
def test_empty_documents_have_no_neighbours(number: int) -> None:
    made = relate_texts(*[""] * number)
    assert (made.neighbours.nearest == -1).all()
    assert made.scores.shape == (number, 16)


def test_a_document_of_a_hundred_thousand_words() -> None:
    draw = chance(1)
    words = " ".join(f"w{draw.randrange(20_000)}x" for _ in range(100_000))
    assert nearest_of(relate_texts(words, words[:400], "elsewhere entirely"))[1] == [0]


def test_frequencies_are_counted_in_the_older_documents_and_in_a_bounded_number_of_them() -> None:
    """One more document at the newer end seldom changes where frequencies are counted."""
    assert [sample_of(number) for number in (0, 31, 40, 1023)] == [
        Sample(0, 1),
        Sample(31, 1),
        Sample(40, 1),
        Sample(812, 1),
    ]
    assert sample_of(1024) == sample_of(1289) == Sample(1024, 1)
    assert sample_of(10_000) == Sample(8192, 8)
    assert all(1024 <= sample_of(number).size < 2048 for number in range(1024, 200_000, 37))
    steps = [number for number in range(1024, 100_001) if sample_of(number) != sample_of(number - 1)]
    assert len(steps) == 20
    assert 8192 in steps
    assert 10_321 in steps
    ranks, chances = np.arange(5), np.zeros(5, np.uint32)
    assert Sample(3, 1).has(ranks, chances, 5).tolist() == [False, False, True, True, True]


@pytest.mark.parametrize(("size", "levels"), [(1_023, [1, 2, 3, 7, 8, 8, 21]), (1_024, [1, 1, 1, 2, 2, 2, 3])])
def test_there_are_few_levels_of_frequency_in_a_large_archive(size: int, levels: list[int]) -> None:
    sampled = np.array([0, 1, 2, 15, 16, 20, 2_047])
    assert levels_of(np.full(7, 4_000), sampled, size).tolist() == levels
    assert levels_of(np.ones(7, np.int64), sampled, size).tolist() == [0] * 7


@pytest.mark.usefixtures("small")
def test_a_newer_document_changes_no_weight_of_terms_that_two_others_have() -> None:
    draw = chance(5)
    documents = [Dated(number, draw_document(draw, number).document) for number in range(40, 0, -1)]
    newest = Dated(99, Document("newest", "en", "", " ".join(f"word{n}" for n in range(9))))
    one, other = relate(documents), relate([newest, *documents])
    assert sample_of(40) == sample_of(41)
    assert sample_of(40).size < 40
    shared = one.vocabulary.everywhere > 1
    levels = other.vocabulary.levels(sample_of(40).size)[one.vocabulary.terms[shared]]
    assert (levels == one.vocabulary.levels(sample_of(40).size)[one.vocabulary.terms[shared]]).all()


SCRIPT = """
from hashlib import blake2b
from tests.newsroom.test_recommending import chance, draw_document, in_order, relate
made = relate(in_order({f"d{n}": draw_document(chance(n), n) for n in range(60)}))
print(blake2b(made.to_bytes()).hexdigest())
"""


def test_hash_seed_does_not_matter() -> None:
    found = {run_with(seed) for seed in ("0", "1", "123")}
    assert len(found) == 1


def run_with(seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    finished = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
    )
    return finished.stdout


def test_threads_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = in_order({f"d{n}": draw_document(chance(n), n) for n in range(600)})
    four = relate(documents)
    monkeypatch.setattr(neighbours, "_THREADS", 1)
    assert_same(relate(documents), four)


def test_a_newer_document_changes_only_what_it_is_near_to() -> None:
    draw = chance(11)
    documents = in_order({f"d{number}": draw_document(draw, number) for number in range(70)})
    newest = Dated(401 * DAY, Document("newest", "en", "", " ".join(f"word{n}" for n in range(9))))
    before, after = relate(documents), relate([newest, *documents])
    changed = 0
    for number in range(70):
        (was, were), (now, are) = (
            [row[place].tolist() for row in made.ranking()] for made, place in ((before, number), (after, number + 1))
        )
        scores = {other + 1: score for other, score in zip(was, were, strict=True) if other >= 0}
        found = {other: score for other, score in zip(now, are, strict=True) if other >= 0}
        if found.pop(0, None) is None:
            assert found == scores
        else:
            changed += 1
            # It takes the place of the last, where there is no room.
            assert found.items() <= scores.items()
            assert len(found) == min(len(scores), 15)
    assert 0 < changed <= 16
