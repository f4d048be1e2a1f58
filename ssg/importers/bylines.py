"""Bylines: "By Ann Example", "Ann Example, Editor, The Paper", "A, B and 2 more", "The Paper Staff"."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from ssg.importers.article import Person

_BY = re.compile(r"(?:(?:written|reported|posted|words|story) )?by:?\s+|(?:authors?|reporters?):\s*", re.IGNORECASE)
_OTHERS = re.compile(r"(?:,|\s+and|\s*&)?\s+(?:\+\s*)?(\d+)\s+(?:more|others?)(?:\s+authors?)?$", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W\d_a-z](?:[^\W\d_]|['’.-])*")
_PARTICLES = {
    "al",
    "bin",
    "da",
    "de",
    "del",
    "den",
    "der",
    "di",
    "dos",
    "du",
    "el",
    "la",
    "le",
    "ter",
    "van",
    "von",
    "y",
}
_STAFF = re.compile(
    r"(?:.+\s)?staff(?:\s(?:writers?|reporters?|editors?))?|(?:.+\s)(?:newsroom|desk|team)", re.IGNORECASE
)
# What a person is, not what a person is called: after one of these a comma does not begin another name.
_ROLE = re.compile(
    r"\b(?:analyst|anchor|author|blogger|ceo|chief|co-?founder|columnist|consultant|contribut|correspondent|cto|director"
    r"|editor|executive|fellow|founder|freelanc|head|intern|journalist|lead|manager|officer|partner|photograph|president"
    r"|principal|producer|professor|publisher|report|research|senior|special|staff|strategist|vice|vp|writer)",
    re.IGNORECASE,
)
# The words among these that are nobody's surname, unlike Head or Lead.
_OFFICE = re.compile(
    r"\b(?:analyst|ceo|columnist|consultant|contributor|correspondent|cto|director|editor|freelancer|journalist|manager"
    r"|officer|photographer|president|producer|professor|publisher|reporter|researcher|strategist|writer)s?\b",
    re.IGNORECASE,
)


# After a comma these belong to the name before it: "Jr.", "III", "PhD", "MBE".
_SUFFIX = r"(?:jr|sr|ii|iii|iv|esq|ph\.?\s?d|m\.?d|mba|mbe|obe|cbe|mp|kc|qc|frs)\b\.?(?=\s*(?:[,|&]|and\b|$))"
_SUFFIXES = re.compile(rf"(?:,?\s+{_SUFFIX})+$", re.IGNORECASE)
_SEPARATOR = re.compile(rf"\s*[,|](?!\s*{_SUFFIX})\s*|\s[–—-]\s", re.IGNORECASE)
_DETAIL = re.compile(rf"\s*[,|](?!\s*{_SUFFIX})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Byline:
    """Who a byline names, and how many more it only counts. `doubt` says what had to be guessed to read it."""

    people: tuple[Person, ...]
    others: int = 0
    doubt: str = ""


def is_name(text: str) -> bool:
    """Tell whether a text looks like a person's name: two to five words, each with a capital letter or a particle.

    What follows a name after a comma (`Jr.`, `PhD`) is a part of it.
    """
    text = _SUFFIXES.sub("", text)
    words = text.split()
    if not 2 <= len(words) <= 5 or words[0].lower() in _PARTICLES | {"the", "a"} or words[-1].lower() in _PARTICLES:
        return False
    if _OFFICE.search(text):
        return False
    return all(_TOKEN.fullmatch(word) or word in _PARTICLES for word in words)


def ends_with_suffix(text: str) -> bool:
    """Tell whether a text ends as a name with a suffix does: its full stop ends no sentence."""
    return _SUFFIXES.search(text) is not None


def is_staff(text: str) -> bool:
    """Tell whether a text is a collective byline: `The Paper Staff`."""
    return len(text.split()) <= 5 and _STAFF.fullmatch(text) is not None


def read_explicit_byline(text: str, known: Collection[str] = ()) -> Byline | None:
    """Return the byline of a line that says that it is one (`By ...`), or None."""
    match = _BY.match(text)
    if not match or not match[0].strip() or len(text) > 160:
        return None
    names = text[match.end() :].strip()
    # "By contrast, ..." begins a sentence: a name begins with a capital letter, and no sentence ends it.
    if not names or names[0].islower() or names[0].isdecimal() or (names.endswith((".", "!", "?")) and len(names) > 40):
        return None
    first = re.split(r",|\sand\s|\s&\s", names, maxsplit=1)[0].split()
    lower = [word for word in first if word[0].islower() and word not in _PARTICLES]
    return None if lower or len(first) > 5 else read_byline(names, known, explicit=True)


def read_byline(text: str, known: Collection[str] = (), *, explicit: bool = False) -> Byline | None:
    """Return who a line names, or None when it does not look like a byline. `known` are names known to be people."""
    counted = _OTHERS.search(text)
    others = int(counted[1]) if counted else 0
    names = text[: counted.start()] if counted else text
    parts = [part.strip() for part in _SEPARATOR.split(names) if part.strip()]
    if not parts:
        return None
    people: list[Person] = []
    doubt = ""
    joined = re.split(r"\s+(?:and|&)\s+", names)
    listed = others > 0 or (len(joined) > 1 and not _ROLE.search(joined[-1].split(",")[0]))
    for number, part in enumerate(parts):
        # In "A, B, and C" the word stands after the comma as well.
        for name in _split_and(part.removeprefix("and ").removeprefix("& ")):
            if number and not listed and name not in known:
                people[-1] = _with_detail(people[-1], part)
                if not _ROLE.search(part) and is_name(part) and len(part.split()) == 2 and number == 1:
                    doubt = f'"{part}" was taken for what {people[-1].name} does, not for a second author'
                break
            if number and listed and _ROLE.search(name):
                people[-1] = _with_detail(people[-1], name)
            elif explicit or name in known or is_name(name) or is_staff(name):
                people.append(Person(name))
            else:
                return None
    return Byline(tuple(people), others, doubt)


def read_person(text: str) -> Person:
    """Return the person that a line of the form `Name, Title, Publication` describes."""
    parts = [part.strip() for part in _DETAIL.split(text) if part.strip()]
    person = Person(parts[0] if parts else text)
    for part in parts[1:]:
        person = _with_detail(person, part)
    return person


def _split_and(part: str) -> list[str]:
    if _ROLE.search(part):
        return [part]
    return [name for name in re.split(r"\s+(?:and|&)\s+", part) if name]


def _with_detail(person: Person, detail: str) -> Person:
    """Return the person with a title, and after that with a publication."""
    if not person.title:
        return Person(person.name, detail, person.publication, person.bio)
    publication = f"{person.publication}, {detail}" if person.publication else detail
    return Person(person.name, person.title, publication, person.bio)
