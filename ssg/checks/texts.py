"""Rules about the text itself: headings, paragraphs, words, spaces, quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ssg.checks.prose import BLOT, Prose
from ssg.checks.rule import Edit, Example, Finding, Level, Rule, written
from ssg.checks.subject import Subject
from ssg.content.scanning import count_words


def _texts(subject: Subject) -> Iterator[Prose]:
    yield from subject.prose.values()


def _heading_top(subject: Subject) -> Iterator[Finding]:
    for prose in _texts(subject):
        for heading in prose.headings:
            if heading.level == 1:
                message = "the text has a heading of the first level, which is the headline's"
                yield Finding(prose.problem(heading.offset, message, "begin with ##"))


def _heading_jump(subject: Subject) -> Iterator[Finding]:
    for prose in _texts(subject):
        above = 1
        for heading in prose.headings:
            if heading.level > above + 1:
                message = f"a heading of level {heading.level} stands under one of level {above}"
                yield Finding(prose.problem(heading.offset, message, f"write {'#' * (above + 1)}"))
            above = heading.level


def _paragraph_long(subject: Subject) -> Iterator[Finding]:
    most = subject.settings.checks.paragraph_words
    for prose in _texts(subject):
        for offset, block in prose.plain_paragraphs:
            words = count_words(block.replace(BLOT, " "))
            if words > most:
                message = f"the paragraph has {words} words"
                yield Finding(prose.problem(offset, message, f"break it: more than {most} are hard to read on a phone"))


_DOUBLED = re.compile(r"(?<![\w'’-])([^\W\d_]+)[ \t\n]+\1(?![\w'’-])")
# Words that a sentence can have twice in a row, by language.
_MAY_DOUBLE = {
    "en": {"that", "had", "is", "do", "her", "in", "no", "so", "very", "bye", "ha", "on"},
    "de": {"der", "die", "das", "den", "dem", "sie", "ihr", "wir", "sich", "so"},
    "fr": {"nous", "vous", "très"},
    "nl": {"die", "dat", "zijn", "haar"},
    "es": {"muy"},
    "it": {"molto"},
    "sv": {"det", "som"},
}


def _word_doubled(subject: Subject) -> Iterator[Finding]:
    for path, prose in subject.prose.items():
        allowed = _MAY_DOUBLE.get(subject.language(path), set())
        for offset, block in prose.paragraphs:
            for match in _DOUBLED.finditer(block):
                # A name may have one word twice (Sing Sing, New York, New York); a slip is not capitalised twice.
                if match[1].casefold() not in allowed and not match[1][0].isupper():
                    message = f'the word "{match[1]}" stands there twice'
                    yield Finding(prose.problem(offset + match.start(), message, "delete one"))


_SPACES = re.compile(r"(?<=[^\s|\x00])  +(?=[^\s|\x00#{])")


def _space_doubled(subject: Subject) -> Iterator[Finding]:
    for prose in _texts(subject):
        for offset, block in prose.paragraphs:
            for match in _SPACES.finditer(block):
                line_start = block.rfind("\n", 0, match.start()) + 1
                if block[line_start : match.start()].strip(" -*+:>0123456789.)") and "|" not in block:
                    start = offset + match.start()
                    line, column = prose.place(start)
                    edit = Edit(line, column, match[0], " ")
                    yield Finding(prose.problem(start, "there are two spaces", "keep one"), (edit,))


_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


def _space_trailing(subject: Subject) -> Iterator[Finding]:
    for prose in _texts(subject):
        markup = prose.markup
        for match in _TRAILING.finditer(markup):
            following = markup[match.end() + 1 :].split("\n", 1)[0]
            line_start = markup.rfind("\n", 0, match.start()) + 1
            # Two spaces before another line of the paragraph are a line break.
            breaks = match[0].endswith("  ") and following.strip() and match.start() > line_start
            if not breaks and markup[match.start() - 1 : match.start()] != BLOT:
                line, column = prose.place(match.start())
                edit = Edit(line, column, match[0], "")
                yield Finding(prose.problem(match.start(), "the line ends with spaces", "delete them"), (edit,))


_PAIRS = {"“": "”", "«": "»", "„": "“"}
_STRAIGHT = re.compile(r'(?<![\d\\])"')


def _quote_unclosed(subject: Subject) -> Iterator[Finding]:
    for path, prose in subject.prose.items():
        blocks = prose.paragraphs
        for number, (offset, block) in enumerate(blocks):
            following = blocks[number + 1][1].lstrip() if number + 1 < len(blocks) else ""
            place = _unclosed(block, following, subject.language(path))
            if place is not None:
                message = "a quotation mark opens here, and none closes"
                yield Finding(prose.problem(offset + place, message, "close the quotation"))


def _unclosed(block: str, following: str, language: str) -> int | None:
    """Return where a quotation is opened that the block does not close, or None.

    A quotation of several paragraphs opens each of them again, and closes in the last.
    """
    opening, closing = ("„", "“") if "„" in block else ("“", "”") if "“" in block else ("«", "»")
    if language in {"sv", "fi"} and "”" in block:
        return None
    if opening in block:
        depth, last = 0, 0
        for place, sign in enumerate(block):
            if sign == opening:
                depth, last = depth + 1, place
            elif sign == closing and depth:
                depth -= 1
        if depth:
            return None if following.startswith(opening) else last
    marks = [match.start() for match in _STRAIGHT.finditer(block)]
    if len(marks) % 2 and not following.startswith('"'):
        return marks[-1]
    return None


TEXTS: tuple[Rule, ...] = (
    Rule(
        "heading-top",
        Level.WARNING,
        "A heading of the first level in the text",
        "The headline is the only one of a page: readers of screens move by headings.",
        _heading_top,
        Example(written(body="# The ferry\n\nText.")),
        Example(written(body="## The ferry\n\n```\n# no heading\n```")),
    ),
    Rule(
        "heading-jump",
        Level.WARNING,
        "A heading that leaves a level out",
        "Who hears a page misses what the missing level would have said.",
        _heading_jump,
        Example(written(body="## The ferry\n\nText.\n\n#### The bar\n\nText.")),
        Example(written(body="## The ferry\n\nText.\n\n### The bar\n\nText.\n\n## The quay\n\nText.")),
    ),
    Rule(
        "paragraph-long",
        Level.WARNING,
        "A paragraph that is too long",
        "On a phone it fills more than a screen.",
        _paragraph_long,
        Example(written(body="wind and rain " * 70)),
        Example(written(body="wind and rain " * 20)),
        settings=("paragraph_words",),
    ),
    Rule(
        "word-doubled",
        Level.WARNING,
        "A word that stands there twice",
        "The eye skips it, above all at the end of a line; the reader's does not.",
        _word_doubled,
        Example(written(body="The crew went to the\nthe pub.")),
        Example(written(body="They said that that was all, and went to Sing Sing.")),
    ),
    Rule(
        "space-doubled",
        Level.WARNING,
        "Two spaces between words",
        "Browsers show one of them; feeds and newsletters may show both.",
        _space_doubled,
        Example(written(body="The quay  was empty.")),
        Example(written(body="The quay was empty.  \nSo was the pub.\n\n-   A list may be set so.")),
        mends=True,
    ),
    Rule(
        "space-trailing",
        Level.WARNING,
        "Spaces at the end of a line",
        "Nobody sees them, and every later change of the line is hidden among them. Two before another line are a line "
        "break and are left alone.",
        _space_trailing,
        Example(written(body="The quay was empty. \n\nSo was the pub.")),
        Example(written(body="The quay was empty.  \nSo was the pub.")),
        mends=True,
    ),
    Rule(
        "quote-unclosed",
        Level.WARNING,
        "A quotation that is not closed",
        "The reader cannot tell who is speaking from there on.",
        _quote_unclosed,
        Example(written(body="“Nobody sails today, said the harbour master.")),
        Example(written(body='“Nobody sails today.\n\n“Nobody sails tomorrow,” she said, and held a 9" rope.')),
    ),
)
