"""Rules about pictures: what they say to those who do not see them, who made them, whether they are large enough."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from ssg.checks.rule import Example, Finding, Level, Rule, written
from ssg.checks.subject import Subject
from ssg.content.shortcodes import Shortcode, parse_shortcodes
from ssg.model import StaticFile
from ssg.problems import Problem

_INLINE = re.compile(r"!\[[ \t]*\][(\[]")
_TAG = re.compile(r"<img\b[^<>]*+>", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=", re.IGNORECASE)

# The smallest PNG there is: one pixel, for examples.
_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


def _alt_missing(subject: Subject) -> Iterator[Finding]:
    message = "the picture has no alternative text"
    hint = "say what it shows, for those who do not see it"
    for path, image in subject.images():
        if not image.alt:
            yield Finding(Problem(message, hint, path, at=("image",)))
    for prose in subject.prose.values():
        for pattern in (_INLINE, _TAG):
            for match in pattern.finditer(prose.markup):
                if pattern is _INLINE or not _ALT.search(match[0]):
                    yield Finding(prose.problem(match.start(), message, hint))
        for call in _figures(prose.text.source, prose.text.path, prose.text.line):
            if not call.arguments.get("alt", "").strip():
                yield Finding(prose.problem(call.start, message, hint))


def _figures(source: str, path: str, line: int) -> Iterator[Shortcode]:
    """Yield the figures of a text, those inside other shortcodes too."""
    if "{{<" not in source:
        return
    pending = list(parse_shortcodes(source, path, line)[0])
    while pending:
        item = pending.pop(0)
        if isinstance(item, Shortcode):
            pending[:0] = item.children
            if item.name == "figure":
                yield item


def _credit_missing(subject: Subject) -> Iterator[Finding]:
    credited = {image.src for _, image in subject.images() if image.credit}
    for item in subject.articles:
        # A picture that is credited once is known; it is the newsroom's first use of it that must say so.
        if item.image and not item.image.credit and item.image.src not in credited:
            message = "nobody is credited for the picture"
            yield Finding(Problem(message, "add credit", item.path, at=("image",)))


def _too_small(subject: Subject) -> Iterator[Finding]:
    least = subject.settings.checks.image_width
    for item in subject.articles:
        file = _file(subject, item.image.src, item.path) if item.image else None
        # A drawing of vectors is as large as it needs to be.
        if file and not file.path.lower().endswith(".svg") and 0 < file.width < least:
            message = f"the picture is {file.width} pixels wide"
            hint = f"search results and social cards want {least}"
            yield Finding(Problem(message, hint, item.path, at=("image",)))


def _file(subject: Subject, source: str, path: str) -> StaticFile | None:
    """Return the file that a picture's source in the file at `path` means, whether or not it is published."""
    wanted = unquote(source)
    if wanted.startswith("/"):
        return subject.files.get(f"content{wanted}")
    return subject.files.get(posixpath.normpath(posixpath.join(posixpath.dirname(path), wanted)))


PICTURES: tuple[Rule, ...] = (
    Rule(
        "alt-missing",
        Level.WARNING,
        "A picture without alternative text",
        'Readers who do not see it are told nothing. A picture in HTML that only decorates has `alt=""`.',
        _alt_missing,
        Example(
            {
                **written("image: /a.png", '![](/a.png)\n\n{{< figure src="/a.png" >}}\n\n<img src="/a.png">'),
                "content/a.png": _PIXEL,
            },
            finds=4,
        ),
        Example(
            {
                **written(
                    "image: {src: /a.png, alt: The quay}",
                    '![The quay](/a.png)\n\n{{< figure src="/a.png" alt="The quay" >}}\n\n<img src="/a.png" alt="">',
                ),
                "content/a.png": _PIXEL,
            }
        ),
    ),
    Rule(
        "credit-missing",
        Level.WARNING,
        "A picture that nobody is credited for",
        "Its maker has a right to be named, and an editor wants to know that it may be used.",
        _credit_missing,
        Example({**written("image: {src: /a.png, alt: The quay}"), "content/a.png": _PIXEL}),
        Example({**written("image: {src: /a.png, alt: The quay, credit: Jo Hall}"), "content/a.png": _PIXEL}),
    ),
    Rule(
        "image-small",
        Level.WARNING,
        "A main picture that is too small",
        "Search results show a large preview from 1,200 pixels on, and social cards are about as wide.",
        _too_small,
        Example({**written("image: {src: /a.png, alt: The quay}"), "content/a.png": _PIXEL}),
        Example({**written("image: {src: /a.svg, alt: The quay}"), "content/a.svg": '<svg width="8" height="8"/>'}),
        settings=("image_width",),
    ),
)
