"""Values and body to a Markdown file: the opposite of reading, for what imports and starts articles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ssg.content.decoding import decode
from ssg.content.front_matter import read_front_matter
from ssg.content.schemas import FrontMatterRecord
from ssg.problems import Problem, ProblemError
from ssg.schema import Fault
from ssg.urls import slug_problem, slugify

DEFAULT_SECTION = "news"
"""Where articles go that are imported or started without a section, if the site does not say."""
_LONGEST_SLUG = 80


class _Dumper(yaml.SafeDumper):
    """Writes YAML as people do: items of a list stand in from their key, and no value refers to another."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        return True


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    # Next line, line separator and the like break lines in YAML: only double quotes can escape them.
    style = '"' if any(sign in text for sign in "\n\r\t\x85\u2028\u2029\ufeff") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _represent_moment(dumper: _Dumper, moment: date) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", str(moment))


_Dumper.add_representer(str, _represent_text)
_Dumper.add_multi_representer(date, _represent_moment)


def compose(record: FrontMatterRecord, values: Mapping[str, Any], body: str) -> str:
    """Return the text of a Markdown file: the values that are there, in the record's order, and the body.

    Values that are None, False or empty are left out. Raises KeyError for a key that the record does not have.
    """
    known = [entry.key for entry in record.fields]
    unknown = values.keys() - set(known)
    if unknown:
        raise KeyError(*sorted(unknown))
    kept = {key: values[key] for key in known if values.get(key) not in (None, False, "", (), [], {})}
    return f"---\n{dump(kept)}---\n" + (f"\n{body.strip()}\n" if body.strip() else "")


def refuse_unreadable(record: FrontMatterRecord, text: str, path: str) -> None:
    """Raise ProblemError with everything that the next build would refuse in the front matter of a composed file."""
    # What came from a command line may be no text that UTF-8 can hold: that is then said by decoding.
    front = read_front_matter(decode(text.encode("utf-8", "surrogatepass"), path), path)
    faults: list[Fault] = []
    record.read(front.data, (), faults)
    if faults:
        raise ProblemError(front.problems(faults))


def dump(values: Mapping[str, Any]) -> str:
    """Return values as YAML: keys in their order, quotes only where needed, no line folded."""
    if not values:
        return ""
    plain = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
    text: str = yaml.dump(plain, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=float("inf"))
    return text


def file_slug(title: str, noun: str) -> str:
    """Return the slug for a file of that title, cut at a word.

    A title without letters, and the names that have a meaning for a site or for Windows (`index`, `con`), get the noun.
    """
    slug = slugify(title)
    if len(slug) > _LONGEST_SLUG:
        slug = slug[: _LONGEST_SLUG + 1].rpartition("-")[0] or slug[:_LONGEST_SLUG]
    return f"{slug}-{noun}".strip("-") if slug in {"", "index"} or slug_problem(slug) else slug


def section_problem(section: str) -> str:
    """Return what is wrong with the name of a section that somebody gave, or an empty text when it can be used.

    It becomes a folder: a path would be taken for a name that nobody meant.
    """
    if not slugify(section):
        return f'"{section}" is no name of a section: it has no letter or digit'
    return f'"{section}" is no name of a section: it is a path' if re.search(r"[/\\]", section) else ""


def create(root: Path, path: str, data: bytes, hint: str = "choose another title") -> None:
    """Create a file at `path` below `root`, with its folders. `hint` says what to do when it is there already.

    Raises ProblemError when something is there already, or when the system does not let us write.
    """
    target = root / path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # Mode "x" refuses a file that appeared since somebody looked.
        file = target.open("xb")
    except OSError as error:
        if target.is_file():
            raise ProblemError([Problem("this file is there already", hint, path)]) from None
        raise _unwritable(path, error) from None
    try:
        with file:
            file.write(data)
    except OSError as error:
        # Half a file would be taken for a whole one.
        target.unlink(missing_ok=True)
        raise _unwritable(path, error) from None


def _unwritable(path: str, error: OSError) -> ProblemError:
    return ProblemError([Problem(f"this cannot be written: {error.strerror or error}", "", path)])
