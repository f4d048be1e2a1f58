"""Make a site: the whole way on one page, for a build in which something has changed."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from types import FrameType

from ssg.building.edit import Edit, located, prepare
from ssg.building.kept import Kept
from ssg.building.options import Options
from ssg.building.phases import Stopwatch
from ssg.building.report import Report
from ssg.building.unchanged import Last, inputs_of, save_last
from ssg.content.contents import Contents
from ssg.content.locating import locate
from ssg.content.snapshot import Snapshot
from ssg.digest import digest
from ssg.newsroom.links import Linker
from ssg.newsroom.showing import blame
from ssg.output.developing import Darkroom, Developed, develop
from ssg.output.originals import without_private_data
from ssg.output.picture_store import PictureStore, open_picture_store
from ssg.output.producing import keys_in_use, produce
from ssg.output.production import Production
from ssg.output.search_files import SearchIndex
from ssg.output.stage import SizeAndTime, Stage, open_stage
from ssg.output.standby import Standby
from ssg.output.store import Store, StoreDamagedError, open_store
from ssg.output.writing import Output, output_folder, write
from ssg.pages.page import CopiedFile, Page
from ssg.problems import Problem, ProblemError
from ssg.urls import output_path


def make(  # noqa: PLR0917  # what to make, of what, with what
    root: Path, options: Options, snapshot: Snapshot, contents: Contents, store: Store | None, watch: Stopwatch
) -> Report:
    """Read, relate, plan, render and write the site at `root`. `store` is the one that there is, if there is one.

    Raises ProblemError with everything that is wrong, before a single file is written.
    """
    kept = Kept(snapshot, contents, store)
    with ExitStack() as held:
        pictures = held.enter_context(open_picture_store(root if options.store else None))
        standby = held.enter_context(closing(Standby(options.processes)))
        edit = prepare(root, options, watch, kept, pictures, standby)
        folder = output_folder(root, options.output or edit.settings.output)
        store = store or held.enter_context(open_store(root if options.store else None))
        stage = held.enter_context(open_stage(root if options.store and store.alone else None, folder))
        keep = partial(kept.save, store, edit.site.memory) if options.store else lambda: None
        production, developed = _make(edit, store, stage, pictures, standby, options, watch, keep)
        index, unsearchable = _index(edit, store, options, watch)
        files = len(edit.plan.pages) + len(edit.plan.files) + len(developed.used)
        with watch.phase("write", "files", files) as done, _uninterrupted():
            place = str(folder.resolve())
            alone = options.store and store.alone
            pages = _outputs(edit, store, stage, production.staged)
            outputs = (*_pictures(edit, pictures), *_index_files(index), *pages)
            laid_out = Path(stage.folder) if stage and stage.is_laid_out else None
            written = write(outputs, folder, store.stamps(place), partial(done, 1), alone, laid_out)
            if options.store:
                store.save_stamps(place, written.stamps)
                last = _last(edit, contents, options)
                if last and not unsearchable:
                    # What is missing outside the site may be there the next time.
                    save_last(last, options, store)
                store.collect(partial(keys_in_use, edit.plan, edit.theme, edit.settings))
                pictures.collect(developed.used)
        warnings = (*edit.warnings, *unsearchable, *store.notices)
    withheld = edit.site.withheld
    phases = tuple(watch.phases)
    return Report(folder, len(edit.plan.pages), withheld, production, written, warnings, phases, lambda: edit)


def _last(edit: Edit, contents: Contents, options: Options) -> Last | None:
    """Return what the next build compares itself with, or None where it cannot."""
    inputs = inputs_of(contents, options)
    if inputs is None:
        return None
    output = options.output or edit.settings.output
    return Last(inputs, *edit.steady, output, len(edit.plan.pages), edit.site.withheld, edit.warnings)


def _make(  # noqa: PLR0917  # what to make, where to, how
    edit: Edit,
    store: Store,
    stage: Stage | None,
    pictures: PictureStore,
    standby: Standby,
    options: Options,
    watch: Stopwatch,
    keep: Callable[[], None],
) -> tuple[Production, Developed]:
    """Bring pages and pictures into their stores. Raises ProblemError with the problems of all of them."""
    problems: list[Problem] = []
    # Pictures first: pages show their tones, and each picture is decoded once for all that is made of it.
    with watch.phase("images", "images", len(edit.plan.artwork)) as done:
        place = edit.snapshot.location
        developed = develop(
            edit.plan.artwork, edit.settings, edit.theme, pictures, place, options.processes, lambda: done(0)
        )
        done(developed.made)
    try:
        production = _produce(edit, store, stage, standby, options, watch, keep)
    except ProblemError as error:
        problems += error.problems
    problems += locate(edit.snapshot, blame(edit.site, developed.faults))
    if problems:
        raise ProblemError(problems)
    return production, developed


def _produce(  # noqa: PLR0917  # the same
    edit: Edit,
    store: Store,
    stage: Stage | None,
    standby: Standby,
    options: Options,
    watch: Stopwatch,
    keep: Callable[[], None],
) -> Production:
    """Bring the bytes of every page into the store. Raises ProblemError with the problems of all pages."""
    suggest = Linker(edit.site).suggest
    with located(edit.snapshot, suggest), watch.phase("render", "pages", len(edit.plan.pages)) as done:
        production = produce(
            edit.plan,
            edit.theme,
            edit.settings,
            store,
            options.processes,
            lambda: done(0),
            stage,
            edit.texts,
            standby,
            keep,
        )
        done(production.rendered)
    return production


def _pictures(edit: Edit, store: PictureStore) -> Iterator[Output]:
    """Yield every picture that was made."""
    darkroom = Darkroom(edit.settings, edit.theme.card)
    for artwork in edit.plan.artwork.values():
        for url, key in artwork.outputs.items():
            yield Output(output_path(url), key, partial(darkroom.picture, store, artwork, url, edit.snapshot.location))


def _index(
    edit: Edit, store: Store, options: Options, watch: Stopwatch
) -> tuple[SearchIndex | None, tuple[Problem, ...]]:
    """Return the files of search, where it is on, and why there are none. Raises ProblemError in a strict build."""
    if not edit.settings.search.enabled:
        return None, ()
    # It takes a while to import, and few builds need it.
    from ssg.output.searching import search_index  # noqa: PLC0415

    # A page that search engines are asked to leave alone is left out here as well.
    readable = [*(story.url for story in edit.site.stories if not story.article.noindex)]
    readable += [page.url for page in edit.site.pages if not page.noindex]
    with watch.phase("search", "pages") as done:
        pages = [edit.plan.pages[url] for url in readable if url in edit.plan.pages]
        index, problems = search_index(pages, edit.settings.language.split("-")[0], store)
        done(len(pages) if index and index.made else 0)
    if problems and options.strict:
        raise ProblemError(problems)
    return index, problems


def _index_files(index: SearchIndex | None) -> Iterator[Output]:
    """Yield the files of search."""
    if index is None:
        return
    for path, data in index.files.items():
        yield Output(path, digest((index.key, path)), partial(_itself, data))


def _itself(data: bytes) -> bytes:
    return data


def _outputs(edit: Edit, store: Store, stage: Stage | None, staged: Mapping[bytes, SizeAndTime]) -> Iterator[Output]:
    """Yield every output, what is linked to before what links to it: a folder that is being served stays whole."""
    for file in edit.plan.files.values():
        yield Output(file.path, file.key or file.content, partial(_copied, edit.snapshot, file))
    # The plan has articles first, then listings, then feeds and sitemaps.
    for page in edit.plan.pages.values():
        waiting = stage.waiting(page.path, page.key, staged[page.key]) if stage and page.key in staged else None
        yield Output(page.path, page.key, partial(_made, store, page), waiting)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put Ctrl-C off until the files are written, which takes a moment; a second one is obeyed at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed = False

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            signal.default_int_handler(number, frame)
        pressed = True

    before = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def _made(store: Store, page: Page) -> bytes:
    """Return a page's bytes from the store. Raises StoreDamagedError when they are not there any more."""
    value = store.load([page.key]).get(page.key)
    if value is None:
        store.discard()
        raise StoreDamagedError
    return value


def _copied(snapshot: Snapshot, file: CopiedFile) -> bytes:
    """Return a file's bytes. Raises ProblemError when they are not those that were planned."""
    data = snapshot.read(file.source) if file.data is None else file.data
    if digest(data) != file.content:
        raise ProblemError([Problem("this file was changed while the site was built", "build again", file.source)])
    return without_private_data(data, file.format) if file.format else data
