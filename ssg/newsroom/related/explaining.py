"""Why an article suggests what it suggests: scores, shared terms, and the rules that were applied."""

from __future__ import annotations

from pathlib import Path

from ssg.frozen import frozen
from ssg.model import Withheld
from ssg.newsroom.related.facts import days_apart
from ssg.newsroom.related.pins import Pins
from ssg.newsroom.related.relating import document_of, rules_of
from ssg.newsroom.site import Reason, Site, Story
from ssg.problems import Problem, did_you_mean
from ssg.urls import slugify


@frozen
class Share:
    """A term that two articles share: a word as the first writes it, or a tag or series, and its part of the cosine."""

    term: str
    weight: float


@frozen
class Comparison:
    """Two articles compared. `cosine` is that of their own texts and tags; the neighbours and the time between them
    make `score` of it. `refused` is why it is not suggested, if it is not."""

    story: Story
    reason: Reason | None
    score: float
    cosine: float
    days: int | None
    """None where one of them has no date."""
    shares: tuple[Share, ...]
    """The greatest first."""
    refused: str = ""


@frozen
class Explanation:
    """What an article suggests, and the nearest that it does not."""

    story: Story
    suggested: tuple[Comparison, ...]
    passed_over: tuple[Comparison, ...]
    silent: str = ""
    """The rule by which it suggests nothing, if one says so."""


def find(site: Site, name: str, root: Path) -> Story | None:
    """Return the published article of that slug, id, path, address or headline. Paths begin at `root`, if anywhere."""
    number = Pins(site.stories, ()).find(name)
    if number is not None:
        return site.stories[number]
    place = _place_of(name, root)
    return next(
        (story for story in site.stories if place in {*_places(story.article.path), story.url.strip("/")}), None
    )


def absent(site: Site, name: str, root: Path) -> Problem:
    """Return what is to be said of a name that no published article has."""
    place, slug = _place_of(name, root), slugify(name)
    for story in site.withdrawn:
        article = story.article
        if {name, slug, place} & {article.slug, article.id, *_places(article.path), slugify(article.title)} - {""}:
            return Problem(f'"{name}" is withdrawn: it suggests nothing, and nothing suggests it')
    for item in site.withheld:
        if {name, slug, place} & {*item.names, *_places(item.path), slugify(item.title)} - {""}:
            moment = f"{item.moment:%Y-%m-%d %H:%M}" if item.moment else ""
            match item.reason:
                case Withheld.DRAFT:
                    return Problem(f'"{name}" is a draft', "give --drafts")
                case Withheld.SCHEDULED:
                    return Problem(f'"{name}" is scheduled for {moment}', "give --future")
                case Withheld.EMBARGOED:
                    return Problem(f'"{name}" is under embargo until {moment}', "give a later --now")
                case _:
                    return Problem(f'"{name}" expired at {moment}', "give an earlier --now")
    articles = [story.article for story in site.stories]
    known = {known for article in articles for known in (article.slug, article.id, article.title)}
    return Problem(f'no published article is called "{name}"', did_you_mean(name, known))


def _place_of(name: str, root: Path) -> str:
    """Return a path or an address as the files of a site and its pages have theirs."""
    path = Path(name)
    if path.exists():
        path = path.resolve()
    if path.is_relative_to(root):
        path = path.relative_to(root)
    return path.as_posix().strip("/")


def _places(path: str) -> tuple[str, ...]:
    """Return what an article's path may be called: with its ending and without, and the folder of a bundle."""
    stem = path.rpartition(".")[0]
    return path, stem, stem.removesuffix("/index")


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
        days = days_apart(other, story)
        found = tuple(Share(term, -product) for product, term in shares)
        return Comparison(other, reason, score, sum(sorted(products.values())), days, found, refused)

    suggestions = site.suggestions[story.article.path]
    shown = [places[id(suggestion.story)] for suggestion in suggestions]
    return Explanation(
        story,
        tuple(compared(found.story, found.reason, found.score) for found in suggestions),
        tuple(
            compared(ordered[other], None, score, refused) for other, score, refused in rules.passed_over(index, shown)
        ),
        _silent(site, story),
    )


def _silent(site: Site, story: Story) -> str:
    if story.article.no_related:
        return "it says no_related: true"
    return "" if site.settings.related.count else "count is 0"
