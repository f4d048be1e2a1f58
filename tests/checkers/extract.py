"""Read published pages as others do: extruct's structured data, and what three extractors of articles find.

This runs in an environment of its own, which `make tools` makes in .tools/python: these programs bring many others.

Usage: python extract.py FOLDER URL < paths of articles, relative to FOLDER, one on each line. Prints JSON.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import Any

import extruct
import newspaper
import readability
import trafilatura

Extract = dict[str, Any]


def structured(html: str, url: str) -> Extract:
    """Return the page's JSON-LD and Open Graph. Faulty JSON is an error."""
    found: Extract = extruct.extract(html, base_url=url, syntaxes=["json-ld", "opengraph"], errors="strict")
    return found


def by_trafilatura(html: str, url: str) -> Extract:
    """Return what trafilatura finds."""
    found = trafilatura.bare_extraction(html, url=url, with_metadata=True)
    if found is None:
        return {}
    # It joins names with a semicolon.
    names = found.author.split("; ") if found.author else []
    return {"title": found.title, "authors": names, "date": found.date, "text": found.text}


def by_readability(html: str, url: str) -> Extract:
    """Return what readability-lxml finds: it knows no dates."""
    document = readability.Document(html, url=url)
    text = trafilatura.html2txt(document.summary())
    return {"title": document.title(), "authors": [document.author()], "text": text}


def by_newspaper(html: str, url: str) -> Extract:
    """Return what newspaper4k finds."""
    article = newspaper.Article(url, fetch_images=False)
    article.download(input_html=html)
    article.parse()
    date = article.publish_date.isoformat() if article.publish_date else None
    return {"title": article.title, "authors": article.authors, "date": date, "text": article.text}


EXTRACTORS = {"trafilatura": by_trafilatura, "readability": by_readability, "newspaper": by_newspaper}


def main(folder: Path, address: str, articles: list[str]) -> Extract:
    """Return the structured data of every page of the folder, and what each extractor finds in the articles."""
    pages = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.html"))}
    return {
        "structured": {path: structured(html, address + path) for path, html in pages.items()},
        "extracted": {
            name: {path: extract(pages[path], address + path.removesuffix("index.html")) for path in articles}
            for name, extract in EXTRACTORS.items()
        },
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    json.dump(main(Path(sys.argv[1]), sys.argv[2], sys.stdin.read().split()), sys.stdout)
