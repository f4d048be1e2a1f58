"""From a text to terms: the words that can say what it is about, in one form each.

Words are lower-cased; stop words, bare numbers, sums (`19bn`) and single letters go. English loses its plurals, which
measures as well as the whole Snowball stemmer and costs nothing; other languages are stemmed by Snowball where it knows
them. Scripts that write without spaces are cut into overlapping pairs of characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from ssg.newsroom.related.stop_words import STOP_WORDS

# Everything but spaces and punctuation: combining marks are parts of words, which \w does not know.
_WORD = re.compile(
    r"[^\s\x00-/:-@\[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf×÷\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u303f"
    r"\ufe30-\ufe4f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
    # Punctuation of Armenian, Hebrew, Arabic and Urdu, Syriac, Indian scripts, Tibetan, Burmese, Ethiopic, Khmer and
    # Mongolian. Armenian has three marks inside words, which `words` takes out.
    r"\u055a\u055d\u055f\u0589\u058a\u05be\u05c0\u05c3\u05c6\u060c\u061b\u061f\u066a-\u066d\u06d4\u0700-\u070d"
    r"\u0964\u0965\u0970\u0e2f\u0e5a\u0e5b\u0f04-\u0f14\u0f3a-\u0f3d\u104a-\u104f\u1360-\u1368\u17d4-\u17da"
    r"\u1800-\u180a]+"
)
_LETTERS = bytes(ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in range(128)) + bytes(128)
"""What stands for each byte of an ASCII text: small letters, digits, and spaces for everything between."""
_SEPARATE = bytes(code if code > 127 or chr(code).isalnum() else ord(" ") for code in range(256))
"""What stands for each byte of a text in UTF-8: spaces for what is between words in ASCII, else the byte."""
_INSIDE_WORDS = str.maketrans("", "", "\u055b\u055c\u055e")
_DOTLESS = str.maketrans("Iİ", "ıi")
_DOTTED = frozenset({"tr", "az"})
"""Languages in which the capital of i is İ, and I that of ı."""
_SUM = re.compile(r"ƒ?\d+(?:m|mn|bn|tn)?")
"""A number with what it is of: millions, or money. `5g` and `a320` are none."""
_TYPOGRAPHIC = "’“”–—…\xa0"
# Han, kana, Thai, Lao, Burmese and Khmer.
_UNSPACED = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
    r"|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+"
)
_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_SAME = {"nb": "no", "nn": "no"}
_LONGEST = 64
"""Characters of a word that count; a longer one is an address or an accident."""


def words(text: str, language: str) -> list[str]:
    """Return the words of a plain text, as written but lower-cased. `language` is one that `base_language` returns."""
    if language in _DOTTED:
        text = text.translate(_DOTLESS)
    if not text.isascii():
        # Python makes two characters of this one.
        text = text.replace("İ", "i").lower()
        if language == "hy":
            text = text.translate(_INSIDE_WORDS)
        for mark in _TYPOGRAPHIC:
            text = text.replace(mark, " ")
    if text.isascii():
        # Five times as fast as the regular expression, and finds the same.
        return text.encode().translate(_LETTERS).decode().split()
    text = unicodedata.normalize("NFKC", text)
    encoded = text.encode("utf-8", "surrogatepass")
    if len(encoded) > 1.2 * len(text):
        return _WORD.findall(text)
    # Most words are ASCII. The regular expression is asked about the others only.
    found: list[str] = []
    for part in encoded.translate(_SEPARATE).decode("utf-8", "surrogatepass").split():
        if part.isascii():
            found.append(part)
        else:
            found += _WORD.findall(part)
    return found


@cache
def base_language(tag: str) -> str:
    """Return the language of a tag without its region: `en` of `en-GB`."""
    return re.split(r"[-_]", tag.lower(), maxsplit=1)[0]


@cache
def reader(language: str) -> Callable[[str], tuple[str, ...]]:
    """Return the function that gives the terms of one word in a language: none for a stop word, several for a script
    without spaces. `language` is one that `base_language` returns."""
    stop_words = STOP_WORDS.get(_SAME.get(language, language), frozenset())
    stem = _stemmer(language)

    def terms(word: str) -> tuple[str, ...]:
        if len(word) == 1 or word in stop_words or word.isnumeric() or (not word.isalpha() and _SUM.fullmatch(word)):
            return () if word.isascii() or not _UNSPACED.match(word) else (word,)
        if not word.isascii() and _UNSPACED.search(word):
            return tuple(_pairs(word))
        return (stem(word[:_LONGEST]),)

    return terms


def _pairs(word: str) -> list[str]:
    """Return pairs of neighbouring characters of the unspaced parts of a word, and its other parts whole."""
    found: list[str] = []
    end = 0
    for match in _UNSPACED.finditer(word):
        found.append(word[end : match.start()])
        run, end = match[0], match.end()
        found += [run[at : at + 2] for at in range(len(run) - 1)] or [run]
    return [term for term in (*found, word[end:]) if term and (not term.isascii() or len(term) > 1)]


def _stemmer(language: str) -> Callable[[str], str]:
    if language == "en":
        return _singular
    name = _SNOWBALL.get(language)
    if not name:
        return str
    # It brings all its languages with it, and most newsrooms write in none of them.
    import snowballstemmer  # noqa: PLC0415

    # A version of the package that lacks a language leaves its words as they are.
    if name not in snowballstemmer.algorithms():
        return str
    stem: Callable[[str], str] = snowballstemmer.stemmer(name).stemWord
    return stem


def _singular(word: str) -> str:
    """Return an English noun without the s of its plural: `masts`, `companies`, but not `bus`, `class`."""
    if len(word) < 4 or word[-1] != "s" or word[-2] in "siu":
        return word
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("sses", "ches", "shes", "xes", "zes")) else word[:-1]
