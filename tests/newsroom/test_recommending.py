"""The recommender: a run with a memory equals a run from nothing, whatever happened in between."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from ssg.newsroom.related import memory as memories
from ssg.newsroom.related import neighbours, recommending, terms, vectors
from ssg.newsroom.related.memory import Memory, from_bytes
from ssg.newsroom.related.ragged import Ints
from ssg.newsroom.related.recommending import recommend
from ssg.newsroom.related.terms import Document

SEQUENCES = 320
DAY = 86_400


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every limit so small that twenty documents overflow it."""
    for module in (terms, vectors, neighbours, recommending, memories):
        monkeypatch.setattr(module, "SLOTS", 1 << 12)
    for module in (neighbours, memories):
        monkeypatch.setattr(module, "CANDIDATES", 6)
        monkeypatch.setattr(module, "KEPT", 4)
    monkeypatch.setattr(neighbours, "POSTING", 3)
    monkeypatch.setattr(neighbours, "SEARCHED", 5)
    monkeypatch.setattr(recommending, "SEARCHED", 5)
    monkeypatch.setattr(recommending, "READ_TOGETHER", 2)
    monkeypatch.setattr("ssg.newsroom.related.smoothing.READ_TOGETHER", 2)
    monkeypatch.setattr(vectors, "_ENOUGH", 4)
    # However much changed, the memory is used.
    monkeypatch.setattr(recommending, "_FEW", 0)


def chance(seed: object) -> Random:
    return Random(str(seed))  # noqa: S311 - texts, not secrets


def draw_document(draw: Random, number: int) -> Document:
    words = " ".join(f"word{int(draw.expovariate(0.12))}" for _ in range(draw.choice((0, 1, 5, 20, 40))))
    subjects = tuple(sorted({f"tags/{draw.randrange(8)}" for _ in range(draw.randrange(3))}))
    return Document(f"d{number}", draw.randrange(400) * DAY, "en", f"Title {draw.randrange(30)}", words, subjects)


def in_order(documents: dict[str, Document]) -> list[Document]:
    return sorted(documents.values(), key=lambda document: (-document.moment, document.id))


