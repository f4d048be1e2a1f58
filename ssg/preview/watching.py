"""Watching: when to look at the files again.

Events of the file system only say when; what has changed is found by looking. They are missing on network disks, in
some containers and behind some links, so the files are looked at now and then in any case, and where that finds what no
event announced, they are looked at often from then on.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from collections import deque
from collections.abc import Callable, Set
from pathlib import Path
from typing import Protocol

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from ssg.settings import SETTINGS_FILE, SOURCE_FOLDERS

QUIET = 0.02
"""Seconds without an event after which what is going on is taken for finished."""
QUIET_AFTER_EMPTYING = 0.2
"""The same where a file is empty now: many programs empty one, and write it then."""
LONGEST = 0.5
"""Seconds after the first event after which nobody waits for quiet any more."""
CHECK = 2.0
"""Seconds between looks that no event asked for, at least."""
SHARE, SHARE_WHEN_TRUSTED = 1 / 20, 1 / 100
"""How much of the time may be spent on such looks: an edit that is made meanwhile waits for them. Less is enough where
events have been seen to arrive."""
POLL = 0.25
"""Seconds between looks where events do not arrive."""
SETTLE = 0.5
"""Seconds after an edit before what it left undone is done, at least: as long as that takes, so long is waited, so that
it is not in the way of somebody who saves again and again."""
LATE = 0.3
"""Seconds that an event may be late."""
MOST_HINTS = 1000
MISSED = 2
"""Changes in a row without an event after which none are expected any more: one may happen between two watches."""

# Reading a file makes events too, so the kinds are named that changing one makes.
_CHANGES: list[type[FileSystemEvent]] = [
    *(FileCreatedEvent, FileModifiedEvent, FileClosedEvent, FileDeletedEvent, FileMovedEvent, FileAttribEvent),
    *(DirCreatedEvent, DirDeletedEvent, DirMovedEvent),
]


class Watched(Protocol):
    """What is told to look at its files."""

    def look(self, hints: Set[str] = frozenset()) -> bool:
        """Look at the files, and tell whether they had changed. `hints` are those that something happened to."""

    def settle(self) -> None:
        """Do what was put off while something had to be shown."""

    @property
    def is_settled(self) -> bool:
        """Tell whether nothing was put off."""

    def linked_folders(self) -> set[str]:
        """Return where links to folders lead that are among the files."""

    def linked_files(self) -> set[str]:
        """Return where links to files lead that are among the files."""


class Watcher:
    """Tells the watched when to look, in a thread of its own, until it is stopped."""

    def __init__(self, root: Path, watched: Watched, poll: bool = False, say: Callable[[str], object] = print) -> None:
        self.polling = poll
        self._root = root
        self._watched = watched
        self._say = say
        self._hint = threading.Event()
        # Bounded: of very many hints it is enough to know that there were many.
        self._hints: deque[str] = deque(maxlen=MOST_HINTS)
        self._settling: threading.Thread | None = None
        self._settle_after = SETTLE
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._observer: BaseObserver | None = None
        self._watches: dict[str, tuple[tuple[int, frozenset[str]], ObservedWatch]] = {}

    def observe(self) -> None:
        """Begin to take note of what happens, before what there is has been looked at. `start` does it otherwise."""
        if not self.polling and self._observer is None:
            self._observe()
            # Whatever happened before is there to be seen.
            self._hints.clear()
            self._hint.clear()

    def start(self) -> None:
        """Begin to watch."""
        self.observe()
        self._thread.start()

    @property
    def may_have_changed(self) -> bool:
        """Tell whether something may have happened to the files that nobody has looked at yet."""
        return self.polling or self._hint.is_set()

    def stop(self) -> None:
        """Watch no more. Returns when nothing of it runs any more, or after a moment."""
        self._stopping.set()
        self._hint.set()
        if self._thread.ident is not None:
            # Reading a large site for the first time takes seconds; nobody waits for what nobody will see.
            self._thread.join(2.0)
        if self._settling is not None:
            self._settling.join(LONGEST)
        self._stop_observing()

    def _run(self) -> None:
        cost = 0.0
        missed = 0
        share = SHARE
        edited = time.monotonic()
        self._watched.look()
        self._schedule()
        while not self._stopping.is_set():
            # A look at very many files takes long, and must not be all that this computer does.
            seconds = max(POLL, 4 * cost) if self.polling else max(CHECK, cost / share)
            unsettled = not self._watched.is_settled and not (self._settling and self._settling.is_alive())
            left = edited + self._settle_after - time.monotonic() if unsettled else seconds
            hinted = self._hint.wait(max(0.0, min(seconds, left)))
            due = unsettled and time.monotonic() >= edited + self._settle_after
            if hinted:
                self._wait_for_quiet()
            elif due:
                self._settling = threading.Thread(target=self._settle, name="settling", daemon=True)
                self._settling.start()
            if self._stopping.is_set():
                return
            if due and not hinted and not self.polling:
                continue
            began = time.monotonic()
            changed = self._watched.look(self._taken_hints())
            if changed:
                edited = time.monotonic()
            elif not hinted:
                cost = time.monotonic() - began
            if self._observer is not None:
                self._schedule()
                if changed:
                    missed = 0 if hinted or self._hint.wait(LATE) else missed + 1
                    share = SHARE if missed else SHARE_WHEN_TRUSTED
                if missed == MISSED:
                    self._say(
                        "Changes of files are not announced here: the files are looked at up to four times a second."
                    )
                    self._fall_back()

    def _settle(self) -> None:
        began = time.monotonic()
        self._watched.settle()
        self._settle_after = max(SETTLE, time.monotonic() - began)

    def _taken_hints(self) -> set[str]:
        hints = set()
        while self._hints:
            hints.add(self._hints.pop())
        return hints

    def _wait_for_quiet(self) -> None:
        """Wait until nothing more happens: saving a file is several events, and a checkout thousands."""
        deadline = time.monotonic() + LONGEST
        quiet = QUIET
        while time.monotonic() < deadline:
            self._hint.clear()
            if self._hint.wait(quiet):
                quiet = QUIET
            elif quiet == QUIET and any(map(_is_empty, set(self._hints.copy()))):
                quiet = QUIET_AFTER_EMPTYING
            else:
                return
        self._hint.clear()

    def _observe(self) -> None:
        self._observer = Observer()
        try:
            self._observer.start()
        except OSError as error:
            self._say(f"Files cannot be watched here ({error.strerror or error}): they are looked at instead.")
            self._fall_back()
            return
        self._schedule()

    def _schedule(self) -> None:
        """Watch every folder that there is now: one that was deleted and made again is another folder."""
        # Of some folders, only files of some names.
        sources: dict[str, frozenset[str]] = {str(self._root): frozenset({*SOURCE_FOLDERS, SETTINGS_FILE})}
        for folder, name in map(os.path.split, self._watched.linked_files()):
            sources[folder] = sources.get(folder, frozenset()) | {name}
        whole = {*(str(self._root / name) for name in SOURCE_FOLDERS), *self._watched.linked_folders()}
        sources |= dict.fromkeys(whole, frozenset())
        observer = self._observer
        if observer is None:
            return
        for folder in sources.keys() | self._watches.keys():
            names = sources.get(folder, frozenset())
            identity = (_identity(folder) if folder in sources else 0, names)
            known = self._watches.get(folder)
            if known and known[0] != identity:
                del self._watches[folder]
                observer.unschedule(known[1])
            if identity[0] and (not known or known[0] != identity):
                handler = _Handler(self._hint, self._hints, folder, names)
                try:
                    watch = observer.schedule(
                        handler, os.path.realpath(folder), recursive=not names, event_filter=_CHANGES
                    )
                except OSError as error:
                    self._say(f"Files cannot be watched here ({error.strerror or error}): they are looked at instead.")
                    self._fall_back()
                    return
                self._watches[folder] = (identity, watch)
                # Something may have happened in there before it was watched.
                self._hints.append(folder)
                self._hint.set()

    def _fall_back(self) -> None:
        self.polling = True
        self._stop_observing()

    def _stop_observing(self) -> None:
        observer, self._observer = self._observer, None
        self._watches.clear()
        if observer is not None:
            observer.stop()
            if observer.ident is not None:
                observer.join()


class _Handler(FileSystemEventHandler):
    """Gives the hint at any event, or only at those of some names in the folder."""

    def __init__(self, hint: threading.Event, hints: deque[str], folder: str, names: frozenset[str]) -> None:
        self._hint = hint
        self._hints = hints
        self._folder = folder
        self._real = os.path.realpath(folder)
        self._names = names

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Give the hint."""
        paths = (os.fsdecode(event.src_path), os.fsdecode(event.dest_path or ""))
        if not self._names or any(os.path.basename(path) in self._names for path in paths):  # noqa: PTH119
            # As the site names them, and not where its folders really are.
            self._hints.extend(path.replace(self._real, self._folder, 1) for path in paths if path)
            self._hint.set()


def _is_empty(location: str) -> bool:
    try:
        status = Path(location).stat()
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and not status.st_size


def _identity(folder: str) -> int:
    try:
        return Path(folder).stat().st_ino
    except OSError:
        return 0
