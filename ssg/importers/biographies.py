"""What stands under "About the Author(s)": people with their titles and biographies."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ssg.importers.article import Notes, Passage, Person
from ssg.importers.bylines import ends_with_suffix, is_name, is_staff, read_person
from ssg.importers.labels import Label, Labelled

_TITLE_WORDS = 12


def names_of(about: Sequence[Labelled]) -> tuple[str, ...]:
    """Return the names that surely are people's: lines that begin as names do, and "See more from NAME"."""
    names = [read_person(item.block.text).name for item in about if _is_name_line(item, ())]
    return tuple(dict.fromkeys([*names, *(item.detail for item in about if item.label is Label.SEE_MORE)]))


def read_biographies(about: Sequence[Labelled], authors: Sequence[Person], notes: Notes) -> tuple[Person, ...]:
    """Return the people of "About the Author(s)", in the order of the page.

    Text before any name belongs to the author whom it names, or to the only author there is; otherwise it is cut.
    """
    known = [author.name for author in authors]
    people: dict[str, Person] = {}
    current = last = ""
    for item in about:
        block = item.block
        if item.label is Label.SEE_MORE:
            _end_with_link(item, current or last, people, notes)
            current = last = ""
        elif _is_name_line(item, known):
            person = read_person(block.text)
            current = person.name
            other = people.get(current, person)
            people[current] = Person(
                current, other.title or person.title, other.publication or person.publication, other.bio
            )
            notes.cut("line that names an author", block.text, block.line)
        elif item.label is Label.TEXT or (item.label is Label.BYLINE and item.byline):
            owner = current or _owner(block.text, known) or last
            if not owner:
                notes.warn("no author was found for this biography", block.line, "add it by hand", block.text)
                notes.cut("biography of nobody", block.text, block.line)
                continue
            last = owner
            people[owner] = _with_text(people.get(owner, Person(owner)), item)
        else:
            notes.cut(item.label, block.text, block.line)
    return tuple(people.values())


def _is_name_line(item: Labelled, known: Collection[str]) -> bool:
    """Tell whether a line begins a biography: a name alone, or a name with title and publication."""
    text = item.block.text
    sentence = item.block.ends and not ends_with_suffix(text)
    if item.label is not Label.TEXT or sentence or item.block.words > _TITLE_WORDS:
        return False
    name = read_person(text).name
    return name in known or is_name(name) or is_staff(name)


def _with_text(person: Person, item: Labelled) -> Person:
    """Return the person with one more text: a short line right after the name is the title, all else is biography."""
    block = item.block
    if not person.bio and not person.title and not block.ends and block.words <= _TITLE_WORDS:
        parts = re.split(r"\s*[,|]\s*", block.text, maxsplit=1)
        return Person(person.name, parts[0], parts[1] if len(parts) > 1 else "", ())
    return Person(person.name, person.title, person.publication, (*person.bio, Passage(block.text, block.line)))


def _owner(text: str, known: Sequence[str]) -> str:
    """Return the author whom the first words of a biography name, or the only author."""
    if len(known) == 1:
        return known[0]
    return next((name for name in known if text.startswith((name, f"{name.split()[0]} "))), "")


def _end_with_link(item: Labelled, current: str, people: dict[str, Person], notes: Notes) -> None:
    """Note the link "See more from NAME", which ends a biography and can say whose it was."""
    notes.cut(item.label, item.block.text, item.block.line)
    people.setdefault(item.detail, Person(item.detail))
    if current and current != item.detail and not people[item.detail].bio:
        notes.warn(f"this link follows the biography of {current}", item.block.line, "", item.block.text)
