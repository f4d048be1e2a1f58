"""Edits of any kind, drawn from the schemas: a new key of front matter or settings is edited the day it is added.

Front matter is written in JSON, so that what is drawn is what is read. What is drawn need not make sense: an
edit that no build accepts must be refused alike by a build that knows the site and by one that does not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from ssg.content.schemas import AUTHOR, PAGE, TERM, Focus, FrontMatterRecord, article_schema
from ssg.schema import Anything, Choice, Field, Flag, Kind, ListOf, Moment, Number, Record, TableOf, Text, TextOr
from ssg.settings import SETTINGS
from tests.newsrooms import NOW
from tests.plain_theme import PLAIN_THEME

SLUGS = ("one", "two", "three", "four", "five")
AUTHORS = ("ana-ruiz", "bo-lind")
PICTURES = ("/images/a.svg", "/images/b.svg", "https://example.org/c.jpg")
LINKS = ("/about/", "https://example.org/", *(f"content/articles/news/{slug}.md" for slug in SLUGS))
DATES = ("2026-01-05", "2026-02-06 08:30", "2026-03-07T09:00:00+05:00", "2026-05-30", "2026-08-01")
WORDS = ("Mast", "cable & wire", "Żółw", "*fast*", "5G", "a longer line of plain words")

# Keys whose values name something else of the site, or have a form that only a check knows.
BY_KEY: Mapping[str, tuple[Any, ...]] = {
    "author": AUTHORS,
    "authors": (["ana-ruiz"], ["Bo Lind", "ana-ruiz"], [{"author": "ana-ruiz", "role": "photographs"}]),
    "related": (["one"], ["two", "three"], ["nobody"]),
    "tags": (["5G"], ["5g", "Masts"], ["Masts"]),
    "section": ("Policy", "news", "Wires"),
    "sections": (["news"], ["Policy", "news"]),
    "src": PICTURES,
    "url": LINKS,
    "credit_url": LINKS[:2],
    "canonical": ("https://example.org/first/",),
    "slug": ("uno", "dos"),
    "id": ("first-id", "second-id"),
    "aliases": (["/old/"], ["/older/one/", "/oldest"]),
    "language": ("fr", "ar", "en-GB"),
    "layout": ("special", "nowhere"),
    "timezone": ("Europe/London", "Asia/Tokyo"),
    "theme": ("plain",),
    "output": ("public",),
    "same_as": (["https://social.example/@desk"],),
    "rating": ("4/5", "7.5/10"),
    "email": ("desk@example.org",),
    "image": (*PICTURES, {"src": "/images/a.svg", "alt": "A mast", "focus": [10, 20]}, "/images/none.svg"),
}


def draw(entry: Field, chance: Random) -> Any:
    """Return a value of a key."""
    return chance.choice(BY_KEY[entry.key]) if entry.key in BY_KEY else draw_of(entry.kind, chance)


def draw_of(kind: Kind, chance: Random) -> Any:  # one case for each kind
    """Return a value of a kind. A kind that is not known here has to be added."""
    match kind:
        case Choice():
            return chance.choice(kind.words)
        case Flag():
            return chance.random() < 0.5
        case Number():
            number = chance.uniform(kind.least, min(kind.most, kind.least + 9))
            return round(number) if kind.whole else number
        case Moment():
            return chance.choice(DATES)
        case ListOf():
            return [draw_of(kind.of, chance) for _ in range(chance.randrange(3))]
        case TableOf():
            return {name: draw_of(kind.of, chance) for name in ("b", "a")[: chance.randrange(3)]}
        case TextOr():
            return draw_of(chance.choice((kind.text, kind.other)), chance)
        case Record():
            return {entry.key: draw(entry, chance) for entry in kind.fields if chance.random() < 0.7}
        case Anything():
            return chance.choice((1, 2.5, True, "text", ["a", 1], {"deep": {"er": "x"}}, "2026-03-01"))
        case Focus():
            return [chance.randrange(101), chance.randrange(101)]
        case Text():
            return _text(kind, chance)
    raise TypeError(f"draw_of does not know the kind {kind}")


def _text(kind: Text, chance: Random) -> str:
    candidates = [*WORDS, "word", "https://example.org/", "/path/", "en"]
    fitting = [text for text in candidates if not kind.check or not kind.check(text)]
    return chance.choice(fitting or ["word"])


@dataclass
class Paper:
    """A site as data: front matter and body of each file of content, settings, other files; and the clock."""

    texts: dict[str, tuple[dict[str, Any], str]]
    settings: dict[str, Any]
    files: dict[str, str]
    now: datetime = NOW
    drafts: bool = False
    written: dict[str, bytes] = field(default_factory=dict)

    def write(self, root: Path) -> None:
        """Write what is other than what was written last, and remove what is not there any more."""
        files = {path: text.encode() for path, text in self.files.items()}
        files["site.toml"] = "".join(f"{key} = {toml(value)}\n" for key, value in self.settings.items()).encode()
        for path, (front, body) in self.texts.items():
            files[path] = f"{json.dumps(front, ensure_ascii=False)}\n\n{body}\n".encode()
        for path in self.written.keys() - files.keys():
            (root / path).unlink()
        for path, data in files.items():
            if self.written.get(path) != data:
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_bytes(data)
        self.written = files

    def copy(self) -> Paper:
        """Return the same paper, to go back to."""
        return deepcopy(self)


def toml(value: Any) -> str:
    """Return a value as TOML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


BODIES = (
    "Words about a mast.",
    "See [two](two.md) and [us](/about/).",
    "{{< note >}}Heed *this*.{{< /note >}}",
    "![A](/images/a.svg)\n\nMore words about cables and wires, and the sea.",
    "So long that it takes minutes to read. " * 100,
    "",
)


