"""Relate the articles of a site: the recommender, and the editors' rules over it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from dataclasses import replace
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING

from ssg.digest import digest
from ssg.frozen import frozen
from ssg.model import Article
from ssg.newsroom.related.engine import engine
from ssg.newsroom.related.facts import Facts
from ssg.newsroom.related.memory import Found, Memory
from ssg.newsroom.related.pins import NotShown, Pins, warning
from ssg.newsroom.site import Story, Suggestions
from ssg.problems import Problem, Severity
from ssg.settings import Settings

if TYPE_CHECKING:
    # Only for the types: they bring numpy, which a run in which nothing changed does without.
    from ssg.newsroom.related.rules import Rules
    from ssg.newsroom.related.state import State
    from ssg.newsroom.related.terms import Counted, Document


Aside = Callable[[Callable[[], Found]], Callable[[], Found]]
"""Has something done, now or by somebody else, and gives what waits for it."""


def at_once(work: Callable[[], Found]) -> Callable[[], Found]:
    """Do it now."""
    found = work()
    return lambda: found


@frozen
class Related:
    """What each article suggests; and what the next run may begin with."""

    suggestions: Suggestions
    memory: Memory


def relate_stories(  # noqa: PLR0917  # what to relate, how, and what helps
    stories: Sequence[Story],
    withheld: Sequence[NotShown],
    settings: Settings,
    problems: list[Problem],
    memory: Memory | None = None,
    aside: Aside = at_once,
) -> Related:
    """Return what each article suggests. `memory` is that of an earlier run, of any site; it only saves time.

    What takes long is done `aside`, and waited for when somebody asks for a suggestion.
    A pin that names no article is a problem, and one that does nothing a warning.
    """
    memory = memory or Memory()
    facts = Facts(stories, settings.language)
    pins = Pins(facts.stories, withheld)
    pinned = _pinned(facts, pins, problems)
    problems += _unknown_originals(facts, pins)
    inputs = _digest_of(facts, pinned, settings)
    if inputs == memory.inputs and len(memory.choice) == len(facts):
        return Related(Suggestions(facts.stories, lambda: memory.choice, facts.numbers), memory)
    new = Memory(inputs, aside(partial(_find, facts, pinned, settings, memory)), memory.load)
    return Related(Suggestions(facts.stories, lambda: new.choice, facts.numbers), new)


def _find(facts: Facts, pinned: dict[int, tuple[int, ...]], settings: Settings, memory: Memory) -> Found:
    state = _state(facts, settings, memory)
    return Found(_rules(facts, pinned, state, settings).choose(), state)


def rules_of(stories: Sequence[Story], settings: Settings, memory: Memory) -> tuple[Sequence[Story], State, Rules]:
    """Return the articles in their order, the recommender's state after relating them, and the rules over it."""
    facts = Facts(stories, settings.language)
    state = _state(facts, settings, memory)
    return facts.stories, state, _rules(facts, {}, state, settings)


def document_of(story: Story, language: str, counted: MutableMapping[bytes, Counted] | None = None) -> Document:
    """Return what the recommender sees of an article; `language` is the site's. `counted` are the terms of texts that
    have been counted already, by the digests of their articles: those of this one are taken out of it."""
    subjects = [f"tags/{tag.slug}" for tag in story.tags]
    if story.series:
        subjects.append(f"series/{story.series.slug}")
    known = counted.pop(story.article.digest, None) if counted else None
    return replace(text_of(story.article, language, known is None), subjects=tuple(sorted(subjects)), counted=known)


def text_of(article: Article, language: str, read: bool = True) -> Document:
    """Return what the recommender sees of an article by itself; its body only if that is to be read."""
    from ssg.newsroom.related.terms import Document  # noqa: PLC0415 - brings numpy

    # It is read once; a large archive does not fit into memory.
    source = f"{article.standfirst}\n\n{article.text.passage.peek()}" if read else ""
    return Document(article.id, article.language or language, article.title, source)


def _pinned(facts: Facts, pins: Pins, problems: list[Problem]) -> dict[int, tuple[int, ...]]:
    """Return the pins of the articles that have some, without those that the rules forbid."""
    pinned: dict[int, tuple[int, ...]] = {}
    for number, names in enumerate(facts.pins):
        if not names:
            continue
        article = facts.articles[number]
        allowed: list[int] = []
        for place, other in pins.of(number, problems):
            title = facts.articles[other].title
            if wrong := facts.unfit(number, other):
                problems.append(warning(article, place, f'"{title}" is not suggested: {wrong}', "remove it"))
            elif other in allowed:
                problems.append(warning(article, place, f'"{title}" is pinned twice', "remove it"))
            elif facts.is_told(other, allowed):
                message = f'"{title}" is not suggested: it is a translation of what is pinned before it'
                problems.append(warning(article, place, message, "remove one of the two"))
            else:
                allowed.append(other)
        pinned[number] = tuple(allowed)
    return pinned


def _unknown_originals(facts: Facts, pins: Pins) -> Iterator[Problem]:
    """Yield a warning for each article that is a translation of what nobody knows."""
    for number, name in enumerate(facts.translated):
        if name and pins.find(name, number) is None and pins.withheld(name) is None:
            message, hint = f'it is a translation of "{name}", and there is no such article', "name it by its id"
            at = ("extra", "translation_of")
            yield Problem(message, hint, facts.articles[number].path, at=at, severity=Severity.WARNING)


def _digest_of(facts: Facts, pinned: dict[int, tuple[int, ...]], settings: Settings) -> bytes:
    """Return the digest of all that the lists depend on. What they ask of an article itself is in its key."""
    keys = array("q", map(len, facts.keys)).tobytes() + b"".join(facts.keys)
    names = "\n".join([*map(",".join, facts.authors), *facts.sections])
    return digest((engine(), keys, names, tuple(pinned.items()), settings.related))


def _state(facts: Facts, settings: Settings, memory: Memory) -> State:
    # What was kept is read while another thread loads numpy: reading leaves Python free, and takes half as long.
    loading = Thread(target=_load)
    loading.start()
    state = memory.state
    loading.join()
    from ssg.newsroom.related.recommending import recommend  # noqa: PLC0415 - brings numpy

    language, counted = settings.language, memory.counted
    return recommend(
        facts.keys, lambda number: document_of(facts.stories[number], language, counted), settings.related.tags, state
    )


def _load() -> None:
    from ssg.newsroom.related import recommending, rules  # noqa: F401, PLC0415 - bring numpy


def _rules(facts: Facts, pinned: dict[int, tuple[int, ...]], state: State, settings: Settings) -> Rules:
    from ssg.newsroom.related.rules import Rules  # noqa: PLC0415 - brings numpy

    nearest, scores = state.ranking()
    return Rules(facts, pinned, nearest, scores, settings.related)
