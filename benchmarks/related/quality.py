"""Measure quality: `python -m benchmarks.related.quality` prints how often suggestions are of an article's own topic.

nDCG@3 is 1 where all three suggestions have the topic of the article, and the first counts most. It is averaged over
articles, and over topics, where the rarest counts as much as the most frequent. Coverage is the part of articles that
have three suggestions at all.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np

from benchmarks.related.labelled import Labelled, collections
from benchmarks.related.recommenders import RECOMMENDERS, Lists

PLACES = 3
_GAINS = 1 / np.log2(np.arange(2, PLACES + 2))


def scores(articles: Sequence[Labelled], lists: Lists) -> tuple[float, float, float, float]:
    """Return nDCG@3 over articles, the same over topics, precision@3 and coverage.

    Topics of one article do not count."""
    topics = np.array([article.topic for article in articles])
    size = Counter(topics.tolist())
    others = np.array([size[topic] - 1 for topic in topics])
    relevant = (topics[lists] == topics[:, None]) & (lists >= 0)
    ideal = np.array([_GAINS[:number].sum() for number in np.clip(others, 1, PLACES)])
    gained = (relevant * _GAINS).sum(axis=1) / ideal
    counts = others > 0
    by_topic = [gained[topics == topic].mean() for topic, number in size.items() if number > 1]
    precision = relevant[counts].mean()
    return (
        float(gained[counts].mean()),
        float(np.mean(by_topic)),
        float(precision),
        float((lists >= 0).all(axis=1).mean()),
    )


@click.command()
@click.option("--wheel", type=click.Path(path_type=Path, exists=True), help="The wheel, if it is here already.")
def command(wheel: Path | None) -> None:
    """Print the quality of each recommender on each collection."""
    for name, articles in collections(wheel).items():
        click.echo(f"| {name} | nDCG@3 | by topic | precision@3 | coverage | CPU seconds |\n|---|--:|--:|--:|--:|--:|")
        for recommender, find in RECOMMENDERS.items():
            began = time.process_time()
            lists = find(articles, PLACES)
            seconds = time.process_time() - began
            ndcg, by_topic, precision, coverage = scores(articles, lists)
            click.echo(
                f"| {recommender} | {ndcg:.3f} | {by_topic:.3f} | {precision:.3f} | {coverage:.1%} | {seconds:.1f} |"
            )
        click.echo()


if __name__ == "__main__":
    command()
