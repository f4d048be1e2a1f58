"""Tags that look alike: two spellings of one subject divide its articles between them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ssg.model import Term

SHORTEST = 5
"""Letters of a slug below which one letter makes another word: `cats`, `cars`."""

_DIGITS = re.compile(r"\d+")


def alike(tags: Iterable[Term]) -> list[tuple[Term, Term]]:
    """Return the pairs of tags whose slugs differ in one letter, an ending, a hyphen or the order of their words.

    The work grows with the number of tags, not with that of pairs.
    """
    by_form: dict[str, list[Term]] = defaultdict(list)
    for tag in tags:
        for form in set(_forms(tag.slug)):
            by_form[form].append(tag)
    pairs: dict[tuple[str, str], tuple[Term, Term]] = {}
    for group in by_form.values():
        for number, one in enumerate(group):
            for other in group[number + 1 :]:
                if _digits(one) == _digits(other):
                    first, second = sorted((one, other), key=lambda tag: tag.slug)
                    pairs[first.slug, second.slug] = (first, second)
    return [pairs[slugs] for slugs in sorted(pairs)]


def _forms(slug: str) -> Iterator[str]:
    """Yield what a slug has in common with those that look like it: of two in one edit, some forms are equal."""
    words = slug.split("-")
    yield "words " + " ".join(sorted(_stem(word) for word in words))
    joined = "".join(words)
    yield f"joined {_stem(joined)}"
    if len(joined) >= SHORTEST:
        yield f"less {joined}"
        for place in range(len(joined)):
            yield f"less {joined[:place]}{joined[place + 1 :]}"


def _stem(word: str) -> str:
    for ending, instead in (("ies", "y"), ("es", "e"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2 and not word.endswith("ss"):
            return word.removesuffix(ending) + instead
    return word


def _digits(tag: Term) -> list[str]:
    """Return the numbers in a slug: 4g and 5g look alike and are not."""
    return _DIGITS.findall(tag.slug)
