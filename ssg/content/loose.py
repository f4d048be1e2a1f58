"""Articles of any folder of Markdown, read as far as it goes: for looking at a folder that is no site.

A key that the schema does not know or take is as if it were absent, but what other generators do not publish stays a
draft, and so does what is one in doubt; a file without a front matter that can be read is a body, and one in another
encoding is guessed at. What this reads is for suggestions
and tables, never for publishing.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from datetime import UTC
from pathlib import Path
from typing import Any

from ssg.content.decoding import decode
from ssg.content.foreign_dates import foreign_moment
from ssg.content.front_matter import read_front_matter
from ssg.content.schemas import article_schema
from ssg.content.snapshot import scan_folder
from ssg.model import UNDATED, Article, ArticleType, Content, Passage, Text
from ssg.problems import Problem, ProblemError, Severity
from ssg.schema import Fault
from ssg.urls import slugify

_DRAFT = re.compile(
    r"""^\s*["']?(?:draft["']?\s*[:=]\s*["']?(?:true|yes|on|1)|published["']?\s*[:=]\s*["']?(?:false|no|off|0)"""
    r"""|status["']?\s*[:=]\s*["']?draft)\b""",
    re.MULTILINE | re.IGNORECASE,
)
"""What makes a draft of a text in which nothing else can be read."""

_UNPUBLISHED = frozenset({"draft", "hidden", "pending", "private", "unpublished"})
"""What Pelican, and others, say under `status` of what is in no list."""
_HEAD = re.compile(
    r"(?:(?:title|date|author|tags|category|slug|status|layout):[^\n]*\n)(?:[a-z][\w -]*:[^\n]*\n)*",
    re.IGNORECASE,
)
"""Keys at the beginning of a text with nothing around them, as Pelican has them; Hexo ends them with a line."""
_DATED = re.compile(r"(\d{4}-\d\d-\d\d)[-_](?=.)")


def read_loose(folder: Path) -> tuple[Content, tuple[Problem, ...]]:
    """Return the articles of the Markdown files below a folder, and what is wrong with those that are hard to read.

    An article without a title has its file's name. One without a date has that of its file's name or none (`UNDATED`).
    Of two files with one id the second has its path as its id.
    """
    snapshot = scan_folder(folder, folder.name)
    articles: dict[str, Article] = {}
    problems = list(snapshot.problems)
    schema = article_schema(UTC)
    for path in snapshot.paths():
        if not path.lower().endswith((".md", ".markdown")):
            continue
        try:
            text = _decoded(snapshot.read(path), path, problems)
        except ProblemError as error:
            problems += error.problems
            continue
        data, body = _split(text, path, problems)
        faults: list[Fault] = []
        values = schema.read(data, (), faults) or {}
        faulty = {fault.at[0] for fault in faults}
        if "date" in faulty:
            values["date"] = foreign_moment(data["date"])
            if values["date"] is None:
                message, hint = f'"{data["date"]}" is no date that can be read', "write it as 2026-03-01 09:30"
                problems.append(Problem(message, hint, path, severity=Severity.WARNING))
        values = _completed(values, path, "draft" in faulty or _is_unpublished(data, path))
        if values["id"] in articles:
            values["id"] = path.rpartition(".")[0]
        articles[values["id"]] = Article(path=path, text=Text(path, 1, Passage.of(body)), **values)
    return Content(articles=tuple(articles.values())), tuple(problems)


def _decoded(data: bytes, path: str, problems: list[Problem]) -> str:
    """Return a file's text, guessed where it is not UTF-8. Raises ProblemError for what is no text."""
    try:
        return decode(data, path)
    except ProblemError as error:
        if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            text = data.decode("utf-16", "replace")
        else:
            text = data.decode("cp1252", "replace")
        if "\0" in text:
            raise
        problems += error.problems
        return text


def _split(text: str, path: str, problems: list[Problem]) -> tuple[Mapping[str, Any], str]:
    """Return front matter and body. All of a text whose front matter cannot be read is body."""
    if not text.lstrip().startswith(("---", "+++", "{")):
        return _bare_head(text)
    try:
        front = read_front_matter(text, path)
    except ProblemError as error:
        problems += error.problems
        return {"draft": bool(_DRAFT.search(text))}, text
    # Keys are as our own are written, whatever their case.
    return {str(key).lower(): value for key, value in front.data.items()} | dict(front.data), front.body


def _bare_head(text: str) -> tuple[dict[str, Any], str]:
    """Return the keys at the beginning of a text that has nothing around them, and the rest; none where they end in
    something else than a blank line or a rule."""
    match = _HEAD.match(text)
    if not match or not re.match(r"[ \t]*(?:\n|$|---)", text[match.end() :]):
        return {}, text
    lines = (line.partition(":") for line in match[0].splitlines())
    data: dict[str, Any] = {key.strip().lower(): value.strip() for key, _, value in lines if value.strip()}
    if "tags" in data:
        data["tags"] = [tag.strip() for tag in data["tags"].strip("[]").split(",") if tag.strip()]
    return data, text[match.end() :].removeprefix("---")


def _is_unpublished(data: Mapping[str, Any], path: str) -> bool:
    """Tell whether another generator would keep a file back."""
    return (
        "_drafts" in path.split("/")
        or str(data.get("published", "true")).lower() in {"false", "no", "off", "0"}
        or str(data.get("status", "")).lower() in _UNPUBLISHED
    )


def _completed(values: dict[str, Any], path: str, is_draft: bool) -> dict[str, Any]:
    """Return an article's values with what every article needs."""
    stem = path.rpartition(".")[0].removesuffix("/index").rpartition("/")[2]
    slug = values["slug"] or slugify(stem) or stem
    return values | {
        "slug": slug,
        "id": values["id"] or slug,
        "title": values["title"] or stem,
        "date": values["date"] or (foreign_moment(dated[1]) if (dated := _DATED.match(stem)) else None) or UNDATED,
        "type": ArticleType(values["type"]),
        "draft": values["draft"] or is_draft,
    }
