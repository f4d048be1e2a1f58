"""Who shows a picture: the places in content files that name it, for what turns out to be wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ssg.model import ImageRef, Text
from ssg.newsroom.links import Linker
from ssg.newsroom.site import Site
from ssg.problems import Problem


def blame(site: Site, faults: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return a problem for each place that shows a faulty picture; `faults` says what is wrong, by the file's path.

    A picture that nothing names has the problem itself.
    """
    if not faults:
        return ()
    problems, shown = _where_shown(site, faults)
    unshown = sorted(faults.keys() - shown)
    return (*problems, *(_problem(path.rpartition("/")[2], faults[path], path) for path in unshown))


def unreadable_pictures(site: Site) -> tuple[Problem, ...]:
    """Return a problem for each place that shows a picture of which the header alone says that it cannot be shown."""
    faults = {file.path: file.fault for file in site.files if file.fault}
    return tuple(_where_shown(site, faults)[0]) if faults else ()


def _where_shown(site: Site, faults: Mapping[str, str]) -> tuple[list[Problem], set[str]]:
    linker = Linker(site)
    problems: list[Problem] = []
    shown: set[str] = set()
    for path, image, text in pictures_of(site):
        file = linker.file(image.src, path) if image else None
        if image and file and file.path in faults:
            shown.add(file.path)
            problems.append(_problem(image.src, faults[file.path], path, at=("image", "src")))
        for target in text.targets if text else ():
            file = linker.file(target.url, path)
            if file and file.path in faults:
                shown.add(file.path)
                problems.append(_problem(target.url, faults[file.path], path, line=target.line))
    return problems, shown


def pictures_of(site: Site) -> Iterator[tuple[str, ImageRef | None, Text | None]]:
    """Yield each content file that may show pictures, with the one of its front matter, if any, and its text."""
    for story in site.stories:
        yield story.article.path, story.article.image, story.article.text
    for page in site.pages:
        yield page.path, page.image, page.text
    for author in site.authors:
        yield author.path, author.image, author.text
    for term in (*site.sections, *site.tags, *site.series):
        if term.path:
            yield term.path, term.image, term.text


def _problem(src: str, fault: str, path: str, line: int = 0, at: tuple[str, ...] = ()) -> Problem:
    message, _, hint = fault.partition("; ")
    return Problem(f'the picture "{src}" {message}', hint, path, line, at=at)
