"""Why an article suggests what it suggests: scores, shared terms, and the rules that were applied."""

from __future__ import annotations

from dataclasses import dataclass

from ssg.newsroom.related.facts import moment_of
from ssg.newsroom.related.pins import Pins
from ssg.newsroom.related.relating import document_of, rules_of
from ssg.newsroom.site import Reason, Site, Story

_DAY = 86_400


@dataclass(frozen=True)
class Share:
    """A term that two articles share: a word as the first writes it, or a tag or series, and its part of the cosine."""

    term: str
    weight: float


@dataclass(frozen=True)
class Comparison:
    """Two articles compared. `cosine` is that of their own texts and tags; the neighbours and the time between them
    make `score` of it. `refused` is why it is not suggested, if it is not."""

    story: Story
    reason: Reason | None
    score: float
    cosine: float
    days: int
    shares: tuple[Share, ...]
    """The greatest first."""
    refused: str = ""


@dataclass(frozen=True)
class Explanation:
    """What an article suggests, and the nearest that it does not."""

    story: Story
    suggested: tuple[Comparison, ...]
    passed_over: tuple[Comparison, ...]


def find(site: Site, name: str) -> Story | None:
    """Return the published article of that slug, id, path or headline."""
    number = Pins(site.stories, ()).find(name)
    return None if number is None else site.stories[number]


def why(site: Site, story: Story) -> Explanation:
    """Explain what an article of the site suggests."""
    from ssg.newsroom.related.terms import explain  # noqa: PLC0415 - brings numpy
    from ssg.newsroom.related.vectors import UNIT  # noqa: PLC0415 - the same

    ordered, state, rules = rules_of(site.stories, site.settings, site.memory)
    places = {id(other): place for place, other in enumerate(ordered)}
    index = places[id(story)]
    terms = explain(document_of(story, site.settings.language))
    weights = state.vector(index)

    def compared(other: Story, reason: Reason | None, score: float, refused: str = "") -> Comparison:
        theirs = state.vector(places[id(other)])
        products = {slot: weights[slot] * theirs[slot] / UNIT**2 for slot in weights.keys() & theirs.keys()}
        shares = sorted((-product, terms[slot]) for slot, product in products.items())
        days = abs(moment_of(other) - moment_of(story)) // _DAY
        found = tuple(Share(term, -product) for product, term in shares)
        return Comparison(other, reason, score, sum(sorted(products.values())), days, found, refused)

    suggestions = site.suggestions[story.article.path]
    shown = {id(suggestion.story) for suggestion in suggestions}
    return Explanation(
        story,
        tuple(compared(found.story, found.reason, found.score) for found in suggestions),
        tuple(
            compared(ordered[other], None, score, refused)
            for other, score, refused in rules.near(index)
            if id(ordered[other]) not in shown
        ),
    )
