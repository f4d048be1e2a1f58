"""Bundles: assets that are published as one file; and what vouches for the bytes of a file."""

from __future__ import annotations

import hashlib
from base64 import b64encode

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.problems import ProblemError
from tests.conftest import MakeSite, WrittenSite
from tests.newsrooms import NOW

_PARENT = '[bundles]\n"all.css" = ["a.css", "b.css"]\n'
_PAGE = '<link href="{{ asset("all.css") }}" integrity="{{ integrity("all.css") }}">'


def written(site: MakeSite, **changed: str) -> WrittenSite:
    files = {
        "site.toml": 'title = "T"\nurl = "https://t.example"\ntheme = "child"\n',
        "themes/child/theme.toml": 'parent = "family"\n',
        "themes/child/assets/b.css": "b { color: blue }",
        "themes/family/theme.toml": 'parent = "broadsheet"\n' + _PARENT,
        "themes/family/assets/a.css": "a { color: red }",
        "themes/family/assets/b.css": "b { color: red }",
        "layouts/404.html": _PAGE,
    }
    return site({**files, **{name.replace("__", "/") + ".toml": text for name, text in changed.items()}})


def test_a_bundle_has_the_files_that_win(site: MakeSite) -> None:
    there = written(site)
    build(there.root, Options(NOW))
    (bundle,) = (there.root / "public/assets").glob("all.*.css")
    assert bundle.read_text() == "a{color:red}\nb{color:blue}"
    vouched = b64encode(hashlib.sha384(bundle.read_bytes()).digest()).decode()
    assert there.text("public/404.html") == f'<link href="/assets/{bundle.name}" integrity="sha384-{vouched}">'
    assert f"/assets/{bundle.name}\n  Cache-Control: public, max-age=31536000, immutable" in there.text(
        "public/_headers"
    )
    # A page that names the bundle is made again when one of its files has changed.
    there.write({"themes/family/assets/a.css": "a { color: lime }"})
    build(there.root, Options(NOW))
    (now,) = (there.root / "public/assets").glob("all.*.css")
    assert now.name != bundle.name
    assert now.name in there.text("public/404.html")


def test_a_bundle_of_what_is_not_there_is_refused(site: MakeSite) -> None:
    there = written(site, themes__family__theme='parent = "broadsheet"\n[bundles]\n"all.css" = ["a.css", "bb.css"]\n')
    with pytest.raises(ProblemError) as caught:
        build(there.root, Options(NOW))
    assert str(caught.value.problems[-1]) == (
        'themes/family/theme.toml:3:13: no file "bb.css" in the assets; did you mean "b.css"?'
    )


def test_integrity_of_a_file_that_is_not_there_is_refused(site: MakeSite) -> None:
    there = written(site).write({"layouts/404.html": '{{ integrity("al.css") }}'})
    with pytest.raises(ProblemError, match=r'layouts/404.html:1: no file "al.css" in the assets; did you mean "a'):
        build(there.root, Options(NOW))
