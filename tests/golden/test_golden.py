"""Every byte of the golden site. Where a change is meant: look at the difference, then `pytest --update-golden`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.output.writing import MANIFEST
from tests.conftest import MakeSite
from tests.golden.site import GOLDEN_SITE
from tests.newsrooms import NOW

GOLDEN = Path(__file__).parent / "public"


def test_the_golden_site_is_built_to_the_byte(
    site: MakeSite, golden: Callable[[Path, str | bytes], None], request: pytest.FixtureRequest
) -> None:
    folder = build(site(GOLDEN_SITE).root, Options(NOW)).folder
    made = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    if request.config.getoption("--update-golden"):
        for stale in [path for path in GOLDEN.rglob("*") if path.is_file()]:
            stale.unlink()
    else:
        committed = {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*") if path.is_file()}
        assert made.keys() == committed
    for name, path in made.items():
        golden(GOLDEN / name, path.read_text())
    assert MANIFEST in made
