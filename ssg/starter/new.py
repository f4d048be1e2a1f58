"""Start a file: an article, an author or a page, with its front matter filled in and every other key as a hint."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ssg.content.composing import DEFAULT_SECTION, create, dump, file_slug, refuse_unreadable, section_problem
from ssg.content.reading import read
from ssg.content.schemas import AUTHOR, PAGE, FrontMatterRecord, article_schema
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import scan
from ssg.newsroom.names import People
from ssg.problems import Problem, ProblemError, did_you_mean
from ssg.urls import slugify


def new_article(root: Path, title: str, now: datetime, section: str = "", author: str = "") -> Path:
    """Start an article as a draft dated today, and return its path relative to `root`.

    Today is that of `now`, which is aware, in the site's timezone. Without a section it goes to the first one of the
    settings. Raises ProblemError when there is no site, no such author, or already such a file, and for names that make
    no address.
    """
    _refuse_nameless(title, "title")
    snapshot = scan(root)
    settings = read_settings(snapshot)
    content, _ = read(snapshot, settings)
    wrong = section_problem(section) if section else ""
    if wrong:
        hint = f"the site has {', '.join(settings.sections)}" if settings.sections else "write a word or a few"
        raise ProblemError([Problem(wrong, hint)])
    section = section or next(iter(settings.sections), DEFAULT_SECTION)
    values: dict[str, Any] = {"title": title, "date": now.astimezone(settings.zone).date(), "draft": True}
    if author:
        found = People(content.authors).find(author)
        if found is None:
            near = did_you_mean(author, [person.name for person in content.authors])
            hint = near or f'add the author first: ssg new author "{author}"'
            raise ProblemError([Problem(f'unknown author "{author}"', hint)])
        values["authors"] = [found.name]
    folder = file_slug(section, "section")
    if folder != section:
        values["section"] = section
    path = f"content/articles/{folder}/{file_slug(title, 'article')}.md"
    return _start(root, path, article_schema(settings.zone), values, "Write here.")


def new_author(root: Path, name: str) -> Path:
    """Start an author and return the path relative to `root`. Raises ProblemError as `new_article` does."""
    _refuse_nameless(name, "name")
    read_settings(scan(root))
    path = f"content/authors/{file_slug(name, 'author')}.md"
    return _start(root, path, AUTHOR, {"name": name}, "Write the biography here.", noun="name")


def new_page(root: Path, title: str) -> Path:
    """Start a page as a draft and return its path relative to `root`. Raises ProblemError as `new_article` does."""
    _refuse_nameless(title, "title")
    read_settings(scan(root))
    path = f"content/pages/{file_slug(title, 'page')}.md"
    return _start(root, path, PAGE, {"title": title, "draft": True}, "Write here.")


def _refuse_nameless(text: str, noun: str) -> None:
    if not slugify(text):
        message = f'"{text}" has no letter or digit to make an address from'
        raise ProblemError([Problem(message, f"choose another {noun}")])


def _start(
    root: Path, path: str, record: FrontMatterRecord, values: Mapping[str, Any], body: str, *, noun: str = "title"
) -> Path:
    text = f"---\n{_front_matter(record, values)}---\n\n{body}\n"
    refuse_unreadable(record, text, path)
    create(root, path, text.encode(), hint=f"choose another {noun}")
    return Path(path)


def _front_matter(record: FrontMatterRecord, values: Mapping[str, Any]) -> str:
    """Return the keys of a record: those with values as YAML, then the others as comments that say what they mean."""
    filled = "".join(dump({entry.key: values[entry.key]}) for entry in record.fields if entry.key in values)
    others = [entry for entry in record.fields if entry.key not in values]
    width = max((len(entry.key) for entry in others), default=0) + 1
    hints = "".join(f"# {entry.key + ':':<{width}}  # {entry.doc}\n" for entry in others)
    return f"{filled}# Remove the first # of a line to use it.\n{hints}"
