"""Develop: from the artwork of a plan to pictures, making only what is not in the store of pictures.

What is sent to a worker is where a picture lies and what to make of it, and nothing but what went wrong comes back: no
more pictures are in memory at once than there are workers, whatever the number of them on the site.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ssg.digest import digest
from ssg.frozen import frozen
from ssg.output.executors import Executor, Processes, Serial, WorkerKilledError
from ssg.output.picture_error import PictureError
from ssg.output.picture_store import PictureStore
from ssg.pages.icons import IconSet
from ssg.pages.page import TONE, Artwork, Reproduction
from ssg.pages.social_cards import SocialCard
from ssg.problems import Problem, ProblemError
from ssg.settings import Settings
from ssg.theme.card_design import CardDesign
from ssg.theme.theme import Theme

if TYPE_CHECKING:
    from ssg.output.cards import CardPainter

Locate = Callable[[str], str]
"""Gives the place on disk of a file of the site."""

BREAK_EVEN = 4
"""Pieces of artwork for which starting processes pays."""


class Darkroom:
    """Makes pictures. Make one in each worker; it is picklable with all that it needs."""

    def __init__(self, settings: Settings, design: CardDesign | None) -> None:
        self._images = settings.images
        self._design = design

    @cached_property
    def _painter(self) -> CardPainter | None:
        # It takes a while to import, and most builds draw nothing.
        from ssg.output.cards import CardPainter  # noqa: PLC0415

        return CardPainter(self._design) if self._design else None

    def make(self, artwork: Artwork, location: str, only: Collection[str] = ()) -> Iterator[tuple[str, bytes]]:
        """Yield path URL and bytes of each picture of an artwork, or `only` of some of them.

        `location` is where its source lies on disk. Raises PictureError with what is wrong with the source.
        """
        match artwork:
            case Reproduction():
                from ssg.output.images import reproduce  # noqa: PLC0415  # the same

                data = _read(location)
                if digest(data) != artwork.content:
                    raise PictureError("was changed while the site was read; try again")
                yield from reproduce(data, artwork, self._images, only)
            case SocialCard(text=text) if self._painter:
                yield artwork.url, self._painter.draw(text)
            case IconSet():
                from ssg.output.icons import draw_icons  # noqa: PLC0415  # the same

                data = artwork.data or _read(location)
                yield from draw_icons(data, artwork.format, only or artwork.urls)
            case _:
                raise TypeError(type(artwork))

    def picture(self, store: PictureStore, artwork: Artwork, url: str, locate: Locate) -> bytes:
        """Return one picture of an artwork, from the store where it is there. Raises PictureError."""
        key = {**artwork.outputs, **artwork.notes}[url]
        known = store.load(key)
        if known is not None:
            return known
        made = dict(self.make(artwork, _place(artwork, locate), (url,)))[url]
        # Keeping it only saves time: a disk that is full, or may not be written to, takes no picture away.
        with suppress(ProblemError):
            store.save(key, made)
        return made


class Tones:
    """Finds the tones of pictures: in a store, where there is one, otherwise by looking at the pictures."""

    def __init__(self, settings: Settings, locate: Locate, store: PictureStore | None) -> None:
        self._darkroom = Darkroom(settings, None)
        self._locate = locate
        self._store = store

    def __call__(self, wanted: Reproduction) -> str:
        """Return the tone of a picture, empty for one that cannot be decoded: whoever develops it says so."""
        name = wanted.base + TONE
        try:
            if self._store:
                return self._darkroom.picture(self._store, wanted, name, self._locate).decode()
            return dict(self._darkroom.make(wanted, _place(wanted, self._locate), (name,)))[name].decode()
        except PictureError:
            return ""


def _read(location: str) -> bytes:
    try:
        return Path(location).read_bytes()
    except OSError as error:
        raise PictureError(f"cannot be read: {error.strerror}") from None


@frozen
class Developed:
    """What was made: the number of pictures, the keys of all that are planned, and faults of sources, by path.

    What was found out on the way has a key, and is not counted.
    """

    made: int
    used: frozenset[bytes]
    faults: Mapping[str, str]


def develop(  # noqa: PLR0917  # what to make, with what, where to, how
    artwork: Mapping[str, Artwork],
    settings: Settings,
    theme: Theme,
    store: PictureStore,
    locate: Locate,
    jobs: int,
    step: Callable[[], object] = lambda: None,
) -> Developed:
    """Bring every picture of the artwork into the store. `step` is called for each artwork that is made.

    Raises ProblemError when the store cannot be written or a worker is killed.
    """
    if not artwork:
        return Developed(0, frozenset(), {})
    wanted = [(item, {**item.outputs, **item.notes}) for item in artwork.values()]
    used = frozenset(key for _, outputs in wanted for key in outputs.values())
    known = store.has(used)
    tasks = [
        _Task(item, _place(item, locate), {url: key for url, key in outputs.items() if key not in known})
        for item, outputs in wanted
        if not known.issuperset(outputs.values())
    ]
    names = [task.artwork.source for task in tasks]
    faults: dict[str, str] = {}
    made = 0
    with _executor(partial(_Worker, settings, theme.card, store), jobs, len(tasks)) as executor:
        try:
            for name, done in zip(names, executor.map(_develop, tasks), strict=True):
                if isinstance(done, str):
                    faults[name] = done
                else:
                    made += done
                step()
        except WorkerKilledError as error:
            killed = " or ".join(names[number] for number in error.suspects) or "its work"
            message = f"a worker process was killed while it made pictures of {killed}"
            raise ProblemError([Problem(message, "is there enough memory? try --jobs 1")]) from None
    return Developed(made, used, faults)


class _Worker:
    """What a worker holds: a darkroom and the store, of which it knows the folder only."""

    def __init__(self, settings: Settings, design: CardDesign | None, store: PictureStore) -> None:
        self.darkroom = Darkroom(settings, design)
        self.store = store


@frozen
class _Task:
    """An artwork, where its source lies, and the keys of those of its pictures that are missing, by path URL."""

    artwork: Artwork
    location: str
    missing: Mapping[str, bytes]


def _place(artwork: Artwork, locate: Locate) -> str:
    return locate(artwork.source) if artwork.source else ""


def _develop(worker: _Worker, task: _Task) -> int | str:
    """Make the missing pictures of an artwork; return their number, or what is wrong with the source."""
    try:
        for url, picture in worker.darkroom.make(task.artwork, task.location, task.missing.keys()):
            worker.store.save(task.missing[url], picture)
    except PictureError as error:
        return str(error)
    return len(task.missing.keys() - task.artwork.notes.keys())


@contextmanager
def _executor(make: Callable[[], _Worker], jobs: int, items: int) -> Iterator[Executor[_Worker]]:
    if jobs < 2 or items < BREAK_EVEN:
        yield Serial(make)
        return
    # One at a time: each takes long, and a worker that has the last ones alone would keep the others waiting.
    processes = Processes(make, jobs, chunk=1)
    try:
        yield processes
    finally:
        processes.close()
