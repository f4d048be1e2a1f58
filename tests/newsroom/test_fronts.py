"""Fronts: what an editor pins leads, and until when; nobody can buy the lead."""

from __future__ import annotations

from datetime import datetime

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.problems import ProblemError
from tests.conftest import MakeSite
from tests.newsrooms import NOW, article, plain, prepared

LISTS = '[lists.top]\nwithout = ["opinion", "sponsored"]\nsort = "front"\nlimit = 3\n'


def front_page(site: MakeSite, files: dict[str, str], now: datetime = NOW, name: str = "site") -> list[str]:
    """Return the headlines of a list that the front page would be made of."""
    edit = prepared(site(plain(files, LISTS), name).root, now)
    return [story.article.title for story in edit.site.lists["top"]]


def test_pins_come_first_and_then_the_newest(site: MakeSite) -> None:
    files = {
        "content/articles/a.md": article("Old lead", "2026-01-01", front="lead"),
        "content/articles/b.md": article("Old top", "2026-01-02", front="top"),
        "content/articles/c.md": article("Of its section", "2026-01-03", front="section"),
        "content/articles/d.md": article("Newest", "2026-03-03"),
        "content/articles/e.md": article("Bought", "2026-03-04", type="sponsored", front="lead"),
        "content/articles/f.md": article("Thought", "2026-03-05", type="opinion"),
    }
    assert front_page(site, files) == ["Old lead", "Old top", "Newest"]


def test_a_pin_holds_until_its_moment_and_no_longer(site: MakeSite) -> None:
    files = {
        "content/articles/a.md": article("Pinned", "2026-01-01", front="{place: lead, until: 2026-03-05 12:00}"),
        "content/articles/b.md": article("Newest", "2026-03-01"),
    }
    before, after = (datetime.fromisoformat(f"2026-03-05 {time}+00:00") for time in ("11:59", "12:00"))
    assert front_page(site, files, before, "before") == ["Pinned", "Newest"]
    assert front_page(site, files, after, "after") == ["Newest", "Pinned"]


def test_what_has_a_sponsor_is_sponsored_to_every_list_and_comes_last_on_a_front(site: MakeSite) -> None:
    files = {
        "content/articles/a.md": article("Bought opinion", "2026-03-05", type="opinion", sponsor="Acme", front="lead"),
        "content/articles/b.md": article("Bought news", "2026-03-04", sponsor="Acme"),
        "content/articles/c.md": article("Opinion", "2026-03-03", type="opinion"),
        "content/articles/d.md": article("News", "2026-03-02"),
    }
    lists = (
        '[lists.front]\nsort = "front"\n[lists.free]\nwithout = ["sponsored"]\n'
        '[lists.paid]\ntype = "sponsored"\n[lists.opinion]\ntype = "opinion"\n'
    )
    edit = prepared(site(plain(files, lists)).root)
    assert {name: [story.article.title for story in stories] for name, stories in edit.site.lists.items()} == {
        "front": ["Opinion", "News", "Bought opinion", "Bought news"],
        "free": ["Opinion", "News"],
        "paid": ["Bought opinion", "Bought news"],
        "opinion": ["Opinion"],
    }


def test_a_section_is_led_by_its_pin_then_by_the_papers_lead_then_by_the_newest_that_nobody_paid_for(
    site: MakeSite,
) -> None:
    files = {
        "content/articles/x/a.md": article("Lead of all", "2026-01-01", front="lead"),
        "content/articles/x/b.md": article("Lead of x", "2026-01-02", front="section"),
        "content/articles/y/c.md": article("Lead of all too", "2026-01-01", front="lead"),
        "content/articles/y/d.md": article("New in y", "2026-03-01"),
        "content/articles/z/e.md": article("Bought", "2026-03-02", type="sponsored"),
        "content/articles/z/f.md": article("New in z", "2026-03-01"),
        "content/articles/z/h.md": article("Bought quietly", "2026-03-03", sponsor="Acme", front="section"),
        "content/articles/w/g.md": article("Bought alone", "2026-03-02", type="sponsored"),
    }
    edit = prepared(site(plain(files)).root)
    assert {slug: story.article.title for slug, story in edit.site.leads.items()} == {
        "x": "Lead of x",
        "y": "Lead of all too",
        "z": "New in z",
    }


def test_the_front_of_a_section_shows_a_lead_that_its_newest_articles_have_left_behind(site: MakeSite) -> None:
    files = {f"content/articles/x/{day}.md": article(f"Day {day}", f"2026-02-0{day}") for day in range(1, 8)}
    files["content/articles/x/old.md"] = article("Old", "2026-01-01", front="section")
    files["site.toml"] = 'title = "A"\nurl = "https://a.example"\npage_size = 3\n'
    folder = build(site(files).root, Options(NOW)).folder
    front = (folder / "x/index.html").read_text()
    assert front.index(">Old</a>") < front.index(">Day 7</a>")
    # On the older pages it stands where its date puts it.
    assert ">Old</a>" in (folder / "x/page/1/index.html").read_text()


def test_a_list_of_each_section_counts_for_each(site: MakeSite) -> None:
    files = {
        f"content/articles/{section}/{section}{day}.md": article(f"{section}{day}", f"2026-02-0{day}")
        for section in "xy"
        for day in range(1, 5)
    }
    files["content/articles/loose.md"] = article("loose", "2026-02-09")
    edit = prepared(site(plain(files, '[lists.fronts]\neach = "section"\nlimit = 2\n')).root)
    titles = [story.article.title for story in edit.site.lists["fronts"]]
    assert titles == ["x4", "y4", "x3", "y3"]


@pytest.mark.parametrize(
    ("front", "message"),
    [
        (
            "led",
            (
                'content/articles/a.md:4:8: "front" must be one of lead, top, section, not the text "led"; '
                'did you mean "lead"?'
            ),
        ),
        (
            "{place: lead, til: 2026-03-01}",
            'content/articles/a.md:4:22: unknown key "til"; did you mean "until"?',
        ),
        (
            "{until: 2026-03-01}",
            'content/articles/a.md:4:8: "front.place" is missing; add it: where it stands',
        ),
    ],
)
def test_a_faulty_pin_is_refused_with_its_place(site: MakeSite, front: str, message: str) -> None:
    with pytest.raises(ProblemError) as raised:
        prepared(site(plain({"content/articles/a.md": article("A", front=front)})).root)
    assert str(raised.value) == message
