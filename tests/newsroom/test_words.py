"""From a text to words, in many scripts."""

from __future__ import annotations

import numpy as np
import pytest

from ssg.newsroom.related.terms import Document, TermCounter, slot_of
from ssg.newsroom.related.words import base_language, reader, words


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The ship’s crew—tired—slept.", {"the", "ship", "s", "crew", "tired", "slept"}),
        ("ur", "کیبل۔ جہاز، مرمت؟", {"کیبل", "جہاز", "مرمت"}),
        ("am", "መርከብ። ገመድ፣ ባሕር፤", {"መርከብ", "ገመድ", "ባሕር"}),
        ("hy", "նավը։ ինչո՞ւ, մալուխ՝", {"նավը", "ինչու", "մալուխ"}),
        ("hi", "जहाज़। केबल॥", {"जहाज़", "केबल"}),
        ("he", "תל־אביב ארה״ב", {"תל", "אביב", "ארה״ב"}),
        ("bo", "གྲུ་གཟིངས།", {"གྲུ", "གཟིངས"}),
        ("tr", "IŞIK İstanbul KIYI", {"ışık", "istanbul", "kıyı"}),
        ("tr", "KIYI", {"kıyı"}),
        ("az", "Bakı ISTI", {"bakı", "ıstı"}),
        ("en", "İstanbul ISTANBUL", {"istanbul"}),
    ],
)
def test_words_of_a_script_end_where_it_ends_them(language: str, text: str, expected: set[str]) -> None:
    assert {*words(text, language)} == expected


def test_words_come_in_the_order_of_the_text() -> None:
    text = "Café-owner’s «Île» snake_case: the ½ ℡ cafés, owners¹ e.g. x\u2028y"
    expected = "café owner s île snake case the 1 2 TEL cafés owners1 e g x y"
    assert words(text, "en") == expected.split()


@pytest.mark.parametrize("number", ["7", "1984", "19bn", "1bn", "7m", "ƒ1", "ƒ38m", "2tn", "٤٢"])
def test_numbers_and_sums_are_no_terms(number: str) -> None:
    assert reader("en")(number) == ()


@pytest.mark.parametrize("word", ["5g", "a320", "4k", "3d", "m1", "ƒm"])
def test_names_with_digits_are_terms(word: str) -> None:
    assert reader("en")(word) == (word,)


def test_the_dead_are_news_in_dutch() -> None:
    assert reader("nl")("dood") == ("dood",)


def test_a_language_has_no_region() -> None:
    assert {base_language(tag) for tag in ("en", "EN-gb", "en_US", "en-GB-oed")} == {"en"}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Masts, a mast and the mast of 1984.", {"mast": 3}),
        ("en", "mast " * 256 + "hull " * 255 + "keel " * 254, {"mast": 255, "hull": 255, "keel": 254}),
        ("ja", "海底ケーブル、海底", {"海底": 2, "底ケ": 1, "ケー": 1, "ーブ": 1, "ブル": 1}),
        ("en", "The of and 7", {}),
        ("en", "", {}),
    ],
)
def test_the_terms_of_a_text_are_counted_once_each(language: str, text: str, expected: dict[str, int]) -> None:
    counted = TermCounter().count(Document("a", language, "", text))
    slots = np.frombuffer(counted.slots, np.uint32).tolist()
    assert slots == sorted(map(slot_of, expected))
    assert dict(zip(slots, counted.times, strict=True)) == {slot_of(term): times for term, times in expected.items()}
