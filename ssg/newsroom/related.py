"""You May Also Like: which articles are near another.

Pinned articles come first, then the nearest by text and rare shared tags. Texts are compared by the cosine of term
vectors, weighted ln(1 + tf) * idf^0.7 (a milder idf than usual, which keeps the words of a running story from
drowning in rare names). Only articles that share one of the heaviest terms are compared at all, so the cost grows
with the neighbourhood of an article and not with the archive. The result depends on the published articles and the
settings alone.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ssg.content.scanning import plain_text
from ssg.model import Article
from ssg.newsroom.site import Story
from ssg.problems import Problem, did_you_mean
from ssg.settings import RelatedSettings
from ssg.urls import slugify

TERMS_KEPT = 100
"""Heaviest terms of an article that take part in the comparison."""
TERMS_SEARCHED = 30
"""Heaviest terms of an article by which candidates are found."""
POSTINGS_CAP = 100
"""A term or tag in more articles than this finds no candidates: it says too little."""
CANDIDATES = 30
"""Articles that are compared in full: those that share most of the heaviest terms, and have most tags in common."""
TAG_WEIGHT = 0.3
"""What sharing all tags adds to a similarity that goes from 0 to 1."""

_WORD = re.compile(r"[^\W\d_][\w’'-]*[^\W_]")

Vector = dict[str, float]


def relate_stories(
    stories: Sequence[Story], withheld: Iterable[Article], settings: RelatedSettings, problems: list[Problem]
) -> dict[str, tuple[Story, ...]]:
    """Return for the path of each story its related stories, best first, at most `settings.count`.

    `stories` are newest first. An article that is pinned and still withheld is left out until it is published. Where
    too few articles are similar, newer ones of the same section fill the list, then any.
    """
    texts = _vectors([_terms(story.article) for story in stories])
    tags = _vectors([Counter(tag.slug for tag in story.tags) for story in stories])
    heaviest = [
        {term: vector[term] for term in heapq.nlargest(TERMS_SEARCHED, vector, key=vector.__getitem__)}
        for vector in texts
    ]
    found_by_terms, found_by_tags = _Index(heaviest), _Index(tags)
    find = _Finder(stories, withheld)
    related: dict[str, tuple[Story, ...]] = {}
    for index, story in enumerate(stories):
        pinned = find.pinned(story.article, problems)
        if story.article.no_related:
            related[story.article.path] = ()
            continue
        candidates = {*found_by_terms.nearest(index), *found_by_tags.nearest(index)}
        scores = {
            other: _cosine(texts[index], texts[other]) + TAG_WEIGHT * _cosine(tags[index], tags[other])
            for other in candidates
        }
        # Of equally near articles the newer comes first: its index is lower.
        ranked = sorted((other for other in scores if scores[other] > settings.minimum), key=lambda o: (-scores[o], o))
        chosen = list(pinned)
        for other in (*ranked, *_fillers(index, stories, settings.count)):
            if len(chosen) >= settings.count:
                break
            if stories[other] not in chosen and _may_suggest(story, stories[other]):
                chosen.append(stories[other])
        related[story.article.path] = tuple(chosen[: max(settings.count, len(pinned))])
    return related


class _Finder:
    """Finds the articles that an editor pinned, by slug, id, path or headline."""

    def __init__(self, stories: Sequence[Story], withheld: Iterable[Article]) -> None:
        self._by_name = {name: story for story in reversed(stories) for name in _names(story.article)}
        self._withheld = {name for article in withheld for name in _names(article)}

    def pinned(self, article: Article, problems: list[Problem]) -> tuple[Story, ...]:
        found: list[Story] = []
        for number, name in enumerate(article.related):
            story = self._by_name.get(name) or self._by_name.get(slugify(name))
            if story is None and self._withheld & {name, slugify(name)}:
                continue
            if story is None:
                message = f'there is no article "{name}"'
                hint = did_you_mean(name, self._by_name) or "name it by its slug, id or headline"
                problems.append(Problem(message, hint, article.path, at=("related", number)))
            elif story.article is not article and story not in found:
                found.append(story)
        return tuple(found)


def _names(article: Article) -> tuple[str, str, str, str]:
    """Return what an article can be called, the weakest first: of two articles with one name, the stronger has it."""
    return (slugify(article.title), article.path, article.id, article.slug)


def _may_suggest(story: Story, other: Story) -> bool:
    """Tell whether the rules let one article suggest another: advertisements stay out of journalism."""
    return not other.article.noindex and bool(other.article.sponsor) <= bool(story.article.sponsor)


def _fillers(index: int, stories: Sequence[Story], count: int) -> list[int]:
    """Return articles for a list that similarity leaves short: of the same section, then any, newest first."""
    section = stories[index].section
    newest = [other for other in range(min(len(stories), 50 + count)) if other != index]
    return sorted(newest, key=lambda other: (stories[other].section != section, other))


def _terms(article: Article) -> Counter[str]:
    text = f"{article.title} {article.standfirst} {plain_text(article.text.source)}"
    return Counter(word.replace("’", "'").removesuffix("'s") for word in _WORD.findall(text.lower()))


def _vectors(documents: Sequence[Mapping[str, int]]) -> list[Vector]:
    """Return unit vectors of the heaviest terms. A term of one document alone compares nothing and is dropped."""
    frequency = Counter(term for document in documents for term in document)
    weight = {term: math.log(1 + len(documents) / count) ** 0.7 for term, count in frequency.items() if count > 1}
    vectors: list[Vector] = []
    for document in documents:
        weights = {term: math.log1p(count) * weight[term] for term, count in document.items() if term in weight}
        # Sorted first, so that of equal weights the same terms are kept in every run.
        kept = heapq.nlargest(TERMS_KEPT, sorted(weights), key=weights.__getitem__)
        length = math.sqrt(math.fsum(weights[term] ** 2 for term in kept)) or 1.0
        vectors.append({term: weights[term] / length for term in kept})
    return vectors


class _Index:
    """Finds the documents that have most in common with one of them."""

    def __init__(self, vectors: Sequence[Vector]) -> None:
        self._vectors = vectors
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for index, vector in enumerate(vectors):
            for term, weight in vector.items():
                postings[term].append((index, weight))
        self._postings = {term: found for term, found in postings.items() if 1 < len(found) <= POSTINGS_CAP}

    def nearest(self, index: int) -> list[int]:
        """Return the documents that share most with the document `index`, at most `CANDIDATES`."""
        shared: dict[int, float] = defaultdict(float)
        for term, weight in self._vectors[index].items():
            for other, its_weight in self._postings.get(term, ()):
                shared[other] += weight * its_weight
        shared.pop(index, None)
        if len(shared) <= CANDIDATES:
            return list(shared)
        return heapq.nsmallest(CANDIDATES, shared, key=lambda other: (-shared[other], other))


def _cosine(one: Vector, other: Vector) -> float:
    if len(other) < len(one):
        one, other = other, one
    return math.fsum(weight * other[term] for term, weight in one.items() if term in other)
