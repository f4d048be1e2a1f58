"""The store of pictures says what to do where it cannot be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssg.output.picture_store import PictureStore
from ssg.problems import ProblemError


def test_a_store_that_cannot_be_written_is_an_error_that_says_how_to_do_without(tmp_path: Path) -> None:
    (tmp_path / "pictures").touch()
    with pytest.raises(ProblemError) as raised:
        PictureStore(tmp_path / "pictures").save(b"key", b"picture")
    assert str(raised.value) == "the store of pictures cannot be written: Not a directory; try --no-store"
