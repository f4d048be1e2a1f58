"""Problems of later phases get the line of the key that they name."""

from __future__ import annotations

import pytest

from ssg.content.locating import locate
from ssg.content.snapshot import scan
from ssg.problems import Problem
from ssg.schema import Place
from tests.conftest import MakeSite

FILES = {
    "content/articles/a.md": "---\ntitle: A\nauthor: Nobody\ntags:\n  - one\n  - two\n---\n",
    "content/articles/b.md": '+++\ntitle = "B"\nauthors = ["Nobody"]\n+++\n',
    "site.toml": 'title = "x"\n\n[lists.latest]\nauthor = "nobody"\n',
}


@pytest.mark.parametrize(
    ("path", "at", "where"),
    [
        ("content/articles/a.md", ("tags", 1), "content/articles/a.md:6:5"),
        ("content/articles/a.md", ("authors", 0), "content/articles/a.md:3:9"),
        ("content/articles/a.md", ("related", 0), "content/articles/a.md:1:1"),
        ("content/articles/b.md", ("authors", 0), "content/articles/b.md:3:12"),
        ("site.toml", ("lists", "latest", "author"), "site.toml:4:10"),
        ("content/articles/gone.md", ("title",), "content/articles/gone.md"),
    ],
)
def test_line_of_a_key(path: str, at: Place, where: str, site: MakeSite) -> None:
    made = site(FILES)
    located = locate(scan(made.root), [Problem("wrong", path=path, at=at)])[0]
    assert located.where == where
    assert located.excerpt == (made.text(path).split("\n")[located.line - 1] if located.line else "")


def test_what_has_a_line_or_no_key_stays(site: MakeSite) -> None:
    problems = (Problem("x", path="site.toml"), Problem("y", path="site.toml", line=2, at=("title",)))
    assert locate(scan(site(FILES).root), problems) == problems
