"""What the next build would refuse is not written."""

from __future__ import annotations

import pytest

from tests.conftest import MakeSite
from tests.importers.specimen import SPECIMEN
from tests.importers.test_importing import ARTICLE, ssg


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--tag", "a,b"), '8:5: "tags[1]" cannot be the text "a,b"; write several tags as a list: [one, two]'),
        (
            ("--tag", "!!!"),
            '8:5: "tags[1]" cannot be the text "!!!"; it needs a letter or a digit, to make an address from',
        ),
        (("--author", "Jane\x07Doe"), '6:5: "authors[1]" cannot have the character U+0007 in it; delete it'),
        (("--author", "Jane\nDoe"), '6:5: "authors[1]" cannot have a line break or a tab in it; write it on one line'),
        (("--author", "Jane\udcffDoe"), "6:12: this escape is no character; write the character itself"),
    ],
)
@pytest.mark.parametrize("more", [(), ("--dry-run",), ("--force",)])
def test_refused(site: MakeSite, arguments: tuple[str, ...], message: str, more: tuple[str, ...]) -> None:
    there = site({"page.txt": SPECIMEN})
    before = sorted(there.root.rglob("*"))
    result = ssg(there, str(there.root / "page.txt"), "--section", "news", "--tags", "none", *arguments, *more)
    assert result.exit_code == 1
    assert f"error: {ARTICLE}:{message}\n" in result.stderr
    assert result.stdout == ""
    assert sorted(there.root.rglob("*")) == before