def first_paper(chance: Random) -> Paper:
    """Return a small paper to begin with."""
    texts: dict[str, tuple[dict[str, Any], str]] = {
        f"content/articles/news/{slug}.md": ({"title": slug, "date": f"2026-0{n + 1}-05"}, chance.choice(BODIES))
        for n, slug in enumerate(SLUGS)
    }
    texts["content/authors/ana-ruiz.md"] = ({"name": "Ana Ruiz"}, "Bio.")
    texts["content/authors/bo-lind.md"] = ({"name": "Bo Lind"}, "")
    texts["content/pages/about.md"] = ({"title": "About"}, "About us.")
    texts["content/tags/5g.md"] = ({"title": "5G"}, "Intro.")
    texts["content/sections/news.md"] = ({"title": "News"}, "")
    settings = {"title": "P", "url": "https://p.example", "theme": "plain", "page_size": 2}
    svg = "<svg xmlns='http://www.w3.org/2000/svg' width='{}' height='9'/>"
    pictures = {f"content/images/{name}.svg": svg.format(width) for name, width in (("a", 16), ("b", 8))}
    return Paper(texts, settings, {**PLAIN_THEME, **pictures, "layouts/special.html": "{{ page.title }}"})


SCHEMAS: Mapping[str, FrontMatterRecord] = {
    "articles": article_schema(ZoneInfo("UTC")),
    "authors": AUTHOR,
    "pages": PAGE,
    "tags": TERM,
    "sections": TERM,
    "series": TERM,
}


def change(paper: Paper, chance: Random) -> str:
    """Make one change of any kind to a paper, and return what it was."""
    kinds = (key_changed, key_changed, key_changed, setting_changed, body_changed, file_added, file_moved, file_removed)
    return chance.choice((*kinds, design_changed, picture_changed, clock_moved, drafts_shown))(paper, chance)


def key_changed(paper: Paper, chance: Random) -> str:
    path = chance.choice(sorted(paper.texts))
    entry = chance.choice(SCHEMAS[path.split("/")[1]].fields)
    front, _ = paper.texts[path]
    if entry.key in front and chance.random() < 0.3:
        del front[entry.key]
        return f"{path}: no {entry.key}"
    front[entry.key] = draw(entry, chance)
    return f"{path}: {entry.key} = {front[entry.key]!r}"


def setting_changed(paper: Paper, chance: Random) -> str:
    entry = chance.choice(SETTINGS.fields)
    if entry.key in paper.settings and chance.random() < 0.5 and entry.key not in {"title", "url", "theme"}:
        del paper.settings[entry.key]
        return f"no {entry.key}"
    paper.settings[entry.key] = "https://q.example/base" if entry.key == "url" else draw(entry, chance)
    return f"{entry.key} = {paper.settings[entry.key]!r}"


def body_changed(paper: Paper, chance: Random) -> str:
    path = chance.choice(sorted(paper.texts))
    paper.texts[path] = (paper.texts[path][0], chance.choice(BODIES))
    return f"{path}: another body"


def file_added(paper: Paper, chance: Random) -> str:
    slug = f"new-{chance.randrange(20)}"
    own = f"articles/policy/{slug}"
    folder = chance.choice(("articles/news", "articles/policy", own, "authors", "pages", "series"))
    name = "index" if folder == own else slug
    path = f"content/{folder}/{name}.md"
    front = {"name": slug} if folder == "authors" else {"title": f"T {slug}", "date": chance.choice(DATES)}
    if not folder.startswith("articles"):
        front.pop("date", None)
    paper.texts[path] = (front, chance.choice(BODIES))
    return f"{path} added"


def file_moved(paper: Paper, chance: Random) -> str:
    path = chance.choice([path for path in sorted(paper.texts) if path.startswith("content/articles/")] or [""])
    if not path:
        return "nothing to move"
    target = f"content/articles/policy/moved-{chance.randrange(9)}.md"
    paper.texts[target] = paper.texts.pop(path)
    return f"{path} moved to {target}"


def file_removed(paper: Paper, chance: Random) -> str:
    path = chance.choice(sorted(paper.texts))
    del paper.texts[path]
    return f"{path} removed"


def design_changed(paper: Paper, chance: Random) -> str:
    name = chance.choice(sorted(path for path in PLAIN_THEME if path.endswith(".html")))
    shadow = name.replace("themes/plain/", "")
    match chance.randrange(3):
        case 0:
            paper.files[name] = f"{PLAIN_THEME[name]}<!-- {chance.randrange(5)} -->"
        case 1:
            paper.files[shadow] = f"{PLAIN_THEME[name]}<!-- mine -->"
        case _:
            paper.files.pop(shadow, None)
            paper.files["layouts/article-opinion.html"] = "{{ page.body|html }}"
    return f"{name} changed or shadowed"


def picture_changed(paper: Paper, chance: Random) -> str:
    path = chance.choice(("content/images/a.svg", "content/images/b.svg", "content/files/notes.txt"))
    paper.files[path] = f"<svg xmlns='http://www.w3.org/2000/svg' width='{chance.randrange(1, 99)}' height='9'/>"
    return f"{path} changed"


def clock_moved(paper: Paper, chance: Random) -> str:
    paper.now += timedelta(days=chance.choice((-200, 1, 40, 90)))
    return f"the clock at {paper.now}"


def drafts_shown(paper: Paper, _chance: Random) -> str:
    paper.drafts = not paper.drafts
    return f"drafts = {paper.drafts}"
