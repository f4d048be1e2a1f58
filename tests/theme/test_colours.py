"""A colour of the site's own: its contrast, what it becomes on dark pages, and where it is written."""

from __future__ import annotations

import re
import tomllib

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.problems import ProblemError
from ssg.theme.colours import contrast, darkened, lightened, weakest
from tests.conftest import SITE_TOML, MakeSite
from tests.machine import REPOSITORY
from tests.newsrooms import NOW, article

BROADSHEET = REPOSITORY / "themes" / "broadsheet"
GROUNDS = tomllib.loads((BROADSHEET / "theme.toml").read_text("utf-8"))["grounds"]
ARTICLE = {"content/articles/a.md": article("A lamp", "2026-03-01")}


def stylesheet(site: MakeSite, options: str) -> str:
    folder = build(site({**ARTICLE, "site.toml": f"{SITE_TOML}[options]\n{options}\n"}).root, Options(NOW)).folder
    (file,) = (folder / "assets").glob("site.*.css")
    return file.read_text()


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    # The two ends, two of WebAIM's examples, and a short form.
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#0000ff", "#ffffff", 8.59), ("#fff", "#ffffff", 1)],
)
def test_contrast_is_that_of_the_guidelines(first: str, second: str, ratio: float) -> None:
    assert contrast(first, second) == pytest.approx(ratio, abs=0.005)
    assert contrast(second, first) == contrast(first, second)


@pytest.mark.parametrize("colour", ["#ff9900", "#ffffff", "#000000", "#a3121f", "#0f0", "#777777"])
def test_every_colour_can_be_brought_to_where_it_is_read(colour: str) -> None:
    assert weakest(darkened(colour, GROUNDS["light"]), GROUNDS["light"])[0] >= 4.5
    assert weakest(lightened(colour, GROUNDS["dark"]), GROUNDS["dark"])[0] >= 4.5


def test_a_colour_that_can_be_read_is_left_as_it_is() -> None:
    assert darkened("#a3121f", GROUNDS["light"]) == "#a3121f"
    assert lightened("#ff9900", GROUNDS["dark"]) == "#ff9900"


def test_the_grounds_of_broadsheet_are_those_of_its_stylesheet() -> None:
    css = (BROADSHEET / "assets" / "base.css").read_text("utf-8")
    set_there = dict.fromkeys(re.findall(r"--(?:paper|wash): (#[0-9a-f]{6});", css))
    assert [*GROUNDS["light"], *GROUNDS["dark"]] == list(set_there)


def test_an_accent_of_ones_own_is_written_into_the_stylesheet(site: MakeSite) -> None:
    assert stylesheet(site, 'accent = "#a3121f"').endswith(
        "@layer options{:root{--accent:#a3121f}@media (prefers-color-scheme:dark){:root{--accent:#c66b73}}}"
    )


def test_an_accent_by_name_is_the_stylesheets_own(site: MakeSite) -> None:
    assert "@layer options{" not in stylesheet(site, 'accent = "plum"')


@pytest.mark.parametrize(
    ("accent", "message"),
    [
        (
            "#ff9900",
            (
                "#ff9900 has a contrast of 1.91 on #f2f3ee, and text needs 4.5; "
                "#9f6000 has it; on dark pages it is lightened by itself"
            ),
        ),
        (
            "red",
            (
                'cannot be the text "red"; write # and three or six hex digits, '
                "or one of viridian, vermilion, ultramarine, plum"
            ),
        ),
    ],
)
def test_an_accent_that_cannot_be_read_or_is_no_colour_is_refused(site: MakeSite, accent: str, message: str) -> None:
    with pytest.raises(ProblemError) as raised:
        stylesheet(site, f'accent = "{accent}"')
    assert str(raised.value) == f'site.toml:5:10: "options.accent" {message}'


def test_a_stylesheet_that_is_not_there_is_pointed_out(site: MakeSite) -> None:
    theme = (
        'parent = "broadsheet"\n[options.accent]\ntype = "colour"\ndefault = "#a3121f"\n'
        'property = "--accent"\nstylesheet = "sit.css"\n'
    )
    files = {**ARTICLE, "site.toml": f'{SITE_TOML}theme = "own"\n', "themes/own/theme.toml": theme}
    with pytest.raises(ProblemError) as raised:
        build(site(files).root, Options(NOW))
    assert str(raised.value) == (
        'themes/own/theme.toml:6:14: the option "accent" has no stylesheet "sit.css"; did you mean "site.css"?'
    )


def test_letters_are_chosen_by_name(site: MakeSite) -> None:
    folder = build(
        site({**ARTICLE, "site.toml": f'{SITE_TOML}[options]\nfonts = "modern"\n'}).root, Options(NOW)
    ).folder
    assert 'data-fonts="modern"' in (folder / "index.html").read_text()
    css = (BROADSHEET / "assets" / "base.css").read_text("utf-8")
    names = tomllib.loads((BROADSHEET / "theme.toml").read_text("utf-8"))["options"]["fonts"]["choices"]
    # The first is what the stylesheet begins with.
    assert re.findall(r'\[data-fonts="(\w+)"\]', css) == names[1:]
