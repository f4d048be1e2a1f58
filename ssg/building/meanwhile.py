"""Meanwhile: while one process plans, others find out what is related, and convert the texts of new articles.

Only the pages of articles wait for what is related: everything else is planned first, and then there is nothing left
for this process to do until it is known. Texts are converted from then on, and while the pages of articles are planned;
where what is related is known at once, they are from the beginning.

A text's HTML is made from the text, where its links lead, and the engine. What was converted is put into the store
under its key, as if an earlier build had; a text that has something wrong in it is left to the page that shows it,
where problems gather.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from ssg.newsroom.links import Linker
from ssg.newsroom.site import Site, Story
from ssg.output.executors import Forked, Processes, WorkerKilledError, can_fork
from ssg.output.store import pack
from ssg.pages.keys import Keys
from ssg.problems import ProblemError
from ssg.settings import Settings
from ssg.theme.theme import Theme

if TYPE_CHECKING:
    # Only for the type: see `begin`.
    from ssg.output.converting import Converter

Result = TypeVar("Result")

_CHUNK = 32
"""Texts in one piece of work: what is being worked on when planning ends is waited for."""


class Meanwhile:
    """Converts texts in the background, where processes can be forked. `texts` is what came of it, packed, by key."""

    def __init__(self, theme: Theme, settings: Settings, jobs: int) -> None:
        self.texts: dict[bytes, bytes] = {}
        self._theme = theme
        self._settings = settings
        self._jobs = jobs
        self._processes: Processes[_Worker] | None = None
        self._begin: Callable[[], None] = lambda: None
        self._beside: Forked[Callable[[], Any]] | None = None

    def convert(self, site: Site, paths: Set[str]) -> None:
        """Have the texts of the articles at these paths converted, as soon as a processor is free."""
        stories = [story for story in site.stories if story.article.path in paths] if self._jobs > 1 and paths else ()
        if stories:
            self._begin = partial(self._begin_converting, site, stories)
        if self._beside is None:
            self._begin()

    def _begin_converting(self, site: Site, stories: Sequence[Story]) -> None:
        if not can_fork():
            return
        # What converts takes a while to import, and most builds have no new text.
        from ssg.output.converting import Converter  # noqa: PLC0415

        # This process goes on working, so that one processor fewer is free.
        converter = Converter(self._theme, self._settings)
        make = partial(_Worker, converter, Keys(self._theme, self._settings), self._settings.language, Linker(site))
        self._processes = Processes(make, self._jobs - 1, chunk=_CHUNK, inherited=stories)
        self._processes.begin(_convert, range(len(stories)))

    def finish(self) -> None:
        """Take what was converted, and drop what was not begun."""
        if self._processes is None:
            return
        try:
            self.texts.update(text for text in self._processes.finish() if text is not None)
        except WorkerKilledError:
            # Should it be the text that does it, the page that shows it says so.
            pass
        finally:
            self.close()

    def aside(self, work: Callable[[], Result]) -> Callable[[], Result]:
        """Begin some work in a process of its own, and return what waits for its result.

        Where no process can be forked the work is done at once.
        """
        if self._jobs < 2 or not can_fork():
            result = work()
            return lambda: result
        self._beside = Forked(partial(_itself, work))
        self._beside.begin(_do, None)
        return partial(self._result, self._beside, work)

    def _result(self, beside: Forked[Callable[[], Result]], work: Callable[[], Result]) -> Result:
        # Whoever asks has done all else, and would only wait.
        self._begin()
        try:
            result: Result = beside.result()
        except WorkerKilledError:
            result = work()
        finally:
            beside.close()
            self._beside = None
        return result

    def close(self) -> None:
        """End the processes."""
        for processes in (self._processes, self._beside):
            if processes is not None:
                processes.close()
        self._processes = self._beside = None


@contextmanager
def meanwhile(theme: Theme, settings: Settings, jobs: int) -> Iterator[Meanwhile]:
    """Give what converts in the background, and end it."""
    background = Meanwhile(theme, settings, jobs)
    try:
        yield background
    finally:
        background.close()


class _Worker:
    def __init__(  # what it works with, and on
        self, converter: Converter, keys: Keys, language: str, linker: Linker, stories: Sequence[Story]
    ) -> None:
        self._converter = converter
        self._keys = keys
        self._language = language
        self._linker = linker
        self._stories = stories

    def convert(self, number: int) -> tuple[bytes, bytes] | None:
        """Return the key and the packed HTML of an article's text, or None where a page has to say more about it."""
        article = self._stories[number].article
        body = self._linker.body(article.text, article.language or self._language, paid=article.paid)
        if body.sizes or body.broken:
            # Planning knows more of pictures.
            return None
        try:
            html = self._converter.convert(body)
        except ProblemError:
            return None
        return self._keys.body_key(body), pack(html.encode())


def _itself(work: Callable[[], Result]) -> Callable[[], Result]:
    return work


def _do(work: Callable[[], Result], _item: None) -> Result:
    return work()


def _convert(worker: _Worker, number: int) -> tuple[bytes, bytes] | None:
    return worker.convert(number)
