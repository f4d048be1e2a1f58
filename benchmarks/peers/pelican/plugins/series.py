"""Series for Pelican: what its common plugin gives to articles, and a listing and a feed of each series besides."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from pelican import signals
from pelican.urlwrappers import URLWrapper


class Series(URLWrapper):
    """A series, with the settings SERIES_URL, SERIES_SAVE_AS and SERIES_FEED_RSS."""


def gather(generator: Any) -> None:
    """Give every article that names a series the series and its parts in order, and its own part as a number."""
    generator.series = defaultdict(list)
    for article in generator.articles:
        if "series" in article.metadata:
            article.series = Series(article.metadata["series"], generator.settings)
            generator.series[article.series].append(article)
    for articles in generator.series.values():
        parts = sorted(articles, key=lambda article: int(article.series_index))
        for article in articles:
            article.series_parts = parts


def write(generator: Any, writer: Any) -> None:
    """Write a listing and a feed of every series."""
    template = generator.get_template("series")
    for series, articles in generator.series.items():
        writer.write_file(
            series.save_as,
            template,
            generator.context,
            series=series,
            articles=articles,
            template_name="series",
            url=series.url,
        )
        path = generator.settings["SERIES_FEED_RSS"].format(slug=series.slug)
        writer.write_feed(articles, generator.context, path, feed_title=series.name, feed_type="rss")


def register() -> None:
    """Ask Pelican to call us when it has read all articles, and when it has written them."""
    signals.article_generator_finalized.connect(gather)
    signals.article_writer_finalized.connect(write)
