"""Rules about tags and ids: what an article is filed and known under."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ssg.checks.front_matter import first_key, value_edit
from ssg.checks.rule import ARTICLE, Edit, Example, Finding, Level, Rule, written
from ssg.checks.subject import Subject
from ssg.newsroom.alike import alike
from ssg.problems import Problem

_OTHER = "content/articles/news/other.md"


def _tag_spelling(subject: Subject) -> Iterator[Finding]:
    titles = {tag.slug: tag.title for tag in subject.site.tags if tag.path}
    for slug, uses in subject.tags.items():
        spellings = Counter(name for _, _, name in uses)
        # What the newsroom wrote down, else what it writes most often, else what comes first in the alphabet.
        right = titles.get(slug) or min(spellings, key=lambda name: (-spellings[name], name))
        for article, number, name in uses:
            if name != right and name.casefold() == right.casefold():
                at = ("tags", number)
                message = f'the tag "{name}" is written "{right}" elsewhere'
                edits = value_edit(subject.snapshot, article.path, at, name, right)
                yield Finding(Problem(message, "write it in one way", article.path, at=at), edits)


def _tag_alike(subject: Subject) -> Iterator[Finding]:
    for one, other in alike(subject.site.tags):
        uses = {tag.slug: subject.tags.get(tag.slug, []) for tag in (one, other)}
        rare, common = sorted((one, other), key=lambda tag: (len(uses[tag.slug]), tag.slug))
        for article, number, _ in uses[rare.slug]:
            message = f'the tags "{rare.title}" and "{common.title}" look like one'
            yield Finding(Problem(message, "keep one of the two", article.path, at=("tags", number)))


def _tag_once(subject: Subject) -> Iterator[Finding]:
    described = {tag.slug for tag in subject.site.tags if tag.path}
    for slug, uses in subject.tags.items():
        if len(uses) == 1 and slug not in described:
            article, number, name = uses[0]
            message = f'no other article has the tag "{name}"'
            hint = f"a list of one helps nobody: take another, or describe it in content/tags/{slug}.md"
            yield Finding(Problem(message, hint, article.path, at=("tags", number)))


def _id_missing(subject: Subject) -> Iterator[Finding]:
    for article in subject.articles:
        line = first_key(subject.snapshot, article.path)
        if line and not line.has("id") and not article.draft:
            edit = Edit(line.number, 1, "", line.written("id", article.slug))
            message = "the article has no id of its own"
            hint = f"add id: {article.slug}, so that feeds know it when its slug changes"
            yield Finding(Problem(message, hint, article.path), (edit,))


FILING: tuple[Rule, ...] = (
    Rule(
        "tag-spelling",
        Level.WARNING,
        "A tag that is written in two ways",
        "They are one tag, and the reader sees the name that comes first.",
        _tag_spelling,
        Example(
            {
                **written("tags: [Ferries, Islands]"),
                _OTHER: written("title: Other\ntags: [Ferries, Islands]")[ARTICLE],
                "content/articles/news/third.md": written("title: Third\ntags: [ferries, Islands]")[ARTICLE],
            }
        ),
        Example({**written(), _OTHER: written("title: Other")[ARTICLE]}),
        mends=True,
    ),
    Rule(
        "tag-alike",
        Level.WARNING,
        "Two tags that look like one",
        "Singular and plural, or one letter more: the articles of one subject are divided between two lists.",
        _tag_alike,
        Example(
            {
                **written("tags: [Ferries]"),
                _OTHER: written("title: Other\ntags: [Ferries]")[ARTICLE],
                "content/articles/news/third.md": written("title: Third\ntags: [Ferry]")[ARTICLE],
            }
        ),
        Example(
            {
                **written("tags: [4G, 5G]"),
                _OTHER: written("title: Other\ntags: [4G, 5G]")[ARTICLE],
            }
        ),
    ),
    Rule(
        "tag-once",
        Level.WARNING,
        "A tag that one article alone has",
        "Its list has nothing to read on. A tag with a file of its own in `content/tags/` is meant, and is left alone.",
        _tag_once,
        Example(written("tags: [Gales]")),
        Example({**written(), _OTHER: written("title: Other")[ARTICLE]}),
    ),
    Rule(
        "id-missing",
        Level.OFF,
        "An article without an id",
        "Feed readers know an article by its id, which is its slug where none is given: with an id of its own it "
        "can be renamed and stays read.",
        _id_missing,
        Example(written()),
        Example(written("id: ferry-2026")),
        mends=True,
    ),
)
