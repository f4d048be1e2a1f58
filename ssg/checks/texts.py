"""Rules about the text itself: headings, paragraphs, words, spaces, quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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


_STRAIGHT = re.compile(r'(?<!\\)"')
_INCHES = re.compile(r'(?<=\d)"')
_SPANS = 3
"""Paragraphs that a quotation of several paragraphs is looked for in, where each does not open it again."""


def _quote_unclosed(subject: Subject) -> Iterator[Finding]:
    for path, prose in subject.prose.items():
        blocks = prose.paragraphs
        texts = [block for _, block in blocks]
        found = {
            number: place for number in range(len(texts)) if (place := _curly(texts, number, subject.language(path)))
        }
        found |= _straight(texts)
        for number, place in sorted(found.items()):
            message = "a quotation mark opens here, and none closes"
            yield Finding(prose.problem(blocks[number][0] + place - 1, message, "close the quotation"))


def _curly(blocks: Sequence[str], number: int, language: str) -> int:
    """Return where a quotation is opened that a block does not close, counted from 1; 0 where there is none.

    A quotation of several paragraphs opens each of them again, and closes in the last.
    """
    block = blocks[number]
    opening, closing = ("„", "“") if "„" in block else ("“", "”") if "“" in block else ("«", "»")
    # In Swedish and Finnish a quotation opens as it closes.
    if opening not in block or (language in {"sv", "fi"} and "”" in block):
        return 0
    depth, last = 0, 0
    for place, sign in enumerate(block, 1):
        if sign == opening:
            depth, last = depth + 1, place
        elif sign == closing and depth:
            depth -= 1
    following = blocks[number + 1].lstrip("> \t\n") if number + 1 < len(blocks) else ""
    return last if depth and not following.startswith(opening) else 0


def _straight(blocks: Sequence[str]) -> dict[int, int]:
    """Return where straight quotation marks stay alone, counted from 1, by the number of the block.

    They do not say whether they open or close: a block with an odd number of them goes with the next such one near it.
    Those behind a digit may be inches, so a block that is even without them is left alone.
    """
    odd: dict[int, int] = {}
    for number, block in enumerate(blocks):
        marks = [match.start() + 1 for match in _STRAIGHT.finditer(block)]
        if len(marks) % 2 and (len(marks) - len(_INCHES.findall(block))) % 2:
            before = next((other for other in odd if number - other <= _SPANS), None)
            if before is None:
                odd[number] = marks[-1]
            else:
                del odd[before]
    return odd


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
        Example(
            written(body="It was empty.  \nSo was <kbd>a  b</kbd>.\n\n-   A list may be set so.\n\n<pre>\na  b\n</pre>")
        ),
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
        Example(
            written(
                body='> “Wait.\n>\n> “Go.”\n\n“Nobody sails today.\n\n“Nor tomorrow,” she said, and held a 9" rope.'
            )
        ),
    ),
)
