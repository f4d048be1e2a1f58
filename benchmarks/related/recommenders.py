"""What is compared: Standfirst, and what other generators and libraries would do. Each gives lists of indexes.

scikit-learn is needed for its TF-IDF and for BM25, and by nothing else in this repository: pip install scikit-learn
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.related.labelled import Labelled
from ssg.newsroom.related.recommending import recommend
from ssg.newsroom.related.terms import Document

Lists = NDArray[np.int64]
"""For each article the indexes of others, best first; -1 where there is none."""
_BLOCK = 500


def standfirst(articles: Sequence[Labelled], count: int) -> Lists:
    """Return what the recommender finds in the texts alone, without editorial rules."""
    # A backslash is an escape in Markdown, and these texts are none.
    texts = [article.text.replace("\\", " ") for article in articles]
    documents = [Document(str(number), "en", "", text) for number, text in enumerate(texts)]
    keys = [number.to_bytes(16, "big") for number in range(len(documents))]
    nearest, scores = recommend(keys, documents.__getitem__, 3).ranking()
    order = np.argsort(-scores, axis=1, kind="stable")[:, :count]
    return np.take_along_axis(nearest, order, 1).astype(np.int64)


def latest(articles: Sequence[Labelled], count: int) -> Lists:
    """Return the latest articles, as Jekyll and Ghost do: the last of the collection."""
    numbers = np.arange(len(articles) - 1, len(articles) - 2 - count, -1)
    return np.array([numbers[numbers != index][:count] for index in range(len(articles))])


def tags(articles: Sequence[Labelled], count: int) -> Lists:
    """Return the articles with the most tags in common, the latest of equals, as Hugo and Pelican do."""
    names = sorted({place for article in articles for place in article.places})
    column = {name: number for number, name in enumerate(names)}
    tagged = np.zeros((len(articles), len(names)), np.int32)
    for row, article in enumerate(articles):
        tagged[row, [column[place] for place in article.places]] = 1
    return _nearest(len(articles), count, lambda rows: tagged[rows] @ tagged.T)


def tfidf(articles: Sequence[Labelled], count: int) -> Lists:
    """Return the nearest by scikit-learn's TF-IDF with its defaults."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - only who measures needs it

    matrix = TfidfVectorizer().fit_transform([article.text for article in articles])
    return _nearest(len(articles), count, lambda rows: (matrix[rows] @ matrix.T).toarray())


def bm25(articles: Sequence[Labelled], count: int) -> Lists:
    """Return the best matches of each whole text as a query, by Okapi BM25 with k1 = 1.2 and b = 0.75."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - only who measures needs it
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415 - the same

    counts: Any = csr_array(CountVectorizer().fit_transform([article.text for article in articles]).astype(np.float64))
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log(1 + (len(articles) - frequency + 0.5) / (frequency + 0.5))
    scale = 1.2 * (0.25 + 0.75 * lengths / lengths.mean())
    weights = counts.copy()
    weights.data = counts.data * 2.2 / (counts.data + np.repeat(scale, np.diff(counts.indptr)))
    weights.data *= idf[counts.indices]
    return _nearest(len(articles), count, lambda rows: (counts[rows] @ weights.T).toarray())


def _nearest(number: int, count: int, score: Callable[[NDArray[np.int64]], NDArray[Any]]) -> Lists:
    lists = np.zeros((number, count), np.int64)
    for first in range(0, number, _BLOCK):
        rows = np.arange(first, min(first + _BLOCK, number))
        scores = score(rows).astype(np.float64)
        scores[np.arange(len(rows)), rows] = -1
        # The latest of equals.
        lists[rows] = number - 1 - np.argsort(-scores[:, ::-1], axis=1, kind="stable")[:, :count]
        lists[rows] = np.where(np.take_along_axis(scores, lists[rows], 1) > 0, lists[rows], -1)
    return lists


RECOMMENDERS: dict[str, Callable[[Sequence[Labelled], int], Lists]] = {
    "latest articles": latest,
    "tags alone": tags,
    "scikit-learn TF-IDF": tfidf,
    "BM25": bm25,
    "Standfirst": standfirst,
}
