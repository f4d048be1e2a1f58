"""The demonstration newsroom for tests that build it: its pictures are most of the work, and are made once."""

from __future__ import annotations

import shutil
from contextlib import nullcontext
from pathlib import Path
from random import Random

import pytest

from ssg.output.picture_store import PICTURES_FOLDER, site_picture_store
from ssg.output.store import STORE_FOLDER
from tests.machine import REPOSITORY


def copy_demonstration(root: Path) -> None:
    """Copy the demonstration to a folder, its files made in another order than they were written in."""
    sources = [REPOSITORY / name for name in ("content", "layouts", "themes")]
    files = [REPOSITORY / "site.toml", *(path for source in sources for path in source.rglob("*") if path.is_file())]
    Random(3).shuffle(files)  # noqa: S311 - any order will do
    for file in files:
        target = root / file.relative_to(REPOSITORY)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)


def keep_pictures(patch: pytest.MonkeyPatch) -> None:
    """Let builds in this process that use no store take pictures from that of the checkout."""
    pictures = site_picture_store(REPOSITORY)
    patch.setattr("ssg.building.making.open_picture_store", lambda _root: nullcontext(pictures))


def link_pictures(root: Path) -> None:
    """Let builds of the site in a folder, by other processes too, share the pictures of the checkout."""
    shared = REPOSITORY / STORE_FOLDER / PICTURES_FOLDER
    shared.mkdir(parents=True, exist_ok=True)
    (root / STORE_FOLDER).mkdir()
    (root / STORE_FOLDER / PICTURES_FOLDER).symlink_to(shared)
