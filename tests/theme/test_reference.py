"""The committed reference says what the views and the theme say; with `--update-golden` this file rewrites it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from ssg.content.snapshot import scan
from ssg.page_views import PAGE_VIEWS
from ssg.theme.loading import read_configuration
from ssg.theme.reference import theme_reference, views_reference
from ssg.views import Card, SiteView

REPOSITORY = Path(__file__).parents[2]
Golden = Callable[[Path, str], None]


def test_the_page_about_views_is_current(golden: Golden) -> None:
    golden(REPOSITORY / "docs" / "views.md", views_reference())


def test_the_page_about_broadsheet_is_current(golden: Golden) -> None:
    configuration = read_configuration(scan(REPOSITORY), "broadsheet")
    golden(REPOSITORY / "docs" / "broadsheet.md", theme_reference(configuration))


def test_every_view_and_field_is_there() -> None:
    page = views_reference()
    for view in {*PAGE_VIEWS.values(), Card, SiteView}:
        assert f"### {view.__name__}\n" in page
        for field in fields(view):
            assert f"| `{field.name}` |" in page
    # Links between views lead somewhere.
    for part in page.split("](#")[1:]:
        assert f"### {part.split(')')[0]}\n" in page.lower()
