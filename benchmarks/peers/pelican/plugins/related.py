"""Related articles for Pelican, by the tags that two articles share: the way of its common plugin, written anew."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pelican import signals


def relate(generator: Any) -> None:
    """Give every article those that share most tags with it; of equals, the newest come first."""
    count = generator.settings["RELATED_COUNT"]
    for article in generator.articles:
        shared: Counter[Any] = Counter()
        for tag in getattr(article, "tags", ()):
            shared.update(generator.tags[tag])
        del shared[article]
        article.related = [other for other, _ in shared.most_common(count)]


def register() -> None:
    """Ask Pelican to call us when it has read all articles."""
    signals.article_generator_finalized.connect(relate)
