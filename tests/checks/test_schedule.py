"""`ssg schedule`: what is due, for people, calendars and cron; and that a build then really gives another site."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from click.testing import CliRunner, Result

from ssg.build import build
from ssg.building.options import Options
from ssg.checks.schedule import schedule
from ssg.cli import main
from tests.conftest import MakeSite
from tests.newsrooms import NOW, article, plain

FILES = {
    "content/articles/news/out.md": article("Out", "2026-05-01", noindex="true"),
    "content/articles/news/later.md": article(
        "'Later, and; so'",
        "2026-06-03 09:00:30",
        noindex="true",
        embargo="{until: 2026-06-02 09:00, note: With the port}",
    ),
    "content/articles/news/held.md": article(
        "Held", "2026-06-02 08:00", noindex="true", embargo="{until: 2026-06-02 09:00}"
    ),
    "content/articles/news/brief.md": article("Brief", "2026-05-02", noindex="true", expires="2026-06-10"),
    "content/articles/news/wrong.md": article("Wrong", "2026-05-02", noindex="true", withdrawn="{date: 2026-06-05}"),
    "content/articles/news/draft.md": article("Draft", "2026-07-01", draft="true"),
    "content/articles/news/never.md": article("Never", "2026-06-20", noindex="true", expires="2026-06-15"),
}


def run(root: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["schedule", "--site", str(root), "--now", "2026-06-01", *arguments])
    assert result.exit_code == 0, result.output
    return result


def test_what_will_happen_in_the_time_of_the_site(site: MakeSite) -> None:
    assert run(site(plain(FILES)).root).stdout.splitlines() == [
        "2026-06-02 09:00 BST  is published, embargo over  content/articles/news/held.md  Held",
        "2026-06-03 09:00 BST  is published                content/articles/news/later.md  Later, and; so",
        "2026-06-05 00:00 BST  is withdrawn                content/articles/news/wrong.md  Wrong",
        "2026-06-10 00:00 BST  expires                     content/articles/news/brief.md  Brief",
    ]


def test_only_the_next_moment(site: MakeSite) -> None:
    assert run(site(plain(FILES)).root, "--next").stdout == "2026-06-02T08:00:00Z\n"
    assert run(site(plain({}), "empty").root, "--next").stdout == ""


def test_what_happened_since(site: MakeSite) -> None:
    root = site(plain(FILES)).root
    lines = run(root, "--since", "2026-06-03T12:00Z", "--now", "2026-06-06").stdout.splitlines()
    assert [line.split("  ")[1] for line in lines] == ["is withdrawn"]
    assert run(root, "--since", "2026-06-05T12:00Z", "--now", "2026-06-06").stdout == ""


def test_cron_has_each_minute_once_and_rounds_up(site: MakeSite) -> None:
    files = {**FILES, "content/articles/news/same.md": article("Same", "2026-06-03 09:01", noindex="true")}
    files["content/articles/news/far.md"] = article("Far", "2027-07-01", noindex="true")
    assert run(site(plain(files)).root, "--cron").stdout.splitlines() == [
        "# Held is published, embargo over",
        "0 8 2 6 *",
        "# Later, and; so is published; Same is published",
        "1 8 3 6 *",
        "# Wrong is withdrawn",
        "0 23 4 6 *",
        "# Brief expires",
        "0 23 9 6 *",
    ]


def test_json(site: MakeSite) -> None:
    report = json.loads(run(site(plain(FILES)).root, "--format", "json").stdout)
    assert report["next"] == "2026-06-02T09:00:00+01:00"
    assert report["events"][1] == {
        "moment": "2026-06-03T09:00:30+01:00",
        "change": "published",
        "path": "content/articles/news/later.md",
        "title": "Later, and; so",
        "note": "With the port",
    }


def test_a_calendar_that_others_can_read(site: MakeSite) -> None:
    long = "A headline in which ünïcödé goes on and on, so that its line has to be broken more than once"
    files = {**FILES, "content/articles/news/long.md": article(f"'{long}'", "2026-08-01", noindex="true")}
    root = site(plain(files)).root
    text = run(root, "--format", "ical").stdout_bytes.decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    entries = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert [str(entry["summary"]) for entry in entries][1::3] == ["Later, and; so is published", f"{long} is published"]
    assert entries[1].decoded("dtstart") == datetime(2026, 6, 3, 8, 0, 30, tzinfo=UTC)
    assert str(entries[1]["description"]) == "content/articles/news/later.md: With the port"
    assert len({str(entry["uid"]) for entry in entries}) == len(entries)


def test_a_calendar_without_an_event_is_one(site: MakeSite) -> None:
    text = run(site(plain({})).root, "--format", "ical").stdout_bytes.decode()
    assert [part.name for part in icalendar.Calendar.from_ical(text).subcomponents] == ["VTIMEZONE"]


def test_a_file_with_an_error_is_left_out_and_named(site: MakeSite) -> None:
    root = site(plain({**FILES, "content/articles/news/later.md": "no front matter"})).root
    result = run(root)
    assert "content/articles/news/later.md:1:1: there is no front matter" in result.stderr
    assert len(result.stdout.splitlines()) == 3


def test_one_answer_at_a_time(site: MakeSite) -> None:
    root = site(plain(FILES)).root
    result = CliRunner().invoke(main, ["schedule", "--site", str(root), "--next", "--cron"])
    assert (result.exit_code, "choose one of --next, --cron and --format" in result.output) == (2, True)


@pytest.mark.parametrize("number", range(5))
def test_a_build_gives_another_site_at_that_moment_and_not_before(site: MakeSite, number: int) -> None:
    files = {path: text for path, text in FILES.items() if "held" not in path}
    files["content/articles/news/news.md"] = article("News", "2026-06-02 12:00")
    root = site(plain(files)).root
    events = schedule(root, NOW).events
    assert len(events) == 5

    def built(moment: datetime, name: str) -> dict[str, bytes]:
        folder = build(root, Options(moment, output=name, store=False)).folder
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    before = events[number - 1].moment if number else NOW
    first = built(before, "first")
    assert built(events[number].moment - timedelta(seconds=1), "second") == first
    assert built(events[number].moment, "third") != first