def assert_same(one: Memory, other: Memory) -> None:
    assert one.keys == other.keys
    for left, right in (
        (one.vectors.slots, other.vectors.slots),
        (one.vectors.weights, other.vectors.weights),
        (one.neighbours.nearest, other.neighbours.nearest),
        (one.neighbours.cosines, other.neighbours.cosines),
        (one.neighbours.least, other.neighbours.least),
        (one.scores, other.scores),
    ):
        assert (left == right).all()
    assert (np.sort(one.neighbours.candidates) == np.sort(other.neighbours.candidates)).all()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("seed", range(SEQUENCES // 20))
def test_any_sequence_of_changes_gives_what_a_run_from_nothing_gives(seed: int) -> None:
    for sequence in range(20):
        draw = chance(f"{seed} {sequence}")
        documents = {f"d{number}": draw_document(draw, number) for number in range(draw.randrange(30))}
        memory = recommend(in_order(documents), 3)
        for step in range(6):
            for _ in range(draw.choice((1, 1, 1, 2, 5))):
                change(draw, documents, 1000 * (step + 1))
            memory = recommend(in_order(documents), 3, memory)
            assert_same(memory, recommend(in_order(documents), 3))


def change(draw: Random, documents: dict[str, Document], number: int) -> None:
    """Add, edit, redate or remove a document."""
    name = draw.choice(sorted(documents)) if documents else ""
    match draw.choice(("add", "edit", "date", "remove")) if name else "add":
        case "add":
            added = draw_document(draw, number + draw.randrange(900))
            documents[added.id] = added
        case "edit":
            documents[name] = replace(draw_document(draw, 0), id=name, moment=documents[name].moment)
        case "date":
            documents[name] = replace(documents[name], moment=draw.randrange(400) * DAY)
        case _:
            del documents[name]


@pytest.mark.usefixtures("small")
def test_the_small_limits_are_reached_and_the_memory_spares_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the sequences above would prove nothing."""
    draw = chance(1)
    documents = {f"d{number}": draw_document(draw, number) for number in range(40)}
    memory = recommend(in_order(documents), 3)
    assert (memory.neighbours.least > 0).any()
    compared: list[int] = []
    nearest = neighbours.nearest

    def counting(made: vectors.Vectors, index: neighbours.Index, chosen: Ints) -> neighbours.Neighbours:
        compared.append(len(chosen))
        return nearest(made, index, chosen)

    monkeypatch.setattr(neighbours, "nearest", counting)
    newest = Document("newest", 401 * DAY, "en", "Title 1", "word1 word2 word3", ())
    recommend([newest, *in_order(documents)], 3, memory)
    recommend(in_order(documents), 3, memory)
    assert 1 <= compared[0] < 40
    assert compared[1] == 0


def test_limits_of_real_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with the real limits, on enough documents to fill the postings."""
    monkeypatch.setattr(recommending, "_FEW", 0)
    draw = chance(7)
    documents = {f"d{number}": draw_document(draw, number) for number in range(300)}
    memory = recommend(in_order(documents), 3)
    for step in range(4):
        change(draw, documents, 1000 * (step + 1))
        memory = recommend(in_order(documents), 3, memory)
        assert_same(memory, recommend(in_order(documents), 3))


def test_a_memory_of_another_weight_of_tags_is_not_used() -> None:
    documents = in_order({f"d{number}": draw_document(chance(number), number) for number in range(12)})
    assert_same(recommend(documents, 5, recommend(documents, 3)), recommend(documents, 5))


def test_a_memory_survives_as_bytes() -> None:
    documents = in_order({f"d{number}": draw_document(chance(number), number) for number in range(12)})
    memory = recommend(documents, 3)
    read = from_bytes(memory.to_bytes())
    assert read is not None
    assert_same(read, memory)
    assert_same(recommend(documents[1:], 3, read), recommend(documents[1:], 3))


def test_an_empty_memory_survives_as_bytes() -> None:
    empty = from_bytes(recommend([], 3).to_bytes())
    assert empty is not None
    documents = [draw_document(chance(1), 1)]
    assert_same(recommend(documents, 3, empty), recommend(documents, 3))


def test_damaged_bytes_give_nothing() -> None:
    data = recommend([draw_document(chance(number), number) for number in range(5)], 3).to_bytes()
    draw = chance(3)
    assert from_bytes(b"") is None
    assert from_bytes(data[:-1]) is None
    assert from_bytes(data + b"\0") is None
    assert from_bytes(b"x" + data) is None
    for _ in range(200):
        at = draw.randrange(len(data))
        assert from_bytes(data[:at] + bytes([data[at] ^ 1 << draw.randrange(8)]) + data[at + 1 :]) is None
        assert from_bytes(data[:at]) is None


def test_bytes_with_a_true_digest_and_false_numbers_give_nothing() -> None:
    memory = recommend([draw_document(chance(number), number) for number in range(5)], 3)
    found = memory.neighbours
    beyond = replace(found, nearest=np.full_like(found.nearest, 5))
    before = replace(found, candidates=np.full_like(found.candidates, -2))
    cut = replace(found, least=found.least[:-1])
    for broken in (beyond, before, cut):
        assert from_bytes(replace(memory, neighbours=broken).to_bytes()) is None
    assert from_bytes(replace(memory, marks=memory.marks[:-1]).to_bytes()) is None
    heavy = replace(memory.vectors, weights=np.full_like(memory.vectors.weights, 65535))
    assert from_bytes(replace(memory, vectors=heavy).to_bytes()) is None
    assert from_bytes(replace(memory, scores=np.full_like(memory.scores, np.nan)).to_bytes()) is None


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
        Document(f"{language} {number}", number, language, "", text)
        for language, text in LANGUAGES.items()
        for number in range(2)
    ]
    memory = recommend(documents, 3)
    for index, nearest in enumerate(memory.neighbours.nearest):
        assert documents[nearest[0]].language == documents[index].language
        assert documents[nearest[0]].id != documents[index].id


def test_identical_documents_score_one() -> None:
    memory = recommend([Document(str(number), 0, "en", "Cable", LANGUAGES["en"]) for number in range(3)], 3)
    assert memory.neighbours.nearest[:, :2].tolist() == [[1, 2], [0, 2], [0, 1]]
    assert memory.scores[:, :2].min() > 0.999


@pytest.mark.parametrize("number", [0, 1, 2, 40])
def test_empty_documents_have_no_neighbours(number: int) -> None:
    memory = recommend([Document(str(index), 0, "en", "", "") for index in range(number)], 3)
    assert (memory.neighbours.nearest == -1).all()
    assert memory.scores.shape == (number, 16)


def test_a_document_of_a_hundred_thousand_words() -> None:
    draw = chance(1)
    words = " ".join(f"w{draw.randrange(20_000)}x" for _ in range(100_000))
    documents = [Document("long", 0, "en", "", words), Document("short", 0, "en", "", words[:400])]
    memory = recommend([*documents, Document("other", 0, "en", "", "elsewhere entirely")], 3)
    assert memory.neighbours.nearest[1, 0] == 0


def digest_of(memory: Memory) -> str:
    return memory.to_bytes()[:40].hex()


SCRIPT = """
from ssg.newsroom.related.ragged import Ints
from ssg.newsroom.related.recommending import recommend
from tests.newsroom.test_recommending import chance, digest_of, draw_document, in_order
print(digest_of(recommend(in_order({f"d{n}": draw_document(chance(n), n) for n in range(60)}), 3)))
"""


def test_hash_seed_and_processors_do_not_matter() -> None:
    found = {run_with(seed) for seed in ("0", "1", "123")}
    assert len(found) == 1


def run_with(seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    finished = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
    )
    return finished.stdout


def test_threads_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    documents: Sequence[Document] = in_order({f"d{n}": draw_document(chance(n), n) for n in range(600)})
    four = recommend(documents, 3)
    monkeypatch.setattr(neighbours, "_THREADS", 1)
    assert_same(recommend(documents, 3), four)
