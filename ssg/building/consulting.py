"""Consult: plan a site as a build would, from what the last one kept, and write nothing into its folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ssg.building.edit import Edit, prepare
from ssg.building.kept import Kept
from ssg.building.options import Options
from ssg.content.snapshot import scan
from ssg.output.picture_store import site_picture_store
from ssg.output.sources import load_contents
from ssg.output.store import DAMAGED, Store, StoreDamagedError, has_store, open_store
from ssg.problems import Problem

Answer = TypeVar("Answer")


def consult(root: Path, options: Options, ask: Callable[[Edit, Store], Answer]) -> tuple[Answer, tuple[Problem, ...]]:
    """Plan the site at `root`, ask something of the plan and of its store, and return the answer and what is to be said
    of the store. What the answer needs of the store is to be asked by then: it is closed.

    Where there is no store, or it turns out to be damaged, an empty one is asked. Raises ProblemError with everything
    that is wrong with the site.
    """
    notices: tuple[Problem, ...] = ()
    if has_store(root):
        try:
            with open_store(root) as store:
                return ask(_edit(root, options, store), store), tuple(store.notices)
        except StoreDamagedError:
            notices = (DAMAGED,)
    with open_store(None) as empty:
        return ask(prepare(root, options), empty), notices


def _edit(root: Path, options: Options, store: Store) -> Edit:
    snapshot = scan(root)
    kept = Kept(snapshot, load_contents(snapshot, store), store)
    return prepare(root, options, kept=kept, pictures=site_picture_store(root))
