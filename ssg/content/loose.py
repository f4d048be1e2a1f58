"""Articles of any folder of Markdown, read as far as it goes: for looking at a folder that is no site.

A key that the schema does not know or take is as if it were absent, but a draft stays one in doubt; a file without a
front matter is a body. What this reads is for suggestions and tables, never for publishing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from pathlib import Path
from typing import Any

from ssg.content.decoding import decode
from ssg.content.front_matter import read_front_matter
from ssg.content.schemas import article_schema
from ssg.content.snapshot import scan_folder
from ssg.model import UNDATED, Article, ArticleType, Content, Passage, Text
from ssg.problems import Problem, ProblemError
from ssg.schema import Fault
from ssg.urls import slugify


def read_loose(folder: Path) -> tuple[Content, tuple[Problem, ...]]:
    """Return the articles of the Markdown files below a folder, and what could not be read at all.

    An article without a title has its file's name, one without a date none (`UNDATED`). Of two files with one id the
    second has its path as its id.
    """
    snapshot = scan_folder(folder, folder.name)
    articles: dict[str, Article] = {}
    problems = list(snapshot.problems)
    schema = article_schema(UTC)
    for path in snapshot.paths():
        if not path.lower().endswith((".md", ".markdown")):
            continue
        try:
            data, body = _split(decode(snapshot.read(path), path), path)
        except ProblemError as error:
            problems += error.problems
            continue
        faults: list[Fault] = []
        values = _completed(schema.read(data, (), faults) or {}, path, {fault.at[0] for fault in faults})
        if values["id"] in articles:
            values["id"] = path.rpartition(".")[0]
        articles[values["id"]] = Article(path=path, text=Text(path, 1, Passage.of(body)), **values)
    return Content(articles=tuple(articles.values())), tuple(problems)


def _split(text: str, path: str) -> tuple[Mapping[str, Any], str]:
    """Return front matter and body. Raises ProblemError for a front matter that cannot be read."""
    if not text.lstrip().startswith(("---", "+++", "{")):
        return {}, text
    front = read_front_matter(text, path)
    return front.data, front.body


def _completed(values: dict[str, Any], path: str, faulty: set[object]) -> dict[str, Any]:
    """Return an article's values with what every article needs."""
    stem = path.rpartition(".")[0].removesuffix("/index").rpartition("/")[2]
    slug = values["slug"] or slugify(stem) or stem
    return values | {
        "slug": slug,
        "id": values["id"] or slug,
        "title": values["title"] or stem,
        "date": values["date"] or UNDATED,
        "type": ArticleType(values["type"]),
        "draft": values["draft"] or "draft" in faulty,
    }
