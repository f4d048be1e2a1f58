"""JSON feeds for Pelican, of the site and of its categories, with the items that its other feeds have."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pelican import signals


def item(article: Any, site: str) -> dict[str, Any]:
    """Return an article as JSON Feed has it."""
    url = f"{site}/{article.url}"
    fields = {
        "id": url,
        "url": url,
        "title": article.title,
        "summary": article.summary,
        "content_html": article.get_content(site),
        "date_published": article.date.isoformat(),
        "authors": [{"name": author.name, "url": f"{site}/{author.url}"} for author in article.authors],
        "tags": [article.category.name.title(), *(tag.name for tag in article.tags)],
        "language": article.lang,
    }
    if hasattr(article, "modified"):
        fields["date_modified"] = article.modified.isoformat()
    if hasattr(article, "image"):
        fields["image"] = site + article.image
    return fields


def feed(articles: Sequence[Any], settings: Any, title: str, home: str, path: str) -> dict[str, Any]:
    """Return a feed of the latest articles."""
    site = settings["SITEURL"]
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": f"{site}/{home}",
        "feed_url": f"{site}/{path}",
        "description": settings["SITESUBTITLE"],
        "language": settings["DEFAULT_LANG"],
        "items": [item(article, site) for article in articles[: settings["FEED_MAX_ITEMS"]]],
    }


def write(generator: Any, writer: Any) -> None:
    """Write the feed of the site and those of its categories."""
    settings = generator.settings
    name = settings["SITENAME"]
    feeds = {settings["FEED_JSON"]: (generator.articles, name, "")}
    for category, articles in generator.categories:
        path = settings["CATEGORY_FEED_JSON"].format(slug=category.slug)
        feeds[path] = (articles, f"{category.name.title()} – {name}", category.url)
    for path, (articles, title, home) in feeds.items():
        data = feed(articles, settings, title, home, path)
        file = Path(writer.output_path, path)
        file.write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")


def register() -> None:
    """Ask Pelican to call us when it has written all articles."""
    signals.article_writer_finalized.connect(write)
