"""Tags proposed: what the site's own vocabulary says of a text, and the key phrases of the text itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ssg.problems import Problem, Severity
from ssg.urls import slugify

_SHORT = 3
"""Tags of so few letters are found in their own case only: "US" is a country, "us" is not."""
_PHRASES = 5


def tag_patterns(vocabulary: Iterable[str]) -> dict[str, re.Pattern[str]]:
    """Return what finds each tag of a vocabulary in a text. Made once a run: it takes longer than a text does."""
    return {tag: _pattern(tag) for tag in dict.fromkeys(vocabulary) if slugify(tag)}


def known_tags(text: str, patterns: Mapping[str, re.Pattern[str]]) -> tuple[str, ...]:
    """Return the tags that occur in a text, given what finds each, those that occur most first."""
    counts = {tag: len(pattern.findall(text)) for tag, pattern in patterns.items()}
    return tuple(sorted((tag for tag in counts if counts[tag]), key=lambda tag: (-counts[tag], tag)))


def _pattern(tag: str) -> re.Pattern[str]:
    # "Open RAN" is "open-RAN" as well, and "operator" is found in "operators".
    words = [re.escape(word) for word in re.split(r"[\s-]+", tag) if word]
    flags = re.NOFLAG if len(tag) <= _SHORT else re.IGNORECASE
    phrase = r"[\s-]+".join(words)
    return re.compile(rf"(?<!\w){phrase}(?:['’]?s)?(?!\w)", flags)


def key_phrases(text: str, language: str, known: Sequence[str]) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Return key phrases of a text that are no tags yet, best first, or none and a warning when they need an extra."""
    try:
        # Optional, and slow to import since it brings numpy.
        import yake  # noqa: PLC0415
    except ImportError:
        message = "key phrases are not proposed as tags"
        hint = 'they need an extra: pip install "standfirst[tags]"'
        return (), (Problem(message, hint, severity=Severity.WARNING),)
    extractor = yake.KeywordExtractor(lan=language.split("-", maxsplit=1)[0], n=3, dedupLim=0.7, top=_PHRASES * 3)
    found: list[str] = []
    taken = [slugify(tag) for tag in known]
    # A score is the better the lower it is.
    for phrase, _ in sorted(extractor.extract_keywords(text), key=lambda pair: (pair[1], pair[0])):
        slug = slugify(phrase)
        if slug and "," not in phrase and not any(slug in other or other in slug for other in taken):
            found.append(phrase)
            taken.append(slug)
    return tuple(found[:_PHRASES]), ()
